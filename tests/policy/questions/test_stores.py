"""Policies of access points, directory buckets, tables and vector buckets: who gets in, whatever their ARNs are."""

from __future__ import annotations

from typing import Any

import pytest

from s3lint.base.source import Source, Span
from s3lint.base.value import Known, Origin, Piece, Symbol, Text, Unknown
from s3lint.base.worlds import EVERYWHERE
from s3lint.policy import Policy, Target, Violated, faults, public_access, read_policy
from tests.policy.statements import policy_of, told

PLACE = Origin(Source("main.tf", "policy"), Span(0, 6))
TABLE = "arn:aws:s3tables:eu-west-1:111122223333:bucket/sales/table/one"


def store(service: str, *, is_access_point: bool = False) -> Target:
    return Target(Text(()), is_access_point=is_access_point, store=service, subject="the store")


def allow(**parts: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": "*", "Resource": "*", **parts}


def deny(**parts: Any) -> dict[str, Any]:
    return allow(**{"Effect": "Deny", **parts})


@pytest.mark.parametrize(
    ("service", "action", "request_"),
    [
        ("s3", "s3:GetObject", "anonymous GET of the store"),
        ("s3", "s3:*", "anonymous GET of the store"),
        (
            "s3express",
            "s3express:CreateSession",
            "user arn:aws:iam::999999999999:user/someone s3express:CreateSession of the store",
        ),
        ("s3tables", "s3tables:*", "user arn:aws:iam::999999999999:user/someone s3tables:GetTableData of the store"),
        ("s3tables", "s3tables:PutTableP*", "user arn:aws:iam::999999999999:user/someone s3tables:PutTablePolicy of the store"),
        ("s3vectors", "*", "user arn:aws:iam::999999999999:user/someone s3vectors:GetVectors of the store"),
        ("s3vectors", "s3vectors:NewAction", "user arn:aws:iam::999999999999:user/someone s3vectors:NewAction of the store"),
    ],
)
def test_everyone(service: str, action: str, request_: str) -> None:
    answer = public_access(policy_of(allow(Action=action)), store(service))
    assert isinstance(answer, Violated)
    assert str(answer.request) == request_


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([allow(Action="s3tables:GetTable", Principal={"AWS": "111122223333"})], "holds"),
        ([allow(Action="s3tables:GetTable", Condition={"StringEquals": {"aws:PrincipalOrgID": "o-1"}})], "holds"),
        ([allow(Action="s3tables:GetTable", Resource=TABLE), deny(Action="s3tables:*", Resource=TABLE)], "undecided"),
        (
            [allow(Action="s3tables:GetTable", Resource=TABLE), deny(Action="s3tables:*", Resource="arn:aws:s3tables:*:*:*")],
            "undecided",
        ),
        ([allow(Action="s3tables:GetTable"), deny(Action="s3tables:*", Resource=TABLE)], "violated"),
        ([allow(Action="s3tables:GetTable"), deny(Action="s3tables:Put*")], "violated"),
    ],
)
def test_denies(statements: list[dict[str, Any]], expected: str) -> None:
    assert told(public_access(policy_of(*statements), store("s3tables"))).partition(":")[0] == expected


def written(*resources: str | Symbol | Unknown) -> Policy:
    """An Allow to everyone, and a Deny, each on a resource that is written in pieces."""
    pieces = [Piece('{"Version": "2012-10-17", "Statement": [', PLACE)]
    for number, (effect, resource) in enumerate(zip(("Allow", "Deny"), resources, strict=False)):
        head = f'{"," if number else ""}{{"Effect": "{effect}", "Principal": "*", "Action": "s3tables:*", "Resource": "'
        pieces += [Piece(head, PLACE), Piece(resource, PLACE), Piece('/table/*"}', PLACE)]
    setting = read_policy(Known(Text((*pieces, Piece("]}", PLACE))), PLACE), PLACE, EVERYWHERE)
    assert isinstance(setting, Known)
    return setting.value


SALES = Symbol("aws_s3tables_table_bucket.sales", "arn", "aws_s3tables_table_bucket.sales.arn")
OTHER = Symbol("aws_s3tables_table_bucket.other", "arn", "aws_s3tables_table_bucket.other.arn")
PARAMETER = Unknown("parameter Table has no default", PLACE, ("Table",), identity="Table")


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ((SALES,), "violated"),
        ((SALES, SALES), "undecided"),
        ((SALES, OTHER), "violated"),
        ((PARAMETER,), "violated"),
        ((SALES, PARAMETER), "undecided"),
    ],
)
def test_a_reference_is_its_own_arn(resources: tuple[str | Symbol | Unknown, ...], expected: str) -> None:
    assert told(public_access(written(*resources), store("s3tables"))).partition(":")[0] == expected


def test_an_access_points_own_arn_binds_nothing() -> None:
    condition = {"ArnLike": {"s3:DataAccessPointArn": "arn:aws:s3:*:111122223333:*"}}
    policy = policy_of(allow(Action="s3:GetObject", Condition=condition))
    assert told(public_access(policy, store("s3", is_access_point=True))).startswith("violated")
    assert told(public_access(policy, Target(Text((Piece("b", PLACE),))))) == "holds"


@pytest.mark.parametrize(
    ("service", "parts", "expected"),
    [
        ("s3", {"Action": "s3:GetObject", "Resource": "arn:aws:s3:eu-west-1:111122223333:accesspoint/door/object/*"}, []),
        ("s3", {"Action": "s3:GetObjct"}, ["s3:GetObjct is not an action of S3"]),
        ("s3tables", {"Action": "s3tables:SomethingNew", "Resource": TABLE}, []),
        ("s3tables", {"Action": "s3:GetObject"}, ["s3:GetObject is not an action of s3tables"]),
        ("s3tables", {"Action": "*", "Resource": "arn:aws:s3:::b"}, ["arn:aws:s3:::b is not an ARN of s3tables"]),
        ("s3tables", {"Action": "s3tables:*", "Principal": {"AWS": "reader"}}, ["reader is not a principal"]),
    ],
)
def test_faults(service: str, parts: dict[str, Any], expected: list[str]) -> None:
    target = store(service, is_access_point=service == "s3")
    assert [flaw.text for flaw in faults(policy_of(allow(**parts)), target)] == expected
