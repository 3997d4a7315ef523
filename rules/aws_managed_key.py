"""Buckets that encrypt with the key that AWS keeps for S3."""

from collections.abc import Iterator

from s3lint import (
    Absent,
    Bucket,
    Encryption,
    Example,
    Finding,
    Group,
    Known,
    LogTarget,
    Origin,
    Rule,
    Severity,
    Unknown,
    is_aws_managed,
)


class AwsManagedKey(Rule):
    """
    ## What it checks
    A bucket that encrypts with KMS names a key of its own, not `alias/aws/s3` and not none.

    ## Why it matters
    The key that AWS keeps for S3 has a policy that nobody can change: everyone of the account who may use S3 may use it. It
    can't be taken away after a leak, not be shared with another account, and its uses are not told apart by bucket.

    ## When to ignore it
    Where KMS is wanted for its log alone, the key of AWS costs nothing by the month.

    ## Known limits
    An id or ARN of a key that the code does not declare counts as a key of one's own, since nobody can see whose it is. A
    bucket that KMS does not encrypt, and one that receives access logs, is not applicable.
    """

    name = "aws-managed-key"
    summary = "the bucket is encrypted with a key that AWS manages"
    group, severity, default = Group.ENCRYPTION, Severity.LOW, False
    settings = ("encryption.key", "encryption.algorithm", "log_target")
    since = "0.1.0"
    help = "name a customer managed key"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
        "https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-key",
    )
    aliases = ("AVD-AWS-0132",)

    bad = (
        Example(
            "no key, or the one of AWS by its alias",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - ServerSideEncryptionByDefault:
                              SSEAlgorithm: aws:kms
                              KMSMasterKeyID: alias/aws/s3  # expect: aws-managed-key
                  Archive:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - ServerSideEncryptionByDefault:  # expect: aws-managed-key
                              SSEAlgorithm: aws:kms
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_server_side_encryption_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    apply_server_side_encryption_by_default {
                      sse_algorithm     = "aws:kms"
                      kms_master_key_id = "arn:aws:kms:eu-west-1:111122223333:alias/aws/s3"  # expect: aws-managed-key
                    }
                  }
                }

                resource "aws_s3_bucket" "archive" {}

                resource "aws_s3_bucket_server_side_encryption_configuration" "archive" {
                  bucket = aws_s3_bucket.archive.id
                  rule {
                    apply_server_side_encryption_by_default {  # expect: aws-managed-key
                      sse_algorithm     = "aws:kms"
                      kms_master_key_id = null
                    }
                  }
                }
            """,
        ),
    )
    good = (
        Example(
            "keys of one's own",
            twins_differ=True,
            cloudformation="""
                Parameters:
                  Stage: {Type: String}
                Resources:
                  Key:
                    Type: AWS::KMS::Key
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - ServerSideEncryptionByDefault: {SSEAlgorithm: aws:kms, KMSMasterKeyID: !GetAtt Key.Arn}
                  Archive:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - ServerSideEncryptionByDefault:
                              SSEAlgorithm: aws:kms
                              KMSMasterKeyID: !Sub alias/ledger-${Stage}
            """,
            terraform="""
                resource "aws_kms_key" "ledger" {}

                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_server_side_encryption_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    apply_server_side_encryption_by_default {
                      sse_algorithm     = "aws:kms:dsse"
                      kms_master_key_id = aws_kms_key.ledger.arn
                    }
                  }
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "the key is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Key: {Type: String}  # expect: aws-managed-key
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - ServerSideEncryptionByDefault: {SSEAlgorithm: aws:kms, KMSMasterKeyID: !Ref Key}
            """,
            terraform="""
                variable "key" {}  # expect: aws-managed-key

                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_server_side_encryption_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    apply_server_side_encryption_by_default {
                      sse_algorithm     = "aws:kms"
                      kms_master_key_id = var.key
                    }
                  }
                }
            """,
        ),
    )
    inapplicable = (
        Example(
            "S3's own keys encrypt",
            cloudformation="""
                Resources:
                  Ledger:  # expect: aws-managed-key
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {  # expect: aws-managed-key
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.encryption:
            case Known(Encryption(algorithm=Known("aws:kms" | "aws:kms:dsse"), key=key)):
                match is_aws_managed(key):
                    case Unknown() as unknown:
                        yield self._unsure(bucket, unknown)
                    case True:
                        yield from self._unless_logs(bucket, key.origin)
            case Known(Encryption(algorithm=Unknown() as unknown, key=key)):
                if is_aws_managed(key) is not False:
                    yield self._unsure(bucket, unknown, "encryption.algorithm")
            case Unknown() as unknown:
                yield self._unsure(bucket, unknown)
            case Known() | Absent():
                yield self.not_applicable(bucket.origin, f"KMS does not encrypt {bucket}")

    def _unless_logs(self, bucket: Bucket, origin: Origin) -> Iterator[Finding]:
        match bucket.log_target:
            case Known(LogTarget(reason)):
                yield self.not_applicable(bucket.origin, f"{bucket} receives access logs: {reason}")
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether {bucket} receives access logs", setting="log_target")
            case Absent():
                yield self.fail(origin, f"{bucket} is encrypted with the key that AWS manages for S3")

    def _unsure(self, bucket: Bucket, unknown: Unknown, setting: str = "") -> Finding:
        return self.undecided(unknown, f"whether a key that AWS manages encrypts {bucket}", setting=setting)
