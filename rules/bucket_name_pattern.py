"""Names that don't follow a convention."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from s3lint import Bucket, Example, Finding, Group, Known, Option, Rule, Severity, Text, Unknown


class BucketNamePattern(Rule):
    """
    ## What it checks
    The name of the bucket fits one of the configured patterns; with the option `generated`, it is not written out in full.

    ## Why it matters
    Bucket names are shared by all accounts. A convention tells whose a bucket is, in logs, in policies and in bills. A name
    that is written out in full keeps the same code from being deployed twice, and CloudFormation from replacing the bucket.

    ## When to ignore it
    For buckets that are older than the convention.

    ## Known limits
    Nothing is judged without a configuration. A plan knows every name of a bucket that is there, and `generated` takes each
    for written out. A name that S3, CloudFormation or Terraform makes up altogether passes. The id of the account counts as
    `123456789012`, the Region as `us-east-1`.
    """

    name = "bucket-name-pattern"
    summary = "the name of the bucket does not follow the convention"
    group, severity, default = Group.HYGIENE, Severity.INFO, False
    settings = ("name",)
    since = "0.1.0"
    help = "name the bucket as the convention says"
    references = ("https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",)

    patterns = Option((), "patterns such as `acme-*`, one of which a name has to fit")
    generated = Option(False, "whether names must be made up when they are deployed, at least in part")

    bad = (
        Example(
            "another beginning",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketName: ledger  # expect: bucket-name-pattern
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {
                  bucket_prefix = "ledger-"  # expect: bucket-name-pattern
                }
            """,
            options=(("patterns", ("acme-*",)),),
        ),
        Example(
            "a name that is written out in full",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketName: acme-ledger  # expect: bucket-name-pattern
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {
                  bucket = "acme-ledger"  # expect: bucket-name-pattern
                }
            """,
            options=(("generated", True),),
        ),
    )
    good = (
        Example(
            "the beginning, and a part that is made up",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketName: !Sub "acme-ledger-${AWS::AccountId}"
                  Archive:
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {
                  bucket_prefix = "acme-ledger-"
                }

                resource "aws_s3_bucket" "archive" {}
            """,
            options=(("patterns", ("acme-*",)), ("generated", True)),
        ),
    )
    undecidable = (
        Example(
            "the name is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Name:  # expect: bucket-name-pattern
                    Type: String
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketName: !Ref Name
            """,
            terraform="""
                variable "name" {  # expect: bucket-name-pattern
                  type = string
                }

                resource "aws_s3_bucket" "ledger" {
                  bucket = "${var.name}-ledger"
                }
            """,
            options=(("patterns", ("acme-*",)),),
        ),
    )
    inapplicable = (
        Example(
            "no convention",
            cloudformation="""
                Resources:
                  Ledger:  # expect: bucket-name-pattern
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {  # expect: bucket-name-pattern
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        if not self.patterns and not self.generated:
            yield self.not_applicable(bucket.origin, "the configuration has no convention for names")
            return
        match bucket.name:
            case Unknown() as unknown:
                yield self.undecided(unknown, f"the name of {bucket}")
            case Known(name, origin) if not bucket.is_external:
                if self.patterns and not any(fnmatchcase(_sample(name), pattern) for pattern in self.patterns):
                    if name.unknowns:
                        yield self.undecided(name.unknowns[0], f"whether the name of {bucket} follows the convention")
                    else:
                        yield self.fail(origin, f"the name of {bucket}, {name}, fits none of {', '.join(self.patterns)}")
                elif self.generated and name.literal is not None:
                    message = f"the name of {bucket}, {name}, is written out in full"
                    yield self.fail(origin, message, properties=(("variant", "hard-coded"),))


def _sample(name: Text) -> str:
    """A name as it may come out: unknown parts stay as they are written."""
    samples = {"account": "123456789012", "region": "us-east-1"}
    return "".join(samples.get(getattr(piece.content, "attribute", ""), str(Text((piece,)))) for piece in name.pieces)
