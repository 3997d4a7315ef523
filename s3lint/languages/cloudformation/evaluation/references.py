"""What a name stands for: loop identifiers, pseudo parameters, parameters, and declared resources and their attributes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from s3lint.base.condition import Atom
from s3lint.base.value import Absent, Choice, Data, Known, Origin, Piece, Step, Symbol, Text, Unknown, Value
from s3lint.languages.cloudformation.evaluation.attributes import ARN_REFS, ATTRIBUTE, NAME_PROPERTY, REF, STACK_ID, STACKS
from s3lint.languages.cloudformation.evaluation.choices import through
from s3lint.languages.cloudformation.evaluation.parameters import Parameter
from s3lint.languages.cloudformation.syntax.nodes import Node

if TYPE_CHECKING:
    from s3lint.languages.cloudformation.evaluation.evaluator import Evaluator, Path
    from s3lint.languages.cloudformation.syntax.template import Bindings, Declaration

MAX_CANDIDATES = 64
"""AllowedValues of an undecided parameter that are told apart; a longer list leaves it unknown."""
_LONGEST_STEP = 60

_PARTITIONS = (("cn-", "aws-cn", "amazonaws.com.cn"), ("us-gov-", "aws-us-gov", "amazonaws.com"))


def written(evaluator: Evaluator, node: Node) -> str:
    """How the template writes a node, on one line and not too long: for the steps of an origin."""
    text = " ".join(evaluator.source.text[node.start : node.end].split())
    return text if len(text) <= _LONGEST_STEP else text[: _LONGEST_STEP - 1] + "…"


def step(evaluator: Evaluator, node: Node) -> Step:
    return Step(written(evaluator, node), evaluator.source, evaluator.origin(node).span)


def reference(
    evaluator: Evaluator, name: str, node: Node, path: Path, bindings: Bindings, *, expand: bool = True
) -> Value[Data]:
    """The value of `!Ref name`. `expand` makes an undecided parameter a choice of its AllowedValues."""
    if name in bindings:
        return through(bindings[name], step(evaluator, node), path)
    if name.startswith("AWS::"):
        return pseudo(evaluator, name, evaluator.origin(node, path))
    parameter = evaluator.parameters.get(name)
    if parameter is not None:
        return _parameter(evaluator, parameter, node, path, expand=expand)
    declaration = evaluator.declaration(name)
    origin = evaluator.origin(node, path)
    if declaration is None:
        # CloudFormation refuses the template; what the name was meant for is still not any of the declared resources.
        return Known(Text((Piece(Symbol(evaluator.prefix + name, "name", f"${{{name}}}"), origin),)), origin)
    if is_custom(declaration):
        return Unknown(
            f"{name} is a custom resource, which chooses what Ref gives", origin, (), f"Ref {evaluator.prefix}{name}"
        )
    shape = REF.get(declaration.type)
    if shape is not None:
        return Known(Text(_shaped(evaluator, shape, declaration, origin)), origin)
    attribute = "arn" if declaration.type in ARN_REFS else "name"
    return Known(Text((Piece(_symbol(evaluator, declaration, attribute), origin),)), origin)


def is_custom(declaration: Declaration) -> bool:
    return declaration.type.startswith("Custom::") or declaration.type == "AWS::CloudFormation::CustomResource"


def _parameter(evaluator: Evaluator, parameter: Parameter, node: Node, path: Path, *, expand: bool) -> Value[Data]:
    value = parameter.value
    used = step(evaluator, node)
    is_undecided = isinstance(value, Unknown) and value.identity == parameter.subject
    if not (expand and is_undecided and 0 < len(parameter.allowed) <= MAX_CANDIDATES):
        return through(value, used, path)
    *others, last = parameter.allowed
    found = through(last, used, path)
    for allowed in reversed(others):
        found = Choice(Atom(parameter.subject, allowed.value, parameter.candidates), through(allowed, used, path), found)
    return found


def pseudo(evaluator: Evaluator, name: str, origin: Origin) -> Value[Data]:
    match name:
        case "AWS::NoValue":
            return Absent(origin)
        case "AWS::NotificationARNs":
            return Unknown("the stack's notification topics are chosen when it is deployed", origin, (), name, is_input=True)
        case "AWS::StackId":
            return Known(Text(_shaped(evaluator, STACK_ID, None, origin)), origin)
        case "AWS::AccountId" | "AWS::Region" | "AWS::Partition" | "AWS::URLSuffix" | "AWS::StackName":
            return Known(Text((Piece(_fact(evaluator, _FACTS[name]), origin),)), origin)
        case _:
            return Unknown(f"CloudFormation has no pseudo parameter {name}", origin, (), name)


_FACTS = {
    "AWS::AccountId": "account",
    "AWS::Region": "region",
    "AWS::Partition": "partition",
    "AWS::URLSuffix": "suffix",
    "AWS::StackName": "stack-name",
}
_WRITTEN = {attribute: f"${{{name}}}" for name, attribute in _FACTS.items()} | {"stack-uuid": "${AWS::StackId}"}


def _fact(evaluator: Evaluator, attribute: str) -> Symbol:
    """A fact about the deployment; `literal` where the inputs tell it.

    The partition is `aws` unless the region says otherwise.
    """
    inputs = evaluator.inputs
    literal: str | None = None
    match attribute:
        case "account":
            literal = inputs.account or None
        case "region":
            literal = inputs.region or None
        case "partition" | "suffix":
            found = [row for row in _PARTITIONS if inputs.region.startswith(row[0])]
            row = found[0] if found else ("", "aws", "amazonaws.com")
            literal = row[1] if attribute == "partition" else row[2]
    return Symbol("", attribute, _WRITTEN[attribute], literal)


_SLOT = r"\{([a-z-]+)\}"  # compiled by `re` when a reference needs it


def _shaped(evaluator: Evaluator, shape: str, declaration: Declaration | None, origin: Origin) -> tuple[Piece, ...]:
    found: list[Piece] = []
    last = 0
    for slot in re.finditer(_SLOT, shape):
        if slot.start() > last:
            found.append(Piece(shape[last : slot.start()], origin))
        if slot[1] == "name" and declaration is not None:
            found.append(Piece(_symbol(evaluator, declaration, "name"), origin))
        else:
            found.append(Piece(_fact(evaluator, slot[1]), origin))
        last = slot.end()
    if last < len(shape):
        found.append(Piece(shape[last:], origin))
    return tuple(found)


def _symbol(evaluator: Evaluator, declaration: Declaration, attribute: str, written: str = "") -> Symbol:
    """`written` is the attribute as the template spells it; empty where that is the model's spelling, too."""
    key = NAME_PROPERTY.get(declaration.type)
    literal = evaluator.physical_name(declaration, key) if key is not None and attribute == "name" else None
    shown = declaration.id if attribute == "name" else f"{declaration.id}.{written or attribute}"
    return Symbol(evaluator.address(declaration.id), attribute, f"${{{shown}}}", literal)


