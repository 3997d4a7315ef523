"""Buckets of which the code says two things that can't both be."""

from collections.abc import Iterator

from s3lint import (
    Absent,
    Bucket,
    Encryption,
    Example,
    Finding,
    Group,
    Known,
    Note,
    ObjectLock,
    Rule,
    Severity,
    Unknown,
    VersioningStatus,
    any_so,
    defaults,
    not_expressible,
)


class ConflictingConfiguration(Rule):
    """
    ## What it checks
    No setting of a bucket is stated twice, in the bucket and in a resource of its own, or in two resources of one kind.
    What configures a bucket names one that is there: not the logical id or address of a bucket in the place of its name. No
    two settings exclude each other: replication without versioning, a KMS key with `AES256`, MFA Delete with a lifecycle,
    object lock with versioning suspended.

    ## Why it matters
    Of two statements the one that is applied last holds, and which that is changes from run to run: a policy with a Deny is
    there today and gone tomorrow. What names no bucket protects none, and reads as if it did.

    ## When to ignore it
    While settings move from the bucket into resources of their own.

    ## Known limits
    In a plan only two resources of one kind are seen as stated twice, since providers copy what resources of their own
    state into the bucket. A name that nothing in the code resembles is taken for a bucket that is declared elsewhere.
    """

    name = "conflicting-configuration"
    summary = "the code says two things about the bucket that can't both be"
    group, severity, default = Group.HYGIENE, Severity.MEDIUM, True
    settings = ("conflicts", "replication", "encryption.key", "versioning.mfa_delete", "versioning.status")
    since = "0.1.0"
    help = "keep one of the two"
    references = (
        "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-4-upgrade",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/API/API_ServerSideEncryptionByDefault.html",
        defaults.MFA_DELETE_WITH_LIFECYCLE.source,
    )

    bad = (
        Example(
            "two policies",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                  One:
                    Type: AWS::S3::BucketPolicy
                    Properties:
                      Bucket: !Ref Ledger
                      PolicyDocument:
                        Statement: []
                  Other:  # expect: conflicting-configuration
                    Type: AWS::S3::BucketPolicy
                    Properties:
                      Bucket: !Ref Ledger
                      PolicyDocument:
                        Statement: []
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_policy" "one" {
                  bucket = aws_s3_bucket.ledger.id
                  policy = jsonencode({ Statement = [] })
                }

                resource "aws_s3_bucket_policy" "other" {  # expect: conflicting-configuration
                  bucket = aws_s3_bucket.ledger.bucket
                  policy = jsonencode({ Statement = [] })
                }
            """,
        ),
        Example(
            "in the bucket and in a resource of its own",
            cloudformation=not_expressible("what stands in the bucket has no resource of its own"),
            terraform="""
                resource "aws_s3_bucket" "ledger" {
                  versioning {  # expect: conflicting-configuration
                    enabled = true
                  }
                  lifecycle_rule {  # expect: conflicting-configuration
                    enabled = true
                    expiration {
                      days = 30
                    }
                  }
                }

                resource "aws_s3_bucket_versioning" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  versioning_configuration {
                    status = "Enabled"
                  }
                }

                resource "aws_s3_bucket_lifecycle_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    id     = "old"
                    status = "Enabled"
                    expiration {
                      days = 30
                    }
                  }
                }
            """,
        ),
        Example(
            "an address in the place of a name, and a bucket that is not there",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                  Policy:
                    Type: AWS::S3::BucketPolicy
                    Properties:
                      Bucket: Ledger  # expect: conflicting-configuration
                      PolicyDocument:
                        Statement: []
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_versioning" "ledger" {
                  bucket = "aws_s3_bucket.ledger.id"  # expect: conflicting-configuration
                  versioning_configuration {
                    status = "Enabled"
                  }
                }

                resource "aws_s3_bucket_versioning" "archive" {
                  bucket = aws_s3_bucket.archive.id  # expect: conflicting-configuration
                  versioning_configuration {
                    status = "Enabled"
                  }
                }
            """,
        ),
        Example(
            "pairs that exclude each other",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      ReplicationConfiguration:  # expect: conflicting-configuration
                        Role: arn:aws:iam::111122223333:role/replication
                        Rules:
                          - Status: Enabled
                            Destination:
                              Bucket: arn:aws:s3:::acme-replica
                  Archive:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - ServerSideEncryptionByDefault:
                              SSEAlgorithm: AES256
                              KMSMasterKeyID: alias/acme  # expect: conflicting-configuration
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {
                  versioning {
                    enabled    = true
                    mfa_delete = true  # expect: conflicting-configuration
                  }
                  lifecycle_rule {
                    enabled = true
                    expiration {
                      days = 30
                    }
                  }
                }

                resource "aws_s3_bucket" "archive" {
                  object_lock_enabled = true
                  versioning {
                    enabled = false  # expect: conflicting-configuration
                  }
                }
            """,
        ),
    )
    good = (
        Example(
            "each once",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      VersioningConfiguration:
                        Status: Enabled
                      ReplicationConfiguration:
                        Role: arn:aws:iam::111122223333:role/replication
                        Rules:
                          - Status: Enabled
                            Destination:
                              Bucket: arn:aws:s3:::acme-replica
                  Policy:
                    Type: AWS::S3::BucketPolicy
                    Properties:
                      Bucket: acme-elsewhere
                      PolicyDocument:
                        Statement: []
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_inventory" "ledger" {
                  for_each                 = toset(["Daily", "Weekly"])
                  bucket                   = aws_s3_bucket.ledger.id
                  name                     = each.key
                  included_object_versions = "All"
                  schedule {
                    frequency = each.key
                  }
                  destination {
                    bucket {
                      bucket_arn = "arn:aws:s3:::acme-inventories"
                      format     = "CSV"
                    }
                  }
                }

                resource "aws_s3_bucket_versioning" "elsewhere" {
                  bucket = "acme-elsewhere"
                  versioning_configuration {
                    status = "Enabled"
                  }
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "replication with versioning that is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Status:  # expect: conflicting-configuration
                    Type: String
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      VersioningConfiguration:
                        Status: !Ref Status
                      ReplicationConfiguration:
                        Role: arn:aws:iam::111122223333:role/replication
                        Rules:
                          - Status: Enabled
                            Destination:
                              Bucket: arn:aws:s3:::acme-replica
            """,
            terraform="""
                variable "status" {  # expect: conflicting-configuration
                  type = string
                }

                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_versioning" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  versioning_configuration {
                    status = var.status
                  }
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
        match bucket.conflicts:
            case Known(found):
                for conflict in found.conflicts:
                    note = Note(conflict.other, "the other")
                    yield self.fail(conflict.origin, f"{bucket}: {conflict.text}", related=[note])
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether {bucket} is configured twice", setting="conflicts")
        yield from self._replication(bucket)
        yield from self._key(bucket)
        yield from self._mfa_delete(bucket)
        yield from self._lock(bucket)

    def _key(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.encryption:
            case Known(Encryption(algorithm=Known("AES256"), key=Known(key, origin))):
                message = f"the default encryption of {bucket} has the key {key} and the algorithm AES256, which takes none"
                yield self.fail(origin, message, setting="encryption.key")
            case Known(Encryption(algorithm=Known("AES256"), key=Unknown() as unknown)) | Known(
                Encryption(algorithm=Unknown() as unknown, key=Known() | Unknown())
            ):
                question = f"whether the default encryption of {bucket} has a key that its algorithm does not take"
                yield self.undecided(unknown, question, setting="encryption.key")

    def _mfa_delete(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.versioning.mfa_delete, bucket.lifecycle:
            case (Absent() | Known(False), _) | (_, Absent()):
                return
            case Known(origin=origin), Known():
                message = f"{bucket} has MFA Delete and a lifecycle: {defaults.MFA_DELETE_WITH_LIFECYCLE.text}"
                yield self.fail(origin, message, setting="versioning.mfa_delete")
            case (Known(), Unknown() as unknown) | (Unknown() as unknown, Known()):
                question = f"whether {bucket} has MFA Delete and a lifecycle"
                yield self.undecided(unknown, question, setting="versioning.mfa_delete")

    def _lock(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.versioning.status:
            case Known(VersioningStatus.SUSPENDED, origin):
                match bucket.object_lock:
                    case Known(ObjectLock(enabled=Known(True))):
                        message = f"versioning of {bucket} is Suspended, and object lock needs it"
                        yield self.fail(origin, message, setting="versioning.status")
                    case Known(ObjectLock(enabled=Unknown() as unknown)) | (Unknown() as unknown):
                        question = f"whether {bucket}, whose versioning is Suspended, has object lock"
                        yield self.undecided(unknown, question, setting="versioning.status")

    def _replication(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.replication:
            case Known(found, origin):
                match any_so((rule.is_enabled for rule in found.rules), found.unknown), bucket.versioning.status:
                    case (False, _) | (_, Known(VersioningStatus.ENABLED)):
                        return
                    case (Unknown() as unknown, _) | (True, Unknown() as unknown):
                        message = f"whether {bucket}, which is replicated, keeps versions"
                        yield self.undecided(unknown, message, setting="versioning.status")
                    case _:
                        message = f"{bucket} is to be replicated and does not enable versioning, which replication needs"
                        yield self.fail(origin, message, setting="replication")
