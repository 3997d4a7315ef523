"""Buckets whose key keeps its material for good."""

from collections.abc import Iterator

from s3lint import Absent, Bucket, Example, Finding, Group, Key, Known, Rule, Severity, Unknown, defaults


class UnrotatedKmsKey(Rule):
    """
    ## What it checks
    The customer managed key of the default encryption, where the same code declares it, rotates its material by itself.

    ## Why it matters
    A key whose material leaks opens all that was ever encrypted with it. Rotation limits that to a year, or to the period of
    the key: 90 to 2560 days. Applications don't notice, since KMS keeps the older material for reading, and most audits ask
    for it.

    ## When to ignore it
    KMS can't rotate imported material by itself, nor that of a custom key store.

    ## Known limits
    Keys that the code does not declare, and those of AWS, are not applicable. Where the material comes from is not judged.
    """

    name = "unrotated-kms-key"
    summary = "the key of the default encryption is not rotated"
    group, severity, default = Group.ENCRYPTION, Severity.LOW, True
    settings = ("encryption_key.rotation", "encryption_key")
    since = "0.1.0"
    help = "turn the rotation of the key on"
    references = (defaults.KEY_ROTATION.source,)
    aliases = ("CKV_AWS_7", "AVD-AWS-0065", "KMS_BACKING_KEY_ROTATION_ENABLED")

    bad = (
        Example(
            "a key that does not say that it rotates",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Key:  # expect: unrotated-kms-key
                    Type: AWS::KMS::Key
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - ServerSideEncryptionByDefault: {SSEAlgorithm: aws:kms, KMSMasterKeyID: !Ref Key}
            """,
            terraform="""
                resource "aws_kms_key" "ledger" {
                  enable_key_rotation = false  # expect: unrotated-kms-key
                }

                resource "aws_kms_alias" "ledger" {
                  name          = "alias/ledger"
                  target_key_id = aws_kms_key.ledger.id
                }

                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_server_side_encryption_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    apply_server_side_encryption_by_default {
                      sse_algorithm     = "aws:kms"
                      kms_master_key_id = aws_kms_alias.ledger.arn
                    }
                  }
                }
            """,
        ),
    )
    good = (
        Example(
            "a key that rotates",
            cloudformation="""
                Resources:
                  Key:
                    Type: AWS::KMS::Key
                    Properties: {EnableKeyRotation: true}
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - ServerSideEncryptionByDefault: {SSEAlgorithm: aws:kms, KMSMasterKeyID: !Ref Key}
            """,
            terraform="""
                resource "aws_kms_key" "ledger" {
                  enable_key_rotation = true
                }

                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_server_side_encryption_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    apply_server_side_encryption_by_default {
                      sse_algorithm     = "aws:kms"
                      kms_master_key_id = aws_kms_key.ledger.arn
                    }
                  }
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "rotation is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Rotation:  # expect: unrotated-kms-key
                    Type: String
                Resources:
                  Key:
                    Type: AWS::KMS::Key
                    Properties: {EnableKeyRotation: !Ref Rotation}
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - ServerSideEncryptionByDefault: {SSEAlgorithm: aws:kms, KMSMasterKeyID: !Ref Key}
            """,
            terraform="""
                variable "rotation" {  # expect: unrotated-kms-key
                  type = bool
                }

                resource "aws_kms_key" "ledger" {
                  enable_key_rotation = var.rotation
                }

                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_server_side_encryption_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    apply_server_side_encryption_by_default {
                      sse_algorithm     = "aws:kms"
                      kms_master_key_id = aws_kms_key.ledger.arn
                    }
                  }
                }
            """,
        ),
    )
    inapplicable = (
        Example(
            "the key is declared elsewhere",
            cloudformation="""
                Resources:
                  Ledger:  # expect: unrotated-kms-key
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - ServerSideEncryptionByDefault: {SSEAlgorithm: aws:kms, KMSMasterKeyID: alias/ledger}
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {  # expect: unrotated-kms-key
                }

                resource "aws_s3_bucket_server_side_encryption_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    apply_server_side_encryption_by_default {
                      sse_algorithm     = "aws:kms"
                      kms_master_key_id = "alias/ledger"
                    }
                  }
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.encryption_key:
            case Known(Key(rotation=rotation)):
                match rotation:
                    case Known(True):
                        return
                    case Known(origin=origin) | Absent(origin):
                        message = f"the key of {bucket} is not rotated: {defaults.KEY_ROTATION.text}"
                        yield self.fail(origin, message)
                    case Unknown() as unknown:
                        yield self.undecided(unknown, f"whether the key of {bucket} is rotated")
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether the key of {bucket} is rotated")
            case Absent():
                yield self.not_applicable(bucket.origin, f"the key of {bucket} is not declared here")
