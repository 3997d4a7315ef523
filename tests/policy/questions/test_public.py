"""Is a policy public: S3's definition statement by statement, its documented examples, and what nobody knows."""

from __future__ import annotations

from typing import Any

import pytest

from s3lint.policy import Violated, further_grants, parse_policy, public_access, public_grants
from tests.policy.statements import BUCKET, OBJECTS, TARGET, allow, deny, policy_of, told

ACCOUNT = "111122223333"
GET = "anonymous GET of any object"
STRANGER = "user arn:aws:iam::999999999999:user/someone"


def where(key: str, value: Any, operator: str = "StringEquals") -> dict[str, Any]:
    return allow({operator: {key: value}})


PUBLIC: dict[str, tuple[list[dict[str, Any]], str]] = {
    "star": ([allow()], GET),
    "AWS star": ([allow(Principal={"AWS": "*"})], GET),
    "account and star": ([allow(Principal={"AWS": [ACCOUNT, "*"]})], GET),
    "VPC pattern": ([where("aws:SourceVpc", "vpc-*", "StringLike")], GET + " with aws:SourceVpc = vpc-"),
    "VPC and VPC pattern": (
        [where("aws:SourceVpc", ["vpc-1", "vpc-*"], "StringLike")],
        GET + " with aws:SourceVpc = vpc-1x",
    ),
    "not a VPC": ([where("aws:SourceVpc", "vpc-1", "StringNotEquals")], GET),
    "VPC if it exists": ([where("aws:SourceVpc", "vpc-1", "StringEqualsIfExists")], GET),
    "all of the organization's paths": ([where("aws:PrincipalOrgPaths", "o-1/*", "ForAllValues:StringLike")], GET),
    "in any organization": (
        [where("aws:PrincipalOrgID", "false", "Null")],
        f"{STRANGER} GET of any object with aws:PrincipalOrgID = o-stranger",
    ),
    "every address": ([where("aws:SourceIp", "0.0.0.0/0", "IpAddress")], GET + " with aws:SourceIp = 198.51.100.7"),
    "half of all addresses": ([where("aws:SourceIp", "0.0.0.0/1", "IpAddress")], GET + " with aws:SourceIp = 0.0.0.0"),
    "IPv4 /7": ([where("aws:SourceIp", "52.0.0.0/7", "IpAddress")], GET + " with aws:SourceIp = 52.0.0.0"),
    "IPv6 /31": (
        [where("aws:SourceIp", "2001:db8::/31", "IpAddress")],
        GET + " with aws:SourceIp = 2001:db8:ffff::7",
    ),
    "every /8 block": (
        [where("aws:SourceIp", [f"{first}.0.0.0/8" for first in range(1, 224) if first not in (10, 127)], "IpAddress")],
        GET + " with aws:SourceIp = 198.51.100.7",
    ),
    "narrow and every address": (
        [where("aws:SourceIp", ["203.0.113.0/24", "0.0.0.0/0"], "IpAddress")],
        GET + " with aws:SourceIp = 198.51.100.7",
    ),
    "all other addresses": (
        [where("aws:SourceIp", "203.0.113.0/24", "NotIpAddress")],
        GET + " with aws:SourceIp = 198.51.100.7",
    ),
    "referer": (
        [where("aws:Referer", "https://example.org/*", "StringLike")],
        GET + " with aws:Referer = https://example.org/",
    ),
    "user agent": ([where("aws:UserAgent", "secret")], GET + " with aws:UserAgent = secret"),
    "TLS": ([where("aws:SecureTransport", "true", "Bool")], GET),
    "caller's tag": (
        [where("aws:PrincipalTag/team", "blue")],
        f"{STRANGER} GET of any object with aws:PrincipalTag/team = blue",
    ),
    "bucket's account": (
        [where("aws:ResourceAccount", ACCOUNT, "StringNotEquals")],
        GET + " with aws:ResourceAccount = 999999999999",
    ),
    "object's tag": (
        [where("s3:ExistingObjectTag/public", "yes")],
        GET + " with s3:ExistingObjectTag/public = yes",
    ),
    "role of any account": (
        [where("aws:PrincipalArn", "arn:aws:iam::*:role/Admin", "ArnLike")],
        "role session arn:aws:sts::999999999999:assumed-role/Admin/session GET of any object",
    ),
    "policy variable": (
        [where("aws:SourceVpc", "${aws:PrincipalTag/vpc}")],
        f"{STRANGER} GET of any object with aws:SourceVpc = other, aws:PrincipalTag/vpc = other",
    ),
    "Deny of plain http beside it": ([allow(), deny()], GET),
    "web identity": (
        [allow(Principal={"Federated": "accounts.google.com"})],
        "any user of accounts.google.com GET of any object",
    ),
    "action that S3 does not know": (
        [allow(Action="s3:NotASupportedAction")],
        "anonymous s3:NotASupportedAction of any object",
    ),
    "NotPrincipal": ([allow(Principal=None, NotPrincipal={"AWS": ACCOUNT})], GET),
    "third statement": (
        [
            allow(Principal={"Service": "cloudtrail.amazonaws.com"}),
            allow(Principal={"AWS": "444455556666"}),
            allow(Action="s3:ListBucket", Resource=BUCKET),
        ],
        "anonymous LIST of the bucket",
    ),
    "a prefix": ([allow(Resource=BUCKET + "/public/*")], "anonymous GET of object public/"),
    "but for some objects": (
        [allow(), deny(Resource=BUCKET + "/private/*", Condition=None)],
        "anonymous GET of object x",
    ),
}


