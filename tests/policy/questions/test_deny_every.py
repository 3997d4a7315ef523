"""Are all requests of a kind denied: uploads, versions of TLS, deletions, endpoints, signatures; and who is locked out."""

from __future__ import annotations

from typing import Any

import pytest

from s3lint.policy import (
    Undecided,
    Violated,
    denies_deletion_without_mfa,
    denies_old_signatures,
    denies_old_tls,
    denies_other_endpoints,
    denies_unencrypted_uploads,
    locks_out,
)
from tests.policy.statements import ACCOUNT, BUCKET, NO_TLS, OBJECTS, OWNED, OWNER, deny, policy_of, told

LOCKED: dict[str, tuple[list[dict[str, Any]], bool]] = {
    "everything": ([deny(Condition=None)], True),
    "AWS star and any resource": ([deny(Principal={"AWS": ["*"]}, Resource="*", Condition=None)], True),
    "policy only": ([deny(Action="s3:PutBucketPolicy", Resource=BUCKET, Condition=None)], True),
    "always true": ([deny(Condition={"Null": {"aws:SecureTransport": "false"}})], True),
    "without TLS only": ([deny()], False),
    "but for a role": (
        [deny(Condition={"StringNotEquals": {"aws:PrincipalArn": f"arn:aws:iam::{OWNER}:role/admin"}})],
        False,
    ),
    "objects only": ([deny(Resource=OBJECTS, Condition=None)], False),
    "deletes only": ([deny(Action="s3:Delete*", Condition=None)], False),
    "an account": ([deny(Principal={"AWS": ACCOUNT}, Condition=None)], False),
}


@pytest.mark.parametrize(("statements", "expected"), LOCKED.values(), ids=LOCKED)
def test_lock_out(statements: list[dict[str, Any]], expected: bool) -> None:
    assert (told(locks_out(policy_of(*statements), OWNED)) == "holds") is expected


SSE = "s3:x-amz-server-side-encryption"


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([], "violated: anonymous PUT of any object"),
        ([deny(Action="s3:PutObject", Condition={"StringNotEquals": {SSE: "aws:kms"}})], "holds"),
        ([deny(Action="s3:PutObject", Condition={"StringNotEquals": {SSE: ["aws:kms", "aws:kms:dsse"]}})], "holds"),
        (
            [deny(Action="s3:PutObject", Condition={"StringNotEqualsIfExists": {SSE: "aws:kms"}})],
            "holds",
        ),
        (
            [deny(Action="s3:PutObject", Condition={"StringEquals": {SSE: "AES256"}})],
            "violated: anonymous PUT of any object",
        ),
        (
            [deny(Action="s3:PutObject", Condition={"Null": {SSE: "true"}})],
            f"violated: anonymous PUT of any object with {SSE} = AES256",
        ),
        (
            [
                deny(Action="s3:PutObject", Condition={"Null": {SSE: "true"}}),
                deny(Action="s3:PutObject", Condition={"StringNotLike": {SSE: "aws:kms*"}}),
            ],
            "holds",
        ),
        (
            [deny(Action="s3:PutObject", Condition={"StringNotEquals": {SSE: "AES256"}})],
            f"violated: anonymous PUT of any object with {SSE} = AES256",
        ),
        (
            [deny(Action="s3:PutObject", Resource=BUCKET + "/a/*", Condition={"StringNotEquals": {SSE: "aws:kms"}})],
            "violated: anonymous PUT of object x",
        ),
    ],
)
def test_unencrypted_uploads(statements: list[dict[str, Any]], expected: str) -> None:
    assert told(denies_unencrypted_uploads(policy_of(*statements), OWNED)) == expected


def test_unencrypted_uploads_with_other_wishes() -> None:
    policy = policy_of(deny(Action="s3:PutObject", Condition={"StringNotEquals": {SSE: "AES256"}}))
    assert told(denies_unencrypted_uploads(policy, OWNED, ("AES256",))) == "holds"


@pytest.mark.parametrize(
    ("condition", "lowest", "expected"),
    [
        ({"NumericLessThan": {"s3:TlsVersion": "1.2"}}, "1.2", "holds"),
        ({"NumericLessThan": {"s3:TlsVersion": "1.3"}}, "1.3", "holds"),
        ({"NumericLessThan": {"s3:TlsVersion": "1.3"}}, "1.2", "holds"),
        (
            {"NumericLessThan": {"s3:TlsVersion": "1.2"}},
            "1.3",
            "violated: anonymous GET of any object with s3:TlsVersion = 1.2",
        ),
        (NO_TLS, "1.3", "violated: anonymous GET of any object with s3:TlsVersion = 1.2"),
        ({"NumericEquals": {"s3:TlsVersion": ["1.0", "1.1", "1.2"]}}, "1.3", "holds"),
    ],
)
def test_old_tls(condition: dict[str, Any], lowest: str, expected: str) -> None:
    assert told(denies_old_tls(policy_of(deny(Condition=condition)), OWNED, lowest)) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}, "holds"),
        ({"Null": {"aws:MultiFactorAuthAge": "true"}}, "holds"),
        ({"Bool": {"aws:MultiFactorAuthPresent": "false"}}, "violated: anonymous DELETE of any object"),
        (NO_TLS, "violated: anonymous DELETE of any object"),
    ],
)
def test_deletion_without_mfa(condition: dict[str, Any], expected: str) -> None:
    assert told(denies_deletion_without_mfa(policy_of(deny(Action="s3:Delete*", Condition=condition)), OWNED)) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}, "holds"),
        ({"StringNotEquals": {"aws:SourceVpc": "vpc-1"}, "Null": {"s3:DataAccessPointAccount": "true"}}, "holds"),
        (
            {"StringNotEquals": {"aws:SourceVpce": "vpce-1", "aws:PrincipalArn": f"arn:aws:iam::{OWNER}:role/admin"}},
            f"violated: role session arn:aws:sts::{OWNER}:assumed-role/admin/session GET of any object",
        ),
        (
            {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}},
            "violated: anonymous GET of any object with aws:SourceIp = 203.0.113.0",
        ),
    ],
)
def test_other_endpoints(condition: dict[str, Any], expected: str) -> None:
    assert told(denies_other_endpoints(policy_of(deny(Condition=condition)), OWNED)) == expected


def test_old_signatures() -> None:
    policy = policy_of(deny(Condition={"NumericGreaterThan": {"s3:signatureAge": "600000"}}))
    assert told(denies_old_signatures(policy, OWNED, 600000)) == "holds"
    assert told(denies_old_signatures(policy, OWNED, 300000)).startswith(
        "violated: anonymous GET of any object with s3:signatureAge"
    )


def test_answers_about_malformed_policies() -> None:
    policy = policy_of(deny(Effect="deny"))
    answer = denies_old_tls(policy, OWNED)
    assert isinstance(answer, Violated)
    assert [reason.text for reason in answer.reasons] == [
        'S3 refuses the policy, so it denies nothing: Effect is "deny", expected "Allow" or "Deny"'
    ]
    assert not isinstance(answer, Undecided)
