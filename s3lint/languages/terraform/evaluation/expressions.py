"""Evaluation of expressions.

`settle` evaluates in one world and gives a setting; where the world leaves a question open it raises `Fork`, where
Terraform would refuse the expression it raises `ExpressionError`. `value_of` asks in all worlds and gives a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from s3lint.base.value import (
    Absent,
    Data,
    Entry,
    Known,
    ListValue,
    MapValue,
    Origin,
    Piece,
    Setting,
    Text,
    Unknown,
    Value,
    arms,
)
from s3lint.languages.terraform.evaluation import calls, references
from s3lint.languages.terraform.evaluation.decisions import data, decided, operation
from s3lint.languages.terraform.evaluation.frame import Frame, cases, fails_somewhere
from s3lint.languages.terraform.syntax.nodes import (
    AttributeAccess,
    Binary,
    Conditional,
    Expression,
    ForDirective,
    ForObject,
    ForTuple,
    FunctionCall,
    IfDirective,
    Index,
    Interpolation,
    Literal,
    ObjectNode,
    Parentheses,
    Splat,
    SplatItem,
    TemplateExpression,
    TemplatePart,
    TupleNode,
    Unary,
    Variable,
)
from s3lint.languages.terraform.values import operators, types
from s3lint.languages.terraform.values.items import Item, as_key, items_of, member
from s3lint.languages.terraform.values.origins import (
    Each,
    ExpressionError,
    Failed,
    Lacking,
    derived,
    key_name,
    name_of,
    scalar_text,
    settled,
    with_keys,
    without_failures,
)
from s3lint.languages.terraform.values.rendering import text_pieces

MAX_TEXT = 4 * 1024 * 1024
"""Characters of a string that an expression may build."""


def value_of(node: Expression, frame: Frame) -> Value[Data]:
    """The value of an expression in all worlds that its frame's world allows; an arm that is an error is `Failed`."""
    return cases(lambda world: settle(node, frame.in_world(world)), frame.origin(node.span), frame.world)


def settle(node: Expression, frame: Frame) -> Setting[Data]:
    if isinstance(node, Literal):
        return Known(node.value, frame.origin(node.span))
    frame.module.evaluated.count(frame.source, node.span)
    match node:
        case TemplateExpression():
            return _template(node, frame)
        case AttributeAccess() | Index() | Variable():
            return _traversal(node, frame)
        case FunctionCall():
            return calls.call(node, frame, settle)
        case Conditional():
            return _conditional(node, frame)
        case Binary():
            return _binary(node, frame)
        case Unary():
            return _unary(node, frame)
        case Parentheses(operand):
            return settle(operand, frame)
        case TupleNode() | ObjectNode() | ForTuple() | ForObject() | Splat() | SplatItem():
            return _collection(node, frame)


def _collection(node: TupleNode | ObjectNode | ForTuple | ForObject | Splat | SplatItem, frame: Frame) -> Setting[Data]:
    match node:
        case TupleNode():
            return _tuple(node, frame)
        case ObjectNode():
            return _object(node, frame)
        case ForTuple():
            return _for_tuple(node, frame)
        case ForObject():
            return _for_object(node, frame)
        case Splat():
            return _splat(node, frame)
        case SplatItem(span):
            if frame.item is None:
                raise frame.error("expected a splat around this", span)
            return settled(frame.item, frame.world)


def member_value(node: Expression, frame: Frame, *, is_written_out: bool = False) -> Value[Data]:
    """The value of an expression inside a collection: its cases stay its own, its errors are the collection's.

    Where each member is written out, and not inside `try`, a reference to what is not there says nothing of its neighbours.
    """
    value = value_of(node, frame)
    if not fails_somewhere(value):
        return value
    failed = (arm for arm in arms(value) if isinstance(arm, Failed))
    if is_written_out and frame.doubts is None and all(isinstance(arm, Lacking) for arm in failed):
        return without_failures(value)
    found = frame.world.settle(value)
    if isinstance(found, Failed):
        raise ExpressionError(found.reason, found.origin)
    return found


