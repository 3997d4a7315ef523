"""Versioned buckets that keep every version of every object for good."""

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
    all_so,
    any_so,
    defaults,
    is_there,
)


class NoncurrentVersionsKept(Rule):
    """
    ## What it checks
    A bucket that keeps versions has an enabled lifecycle rule that expires noncurrent versions, or moves them to another
    storage class. A rule for a part of the bucket passes: what is kept where was then thought about.

    ## Why it matters
    With versioning on, an overwrite or a delete frees nothing. A bucket that is written to every day grows without end, and
    what people believe to be deleted is still there for whoever may read versions.

    ## When to ignore it
    Where every version is kept on purpose, or objects are never overwritten or deleted.

    ## Known limits
    Whether the rule covers the keys that are overwritten is not judged. A bucket without versions is not applicable.
    """

    name = "noncurrent-versions-kept"
    summary = "no lifecycle rule handles noncurrent versions"
    group, severity, default = Group.DURABILITY, Severity.LOW, True
    settings = ("lifecycle.rules[].noncurrent", "lifecycle", "versioning.status")
    since = "0.1.0"
    help = "add an enabled lifecycle rule that expires noncurrent versions after as many days as you may need them"
    references = (
        defaults.NONCURRENT_VERSIONS.source,
        "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-10",
    )
    aliases = ("S3.10", "CT.S3.PR.3", "FG_R00101")

    bad = (
        Example(
            "versions without a lifecycle, and with one that is about current versions",
            cloudformation="""
                Resources:
                  Ledger:  # expect: noncurrent-versions-kept
                    Type: AWS::S3::Bucket
                    Properties:
                      VersioningConfiguration:
                        Status: Enabled
                  Archive:
                    Type: AWS::S3::Bucket
                    Properties:
                      VersioningConfiguration:
                        Status: Enabled
                      LifecycleConfiguration:  # expect: noncurrent-versions-kept
                        Rules:
                          - Status: Enabled
                            ExpirationInDays: 365
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {  # expect: noncurrent-versions-kept
                  versioning {
                    enabled = true
                  }
                }

                resource "aws_s3_bucket" "archive" {}

                resource "aws_s3_bucket_versioning" "archive" {
                  bucket = aws_s3_bucket.archive.id
                  versioning_configuration {
                    status = "Enabled"
                  }
                }

                resource "aws_s3_bucket_lifecycle_configuration" "archive" {  # expect: noncurrent-versions-kept
                  bucket = aws_s3_bucket.archive.id
                  rule {
                    id     = "old"
                    status = "Enabled"
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
            "noncurrent versions expire, or move",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      VersioningConfiguration:
                        Status: Enabled
                      LifecycleConfiguration:
                        Rules:
                          - Status: Enabled
                            NoncurrentVersionExpiration:
                              NoncurrentDays: 90
                  Archive:
                    Type: AWS::S3::Bucket
                    Properties:
                      VersioningConfiguration:
                        Status: Enabled
                      LifecycleConfiguration:
                        Rules:
                          - Status: Enabled
                            NoncurrentVersionTransitions:
                              - StorageClass: GLACIER
                                TransitionInDays: 30
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {
                  versioning {
                    enabled = true
                  }
                  lifecycle_rule {
                    enabled = true
                    noncurrent_version_expiration {
                      days = 90
                    }
                  }
                }

                resource "aws_s3_bucket" "archive" {}

                resource "aws_s3_bucket_versioning" "archive" {
                  bucket = aws_s3_bucket.archive.id
                  versioning_configuration {
                    status = "Enabled"
                  }
                }

                resource "aws_s3_bucket_lifecycle_configuration" "archive" {
                  bucket = aws_s3_bucket.archive.id
                  rule {
                    id     = "old"
                    status = "Enabled"
                    dynamic "noncurrent_version_transition" {
                      for_each = [30]
                      content {
                        noncurrent_days = noncurrent_version_transition.value
                        storage_class   = "GLACIER"
                      }
                    }
                  }
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "whether versions are kept is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Status:  # expect: noncurrent-versions-kept
                    Type: String
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      VersioningConfiguration:
                        Status: !Ref Status
            """,
            terraform="""
                variable "status" {  # expect: noncurrent-versions-kept
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
    inapplicable = (
        Example(
            "no versions",
            cloudformation="""
                Resources:
                  Ledger:  # expect: noncurrent-versions-kept
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {  # expect: noncurrent-versions-kept
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        handled = self._handled(bucket)
        if handled is None:
            return
        match bucket.versioning.status, handled:
            case Known(VersioningStatus.ENABLED), Absent(origin):
                message = f"nothing expires noncurrent versions in {bucket}: {defaults.NONCURRENT_VERSIONS.text}"
                # Whoever writes the first lifecycle writes it once.
                advice = "" if isinstance(bucket.lifecycle, Known) else f"{self.help}, and aborts incomplete uploads"
                yield self.fail(origin, message, help=advice)
            case Known(VersioningStatus.ENABLED), Unknown() as unknown:
                yield self.undecided(unknown, f"whether noncurrent versions in {bucket} expire")
            case Unknown() as unknown, _:
                yield self.undecided(unknown, f"whether {bucket} keeps versions", setting="versioning.status")
            case status, _:
                yield self.not_applicable(status.origin, f"{bucket} keeps no versions")

    def _handled(self, bucket: Bucket) -> Absent | Unknown | None:
        """Where nothing handles noncurrent versions, or why that is not known; nothing where a rule does."""
        match bucket.lifecycle:
            case Known(lifecycle, origin):
                answers = (all_so(rule.is_enabled, is_there(rule.noncurrent)) for rule in lifecycle.rules)
                match any_so(answers, lifecycle.unknown):
                    case Unknown() as unknown:
                        return unknown
                    case True:
                        return None
                return Absent(origin)
            case missing:
                return missing
