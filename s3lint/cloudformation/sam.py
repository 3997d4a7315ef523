"""What the SAM transform adds to a template, as far as buckets and those who reach them are concerned."""

from __future__ import annotations

from collections.abc import Mapping

from s3lint.cloudformation.nodes import EMPTY
from s3lint.cloudformation.template import Declaration

FUNCTION = "AWS::Serverless::Function"

_ROLE_OWNERS = (FUNCTION, "AWS::Serverless::StateMachine")


def generated(name: str, declared: Mapping[str, Declaration]) -> Declaration | None:
    """A resource that exists after the transform although the template only implies it: the role of a function.

    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
    """
    owner = declared.get(name.removesuffix("Role"))
    if not name.endswith("Role") or owner is None or owner.type not in _ROLE_OWNERS:
        return None
    return Declaration(name, owner.key, EMPTY, "AWS::IAM::Role", owner.bindings, owner.source)