def _condition(node: Expression, frame: Frame) -> tuple[bool, Origin]:
    return decided(settle(node, frame), node, frame)


def _conditional(node: Conditional, frame: Frame) -> Setting[Data]:
    holds, decided_by = _condition(node.condition, frame)
    one, other = (node.if_true, node.if_false) if holds else (node.if_false, node.if_true)
    chosen = _unified(settle(one, frame), other, frame)
    if isinstance(chosen, Known) and not isinstance(chosen.value, MapValue | ListValue):
        inside = frame.computed(node.span, chosen.origin)
        if inside.span == node.span and inside.source is frame.source:
            return Known(chosen.value, frame.computed(node.span, decided_by, chosen.origin))
    return chosen


def _unified(chosen: Setting[Data], other: Expression, frame: Frame) -> Setting[Data]:
    """Both arms have one type: next to a string a number or a bool is a string too, next to an empty tuple a tuple a list."""
    if isinstance(chosen, Known) and isinstance(chosen.value, ListValue | MapValue):
        arms = types.unified((chosen, value_of(other, frame)))
        return chosen if arms is None else settled(arms[0], frame.world)
    is_text = isinstance(other, TemplateExpression) or (isinstance(other, Literal) and isinstance(other.value, str))
    if is_text and isinstance(chosen, Known) and isinstance(chosen.value, bool | int | Decimal):
        return Known(scalar_text(chosen.value), chosen.origin)
    return chosen


def _unary(node: Unary, frame: Frame) -> Setting[Data]:
    if node.operator == "!":
        holds, origin = _condition(node.operand, frame)
        return Known(not holds, frame.computed(node.span, origin))
    operand = settle(node.operand, frame)
    origin = frame.computed(node.span, operand.origin)
    if isinstance(operand, Unknown):
        frame.doubt(operand)
        return derived(operand, origin, f"-{operand.identity}")
    return Known(operators.arithmetic("-", 0, operators.number(data(operand), operand.origin), origin), origin)


def _binary(node: Binary, frame: Frame) -> Setting[Data]:
    """A chain such as `a + b + c` leans left and may be long, so it is evaluated from its innermost operation out."""
    chain = [node]
    while isinstance(chain[-1].left, Binary):
        chain.append(chain[-1].left)
        frame.module.evaluated.count(frame.source, chain[-1].span)
    found = settle(chain[-1].left, frame)
    for link in reversed(chain):
        found = operation(link, found, frame, settle)
    return found


def _tuple(node: TupleNode, frame: Frame) -> Setting[Data]:
    items = [member_value(item, frame, is_written_out=True) for item in node.items]
    return Known(ListValue(tuple(items)), frame.origin(node.span))


def _object(node: ObjectNode, frame: Frame) -> Setting[Data]:
    entries: dict[str, Entry] = {}
    partly: dict[str, tuple[Setting[Data], Value[Data]]] = {}
    rest: Unknown | None = None
    for item in node.items:
        key = settle(item.key, frame)
        name = as_key(key)
        value = member_value(item.value, frame, is_written_out=True)
        if name is not None:
            entries[name] = Entry(frame.origin(item.key.span), value)
        elif key_name(key):
            partly[key_name(key)] = key, value
        elif isinstance(key, Unknown):
            rest = key
        elif isinstance(key, Known) and isinstance(key.value, Text):
            rest = Unknown(f"a key of this map is {key.value}", key.origin)
        else:
            raise ExpressionError("expected a string as the key of an object", key.origin)
    return Known(MapValue(entries, with_keys(partly.values(), rest)), frame.origin(node.span))


