"""Versioned buckets whose versions can be deleted without a second factor."""

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
    not_expressible,
)


class MissingMfaDelete(Rule):
    """
    ## What it checks
    MFA Delete is on for a bucket that keeps versions.

    ## Why it matters
    Versions protect from mistakes, not from somebody with the stolen credentials of an administrator, who deletes them, too.
    With MFA Delete it takes the device of the root user to delete a version, or to suspend versioning.

    ## When to ignore it
    Where object lock or a copy in another account protects the versions: both work without the root user, whom nobody should
    need for daily work.

    ## Known limits
    CloudFormation has no property for it, so that it is undecided there. Terraform can set it only when run as the root user
    with the code of the device. A bucket without versions is the business of `missing-versioning`, and one with a lifecycle
    can't have MFA Delete: neither is judged.
    """

    name = "missing-mfa-delete"
    summary = "versions can be deleted without a second factor"
    group, severity, default = Group.DURABILITY, Severity.LOW, False
    settings = ("versioning.mfa_delete", "versioning.status", "lifecycle")
    since = "0.1.0"
    help = "turn MFA Delete on as the root user, or protect the versions with object lock"
    references = (
        defaults.MFA_DELETE.source,
        defaults.MFA_DELETE_WITH_LIFECYCLE.source,
        "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-20",
    )
    aliases = ("AVD-AWS-0170", "s3_bucket_no_mfa_delete", "S3.20")

    bad = (
        Example(
            "versions without MFA Delete",
            cloudformation=not_expressible("it has no property for MFA Delete"),
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_versioning" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  versioning_configuration {  # expect: missing-mfa-delete
                    status = "Enabled"
                  }
                }

                resource "aws_s3_bucket" "archive" {
                  versioning {
                    enabled    = true
                    mfa_delete = false  # expect: missing-mfa-delete
                  }
                }
            """,
        ),
    )
    good = (
        Example(
            "versions with MFA Delete",
            cloudformation=not_expressible("it has no property for MFA Delete"),
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_versioning" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  mfa    = "arn:aws:iam::111122223333:mfa/root 123456"
                  versioning_configuration {
                    status     = "Enabled"
                    mfa_delete = "Enabled"
                  }
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "the template can't say, or the status is left to whoever deploys",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      VersioningConfiguration:  # expect: missing-mfa-delete
                        Status: Enabled
            """,
            terraform="""
                variable "status" {  # expect: missing-mfa-delete
                  type = string
                }

                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_versioning" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  versioning_configuration {
                    status     = "Enabled"
                    mfa_delete = var.status
                  }
                }
            """,
        ),
    )
    inapplicable = (
        Example(
            "no versions, or a lifecycle",
            cloudformation="""
                Resources:
                  Ledger:  # expect: missing-mfa-delete
                    Type: AWS::S3::Bucket
                  Archive:
                    Type: AWS::S3::Bucket
                    Properties:
                      VersioningConfiguration:
                        Status: Enabled
                      LifecycleConfiguration:  # expect: missing-mfa-delete
                        Rules:
                          - Status: Enabled
                            ExpirationInDays: 365
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {  # expect: missing-mfa-delete
                }

                resource "aws_s3_bucket" "archive" {
                  versioning {
                    enabled = true
                  }
                  lifecycle_rule {  # expect: missing-mfa-delete
                    enabled = true
                    expiration {
                      days = 365
                    }
                  }
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.versioning.status, bucket.versioning.mfa_delete:
            case _, Known(True):
                return
            case Unknown() as unknown, _:
                yield self.undecided(unknown, f"whether {bucket} keeps versions", setting="versioning.status")
            case Known(VersioningStatus.ENABLED), stated:
                yield from self._of_versioned(bucket, stated)
            case status, _:
                yield self.not_applicable(status.origin, f"{bucket} keeps no versions")

    def _of_versioned(self, bucket: Bucket, stated: Known[bool] | Absent | Unknown) -> Iterator[Finding]:
        match bucket.lifecycle, stated:
            case Known(origin=origin), _:
                yield self.not_applicable(origin, f"{bucket} has a lifecycle: {defaults.MFA_DELETE_WITH_LIFECYCLE.text}")
            case Unknown() as unknown, _:
                yield self.undecided(unknown, f"whether {bucket} has a lifecycle", setting="lifecycle")
            case _, Absent(origin, no_place) if no_place:
                yield self.undecided(Unknown(no_place, origin), f"whether {bucket} has MFA Delete")
            case _, Unknown() as unknown:
                yield self.undecided(unknown, f"whether {bucket} has MFA Delete")
            case _:
                yield self.fail(stated.origin, f"{bucket} has no MFA Delete: {defaults.MFA_DELETE.text}")
