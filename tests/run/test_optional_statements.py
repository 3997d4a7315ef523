"""Policies with many optional statements: each is asked about alone, and that says what all combinations would."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from s3lint import Settings, check
from s3lint.base import worlds
from tests.work import calls

RULES = (
    *("wildcard-principal", "weak-public-condition", "plain-http-allowed", "wildcard-action", "policy-lockout"),
    *("allow-not-principal", "cross-account-sensitive-action", "confused-deputy", "invalid-policy", "missing-access-logging"),
)
OBJECTS = {"Fn::Sub": "${B.Arn}/*"}
BUCKET = {"Fn::GetAtt": ["B", "Arn"]}
TLS = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": [BUCKET, OBJECTS],
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}
READ = {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "s3:GetObject", "Resource": OBJECTS}
KINDS: tuple[dict[str, Any], ...] = (
    READ,
    {**READ, "Principal": "*"},
    {**READ, "Principal": "*", "Condition": {"StringLike": {"aws:Referer": "https://example.com/*"}}},
    {**READ, "Action": "s3:PutObjectAcl"},
    {**READ, "Action": "s3:*", "Resource": [BUCKET, OBJECTS]},
    {**READ, "Principal": {"Service": "sns.amazonaws.com"}},
    {**READ, "Resource": BUCKET},
    {"Effect": "Allow", "NotPrincipal": {"AWS": "111122223333"}, "Action": "s3:GetObject", "Resource": OBJECTS},
    TLS,
    {**READ, "Effect": "Deny", "Principal": "*"},
    {**READ, "Effect": "Deny", "Principal": "*", "Action": "s3:PutBucketPolicy", "Resource": BUCKET},
)


def template(statements: list[tuple[str, dict[str, Any]]], flag: str = "") -> str:
    """A bucket policy; a statement under a name is there where the parameter of that name is `yes`, a bare one always."""
    names = sorted({name for name, _ in statements if name} | ({flag} if flag else set()))
    nothing = {"Ref": "AWS::NoValue"}
    listed = [{"Fn::If": [f"Is{name}", statement, nothing]} if name else statement for name, statement in statements]
    block = {"RestrictPublicBuckets": {"Fn::If": [f"Is{flag}", True, False]}} if flag else {"BlockPublicAcls": True}
    policy = {"Bucket": {"Ref": "B"}, "PolicyDocument": {"Version": "2012-10-17", "Statement": listed}}
    return json.dumps(
        {
            "Parameters": {name: {"Type": "String"} for name in names},
            "Conditions": {f"Is{name}": {"Fn::Equals": [{"Ref": name}, "yes"]} for name in names},
            "Resources": {
                "B": {"Type": "AWS::S3::Bucket", "Properties": {"PublicAccessBlockConfiguration": block}},
                "P": {"Type": "AWS::S3::BucketPolicy", "Properties": policy},
            },
        },
        indent=1,
    )


def verdicts(text: str) -> list[tuple[str, str, int]]:
    report = check([], Settings(select=RULES), {"t.json": text})
    return sorted({(found.rule, found.verdict.value, found.origin.start.line) for found in report.findings + report.undecided})


@given(
    st.lists(st.tuples(st.sampled_from(["", "P", "Q", "R", "S"]), st.sampled_from(KINDS)), min_size=2, max_size=5),
    st.sampled_from(["", "P", "T"]),
)
@settings(max_examples=80, deadline=None)
def test_apart_they_say_what_their_combinations_say(statements: list[tuple[str, dict[str, Any]]], flag: str) -> None:
    text = template(statements, flag)
    multiplied = verdicts(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worlds, "MAX_WORLDS", 7)
        apart = verdicts(text)
    too_many = {rule for rule, verdict, line in apart if (rule, verdict, line) not in multiplied and verdict == "undecided"}
    assert [found for found in apart if found[0] not in too_many] == [found for found in multiplied if found[0] not in too_many]


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(KINDS)), min_size=4, max_size=6))
@settings(max_examples=80, deadline=None)
def test_what_their_combinations_decide_is_decided(statements: list[tuple[bool, dict[str, Any]]]) -> None:
    text = template([(f"P{index}" if is_optional else "", kind) for index, (is_optional, kind) in enumerate(statements)])
    multiplied = verdicts(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worlds, "MAX_WORLDS", 7)
        apart = verdicts(text)
    undecided = {rule for rule, verdict, _ in multiplied if verdict == "undecided"}
    assert [found for found in apart if found[0] not in undecided] == [
        found for found in multiplied if found[0] not in undecided
    ]


def optional(count: int, *always: dict[str, Any]) -> str:
    own = [(f"P{number}", {**READ, "Resource": {"Fn::Sub": f"${{B.Arn}}/{number}/*"}}) for number in range(count)]
    return template([*(("", one) for one in always), *own])


@pytest.mark.parametrize(
    ("always", "expected"),
    [
        ((TLS,), []),
        ((), [("plain-http-allowed", "fail")]),
        ((TLS, KINDS[1]), [("wildcard-principal", "fail")]),
        ((TLS, KINDS[2]), [("weak-public-condition", "fail")]),
    ],
)
def test_twenty_of_them_leave_nothing_undecided(always: tuple[dict[str, Any], ...], expected: list[tuple[str, str]]) -> None:
    found = verdicts(optional(20, *always))
    assert [(rule, verdict) for rule, verdict, _ in found if rule != "missing-access-logging"] == expected


HALF = {**TLS, "Resource": OBJECTS}
OTHER_HALF = {**TLS, "Resource": BUCKET}
ANYONE = KINDS[1]
NOBODY = KINDS[9]  # AWS does not say whether S3 counts what this denies again as public


def denied(*others: tuple[str, dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """Nine optional statements that deny what matters to nobody, and others."""
    own = [
        (f"D{number}", {**READ, "Effect": "Deny", "Principal": "*", "Resource": {"Fn::Sub": f"${{B.Arn}}/{number}/*"}})
        for number in range(9)
    ]
    return [*others, *own]


@pytest.mark.parametrize(
    ("rule", "statements", "expected"),
    [
        ("plain-http-allowed", denied(("", TLS)), []),
        ("plain-http-allowed", denied(("", READ)), [("fail", ())]),
        ("plain-http-allowed", denied(("", READ), ("Tls", TLS)), [("undecided", ("Tls is not yes",))]),
        (
            "plain-http-allowed",
            denied(("", READ), ("One", TLS), ("Two", TLS)),
            [("undecided", ("One is not yes and Two is not yes",))],
        ),
        (
            "plain-http-allowed",
            denied(("", READ), ("One", HALF), ("Two", OTHER_HALF)),
            [
                ("undecided", ("One is not yes and Two is not yes",)),
                ("undecided", ("One is yes and Two is not yes",)),
                ("undecided", ("One is not yes and Two is yes",)),
            ],
        ),
        ("wildcard-principal", denied(("", ANYONE)), [("fail", ())]),
        ("wildcard-principal", denied(("", READ)), []),
        (
            "wildcard-principal",
            denied(("", ANYONE), ("None", NOBODY)),
            [("undecided", ("None is not yes",)), ("undecided", ())],
        ),
        ("wildcard-principal", denied(("Open", ANYONE)), [("undecided", ("Open is yes",))]),
        (
            "wildcard-principal",
            denied(("Open", ANYONE), ("None", NOBODY)),
            [("undecided", ("Open is yes and None is not yes",)), ("undecided", ())],
        ),
        # One input for what lets anyone in and for what denies it.
        ("wildcard-principal", denied(("Same", ANYONE), ("Same", NOBODY)), [("undecided", ())]),
        ("policy-lockout", denied(("Lock", {**TLS, "Condition": {}})), [("undecided", ("Lock is yes",))]),
    ],
)
def test_what_nine_that_deny_leave_open(
    rule: str, statements: list[tuple[str, dict[str, Any]]], expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    report = check([], Settings(select=(rule,)), {"t.json": template(statements)})
    assert [(found.verdict.value, found.cases) for found in report.findings + report.undecided] == expected


def test_two_that_deny_and_are_too_much_together_are_told() -> None:
    statements = [(name, {"Sid": "Same" if name in ("D2", "D5") else name, **one}) for name, one in denied()]
    report = check([], Settings(select=("invalid-policy",)), {"t.json": template([("", {"Sid": "A", **READ}), *statements])})
    assert [(found.verdict.value, found.cases) for found in report.undecided] == [("undecided", ("D2 is yes and D5 is yes",))]


def test_one_that_lets_anyone_in_is_undecided_by_its_own_input_alone() -> None:
    text = template([("", TLS), *((f"P{number}", READ) for number in range(8)), ("Open", KINDS[1])])
    report = check([], Settings(select=("wildcard-principal",)), {"t.json": text})
    assert [(found.verdict.value, found.cases) for found in report.undecided] == [("undecided", ("Open is yes",))]


def test_two_that_are_too_much_together_are_told() -> None:
    names = [f"P{number}" for number in range(8)]
    sids = [("Same" if number in (2, 5) else f"S{number}") for number in range(8)]
    text = template([(name, {"Sid": sid, **READ}) for name, sid in zip(names, sids, strict=True)])
    report = check([], Settings(select=("invalid-policy",)), {"t.json": text})
    assert [found.message for found in report.undecided] == [
        'the policy of B has a fault: another statement has the Sid "Same", too'
    ]


def test_the_work_grows_with_their_number_and_not_with_their_combinations() -> None:
    few, many = (calls(partial(verdicts, optional(count, TLS)), most=20_000_000) for count in (8, 16))
    assert many < 5 * few


def test_statements_of_terraform() -> None:
    statements = "".join(
        f"""
        dynamic "statement" {{
          for_each = var.on_{number} ? [1] : []
          content {{
            actions   = ["s3:GetObject"]
            resources = ["${{aws_s3_bucket.b.arn}}/{number}/*"]
            principals {{
              type        = "{"*" if number == 4 else "AWS"}"
              identifiers = ["{"*" if number == 4 else "111122223333"}"]
            }}
          }}
        }}
        """
        for number in range(9)
    )
    text = f"""
    {"".join(f'variable "on_{number}" {{ type = bool }}' + chr(10) for number in range(9))}
    resource "aws_s3_bucket" "b" {{}}
    resource "aws_s3_bucket_policy" "b" {{
      bucket = aws_s3_bucket.b.id
      policy = data.aws_iam_policy_document.b.json
    }}
    data "aws_iam_policy_document" "b" {{
      statement {{
        effect    = "Deny"
        actions   = ["s3:*"]
        resources = [aws_s3_bucket.b.arn, "${{aws_s3_bucket.b.arn}}/*"]
        principals {{
          type        = "*"
          identifiers = ["*"]
        }}
        condition {{
          test     = "Bool"
          variable = "aws:SecureTransport"
          values   = ["false"]
        }}
      }}
      {statements}
    }}
    """
    report = check([], Settings(select=("wildcard-principal", "plain-http-allowed")), {"main.tf": text})
    assert [(found.rule, found.verdict.value, found.cases) for found in report.findings + report.undecided] == [
        ("wildcard-principal", "undecided", ("var.on_4 is true",))
    ]
