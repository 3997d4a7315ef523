"""Who outside the account gets access."""

from __future__ import annotations

import pytest

from s3lint.base.condition import Truth
from s3lint.policy import (
    Grantees,
    Policy,
    Target,
    cross_account_grants,
    sensitive_cross_account_grants,
)
from tests.policy.statements import ACCOUNT, BUCKET, OBJECTS, OTHER, OWNED, OWNER, TARGET, allow, deny, policy_of


def grantees(policy: Policy, target: Target = OWNED, trusted: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    found = cross_account_grants(policy, target, trusted)
    assert found.doubt is None
    return [(grantee.account, grantee.who, str(grantee.request)) for grantee in found.found]


def test_cross_account_grants() -> None:
    policy = policy_of(
        allow(Principal={"AWS": [ACCOUNT, f"arn:aws:iam::{OTHER}:role/app", OWNER]}),
        allow(Principal={"CanonicalUser": "a" * 64}),
        allow(Principal={"Service": "config.amazonaws.com"}),
        allow(Principal={"AWS": "127311923021"}, Action="s3:PutObject"),
    )
    assert grantees(policy) == [
        (ACCOUNT, f"account {ACCOUNT}", f"user arn:aws:iam::{ACCOUNT}:user/someone GET of any object"),
        (
            OTHER,
            f"arn:aws:iam::{OTHER}:role/app",
            f"role session arn:aws:sts::{OTHER}:assumed-role/app/session GET of any object",
        ),
        ("", f"canonical user {'a' * 64}", f"canonical user {'a' * 64} GET of any object"),
    ]
    assert [who for _, who, _ in grantees(policy, trusted=(ACCOUNT, "a" * 64))] == [f"arn:aws:iam::{OTHER}:role/app"]


def test_cross_account_grants_that_are_denied() -> None:
    policy = policy_of(allow(Principal={"AWS": ACCOUNT}), deny(Principal={"AWS": ACCOUNT}, Condition=None))
    assert grantees(policy) == []


def test_cross_account_grants_by_condition() -> None:
    policy = policy_of(
        allow({"StringEquals": {"aws:PrincipalOrgID": "o-1"}}),
        allow({"StringEquals": {"aws:PrincipalAccount": ACCOUNT}}),
        allow({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}),
    )
    assert [(account, who) for account, who, _ in grantees(policy)] == [
        ("", "organization o-1"),
        (ACCOUNT, f"account {ACCOUNT}"),
        ("", "any account from 203.0.113.0/24"),
    ]


@pytest.mark.parametrize("owner", ["999999999999", "888888888888", OWNER])
def test_the_owner_is_no_stranger_whatever_the_account(owner: str) -> None:
    policy = policy_of(allow({"StringEquals": {"aws:PrincipalOrgID": "o-1"}}))
    assert [who for _, who, _ in grantees(policy, Target(TARGET.name, owner))] == ["organization o-1"]


def test_trusted_networks_and_policies_that_only_deny() -> None:
    office = policy_of(allow({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}))
    assert grantees(office, trusted=("203.0.113.0/24",)) == []
    assert cross_account_grants(policy_of(deny(Resource=None)), OWNED) == Grantees()


def test_literal_account_may_be_an_unknown_owner() -> None:
    found = cross_account_grants(policy_of(allow(Principal={"AWS": ACCOUNT})), TARGET).found
    assert [(grantee.account, grantee.is_external) for grantee in found] == [(ACCOUNT, Truth.MAYBE)]


def test_sensitive_cross_account_grants() -> None:
    policy = policy_of(
        allow(Principal={"AWS": ACCOUNT}, Action="s3:Put*", Resource=[BUCKET, OBJECTS]),
        allow(Principal={"AWS": OTHER}, Action=["s3:GetObject", "s3:PutObject"]),
    )
    found = sensitive_cross_account_grants(policy, OWNED).found
    assert [(grantee.account, grantee.request.action) for grantee in found] == [(ACCOUNT, "s3:PutObjectAcl")]


@pytest.mark.parametrize(
    ("principals", "external"),
    [
        ([[ACCOUNT]], [[Truth.MAYBE]]),
        ([[ACCOUNT, f"arn:aws:iam::{ACCOUNT}:role/reader"]], [[Truth.MAYBE, Truth.MAYBE]]),
        ([[ACCOUNT, OTHER]], [[Truth.YES, Truth.YES]]),
        ([[ACCOUNT], [OTHER]], [[Truth.MAYBE], [Truth.YES]]),
        ([[ACCOUNT], [ACCOUNT]], [[Truth.MAYBE], [Truth.MAYBE]]),
    ],
)
def test_of_several_accounts_one_at_most_is_the_owners(principals: list[list[str]], external: list[list[Truth]]) -> None:
    policy = policy_of(*(allow(Principal={"AWS": accounts}) for accounts in principals))
    found = cross_account_grants(policy, TARGET).by_statement()
    assert [[grantee.is_external for grantee in grantees] for _, grantees in found] == external


def test_paths_of_an_organization() -> None:
    condition = {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": ["o-exampleorg1/r-ab12/*"]}}
    policy = policy_of(allow(condition))
    assert [grantee.who for grantee in cross_account_grants(policy, OWNED).found] == ["organization o-exampleorg1"]
    assert cross_account_grants(policy, OWNED, ("o-exampleorg1",)).found == ()
