"""Does a policy deny every request without TLS: the documented forms, near-misses, and what nobody knows."""

from __future__ import annotations

from typing import Any

import pytest

from s3lint.policy import Holds, Violated, denies_plain_http, parse_policy
from tests.policy.statements import BUCKET, NO_TLS, OBJECTS, TARGET, allow, also, deny, policy_of, told

ACCOUNT = "111122223333"
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
BOB = f"arn:aws:iam::{ACCOUNT}:user/Bob"
ORG = {"aws:PrincipalOrgPaths": "o-1/r-1/ou-1/"}

ENFORCED: dict[str, list[dict[str, Any]]] = {
    "documented": [deny()],
    "AWS star": [deny(Principal={"AWS": "*"})],
    "AWS list with star": [deny(Principal={"AWS": ["*"]})],
    "account and star": [deny(Principal={"AWS": [ACCOUNT, "*"]})],
    "boolean value": [deny(Condition={"Bool": {"aws:SecureTransport": False}})],
    "list of one": [deny(Condition={"Bool": {"aws:SecureTransport": ["false"]}})],
    "capital False": [deny(Condition={"Bool": {"aws:SecureTransport": "False"}})],
    "key in other capitals": [deny(Condition={"Bool": {"AWS:securetransport": "false"}})],
    "action in other capitals": [deny(Action="S3:*")],
    "action star": [deny(Action="*")],
    "action two stars": [deny(Action="s3:**")],
    "BoolIfExists": [deny(Condition={"BoolIfExists": {"aws:SecureTransport": "false"}})],
    "two statements": [deny(Resource=BUCKET), deny(Resource=OBJECTS)],
    "bucket with star": [deny(Resource=BUCKET + "*")],
    "any bucket": [deny(Resource="arn:aws:s3:::*")],
    "any resource": [deny(Resource="*")],
    "objects with at least one character": [deny(Resource=[BUCKET, BUCKET + "/?*"])],
    "wildcard in the bucket's name": [deny(Resource=["arn:aws:s3:::?", "arn:aws:s3:::?/*"])],
    "wildcard in the partition": [deny(Resource=["arn:*:s3:::b", "arn:a?s:s3:::b/*"])],
    "another partition": [deny(Resource=["arn:aws-cn:s3:::b", "arn:aws-cn:s3:::b/*"])],
    "Action and NotAction": [deny(Action="s3:Get*"), deny(Action=None, NotAction="s3:Get*")],
    "addresses and all others": [
        deny(Condition=also(IpAddress={"aws:SourceIp": "203.0.113.0/24"})),
        deny(Condition=also(NotIpAddress={"aws:SourceIp": "203.0.113.0/24"})),
    ],
    "value and all others": [
        deny(Condition=also(StringEquals={"aws:PrincipalOrgID": "o-1"})),
        deny(Condition=also(StringNotEquals={"aws:PrincipalOrgID": "o-1"})),
    ],
    "present and absent": [
        deny(Condition=also(Null={"aws:SourceVpce": "true"})),
        deny(Condition=also(Null={"aws:SourceVpce": "false"})),
    ],
    "some value and no value": [
        deny(Condition=also(ForAnyValue__StringEquals=ORG)),
        deny(Condition=also(ForAllValues__StringNotEquals=ORG)),
    ],
    "numbers": [
        deny(Condition=also(NumericLessThanIfExists={"s3:max-keys": "10"})),
        deny(Condition=also(NumericGreaterThanEquals={"s3:max-keys": 10})),
    ],
    "dates": [
        deny(Condition=also(DateLessThan={"aws:CurrentTime": "2030-01-01T00:00:00Z"})),
        deny(Condition=also(DateGreaterThan={"aws:EpochTime": "1893455999"})),
    ],
    "account and NotPrincipal its root": [
        deny(Principal={"AWS": ACCOUNT}),
        deny(Principal=None, NotPrincipal={"AWS": ROOT}),
    ],
    "extra condition that always holds": [deny(Condition=also(StringLikeIfExists={"aws:PrincipalArn": "*"}))],
    "extra Null that always holds": [deny(Condition=also(Null={"aws:SecureTransport": "false"}))],
    "with an Allow": [allow(), deny()],
    "with a near-miss": [deny(Resource=OBJECTS), deny()],
    "unconditional Deny": [deny(Condition=None)],
    "lock-out by Null": [deny(Condition={"Null": {"aws:SecureTransport": "false"}})],
    "lowest TLS version, if it exists": [deny(Condition={"NumericLessThanIfExists": {"s3:TlsVersion": 1.2}})],
    "NotAction of another service": [deny(Action=None, NotAction="iam:*")],
    "NotResource of another bucket": [deny(Resource=None, NotResource="arn:aws:s3:::other/*")],
    "only from the internet, but private addresses": [deny(Condition=also(NotIpAddress={"aws:SourceIp": "10.0.0.0/8"}))],
    "Sid and empty condition": [deny(Sid="Tls"), deny(Condition={})],
}


