"""Buckets that are to receive access logs and can't."""

from collections.abc import Iterator

from s3lint import (
    Absent,
    Answered,
    Bucket,
    Encryption,
    Example,
    Finding,
    Group,
    Known,
    Note,
    ObjectLock,
    Origin,
    Rule,
    Severity,
    Unknown,
    acl_lets_logs_in,
    any_so,
    defaults,
    policy_lets_logs_in,
)


class UnreadyLogTarget(Rule):
    """
    ## What it checks
    A bucket that receives server access logs lets the service `logging.s3.amazonaws.com` put objects, by its policy or by its
    ACL, and has none of what stops the delivery: default encryption with KMS, object lock, requester pays.

    ## Why it matters
    S3 takes the logging configuration and then delivers nothing, without an error. The gap is found when the logs are needed.

    ## When to ignore it
    Where the permission is given outside the code that is checked.

    ## Known limits
    Conditions and Deny statements of the policy are not weighed, nor whether the prefix of the logs is among its resources. Nor
    is it checked that the bucket is in the Region and account of its sources. Every bucket that receives no logs passes.
    """

    name = "unready-log-target"
    summary = "the bucket can't receive the access logs that are sent to it"
    group, severity, default = Group.LOGGING, Severity.MEDIUM, True
    settings = ("policy", "encryption.algorithm", "object_lock.enabled", "request_payer")
    since = "0.1.0"
    help = "let logging.s3.amazonaws.com put objects, and use SSE-S3 and no object lock in a bucket for logs"
    references = (
        defaults.LOG_TARGET.source,
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshooting-server-access-logging.html",
    )

    bad = (
        Example(
            "nothing lets the logs in, and the default encryption is KMS",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      LoggingConfiguration:
                        DestinationBucketName: !Ref Logs
                  Logs:  # expect: unready-log-target
                    Type: AWS::S3::Bucket
                  Door:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - ServerSideEncryptionByDefault:
                              SSEAlgorithm: aws:kms  # expect: unready-log-target
                      ObjectLockEnabled: true  # expect: unready-log-target
                  DoorPolicy:
                    Type: AWS::S3::BucketPolicy
                    Properties:
                      Bucket: !Ref Door
                      PolicyDocument:
                        Statement:
                          Effect: Allow
                          Principal: { Service: logging.s3.amazonaws.com }
                          Action: s3:PutObject
                          Resource: !Sub "${Door.Arn}/*"
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {
                  logging {
                    target_bucket = aws_s3_bucket.logs.id
                  }
                }

                resource "aws_s3_bucket" "logs" {  # expect: unready-log-target
                }

                resource "aws_s3_bucket_server_side_encryption_configuration" "logs" {
                  bucket = aws_s3_bucket.logs.id
                  rule {
                    apply_server_side_encryption_by_default {
                      sse_algorithm = "aws:kms"  # expect: unready-log-target
                    }
                  }
                }

                resource "aws_s3_bucket_request_payment_configuration" "logs" {
                  bucket = aws_s3_bucket.logs.id
                  payer  = "Requester"  # expect: unready-log-target
                }
            """,
        ),
    )
    good = (
        Example(
            "the policy lets them in, or the ACL",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      LoggingConfiguration:
                        DestinationBucketName: !Ref Logs
                  Logs:
                    Type: AWS::S3::Bucket
                  LogsPolicy:
                    Type: AWS::S3::BucketPolicy
                    Properties:
                      Bucket: !Ref Logs
                      PolicyDocument:
                        Statement:
                          Effect: Allow
                          Principal: { Service: logging.s3.amazonaws.com }
                          Action: s3:PutObject
                          Resource: !Sub "${Logs.Arn}/*"
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_logging" "ledger" {
                  bucket        = aws_s3_bucket.ledger.id
                  target_bucket = aws_s3_bucket.logs.id
                  target_prefix = "ledger/"
                }

                resource "aws_s3_bucket" "logs" {}

                resource "aws_s3_bucket_ownership_controls" "logs" {
                  bucket = aws_s3_bucket.logs.id
                  rule {
                    object_ownership = "BucketOwnerPreferred"
                  }
                }

                resource "aws_s3_bucket_acl" "logs" {
                  bucket = aws_s3_bucket.logs.id
                  acl    = "log-delivery-write"
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "the policy is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Who:  # expect: unready-log-target
                    Type: String
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      LoggingConfiguration:
                        DestinationBucketName: !Ref Logs
                  Logs:
                    Type: AWS::S3::Bucket
                  LogsPolicy:
                    Type: AWS::S3::BucketPolicy
                    Properties:
                      Bucket: !Ref Logs
                      PolicyDocument:
                        Statement:
                          Effect: Allow
                          Principal: { Service: !Ref Who }
                          Action: s3:PutObject
                          Resource: !Sub "${Logs.Arn}/*"
            """,
            terraform="""
                variable "policy" {  # expect: unready-log-target
                  type = string
                }

                resource "aws_s3_bucket" "ledger" {
                  logging {
                    target_bucket = aws_s3_bucket.logs.id
                  }
                }

                resource "aws_s3_bucket" "logs" {}

                resource "aws_s3_bucket_policy" "logs" {
                  bucket = aws_s3_bucket.logs.id
                  policy = var.policy
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.log_target:
            case Absent():
                return
            case Unknown() as unknown:
                if any(True for _ in self._faults(bucket, None)):
                    yield self.undecided(unknown, f"whether {bucket} receives access logs, for which it is not ready,")
            case Known(target):
                yield from self._faults(bucket, Note(target.origin, target.reason))

    def _faults(self, bucket: Bucket, why: Note | None) -> Iterator[Finding]:
        related = () if why is None else (why,)

        def fail(origin: Origin, text: str, setting: str) -> Finding:
            return self.fail(origin, f"S3 delivers no access logs to {bucket}: {text}", setting=setting, related=related)

        match _lets_logs_in(bucket):
            case False:
                place = bucket.policy.origin if isinstance(bucket.policy, Known) else bucket.origin
                yield fail(place, "neither its policy nor its ACL lets logging.s3.amazonaws.com put objects", "policy")
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether {bucket} lets access logs in", setting="policy")
        question = f"whether what stops access logs is off in {bucket}"
        match bucket.encryption:
            case Known(Encryption(algorithm=Known(word, origin))) if word.startswith("aws:kms"):
                yield fail(origin, f"its default encryption is {word}", "encryption.algorithm")
            case Known(Encryption(algorithm=Unknown() as unknown)) | (Unknown() as unknown):
                yield self.undecided(unknown, question, setting="encryption.algorithm")
        match bucket.object_lock:
            case Known(ObjectLock(enabled=Known(False))):
                pass
            case Known(ObjectLock(enabled=Unknown() as unknown)) | (Unknown() as unknown):
                yield self.undecided(unknown, question, setting="object_lock.enabled")
            case Known(ObjectLock(enabled=enabled), origin):
                place = enabled.origin if isinstance(enabled, Known) else origin
                yield fail(place, "it has object lock", "object_lock.enabled")
        match bucket.request_payer:
            case Known("Requester", origin):
                yield fail(origin, "the requester pays", "request_payer")
            case Unknown() as unknown:
                yield self.undecided(unknown, question, setting="request_payer")


def _lets_logs_in(bucket: Bucket) -> Answered:
    return any_so((policy_lets_logs_in(bucket.policy), acl_lets_logs_in(bucket)))
