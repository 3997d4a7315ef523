"""Buckets that do not encrypt with keys of KMS."""

from collections.abc import Iterator

from s3lint import Absent, Bucket, Example, Finding, Group, Known, LogTarget, Rule, Severity, Unknown, defaults


class NoKmsEncryption(Rule):
    """
    ## What it checks
    The default encryption of the bucket is `aws:kms` or `aws:kms:dsse`.

    ## Why it matters
    With S3's own keys whoever may read an object reads it. A key of KMS is a second lock: it has a policy and a log of its own,
    and a leaked `s3:GetObject` or a public bucket opens nothing without it.

    ## When to ignore it
    Content that everyone may read, and buckets whose requests to KMS would cost more than the data is worth.

    ## Known limits
    A bucket that receives access logs is not applicable: S3 delivers none where KMS encrypts by default.
    """

    name = "no-kms-encryption"
    summary = "the default encryption does not use KMS"
    group, severity, default = Group.ENCRYPTION, Severity.MEDIUM, False
    settings = ("encryption.algorithm", "encryption", "log_target")
    since = "0.1.0"
    help = "set the default encryption to aws:kms, with a key of your own and a bucket key"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
        defaults.LOG_TARGET.source,
    )
    aliases = ("CKV_AWS_145", "S3_DEFAULT_ENCRYPTION_KMS", "S3DefaultEncryptionKMS", "s3_bucket_kms_encryption")

    bad = (
        Example(
            "S3's own keys, stated or not",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - ServerSideEncryptionByDefault:
                              SSEAlgorithm: AES256  # expect: no-kms-encryption
                  Archive:  # expect: no-kms-encryption
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_server_side_encryption_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    apply_server_side_encryption_by_default {
                      sse_algorithm = "AES256"  # expect: no-kms-encryption
                    }
                  }
                }

                resource "aws_s3_bucket" "archive" {  # expect: no-kms-encryption
                }
            """,
        ),
    )
    good = (
        Example(
            "one or two layers of KMS",
            cloudformation="""
                Parameters:
                  Layers: {Type: String}
                Conditions:
                  Two: !Equals [!Ref Layers, "2"]
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - ServerSideEncryptionByDefault:
                              SSEAlgorithm: !If [Two, aws:kms:dsse, aws:kms]
            """,
            terraform="""
                variable "layers" {}

                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_server_side_encryption_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    apply_server_side_encryption_by_default {
                      sse_algorithm = var.layers == 2 ? "aws:kms:dsse" : "aws:kms"
                    }
                  }
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "the algorithm is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Algorithm: {Type: String}  # expect: no-kms-encryption
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - ServerSideEncryptionByDefault: {SSEAlgorithm: !Ref Algorithm}
            """,
            terraform="""
                variable "algorithm" {}  # expect: no-kms-encryption

                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_server_side_encryption_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    apply_server_side_encryption_by_default {
                      sse_algorithm = var.algorithm
                    }
                  }
                }
            """,
        ),
    )
    inapplicable = (
        Example(
            "a bucket for access logs",
            cloudformation="""
                Resources:
                  Logs:  # expect: no-kms-encryption
                    Type: AWS::S3::Bucket
                    Properties:
                      AccessControl: LogDeliveryWrite
            """,
            terraform="""
                resource "aws_s3_bucket" "logs" {  # expect: no-kms-encryption
                  acl = "log-delivery-write"
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        encryption = bucket.encryption
        match encryption.value.algorithm if isinstance(encryption, Known) else encryption:
            case Known("aws:kms" | "aws:kms:dsse"):
                return
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether KMS encrypts {bucket}")
            case Known(origin=origin) | Absent(origin) as stated:
                match bucket.log_target:
                    case Known(LogTarget(reason)):
                        yield self.not_applicable(bucket.origin, f"{bucket} receives access logs: {reason}")
                    case Unknown() as unknown:
                        yield self.undecided(unknown, f"whether {bucket} receives access logs", setting="log_target")
                    case Absent():
                        what = "is encrypted with S3's own keys, not with KMS"
                        if isinstance(stated, Known) and stated.value != "AES256":
                            what = f"names the encryption algorithm {stated.value}, which is not of KMS"
                        yield self.fail(origin, f"{bucket} {what}")
