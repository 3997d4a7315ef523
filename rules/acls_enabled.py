"""Buckets whose ACLs are turned on."""

from collections.abc import Iterator

from s3lint import Absent, Bucket, Example, Finding, Group, Known, LogTarget, Origin, Rule, Severity, Unknown

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
    CloudFront delivers the standard logs of a distribution in their older form through an ACL, and refuses a bucket without
    any: the rule does not apply to the bucket of a distribution in the same code, or to one whose ACL has CloudFront's grant;
    nor to that of a data feed of Spot Instances. A distribution in other code is not seen. A bucket without ownership controls
    passes, as S3 creates it with ACLs turned off since April 2023.
    """

    name = "acls-enabled"
    summary = "ACLs are turned on"
    group, severity, default = Group.ACCESS, Severity.MEDIUM, True
    settings = ("object_ownership", "acl_delivery")
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

    inapplicable = (
        Example(
            "CloudFront delivers its standard logs (legacy)",
            cloudformation="""
                Resources:
                  Logs:
                    Type: AWS::S3::Bucket
                    Properties:
                      OwnershipControls:
                        Rules:
                          - ObjectOwnership: BucketOwnerPreferred
                  Site:
                    Type: AWS::CloudFront::Distribution
                    Properties:
                      DistributionConfig:
                        Enabled: true
                        Logging:
                          Bucket: !GetAtt Logs.DomainName  # expect: acls-enabled
            """,
            terraform="""
                resource "aws_s3_bucket" "logs" {}

                resource "aws_s3_bucket_ownership_controls" "logs" {
                  bucket = aws_s3_bucket.logs.id
                  rule {
                    object_ownership = "BucketOwnerPreferred"
                  }
                }

                resource "aws_cloudfront_distribution" "site" {
                  enabled = true
                  logging_config {
                    bucket = aws_s3_bucket.logs.bucket_domain_name  # expect: acls-enabled
                  }
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.object_ownership:
            case Known(word, origin) if word in ON:
                yield self._turned_on(bucket, word, origin)
            case Known() | Absent():
                return
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether ACLs of {bucket} are turned on")

    def _turned_on(self, bucket: Bucket, word: str, origin: Origin) -> Finding:
        match bucket.acl_delivery:
            case Known(LogTarget(reason), place):
                return self.not_applicable(place, reason)
            case Unknown() as unknown:
                return self.undecided(unknown, f"whether ACLs of {bucket} may be turned off")
            case Absent():
                return self.fail(origin, f"ACLs of {bucket} are turned on: its object ownership is {word}")
