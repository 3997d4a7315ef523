"""Buckets encrypted with KMS whose copies are missing, or have no key."""

from collections.abc import Iterator

from s3lint import (
    Absent,
    Bucket,
    Example,
    Finding,
    Group,
    Known,
    Replication,
    ReplicationRule,
    Rule,
    Severity,
    Unknown,
    defaults,
)


class UnencryptedReplica(Rule):
    """
    ## What it checks
    Every enabled replication rule of a bucket that encrypts with KMS selects the objects that KMS encrypts, and names the key
    that encrypts their copies.

    ## Why it matters
    S3 replicates no object that KMS encrypts unless the rule selects such objects. Everything looks replicated, the rule is
    green, and on the day of the loss the replica is empty. A rule that selects them must name a key of the other Region,
    since keys belong to a Region; without it S3 refuses the configuration.

    ## When to ignore it
    A bucket may hold objects that name `AES256` themselves and are the only ones to replicate.

    ## Known limits
    Only the default encryption counts, not what each upload asks for. Whether the role of the replication may use both keys is
    not judged.
    """

    name = "unencrypted-replica"
    summary = "replication leaves out what KMS encrypts, or names no key for the copies"
    group, severity, default = Group.ENCRYPTION, Severity.MEDIUM, True
    settings = ("replication.rules[].kms_objects", "replication.rules[].replica_key", "replication", "encryption.algorithm")
    since = "0.1.0"
    help = "select the objects that KMS encrypts, and name a key for their copies"
    references = (
        defaults.KMS_REPLICATION.source,
        "https://docs.aws.amazon.com/AmazonS3/latest/API/API_Destination.html",
    )

    bad = (
        Example(
            "one rule leaves out what KMS encrypts, the other has no key for the copies",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - ServerSideEncryptionByDefault: {SSEAlgorithm: aws:kms}
                      ReplicationConfiguration:
                        Role: arn:aws:iam::111122223333:role/replication
                        Rules:
                          - Status: Enabled  # expect: unencrypted-replica
                            Destination: {Bucket: arn:aws:s3:::acme-replica}
                          - Status: Enabled
                            Destination: {Bucket: arn:aws:s3:::acme-second}  # expect: unencrypted-replica
                            SourceSelectionCriteria: {SseKmsEncryptedObjects: {Status: Enabled}}
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_server_side_encryption_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    apply_server_side_encryption_by_default {
                      sse_algorithm = "aws:kms"
                    }
                  }
                }

                resource "aws_s3_bucket_replication_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  role   = "arn:aws:iam::111122223333:role/replication"
                  rule {
                    status = "Enabled"
                    source_selection_criteria {
                      sse_kms_encrypted_objects {
                        status = "Disabled"  # expect: unencrypted-replica
                      }
                    }
                    destination {
                      bucket = "arn:aws:s3:::acme-replica"
                    }
                  }
                }
            """,
        ),
    )
    good = (
        Example(
            "what KMS encrypts is selected, with a key; another rule is off",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - ServerSideEncryptionByDefault: {SSEAlgorithm: aws:kms}
                      ReplicationConfiguration:
                        Role: arn:aws:iam::111122223333:role/replication
                        Rules:
                          - Status: Enabled
                            Destination:
                              Bucket: arn:aws:s3:::acme-replica
                              EncryptionConfiguration:
                                ReplicaKmsKeyID: arn:aws:kms:eu-west-1:111122223333:alias/replica
                            SourceSelectionCriteria: {SseKmsEncryptedObjects: {Status: Enabled}}
                          - Status: Disabled
                            Destination: {Bucket: arn:aws:s3:::acme-second}
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_server_side_encryption_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    apply_server_side_encryption_by_default {
                      sse_algorithm = "aws:kms"
                    }
                  }
                }

                resource "aws_s3_bucket_replication_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  role   = "arn:aws:iam::111122223333:role/replication"
                  rule {
                    status = "Enabled"
                    source_selection_criteria {
                      sse_kms_encrypted_objects {
                        status = "Enabled"
                      }
                    }
                    destination {
                      bucket = "arn:aws:s3:::acme-replica"
                      encryption_configuration {
                        replica_kms_key_id = "arn:aws:kms:eu-west-1:111122223333:alias/replica"
                      }
                    }
                  }
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "whether KMS encrypts is left to whoever deploys",
            twins_differ=True,
            cloudformation="""
                Parameters:
                  Algorithm:  # expect: unencrypted-replica
                    Type: String
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - ServerSideEncryptionByDefault: {SSEAlgorithm: !Ref Algorithm}
                      ReplicationConfiguration:
                        Role: arn:aws:iam::111122223333:role/replication
                        Rules:
                          - Status: Enabled
                            Destination: {Bucket: arn:aws:s3:::acme-replica}
            """,
            terraform="""
                variable "selected" {}  # expect: unencrypted-replica

                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_server_side_encryption_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    apply_server_side_encryption_by_default {
                      sse_algorithm = "aws:kms"
                    }
                  }
                }

                resource "aws_s3_bucket_replication_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  role   = "arn:aws:iam::111122223333:role/replication"
                  rule {
                    status = "Enabled"
                    source_selection_criteria {
                      sse_kms_encrypted_objects {
                        status = var.selected
                      }
                    }
                    destination {
                      bucket = "arn:aws:s3:::acme-replica"
                      encryption_configuration {
                        replica_kms_key_id = "arn:aws:kms:eu-west-1:111122223333:alias/replica"
                      }
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
                  Ledger:  # expect: unencrypted-replica
                    Type: AWS::S3::Bucket
                    Properties:
                      ReplicationConfiguration:
                        Role: arn:aws:iam::111122223333:role/replication
                        Rules:
                          - Status: Enabled
                            Destination: {Bucket: arn:aws:s3:::acme-replica}
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {  # expect: unencrypted-replica
                }

                resource "aws_s3_bucket_replication_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  role   = "arn:aws:iam::111122223333:role/replication"
                  rule {
                    status = "Enabled"
                    destination {
                      bucket = "arn:aws:s3:::acme-replica"
                    }
                  }
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        question = f"whether the copies of {bucket} are encrypted"
        match bucket.replication:
            case Absent():
                return
            case Unknown() as unknown:
                yield self.undecided(unknown, question, setting="replication")
                return
            case Known(replication):
                pass
        encryption = bucket.encryption
        match encryption.value.algorithm if isinstance(encryption, Known) else encryption:
            case Known("aws:kms" | "aws:kms:dsse"):
                yield from self._check(bucket, replication, question)
            case Unknown() as unknown:
                if any(True for rule in replication.rules for _ in self._of_rule(bucket, rule, question)):
                    yield self.undecided(unknown, question, setting="encryption.algorithm")
            case Known() | Absent():
                yield self.not_applicable(bucket.origin, f"KMS does not encrypt {bucket}")

    def _check(self, bucket: Bucket, replication: Replication, question: str) -> Iterator[Finding]:
        for rule in replication.rules:
            yield from self._of_rule(bucket, rule, question)
        if replication.unknown is not None:
            yield self.undecided(replication.unknown, question, setting="replication")

    def _of_rule(self, bucket: Bucket, rule: ReplicationRule, question: str) -> Iterator[Finding]:
        if isinstance(rule.is_enabled, Unknown):
            yield self.undecided(rule.is_enabled, question)
        if rule.is_enabled is not True:
            return
        match rule.kms_objects, rule.replica_key:
            case (Unknown() as unknown, _) | (Known("Enabled"), Unknown() as unknown):
                yield self.undecided(unknown, question)
            case Known("Enabled"), Known():
                return
            case Known("Enabled"), Absent(origin):
                message = f"a replication rule of {bucket} names no key for the copies of what KMS encrypts"
                yield self.fail(origin, message, setting="replication.rules[].replica_key")
            case (Known(origin=origin), _) | (Absent(origin), _):
                message = f"a replication rule of {bucket} does not select what KMS encrypts: {defaults.KMS_REPLICATION.text}"
                yield self.fail(origin, message)
