"""Objects that neither name an encryption nor get one that their bucket states."""

from collections.abc import Iterator

from s3lint import Absent, Example, Finding, Group, Known, Object, Rule, Severity, Unknown, defaults, not_expressible

NO_OBJECTS = not_expressible("CloudFormation declares no objects")


class UnencryptedObject(Rule):
    """
    ## What it checks
    A declared object names an encryption, or lies in a bucket that states a default encryption.

    ## Why it matters
    S3 encrypts every new object with keys of its own. Where nothing is stated nobody chose so, and what was meant to lie
    under a key of KMS does not.

    ## Known limits
    Only objects that the code declares are seen, not those that programs upload.
    """

    name = "unencrypted-object"
    summary = "neither an object nor its bucket states an encryption"
    group, severity, default = Group.ENCRYPTION, Severity.INFO, False
    settings = ("algorithm",)
    since = "0.1.0"
    help = "state a default encryption of the bucket, or name one with the object"
    references = (defaults.ENCRYPTION.source,)
    aliases = ("CKV_AWS_186", "CKV_AWS_181")
    judges = Object

    bad = (
        Example(
            "neither says",
            cloudformation=NO_OBJECTS,
            terraform="""
                resource "aws_s3_bucket" "site" {}

                resource "aws_s3_object" "report" {  # expect: unencrypted-object
                  bucket  = aws_s3_bucket.site.id
                  key     = "report.pdf"
                  content = "…"
                }
            """,
        ),
    )
    good = (
        Example(
            "the object says, or its bucket",
            cloudformation=NO_OBJECTS,
            terraform="""
                resource "aws_s3_bucket" "site" {}

                resource "aws_s3_object" "report" {
                  bucket     = aws_s3_bucket.site.id
                  key        = "report.pdf"
                  content    = "…"
                  kms_key_id = "arn:aws:kms:eu-west-1:111122223333:alias/site"
                }

                resource "aws_s3_bucket" "ledger" {
                  server_side_encryption_configuration {
                    rule {
                      apply_server_side_encryption_by_default {
                        sse_algorithm = "aws:kms"
                      }
                    }
                  }
                }

                resource "aws_s3_object" "page" {
                  bucket  = aws_s3_bucket.ledger.id
                  key     = "page.pdf"
                  content = "…"
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "the encryption is left to whoever deploys, or the bucket is somebody else's",
            cloudformation=NO_OBJECTS,
            terraform="""
                variable "encryption" {}  # expect: unencrypted-object

                resource "aws_s3_bucket" "site" {}

                resource "aws_s3_object" "report" {
                  bucket                 = aws_s3_bucket.site.id
                  key                    = "report.pdf"
                  content                = "…"
                  server_side_encryption = var.encryption
                }
            """,
        ),
    )

    def check(self, item: Object) -> Iterator[Finding]:
        if isinstance(item.algorithm, Known):
            return
        match item.bucket:
            case Known(bucket):
                stated = bucket.encryption
            case Absent() | Unknown() as stated:
                pass
        match item.algorithm, stated:
            case _, Known():
                return
            case (Unknown() as unknown, _) | (_, Unknown() as unknown):
                yield self.undecided(unknown, f"whether the encryption of {item} is stated")
            case _:
                yield self.fail(item.origin, f"neither {item} nor its bucket states an encryption")
