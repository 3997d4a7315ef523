"""A text that is the address of a bucket: it names another one, and a reference may be meant. Said in both languages."""

from __future__ import annotations

import pytest

from s3lint import Settings, check
from s3lint.languages.unit import Language
from s3lint.run.engine import read
from s3lint.run.report import Report

TEMPLATE = """
Resources:
  DataBucket: {Type: AWS::S3::Bucket}
  Other: {Type: AWS::S3::Bucket, Properties: {BucketName: Named}}
  Door:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: %s
      PolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: "*", Action: s3:GetObject, Resource: "arn:aws:s3:::DataBucket/*"}]
"""
ROOT = """
resource "aws_s3_bucket" "data" {}
resource "aws_s3_bucket_policy" "door" {
  bucket = %s
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "*" }]
  })
}
"""
RULES = ("missing-bucket-policy", "plain-http-allowed", "wildcard-principal", "missing-versioning")


def hints(report: Report) -> dict[tuple[str, ...], set[str]]:
    """What is said beside findings, by the rule and whom it is about."""
    return {
        (finding.rule, *finding.subjects): {note.label for note in finding.related if "meant" in note.label}
        for finding in (*report.findings, *report.undecided)
    }


@pytest.mark.parametrize(
    ("language", "text", "bucket", "policy", "reference"),
    [
        ("t.yaml", TEMPLATE % "DataBucket", "DataBucket", "Door", "!Ref DataBucket"),
        ("t.yaml", TEMPLATE % "'DataBucket'", "DataBucket", "Door", "!Ref DataBucket"),
        (
            "main.tf",
            ROOT % '"aws_s3_bucket.data.id"',
            "aws_s3_bucket.data",
            "aws_s3_bucket_policy.door",
            "aws_s3_bucket.data.id",
        ),
        ("main.tf", ROOT % '"aws_s3_bucket.data"', "aws_s3_bucket.data", "aws_s3_bucket_policy.door", "aws_s3_bucket.data.id"),
    ],
)
def test_a_reference_may_be_meant(language: str, text: str, bucket: str, policy: str, reference: str) -> None:
    found = hints(check([], Settings(select=RULES), overlay={language: text}))
    hint = {f"a text, which names another bucket: was `{reference}` meant?"}
    assert found["plain-http-allowed", bucket] == hint
    assert found["missing-versioning", bucket] == set()
    assert all(said == hint for (_, *subjects), said in found.items() if subjects == [policy])
    assert any(subjects == [policy] for _, *subjects in found)


@pytest.mark.parametrize("named", ["!Ref DataBucket", "Named", "acme", "!Ref Other", "DataBuckets"])
def test_nothing_is_said_of_other_names(named: str) -> None:
    found = hints(check([], Settings(select=RULES), overlay={"t.yaml": TEMPLATE % named}))
    assert not any(found.values())


@pytest.mark.parametrize("named", ["aws_s3_bucket.data.id", '"acme"', '"aws_s3_bucket.other.id"', '"data"'])
def test_nothing_is_said_of_other_names_in_terraform(named: str) -> None:
    found = hints(check([], Settings(select=RULES), overlay={"main.tf": ROOT % named}))
    assert not any(found.values())


def test_every_subject_is_a_resource_that_the_code_declares() -> None:
    reading = read(["fixtures"], Settings())
    assert len(reading.units) > 100
    for unit in reading.units:
        declared = {resource.address for resource in unit.resources}
        if unit.language is not Language.POLICY:
            assert {subject.address for subject in unit.subjects} <= declared, unit.name
