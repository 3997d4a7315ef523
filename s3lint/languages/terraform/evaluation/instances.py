"""`count` and `for_each`: how often a resource or a module is there, under which condition, and with which key."""

from __future__ import annotations

import functools
from collections.abc import Callable

from s3lint.base.condition import Condition, conjunction, disjunction, negation, question
from s3lint.base.record import Record, replace
from s3lint.base.value import (
    Absent,
    Choice,
    Data,
    Entry,
    Known,
    ListValue,
    MapValue,
    Setting,
    Text,
    Unknown,
    Value,
    arms,
    map_arms,
)
from s3lint.base.worlds import EVERYWHERE, Fork
from s3lint.languages.terraform.declarations.configuration import BlockDeclaration, PlacedArgument
from s3lint.languages.terraform.evaluation.bodies import argument_value, iterating, said_at
from s3lint.languages.terraform.evaluation.frame import Frame, Instance
from s3lint.languages.terraform.values.items import INDEX_OF, KEY_OF, Item, items_of, suffix_of
from s3lint.languages.terraform.values.origins import Each, ExpressionError, inherited, literal, name_of, settled, words
from s3lint.languages.terraform.values.types import partial

MAX_INSTANCES = 1000
"""How many instances of one resource or module are looked at."""


class Expansion(Record):
    """`repetition` is `count`, `for_each` or empty. `each` stands for further instances. `excess` is the number left out.

    Where there is no instance, and no further one with another key, `off` is what one would be.
    """

    repetition: str
    members: tuple[Instance, ...]
    each: Instance | None = None
    excess: int = 0
    off: Instance | None = None


def expand(declaration: BlockDeclaration, address: str, frame: Frame) -> Expansion:
    count = declaration.argument("count")
    if count is not None:
        return _by_count(count, address, frame)
    for_each = declaration.argument("for_each")
    if for_each is not None:
        return _by_key(for_each, address, frame)
    enabled = _enabled(declaration)
    if enabled is None:
        return Expansion("", (Instance("", True, frame),))
    return _by_flag(enabled, address, frame)


def _enabled(declaration: BlockDeclaration) -> PlacedArgument | None:
    """OpenTofu's `lifecycle { enabled = … }` (https://opentofu.org/docs/language/meta-arguments/enabled/, 1.11)."""
    for part in declaration.blocks():
        found = part.block.body.arguments.get("enabled") if part.block.type == "lifecycle" else None
        if found is not None:
            return PlacedArgument(found, part.source)
    return None


def _by_flag(placed: PlacedArgument, address: str, frame: Frame) -> Expansion:
    cases = _arms(_argument("enabled", placed, address, frame), True)
    condition = disjunction(*(conjunction(there, _is_on(leaf, placed, address, frame)) for there, leaf in cases))
    place = said_at(cases[0][1].origin, placed)
    off = Instance("", False, frame, off=place) if condition is False else None
    return Expansion("", (Instance("", condition, frame),), off=off)


def _is_on(leaf: Setting[Data], placed: PlacedArgument, address: str, frame: Frame) -> Condition:
    match leaf:
        case Known(bool() as flag):
            return flag
        case Known(str() | Text() as text) if literal(text) in ("true", "false"):
            return literal(text) == "true"
        case Unknown(identity=identity):
            return question(identity or frame.question(placed.argument.expression.span))
        case _:
            _refused(ExpressionError("expected true or false", leaf.origin), f"enabled of {address}", frame)
            return question(frame.question(placed.argument.expression.span))


def _argument(name: str, placed: PlacedArgument, address: str, frame: Frame) -> Value[Data]:
    return frame.module.once(f"{address}.{name}", placed.origin, lambda: argument_value(placed, frame))


