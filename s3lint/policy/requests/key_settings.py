"""Ways to set condition keys, and what each rules out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from s3lint.base.record import Record
from s3lint.policy.matching.patterns import TooComplex

MAX_ASSIGNMENTS = 20_000
"""Combinations of values of condition keys that are listed at once."""


class KeySetting(Record):
    """One way to set some condition keys, `None` for absent, and the statements that it rules out.

    `no` are the statements that certainly do not match then, `not_yes` those that do not certainly match.
    """

    assignment: tuple[tuple[str, tuple[str, ...] | None], ...]
    no: int
    not_yes: int


def combined(some: Sequence[KeySetting], others: Sequence[KeySetting]) -> list[KeySetting]:
    """Every pair of settings as one; of those with the same two masks, the first."""
    if len(some) * len(others) > MAX_ASSIGNMENTS:
        raise TooComplex(f"the conditions have more than {MAX_ASSIGNMENTS} combinations of values")
    return distinct(
        KeySetting(one.assignment + other.assignment, one.no | other.no, one.not_yes | other.not_yes)
        for one in some
        for other in others
    )


def distinct(settings: Iterable[KeySetting]) -> list[KeySetting]:
    """The first setting for each pair of masks: others can't be told apart from it."""
    found: dict[tuple[int, int], KeySetting] = {}
    for setting in settings:
        found.setdefault((setting.no, setting.not_yes), setting)
    return list(found.values())


def all_of(settings: Sequence[KeySetting]) -> KeySetting:
    """Several settings, of different keys, at once."""
    no = not_yes = 0
    assignment: tuple[tuple[str, tuple[str, ...] | None], ...] = ()
    for setting in settings:
        assignment += setting.assignment
        no |= setting.no
        not_yes |= setting.not_yes
    return KeySetting(assignment, no, not_yes)
