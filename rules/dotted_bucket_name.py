"""Names with a dot, which TLS has trouble with."""

from collections.abc import Iterable, Iterator

from s3lint import Absent, Bucket, Example, Finding, Group, Known, Origin, Rule, Severity, Unknown


class DottedBucketName(Rule):
    """
    ## What it checks
    The name of the bucket has no dot, unless the bucket is a website, whose name has to be its host.

    ## Why it matters
    The certificate of S3 is for `*.s3.amazonaws.com`, and the star stands for one label: for `acme.logs.s3.amazonaws.com`
    clients report a wrong certificate. People then turn the check of certificates off. Transfer acceleration refuses such a
    bucket.

    ## When to ignore it
    Where the bucket exists and its name can't change, and its clients put the name into the path.

    ## Known limits
    A bucket behind CloudFront may be named after its site out of habit; it is reported, since nothing needs that name.
    """

    name = "dotted-bucket-name"
    summary = "the name of the bucket has a dot"
    group, severity, default = Group.HYGIENE, Severity.LOW, True
    settings = ("name", "website")
    since = "0.1.0"
    help = "use hyphens in place of dots"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html",
    )
    aliases = ("AVD-AWS-0320",)

    bad = (
        Example(
            "a dot",
            cloudformation="""
                Parameters:
                  Stage:
                    Type: String
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketName: !Sub "acme.ledger-${Stage}"  # expect: dotted-bucket-name
            """,
            terraform="""
                variable "stage" {
                  type = string
                }

                resource "aws_s3_bucket" "ledger" {
                  bucket = "acme.ledger-${var.stage}"  # expect: dotted-bucket-name
                }

                resource "aws_s3_bucket" "archive" {
                  bucket_prefix = "acme.archive-"  # expect: dotted-bucket-name
                }
            """,
        ),
    )
    good = (
        Example(
            "no dot, and no name",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketName: acme-ledger
                  Archive:
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {
                  bucket = "acme-ledger"
                }

                resource "aws_s3_bucket" "archive" {}
            """,
        ),
    )
    undecidable = (
        Example(
            "a part of the name is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Site:  # expect: dotted-bucket-name
                    Type: String
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketName: !Ref Site
            """,
            terraform="""
                variable "site" {  # expect: dotted-bucket-name
                  type = string
                }

                resource "aws_s3_bucket" "ledger" {
                  bucket = "logs-${var.site}"
                }
            """,
        ),
    )
    inapplicable = (
        Example(
            "a website",
            cloudformation="""
                Resources:
                  Site:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketName: www.example.com
                      WebsiteConfiguration:  # expect: dotted-bucket-name
                        IndexDocument: index.html
            """,
            terraform="""
                resource "aws_s3_bucket" "site" {
                  bucket = "www.example.com"
                }

                resource "aws_s3_bucket_website_configuration" "site" {  # expect: dotted-bucket-name
                  bucket = aws_s3_bucket.site.id
                  index_document {
                    suffix = "index.html"
                  }
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.name:
            case Unknown() as unknown:
                yield from self._of_open(bucket, [unknown])
            case Known(name, origin) if not bucket.is_external:
                if any(isinstance(piece.content, str) and "." in piece.content for piece in name.pieces):
                    yield from self._of_dotted(bucket, f"the name of {bucket}, {name}, has a dot", origin)
                else:
                    yield from self._of_open(bucket, name.unknowns)

    def _of_open(self, bucket: Bucket, unknowns: Iterable[Unknown]) -> Iterator[Finding]:
        dotted = next((part for part in unknowns if part.bounds is None or not part.bounds.lacks(".")), None)
        if dotted is not None:
            yield self.undecided(dotted, f"whether the name of {bucket} has a dot", severity=Severity.INFO)

    def _of_dotted(self, bucket: Bucket, message: str, origin: Origin) -> Iterator[Finding]:
        match bucket.website:
            case Known(origin=place):
                yield self.not_applicable(place, f"{bucket} is a website, whose name is its host")
            case Unknown() as unknown:
                yield self.undecided(
                    unknown, f"whether {bucket} is a website, which may have a dot in its name,", setting="website"
                )
            case Absent():
                yield self.fail(origin, f"{message}: the certificate of S3 does not cover it")
