"""Buckets whose ACLs are turned on."""

from collections.abc import Iterator

from s3lint import Absent, Bucket, Example, Finding, Group, Known, Rule, Severity, Unknown

ON = ("ObjectWriter", "BucketOwnerPreferred")


class AclsEnabled(Rule):
    """
    ## What it checks
    The ownership setting of the bucket, where one is declared, is `BucketOwnerEnforced`, which turns ACLs off.

    ## Why it matters
    With `ObjectWriter` and `BucketOwnerPreferred` every object has an ACL of its own: whoever may upload can publish what they
    upload, and with `ObjectWriter` an object from another account belongs to that account. Who has access is then written
    on each object, where no review of the policy finds it.

    ## Known limits
    Standard logs of CloudFront distributions in their older form are delivered through an ACL: check the code of such a
    bucket in a run of its own that leaves this rule out, with `--ignore` or with `ignore` in the configuration. A bucket
    without ownership controls passes, as S3 creates it with ACLs turned off since April 2023.
    """

    name = "acls-enabled"
    summary = "ACLs are turned on"
    group, severity, default = Group.ACCESS, Severity.MEDIUM, True
    settings = ("object_ownership",)
    since = "0.1.0"
    help = "set the object ownership to BucketOwnerEnforced and give access by policy"
    references = ("https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",)
    aliases = ("CKV2_AWS_65", "W3045")

    bad = (
        Example(
            "objects belong to whoever writes them",
            cloudformation="""
                Resources:
                  Uploads:
                    Type: AWS::S3::Bucket
                    Properties:
                      OwnershipControls:
                        Rules:
                          - ObjectOwnership: ObjectWriter  # expect: acls-enabled
            """,
            terraform="""
                resource "aws_s3_bucket" "uploads" {}

                resource "aws_s3_bucket_ownership_controls" "uploads" {
                  bucket = aws_s3_bucket.uploads.id
                  rule {
                    object_ownership = "ObjectWriter"  # expect: acls-enabled
                  }
                }
            """,
        ),
        Example(
            "ownership is preferred, not enforced",
            cloudformation="""
                Resources:
                  Uploads:
                    Type: AWS::S3::Bucket
                    Properties:
                      OwnershipControls:
                        Rules:
                          - ObjectOwnership: BucketOwnerPreferred  # expect: acls-enabled
            """,
            terraform="""
                resource "aws_s3_bucket" "uploads" {}

                resource "aws_s3_bucket_ownership_controls" "uploads" {
                  bucket = aws_s3_bucket.uploads.id
                  rule {
                    object_ownership = "BucketOwnerPreferred"  # expect: acls-enabled
                  }
                }
            """,
        ),
    )
    good = (
        Example(
            "ACLs are turned off",
            cloudformation="""
                Resources:
                  Uploads:
                    Type: AWS::S3::Bucket
                    Properties:
                      OwnershipControls:
                        Rules:
                          - ObjectOwnership: BucketOwnerEnforced
            """,
            terraform="""
                resource "aws_s3_bucket" "uploads" {}

                resource "aws_s3_bucket_ownership_controls" "uploads" {
                  bucket = aws_s3_bucket.uploads.id
                  rule {
                    object_ownership = "BucketOwnerEnforced"
                  }
                }
            """,
        ),
        Example(
            "nothing is said",
            cloudformation="""
                Resources:
                  Uploads:
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_s3_bucket" "uploads" {}
            """,
        ),
    )
    undecidable = (
        Example(
            "the ownership is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Ownership:  # expect: acls-enabled
                    Type: String
                Resources:
                  Uploads:
                    Type: AWS::S3::Bucket
                    Properties:
                      OwnershipControls:
                        Rules:
                          - ObjectOwnership: !Ref Ownership
            """,
            terraform="""
                variable "ownership" {}  # expect: acls-enabled

                resource "aws_s3_bucket" "uploads" {}

                resource "aws_s3_bucket_ownership_controls" "uploads" {
                  bucket = aws_s3_bucket.uploads.id
                  rule {
                    object_ownership = var.ownership
                  }
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.object_ownership:
            case Known(word, origin) if word in ON:
                message = f"ACLs of {bucket} are turned on: its object ownership is {word}"
                yield self.fail(origin, message)
            case Known() | Absent():
                return
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether ACLs of {bucket} are turned on")
