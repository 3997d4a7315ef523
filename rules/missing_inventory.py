"""Buckets whose contents nobody can list."""

from collections.abc import Iterator

from s3lint import Absent, Bucket, Example, Finding, Group, Known, Rule, Severity, Unknown, defaults


class MissingInventory(Rule):
    """
    ## What it checks
    The bucket has an inventory configuration that is enabled.

    ## Why it matters
    An inventory lists every object with its size, encryption, lock and replication. After an incident it says what was there;
    before one, which objects are still encrypted with an old key. To list a large bucket by requests takes days and costs more.

    ## When to ignore it
    Where the bucket holds few objects, or S3 Metadata tables serve the same end.

    ## Known limits
    Which fields are listed, how often, and where the lists go is not judged here.
    """

    name = "missing-inventory"
    summary = "no inventory is enabled"
    group, severity, default = Group.LOGGING, Severity.INFO, False
    settings = ("inventory",)
    since = "0.1.0"
    help = "add an inventory configuration with a daily or weekly schedule"
    references = (defaults.INVENTORY.source,)

    bad = (
        Example(
            "no inventory, and one that is disabled",
            cloudformation="""
                Resources:
                  Ledger:  # expect: missing-inventory
                    Type: AWS::S3::Bucket
                  Archive:
                    Type: AWS::S3::Bucket
                    Properties:
                      InventoryConfigurations:
                        - Id: weekly
                          Enabled: false  # expect: missing-inventory
                          IncludedObjectVersions: All
                          ScheduleFrequency: Weekly
                          Destination:
                            BucketArn: arn:aws:s3:::acme-inventories
                            Format: Parquet
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {  # expect: missing-inventory
                }

                resource "aws_s3_bucket" "archive" {}

                resource "aws_s3_bucket_inventory" "archive" {
                  bucket                   = aws_s3_bucket.archive.id
                  name                     = "weekly"
                  enabled                  = false  # expect: missing-inventory
                  included_object_versions = "All"
                  schedule {
                    frequency = "Weekly"
                  }
                  destination {
                    bucket {
                      format     = "Parquet"
                      bucket_arn = "arn:aws:s3:::acme-inventories"
                    }
                  }
                }
            """,
        ),
    )
    good = (
        Example(
            "a weekly inventory",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      InventoryConfigurations:
                        - Id: weekly
                          Enabled: true
                          IncludedObjectVersions: All
                          ScheduleFrequency: Weekly
                          Destination:
                            BucketArn: arn:aws:s3:::acme-inventories
                            Format: Parquet
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_inventory" "ledger" {
                  bucket                   = aws_s3_bucket.ledger.id
                  name                     = "weekly"
                  included_object_versions = "All"
                  schedule {
                    frequency = "Weekly"
                  }
                  destination {
                    bucket {
                      format     = "Parquet"
                      bucket_arn = "arn:aws:s3:::acme-inventories"
                    }
                  }
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "left to whoever deploys",
            cloudformation="""
                Parameters:
                  Listed:  # expect: missing-inventory
                    Type: String
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      InventoryConfigurations:
                        - Id: weekly
                          Enabled: !Ref Listed
                          IncludedObjectVersions: All
                          ScheduleFrequency: Weekly
                          Destination:
                            BucketArn: arn:aws:s3:::acme-inventories
                            Format: Parquet
            """,
            terraform="""
                variable "listed" {  # expect: missing-inventory
                  type = bool
                }

                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_inventory" "ledger" {
                  bucket                   = aws_s3_bucket.ledger.id
                  name                     = "weekly"
                  enabled                  = var.listed
                  included_object_versions = "All"
                  schedule {
                    frequency = "Weekly"
                  }
                  destination {
                    bucket {
                      format     = "Parquet"
                      bucket_arn = "arn:aws:s3:::acme-inventories"
                    }
                  }
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.inventory:
            case Known(True):
                return
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether {bucket} has an inventory")
            case Known(origin=origin):
                yield self.fail(origin, f"the inventory of {bucket} is disabled: {defaults.INVENTORY.text}")
            case Absent(origin):
                yield self.fail(origin, f"{bucket} has no inventory: {defaults.INVENTORY.text}")
