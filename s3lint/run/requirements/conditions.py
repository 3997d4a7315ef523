"""Conditions: what is asked of a thing of the model, answered yes, no, or by the unknown that decides.

The answers are those of Kleene's logic, as in `s3lint.model.logic`. With each goes the setting on which it rests, so that a
finding points there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Union

from s3lint.base.record import Record, replace
from s3lint.base.value import Known, Origin, Setting, Text, Unknown
from s3lint.model.logic import Answered, negated
from s3lint.run.requirements import operators
from s3lint.run.requirements.lookup import Items, found_at


class Said(Record):
    """An answer: `key` and `setting` are what it rests on, `origin` is the place of that; no setting stands for a list."""

    answer: Answered
    key: str
    origin: Origin
    setting: Setting[Any] | None = None

    @property
    def value(self) -> str:
        """The value in words."""
        match self.setting:
            case Known(bool() as truth):
                return "true" if truth else "false"
            case Known(str() | int() | Text() as value):
                return str(value)
            case Known():
                return "there"
            case _:
                return "not set"


class Test(Record):
    """A question to one setting: `key` is that of the catalogue, `names` lead to it from what is asked, `wanted` follows the
    operator.
    """

    key: str
    written: str
    names: tuple[str, ...]
    operator: operators.Operator
    wanted: Any

    def ask(self, holder: Any, at: Origin) -> Said:
        return self._ask(holder, self.names, at)

    def _ask(self, holder: Any, names: Sequence[str], at: Origin, test: operators.Test | None = None) -> Said:
        found, left = found_at(holder, names, at)
        if isinstance(found, Items) and (left or not self.operator.is_of_whole):
            test = self.operator.test_of_item
            said = (self._ask(item, left, found.origin, test) for item in found.items)
            return _of_items(found, self.key, said, decides=test is not None)
        setting = found.whole if isinstance(found, Items) else found
        return Said(self.operator.answer(setting, self.wanted, test), self.key, setting.origin, setting)

    def __str__(self) -> str:
        return f"{self.written} {self.operator.says.format(_in_words(self.wanted))}"


class Each(Record):
    """Whether every item of a list, or with `is_some` one of them, meets a condition."""

    key: str
    names: tuple[str, ...]
    condition: Condition
    is_some: bool

    def ask(self, holder: Any, at: Origin) -> Said:
        found, left = found_at(holder, self.names, at)
        if not isinstance(found, Items):
            return Said(found if isinstance(found, Unknown) else not self.is_some, self.key, found.origin, found)
        said = (
            replace(self, names=left).ask(item, found.origin) if left else self.condition.ask(item, found.origin)
            for item in found.items
        )
        return _of_items(found, self.key, said, decides=self.is_some)

    def __str__(self) -> str:
        return f"{'some' if self.is_some else 'every'} item of {self.key} has ({self.condition})"


class Several(Record):
    """Whether all of some conditions hold, or with `is_any` one of them."""

    conditions: tuple[Condition, ...]
    is_any: bool

    def ask(self, holder: Any, at: Origin) -> Said:
        return _decisive([condition.ask(holder, at) for condition in self.conditions], decides=self.is_any)

    def __str__(self) -> str:
        parts = (f"({each})" if isinstance(each, Several) else str(each) for each in self.conditions)
        return f" {'or' if self.is_any else 'and'} ".join(parts)


class Not(Record):
    condition: Condition

    def ask(self, holder: Any, at: Origin) -> Said:
        said = self.condition.ask(holder, at)
        return replace(said, answer=negated(said.answer))

    def __str__(self) -> str:
        return f"not ({self.condition})"


Condition = Union[Test, Each, Several, Not]


def _decisive(said: list[Said], *, decides: bool) -> Said:
    """The answer that settles it: one that `decides`, else an unknown one, else any."""
    first = next((each for each in said if each.answer is decides), None)
    return first or next((each for each in said if isinstance(each.answer, Unknown)), said[0])


def _of_items(items: Items, key: str, said: Iterable[Said], *, decides: bool) -> Said:
    """What the answers of the items settle; where none decides, the answer rests on the list."""
    rest = () if items.rest is None else (Said(items.rest, key, items.rest.origin, items.rest),)
    return _decisive([Said(not decides, key, items.origin), *said, *rest], decides=decides)


def keys(condition: Condition) -> tuple[str, ...]:
    """The keys of the settings that a condition is about, each once."""
    match condition:
        case Several(conditions):
            return tuple(dict.fromkeys(key for each in conditions for key in keys(each)))
        case Not(inner):
            return keys(inner)
        case Each(key, _, inner):
            return tuple(dict.fromkeys((key, *keys(inner))))
        case Test(key):
            return (key,)


def _in_words(wanted: Any) -> str:
    if isinstance(wanted, list):
        return ", ".join(map(_in_words, wanted))
    return str(wanted).lower() if isinstance(wanted, bool) else str(wanted)
