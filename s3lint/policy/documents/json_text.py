"""JSON whose text may have symbolic and unknown parts, read into values with places."""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal

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
    Value,
)
from s3lint.policy.documents.document import Flaw

MAX_JSON_LENGTH = 1_000_000
"""Characters; S3 accepts policies of 20 KB."""

MAX_JSON_DEPTH = 40
"""A policy needs seven levels."""

_MARK = "\U000f0000"
"""Stands in the text that is scanned for a piece that is symbolic or unknown."""

_SPACE = re.compile(r"[ \t\n\r]*")
_PLAIN = re.compile(r'[^"\\\x00-\x1f\U000f0000]*')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
_UNIT = re.compile(r"\\u([0-9a-fA-F]{4})")
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


class _Unreadable(Exception):
    def __init__(self, offset: int, expected: str) -> None:
        super().__init__(expected)
        self.offset = offset
        self.expected = expected


def read_json(text: Text, origin: Origin) -> tuple[Setting[Data], tuple[Flaw, ...]]:
    """The value of a JSON text, and duplicate keys. What is no JSON is unknown, with what was expected and where.

    A symbol or an unknown inside a JSON string becomes part of that string; one in the place of a value is unknown.
    """
    if len(text.pieces) == 1 and isinstance(text.pieces[0].content, Unknown):
        return text.pieces[0].content, ()
    scanner = _Scanner(text, origin)
    if len(scanner.text) > MAX_JSON_LENGTH:
        return Unknown(f"the JSON text is longer than {MAX_JSON_LENGTH} characters", origin), ()
    try:
        return scanner.document(), tuple(scanner.flaws)
    except _Unreadable as error:
        at = scanner.marked(error.offset)
        if isinstance(at, Unknown):
            return at, ()
        place = scanner.place(error.offset, min(error.offset + 1, len(scanner.text)))
        return Unknown(f"the policy is not JSON: {error.expected}", place, cause=Cause.NOT_JSON), ()


