"""Bodies of blocks as maps of settings: arguments, nested blocks, and what `dynamic` makes of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TypeGuard

from s3lint.base.record import replace
from s3lint.base.value import (
    Absent,
    Data,
    Entry,
    Known,
    ListValue,
    MapValue,
    Origin,
    Setting,
    Step,
    Unknown,
    Value,
    arms,
    map_arms,
    through,
    with_origin,
)
from s3lint.languages.terraform.declarations.configuration import BlockDeclaration, PlacedArgument, PlacedBlock
from s3lint.languages.terraform.evaluation.expressions import settle, value_of
from s3lint.languages.terraform.evaluation.frame import Frame, cases
from s3lint.languages.terraform.syntax.nodes import Literal, Variable
from s3lint.languages.terraform.values.items import Item, items_of
from s3lint.languages.terraform.values.origins import derived, key_name, quoted, without_failures

META_ARGUMENTS = frozenset(("count", "for_each", "provider", "depends_on"))
META_ARGUMENTS_OF_MODULES = META_ARGUMENTS | {"providers", "source", "version"}
META_BLOCKS = frozenset(("lifecycle", "provisioner", "connection", "timeouts"))


def argument_value(placed: PlacedArgument, frame: Frame) -> Value[Data]:
    """The value of an argument; where it was written elsewhere, the argument is the last step of its way."""
    argument = placed.argument
    value = value_of(argument.expression, frame.in_file(placed.source))
    if isinstance(argument.expression, Literal):
        return value
    step = Step(quoted(placed.source, argument.span), placed.source, argument.span)
    return map_arms(without_failures(value), lambda arm: _used(arm, step))


def _used(arm: Setting[Data], step: Step) -> Value[Data]:
    origin = arm.origin
    if _is_within(origin, step):
        return arm
    if origin.via and _is_within(origin.via[-1], step):
        return with_origin(arm, replace(origin, via=(*origin.via[:-1], step)))
    return through(arm, step)


def said_at(origin: Origin, placed: PlacedArgument) -> Origin:
    """Where it is said that there is nothing: a caller's argument or a default, where one of these decides an argument."""
    step = Step("", placed.source, placed.argument.span)
    if _is_within(origin, step):
        for first in origin.via[:1]:
            used = replace(step, what=quoted(step.source, step.span))
            return Origin(first.source, first.span, (), (used,))
    return origin


def _is_within(place: Origin | Step, step: Step) -> bool:
    return place.source is step.source and step.span.start <= place.span.start and place.span.end <= step.span.end


def settings(declaration: BlockDeclaration, frame: Frame) -> MapValue:
    """The arguments and nested blocks of a resource; every block type is a list of maps."""
    entries = _entries(declaration.arguments(), declaration.blocks(), frame, is_top=True)
    return MapValue(entries, region=declaration.parts[0].region)


def _entries(
    arguments: dict[str, PlacedArgument], blocks: Sequence[PlacedBlock], frame: Frame, *, is_top: bool = False
) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for name, placed in arguments.items():
        if not (is_top and name in META_ARGUMENTS):
            key = Origin(placed.source, placed.argument.name_span)
            entries[name] = Entry(key, argument_value(placed, frame))
    by_type: dict[str, list[PlacedBlock]] = {}
    for part in blocks:
        is_dynamic = part.block.type == "dynamic" and part.block.labels
        name = part.block.labels[0].text if is_dynamic else part.block.type
        if not (is_top and name in META_BLOCKS):
            by_type.setdefault(name, []).append(part)
    for name, parts in by_type.items():
        entries[name] = Entry(parts[0].origin, block_list(parts, frame))
    return entries


def _body(part: PlacedBlock, frame: Frame) -> dict[str, Entry]:
    body = part.block.body
    arguments = {name: PlacedArgument(argument, part.source) for name, argument in body.arguments.items()}
    return _entries(arguments, [PlacedBlock(block, part.source) for block in body.blocks], frame)


