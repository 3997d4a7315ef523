"""Texts that are known in part, compared: are they the same, and which comes first?"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Union

from s3lint.base.bounds import Bounds
from s3lint.base.condition import Truth
from s3lint.base.value import Piece, Symbol, Text, Unknown

if TYPE_CHECKING:
    from s3lint.base.regular_syntax import Node


def same_text(one: Text, other: Text) -> Truth:
    """Whether two texts are the same string.

    Symbols of different resources, and a symbol of a resource and a literal, are different: what a deployment generates
    is not what somebody wrote. Facts about the deployment (the account) and unknowns may be anything, but are themselves.
    """
    ours, theirs = _units(one, "ours"), _units(other, "theirs")
    start, most = 0, min(len(ours), len(theirs))
    while start < most and ours[start] == theirs[start]:
        start += 1
    end = 0
    while end < most - start and ours[-1 - end] == theirs[-1 - end]:
        end += 1
    # What is equal at both ends can be left out, unknowns too: `x + u` is `x + v` where `u` is `v`, and nowhere else.
    ours, theirs = ours[start : len(ours) - end], theirs[start : len(theirs) - end]
    if not ours and not theirs:
        return Truth.YES
    if all(map(_is_fixed, ours)) and all(map(_is_fixed, theirs)):
        return Truth.NO
    for left, right in ((ours[:1], theirs[:1]), (ours[-1:], theirs[-1:])):
        if left and right and _is_fixed(left[0]) and _is_fixed(right[0]):
            return Truth.NO
    may_be = _has_enough(ours, theirs) and _has_enough(theirs, ours) and _may_cover(ours, theirs) and _may_cover(theirs, ours)
    return Truth.MAYBE if may_be and not _are_disjoint(one, other) else Truth.NO


def _are_disjoint(one: Text, other: Text) -> bool:
    """Whether what inputs can be keeps two texts apart."""
    if not any(unknown.bounds is not None for unknown in (*one.unknowns, *other.unknowns)):
        return False
    for text, literal in ((one, other.literal), (other, one.literal)):
        match text.pieces:
            case (Piece(Unknown(bounds=Bounds() as bounds)),) if literal is not None:
                return not bounds.admits(literal)
    from s3lint.base.regular_sets import are_disjoint  # few texts need it

    return are_disjoint(pattern_of(one), pattern_of(other))


def pattern_of(text: Text) -> Node:
    """A pattern of all that a text can be, perhaps of more."""
    from s3lint.base import regular_sets as sets  # as above

    def pattern(piece: Piece) -> Node:
        match piece.content:
            case str() | Symbol(literal=str()) as literal:
                return sets.literal(literal if isinstance(literal, str) else literal.literal or "")
            case Unknown(bounds=Bounds() as bounds):
                return bounds.pattern() or sets.ANYTHING
            case _:
                return sets.ANYTHING

    return sets.joined(map(pattern, text.pieces))


def order_of(one: Text, other: Text) -> int | None:
    """Which of two different texts comes first: a number below or above 0; None where that depends on unknowns."""
    ours, theirs = _units(one, "ours"), _units(other, "theirs")
    for left, right in zip(ours, theirs, strict=False):
        if left != right:
            return (left > right) - (left < right) if isinstance(left, str) and isinstance(right, str) else None
    return None if len(ours) == len(theirs) else len(ours) - len(theirs)


Unit = Union[str, Symbol, tuple[str]]
"""A character, a symbol, or an unknown by its identity."""


def _units(text: Text, side: str) -> list[Unit]:
    """The text as a run of comparable things; an unknown without an identity is equal to none."""
    units: list[Unit] = []
    for piece in text.pieces:
        match piece.content:
            case Symbol(literal=str() as literal):
                units += literal
            case str() as literal:
                units += literal
            case Symbol() as symbol:
                units.append(symbol)
            case Unknown(identity=identity):
                units.append((identity or f"\0{len(units)} of {side}",))
    return units


def _is_fixed(unit: Unit) -> bool:
    return isinstance(unit, str) or (isinstance(unit, Symbol) and unit.resource != "")


def _has_enough(ours: list[Unit], theirs: list[Unit]) -> bool:
    """Whether the fixed units that only we have can lie in what only they have that is open.

    An open unit that both have holds the same in both, wherever it stands, and so accounts for no difference.
    """
    left = Counter(ours)
    left.subtract(Counter(theirs))
    if any(count < 0 and not _is_fixed(unit) for unit, count in left.items()):
        return True
    return all(count <= 0 for unit, count in left.items() if _is_fixed(unit))


def _may_cover(ours: list[Unit], theirs: list[Unit]) -> bool:
    """Whether the runs of fixed units that we have stand in a text without anything open, in order."""
    if not all(map(_is_fixed, theirs)):
        return True
    place = 0
    for is_fixed, run in groupby(ours, _is_fixed):
        wanted = list(run)
        if is_fixed:
            places = range(place, len(theirs) - len(wanted) + 1)
            found = next((at for at in places if theirs[at : at + len(wanted)] == wanted), None)
            if found is None:
                return False
            place = found + len(wanted)
    return True
