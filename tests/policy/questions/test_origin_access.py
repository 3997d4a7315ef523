"""Origin access identities, by their ARNs and by their canonical users: CloudFront of the account, and nobody from outside."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest

from s3lint import Report, Settings, check

RULES = ("cross-account-grant", "cross-account-sensitive-action", "wildcard-principal", "invalid-policy", "policy-lockout")
PRIVATE = re.compile(r"[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")

TERRAFORM = """
    resource "aws_cloudfront_origin_access_identity" "site" {}
    data "aws_cloudfront_origin_access_identity" "shared" {
      id = "E127EXAMPLE51Z"
    }
    data "aws_iam_role" "app" {
      name = "app"
    }
    resource "aws_lambda_function" "app" {
      function_name = "${uuid()}"
    }
    resource "aws_s3_bucket" "site" {}
    resource "aws_s3_bucket_policy" "site" {
      bucket = aws_s3_bucket.site.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = PRINCIPAL
          Action    = "s3:GetObject"
          Resource  = "${aws_s3_bucket.site.arn}/*"
        }]
      })
    }
"""
TEMPLATE = """
    Resources:
      Identity:
        Type: AWS::CloudFront::CloudFrontOriginAccessIdentity
        Properties: {CloudFrontOriginAccessIdentityConfig: {Comment: site}}
      App:
        Type: AWS::Lambda::Function
      Site:
        Type: AWS::S3::Bucket
      Policy:
        Type: AWS::S3::BucketPolicy
        Properties:
          Bucket: !Ref Site
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Principal: PRINCIPAL
                Action: s3:GetObject
                Resource: !Sub '${Site.Arn}/*'
"""


def report(text: str, principal: str) -> Report:
    name = "main.tf" if text is TERRAFORM else "t.yaml"
    found = check([], Settings(select=RULES), overlay={name: dedent(text).replace("PRINCIPAL", principal)})
    assert found.errors == ()
    said = [part for one in (*found.findings, *found.undecided) for part in (one.message, one.request, *one.inputs)]
    assert [part for part in said if PRIVATE.search(part)] == []
    return found


@pytest.mark.parametrize(
    ("text", "principal"),
    [
        (TERRAFORM, "{ CanonicalUser = aws_cloudfront_origin_access_identity.site.s3_canonical_user_id }"),
        (TERRAFORM, "{ AWS = aws_cloudfront_origin_access_identity.site.iam_arn }"),
        (TERRAFORM, "{ AWS = [aws_cloudfront_origin_access_identity.site.iam_arn] }"),
        (TERRAFORM, "{ CanonicalUser = data.aws_cloudfront_origin_access_identity.shared.s3_canonical_user_id }"),
        (TERRAFORM, "{ AWS = data.aws_cloudfront_origin_access_identity.shared.iam_arn }"),
        (TEMPLATE, "{CanonicalUser: !GetAtt Identity.S3CanonicalUserId}"),
        (TEMPLATE, "{CanonicalUser: !Sub '${Identity.S3CanonicalUserId}'}"),
        (TEMPLATE, "{CanonicalUser: [!GetAtt Identity.S3CanonicalUserId]}"),
        (
            TEMPLATE,
            "{AWS: !Sub 'arn:${AWS::Partition}:iam::cloudfront:user/CloudFront Origin Access Identity ${Identity}'}",
        ),
    ],
)
def test_it_is_cloudfront(text: str, principal: str) -> None:
    found = report(text, principal)
    assert (found.findings, found.undecided) == ((), ())


@pytest.mark.parametrize(
    ("text", "principal", "rule", "message"),
    [
        (TERRAFORM, '{ CanonicalUser = "%s" }' % ("7" * 64), "cross-account-grant", f"canonical user {'7' * 64}"),
        (TEMPLATE, "{CanonicalUser: '%s'}" % ("7" * 64), "cross-account-grant", f"canonical user {'7' * 64}"),
        (TEMPLATE, "{CanonicalUser: !GetAtt App.SnapStartResponse}", "cross-account-grant", "canonical user ${App.Snap"),
        (
            TERRAFORM,
            '{ AWS = "arn:aws:iam::999999999999:role/${aws_lambda_function.app.function_name}" }',
            "cross-account-grant",
            "arn:aws:iam::999999999999:role/${aws_lambda_function.app.function_name}",
        ),
        (
            TEMPLATE,
            "{AWS: !Sub 'arn:aws:iam::999999999999:role/${App}'}",
            "cross-account-grant",
            "arn:aws:iam::999999999999:role/${App}",
        ),
    ],
)
def test_somebody_else(text: str, principal: str, rule: str, message: str) -> None:
    found = report(text, principal)
    (finding,) = (*found.findings, *found.undecided)
    assert finding.rule == rule
    assert message in finding.message
