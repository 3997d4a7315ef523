"""Buckets in which the parts of uploads that nobody completed stay for good."""

from collections.abc import Iterator

from s3lint import (
    Absent,
    Answered,
    Bucket,
    Example,
    Finding,
    Group,
    Known,
    Lifecycle,
    LifecycleRule,
    Origin,
    Rule,
    Severity,
    Unknown,
    VersioningStatus,
    all_so,
    any_so,
    defaults,
    is_there,
    negated,
)


class IncompleteUploadsKept(Rule):
    """
    ## What it checks
    An enabled lifecycle rule that covers the whole bucket aborts incomplete multipart uploads. Judged are buckets with a
    lifecycle, and those that keep versions: their owners mean to look after what lies in them.

    ## Why it matters
    The parts of an upload that broke off are no object: no listing shows them, and every month they are paid for. They are data
    all the same, and stay when the object that they were to become is deleted everywhere else.

    ## When to ignore it
    Where something else aborts such uploads, or uploads may take longer than any number of days.

    ## Known limits
    Rules for several prefixes are not added up, even where they cover every key that is used. A bucket without a lifecycle and
    without versions is not judged; see `missing-lifecycle`.
    """

    name = "incomplete-uploads-kept"
    summary = "no lifecycle rule aborts the incomplete uploads of the whole bucket"
    group, severity, default = Group.DURABILITY, Severity.LOW, True
    settings = ("lifecycle.rules[].abort_days", "lifecycle.rules[].narrowed", "lifecycle", "versioning.status")
    since = "0.1.0"
    help = "add an enabled lifecycle rule without a filter that aborts incomplete uploads after, say, 7 days"
    references = (defaults.INCOMPLETE_UPLOADS.source,)
    aliases = ("CKV_AWS_300",)

    bad = (
        Example(
            "no rule aborts uploads, and one does for a part of the bucket",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      LifecycleConfiguration:  # expect: incomplete-uploads-kept
                        Rules:
                          - Status: Enabled
                            ExpirationInDays: 365
                  Archive:
                    Type: AWS::S3::Bucket
                    Properties:
                      LifecycleConfiguration:
                        Rules:
                          - Status: Enabled
                            Prefix: scratch/  # expect: incomplete-uploads-kept
                            AbortIncompleteMultipartUpload:
                              DaysAfterInitiation: 7
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {
                  lifecycle_rule {  # expect: incomplete-uploads-kept
                    enabled = true
                    expiration {
                      days = 365
                    }
                  }
                }

                resource "aws_s3_bucket" "archive" {}

                resource "aws_s3_bucket_lifecycle_configuration" "archive" {
                  bucket = aws_s3_bucket.archive.id
                  rule {
                    id     = "uploads"
                    status = "Enabled"
                    filter {
                      prefix = "scratch/"  # expect: incomplete-uploads-kept
                    }
                    abort_incomplete_multipart_upload {
                      days_after_initiation = 7
                    }
                  }
                }
            """,
        ),
        Example(
            "versions without a lifecycle",
            cloudformation="""
                Resources:
                  Ledger:  # expect: incomplete-uploads-kept
                    Type: AWS::S3::Bucket
                    Properties:
                      VersioningConfiguration:
                        Status: Enabled
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {  # expect: incomplete-uploads-kept
                  versioning {
                    enabled = true
                  }
                }
            """,
        ),
    )
    good = (
        Example(
            "a rule for the whole bucket",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      LifecycleConfiguration:
                        Rules:
                          - Status: Enabled
                            AbortIncompleteMultipartUpload:
                              DaysAfterInitiation: 7
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_lifecycle_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  dynamic "rule" {
                    for_each = ["uploads"]
                    content {
                      id     = rule.value
                      status = "Enabled"
                      filter {}
                      abort_incomplete_multipart_upload {
                        days_after_initiation = 7
                      }
                    }
                  }
                }

                resource "aws_s3_bucket" "archive" {
                  lifecycle_rule {
                    enabled                                = true
                    prefix                                 = ""
                    abort_incomplete_multipart_upload_days = 7
                  }
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "the prefix is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Status:  # expect: incomplete-uploads-kept
                    Type: String
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      LifecycleConfiguration:
                        Rules:
                          - Status: !Ref Status
                            AbortIncompleteMultipartUpload:
                              DaysAfterInitiation: 7
            """,
            terraform="""
                variable "status" {  # expect: incomplete-uploads-kept
                  type = string
                }

                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_lifecycle_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    id     = "uploads"
                    status = var.status
                    abort_incomplete_multipart_upload {
                      days_after_initiation = 7
                    }
                  }
                }
            """,
        ),
    )
    inapplicable = (
        Example(
            "neither versions nor a lifecycle",
            cloudformation="""
                Resources:
                  Ledger:  # expect: incomplete-uploads-kept
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {  # expect: incomplete-uploads-kept
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.lifecycle:
            case Known(lifecycle, origin):
                yield from self._of_lifecycle(bucket, lifecycle, origin)
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether {bucket} has a lifecycle", setting="lifecycle")
            case Absent(origin):
                match bucket.versioning.status:
                    case Known(VersioningStatus.ENABLED):
                        yield self._fail(bucket, origin, yields_to=("noncurrent-versions-kept",))
                    case Unknown() as unknown:
                        yield self.undecided(unknown, f"whether {bucket} keeps versions", setting="versioning.status")
                    case _:
                        yield self.not_applicable(origin, f"{bucket} has no lifecycle and keeps no versions")

    def _of_lifecycle(self, bucket: Bucket, lifecycle: Lifecycle, origin: Origin) -> Iterator[Finding]:
        match any_so((_aborts_all(rule) for rule in lifecycle.rules), lifecycle.unknown):
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether incomplete uploads to {bucket} are aborted")
            case False:
                narrowed = [rule.narrowed for rule in lifecycle.rules if _aborts(rule) is True]
                if narrowed and isinstance(narrowed[0], Known):
                    message = (
                        f"incomplete uploads are aborted in a part of {bucket} only: a {narrowed[0].value} narrows the rule"
                    )
                    yield self.fail(narrowed[0].origin, message, setting="lifecycle.rules[].narrowed")
                else:
                    yield self._fail(bucket, origin)

    def _fail(self, bucket: Bucket, origin: Origin, yields_to: tuple[str, ...] = ()) -> Finding:
        message = f"no rule aborts incomplete uploads to {bucket}: {defaults.INCOMPLETE_UPLOADS.text}"
        return self.fail(origin, message, yields_to=yields_to)


def _aborts(rule: LifecycleRule) -> Answered:
    return all_so(rule.is_enabled, is_there(rule.abort_days))


def _aborts_all(rule: LifecycleRule) -> Answered:
    return all_so(_aborts(rule), negated(is_there(rule.narrowed)))
