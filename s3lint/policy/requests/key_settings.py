"""Ways to set condition keys, and what each rules out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from s3lint.base.record import Record
from s3lint.policy.matching.patterns import TooComplex

MAX_ASSIGNMENTS = 20_000
"""Combinations of values of condition keys that are listed at once."""


class Choice(Record):
    """One way to set some condition keys, `None` for absent, and the statements that it rules out.

    `no` are the statements that certainly do not match then, `not_yes` those that do not certainly match.
    """

    assignment: tuple[tuple[str, tuple[str, ...] | None], ...]
    no: int
    not_yes: int


def combined(some: Sequence[Choice], others: Sequence[Choice]) -> list[Choice]:
    """Every pair of choices as one, one for each pair of masks."""
    if len(some) * len(others) > MAX_ASSIGNMENTS:
        raise TooComplex(f"the conditions have more than {MAX_ASSIGNMENTS} combinations of values")
    return distinct(
        Choice(one.assignment + other.assignment, one.no | other.no, one.not_yes | other.not_yes)
        for one in some
        for other in others
    )


def distinct(choices: Iterable[Choice]) -> list[Choice]:
    """The first choice for each pair of masks."""
    found: dict[tuple[int, int], Choice] = {}
    for choice in choices:
        found.setdefault((choice.no, choice.not_yes), choice)
    return list(found.values())


def all_of(choices: Sequence[Choice]) -> Choice:
    no = not_yes = 0
    assignment: tuple[tuple[str, tuple[str, ...] | None], ...] = ()
    for choice in choices:
        assignment += choice.assignment
        no |= choice.no
        not_yes |= choice.not_yes
    return Choice(assignment, no, not_yes)
