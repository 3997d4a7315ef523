"""Functions of sets."""

from __future__ import annotations

from collections.abc import Sequence

from s3lint.base.value import Data, Known, ListValue, Setting, Unknown, Value
from s3lint.languages.terraform.functions.arguments import Result, anything, at_most, function, sequence
from s3lint.languages.terraform.functions.lists import list_of
from s3lint.languages.terraform.functions.site import MAX_ITEMS, CallSite, FunctionError, NeedsUnknown
from s3lint.languages.terraform.values.origins import derived
from s3lint.languages.terraform.values.types import ANY, Collection, convert, distinct, sameness, type_of, unified_type

_set = list_of(ANY, "set")


def _alike(sets: Sequence[ListValue], site: CallSite) -> list[ListValue]:
    """The sets with items of one type."""
    element = unified_type([type_of(item) for each in sets for item in each.items])
    if element is None:
        raise FunctionError("sets of one type")
    found: list[ListValue] = []
    for each in sets:
        converted = convert(Known(each, site.origin), Collection("set", element))
        found.append(sequence(site.world.settle(converted), site))
    return found


def _made(items: Sequence[Value[Data]], rest: Unknown | None, site: CallSite) -> ListValue:
    return ListValue(distinct(items, is_set=True), None if rest is None else derived(rest, site.origin), "set")


def _unsure(sets: Sequence[ListValue], site: CallSite) -> Unknown | None:
    """What is unknown of the items that two sets may have in common."""
    for each in sets:
        if each.rest is not None:
            return each.rest
        for item in each.items:
            if sameness(item) is None:
                return item if isinstance(item, Unknown) else site.unknown("parts of these items are not known")
    return None


@function("setunion", _set, rest=_set)
def _setunion(site: CallSite, *sets: ListValue) -> Result:
    found = _alike(sets, site)
    rest = next((each.rest for each in found if each.rest is not None), None)
    return _made([item for each in found for item in each.items], rest, site)


@function("setintersection", _set, rest=_set)
def _setintersection(site: CallSite, *sets: ListValue) -> Result:
    found = _alike(sets, site)
    unsure = _unsure(found, site)
    keys = [{sameness(item) for item in each.items} for each in found]
    common = [item for item in found[0].items if sameness(item) is not None and all(sameness(item) in each for each in keys)]
    return _made(common, unsure, site)


@function("setsubtract", _set, _set)
def _setsubtract(site: CallSite, one: ListValue, other: ListValue) -> Result:
    one, other = _alike((one, other), site)
    unsure = _unsure((other,), site)
    if unsure is not None:
        raise NeedsUnknown(unsure)
    taken = {sameness(item) for item in other.items}
    return _made([item for item in one.items if sameness(item) not in taken], one.rest, site)


@function("setproduct", rest=anything)
def _setproduct(site: CallSite, *collections: Setting[Data]) -> Result:
    if len(collections) < 2:
        raise FunctionError("at least two sets or lists")
    read = list_of(ANY)
    found = [read(each, site) if sequence(each, site).kind == "tuple" else sequence(each, site) for each in collections]
    is_set = all(each.kind == "set" for each in found)
    rows: list[tuple[Value[Data], ...]] = [()]
    for each in found:
        if each.rest is not None:
            raise NeedsUnknown(each.rest)
        at_most(len(rows) * len(each.items), MAX_ITEMS, "items", site)
        rows = [(*row, item) for row in rows for item in each.items]
    items = tuple(Known(ListValue(row), site.origin) for row in rows)
    return ListValue(items, None, "set" if is_set else "list")