def holds_where(value: Value[Data], test: Callable[[Setting[Data]], bool]) -> Condition:
    """The condition under which the arm of a value that counts passes a test."""
    if not isinstance(value, Choice):
        return test(value)
    if_true, if_false = holds_where(value.if_true, test), holds_where(value.if_false, test)
    if if_true == if_false:
        return if_true
    return disjunction(conjunction(value.condition, if_true), conjunction(negation(value.condition), if_false))


def _number(setting: Setting[Data]) -> int | None:
    """A count that Terraform takes."""
    if isinstance(setting, Known):
        match setting.value:
            case bool():
                return None
            case int() as number if number >= 0:
                return number
            case data:
                text = literal(data)
                return int(text) if text is not None and text.isdigit() and len(text) < 10 else None
    return None


def _usable(count: Setting[Data], address: str, frame: Frame) -> Setting[Data]:
    """One arm of `count`; what Terraform refuses is unknown."""
    if isinstance(count, Unknown) or _number(count) is not None:
        return count
    if isinstance(count, Known) and isinstance(count.value, Text) and count.value.literal is None:
        return partial(count.value, count.origin)
    found = f", found {words(count)}" if words(count) else ""
    error = ExpressionError(f"expected a whole number of instances, 0 or more{found}", count.origin)
    return _refused(error, f"count of {address}", frame)


def _refused(error: ExpressionError, what: str, frame: Frame) -> Unknown:
    """What says how often something is there, and is refused: it is reported, and leaves open what there is."""
    frame.module.project.report("invalid-configuration", f"{what}: {error.message}", error.origin)
    return Unknown(error.message, error.origin)


def _counts_beyond(index: int, leaf: Setting[Data]) -> bool:
    return (_number(leaf) or 0) > index


def _by_count(placed: PlacedArgument, address: str, frame: Frame) -> Expansion:
    value = map_arms(_argument("count", placed, address, frame), lambda count: _usable(count, address, frame))
    leaves = tuple(arms(value))
    most = max((_number(leaf) or 0 for leaf in leaves), default=0)
    members = []
    for index in range(min(most, MAX_INSTANCES)):
        condition = holds_where(value, functools.partial(_counts_beyond, index))
        bindings = _count_binding(Known(index, leaves[0].origin))
        members.append(Instance(f"[{index}]", condition, _inside(frame, address, f"[{index}]", **bindings)))
    each = None
    unknown = next((leaf for leaf in leaves if isinstance(leaf, Unknown)), None)
    if unknown is not None:
        name = unknown.identity or frame.question(placed.argument.expression.span)
        condition = conjunction(holds_where(value, lambda leaf: isinstance(leaf, Unknown)), question(f"{name} > 0"))
        symbol = f"{INDEX_OF}{name}"
        position = Unknown(unknown.reason, unknown.origin, unknown.inputs, symbol, unknown.is_input)
        each = Instance("[*]", condition, _inside(frame, address, "[*]", **_count_binding(position)), symbol)
    off = None
    if not members and each is None:
        bindings = _count_binding(Known(0, leaves[0].origin))
        off = Instance("[0]", False, _inside(frame, address, "[0]", **bindings), off=said_at(leaves[0].origin, placed))
    return Expansion("count", tuple(members), each, max(0, most - MAX_INSTANCES), off)


def _count_binding(index: Setting[Data]) -> dict[str, Value[Data]]:
    return {"count": Known(MapValue({"index": Entry(index.origin, index)}), index.origin)}


def _inside(frame: Frame, address: str, suffix: str, **bindings: Value[Data]) -> Frame:
    inside = frame.binding("", **bindings)
    inside.where = address + suffix
    return inside


