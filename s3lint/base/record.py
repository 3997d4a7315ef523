"""Frozen, slotted classes that are cheap to define.

A frozen dataclass costs half a millisecond to define and the `dataclasses` module a dozen to import. s3lint has
about a hundred record types and should start in tens of milliseconds, so it uses this instead: the methods are
generic, and a constructor is compiled when a few instances were made. To a type checker a `Record` is a frozen
dataclass (PEP 681): positional or keyword arguments in field order, defaults by assignment, `match` by position.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_options: object) -> Any:
        return lambda decorated: decorated


class Described:
    """Says in one sentence what a field or a setting is; it gives no default."""

    __slots__ = ("sentence",)

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence


def described(sentence: str) -> Any:
    """Stands for the value of a field in the body of its class, as a sentence about it: `days: int = described("…")`."""
    return Described(sentence)


FEW = 30
"""Instances that are made without a constructor of their own: to compile one takes as long as to make so many."""


@dataclass_transform(frozen_default=True, field_specifiers=(described,))
class RecordType(type):
    """Turns the annotations of a class body into slots, match arguments and a constructor; keeps what fields are said to be."""

    _fields: tuple[str, ...]
    _defaults: dict[str, object]
    _sentences: dict[str, str]

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> RecordType:
        own = tuple(
            field for field, kind in namespace.get("__annotations__", {}).items() if not str(kind).startswith("ClassVar")
        )
        inherited: tuple[str, ...] = ()
        defaults: dict[str, object] = {}
        sentences: dict[str, str] = {}
        for base in bases:
            inherited += tuple(field for field in getattr(base, "_fields", ()) if field not in inherited)
            defaults.update(getattr(base, "_defaults", {}))
            sentences.update(getattr(base, "_sentences", {}))
        for field in own:
            if field in namespace:
                given = namespace.pop(field)
                if isinstance(given, Described):
                    sentences[field] = given.sentence
                else:
                    defaults[field] = given
        namespace["__slots__"] = own
        namespace["__match_args__"] = namespace["_fields"] = inherited + own
        namespace["_defaults"] = defaults
        namespace["_sentences"] = sentences
        record = super().__new__(cls, name, bases, namespace)
        if record._fields:
            type.__setattr__(record, "__init__", _compile_when_worth_it(record))
        return record


def _compile_when_worth_it(record: RecordType) -> Any:
    made = 0

    def construct(self: Any, *arguments: Any, **named: Any) -> None:
        nonlocal made
        made += 1
        fields = record._fields
        if made <= FEW and not named and len(arguments) == len(fields):
            for field, value in zip(fields, arguments, strict=True):
                object.__setattr__(self, field, value)
            return
        values = {**record._defaults, **dict(zip(fields, arguments, strict=False)), **named}
        fits = len(arguments) <= len(fields) and not any(field in named for field in fields[: len(arguments)])
        if made <= FEW and fits and len(values) == len(fields) and all(field in values for field in fields):
            for field in fields:
                getattr(record, field).__set__(self, values[field])
            return
        compiled = _constructor(record)
        type.__setattr__(record, "__init__", compiled)
        compiled(self, *arguments, **named)

    return construct


def _constructor(record: RecordType) -> Any:
    names: dict[str, Any] = {}
    parameters, body = [], []
    for field in record._fields:
        names[f"_set_{field}"] = getattr(record, field).__set__
        body.append(f" _set_{field}(self, {field})")
        if field in record._defaults:
            names[f"_default_{field}"] = record._defaults[field]
            parameters.append(f"{field}=_default_{field}")
        else:
            parameters.append(field)
    exec(f"def __init__(self, {', '.join(parameters)}):\n" + "\n".join(body), names)  # noqa: S102 - only names of fields
    return names["__init__"]


class Record(metaclass=RecordType):
    """Base of all record types: equality and hash by type and fields, and no assignment after construction."""

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen: cannot set {name}")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen: cannot delete {name}")

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, field) == getattr(other, field) for field in type(self)._fields)

    def __hash__(self) -> int:
        return hash((type(self).__name__, *(getattr(self, field) for field in type(self)._fields)))

    def __repr__(self) -> str:
        fields = ", ".join(f"{field}={getattr(self, field)!r}" for field in type(self)._fields)
        return f"{type(self).__name__}({fields})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), tuple(getattr(self, field) for field in type(self)._fields)


R = TypeVar("R", bound=Record)  # a bound in quotes is compiled, and the first text that is takes a millisecond


def replace(record: R, **changes: object) -> R:
    """A copy of `record` with some fields changed. An unknown field name is a TypeError."""
    values = [changes.pop(field) if field in changes else getattr(record, field) for field in type(record)._fields]
    return type(record)(*values, **changes)
