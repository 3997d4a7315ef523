from __future__ import annotations

import pytest

from s3lint.base.condition import Truth
from s3lint.base.source import Source, Span
from s3lint.base.value import Origin, Piece, Symbol, Text, Unknown, same_text

PLACE = Origin(Source("main.tf", "x"), Span(0, 1))
BUCKET = Symbol("aws_s3_bucket.a", "name", "aws_s3_bucket.a.id")
OTHER = Symbol("aws_s3_bucket.b", "name", "aws_s3_bucket.b.id")
NAMED = Symbol("aws_s3_bucket.c", "name", "aws_s3_bucket.c.id", literal="acme")
ACCOUNT = Symbol("", "account", "${AWS::AccountId}")
STAGE = Unknown("no default", PLACE, ("var.stage",), identity="var.stage", is_input=True)
LOST = Unknown("not computed", PLACE)


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
    assert str(text("arn:", BUCKET, "/", STAGE, "/", LOST)) == "arn:aws_s3_bucket.a.id/${var.stage}/${unknown}"


def test_a_text_is_literal_only_if_every_piece_is() -> None:
    assert text("a-", NAMED).literal == "a-acme"
    assert text("a-", BUCKET).literal is None


def test_positions_count_lines_and_characters_from_one() -> None:
    source = Source("a", "é\n\tx\r\n")
    assert [(p.line, p.column) for p in map(source.position, (0, 2, 3, 6))] == [(1, 1), (2, 1), (2, 2), (3, 1)]
    assert [source.line(number) for number in (1, 2, 3)] == ["é", "\tx", ""]
    assert source.offset(2, 2) == 3
