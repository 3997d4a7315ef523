"""Conditions: `Fn::Equals`, `Fn::And`, `Fn::Or`, `Fn::Not` and named ones, decided by the inputs or left as atoms.

Those that only `Rules` may have are told here, too.
"""

from __future__ import annotations

from collections.abc import Iterable

from s3lint.base.condition import Condition, conjunction, disjunction, negation
from s3lint.base.value import Data, Known, ListValue, Unknown, Value
from s3lint.languages.cloudformation.evaluation.bounds import is_list
from s3lint.languages.cloudformation.evaluation.equality import equality, undecided
from s3lint.languages.cloudformation.evaluation.stack import Context, Stack
from s3lint.languages.cloudformation.syntax.call import Call, arguments, call, condition_call
from s3lint.languages.cloudformation.syntax.nodes import Scalar, Sequence

MAX_OPERANDS = 100
"""CloudFormation allows ten in `Fn::And` and `Fn::Or`."""
MAX_COMPARED = 1_000
"""Comparisons of one function over lists; past them it is a question of its own."""


Members = tuple[Value[Data], ...] | None
"""The members of a list, or a single value as one; nothing where how many there are is open."""


def condition_of(context: Context) -> Condition:
    """The condition that a node of the Conditions section, or an operand in it, stands for."""
    found = condition_call(context.node)
    if found is None:
        return _truth_of(context)
    match found.name:
        case "Condition":
            if isinstance(found.argument, Scalar):
                return context.stack.condition(context.name(found.argument) or found.argument.text)
        case "Fn::Equals":
            operands = arguments(found.argument, 2, 2)
            if operands is not None:
                return equality(context, *(context.inner(operand) for operand in operands))
        case "Fn::Not":
            operands = arguments(found.argument, 1, 1)
            if operands is not None:
                return negation(condition_of(context.at(operands[0])))
        case "Fn::And" | "Fn::Or":
            operands = arguments(found.argument, 1, MAX_OPERANDS)
            if operands is not None:
                parts = [condition_of(context.at(operand)) for operand in operands]
                return conjunction(*parts) if found.name == "Fn::And" else disjunction(*parts)
        case "Fn::Contains" | "Fn::EachMemberEquals" | "Fn::EachMemberIn":
            operands = arguments(found.argument, 2, 2)
            if operands is not None:
                return _of_members(context, found.name, *(_members(context.at(operand)) for operand in operands))
        case _:
            return _truth_of(context)
    return undecided(context)


def _truth_of(context: Context) -> Condition:
    """A condition that is written as a value: `true`, or the result of another function."""
    node = context.node
    if call(node) is None and not isinstance(node, Scalar):
        return undecided(context)
    return equality(context, context.inner(node), Known("true", context.origin))


def _of_members(context: Context, name: str, ours: Members, theirs: Members) -> Condition:
    """`Fn::Contains` asks for one of ours to be the other, the others for each of ours to be one of theirs."""
    if ours is None or theirs is None or len(ours) * len(theirs) > MAX_COMPARED:
        return undecided(context)
    if name == "Fn::Contains":
        return disjunction(*(equality(context, one, other) for one in ours for other in theirs))
    return conjunction(*(disjunction(*(equality(context, one, other) for other in theirs)) for one in ours))


def _members(context: Context) -> Members:
    node, stack = context.node, context.stack
    if isinstance(node, Sequence) and not node.tag:
        return _flat(stack, (context.inner(item) for item in node.items))
    found = call(node)
    match found:
        case Call("Fn::RefAll", Scalar(text=kind)):
            of_type = (each.value for each in stack.parameters.values() if each.type == kind)
            return _flat(stack, of_type)
        case Call("Fn::ValueOf" | "Fn::ValueOfAll"):
            return None  # attributes of what parameters name, such as the tags of a VPC
        case _:
            return _flat(stack, (context.inner(node),))


def _flat(stack: Stack, values: Iterable[Value[Data]]) -> Members:
    lists = [each.value for each in stack.parameters.values() if is_list(each.type)]
    found: list[Value[Data]] = []
    for value in values:
        match value:
            case Known(ListValue(items, None)):
                found += items
            case Known(ListValue()):
                return None
            case Unknown() if value.identity in (each.identity for each in lists if isinstance(each, Unknown)):
                return None
            case _:
                found.append(value)
    return tuple(found)
