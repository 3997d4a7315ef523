"""Partitions: known from a literal, a variable, a local, a data source or the region; every way to write one is the same."""

from __future__ import annotations

import pytest

from s3lint import Settings, check

RULES = ("plain-http-allowed", "invalid-policy")

ROOT = """
%s

resource "aws_s3_bucket" "ledger" {
  bucket = "acme-ledger"
}

resource "aws_s3_bucket_policy" "ledger" {
  bucket = aws_s3_bucket.ledger.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:%s:s3:::${aws_s3_bucket.ledger.id}", "arn:%s:s3:::acme-ledger/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}
"""


def rules(head: str, partition: str) -> list[str]:
    report = check([], Settings(select=RULES), overlay={"main.tf": ROOT % (head, partition, partition)})
    assert report.problems == ()
    assert report.undecided == ()
    return [finding.rule for finding in report.findings]


EUROPE = 'provider "aws" { region = "eu-west-1" }'
GOV, CHINA = 'provider "aws" { region = "us-gov-west-1" }', 'provider "aws" { region = "cn-north-1" }'
LOOKED_UP = 'data "aws_partition" "here" {}'
HERE = "${data.aws_partition.here.partition}"


@pytest.mark.parametrize(
    ("head", "partition"),
    [
        ("", "aws"),
        ("", "aws-us-gov"),
        ('variable "partition" { default = "aws-us-gov" }', "${var.partition}"),
        ('variable "partition" {}', "${var.partition}"),
        ('locals { partition = "aws-cn" }', "${local.partition}"),
        (LOOKED_UP, HERE),
        (f"{GOV}\n{LOOKED_UP}", HERE),
        (f"{CHINA}\n{LOOKED_UP}", HERE),
        (CHINA, "aws-cn"),
    ],
)
def test_right(head: str, partition: str) -> None:
    assert rules(head, partition) == []


@pytest.mark.parametrize(("head", "partition"), [(GOV, "aws"), (CHINA, "aws-us-gov"), (EUROPE, "aws-cn")])
def test_wrong(head: str, partition: str) -> None:
    assert sorted(set(rules(head, partition))) == ["invalid-policy", "plain-http-allowed"]


def test_a_literal_beside_the_data_source() -> None:
    mixed = ROOT.replace('Principal = "*"', 'Principal = { AWS = ["*", "arn:aws-us-gov:iam::111122223333:root"] }')
    report = check([], Settings(select=RULES), overlay={"main.tf": mixed % (LOOKED_UP, HERE, HERE)})
    assert report.findings == ()
