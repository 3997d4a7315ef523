"""Buckets that take uploads encrypted with keys that only the caller has."""

from collections.abc import Iterator

from s3lint import Bucket, Example, Finding, Group, Known, Rule, Severity, Unknown, defaults


class SseCAllowed(Rule):
    """
    ## What it checks
    The blocked encryption types of the bucket are not `NONE`, which lets uploads use SSE-C: encryption with a key that the
    caller brings and AWS does not keep.

    ## Why it matters
    Whoever has stolen credentials overwrites the objects with copies that only their own key opens, and asks for a ransom.
    Nobody at AWS can help, and no log has the key. Since April 2026 S3 blocks SSE-C for new buckets; `NONE` takes that back.

    ## When to ignore it
    An application that brings its own keys needs SSE-C. Keep versions, and object lock, in its bucket.

    ## Known limits
    A bucket that says nothing passes, although an older bucket of an account that has objects with SSE-C still takes them, and
    so does a new one in Bahrain and in the United Arab Emirates.
    A policy that denies the headers of SSE-C is not taken into account.
    """

    name = "sse-c-allowed"
    summary = "uploads with keys that only the caller has are allowed"
    group, severity, default = Group.ENCRYPTION, Severity.MEDIUM, True
    settings = ("blocked_encryption",)
    since = "0.1.0"
    help = "leave the blocked encryption types out, or list SSE-C"
    references = (
        defaults.SSE_C.source,
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html",
    )

    bad = (
        Example(
            "nothing is blocked",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - BlockedEncryptionTypes:
                              EncryptionType: [NONE]  # expect: sse-c-allowed
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_server_side_encryption_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    blocked_encryption_types = ["NONE"]  # expect: sse-c-allowed
                  }
                }
            """,
        ),
    )
    good = (
        Example(
            "SSE-C is blocked, or S3's default holds",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - BlockedEncryptionTypes:
                              EncryptionType: [SSE-C]
                  Archive:
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_server_side_encryption_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    blocked_encryption_types = ["SSE-C"]
                  }
                }

                resource "aws_s3_bucket" "archive" {}
            """,
        ),
    )
    undecidable = (
        Example(
            "what is blocked is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Blocked:  # expect: sse-c-allowed
                    Type: String
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - BlockedEncryptionTypes:
                              EncryptionType: [!Ref Blocked]
            """,
            terraform="""
                variable "blocked" {  # expect: sse-c-allowed
                  type = string
                }

                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_server_side_encryption_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    blocked_encryption_types = [var.blocked]
                  }
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        blocked = bucket.blocked_encryption
        match blocked.value.having("NONE") if isinstance(blocked, Known) else blocked:
            case Known(origin=origin):
                message = (
                    f"{bucket} takes uploads with keys that only the caller has: {defaults.SSE_C.text}, NONE takes it back"
                )
                yield self.fail(origin, message)
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether {bucket} takes uploads with keys that only the caller has")
