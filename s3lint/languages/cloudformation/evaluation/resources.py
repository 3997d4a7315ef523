"""Declarations into resources: their properties and attributes evaluated."""

from __future__ import annotations

from collections.abc import Mapping as MappingType

from s3lint.base.condition import Condition, conjunction, question
from s3lint.base.resource import Resource, Scope
from s3lint.base.source import Span
from s3lint.base.value import Absent, Data, Entry, Known, MapValue, Origin, Unknown, Value
from s3lint.languages.arns import told
from s3lint.languages.cloudformation.evaluation.stack import Stack
from s3lint.languages.cloudformation.evaluation.texts import literal
from s3lint.languages.cloudformation.syntax.call import call
from s3lint.languages.cloudformation.syntax.nodes import EMPTY, Mapping, Node, Scalar, mapping
from s3lint.languages.cloudformation.syntax.template import Declaration

_ATTRIBUTES = ("DeletionPolicy", "UpdateReplacePolicy")
_CONSTRUCT_PATH = "aws:cdk:path"
_METADATA = (_CONSTRUCT_PATH, "s3lint")
"""What is read of the metadata of a resource: the construct path that the CDK writes there, and suppressions."""


def construct_path(resource: Resource) -> str:
    """The path of the CDK construct that made a resource, without the last part, which is `Resource` for all; or empty."""
    match resource.attributes:
        case Known(MapValue(entries)) if _CONSTRUCT_PATH in entries:
            return (literal(entries[_CONSTRUCT_PATH].value) or "").removesuffix("/Resource")
        case _:
            return ""


def resource_of(stack: Stack, declaration: Declaration) -> Resource:
    """A resource with its properties.

    One without `Properties` has none; that is no mistake.
    """
    header = _header(declaration)
    properties = declaration.body.member("Properties")
    settings: Value[Data] = Absent(header)
    if properties is not None:
        settings = stack.value_in(declaration.source, properties, (), declaration.bindings)
    if stack.macro is not None:
        settings = _open(settings, stack.macro)
    return Resource(
        stack.address(declaration.id),
        declaration.type,
        settings,
        header,
        existence(stack, declaration),
        partition=told("partition", "", stack.inputs.region) if stack.inputs.region else "",
        attributes=_attributes(stack, declaration),
        scopes=scopes_of(stack, declaration),
    )


def _open(settings: Value[Data], macro: Unknown) -> Value[Data]:
    """The settings of a resource to which a macro may add some."""
    match settings:
        case Absent(origin):
            return Known(MapValue({}, macro), origin)
        case Known(MapValue(entries, None), origin):
            return Known(MapValue(entries, macro), origin)
        case _:
            return settings


def existence(stack: Stack, declaration: Declaration) -> Condition:
    """When a resource exists: under its own condition, in the loops around it, and where its stack does."""
    node = declaration.body.member("Condition")
    around = conjunction(stack.nesting.condition, declaration.condition)
    if node is None:
        return around
    with stack.reading(declaration.source):
        name = stack.name(node, declaration.bindings)
        own = stack.condition(name) if name is not None else question(f"the condition of {stack.address(declaration.id)}")
    return conjunction(around, own)


def scopes_of(stack: Stack, declaration: Declaration, kind: str = "resource") -> tuple[Scope, ...]:
    """The region of a resource, from its logical id to the end of its body, and of those that deploy its stack.

    The body of an alias stands elsewhere; the region is then the logical id.
    """
    key, body = declaration.key, declaration.body
    span = Span(key.start, body.end if body.start >= key.end else key.end)
    return (Scope(kind, stack.address(declaration.id), Origin(declaration.source, span)), *stack.nesting.scopes)


def _attributes(stack: Stack, declaration: Declaration) -> Value[Data]:
    """The deletion policies, and what is read of the metadata."""
    entries: dict[str, Entry] = {}
    for key, node in declaration.body.members:
        if key.text in _ATTRIBUTES:
            _enter(stack, entries, key, node, declaration)
        elif key.text == "Metadata" and isinstance(node, Mapping):
            for inner, value in node.members:
                if inner.text in _METADATA:
                    _enter(stack, entries, inner, value, declaration)
    return Known(MapValue(entries), _header(declaration))


def _enter(stack: Stack, entries: dict[str, Entry], key: Scalar, node: Node, declaration: Declaration) -> None:
    value = stack.value_in(declaration.source, node, (key.text,), declaration.bindings)
    entries[key.text] = Entry(Origin(declaration.source, key.span, (key.text,)), value)


def _header(declaration: Declaration) -> Origin:
    return Origin(declaration.source, declaration.key.span)


_ROLE_OWNERS = ("AWS::Serverless::Function", "AWS::Serverless::StateMachine")


def generated(name: str, declared: MappingType[str, Declaration]) -> Declaration | None:
    """A resource that exists although the template only implies it: the role of a function, or what a module holds.

    A resource of a module is named by the module's logical id and its own, with a dot between them or without. What a bucket
    policy is attached to is a bucket; what else a module holds, its name does not tell.

    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/modules.html
    """
    owner = declared.get(name.removesuffix("Role"))
    if name.endswith("Role") and owner is not None and owner.type in _ROLE_OWNERS:
        return Declaration(name, owner.key, EMPTY, "AWS::IAM::Role", owner.bindings, owner.source)
    for module in declared.values():
        if module.is_module and name.startswith(module.id):
            own = name.replace(".", "")
            kind = "AWS::S3::Bucket" if any(_attached(policy) == own for policy in declared.values()) else module.type
            return Declaration(own, module.key, EMPTY, kind, module.bindings, module.source)
    return None


def _attached(declaration: Declaration) -> str:
    """The logical id of the bucket that a policy refers to."""
    if declaration.type != "AWS::S3::BucketPolicy":
        return ""
    named = mapping(declaration.body.member("Properties")).member("Bucket")
    reference = call(named) if named is not None else None
    argument = reference.argument if reference is not None and reference.name in ("Ref", "Fn::Sub") else None
    return argument.text.strip("${}").replace(".", "") if isinstance(argument, Scalar) else ""
