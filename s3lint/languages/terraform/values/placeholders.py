"""`replace(policy, "_BUCKET_ARN_", bucket.arn)` and `split(":", bucket.arn)`: words in texts of which parts are symbolic.

The structure of a document and the places of its parts survive where the word can't be part of a name that AWS or
Terraform generates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from s3lint.base.record import replace
from s3lint.base.value import (
    Data,
    Encoded,
    Entry,
    Known,
    ListValue,
    MapValue,
    Piece,
    Setting,
    Symbol,
    Text,
    Unknown,
    Value,
    map_arms,
    text_of,
)
from s3lint.languages.terraform.values.origins import derived, literal

_WORD = re.compile(r"(?=.*[A-Za-z0-9])[A-Za-z0-9_$<>{}%@-]+\Z")
"""Words that can't touch the syntax of JSON."""

_NEVER_GENERATED = re.compile(r"[A-Z_$<>{}%@:,;|]")
"""Generated names, account ids and regions are lower-case letters, digits, dots, slashes and hyphens."""


def replaced(arguments: tuple[Setting[Data], ...]) -> Setting[Data] | None:
    """The result of `replace` where it can be told without knowing every character; None where it is the function's task."""
    match arguments:
        case (Known(Text() | Encoded() | str() as subject) as value, Known(wanted), Known(str() | Text() as by)):
            word, given = literal(wanted), literal(by)
        case _:
            return None
    is_symbolic = isinstance(subject, Encoded) or literal(subject) is None or given is None
    if not is_symbolic or not word or (word[0] == word[-1] == "/" and len(word) > 1):
        return None
    if isinstance(subject, Encoded) and not (_WORD.match(word) and _is_framed(word)):
        return None
    if isinstance(subject, Text) and not _is_apart(word, subject):
        return None
    if given is not None and any(character in given for character in '"\\\n\t'):
        return None
    return _Replacement(word, text_of(by, arguments[2].origin).pieces).arm(value)


def split(arguments: tuple[Setting[Data], ...]) -> Setting[Data] | None:
    """The result of `split` on a text with symbols that can't hold the separator; None where it is the function's task."""
    match arguments:
        case (Known(separator), Known(Text(pieces) as subject, origin)) if subject.literal is None:
            word = literal(separator)
        case _:
            return None
    if not word or not _is_apart(word, subject) or subject.unknowns or any(_is_arn(piece.content) for piece in pieces):
        return None
    parts: list[list[Piece]] = [[]]
    for piece in _runs(pieces, word):
        if not isinstance(piece.content, str):
            parts[-1].append(piece)
            continue
        first, *others = piece.content.split(word)
        parts[-1] += [Piece(first, piece.origin)] if first else []
        parts += [[Piece(other, piece.origin)] if other else [] for other in others]
    items = tuple(Known(Text(tuple(part)) if part else "", origin) for part in parts)
    return Known(ListValue(items, None, "list"), origin)


def _is_arn(content: object) -> bool:
    """Whether a generated text may be an ARN, which has colons in it."""
    return isinstance(content, Symbol) and content.attribute.endswith(("arn", "id")) and content.resource != ""


def _is_framed(word: str) -> bool:
    """Whether a word lies in no generated name, and over no border of one."""
    return bool(_NEVER_GENERATED.match(word[0]) and _NEVER_GENERATED.match(word[-1]))


def _is_apart(word: str, text: Text) -> bool:
    """Whether a word lies in no part of a text that nobody can read, and over no border of one."""
    if _is_framed(word):
        return True
    if not _NEVER_GENERATED.search(word):
        return False
    pieces = [piece.content if isinstance(piece.content, str) else None for piece in text.pieces]
    return not any(_may_straddle(word, left, right) for left, right in pairwise(pieces))


def _may_straddle(word: str, left: str | None, right: str | None) -> bool:
    """Whether a word may lie over the border of a literal and a name, which is None."""
    cuts = range(1, len(word))
    if left is not None and right is None:
        return any(left.endswith(word[:cut]) and not _NEVER_GENERATED.match(word[cut]) for cut in cuts)
    if left is None and right is not None:
        return any(right.startswith(word[cut:]) and not _NEVER_GENERATED.match(word[cut - 1]) for cut in cuts)
    return False


class _Replacement:
    def __init__(self, word: str, by: tuple[Piece, ...]) -> None:
        self._word = word
        self._by = by

    def value(self, value: Value[Data]) -> Value[Data]:
        return map_arms(value, self.arm)

    def arm(self, arm: Setting[Data]) -> Setting[Data]:
        match arm:
            case Unknown() as unknown:
                return derived(unknown, unknown.origin)
            case Known(str() | Text() as text, origin):
                pieces = text_of(text, origin).pieces
                if not any(self._is_in(piece) or isinstance(piece.content, Unknown) for piece in _runs(pieces, self._word)):
                    return arm
                return Known(Text(tuple(self._pieces(_runs(pieces, self._word)))), origin)
            case Known(ListValue(items) as found, origin):
                return Known(replace(found, items=tuple(self.value(item) for item in items)), origin)
            case Known(MapValue(entries) as found, origin):
                return Known(replace(found, entries=dict(self._entries(entries))), origin)
            case Known(Encoded(inner), origin):
                return Known(Encoded(self.value(inner)), origin)
            case _:
                return arm

    def _entries(self, entries: Mapping[str, Entry]) -> Iterator[tuple[str, Entry]]:
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
