"""Credentials that stand in the code of buckets and objects."""

from collections.abc import Iterator
from typing import Union

from s3lint import (
    Bucket,
    Example,
    Finding,
    Group,
    Known,
    Object,
    Rule,
    Setting,
    Severity,
    Tags,
    Text,
    Unknown,
    not_expressible,
    secret_in,
    secret_named,
)


class SecretInConfiguration(Rule):
    """
    ## What it checks
    No tag of a bucket or object, no metadata of an object and no content that is written in the code holds a credential:
    access keys, private keys, tokens with a form of their own, passwords in addresses, and values whose key calls them a
    secret.

    ## Why it matters
    Code is copied, forked and searched. Tags are shown to everyone who may list resources, in bills and in logs; Terraform
    keeps content in its state. Programs find a key that was published within minutes.

    ## When to ignore it
    Where the value is none, or belongs to a test.

    ## Known limits
    A secret without a form or a telling name is not seen. What comes from a parameter or variable without a value does not
    stand in the code, and passes. Files that `source` names are not read.
    """

    name = "secret-in-configuration"
    summary = "a credential stands in the code"
    group, severity, default = Group.HYGIENE, Severity.HIGH, True
    judges = (Bucket, Object)
    settings = ("tags[].value", "metadata.tags[].value", "content")
    since = "0.1.0"
    help = "revoke the credential, and keep the next one in Secrets Manager or Parameter Store"
    references = (
        "https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html",
        "https://docs.aws.amazon.com/general/latest/gr/aws_tagging.html",
    )

    bad = (
        Example(
            "a key of AWS in a tag, and a secret by its name",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      Tags:
                        - Key: importer
                          Value: AKIAZ2LEDGERLEDGER22  # expect: secret-in-configuration
                  Archive:
                    Type: AWS::S3::Bucket
                    Properties:
                      Tags:
                        - Key: db-password
                          Value: hunter2hunter2  # expect: secret-in-configuration
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {
                  tags = {
                    importer = "AKIAZ2LEDGERLEDGER22"  # expect: secret-in-configuration
                  }
                }

                resource "aws_s3_object" "settings" {
                  bucket  = aws_s3_bucket.ledger.id
                  key     = "settings"
                  content = "url = postgres://app:hunter2@db.internal/app"  # expect: secret-in-configuration
                }
            """,
        ),
        Example(
            "a private key in an object, and a token in metadata",
            cloudformation=not_expressible("it declares no objects"),
            terraform="""
                variable "name" {
                  type = string
                }

                resource "aws_s3_object" "key" {
                  bucket  = "acme-ledger"
                  key     = "key.pem"
                  content = "# for ${var.name}\\n-----BEGIN RSA PRIVATE KEY-----"  # expect: secret-in-configuration
                }

                resource "aws_s3_object" "job" {
                  bucket   = "acme-ledger"
                  key      = "job"
                  metadata = { token = "a1b2c3d4e5f6" }  # expect: secret-in-configuration
                }
            """,
        ),
    )
    good = (
        Example(
            "names of secrets, placeholders, and what is left to whoever deploys",
            twins_differ=True,
            cloudformation="""
                Parameters:
                  Token:
                    Type: String
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      Tags:
                        - Key: db-password
                          Value: /ledger/prod1/password
                        - Key: access-key
                          Value: AKIAIOSFODNN7EXAMPLE
                        - Key: token
                          Value: !Ref Token
            """,
            terraform="""
                variable "token" {
                  type = string
                }

                resource "aws_s3_bucket" "ledger" {
                  tags = {
                    secret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:ledger"
                    token  = var.token
                  }
                }

                resource "aws_s3_object" "settings" {
                  bucket  = aws_s3_bucket.ledger.id
                  key     = "settings"
                  content = "url = postgres://app:${var.token}@db.internal/app"
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "the tag is there in some cases",
            cloudformation="""
                Parameters:
                  Stage:
                    Type: String
                    AllowedValues: [dev, prod]
                Conditions:
                  IsDev: !Equals [!Ref Stage, dev]
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      Tags:
                        - Key: db-password
                          Value: !If [IsDev, hunter2hunter2, /ledger/password]  # expect: secret-in-configuration
            """,
            terraform="""
                variable "dev" {
                  type = bool
                }

                resource "aws_s3_bucket" "ledger" {
                  tags = {
                    db-password = var.dev ? "hunter2hunter2" : "/ledger/password"  # expect: secret-in-configuration
                  }
                }
            """,
        ),
    )

    def check(self, holder: Union[Bucket, Object]) -> Iterator[Finding]:
        yield from self._in_tags(holder, holder.tags, "tag", "tags[].value")
        if isinstance(holder, Object):
            yield from self._in_tags(holder, holder.metadata, "metadata", "metadata.tags[].value")
            match holder.content:
                case Known(content, origin):
                    kind = secret_in(_written(content))
                    if kind:
                        yield self.fail(origin, f"the content of {holder} holds {kind}", setting="content")

    def _in_tags(self, holder: Union[Bucket, Object], tags: Setting[Tags], word: str, setting: str) -> Iterator[Finding]:
        match tags:
            case Known(found):
                for tag in found.tags:
                    match tag.key, tag.value:
                        case Unknown(), Known(value, origin):
                            kind = secret_in(_written(value))
                            if kind:
                                yield self.fail(origin, f"a {word} of {holder} holds {kind}", setting=setting)
                        case Known(key), Known(value, origin):
                            kind = secret_named(_written(key), _written(value))
                            if kind:
                                message = f"the {word} {key} of {holder} holds {kind}"
                                yield self.fail(origin, message, setting=setting, part=_written(key))


def _written(text: Text) -> str:
    """What of a text stands in the code."""
    return "".join(piece.content if isinstance(piece.content, str) else " " for piece in text.pieces)
