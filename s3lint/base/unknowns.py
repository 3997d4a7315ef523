"""What is unknown of values, and several unknowns as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from s3lint.base.record import replace
from s3lint.base.value import Data, Known, Text, Unknown, Value, arms


def unknowns_in(value: Value[Data]) -> Iterator[Unknown]:
    """What is unknown of a text, or all of it, in any case."""
    for arm in arms(value):
        if isinstance(arm, Unknown):
            yield arm
        elif isinstance(arm, Known) and isinstance(arm.value, Text):
            yield from arm.value.unknowns


def any_of(several: Sequence[Unknown]) -> Unknown:
    """The first of several unknowns that each may decide, with what would decide all."""
    if len(several) == 1:
        return several[0]
    return replace(several[0], inputs=tuple(dict.fromkeys(name for each in several for name in each.inputs)))
