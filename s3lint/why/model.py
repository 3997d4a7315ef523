"""The model of what was read: every thing that rules judge, with each of its settings in every case that makes a difference.

Nothing is left out but the secrets: a part of the model is here with all its fields. Where a setting takes more combinations of
inputs than are explored, it is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any

from s3lint.base.documented import Documented, editable
from s3lint.base.record import Record
from s3lint.base.value import Absent, Cause, Known, Origin, Text, Unknown
from s3lint.base.worlds import TooManyWorlds, World, explore, summarize
from s3lint.languages.unit import Language, Subject, Unit
from s3lint.model.thing import Thing
from s3lint.run.engine import Reading, report_on
from s3lint.run.report import Report
from s3lint.why.bucket_report import existence, without_secrets


class State(Enum):
    KNOWN = "known"
    ABSENT = "absent"
    UNKNOWN = "unknown"


class Open(Record):
    """A part of a text that nobody knows, as it is written in the text."""

    written: str
    reason: str
    inputs: tuple[str, ...]


class Node(Record):
    """A setting in one case. `value` is what is known: a text, number or truth, `Parts`, a `Reference`.

    `reason` says why it is unknown, or why nobody could have set it; `open` is what is unknown of a text.
    """

    state: State
    origin: Origin
    value: Any = None
    reason: str = ""
    inputs: tuple[str, ...] = ()
    cause: Cause | None = None
    open: tuple[Open, ...] = ()


class Field(Record):
    """A field of a part, by its name in the class."""

    setting: str
    value: Any


class Parts(Record):
    """A part of the model."""

    fields: tuple[Field, ...]


class Reference(Record):
    """Another thing of the model."""

    address: str


class Case(Record):
    """What a setting is in some cases, in all where none are named."""

    cases: tuple[str, ...]
    value: Any


class ThingSetting(Record):
    setting: str
    cases: tuple[Case, ...]


class ModelThing(Record):
    """`kind` is the key of its class in the catalogue, `bucket` for a bucket; `word` what kind of store or access point it is.

    `exists` are the cases in which it is there; none stands for all. `basis` says on what everything rests, where that is not
    the code itself.
    """

    kind: str
    word: str
    address: str
    origin: Origin
    basis: str
    exists: tuple[str, ...]
    is_external: bool
    account: str
    settings: tuple[ThingSetting, ...]


class ModelUnit(Record):
    name: str
    language: Language
    things: tuple[ModelThing, ...]


class Model(Record):
    """`report` tells what could not be read; no rule was asked for it."""

    units: tuple[ModelUnit, ...]
    report: Report


def model_of(reading: Reading) -> Model:
    units = tuple(
        ModelUnit(unit.name, unit.language, tuple(_thing(unit, subject) for subject in unit.subjects)) for unit in reading.units
    )
    return Model(units, report_on(reading.units, (), len(reading.paths), reading.files.root))


def _thing(unit: Unit, subject: Subject) -> ModelThing:
    kind: type[Thing] = subject.kind
    source = subject.origin.source
    made = _settled(subject)
    return without_secrets(
        unit,
        ModelThing(
            kind.key or "bucket",
            getattr(made, "kind", ""),
            subject.address,
            editable(subject.origin),
            source.basis if isinstance(source, Documented) else "",
            existence(subject),
            getattr(made, "is_external", False),
            getattr(made, "account", ""),
            tuple(ThingSetting(name, tuple(_cases(subject, name))) for name in kind.described),
        ),
    )


def _settled(subject: Subject) -> Any:
    """The thing in some world, for what is the same in all."""
    return next(explore(subject.build, given=subject.given))[1]


def _cases(subject: Subject, setting: str) -> Iterator[Case]:
    """What a setting is, each value once with the cases in which it is that."""

    def ask(world: World) -> Any:
        return shown(getattr(subject.build(world), setting)) if world.decide(subject.condition) else None

    found: dict[Any, list[World]] = {}
    try:
        for world, value in explore(ask, given=subject.given):
            if value is not None:
                found.setdefault(value, []).append(world)
    except TooManyWorlds as error:
        yield Case((), shown(Unknown(f"it takes {error}", subject.origin, error.subjects)))
        return
    for value, worlds in found.items():
        yield Case(summarize(worlds) if len(found) > 1 else (), value)


def shown(value: Any) -> Any:
    """A value of the model with all that is in it, as nodes and plain data."""
    match value:
        case Known(inner, origin):
            unknowns = inner.unknowns if isinstance(inner, Text) else ()
            parts = tuple(Open(each.written, each.reason, each.inputs) for each in unknowns)
            return Node(State.KNOWN, editable(origin), shown(inner), open=parts)
        case Absent(origin, no_place):
            return Node(State.ABSENT, editable(origin), reason=no_place)
        case Unknown(reason, origin, inputs, cause=cause):
            return Node(State.UNKNOWN, editable(origin), None, reason, inputs, cause)
        case Text():
            return str(value)
        case Thing():
            return Reference(value.address)
        case Origin():
            return editable(value)
        case Record():
            fields = (Field(name, shown(getattr(value, name))) for name in type(value)._fields)
            return Parts(tuple(fields))
        case tuple():
            return tuple(map(shown, value))
        case _:
            return value
