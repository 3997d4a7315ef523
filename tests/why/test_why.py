"""What rules say of one bucket, and what they looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import pytest

from s3lint.base.value import Unknown
from s3lint.errors import UsageError
from s3lint.model.bucket import Bucket
from s3lint.run.finding import Finding, Severity, Verdict
from s3lint.run.registry import all_rules, select
from s3lint.run.rule import Group, Rule
from s3lint.why.bucket_report import found, undecided, why
from tests.why.questions import TERRAFORM, asked, reading, seen

VERSIONED = """
    Parameters:
      Stage:
        Type: String
        AllowedValues: [dev, prod]
    Conditions:
      Prod: !Equals [!Ref Stage, prod]
    Resources:
      Ledger:
        Type: AWS::S3::Bucket
        Properties:
          VersioningConfiguration:
            Status: !If [Prod, Enabled, Suspended]
"""


def test_a_setting_is_told_for_each_world_in_which_it_differs() -> None:
    answer = asked(VERSIONED, "Ledger", "missing-versioning").answers[0]
    assert answer.verdict is Verdict.UNDECIDED
    assert [(f.message, f.inputs, f.cases) for f in answer.findings] == [
        ("versioning of Ledger is Suspended", ("Stage",), ("Stage is dev",))
    ]
    assert [seen(one) for one in answer.evidence] == [
        ("versioning.status", "Enabled", 12, 28, ("Stage is prod",)),
        ("versioning.status", "Suspended", 12, 37, ("Stage is dev",)),
        ("versioning.mfa_delete", None, 11, 7, ()),
    ]


def test_a_pass_tells_what_was_looked_at_and_where_it_came_from() -> None:
    why_ = asked(
        """
        variable "status" {
          default = "Enabled"
        }

        resource "aws_s3_bucket" "ledger" {}

        resource "aws_s3_bucket_versioning" "ledger" {
          bucket = aws_s3_bucket.ledger.id
          versioning_configuration {
            status = var.status
          }
        }
        """,
        "ledger",
        "missing-versioning",
        path=TERRAFORM,
    )
    (answer,) = why_.answers
    assert (why_.address, answer.verdict, answer.findings) == ("aws_s3_bucket.ledger", Verdict.PASS, ())
    status, mfa_delete = answer.evidence
    assert seen(status) == ("versioning.status", "Enabled", 2, 13, ())
    assert [(step.what, step.source.position(step.span.start).line) for step in status.value.origin.via] == [
        ('var.status = "Enabled"', 1),
        ("status = var.status", 10),
    ]
    assert seen(mfa_delete) == ("versioning.mfa_delete", None, 9, 3, ())


def test_a_failure_tells_the_settings_that_led_to_it() -> None:
    (answer,) = asked(
        """
        Resources:
          Ledger:
            Type: AWS::S3::Bucket
            Properties:
              PublicAccessBlockConfiguration:
                BlockPublicAcls: true
        """,
        "Ledger",
        "incomplete-public-access-block",
    ).answers
    assert answer.verdict is Verdict.FAIL
    assert [seen(one) for one in answer.evidence][:4] == [
        ("public_access_block.block_public_acls", True, 6, 26, ()),
        ("public_access_block.ignore_public_acls", None, 5, 7, ()),
        ("public_access_block.block_public_policy", None, 5, 7, ()),
        ("public_access_block.restrict_public_buckets", None, 5, 7, ()),
    ]


def test_an_unknown_setting_is_told_with_what_would_decide_it() -> None:
    (answer,) = asked(
        """
        Parameters:
          Status:
            Type: String
        Resources:
          Ledger:
            Type: AWS::S3::Bucket
            Properties:
              VersioningConfiguration:
                Status: !Ref Status
        """,
        "Ledger",
        "missing-versioning",
    ).answers
    assert answer.verdict is Verdict.UNDECIDED
    assert [seen(one) for one in answer.evidence] == [
        ("versioning.status", "? parameter Status has no default", 2, 3, ()),
        ("versioning.mfa_delete", None, 8, 7, ()),
    ]
    assert [one.value.inputs for one in answer.evidence if isinstance(one.value, Unknown)] == [("parameter Status",)]


def test_the_statements_of_a_policy_are_settings() -> None:
    (answer,) = asked(
        """
        Resources:
          Site:
            Type: AWS::S3::Bucket
          SitePolicy:
            Type: AWS::S3::BucketPolicy
            Properties:
              Bucket: !Ref Site
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Sid: Read
                    Effect: Allow
                    Principal: {AWS: "111122223333"}
                    Action: s3:GetObject
                    Resource: !Sub ${Site.Arn}/*
        """,
        "Site",
        "wildcard-principal",
    ).answers
    assert answer.verdict is Verdict.PASS
    assert [seen(one) for one in answer.evidence if one.name.startswith("policy")] == [
        ("policy", "declared with 1 statement", 8, 7, ()),
        ("policy.statements[0]", "Allow Read", 11, 13, ()),
    ]
    assert [(note.label, note.origin.start.line, note.origin.start.column) for note in answer.grounds] == [
        ("statement Read grants to fixed principals or values only", 11, 13)
    ]


def test_a_pass_names_the_statements_that_it_rests_on_and_no_others() -> None:
    (answer,) = asked(
        """
        Resources:
          Site:
            Type: AWS::S3::Bucket
          SitePolicy:
            Type: AWS::S3::BucketPolicy
            Properties:
              Bucket: !Ref Site
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Sid: Objects
                    Effect: Deny
                    Principal: "*"
                    Action: s3:*
                    Resource: !Sub ${Site.Arn}/*
                    Condition: {Bool: {aws:SecureTransport: "false"}}
                  - Sid: Some
                    Effect: Deny
                    Principal: "*"
                    Action: s3:Get*
                    Resource: !Sub ${Site.Arn}/*
                    Condition: {Bool: {aws:SecureTransport: "false"}}
                  - Sid: Bucket
                    Effect: Deny
                    Principal: "*"
                    Action: s3:*
                    Resource: !GetAtt Site.Arn
                    Condition: {Bool: {aws:SecureTransport: "false"}}
        """,
        "Site",
        "plain-http-allowed",
    ).answers
    assert answer.verdict is Verdict.PASS
    assert [(note.label, note.origin.start.line) for note in answer.grounds] == [
        ("statement Objects denies requests without TLS", 11),
        ("statement Bucket denies requests without TLS", 23),
    ]


def test_what_is_not_applicable_says_so() -> None:
    text = """
    resource "aws_s3_bucket_policy" "site" {
      bucket = "elsewhere"
      policy = jsonencode({ Version = "2012-10-17", Statement = [] })
    }
    """
    (answer,) = asked(text, "elsewhere", "missing-versioning", path=TERRAFORM).answers
    assert (answer.verdict, [f.message for f in answer.findings], answer.evidence) == (
        Verdict.NOT_APPLICABLE,
        ["elsewhere is not declared here"],
        (),
    )


class FailingRule(Rule):
    """A rule with a mistake in it."""

    name = "failing-rule"
    summary = "the rule fails"
    group, severity, default = Group.HYGIENE, Severity.LOW, False
    settings = ("name",)
    since, help = "0.1.0", "correct it"
    bad = good = undecidable = ()
    raised: ClassVar[Exception] = ValueError("no")

    def check(self, subject: Bucket) -> Iterator[Finding]:
        raise self.raised


def test_a_rule_that_fails_is_told() -> None:
    (answer,) = why(reading(VERSIONED), "Ledger", (FailingRule,), None).answers
    assert answer.error == "rule failing-rule failed on Ledger: ValueError: no"


@pytest.mark.parametrize(
    ("condition", "exists"),
    [("!Equals [!Ref Stage, prod]", ("Stage is prod",)), ("!Equals [a, b]", ("never with these values",))],
)
def test_when_the_bucket_exists(condition: str, exists: tuple[str, ...]) -> None:
    text = f"""
    Parameters:
      Stage:
        Type: String
        AllowedValues: [dev, prod]
    Conditions:
      Wanted: {condition}
    Resources:
      Ledger:
        Type: AWS::S3::Bucket
        Condition: Wanted
    """
    assert asked(text, "Ledger", "missing-versioning").exists == exists
    assert asked(VERSIONED, "Ledger", "missing-versioning").exists == ()


BUCKETS = """
    resource "aws_s3_bucket" "site" {}
    resource "aws_s3_bucket" "mysite" {}
    resource "aws_s3_bucket" "logs" { count = 2 }
    resource "aws_s3_bucket" "data" { for_each = toset(["eu", "us"]) }
"""


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("aws_s3_bucket.site", "aws_s3_bucket.site"),
        ("site", "aws_s3_bucket.site"),
        ("ysite", "aws_s3_bucket.mysite"),
        ("logs[1]", "aws_s3_bucket.logs[1]"),
        ('data["eu"]', 'aws_s3_bucket.data["eu"]'),
        ('["us"]', 'aws_s3_bucket.data["us"]'),
    ],
)
def test_targets(target: str, address: str) -> None:
    assert found(reading(BUCKETS, TERRAFORM).units, target)[1].address == address


@pytest.mark.parametrize(
    ("target", "message"),
    [
        (
            "logs",
            "logs means 2 buckets; name one of them, or the path that it is below:\n"
            "  aws_s3_bucket.logs[0]  main.tf:3\n"
            "  aws_s3_bucket.logs[1]  main.tf:3",
        ),
        ("aws_s3_bucket.sites", "there is no bucket called aws_s3_bucket.sites; did you mean aws_s3_bucket.site?"),
        (
            "ledger",
            "there is no bucket called ledger; there are aws_s3_bucket.site, aws_s3_bucket.mysite, aws_s3_bucket.logs[0], "
            'aws_s3_bucket.logs[1], aws_s3_bucket.data["eu"], aws_s3_bucket.data["us"]',
        ),
    ],
)
def test_targets_that_mean_no_bucket_or_several(target: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        found(reading(BUCKETS, TERRAFORM).units, target)
    assert str(caught.value) == message


def test_no_bucket_at_all() -> None:
    with pytest.raises(UsageError, match=r"^there is no bucket called a: no bucket is declared here$"):
        found((), "a")


def test_an_address_that_two_templates_have_is_told_with_places() -> None:
    units = reading(VERSIONED, "a.yaml", b__yaml=VERSIONED).units
    with pytest.raises(UsageError) as caught:
        found(units, "Ledger")
    assert str(caught.value).splitlines()[1:] == ["  Ledger  a.yaml:8", "  Ledger  b.yaml:8"]


def test_buckets_that_are_not_decided() -> None:
    text = f"{VERSIONED}\n      Site:\n        Type: AWS::S3::Bucket\n"
    rules = select(all_rules(), ("missing-versioning", "missing-default-encryption"), ())
    opens = undecided(reading(text), "", lambda _: (rules, {}))
    assert [(one.address, one.unit, [(f.rule, f.inputs) for f in one.undecided]) for one in opens.buckets] == [
        ("Ledger", "template.yaml", [("missing-versioning", ("Stage",))])
    ]
    assert opens.report.counts.buckets == 2
    assert undecided(reading(text), "Site", lambda _: (rules, {})).buckets == ()
