"""What a name stands for: loop identifiers, pseudo parameters, parameters, and declared resources and their attributes."""

from __future__ import annotations

from s3lint.base.comparison import same_text
from s3lint.base.condition import Atom, Condition, Truth, disjunction, negation
from s3lint.base.record import replace
from s3lint.base.value import Absent, Choice, Data, Known, Piece, Symbol, Text, Unknown, Value, through
from s3lint.languages.arns import filled, told
from s3lint.languages.cloudformation.evaluation.parameters import Parameter
from s3lint.languages.cloudformation.evaluation.return_values import (
    ARN_REFS,
    NAME_PROPERTY,
    STACK_ID,
    STACKS,
    attribute_format,
    ref_format,
)
from s3lint.languages.cloudformation.evaluation.stack import Context, Stack
from s3lint.languages.cloudformation.evaluation.texts import MEMBER, with_members
from s3lint.languages.cloudformation.syntax.template import Declaration

MAX_CANDIDATES = 64
"""AllowedValues of an undecided parameter that are told apart; a longer list leaves it unknown."""


def reference(context: Context, name: str, *, expand: bool = True) -> Value[Data]:
    """The value of `!Ref name`. `expand` makes an undecided parameter a choice of its AllowedValues."""
    stack = context.stack
    if name in context.bindings:
        return through(context.bindings[name], context.step, path=context.path)
    if name.startswith("AWS::"):
        return pseudo(context, name)
    parameter = stack.parameters.get(name)
    if parameter is not None:
        return _parameter(context, parameter, expand=expand)
    declaration = stack.declaration(name)
    if declaration is None:
        perhaps = _of_open_loops(context, name)
        if perhaps is not None:
            return perhaps
        # CloudFormation refuses the template; what the name was meant for is still not any of the declared resources.
        return _symbolic(context, Symbol(stack.address(name), "name", f"${{{name}}}"))
    if is_custom(declaration):
        reason = f"{name} is a custom resource, which chooses what Ref gives"
        return context.unknown(reason, identity=f"Ref {stack.address(name)}")
    shape = ref_format(declaration.type)
    if shape is not None:
        return _shaped(context, shape, declaration)
    return _symbolic(context, _symbol(stack, declaration, "arn" if declaration.type in ARN_REFS else "name"))


def _of_open_loops(context: Context, name: str) -> Unknown | None:
    """What a name stands for that no resource has for sure, but one of a loop over an open list may have."""
    stack, origin = context.stack, context.origin
    text = with_members(name, origin)
    loops = {key: each for key, each in stack.declarations.items() if MEMBER in key or text.unknowns}
    meant = [each for key, each in loops.items() if same_text(text, with_members(key, origin)) is not Truth.NO]
    if not meant:
        return None
    candidates = tuple(Text((Piece(_symbol(stack, each, "name"), origin),)) for each in meant)
    return Unknown(f"{name} may be what a loop over an open list declares", origin, candidates=candidates)


def is_custom(declaration: Declaration) -> bool:
    return declaration.type.startswith("Custom::") or declaration.type == "AWS::CloudFormation::CustomResource"


def _parameter(context: Context, parameter: Parameter, *, expand: bool) -> Value[Data]:
    step, path = context.step, context.path
    if not expand:
        return through(parameter.value, step, path=path)
    few = parameter.allowed if len(parameter.allowed) <= MAX_CANDIDATES else ()
    others, last = (few[:-1], few[-1]) if few else (parameter.named[:MAX_CANDIDATES], parameter.value)
    found: Value[Data] = through(last, step, path=path)
    for one in reversed(others):
        found = Choice(Atom(parameter.subject, one.value, parameter.candidates), through(one, step, path=path), found)
    return found


def pseudo(context: Context, name: str) -> Value[Data]:
    match name:
        case "AWS::NoValue":
            return Absent(context.origin)
        case "AWS::NotificationARNs":
            reason = "the stack's notification topics are chosen when it is deployed"
            return context.unknown(reason, identity=name, is_input=True)
        case "AWS::StackId":
            return _shaped(context, STACK_ID, None)
        case "AWS::AccountId" | "AWS::Region" | "AWS::Partition" | "AWS::URLSuffix" | "AWS::StackName":
            return _symbolic(context, _fact(context.stack, _FACTS[name]))
        case _:
            return context.unknown(f"CloudFormation has no pseudo parameter {name}", identity=name)


