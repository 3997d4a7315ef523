"""Functions of maps and objects. Values move with their places."""

from __future__ import annotations

from collections.abc import Mapping

from s3lint.base.comparison import same_text
from s3lint.base.condition import Condition, Truth, question
from s3lint.base.value import Absent, Choice, Data, Entry, Known, ListValue, MapValue, Setting, Text, Unknown, Value, text_of
from s3lint.languages.terraform.functions.arguments import (
    Result,
    anything,
    closed,
    function,
    given,
    mapping,
    sequence,
    strings_list,
    text,
    texts,
)
from s3lint.languages.terraform.functions.lists import list_of
from s3lint.languages.terraform.functions.site import CallSite, FunctionError, NeedsUnknown
from s3lint.languages.terraform.values.choosing import chosen
from s3lint.languages.terraform.values.items import Item, entries_in_order, member
from s3lint.languages.terraform.values.origins import derived, inherited, key_name, split_rest, with_keys
from s3lint.languages.terraform.values.types import ANY, STRING, convert, type_of, unified_type


def _complete(entries: MapValue) -> Mapping[str, Entry]:
    if entries.rest is not None:
        raise NeedsUnknown(entries.rest)
    return entries.entries


def _ordered(entries: MapValue, site: CallSite) -> list[Item]:
    if entries.rest is None:
        return [Item(Known(key, entries.entries[key].key), entries.entries[key].value) for key in sorted(entries.entries)]
    found = entries_in_order(entries, site.origin)
    if not found:
        raise NeedsUnknown(entries.rest)
    return found


@function("keys", mapping)
def _keys(site: CallSite, entries: MapValue) -> Result:
    items = tuple(item.key for item in _ordered(entries, site))
    return ListValue(items, None, "list" if entries.kind == "map" else "tuple")


@function("values", mapping)
def _values(site: CallSite, entries: MapValue) -> Result:
    items = tuple(item.value for item in _ordered(entries, site))
    return ListValue(items, None, "list" if entries.kind == "map" else "tuple")


@function("lookup", mapping, given, rest=anything)
def _lookup(site: CallSite, entries: MapValue, wanted: Setting[Data], *default: Setting[Data]) -> Result:
    if len(default) > 1:
        raise FunctionError("one default")
    found = chosen(Known(entries, site.origin), wanted, site.world, may_lack=bool(default))
    if found is None:
        return default[0]
    wanted = found
    if key_name(wanted):
        return site.world.settle(member(Known(entries, site.origin), wanted, site.origin)[0])
    key = text(wanted, site)
    entry = entries.entries.get(key)
    if entry is not None:
        return site.world.settle(entry.value)
    if entries.rest is not None:
        raise NeedsUnknown(entries.rest)
    if not default:
        raise FunctionError(f'a map with the key "{key}", or a default')
    if entries.kind == "map" and entries.entries:
        element = unified_type([type_of(found.value) for found in entries.entries.values()]) or ANY
        return site.world.settle(convert(default[0], element))
    return default[0]


@function("merge", rest=anything)
def _merge(site: CallSite, *maps: Setting[Data]) -> Result:
    """What stands before a map that is not known may be replaced by it: a choice with that question."""
    merged: dict[str, Entry] = {}
    partly: dict[str, tuple[Setting[Data], Value[Data]]] = {}
    rest: Unknown | None = None
    kinds: set[str] = set()
    for each in maps:
        match each:
            case Unknown():
                rest, found = each, MapValue({}, each)
            case Known(None) | Absent():
                continue
            case _:
                found = mapping(each, site)
                kinds.add(found.kind)
        members, others = split_rest(found.rest)
        if others is None and all(_is_apart(key, merged, site) for key, _ in members):
            partly.update({key_name(key): (key, inherited(value, each.origin)) for key, value in members})
        elif found.rest is not None:
            merged = {key: _perhaps(key, entry, found.rest, site) for key, entry in merged.items()}
            rest = found.rest
        for key, entry in found.entries.items():
            merged.pop(key, None)
            merged[key] = Entry(entry.key, inherited(entry.value, each.origin))
    if any(not _is_apart(key, merged, site) for key, _ in partly.values()):
        partly, rest = {}, with_keys(partly.values(), rest)
    if rest is not None and not merged and not partly:
        return derived(rest, site.origin, rest.identity) if len(maps) == 1 else derived(rest, site.origin)
    kind = "map" if kinds == {"map"} else "object"
    if kind == "map":
        element = unified_type([type_of(entry.value) for entry in merged.values()])
        kind = "object" if element is None else kind
    return MapValue(merged, with_keys(partly.values(), None if rest is None else derived(rest, site.origin)), kind)


def _is_apart(key: Setting[Data], entries: Mapping[str, Entry], site: CallSite) -> bool:
    """Whether a key that is known in part is none of the known keys."""
    match key:
        case Known(Text() as text, origin):
            return all(same_text(text, text_of(name, origin)) is Truth.NO for name in entries)
        case _:
            return not entries


def _perhaps(key: str, entry: Entry, rest: Unknown, site: CallSite) -> Entry:
    name = rest.identity or (rest.inputs[0] if rest.inputs else site.origin.text)
    condition: Condition = question(f'{name} has the key "{key}"')
    replaced = derived(rest, site.origin, f"{rest.identity}.{key}" if rest.identity else "")
    return Entry(entry.key, Choice(condition, replaced, entry.value))


@function("zipmap", closed, sequence)
def _zipmap(site: CallSite, names: tuple[Value[Data], ...], items: ListValue) -> Result:
    keys = [site.world.settle(name) for name in names]
    if items.rest is not None:
        raise NeedsUnknown(items.rest)
    values = items.items
    if len(keys) != len(values):
        raise FunctionError(f"as many values as keys, found {len(values)} for {len(keys)}")
    pairs = list(zip(keys, values, strict=True))
    entries = {text(key, site): Entry(site.origin, value) for key, value in pairs if not key_name(key)}
    rest = with_keys({key_name(key): (key, value) for key, value in pairs if key_name(key)}.values(), None)
    return MapValue(entries, rest, "map" if items.kind == "list" else "object")


@function("transpose", mapping)
def _transpose(site: CallSite, entries: MapValue) -> Result:
    turned: dict[str, list[str]] = {}
    for key, entry in sorted(_complete(entries).items()):
        words = list_of(STRING)(site.world.settle(entry.value), site)
        for word in texts(Known(words, site.origin), site):
            turned.setdefault(word, []).append(key)
    return MapValue(
        {word: Entry(site.origin, Known(strings_list(turned[word], site.origin), site.origin)) for word in sorted(turned)},
        None,
        "map",
    )
