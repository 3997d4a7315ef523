"""Texts and places in them."""

from __future__ import annotations

from bisect import bisect_right

from s3lint.base.record import Record


class Span(Record):
    """The half-open range `[start, end)` of a text, in characters from 0."""

    start: int
    end: int


class Position(Record):
    """A line and a column, both counted from 1; the column counts characters, and a tab is one of them."""

    line: int
    column: int


class Source:
    """A file that was read: its path as people open it, and its text without a byte-order mark.

    Two sources are the same only if they are the same object, so that a path analysed twice stays apart.
    `documents` names what the text only describes, so that nobody who reads a report can edit it; empty for all other texts.
    """

    __slots__ = ("_starts", "path", "text")

    documents = ""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self._starts: list[int] | None = None

    def __repr__(self) -> str:
        return f"Source({self.path!r})"

    def __reduce__(self) -> tuple[type[Source], tuple[object, ...]]:
        """What can be computed again is not taken to another process."""
        return Source, (self.path, self.text)

    @property
    def line_starts(self) -> list[int]:
        """Offsets at which lines begin; a text that ends in a newline has one more line, empty, as editors show it."""
        if self._starts is None:
            starts = [0]
            offset = self.text.find("\n")
            while offset >= 0:
                starts.append(offset + 1)
                offset = self.text.find("\n", offset + 1)
            self._starts = starts
        return self._starts

    def position(self, offset: int) -> Position:
        """The line and column of an offset; the offset after the last character is valid."""
        line = bisect_right(self.line_starts, offset)
        return Position(line, offset - self.line_starts[line - 1] + 1)

    def utf16_position(self, offset: int) -> Position:
        """As `position`, but the column counts UTF-16 code units, as editors and SARIF do: an emoji is two of them."""
        position = self.position(offset)
        before = self.text[offset - position.column + 1 : offset]
        return position if before.isascii() else Position(position.line, position.column + sum(c > "\uffff" for c in before))

    def line(self, number: int) -> str:
        """The text of a line (counted from 1) without its line end."""
        start = self.line_starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else len(self.text)].rstrip("\r")

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column counted from 1."""
        return self.line_starts[line - 1] + column - 1


class Comment(Record):
    """A comment of a file: the place from its sign (`#`, `//`, `/*`) to its end, and what it says without the signs.

    `stands_alone` where nothing but white space comes before it on its line.
    """

    span: Span
    text: str
    stands_alone: bool
