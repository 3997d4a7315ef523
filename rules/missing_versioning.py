"""Buckets that keep no earlier version of an object."""

from collections.abc import Iterator

from s3lint import (
    Absent,
    Bucket,
    Example,
    Finding,
    Group,
    Known,
    Rule,
    Severity,
    Unknown,
    VersioningStatus,
    defaults,
)


class MissingVersioning(Rule):
    """
    ## What it checks
    The versioning status of the bucket is `Enabled`.

    ## Why it matters
    Without versions an overwrite or a delete is final, whether a mistake, a script or an intruder made it.
    `Suspended` keeps old versions and makes no new ones.

    ## Known limits
    A bucket whose status comes from a parameter or variable without a value is undecided, never a fail.
    """

    name = "missing-versioning"
    summary = "bucket versioning is not enabled"
    group, severity, default = Group.DURABILITY, Severity.MEDIUM, True
    settings = ("versioning.status",)
    since = "0.1.0"
    help = "set the versioning status to Enabled"
    references = (defaults.VERSIONING.source,)
    aliases = ("CKV_AWS_21", "AVD-AWS-0090", "S3_BUCKET_VERSIONING_ENABLED")

    bad = (
        Example(
            "versioning is suspended",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      VersioningConfiguration:
                        Status: Suspended  # expect: missing-versioning
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_versioning" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  versioning_configuration {
                    status = "Suspended"  # expect: missing-versioning
                  }
                }
            """,
        ),
        Example(
            "versioning is not mentioned",
            cloudformation="""
                Resources:
                  Ledger:  # expect: missing-versioning
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {  # expect: missing-versioning
                }
            """,
        ),
        Example(
            "the status is misspelt",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      VersioningConfiguration:
                        Status: enabled  # expect: missing-versioning
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_versioning" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  versioning_configuration {
                    status = "enabled"  # expect: missing-versioning
                  }
                }
            """,
        ),
    )
    good = (
        Example(
            "versioning is enabled",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      VersioningConfiguration:
                        Status: Enabled
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_versioning" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  versioning_configuration {
                    status = "Enabled"
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
                  Status:  # expect: missing-versioning
                    Type: String
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      VersioningConfiguration:
                        Status: !Ref Status
            """,
            terraform="""
                variable "status" {  # expect: missing-versioning
                  type = string
                }

                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_versioning" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  versioning_configuration {
                    status = var.status
                  }
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.versioning.status:
            case Known(VersioningStatus.ENABLED):
                return
            case Known((VersioningStatus.SUSPENDED | VersioningStatus.DISABLED) as status, origin):
                yield self.fail(origin, f"versioning of {bucket} is {status}")
            case Known(status, origin):
                message = f'{bucket} has "{status}" for its versioning status, which is none: S3 knows Enabled and Suspended'
                yield self.fail(origin, message)
            case Absent(origin):
                message = f"{bucket} does not enable versioning: {defaults.VERSIONING.text}"
                yield self.fail(origin, message)
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether versioning of {bucket} is enabled")
