"""Names that S3 refuses."""

from collections.abc import Iterator

from s3lint import Bucket, Example, Finding, Group, Known, Rule, Severity, naming_doubt, naming_faults


class InvalidBucketName(Rule):
    """
    ## What it checks
    The name of the bucket obeys the rules of S3 for general purpose buckets: 3 to 63 characters, lower-case letters,
    digits, dots and hyphens, no reserved beginnings or endings, no IP address.

    ## Why it matters
    The deployment fails, often halfway: other resources are there by then, and a rollback may delete what it should not.

    ## When to ignore it
    Never; other services than S3 that speak its protocol may have other rules.

    ## Known limits
    Whether the name is taken is not known. Stack names, ids and Regions in a name count as valid. What a parameter can be
    is read off its type, `AllowedPattern` and `MaxLength`; where that leaves a name open, S3 itself tells whoever deploys.
    """

    name = "invalid-bucket-name"
    summary = "S3 refuses the name of the bucket"
    group, severity, default = Group.HYGIENE, Severity.HIGH, True
    settings = ("name",)
    since = "0.1.0"
    help = "choose a name of 3 to 63 lower-case letters, digits and hyphens"
    references = ("https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",)
    aliases = ("aws_s3_bucket_name", "E1161")

    bad = (
        Example(
            "names that S3 refuses",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketName: Acme-Ledger  # expect: invalid-bucket-name
                  Archive:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketName: !Sub "acme_archive-${AWS::AccountId}"  # expect: invalid-bucket-name
                  Reports:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketName: acme-reports-s3alias  # expect: invalid-bucket-name
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {
                  bucket = "192.168.5.4"  # expect: invalid-bucket-name
                }

                resource "aws_s3_bucket" "archive" {
                  bucket = "acme..archive"  # expect: invalid-bucket-name
                }

                resource "aws_s3_bucket" "reports" {
                  bucket_prefix = "acme-reports-of-the-whole-of-last-year-"  # expect: invalid-bucket-name
                }
            """,
        ),
    )
    good = (
        Example(
            "names that S3 takes",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                  Archive:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketName: !Sub "acme-archive-${AWS::AccountId}-${AWS::Region}-an"
                      BucketNamespace: account-regional
            """,
            terraform="""
                data "aws_caller_identity" "current" {}

                resource "aws_s3_bucket" "ledger" {
                  bucket = "acme.ledger-${data.aws_caller_identity.current.account_id}"
                }

                resource "aws_s3_bucket" "archive" {
                  bucket_prefix = "acme-archive-"
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "a part of the name is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Stage:  # expect: invalid-bucket-name
                    Type: String
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketName: !Sub "acme-ledger-${Stage}"
            """,
            terraform="""
                variable "stage" {  # expect: invalid-bucket-name
                  type = string
                }

                resource "aws_s3_bucket" "ledger" {
                  bucket = "acme-ledger-${var.stage}"
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.name:
            case Known(name, origin) if not bucket.is_external and (fault := next(naming_faults(name), None)) is not None:
                yield self.fail(origin, f"S3 refuses the name of {bucket}: {name} {fault}")
                return
            case Known(name) if not bucket.is_external:
                named = f"{bucket}, {name},"
            case _:
                named = f"{bucket}"
        doubt = None if bucket.is_external else naming_doubt(bucket.name)
        if doubt is not None:
            yield self.undecided(doubt, f"whether S3 takes the name of {named}", severity=Severity.INFO)
