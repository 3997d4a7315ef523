"""Buckets whose objects can be deleted without a second factor."""

from collections.abc import Iterator

from s3lint import (
    Answer,
    Bucket,
    Example,
    Finding,
    Group,
    Origin,
    Policy,
    PolicyExample,
    PolicyRule,
    Severity,
    denies_deletion_without_mfa,
)


class MfaDeleteByPolicy(PolicyRule):
    """
    ## What it checks
    The bucket policy denies every `s3:DeleteObject` and `s3:DeleteObjectVersion` by a caller without multi-factor
    authentication. The union of all Deny statements counts.

    ## Why it matters
    A stolen access key alone can't delete anything then. MFA Delete, the setting of the bucket, can't be set by
    CloudFormation and only by the root user otherwise; a Deny works everywhere.

    ## Known limits
    Programs have no second factor, so this fits buckets that only people delete from; the rule is off by default. The key
    `aws:MultiFactorAuthPresent` is absent for long-term access keys: a Deny needs `BoolIfExists` to cover them. Expiry by
    lifecycle rules is not subject to bucket policies.
    """

    name = "mfa-delete-by-policy"
    summary = "deletions without a second factor are not denied"
    group, severity, default = Group.DURABILITY, Severity.INFO, False
    since = "0.1.0"
    help = "deny s3:DeleteObject and s3:DeleteObjectVersion with BoolIfExists aws:MultiFactorAuthPresent false"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html#example-bucket-policies-MFA",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
    )
    asks = "whether the policy of {} denies deletions without a second factor"
    settings = ("policy.deletions",)

    bad = (
        Example(
            "no policy",
            cloudformation="""
                Resources:
                  Ledger:  # expect: mfa-delete-by-policy
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {  # expect: mfa-delete-by-policy
                }
            """,
        ),
        PolicyExample(
            "long-term keys slip through",
            """
            Effect: Deny
            Principal: "*"
            Action: s3:DeleteObject*
            Resource: $bucket/*
            Condition:
              Bool:
                aws:MultiFactorAuthPresent: "false"  # expect: mfa-delete-by-policy
            """,
        ),
    )
    good = (
        PolicyExample(
            "callers without the key are denied too",
            """
            Effect: Deny
            Principal: "*"
            Action: s3:DeleteObject*
            Resource: $bucket/*
            Condition:
              BoolIfExists:
                aws:MultiFactorAuthPresent: "false"
            """,
        ),
    )
    undecidable = (
        PolicyExample(
            "the value is left to whoever deploys",
            """
            Effect: Deny
            Principal: "*"
            Action: s3:DeleteObject*
            Resource: $bucket/*
            Condition:
              BoolIfExists:
                aws:MultiFactorAuthPresent: $present  # expect: mfa-delete-by-policy
            """,
        ),
    )

    def answer(self, bucket: Bucket, policy: Policy) -> Answer:
        return denies_deletion_without_mfa(policy, bucket.target)

    def check_policy(self, bucket: Bucket, policy: Policy) -> Iterator[Finding]:
        message = f"the policy of {bucket} lets deletions without a second factor through"
        yield from self.slips_through(bucket, self.answer(bucket, policy), message)

    def without_policy(self, bucket: Bucket, origin: Origin) -> Iterator[Finding]:
        message = f"nothing denies deletions from {bucket} without a second factor: it has no bucket policy"
        yield self.fail(origin, message)
