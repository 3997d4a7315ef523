"""Buckets whose content the scripts of every site may use."""

from collections.abc import Iterator

from s3lint import Absent, Bucket, CorsRule, Example, Finding, Group, Known, Rule, Severity, Strings, Text, Unknown

WRITES = ("PUT", "POST", "DELETE")
EVERYONE = ("*", "https://*", "http://*")


class CorsAnyOrigin(Rule):
    """
    ## What it checks
    No CORS rule of the bucket names `*` or `https://*` as origin, and none takes every header together with a method that
    writes (`PUT`, `POST` or `DELETE`). An origin such as `https://*.example.com` is one that was meant.

    ## Why it matters
    CORS tells browsers which sites' scripts may read the answers. With `*` a page that an attacker puts anywhere can use a
    presigned address, or a network from which the bucket answers, of whoever looks at it, and read what comes back.

    ## When to ignore it
    Fonts, maps and data that are meant for every site need `*`, with `GET` and `HEAD` alone.

    ## Known limits
    CORS gives nobody access whom the bucket would not answer without it. Whether the content is public anyway is not judged.
    """

    name = "cors-any-origin"
    summary = "scripts of every site may use the bucket"
    group, severity, default = Group.ACCESS, Severity.MEDIUM, True
    settings = ("cors.rules[].origins", "cors.rules[].headers", "cors.rules[].methods", "cors")
    since = "0.1.0"
    help = "list the origins, and the headers, that your sites use"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/API/API_CORSRule.html",
    )
    aliases = ("98a8f708-121b-455b-ae2f-da3fb59d17e1", "3609d27c-3698-483a-9402-13af6ae80583")

    bad = (
        Example(
            "every origin, and every header with a method that writes",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      CorsConfiguration:
                        CorsRules:
                          - AllowedOrigins: ["*"]  # expect: cors-any-origin
                            AllowedMethods: [GET]
                          - AllowedOrigins: [https://app.example.com]
                            AllowedMethods: [GET, PUT]
                            AllowedHeaders: ["*"]  # expect: cors-any-origin
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {
                  cors_rule {
                    allowed_origins = ["*"]  # expect: cors-any-origin
                    allowed_methods = ["GET"]
                  }
                }

                resource "aws_s3_bucket" "archive" {}

                resource "aws_s3_bucket_cors_configuration" "archive" {
                  bucket = aws_s3_bucket.archive.id
                  cors_rule {
                    allowed_origins = ["https://app.example.com"]
                    allowed_methods = ["GET", "PUT"]
                    allowed_headers = ["*"]  # expect: cors-any-origin
                  }
                }
            """,
        ),
    )
    good = (
        Example(
            "origins that were meant, every header for reading, and no CORS",
            twins_differ=True,
            cloudformation="""
                Parameters:
                  Site: {Type: String}
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      CorsConfiguration:
                        CorsRules:
                          - AllowedOrigins: [https://*.example.com, !Sub "https://${Site}.example.com"]
                            AllowedMethods: [GET]
                            AllowedHeaders: ["*"]
                  Archive:
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                variable "site" {}

                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_cors_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  cors_rule {
                    allowed_origins = ["https://*.example.com", "https://${var.site}.example.com"]
                    allowed_methods = ["GET"]
                    allowed_headers = ["*"]
                  }
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "the origin is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Site: {Type: String}  # expect: cors-any-origin
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      CorsConfiguration:
                        CorsRules:
                          - AllowedOrigins: [!Ref Site]
                            AllowedMethods: [GET]
            """,
            terraform="""
                variable "site" {}  # expect: cors-any-origin

                resource "aws_s3_bucket" "ledger" {
                  cors_rule {
                    allowed_origins = [var.site]
                    allowed_methods = ["GET"]
                  }
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.cors:
            case Known(cors):
                for rule in cors.rules:
                    yield from self._of_rule(bucket, rule)
                if cors.unknown is not None:
                    yield self._unsure(bucket, cors.unknown, "cors")
            case Unknown() as unknown:
                yield self._unsure(bucket, unknown, "cors")
            case Absent():
                return

    def _of_rule(self, bucket: Bucket, rule: CorsRule) -> Iterator[Finding]:
        match _any(rule.origins, EVERYONE):
            case Known(origin=origin):
                yield self.fail(origin, f"a CORS rule lets scripts of every site use {bucket}")
                return
            case Unknown() as unknown:
                yield self._unsure(bucket, unknown, "cors.rules[].origins")
                return
        match _any(rule.headers, ("*",)), _any(rule.methods, WRITES):
            case Known(origin=origin), Known(method):
                message = f"a CORS rule lets scripts send {method} requests with any header to {bucket}"
                yield self.fail(origin, message, setting="cors.rules[].headers")
            case (Unknown() as unknown, Known() | Unknown()) | (Known(), Unknown() as unknown):
                yield self._unsure(bucket, unknown, "cors.rules[].headers")

    def _unsure(self, bucket: Bucket, unknown: Unknown, setting: str) -> Finding:
        return self.undecided(unknown, f"whether scripts of every site may use {bucket}", setting=setting)


def _any(strings: Strings, words: tuple[str, ...]) -> Known[Text] | Unknown | None:
    """The first of some words that is among strings, or else what may be one."""
    found = [one for word in words if (one := strings.having(word)) is not None]
    return next((one for one in found if isinstance(one, Known)), next(iter(found), None))
