"""Whether twins say the same: what the model has, from either language, of the settings that a rule is about.

Places, addresses and words about them differ, of course. What is left to whoever deploys agrees with everything, as each
language says in its own way what it can be; the verdict tells whether it matters. Of things that say the same, one counts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

from s3lint.base.record import Record
from s3lint.base.value import Absent, Known, Origin, Symbol, Text, Unknown
from s3lint.base.worlds import EVERYWHERE, TooManyWorlds, World, explore
from s3lint.languages.unit import Subject, Unit
from s3lint.model.thing import Thing
from s3lint.run.rule import Rule

OPEN = "left open"
_OF_THE_TEXT = ("number", "sid", "size", "flaws")
"""What a policy has beside what it says."""

Stated = Mapping[str, Any]
"""The settings of one thing by their keys, as plain data; `OPEN` where it is not known, or several things are possible."""


def stated(units: Iterable[Unit], rule: type[Rule]) -> list[Stated]:
    """What the things that a rule judges have of its settings: each once, in an order that both languages share."""
    found = (_of_subject(subject, rule) for unit in units for subject in unit.subjects if issubclass(subject.kind, rule.judges))
    by_text = {json.dumps(one, sort_keys=True): one for one in found if one}
    return [by_text[text] for text in sorted(by_text)]


def agree(ones: Iterable[Stated], others: Iterable[Stated]) -> bool:
    """Whether each thing of either language has its like in the other."""
    ones, others = list(ones), list(others)
    return all(any(_alike(one, other) for other in others) for one in ones) and all(
        any(_alike(one, other) for one in ones) for other in others
    )


def _alike(one: Any, other: Any) -> bool:
    if OPEN in (one, other):
        return True
    if isinstance(one, dict) and isinstance(other, dict):
        return all(_alike(one.get(key), other.get(key)) for key in (*one, *other))
    if isinstance(one, list) and isinstance(other, list):
        return OPEN in one or OPEN in other or (len(one) == len(other) and all(map(_alike, one, other)))
    return bool(one == other)


def _of_subject(subject: Subject, rule: type[Rule]) -> Stated:
    def ask(world: World) -> Stated | None:
        return _settings(subject.build(world), rule.settings) if world.decide(subject.condition) else None

    try:
        answers = [found for _, found in explore(ask, EVERYWHERE, subject.given) if found is not None]
    except TooManyWorlds:
        return dict.fromkeys(rule.settings, OPEN)
    keys = answers[0] if answers else ()
    return {key: answers[0][key] if all(each[key] == answers[0][key] for each in answers) else OPEN for key in keys}


def _settings(thing: Thing, keys: Iterable[str]) -> Stated:
    own = (key.removeprefix(f"{thing.key}.") if thing.key else key for key in keys)
    ways = {key: ("policy",) if key.startswith("policy.") else tuple(key.split(".")) for key in own}
    return {key: _at(thing, names) for key, names in ways.items() if hasattr(thing, names[0].removesuffix("[]"))}


def _at(value: object, names: tuple[str, ...]) -> Any:
    """What stands where names lead to; `[]` is all items of a list, and a list may be called like what holds it."""
    match value:
        case Known(inner):
            return _at(inner, names)
        case Absent() | Unknown():
            return _plain(value)
        case tuple():
            return [_at(item, names) for item in value]
    if not names:
        return _plain(value)
    name = names[0].removesuffix("[]")
    found = getattr(value, name)
    if name != names[0] and isinstance(found, Known) and hasattr(found.value, name):
        found = getattr(found.value, name)
    return _at(found, names[1:])


def _plain(value: object) -> Any:
    match value:
        case Known(inner):
            return _plain(inner)
        case Absent():
            return None
        case Unknown():
            return OPEN
        case Text(pieces):
            return OPEN if value.unknowns else "".join(map(_piece, (piece.content for piece in pieces)))
        case Record():
            return {field: _plain(getattr(value, field)) for field in type(value)._fields if _is_said(value, field)}
        case Enum():
            return value.value
        case tuple():
            return [_plain(item) for item in value]
        case str() | bool() | int() | None:
            return value
        case _:
            return True  # another thing of the model, or a fact about one: it is there


def _is_said(part: Record, field: str) -> bool:
    """Whether a field of a part is what the text says, not where, or in which words somebody is told of it."""
    if type(part).__module__.startswith("s3lint.policy."):
        return field not in _OF_THE_TEXT and not isinstance(getattr(part, field), Origin)
    return isinstance(getattr(part, field), (Known, Absent, Unknown, tuple))


def _piece(content: object) -> str:
    match content:
        case Symbol(literal=str() as literal):
            return literal
        case Symbol(attribute=attribute):
            return f"<{attribute}>"
        case _:
            return str(content)
