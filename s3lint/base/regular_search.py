"""Whether a regular expression is found in a text of which parts may be anything: as far as the rest decides it.

All that may have been matched so far is a state. A known character leads from each state to one other, an open part to all that
any characters lead to, of which one for each kind that the pattern tells apart is enough.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Union

from s3lint.base.condition import Truth
from s3lint.base.regular import MAX_WORK, Matched, Regular, Split, holds, is_word
from s3lint.base.regular_syntax import CharSet, Empty

MAX_STATES = 1_000
"""States that are looked at before it is left open whether the pattern is found."""

_LAST = 0x10FFFF

State = Union[tuple[frozenset[int], str], None]
"""Where the pattern goes on, and the character before; nothing where it was found."""


class _TooMuch(Exception):
    pass


def found_in(pattern: Regular, parts: Iterable[str | None]) -> Truth:
    """Whether a pattern is found somewhere in a text that consists of some parts, each known or anything at all.

    So it may be, too, where it takes more than `MAX_STATES`, or `MAX_WORK` as for known texts, to tell.
    """
    search = _Search(pattern)
    states: set[State] = {(frozenset(), "")}
    try:
        for part in parts:
            states = search.after_anything(states) if part is None else search.after(states, part)
    except _TooMuch:
        return Truth.MAYBE
    ends = {search.step(state, "") is None for state in states}
    return Truth.MAYBE if len(ends) > 1 else Truth.of(True in ends)


class _Search:
    def __init__(self, pattern: Regular) -> None:
        self.code = pattern.code
        self.left = MAX_WORK

    def after(self, states: set[State], text: str) -> set[State]:
        for character in text:
            states = {self.step(state, character) for state in states}
        return states

    def after_anything(self, states: set[State]) -> set[State]:
        characters = self._characters()
        found = set(states)
        pending = list(states)
        while pending:
            state = pending.pop()
            for character in characters:
                following = self.step(state, character)
                if following not in found:
                    found.add(following)
                    pending.append(following)
            if len(found) > MAX_STATES:
                raise _TooMuch
        return found

    def _characters(self) -> list[str]:
        """A character of each kind that the pattern tells apart."""
        sets = [each for each in self.code if isinstance(each, CharSet)]
        if any(each.categories for each in sets):
            raise _TooMuch
        ends = {end for each in sets for low, high in each.ranges for end in (low - 1, low, high, high + 1)}
        tried = [*"a \n", chr(_LAST), *(chr(end) for end in sorted(ends) if 0 <= end <= _LAST)]
        tried += [case for each in tried for case in (each.lower(), each.upper()) if len(case) == 1]
        return list({(_kind(each), *(one.has(each) for one in sets)): each for each in tried}.values())

    def step(self, state: State, character: str) -> State:
        """The state after a character; without one, at the end of the text."""
        if state is None:
            return None
        going_on, before = state
        reached: set[int] = set()
        pending, seen = [0, *going_on], set[int]()
        while pending:
            place = pending.pop()
            if place in seen:
                continue
            seen.add(place)
            match self.code[place]:
                case Split(first, second):
                    pending += (first, second)
                case Empty(kind) if not holds(kind, before + character, len(before)):
                    pass
                case CharSet() as read:
                    if character and read.has(character):
                        reached.add(place + 1)
                case Matched():
                    return None
                case _:
                    pending.append(place + 1)
        self.left -= len(seen)
        if self.left < 0:
            raise _TooMuch
        return frozenset(reached), _kind(character)


def _kind(character: str) -> str:
    """What assertions can tell of a character."""
    return character if character in ("", "\n") else "a" if is_word(character) else " "
