"""Functions that make one list of several: what is not known of one takes nothing from the others but their places."""

from __future__ import annotations

from collections.abc import Sequence

from s3lint.base.record import replace
from s3lint.base.value import Absent, Data, Known, ListValue, Setting, Text, Unknown, Value
from s3lint.languages.terraform.functions.arguments import Result, anything, at_most, function, in_any_order
from s3lint.languages.terraform.functions.lists import list_of, settled_items
from s3lint.languages.terraform.functions.site import MAX_ITEMS, CallSite, FunctionError
from s3lint.languages.terraform.values.order import list_with, placed_in
from s3lint.languages.terraform.values.origins import Each, derived
from s3lint.languages.terraform.values.types import STRING, convert, partial, type_of, unified_type


class _Joined:
    """A list that grows at its end; `_placed` counts the items before the first of which nobody knows where it stands."""

    def __init__(self, site: CallSite) -> None:
        self.site = site
        self.items: list[Value[Data]] = []
        self.unknowns: list[Unknown] = []
        self._placed: int | None = None

    def add(self, found: ListValue) -> None:
        placed = placed_in(found)
        if self._placed is None and (found.rest is not None or placed < len(found.items)):
            self._placed = len(self.items) + placed
        self.items += found.items
        at_most(len(self.items), MAX_ITEMS, "items", self.site)
        if found.rest is not None:
            self.unknowns.append(found.rest)

    def lose_order(self) -> None:
        if self._placed is None:
            self._placed = len(self.items)

    def add_unknown(self, unknown: Unknown) -> None:
        self.add(ListValue((), unknown))

    def result(self, kind: str) -> ListValue | Unknown:
        rest = _further(self.unknowns, self.site)
        if rest is not None and not self.items:
            return rest
        return list_with(self.items, rest, kind, len(self.items) if self._placed is None else self._placed)


def _further(unknowns: Sequence[Unknown], site: CallSite) -> Unknown | None:
    """What stands for the further items of a list that is made of several."""
    if len(unknowns) == 1:
        return replace(unknowns[0], origin=site.origin)
    if not unknowns:
        return None
    return replace(derived(unknowns[0], site.origin), names_one=all(unknown.names_one for unknown in unknowns))


@function("concat", rest=anything)
def _concat(site: CallSite, *lists: Setting[Data]) -> Result:
    """Behind a list that is not known no position is known any more."""
    if not lists:
        raise FunctionError("at least one list")
    joined = _Joined(site)
    kinds: set[str] = set()
    for each in lists:
        if isinstance(each, Unknown):
            joined.add_unknown(each)
            continue
        found = in_any_order(each, site)
        if found.kind == "set":
            raise FunctionError("lists or tuples, found a set")
        kinds.add(found.kind)
        joined.add(found)
    if kinds == {"list"} and not joined.unknowns:
        element = unified_type([type_of(item) for item in joined.items])
        if element is not None:
            joined.items = [convert(item, element) for item in joined.items]
            return joined.result("list")
    return joined.result("tuple")


@function("flatten", in_any_order, rearranges=True)
def _flatten(site: CallSite, items: ListValue) -> Result:
    flat = _Joined(site)
    _flatten_into(flat, items, site, 0)
    found = flat.result("tuple")
    return ListValue((), found) if isinstance(found, Unknown) else found


MAX_LEVELS = 100
"""How deep lists to flatten may nest."""


def _flatten_into(flat: _Joined, items: ListValue, site: CallSite, level: int) -> None:
    if level > MAX_LEVELS:
        raise site.too_large(MAX_LEVELS, "levels")
    for index, item in enumerate(items.items):
        if index == placed_in(items):
            flat.lose_order()
        match site.world.settle(item):
            case Known(ListValue() as inner):
                _flatten_into(flat, inner, site, level + 1)
            case Unknown() as unknown:
                flat.add_unknown(unknown)
            case setting:
                flat.add(ListValue((setting,)))
    if items.rest is not None:
        flat.add_unknown(items.rest)


@function("compact", list_of(STRING), rearranges=True)
def _compact(site: CallSite, items: ListValue) -> Result:
    kept = _Joined(site)
    for index, item in enumerate(settled_items(items, site)):
        if index == placed_in(items):
            kept.lose_order()
        match item:
            case Unknown():
                kept.add_unknown(_perhaps(item))
            case Known(None | "") | Absent():
                pass
            case Known(Text(pieces)) if not any(not isinstance(piece.content, Unknown) for piece in pieces):
                kept.add_unknown(_perhaps(partial(Text(pieces), site.origin)))
            case _:
                kept.add(ListValue((item,)))
    if items.rest is not None:
        kept.add_unknown(items.rest)
    found = kept.result("list")
    return ListValue((), found, "list") if isinstance(found, Unknown) else found


def _perhaps(item: Unknown) -> Each:
    """An item that may be there or not."""
    return Each(item.reason, item.origin, item.inputs, member=(derived(item, item.origin), item))
