"""Patterns with `*` and `?`, and the finitely many classes of strings that a set of patterns can tell apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from s3lint.policy.matching.alphabet import NATURAL, UNNAMED, natural

MAX_STEPS = 400_000
"""Steps of single patterns that one search may take."""

_FRESH = "xyzwvuqkjgb0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class TooComplex(Exception):
    """A question needs more steps than a cap allows; the text names the cap."""


class Pattern:
    """A compiled pattern: an automaton with one state bit per position, run on integers.

    With `fields`, wildcards do not cross the first five colons, as in ARNs. Without `wildcards`, `*` and `?` are
    ordinary characters. `literal` are the characters that the text begins with, up to the star of a prefix pattern.
    """

    __slots__ = (
        "_any",
        "_any_but_colon",
        "_exact",
        "_moves",
        "_prefix",
        "_stars",
        "_stars_but_colon",
        "end",
        "letters",
        "literal",
        "text",
    )

    def __init__(self, text: str, *, wildcards: bool = True, ignore_case: bool = False, fields: bool = False) -> None:
        self.text = text
        self._moves: dict[str, int] = {}
        self._any = self._any_but_colon = self._stars = self._stars_but_colon = 0
        self._exact = self._prefix = False
        position = colons = 0
        previous_star = False
        for character in text:
            inside = fields and colons < 5
            if wildcards and character == "*":
                if not previous_star:
                    if inside:
                        self._stars_but_colon |= 1 << position
                    else:
                        self._stars |= 1 << position
                    position += 1
                previous_star = True
                continue
            previous_star = False
            if wildcards and character == "?":
                if inside:
                    self._any_but_colon |= 1 << position
                else:
                    self._any |= 1 << position
            else:
                if character == ":":
                    colons += 1
                plain = NATURAL.get(character, character)
                for letter in {plain.lower(), plain.upper()} if ignore_case else (plain,):
                    self._moves[letter] = self._moves.get(letter, 0) | 1 << position
            position += 1
        self.end = 1 << position
        self.letters = frozenset(self._moves)
        free = self._any | self._any_but_colon | self._stars_but_colon
        if not ignore_case and not free:
            self._exact = not self._stars
            self._prefix = self._stars == self.end >> 1 and previous_star
        self.literal = natural(text.rstrip("*") if self._prefix else text)

    @property
    def is_literal(self) -> bool:
        """Without any wildcard, so that it matches one string."""
        return self._exact

    @property
    def is_prefix(self) -> bool:
        """Literal but for one star at the end."""
        return self._prefix

    def start(self) -> int:
        return self._closure(1)

    def _closure(self, states: int) -> int:
        return states | (states & (self._stars | self._stars_but_colon)) << 1

    def step(self, states: int, character: str) -> int:
        moving, staying = self._moves.get(character, 0) | self._any, self._stars
        if character != ":":
            moving |= self._any_but_colon
            staying |= self._stars_but_colon
        return self._closure((states & moving) << 1 | states & staying)

    def after(self, states: int, other: str) -> tuple[int, dict[str, int]]:
        """Where each character leads: the states after `other`, that the text does not name, and those that differ."""
        usual = self.step(states, other)
        named = [letter for letter, positions in self._moves.items() if positions & states]
        if self._any_but_colon | self._stars_but_colon:
            named.append(":")
        steps = ((letter, self.step(states, letter)) for letter in named)
        return usual, {letter: states for letter, states in steps if states != usual}

    def run(self, text: str) -> int:
        states = self.start()
        for character in text:
            if not states:
                break
            states = self.step(states, character)
        return states

    def matches(self, text: str) -> bool:
        if self._exact:
            return self.literal == text
        if self._prefix:
            return text.startswith(self.literal)
        return bool(self.run(text) & self.end)

    def may_match(self, text: str, is_open: Iterable[str]) -> bool:
        """Whether some string matches that `text` stands for, whose characters in `is_open` may be any string."""
        opened = frozenset(is_open)
        states = self.start()
        for character in text:
            if character in opened:
                lowest = states & -states
                states = (self.end << 1) - lowest if states else 0
            else:
                states = self.step(states, character)
        return bool(states & self.end)


def classes(patterns: Sequence[Pattern], prefix: str = "", *, empty: bool = False, fresh: str = _FRESH) -> tuple[str, ...]:
    """At least one string for each way in which strings `prefix + w` can match the patterns, short ones.

    `w` is not empty unless `empty`. A character that no pattern names is taken from `fresh`. Raises `TooComplex`.
    """
    letter = _fresh_letter(_letters(patterns, prefix), fresh)
    if all(pattern.is_literal or pattern.is_prefix for pattern in patterns):
        found = _simple_classes(patterns, prefix, empty, letter)
    else:
        found = _searched_classes(patterns, prefix, empty, letter)
    return tuple(found)


def instance(text: str) -> str:
    """A short string that a pattern matches."""
    return natural(text.replace("*", "").replace("?", "x"))


def _fresh_letter(used: frozenset[str], fresh: str) -> str:
    return next((letter for letter in fresh if letter not in used), UNNAMED)


def _letters(patterns: Sequence[Pattern], prefix: str) -> frozenset[str]:
    return frozenset(prefix).union(*(pattern.letters for pattern in patterns))


def _simple_classes(patterns: Sequence[Pattern], prefix: str, empty: bool, fresh: str) -> list[str]:
    """For literals and prefixes, each of them, and each with a fresh character after it, reach every class."""
    candidates = [prefix + fresh, *([prefix] if empty else [])]
    for pattern in patterns:
        literal = pattern.literal
        if literal.startswith(prefix):
            if len(literal) > len(prefix):
                candidates.append(literal)
            candidates.append(literal + fresh)
    return list(dict.fromkeys(candidates))


def _searched_classes(patterns: Sequence[Pattern], prefix: str, empty: bool, fresh: str) -> list[str]:
    """All patterns in lock-step, breadth first. The start is no class of its own unless the empty string counts.

    Only characters that a pattern has a move for are tried, and one for all others.
    """
    alphabet = _letters(patterns, "")
    start = tuple(pattern.run(prefix) for pattern in patterns)
    ends = tuple(pattern.end for pattern in patterns)
    moves: tuple[dict[int, tuple[int, dict[str, int]]], ...] = tuple({0: (0, {})} for _ in patterns)
    seen: set[tuple[int, ...]] = set()
    found: dict[tuple[bool, ...], str] = {}
    if empty:
        found[tuple(bool(states & end) for states, end in zip(start, ends, strict=True))] = prefix
    layer = [(start, prefix)]
    steps = 0
    while layer:
        following: list[tuple[tuple[int, ...], str]] = []
        for states, text in layer:
            for pattern, known, state in zip(patterns, moves, states, strict=True):
                if state not in known:
                    known[state] = pattern.after(state, fresh)
            options = [known[state] for known, state in zip(moves, states, strict=True)]
            letters = sorted(alphabet & {letter for _, named in options for letter in named})
            steps += (1 + len(letters)) * len(patterns)
            if steps > MAX_STEPS:
                raise TooComplex(f"the patterns need more than {MAX_STEPS} steps to tell apart")
            for letter in (fresh, *letters):
                after = tuple([named.get(letter, usual) for usual, named in options])
                if after in seen:
                    continue
                seen.add(after)
                following.append((after, text + letter))
                found.setdefault(tuple([bool(state & end) for state, end in zip(after, ends, strict=True)]), text + letter)
        layer = following
    return list(found.values())
