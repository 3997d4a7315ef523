"""Functions of lists, tuples and sets. Items move with their places."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, Decimal

from s3lint.base.condition import Truth
from s3lint.base.record import replace
from s3lint.base.value import Absent, Data, Encoded, Known, ListValue, MapValue, Setting, Text, Unknown, Value
from s3lint.languages.terraform.functions.arguments import (
    Result,
    anything,
    at_most,
    characters,
    closed,
    function,
    given,
    in_any_order,
    number,
    numbers,
    present,
    sequence,
    text,
    whole,
)
from s3lint.languages.terraform.functions.site import CallSite, FunctionError, NeedsUnknown
from s3lint.languages.terraform.values.choosing import chosen
from s3lint.languages.terraform.values.operators import equal
from s3lint.languages.terraform.values.order import Unordered, list_with, placed_in, positioned, sorted_list
from s3lint.languages.terraform.values.origins import Partly, derived
from s3lint.languages.terraform.values.types import (
    ANY,
    BOOL,
    STRING,
    Collection,
    Type,
    convert,
    distinct,
    partial,
    sameness,
    tidy,
    type_of,
    unified_type,
)

_PRECISION = Context(prec=155)
"""Terraform computes with 512 bits, which are 154 decimal digits."""


def list_of(element: Type, kind: str = "list") -> Callable[[Setting[Data], CallSite], ListValue]:
    """A reader of a list (or set) whose items are converted; they, and their order, may not be known."""

    def read(setting: Setting[Data], site: CallSite) -> ListValue:
        found = present(setting, site)
        in_any_order(found, site)
        return in_any_order(site.world.settle(convert(found, Collection(kind, element))), site)

    return read


def settled_items(items: ListValue, site: CallSite) -> list[Setting[Data]]:
    return [site.world.settle(item) for item in items.items]


def _complete(items: ListValue) -> tuple[Value[Data], ...]:
    """The items of a list, all of them, in their order."""
    found = positioned(items)
    if found.rest is not None:
        raise NeedsUnknown(found.rest)
    return found.items


@function("length", anything)
def _length(site: CallSite, value: Setting[Data]) -> Result:
    match present(value, site).value:
        case ListValue(items, None, kind) as found:
            if (kind == "set" or isinstance(found, Unordered)) and len(items) > 1:
                for item in items:
                    if isinstance(item, Unknown) and sameness(item) is None:
                        raise NeedsUnknown(item)
            return len(items)
        case MapValue(entries, None):
            return len(entries)
        case MapValue(entries, Partly(others=None, members=members)):
            return len(entries) + len(members)
        case ListValue(rest=rest) | MapValue(rest=rest) if rest is not None:
            raise NeedsUnknown(rest)
        case str() | Text() | Encoded():
            return len(characters(text(value, site), site))
        case _:
            raise FunctionError("a string, a list, a set, a tuple, a map or an object")


@function("contains", in_any_order, given)
def _contains(site: CallSite, items: ListValue, wanted: Setting[Data]) -> Result:
    doubt: Unknown | None = items.rest
    for item in settled_items(items, site):
        answer = equal(item, wanted, site.world)
        if answer is Truth.YES:
            return True
        if answer is Truth.MAYBE and doubt is None:
            doubt = _doubt(item, wanted, site)
    if doubt is not None:
        raise NeedsUnknown(doubt)
    return False


def _doubt(one: Setting[Data], other: Setting[Data], site: CallSite) -> Unknown:
    for each in (other, one):
        match each:
            case Unknown():
                return each
            case Known(Text() as words) if words.literal is None:
                return partial(words, each.origin)
            case _:
                pass
    return site.unknown("parts of these values are not known")


@function("index", sequence, given)
def _index(site: CallSite, items: ListValue, wanted: Setting[Data]) -> Result:
    for position, item in enumerate(settled_items(items, site)):
        answer = equal(item, wanted, site.world)
        if answer is Truth.YES:
            return position
        if answer is Truth.MAYBE:
            raise NeedsUnknown(_doubt(item, wanted, site))
    _complete(items)
    raise FunctionError("an item that is in the list")


@function("element", sequence, given)
def _element(site: CallSite, items: ListValue, index: Setting[Data]) -> Result:
    if items.kind == "set":
        raise FunctionError("a list or a tuple")
    if isinstance(index, Unknown) and index.identity:
        # Behind the end it starts again, so every index means a member.
        turn = replace(index, identity=f"{index.identity} % {len(items.items)}")
        found = chosen(Known(items, site.origin), turn, site.world)
        index = index if found is None or found is turn else found
    position = whole(index, site)
    if position < 0 and items.rest is not None:
        raise NeedsUnknown(items.rest)
    if items.rest is not None and position >= len(items.items):
        raise NeedsUnknown(items.rest)
    if not items.items:
        raise FunctionError("a list with at least one item")
    return site.world.settle(items.items[position % len(items.items)])


@function("distinct", list_of(ANY), rearranges=True)
def _distinct(site: CallSite, items: ListValue) -> Result:
    settled = settled_items(items, site)
    unsure = (index for index, item in enumerate(settled) if index and sameness(item) is None)
    placed = min(next(unsure, len(settled)), placed_in(items))
    before = distinct(settled[:placed])
    return list_with(distinct(settled), items.rest, "list", len(before))


@function("reverse", in_any_order, rearranges=True)
def _reverse(site: CallSite, items: ListValue) -> Result:
    kind = "list" if items.kind == "set" else items.kind
    is_placed = items.rest is None and placed_in(items) == len(items.items)
    return list_with(items.items[::-1], items.rest, kind, len(items.items) if is_placed else 0)


@function("slice", sequence, whole, whole)
def _slice(site: CallSite, items: ListValue, start: int, end: int) -> Result:
    if items.kind == "set":
        raise FunctionError("a list or a tuple")
    if items.rest is not None and end > len(items.items):
        raise NeedsUnknown(items.rest)
    if not 0 <= start <= end <= len(items.items):
        raise FunctionError(f"a start and an end within the list of {len(items.items)}")
    return ListValue(items.items[start:end], None, items.kind)


@function("sort", list_of(STRING), rearranges=True)
def _sort(site: CallSite, items: ListValue) -> Result:
    settled = settled_items(items, site)
    for item in settled:
        if not isinstance(item, Unknown):
            present(item, site)
    return sorted_list(settled, items.rest)


@function("chunklist", list_of(ANY), whole)
def _chunklist(site: CallSite, items: ListValue, size: int) -> Result:
    if size < 0:
        raise FunctionError("a size that is not negative")
    found = _complete(items)
    size = size or max(len(found), 1)
    chunks = (ListValue(found[start : start + size], None, "list") for start in range(0, len(found), size))
    return ListValue(tuple(Known(chunk, site.origin) for chunk in chunks), None, "list")


@function("matchkeys", list_of(ANY), list_of(ANY), list_of(ANY))
def _matchkeys(site: CallSite, values: ListValue, keys: ListValue, wanted: ListValue) -> Result:
    found, named = _complete(values), _complete(keys)
    if len(found) != len(named):
        raise FunctionError("as many keys as values")
    kept: list[Value[Data]] = []
    for value, key in zip(found, named, strict=True):
        doubt: Unknown | None = wanted.rest
        for candidate in settled_items(wanted, site):
            answer = equal(site.world.settle(key), candidate, site.world)
            if answer is Truth.YES:
                kept.append(value)
                doubt = None
                break
            if answer is Truth.MAYBE:
                doubt = _doubt(candidate, site.world.settle(key), site)
        if doubt is not None:
            return ListValue(tuple(kept), derived(doubt, site.origin), "list")
    return ListValue(tuple(kept), None, "list")


@function("one", anything)
def _one(site: CallSite, value: Setting[Data]) -> Result:
    items = _complete(sequence(value, site))
    if len(items) > 1:
        raise FunctionError("a list with no item or one")
    return site.world.settle(items[0]) if items else None


@function("range", number, optional=0, rest=number)
def _range(site: CallSite, first: int | Decimal, *others: int | Decimal) -> Result:
    if len(others) > 2:
        raise FunctionError("a start, a limit and a step")
    start, limit = (first, others[0]) if others else (0, first)
    step: int | Decimal = others[1] if len(others) == 2 else 1 if start <= limit else -1
    if step == 0 or (step > 0 and start > limit) or (step < 0 and start < limit):
        raise FunctionError("a step that leads from the start to the limit")
    at_most(int((Decimal(limit) - Decimal(start)) / Decimal(step)) - 1, MAX_RANGE, "items", site)
    made: list[Value[Data]] = []
    value = Decimal(start)
    while (value < limit) if step > 0 else (value > limit):
        if len(made) >= MAX_RANGE:
            raise FunctionError(f"at most {MAX_RANGE} numbers")
        made.append(Known(tidy(value), site.origin))
        value = _PRECISION.add(value, Decimal(step))
    return ListValue(tuple(made), None, "list")


MAX_RANGE = 1024
"""Terraform's own limit."""


