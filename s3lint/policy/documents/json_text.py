"""Policies that are written as JSON, in a text that may have symbolic and unknown parts: values with places."""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal

from s3lint.base.json_text import Json, JsonArray, JsonHole, JsonObject, JsonReader, JsonScalar, JsonString
from s3lint.base.record import replace
from s3lint.base.source import Span
from s3lint.base.value import (
    Cause,
    Data,
    Entry,
    Known,
    ListValue,
    MapValue,
    Origin,
    Piece,
    Setting,
    Symbol,
    Text,
    Unknown,
)
from s3lint.policy.documents.document import Flaw

MAX_JSON_LENGTH = 1_000_000
"""Characters; S3 accepts policies of 20 KB."""

MAX_JSON_DEPTH = 40
"""A policy needs seven levels."""

MAX_JSON_DIGITS = 40
"""Of a number; an account has twelve."""

_MARK = "\U000f0000"
"""Stands in the text that is scanned for a piece that is symbolic or unknown."""

_RUN = re.compile(f"{_MARK}|[^{_MARK}]+")


def read_json(text: Text, origin: Origin) -> tuple[Setting[Data], tuple[Flaw, ...]]:
    """The value of a JSON text, and duplicate keys. What is no JSON is unknown, with what was expected and where.

    A symbol or an unknown inside a JSON string becomes part of that string; one in the place of a value is unknown.
    """
    if len(text.pieces) == 1 and isinstance(text.pieces[0].content, Unknown):
        return text.pieces[0].content, ()
    written = _WrittenText(text, origin)
    if len(written.text) > MAX_JSON_LENGTH:
        return Unknown(f"the JSON text is longer than {MAX_JSON_LENGTH} characters", origin), ()
    reader = JsonReader(written.text, max_depth=MAX_JSON_DEPTH, max_digits=MAX_JSON_DIGITS, hole=_MARK)
    document = reader.document()
    if reader.problem is None:
        return written.value(document), tuple(written.flaws)
    span = reader.problem.span
    at = written.marked(span.start)
    if isinstance(at, Unknown):
        return at, ()
    # Its `found` would be one character of a text that people see elsewhere, without its quotes and escapes.
    expected = reader.problem.expected.replace("`", "")
    place = written.place(span.start, span.end)
    return Unknown(f"the policy is not JSON: expected {expected}", place, cause=Cause.NOT_JSON), ()


class _WrittenText:
    """A text of pieces; their offsets tell where each part of it was written."""

    def __init__(self, text: Text, origin: Origin) -> None:
        self.origin = origin
        self.flaws: list[Flaw] = []
        self.pieces = [piece for piece in text.pieces if piece.content != ""]
        contents = [piece.content if isinstance(piece.content, str) else _MARK for piece in self.pieces]
        self.text = "".join(contents)
        self.starts: list[int] = []
        offset = 0
        for content in contents:
            self.starts.append(offset)
            offset += len(content)

    def piece(self, offset: int) -> tuple[Piece, int]:
        """The piece at an offset, and the offset inside it."""
        index = max(0, bisect_right(self.starts, offset) - 1)
        return self.pieces[index], offset - self.starts[index]

    def marked(self, offset: int) -> Symbol | Unknown | None:
        """The symbol or unknown at an offset."""
        if offset >= len(self.text) or not self.pieces:
            return None
        content = self.piece(offset)[0].content
        return None if isinstance(content, str) else content

    def place(self, start: int, end: int) -> Origin:
        """The origin of a range of the text, as narrow as the pieces allow."""
        if not self.pieces:
            return self.origin
        first, inside_first = self.piece(start)
        last, inside_last = self.piece(max(start, end - 1))
        begins = first.origin.span.start + (inside_first if _is_exact(first) else 0)
        if last.origin.source is not first.origin.source or last.origin.via != first.origin.via:
            return replace(first.origin, span=Span(begins, first.origin.span.end))
        ends = last.origin.span.start + inside_last + (end > start) if _is_exact(last) else last.origin.span.end
        return replace(first.origin, span=Span(begins, max(begins, ends)))

    def value(self, node: Json) -> Setting[Data]:
        place = self.place(node.span.start, node.span.end)
        match node:
            case JsonString():
                return Known(self.string(node), place)
            case JsonObject():
                return Known(self.object(node), place)
            case JsonArray(items):
                return Known(ListValue(tuple(self.value(item) for item in items)), place)
            case JsonHole():
                return self.hole(node.span.start, place)
            case JsonScalar(value, span):
                written = self.text[span.start : span.end]
                is_as_written = isinstance(value, bool) or not isinstance(value, int) or written.lstrip("-").isdigit()
                return Known(value if is_as_written else Decimal(written), place)  # 1.0 is compared as the text that it is

    def hole(self, start: int, place: Origin) -> Unknown:
        """A symbol or an unknown where a value is expected: it may stand for any JSON value."""
        found = self.marked(start)
        if isinstance(found, Unknown):
            return found
        written = found.written if found is not None else _MARK
        return Unknown(f"the value of {written} is known after deployment", place, (written,))

    def object(self, node: JsonObject) -> MapValue:
        entries: dict[str, Entry] = {}
        rest: Unknown | None = None
        for member in node.members:
            key = self.string(member.key)
            place = self.place(member.key.span.start, member.key.span.end)
            literal = key if isinstance(key, str) else key.literal
            if literal is None:
                rest = Unknown(f"the key {key} is not known", place, (str(key),))
                continue
            if literal in entries:
                self.flaws.append(Flaw(place, f'the key "{literal}" is there twice', is_ambiguous=True))
            entries[literal] = Entry(place, self.value(member.value))
        return MapValue(entries, rest)

    def string(self, node: JsonString) -> str | Text:
        if len(node.segments) <= 1 and _MARK not in node.text:
            return node.text
        pieces: list[Piece] = []
        for text, start, end in node.segments:
            if len(text) != end - start:
                pieces.append(Piece(text, self.place(start, end)))
                continue
            for run in _RUN.finditer(text):
                first, last = start + run.start(), start + run.end()
                pieces.append(Piece(self.marked(first) or run.group(), self.place(first, last)))
        return Text(tuple(pieces))


def _is_exact(piece: Piece) -> bool:
    """Whether offsets inside the piece are places in the source."""
    return isinstance(piece.content, str) and len(piece.content) == piece.origin.span.end - piece.origin.span.start
