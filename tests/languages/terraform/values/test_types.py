"""Type constraints, conversion with places kept, and the one type of several values."""

from __future__ import annotations

from decimal import Decimal

import pytest

from s3lint.base.condition import question
from s3lint.base.source import Source, Span
from s3lint.base.value import (
    Choice,
    Data,
    Encoded,
    Entry,
    Known,
    ListValue,
    MapValue,
    Origin,
    Piece,
    Symbol,
    Text,
    Unknown,
    Value,
)
from s3lint.languages.terraform.syntax import reader
from s3lint.languages.terraform.syntax.nodes import Expression, Literal, SyntaxProblem
from s3lint.languages.terraform.values import types
from s3lint.languages.terraform.values.types import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    AttributeType,
    Collection,
    ConstraintError,
    ConversionError,
    ObjectType,
    TupleType,
    Type,
    constraint,
    convert,
)

SOURCE = Source("main.tf", "0123456789" * 10)


def at(start: int) -> Origin:
    return Origin(SOURCE, Span(start, start + 1))


def known(data: Data, start: int = 0) -> Known[Data]:
    return Known(data, at(start))


def items(*values: Value[Data], kind: str = "tuple", rest: Unknown | None = None) -> Known[Data]:
    return known(ListValue(values, rest, kind))


def mapping(kind: str = "object", rest: Unknown | None = None, **values: Value[Data]) -> Known[Data]:
    return known(MapValue({key: Entry(at(50), value) for key, value in values.items()}, rest, kind))


NOTHING = Unknown("nobody said", at(9), ("var.x",), "var.x")


def evaluate(node: Expression) -> Value[Data]:
    assert isinstance(node, Literal)
    return Known(node.value, at(7))


def read(text: str) -> Type:
    node = reader.read_expression(Source("type", text))
    assert not isinstance(node, SyntaxProblem)
    return constraint(node, evaluate)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("string", STRING),
        ("number", NUMBER),
        ("bool", BOOL),
        ("any", ANY),
        ("list(string)", Collection("list", STRING)),
        ("set(number)", Collection("set", NUMBER)),
        ("map(list(bool))", Collection("map", Collection("list", BOOL))),
        ("list", Collection("list", ANY)),
        ("tuple([string, number])", TupleType((STRING, NUMBER))),
        ("object({})", ObjectType({})),
        (
            "object({ a = string, b = optional(bool) })",
            ObjectType({"a": AttributeType(STRING), "b": AttributeType(BOOL, True)}),
        ),
        ("object({ a = optional(number, 5) })", ObjectType({"a": AttributeType(NUMBER, True, Known(5, at(7)))})),
        ('object({ a = optional(number, "5") })', ObjectType({"a": AttributeType(NUMBER, True, Known(5, at(7)))})),
        ('"string"', STRING),
        ('"list"', Collection("list", STRING)),
        ('"map"', Collection("map", STRING)),
        ("(string)", STRING),
    ],
)
def test_a_constraint(text: str, expected: Type) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("text", "expected a type such as string, list(number) or object({ name = string })"),
        ("list(string, number)", "expected a type such as string, list(number) or object({ name = string })"),
        ("optional(string)", "expected a type such as string, list(number) or object({ name = string })"),
        ("object({ (a) = string })", "expected the name of an attribute"),
        ('object({ a = optional(number, "x") })', "expected a number as the default"),
        ("list(" * 60 + "string" + ")" * 60, "expected a type of at most 50 levels"),
    ],
)
def test_what_is_no_constraint(text: str, message: str) -> None:
    with pytest.raises(ConstraintError) as error:
        read(text)
    assert error.value.message == message


NAME = Text((Piece("x-", at(1)), Piece(Symbol("aws_s3_bucket.b", "name", "aws_s3_bucket.b.id"), at(2))))
CHOICE = Choice(question("var.on"), known("1"), known("2"))


