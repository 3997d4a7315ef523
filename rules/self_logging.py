"""Buckets whose access logs are delivered to themselves."""

from collections.abc import Iterator

from s3lint import Bucket, Example, Finding, Group, Known, Rule, Severity, Unknown, defaults, not_expressible


class SelfLogging(Rule):
    """
    ## What it checks
    The access logs of a bucket are delivered to another bucket. In CloudFormation a logging configuration that names no bucket
    means the bucket itself, an empty one too.

    ## Why it matters
    Every log file that is delivered is a request, which is logged, in a file that is delivered. The bucket grows for ever, its
    logs are about themselves, and whoever can delete the data can delete the record of it.

    ## When to ignore it
    Never; a bucket that is kept for logs costs nothing while it is empty.

    ## Known limits
    Two buckets that log to each other are not seen as a circle.
    """

    name = "self-logging"
    summary = "access logs are delivered to the bucket that they are about"
    group, severity, default = Group.LOGGING, Severity.MEDIUM, True
    settings = ("logs_to_itself",)
    since = "0.1.0"
    help = "send the access logs to another bucket"
    references = (defaults.SELF_LOGGING.source,)

    bad = (
        Example(
            "the bucket names itself, in both forms",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketName: acme-ledger
                      LoggingConfiguration:
                        DestinationBucketName: acme-ledger  # expect: self-logging
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_logging" "ledger" {
                  bucket        = aws_s3_bucket.ledger.id
                  target_bucket = aws_s3_bucket.ledger.bucket  # expect: self-logging
                  target_prefix = "log/"
                }

                resource "aws_s3_bucket" "archive" {
                  bucket = "acme-archive"
                  logging {
                    target_bucket = "acme-archive"  # expect: self-logging
                  }
                }
            """,
        ),
        Example(
            "a configuration that names no bucket",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      LoggingConfiguration: {}  # expect: self-logging
                  Archive:
                    Type: AWS::S3::Bucket
                    Properties:
                      LoggingConfiguration:  # expect: self-logging
                        LogFilePrefix: log/
            """,
            terraform=not_expressible("a target is required"),
        ),
    )
    good = (
        Example(
            "another bucket",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      LoggingConfiguration:
                        DestinationBucketName: !Ref Logs
                  Logs:
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_logging" "ledger" {
                  bucket        = aws_s3_bucket.ledger.id
                  target_bucket = aws_s3_bucket.logs.id
                  target_prefix = "ledger/"
                }

                resource "aws_s3_bucket" "logs" {}
            """,
        ),
    )
    undecidable = (
        Example(
            "two names that may be one",
            cloudformation="""
                Parameters:
                  Target:  # expect: self-logging
                    Type: String
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketName: acme-ledger
                      LoggingConfiguration:
                        DestinationBucketName: !Ref Target
            """,
            terraform="""
                variable "target" {  # expect: self-logging
                  type = string
                }

                resource "aws_s3_bucket" "ledger" {
                  bucket = "acme-ledger"
                }

                resource "aws_s3_bucket_logging" "ledger" {
                  bucket        = aws_s3_bucket.ledger.id
                  target_bucket = var.target
                  target_prefix = "ledger/"
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.logs_to_itself:
            case Known(True, origin):
                yield self.fail(origin, f"access logs of {bucket} are delivered to itself: {defaults.SELF_LOGGING.text}")
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether {bucket} logs to itself")
