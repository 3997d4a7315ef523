"""What the SAM transform adds to a template, as far as buckets and those who reach them are concerned."""

from __future__ import annotations

from collections.abc import Iterator

from s3lint.base.resource import Resource, property_of
from s3lint.base.value import Origin
from s3lint.languages.cloudformation.evaluation.foreach import members
from s3lint.languages.cloudformation.evaluation.resources import existence, scopes_of
from s3lint.languages.cloudformation.evaluation.stack import Stack
from s3lint.languages.cloudformation.syntax.nodes import Scalar, mapping
from s3lint.languages.cloudformation.syntax.template import Declaration
from s3lint.languages.linking import Companion

FUNCTION = "AWS::Serverless::Function"
CONNECTOR = "AWS::Serverless::Connector"


def bucket_events(stack: Stack, declaration: Declaration) -> Iterator[Companion]:
    """The S3 events of a function, each with the bucket whose notifications it configures."""
    events = mapping(mapping(declaration.body.member("Properties")).member("Events"))
    with stack.reading(declaration.source):
        for member in members(stack, events, declaration.bindings):
            kind = mapping(member.node).member("Type")
            properties = mapping(member.node).member("Properties")
            if not isinstance(kind, Scalar) or kind.text != "S3" or properties is None:
                continue
            settings = stack.value_in(member.source, properties, ("Events", member.name), member.bindings)
            origin = Origin(member.source, member.key.span, ("Events", member.name))
            exists, scopes = existence(stack, declaration), scopes_of(stack, declaration)
            resource = Resource(stack.address(declaration.id), FUNCTION, settings, origin, exists, scopes=scopes)
            yield Companion(resource, property_of(resource, "Bucket"))
