"""Evaluation of expressions.

`settle` evaluates in one world and gives a setting; where the world leaves a question open it raises `Fork`, where
Terraform would refuse the expression it raises `ExpressionError`. `value_of` asks in all worlds and gives a value.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from s3lint.base.value import (
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
)
from s3lint.languages.terraform.evaluation import calls, references
from s3lint.languages.terraform.evaluation.decisions import data, decided, operation
from s3lint.languages.terraform.evaluation.frame import Frame, cases
from s3lint.languages.terraform.evaluation.loops import bound, for_object, for_tuple, member_value, splat
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
from s3lint.languages.terraform.values.items import as_key, items_of, member
from s3lint.languages.terraform.values.origins import (
    ExpressionError,
    NoMember,
    derived,
    key_name,
    scalar_text,
    settled,
    with_keys,
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
            return for_tuple(node, frame, settle)
        case ForObject():
            return for_object(node, frame, settle)
        case Splat():
            return splat(node, frame, settle)
        case SplatItem(span):
            if frame.item is None:
                raise frame.error("expected a splat around this", span)
            return settled(frame.item, frame.world)


def _condition(node: Expression, frame: Frame) -> tuple[bool, Origin]:
    return decided(settle(node, frame), node, frame)


def _conditional(node: Conditional, frame: Frame) -> Setting[Data]:
    holds, decided_by = _condition(node.condition, frame)
    one, other = (node.if_true, node.if_false) if holds else (node.if_false, node.if_true)
    chosen = _unified(settle(one, frame), other, frame)
    if isinstance(chosen, Known) and not _has_members(chosen.value):
        inside = frame.computed(node.span, chosen.origin)
        if inside.span == node.span and inside.source is frame.source:
            return Known(chosen.value, frame.computed(node.span, decided_by, chosen.origin))
    return chosen


def _has_members(value: Data) -> bool:
    """Whether a value has parts with places of their own, which say more than the place of the whole."""
    match value:
        case MapValue(entries, rest):
            return bool(entries) or rest is not None
        case ListValue(items, rest):
            return bool(items) or rest is not None
        case _:
            return False


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
    items = [member_value(item, frame, settle, is_written_out=True) for item in node.items]
    return Known(ListValue(tuple(items)), frame.origin(node.span))


def _object(node: ObjectNode, frame: Frame) -> Setting[Data]:
    entries: dict[str, Entry] = {}
    partly: dict[str, tuple[Setting[Data], Value[Data]]] = {}
    rest: Unknown | None = None
    for item in node.items:
        key = settle(item.key, frame)
        name = as_key(key)
        value = member_value(item.value, frame, settle, is_written_out=True)
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
        key = _key(step, frame)
        if isinstance(step, Index) and not _is_settled(key):
            key = _one_of(setting, key, step, frame)
        value, doubt = member(setting, key, at)
        if doubt is not None:
            frame.doubt(doubt)
        setting = settled(value, frame.world)
    return setting


def _is_settled(key: Setting[Data]) -> bool:
    return isinstance(key, Known) and not (isinstance(key.value, Text) and key.value.literal is None)


def _one_of(container: Setting[Data], key: Setting[Data], step: Index, frame: Frame) -> Setting[Data]:
    """A key that is not known as one of those that a known collection has."""
    from s3lint.languages.terraform.values.choosing import chosen  # most keys are known

    found = chosen(container, key, frame.world, name=frame.question(step.key.span), may_lack=frame.doubts is not None)
    if found is None:
        raise NoMember("expected one of the keys of this collection", frame.origin(step.span))
    return found


def _key(step: AttributeAccess | Index, frame: Frame) -> Setting[Data]:
    if isinstance(step, AttributeAccess):
        return Known(step.name, frame.origin(step.span))
    return settle(step.key, frame)


def _template(node: TemplateExpression, frame: Frame) -> Setting[Data]:
    if len(node.parts) == 1 and isinstance(node.parts[0], Interpolation):
        return settle(node.parts[0].expression, frame)
    pieces = tuple(_pieces(node.parts, frame))
    steps = (piece.origin for piece in pieces if piece.origin.via)
    text = Known(Text(pieces), frame.computed(node.span, *steps, is_whole=False))
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
                    yield from _parts(part.body, bound(part, element, frame))
                if found.each is not None:
                    yield Piece(derived(found.each, frame.origin(part.span)), frame.origin(part.span))
