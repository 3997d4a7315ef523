"""ACLs that S3 refuses because nothing turns ACLs on."""

from collections.abc import Iterator

from s3lint import (
    PUBLIC_GROUPS,
    Absent,
    AccessControlList,
    Bucket,
    Example,
    Finding,
    Group,
    Known,
    Rule,
    Setting,
    Severity,
    Unknown,
    defaults,
    grant_beyond_owner,
    group_grants,
)

ENFORCED = "BucketOwnerEnforced"


class AclWithoutOwnershipControls(Rule):
    """
    ## What it checks
    A bucket whose ACL gives something to others than its owner, such as `log-delivery-write`, has ownership controls that
    turn ACLs on; so has every bucket on which an ACL is put after its creation, `private` as well, as a resource of its own
    does. As an argument of the bucket itself `private` passes. A public ACL is reported by the rules on public access.

    ## Why it matters
    Since April 2023 ACLs of a new bucket are turned off unless ownership controls say otherwise. S3 then refuses the ACL, the
    deployment fails, and logs that were to be delivered through it do not come.

    ## Known limits
    A bucket that was created before April 2023 may have ACLs turned on although the code does not say so. Stating it there
    keeps the code deployable elsewhere.
    """

    name = "acl-without-ownership-controls"
    summary = "S3 refuses the ACL because ACLs are turned off"
    group, severity, default = Group.ACCESS, Severity.MEDIUM, True
    settings = ("acl",)
    since = "0.1.0"
    help = "replace the ACL by a bucket policy, or declare ownership controls with BucketOwnerPreferred"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
        defaults.OBJECT_OWNERSHIP.source,
    )
    aliases = ("E3045",)

    bad = (
        Example(
            "log delivery through an ACL",
            cloudformation="""
                Resources:
                  Logs:
                    Type: AWS::S3::Bucket
                    Properties:
                      AccessControl: LogDeliveryWrite  # expect: acl-without-ownership-controls
            """,
            terraform="""
                resource "aws_s3_bucket" "logs" {}

                resource "aws_s3_bucket_acl" "logs" {
                  bucket = aws_s3_bucket.logs.id
                  acl    = "log-delivery-write"  # expect: acl-without-ownership-controls
                }
            """,
        ),
        Example(
            "ownership controls turn ACLs off",
            cloudformation="""
                Resources:
                  Logs:
                    Type: AWS::S3::Bucket
                    Properties:
                      AccessControl: LogDeliveryWrite  # expect: acl-without-ownership-controls
                      OwnershipControls:
                        Rules:
                          - ObjectOwnership: BucketOwnerEnforced
            """,
            terraform="""
                resource "aws_s3_bucket" "logs" {}

                resource "aws_s3_bucket_ownership_controls" "logs" {
                  bucket = aws_s3_bucket.logs.id
                  rule {
                    object_ownership = "BucketOwnerEnforced"
                  }
                }

                resource "aws_s3_bucket_acl" "logs" {
                  bucket = aws_s3_bucket.logs.id
                  acl    = "log-delivery-write"  # expect: acl-without-ownership-controls
                }
            """,
        ),
    )
    good = (
        Example(
            "ACLs are turned on",
            cloudformation="""
                Resources:
                  Logs:
                    Type: AWS::S3::Bucket
                    Properties:
                      AccessControl: LogDeliveryWrite
                      OwnershipControls:
                        Rules:
                          - ObjectOwnership: BucketOwnerPreferred
            """,
            terraform="""
                resource "aws_s3_bucket" "logs" {}

                resource "aws_s3_bucket_ownership_controls" "logs" {
                  bucket = aws_s3_bucket.logs.id
                  rule {
                    object_ownership = "BucketOwnerPreferred"
                  }
                }

                resource "aws_s3_bucket_acl" "logs" {
                  bucket = aws_s3_bucket.logs.id
                  acl    = "log-delivery-write"
                }
            """,
        ),
        Example(
            "a private ACL",
            cloudformation="""
                Resources:
                  Logs:
                    Type: AWS::S3::Bucket
                    Properties:
                      AccessControl: Private
            """,
            terraform="""
                resource "aws_s3_bucket" "logs" {
                  acl = "private"
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "the ownership is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Ownership:  # expect: acl-without-ownership-controls
                    Type: String
                Resources:
                  Logs:
                    Type: AWS::S3::Bucket
                    Properties:
                      AccessControl: LogDeliveryWrite
                      OwnershipControls:
                        Rules:
                          - ObjectOwnership: !Ref Ownership
            """,
            terraform="""
                variable "ownership" {}  # expect: acl-without-ownership-controls

                resource "aws_s3_bucket" "logs" {}

                resource "aws_s3_bucket_ownership_controls" "logs" {
                  bucket = aws_s3_bucket.logs.id
                  rule {
                    object_ownership = var.ownership
                  }
                }

                resource "aws_s3_bucket_acl" "logs" {
                  bucket = aws_s3_bucket.logs.id
                  acl    = "log-delivery-write"
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        grant = _refused(bucket.acl)
        if isinstance(grant, Absent) or group_grants(bucket.acl, PUBLIC_GROUPS).found:
            return
        match bucket.object_ownership:
            case Known(word) if word != ENFORCED:
                return
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether S3 refuses the ACL of {bucket}")
            case Known() | Absent() as ownership:
                match grant:
                    case Known(words, origin):
                        message = f"S3 refuses the ACL of {bucket}, {words}: {_cause(ownership)}"
                        yield self.fail(origin, message)
                    case Unknown() as unknown:
                        yield self.undecided(unknown, f"whether S3 refuses the ACL of {bucket}")


def _refused(acl: Setting[AccessControlList]) -> Setting[str]:
    """What S3 refuses where ACLs are turned off, in the ACL's own words: a grant to others, or any ACL that is put."""
    grant = grant_beyond_owner(acl)
    match acl:
        case Known(AccessControlList(canned=Known() as canned, is_put=True)) if isinstance(grant, Absent):
            return canned
        case Known(AccessControlList(is_put=True), origin) if not isinstance(grant, Known):
            return Known("whatever it grants", origin)
        case _:
            return grant


def _cause(ownership: Known[str] | Absent) -> str:
    match ownership:
        case Known(word):
            return f"its object ownership is {word}, which turns ACLs off"
        case Absent():
            return "it has no ownership controls, and S3 has turned ACLs of new buckets off since April 2023"