@function("sum", in_any_order)
def _sum(site: CallSite, items: ListValue) -> Result:
    found = items.items if items.rest is None else _complete(items)
    if not found:
        raise FunctionError("a list with at least one number")
    total = Decimal(0)
    for item in numbers(Known(ListValue(found), site.origin), site):
        total = _PRECISION.add(total, Decimal(item))
    return tidy(total)


@function("alltrue", list_of(BOOL))
def _alltrue(site: CallSite, items: ListValue) -> Result:
    return _all_are(site, items, False)


@function("anytrue", list_of(BOOL))
def _anytrue(site: CallSite, items: ListValue) -> Result:
    return _all_are(site, items, True)


def _all_are(site: CallSite, items: ListValue, decisive: bool) -> bool:
    """Whether one item is `decisive`, told as what `alltrue` and `anytrue` then say; null counts as false."""
    doubt: Unknown | None = items.rest
    for item in settled_items(items, site):
        match item:
            case Unknown():
                doubt = doubt or item
            case Known(answer) if (answer is True) is decisive:
                return decisive
            case _:
                pass
    if doubt is not None:
        raise NeedsUnknown(doubt)
    return not decisive


@function("coalesce", rest=anything)
def _coalesce(site: CallSite, *values: Setting[Data]) -> Result:
    """The first that is neither null nor an empty string."""
    wanted = unified_type([type_of(value) for value in values])
    if wanted is None:
        raise FunctionError("arguments of one type")
    for value in values:
        match value:
            case Unknown():
                raise NeedsUnknown(value)
            case Known(None | "") | Absent():
                pass
            case Known(Text() as words) if words.literal == "":
                pass
            case Known(Text(pieces) as words) if all(_may_be_empty(piece.content) for piece in pieces):
                raise NeedsUnknown(partial(words, site.origin))
            case _:
                return site.world.settle(convert(value, wanted))
    raise FunctionError("an argument that is neither null nor an empty string")


def _may_be_empty(content: object) -> bool:
    return isinstance(content, Unknown) or content == ""


@function("coalescelist", rest=anything)
def _coalescelist(site: CallSite, *lists: Setting[Data]) -> Result:
    for each in lists:
        found = sequence(each, site)
        if found.items:
            return each
        closed(each, site)
    raise FunctionError("a list that is not empty")
