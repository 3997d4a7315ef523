"""Distributions that fetch from buckets."""

from __future__ import annotations

import pytest

from tests.neighbours.reports import said

RULE = "cloudfront-without-oac"

TERRAFORM = """
    variable "x" {{}}
    variable "name" {{}}
    resource "aws_s3_bucket" "site" {{}}
    resource "aws_lb" "app" {{}}
    resource "aws_cloudfront_origin_access_control" "site" {{}}
    resource "aws_cloudfront_origin_access_identity" "site" {{}}
    resource "aws_cloudfront_distribution" "cdn" {{
      origin {{
        domain_name = {domain}
        {more}
      }}
    }}
"""
CONTROL = "origin_access_control_id = aws_cloudfront_origin_access_control.site.id"
IDENTITY = (
    "s3_origin_config {\n origin_access_identity = "
    "aws_cloudfront_origin_access_identity.site.cloudfront_access_identity_path\n}"
)
CUSTOM = 'custom_origin_config {\n origin_protocol_policy = "https-only"\n}'
BUCKET = "aws_s3_bucket.site.bucket_regional_domain_name"


def verdicts(domain: str, more: str = "") -> list[str]:
    return [line.split()[0] for line in said(RULE, main_tf=TERRAFORM.format(domain=domain, more=more))]


@pytest.mark.parametrize(
    "domain",
    [
        BUCKET,
        "aws_s3_bucket.site.bucket_domain_name",
        '"acme-site.s3.amazonaws.com"',
        '"acme-site.s3-eu-west-1.amazonaws.com"',
        '"acme-site.s3.dualstack.eu-west-1.amazonaws.com"',
        '"acme-site.s3.cn-north-1.amazonaws.com.cn"',
        '"${var.name}.s3.eu-west-1.amazonaws.com"',
        '"${aws_s3_bucket.site.id}.s3.amazonaws.com"',
    ],
)
def test_a_bucket(domain: str) -> None:
    assert verdicts(domain) == ["fail"]
    assert verdicts(domain, CONTROL) == []
    assert verdicts(domain, IDENTITY) == ["fail"]
    assert verdicts(domain, CONTROL + "\n" + IDENTITY) == []
    assert verdicts(domain, CUSTOM) == ["fail"]
    assert verdicts(domain, 'origin_access_control_id = ""') == ["fail"]
    assert verdicts(domain, "origin_access_control_id = var.x") == ["undecided"]


@pytest.mark.parametrize(
    "domain", ["aws_s3_bucket.site.website_endpoint", "aws_lb.app.dns_name", '"app.example.org"', '"s3.example.org"']
)
def test_what_is_no_bucket(domain: str) -> None:
    assert verdicts(domain) == []
    assert verdicts(domain, CUSTOM) == []


def test_a_domain_that_is_left_open() -> None:
    assert verdicts("var.x") == ["undecided"]
    assert verdicts("var.x", CONTROL) == []
    assert verdicts("var.x", IDENTITY) == ["undecided"]
    assert verdicts("var.x", CUSTOM) == []


def test_what_is_said() -> None:
    (without,) = said(RULE, main_tf=TERRAFORM.format(domain=BUCKET, more=""))
    cdn = "aws_cloudfront_distribution.cdn"
    assert without.endswith(f"{cdn} fetches from the bucket aws_s3_bucket.site.id without origin access control")
    (older,) = said(RULE, main_tf=TERRAFORM.format(domain='"acme.s3.amazonaws.com"', more=IDENTITY))
    assert older.endswith(f"{cdn} fetches from the bucket acme with an origin access identity, the older kind")


def test_each_origin_of_a_template() -> None:
    template = """
        Resources:
          Site: {Type: 'AWS::S3::Bucket'}
          Cdn:
            Type: AWS::CloudFront::Distribution
            Properties:
              DistributionConfig:
                Origins:
                  - {Id: a, DomainName: !GetAtt Site.DomainName, S3OriginConfig: {}}
                  - {Id: b, DomainName: !GetAtt Site.DomainName, OriginAccessControlId: !GetAtt Control.Id}
                  - {Id: c, DomainName: !Sub '${Site}.s3.${AWS::URLSuffix}', S3OriginConfig: {OriginAccessIdentity: !Ref Oai}}
                  - {Id: d, DomainName: !Select [2, !Split [/, !GetAtt Site.WebsiteURL]], CustomOriginConfig: {}}
          Control: {Type: 'AWS::CloudFront::OriginAccessControl'}
          Oai: {Type: 'AWS::CloudFront::CloudFrontOriginAccessIdentity'}
    """
    found = said(RULE, t_yaml=template)
    assert [line.split(":")[1] for line in found] == ["8", "10"]
