"""Modules of CloudFormation's registry, which hold resources that nobody sees."""

from __future__ import annotations

from typing import Any

import pytest

from s3lint.base.value import Absent, Unknown
from s3lint.base.worlds import EVERYWHERE
from s3lint.run.engine import check
from s3lint.run.finding import Verdict
from s3lint.run.question import Settings
from tests.languages.cloudformation.templates import at, output, shown, unit_of

VAULT = """
Resources:
  Vault:
    Type: Acme::S3::Secure::MODULE
    Properties: {Name: vault}
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: BUCKET
      PolicyDocument:
        Version: '2012-10-17'
        Statement: {Effect: Allow, Principal: '*', Action: 's3:GetObject', Resource: RESOURCE}
"""


def verdict(bucket: str, resource: str, rule: str = "wildcard-principal") -> tuple[str, Verdict] | None:
    overlay = {"t.yaml": VAULT.replace("BUCKET", bucket).replace("RESOURCE", resource)}
    report = check([], Settings(select=(rule,)), overlay)
    for finding in (*report.findings, *report.undecided):
        return finding.subjects[0], finding.verdict
    return None


@pytest.mark.parametrize("bucket", ["!Ref VaultBucket", "!Ref Vault.Bucket", "{Ref: VaultBucket}", "!Sub '${VaultBucket}'"])
@pytest.mark.parametrize(
    "resource",
    [
        "!Sub '${VaultBucket.Arn}/*'",
        "!Sub '${Vault.Bucket.Arn}/*'",
        "!Sub 'arn:aws:s3:::${VaultBucket}/*'",
        "!Join ['', [!GetAtt VaultBucket.Arn, '/*']]",
        "!Join ['', [!GetAtt [Vault, Bucket.Arn], '/*']]",
    ],
)
def test_a_policy_of_what_a_module_holds_is_judged_whatever_that_is(bucket: str, resource: str) -> None:
    assert verdict(bucket, resource) == ("VaultBucket", Verdict.FAIL)
    assert verdict(bucket, resource, "missing-versioning") is None


def test_what_else_a_module_holds_may_be_anything() -> None:
    assert verdict("!Ref VaultBucket", "!Sub '${VaultOther.Arn}/*'") == ("VaultBucket", Verdict.UNDECIDED)
    assert verdict("!Ref VaultBucket", "!Sub 'arn:aws:s3:::${VaultOther}/*'") == ("VaultBucket", Verdict.UNDECIDED)


def test_a_module_is_named_and_what_it_is_given_may_be_configured_there() -> None:
    unit = unit_of("""
    Resources:
      Store: {Type: AWS::S3::Bucket}
      Other: {Type: AWS::S3::Bucket}
      Rules:
        Type: Acme::S3::Rules::MODULE
        Properties: {Settings: {Names: [!Ref Store]}}
    """)
    (problem,) = unit.problems
    assert (problem.kind, at(problem.origin)) == ("unresolved-module", "6:11 Acme::S3::Rules::MODULE")
    assert problem.calls is not None
    assert problem.calls.given == (("Rules", "Store"),)
    policies: list[Any] = [subject.build(EVERYWHERE).policy for subject in unit.subjects]
    assert isinstance(policies[0], Unknown)
    assert policies[0].reason.startswith("Rules is given this bucket and not read: Acme::S3::Rules::MODULE is a module of")
    assert isinstance(policies[1], Absent)


def test_a_template_that_holds_nothing_but_a_module_is_read() -> None:
    unit = unit_of("Resources: {Net: {Type: 'Acme::EC2::Vpc::MODULE'}}")
    assert [problem.kind for problem in unit.problems] == ["unresolved-module"]


def test_references_to_what_modules_hold() -> None:
    template = """
    Resources:
      Vault: {Type: 'Acme::S3::Secure::MODULE'}
      Vaulted: {Type: 'AWS::SNS::Topic'}
    Outputs:
      X: {Value: %s}
    """
    assert shown(output(template % "!Ref Vault.Key")) == "<VaultKey.name>"
    assert shown(output(template % "!GetAtt VaultKey.Arn")) == "<VaultKey.arn>"
    assert shown(output(template % "!GetAtt Vault.Key.Arn")) == "<VaultKey.arn>"
    assert shown(output(template % "!GetAtt Vaulted.TopicName")) == "<Vaulted.name>"
    assert shown(output(template % "!GetAtt Typo.Arn")) == "?the template declares no resource Typo"
