"""A reader of JSON with spans for every value and key, and with the places of every character of a string."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Union

from s3lint.base.record import Record
from s3lint.base.source import Span
from s3lint.languages.terraform.syntax.strings import Refusal
from s3lint.languages.terraform.syntax.treesitter_tree import number as number_of

MAX_DEPTH = 100
"""How deep arrays and objects may nest."""

_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_WORD = re.compile(r"[A-Za-z_]\w*")
_CHUNK = re.compile(r'[^"\\\x00-\x1f]+')
_ESCAPE = re.compile(r'\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})')
_PAIR = re.compile(r"\\u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}")
_SINGLE = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


class JsonString(Record):
    """`segments` are runs of `(text, start, end)`; a run as long as its range stands in the source as it is."""

    segments: tuple[tuple[str, int, int], ...]
    span: Span

    @property
    def text(self) -> str:
        return "".join(text for text, _, _ in self.segments)


class JsonScalar(Record):
    """A number, a bool or null."""

    value: int | Decimal | bool | None
    span: Span


class JsonMember(Record):
    key: JsonString
    value: Json


class JsonObject(Record):
    """In the order of the text; a key may come again."""

    members: tuple[JsonMember, ...]
    span: Span


class JsonArray(Record):
    items: tuple[Json, ...]
    span: Span


Json = Union[JsonString, JsonScalar, JsonObject, JsonArray]


class JsonReader:
    """Reads one text. `problem` is set where it broke off; what was complete before that is kept."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.offset = 0
        self.problem: Refusal | None = None

    def document(self) -> Json:
        value = self.value(0)
        if self.problem is None and self.peek() != "":
            self.fail("the end of the file")
        return value

    def peek(self) -> str:
        space = _SPACE.match(self.text, self.offset)
        if space is not None:
            self.offset = space.end()
        return self.text[self.offset : self.offset + 1]

    def fail(self, expected: str) -> None:
        if self.problem is None:
            found = self.text[self.offset : self.offset + 1]
            words = f"`{found}`" if found.isprintable() and found else "the end of the file"
            if found and not found.isprintable():
                words = f"the character U+{ord(found):04X}"
            end = min(self.offset + 1, len(self.text))
            self.problem = Refusal(f"expected {expected}, found {words}", self.offset, end)

    def value(self, depth: int) -> Json:
        start = self.offset
        match self.peek():
            case "{" if depth < MAX_DEPTH:
                return self.object(depth)
            case "[" if depth < MAX_DEPTH:
                return self.array(depth)
            case "{" | "[":
                self.fail(f"at most {MAX_DEPTH} nested values")
            case '"':
                return self.string()
            case _:
                return self.scalar()
        return JsonScalar(None, Span(start, start))

    def scalar(self) -> Json:
        start = self.offset
        number = _NUMBER.match(self.text, start)
        word = _WORD.match(self.text, start)
        if number is not None:
            self.offset = number.end()
            digits = number.group()
            try:
                magnitude = number_of(digits.lstrip("-"), start)
            except Refusal as refusal:
                self.problem = self.problem or refusal
                magnitude = 0
            return JsonScalar(-magnitude if digits[0] == "-" else magnitude, Span(start, self.offset))
        if word is not None and word.group() in _WORDS:
            self.offset = word.end()
            return JsonScalar(_WORDS[word.group()], Span(start, self.offset))
        self.fail("a JSON value")
        return JsonScalar(None, Span(start, start))

    def string(self) -> JsonString:
        start = self.offset
        self.offset += 1
        segments: list[tuple[str, int, int]] = []
        while True:
            chunk = _CHUNK.match(self.text, self.offset)
            if chunk is not None:
                segments.append((chunk.group(), self.offset, chunk.end()))
                self.offset = chunk.end()
            character = self.text[self.offset : self.offset + 1]
            if character == '"':
                self.offset += 1
                return JsonString(tuple(segments), Span(start, self.offset))
            escape = _PAIR.match(self.text, self.offset) or _ESCAPE.match(self.text, self.offset)
            if escape is None:
                self.fail("an escape" if character == "\\" else 'the closing `"` of this string')
                return JsonString(tuple(segments), Span(start, self.offset))
            segments.append((_unescaped(escape.group()), self.offset, escape.end()))
            self.offset = escape.end()

    def array(self, depth: int) -> JsonArray:
        start = self.offset
        self.offset += 1
        items: list[Json] = []
        while self.peek() != "]" and self.problem is None:
            items.append(self.value(depth + 1))
            self.separator("]")
        self.offset += self.problem is None
        return JsonArray(tuple(items), Span(start, self.offset))

    def object(self, depth: int) -> JsonObject:
        start = self.offset
        self.offset += 1
        members: list[JsonMember] = []
        while self.peek() != "}" and self.problem is None:
            if self.peek() != '"':
                self.fail("a name in double quotes")
                break
            key = self.string()
            if self.problem is not None:
                break
            if self.peek() != ":":
                self.fail("`:`")
                break
            self.offset += 1
            value = self.value(depth + 1)
            if self.problem is None or isinstance(value, (JsonObject, JsonArray)):
                members.append(JsonMember(key, value))
            self.separator("}")
        self.offset += self.problem is None
        return JsonObject(tuple(members), Span(start, self.offset))

    def separator(self, closing: str) -> None:
        """A comma before the next item, or the closing bracket next."""
        if self.problem is not None:
            return
        found = self.peek()
        if found == ",":
            self.offset += 1
            if self.peek() == closing:
                self.fail("another item after the comma")
        elif found != closing:
            self.fail(f"`,` or `{closing}`")


def _unescaped(escape: str) -> str:
    if escape[1] != "u":
        return _SINGLE.get(escape[1], escape[1])
    code = int(escape[2:6], 16)
    if len(escape) > 6:
        return chr(0x10000 + ((code - 0xD800) << 10) + int(escape[8:12], 16) - 0xDC00)
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)
