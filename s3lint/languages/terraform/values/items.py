"""Members of collections: attribute and index access, and iteration, on values that are settled."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal

from s3lint.base.record import Record, replace
from s3lint.base.value import (
    Absent,
    Data,
    Known,
    ListValue,
    MapValue,
    Origin,
    Setting,
    Symbol,
    Text,
    Unknown,
    Value,
    arms,
)
from s3lint.languages.terraform.values.order import in_order, placed_in, positioned, text_of_item
from s3lint.languages.terraform.values.origins import (
    Each,
    ExpressionError,
    NoMember,
    derived,
    inherited,
    key_name,
    scalar_text,
    split_rest,
)

MAX_ITEMS = 10_000
"""How many items of one collection an expression may visit."""

KEY_OF = "key of "
"""Before the name of an unknown collection, the name of the key that stands for all its keys."""


INDEX_OF = "index of "
"""Before a number of instances that nobody knows, the name of the index that stands for all of theirs."""


class Item(Record):
    """One member of a collection: its key or index, and its value."""

    key: Setting[Data]
    value: Value[Data]


class Items(Record):
    """The members of a collection; `each` stands for further ones that nobody knows.

    The first `placed` come first when Terraform goes through the collection, in their order here.
    """

    members: tuple[Item, ...]
    each: Each | None
    placed: int = 0


def member(container: Setting[Data], key: Setting[Data], at: Origin) -> tuple[Value[Data], Unknown | None]:
    """`container[key]`, and what may turn out to be an error about it. Raises ExpressionError where it is one."""
    match container, key:
        case Unknown() as unknown, _:
            return _of_unknown(unknown, key, at)
        case ((Known(None) | Absent()), _):
            raise ExpressionError("expected a value here, but this is null", at)
        case Known(MapValue() as entries, origin), _ if key_name(key):
            return _partly_known(entries, key, origin, at)
        case _, Unknown() as unknown:
            found = replace(derived(unknown, at), candidates=_texts_of(container))
            return found, found
        case Known(MapValue() as entries, origin), Known(name):
            return _entry(entries, scalar_text(name), origin, at)
        case Known(ListValue() as items, origin), Known(index):
            return _item(items, index, origin, at)
        case Known(Text(pieces)), _ if any(not isinstance(piece.content, str) for piece in pieces):
            unknown = _of_symbol(pieces[0].content, key, at)
            return unknown, unknown
        case _:
            raise ExpressionError("expected a list, a map or an object here", at)


def _texts_of(container: Setting[Data]) -> tuple[Text, ...] | None:
    """All members of a known collection, if all of them are texts."""
    match container:
        case Known(ListValue(items, None)):
            members = items
        case Known(MapValue(entries, None)):
            members = tuple(entry.value for entry in entries.values())
        case _:
            return None
    found = [text_of_item(arm) for value in members for arm in arms(value)]
    texts = tuple(text for text in found if text is not None)
    return texts if len(texts) == len(found) else None


def _of_unknown(unknown: Unknown, key: Setting[Data], at: Origin) -> tuple[Unknown, Unknown]:
    name = scalar_text(key.value) if isinstance(key, Known) else None
    identity = f"{unknown.identity}.{name}" if name is not None and unknown.identity else ""
    if isinstance(key, Unknown) and key.identity == f"{INDEX_OF}length({unknown.identity})":
        identity = f"{unknown.identity}[*]"
    # What is made by a deployment and called an ARN is one, without wildcards; whoever gives an input may give anything.
    is_arn = not unknown.is_input and name is not None and (name == "arn" or name.endswith("_arn"))
    found = replace(derived(unknown, at, identity), names_one=is_arn, candidates=unknown.candidates)
    return found, found


def _of_symbol(content: str | Symbol | Unknown, key: Setting[Data], at: Origin) -> Unknown:
    written = content.written if isinstance(content, Symbol) else ""
    name = scalar_text(key.value) if isinstance(key, Known) else None
    identity = f"{written}.{name}" if written and name else ""
    return Unknown(f"{written or 'this'} is known after deployment", at, (written,) if written else (), identity)


def _partly_known(entries: MapValue, key: Setting[Data], origin: Origin, at: Origin) -> tuple[Value[Data], Unknown | None]:
    """The entry of a key of which parts are not known: the one whose key is made of the same."""
    name = key_name(key)
    for other, value in split_rest(entries.rest)[0]:
        if key_name(other) == name:
            return inherited(value, origin), None
    unknown = derived(key, at) if isinstance(key, Unknown) else Unknown("the key is known after deployment", at)
    return unknown, unknown


def _entry(entries: MapValue, name: str | None, origin: Origin, at: Origin) -> tuple[Value[Data], Unknown | None]:
    if name is None:
        unknown = Unknown("the key is known after deployment", at)
        return unknown, unknown
    found = entries.entries.get(name)
    if found is not None:
        return inherited(found.value, origin), None
    if entries.rest is None:
        raise NoMember(f'expected one of the keys of this map; it has no "{name}"', at)
    return _of_unknown(entries.rest, Known(name, at), at)


def _item(items: ListValue, index: Data, origin: Origin, at: Origin) -> tuple[Value[Data], Unknown | None]:
    text = scalar_text(index)
    if text is None or not text.isdigit():
        if items.kind == "set" or text is not None:
            raise ExpressionError("expected a whole number that is an index of this list", at)
        unknown = Unknown("the index is known after deployment", at)
        return unknown, unknown
    items = positioned(items)
    if len(text) <= 9 and int(text) < len(items.items):
        return inherited(items.items[int(text)], origin), None
    if items.rest is not None:
        return _of_unknown(items.rest, Known(index, at), at)
    raise NoMember(f"expected an index below {len(items.items)}, the length of this list", at)


def items_of(collection: Setting[Data], at: Origin) -> Items:
    """The members of a list, set, map or object, in Terraform's order. Raises ExpressionError for anything else."""
    match collection:
        case Unknown() as unknown:
            return Items((), each_of(unknown, at))
        case Known(MapValue(entries, rest), origin):
            _bounded(len(entries), at)
            partly, others = split_rest(rest)
            known = [Item(Known(key, entries[key].key), entries[key].value) for key in sorted(entries)]
            ordered = _in_order([*known, *(Item(key, value) for key, value in partly)]) if partly else known
            members = ordered or [*known, *(Item(key, value) for key, value in partly)]
            found = tuple(Item(item.key, inherited(item.value, origin)) for item in members)
            placed = len(found) if ordered is not None and others is None else 0
            return Items(found, None if others is None else each_of(others, at), placed)
        case Known(ListValue(items, rest) as listed, origin):
            _bounded(len(items), at)
            each = None if rest is None else each_of(rest, at)
            placed = 0 if listed.kind == "set" and each is not None else placed_in(listed)
            return Items(tuple(_members(listed, origin)), each, placed)
        case Known(Text(pieces)) if any(not isinstance(piece.content, str) for piece in pieces):
            content = pieces[0].content
            name = content.written if isinstance(content, Symbol) else ""
            return Items((), each_of(Unknown(f"{name or 'this'} is known after deployment", at, (), name), at))
        case Known(None) | Absent():
            raise ExpressionError("expected a collection here, but this is null", at)
        case _:
            raise ExpressionError("expected a list, a set, a map or an object here", at)


