"""Which services strangers may use."""

from __future__ import annotations

from typing import Any

import pytest

from s3lint.base.record import replace
from s3lint.base.value import Unknown
from s3lint.policy import Undecided, Violated, deputy_grants
from tests.policy.statements import ACCOUNT, OWNED, allow, deny, literal, policy_of, told


def deputies(*statements: dict[str, Any]) -> list[str]:
    return [told(answer) for answer in deputy_grants(policy_of(*statements), OWNED)]


LOGGING = {"Service": "logging.s3.amazonaws.com"}
LET_IN = "violated: service logging.s3.amazonaws.com GET of any object"


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (None, [LET_IN]),
        ({"Bool": {"aws:SecureTransport": "true"}}, [LET_IN]),
        ({"StringEqualsIfExists": {"aws:SourceAccount": ACCOUNT}}, [LET_IN]),
        ({"StringEquals": {"aws:SourceAccount": ACCOUNT}}, []),
        ({"StringEquals": {"aws:SourceOrgID": "o-1"}}, []),
        ({"ForAnyValue:StringLike": {"aws:SourceOrgPaths": "o-1/r-1/*"}}, []),
        ({"ForAnyValue:StringLike": {"aws:SourceOrgPaths": "o-*/r-1/*"}}, [LET_IN]),
        ({"ForAnyValue:StringEquals": {"aws:SourceOrgPaths": "o-1/r-1/"}}, []),
        ({"ArnLike": {"aws:SourceArn": f"arn:aws:s3:::{'x'}"}}, []),
        ({"ArnLike": {"aws:SourceArn": f"arn:aws:logs:*:{ACCOUNT}:*"}}, []),
    ],
)
def test_confused_deputy(condition: dict[str, Any] | None, expected: list[str]) -> None:
    found = deputies(allow(condition, Principal=LOGGING))
    assert [answer.split(" with ")[0] for answer in found] == expected


def test_each_service_of_a_list() -> None:
    services = {"Service": ["logging.s3.amazonaws.com", "config.amazonaws.com"]}
    assert deputies(allow(Principal=services)) == [LET_IN, "violated: service config.amazonaws.com GET of any object"]


def test_deputies_that_nobody_knows() -> None:
    template = literal("b")
    unknown = Unknown("the principals are not known", template.pieces[0].origin)
    policy = policy_of(allow(Principal={"AWS": ACCOUNT}))
    [statement] = policy.statements
    open_ended = replace(statement, principals=replace(statement.principals, rest=unknown))
    assert deputy_grants(replace(policy, statements=(open_ended,)), OWNED) == (Undecided(unknown),)
    assert deputy_grants(replace(policy, unknown=unknown), OWNED) == (Undecided(unknown),)


def test_deputy_that_is_denied() -> None:
    blocked = deny(Condition={"StringNotEquals": {"aws:SourceAccount": ACCOUNT}})
    assert deputies(allow(Principal=LOGGING), blocked) == []


def test_a_header_binds_no_service() -> None:
    key = {"StringNotEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": "arn:aws:kms:eu-west-1:444455556666:key/1"}}
    service = {"Service": "guardduty.amazonaws.com"}
    grant = allow(Principal=service, Action="s3:PutObject")
    (answer,) = deputy_grants(policy_of(grant, deny(Principal=service, Action="s3:PutObject", Condition=key)), OWNED)
    assert isinstance(answer, Violated)


@pytest.mark.parametrize("pattern", ["*", "arn:aws:cloudtrail:*", "arn:aws:cloudtrail:*:*:*"])
def test_a_pattern_of_everything_binds_no_service(pattern: str) -> None:
    grant = allow({"ArnLike": {"aws:SourceArn": pattern}}, Principal={"Service": "cloudtrail.amazonaws.com"})
    (answer,) = deputy_grants(policy_of(grant), OWNED)
    assert isinstance(answer, Violated)
