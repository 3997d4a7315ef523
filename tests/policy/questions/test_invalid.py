"""For what S3 refuses a policy."""

from __future__ import annotations

import json
from typing import Any

import pytest

from s3lint.policy import faults, parse_policy
from tests.policy.statements import ACCOUNT, BUCKET, OBJECTS, OWNED, allow, deny, policy_of

FAULTY = """{"Statement": [
  {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/*"}, "Action": ["s3:GetObjekt", "s3:ListBucket"],
   "Resource": "arn:aws:s3:::b/*"},
  {"Effect": "Deny", "Principal": "*", "Action": ["s3:GetObject", "iam:PassRole", "s3:ListAllMyBuckets", "s3:Gett*"],
   "Resource": ["arn:aws:s3:::b/*", "arn:aws:s3:::other/*", "b/*"]}
]}"""


def test_faults() -> None:
    found = [(flaw.text, flaw.origin.start.line, flaw.origin.text) for flaw in faults(parse_policy(FAULTY), OWNED)]
    assert found == [
        (
            "arn:aws:iam::111122223333:role/* has a wildcard, and S3 refuses principals with one",
            2,
            '"arn:aws:iam::111122223333:role/*"',
        ),
        ("s3:GetObjekt is not an action of S3", 2, '"s3:GetObjekt"'),
        ("s3:ListBucket acts on the bucket, but the statement names only objects", 2, '"s3:ListBucket"'),
        ("iam:PassRole is not an action of S3", 4, '"iam:PassRole"'),
        ("s3:ListAllMyBuckets is no action on a bucket or its objects", 4, '"s3:ListAllMyBuckets"'),
        ("s3:Gett* matches no action of S3", 4, '"s3:Gett*"'),
        ("arn:aws:s3:::other/* is not this bucket or one of its objects", 5, '"arn:aws:s3:::other/*"'),
        ("b/* is not an ARN", 5, '"b/*"'),
    ]


def test_no_faults() -> None:
    policy = policy_of(deny(), allow(Action=["s3:GetObject", "s3:ListBucket"], Resource=[BUCKET, OBJECTS]), allow(Resource="*"))
    assert faults(policy, OWNED) == ()


READER = {"AWS": f"arn:aws:iam::{ACCOUNT}:role/reader"}
OWN = f"{BUCKET}/${{aws:username}}/*"


@pytest.mark.parametrize(
    ("version", "resource", "expected"),
    [
        ("2008-10-17", OBJECTS, []),
        (None, OBJECTS, []),
        ("2012-10-17", OWN, []),
        ("2008-10-17", f"{BUCKET}/${{*}}", []),
        ("2008-10-17", OWN, ['${aws:username} is no variable in Version "2008-10-17": write "2012-10-17"']),
        (
            None,
            OWN,
            [
                'the policy has no Version, and counts as "2008-10-17", in which ${aws:username} is no variable: '
                'write "2012-10-17"'
            ],
        ),
    ],
)
def test_version(version: str | None, resource: str, expected: list[str]) -> None:
    statement = allow(Principal=READER, Resource=resource)
    written = {"Version": version, "Statement": [statement]} if version else {"Statement": [statement]}
    assert [flaw.text for flaw in faults(parse_policy(json.dumps(written)), OWNED)] == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"Principal": {"AWS": ""}}, ['"" is not a principal']),
        (
            {"Principal": {"AWS": "arn:aws:iam::12345678901:user/writer"}},
            ["arn:aws:iam::12345678901:user/writer is not a principal"],
        ),
        ({"Principal": {"CanonicalUser": "64-digit-value"}}, ["64-digit-value is not a principal"]),
        ({"Principal": {"CanonicalUser": "0" * 64}}, []),
        (
            {"Condition": {"StringLike": {"s3:prefix": "hq/"}}},
            ["only requests that list have s3:prefix, so the statement never applies"],
        ),
        ({"Condition": {"StringNotLike": {"s3:prefix": "hq/"}}}, []),
        ({"Condition": {"StringLikeIfExists": {"s3:prefix": "hq/"}}}, []),
        ({"Action": "s3:*", "Condition": {"StringLike": {"s3:prefix": "hq/"}}}, []),
        (
            {"Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*"}}},
            ["arn:aws:iam::* has fewer fields than an ARN, and AWS does not say what it matches"],
        ),
        ({"Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:*"}}}, []),
    ],
)
def test_principals_and_conditions(changes: dict[str, Any], expected: list[str]) -> None:
    policy = policy_of(deny(**{"Action": "s3:GetObject", "Resource": OBJECTS, "Condition": None, **changes}))
    assert [flaw.text for flaw in faults(policy, OWNED)] == expected


def test_equal_sids() -> None:
    policy = policy_of(deny(Sid="Tls"), allow(Sid="Tls", Principal=READER), allow(Sid="Other", Principal=READER))
    assert [flaw.text for flaw in faults(policy, OWNED)] == ['another statement has the Sid "Tls", too']


def test_too_large() -> None:
    policy = policy_of(deny(Resource=[f"{BUCKET}/{number:0200}*" for number in range(100)]))
    assert [flaw.text for flaw in faults(policy, OWNED)] == ["the policy is larger than S3's limit of 20480 bytes"]


def test_grammar_faults() -> None:
    policy = policy_of(
        deny(Principal=None), {"Effect": "Maybe", "Principal": "*", "Action": "s3:*", "Resource": BUCKET, "Resources": []}
    )
    assert [flaw.text for flaw in faults(policy, OWNED)] == [
        "the statement has no Principal",
        'Effect is "Maybe", expected "Allow" or "Deny"',
        '"Resources" is not an element of a policy',
    ]
