"""ACLs that let named users of other accounts write, or change the ACL."""

from collections.abc import Iterator

from s3lint import (
    Bucket,
    Example,
    Finding,
    Group,
    Option,
    Rule,
    Severity,
    Unknown,
    defaults,
    enumerated,
    named_grants,
    not_expressible,
    ownership_caution,
    turns_acls_off,
)

SENSITIVE = ("WRITE", "WRITE_ACP", "FULL_CONTROL")

CANNED_ONLY = not_expressible("CloudFormation has canned ACLs only, which name nobody")


class SensitiveAclGrant(Rule):
    """
    ## What it checks
    The ACL of the bucket gives `WRITE`, `WRITE_ACP` or `FULL_CONTROL` to no named user, by canonical user id or e-mail address,
    other than the owner, CloudFront and the trusted ones, unless the ownership setting `BucketOwnerEnforced` makes it void.

    ## Why it matters
    `WRITE` lets another account replace and delete every object; `WRITE_ACP` and `FULL_CONTROL` let it give away whatever it
    likes, to everyone too. No review of policies finds such a grant, block public access doesn't stop it, and 64 hexadecimal
    digits say nothing to a reader.

    ## Known limits
    The owner is who the ACL states as its owner, or `data.aws_canonical_user_id`. What an ACL gives to everyone or to any AWS
    account is told by `public-write-acl` and `authenticated-users-acl`; `READ` and `READ_ACP` for a named user are let be.
    """

    name = "sensitive-acl-grant"
    summary = "the ACL lets another account write or change access"
    group, severity, default = Group.ACCESS, Severity.MEDIUM, True
    settings = ("acl",)
    since = "0.1.0"
    help = "remove the grant and give access by policy, or list the canonical user among the trusted ones"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#permissions",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
        defaults.OBJECT_OWNERSHIP.source,
    )
    aliases = ("64a222aa-7793-4e40-915f-4b302c76e4d4",)

    trusted = Option((), "canonical user ids that may have access", pattern=r"[0-9a-f]{64}")

    bad = (
        Example(
            "full control for another account",
            cloudformation=CANNED_ONLY,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_ownership_controls" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    object_ownership = "BucketOwnerPreferred"
                  }
                }

                data "aws_canonical_user_id" "owner" {}

                resource "aws_s3_bucket_acl" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  access_control_policy {
                    grant {
                      grantee {
                        type = "CanonicalUser"
                        id   = "52b113e7a2f25102679df27bb0ae12b3f85be6f290b936c4393484be31bebcc5"
                      }
                      permission = "FULL_CONTROL"  # expect: sensitive-acl-grant
                    }
                    owner {
                      id = data.aws_canonical_user_id.owner.id
                    }
                  }
                }
            """,
        ),
        Example(
            "grants in the bucket itself",
            cloudformation=CANNED_ONLY,
            terraform="""
                resource "aws_s3_bucket" "ledger" {
                  grant {
                    id          = "52b113e7a2f25102679df27bb0ae12b3f85be6f290b936c4393484be31bebcc5"
                    type        = "CanonicalUser"
                    permissions = ["READ_ACP", "WRITE_ACP"]  # expect: sensitive-acl-grant
                  }
                }
            """,
        ),
    )
    good = (
        Example(
            "the owner keeps full control, and another account may list",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      AccessControl: Private
            """,
            terraform="""
                data "aws_canonical_user_id" "owner" {}

                resource "aws_s3_bucket" "ledger" {
                  grant {
                    id          = data.aws_canonical_user_id.owner.id
                    type        = "CanonicalUser"
                    permissions = ["FULL_CONTROL"]
                  }
                  grant {
                    id          = "52b113e7a2f25102679df27bb0ae12b3f85be6f290b936c4393484be31bebcc5"
                    type        = "CanonicalUser"
                    permissions = ["READ"]
                  }
                }
            """,
        ),
        Example(
            "CloudFront delivers logs",
            cloudformation=CANNED_ONLY,
            terraform="""
                data "aws_cloudfront_log_delivery_canonical_user_id" "logs" {}

                resource "aws_s3_bucket" "logs" {
                  grant {
                    id          = data.aws_cloudfront_log_delivery_canonical_user_id.logs.id
                    type        = "CanonicalUser"
                    permissions = ["FULL_CONTROL"]
                  }
                }
            """,
        ),
        Example(
            "ACLs are turned off",
            cloudformation=CANNED_ONLY,
            terraform="""
                resource "aws_s3_bucket" "ledger" {
                  grant {
                    id          = "52b113e7a2f25102679df27bb0ae12b3f85be6f290b936c4393484be31bebcc5"
                    type        = "CanonicalUser"
                    permissions = ["WRITE"]
                  }
                }

                resource "aws_s3_bucket_ownership_controls" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    object_ownership = "BucketOwnerEnforced"
                  }
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "the user is left to whoever deploys",
            cloudformation=CANNED_ONLY,
            terraform="""
                variable "partner" {}  # expect: sensitive-acl-grant

                resource "aws_s3_bucket" "ledger" {
                  grant {
                    id          = var.partner
                    type        = "CanonicalUser"
                    permissions = ["WRITE"]
                  }
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        grants = named_grants(bucket.acl, SENSITIVE, self.trusted)
        if not grants.found and grants.unknown is None:
            return
        void = turns_acls_off(bucket)
        if void is True:
            return
        unknown = void if isinstance(void, Unknown) else grants.unknown
        if unknown is not None and (isinstance(void, Unknown) or not grants.found):
            yield self.undecided(unknown, f"whether the ACL of {bucket} lets another account write or change access")
            return
        for grant in grants.found:
            given = enumerated(grant.permissions)
            message = f"the ACL of {bucket} gives {given} to {grant.grantee}{ownership_caution(bucket)}"
            yield self.fail(grant.origin, message, properties=[("grantee", str(grant.grantee))])
