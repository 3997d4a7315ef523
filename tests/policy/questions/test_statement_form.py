"""How an Allow statement grants: wide patterns, `NotAction`, `NotPrincipal`."""

from __future__ import annotations

from typing import Any

import pytest

from s3lint.policy import not_action_grants, not_principal_grants, wildcard_actions
from tests.policy.statements import ACCOUNT, allow, deny, policy_of


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
    remarks = wildcard_actions(policy_of(allow(Principal={"AWS": ACCOUNT}, Action=action), deny()))
    assert [remark.text for remark in remarks.found] == ([text] if text else [])
    assert remarks.doubt is None


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