@pytest.mark.parametrize(("statements", "request_"), PUBLIC.values(), ids=PUBLIC)
def test_public(statements: list[dict[str, Any]], request_: str) -> None:
    assert told(public_access(policy_of(*statements), TARGET)) == f"violated: {request_}"


NOT_PUBLIC: dict[str, list[dict[str, Any]]] = {
    "nothing": [],
    "Deny only": [deny()],
    "account": [allow(Principal={"AWS": ACCOUNT})],
    "role": [allow(Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:role/app"})],
    "service": [allow(Principal={"Service": "config.amazonaws.com"})],
    "canonical user": [allow(Principal={"CanonicalUser": "a" * 64})],
    "origin access identity": [allow(Principal={"AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"})],
    "VPC": [where("aws:SourceVpc", "vpc-91237329")],
    "VPC without wildcard": [where("aws:SourceVpc", "vpc-1", "StringLike")],
    "endpoint": [where("aws:SourceVpce", "vpce-1")],
    "organization": [where("aws:PrincipalOrgID", "o-1")],
    "account of the source": [where("aws:SourceAccount", ACCOUNT)],
    "all /8 blocks but one": [
        where("aws:SourceIp", [f"{first}.0.0.0/8" for first in range(1, 224) if first != 52], "IpAddress")
    ],
    "owner of the source": [where("aws:SourceOwner", ACCOUNT)],
    "account of the access point": [where("s3:DataAccessPointAccount", ACCOUNT)],
    "access points of an account": [
        where("s3:DataAccessPointArn", "arn:aws:s3:us-west-2:123456789012:accesspoint/*", "StringLike")
    ],
    "source with an account": [where("aws:SourceArn", f"arn:aws:sns:us-east-1:{ACCOUNT}:topic", "ArnEquals")],
    "account of the principal": [where("aws:PrincipalAccount", ACCOUNT)],
    "ARN of the principal": [where("aws:PrincipalArn", f"arn:aws:iam::{ACCOUNT}:role/app", "ArnEquals")],
    "unique id": [where("aws:userid", "AIDAEXAMPLE")],
    "IPv4 /24": [where("aws:SourceIp", "203.0.113.0/24", "IpAddress")],
    "IPv4 /8": [where("aws:SourceIp", "52.0.0.0/8", "IpAddress")],
    "private addresses": [where("aws:SourceIp", "172.16.0.0/12", "IpAddress")],
    "IPv6 /32": [where("aws:SourceIp", "2001:db8::/32", "IpAddress")],
    "one address": [where("aws:SourceIp", "203.0.113.9", "IpAddress")],
    "VPC and any referer": [allow({"StringEquals": {"aws:SourceVpc": "v"}, "StringLike": {"aws:Referer": "*"}})],
    "fixed principals and CloudTrail": [
        allow(Principal={"AWS": [ACCOUNT, "444455556666"]}),
        allow(Principal={"Service": "cloudtrail.amazonaws.com"}),
    ],
    "deleted principal": [allow(Principal={"AWS": "AROAEXAMPLEEXAMPLE"})],
}


@pytest.mark.parametrize("statements", NOT_PUBLIC.values(), ids=NOT_PUBLIC)
def test_not_public(statements: list[dict[str, Any]]) -> None:
    assert told(public_access(policy_of(*statements), TARGET)) == "holds"


UNDECIDED: dict[str, tuple[list[dict[str, Any]], str]] = {
    "roles of an account": (
        [where("aws:PrincipalArn", f"arn:aws:iam::{ACCOUNT}:role/*", "ArnLike")],
        f"S3's definition of public asks for values without wildcards; arn:aws:iam::{ACCOUNT}:role/* fixes only the account",
    ),
    "sessions of a role": (
        [where("aws:userid", "AROAEXAMPLE:*", "StringLike")],
        "S3's definition of public excepts patterns such as AROAEXAMPLE:*",
    ),
    "source without account": (
        [where("aws:SourceArn", "arn:aws:s3:::inventory", "ArnLike")],
        "arn:aws:s3:::inventory names no account, so that only aws:SourceAccount would bind it",
    ),
    "key that the page does not name": (
        [where("aws:PrincipalOrgPaths", "o-1/r-1/", "ForAnyValue:StringEquals")],
        "S3's definition of public does not name aws:PrincipalOrgPaths, although it limits who can call",
    ),
    "literal star": ([where("aws:SourceVpc", "vpc-*")], "StringEquals takes the wildcard in vpc-* literally"),
    "denied but for an endpoint": (
        [allow(), deny(Condition={"StringNotEquals": {"aws:SourceVpce": "vpce-1"}})],
        "access is granted to everyone but denied by statement 2, and AWS does not say whether S3 counts that as public",
    ),
    "SAML": (
        [allow(Principal={"Federated": f"arn:aws:iam::{ACCOUNT}:saml-provider/corp"})],
        "AWS does not document SAML providers in bucket policies",
    ),
    "wildcard in a principal": (
        [allow(Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:role/*"})],
        f"S3 refuses the principal arn:aws:iam::{ACCOUNT}:role/*",
    ),
    "malformed": ([allow(Effect="allow")], 'S3 refuses the policy: Effect is "allow", expected "Allow" or "Deny"'),
    "another bucket": (
        [allow(Resource="arn:aws:s3:::other/*")],
        "the statement grants everyone an access that no request to this bucket can use",
    ),
}


@pytest.mark.parametrize(("statements", "reason"), UNDECIDED.values(), ids=UNDECIDED)
def test_undecided(statements: list[dict[str, Any]], reason: str) -> None:
    assert told(public_access(policy_of(*statements), TARGET)) == f"undecided: {reason}"


def test_unconditioned_grant_is_told_first() -> None:
    weak, open_ = where("aws:UserAgent", "secret"), allow(Sid="Open")
    answer = public_access(policy_of(weak, open_), TARGET)
    assert isinstance(answer, Violated)
    assert answer.statement is not None
    assert (answer.statement.sid, answer.conditioned) == ("Open", False)
    only_weak = public_access(policy_of(weak), TARGET)
    assert isinstance(only_weak, Violated)
    assert only_weak.conditioned


def test_each_statement_has_its_own_answer() -> None:
    grants = public_grants(policy_of(allow(Principal={"AWS": ACCOUNT}), deny(), allow()), TARGET)
    assert [(grant.statement.number, told(grant.answer)) for grant in grants] == [(1, "holds"), (3, f"violated: {GET}")]


def test_blames_the_star_and_the_weak_condition() -> None:
    text = """{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Principal": {"AWS": ["111122223333", "*"]}, "Action": "s3:GetObject",
  "Resource": "arn:aws:s3:::b/*",
  "Condition": {"StringLike": {"aws:Referer": "https://example.org/*"}}}}"""
    answer = public_access(parse_policy(text), TARGET)
    assert isinstance(answer, Violated)
    assert [(reason.text, reason.origin.start.line, reason.origin.start.column) for reason in answer.reasons] == [
        ("statement 1 allows everyone", 2, 60),
        ("anybody can meet a condition on aws:Referer", 4, 32),
    ]
    assert answer.origin.text == '"*"'


def test_documented_mixture() -> None:
    trail = allow(Principal={"Service": "cloudtrail.amazonaws.com"}, Action="s3:PutObject", Resource=OBJECTS)
    answer = public_access(policy_of(trail, allow(Principal={"AWS": "444455556666"}), allow(Sid="Third")), TARGET)
    assert isinstance(answer, Violated)
    assert str(answer.statement) == "statement Third"


@pytest.mark.parametrize(
    "principal",
    ["events.amazonaws.com", {"AWS": "some_arn"}, {"AWS": ["some_arn", ACCOUNT]}, {"Service": "events", "AWS": "x"}],
)
def test_a_principal_that_is_none_lets_nobody_in(principal: Any) -> None:
    policy = policy_of(allow(Principal=principal), deny())
    assert told(public_access(policy, TARGET)) == "holds"
    assert [told(grant.answer) for grant in public_grants(policy, TARGET)] == ["holds"]
    assert further_grants(policy, TARGET) is None


@pytest.mark.parametrize(
    ("statements", "reason"),
    [
        ([allow(Principal="arn:aws:iam::*")], 'Principal is "arn:aws:iam::*", expected "*" or an object such as {"AWS": …}'),
        ([allow(Principal="x"), allow()], 'Principal is "x", expected "*" or an object such as {"AWS": …}'),
        ([allow(Principal="x"), allow(Effect="allow")], 'Principal is "x", expected "*" or an object such as {"AWS": …}'),
        ([allow(Principal=["*"])], 'Principal is a bare list, expected "*" or an object such as {"AWS": …}'),
        ([allow(NotPrincipal={"AWS": ACCOUNT})], "the statement has both Principal and NotPrincipal"),
    ],
)
def test_a_refused_policy_that_may_name_everyone_is_undecided(statements: list[dict[str, Any]], reason: str) -> None:
    policy = policy_of(*statements)
    assert told(public_access(policy, TARGET)) == f"undecided: S3 refuses the policy: {reason}"
    unknown = further_grants(policy, TARGET)
    assert unknown is not None
    assert unknown.reason == f"S3 refuses the policy: {reason}"


def test_a_grant_knows_whether_it_has_conditions() -> None:
    grants = public_grants(policy_of(allow(), where("aws:Referer", "x")), TARGET)
    assert [grant.is_conditioned for grant in grants] == [False, True]


def test_paths_of_one_organization_bind_although_they_are_a_pattern() -> None:
    paths = where("aws:PrincipalOrgPaths", "o-1/r-1/*", "ForAnyValue:StringLike")
    assert told(public_access(policy_of(paths), TARGET)) == (
        "undecided: S3's definition of public asks for values without wildcards; o-1/r-1/* fixes only the organization"
    )
    any_organization = where("aws:PrincipalOrgPaths", "o-*/r-1/*", "ForAnyValue:StringLike")
    assert told(public_access(policy_of(any_organization), TARGET)).startswith("violated: ")