def bucket_symbol(evaluator: Evaluator, declaration: Declaration) -> Symbol:
    """The symbol by which references name a declared bucket."""
    return _symbol(evaluator, declaration, "name")


def _output(evaluator: Evaluator, declaration: Declaration, name: str, node: Node, path: Path) -> Value[Data]:
    """What a nested stack gives out."""
    origin = evaluator.origin(node, path)
    child = evaluator.child(declaration)
    if child is None:
        identity = f"{evaluator.prefix}{declaration.id}.{name}"
        return Unknown(f"the template of the nested stack {declaration.id} is not on disk", origin, (identity,), identity)
    return through(child.output(name, origin), step(evaluator, node), path)


def attribute(evaluator: Evaluator, name: str, key: str, node: Node, path: Path) -> Value[Data]:
    """The value of `!GetAtt name.key`."""
    origin = evaluator.origin(node, path)
    declaration = evaluator.declaration(name)
    if declaration is None:
        return Unknown(f"the template declares no resource {name}", origin, (), f"{evaluator.prefix}{name}.{key}")
    if declaration.type in STACKS and key.startswith("Outputs."):
        return _output(evaluator, declaration, key.removeprefix("Outputs."), node, path)
    shape = ATTRIBUTE.get((declaration.type, key))
    if shape is not None:
        return Known(Text(_shaped(evaluator, shape, declaration, origin)), origin)
    if is_custom(declaration):
        return Unknown(f"{name}.{key} is computed by a custom resource", origin, (), f"{evaluator.prefix}{name}.{key}")
    return Known(Text((Piece(_symbol(evaluator, declaration, key.lower(), key), origin),)), origin)