@pytest.mark.parametrize(
    ("value", "wanted", "expected"),
    [
        (known("a"), "string", known("a")),
        (known(5), "string", known("5")),
        (known(True), "string", known("true")),
        (known(Decimal("1.50")), "string", known("1.5")),
        (known(NAME), "string", known(NAME)),
        (known(Encoded(known(1))), "string", known(Encoded(known(1)))),
        (known("true"), "bool", known(True)),
        (known("0"), "bool", known(False)),
        (known("1.50"), "number", known(Decimal("1.50"))),
        (known("1e3"), "number", known(1000)),
        (known(None), "list(string)", known(None)),
        (NOTHING, "list(string)", NOTHING),
        (CHOICE, "number", Choice(question("var.on"), known(1), known(2))),
        (items(known(1, 3), known("b", 4)), "list(string)", items(known("1", 3), known("b", 4), kind="list")),
        (items(known(1), known("b")), "list(any)", items(known("1"), known("b"), kind="list")),
        (items(known(1), rest=NOTHING), "list(string)", items(known("1"), rest=NOTHING, kind="list")),
        (items(known("b"), known("a"), known("b")), "set(string)", items(known("a"), known("b"), kind="set")),
        (items(known(10), known(9), known(1)), "set(number)", items(known(1), known(9), known(10), kind="set")),
        (items(known("b"), NOTHING, known("a")), "set(string)", items(known("a"), known("b"), NOTHING, kind="set")),
        (items(known(1), CHOICE), "tuple([string, number])", items(known("1"), Choice(CHOICE.condition, known(1), known(2)))),
        (mapping(a=known(1, 3)), "map(string)", mapping("map", a=known("1", 3))),
        (mapping(a=known(1), b=known("x")), "map(any)", mapping("map", a=known("1"), b=known("x"))),
        (mapping(rest=NOTHING, a=known(1)), "map(string)", mapping("map", NOTHING, a=known("1"))),
        (mapping(a=known(1), b=known(2)), "object({ a = string })", mapping(a=known("1"))),
        (mapping("map", a=known("1")), "object({ a = number })", mapping(a=known(1))),
        (mapping(a=known(None)), "object({ a = optional(string, 5) })", mapping(a=Known("5", at(7)))),
    ],
)
def test_a_conversion(value: Value[Data], wanted: str, expected: Value[Data]) -> None:
    assert convert(value, read(wanted)) == expected


def test_optional_attributes_that_are_left_out_stand_at_the_object() -> None:
    found = convert(mapping(), read("object({ a = optional(string), b = optional(bool, true) })"))
    assert found == known(MapValue({"a": Entry(at(0), known(None)), "b": Entry(at(0), Known(True, at(7)))}))


def test_attributes_of_an_object_that_is_not_known_whole_are_not_known() -> None:
    found = convert(mapping(rest=NOTHING), read("object({ a = string })"))
    assert found == known(MapValue({"a": Entry(at(0), Unknown("nobody said", at(0), ("var.x",)))}))


def test_a_text_that_is_not_known_whole_is_an_unknown_number() -> None:
    found = convert(known(NAME), NUMBER)
    assert found == Unknown("x-aws_s3_bucket.b.id is known after deployment", at(0), ("aws_s3_bucket.b.id",))


@pytest.mark.parametrize(
    ("value", "wanted", "message"),
    [
        (known("x"), "number", "a number"),
        (known(True), "number", "a number"),
        (known(" 1"), "number", "a number"),
        (known("yes"), "bool", "true or false"),
        (known(1), "bool", "true or false"),
        (items(), "string", "a string"),
        (known("a"), "list(string)", "a list of strings"),
        (mapping(), "list(any)", "a list"),
        (items(), "map(string)", "a map of strings"),
        (items(known(1), known(True)), "list(any)", "items of one type in this list"),
        (mapping(a=known(1), b=items()), "map(any)", "values of one type in this map"),
        (items(known(1)), "tuple([string, number])", "a tuple of 2 items"),
        (mapping(), "object({ a = string })", 'an object with the attribute "a"'),
        (known("a"), "object({})", "an object"),
    ],
)
def test_what_can_not_be_converted(value: Value[Data], wanted: str, message: str) -> None:
    with pytest.raises(ConversionError) as error:
        convert(value, read(wanted))
    assert error.value.message == message


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((known(1), known("a")), (known("1"), known("a"))),
        ((known(1), known(None)), (known(1), known(None))),
        ((known(1), NOTHING), (known(1), NOTHING)),
        ((known(1), known(True)), None),
        ((known(1), items()), None),
        ((items(known(1)), items()), (items(known(1), kind="list"), items(kind="list"))),
        ((mapping(a=known(1)), mapping()), (mapping("map", a=known(1)), mapping("map"))),
        ((mapping(a=known(1)), mapping(a=known("x"))), (mapping(a=known("1")), mapping(a=known("x")))),
    ],
)
def test_values_get_one_type(values: tuple[Value[Data], ...], expected: tuple[Value[Data], ...] | None) -> None:
    assert types.unified(values) == expected