def _traversal(node: AttributeAccess | Index | Variable, frame: Frame) -> Setting[Data]:
    """A chain of attributes and indices, resolved from its first word."""
    steps: list[AttributeAccess | Index] = []
    root: Expression = node
    while isinstance(root, AttributeAccess | Index):
        steps.append(root)
        root = root.operand
    steps.reverse()
    if isinstance(root, Variable) and root.name not in frame.bindings:
        found = references.resolve(root, steps, frame, lambda step: _key(step, frame))
        value, steps = found.value, steps[found.used :]
    elif isinstance(root, Variable):
        value = frame.bindings[root.name]
    else:
        value = settle(root, frame)
    setting = settled(value, frame.world)
    for step in steps:
        at = frame.origin(step.span)
        value, doubt = member(setting, _key(step, frame), at)
        if doubt is not None:
            frame.doubt(doubt)
        setting = settled(value, frame.world)
    return setting


def _key(step: AttributeAccess | Index, frame: Frame) -> Setting[Data]:
    if isinstance(step, AttributeAccess):
        return Known(step.name, frame.origin(step.span))
    return settle(step.key, frame)


def _splat(node: Splat, frame: Frame) -> Setting[Data]:
    operand = settle(node.operand, frame)
    origin = frame.origin(node.span)
    match operand:
        case Known(None) | Absent():
            return Known(ListValue(()), origin)
        case Unknown():
            frame.doubt(operand)
            return _open_list(items_of(operand, origin).each, origin, lambda item: _splat_item(node, item, frame))
        case Known(ListValue(kind=kind)):
            found = items_of(operand, origin)
            items = tuple(_splat_item(node, element.value, frame) for element in found.members)
            if found.each is None and kind != "tuple":
                return Known(ListValue(items, None, "list"), operand.origin)
            return _open_list(found.each, operand.origin, lambda item: _splat_item(node, item, frame), items)
        case _:
            return Known(ListValue((_splat_item(node, operand, frame),)), operand.origin)


def _splat_item(node: Splat, item: Value[Data], frame: Frame) -> Value[Data]:
    return member_value(node.each, frame.at_item(item))


def _open_list(
    each: Each | None, origin: Origin, make: Callable[[Value[Data]], Value[Data]], items: tuple[Value[Data], ...] = ()
) -> Setting[Data]:
    """A list of known items and, where there is one, of what is made of the item that stands for all others."""
    if each is None:
        return Known(ListValue(items), origin)
    rest = Each(each.reason, origin, each.inputs, each.identity, each.is_input, member=(each.key, make(each.item)))
    return Known(ListValue(items, rest), origin) if items else rest


def _loop(
    node: ForTuple | ForObject, frame: Frame, collection: Setting[Data]
) -> tuple[Iterator[tuple[Frame, Item]], Each | None]:
    if isinstance(collection, Unknown):
        frame.doubt(collection)
    found = items_of(collection, frame.origin(node.collection.span))

    def bound() -> Iterator[tuple[Frame, Item]]:
        for element in found.members:
            inner = _bound(node, element, frame)
            if node.condition is None or _condition(node.condition, inner)[0]:
                yield inner, element

    return bound(), found.each


def _bound(node: ForTuple | ForObject | ForDirective, element: Item, frame: Frame) -> Frame:
    names: dict[str, Value[Data]] = {node.value: element.value}
    if node.key:
        names[node.key] = element.key
    label = as_key(element.key) if isinstance(element.key, Known) else name_of(element.key)
    return frame.binding(f" at {label}", **names)


def _for_tuple(node: ForTuple, frame: Frame) -> Setting[Data]:
    collection = settle(node.collection, frame)
    loop, each = _loop(node, frame, collection)
    items = tuple(member_value(node.result, inner) for inner, _ in loop)
    origin = frame.computed(node.span, collection.origin)
    if each is not None and node.condition is not None:
        return _unknown_list(items, derived(each, origin), origin)
    return _open_list(each, origin, lambda item: _of_each(node, each, item, frame), items)


def _of_each(node: ForTuple, each: Each | None, item: Value[Data], frame: Frame) -> Value[Data]:
    key = each.key if each is not None else item
    return member_value(node.result, _bound(node, Item(settled(key, frame.world), item), frame))


def _unknown_list(items: tuple[Value[Data], ...], rest: Unknown, origin: Origin) -> Setting[Data]:
    return Known(ListValue(items, rest), origin) if items else rest


