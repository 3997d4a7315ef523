"""Buckets that no public access block covers."""

from collections.abc import Iterator

from s3lint import Absent, Bucket, Example, Finding, Group, Known, Rule, Severity, Unknown, defaults, not_expressible


class MissingPublicAccessBlock(Rule):
    """
    ## What it checks
    The bucket has a public access block of its own, or the same code declares one with all four flags on for the
    account that the bucket is created in.

    ## Why it matters
    The block is the one setting that keeps a bucket private whatever an ACL or a policy says later. S3 turns it on for
    buckets created since April 2023, but not for older or imported ones, and only a declared block is restored by the
    next deployment after somebody switched it off.

    ## Known limits
    A block that the organization or another stack sets on the account can't be seen from here.
    """

    name = "missing-public-access-block"
    summary = "no public access block covers the bucket"
    group, severity, default = Group.ACCESS, Severity.MEDIUM, True
    settings = ("public_access_block",)
    since = "0.1.0"
    help = "declare a public access block with all four flags on"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
        defaults.PUBLIC_ACCESS_BLOCK.source,
    )
    aliases = ("CKV2_AWS_6", "AVD-AWS-0094", "S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED")

    bad = (
        Example(
            "no block",
            cloudformation="""
                Resources:
                  Ledger:  # expect: missing-public-access-block
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {  # expect: missing-public-access-block
                }
            """,
        ),
    )
    good = (
        Example(
            "a block with all four flags",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      PublicAccessBlockConfiguration:
                        BlockPublicAcls: true
                        BlockPublicPolicy: true
                        IgnorePublicAcls: true
                        RestrictPublicBuckets: true
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_public_access_block" "ledger" {
                  bucket                  = aws_s3_bucket.ledger.id
                  block_public_acls       = true
                  block_public_policy     = true
                  ignore_public_acls      = true
                  restrict_public_buckets = true
                }
            """,
        ),
        Example(
            "a block on the account",
            cloudformation=not_expressible("CloudFormation has no resource for the block of an account"),
            terraform="""
                resource "aws_s3_account_public_access_block" "this" {
                  block_public_acls       = true
                  block_public_policy     = true
                  ignore_public_acls      = true
                  restrict_public_buckets = true
                }

                resource "aws_s3_bucket" "ledger" {}
            """,
        ),
    )
    undecidable = (
        Example(
            "the block depends on an input",
            cloudformation="""
                Parameters:
                  Kind:
                    Type: String
                Conditions:
                  Private: !Equals [!Ref Kind, private]
                Resources:
                  Ledger:  # expect: missing-public-access-block
                    Type: AWS::S3::Bucket
                    Properties:
                      PublicAccessBlockConfiguration: !If
                        - Private
                        - BlockPublicAcls: true
                          BlockPublicPolicy: true
                          IgnorePublicAcls: true
                          RestrictPublicBuckets: true
                        - !Ref AWS::NoValue
            """,
            terraform="""
                variable "kind" {
                  type = string
                }

                resource "aws_s3_bucket" "ledger" {  # expect: missing-public-access-block
                }

                resource "aws_s3_bucket_public_access_block" "ledger" {
                  count                   = var.kind == "private" ? 1 : 0
                  bucket                  = aws_s3_bucket.ledger.id
                  block_public_acls       = true
                  block_public_policy     = true
                  ignore_public_acls      = true
                  restrict_public_buckets = true
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.public_access_block:
            case Known():
                return
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether {bucket} has a public access block")
            case Absent(origin):
                match bucket.account_public_access_block:
                    case Known(block) if all(flag == Known(True, flag.origin) for _, flag in block.flags()):
                        return
                    case Unknown() as unknown:
                        message = f"whether a block on the account covers {bucket}"
                        yield self.undecided(unknown, message)
                    case _:
                        message = f"{bucket} has no public access block: {defaults.PUBLIC_ACCESS_BLOCK.text}"
                        yield self.fail(origin, message)
