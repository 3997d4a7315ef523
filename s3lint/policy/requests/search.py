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
from s3lint.policy.requests.key_settings import Choice
from s3lint.policy.requests.request_classes import Point, Space


class Mode(Enum):
    CERTAIN = "certain"
    POSSIBLE = "possible"


class Search:
    """Looks for a request that none of the statements in `against` matches, and that `wanted`, if not 0, matches.

    Both are masks over the statements of the space.
    """

    def __init__(self, space: Space, mode: Mode, against: int, wanted: int = 0) -> None:
        self.space = space
        self.mode = mode
        self.against = against
        self.wanted = wanted

    def found(self, callers: Iterable[tuple[Caller, int, int]], *, future: bool, by_services: bool) -> Point | None:
        """The first such request. `future` admits actions that do not exist yet. Raises `TooComplex`."""
        for caller, principal_certain, principal_possible in callers:
            dimensions: list[list[Choice]] | None = None
            tried: set[int] = set()
            fixed_no, fixed_not_yes = self.space.fixed_masks(caller)
            for pair in self.space.pairs(caller):
                if pair.action.is_future and not future:
                    continue
                self.space.spend()
                alive, matched = self._alive(
                    pair.certain & principal_certain, pair.possible & principal_possible, fixed_no, fixed_not_yes
                )
                if self.wanted & ~matched or alive in tried:
                    continue
                tried.add(alive)
                if dimensions is None:
                    dimensions = self.space.dimensions(caller, by_services=by_services)
                assignment = self._assignment(dimensions, alive)
                if assignment is not None:
                    return Point(caller, pair.action, pair.resource, assignment)
        return None

    def _alive(self, certain: int, possible: int, fixed_no: int, fixed_not_yes: int) -> tuple[int, int]:
        """The statements in `against` that may still match, and all statements that match so far as wanted."""
        surely = certain & ~self.space.capped & ~fixed_not_yes
        perhaps = possible & ~fixed_no
        if self.mode is Mode.CERTAIN:
            return perhaps & self.against, surely
        return surely & self.against, perhaps

    def _assignment(
        self, dimensions: Sequence[Sequence[Choice]], alive: int
    ) -> tuple[tuple[str, tuple[str, ...] | None], ...] | None:
        """Choices that rule out every statement that is alive, and none that is wanted."""
        options: list[list[tuple[int, Choice]]] = []
        for choices in dimensions:
            best: dict[int, Choice] = {}
            for choice in choices:
                ruled_out, spoiled = (choice.no, choice.not_yes) if self.mode is Mode.CERTAIN else (choice.not_yes, choice.no)
                if not spoiled & self.wanted:
                    best.setdefault(ruled_out & alive, choice)
            if not best:
                return None
            options.append(
                [
                    (mask, choice)
                    for mask, choice in best.items()
                    if not any(mask | other == other and mask != other for other in best)
                ]
            )
        reach = [0] * (len(options) + 1)
        for index in range(len(options) - 1, -1, -1):
            reach[index] = reach[index + 1]
            for mask, _ in options[index]:
                reach[index] |= mask
        chosen = self._chosen(options, reach, 0, alive)
        return None if chosen is None else tuple(pair for choice in chosen for pair in choice.assignment)

    def _chosen(self, options: list[list[tuple[int, Choice]]], reach: list[int], index: int, alive: int) -> list[Choice] | None:
        if alive & ~reach[index]:
            return None
        if index == len(options):
            return []
        for mask, choice in options[index]:
            self.space.spend()
            following = self._chosen(options, reach, index + 1, alive & ~mask)
            if following is not None:
                return [choice, *following]
        return None
