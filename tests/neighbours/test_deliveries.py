"""Logs that need an ACL to be delivered."""

from __future__ import annotations

import pytest

from tests.neighbours.reports import said

RULE = "acls-enabled"

TERRAFORM = """
    data "aws_cloudfront_log_delivery_canonical_user_id" "this" {{}}
    variable "domain" {{}}
    variable "name" {{}}
    variable "logged" {{ default = false }}
    resource "aws_s3_bucket" "logs" {{
      bucket = "acme-logs"
    }}
    resource "aws_s3_bucket" "other" {{}}
    resource "aws_s3_bucket_ownership_controls" "logs" {{
      bucket = aws_s3_bucket.logs.id
      rule {{
        object_ownership = "BucketOwnerPreferred"
      }}
    }}
    {more}
"""


def distribution(bucket: str, more: str = "") -> str:
    return f'resource "aws_cloudfront_distribution" "site" {{\n {more}\n logging_config {{\n bucket = {bucket}\n }}\n}}'


def verdict(more: str) -> str:
    found = said(RULE, main_tf=TERRAFORM.format(more=more))
    return " ".join(line.split()[0] for line in found)


GRANT = """
    resource "aws_s3_bucket_acl" "logs" {{
      bucket = aws_s3_bucket.logs.id
      access_control_policy {{
        grant {{
          permission = "FULL_CONTROL"
          grantee {{
            type = "CanonicalUser"
            id   = {id}
          }}
        }}
        owner {{ id = "0000" }}
      }}
    }}
"""
DATA_FEED = 'resource "aws_spot_datafeed_subscription" "feed" {{\n bucket = {}\n}}'


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", "fail"),
        (distribution("aws_s3_bucket.logs.bucket_domain_name"), "not"),
        (distribution("aws_s3_bucket.logs.bucket_regional_domain_name"), "not"),
        (distribution('"${aws_s3_bucket.logs.id}.s3.amazonaws.com"'), "not"),
        (distribution('"acme-logs.s3.amazonaws.com"'), "not"),
        (distribution('"acme-logs.s3.eu-west-1.amazonaws.com"'), "not"),
        (distribution("aws_s3_bucket.logs.bucket_domain_name", "count = 0"), "fail"),
        (distribution("aws_s3_bucket.logs.bucket_domain_name", "count = var.logged ? 1 : 0"), "fail"),
        (distribution("aws_s3_bucket.other.bucket_domain_name"), "fail"),
        (distribution('"acme-other.s3.amazonaws.com"'), "fail"),
        (distribution('"${var.name}.s3.amazonaws.com"'), "undecided"),
        (distribution("var.domain"), "undecided"),
        (distribution("null"), "fail"),
        (GRANT.format(id="data.aws_cloudfront_log_delivery_canonical_user_id.this.id"), "not"),
        (GRANT.format(id='"a52cb28745c0c06e84ec548334e44bfa7fc2a85c54af20cd59e4969344b7af56"'), "not"),
        (GRANT.format(id='"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"'), "fail"),
        (DATA_FEED.format("aws_s3_bucket.logs.id"), "not"),
        (DATA_FEED.format("aws_s3_bucket.other.id"), "fail"),
    ],
)
def test_a_service_that_delivers_through_an_acl(more: str, expected: str) -> None:
    assert verdict(more) == expected


@pytest.mark.parametrize(
    ("bucket", "expected"),
    [
        ("!GetAtt Logs.DomainName", "not"),
        ("!GetAtt Logs.RegionalDomainName", "not"),
        ("!Sub '${Logs}.s3.amazonaws.com'", "not"),
        ("!Sub '${Logs}.s3.${AWS::URLSuffix}'", "not"),
        ("!GetAtt Other.DomainName", "fail"),
        ("other.s3.amazonaws.com", "fail"),
    ],
)
def test_in_cloudformation(bucket: str, expected: str) -> None:
    template = f"""
        Resources:
          Other: {{Type: 'AWS::S3::Bucket'}}
          Logs:
            Type: AWS::S3::Bucket
            Properties:
              OwnershipControls: {{Rules: [{{ObjectOwnership: ObjectWriter}}]}}
          Site:
            Type: AWS::CloudFront::Distribution
            Properties:
              DistributionConfig:
                Logging:
                  Bucket: {bucket}
    """
    (found,) = said(RULE, t_yaml=template)
    assert found.split()[0] == expected
    if expected == "not":
        assert found.endswith("Site delivers its logs through an ACL")
