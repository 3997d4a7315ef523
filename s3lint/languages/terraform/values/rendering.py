"""Structures as text: what `"${x}"` and `jsonencode` in the middle of a string make of a value."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import partial

from s3lint.base.value import (
    Absent,
    Choice,
    Data,
    Encoded,
    Known,
    ListValue,
    MapValue,
    Origin,
    Piece,
    Setting,
    Symbol,
    Text,
    Unknown,
    Value,
)
from s3lint.languages.terraform.values.origins import ExpressionError, number_text

MAX_DEPTH = 64
"""How deep a structure that is written as JSON may nest."""


def text_pieces(setting: Setting[Data], at: Origin) -> Iterator[Piece]:
    """A value as a part of a string. Raises ExpressionError where Terraform can't convert it."""
    match setting:
        case Unknown() as unknown:
            yield Piece(unknown, unknown.origin)
        case Known(Text(pieces), origin):
            for piece in pieces:
                yield (
                    Piece(piece.content, piece.origin)
                    if piece.origin.via or not origin.via
                    else Piece(piece.content, Origin(piece.origin.source, piece.origin.span, piece.origin.path, origin.via))
                )
        case Known(str() as text, origin):
            if text:
                yield Piece(text, origin)
        case Known(bool() as flag, origin):
            yield Piece("true" if flag else "false", origin)
        case Known(int() as number, origin):
            yield Piece(str(number), origin)
        case Known(float() | Decimal() as number, origin):
            yield Piece(number_text(Decimal(str(number))), origin)
        case Known(Encoded(value), origin):
            yield from _json(value, origin, 0)
        case _:
            raise ExpressionError("expected a string, a number or a bool in this template", at)


def json_text(value: Value[Data], origin: Origin) -> Text:
    """A structure as JSON text; strings keep their places. Raises ExpressionError where it nests too deep."""
    return Text(tuple(_json(value, origin, 0)))


def _json(value: Value[Data], at: Origin, depth: int) -> Iterator[Piece]:
    if depth > MAX_DEPTH:
        raise ExpressionError(f"expected at most {MAX_DEPTH} levels of JSON, the limit of s3lint", at)
    match value:
        case Choice() | Unknown():
            yield Piece(_undecided(value, at), at)
        case Absent() | Known(None):
            yield Piece("null", at)
        case Known(Text(pieces)):
            yield from _quoted(pieces, at)
        case Known(ListValue(items, rest)):
            yield from _sequence("[", "]", [partial(_json, item, at, depth + 1) for item in items], rest, at)
        case Known(MapValue(entries, rest)):
            members = [
                lambda key=key, entry=entry: _member(key, entry.value, at, depth) for key, entry in sorted(entries.items())
            ]
            yield from _sequence("{", "}", members, rest, at)
        case Known(Encoded(inner)):
            yield from _quoted(tuple(_json(inner, at, depth + 1)), at)
        case Known(bool() as flag):
            yield Piece("true" if flag else "false", at)
        case Known(str() as text, origin):
            yield Piece(_json_string(text), origin)
        case Known(int() | float() | Decimal() as number):
            yield Piece(number_text(Decimal(str(number))), at)


def _undecided(value: Unknown | Choice[Data], at: Origin) -> Unknown:
    return value if isinstance(value, Unknown) else Unknown("it depends on an undecided condition", at)


def _member(key: str, value: Value[Data], at: Origin, depth: int) -> Iterator[Piece]:
    yield Piece(_json_string(key) + ":", at)
    yield from _json(value, at, depth + 1)


def _sequence(
    opening: str, closing: str, members: Sequence[Callable[[], Iterator[Piece]]], rest: Unknown | None, at: Origin
) -> Iterator[Piece]:
    yield Piece(opening, at)
    for index, member in enumerate(members):
        if index:
            yield Piece(",", at)
        yield from member()
    if rest is not None:
        yield Piece(rest, at)
    yield Piece(closing, at)


def _quoted(pieces: tuple[Piece, ...], at: Origin) -> Iterator[Piece]:
    yield Piece('"', at)
    for piece in pieces:
        match piece.content:
            case str() as text:
                yield Piece(_json_string(text)[1:-1], piece.origin)
            case Symbol() | Unknown():
                yield piece
    yield Piece('"', at)


_ESCAPED = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
"""What Terraform escapes beyond what JSON demands."""


def _json_string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).translate(_ESCAPED)
