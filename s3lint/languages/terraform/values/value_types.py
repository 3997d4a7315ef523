"""Terraform's types, the type of a value, and the one type that several have in common.

A value's own type is read off the value: element types of lists, sets and maps are those of their items, so an empty
one, null and what is unknown have the type `any`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Union

from s3lint.base.record import Record
from s3lint.base.value import Choice, Data, Encoded, Known, ListValue, MapValue, Text, Value

MAX_DEPTH = 50
"""How deep a type constraint, or a value to convert, may nest."""


class AnyType(Record):
    """`any`: one type that is not said."""


class Primitive(Record):
    """`string`, `number` or `bool`."""

    name: str


class Collection(Record):
    """`kind` is list, set or map."""

    kind: str
    element: Type


class TupleType(Record):
    items: tuple[Type, ...]


class AttributeType(Record):
    """An attribute of an object type; `default` is what an optional one has that is left out or null."""

    type: Type
    is_optional: bool = False
    default: Value[Data] | None = None


class ObjectType(Record):
    members: dict[str, AttributeType]

    def __hash__(self) -> int:
        return hash(tuple(self.members))


Type = Union[AnyType, Primitive, Collection, TupleType, ObjectType]

ANY = AnyType()
STRING, NUMBER, BOOL = Primitive("string"), Primitive("number"), Primitive("bool")


def name(wanted: Type) -> str:
    """A type in words of a message."""
    match wanted:
        case AnyType():
            return "any value"
        case Primitive("bool"):
            return "true or false"
        case Primitive(word):
            return f"a {word}"
        case Collection(kind, AnyType()):
            return f"a {kind}"
        case Collection(kind, element):
            inner = name(element).removeprefix("a ").removeprefix("an ")
            return f"a {kind} of {inner}" + ("s" if inner in ("string", "number") else "")
        case TupleType(items):
            return f"a tuple of {len(items)} items"
        case ObjectType():
            return "an object"


# Types of values


def type_of(value: Value[Data], depth: int = 0) -> Type:
    """The type of a value; of a choice, what its arms agree on."""
    if depth > MAX_DEPTH:
        return ANY
    match value:
        case Choice(if_true=one, if_false=other):
            return unified_type([type_of(one, depth + 1), type_of(other, depth + 1)]) or ANY
        case Known(data):
            return _type_of_data(data, depth)
        case _:
            return ANY


def _type_of_data(data: Data, depth: int) -> Type:
    match data:
        case bool():
            return BOOL
        case int() | float() | Decimal():
            return NUMBER
        case str() | Text() | Encoded():
            return STRING
        case ListValue(items, rest, "tuple"):
            if rest is not None:
                return Collection("list", ANY)
            return TupleType(tuple(type_of(item, depth + 1) for item in items))
        case ListValue(items, _, kind):
            return Collection(kind, unified_type([type_of(item, depth + 1) for item in items]) or ANY)
        case MapValue(entries, rest, "object"):
            if rest is not None:
                return Collection("map", ANY)
            return ObjectType({key: AttributeType(type_of(entry.value, depth + 1)) for key, entry in entries.items()})
        case MapValue(entries):
            types = [type_of(entry.value, depth + 1) for entry in entries.values()]
            return Collection("map", unified_type(types) or ANY)
        case None:
            return ANY


def unified_type(types: Sequence[Type]) -> Type | None:
    """The one type that all of them convert to without loss; None where there is none."""
    said = [each for each in dict.fromkeys(types) if not isinstance(each, AnyType)]
    if not said:
        return ANY
    if len(said) == 1:
        return said[0]
    if all(isinstance(each, Primitive) for each in said):
        return STRING if STRING in said else None
    objects = [each for each in said if isinstance(each, ObjectType)]
    if len(objects) == len(said):
        return _unified_objects(objects)
    tuples = [each for each in said if isinstance(each, TupleType)]
    if len(tuples) == len(said) and len({len(each.items) for each in tuples}) == 1:
        items = [unified_type(column) for column in zip(*(each.items for each in tuples), strict=True)]
        if all(item is not None for item in items):
            return TupleType(tuple(item for item in items if item is not None))
    return _unified_collections(said)


def _unified_objects(objects: list[ObjectType]) -> Type | None:
    if len({frozenset(each.members) for each in objects}) == 1:
        members: dict[str, AttributeType] = {}
        for key in objects[0].members:
            found = unified_type([each.members[key].type for each in objects])
            if found is None:
                return None
            members[key] = AttributeType(found)
        return ObjectType(members)
    return _unified_collections(list(objects))


def _unified_collections(types: Sequence[Type]) -> Type | None:
    kinds: set[str] = set()
    elements: list[Type] = []
    for each in types:
        match each:
            case Collection(kind, element):
                kinds.add(kind)
                elements.append(element)
            case TupleType(items):
                kinds.add("tuple")
                elements += items
            case ObjectType(members):
                kinds.add("object")
                elements += [member.type for member in members.values()]
            case _:
                return None
    common = unified_type(elements)
    if common is None:
        return None
    if kinds <= {"map", "object"}:
        return Collection("map", common)
    if kinds <= {"list", "tuple", "set"}:
        return Collection("set" if "set" in kinds and "list" not in kinds else "list", common)
    return None
