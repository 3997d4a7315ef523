"""Exact decisions by finite classes: is there a request that none of some statements matches?

Callers, actions, resources and the values of each condition key fall into finitely many classes on which every statement
matches alike, so that trying one representative of each class tries all requests. A search runs in one of two modes:
`CERTAIN` looks for a request that no statement can match, whatever the unknown parts are; `POSSIBLE` for one that no
statement matches for certain.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum

from s3lint.policy.language.principals import Caller
from s3lint.policy.requests.candidate import Candidate
from s3lint.policy.requests.key_settings import KeySetting
from s3lint.policy.requests.request_classes import RequestClasses


class Mode(Enum):
    """What unknown parts count as: see the head of this file."""

    CERTAIN = "certain"
    POSSIBLE = "possible"


class Search:
    """Looks for a request that none of the statements in `against` matches, and that `wanted`, if not 0, matches.

    Both are masks over the statements of the classes.
    """

    def __init__(self, classes: RequestClasses, mode: Mode, against: int, wanted: int = 0) -> None:
        self.classes = classes
        self.mode = mode
        self.against = against
        self.wanted = wanted

    def found(self, callers: Iterable[tuple[Caller, int, int]], *, future: bool, by_services: bool) -> Candidate | None:
        """The first such request. `future` admits actions that do not exist yet. Raises `TooComplex`."""
        for caller, principal_certain, principal_possible in callers:
            dimensions: list[list[KeySetting]] | None = None
            tried: set[int] = set()
            fixed_no, fixed_not_yes = self.classes.fixed_masks(caller)
            for pair in self.classes.pairs(caller):
                if pair.action.is_future and not future:
                    continue
                self.classes.spend()
                alive, matched = self._alive(
                    pair.certain & principal_certain, pair.possible & principal_possible, fixed_no, fixed_not_yes
                )
                if self.wanted & ~matched or alive in tried:
                    continue
                tried.add(alive)
                if dimensions is None:
                    dimensions = self.classes.dimensions(caller, by_services=by_services)
                assignment = self._assignment(dimensions, alive)
                if assignment is not None:
                    return Candidate(caller, pair.action, pair.resource, assignment)
        return None

    def _alive(self, certain: int, possible: int, fixed_no: int, fixed_not_yes: int) -> tuple[int, int]:
        """The statements in `against` that may still match, and all statements that match so far as wanted."""
        surely = certain & ~self.classes.capped & ~fixed_not_yes
        perhaps = possible & ~fixed_no
        if self.mode is Mode.CERTAIN:
            return perhaps & self.against, surely
        return surely & self.against, perhaps

    def _assignment(
        self, dimensions: Sequence[Sequence[KeySetting]], alive: int
    ) -> tuple[tuple[str, tuple[str, ...] | None], ...] | None:
        """Settings of keys that rule out every statement that is alive, and none that is wanted."""
        options: list[list[tuple[int, KeySetting]]] = []
        for settings in dimensions:
            best: dict[int, KeySetting] = {}
            for setting in settings:
                ruled_out, spoiled = (
                    (setting.no, setting.not_yes) if self.mode is Mode.CERTAIN else (setting.not_yes, setting.no)
                )
                if not spoiled & self.wanted:
                    best.setdefault(ruled_out & alive, setting)
            if not best:
                return None
            options.append(
                [
                    (mask, setting)
                    for mask, setting in best.items()
                    if not any(mask | other == other and mask != other for other in best)
                ]
            )
        reach = [0] * (len(options) + 1)
        for index in range(len(options) - 1, -1, -1):
            reach[index] = reach[index + 1]
            for mask, _ in options[index]:
                reach[index] |= mask
        chosen = self._chosen(options, reach, 0, alive)
        return None if chosen is None else tuple(pair for setting in chosen for pair in setting.assignment)

    def _chosen(
        self, options: list[list[tuple[int, KeySetting]]], reach: list[int], index: int, alive: int
    ) -> list[KeySetting] | None:
        if alive & ~reach[index]:
            return None
        if index == len(options):
            return []
        for mask, setting in options[index]:
            self.classes.spend()
            following = self._chosen(options, reach, index + 1, alive & ~mask)
            if following is not None:
                return [setting, *following]
        return None