class _Scanner:
    """Reads one text; the pieces' offsets tell where each part was written."""

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

    def document(self) -> Setting[Data]:
        value, end = self.value(self.space(0), 0)
        end = self.space(end)
        if end < len(self.text):
            raise _Unreadable(end, "expected the end of the text")
        return value

    def space(self, offset: int) -> int:
        found = _SPACE.match(self.text, offset)
        return found.end() if found is not None else offset

    def value(self, start: int, depth: int) -> tuple[Setting[Data], int]:
        character = self.text[start : start + 1]
        if character == '"':
            content, end = self.string(start)
            return Known(content, self.place(start, end)), end
        if depth > MAX_JSON_DEPTH:
            raise _Unreadable(start, f"expected at most {MAX_JSON_DEPTH} levels of nesting")
        if character == "{":
            return self.object(start, depth)
        if character == "[":
            return self.array(start, depth)
        if character == _MARK:
            return self.unquoted(start)
        for word, constant in _WORDS.items():
            if self.text.startswith(word, start):
                return Known(constant, self.place(start, start + len(word))), start + len(word)
        number = _NUMBER.match(self.text, start)
        if number is None or len(number.group()) > 40:
            raise _Unreadable(start, "expected a value")
        written = number.group()
        place = self.place(start, number.end())
        return Known(int(written) if written.lstrip("-").isdigit() else Decimal(written), place), number.end()

    def unquoted(self, start: int) -> tuple[Setting[Data], int]:
        """A symbol or an unknown where a value is expected: it may stand for any JSON value."""
        match self.marked(start):
            case Unknown() as unknown:
                return unknown, start + 1
            case Symbol(written=written):
                reason = f"the value of {written} is known after deployment"
                return Unknown(reason, self.place(start, start + 1), (written,)), start + 1
            case None:
                raise _Unreadable(start, "expected a value")

    def object(self, start: int, depth: int) -> tuple[Setting[Data], int]:
        entries: dict[str, Entry] = {}
        rest: Unknown | None = None
        offset = self.space(start + 1)
        while self.text[offset : offset + 1] != "}":
            if self.text[offset : offset + 1] != '"':
                raise _Unreadable(offset, "expected a key in quotes" if entries else "expected a key in quotes or }")
            key, end = self.string(offset)
            place = self.place(offset, end)
            colon = self.space(end)
            if self.text[colon : colon + 1] != ":":
                raise _Unreadable(colon, "expected :")
            value, offset = self.value(self.space(colon + 1), depth + 1)
            literal = key if isinstance(key, str) else key.literal
            if literal is None:
                rest = Unknown(f"the key {key} is not known", place, (str(key),))
            else:
                if literal in entries:
                    self.flaws.append(Flaw(place, f'the key "{literal}" is there twice', is_ambiguous=True))
                entries[literal] = Entry(place, value)
            offset = self.separated(offset, "}")
        return Known(MapValue(entries, rest), self.place(start, offset + 1)), offset + 1

    def array(self, start: int, depth: int) -> tuple[Setting[Data], int]:
        items: list[Value[Data]] = []
        offset = self.space(start + 1)
        while self.text[offset : offset + 1] != "]":
            item, offset = self.value(offset, depth + 1)
            items.append(item)
            offset = self.separated(offset, "]")
        return Known(ListValue(tuple(items)), self.place(start, offset + 1)), offset + 1

    def separated(self, offset: int, close: str) -> int:
        """The offset of what follows a comma, or of the closing bracket."""
        offset = self.space(offset)
        character = self.text[offset : offset + 1]
        if character == ",":
            following = self.space(offset + 1)
            if self.text[following : following + 1] == close:
                raise _Unreadable(following, "expected another element after the comma")
            return following
        if character != close:
            raise _Unreadable(offset, f"expected , or {close}")
        return offset

    def string(self, start: int) -> tuple[str | Text, int]:
        """The content of the string that begins at a quote, and the offset after its closing quote."""
        pieces: list[Piece] = []
        offset = start + 1
        while True:
            plain = _PLAIN.match(self.text, offset)
            end = plain.end() if plain is not None else offset
            if end > offset:
                pieces.append(Piece(self.text[offset:end], self.place(offset, end)))
            character = self.text[end : end + 1]
            if character == '"':
                break
            if character == "\\":
                content, offset = self.escape(end)
                pieces.append(Piece(content, self.place(end, offset)))
            elif character == _MARK:
                pieces.append(Piece(self.marked(end) or _MARK, self.place(end, end + 1)))
                offset = end + 1
            else:
                raise _Unreadable(min(end, max(0, len(self.text) - 1)), 'expected " at the end of the string')
        if not pieces:
            return "", end + 1
        if len(pieces) == 1 and isinstance(pieces[0].content, str):
            return pieces[0].content, end + 1
        return Text(tuple(pieces)), end + 1

    def escape(self, start: int) -> tuple[str, int]:
        character = self.text[start + 1 : start + 2]
        if character in _ESCAPES and character:
            return _ESCAPES[character], start + 2
        first = self.code_unit(start)
        if first is None:
            raise _Unreadable(start, "expected an escape that JSON knows")
        second = self.code_unit(start + 6) if 0xD800 <= first < 0xDC00 else None
        if second is not None and 0xDC00 <= second < 0xE000:
            return chr(0x10000 + ((first - 0xD800) << 10) + second - 0xDC00), start + 12
        return chr(first) if not 0xD800 <= first < 0xE000 else "\ufffd", start + 6

    def code_unit(self, start: int) -> int | None:
        found = _UNIT.match(self.text, start)
        return int(found.group(1), 16) if found is not None else None


def _is_exact(piece: Piece) -> bool:
    """Whether offsets inside the piece are places in the source."""
    return isinstance(piece.content, str) and len(piece.content) == piece.origin.span.end - piece.origin.span.start
