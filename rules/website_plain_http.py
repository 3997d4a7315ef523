"""Websites that send their visitors to plain HTTP."""

from collections.abc import Iterator

from s3lint import Absent, Bucket, Example, Finding, Group, Known, Rule, Severity, Unknown


class WebsitePlainHttp(Rule):
    """
    ## What it checks
    No redirect of a website names `http` as its protocol.

    ## Why it matters
    Whoever sits between a visitor and the site reads the pages and puts others in their place. A redirect to `http` sends
    there even those who came over TLS.

    ## Known limits
    A redirect without a protocol keeps that of the request and passes. Redirects that single objects carry are not seen.
    """

    name = "website-plain-http"
    summary = "a redirect sends visitors to plain HTTP"
    group, severity, default = Group.ACCESS, Severity.LOW, True
    settings = ("website.redirects[].protocol", "website")
    since = "0.1.0"
    help = "name https as the protocol of the redirect"
    references = ("https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-page-redirect.html",)

    bad = (
        Example(
            "redirects to http",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Site:
                    Type: AWS::S3::Bucket
                    Properties:
                      WebsiteConfiguration:
                        RedirectAllRequestsTo:
                          HostName: www.example.com
                          Protocol: http  # expect: website-plain-http
                  Moved:
                    Type: AWS::S3::Bucket
                    Properties:
                      WebsiteConfiguration:
                        IndexDocument: index.html
                        RoutingRules:
                          - RedirectRule:
                              Protocol: http  # expect: website-plain-http
            """,
            terraform="""
                resource "aws_s3_bucket" "site" {}

                resource "aws_s3_bucket_website_configuration" "site" {
                  bucket = aws_s3_bucket.site.id
                  redirect_all_requests_to {
                    host_name = "www.example.com"
                    protocol  = "http"  # expect: website-plain-http
                  }
                }

                resource "aws_s3_bucket" "moved" {
                  website {
                    redirect_all_requests_to = "http://www.example.com"  # expect: website-plain-http
                  }
                }
            """,
        ),
    )
    good = (
        Example(
            "redirects to https, and one that keeps the protocol",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Site:
                    Type: AWS::S3::Bucket
                    Properties:
                      WebsiteConfiguration:
                        IndexDocument: index.html
                        RoutingRules:
                          - RedirectRule: {HostName: www.example.com, Protocol: https}
                          - RedirectRule: {ReplaceKeyWith: index.html}
                  Archive:
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_s3_bucket" "site" {}

                resource "aws_s3_bucket_website_configuration" "site" {
                  bucket = aws_s3_bucket.site.id
                  redirect_all_requests_to {
                    host_name = "www.example.com"
                    protocol  = "https"
                  }
                }

                resource "aws_s3_bucket" "moved" {
                  website {
                    redirect_all_requests_to = "www.example.com"
                  }
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "the protocol is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Protocol: {Type: String}  # expect: website-plain-http
                Resources:
                  Site:
                    Type: AWS::S3::Bucket
                    Properties:
                      WebsiteConfiguration:
                        RedirectAllRequestsTo: {HostName: www.example.com, Protocol: !Ref Protocol}
            """,
            terraform="""
                variable "protocol" {}  # expect: website-plain-http

                resource "aws_s3_bucket" "site" {}

                resource "aws_s3_bucket_website_configuration" "site" {
                  bucket = aws_s3_bucket.site.id
                  redirect_all_requests_to {
                    host_name = "www.example.com"
                    protocol  = var.protocol
                  }
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        question = f"whether the website {bucket} redirects to plain HTTP"
        match bucket.website:
            case Known(website):
                for redirect in website.redirects:
                    match redirect.protocol:
                        case Known("http", origin):
                            yield self.fail(origin, f"the website {bucket} redirects to plain HTTP")
                        case Unknown() as unknown:
                            yield self.undecided(unknown, question)
                if website.unknown is not None:
                    yield self.undecided(website.unknown, question, setting="website")
            case Unknown() as unknown:
                yield self.undecided(unknown, question, setting="website")
            case Absent():
                return
