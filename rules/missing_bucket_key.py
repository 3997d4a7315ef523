"""Buckets that ask KMS for a key for every object."""

from collections.abc import Iterator

from s3lint import Absent, Bucket, Encryption, Example, Finding, Group, Known, Rule, Severity, Unknown, defaults


class MissingBucketKey(Rule):
    """
    ## What it checks
    A bucket that encrypts with `aws:kms` has its bucket key turned on.

    ## Why it matters
    Without it every upload and every download is a request to KMS, which costs money, fills the trail, and meets the quota of
    KMS where many objects are read at once: reads of everybody who uses KMS in the account then fail.

    ## When to ignore it
    With a bucket key the encryption context names the bucket, not the object. Key policies that ask for the object's ARN,
    and audits that count each use of the key, need it turned off.

    ## Known limits
    `AES256` and `aws:kms:dsse` have no bucket key and are not applicable.
    """

    name = "missing-bucket-key"
    summary = "KMS is asked for every object: the bucket key is off"
    group, severity, default = Group.ENCRYPTION, Severity.INFO, True
    settings = ("encryption.bucket_key", "encryption.algorithm")
    since = "0.1.0"
    help = "turn the bucket key on"
    references = (defaults.BUCKET_KEY.source,)

    bad = (
        Example(
            "the bucket key is left out, or off",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - ServerSideEncryptionByDefault:  # expect: missing-bucket-key
                              SSEAlgorithm: aws:kms
                  Archive:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - BucketKeyEnabled: false  # expect: missing-bucket-key
                            ServerSideEncryptionByDefault:
                              SSEAlgorithm: aws:kms
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {
                  server_side_encryption_configuration {
                    rule {  # expect: missing-bucket-key
                      apply_server_side_encryption_by_default {
                        sse_algorithm = "aws:kms"
                      }
                    }
                  }
                }

                resource "aws_s3_bucket" "archive" {}

                resource "aws_s3_bucket_server_side_encryption_configuration" "archive" {
                  bucket = aws_s3_bucket.archive.id
                  rule {
                    bucket_key_enabled = false  # expect: missing-bucket-key
                    apply_server_side_encryption_by_default {
                      sse_algorithm = "aws:kms"
                    }
                  }
                }
            """,
        ),
    )
    good = (
        Example(
            "the bucket key is on",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - BucketKeyEnabled: true
                            ServerSideEncryptionByDefault:
                              SSEAlgorithm: aws:kms
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_server_side_encryption_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    bucket_key_enabled = true
                    apply_server_side_encryption_by_default {
                      sse_algorithm = "aws:kms"
                    }
                  }
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "the bucket key is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Saving:  # expect: missing-bucket-key
                    Type: String
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - BucketKeyEnabled: !Ref Saving
                            ServerSideEncryptionByDefault:
                              SSEAlgorithm: aws:kms
            """,
            terraform="""
                variable "saving" {  # expect: missing-bucket-key
                  type = bool
                }

                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_server_side_encryption_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    bucket_key_enabled = var.saving
                    apply_server_side_encryption_by_default {
                      sse_algorithm = "aws:kms"
                    }
                  }
                }
            """,
        ),
    )
    inapplicable = (
        Example(
            "keys that no bucket key stands before",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - ServerSideEncryptionByDefault:
                              SSEAlgorithm: aws:kms:dsse  # expect: missing-bucket-key
                  Archive:  # expect: missing-bucket-key
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_server_side_encryption_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    apply_server_side_encryption_by_default {
                      sse_algorithm = "AES256"  # expect: missing-bucket-key
                    }
                  }
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        question = f"whether {bucket} has a bucket key"
        match bucket.encryption:
            case Known(Encryption(bucket_key=Known(True))):
                return
            case Known(Encryption(algorithm=Known("aws:kms"), bucket_key=bucket_key)):
                match bucket_key:
                    case Unknown() as unknown:
                        yield self.undecided(unknown, question)
                    case Known(origin=origin) | Absent(origin):
                        yield self.fail(origin, f"the bucket key of {bucket} is off: {defaults.BUCKET_KEY.text}")
            case Known(Encryption(algorithm=Unknown() as unknown)):
                yield self.undecided(unknown, question, setting="encryption.algorithm")
            case Unknown() as unknown:
                yield self.undecided(unknown, question)
            case Known(Encryption(algorithm=setting)) | (Absent() as setting):
                yield self.not_applicable(setting.origin, f"{bucket} does not encrypt with aws:kms")
