"""Declarations into resources: their properties and attributes evaluated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3lint.base.condition import Condition, conjunction
from s3lint.base.resource import Resource, Scope
from s3lint.base.source import Span
from s3lint.base.value import Absent, Data, Entry, Known, MapValue, Origin, Value
from s3lint.languages.cloudformation.evaluation.texts import literal
from s3lint.languages.cloudformation.syntax.nodes import Mapping, Node, Scalar
from s3lint.languages.cloudformation.syntax.template import Declaration

if TYPE_CHECKING:
    from s3lint.languages.cloudformation.evaluation.evaluator import Evaluator

_ATTRIBUTES = ("DeletionPolicy", "UpdateReplacePolicy")
_CONSTRUCT_PATH = "aws:cdk:path"


def construct_path(resource: Resource) -> str:
    """The path of the CDK construct that made a resource, without the last part, which is `Resource` for all; or empty."""
    match resource.attributes:
        case Known(MapValue(entries)) if _CONSTRUCT_PATH in entries:
            return (literal(entries[_CONSTRUCT_PATH].value) or "").removesuffix("/Resource")
        case _:
            return ""


def resource_of(evaluator: Evaluator, declaration: Declaration) -> Resource:
    """A resource with its properties.

    One without `Properties` has none; that is no mistake.
    """
    header = evaluator.header(declaration)
    properties = declaration.body.member("Properties")
    settings: Value[Data] = Absent(header)
    if properties is not None:
        settings = evaluator.value_in(declaration.source, properties, (), declaration.bindings)
    return Resource(
        evaluator.address(declaration.id),
        declaration.type,
        settings,
        header,
        existence(evaluator, declaration),
        attributes=_attributes(evaluator, declaration),
        scopes=scopes_of(evaluator, declaration),
    )


def existence(evaluator: Evaluator, declaration: Declaration) -> Condition:
    """When a resource exists: under its own condition, and where its stack does."""
    node = declaration.body.member("Condition")
    if not isinstance(node, Scalar):
        return evaluator.nesting.condition
    with evaluator.reading(declaration.source):
        own = evaluator.condition(evaluator.name(node, declaration.bindings) or node.text)
    return conjunction(evaluator.nesting.condition, own)


def scopes_of(evaluator: Evaluator, declaration: Declaration, kind: str = "resource") -> tuple[Scope, ...]:
    """The region of a resource, from its logical id to the end of its body, and of those that deploy its stack.

    The body of an alias stands elsewhere; the region is then the logical id.
    """
    key, body = declaration.key, declaration.body
    span = Span(key.start, body.end if body.start >= key.end else key.end)
    return (Scope(kind, evaluator.address(declaration.id), Origin(declaration.source, span)), *evaluator.nesting.scopes)


def _attributes(evaluator: Evaluator, declaration: Declaration) -> Value[Data]:
    """The deletion policies, and the construct path that the CDK writes into the metadata."""
    entries: dict[str, Entry] = {}
    for key, node in declaration.body.members:
        if key.text in _ATTRIBUTES:
            _enter(evaluator, entries, key, node, declaration)
        elif key.text == "Metadata" and isinstance(node, Mapping):
            for inner, value in node.members:
                if inner.text == _CONSTRUCT_PATH:
                    _enter(evaluator, entries, inner, value, declaration)
    return Known(MapValue(entries), evaluator.header(declaration))


def _enter(evaluator: Evaluator, entries: dict[str, Entry], key: Scalar, node: Node, declaration: Declaration) -> None:
    value = evaluator.value_in(declaration.source, node, (key.text,), declaration.bindings)
    entries[key.text] = Entry(Origin(declaration.source, key.span, (key.text,)), value)
