"""Whether two values of a stack are equal, as a condition: decided by the text, or left as questions about inputs."""

from __future__ import annotations

from s3lint.base.comparison import same_text
from s3lint.base.condition import Atom, Condition, Truth, conjunction, disjunction, either, question
from s3lint.base.value import Choice, Data, Known, Setting, Symbol, Text, Unknown, Value
from s3lint.base.worlds import TooManyWorlds, World, cases
from s3lint.languages.cloudformation.evaluation.references import equals_of_region
from s3lint.languages.cloudformation.evaluation.stack import Context, Stack
from s3lint.languages.cloudformation.evaluation.texts import as_text, word

_PAIRS = 64
"""Combinations of allowed values up to which two undecided parameters are compared value by value."""


def undecided(context: Context) -> Condition:
    """The question of a condition whose meaning is not known."""
    return question(f"the condition on line {context.origin.start.line}")


def equality(context: Context, left: Value[Data], right: Value[Data]) -> Condition:
    """Whether two values are equal, where they may be choices: in the combinations of their arms where they are."""

    def compared(world: World) -> Value[Condition]:
        return Known(_equal_settled(context.stack, world.arm(left), world.arm(right)), place)

    place = context.origin
    try:
        return _chosen(cases(compared))
    except TooManyWorlds:
        return undecided(context)


def _chosen(value: Value[Condition]) -> Condition:
    match value:
        case Choice(condition, if_true, if_false):
            return either(condition, _chosen(if_true), _chosen(if_false))
        case Known(condition):
            return condition
        case _:
            raise AssertionError("a comparison is a condition")


def _equal_settled(stack: Stack, left: Setting[Data], right: Setting[Data]) -> Condition:
    ours, theirs = as_text(left), as_text(right)
    if ours is None or theirs is None:
        return _compared(left, right)
    for text, other in ((ours, theirs), (theirs, ours)):
        subject, written = _subject(text), other.literal
        of_region = equals_of_region(stack, text, written) if written is not None else None
        if of_region is not None:
            return of_region
        if subject and written is not None:
            candidates = _candidates(stack, subject)
            if same_text(text, other) is Truth.NO or (candidates is not None and written not in candidates):
                return False
            return Atom(subject, written, candidates)
    match same_text(ours, theirs):
        case Truth.YES:
            return True
        case Truth.NO:
            return False
        case Truth.MAYBE:
            return _same_subject(stack, ours, theirs) or _compared(left, right)


def _subject(text: Text) -> str:
    """The input that a text is as a whole: an undecided parameter, the account, the region; empty if it is none."""
    if len(text.pieces) != 1:
        return ""
    match text.pieces[0].content:
        case Unknown(identity=identity):
            return identity
        case Symbol(resource="", written=written, literal=None):
            return written.removeprefix("${").removesuffix("}")
        case _:
            return ""


def _candidates(stack: Stack, subject: str) -> tuple[str, ...] | None:
    return stack.common.candidates.get(subject)


def _same_subject(stack: Stack, ours: Text, theirs: Text) -> Condition | None:
    """Two undecided inputs that both can have only a few values, compared value by value."""
    left, right = _subject(ours), _subject(theirs)
    one, other = _candidates(stack, left), _candidates(stack, right)
    if one is None or other is None or len(one) * len(other) > _PAIRS:
        return None
    common = [value for value in one if value in other]
    return disjunction(*(conjunction(Atom(left, value, one), Atom(right, value, other)) for value in common))


def _compared(left: Setting[Data], right: Setting[Data]) -> Condition:
    """The question whether two things are equal, the same for the same two things in either order."""
    return question(" equals ".join(sorted((_described(left), _described(right)))))


def _described(value: Setting[Data]) -> str:
    match value:
        case Known(Text() as text):
            if all(isinstance(unknown, Unknown) and unknown.identity for unknown in text.unknowns):
                return str(text)
        case Known(str() | bool() | int() as content):
            return word(content)
        case Unknown(identity=identity) if identity:
            return identity
    position = value.origin.start
    return f"the value at {position.line}:{position.column}"
