"""Names that others can work out, and claim first."""

from collections.abc import Iterator

from s3lint import Bucket, Example, Finding, Group, Known, Rule, Severity, Symbol, Text, Unknown, is_account_regional


class PredictableBucketName(Rule):
    """
    ## What it checks
    The name of the bucket is not made of fixed words, the id of the account and the Region alone, unless it is in the
    namespace of the account and Region (`…-an`), where nobody else can make buckets.

    ## Why it matters
    Whoever knows the code and an account id knows the name, in every Region, before the bucket is there. They make it
    first: the deployment fails, or, where a tool uses a bucket that it finds, the data goes to them. Buckets of Glue,
    SageMaker, EMR Studio and the CDK were taken over like this in 2024.

    ## When to ignore it
    Where the code is not public, or only ever deployed to accounts and Regions that have the bucket already.

    ## Known limits
    A name without account or Region is known to others as well, but it is claimed once for all. Off by default: such names
    are what AWS itself recommended before it had namespaces.
    """

    name = "predictable-bucket-name"
    summary = "others can work out the name of the bucket and claim it first"
    group, severity, default = Group.HYGIENE, Severity.MEDIUM, False
    settings = ("name",)
    since = "0.1.0"
    help = "use the namespace of the account and Region, or add something to the name that nobody can guess"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html",
        "https://www.aquasec.com/blog/bucket-monopoly-breaching-aws-accounts-through-shadow-resources/",
    )
    aliases = ("s3_bucket_shadow_resource_vulnerability",)

    bad = (
        Example(
            "the account and the Region",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Assets:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketName: !Sub "aws-glue-assets-${AWS::AccountId}-${AWS::Region}"  # expect: predictable-bucket-name
            """,
            terraform="""
                data "aws_caller_identity" "current" {}

                resource "aws_s3_bucket" "assets" {
                  bucket = "acme-assets-${data.aws_caller_identity.current.account_id}"  # expect: predictable-bucket-name
                }
            """,
        ),
    )
    good = (
        Example(
            "a namespace, a part that nobody can guess, a name that is taken once",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Assets:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketName: !Sub "acme-assets-${AWS::AccountId}-${AWS::Region}-an"
                      BucketNamespace: account-regional
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketName: acme-ledger
                  Archive:
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                data "aws_region" "current" {}

                resource "aws_s3_bucket" "assets" {
                  bucket_prefix = "acme-${data.aws_region.current.name}-"
                }

                resource "random_id" "part" {
                  byte_length = 8
                }

                resource "aws_s3_bucket" "ledger" {
                  bucket = "acme-${data.aws_region.current.name}-${random_id.part.hex}"
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "a part of the name is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Part:  # expect: predictable-bucket-name
                    Type: String
                Resources:
                  Assets:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketName: !Sub "acme-${Part}-${AWS::AccountId}"
            """,
            terraform="""
                data "aws_caller_identity" "current" {}

                variable "part" {  # expect: predictable-bucket-name
                  type = string
                }

                resource "aws_s3_bucket" "assets" {
                  bucket = "acme-${var.part}-${data.aws_caller_identity.current.account_id}"
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.name:
            case Known(name, origin) if (
                not bucket.is_external and _names_account_or_region(name) and not is_account_regional(name)
            ):
                unknowns = name.unknowns
                if unknowns and all(unknown.is_input for unknown in unknowns):
                    yield self.undecided(unknowns[0], f"whether others can work out the name of {bucket}")
                elif not unknowns and _is_fixed(name):
                    yield self.fail(origin, f"others can work out the name of {bucket}, {name}, and claim it first")
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether others can work out the name of {bucket}")


def _names_account_or_region(name: Text) -> bool:
    return any(isinstance(piece.content, Symbol) and piece.content.attribute in ("account", "region") for piece in name.pieces)


def _is_fixed(name: Text) -> bool:
    """Whether nothing in a name is chosen or made up when it is deployed."""
    symbols = [piece.content for piece in name.pieces if isinstance(piece.content, Symbol)]
    return all(symbol.attribute in ("account", "region", "partition") for symbol in symbols)
