"""Buckets whose objects exist in one place only."""

from collections.abc import Iterator

from s3lint import Absent, Bucket, Example, Finding, Group, Known, Rule, Severity, Unknown, any_so, defaults, not_expressible


class MissingReplication(Rule):
    """
    ## What it checks
    The bucket has at least one replication rule that is enabled, and not all of its copies stay in its own Region.

    ## Why it matters
    S3 keeps an object in several data centres of one Region. When the Region is out of reach, or somebody who may empty the
    bucket does so, a copy in another Region and account is what is left.

    ## When to ignore it
    Where the data can be made again, where a backup service copies it, or where the law keeps it in one Region.

    ## Known limits
    A copy stays in the Region where it goes to a bucket of the same template, or of the same provider. Where a bucket that is
    only named lies is not known, and it counts as being elsewhere. Whether the role may replicate is not judged.
    """

    name = "missing-replication"
    summary = "objects are not replicated to another Region"
    group, severity, default = Group.DURABILITY, Severity.LOW, False
    settings = ("replication", "replication.rules[].status", "copies_in_region")
    since = "0.1.0"
    help = "replicate to a bucket in another Region, better in another account"
    references = (
        defaults.REPLICATION.source,
        "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-7",
    )
    aliases = (
        "CKV_AWS_144",
        "S3_BUCKET_REPLICATION_ENABLED",
        "S3BucketReplicationEnabled",
        "s3_bucket_cross_region_replication",
        "FG_R00275",
        "S3.7",
    )

    bad = (
        Example(
            "no replication, and a rule that is disabled",
            cloudformation="""
                Resources:
                  Ledger:  # expect: missing-replication
                    Type: AWS::S3::Bucket
                  Archive:
                    Type: AWS::S3::Bucket
                    Properties:
                      ReplicationConfiguration:
                        Role: arn:aws:iam::111122223333:role/replication
                        Rules:
                          - Status: Disabled  # expect: missing-replication
                            Destination:
                              Bucket: arn:aws:s3:::acme-replica
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {  # expect: missing-replication
                }

                resource "aws_s3_bucket" "archive" {}

                resource "aws_s3_bucket_replication_configuration" "archive" {
                  bucket = aws_s3_bucket.archive.id
                  role   = "arn:aws:iam::111122223333:role/replication"
                  rule {
                    status = "Disabled"  # expect: missing-replication
                    destination {
                      bucket = "arn:aws:s3:::acme-replica"
                    }
                  }
                }
            """,
        ),
        Example(
            "the copies stay in the Region",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      ReplicationConfiguration:
                        Role: arn:aws:iam::111122223333:role/replication
                        Rules:
                          - Status: Enabled
                            Destination:
                              Bucket: !GetAtt Replica.Arn  # expect: missing-replication
                  Replica:  # expect: missing-replication
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {
                  replication_configuration {
                    role = "arn:aws:iam::111122223333:role/replication"
                    rules {
                      status = "Enabled"
                      destination {
                        bucket = aws_s3_bucket.replica.arn  # expect: missing-replication
                      }
                    }
                  }
                }

                resource "aws_s3_bucket" "replica" {  # expect: missing-replication
                }
            """,
        ),
    )
    good = (
        Example(
            "copies go to a bucket that is declared elsewhere",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      ReplicationConfiguration:
                        Role: arn:aws:iam::111122223333:role/replication
                        Rules:
                          - Status: Enabled
                            Destination:
                              Bucket: arn:aws:s3:::acme-replica
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

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
        Example(
            "copies go to another provider, or to another Region of it, and back",
            cloudformation=not_expressible("a template is deployed in one Region"),
            terraform="""
                provider "aws" {
                  region = "eu-west-1"
                }

                provider "aws" {
                  alias  = "north"
                  region = "eu-north-1"
                }

                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_replication_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  role   = "arn:aws:iam::111122223333:role/replication"
                  rule {
                    status = "Enabled"
                    destination {
                      bucket = aws_s3_bucket.replica.arn
                    }
                  }
                }

                resource "aws_s3_bucket" "replica" {
                  provider = aws.north
                }

                resource "aws_s3_bucket_replication_configuration" "replica" {
                  provider = aws.north
                  bucket   = aws_s3_bucket.replica.id
                  role     = "arn:aws:iam::111122223333:role/replication"
                  rule {
                    status = "Enabled"
                    destination {
                      bucket = aws_s3_bucket.third.arn
                    }
                  }
                }

                resource "aws_s3_bucket" "third" {
                  provider = aws.north
                  region   = "eu-south-1"
                  replication_configuration {
                    role = "arn:aws:iam::111122223333:role/replication"
                    rules {
                      status = "Enabled"
                      destination {
                        bucket = aws_s3_bucket.ledger.arn
                      }
                    }
                  }
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "the status is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Status:  # expect: missing-replication
                    Type: String
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      ReplicationConfiguration:
                        Role: arn:aws:iam::111122223333:role/replication
                        Rules:
                          - Status: !Ref Status
                            Destination:
                              Bucket: arn:aws:s3:::acme-replica
            """,
            terraform="""
                variable "status" {  # expect: missing-replication
                  type = string
                }

                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_replication_configuration" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  role   = "arn:aws:iam::111122223333:role/replication"
                  rule {
                    status = var.status
                    destination {
                      bucket = "arn:aws:s3:::acme-replica"
                    }
                  }
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.replication:
            case Absent(origin):
                yield self.fail(origin, f"objects of {bucket} are not replicated: {defaults.REPLICATION.text}")
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether objects of {bucket} are replicated")
            case Known(replication, origin):
                match any_so((rule.is_enabled for rule in replication.rules), replication.unknown):
                    case True:
                        yield from self._in_region(bucket)
                    case Unknown() as unknown:
                        yield self.undecided(unknown, f"whether a replication rule of {bucket} is enabled")
                    case False:
                        place = replication.rules[0].status.origin if replication.rules else origin
                        message = f"no replication rule of {bucket} is enabled: {defaults.REPLICATION.text}"
                        yield self.fail(place, message, setting="replication.rules[].status")

    def _in_region(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.copies_in_region:
            case Known(True, origin):
                message = f"{bucket} is replicated within its own Region only"
                properties = (("variant", "same-region"),)
                yield self.fail(origin, message, setting="copies_in_region", properties=properties)
