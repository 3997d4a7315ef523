"""What is sensitive in a plan, so that no output can show it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from s3lint.base.json_text import Json, JsonArray, JsonObject, JsonReader, JsonScalar, JsonString
from s3lint.base.source import Span
from s3lint.languages.terraform.plan.document import field

_MARKED = (("before", "before_sensitive"), ("after", "after_sensitive"), ("values", "sensitive_values"))
"""A value, and the member beside it of the same shape that is true where the value is sensitive."""

_MARK = re.compile(
    r'"(?:before_sensitive|after_sensitive|sensitive_values|sensitive)"[ \t\r\n]*:[ \t\r\n]*(?!false|\{\}|\[\]|[ \t\r\n])'
)


def masked(reader: JsonReader) -> str:
    """The text of a reader, which is JSON, with every sensitive value replaced by asterisks of the same length.

    Where the reader then has a problem, the text nests too deep to tell what is sensitive.
    """
    plan = reader.text
    marks = list(_marks(reader))
    reader.offset = 0
    parts, offset = [], 0
    for start, end in sorted((span.start, span.end) for span in (_Walk(reader, marks).spans() if marks else ())):
        if start >= offset:
            parts += [plan[offset:start], "*" * (end - start)]
            offset = end
    return "".join([*parts, plan[offset:]])


def _marks(reader: JsonReader) -> Iterator[int]:
    """Where the values begin that say that something is sensitive; some may say so of nothing."""
    for match in _MARK.finditer(reader.text):
        reader.offset = match.end()
        reader.skip()
        if reader.text.find("true", match.end(), reader.offset) >= 0:
            yield match.end()


class _Walk:
    """Goes down to the marks that say that something is sensitive, and passes over the rest.

    `marks` are the offsets of their values, in order.
    """

    def __init__(self, reader: JsonReader, marks: Sequence[int]) -> None:
        self.reader = reader
        self.marks = marks

    def spans(self) -> Iterator[Span]:
        """Of all sensitive values in the value that is next."""
        match self.reader.peek():
            case "{":
                yield from self._of_members()
            case "[":
                for begin in self.reader.items():
                    self.reader.skip()
                    yield from self._inside(begin, self.reader.offset)

    def _is_marked(self, start: int, end: int) -> bool:
        next_mark = bisect_left(self.marks, start)
        return next_mark < len(self.marks) and self.marks[next_mark] < end

    def _inside(self, start: int, end: int) -> Iterator[Span]:
        if self._is_marked(start, end):
            self.reader.offset = start
            yield from self.spans()
            self.reader.offset = end

    def _of_members(self) -> Iterator[Span]:
        members: dict[str, tuple[int, int]] = {}
        for key in self.reader.members():
            start = self.reader.offset
            self.reader.skip()
            members[key.text] = start, self.reader.offset
            yield from self._inside(*members[key.text])
        end = self.reader.offset
        for name, mark in _MARKED:
            if name in members and mark in members and self._is_marked(*members[mark]):
                yield from _marked_spans(self._read(members[name]), self._read(members[mark]))
        if "sensitive" in members and self.reader.text.startswith("true", members["sensitive"][0]):
            for name in ("value", "default"):
                if name in members:
                    yield from _marked_spans(self._read(members[name]), _SENSITIVE)
        self.reader.offset = end

    def _read(self, found: tuple[int, int]) -> Json:
        self.reader.offset = found[0]
        return self.reader.value()


_SENSITIVE = JsonScalar(True, Span(0, 0))


def inside(node: Json | None, key: str | int) -> Json | None:
    """The part of `after_unknown` or of a mark for a member; a true stands for all below it."""
    if is_true(node):
        return node
    if isinstance(node, JsonObject) and isinstance(key, str):
        return field(node, key)
    if isinstance(node, JsonArray) and isinstance(key, int) and key < len(node.items):
        return node.items[key]
    return None


def is_true(node: Json | None) -> bool:
    return isinstance(node, JsonScalar) and node.value is True


def _marked_spans(value: Json, mark: Json) -> Iterator[Span]:
    match value:
        case JsonObject(members):
            for member in members:
                inner = inside(mark, member.key.text)
                if inner is not None:
                    yield from _marked_spans(member.value, inner)
        case JsonArray(found):
            for index, item in enumerate(found):
                inner = inside(mark, index)
                if inner is not None:
                    yield from _marked_spans(item, inner)
        case JsonString(span=span) | JsonScalar(span=span):
            if is_true(mark):
                yield span