def block_list(parts: Sequence[PlacedBlock], frame: Frame) -> Value[Data]:
    """The nested blocks of one type, `dynamic` ones expanded."""
    if all(part.block.type != "dynamic" for part in parts):
        return Known(ListValue(tuple(_static(part, frame) for part in parts)), parts[0].origin)
    return without_failures(
        cases(
            lambda world: _expanded(parts, frame.in_world(world)),
            parts[0].origin,
            frame.world,
            lambda: _one_by_one(parts, frame) if len(parts) > 1 else None,
        )
    )


def _one_by_one(parts: Sequence[PlacedBlock], frame: Frame) -> Known[Data] | None:
    """The blocks where each `dynamic` block has conditions of its own: every item is there, or not, by itself."""
    items: list[Value[Data]] = []
    for part in parts:
        made = block_list([part], frame)
        lengths = [len(arm.value.items) if _is_complete(arm) else None for arm in arms(made)]
        if None in lengths:
            return None
        items += (map_arms(made, partial(_item, index)) for index in range(max(filter(None, lengths), default=0)))
    return Known(ListValue(tuple(items)), parts[0].origin)


def _is_complete(made: Setting[Data]) -> TypeGuard[Known[ListValue]]:
    return isinstance(made, Known) and isinstance(made.value, ListValue) and made.value.rest is None


def _item(index: int, made: Setting[Data]) -> Value[Data]:
    items = made.value.items if _is_complete(made) else ()
    return items[index] if index < len(items) else Absent(made.origin)


def _static(part: PlacedBlock, frame: Frame) -> Known[Data]:
    return Known(MapValue(_body(part, frame), region=part.region), part.origin)


def _expanded(parts: Sequence[PlacedBlock], frame: Frame) -> Setting[Data]:
    items: list[Value[Data]] = []
    rest: Unknown | None = None
    for part in parts:
        if part.block.type != "dynamic":
            items.append(_static(part, frame))
            continue
        for item in _dynamic(part, frame):
            if isinstance(item, Unknown):
                rest = item
            else:
                items.append(item)
    if rest is not None and not items:
        return rest
    return Known(ListValue(tuple(items), rest), parts[0].origin if items else _switched_off(parts[0], frame))


def _switched_off(part: PlacedBlock, frame: Frame) -> Origin:
    """Where it is said that a `dynamic` block makes none."""
    for_each = part.block.body.arguments.get("for_each")
    if for_each is None:
        return part.origin
    placed = PlacedArgument(for_each, part.source)
    return said_at(frame.world.settle(argument_value(placed, frame)).origin, placed)


def _dynamic(part: PlacedBlock, frame: Frame) -> Iterator[Value[Data]]:
    """The blocks that a `dynamic` block makes; an unknown stands for any number of further ones."""
    body = part.block.body
    content = next((block for block in body.blocks if block.type == "content"), None)
    for_each = body.arguments.get("for_each")
    if content is None or for_each is None:
        missing = "a content block" if content is None else "for_each"
        yield Unknown(f"expected {missing} in this dynamic block", part.origin)
        return
    inside = frame.in_file(part.source)
    found = items_of(settle(for_each.expression, inside), inside.origin(for_each.expression.span))
    name = _iterator(part)
    for element in found.members:
        yield Known(
            MapValue(_body(PlacedBlock(content, part.source), iterating(inside, name, element)), region=part.region),
            part.origin,
        )
    if found.each is not None:
        yield derived(found.each, part.origin)


def _iterator(part: PlacedBlock) -> str:
    argument = part.block.body.arguments.get("iterator")
    if argument is not None and isinstance(argument.expression, Variable):
        return argument.expression.name
    return part.block.labels[0].text


def iterating(frame: Frame, name: str, element: Item) -> Frame:
    """The frame of one item of `for_each`: `name.key` and `name.value`."""
    entries = {"key": Entry(element.key.origin, element.key), "value": Entry(element.key.origin, element.value)}
    label = element.key.value if isinstance(element.key, Known) else key_name(element.key) or "*"
    return frame.binding(f" at {label}", **{name: Known(MapValue(entries), element.key.origin)})
