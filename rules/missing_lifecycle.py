"""Buckets whose objects nobody ever tidies up."""

from collections.abc import Iterator

from s3lint import Absent, Bucket, Example, Finding, Group, Known, Rule, Severity, Unknown, any_so, defaults, not_expressible


class MissingLifecycle(Rule):
    """
    ## What it checks
    The bucket has a lifecycle with at least one rule that is enabled, whatever the rule does.

    ## Why it matters
    What nobody deletes is paid for every month, and can leak every day: personal data past its retention, exports that were
    to be temporary, dumps of systems that are gone. A rule that was disabled "for a moment" protects nothing either.

    ## When to ignore it
    Where objects are kept for good on purpose, or the program that writes them also deletes them.

    ## Known limits
    What the rules do is not judged; see `incomplete-uploads-kept`, `noncurrent-versions-kept` and `conflicting-lifecycle`.
    Intelligent tiering is no lifecycle. Directory buckets are not judged.
    """

    name = "missing-lifecycle"
    summary = "no lifecycle rule is enabled"
    group, severity, default = Group.DURABILITY, Severity.LOW, False
    settings = ("lifecycle", "lifecycle.rules[].status")
    since = "0.1.0"
    help = "add a lifecycle rule that expires or moves what nobody needs any more, and enable it"
    references = (
        defaults.LIFECYCLE.source,
        "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-13",
    )
    aliases = ("CKV2_AWS_61", "s3_bucket_lifecycle_enabled", "S3.13", "CT.S3.PR.6")

    bad = (
        Example(
            "no lifecycle",
            cloudformation="""
                Resources:
                  Ledger:  # expect: missing-lifecycle
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {  # expect: missing-lifecycle
                }
            """,
        ),
        Example(
            "the only rule is disabled",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      LifecycleConfiguration:
                        Rules:
                          - Status: Disabled  # expect: missing-lifecycle
                            ExpirationInDays: 365
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_lifecycle_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    id     = "tidy"
                    status = "Disabled"  # expect: missing-lifecycle
                    expiration {
                      days = 365
                    }
                  }
                }
            """,
        ),
        Example(
            "the only rule is disabled, in the form of old providers",
            cloudformation=not_expressible("it has one form"),
            terraform="""
                resource "aws_s3_bucket" "ledger" {
                  lifecycle_rule {
                    enabled = false  # expect: missing-lifecycle
                    expiration {
                      days = 365
                    }
                  }
                }
            """,
        ),
    )
    good = (
        Example(
            "one of two rules is enabled",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      LifecycleConfiguration:
                        Rules:
                          - Status: Disabled
                            ExpirationInDays: 30
                          - Status: Enabled
                            ExpirationInDays: 365
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_lifecycle_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  dynamic "rule" {
                    for_each = { soon = "Disabled", late = "Enabled" }
                    content {
                      id     = rule.key
                      status = rule.value
                      expiration {
                        days = 365
                      }
                    }
                  }
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "the status is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Status:  # expect: missing-lifecycle
                    Type: String
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      LifecycleConfiguration:
                        Rules:
                          - Status: !Ref Status
                            ExpirationInDays: 365
            """,
            terraform="""
                variable "status" {  # expect: missing-lifecycle
                  type = string
                }

                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_lifecycle_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    id     = "tidy"
                    status = var.status
                    expiration {
                      days = 365
                    }
                  }
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.lifecycle:
            case Absent(origin):
                yield self.fail(origin, f"{bucket} has no lifecycle: {defaults.LIFECYCLE.text}")
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether {bucket} has a lifecycle")
            case Known(lifecycle, origin):
                match any_so((rule.is_enabled for rule in lifecycle.rules), lifecycle.unknown):
                    case Unknown() as unknown:
                        yield self.undecided(unknown, f"whether a lifecycle rule of {bucket} is enabled")
                    case False:
                        place = lifecycle.rules[0].status.origin if lifecycle.rules else origin
                        message = f"no lifecycle rule of {bucket} is enabled: {defaults.LIFECYCLE.text}"
                        yield self.fail(place, message, setting="lifecycle.rules[].status")