@pytest.mark.parametrize("statements", ENFORCED.values(), ids=ENFORCED)
def test_enforced(statements: list[dict[str, Any]]) -> None:
    assert told(denies_plain_http(policy_of(*statements), TARGET)) == "holds"


GET = "anonymous GET of any object over http"
LIST = "anonymous LIST of the bucket over http"

MISSED: dict[str, tuple[list[dict[str, Any]], str]] = {
    "nothing": ([], GET),
    "allow when true": ([allow({"Bool": {"aws:SecureTransport": "true"}})], GET),
    "allow when false": ([allow(NO_TLS)], GET),
    "objects only": ([deny(Resource=OBJECTS)], LIST),
    "bucket only": ([deny(Resource=BUCKET)], GET),
    "GetObject only": ([deny(Action="s3:GetObject")], LIST),
    "gets and puts": ([deny(Action=["s3:Get*", "s3:Put*"])], LIST),
    "most verbs": (
        [deny(Action=["s3:Get*", "s3:Put*", "s3:List*", "s3:Delete*"])],
        "anonymous s3:AbortMultipartUpload of any object over http",
    ),
    "objects' verbs": ([deny(Action="s3:*Object")], LIST),
    "an account": ([deny(Principal={"AWS": ACCOUNT})], GET),
    "a role": ([deny(Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:role/app"})], GET),
    "a service": ([deny(Principal={"Service": "config.amazonaws.com"})], GET),
    "wildcard in a principal's ARN": ([deny(Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:role/*"})], GET),
    "addresses": (
        [deny(Condition=also(IpAddress={"aws:SourceIp": "203.0.113.0/24"}))],
        GET + " with aws:SourceIp = 198.51.100.7",
    ),
    "not addresses": (
        [deny(Condition=also(NotIpAddress={"aws:SourceIp": "203.0.113.0/24"}))],
        GET + " with aws:SourceIp = 203.0.113.0",
    ),
    "any address": (
        [deny(Condition=also(Null={"aws:SourceIp": "false"}))],
        GET + " with aws:SourceVpce = vpce-stranger",
    ),
    "any address, and any endpoint": (
        [deny(Condition=also(Null={"aws:SourceIp": "false"})), deny(Condition=also(Null={"aws:SourceVpce": "false"}))],
        GET + " with aws:SourceVpc = vpc-stranger",
    ),
    "any address, and an endpoint": (
        [
            deny(Condition=also(Null={"aws:SourceIp": "false"})),
            deny(Condition=also(StringNotEquals={"aws:SourceVpce": "vpce-1"})),
        ],
        GET + " with aws:SourceVpce = vpce-1",
    ),
    "endpoint": ([deny(Condition=also(StringEquals={"aws:SourceVpce": "vpce-1"}))], GET),
    "organization": ([deny(Condition=also(StringEquals={"aws:PrincipalOrgID": "o-1"}))], GET),
    "principal's ARN": ([deny(Condition=also(StringLike={"aws:PrincipalArn": "*"}))], GET),
    "not a service": ([deny(Condition=also(Bool={"aws:PrincipalIsAWSService": "false"}))], GET),
    "tag": ([deny(Condition=also(StringEquals={"aws:PrincipalTag/team": "x"}))], GET),
    "age of MFA": ([deny(Condition=also(NumericGreaterThan={"aws:MultiFactorAuthAge": "3600"}))], GET),
    "user agent": ([deny(Condition=also(StringLike={"aws:UserAgent": "curl*"}))], GET),
    "canned ACL": ([deny(Condition=also(StringEquals={"s3:x-amz-acl": "public-read"}))], GET),
    "date": (
        [deny(Condition=also(DateLessThan={"aws:CurrentTime": "2030-01-01"}))],
        GET + " with aws:CurrentTime = 2030-01-01T00:00:01Z",
    ),
    "true": ([deny(Condition={"Bool": {"aws:SecureTransport": "true"}})], GET),
    "Null true": ([deny(Condition={"Null": {"aws:SecureTransport": "true"}})], GET),
    "NotAction": ([deny(Action=None, NotAction="s3:GetObject")], GET),
    "NotAction of the bucket": ([deny(Action=None, NotAction="s3:ListBucket")], LIST),
    "NotPrincipal user and account": (
        [deny(Principal=None, NotPrincipal={"AWS": [BOB, ROOT]})],
        f"user {BOB} GET of any object over http",
    ),
    "NotPrincipal root": (
        [deny(Principal=None, NotPrincipal={"AWS": [ROOT]})],
        f"root user of {ACCOUNT} GET of any object over http",
    ),
    "NotPrincipal star": ([deny(Principal=None, NotPrincipal="*")], GET),
    "NotResource the objects": ([deny(Resource=None, NotResource=OBJECTS)], GET),
    "NotResource a prefix": (
        [deny(Resource=None, NotResource=BUCKET + "/public/*")],
        "anonymous GET of object public/ over http",
    ),
    "another partition beside this one's principals": (
        [
            deny(Resource="*", Condition=also(ArnNotEquals={"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:role/app"})),
            deny(Resource="arn:aws-cn:s3:::b/*"),
        ],
        f"role session arn:aws:sts::{ACCOUNT}:assumed-role/app/session GET of any object over http",
    ),
    "another bucket": ([deny(Resource=["arn:aws:s3:::c", "arn:aws:s3:::c/*"])], GET),
    "longer name": ([deny(Resource=["arn:aws:s3:::b-logs", "arn:aws:s3:::b-logs/*"])], GET),
    "empty key": ([deny(Resource=[BUCKET, BUCKET + "/"])], GET),
    "one-character keys": (
        [deny(Resource=[BUCKET, BUCKET + "/?"])],
        "anonymous GET of object xx over http",
    ),
    "wildcard service": ([deny(Resource=["arn:aws:*:::b", "arn:aws:*:::b/*"])], GET),
    "two partitions": ([deny(Resource=[BUCKET, "arn:aws-cn:s3:::b/*"])], GET),
    "capital letters": ([deny(Resource=["arn:aws:s3:::B", "arn:aws:s3:::B/*"])], GET),
    "gap between actions": ([deny(Action="s3:Get*"), deny(Action="s3:Put*")], LIST),
    "gap between addresses": (
        [
            deny(Condition=also(IpAddress={"aws:SourceIp": "0.0.0.0/1"})),
            deny(Condition=also(IpAddress={"aws:SourceIp": "192.0.0.0/2"})),
        ],
        GET + " with aws:SourceIp = 2001:db8:ffff::7",
    ),
    "other value than the one and none": (
        [
            deny(Condition=also(StringEquals={"aws:SourceVpce": "vpce-1"})),
            deny(Condition=also(Null={"aws:SourceVpce": "true"})),
        ],
        GET + " with aws:SourceVpce = vpce-stranger",
    ),
    "gap between prefixes": (
        [deny(Resource=[BUCKET, BUCKET + "/a*"]), deny(Resource=BUCKET + "/b*")],
        "anonymous GET of object x over http",
    ),
    "two positive sets": (
        [
            deny(Condition=also(ForAnyValue__StringEquals=ORG)),
            deny(Condition=also(ForAnyValue__StringNotEquals=ORG)),
        ],
        GET,
    ),
    "TLS and old version": (
        [
            deny(
                Condition={
                    "Bool": {"aws:SecureTransport": "true"},
                    "NumericLessThan": {"s3:TlsVersion": "1.2"},
                }
            )
        ],
        GET,
    ),
    "empty principal": ([deny(Principal={"AWS": []})], GET),
    "empty action": ([deny(Action=[])], GET),
    "empty resource": ([deny(Resource=[])], GET),
    "malformed elsewhere": ([deny(), allow(Effect="allow")], GET),
    "unknown operator": ([deny(Condition=also(StringIs={"aws:SourceVpc": "v"}))], GET),
    "NullIfExists": ([deny(Condition=also(NullIfExists={"aws:SourceVpc": "true"}))], GET),
    "both Principal and NotPrincipal": ([deny(NotPrincipal={"AWS": ROOT})], GET),
    "no Resource": ([deny(Resource=None)], GET),
}


@pytest.mark.parametrize(("statements", "request_"), MISSED.values(), ids=MISSED)
def test_missed(statements: list[dict[str, Any]], request_: str) -> None:
    assert told(denies_plain_http(policy_of(*statements), TARGET)) == f"violated: {request_}"


UNDOCUMENTED: dict[str, tuple[list[dict[str, Any]], str]] = {
    "TLS version alone": (
        [deny(Condition={"NumericLessThan": {"s3:TlsVersion": "1.2"}})],
        "AWS does not say whether requests over plain http have s3:TlsVersion; deny aws:SecureTransport false instead",
    ),
    "string operator": (
        [deny(Condition={"StringEquals": {"aws:SecureTransport": "false"}})],
        "AWS does not document StringEquals for aws:SecureTransport with false",
    ),
    "two Boolean values": (
        [deny(Condition={"Bool": {"aws:SecureTransport": ["false", "true"]}})],
        "aws:SecureTransport is compared with several Boolean values",
    ),
    "no Boolean": (
        [deny(Condition={"Bool": {"aws:SecureTransport": "no"}})],
        "AWS does not document Bool for aws:SecureTransport with no",
    ),
    "no value": (
        [deny(Condition={"Bool": {"aws:SecureTransport": []}})],
        "AWS's documentation contradicts itself on Bool with an empty list",
    ),
    "only services escape": (
        [deny(Condition=also(BoolIfExists={"aws:PrincipalIsAWSService": "false"}))],
        "only calls by AWS services are not denied, and those use TLS",
    ),
    "NotPrincipal in part": (
        [deny(Principal=None, NotPrincipal={"AWS": [BOB]})],
        "NotPrincipal lists the caller, its role or its account only in part, and AWS does not say who is exempt then",
    ),
    "federated": (
        [deny(Principal={"Federated": "accounts.google.com"})],
        "AWS does not document federated principals in bucket policies",
    ),
    "set operator needed": (
        [deny(Condition=also(StringNotEquals=ORG))],
        "aws:PrincipalOrgPaths has several values and needs ForAnyValue or ForAllValues",
    ),
}


@pytest.mark.parametrize(("statements", "reason"), UNDOCUMENTED.values(), ids=UNDOCUMENTED)
def test_undocumented(statements: list[dict[str, Any]], reason: str) -> None:
    assert told(denies_plain_http(policy_of(*statements), TARGET)) == f"undecided: {reason}"


def test_all_actions_by_name_leave_future_ones() -> None:
    from s3lint.policy.language.actions import catalogue

    names = [action.name for action in catalogue().actions if not action.is_future]
    reason = "all actions are listed by name, so one that AWS adds later is not denied"
    assert told(denies_plain_http(policy_of(deny(Action=names)), TARGET)) == f"undecided: {reason}"


def test_duplicate_key_is_ambiguous() -> None:
    text = '{"Version": "2012-10-17", "Statement": [], "Statement": []}'
    answer = denies_plain_http(parse_policy(text), TARGET)
    assert told(answer) == 'undecided: the key "Statement" is there twice, and AWS does not say how that is read'


def test_says_why_each_statement_misses_and_where() -> None:
    text = """{"Version": "2012-10-17", "Statement": [
  {"Sid": "Objects", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
   "Resource": "arn:aws:s3:::b/*",
   "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
  {"Effect": "Deny", "Principal": {"AWS": "111122223333"}, "Action": "s3:*",
   "Resource": "arn:aws:s3:::b",
   "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
]}"""
    answer = denies_plain_http(parse_policy(text), TARGET)
    assert isinstance(answer, Violated)
    assert [(reason.text, reason.origin.start.line, reason.origin.start.column) for reason in answer.reasons] == [
        ("statement Objects: resource arn:aws:s3:::b/* does not cover the bucket itself", 3, 16),
        ("statement 2: principal 111122223333 does not cover anonymous callers", 5, 35),
    ]
    assert (answer.origin.start.line, answer.origin.start.column, answer.origin.text) == (3, 16, '"arn:aws:s3:::b/*"')
    assert answer.statement is not None
    assert answer.statement.sid == "Objects"


def test_names_as_few_statements_as_hold() -> None:
    answer = denies_plain_http(
        policy_of(deny(Sid="One", Resource=BUCKET), deny(Sid="All"), deny(Sid="Two", Resource=OBJECTS)), TARGET
    )
    assert isinstance(answer, Holds)
    assert [statement.sid for statement in answer.statements] == ["All"]
    assert [reason.text for reason in answer.evidence] == ["statement All denies requests without TLS"]
    answer = denies_plain_http(
        policy_of(deny(Sid="One", Resource=BUCKET), deny(Sid="Narrow", Action="s3:Get*"), deny(Sid="Two", Resource=OBJECTS)),
        TARGET,
    )
    assert isinstance(answer, Holds)
    assert [statement.sid for statement in answer.statements] == ["One", "Two"]
