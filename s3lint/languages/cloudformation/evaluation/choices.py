"""Functions over values that may be choices: the function is applied in every arm that can be reached."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from s3lint.base.condition import Atom, Condition, Not, conjunction, disjunction, negation
from s3lint.base.record import replace
from s3lint.base.value import Absent, Choice, Data, Known, ListValue, Origin, Setting, Step, Unknown, Value

MAX_ARMS = 64
"""How many combinations of undecided arguments one function call may have; past it its value is unknown."""


class _TooManyArms(Exception):
    pass


def lift(
    values: Sequence[Value[Data]], apply: Callable[[tuple[Setting[Data], ...]], Value[Data]], origin: Origin
) -> Value[Data]:
    """`apply` in each combination of the arms of its arguments; arguments under one condition go together."""
    if not any(isinstance(value, Choice) for value in values):
        return apply(tuple(value for value in values if not isinstance(value, Choice)))
    left = [MAX_ARMS]

    def expand(values: Sequence[Value[Data]]) -> Value[Data]:
        for value in values:
            if isinstance(value, Choice):
                condition = value.condition
                yes = expand([assume(each, condition, True) for each in values])
                return Choice(condition, yes, expand([assume(each, condition, False) for each in values]))
        left[0] -= 1
        if left[0] < 0:
            raise _TooManyArms
        return apply(tuple(value for value in values if not isinstance(value, Choice)))

    try:
        return expand(values)
    except _TooManyArms:
        return Unknown(f"its arguments have more than {MAX_ARMS} combinations", origin)


def assume(value: Value[Data], condition: Condition, holds: bool) -> Value[Data]:
    """The value where a condition is known to hold or not: arms that this rules out fall away."""
    while isinstance(value, Choice):
        decided = _implied(value.condition, condition, holds)
        if decided is None:
            return value
        value = value.if_true if decided else value.if_false
    return value


def _implied(condition: Condition, given: Condition, holds: bool) -> bool | None:
    if condition == given:
        return holds
    match condition, given:
        case Not(operand), _:
            inner = _implied(operand, given, holds)
            return None if inner is None else not inner
        case _, Not(operand):
            return _implied(condition, operand, not holds)
        case Atom(subject=ours), Atom(subject=theirs) if ours == theirs and holds:
            return False
        case _:
            return None


def either(condition: Condition, if_true: Condition, if_false: Condition) -> Condition:
    """`if_true` where the condition holds, else `if_false`."""
    if if_true == if_false:
        return if_true
    return disjunction(conjunction(condition, if_true), conjunction(negation(condition), if_false))


def through(value: Value[Data], step: Step, path: tuple[str | int, ...] | None = None) -> Value[Data]:
    """The value as it arrives over one more definition, in every arm; `path` is where it is used."""
    match value:
        case Choice(condition, if_true, if_false):
            return Choice(condition, through(if_true, step, path), through(if_false, step, path))
        case Known() | Absent() | Unknown():
            origin = value.origin.through(step)
            return replace(value, origin=origin if path is None else replace(origin, path=path))


def items_of(value: Setting[Data], origin: Origin) -> tuple[tuple[Value[Data], ...], Unknown | None] | None:
    """The items of a list and what is unknown of further ones; nothing where it is no list."""
    match value:
        case Known(ListValue(items, rest)):
            return items, rest
        case Unknown() as unknown:
            return (), unknown
        case Absent():
            return (), None
        case Known():
            return None
