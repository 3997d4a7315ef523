"""Type constraints as they are written, and conversion of values to them, with the places of all parts kept."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from decimal import Decimal, InvalidOperation

from s3lint.base.source import Span
from s3lint.base.value import (
    Absent,
    Data,
    Encoded,
    Entry,
    Known,
    ListValue,
    MapValue,
    Origin,
    Setting,
    Symbol,
    Text,
    Unknown,
    Value,
    map_arms,
)
from s3lint.languages.terraform.syntax.nodes import (
    Expression,
    FunctionCall,
    Literal,
    ObjectNode,
    Parentheses,
    TupleNode,
    Variable,
)
from s3lint.languages.terraform.values.order import list_with, placed_in, positioned
from s3lint.languages.terraform.values.origins import derived, literal, scalar_text, split_rest, with_keys, without_null
from s3lint.languages.terraform.values.value_types import (
    ANY,
    BOOL,
    MAX_DEPTH,
    NUMBER,
    STRING,
    AnyType,
    AttributeType,
    Collection,
    ObjectType,
    Primitive,
    TupleType,
    Type,
    name,
    type_of,
    unified_type,
)

__all__ = [
    "ANY",
    "BOOL",
    "NUMBER",
    "STRING",
    "AnyType",
    "AttributeType",
    "Collection",
    "ConstraintError",
    "ConversionError",
    "Evaluate",
    "ObjectType",
    "Primitive",
    "TupleType",
    "Type",
    "constraint",
    "convert",
    "distinct",
    "name",
    "parsed_number",
    "partial",
    "sameness",
    "tidy",
    "type_of",
    "unified",
    "unified_type",
]

MAX_NUMBER_LENGTH = 4096
"""Characters of a string that is read as a number, and decimal digits of a number."""


class ConversionError(Exception):
    """A value has not the wanted type; `message` completes "expected …", `origin` is the part to blame."""

    def __init__(self, message: str, origin: Origin) -> None:
        super().__init__(message)
        self.message = message
        self.origin = origin


class ConstraintError(Exception):
    """An expression is no type constraint."""

    def __init__(self, message: str, span: Span) -> None:
        super().__init__(message)
        self.message = message
        self.span = span


_WORDS: dict[str, Type] = {"any": ANY, "string": STRING, "number": NUMBER, "bool": BOOL}
_SHORT: dict[str, Type] = {"list": Collection("list", ANY), "map": Collection("map", ANY), "set": Collection("set", ANY)}

Evaluate = Callable[[Expression], Value[Data]]


def constraint(node: Expression, evaluate: Evaluate, depth: int = 0) -> Type:
    """The type that an expression such as `map(object({a = string, b = optional(bool, true)}))` writes.

    `evaluate` gives the values of defaults. The old forms `"string"`, `"list"` and `"map"` in quotes are types too. Raises
    ConstraintError.
    """
    if depth > MAX_DEPTH:
        raise ConstraintError(f"expected a type of at most {MAX_DEPTH} levels", node.span)
    match node:
        case Parentheses(operand):
            return constraint(operand, evaluate, depth + 1)
        case Variable(name) if name in _WORDS:
            return _WORDS[name]
        case Variable(name) if name in _SHORT:
            return _SHORT[name]
        case Literal("string"):
            return STRING
        case Literal("list"):
            return Collection("list", STRING)
        case Literal("map"):
            return Collection("map", STRING)
        case FunctionCall("list" | "set" | "map" as kind, (element,), False):
            return Collection(kind, constraint(element, evaluate, depth + 1))
        case FunctionCall("tuple", (TupleNode(items),), False):
            return TupleType(tuple(constraint(item, evaluate, depth + 1) for item in items))
        case FunctionCall("object", (ObjectNode() as members,), False):
            return ObjectType(dict(_member(item.key, item.value, evaluate, depth) for item in members.items))
        case _:
            raise ConstraintError("expected a type such as string, list(number) or object({ name = string })", node.span)


def _member(key: Expression, node: Expression, evaluate: Evaluate, depth: int) -> tuple[str, AttributeType]:
    match key:
        case Literal(str() as name):
            pass
        case Literal(int() as number):
            name = str(number)
        case _:
            raise ConstraintError("expected the name of an attribute", key.span)
    match node:
        case FunctionCall("optional", (inner,), False):
            return name, AttributeType(constraint(inner, evaluate, depth + 1), True)
        case FunctionCall("optional", (inner, default), False):
            wanted = constraint(inner, evaluate, depth + 1)
            try:
                return name, AttributeType(wanted, True, convert(evaluate(default), wanted))
            except ConversionError as error:
                raise ConstraintError(f"expected {error.message} as the default", default.span) from None
        case _:
            return name, AttributeType(constraint(node, evaluate, depth + 1))


# Conversion


def convert(value: Value[Data], wanted: Type, depth: int = 0) -> Value[Data]:
    """The value as the wanted type, each part with the place it had. Raises ConversionError."""
    return map_arms(value, lambda arm: _convert(arm, wanted, depth))


def _convert(arm: Setting[Data], wanted: Type, depth: int) -> Value[Data]:
    match arm:
        case Unknown() | Absent() | Known(None):
            return arm
        case Known(data, origin):
            if depth > MAX_DEPTH:
                raise ConversionError(f"at most {MAX_DEPTH} levels", origin)
            return _converted(data, origin, arm, wanted, depth + 1)


def _converted(data: Data, origin: Origin, value: Known[Data], wanted: Type, depth: int) -> Value[Data]:
    match wanted:
        case AnyType():
            return value
        case Primitive(word):
            return _primitive(data, origin, value, word)
        case Collection("map", element):
            return _map(data, origin, element, depth)
        case Collection(kind, element):
            return _list(data, origin, kind, element, depth)
        case TupleType(items):
            return _tuple(data, origin, items, depth)
        case ObjectType(members):
            return _object(data, origin, members, depth)


def _primitive(data: Data, origin: Origin, value: Known[Data], word: str) -> Setting[Data]:
    match word, data:
        case "string", str() | Text() | Encoded():
            return value
        case "string", bool() | int() | float() | Decimal():
            return Known(scalar_text(data), origin)
        case "bool", bool():
            return value
        case "number", bool():
            pass
        case "number", int() | float() | Decimal():
            return value
        case _, str() | Text():
            return _parsed(data, origin, word)
        case _:
            pass
    raise ConversionError(name(Primitive(word)), origin)


def _parsed(data: str | Text, origin: Origin, word: str) -> Setting[Data]:
    text = literal(data)
    if text is None:
        return partial(data, origin) if isinstance(data, Text) else Known(data, origin)
    if word == "bool":
        if text in ("true", "1"):
            return Known(True, origin)
        if text in ("false", "0"):
            return Known(False, origin)
    else:
        number = parsed_number(text)
        if number is not None:
            return Known(number, origin)
    raise ConversionError(name(Primitive(word)), origin)


def partial(text: Text, origin: Origin) -> Unknown:
    """What is made of a text of which something is not known."""
    for unknown in text.unknowns:
        return derived(unknown, origin)
    symbols = tuple(piece.content.written for piece in text.pieces if isinstance(piece.content, Symbol))
    return Unknown(f"{text} is known after deployment", origin, symbols)


def parsed_number(text: str) -> int | Decimal | None:
    """The number that a string converts to, or None. Terraform allows no white space and no `_` in it."""
    if len(text) > MAX_NUMBER_LENGTH or not text.isascii() or "_" in text or text != text.strip():
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return tidy(number) if number.is_finite() and abs(number.adjusted()) <= MAX_NUMBER_LENGTH else None


def tidy(number: Decimal) -> int | Decimal:
    """A whole number as an int."""
    if number.adjusted() <= MAX_NUMBER_LENGTH and number == number.to_integral_value():
        return int(number)
    return number


def _list(data: Data, origin: Origin, kind: str, element: Type, depth: int) -> Value[Data]:
    if not isinstance(data, ListValue):
        if isinstance(data, Text) and data.literal is None:
            return partial(data, origin)
        raise ConversionError(name(Collection(kind, element)), origin)
    items = data.items
    if isinstance(element, AnyType):
        found = unified_type([type_of(item) for item in items])
        if found is None:
            raise ConversionError(f"items of one type in this {kind}", origin)
        element = found
    items = tuple(convert(item, element, depth) for item in items)
    if kind == "set":
        return Known(ListValue(items if data.kind == "set" else distinct(items, is_set=True), data.rest, kind), origin)
    return Known(list_with(items, data.rest, kind, placed_in(data)), origin)


def _map(data: Data, origin: Origin, element: Type, depth: int) -> Value[Data]:
    if not isinstance(data, MapValue):
        if isinstance(data, Text) and data.literal is None:
            return partial(data, origin)
        raise ConversionError(name(Collection("map", element)), origin)
    if isinstance(element, AnyType):
        values = [*(entry.value for entry in data.entries.values()), *(value for _, value in split_rest(data.rest)[0])]
        found = unified_type([type_of(value) for value in values])
        if found is None:
            raise ConversionError("values of one type in this map", origin)
        element = found
    entries = {key: Entry(entry.key, convert(entry.value, element, depth)) for key, entry in data.entries.items()}
    partly, others = split_rest(data.rest)
    members = [(key, convert(value, element, depth)) for key, value in partly]
    return Known(MapValue(entries, with_keys(members, others), "map"), origin)


def _tuple(data: Data, origin: Origin, items: tuple[Type, ...], depth: int) -> Value[Data]:
    if not isinstance(data, ListValue) or (data.rest is None and len(data.items) != len(items)):
        raise ConversionError(name(TupleType(items)), origin)
    data = positioned(data)
    if data.rest is not None and len(data.items) != len(items):
        return derived(data.rest, origin)
    converted = tuple(convert(item, wanted, depth) for item, wanted in zip(data.items, items, strict=True))
    return Known(ListValue(converted, None, "tuple"), origin)


def _object(data: Data, origin: Origin, members: dict[str, AttributeType], depth: int) -> Value[Data]:
    """Attributes that the type does not name are dropped, as Terraform does."""
    if not isinstance(data, MapValue):
        if isinstance(data, Text) and data.literal is None:
            return partial(data, origin)
        raise ConversionError("an object", origin)
    entries: dict[str, Entry] = {}
    for key, member in members.items():
        entry = data.entries.get(key)
        if entry is not None:
            value = convert(entry.value, member.type, depth)
            entries[key] = Entry(entry.key, value if member.default is None else without_null(value, member.default))
        elif data.rest is not None:
            entries[key] = Entry(origin, derived(data.rest, origin))
        elif member.is_optional:
            entries[key] = Entry(origin, member.default if member.default is not None else Known(None, origin))
        else:
            raise ConversionError(f'an object with the attribute "{key}"', origin)
    return Known(MapValue(entries, None, "object"), origin)


# Sets


def sameness(value: Value[Data]) -> Hashable | None:
    """A key that equal values share; None for what is unknown, which may equal anything."""
    match value:
        case Known(bool() as flag):
            return ("bool", flag)
        case Known(int() | float() | Decimal() as number):
            return ("number", number)
        case Known(None):
            return ("null",)
        case Known(str() | Text() as text):
            word = literal(text)
            if word is not None:
                return ("string", word)
            pieces = text.pieces if isinstance(text, Text) else ()
            named = [piece.content for piece in pieces if not isinstance(piece.content, Unknown) or piece.content.identity]
            units = (("unknown", one.identity) if isinstance(one, Unknown) else one for one in named)
            return ("text", *units) if len(named) == len(pieces) else None
        case Known(ListValue(items, None)):
            keys = [sameness(item) for item in items]
            return None if None in keys else ("list", *keys)
        case Known(MapValue(entries, None)):
            values = {key: sameness(entries[key].value) for key in sorted(entries)}
            return None if None in values.values() else ("map", *values.items())
        case Unknown(identity=identity) if identity:
            return ("unknown", identity)
        case _:
            return None


def distinct(items: Sequence[Value[Data]], *, is_set: bool = False) -> tuple[Value[Data], ...]:
    """Without what equals an earlier item; a set of strings or numbers is in their order, unknown ones last."""
    kept: dict[Hashable, Value[Data]] = {}
    for index, item in enumerate(items):
        key = sameness(item)
        kept.setdefault(("item", index) if key is None else key, item)
    if is_set:
        return tuple(item for _, item in sorted(kept.items(), key=lambda pair: _order(pair[1])))
    return tuple(kept.values())


def _order(item: Value[Data]) -> tuple[int, bool | Decimal, bytes]:
    match item:
        case Known(bool() as flag):
            return (0, flag, b"")
        case Known(int() | float() | Decimal() as number):
            return (0, Decimal(str(number)), b"")
        case Known(str() | Text() as text):
            word = literal(text)
            return (0, False, word.encode()) if word is not None else (1, False, b"")
        case _:
            return (1, False, b"")


def unified(values: Sequence[Value[Data]]) -> tuple[Value[Data], ...] | None:
    """The values converted to the one type they all have a conversion to, as the arms of a conditional are; else None."""
    wanted = unified_type([type_of(value) for value in values])
    if wanted is None:
        return None
    try:
        return tuple(convert(value, wanted) for value in values)
    except ConversionError:
        return None
