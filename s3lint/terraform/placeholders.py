"""`replace(policy, "_BUCKET_ARN_", bucket.arn)`: placeholders in structures and in texts of which parts are symbolic.

The structure of a document and the places of its parts survive where the placeholder is a plain word, which can't touch the
syntax of JSON and can't be part of a name that AWS or Terraform generates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from s3lint.record import replace
from s3lint.terraform.values import derived, literal
from s3lint.value import (
    Choice,
    Data,
    Encoded,
    Entry,
    Known,
    ListValue,
    MapValue,
    Piece,
    Setting,
    Text,
    Unknown,
    Value,
    text_of,
)

_WORD = re.compile(r"[A-Za-z0-9_$<>{}%@-]+\Z")
_NEVER_GENERATED = re.compile(r"[A-Z_$<>{}%@]")
"""Generated names, account ids and regions are lower-case letters, digits, dots, slashes, colons and hyphens."""


def replaced(arguments: tuple[Setting[Data], ...]) -> Setting[Data] | None:
    """The result of `replace` where it can be told without knowing every character; None where it is the function's task."""
    match arguments:
        case (Known(subject) as value, Known(wanted), Known(str() | Text() as by)):
            word, given = literal(wanted), literal(by)
        case _:
            return None
    is_symbolic = isinstance(subject, Encoded) or literal(subject) is None or given is None
    if not is_symbolic or word is None or not _WORD.match(word) or not _NEVER_GENERATED.search(word):
        return None
    if given is not None and any(character in given for character in '"\\\n\t'):
        return None
    result = _Replacement(word, text_of(by, arguments[2].origin).pieces).value(value)
    return result if isinstance(result, Known) else None


class _Replacement:
    def __init__(self, word: str, by: tuple[Piece, ...]) -> None:
        self._word = word
        self._by = by

    def value(self, value: Value[Data]) -> Value[Data]:
        match value:
            case Choice(condition, if_true, if_false):
                return Choice(condition, self.value(if_true), self.value(if_false))
            case Unknown() as unknown:
                return derived(unknown, unknown.origin)
            case Known(str() | Text() as text, origin):
                pieces = text_of(text, origin).pieces
                if not any(self._is_in(piece) or isinstance(piece.content, Unknown) for piece in _runs(pieces, self._word)):
                    return value
                return Known(Text(tuple(self._pieces(_runs(pieces, self._word)))), origin)
            case Known(ListValue(items) as found, origin):
                return Known(replace(found, items=tuple(self.value(item) for item in items)), origin)
            case Known(MapValue(entries) as found, origin):
                return Known(replace(found, entries=dict(self._entries(entries))), origin)
            case Known(Encoded(inner), origin):
                return Known(Encoded(self.value(inner)), origin)
            case _:
                return value

    def _entries(self, entries: dict[str, Entry]) -> Iterator[tuple[str, Entry]]:
        for key, entry in entries.items():
            name = literal(Text(tuple(self._pieces([Piece(key, entry.key)])))) if self._word in key else key
            yield name if name is not None else key, Entry(entry.key, self.value(entry.value))

    def _is_in(self, piece: Piece) -> bool:
        return isinstance(piece.content, str) and self._word in piece.content

    def _pieces(self, pieces: list[Piece]) -> Iterator[Piece]:
        for piece in pieces:
            match piece.content:
                case str() as text if self._word in text:
                    for index, part in enumerate(text.split(self._word)):
                        if index:
                            yield from self._by
                        if part:
                            yield Piece(part, piece.origin)
                case Unknown() as unknown:
                    yield Piece(derived(unknown, piece.origin), piece.origin)
                case _:
                    yield piece


def _runs(pieces: tuple[Piece, ...], word: str) -> list[Piece]:
    """The pieces; neighbours that are literal become one where the word runs over their border."""
    runs: list[Piece] = []
    for piece in pieces:
        if runs and isinstance(runs[-1].content, str) and isinstance(piece.content, str):
            both = runs[-1].content + piece.content
            if both.count(word) > runs[-1].content.count(word) + piece.content.count(word):
                runs[-1] = Piece(both, runs[-1].origin)
                continue
        runs.append(piece)
    return runs
