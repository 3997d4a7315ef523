"""What the SAM transform adds to a template, as far as buckets and those who reach them are concerned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from s3lint.base.resource import Resource, property_of
from s3lint.base.value import Origin
from s3lint.languages.cloudformation.evaluation.foreach import members
from s3lint.languages.cloudformation.evaluation.resources import existence, scopes_of
from s3lint.languages.cloudformation.syntax.nodes import EMPTY, Scalar, mapping
from s3lint.languages.cloudformation.syntax.template import Declaration
from s3lint.languages.linking import Companion

if TYPE_CHECKING:
    from s3lint.languages.cloudformation.evaluation.evaluator import Evaluator

FUNCTION = "AWS::Serverless::Function"

_ROLE_OWNERS = (FUNCTION, "AWS::Serverless::StateMachine")


def bucket_events(evaluator: Evaluator, declaration: Declaration) -> Iterator[Companion]:
    """The S3 events of a function, each with the bucket whose notifications it configures."""
    events = mapping(mapping(declaration.body.member("Properties")).member("Events"))
    with evaluator.reading(declaration.source):
        for member in members(evaluator, events, declaration.bindings):
            kind = mapping(member.node).member("Type")
            properties = mapping(member.node).member("Properties")
            if not isinstance(kind, Scalar) or kind.text != "S3" or properties is None:
                continue
            settings = evaluator.value_in(member.source, properties, ("Events", member.name), member.bindings)
            origin = Origin(member.source, member.key.span, ("Events", member.name))
            exists, scopes = existence(evaluator, declaration), scopes_of(evaluator, declaration)
            resource = Resource(evaluator.address(declaration.id), FUNCTION, settings, origin, exists, scopes=scopes)
            yield Companion(resource, property_of(resource, "Bucket"))


def generated(name: str, declared: Mapping[str, Declaration]) -> Declaration | None:
    """A resource that exists after the transform although the template only implies it: the role of a function.

    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
    """
    owner = declared.get(name.removesuffix("Role"))
    if not name.endswith("Role") or owner is None or owner.type not in _ROLE_OWNERS:
        return None
    return Declaration(name, owner.key, EMPTY, "AWS::IAM::Role", owner.bindings, owner.source)
