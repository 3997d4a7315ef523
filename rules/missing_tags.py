"""Buckets without the tags that everything should have."""

from collections.abc import Iterator

from s3lint import Absent, Bucket, Example, Finding, Group, Known, Option, Origin, Rule, Severity, Tags, Unknown, enumerated


class MissingTags(Rule):
    """
    ## What it checks
    The bucket has every tag that the configuration asks for. The `default_tags` of a Terraform provider count. Keys are
    compared with upper and lower case, as AWS does; a tag with an empty value is there.

    ## Why it matters
    Tags say who pays, who answers and how sensitive the data is. Policies that go by tags let in, or keep out, what has
    none.

    ## When to ignore it
    For buckets that live as long as a test.

    ## Known limits
    Nothing is judged without a configuration. Tags of a CloudFormation stack reach its buckets, too, and stand in no
    template.
    """

    name = "missing-tags"
    summary = "the bucket lacks tags"
    group, severity, default = Group.HYGIENE, Severity.INFO, False
    settings = ("tags", "tags[].key")
    since = "0.1.0"
    help = "add the tags to the bucket, or to all that is deployed with it"
    references = ("https://docs.aws.amazon.com/AmazonS3/latest/userguide/CostAllocTagging.html",)
    aliases = ("aws_resource_missing_tags", "s3-bucket-tagged")

    keys = Option((), "the keys of the tags that every bucket needs")

    bad = (
        Example(
            "no tags, and others",
            cloudformation="""
                Resources:
                  Ledger:  # expect: missing-tags
                    Type: AWS::S3::Bucket
                  Archive:
                    Type: AWS::S3::Bucket
                    Properties:
                      Tags:
                        - Key: owner  # expect: missing-tags
                          Value: accounting
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {  # expect: missing-tags
                }

                resource "aws_s3_bucket" "archive" {
                  tags = { owner = "accounting" }  # expect: missing-tags
                }
            """,
            options=(("keys", ("owner", "data")),),
        ),
    )
    good = (
        Example(
            "all tags, some of them from the provider",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      Tags:
                        - Key: owner
                          Value: accounting
                        - Key: data
                          Value: ""
            """,
            terraform="""
                provider "aws" {
                  default_tags {
                    tags = { owner = "accounting" }
                  }
                }

                resource "aws_s3_bucket" "ledger" {
                  tags = { data = "" }
                }
            """,
            options=(("keys", ("owner", "data")),),
        ),
    )
    undecidable = (
        Example(
            "a key is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Key:  # expect: missing-tags
                    Type: String
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      Tags:
                        - Key: !Ref Key
                          Value: accounting
            """,
            terraform="""
                variable "tags" {  # expect: missing-tags
                  type = map(string)
                }

                resource "aws_s3_bucket" "ledger" {
                  tags = var.tags
                }
            """,
            options=(("keys", ("owner",)),),
        ),
    )
    inapplicable = (
        Example(
            "no tags are asked for",
            cloudformation="""
                Resources:
                  Ledger:  # expect: missing-tags
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {  # expect: missing-tags
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        if not self.keys:
            yield self.not_applicable(bucket.origin, "the configuration asks for no tags")
            return
        match bucket.tags:
            case Known(tags, origin):
                yield from self._of_tags(bucket, tags, origin)
            case Absent(origin):
                yield self._fail(bucket, list(self.keys), origin)
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether {bucket} has the tags {enumerated(self.keys)}")

    def _of_tags(self, bucket: Bucket, tags: Tags, origin: Origin) -> Iterator[Finding]:
        unknown, known = tags.unknown, set()
        for tag in tags.tags:
            match tag.key:
                case Known(text) if text.literal is not None:
                    known.add(text.literal)
                case Known(text) if text.unknowns:
                    unknown = unknown or text.unknowns[0]
                case Unknown():
                    unknown = unknown or tag.key
        missing = [key for key in self.keys if key not in known]
        if missing and unknown is not None:
            yield self.undecided(unknown, f"whether {bucket} has the tags {enumerated(missing)}", setting="tags[].key")
        elif missing:
            yield self._fail(bucket, missing, origin)

    def _fail(self, bucket: Bucket, missing: list[str], origin: Origin) -> Finding:
        noun = "tag" if len(missing) == 1 else "tags"
        return self.fail(origin, f"{bucket} lacks the {noun} {enumerated(missing)}", properties=(("keys", ",".join(missing)),))
