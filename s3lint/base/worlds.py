"""Worlds: the combinations of undecided inputs that can really happen, explored only as far as a question needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar, cast

from s3lint.base.condition import And, Atom, Condition, Not, Or, null_question
from s3lint.base.record import Record
from s3lint.base.value import Absent, Choice, Known, Piece, Setting, Text, Unknown, Value

T = TypeVar("T")
Equal = str | bool | int | float

MAX_WORLDS = 64
"""How many combinations one question may need; past it the answer is undecided."""


Decisions = tuple[tuple[Atom, bool], ...]
"""Atoms, each said to hold or not."""


class Parts(Record):
    """The parts of a value that a question can be asked about one by one; none where it has none.

    `allows` is how many parts let something in, each of them whatever the others do. `denies` is how many parts only take
    something away, so that what is the same with all of them and with none is the same with any. `there` is what to assume
    so that all parts are there.
    """

    allows: int = 0
    denies: int = 0
    there: Decisions = ()

    def __bool__(self) -> bool:
        return self.allows > 1 or self.denies > 0


class Look(Record):
    """What to look at of something that has parts: of those that let in the one with the index, if there are any.

    Parts that deny are there if `is_denied`, but for those that are left to the world, by their indices.
    """

    parts: Parts
    index: int = 0
    is_denied: bool = True
    left: frozenset[int] = frozenset()


class Fork(BaseException):
    """A question met an atom that its world leaves open. Not an `Exception`: no rule may swallow it.

    `parts`, where set, finds the parts of what was looked at.
    """

    def __init__(self, atom: Atom) -> None:
        super().__init__(atom)
        self.atom = atom
        self.parts: Callable[[], Parts] | None = None


class TooManyWorlds(Exception):
    """More than `MAX_WORLDS` combinations were needed; `subjects` are the inputs that were combined.

    `parts` are those of what was looked at.
    """

    def __init__(self, subjects: tuple[str, ...], parts: Parts = Parts()) -> None:
        super().__init__(f"more than {MAX_WORLDS} combinations of {', '.join(subjects)}")
        self.subjects = subjects
        self.parts = parts


class World(Record):
    """What is assumed of the inputs so far: atoms, each said to hold or not, in the order in which they were met.

    `look`, where set, says what to look at of something that has several parts. With `seen_only` there is nothing but what
    was read: no module, template or macro that nobody has seen adds anything.
    """

    decisions: Decisions = ()
    look: Look | None = None
    seen_only: bool = False

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
        match self.known(atom.subject, atom.candidates):
            case (value,):
                return bool(value == atom.equals)
        if atom.equals in self._excluded(atom.subject):
            return False
        if atom.candidates is not None and atom.equals not in atom.candidates:
            return False
        raise Fork(atom)

    def known(self, subject: str, candidates: tuple[Equal, ...] | None = None) -> tuple[Equal, ...]:
        """The one value that a subject can have here, or nothing where it can have several."""
        excluded = []
        for atom, holds in self.decisions:
            if atom.subject == subject:
                if holds:
                    return (atom.equals,)
                excluded.append(atom.equals)
                candidates = candidates or atom.candidates
        left = tuple(value for value in candidates or () if value not in excluded)
        return left if len(left) == 1 else ()

    def _excluded(self, subject: str) -> list[Equal]:
        return [atom.equals for atom, holds in self.decisions if not holds and atom.subject == subject]

    def arm(self, value: Value[T]) -> Setting[T]:
        """The arm that a choice takes here. Raises `Fork` where this world leaves a choice open."""
        while isinstance(value, Choice):
            value = value.if_true if self.decide(value.condition) else value.if_false
        return value

    def settle(self, value: Value[T]) -> Setting[T]:
        """The arm that a choice takes here; an unknown input is known, or absent, where this world fixes it.

        Raises `Fork` where this world leaves a choice open.
        """
        setting = self.arm(value)
        if isinstance(setting, Unknown) and setting.identity and self.decisions:
            for fixed in self.known(setting.identity):
                return Known(cast("T", fixed), setting.origin)
            if self.is_null(setting):
                return Absent(setting.origin)
        return setting

    def assumed(self, text: Text) -> Text:
        """A text with the values that this world fixes in the place of unknown inputs."""
        if not self.decisions:
            return text
        return Text(tuple(self._assumed(piece) for piece in text.pieces))

    def _assumed(self, piece: Piece) -> Piece:
        identity = piece.content.identity if isinstance(piece.content, Unknown) else ""
        for fixed in self.known(identity) if identity else ():
            return Piece(fixed, piece.origin) if isinstance(fixed, str) else piece
        return piece

    def is_null(self, unknown: Unknown) -> bool:
        """Whether an unknown input is assumed to have no value."""
        return self.decisions != () and self.known(null_question(unknown.identity).subject) == (True,)

    def assuming(self, atom: Atom, holds: bool) -> World:
        return World((*self.decisions, (atom, holds)), self.look, self.seen_only)

    @property
    def subjects(self) -> tuple[str, ...]:
        """The inputs that something is assumed of."""
        return tuple(dict.fromkeys(atom.subject for atom, _ in self.decisions))

    def __str__(self) -> str:
        """As people say it: `Environment is dev and var.versioned is false`."""
        return " and ".join(self._sentence(subject) for subject in self.subjects)

    def _sentence(self, subject: str) -> str:
        for value in self.known(subject):
            return f"{subject} is {_word(value)}"
        return f"{subject} is not {' or '.join(_word(value) for value in self._excluded(subject))}"


def _word(value: Equal) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if value != "" else '""'


def summarize(worlds: Iterable[World]) -> tuple[str, ...]:
    """The worlds in words; two that differ only in the last thing assumed are one without it."""
    left = {world.decisions for world in worlds}
    for longest in sorted(left, key=len, reverse=True):
        decisions = longest
        while decisions and decisions in left:
            *before, (atom, holds) = decisions
            sibling = (*before, (atom, not holds))
            if sibling not in left:
                break
            left -= {decisions, sibling}
            decisions = tuple(before)
            left.add(decisions)
    return tuple(sorted(str(World(decisions)) for decisions in left if decisions))


EVERYWHERE = World()


def explore(question: Callable[[World], T], start: World = EVERYWHERE, given: Condition = True) -> Iterator[tuple[World, T]]:
    """Ask a question in every world that it can tell apart, of those that assume what `start` does and where `given` can hold.

    The question is a pure function of a world that decides conditions by it. Where it forks, the world in which the atom holds
    comes first. Raises `TooManyWorlds` past the cap.
    """
    return _answers(question, [start], given)


def can_hold(condition: Condition, start: World = EVERYWHERE) -> bool:
    """Whether a condition holds in some world that assumes what `start` does. So it is said too where that takes too many."""
    try:
        return any(holds for _, holds in explore(lambda world: world.decide(condition), start))
    except TooManyWorlds:
        return True


def _answers(question: Callable[[World], T], open_worlds: list[World], given: Condition = True) -> Iterator[tuple[World, T]]:
    found = 0
    parts: Callable[[], Parts] = Parts
    while open_worlds:
        world = open_worlds.pop()
        if given is not True and not can_hold(given, world):
            continue
        try:
            answer = question(world)
        except Fork as fork:
            open_worlds += _forked(world, fork.atom)
            parts = fork.parts or parts
            if len(open_worlds) + found > MAX_WORLDS:
                subjects = {subject for left in open_worlds for subject in left.subjects}
                raise TooManyWorlds(tuple(sorted(subjects)), parts()) from None
            continue
        found += 1
        yield world, answer


def cases(question: Callable[[World], Value[T]], start: World = EVERYWHERE) -> Value[T]:
    """The value of a question that worlds decide: a choice between its answers, each under the atoms that lead to it.

    Raises `TooManyWorlds` past the cap.
    """
    try:
        return question(start)  # most questions ask nothing of the world, and need not be explored
    except Fork as fork:
        open_worlds = _forked(start, fork.atom)
    return _choice(tuple(_answers(question, open_worlds)), len(start.decisions))


def _forked(world: World, atom: Atom) -> list[World]:
    """Where an atom holds and where it does not, to be popped in this order."""
    return [world.assuming(atom, False), world.assuming(atom, True)]


def _choice(answers: Sequence[tuple[World, Value[T]]], depth: int) -> Value[T]:
    """The answers of all worlds that agree in their first `depth` decisions, in the order of `explore`."""
    (first, answer), *others = answers
    if not others:
        return answer
    atom, _ = first.decisions[depth]
    border = sum(world.decisions[depth][1] for world, _ in answers)
    if_true, if_false = _choice(answers[:border], depth + 1), _choice(answers[border:], depth + 1)
    return if_true if _is_same(if_true, if_false) else Choice(atom, if_true, if_false)


def _is_same(one: Value[T], other: Value[T]) -> bool:
    """Whether two answers are one for sure, so that their question need not be asked."""
    match one, other:
        case Unknown(), Unknown():
            return one == other
        case Known(bool() | str() | int() | None), Known(bool() | str() | int() | None):
            return one == other
        case _:
            return False
