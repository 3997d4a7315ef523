"""Stacks of CloudFormation that Terraform deploys: their templates are not read, and named."""

from __future__ import annotations

import pytest

from s3lint.run.engine import check
from s3lint.run.finding import Verdict
from s3lint.run.question import Settings

BUCKETS = """
resource "aws_s3_bucket" "given" { bucket = "acme-given" }
resource "aws_s3_bucket" "other" { bucket = "acme-other" }
variable "body" {}
"""


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("stack", "template_body = <<EOT\nResources: {A: {Type: 'AWS::S3::Bucket'}}\nEOT"),
        ("stack_set", 'template_body = jsonencode({ Resources = { A = { Type = "AWS::S3::Bucket" } } })'),
        ("stack", "template_body = var.body"),
        ("stack_set", 'template_url = "https://acme.s3.amazonaws.com/x.yaml"'),
    ],
)
def test_a_stack_may_configure_the_bucket_that_it_is_given(kind: str, arguments: str) -> None:
    stack = (
        f'resource "aws_cloudformation_{kind}" "x" {{\n  parameters = {{ Name = aws_s3_bucket.given.id }}\n  {arguments}\n}}\n'
    )
    report = check([], Settings(select=("plain-http-allowed",)), {"main.tf": BUCKETS + stack})
    assert [problem.rule for problem in report.problems] == ["unresolved-module"]
    found = {finding.subjects[0]: finding.verdict for finding in (*report.findings, *report.undecided)}
    assert found == {"aws_s3_bucket.given": Verdict.UNDECIDED, "aws_s3_bucket.other": Verdict.FAIL}


@pytest.mark.parametrize(
    "body",
    ["\"Resources: {A: {Type: 'AWS::SNS::Topic'}}\"", 'jsonencode({ Resources = { A = { Type = "AWS::SNS::Topic" } } })'],
)
def test_a_stack_whose_template_names_nothing_of_s3_changes_nothing(body: str) -> None:
    stack = f'resource "aws_cloudformation_stack" "x" {{\n  template_body = {body}\n}}\n'
    report = check([], Settings(select=("plain-http-allowed",)), {"main.tf": BUCKETS + stack})
    assert report.problems == ()
    assert len(report.findings) == 2
