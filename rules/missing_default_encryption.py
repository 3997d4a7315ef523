"""Buckets whose template does not say how objects are encrypted."""

from collections.abc import Iterator

from s3lint import (
    Absent,
    Bucket,
    Encryption,
    Example,
    Finding,
    Group,
    Known,
    Rule,
    Severity,
    Unknown,
    defaults,
)

ALGORITHMS = ("AES256", "aws:kms", "aws:kms:dsse")


class MissingDefaultEncryption(Rule):
    """
    ## What it checks
    The bucket states a default encryption: `AES256`, `aws:kms` or `aws:kms:dsse`.

    ## Why it matters
    Since 5 January 2023 S3 encrypts every new object with SSE-S3 even where nothing is stated, so no object is left in
    the clear. Stating it still matters: the choice between S3's keys and your own is then visible, reviewed, and kept
    when a default changes; and most audits ask for the statement.

    ## Known limits
    Objects that were stored before 2023 keep the encryption, or the lack of it, that they were stored with.
    """

    name = "missing-default-encryption"
    summary = "no default encryption is stated"
    group, severity, default = Group.ENCRYPTION, Severity.LOW, True
    settings = ("encryption.algorithm",)
    since = "0.1.0"
    help = "state a default encryption: aws:kms with your own key, or AES256"
    references = (defaults.ENCRYPTION.source,)
    aliases = ("CKV_AWS_19", "AVD-AWS-0088", "W41", "S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED")

    bad = (
        Example(
            "no encryption is stated",
            cloudformation="""
                Resources:
                  Ledger:  # expect: missing-default-encryption
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {  # expect: missing-default-encryption
                }
            """,
        ),
        Example(
            "the algorithm is none that S3 has",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - ServerSideEncryptionByDefault:
                              SSEAlgorithm: AES-256  # expect: missing-default-encryption
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_server_side_encryption_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    apply_server_side_encryption_by_default {
                      sse_algorithm = "AES-256"  # expect: missing-default-encryption
                    }
                  }
                }
            """,
        ),
    )
    good = (
        Example(
            "a key of KMS",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - ServerSideEncryptionByDefault:
                              SSEAlgorithm: aws:kms
                              KMSMasterKeyID: alias/ledger
                            BucketKeyEnabled: true
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_server_side_encryption_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    apply_server_side_encryption_by_default {
                      sse_algorithm     = "aws:kms"
                      kms_master_key_id = "alias/ledger"
                    }
                    bucket_key_enabled = true
                  }
                }
            """,
        ),
        Example(
            "either of two algorithms, whatever the input says",
            cloudformation="""
                Parameters:
                  Kind:
                    Type: String
                Conditions:
                  Kms: !Equals [!Ref Kind, kms]
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - ServerSideEncryptionByDefault:
                              SSEAlgorithm: !If [Kms, aws:kms, AES256]
            """,
            terraform="""
                variable "kind" {
                  type = string
                }

                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_server_side_encryption_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    apply_server_side_encryption_by_default {
                      sse_algorithm = var.kind == "kms" ? "aws:kms" : "AES256"
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
                  Algorithm:  # expect: missing-default-encryption
                    Type: String
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - ServerSideEncryptionByDefault:
                              SSEAlgorithm: !Ref Algorithm
            """,
            terraform="""
                variable "algorithm" {  # expect: missing-default-encryption
                  type = string
                }

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

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.encryption:
            case Known(Encryption(algorithm)):
                stated = algorithm
            case Absent() | Unknown() as stated:
                pass
        match stated:
            case Known(word, origin):
                if word not in ALGORITHMS:
                    message = f"{bucket} names the encryption algorithm {word}, which S3 does not have"
                    yield self.fail(origin, message)
            case Absent(origin):
                message = f"{bucket} states no default encryption: {defaults.ENCRYPTION.text}"
                yield self.fail(origin, message)
            case Unknown() as unknown:
                yield self.undecided(unknown, f"the default encryption of {bucket}")
