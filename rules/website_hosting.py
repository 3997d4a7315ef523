"""Buckets that are websites by themselves."""

from collections.abc import Iterator

from s3lint import Absent, Bucket, Example, Finding, Group, Known, Rule, Severity, Unknown


class WebsiteHosting(Rule):
    """
    ## What it checks
    The bucket is no static website.

    ## Why it matters
    The endpoint of a website answers over plain HTTP alone, and only what everyone may read: the bucket has to be public, and
    whoever sits between reads and changes the pages. A distribution with origin access control serves the same pages over
    TLS out of a private bucket.

    ## When to ignore it
    A bucket that only redirects holds nothing, and a prototype may not need a distribution.

    ## Known limits
    Whether the bucket is really public is for other rules to say, and so is where its redirects lead.
    """

    name = "website-hosting"
    summary = "the bucket is a website, which answers over plain HTTP only"
    group, severity, default = Group.ACCESS, Severity.INFO, True
    settings = ("website",)
    since = "0.1.0"
    help = "serve the pages by CloudFront with origin access control, from a private bucket"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html",
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html",
    )
    aliases = ("42bb6b7f-6d54-4428-b707-666f669d94fb", "90501b1b-cded-4cc1-9e8b-206b85cda317", "AC_AWS_0208")

    bad = (
        Example(
            "a website",
            cloudformation="""
                Resources:
                  Site:
                    Type: AWS::S3::Bucket
                    Properties:
                      WebsiteConfiguration:  # expect: website-hosting
                        IndexDocument: index.html
            """,
            terraform="""
                resource "aws_s3_bucket" "site" {}

                resource "aws_s3_bucket_website_configuration" "site" {  # expect: website-hosting
                  bucket = aws_s3_bucket.site.id
                  index_document {
                    suffix = "index.html"
                  }
                }

                resource "aws_s3_bucket" "older" {
                  website {  # expect: website-hosting
                    index_document = "index.html"
                  }
                }
            """,
        ),
    )
    good = (
        Example(
            "no website",
            cloudformation="""
                Resources:
                  Site:
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_s3_bucket" "site" {}
            """,
        ),
    )
    undecidable = (
        Example(
            "the website is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Hosted: {Type: String}
                Conditions:
                  On: !Equals [!Ref Hosted, "yes"]
                Resources:
                  Pages:
                    Type: AWS::S3::Bucket
                    Properties:
                      WebsiteConfiguration: !If [On, {IndexDocument: a.html}, !Ref AWS::NoValue]  # expect: website-hosting
            """,
            terraform="""
                variable "hosted" {}

                resource "aws_s3_bucket" "site" {
                  dynamic "website" {  # expect: website-hosting
                    for_each = var.hosted == "yes" ? [1] : []
                    content {
                      index_document = "index.html"
                    }
                  }
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.website:
            case Known(origin=origin):
                yield self.fail(origin, f"{bucket} is a website, which answers over plain HTTP only")
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether {bucket} is a website")
            case Absent():
                return