def _for_object(node: ForObject, frame: Frame) -> Setting[Data]:
    collection = settle(node.collection, frame)
    loop, each = _loop(node, frame, collection)
    origin = frame.computed(node.span, collection.origin)
    groups: dict[str, tuple[Origin, list[Value[Data]]]] = {}
    partly: dict[str, tuple[Setting[Data], Value[Data]]] = {}
    rest: Unknown | None = None
    for inner, _ in loop:
        key = settle(node.result_key, inner)
        name = as_key(key)
        if key_name(key) and not node.grouping:
            partly[key_name(key)] = key, member_value(node.result, inner)
            continue
        if name is None:
            if not isinstance(key, Known | Unknown) or (isinstance(key, Known) and not isinstance(key.value, Text)):
                raise ExpressionError("expected a string as the key of an object", key.origin)
            rest = key if isinstance(key, Unknown) else Unknown("a key is known after deployment", key.origin)
            continue
        if name in groups and not node.grouping:
            raise ExpressionError(f'expected every key once; "{name}" comes twice', key.origin)
        groups.setdefault(name, (key.origin, []))[1].append(member_value(node.result, inner))
    if each is not None:
        rest = _each_entry(node, each, origin, frame)
    entries = {
        name: Entry(place, Known(ListValue(tuple(values)), origin) if node.grouping else values[0])
        for name, (place, values) in groups.items()
    }
    if not entries and not partly and rest is not None:
        return rest
    return Known(MapValue(entries, with_keys(partly.values(), rest)), origin)


def _each_entry(node: ForObject, each: Each, origin: Origin, frame: Frame) -> Unknown:
    """What stands for the entries made of unknown items; nothing is known of them where a condition or grouping decides."""
    if node.condition is not None or node.grouping:
        return derived(each, origin, f"{each.identity} {frame.question(node.span)}")
    inner = _bound(node, Item(settled(each.key, frame.world), each.item), frame)
    key = settle(node.result_key, inner)
    name = f"{each.identity} by {name_of(key)}" if each.identity and name_of(key) else ""
    return Each(each.reason, origin, each.inputs, name, each.is_input, member=(key, member_value(node.result, inner)))


def _template(node: TemplateExpression, frame: Frame) -> Setting[Data]:
    if len(node.parts) == 1 and isinstance(node.parts[0], Interpolation):
        return settle(node.parts[0].expression, frame)
    pieces = tuple(_pieces(node.parts, frame))
    text = Known(Text(pieces), frame.computed(node.span, *(piece.origin for piece in pieces if piece.origin.via)))
    frame.module.project.secrets.derive(text, (Known(Text((piece,)), piece.origin) for piece in pieces))
    return text


def _pieces(parts: tuple[TemplatePart, ...], frame: Frame) -> Iterator[Piece]:
    size = 0
    for piece in _parts(parts, frame):
        size += len(piece.content) if isinstance(piece.content, str) else 1
        if size > MAX_TEXT:
            raise ExpressionError(f"expected at most {MAX_TEXT} characters, the limit of s3lint", piece.origin)
        yield piece


def _parts(parts: tuple[TemplatePart, ...], frame: Frame) -> Iterator[Piece]:
    for part in parts:
        match part:
            case Literal(str() as text, span):
                if text:
                    yield Piece(text, frame.origin(span))
            case Literal():
                raise frame.error("expected text here", part.span)
            case Interpolation(expression, span):
                inner = settle(expression, frame)
                if isinstance(inner, Unknown):
                    frame.doubt(inner)  # it may turn out to be a list, which is no text
                yield from text_pieces(inner, frame.origin(span))
            case IfDirective(condition, then, otherwise):
                yield from _parts(then if _condition(condition, frame)[0] else otherwise, frame)
            case ForDirective():
                found = items_of(settle(part.collection, frame), frame.origin(part.collection.span))
                for element in found.members:
                    yield from _parts(part.body, _bound(part, element, frame))
                if found.each is not None:
                    yield Piece(derived(found.each, frame.origin(part.span)), frame.origin(part.span))
