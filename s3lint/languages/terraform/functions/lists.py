"""Functions of lists, tuples and sets. Items move with their places."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, Decimal

from s3lint.base.condition import Truth
from s3lint.base.value import Absent, Data, Encoded, Known, ListValue, MapValue, Setting, Text, Unknown, Value
from s3lint.languages.terraform.functions.arguments import (
    Result,
    anything,
    at_most,
    characters,
    closed,
    function,
    given,
    number,
    numbers,
    present,
    sequence,
    text,
    texts,
    whole,
)
from s3lint.languages.terraform.functions.site import MAX_ITEMS, CallSite, FunctionError, NeedsUnknown
from s3lint.languages.terraform.values.operators import equal
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
    """A reader of a list (or set) whose items are converted; they may not be known."""

    def read(setting: Setting[Data], site: CallSite) -> ListValue:
        found = present(setting, site)
        sequence(found, site)
        return sequence(site.world.settle(convert(found, Collection(kind, element))), site)

    return read


def _settled(items: ListValue, site: CallSite) -> list[Setting[Data]]:
    return [site.world.settle(item) for item in items.items]


def _complete(items: ListValue) -> tuple[Value[Data], ...]:
    if items.rest is not None:
        raise NeedsUnknown(items.rest)
    return items.items


@function("length", anything)
def _length(site: CallSite, value: Setting[Data]) -> Result:
    match present(value, site).value:
        case ListValue(items, None, kind):
            if kind == "set" and len(items) > 1:
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


@function("concat", rest=anything)
def _concat(site: CallSite, *lists: Setting[Data]) -> Result:
    """Behind a list that is not known no position is known any more."""
    if not lists:
        raise FunctionError("at least one list")
    items: list[Value[Data]] = []
    kinds: set[str] = set()
    for each in lists:
        if isinstance(each, Unknown):
            return ListValue(tuple(items), derived(each, site.origin)) if items else derived(each, site.origin)
        found = sequence(each, site)
        if found.kind == "set":
            raise FunctionError("lists or tuples, found a set")
        kinds.add(found.kind)
        items += found.items
        at_most(len(items), MAX_ITEMS, "items", site)
        if found.rest is not None:
            return ListValue(tuple(items), derived(found.rest, site.origin))
    if kinds == {"list"}:
        element = unified_type([type_of(item) for item in items])
        if element is not None:
            return ListValue(tuple(convert(item, element) for item in items), None, "list")
    return ListValue(tuple(items))


@function("contains", sequence, given)
def _contains(site: CallSite, items: ListValue, wanted: Setting[Data]) -> Result:
    doubt: Unknown | None = items.rest
    for item in _settled(items, site):
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
    for position, item in enumerate(_settled(items, site)):
        answer = equal(item, wanted, site.world)
        if answer is Truth.YES:
            return position
        if answer is Truth.MAYBE:
            raise NeedsUnknown(_doubt(item, wanted, site))
    _complete(items)
    raise FunctionError("an item that is in the list")


@function("element", sequence, whole)
def _element(site: CallSite, items: ListValue, position: int) -> Result:
    if items.kind == "set":
        raise FunctionError("a list or a tuple")
    if position < 0 and items.rest is not None:
        raise NeedsUnknown(items.rest)
    if items.rest is not None and position >= len(items.items):
        raise NeedsUnknown(items.rest)
    if not items.items:
        raise FunctionError("a list with at least one item")
    return site.world.settle(items.items[position % len(items.items)])


@function("flatten", sequence)
def _flatten(site: CallSite, items: ListValue) -> Result:
    flat: list[Value[Data]] = []
    rest = _flatten_into(flat, items, site, 0)
    return ListValue(tuple(flat), rest)


MAX_LEVELS = 100
"""How deep lists to flatten may nest."""


def _flatten_into(flat: list[Value[Data]], items: ListValue, site: CallSite, level: int) -> Unknown | None:
    """Appends items; returns what is unknown of further ones, after which nothing is appended."""
    if level > MAX_LEVELS:
        raise site.too_large(MAX_LEVELS, "levels")
    for item in items.items:
        match site.world.settle(item):
            case Known(ListValue() as inner):
                rest = _flatten_into(flat, inner, site, level + 1)
                if rest is not None:
                    return rest
            case Unknown() as unknown:
                return derived(unknown, site.origin)
            case setting:
                flat.append(setting)
        at_most(len(flat), MAX_ITEMS, "items", site)
    return None if items.rest is None else derived(items.rest, site.origin)


@function("compact", list_of(STRING))
def _compact(site: CallSite, items: ListValue) -> Result:
    kept: list[Value[Data]] = []
    for item in _settled(items, site):
        match item:
            case Unknown():
                return ListValue(tuple(kept), derived(item, site.origin), "list")
            case Known(None | "") | Absent():
                pass
            case Known(Text(pieces)) if not any(not isinstance(piece.content, Unknown) for piece in pieces):
                return ListValue(tuple(kept), derived(partial(Text(pieces), site.origin), site.origin), "list")
            case _:
                kept.append(item)
    return ListValue(tuple(kept), items.rest, "list")


@function("distinct", list_of(ANY))
def _distinct(site: CallSite, items: ListValue) -> Result:
    settled = _settled(items, site)
    for position, item in enumerate(settled):
        if sameness(item) is None and position:
            unknown = item if isinstance(item, Unknown) else site.unknown("parts of these items are not known")
            return ListValue(distinct(settled[:position]), derived(unknown, site.origin), "list")
    return ListValue(distinct(settled), items.rest, "list")


@function("reverse", sequence)
def _reverse(site: CallSite, items: ListValue) -> Result:
    return ListValue(tuple(reversed(_complete(items))), None, "list" if items.kind == "set" else items.kind)


@function("slice", sequence, whole, whole)
def _slice(site: CallSite, items: ListValue, start: int, end: int) -> Result:
    if items.kind == "set":
        raise FunctionError("a list or a tuple")
    if items.rest is not None and end > len(items.items):
        raise NeedsUnknown(items.rest)
    if not 0 <= start <= end <= len(items.items):
        raise FunctionError(f"a start and an end within the list of {len(items.items)}")
    return ListValue(items.items[start:end], None, items.kind)


@function("sort", texts)
def _sort(site: CallSite, items: list[str]) -> Result:
    return ListValue(tuple(Known(item, site.origin) for item in sorted(items, key=str.encode)), None, "list")


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
        for candidate in _settled(wanted, site):
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


@function("sum", sequence)
def _sum(site: CallSite, items: ListValue) -> Result:
    found = _complete(items)
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
    for item in _settled(items, site):
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