def _bounded(count: int, at: Origin) -> None:
    if count > MAX_ITEMS:
        raise ExpressionError(f"expected at most {MAX_ITEMS} items, the limit of s3lint", at)


def _members(items: ListValue, origin: Origin) -> Iterator[Item]:
    for index, item in enumerate(items.items):
        value = inherited(item, origin)
        key: Setting[Data] = Known(index, origin)
        if items.kind == "set" and isinstance(value, Known | Unknown):
            key = value
        elif index >= placed_in(items):
            key = Unknown("the order of these items is known after deployment", origin)
        yield Item(key, value)


def each_of(unknown: Unknown, at: Origin) -> Each:
    """The item that stands for all items of an unknown collection."""
    if isinstance(unknown, Each):
        return unknown
    name = unknown.identity
    key, item = derived(unknown, at, KEY_OF + name), derived(unknown, at, f"{name}[*]")
    return Each(unknown.reason, at, unknown.inputs, name, unknown.is_input, member=(key, item))


def made_of_each(each: Each, item: Value[Data], origin: Origin) -> Each:
    """What stands for all that is made of the unknown members of a collection, of which `item` is made of the one."""
    is_arn = all(_is_arn_of_one(arm) for arm in arms(item))
    return Each(each.reason, origin, each.inputs, each.identity, each.is_input, is_arn, member=(each.key, item))


def some_of(each: Each, unknown: Unknown) -> Each:
    """What stands for some members of an unknown collection: no other has the same, and one is known by its form only.

    `unknown` says at which place and why they are unknown.
    """
    return replace(each, origin=unknown.origin, identity="", member=(replace(unknown, identity=""), each.item))


def _is_arn_of_one(arm: Setting[Data]) -> bool:
    match arm:
        case Known(Text() as text):
            return str(text).startswith("arn:") and "*" not in str(text)
        case _:
            return isinstance(arm, Unknown) and arm.names_one


def member_of_set(unknown: Unknown) -> Each:
    """The member that stands for all members of an unknown set, which is its own key."""
    name = unknown.identity
    key = derived(unknown, unknown.origin, KEY_OF + name)
    return Each(unknown.reason, unknown.origin, unknown.inputs, name, unknown.is_input, member=(key, key))


def entries_in_order(entries: MapValue, at: Origin) -> list[Item]:
    """All entries in the order of their keys, which may be known in part. Raises ExpressionError where there are too many.

    Empty where others may exist, and where the order can't be told.
    """
    found = items_of(Known(entries, at), at)
    return list(found.members) if found.placed == len(found.members) else []


def _in_order(members: Sequence[Item]) -> list[Item] | None:
    pairs = [(text, item) for item in members if (text := text_of_item(item.key)) is not None]
    return in_order(pairs) if len(pairs) == len(members) else None


def as_key(setting: Setting[Data]) -> str | None:
    """The key that a value makes in an object or a `for_each`; None where it is not known."""
    match setting:
        case Known(bool() | int() | float() | Decimal() | str() | Text() as data):
            return scalar_text(data)
        case _:
            return None


def suffix_of(key: Setting[Data]) -> str:
    """How the address of an instance says its key; empty where nothing tells the key from another."""
    literally = as_key(key)
    name = key_name(key) if literally is None else literally.replace("${", "$${")
    return f"[{json.dumps(name, ensure_ascii=False)}]" if name or literally is not None else ""
