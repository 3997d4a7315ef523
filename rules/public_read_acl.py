"""ACLs that let anyone read."""

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


class PublicReadAcl(Rule):
    """
    ## What it checks
    The ACL of the bucket, canned or as a list of grants, does not give everyone `READ` or `READ_ACP`, unless
    `IgnorePublicAcls` of the bucket or of its account, or the ownership setting `BucketOwnerEnforced`, makes it void.

    ## Why it matters
    `READ` on a bucket lists its keys to anyone, signed in or not. Names of files tell a lot by themselves, and each object
    whose own ACL or policy is careless is found at once. `READ_ACP` shows who else has access.

    ## Known limits
    The canned ACL `public-read-write` is one mistake and reported once, by `public-write-acl`. Without ownership controls S3
    refuses a public ACL on a bucket that it creates today; the code may describe an older one, so that counts as no defence.
    """

    name = "public-read-acl"
    summary = "the ACL lets anyone read"
    group, severity, default = Group.ACCESS, Severity.HIGH, True
    settings = ("acl",)
    since = "0.1.0"
    help = "make the ACL private and give access by policy, best through a CloudFront distribution"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html",
        defaults.OBJECT_OWNERSHIP.source,
    )
    aliases = ("CKV_AWS_20", "CKV_AWS_375", "AVD-AWS-0092", "S3_BUCKET_PUBLIC_READ_ACL", "W31")

    bad = (
        Example(
            "a canned ACL",
            cloudformation="""
                Resources:
                  Site:
                    Type: AWS::S3::Bucket
                    Properties:
                      AccessControl: PublicRead  # expect: public-read-acl
                      OwnershipControls:
                        Rules:
                          - ObjectOwnership: ObjectWriter
            """,
            terraform="""
                resource "aws_s3_bucket" "site" {}

                resource "aws_s3_bucket_ownership_controls" "site" {
                  bucket = aws_s3_bucket.site.id
                  rule {
                    object_ownership = "ObjectWriter"
                  }
                }

                resource "aws_s3_bucket_acl" "site" {
                  bucket = aws_s3_bucket.site.id
                  acl    = "public-read"  # expect: public-read-acl
                }
            """,
        ),
        Example(
            "a canned ACL of an older bucket",
            cloudformation="""
                Resources:
                  Site:
                    Type: AWS::S3::Bucket
                    Properties:
                      AccessControl: PublicRead  # expect: public-read-acl
            """,
            terraform="""
                resource "aws_s3_bucket" "site" {
                  acl = "public-read"  # expect: public-read-acl
                }
            """,
        ),
        Example(
            "a grant to everyone",
            cloudformation=not_expressible("CloudFormation has canned ACLs only"),
            terraform="""
                resource "aws_s3_bucket" "site" {}

                resource "aws_s3_bucket_acl" "site" {
                  bucket = aws_s3_bucket.site.id
                  access_control_policy {
                    grant {
                      grantee {
                        type = "Group"
                        uri  = "http://acs.amazonaws.com/groups/global/AllUsers"
                      }
                      permission = "READ_ACP"  # expect: public-read-acl
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
            "a private bucket",
            cloudformation="""
                Resources:
                  Site:
                    Type: AWS::S3::Bucket
                    Properties:
                      AccessControl: Private
            """,
            terraform="""
                resource "aws_s3_bucket" "site" {}

                resource "aws_s3_bucket_acl" "site" {
                  bucket = aws_s3_bucket.site.id
                  acl    = "private"
                }
            """,
        ),
        Example(
            "an access block makes the ACL void",
            cloudformation="""
                Resources:
                  Site:
                    Type: AWS::S3::Bucket
                    Properties:
                      AccessControl: PublicRead
                      PublicAccessBlockConfiguration:
                        IgnorePublicAcls: true
            """,
            terraform="""
                resource "aws_s3_bucket" "site" {}

                resource "aws_s3_bucket_acl" "site" {
                  bucket = aws_s3_bucket.site.id
                  acl    = "public-read"
                }

                resource "aws_s3_bucket_public_access_block" "site" {
                  bucket             = aws_s3_bucket.site.id
                  ignore_public_acls = true
                }
            """,
        ),
        Example(
            "anyone may write as well, which is another finding",
            cloudformation="""
                Resources:
                  Site:
                    Type: AWS::S3::Bucket
                    Properties:
                      AccessControl: PublicReadWrite
            """,
            terraform="""
                resource "aws_s3_bucket" "site" {}

                resource "aws_s3_bucket_acl" "site" {
                  bucket = aws_s3_bucket.site.id
                  acl    = "public-read-write"
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "the ACL is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Acl:  # expect: public-read-acl
                    Type: String
                Resources:
                  Site:
                    Type: AWS::S3::Bucket
                    Properties:
                      AccessControl: !Ref Acl
            """,
            terraform="""
                variable "acl" {}  # expect: public-read-acl

                resource "aws_s3_bucket" "site" {}

                resource "aws_s3_bucket_acl" "site" {
                  bucket = aws_s3_bucket.site.id
                  acl    = var.acl
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        grants = group_grants(bucket.acl, (ALL_USERS,))
        effective = effective_grants(grants.of("READ", "READ_ACP", alone=True), bucket)
        for grant in effective.found:
            message = f"anyone on the internet can read {bucket}: its ACL has {grant.words}{ownership_caution(bucket)}"
            yield self.fail(
                grant.origin, message, properties=[("permission", grant.permission)], yields_to=("public-trail-bucket",)
            )
        if effective.unknown is not None:
            yield self.undecided(effective.unknown, f"whether the ACL of {bucket} lets anyone read")
