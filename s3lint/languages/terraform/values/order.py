"""The order of texts that are known in part, and lists of which nobody knows in which order all items stand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cmp_to_key
from itertools import combinations
from typing import TypeVar

from s3lint.base.comparison import order_of, same_text
from s3lint.base.condition import Truth
from s3lint.base.value import Data, Known, ListValue, Piece, Setting, Text, Unknown, Value, arms, text_of

T = TypeVar("T")

MAX_ORDERED = 200
"""How many texts of which some are known in part are put in order."""


class Unordered(ListValue):
    """A list of which only the first `placed` items stand where they stand here.

    The others, and those that `rest` stands for, come behind them in an order that nobody knows: `sort` of names that are
    known after deployment, what follows a list that is not known.
    """

    placed: int = 0


def list_with(items: Sequence[Value[Data]], rest: Unknown | None, kind: str, placed: int) -> ListValue:
    """A list of which the first `placed` items stand where they stand here."""
    is_known = placed >= len(items) - (rest is None)
    return ListValue(tuple(items), rest, kind) if is_known else Unordered(tuple(items), rest, kind, placed)


def placed_in(items: ListValue) -> int:
    """How many items at the start of a list stand where they stand; a set has its items in the order of their texts."""
    if isinstance(items, Unordered):
        return items.placed
    is_open = items.kind == "set" and len(items.items) > 1 and any(map(_has_no_order, items.items))
    return 0 if is_open else len(items.items)


def _has_no_order(item: Value[Data]) -> bool:
    match item:
        case Known(Text() as text):
            return text.literal is None
        case _:
            return not isinstance(item, Known)


def positioned(items: ListValue) -> ListValue:
    """A list for whoever asks for positions: what has none is left open."""
    if not isinstance(items, Unordered):
        return items
    others = items.items[items.placed :]
    reason = "the order of these items is known after deployment" if items.rest is None else items.rest.reason
    found = [text_of_item(arm) for item in others for arm in arms(item)]
    names = tuple(text for text in found if text is not None)
    # What further items are is anybody's guess, and so is a member of what is no text.
    candidates = names if items.rest is None and len(names) == len(found) else None
    inputs = () if items.rest is None else items.rest.inputs
    rest = Unknown(reason, next(arms(others[0])).origin, inputs, candidates=candidates)
    return ListValue(items.items[: items.placed], rest, items.kind)


def sorted_list(items: Sequence[Setting[Data]], rest: Unknown | None) -> ListValue:
    """Texts as a list in their order, as far as it can be told."""
    pairs = [(text, item) for item in items if (text := text_of_item(item)) is not None]
    ordered = in_order(pairs) if rest is None and len(pairs) == len(items) else None
    return list_with(items if ordered is None else ordered, rest, "list", 0 if ordered is None else len(items))


def in_order(pairs: Sequence[tuple[Text, T]]) -> list[T] | None:
    """What belongs to texts, in the order of these; None where that can't be told, or for more than `MAX_ORDERED`."""
    if all(text.literal is not None for text, _ in pairs):
        return [item for _, item in sorted(pairs, key=lambda pair: (pair[0].literal or "").encode())]
    if len(pairs) > MAX_ORDERED or any(_order(one, other) is None for one, other in combinations(pairs, 2)):
        return None
    return [item for _, item in sorted(pairs, key=cmp_to_key(_compared))]


def _order(one: tuple[Text, T], other: tuple[Text, T]) -> int | None:
    return 0 if same_text(one[0], other[0]) is Truth.YES else order_of(one[0], other[0])


def _compared(one: tuple[Text, T], other: tuple[Text, T]) -> int:
    return _order(one, other) or 0


def text_of_item(item: Setting[Data]) -> Text | None:
    """A text, or one that is unknown as a whole; None for what is no text."""
    match item:
        case Known(str() | Text() as text, origin):
            return text_of(text, origin)
        case Unknown(origin=origin) as unknown:
            return Text((Piece(unknown, origin),))
        case _:
            return None
