"""What messages never show: private characters, names of nothing, and how values are written inside the program."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from s3lint import Finding, Report, Settings, check
from s3lint.languages.inputs import Inputs
from s3lint.run.registry import all_rules
from tests.project.pages import ROOT

NEVER = re.compile(
    r"""
    [\x00-\x09\x0b-\x1f\x7f\ue000-\uf8ff\U000f0000-\U0010ffff]  # control characters, and those that stand for symbols
    | \$\{(parameter|unknown|None)\b  # a value by what it is to the program
    | \$\{[^}]*\$\{  # one inside another
    | ^\s | \s$ | [ ]{2} | \s[;)] | \(\s  # the name of nothing
    | \bNone\b | <[A-Za-z_.]+[ ]object
    """,
    re.VERBOSE,
)

ODD_TERRAFORM = """
variable "x" {}
variable "l" { type = list(string) }
resource "aws_s3_bucket" "a" { bucket = "${timestamp()}-x" }
resource "aws_s3_bucket" "e" { bucket = "" }
resource "aws_s3_bucket" "c" { count = "" }
resource "aws_s3_bucket_logging" "a" {
  bucket        = aws_s3_bucket.a.id
  target_bucket = "${abspath(path.module)}-logs"
  target_prefix = ""
}
resource "aws_s3_bucket_policy" "a" {
  bucket = aws_s3_bucket.a.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    {
      Sid       = ""
      Effect    = "Allow"
      Principal = { AWS = ["", "arn:aws:iam::${uuid()}:root", formatdate("YYYY", timestamp())] }
      Action    = ["s3:${join("", var.l)}", ""]
      Resource  = ["arn:aws:s3:::${uuid()}/*", "${abspath("x")}/*", sort([aws_s3_bucket.a.arn, uuid()])[0]]
      Condition = { StringEquals = { "aws:SourceAccount" = uuid(), "" = "" } }
    },
    {
      Effect    = "Deny"
      Principal = { Service = "" }
      Action    = "s3:*"
      Resource  = "*"
      Condition = { Bool = { "aws:SecureTransport" = "${var.x}${uuid()}" } }
    },
  ] })
}
resource "aws_s3_bucket_policy" "b" {
  bucket = "${sort([uuid(), "b"])[0]}-x"
  policy = file("${uuid()}/p.json")
}
module "m" {
  source = "${uuid()}/mod"
  bucket = aws_s3_bucket.a.id
}
module "n" {
  source = ""
}
"""

ODD_TEMPLATE = """
Parameters:
  Stage: {Type: String}
  Url: {Type: String}
Resources:
  A:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: !Sub "${Stage}-${AWS::StackName}"
  N:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: !Sub "${Url}/x.yaml"
      Parameters: {B: !Ref A}
  M:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: !Sub "${X.Outputs.Y}/${Url}"
  P:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref A
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal: {AWS: [!Ref Stage, "", !Sub "arn:aws:iam::${Stage}:root", !ImportValue ""]}
            Action: !Sub "s3:${Stage}"
            Resource: [!Sub "arn:aws:s3:::${A}/*", !Select [0, !GetAZs ""]]
            Condition: {StringEquals: {"aws:SourceArn": !Sub "${Stage}/${Url}"}}
"""


def said(finding: Finding) -> Iterator[str]:
    """All that a finding says in words, but for texts that the configuration itself writes."""
    yield from (finding.message, finding.label, finding.request, finding.result, finding.help)
    yield from (*finding.cases, *finding.inputs, *finding.subjects)
    yield from (note.label for note in finding.related)


def faults(report: Report) -> list[tuple[str, str]]:
    found = (*report.findings, *report.undecided, *report.not_applicable, *report.problems)
    return [(finding.rule, text) for finding in found for text in said(finding) if NEVER.search(text)]


@pytest.mark.parametrize("folder", sorted(path.name for path in (ROOT / "fixtures").iterdir() if path.is_dir()))
def test_fixtures(folder: str) -> None:
    report = check([str(ROOT / "fixtures" / folder)], Settings(select=("all",), root=str(ROOT)))
    assert report.findings or report.undecided
    assert faults(report) == []


@pytest.mark.parametrize(("name", "text"), [("main.tf", ODD_TERRAFORM), ("template.yaml", ODD_TEMPLATE)])
def test_what_has_no_name_has_a_word(name: str, text: str) -> None:
    report = check([], Settings(select=("all",)), overlay={name: text})
    assert len(report.undecided) > 5
    assert faults(report) == []


def test_examples_of_rules() -> None:
    found: list[tuple[str, str]] = []
    for rule in all_rules():
        for example in (*rule.bad, *rule.good, *rule.undecidable, *rule.inapplicable):
            settings = Settings(select=(rule.name,), inputs=Inputs(account=example.account))
            twins = example.twins
            for text, name in ((twins.cloudformation, "template.yaml"), (twins.terraform, "main.tf")):
                if isinstance(text, str):
                    found += faults(check([], settings, overlay={name: text}))
    assert found == []
