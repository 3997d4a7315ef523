"""The questions of the policy rules beside plain http and public access."""

from __future__ import annotations

from typing import Any

import pytest

from s3lint.base.condition import Truth
from s3lint.base.record import replace
from s3lint.base.value import Unknown
from s3lint.policy import (
    Grantees,
    Policy,
    Target,
    Undecided,
    Violated,
    cross_account_grants,
    denies_deletion_without_mfa,
    denies_old_signatures,
    denies_old_tls,
    denies_other_endpoints,
    denies_unencrypted_uploads,
    deputy_grants,
    faults,
    locks_out,
    not_action_grants,
    not_principal_grants,
    parse_policy,
    parse_request,
    sensitive_cross_account_grants,
    trace_of,
    wildcard_actions,
)
from tests.policy.documents import BUCKET, NO_TLS, OBJECTS, TARGET, allow, deny, literal, policy_of, told

ACCOUNT, OTHER, OWNER = "111122223333", "444455556666", "123456789012"
OWNED = Target(literal("b"), OWNER)


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


FAULTY = """{"Statement": [
  {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/*"}, "Action": ["s3:GetObjekt", "s3:ListBucket"],
   "Resource": "arn:aws:s3:::b/*"},
  {"Effect": "Deny", "Principal": "*", "Action": ["s3:GetObject", "iam:PassRole", "s3:ListAllMyBuckets", "s3:Gett*"],
   "Resource": ["arn:aws:s3:::b/*", "arn:aws:s3:::other/*", "b/*"]}
]}"""


def test_faults() -> None:
    found = [(flaw.text, flaw.origin.start.line, flaw.origin.text) for flaw in faults(parse_policy(FAULTY), OWNED)]
    assert found == [
        ('the policy has no Version, and counts as "2008-10-17": write "2012-10-17"', 1, FAULTY),
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


def test_fate_of_a_request() -> None:
    policy = policy_of(allow(Sid="Open"), deny(Sid="Tls", Resource=BUCKET), deny(Sid="Http"))
    trace = trace_of(policy, OWNED, parse_request("GET anonymous s3://b/report.pdf http"))
    assert (str(trace.request), trace.outcome.value) == ("anonymous GET of object report.pdf over http", "explicit deny")
    assert [(str(step.statement), step.matches, step.reason.text) for step in trace.steps] == [
        ("statement Open", Truth.YES, "statement Open allows it"),
        ("statement Tls", Truth.NO, "statement Tls: resource arn:aws:s3:::b does not cover object report.pdf"),
        ("statement Http", Truth.YES, "statement Http denies it"),
    ]


@pytest.mark.parametrize(
    ("request_", "outcome"),
    [
        ("GET anonymous s3://b/x", "allow"),
        ("LIST anonymous s3://b", "implicit deny"),
        ("PUT anonymous s3://b/x", "implicit deny"),
        ("s3:GetObject arn:aws:iam::111122223333:role/app s3://b/x https", "allow"),
        ("s3:GetObject 111122223333 s3://b/x http", "explicit deny"),
        ("GET config.amazonaws.com s3://b/x aws:SourceAccount=111122223333", "allow"),
    ],
)
def test_outcomes(request_: str, outcome: str) -> None:
    assert trace_of(policy_of(allow(), deny()), OWNED, parse_request(request_)).outcome.value == outcome


def test_answers_about_malformed_policies() -> None:
    policy = policy_of(deny(Effect="deny"))
    answer = denies_old_tls(policy, OWNED)
    assert isinstance(answer, Violated)
    assert [reason.text for reason in answer.reasons] == [
        'S3 refuses the policy, so it denies nothing: Effect is "deny", expected "Allow" or "Deny"'
    ]
    assert not isinstance(answer, Undecided)
