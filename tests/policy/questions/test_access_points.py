"""Policies of access points: the same meaning, about the access point's ARN and its objects."""

from __future__ import annotations

from typing import Any

import pytest

from s3lint.base.source import Source, Span
from s3lint.base.value import Known, Origin, Piece, Symbol, Text
from s3lint.base.worlds import EVERYWHERE
from s3lint.policy import Policy, Target, denies_plain_http, faults, public_access, read_policy
from tests.policy.statements import deny, literal, policy_of, told

ACCOUNT = "111122223333"
POINT = f"arn:aws:s3:eu-west-1:{ACCOUNT}:accesspoint/reports"
PLACE = Origin(Source("main.tf", "policy"), Span(0, 6))
REFERENCE = Symbol("aws_s3_access_point.p", "arn", "aws_s3_access_point.p.arn")
TARGET = Target(literal("reports"), ACCOUNT, is_access_point=True, references=(Text((Piece(REFERENCE, PLACE),)),))


def allow(condition: dict[str, Any] | None = None) -> dict[str, Any]:
    return deny(Effect="Allow", Action="s3:GetObject", Resource=POINT + "/object/*", Condition=condition)


def by_reference(statement: str) -> Policy:
    parts = statement.split("<ARN>")
    pieces = [Piece(parts[0], PLACE)]
    for part in parts[1:]:
        pieces += [Piece(REFERENCE, PLACE), Piece(part, PLACE)]
    setting = read_policy(Known(Text(tuple(pieces)), PLACE), PLACE, EVERYWHERE)
    assert isinstance(setting, Known)
    return setting.value


def test_by_reference() -> None:
    text = (
        '{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:*",'
        ' "Resource": ["<ARN>", "<ARN>/object/*"], "Condition": {"Bool": {"aws:SecureTransport": "false"}}}}'
    )
    assert told(denies_plain_http(by_reference(text), TARGET)) == "holds"
    objects_as_of_a_bucket = text.replace("/object/*", "/*")
    assert told(denies_plain_http(by_reference(objects_as_of_a_bucket), TARGET)) == "holds"
    assert told(denies_plain_http(by_reference(text.replace("/object/*", "/x/*")), TARGET)).startswith(
        "violated: anonymous GET"
    )


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"StringEquals": {"aws:SourceVpc": "vpc-1"}}, "holds"),
        ({"StringEquals": {"s3:DataAccessPointAccount": ACCOUNT}}, "holds"),
    ],
)
def test_limits(condition: dict[str, Any] | None, expected: str) -> None:
    assert told(public_access(policy_of(allow(condition)), TARGET)) == expected


def test_by_name() -> None:
    policy = policy_of(deny(Resource=[POINT, POINT + "/object/*"]))
    assert told(denies_plain_http(policy, TARGET)) == "holds"
    assert faults(policy, TARGET) == ()
    other = policy_of(deny(Resource=[POINT + "-old", POINT + "-old/object/*"]))
    assert told(denies_plain_http(other, TARGET)) == "violated: anonymous GET of any object over http"


def test_its_own_arn_limits_nothing() -> None:
    text = (
        '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",'
        ' "Resource": "<ARN>/object/*", "Condition": {"ArnEquals": {"s3:DataAccessPointArn":'
        ' "arn:aws:s3:eu-west-1:111122223333:accesspoint/reports"}}}}'
    )
    assert told(public_access(by_reference(text), TARGET)) == (
        "violated: anonymous GET of any object"
        " with s3:DataAccessPointArn = arn:aws:s3:eu-west-1:111122223333:accesspoint/reports"
    )


def test_public() -> None:
    text = (
        '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",'
        ' "Resource": "<ARN>/object/*"}}'
    )
    assert told(public_access(by_reference(text), TARGET)) == "violated: anonymous GET of any object"