_FACTS = {
    "AWS::AccountId": "account",
    "AWS::Region": "region",
    "AWS::Partition": "partition",
    "AWS::URLSuffix": "suffix",
    "AWS::StackName": "stack-name",
}
_WRITTEN = {fact: f"${{{name}}}" for name, fact in _FACTS.items()} | {"stack-uuid": "${AWS::StackId}"}


def _fact(stack: Stack, fact: str) -> Symbol:
    """A fact about the deployment; `literal` where the inputs tell it. Each template's stack has a name of its own."""
    beside = stack.nesting.beside
    attribute = f"{fact} of {beside}" if beside and fact.startswith("stack-") else fact
    return Symbol("", attribute, _WRITTEN[fact], told(fact, stack.inputs.account, stack.inputs.region) or None)


def equals_of_region(stack: Stack, text: Text, written: str) -> Condition | None:
    """Whether the partition, or its domain, is a written one: that is decided by the region, as far as templates name it.

    Nothing for another text, and where the region is known. The region of nobody who tells is one of `aws`.
    """
    match text.pieces:
        case (Piece(Symbol("", "partition" | "suffix" as fact)),) if not stack.inputs.region:
            elsewhere = [region for region in sorted(stack.common.regions) if told(fact, "", region) != told(fact, "", "")]
            if written == told(fact, "", ""):
                return negation(disjunction(*(Atom("AWS::Region", region) for region in elsewhere)))
            return disjunction(*(Atom("AWS::Region", each) for each in elsewhere if told(fact, "", each) == written))
        case _:
            return None


def _symbolic(context: Context, symbol: Symbol) -> Known[Data]:
    origin = context.origin
    return Known(Text((Piece(symbol, origin),)), origin)


def _shaped(context: Context, shape: str, declaration: Declaration | None) -> Known[Data]:
    """A text in a format, with the name of a resource where the format has one."""
    stack, origin = context.stack, context.origin
    name = () if declaration is None else (Piece(_symbol(stack, declaration, "name"), origin),)
    return Known(Text(filled(shape, name, lambda fact: _fact(stack, fact), origin)), origin)


def _symbol(stack: Stack, declaration: Declaration, attribute: str, written: str = "") -> Symbol:
    """`written` is the attribute as the template spells it; empty where that is the model's spelling, too."""
    key = NAME_PROPERTY.get(declaration.type)
    literal = stack.physical_name(declaration, key) if key is not None and attribute == "name" else None
    shown = declaration.id if attribute == "name" else f"{declaration.id}.{written or attribute}"
    return Symbol(stack.address(declaration.id), attribute, f"${{{shown}}}", literal)


def bucket_symbol(stack: Stack, declaration: Declaration) -> Symbol:
    """The symbol by which references name a declared bucket."""
    return _symbol(stack, declaration, "name")


def attribute(context: Context, name: str, key: str) -> Value[Data]:
    """The value of `!GetAtt name.key`."""
    stack = context.stack
    declaration = stack.declaration(name)
    if declaration is not None and declaration.is_module and "." in key:
        inner, _, key = key.partition(".")
        name = f"{name}{inner}"
        declaration = stack.declaration(name)
    identity = f"{stack.address(name)}.{key}"
    if declaration is None:
        return context.unknown(f"the template declares no resource {name}", identity=identity)
    if declaration.type in STACKS and key.startswith("Outputs."):
        return _output(context, declaration, key.removeprefix("Outputs."))
    shape = attribute_format(declaration.type, key)
    if shape is not None:
        return _shaped(context, shape, declaration)
    if is_custom(declaration):
        return context.unknown(f"{name}.{key} is computed by a custom resource", identity=identity)
    return _symbolic(context, _symbol(stack, declaration, key.lower(), key))


def _output(context: Context, declaration: Declaration, name: str) -> Value[Data]:
    """What a nested stack gives out."""
    child = context.stack.child(declaration)
    if child is None:
        identity = f"{context.stack.address(declaration.id)}.{name}"
        unknown = context.unknown(f"the template of the nested stack {declaration.id} was not read", (identity,), identity)
        handed = context.stack.handed(declaration)
        return replace(unknown, candidates=None if handed is None else handed.all)
    return through(child.output(name, context.origin), context.step, path=context.path)
