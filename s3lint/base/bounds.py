"""What a text can be that is given when something is deployed, as far as its declaration bounds it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from s3lint.base.record import Record

if TYPE_CHECKING:
    from s3lint.base.regular import Regular
    from s3lint.base.regular_syntax import Node

MAX_VALUES = 64
"""Texts that an input is told apart by; past it, it is one text that nobody knows."""
MAX_VALUE = 1_000
"""Characters of such a text."""


class Bounds(Record):
    """Of one text; of each item where the input is a list.

    `patterns` are regular expressions that match the whole of it, in the syntax of RE2 with lookaround; one that is of no use
    is left out. `shortest` and `longest` count characters. `lowest` and `highest` are of the number that it stands for.
    `values` are all that it can be.
    """

    patterns: tuple[str, ...] = ()
    shortest: int = 0
    longest: int | None = None
    lowest: float | None = None
    highest: float | None = None
    values: tuple[str, ...] | None = None

    def admits(self, text: str) -> bool:
        """Whether the input can be a text. One of which that takes too long to tell is admitted."""
        if self.values is not None and text not in self.values:
            return False
        if len(text) < self.shortest or (self.longest is not None and len(text) > self.longest):
            return False
        return self._counts(text) and all(_matches(pattern, text) for pattern in self.patterns)

    def _counts(self, text: str) -> bool:
        if self.lowest is None and self.highest is None:
            return True
        try:
            number = float(text)
        except ValueError:
            return False
        return (self.lowest is None or number >= self.lowest) and (self.highest is None or number <= self.highest)

    def lacks(self, characters: str) -> bool:
        """Whether no text that the input can be has any of some characters."""
        if self.values is not None:
            return not any(character in value for value in self.values for character in characters)
        from s3lint.base.regular_sets import characters as read

        return any(not any(one.has(each) for one in read(node) for each in characters) for node in self._nodes())

    def is_number_of(self, digits: int) -> bool:
        """Whether it is always a number of so many digits."""
        if self.values is not None:
            return all(value.isascii() and value.isdigit() and len(value) == digits for value in self.values)
        from s3lint.base.regular_sets import characters as read

        ranges = ([each for one in read(node) for each in one.positive] for node in self._nodes())
        is_of_digits = any(all(low >= 48 and high <= 57 for low, high in each) for each in ranges)
        return is_of_digits and self.lengths() == (digits, digits)

    def lengths(self) -> tuple[int, int | None]:
        """How many characters it has at least and at most."""
        if self.values:
            return min(map(len, self.values)), max(map(len, self.values))
        from s3lint.base.regular_sets import lengths

        found = [(self.shortest, self.longest), *(lengths(node) for node in self._nodes())]
        ends = [most for _, most in found if most is not None]
        return max(least for least, _ in found), min(ends, default=None)

    def few(self) -> tuple[str, ...] | None:
        """All texts that it can be, where they are few."""
        found = self.values
        if found is None:
            from s3lint.base.regular_sets import lengths, texts

            short = [node for node in self._nodes() if (lengths(node)[1] or 0) <= MAX_VALUE]
            listed = (texts(node, MAX_VALUES) for node in short)
            found = next((tuple(each) for each in listed if each is not None), None)
        kept = tuple(text for text in found or () if self.admits(text))
        return kept if found is not None and len(kept) <= MAX_VALUES else None

    def pattern(self) -> Node | None:
        """A pattern of all that it can be, perhaps of more."""
        from s3lint.base.regular_sets import literal
        from s3lint.base.regular_syntax import Alternatives

        if self.values is not None:
            return Alternatives(tuple(map(literal, self.values)))
        return next(iter(self._nodes()), None)

    def _nodes(self) -> list[Node]:
        return [node for pattern in self.patterns if (node := _read(pattern)) is not None]


@lru_cache(maxsize=256)
def _read(pattern: str) -> Node | None:
    from s3lint.base.regular_syntax import PatternError, parsed

    try:
        return parsed(pattern, lookaround=True).node
    except PatternError:
        return None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> Regular | None:
    from s3lint.base.regular import TooMuchWork
    from s3lint.base.regular_sets import matcher

    node = _read(pattern)
    try:
        return None if node is None else matcher(node)
    except TooMuchWork:
        return None


def _matches(pattern: str, text: str) -> bool:
    from s3lint.base.regular import TooMuchWork

    compiled = _compiled(pattern)
    try:
        return compiled is None or compiled.search(text) is not None
    except TooMuchWork:
        return True
