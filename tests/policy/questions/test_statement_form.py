"""How an Allow statement grants: wide patterns, `NotAction`, `NotPrincipal`."""

from __future__ import annotations

from typing import Any

import pytest

from s3lint.policy import not_action_grants, not_principal_grants, open_grants, s3_grants, wildcard_actions
from tests.policy.statements import ACCOUNT, BUCKET, OBJECTS, OWNED, OWNER, allow, deny, policy_of


@pytest.mark.parametrize(
    ("action", "text"),
    [
        ("s3:*", "statement 1 allows s3:*, which covers writes and policy management"),
        ("*", "statement 1 allows *, which covers writes and policy management"),
        ("S3:Put*", "statement 1 allows S3:Put*, which covers writes and policy management"),
        (["s3:GetObject", "s3:?*"], "statement 1 allows s3:?*, which covers writes and policy management"),
        ("s3:Get*", ""),
        ("s3:*Object", ""),
        ("s3:PutObject", ""),
        ("s3:PutBucketPolicy", ""),
    ],
)
def test_wildcard_actions(action: Any, text: str) -> None:
    statement = allow(Principal={"AWS": ACCOUNT}, Action=action, Resource=[BUCKET, OBJECTS])
    remarks = wildcard_actions(policy_of(statement, deny()), OWNED)
    assert [remark.text for remark in remarks.found] == ([text] if text else [])
    assert remarks.doubt is None


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({}, 1),
        ({"Resource": OBJECTS}, 1),
        ({"Resource": OBJECTS, "Action": "*"}, 1),
        ({"Resource": OBJECTS, "Action": "s3:*Object*"}, 0),
        ({"Resource": f"{BUCKET}/incoming/*", "Action": "s3:Put*"}, 0),
        ({"Resource": "*"}, 1),
        ({"Principal": {"AWS": OWNER}}, 0),
        ({"Principal": {"AWS": f"arn:aws:iam::{OWNER}:root"}}, 0),
        ({"Principal": {"AWS": [OWNER, ACCOUNT]}}, 1),
        ({"Principal": {"AWS": f"arn:aws:iam::{OWNER}:role/app"}}, 1),
        ({"Principal": "*", "Condition": {"StringEquals": {"s3:DataAccessPointAccount": OWNER}}}, 0),
        ({"Principal": "*", "Condition": {"StringNotEquals": {"s3:DataAccessPointAccount": OWNER}}}, 1),
        ({"Principal": "*", "Condition": {"StringEquals": {"aws:PrincipalAccount": OWNER}}}, 1),
    ],
)
def test_who_could_manage_the_policy(changes: dict[str, Any], count: int) -> None:
    statement = {"Principal": {"AWS": ACCOUNT}, "Action": "s3:*", "Resource": [BUCKET, OBJECTS], **changes}
    assert len(wildcard_actions(policy_of(allow(**{"Condition": None, **statement})), OWNED).found) == count


def test_not_principal_and_not_action() -> None:
    policy = policy_of(
        allow(Principal=None, NotPrincipal={"AWS": ACCOUNT}),
        allow(Action=None, NotAction="s3:PutObject", Principal={"AWS": ACCOUNT}),
        deny(Principal=None, NotPrincipal={"AWS": ACCOUNT}),
        deny(Action=None, NotAction="s3:PutObject"),
    )
    assert [remark.text for remark in not_principal_grants(policy).found] == ["statement 1 allows everyone except 111122223333"]
    assert [remark.text for remark in not_action_grants(policy).found] == [
        "statement 2 allows every action except s3:PutObject"
    ]


def test_everything_on_objects_is_named_for_what_it_covers() -> None:
    [remark] = wildcard_actions(policy_of(allow(Principal={"AWS": ACCOUNT}, Action="s3:*", Resource=OBJECTS)), OWNED).found
    assert remark.text == "statement 1 allows s3:*, which covers writes, ACLs and locks of objects"


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({}, 1),
        ({"Action": "s3:PutObject"}, 1),
        ({"Action": ["s3:GetObject", "*"]}, 1),
        ({"Action": "s3:GetObject"}, 0),
        ({"Principal": {"AWS": "*"}}, 1),
        ({"Principal": {"AWS": ACCOUNT}}, 0),
        ({"Resource": "arn:aws:s3:::*"}, 1),
        ({"Resource": [BUCKET, OBJECTS]}, 0),
        ({"Condition": {"StringEquals": {"aws:ResourceAccount": OWNER}}}, 0),
    ],
)
def test_grants_to_everyone_on_every_bucket(changes: Any, count: int) -> None:
    statement = allow(**{"Principal": "*", "Action": "s3:*", "Resource": "*", **changes})
    remarks = open_grants(policy_of(statement, deny()))
    assert [remark.text for remark in remarks.found] == ["statement 1 lets everyone write to every bucket"] * count
    assert remarks.doubt is None


@pytest.mark.parametrize(
    ("changes", "texts"),
    [
        ({"Action": "s3:GetObject"}, ["statement 1 allows s3:GetObject"]),
        ({"Action": ["ses:*", "S3:*"]}, ["statement 1 allows S3:*"]),
        ({"Action": "*"}, ["statement 1 allows *"]),
        ({"Action": "ses:*"}, []),
        ({"Action": "s3express:*"}, []),
        ({"NotAction": "iam:*"}, ["statement 1 allows all actions but some"]),
        ({"NotAction": ["iam:*", "s3:*"]}, []),
        ({"Effect": "Deny", "Action": "s3:*"}, []),
    ],
)
def test_grants_of_anything_on_s3(changes: Any, texts: list[str]) -> None:
    remarks = s3_grants(policy_of({"Effect": "Allow", "Resource": "*", **changes}))
    assert [remark.text for remark in remarks.found] == texts
    assert remarks.doubt is None
