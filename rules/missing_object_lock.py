"""Buckets whose object versions can be deleted at any time."""

from collections.abc import Iterator

from s3lint import (
    Absent,
    Bucket,
    Example,
    Finding,
    Group,
    Known,
    ObjectLock,
    Option,
    Origin,
    Rule,
    Severity,
    Unknown,
    defaults,
)


class MissingObjectLock(Rule):
    """
    ## What it checks
    Object lock is on. With the option `retention`, it also has a default retention: a mode, and days or years.

    ## Why it matters
    A version under retention can't be deleted or overwritten before its time, by nobody in the mode `COMPLIANCE`. Whoever
    encrypts or empties buckets for ransom can't touch it.

    ## When to ignore it
    Where data may go at any time: caches, builds, logs with a short life, personal data that must be erased on request.

    ## Known limits
    Whether the period is long enough is not judged. Without `retention` the lock alone passes: backup programs set the
    retention of each object themselves, and some refuse a bucket with a default.
    """

    name = "missing-object-lock"
    summary = "object lock is off"
    group, severity, default = Group.DURABILITY, Severity.LOW, False
    settings = ("object_lock", "object_lock.enabled", "object_lock.mode")
    since = "0.1.0"
    help = "turn object lock on; a default retention protects what names none"
    references = (
        defaults.OBJECT_LOCK.source,
        "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-15",
    )
    aliases = (
        "CKV_AWS_143",
        "S3_BUCKET_DEFAULT_LOCK_ENABLED",
        "S3BucketDefaultLockEnabled",
        "s3_bucket_object_lock",
        "S3.15",
        "CT.S3.PR.9",
    )

    retention = Option(False, "whether a default retention is asked for, too")

    bad = (
        Example(
            "no lock, and a lock that is off",
            cloudformation="""
                Resources:
                  Ledger:  # expect: missing-object-lock
                    Type: AWS::S3::Bucket
                  Archive:
                    Type: AWS::S3::Bucket
                    Properties:
                      ObjectLockEnabled: false  # expect: missing-object-lock
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {  # expect: missing-object-lock
                }

                resource "aws_s3_bucket" "archive" {
                  object_lock_enabled = false  # expect: missing-object-lock
                }
            """,
        ),
        Example(
            "a lock without default retention, where one is asked for",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      ObjectLockEnabled: true  # expect: missing-object-lock
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {
                  object_lock_enabled = true  # expect: missing-object-lock
                }
            """,
            options=(("retention", True),),
        ),
    )
    good = (
        Example(
            "a lock with a default retention",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      ObjectLockEnabled: true
                      ObjectLockConfiguration:
                        ObjectLockEnabled: Enabled
                        Rule:
                          DefaultRetention:
                            Mode: COMPLIANCE
                            Years: 1
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_object_lock_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    default_retention {
                      mode  = "COMPLIANCE"
                      years = 1
                    }
                  }
                }

                resource "aws_s3_bucket" "archive" {
                  object_lock_configuration {
                    object_lock_enabled = "Enabled"
                    rule {
                      default_retention {
                        mode = "GOVERNANCE"
                        days = 30
                      }
                    }
                  }
                }
            """,
            options=(("retention", True),),
        ),
        Example(
            "a lock without default retention",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      ObjectLockEnabled: true
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {
                  object_lock_enabled = true
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "the lock is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Locked:  # expect: missing-object-lock
                    Type: String
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      ObjectLockEnabled: !Ref Locked
            """,
            terraform="""
                variable "locked" {  # expect: missing-object-lock
                  type = bool
                }

                resource "aws_s3_bucket" "ledger" {
                  object_lock_enabled = var.locked
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.object_lock:
            case Absent(origin):
                yield self.fail(origin, f"{bucket} has no object lock: {defaults.OBJECT_LOCK.text}")
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether {bucket} has object lock")
            case Known(ObjectLock(enabled=Known(False, origin))):
                message = f"object lock of {bucket} is off: {defaults.OBJECT_LOCK.text}"
                yield self.fail(origin, message, setting="object_lock.enabled")
            case Known(ObjectLock(enabled=Unknown() as unknown)):
                yield self.undecided(unknown, f"whether object lock of {bucket} is on", setting="object_lock.enabled")
            case Known(lock, origin) if self.retention:
                yield from self._without_retention(bucket, lock, origin)

    def _without_retention(self, bucket: Bucket, lock: ObjectLock, origin: Origin) -> Iterator[Finding]:
        match lock.mode:
            case Absent():
                message = f"object lock of {bucket} has no default retention: it protects only objects that name one"
                properties = (("variant", "retention"),)
                yield self.fail(origin, message, setting="object_lock.mode", properties=properties)
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether {bucket} has a default retention", setting="object_lock.mode")
