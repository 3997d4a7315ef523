"""Strings of a policy compared with strings of a request: with wildcards, policy variables and open parts."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from functools import lru_cache
from typing import Union

from s3lint.base.condition import Truth
from s3lint.policy.matching.alphabet import (
    CUT_VARIABLE,
    END_OF_VARIABLE,
    OPEN_VARIABLE,
    has_unknown,
    is_open,
    is_strange,
    open_characters,
    verbatim,
)
from s3lint.policy.matching.patterns import Pattern

_VARIABLE = re.compile(r"\$\{([^{}']*?)(?:,\s*'([^']*)')?\s*\}")
_ESCAPED = {"*": verbatim("*"), "?": verbatim("?"), "$": "$"}


class KeyState(Enum):
    """What a request says of a key, apart from values: it has none, or nobody knows."""

    ABSENT = "absent"
    OPEN = "open"


Lookup = Callable[[str], Union[tuple[str, ...], KeyState]]
"""The values that a request has for a lower-cased condition key."""


def nothing_known(_key: str) -> KeyState:
    """The lookup of a request of which only a part is chosen."""
    return KeyState.OPEN


@lru_cache(maxsize=4096)
def compiled(text: str, wildcards: bool, ignore_case: bool, fields: bool) -> Pattern:
    """The pattern of a text; the same few are compared again and again."""
    return Pattern(text, wildcards=wildcards, ignore_case=ignore_case, fields=fields)


def loosened(text: str, wildcards: bool) -> str:
    """A pattern for every string that the text may stand for: what is open becomes a star."""
    if not wildcards:
        text = verbatim(text)
    return "".join("*" if is_open(character) else character for character in text)


class Comparison:
    """How the texts of one place are compared: `fields` as for `Pattern`.

    Where the texts are plain, an unknown one has neither wildcards nor variables: it equals itself, and no value that was
    made to be another one.
    """

    __slots__ = ("fields", "ignore_case", "is_plain", "wildcards")

    def __init__(
        self, *, wildcards: bool = True, ignore_case: bool = False, fields: bool = False, is_plain: bool = False
    ) -> None:
        self.is_plain = is_plain
        self.wildcards = wildcards
        self.ignore_case = ignore_case
        self.fields = fields

    def patterns(self, text: str) -> tuple[Pattern, ...]:
        """What has to be told apart so that `truth` is constant."""
        exact = compiled(text, self.wildcards, self.ignore_case, self.fields)
        if text.isascii() or not (opened := open_characters(text)) or (self.is_plain and len(opened) == len(text)):
            return (exact,)
        return exact, compiled(loosened(text, self.wildcards), True, self.ignore_case, False)

    def truth(self, text: str, value: str) -> Truth:
        """Whether the text matches a value; MAYBE where an open part of either decides."""
        exact = compiled(text, self.wildcards, self.ignore_case, self.fields)
        if exact.matches(value):
            return Truth.YES if self.is_plain or not has_unknown(text) else Truth.MAYBE
        if text.isascii() and value.isascii():
            return Truth.NO
        opened = open_characters(value)
        if not opened and (not open_characters(text) or (self.is_plain and is_strange(value))):
            return Truth.NO
        loose = compiled(loosened(text, self.wildcards), True, self.ignore_case, False)
        return Truth.MAYBE if loose.may_match(value, opened) else Truth.NO


class TextTemplate:
    """A text that may name policy variables: `${aws:username}`, or `${aws:username, 'nobody'}` with a default."""

    __slots__ = ("_parts", "text")

    def __init__(self, text: str, has_variables: bool) -> None:
        self._parts: list[str | tuple[str, str | None]] = []
        if has_variables and not text.isascii():
            text = re.sub(END_OF_VARIABLE, r"\1", text)
            cut = re.search(CUT_VARIABLE, text)
            if cut is not None:
                text = text[: cut.start()] + text[cut.end() - 1]
        if has_variables and "${" in text:
            offset = 0
            for found in _VARIABLE.finditer(text):
                self._parts.append(text[offset : found.start()])
                name, default = found.group(1).strip(), found.group(2)
                self._parts.append(_ESCAPED[name] if name in _ESCAPED else (name.lower(), default))
                offset = found.end()
            if self._parts:
                self._parts.append(text[offset:])
            if all(isinstance(part, str) for part in self._parts):
                text = "".join(part for part in self._parts if isinstance(part, str)) or text
                self._parts = []
        self.text = text

    @property
    def is_constant(self) -> bool:
        return not self._parts

    @property
    def is_bare(self) -> bool:
        """One variable without a default, and nothing else."""
        literals = "".join(part for part in self._parts if isinstance(part, str))
        variables = [part for part in self._parts if isinstance(part, tuple)]
        return not literals and len(variables) == 1 and variables[0][1] is None

    @property
    def variables(self) -> tuple[str, ...]:
        """The lower-cased keys that it names."""
        return tuple(part[0] for part in self._parts if isinstance(part, tuple))

    def resolved(self, lookup: Lookup) -> str | None:
        """The pattern for a request; nothing where a variable has no value. What is open stays open."""
        if not self._parts:
            return self.text
        parts: list[str] = []
        for part in self._parts:
            if isinstance(part, str):
                parts.append(part)
                continue
            key, default = part
            match lookup(key):
                case KeyState.OPEN:
                    parts.append(OPEN_VARIABLE)
                case (str() as value,):
                    parts.append(verbatim(value))
                case _:
                    if default is None:
                        return None
                    parts.append(verbatim(default))
        return "".join(parts)
