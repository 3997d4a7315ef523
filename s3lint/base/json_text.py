"""JSON with the place of every key and value, and of every character of a string.

A reader goes through its text once. What is wanted is read with places (`value`); what nobody asks for is skipped by the C
scanner of the standard library (`skipped`), which takes a sixtieth of the time; `members` and `items` walk in between.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from typing import Any, Union

from s3lint.base.numbers import number_of
from s3lint.base.record import Record
from s3lint.base.source import Span

MAX_DEPTH = 100
"""How deep arrays and objects may nest."""

MAX_DIGITS = 4096
"""Digits of a number, before and after its point."""

_SPACE = re.compile(r"[ \t\r\n]*")
_COLON = re.compile(r"[ \t\r\n]*:[ \t\r\n]*")
_SEPARATOR = re.compile(r"[ \t\r\n]*([,\]}])[ \t\r\n]*")
_PLAIN = re.compile(r'"([^"\\\x00-\x1f]*)"')
_NUMBER = re.compile(r"-?((?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)")
_WORD = re.compile(r"true|false|null")
_CHUNK = re.compile(r'[^"\\\x00-\x1f]+')
_ESCAPE = re.compile(r'\\(?:u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}|["\\/bfnrt]|u[0-9A-Fa-f]{4})')
_SINGLE = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}

Segment = tuple[str, int, int]
"""A run of a string and the range where it is written. A run as long as its range stands there as it is."""


class JsonString(Record):
    text: str
    segments: tuple[Segment, ...]
    span: Span


class JsonScalar(Record):
    """A number, a bool or null."""

    value: int | Decimal | bool | None
    span: Span


class JsonHole(JsonScalar):
    """What stands for a value that the text does not spell out."""


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


class JsonProblem(Record):
    """Where a text is not JSON: `expected` and `found` complete a sentence; `found` is empty where a limit is met."""

    expected: str
    found: str
    span: Span

    @property
    def message(self) -> str:
        return f"expected {self.expected}, found {self.found}" if self.found else f"expected {self.expected}"


class JsonReader:
    """Reads one text. `problem` is set where it broke off; what was complete before that is kept.

    `hole`, where given, is a character that may stand for a value outside of strings. `ends` tells of each value that was
    skipped where it ends, so that whoever goes through a part again can skip it at once.
    """

    def __init__(self, text: str, *, max_depth: int = MAX_DEPTH, max_digits: int = MAX_DIGITS, hole: str = "") -> None:
        self.text = text
        self.offset = 0
        self.depth = 0
        self.ends: dict[int, int] = {}
        self.problem: JsonProblem | None = None
        self._max_depth = max_depth
        self._max_digits = max_digits
        self._hole = hole

    def document(self) -> Json:
        """The value that the whole text is."""
        value = self.value()
        self.end()
        return value

    def end(self) -> None:
        if self.problem is None and self.peek() != "":
            self.fail("the end of the text")

    def peek(self) -> str:
        """The character of the next token, which is at `offset`."""
        character = self.text[self.offset : self.offset + 1]
        if character in (" ", "\n", "\t", "\r"):
            space = _SPACE.match(self.text, self.offset)
            self.offset = space.end() if space is not None else self.offset
            character = self.text[self.offset : self.offset + 1]
        return character

    def fail(self, expected: str) -> None:
        if self.problem is None:
            found = self.text[self.offset : self.offset + 1]
            words = f"`{found}`" if found.isprintable() and found else "the end of the text"
            if found and not found.isprintable():
                words = f"the character U+{ord(found):04X}"
            end = min(self.offset + 1, len(self.text))
            self.problem = JsonProblem(expected, words, Span(self.offset, end))

    def value(self) -> Json:
        """The next value with its places."""
        match self.peek():
            case '"':
                return self.string()
            case "{":
                start = self.offset
                members = []
                for key in self.members():
                    value = self.value()
                    if self.problem is None or isinstance(value, (JsonObject, JsonArray)):
                        members.append(JsonMember(key, value))
                return JsonObject(tuple(members), Span(start, self.offset))
            case "[":
                start = self.offset
                items = [self.value() for _ in self.items()]
                return JsonArray(tuple(items), Span(start, self.offset))
            case _:
                return self.scalar()

    def members(self) -> Iterator[JsonString]:
        """The keys of the object that is next (`peek` has seen it); whoever asks for them reads or skips the value of each."""
        expected = "a key in quotes or `}`"
        is_more = self._opened("}")
        while is_more:
            if self.text[self.offset : self.offset + 1] != '"':
                self.fail(expected)
                break
            key = self.string()
            colon = _COLON.match(self.text, self.offset)
            if colon is None:
                self.peek()
                self.fail("`:`")
            if colon is None or self.problem is not None:
                break
            self.offset = colon.end()
            yield key
            is_more = self._separated("}")
            expected = "a key in quotes"
        self.depth -= 1

    def items(self) -> Iterator[int]:
        """Where the items of the array that is next begin (`peek` has seen it); whoever asks reads or skips each."""
        is_more = self._opened("]")
        while is_more:
            yield self.offset
            is_more = self._separated("]")
        self.depth -= 1

    def _opened(self, closing: str) -> bool:
        """Pass over the opening bracket; whether an element follows."""
        self.depth += 1
        if self.depth > self._max_depth:
            self.fail(f"at most {self._max_depth} levels of nesting")
            return False
        self.offset += 1
        if self.peek() != closing:
            return True
        self.offset += 1
        return False

    def _separated(self, closing: str) -> bool:
        """Pass over the comma before the next element, or over the closing bracket; whether an element follows."""
        if self.problem is not None:
            return False
        found = _SEPARATOR.match(self.text, self.offset)
        if found is None or (found[1] != "," and found[1] != closing):
            self.peek()
            self.fail(f"`,` or `{closing}`")
            return False
        if found[1] == closing:
            self.offset = found.end(1)
            return False
        self.offset = found.end()
        if self.text.startswith(closing, self.offset):
            self.fail("another element after the comma")
            return False
        return True

    def skip(self) -> None:
        """Pass over the next value; of the limits, only what C can take holds for it."""
        end = self.ends.get(self.offset)
        if end is None:
            self._scanned(_scanners().skip)
        else:
            self.offset = end

    def skipped(self) -> Any:
        """The next value without places, as `json.loads` gives it; for limits as `skip`."""
        return self._scanned(_scanners().load)

    def _scanned(self, scan: Callable[[str, int], tuple[Any, int]]) -> Any:
        start = self.offset
        try:
            value, self.offset = scan(self.text, start)
        except (ValueError, RecursionError):
            self.value()  # which finds what is wrong, and says so
            return None
        self.ends[start] = self.offset
        return value

    def scalar(self) -> Json:
        start = self.offset
        number = _NUMBER.match(self.text, start)
        if number is not None:
            self.offset = number.end()
            magnitude = number_of(number.group(1), self._max_digits)
            if magnitude is None:
                expected = f"a number of at most {self._max_digits} digits, the limit of s3lint"
                self.problem = self.problem or JsonProblem(expected, "", Span(start, self.offset))
                magnitude = 0
            return JsonScalar(-magnitude if self.text[start] == "-" else magnitude, Span(start, self.offset))
        word = _WORD.match(self.text, start)
        if word is not None:
            self.offset = word.end()
            return JsonScalar(_WORDS[word.group()], Span(start, self.offset))
        if self._hole and self.text.startswith(self._hole, start):
            self.offset += 1
            return JsonHole(None, Span(start, self.offset))
        self.fail("a value")
        return JsonScalar(None, Span(start, start))

    def string(self) -> JsonString:
        start = self.offset
        plain = _PLAIN.match(self.text, start)
        if plain is None:
            return self._escaped(start)
        self.offset = end = plain.end()
        text = plain.group(1)
        return JsonString(text, ((text, start + 1, end - 1),) if text else (), Span(start, end))

    def _escaped(self, start: int) -> JsonString:
        self.offset += 1
        segments: list[Segment] = []
        while True:
            chunk = _CHUNK.match(self.text, self.offset)
            if chunk is not None:
                segments.append((chunk.group(), self.offset, chunk.end()))
                self.offset = chunk.end()
            character = self.text[self.offset : self.offset + 1]
            if character == '"':
                self.offset += 1
                break
            escape = _ESCAPE.match(self.text, self.offset)
            if escape is None:
                self.fail("an escape that JSON knows" if character == "\\" else '`"` at the end of the string')
                break
            segments.append((_unescaped(escape.group()), self.offset, escape.end()))
            self.offset = escape.end()
        return JsonString("".join(text for text, _, _ in segments), tuple(segments), Span(start, self.offset))


def _unescaped(escape: str) -> str:
    if escape[1] != "u":
        return _SINGLE.get(escape[1], escape[1])
    code = int(escape[2:6], 16)
    if len(escape) > 6:
        return chr(0x10000 + ((code - 0xD800) << 10) + int(escape[8:12], 16) - 0xDC00)
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)


class _Scanners:
    """What the standard library reads in C: a value of a text at an offset, and where it ends."""

    def __init__(self) -> None:
        import json  # only where something is skipped

        def refused(constant: str) -> None:
            raise ValueError(constant)

        self.load = json.JSONDecoder(parse_constant=refused).raw_decode
        self.skip = json.JSONDecoder(parse_constant=refused, object_pairs_hook=lambda _: None).raw_decode


@cache
def _scanners() -> _Scanners:
    return _Scanners()
