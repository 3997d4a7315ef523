"""Regular expressions as sets of texts: which are in one, and whether two have one in common.

What a pattern asserts of places (`^`) is left out where a whole set is asked about. The set is then too large rather than
too small, so that what is said not to be in it never is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from s3lint.base.regular import Regular, Split, TooMuchWork
from s3lint.base.regular_syntax import (
    NOTHING,
    Alternatives,
    CharSet,
    Concatenation,
    Empty,
    Node,
    RegularGroup,
    RegularPattern,
    Repeat,
)

MAX_PAIRS = 20_000
"""Pairs of places in two patterns that are looked at before they are taken to have a text in common."""

ANYTHING: Node = Repeat(CharSet((), True), 0, -1, True)


def joined(parts: Iterable[Node]) -> Node:
    """The texts that consist of one of each part."""
    return Concatenation(tuple(parts))


def literal(text: str) -> Node:
    """The pattern of one text."""
    return Concatenation(tuple(CharSet(((ord(character), ord(character)),)) for character in text))


def matcher(node: Node) -> Regular:
    """Finds the whole of a text that is in the set, and nothing in any other. Raises TooMuchWork for a pattern too large."""
    return Regular(RegularPattern(Concatenation((Empty("A"), RegularGroup(node, 0, ""), Empty("z"))), ()))


def characters(node: Node) -> Iterator[CharSet]:
    """The sets that the characters of the texts are taken from."""
    match node:
        case CharSet():
            yield node
        case Concatenation(inner) | Alternatives(inner):
            for each in inner:
                yield from characters(each)
        case Repeat(each, most=most) if most:
            yield from characters(each)
        case RegularGroup(each):
            yield from characters(each)


def lengths(node: Node) -> tuple[int, int | None]:
    """How long a text is at least and at most."""
    match node:
        case CharSet():
            return 1, 1
        case Concatenation(parts):
            found = [lengths(part) for part in parts]
            return sum(least for least, _ in found), _total(most for _, most in found)
        case Alternatives(options):
            found = [lengths(option) for option in options]
            longest = [most for _, most in found]
            return min(least for least, _ in found), None if None in longest else max(most or 0 for most in longest)
        case Repeat(inner, fewest, times):
            least, most = lengths(inner)
            if most == 0:
                return 0, 0
            return least * fewest, None if times < 0 or most is None else most * times
        case RegularGroup(inner):
            return lengths(inner)
        case Empty():
            return 0, 0


def _total(numbers: Iterable[int | None]) -> int | None:
    total = 0
    for number in numbers:
        if number is None:
            return None
        total += number
    return total


def texts(node: Node, limit: int) -> list[str] | None:
    """All texts, where there are at most `limit`; some may be left out by what is asserted of places."""
    match node:
        case CharSet(ranges, negated, fold, categories):
            if negated or fold or categories or sum(high - low + 1 for low, high in ranges) > limit:
                return None
            return list(dict.fromkeys(chr(code) for low, high in ranges for code in range(low, high + 1)))
        case Concatenation(parts):
            return _joined(parts, limit)
        case Alternatives(options):
            found: dict[str, None] = {}
            for option in options:
                inner = texts(option, limit)
                if inner is None:
                    return None
                found.update(dict.fromkeys(inner))
                if len(found) > limit:
                    return None
            return list(found)
        case Repeat(inner, least, most):
            if lengths(inner)[1] == 0:
                return [""]
            if most < 0 or most > limit:
                return None
            tail = Alternatives((NOTHING, inner))
            return _joined((inner,) * least + (tail,) * (most - least), limit)
        case RegularGroup(inner):
            return texts(inner, limit)
        case Empty():
            return [""]


def _joined(parts: Iterable[Node], limit: int) -> list[str] | None:
    found = [""]
    for part in parts:
        inner = texts(part, limit)
        if inner is None or len(found) * len(inner) > limit * limit:
            return None
        found = list(dict.fromkeys(start + end for start in found for end in inner))
        if len(found) > limit:
            return None
    return found


def are_disjoint(one: Node, other: Node) -> bool:
    """Whether two patterns certainly have no text in common."""
    try:
        ours, theirs = _Machine(one), _Machine(other)
    except TooMuchWork:
        return False
    pending = [(a, b) for a in ours.start for b in theirs.start]
    seen = set(pending)
    while pending:
        a, b = pending.pop()
        mine, its = ours.read(a), theirs.read(b)
        if mine is None and its is None:
            return False
        if mine is None or its is None or not _overlap(mine, its):
            continue
        for pair in ((x, y) for x in ours.after(a) for y in theirs.after(b)):
            if pair not in seen:
                seen.add(pair)
                pending.append(pair)
        if len(seen) > MAX_PAIRS:
            return False
    return True


class _Machine:
    """A pattern as places that read a character, or end it; what lies between them is passed whatever is asserted there."""

    def __init__(self, node: Node) -> None:
        self._code = Regular(RegularPattern(node, ())).code
        self._after: dict[int, tuple[int, ...]] = {}
        self.start = self.after(-1)

    def read(self, place: int) -> CharSet | None:
        """The characters that lead on from a place; nothing at the end."""
        found = self._code[place]
        return found if isinstance(found, CharSet) else None

    def after(self, place: int) -> tuple[int, ...]:
        """The places that follow on a character that is read at one; -1 stands before the first."""
        if place not in self._after:
            self._after[place] = tuple(self._reached(place + 1))
        return self._after[place]

    def _reached(self, place: int) -> Iterator[int]:
        pending, seen = [place], set[int]()
        while pending:
            place = pending.pop()
            if place in seen:
                continue
            seen.add(place)
            match self._code[place]:
                case Split(first, second):
                    pending += (first, second)
                case CharSet():
                    yield place
                case _ if place == len(self._code) - 1:
                    yield place
                case _:
                    pending.append(place + 1)


def _overlap(one: CharSet, other: CharSet) -> bool:
    """Whether two sets may have a character in common."""
    for small, large in ((one, other), (other, one)):
        if not small.negated and not small.categories and not small.fold and all(low == high for low, high in small.ranges):
            return any(large.has(chr(low)) for low, _ in small.ranges)
    if one.categories or other.categories or one.fold or other.fold:
        return True
    ours, theirs = one.positive, other.positive
    return any(low <= end and start <= high for low, high in ours for start, end in theirs)
