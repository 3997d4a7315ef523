"""Buckets that go, with or without their objects, because a line of code went."""

from collections.abc import Iterator

from s3lint import Absent, Bucket, Example, Finding, Group, Known, Rule, Setting, Severity, Unknown, enumerated, not_expressible

_KEEPS = {"Retain", "RetainExceptOnCreate"}

_IN_TERRAFORM = "remove force_destroy"
_IN_CLOUDFORMATION = "set DeletionPolicy and UpdateReplacePolicy to Retain"


class UnprotectedDeletion(Rule):
    """
    ## What it checks
    Terraform does not empty the bucket in order to delete it: `force_destroy` is not true. CloudFormation keeps the bucket
    when its stack is deleted or an update replaces it: `DeletionPolicy` and `UpdateReplacePolicy` are `Retain`.

    ## Why it matters
    With `force_destroy` every object and version goes with the bucket, on a `destroy`, a renaming or a mistake in a condition.
    CloudFormation refuses to delete a bucket that holds objects; an empty one goes, with its name, which somebody else can take
    then, and a replacement leaves the data behind in a bucket that nothing names any more.

    ## When to ignore it
    In stacks for tests and previews, which must go without a trace.

    ## Known limits
    `prevent_destroy` of Terraform, termination protection and stack policies are not seen. `force_destroy` of single objects is
    not judged. Off by default: most buckets in public templates lack the attributes, and hold nothing that must be kept.
    """

    name = "unprotected-deletion"
    summary = "the bucket is deleted together with its code"
    group, severity, default = Group.DURABILITY, Severity.LOW, False
    settings = ("force_destroy", "deletion_policy", "update_replace_policy")
    since = "0.1.0"
    help = "remove force_destroy; in CloudFormation set DeletionPolicy and UpdateReplacePolicy to Retain"
    references = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-updatereplacepolicy.html",
        "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket#force_destroy",
    )
    aliases = ("W3011",)

    bad = (
        Example(
            "the bucket goes with its code",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Ledger:  # expect: unprotected-deletion
                    Type: AWS::S3::Bucket
                  Archive:  # expect: unprotected-deletion
                    Type: AWS::S3::Bucket
                    DeletionPolicy: Retain
                  Reports:
                    Type: AWS::S3::Bucket
                    DeletionPolicy: Retain
                    UpdateReplacePolicy: Delete  # expect: unprotected-deletion
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {
                  force_destroy = true  # expect: unprotected-deletion
                }
            """,
        ),
    )
    good = (
        Example(
            "the bucket stays",
            twins_differ=True,
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    DeletionPolicy: RetainExceptOnCreate
                    UpdateReplacePolicy: Retain
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {
                  force_destroy = false
                }

                resource "aws_s3_bucket" "archive" {}
            """,
        ),
    )
    undecidable = (
        Example(
            "left to whoever deploys",
            cloudformation=not_expressible("it takes no parameters there without an extension of the language"),
            terraform="""
                variable "emptied" {  # expect: unprotected-deletion
                  type = string
                }

                resource "aws_s3_bucket" "ledger" {
                  force_destroy = var.emptied
                }
            """,
        ),
    )

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.force_destroy:
            case Known(True, origin):
                yield self.fail(origin, f"{bucket} is deleted with everything in it: force_destroy is true", help=_IN_TERRAFORM)
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether {bucket} is emptied to be deleted", help=_IN_TERRAFORM)
            case Absent(no_place=why) if why:
                yield from self._of_stack(bucket)

    def _of_stack(self, bucket: Bucket) -> Iterator[Finding]:
        policies: tuple[tuple[str, str, Setting[str]], ...] = (
            ("DeletionPolicy", "deletion_policy", bucket.deletion_policy),
            ("UpdateReplacePolicy", "update_replace_policy", bucket.update_replace_policy),
        )
        unknowns = [(key, setting) for _, key, setting in policies if isinstance(setting, Unknown)]
        deleting = [each for each in policies if not isinstance(each[2], Unknown) and not _keeps(each[2])]
        if deleting:
            names = enumerated([name for name, _, _ in deleting])
            stated = [each for each in deleting if isinstance(each[2], Known)]
            _, key, setting = (stated or deleting)[0]
            verb = "is" if len(deleting) == 1 else "are"
            message = f"{bucket} goes with its stack: {names} {verb} not Retain"
            yield self.fail(setting.origin, message, help=_IN_CLOUDFORMATION, setting=key)
        for key, unknown in unknowns[:1]:
            yield self.undecided(unknown, f"whether {bucket} goes with its stack", help=_IN_CLOUDFORMATION, setting=key)


def _keeps(setting: Setting[str]) -> bool:
    return isinstance(setting, Known) and setting.value in _KEEPS
