"""Buckets whose requests nobody records."""

from collections.abc import Iterator

from s3lint import Absent, Bucket, Example, Finding, Group, Known, LogTarget, Rule, Severity, Unknown, defaults


class MissingAccessLogging(Rule):
    """
    ## What it checks
    Server access logging is configured. A bucket that itself receives access logs is not applicable: logging it would
    write logs about writing logs.

    ## Why it matters
    Access logs show who read, wrote and deleted what, and who tried to. Without them an incident can't be reconstructed.

    ## Known limits
    CloudTrail data events answer many of the same questions; a trail is not counted as access logging here. Logging to a
    bucket that can't receive logs is the business of another rule.
    """

    name = "missing-access-logging"
    summary = "server access logging is not configured"
    group, severity, default = Group.LOGGING, Severity.MEDIUM, True
    settings = ("logging",)
    since = "0.1.0"
    help = "send the access logs to a bucket that is kept for logs"
    references = (defaults.ACCESS_LOGGING.source,)
    aliases = ("CKV_AWS_18", "AVD-AWS-0089", "W35", "S3_BUCKET_LOGGING_ENABLED")

    bad = (
        Example(
            "no logging",
            cloudformation="""
                Resources:
                  Ledger:  # expect: missing-access-logging
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {  # expect: missing-access-logging
                }
            """,
        ),
    )
    good = (
        Example(
            "logs go to a bucket elsewhere",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      LoggingConfiguration:
                        DestinationBucketName: acme-logs
                        LogFilePrefix: ledger/
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_logging" "ledger" {
                  bucket        = aws_s3_bucket.ledger.id
                  target_bucket = "acme-logs"
                  target_prefix = "ledger/"
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "logging depends on an input",
            cloudformation="""
                Parameters:
                  Logged:
                    Type: String
                    AllowedValues: ["yes", "no"]
                Conditions:
                  IsLogged: !Equals [!Ref Logged, "yes"]
                Resources:
                  Ledger:  # expect: missing-access-logging
                    Type: AWS::S3::Bucket
                    Properties:
                      LoggingConfiguration: !If
                        - IsLogged
                        - DestinationBucketName: acme-logs
                          LogFilePrefix: ledger/
                        - !Ref AWS::NoValue
            """,
            terraform="""
                variable "logged" {
                  type = bool
                }

                resource "aws_s3_bucket" "ledger" {  # expect: missing-access-logging
                }

                resource "aws_s3_bucket_logging" "ledger" {
                  count         = var.logged ? 1 : 0
                  bucket        = aws_s3_bucket.ledger.id
                  target_bucket = "acme-logs"
                  target_prefix = "ledger/"
                }
            """,
        ),
    )
    inapplicable = (
        Example(
            "the bucket receives the logs of another",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      LoggingConfiguration:
                        DestinationBucketName: !Ref Logs
                        LogFilePrefix: ledger/
                  Logs:  # expect: missing-access-logging
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_logging" "ledger" {
                  bucket        = aws_s3_bucket.ledger.id
                  target_bucket = aws_s3_bucket.logs.id
                  target_prefix = "ledger/"
                }

                resource "aws_s3_bucket" "logs" {  # expect: missing-access-logging
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.logging:
            case Known():
                return
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether requests to {bucket} are logged")
            case Absent(origin):
                match bucket.log_target:
                    case Known(LogTarget(reason)):
                        yield self.not_applicable(bucket.origin, f"{bucket} receives access logs: {reason}")
                    case Unknown() as unknown:
                        yield self.undecided(unknown, f"whether {bucket} receives access logs")
                    case Absent():
                        message = f"requests to {bucket} are not logged: {defaults.ACCESS_LOGGING.text}"
                        yield self.fail(origin, message, yields_to=("unlogged-trail-bucket",))
