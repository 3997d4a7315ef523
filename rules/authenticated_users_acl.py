"""ACLs that let in everyone who has some AWS account."""

from collections.abc import Iterator

from s3lint import (
    AUTHENTICATED_USERS,
    Bucket,
    Example,
    Finding,
    Group,
    Rule,
    Severity,
    defaults,
    effective_grants,
    group_grants,
    not_expressible,
    ownership_caution,
)


class AuthenticatedUsersAcl(Rule):
    """
    ## What it checks
    The ACL of the bucket, canned or as a list of grants, gives nothing to the group `AuthenticatedUsers`, unless
    `IgnorePublicAcls` of the bucket or of its account, or the ownership setting `BucketOwnerEnforced`, makes it void.

    ## Why it matters
    The name misleads: the group is not the users of your account but everybody who has an AWS account anywhere, and an
    account takes minutes to open.

    ## Known limits
    Without ownership controls S3 refuses such an ACL on a bucket that it creates today; the code may describe an older one,
    so that counts as no defence.
    """

    name = "authenticated-users-acl"
    summary = "the ACL lets in any AWS account in the world"
    group, severity, default = Group.ACCESS, Severity.HIGH, True
    settings = ("acl",)
    since = "0.1.0"
    help = "make the ACL private and name the accounts that need access in a policy"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#specifying-grantee-predefined-groups",
        defaults.OBJECT_OWNERSHIP.source,
    )
    aliases = ("CKV2_AWS_43",)

    bad = (
        Example(
            "a canned ACL",
            cloudformation="""
                Resources:
                  Reports:
                    Type: AWS::S3::Bucket
                    Properties:
                      AccessControl: AuthenticatedRead  # expect: authenticated-users-acl
                      OwnershipControls:
                        Rules:
                          - ObjectOwnership: ObjectWriter
            """,
            terraform="""
                resource "aws_s3_bucket" "reports" {}

                resource "aws_s3_bucket_ownership_controls" "reports" {
                  bucket = aws_s3_bucket.reports.id
                  rule {
                    object_ownership = "ObjectWriter"
                  }
                }

                resource "aws_s3_bucket_acl" "reports" {
                  bucket = aws_s3_bucket.reports.id
                  acl    = "authenticated-read"  # expect: authenticated-users-acl
                }
            """,
        ),
        Example(
            "a grant to the group",
            cloudformation=not_expressible("CloudFormation has canned ACLs only"),
            terraform="""
                resource "aws_s3_bucket" "reports" {}

                resource "aws_s3_bucket_acl" "reports" {
                  bucket = aws_s3_bucket.reports.id
                  access_control_policy {
                    grant {
                      grantee {
                        type = "Group"
                        uri  = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
                      }
                      permission = "WRITE"  # expect: authenticated-users-acl
                    }
                    owner {
                      id = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"
                    }
                  }
                }
            """,
        ),
    )
    good = (
        Example(
            "log delivery may write, which is a service",
            cloudformation="""
                Resources:
                  Reports:
                    Type: AWS::S3::Bucket
                    Properties:
                      AccessControl: LogDeliveryWrite
                      OwnershipControls:
                        Rules:
                          - ObjectOwnership: ObjectWriter
            """,
            terraform="""
                resource "aws_s3_bucket" "reports" {}

                resource "aws_s3_bucket_ownership_controls" "reports" {
                  bucket = aws_s3_bucket.reports.id
                  rule {
                    object_ownership = "ObjectWriter"
                  }
                }

                resource "aws_s3_bucket_acl" "reports" {
                  bucket = aws_s3_bucket.reports.id
                  acl    = "log-delivery-write"
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "the ACL is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Acl:  # expect: authenticated-users-acl
                    Type: String
                Resources:
                  Reports:
                    Type: AWS::S3::Bucket
                    Properties:
                      AccessControl: !Ref Acl
            """,
            terraform="""
                variable "acl" {}  # expect: authenticated-users-acl

                resource "aws_s3_bucket" "reports" {
                  acl = var.acl
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        effective = effective_grants(group_grants(bucket.acl, (AUTHENTICATED_USERS,)), bucket)
        for grant in effective.found:
            message = (
                f"any AWS account in the world has access to {bucket}: its ACL has {grant.words}{ownership_caution(bucket)}"
            )
            yield self.fail(
                grant.origin, message, properties=[("permission", grant.permission)], yields_to=("public-trail-bucket",)
            )
        if effective.unknown is not None:
            message = f"whether the ACL of {bucket} lets in any AWS account"
            yield self.undecided(effective.unknown, message)
