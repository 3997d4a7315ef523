"""Objects that are published by their own ACL."""

from collections.abc import Iterator

from s3lint import (
    PUBLIC_GROUPS,
    Absent,
    Bucket,
    Example,
    Finding,
    Group,
    GroupGrant,
    Known,
    Object,
    Rule,
    Severity,
    Unknown,
    defaults,
    effective_grants,
    group_grants,
    not_expressible,
    ownership_caution,
)

NO_OBJECTS = not_expressible("CloudFormation declares no objects")


class PublicObjectAcl(Rule):
    """
    ## What it checks
    A declared object has no ACL that gives everyone, or every AWS account, access, unless the access block or the ownership
    setting of its bucket makes that ACL void.

    ## Why it matters
    An object that its own ACL publishes is public whatever the bucket's ACL and policy say, and nobody who reviews the bucket
    sees it.

    ## Known limits
    Only objects that the code declares are seen, not those that programs upload. A file that is meant for everybody is
    better given out through a distribution or a bucket policy: where that is no choice, check the code in a run of its own
    that leaves this rule out, with `--ignore` or with `ignore` in the configuration.
    """

    name = "public-object-acl"
    summary = "an object is public by its own ACL"
    group, severity, default = Group.ACCESS, Severity.HIGH, True
    settings = ("acl",)
    since = "0.1.0"
    help = "remove the object's ACL and give access by policy"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl",
        defaults.OBJECT_OWNERSHIP.source,
    )
    aliases = ("s3_bucket_object_public",)
    judges = Object

    bad = (
        Example(
            "a file that everyone may read",
            cloudformation=NO_OBJECTS,
            terraform="""
                resource "aws_s3_bucket" "site" {}

                resource "aws_s3_bucket_ownership_controls" "site" {
                  bucket = aws_s3_bucket.site.id
                  rule {
                    object_ownership = "ObjectWriter"
                  }
                }

                resource "aws_s3_object" "report" {
                  bucket  = aws_s3_bucket.site.id
                  key     = "report.pdf"
                  content = "…"
                  acl     = "public-read"  # expect: public-object-acl
                }
            """,
        ),
        Example(
            "a copy that every AWS account may read",
            cloudformation=NO_OBJECTS,
            terraform="""
                resource "aws_s3_object_copy" "report" {
                  bucket = "reports-of-another-template"
                  key    = "report.pdf"
                  source = "drafts-of-another-template/report.pdf"
                  grant {
                    type        = "Group"
                    uri         = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
                    permissions = ["READ"]  # expect: public-object-acl
                  }
                }
            """,
        ),
    )
    good = (
        Example(
            "no ACL of its own",
            cloudformation=NO_OBJECTS,
            terraform="""
                resource "aws_s3_bucket" "site" {}

                resource "aws_s3_object" "report" {
                  bucket  = aws_s3_bucket.site.id
                  key     = "report.pdf"
                  content = "…"
                }
            """,
        ),
        Example(
            "the access block of the bucket makes the ACL void",
            cloudformation=NO_OBJECTS,
            terraform="""
                resource "aws_s3_bucket" "site" {}

                resource "aws_s3_bucket_public_access_block" "site" {
                  bucket             = aws_s3_bucket.site.id
                  ignore_public_acls = true
                }

                resource "aws_s3_object" "report" {
                  bucket  = aws_s3_bucket.site.id
                  key     = "report.pdf"
                  content = "…"
                  acl     = "public-read"
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "the ACL is left to whoever deploys",
            cloudformation=NO_OBJECTS,
            terraform="""
                variable "acl" {}  # expect: public-object-acl

                resource "aws_s3_bucket" "site" {}

                resource "aws_s3_object" "report" {
                  bucket  = aws_s3_bucket.site.id
                  key     = "report.pdf"
                  content = "…"
                  acl     = var.acl
                }
            """,
        ),
    )

    def check(self, item: Object) -> Iterator[Finding]:
        grants = group_grants(item.acl, PUBLIC_GROUPS)
        if not grants.found and not grants.open:
            return
        match item.bucket:
            case Known(bucket):
                effective = effective_grants(grants, bucket)
                elements = {grant.origin: grant for grant in effective.found}
                for grant in elements.values():
                    yield self._finding(item, bucket, grant)
                unknown = effective.unknown
            case Absent(origin):
                unknown = Unknown("it names no bucket", origin)
            case Unknown() as unknown:
                pass
        if unknown is not None:
            yield self.undecided(unknown, f"whether {item} is public by its ACL")

    def _finding(self, item: Object, bucket: Bucket, grant: GroupGrant) -> Finding:
        message = f"{item} in {bucket} is public: its ACL has {grant.words}{ownership_caution(bucket)}"
        return self.fail(grant.origin, message, properties=[("permission", grant.permission)])
