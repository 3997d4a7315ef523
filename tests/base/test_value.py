from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3lint.base.comparison import order_of, same_text
from s3lint.base.condition import Atom, Truth
from s3lint.base.source import Source, Span
from s3lint.base.value import (
    MAX_STEPS,
    Absent,
    Choice,
    Known,
    Origin,
    Piece,
    Step,
    Symbol,
    Text,
    Unknown,
    Value,
    arms,
    map_arms,
    through,
)

PLACE = Origin(Source("main.tf", "x"), Span(0, 1))
BUCKET = Symbol("aws_s3_bucket.a", "name", "aws_s3_bucket.a.id")
OTHER = Symbol("aws_s3_bucket.b", "name", "aws_s3_bucket.b.id")
NAMED = Symbol("aws_s3_bucket.c", "name", "aws_s3_bucket.c.id", literal="acme")
ACCOUNT = Symbol("", "account", "${AWS::AccountId}")
STAGE = Unknown("no default", PLACE, ("var.stage",), identity="var.stage", is_input=True)
LOST = Unknown("not computed", PLACE)

Contents = tuple[str | Symbol | Unknown, ...]


def text(*contents: str | Symbol | Unknown) -> Text:
    return Text(tuple(Piece(content, PLACE) for content in contents))


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        (text("acme"), text("ac", "me"), Truth.YES),
        (text("acme"), text("acme-logs"), Truth.NO),
        (text(BUCKET), text(BUCKET), Truth.YES),
        (text(BUCKET), text(OTHER), Truth.NO),
        (text(BUCKET), text("acme"), Truth.NO),
        (text(NAMED), text("acme"), Truth.YES),
        (text(NAMED), text("other"), Truth.NO),
        (text("a-", STAGE), text("a-", STAGE), Truth.YES),
        (text("a-", STAGE), text("b-", STAGE), Truth.NO),
        (text(STAGE, "-a"), text(STAGE, "-b"), Truth.NO),
        (text("a-", STAGE), text("a-prod"), Truth.MAYBE),
        (text("a-", STAGE), text("b-prod"), Truth.NO),
        (text("a-", LOST), text("a-", LOST), Truth.MAYBE),
        (text("logs-", ACCOUNT), text("logs-", ACCOUNT), Truth.YES),
        (text("logs-", ACCOUNT), text("logs-111122223333"), Truth.MAYBE),
        (text(STAGE), text(BUCKET), Truth.MAYBE),
    ],
)
def test_same_text(one: Text, other: Text, answer: Truth) -> None:
    assert same_text(one, other) is answer
    assert same_text(other, one) is answer


def test_a_text_shows_symbols_as_written_and_unknowns_by_their_input() -> None:
    assert str(text("arn:", BUCKET, "/", STAGE, "/", LOST)) == "arn:aws_s3_bucket.a.id/${var.stage}/${…}"


def test_a_text_is_literal_only_if_every_piece_is() -> None:
    assert text("a-", NAMED).literal == "a-acme"
    assert text("a-", BUCKET).literal is None


def test_positions_count_lines_and_characters_from_one() -> None:
    source = Source("a", "é\n\tx\r\n")
    assert [(p.line, p.column) for p in map(source.position, (0, 2, 3, 6))] == [(1, 1), (2, 1), (2, 2), (3, 1)]
    assert [source.line(number) for number in (1, 2, 3)] == ["é", "\tx", ""]
    assert source.offset(2, 2) == 3


PROD, EU = Atom("Environment", "prod"), Atom("Region", "eu")
NESTED: Value[int] = Choice(PROD, Choice(EU, Known(1, PLACE), Absent(PLACE)), LOST)


def test_the_arms_of_a_value_come_as_they_are_written() -> None:
    assert list(arms(NESTED)) == [Known(1, PLACE), Absent(PLACE), LOST]


def test_a_function_is_mapped_over_every_arm() -> None:
    assert map_arms(NESTED, lambda arm: Known("1", PLACE) if arm == Known(1, PLACE) else arm) == Choice(
        PROD, Choice(EU, Known("1", PLACE), Absent(PLACE)), LOST
    )


def step(number: int) -> Step:
    return Step(f"local.{number}", PLACE.source, PLACE.span)


def test_a_value_that_comes_through_a_definition_keeps_its_place_in_every_arm() -> None:
    beyond = Origin(PLACE.source, PLACE.span, ("bucket",), (step(1), step(2)))
    value = Choice(PROD, Known(1, PLACE), STAGE)
    assert through(value, step(1), step(2), path=("bucket",)) == Choice(
        PROD, Known(1, beyond), Unknown("no default", beyond, ("var.stage",), identity="var.stage", is_input=True)
    )


def test_only_the_first_steps_of_a_long_way_are_kept() -> None:
    value: Value[int] = Known(1, PLACE)
    for number in range(MAX_STEPS + 2):
        value = through(value, step(number), path=(number,))
    assert value == Known(1, Origin(PLACE.source, PLACE.span, (MAX_STEPS + 1,), tuple(map(step, range(MAX_STEPS)))))


UNKNOWNS = {
    name: Unknown("it has no default", Origin(Source("main.tf", "x"), Span(0, 1)), (name,), name) for name in ("x", "y")
}
RUNS = st.lists(st.sampled_from(["a", "b", "ab", "x", "y"]), max_size=5)


def filled(run: list[str], values: dict[str, str]) -> str:
    return "".join(values.get(part, part) for part in run)


@given(RUNS, RUNS)
def test_same_text_is_right_for_every_value(one: list[str], other: list[str]) -> None:
    """Against all values of up to three characters: what is said for sure holds for each of them."""
    answer = same_text(*(text(*(UNKNOWNS.get(part, part) for part in run)) for run in (one, other)))
    words = [""] + ["".join(letters) for size in (1, 2, 3) for letters in product("ab", repeat=size)]
    equal = {filled(one, {"x": x, "y": y}) == filled(other, {"x": x, "y": y}) for x in words for y in words}
    assert answer is Truth.MAYBE or equal == {answer is Truth.YES}


@given(RUNS, RUNS, RUNS, RUNS, st.sampled_from(["a", "b"]))
def test_the_same_unknowns_around_different_literals_differ(
    start: list[str], end: list[str], one: list[str], other: list[str], extra: str
) -> None:
    """In whatever mixture they stand: texts of the same unknowns differ where their literals are not made of the same."""
    literals = ([part for part in run if part not in UNKNOWNS] for run in (one, other))
    first, second = ("".join(run) for run in literals)
    shared = [UNKNOWNS.get(part, part) for part in start], [UNKNOWNS.get(part, part) for part in end]
    left = text(*shared[0], first, *shared[1])
    right = text(*shared[0], second + extra * (1 + len(first)), *shared[1])
    assert same_text(left, right) is Truth.NO


@pytest.mark.parametrize(
    ("one", "other", "order"),
    [
        (("a-", STAGE, "-in"), ("a-", STAGE, "-out"), -1),
        (("b", STAGE), ("a",), 1),
        (("a",), ("a", STAGE), -1),
        ((STAGE, "a"), ("a", STAGE), None),
        (("a", LOST, "b"), ("a", LOST, "c"), None),
        (("ab",), ("abc",), -1),
        ((BUCKET,), (OTHER,), None),
    ],
)
def test_order_of(
    one: tuple[str | Symbol | Unknown, ...], other: tuple[str | Symbol | Unknown, ...], order: int | None
) -> None:
    found = order_of(text(*one), text(*other))
    assert (found and found // abs(found)) == order