def _by_key(placed: PlacedArgument, address: str, frame: Frame) -> Expansion:
    value = _argument("for_each", placed, address, frame)
    keys: dict[str, Item] = {}
    conditions: dict[str, list[Condition]] = {}
    each: Instance | None = None
    for condition, leaf in _arms(value, True):
        members, unknown, is_there = _members(leaf, address, frame)
        for key, element in members.items():
            keys.setdefault(key, element)
            conditions.setdefault(key, []).append(condition)
        if unknown is not None and each is None:
            exists = condition if is_there else conjunction(condition, _not_empty(unknown, frame, placed))
            each = _symbolic(unknown, exists, address, frame)
    instances = []
    for suffix, element in list(keys.items())[:MAX_INSTANCES]:
        inside = iterating(frame, "each", element)
        inside.where = address + suffix
        instances.append(Instance(suffix, disjunction(*conditions[suffix]), inside, key=element.key))
    off = None
    if each is None:
        origin = next(arms(value)).origin
        none = Unknown("there is no instance", origin)
        nobody = Each(none.reason, origin, member=(none, none))
        off = replace(_symbolic(nobody, False, address, frame), off=said_at(origin, placed))
    return Expansion("for_each", tuple(instances), each, max(0, len(keys) - MAX_INSTANCES), off)


def _arms(value: Value[Data], condition: Condition) -> list[tuple[Condition, Setting[Data]]]:
    if isinstance(value, Choice):
        return _arms(value.if_true, conjunction(condition, value.condition)) + _arms(
            value.if_false, conjunction(condition, negation(value.condition))
        )
    return [(condition, value)]


def _members(leaf: Setting[Data], address: str, frame: Frame) -> tuple[dict[str, Item], Each | None, bool]:
    """The known keys of a `for_each` collection, what stands for unknown ones, and whether there is one of them for sure."""
    try:
        found = items_of(leaf, leaf.origin)
    except ExpressionError as error:
        return {}, _unusable(error, address, frame), False
    is_list = isinstance(leaf, Known) and isinstance(leaf.value, ListValue)
    members: dict[str, Item] = {}
    unknown, is_there = found.each, False
    for element in found.members:
        key = element.value if is_list else element.key
        try:
            setting = settled(key, EVERYWHERE)
        except Fork:
            setting = Unknown("a key depends on an undecided condition", leaf.origin)
        suffix = suffix_of(setting)
        if suffix:
            members[suffix] = Item(setting, inherited(element.value, leaf.origin))
        elif unknown is None:
            unknown, is_there = _standing_for(setting, element.value, address, frame), not _is_null(setting)
    return members, unknown, is_there


def _is_null(setting: Setting[Data]) -> bool:
    return isinstance(setting, Absent) or (isinstance(setting, Known) and setting.value is None)


def _standing_for(key: Setting[Data], value: Value[Data], address: str, frame: Frame) -> Each:
    match key:
        case Unknown() as unknown:
            return Each(unknown.reason, unknown.origin, unknown.inputs, unknown.identity, member=(unknown, value))
        case Known(Text() as text, origin):
            name = name_of(key)
            unknown = Unknown(f"{text} is known after deployment", origin, (), name or str(text))
            return Each(unknown.reason, origin, (), unknown.identity, member=(key if name else unknown, value))
        case Known() | Absent():
            return _unusable(ExpressionError("expected strings as keys of for_each", key.origin), address, frame)


def _unusable(error: ExpressionError, address: str, frame: Frame) -> Each:
    unknown = _refused(error, f"for_each of {address}", frame)
    return Each(error.message, error.origin, member=(unknown, unknown))


def _not_empty(each: Each, frame: Frame, placed: PlacedArgument) -> Condition:
    """Whether a collection nobody knows has any items."""
    name = name_of(settled(each.key, EVERYWHERE)).removeprefix(KEY_OF)
    return question(f"length({name or frame.question(placed.argument.expression.span)}) > 0")


def _symbolic(each: Each, condition: Condition, address: str, frame: Frame) -> Instance:
    """What stands for all instances of a collection nobody knows."""
    key = settled(each.key, EVERYWHERE)
    inside = iterating(frame, "each", Item(key, each.item))
    inside.where = address + "[*]"
    return Instance("[*]", condition, inside, name_of(key))
