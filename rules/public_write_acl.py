"""ACLs that let anyone write."""

from collections.abc import Iterator

from s3lint import (
    ALL_USERS,
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


class PublicWriteAcl(Rule):
    """
    ## What it checks
    The ACL of the bucket, canned or as a list of grants, does not give everyone `WRITE`, `WRITE_ACP` or `FULL_CONTROL`,
    unless `IgnorePublicAcls` of the bucket or of its account, or the ownership setting `BucketOwnerEnforced`, makes it void.

    ## Why it matters
    With `WRITE` anybody adds and overwrites objects at your expense: malware under your name, a script of your site replaced.
    With `WRITE_ACP` they give themselves whatever else they want.

    ## Known limits
    Without ownership controls S3 refuses a public ACL on a bucket that it creates today; the code may describe an older one,
    so that counts as no defence.
    """

    name = "public-write-acl"
    summary = "the ACL lets anyone write"
    group, severity, default = Group.ACCESS, Severity.CRITICAL, True
    settings = ("acl",)
    since = "0.1.0"
    help = "make the ACL private and name those who write in a policy"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html",
        defaults.OBJECT_OWNERSHIP.source,
    )
    aliases = ("CKV_AWS_57", "S3_BUCKET_NO_PUBLIC_RW_ACL", "F14")

    bad = (
        Example(
            "a canned ACL",
            cloudformation="""
                Resources:
                  Inbox:
                    Type: AWS::S3::Bucket
                    Properties:
                      AccessControl: PublicReadWrite  # expect: public-write-acl
                      OwnershipControls:
                        Rules:
                          - ObjectOwnership: BucketOwnerPreferred
            """,
            terraform="""
                resource "aws_s3_bucket" "inbox" {}

                resource "aws_s3_bucket_ownership_controls" "inbox" {
                  bucket = aws_s3_bucket.inbox.id
                  rule {
                    object_ownership = "BucketOwnerPreferred"
                  }
                }

                resource "aws_s3_bucket_acl" "inbox" {
                  bucket = aws_s3_bucket.inbox.id
                  acl    = "public-read-write"  # expect: public-write-acl
                }
            """,
        ),
        Example(
            "a grant to everyone",
            cloudformation=not_expressible("CloudFormation has canned ACLs only"),
            terraform="""
                resource "aws_s3_bucket" "inbox" {
                  grant {
                    type        = "Group"
                    uri         = "http://acs.amazonaws.com/groups/global/AllUsers"
                    permissions = ["WRITE_ACP"]  # expect: public-write-acl
                  }
                }
            """,
        ),
    )
    good = (
        Example(
            "a private bucket",
            cloudformation="""
                Resources:
                  Inbox:
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_s3_bucket" "inbox" {}
            """,
        ),
        Example(
            "ACLs are turned off",
            cloudformation="""
                Resources:
                  Inbox:
                    Type: AWS::S3::Bucket
                    Properties:
                      AccessControl: PublicReadWrite
                      OwnershipControls:
                        Rules:
                          - ObjectOwnership: BucketOwnerEnforced
            """,
            terraform="""
                resource "aws_s3_bucket" "inbox" {
                  acl = "public-read-write"
                }

                resource "aws_s3_bucket_ownership_controls" "inbox" {
                  bucket = aws_s3_bucket.inbox.id
                  rule {
                    object_ownership = "BucketOwnerEnforced"
                  }
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "whether the ACL is void is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Ignore:  # expect: public-write-acl
                    Type: String
                Resources:
                  Inbox:
                    Type: AWS::S3::Bucket
                    Properties:
                      AccessControl: PublicReadWrite
                      PublicAccessBlockConfiguration:
                        IgnorePublicAcls: !Ref Ignore
            """,
            terraform="""
                variable "ignore" {}  # expect: public-write-acl

                resource "aws_s3_bucket" "inbox" {
                  acl = "public-read-write"
                }

                resource "aws_s3_bucket_public_access_block" "inbox" {
                  bucket             = aws_s3_bucket.inbox.id
                  ignore_public_acls = var.ignore
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        grants = group_grants(bucket.acl, (ALL_USERS,))
        effective = effective_grants(grants.of("WRITE", "WRITE_ACP", "FULL_CONTROL"), bucket)
        for grant in effective.found:
            message = f"anyone on the internet can write to {bucket}: its ACL has {grant.words}{ownership_caution(bucket)}"
            yield self.fail(
                grant.origin, message, properties=[("permission", grant.permission)], yields_to=("public-trail-bucket",)
            )
        if effective.unknown is not None:
            yield self.undecided(effective.unknown, f"whether the ACL of {bucket} lets anyone write")
