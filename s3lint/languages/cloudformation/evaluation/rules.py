"""The `Rules` section: what CloudFormation asks of the parameters of every deployment.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-rules.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from s3lint.base.condition import Condition, conjunction, disjunction, negation
from s3lint.base.resource import Problem
from s3lint.base.worlds import can_hold
from s3lint.languages.cloudformation.evaluation.conditions import condition_of
from s3lint.languages.cloudformation.evaluation.parameters import Parameter
from s3lint.languages.cloudformation.evaluation.stack import NO_BINDINGS, Context, Stack
from s3lint.languages.cloudformation.syntax.nodes import Mapping, Node, Scalar, Sequence, mapping


def required(stacks: Iterable[Stack]) -> Condition:
    """What the rules of some stacks ask of the inputs, together.

    A rule that no deployment could meet, after those before it, is left aside, and told: else nothing would be judged. Where it
    is about a default, it asks whoever deploys for another value, which is no fault.
    """
    found: Condition = True
    for stack in stacks:
        for key, node in stack.template.rules.members:
            rule = _rule(Context(stack, key, (), NO_BINDINGS), mapping(node))
            both = conjunction(found, disjunction(negation(stack.nesting.condition), rule))
            if can_hold(both):
                found = both
                continue
            if any(parameter.is_default for parameter in _named(node, stack)):
                continue
            message = f"expected values that the rule {key.text} lets through; it was left aside"
            stack.common.problems[Problem("invalid-configuration", message, stack.origin(key))] = None
    return found


def _named(rule: Node, stack: Stack) -> Iterator[Parameter]:
    """The parameters whose names stand in a rule."""
    pending = [rule]
    while pending:
        match pending.pop():
            case Mapping(members=members):
                pending += (value for _, value in members)
            case Sequence(items=items):
                pending += items
            case Scalar(text=name) if name in stack.parameters:
                yield stack.parameters[name]


def _rule(context: Context, body: Mapping) -> Condition:
    when = body.member("RuleCondition")
    asserted = body.member("Assertions")
    stated = [mapping(each).member("Assert") for each in asserted.items] if isinstance(asserted, Sequence) else []
    assertions = conjunction(*(condition_of(context.at(node)) for node in stated if node is not None))
    return assertions if when is None else disjunction(negation(condition_of(context.at(when))), assertions)
