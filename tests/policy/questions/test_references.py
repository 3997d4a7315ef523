"""Conditions on what the same code declares or looks up: fixed values, and nobody else's network."""

from __future__ import annotations

import pytest

from s3lint import Settings, check

RULES = ("wildcard-principal", "weak-public-condition", "cross-account-grant")

TEMPLATE = """\
Resources:
  Ledger:
    Type: AWS::S3::Bucket
  Endpoint:
    Type: AWS::EC2::VPCEndpoint
  Network:
    Type: AWS::EC2::VPC
  Site:
    Type: AWS::CloudFront::Distribution
  Topic:
    Type: AWS::SNS::Topic
  LedgerPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Ledger
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: "*"
            Action: s3:GetObject
            Resource: !Sub "${Ledger.Arn}/*"
            Condition:
              %s
"""

ROOT = """\
resource "aws_s3_bucket" "ledger" {}
resource "aws_vpc" "network" {}
resource "aws_vpc_endpoint" "door" {}
resource "aws_cloudfront_distribution" "site" {}
data "aws_vpc_endpoint" "theirs" {}
data "aws_organizations_organization" "us" {}
data "aws_caller_identity" "me" {}

data "aws_iam_policy_document" "ledger" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.ledger.arn}/*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "StringEquals"
      variable = "%s"
      values   = [%s]
    }
  }
}

resource "aws_s3_bucket_policy" "ledger" {
  bucket = aws_s3_bucket.ledger.id
  policy = data.aws_iam_policy_document.ledger.json
}
"""


def verdicts(**files: str) -> list[tuple[str, str, int]]:
    report = check([], Settings(select=RULES), overlay={name.replace("_", "."): text for name, text in files.items()})
    assert report.problems == ()
    found = [*report.findings, *report.undecided]
    return [(finding.rule, finding.verdict.value, finding.origin.start.line) for finding in found]


@pytest.mark.parametrize(
    "condition",
    [
        "StringEquals: {aws:SourceVpce: !Ref Endpoint}",
        "StringEquals: {aws:SourceVpce: !GetAtt Endpoint.Id}",
        "StringEquals: {aws:SourceVpc: [!Ref Network, !GetAtt Network.VpcId]}",
        "StringEquals: {aws:SourceArn: !Sub 'arn:aws:cloudfront::${AWS::AccountId}:distribution/${Site}'}",
        "ArnLike: {aws:SourceArn: !Ref Topic}",
        "StringEquals: {aws:PrincipalAccount: !Ref AWS::AccountId}",
    ],
)
def test_declared_in_a_template(condition: str) -> None:
    assert verdicts(t_yaml=TEMPLATE % condition) == []


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("StringEquals: {aws:SourceVpce: vpce-0123}", [("cross-account-grant", "fail", 24)]),
        ("StringLike: {aws:SourceVpce: 'vpce-*'}", [("weak-public-condition", "fail", 24)]),
        ("StringNotEquals: {aws:SourceVpce: !Ref Endpoint}", [("weak-public-condition", "fail", 24)]),
    ],
)
def test_others_in_a_template(condition: str, expected: list[tuple[str, str, int]]) -> None:
    assert verdicts(t_yaml=TEMPLATE % condition) == expected


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("aws:SourceVpce", "aws_vpc_endpoint.door.id"),
        ("aws:SourceVpce", "data.aws_vpc_endpoint.theirs.id, aws_vpc_endpoint.door.id"),
        ("aws:SourceVpc", "aws_vpc.network.id"),
        ("aws:SourceArn", "aws_cloudfront_distribution.site.arn"),
        ("aws:PrincipalOrgID", "data.aws_organizations_organization.us.id"),
        ("aws:SourceAccount", "data.aws_caller_identity.me.account_id"),
    ],
)
def test_declared_or_looked_up_in_a_root(key: str, value: str) -> None:
    assert verdicts(main_tf=ROOT % (key, value)) == []


def test_what_is_given_later_in_a_root() -> None:
    given = 'variable "door" {}\n' + ROOT % ("aws:SourceVpce", "var.door")
    assert verdicts(main_tf=given) == [("cross-account-grant", "fail", 20)]
    pattern = given.replace("StringEquals", "StringLike")
    assert {(rule, verdict) for rule, verdict, _ in verdicts(main_tf=pattern)} == {
        ("weak-public-condition", "undecided"),
        ("cross-account-grant", "undecided"),
    }


@pytest.mark.parametrize(
    ("principals", "expected"),
    [
        ('formatlist("arn:aws:iam::%s:root", var.accounts)', []),
        ('formatlist("%s", var.accounts)', ["undecided"]),
        ("var.accounts", ["undecided"]),
    ],
)
def test_arns_of_a_list_that_is_given_later(principals: str, expected: list[str]) -> None:
    text = """
        variable "accounts" { type = list(string) }
        resource "aws_s3_bucket" "ledger" {
          policy = jsonencode({
            Version = "2012-10-17"
            Statement = [{
              Effect = "Allow", Principal = { AWS = PRINCIPALS }, Action = "s3:GetObject", Resource = "*"
            }]
          })
        }
    """
    report = check([], Settings(select=("wildcard-principal",)), overlay={"main.tf": text.replace("PRINCIPALS", principals)})
    assert [finding.verdict.value for finding in (*report.findings, *report.undecided)] == expected
