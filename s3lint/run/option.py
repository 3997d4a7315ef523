"""What the configuration can say to a rule: an option is declared as an attribute of the rule's class and read like one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Generic, TypeVar, overload

from s3lint.base.record import Record
from s3lint.errors import did_you_mean

T = TypeVar("T", str, bool, int, tuple[str, ...])

_KINDS = {str: "a text", bool: "true or false", int: "a number", tuple: "a list of texts"}


OWN = ""
"""Under this name a rule is told what belongs to the user, which no option can be called."""


class Assignment(Record):
    """A value for an option of a rule, each by its name; `place` is where it is written, for messages."""

    rule: str
    option: str
    value: object
    place: str = ""


class Option(Generic[T]):
    """One option. Its default gives its kind; its name is that of the attribute, with hyphens.

    A text, and each text of a list, is one of the `choices`, or fits `pattern`, which `expected` says in words. A list also
    holds what belongs to the user of the kinds in `own`: `accounts`, `org-ids`, `vpc-endpoints`, `networks`.
    """

    def __init__(
        self,
        default: T,
        help: str,
        *,
        choices: tuple[str, ...] = (),
        pattern: str = "",
        expected: str = "",
        own: tuple[str, ...] = (),
    ) -> None:
        self.default: T = default
        self.help = help
        self.choices = choices
        self.pattern = pattern
        self.expected = expected or (f"one of {', '.join(choices)}" if choices else _KINDS[type(default)])
        self.own = own
        self.name = ""

    def __set_name__(self, rule: type, name: str) -> None:
        self.name = name.replace("_", "-")

    @overload
    def __get__(self, rule: None, kind: type) -> Option[T]: ...
    @overload
    def __get__(self, rule: Any, kind: type) -> T: ...
    def __get__(self, rule: Any, kind: type) -> Option[T] | T:
        if rule is None:
            return self
        value: T = rule.configured.get(self.name, self.default)
        return self._with_own(value, rule.configured.get(OWN, {})) if self.own else value

    def _with_own(self, value: Any, things: Mapping[str, tuple[str, ...]]) -> Any:
        return (*value, *(thing for kind in self.own for thing in things.get(kind, ())))

    def mistake(self, value: object) -> str:
        """What is wrong with a value; empty where nothing is."""
        if type(value) is not type(self.default):
            return f"expected {_KINDS[type(self.default)]}, got {toml(value)}"
        for text in value if isinstance(value, tuple) else (value,):
            if not isinstance(text, str) and isinstance(value, tuple):
                return f"expected {_KINDS[tuple]}, got {toml(value)}"
            if self.choices and text not in self.choices:
                return f"expected {self.expected}, got {toml(text)}{did_you_mean(str(text), list(self.choices))}"
            if self.pattern and not re.fullmatch(self.pattern, str(text)):
                return f"expected {self.expected}, got {toml(text)}"
        return ""


def toml(value: object) -> str:
    """A value as the configuration file writes it, in one line."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            import json  # messages about mistakes need it, and pages

            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")  # TOML's escapes are JSON's, but for this
        case dict():
            members = (
                f"{key if re.fullmatch('[A-Za-z0-9_-]+', key) else toml(key)} = {toml(item)}" for key, item in value.items()
            )
            return f"{{ {', '.join(members)} }}" if value else "{}"
        case list() | tuple():
            return f"[{', '.join(map(toml, value))}]"
        case _:
            return str(value)  # numbers, and dates as TOML has them
