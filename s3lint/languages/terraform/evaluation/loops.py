"""`for` expressions and splats: what is made of each member of a collection, known or not."""

from __future__ import annotations

from collections.abc import Iterator

from s3lint.base.value import Absent, Data, Entry, Known, ListValue, MapValue, Origin, Setting, Text, Unknown, Value, arms
from s3lint.languages.terraform.evaluation.decisions import Settle, decided
from s3lint.languages.terraform.evaluation.frame import Frame, cases, fails_somewhere
from s3lint.languages.terraform.syntax.nodes import Expression, ForDirective, ForObject, ForTuple, Splat
from s3lint.languages.terraform.values.items import Item, as_key, items_of, made_of_each, some_of
from s3lint.languages.terraform.values.order import list_with
from s3lint.languages.terraform.values.origins import (
    Each,
    ExpressionError,
    Failed,
    Lacking,
    derived,
    error_of,
    key_name,
    name_of,
    settled,
    with_keys,
    without_failures,
)


def member_value(node: Expression, frame: Frame, settle: Settle, *, is_written_out: bool = False) -> Value[Data]:
    """The value of an expression inside a collection: its cases stay its own, its errors are the collection's.

    Where each member is written out, and not inside `try`, a reference to what is not there says nothing of its neighbours.
    """
    value = cases(lambda world: settle(node, frame.in_world(world)), frame.origin(node.span), frame.world)
    if not fails_somewhere(value):
        return value
    failed = (arm for arm in arms(value) if isinstance(arm, Failed))
    if is_written_out and frame.doubts is None and all(isinstance(arm, Lacking) for arm in failed):
        return without_failures(value)
    found = frame.world.settle(value)
    if isinstance(found, Failed):
        raise error_of(found)
    return found


def splat(node: Splat, frame: Frame, settle: Settle) -> Setting[Data]:
    operand = settle(node.operand, frame)
    origin = frame.origin(node.span)
    match operand:
        case Known(None) | Absent():
            return Known(ListValue(()), origin)
        case Unknown() | Known(ListValue()):
            if isinstance(operand, Unknown):
                frame.doubt(operand)
            found = items_of(operand, origin)
            items = [_splat_item(node, element.value, frame, settle) for element in found.members]
            is_list = isinstance(operand, Known) and isinstance(operand.value, ListValue) and operand.value.kind != "tuple"
            kind = "list" if is_list and found.each is None else "tuple"
            place = origin if isinstance(operand, Unknown) else operand.origin
            each = found.each
            rest = None if each is None else made_of_each(each, _splat_item(node, each.item, frame, settle), place)
            return _made(items, rest, place, kind, found.placed)
        case _:
            return Known(ListValue((_splat_item(node, operand, frame, settle),)), operand.origin)


def _splat_item(node: Splat, item: Value[Data], frame: Frame, settle: Settle) -> Value[Data]:
    return member_value(node.each, frame.at_item(item), settle)


def _made(items: list[Value[Data]], rest: Unknown | None, origin: Origin, kind: str, placed: int) -> Setting[Data]:
    return rest if rest is not None and not items else Known(list_with(items, rest, kind, placed), origin)


class _Loop:
    """The members of a collection for which a `for` expression makes something."""

    def __init__(self, node: ForTuple | ForObject, frame: Frame, settle: Settle) -> None:
        collection = settle(node.collection, frame)
        if isinstance(collection, Unknown):
            frame.doubt(collection)
        self.found = items_of(collection, frame.origin(node.collection.span))
        self._node, self._frame, self._settle = node, frame, settle
        self._decisive = collection.origin

    @property
    def origin(self) -> Origin:
        """The place of what was made: a condition that leaves members out decides that."""
        return self._frame.computed(self._node.span, self._decisive)

    def members(self) -> Iterator[tuple[Frame, int]]:
        """The known members that count, each with its names, and which of all it is."""
        condition = self._node.condition
        for index, element in enumerate(self.found.members):
            inner = bound(self._node, element, self._frame)
            holds, decided_by = (True, None) if condition is None else decided(self._settle(condition, inner), condition, inner)
            if holds:
                yield inner, index
            elif decided_by is not None:
                self._decisive = decided_by


def bound(node: ForTuple | ForObject | ForDirective, element: Item, frame: Frame) -> Frame:
    names: dict[str, Value[Data]] = {node.value: element.value}
    if node.key:
        names[node.key] = element.key
    label = as_key(element.key) if isinstance(element.key, Known) else name_of(element.key)
    return frame.binding(f" at {label}", **names)


def for_tuple(node: ForTuple, frame: Frame, settle: Settle) -> Setting[Data]:
    loop = _Loop(node, frame, settle)
    items: list[Value[Data]] = []
    placed = 0
    for inner, index in loop.members():
        items.append(member_value(node.result, inner, settle))
        placed += index < loop.found.placed
    each = loop.found.each
    rest = None if each is None else _of_each(node, each, loop.origin, frame, settle)
    return _made(items, rest, loop.origin, "tuple", placed)


def _of_each(node: ForTuple, each: Each, origin: Origin, frame: Frame, settle: Settle) -> Each:
    inner = bound(node, Item(settled(each.key, frame.world), each.item), frame)
    made = made_of_each(each, member_value(node.result, inner, settle), origin)
    return made if node.condition is None else some_of(made, derived(each, origin))


def for_object(node: ForObject, frame: Frame, settle: Settle) -> Setting[Data]:
    loop = _Loop(node, frame, settle)
    groups: dict[str, tuple[Origin, list[Value[Data]]]] = {}
    partly: dict[str, tuple[Setting[Data], Value[Data]]] = {}
    rest: Unknown | None = None
    for inner, _ in loop.members():
        key = settle(node.result_key, inner)
        name = as_key(key)
        if key_name(key) and not node.grouping:
            partly[key_name(key)] = key, member_value(node.result, inner, settle)
            continue
        if name is None:
            if not isinstance(key, Known | Unknown) or (isinstance(key, Known) and not isinstance(key.value, Text)):
                raise ExpressionError("expected a string as the key of an object", key.origin)
            rest = key if isinstance(key, Unknown) else Unknown("a key is known after deployment", key.origin)
            continue
        if name in groups and not node.grouping:
            raise ExpressionError(f'expected every key once; "{name}" comes twice', key.origin)
        groups.setdefault(name, (key.origin, []))[1].append(member_value(node.result, inner, settle))
    origin = loop.origin
    if loop.found.each is not None:
        rest = _each_entry(node, loop.found.each, origin, frame, settle)
    entries = {
        name: Entry(place, Known(ListValue(tuple(values)), origin) if node.grouping else values[0])
        for name, (place, values) in groups.items()
    }
    if not entries and not partly and rest is not None:
        return rest
    return Known(MapValue(entries, with_keys(partly.values(), rest)), origin)


def _each_entry(node: ForObject, each: Each, origin: Origin, frame: Frame, settle: Settle) -> Unknown:
    """What stands for the entries made of unknown items; nothing is known of them where a condition or grouping decides."""
    if node.condition is not None or node.grouping:
        return derived(each, origin, f"{each.identity} {frame.question(node.span)}")
    inner = bound(node, Item(settled(each.key, frame.world), each.item), frame)
    key = settle(node.result_key, inner)
    name = f"{each.identity} by {name_of(key)}" if each.identity and name_of(key) else ""
    return Each(each.reason, origin, each.inputs, name, each.is_input, member=(key, member_value(node.result, inner, settle)))
