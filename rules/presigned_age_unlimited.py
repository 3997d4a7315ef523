"""Buckets that answer to links that were signed long ago."""

from collections.abc import Iterator

from s3lint import (
    Answer,
    Bucket,
    Example,
    Finding,
    Group,
    Option,
    Origin,
    Policy,
    PolicyExample,
    PolicyRule,
    Severity,
    denies_old_signatures,
)


class PresignedAgeUnlimited(PolicyRule):
    """
    ## What it checks
    The bucket policy denies every request whose signature is older than the configured number of minutes. The union of all
    Deny statements counts.

    ## Why it matters
    A presigned address is a key that whoever holds it can use, for up to seven days, and nobody can call it back. Addresses
    end up in mails, logs and histories. Whoever made one chose its life; the policy caps that for all.

    ## When to ignore it
    Addresses that are handed out for days need a longer limit: set it with the option.

    ## Known limits
    Requests that are signed in a header are minutes old at most, since S3 refuses older ones.
    """

    name = "presigned-age-unlimited"
    summary = "requests with old signatures are not denied"
    group, severity, default = Group.POLICY, Severity.INFO, False
    settings = ("policy.signatures",)
    since = "0.1.0"
    help = "add a statement that denies s3:* to everyone when s3:signatureAge is above the limit, in milliseconds"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html",
    )
    asks = "whether the policy of {} denies requests with old signatures"

    minutes = Option(10, "the age in minutes up to which a signature is taken")

    bad = (
        Example(
            "no policy",
            cloudformation="""
                Resources:
                  Ledger:  # expect: presigned-age-unlimited
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {  # expect: presigned-age-unlimited
                }
            """,
        ),
        PolicyExample(
            "only what is older than an hour is denied",
            """
            Effect: Deny
            Principal: "*"
            Action: s3:*
            Resource: [$bucket, $bucket/*]
            Condition:
              NumericGreaterThan:
                s3:signatureAge: "3600000"  # expect: presigned-age-unlimited
            """,
        ),
    )
    good = (
        PolicyExample(
            "everything above ten minutes is denied",
            """
            Effect: Deny
            Principal: "*"
            Action: s3:*
            Resource: [$bucket, $bucket/*]
            Condition:
              NumericGreaterThan:
                s3:signatureAge: "600000"
            """,
        ),
        PolicyExample(
            "an hour is short enough",
            """
            Effect: Deny
            Principal: "*"
            Action: s3:*
            Resource: [$bucket, $bucket/*]
            Condition:
              NumericGreaterThan:
                s3:signatureAge: "3600000"
            """,
            options=(("minutes", 60),),
        ),
    )
    undecidable = (
        PolicyExample(
            "the limit is left to whoever deploys",
            """
            Effect: Deny
            Principal: "*"
            Action: s3:*
            Resource: [$bucket, $bucket/*]
            Condition:
              NumericGreaterThan:
                s3:signatureAge: $limit  # expect: presigned-age-unlimited
            """,
        ),
    )

    def answer(self, bucket: Bucket, policy: Policy) -> Answer:
        return denies_old_signatures(policy, bucket.target, self.minutes * 60_000)

    def check_policy(self, bucket: Bucket, policy: Policy) -> Iterator[Finding]:
        message = f"the policy of {bucket} lets requests through whose signature is older than {self.minutes} minutes"
        yield from self.slips_through(bucket, self.answer(bucket, policy), message)

    def without_policy(self, bucket: Bucket, origin: Origin) -> Iterator[Finding]:
        message = f"nothing denies requests to {bucket} with old signatures: it has no bucket policy"
        yield self.fail(origin, message)
