"""Buckets that another account can lock by taking its key away."""

from collections.abc import Iterator

from s3lint import (
    Bucket,
    Example,
    Finding,
    Group,
    Known,
    Option,
    Rule,
    Setting,
    Severity,
    Text,
    Unknown,
    account_of_key,
)


class ForeignKmsKey(Rule):
    """
    ## What it checks
    The KMS key of the default encryption belongs to the owner of the bucket or to a trusted account. Its ARN tells whose it
    is; an id or alias alone is of the owner.

    ## Why it matters
    Whoever owns the key decides who reads. An intruder who sets a key of their own as default leaves every new object behind a
    lock, and deletes the key or asks for a ransom. A key of an account that is closed some day takes the data with it.

    ## When to ignore it
    List the account that keeps the keys of the organization as trusted instead.

    ## Known limits
    Unless `--account` says whose the bucket is, a literal account may be its own, and the verdict is undecided. An alias
    without an ARN is looked up in the account of whoever uploads, which nobody can see in the text.
    """

    name = "foreign-kms-key"
    summary = "the key of the default encryption belongs to another account"
    group, severity, default = Group.ENCRYPTION, Severity.MEDIUM, True
    settings = ("encryption.key",)
    since = "0.1.0"
    help = "encrypt with a key of your own, or list its account among the trusted ones"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html",
        "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html",
    )

    trusted = Option(
        (), "accounts whose keys may be used", pattern=r"[0-9]{12}", expected="the id of an account", own=("accounts",)
    )

    bad = (
        Example(
            "a key of another account",
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
                              KMSMasterKeyID: !Sub arn:aws:kms:${AWS::Region}:111122223333:alias/a  # expect: foreign-kms-key
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_server_side_encryption_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    apply_server_side_encryption_by_default {
                      sse_algorithm     = "aws:kms"
                      kms_master_key_id = "arn:aws:kms:eu-west-1:111122223333:alias/a"  # expect: foreign-kms-key
                    }
                  }
                }
            """,
            account="444455556666",
        ),
    )
    good = (
        Example(
            "keys of the own account and of a trusted one",
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
                              KMSMasterKeyID: !Sub arn:aws:kms:eu-west-1:${AWS::AccountId}:alias/ledger
                  Archive:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - ServerSideEncryptionByDefault:
                              SSEAlgorithm: aws:kms
                              KMSMasterKeyID: alias/ledger
            """,
            terraform="""
                resource "aws_kms_key" "ledger" {}

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

                resource "aws_s3_bucket" "archive" {}

                resource "aws_s3_bucket_server_side_encryption_configuration" "archive" {
                  bucket = aws_s3_bucket.archive.id
                  rule {
                    apply_server_side_encryption_by_default {
                      sse_algorithm     = "aws:kms"
                      kms_master_key_id = "arn:aws:kms:eu-west-1:111122223333:alias/a"
                    }
                  }
                }
            """,
            options=(("trusted", ("111122223333",)),),
            account="444455556666",
        ),
    )
    undecidable = (
        Example(
            "an account that may be the owner's",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - ServerSideEncryptionByDefault:
                              SSEAlgorithm: aws:kms
                              KMSMasterKeyID: arn:aws:kms:eu-west-1:111122223333:alias/a  # expect: foreign-kms-key
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_server_side_encryption_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    apply_server_side_encryption_by_default {
                      sse_algorithm     = "aws:kms"
                      kms_master_key_id = "arn:aws:kms:eu-west-1:111122223333:alias/a"  # expect: foreign-kms-key
                    }
                  }
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        question = f"whether the key of {bucket} belongs to another account"
        match bucket.encryption:
            case Known(encryption):
                yield from self._of_key(bucket, account_of_key(encryption.key), question)
            case Unknown() as unknown:
                yield self.undecided(unknown, question)

    def _of_key(self, bucket: Bucket, account: Setting[Text], question: str) -> Iterator[Finding]:
        match account:
            case Unknown() as unknown:
                yield self.undecided(unknown, question)
            case Known(text, origin):
                literal = text.literal
                if literal is None:
                    for unknown in text.unknowns[:1]:
                        yield self.undecided(unknown, question)
                elif literal not in (*self.trusted, bucket.account) and bucket.account:
                    yield self.fail(origin, f"the key of {bucket} belongs to the account {literal}, which is not trusted")
                elif literal not in (*self.trusted, bucket.account):
                    reason = "nothing says which account owns the bucket"
                    yield self.undecided(Unknown(reason, origin, ("--account",)), question)
