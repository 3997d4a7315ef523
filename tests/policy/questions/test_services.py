"""Which services a policy lets in."""

from __future__ import annotations

from typing import Any

import pytest

from s3lint.base.record import replace
from s3lint.base.value import Unknown
from s3lint.policy import service_grants
from s3lint.policy.questions.services import ServiceGrants
from tests.policy.statements import ACCOUNT, OWNED, allow, deny, literal, policy_of

LOGGING = {"Service": "logging.s3.amazonaws.com"}
OAI = "CloudFront Origin Access Identity E1A2B3"
TRAIL = {"Service": "cloudtrail.amazonaws.com"}


def services(*statements: dict[str, Any]) -> list[str]:
    grants = service_grants(policy_of(*statements), OWNED)
    assert grants.doubt is None
    assert all(grant.doubt is None for grant in grants.found)
    return [grant.service for grant in grants.found]


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([allow(Principal=LOGGING)], ["logging.s3.amazonaws.com"]),
        ([allow({"StringEquals": {"aws:SourceAccount": ACCOUNT}}, Principal=LOGGING)], ["logging.s3.amazonaws.com"]),
        ([allow(Principal=LOGGING), allow(Principal=LOGGING), allow(Principal=TRAIL)], [*LOGGING.values(), *TRAIL.values()]),
        ([allow(Principal={"AWS": ACCOUNT})], []),
        ([allow(Principal={"AWS": f"arn:aws:iam::cloudfront:user/{OAI}"})], [OAI]),
        ([allow(Principal="*")], []),
        ([deny(Principal=LOGGING, Condition=None)], []),
        ([allow(Principal=LOGGING), deny(Principal=LOGGING, Condition=None)], []),
        ([allow(Principal=LOGGING), deny(Condition={"Bool": {"aws:SecureTransport": "false"}})], ["logging.s3.amazonaws.com"]),
    ],
)
def test_services_that_some_request_lets_in(statements: list[dict[str, Any]], expected: list[str]) -> None:
    assert services(*statements) == expected


def test_statements_that_nobody_knows_leave_it_open() -> None:
    unknown = Unknown("the statements are not known", literal("b").pieces[0].origin)
    policy = replace(policy_of(allow(Principal=LOGGING)), unknown=unknown)
    grants = service_grants(policy, OWNED)
    assert [(grant.service, grant.doubt) for grant in grants.found] == [("logging.s3.amazonaws.com", unknown)]
    assert grants.doubt is unknown
    assert service_grants(replace(policy, statements=()), OWNED) == ServiceGrants((), unknown)


def test_a_policy_that_s3_refuses_lets_nobody_say() -> None:
    grants = service_grants(policy_of(allow(Principal=LOGGING), allow(Effect="allow")), OWNED)
    assert grants.found == ()
    assert grants.doubt is not None
    assert grants.doubt.reason.startswith("S3 refuses the policy")
