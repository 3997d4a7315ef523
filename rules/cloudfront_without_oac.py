"""Distributions that fetch from a bucket without origin access control."""

from collections.abc import Iterator

from s3lint import (
    ContentOrigin,
    Distribution,
    Example,
    Finding,
    Group,
    Known,
    Rule,
    Severity,
    Text,
    Unknown,
    bucket_in_domain,
)


class CloudfrontWithoutOac(Rule):
    """
    ## What it checks
    Every origin of a CloudFront distribution that is a bucket has an origin access control. An origin access identity, the
    older kind, is found too, and named as such.

    ## Why it matters
    Without either, CloudFront asks S3 as anybody would, so the bucket must be public, and whoever knows its name goes around
    the distribution, with its logs, its firewall and its signed URLs. An origin access identity keeps the bucket private, but
    can't read objects under SSE-KMS, upload, or reach buckets in Regions that opened after December 2022.

    ## Known limits
    The website endpoint of a bucket takes no access control, and is not an origin that this rule judges. Whether the control
    signs every request is said in the control itself, which is not read.
    """

    name = "cloudfront-without-oac"
    summary = "CloudFront fetches from a bucket without origin access control"
    group, severity, default = Group.POLICY, Severity.MEDIUM, True
    settings = ("origins",)
    since = "0.1.0"
    help = "give the origin an origin access control, and let the distribution read in the bucket policy"
    references = (
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html",
    )
    aliases = ("CKV2_AWS_46", "CLOUDFRONT_ORIGIN_ACCESS_IDENTITY_ENABLED", "CloudFront.13")
    judges = Distribution

    bad = (
        Example(
            "nothing signs what CloudFront asks for",
            cloudformation="""
                Resources:
                  Site:
                    Type: AWS::S3::Bucket
                  Cdn:
                    Type: AWS::CloudFront::Distribution
                    Properties:
                      DistributionConfig:
                        Enabled: true
                        Origins:
                          - Id: site
                            DomainName: !GetAtt Site.RegionalDomainName  # expect: cloudfront-without-oac
                            S3OriginConfig:
                              OriginAccessIdentity: ""
            """,
            terraform="""
                resource "aws_s3_bucket" "site" {}

                resource "aws_cloudfront_distribution" "cdn" {
                  enabled = true
                  origin {
                    origin_id   = "site"
                    domain_name = aws_s3_bucket.site.bucket_regional_domain_name  # expect: cloudfront-without-oac
                  }
                }
            """,
        ),
        Example(
            "an origin access identity",
            cloudformation="""
                Resources:
                  Cdn:
                    Type: AWS::CloudFront::Distribution
                    Properties:
                      DistributionConfig:
                        Enabled: true
                        Origins:
                          - Id: site
                            DomainName: acme-site.s3.eu-west-1.amazonaws.com
                            S3OriginConfig:
                              OriginAccessIdentity: origin-access-identity/cloudfront/E1  # expect: cloudfront-without-oac
            """,
            terraform="""
                resource "aws_cloudfront_distribution" "cdn" {
                  enabled = true
                  origin {
                    origin_id   = "site"
                    domain_name = "acme-site.s3.eu-west-1.amazonaws.com"
                    s3_origin_config {
                      origin_access_identity = "origin-access-identity/cloudfront/E1"  # expect: cloudfront-without-oac
                    }
                  }
                }
            """,
        ),
    )
    good = (
        Example(
            "an origin access control",
            cloudformation="""
                Resources:
                  Site:
                    Type: AWS::S3::Bucket
                  Control:
                    Type: AWS::CloudFront::OriginAccessControl
                    Properties:
                      OriginAccessControlConfig:
                        Name: site
                        OriginAccessControlOriginType: s3
                        SigningBehavior: always
                        SigningProtocol: sigv4
                  Cdn:
                    Type: AWS::CloudFront::Distribution
                    Properties:
                      DistributionConfig:
                        Enabled: true
                        Origins:
                          - Id: site
                            DomainName: !GetAtt Site.RegionalDomainName
                            OriginAccessControlId: !GetAtt Control.Id
                            S3OriginConfig: {}
            """,
            terraform="""
                resource "aws_s3_bucket" "site" {}

                resource "aws_cloudfront_origin_access_control" "site" {
                  name                              = "site"
                  origin_access_control_origin_type = "s3"
                  signing_behavior                  = "always"
                  signing_protocol                  = "sigv4"
                }

                resource "aws_cloudfront_distribution" "cdn" {
                  enabled = true
                  origin {
                    origin_id                = "site"
                    domain_name              = aws_s3_bucket.site.bucket_regional_domain_name
                    origin_access_control_id = aws_cloudfront_origin_access_control.site.id
                  }
                }
            """,
        ),
        Example(
            "an origin that is no bucket",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Cdn:
                    Type: AWS::CloudFront::Distribution
                    Properties:
                      DistributionConfig:
                        Enabled: true
                        Origins:
                          - Id: app
                            DomainName: app.example.org
                            CustomOriginConfig:
                              OriginProtocolPolicy: https-only
            """,
            terraform="""
                resource "aws_cloudfront_distribution" "cdn" {
                  enabled = true
                  origin {
                    origin_id   = "app"
                    domain_name = "app.example.org"
                    custom_origin_config {
                      http_port              = 80
                      https_port             = 443
                      origin_protocol_policy = "https-only"
                      origin_ssl_protocols   = ["TLSv1.2"]
                    }
                  }
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "the control is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Control:  # expect: cloudfront-without-oac
                    Type: String
                Resources:
                  Site:
                    Type: AWS::S3::Bucket
                  Cdn:
                    Type: AWS::CloudFront::Distribution
                    Properties:
                      DistributionConfig:
                        Enabled: true
                        Origins:
                          - Id: site
                            DomainName: !GetAtt Site.RegionalDomainName
                            OriginAccessControlId: !Ref Control
                            S3OriginConfig: {}
            """,
            terraform="""
                variable "control" {}  # expect: cloudfront-without-oac

                resource "aws_s3_bucket" "site" {}

                resource "aws_cloudfront_distribution" "cdn" {
                  enabled = true
                  origin {
                    origin_id                = "site"
                    domain_name              = aws_s3_bucket.site.bucket_regional_domain_name
                    origin_access_control_id = var.control
                  }
                }
            """,
        ),
    )

    def check(self, distribution: Distribution) -> Iterator[Finding]:
        for origin in distribution.origins.origins:
            yield from self._check(distribution, origin)
        if distribution.origins.unknown is not None:
            yield self._unsure(distribution, distribution.origins.unknown)

    def _check(self, distribution: Distribution, origin: ContentOrigin) -> Iterator[Finding]:
        bucket = _bucket(origin)
        if bucket is None or isinstance(origin.access_control, Known):
            return
        match origin.access_control, origin.access_identity:
            case (Unknown() as unknown, _) | (_, Unknown() as unknown):
                yield self._unsure(distribution, unknown)
            case _ if isinstance(bucket, Unknown):
                yield self._unsure(distribution, bucket)
            case _, Known(origin=place):
                message = f"{distribution} fetches from the bucket {bucket} with an origin access identity, the older kind"
                yield self.fail(place, message)
            case _:
                message = f"{distribution} fetches from the bucket {bucket} without origin access control"
                yield self.fail(origin.domain.origin, message)

    def _unsure(self, distribution: Distribution, unknown: Unknown) -> Finding:
        return self.undecided(unknown, f"whether {distribution} fetches from a bucket without origin access control")


def _bucket(origin: ContentOrigin) -> Text | Unknown | None:
    """The name of the bucket that an origin is; nothing where it is none."""
    domain = origin.domain
    found = bucket_in_domain(domain.value) if isinstance(domain, Known) else None
    if found is not None or isinstance(origin.is_custom, Known):
        return found  # what is fetched from as from any server is no bucket in CloudFront's sense, unless its name says so
    if isinstance(domain, Known):
        return next(iter(domain.value.unknowns), None)
    return domain if isinstance(domain, Unknown) else None
