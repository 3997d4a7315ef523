"""What a cell says of one setting in one world: words, what they rest on, and what decides them where they are not decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum
from typing import TypeVar

from s3lint.base.record import Record
from s3lint.base.value import Absent, Cause, Known, Origin, Setting, Text, Unknown

T = TypeVar("T")


class State(Enum):
    STATED = "stated"
    """The text says it."""
    DEFAULT = "default"
    """The text says nothing, so that what the service then does counts."""
    UNDECIDED = "undecided"
    """Something of it is decided outside the text; `inputs`, or the reason in the words, say by what."""
    ELSEWHERE = "elsewhere"
    """The bucket is not declared in this text, and neither is this."""


class Said(Record):
    """The words of one cell in some worlds; no `cases` stands for all in which the bucket exists.

    `note` is what to know beside: what the service does where nothing is stated, or a request that shows it. `kinds` are the
    words by which a program can tell answers apart (of who reaches a bucket: `public`, `accounts`, `services`, `account`).
    """

    text: str
    state: State
    origin: Origin
    inputs: tuple[str, ...] = ()
    note: str = ""
    kinds: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    is_unseen: bool = False


class Part(Record):
    """A few words of a cell. `unknown` is what decides them, where they are not decided."""

    text: str
    inputs: tuple[str, ...] = ()
    unknown: Unknown | None = None


Word = Part | str


def undecided_words(unknown: Unknown) -> str:
    """`undecided: var.key has no value`, with the inputs that would decide it where the reason does not name them."""
    return f"undecided: {reason_of(unknown)}"


def reason_of(unknown: Unknown) -> str:
    """Why something is unknown, with the inputs that would decide it where the reason does not name them."""
    unnamed = [name for name in unknown.inputs if _own_name(name) not in unknown.reason]
    return f"{unknown.reason} (decided by {', '.join(unnamed)})" if unnamed else unknown.reason


def _own_name(name: str) -> str:
    """`status` of `var.status of module.logs`, `Stage` of `parameter Stage`."""
    return name.partition(" of ")[0].rpartition(" ")[2].rpartition(".")[2]


def part(setting: Setting[T], words: Callable[[T], str] = str, absent: str = "", what: str = "") -> Part:
    """A setting in words; `what` names the one that is undecided, where it is; stated elsewhere, it has no words."""
    match setting:
        case Known(value):
            unknowns = value.unknowns if isinstance(value, Text) else ()
            return Part(words(value), tuple(name for unknown in unknowns for name in unknown.inputs))
        case Absent():
            return Part(absent)
        case Unknown(cause=Cause.ELSEWHERE):
            return Part("")
        case Unknown() as unknown:
            return Part(f"{what} is {undecided_words(unknown)}" if what else undecided_words(unknown), unknown.inputs, unknown)


def joined(parts: Iterable[Part], joint: str = " ") -> Part:
    """Several parts as one; those without words are left out."""
    parts = [one for one in parts if one.text]
    inputs = dict.fromkeys(name for one in parts for name in one.inputs)
    return Part(joint.join(one.text for one in parts), tuple(inputs), next((one.unknown for one in parts if one.unknown), None))


def said(origin: Origin, words: Iterable[Word], note: str = "", joint: str = ", ", kinds: tuple[str, ...] = ()) -> Said:
    """Several parts as what one cell says, those that are decided before the others."""
    parts = (Part(word) if isinstance(word, str) else word for word in words)
    whole = joined(sorted(parts, key=lambda one: one.unknown is not None), joint)
    unknown = whole.unknown
    return Said(
        whole.text,
        State.STATED if unknown is None else State.UNDECIDED,
        origin,
        whole.inputs,
        note,
        kinds,
        is_unseen=unknown is not None and unknown.cause is Cause.UNSEEN,
    )


def undecided(unknown: Unknown, kinds: tuple[str, ...] = ()) -> Said:
    """What nobody knows, with what decides it; what is stated elsewhere, if anywhere, is said so."""
    if unknown.cause is Cause.ELSEWHERE:
        return Said("not declared here", State.ELSEWHERE, unknown.origin, note=unknown.reason)
    return Said(
        undecided_words(unknown),
        State.UNDECIDED,
        unknown.origin,
        unknown.inputs,
        kinds=kinds,
        is_unseen=unknown.cause is Cause.UNSEEN,
    )


def nothing(absent: Absent, words: str, note: str = "") -> Said:
    """What the text does not state."""
    return Said(words, State.DEFAULT, absent.origin, note=absent.no_place or note)
