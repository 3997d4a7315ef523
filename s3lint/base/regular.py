"""Matching of regular expressions in time linear in the text, whatever the pattern: all threads of a Pike machine step
together. Of several matches it takes the leftmost, and of those the one that a backtracking search would find first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Union

from s3lint.base.record import Record
from s3lint.base.regular_syntax import (
    Alternatives,
    CharSet,
    Concatenation,
    Empty,
    Node,
    RegularGroup,
    RegularPattern,
    Repeat,
    parsed,
)

MAX_INSTRUCTIONS = 5_000
"""Size of a compiled pattern; counted repetitions multiply it."""

MAX_WORK = 5_000_000
"""Size of the compiled pattern times the length of the text."""


class Split(Record):
    """Goes on at both places, preferring the first."""

    first: int
    second: int


class Save(Record):
    """Notes the offset as the start or end of a group."""

    slot: int


class Matched(Record):
    pass


Instruction = Union[CharSet, Empty, Split, Save, Matched]


class TooMuchWork(Exception):
    """The pattern is too large, or too large for this text; `limit` says which bound was met."""

    def __init__(self, limit: int, what: str) -> None:
        super().__init__(what)
        self.limit = limit
        self.what = what


class Match(Record):
    """`slots` are starts and ends of the whole match and of the groups, -1 where a group took no part."""

    slots: tuple[int, ...]

    def span(self, group: int) -> tuple[int, int]:
        return self.slots[2 * group], self.slots[2 * group + 1]


class Regular:
    """A compiled pattern. Raises PatternError for one that RE2 would refuse, TooMuchWork for one that is too large.

    `code` is what it is made to: it runs from the first instruction to the last one, which is `Matched`.
    """

    def __init__(self, pattern: str | RegularPattern) -> None:
        found = parsed(pattern) if isinstance(pattern, str) else pattern
        self.names = found.names
        self.code: list[Instruction] = []
        self._emit_all(RegularGroup(found.node, 0, ""))
        self.code.append(Matched())

    def _emit_all(self, group: RegularGroup) -> None:
        self.code.append(Save(0))
        self._emit(group.node)
        self.code.append(Save(1))

    def _emit(self, node: Node) -> None:
        if len(self.code) > MAX_INSTRUCTIONS:
            raise TooMuchWork(MAX_INSTRUCTIONS, "steps in a regular expression")
        match node:
            case CharSet() | Empty():
                self.code.append(node)
            case Concatenation(parts):
                for part in parts:
                    self._emit(part)
            case RegularGroup(inner, index):
                if index:
                    self.code.append(Save(2 * index))
                self._emit(inner)
                if index:
                    self.code.append(Save(2 * index + 1))
            case Alternatives(options):
                self._emit_alternatives(options)
            case Repeat():
                self._emit_repeat(node)

    def _emit_alternatives(self, options: tuple[Node, ...]) -> None:
        jumps: list[int] = []
        for option in options[:-1]:
            split = self._hole()
            self._emit(option)
            jumps.append(self._hole())
            self.code[split] = Split(split + 1, len(self.code))
        self._emit(options[-1])
        for jump in jumps:
            self.code[jump] = Split(len(self.code), len(self.code))

    def _emit_repeat(self, repeat: Repeat) -> None:
        for _ in range(repeat.least):
            before = len(self.code)
            self._emit(repeat.node)
            if len(self.code) == before:
                return  # nothing, however often
        if repeat.most < 0 and _may_be_empty(repeat.node):
            self._emit_loop(repeat)
            return
        if repeat.most < 0:
            split = self._hole()
            self._emit(repeat.node)
            self.code.append(Split(split, split))
            self._branch(split, repeat.greedy)
            return
        splits: list[int] = []
        for _ in range(repeat.most - repeat.least):
            splits.append(self._hole())
            self._emit(repeat.node)
        for split in splits:
            self._branch(split, repeat.greedy)

    def _emit_loop(self, repeat: Repeat) -> None:
        """`x*` as `(x+)?` where `x` may match nothing, so that nothing is preferred where it comes first, as in RE2."""
        enter = self._hole()
        self._emit(repeat.node)
        again = self._hole()
        self.code[again] = Split(enter + 1, again + 1) if repeat.greedy else Split(again + 1, enter + 1)
        self._branch(enter, repeat.greedy)

    def _hole(self) -> int:
        self.code.append(Matched())
        return len(self.code) - 1

    def _branch(self, split: int, greedy: bool) -> None:
        inside, after = split + 1, len(self.code)
        self.code[split] = Split(inside, after) if greedy else Split(after, inside)

    def all(self, text: str) -> Iterator[Match]:
        """The matches that follow each other, as Go finds them: an empty one not right after another."""
        offset = 0
        last_end = -1
        while offset <= len(text):
            match = self.search(text, offset)
            if match is None:
                return
            start, end = match.span(0)
            if end > start or start != last_end:
                yield match
            last_end = end
            offset = end if end > start else end + 1

    def search(self, text: str, start: int = 0) -> Match | None:
        if len(self.code) * (len(text) - start + 1) > MAX_WORK:
            raise TooMuchWork(MAX_WORK, "steps of a regular expression")
        best: tuple[int, ...] | None = None
        threads: list[tuple[int, tuple[int, ...]]] = []
        empty = (-1,) * (2 * len(self.names) + 2)
        for offset in range(start, len(text) + 1):
            if best is None:
                seen = {counter for counter, _ in threads}
                threads += self._reached(0, empty, text, offset, seen)
            if not threads and best is not None:
                break
            following: list[tuple[int, tuple[int, ...]]] = []
            seen = set()
            for counter, slots in threads:
                instruction = self.code[counter]
                if isinstance(instruction, Matched):
                    best = slots
                    break
                if offset < len(text) and isinstance(instruction, CharSet) and instruction.has(text[offset]):
                    following += self._reached(counter + 1, slots, text, offset + 1, seen)
            threads = following
        return None if best is None else Match(best)

    def _reached(
        self, counter: int, slots: tuple[int, ...], text: str, offset: int, seen: set[int]
    ) -> list[tuple[int, tuple[int, ...]]]:
        """The threads that wait for a character, or have matched, in order of preference."""
        waiting: list[tuple[int, tuple[int, ...]]] = []
        pending = [(counter, slots)]
        while pending:
            counter, slots = pending.pop()
            if counter in seen:
                continue
            seen.add(counter)
            match self.code[counter]:
                case Split(first, second):
                    pending += [(second, slots), (first, slots)]
                case Save(slot):
                    pending.append((counter + 1, (*slots[:slot], offset, *slots[slot + 1 :])))
                case Empty(kind):
                    if holds(kind, text, offset):
                        pending.append((counter + 1, slots))
                case _:
                    waiting.append((counter, slots))
        return waiting


def _may_be_empty(node: Node) -> bool:
    match node:
        case CharSet():
            return False
        case Empty():
            return True
        case Concatenation(parts):
            return all(map(_may_be_empty, parts))
        case Alternatives(options):
            return any(map(_may_be_empty, options))
        case Repeat(inner, least):
            return least == 0 or _may_be_empty(inner)
        case RegularGroup(inner):
            return _may_be_empty(inner)


def holds(kind: str, text: str, offset: int) -> bool:
    """Whether an assertion holds at an offset of a text."""
    match kind:
        case "A":
            return offset == 0
        case "z":
            return offset == len(text)
        case "m^":
            return offset == 0 or text[offset - 1] == "\n"
        case "m$":
            return offset == len(text) or text[offset] == "\n"
        case _:
            is_edge = (offset > 0 and is_word(text[offset - 1])) is not (offset < len(text) and is_word(text[offset]))
            return is_edge is (kind == "b")


def is_word(character: str) -> bool:
    """Whether a character is one of a word, as assertions of its edges have it."""
    return character == "_" or (character.isascii() and character.isalnum())
