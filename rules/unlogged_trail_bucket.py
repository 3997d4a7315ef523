"""Trails whose bucket records no requests."""

from collections.abc import Iterator

from s3lint import Absent, Bucket, Example, Finding, Group, Known, Note, Origin, Rule, Severity, Trail, Unknown, defaults


class UnloggedTrailBucket(Rule):
    """
    ## What it checks
    The bucket that a trail writes to has server access logging.

    ## Why it matters
    Who reads or deletes the record of all that happens should leave a record. The trail itself does not keep it unless it
    records data events, and whoever stops the trail stops that, too.

    ## When to ignore it
    Where another trail records the data events of the bucket, in another account.

    ## Known limits
    A bucket that is not declared in the same code is not applicable, nor is one that itself receives access logs. For the
    bucket of a trail it speaks for `missing-access-logging`, too.
    """

    name = "unlogged-trail-bucket"
    summary = "requests to the bucket of a trail are not logged"
    group, severity, default = Group.LOGGING, Severity.MEDIUM, True
    judges = Trail
    settings = ("bucket",)
    since = "0.1.0"
    help = "send the access logs of the trail's bucket to another bucket"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html",
        "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-7",
    )
    aliases = (
        "AVD-AWS-0163",
        "AC_AWS_0497",
        "FG_R00031",
        "CloudTrail.7",
        "cloudtrail_logs_s3_bucket_access_logging_enabled",
    )

    bad = (
        Example(
            "no logging",
            cloudformation="""
                Resources:
                  Trail:
                    Type: AWS::CloudTrail::Trail
                    Properties:
                      IsLogging: true
                      S3BucketName: !Ref Logs
                  Logs:  # expect: unlogged-trail-bucket
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_cloudtrail" "trail" {
                  name           = "all"
                  s3_bucket_name = aws_s3_bucket.logs.id
                }

                resource "aws_s3_bucket" "logs" {  # expect: unlogged-trail-bucket
                }
            """,
        ),
    )
    good = (
        Example(
            "logging to another bucket",
            cloudformation="""
                Resources:
                  Trail:
                    Type: AWS::CloudTrail::Trail
                    Properties:
                      IsLogging: true
                      S3BucketName: !Ref Logs
                  Logs:
                    Type: AWS::S3::Bucket
                    Properties:
                      LoggingConfiguration:
                        DestinationBucketName: acme-access-logs
            """,
            terraform="""
                resource "aws_cloudtrail" "trail" {
                  name           = "all"
                  s3_bucket_name = aws_s3_bucket.logs.id
                }

                resource "aws_s3_bucket" "logs" {
                  logging {
                    target_bucket = "acme-access-logs"
                  }
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "the bucket is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Name:  # expect: unlogged-trail-bucket
                    Type: String
                Resources:
                  Trail:
                    Type: AWS::CloudTrail::Trail
                    Properties:
                      IsLogging: true
                      S3BucketName: !Ref Name
                  Logs:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketName: acme-trails
            """,
            terraform="""
                variable "name" {  # expect: unlogged-trail-bucket
                  type = string
                }

                resource "aws_cloudtrail" "trail" {
                  name           = "all"
                  s3_bucket_name = var.name
                }

                resource "aws_s3_bucket" "logs" {
                  bucket = "acme-trails"
                }
            """,
        ),
    )
    inapplicable = (
        Example(
            "a bucket that is declared elsewhere, and one that receives access logs",
            cloudformation="""
                Resources:
                  Trail:
                    Type: AWS::CloudTrail::Trail
                    Properties:
                      IsLogging: true
                      S3BucketName: acme-trails  # expect: unlogged-trail-bucket
            """,
            terraform="""
                resource "aws_cloudtrail" "trail" {
                  name           = "all"
                  s3_bucket_name = aws_s3_bucket.logs.id  # expect: unlogged-trail-bucket
                }

                resource "aws_s3_bucket" "logs" {
                  acl = "log-delivery-write"
                }
            """,
        ),
    )

    def check(self, trail: Trail) -> Iterator[Finding]:
        match trail.bucket:
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether requests to the bucket of {trail} are logged")
            case Known(bucket, origin) if bucket.is_external and not isinstance(bucket.logging, Known):
                yield self.not_applicable(origin, f"{bucket} is not declared here")
            case Known(bucket, origin):
                match bucket.logging:
                    case Unknown() as unknown:
                        yield self.undecided(unknown, f"whether requests to {bucket}, which {trail} writes to, are logged")
                    case Absent(place):
                        yield from self._of_unlogged(trail, bucket, origin, place)

    def _of_unlogged(self, trail: Trail, bucket: Bucket, origin: Origin, place: Origin) -> Iterator[Finding]:
        match bucket.log_target:
            case Known(target):
                yield self.not_applicable(origin, f"{bucket} receives access logs: {target.reason}")
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether {bucket}, which {trail} writes to, receives access logs")
            case Absent():
                message = f"requests to {bucket}, which {trail} writes to, are not logged: {defaults.ACCESS_LOGGING.text}"
                yield self.fail(place, message, related=[Note(trail.origin, "writes to it")], about=bucket)
