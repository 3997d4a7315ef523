"""Worlds: the combinations of undecided inputs that can really happen, explored only as far as a question needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from s3lint.condition import And, Atom, Condition, Not, Or
from s3lint.record import Record
from s3lint.value import Choice, Setting, Value

T = TypeVar("T")
Equal = str | bool | int | float

MAX_WORLDS = 64
"""How many combinations one question may need; past it the answer is undecided."""


class Fork(BaseException):
    """A question met an atom that its world leaves open. Not an `Exception`: no rule may swallow it."""

    def __init__(self, atom: Atom) -> None:
        super().__init__(atom)
        self.atom = atom


class TooManyWorlds(Exception):
    """More than `MAX_WORLDS` combinations were needed; `subjects` are the inputs that were combined."""

    def __init__(self, subjects: tuple[str, ...]) -> None:
        super().__init__(f"more than {MAX_WORLDS} combinations of {', '.join(subjects)}")
        self.subjects = subjects


class World(Record):
    """What is assumed of the inputs so far: `values` of some, and values that others do not have."""

    values: tuple[tuple[str, Equal], ...] = ()
    excluded: tuple[tuple[str, Equal], ...] = ()

    def decide(self, condition: Condition) -> bool:
        """Whether the condition holds here. Raises `Fork` where this world leaves that open."""
        match condition:
            case bool():
                return condition
            case Not(operand):
                return not self.decide(operand)
            case And(operands):
                return all(self.decide(operand) for operand in operands)
            case Or(operands):
                return any(self.decide(operand) for operand in operands)
            case Atom():
                return self._decide(condition)

    def _decide(self, atom: Atom) -> bool:
        for subject, value in self.values:
            if subject == atom.subject:
                return value == atom.equals
        excluded = [value for subject, value in self.excluded if subject == atom.subject]
        if atom.equals in excluded:
            return False
        if atom.candidates is not None:
            left = [candidate for candidate in atom.candidates if candidate not in excluded]
            if atom.equals not in left:
                return False
            if len(left) == 1:
                return True
        raise Fork(atom)

    def settle(self, value: Value[T]) -> Setting[T]:
        """The arm that a choice takes here. Raises `Fork` where this world leaves that open."""
        while isinstance(value, Choice):
            value = value.if_true if self.decide(value.condition) else value.if_false
        return value

    def assuming(self, atom: Atom, holds: bool) -> World:
        if holds:
            return World((*self.values, (atom.subject, atom.equals)), self.excluded)
        excluded = (*self.excluded, (atom.subject, atom.equals))
        left = [value for value in atom.candidates or () if (atom.subject, value) not in excluded]
        if len(left) == 1:
            return World((*self.values, (atom.subject, left[0])), self.excluded)
        return World(self.values, excluded)

    def __str__(self) -> str:
        """As people say it: `Environment is dev and var.versioned is false`."""
        known = {subject for subject, _ in self.values}
        parts = [f"{subject} is {_word(value)}" for subject, value in self.values]
        parts += [f"{subject} is not {_word(value)}" for subject, value in self.excluded if subject not in known]
        return " and ".join(parts)


def _word(value: Equal) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if value != "" else '""'


EVERYWHERE = World()


def explore(question: Callable[[World], T]) -> Iterator[tuple[World, T]]:
    """Ask a question in every world that it can tell apart.

    The question is a pure function of a world that decides conditions by it. Raises `TooManyWorlds` past the cap.
    """
    open_worlds, found = [EVERYWHERE], 0
    while open_worlds:
        world = open_worlds.pop()
        try:
            answer = question(world)
        except Fork as fork:
            open_worlds += [world.assuming(fork.atom, False), world.assuming(fork.atom, True)]
            if len(open_worlds) + found > MAX_WORLDS:
                subjects = {subject for left in open_worlds for subject, _ in left.values + left.excluded}
                raise TooManyWorlds(tuple(sorted(subjects))) from None
            continue
        found += 1
        yield world, answer
