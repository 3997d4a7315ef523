"""Bucket policies that nobody can change any more."""

from collections.abc import Iterator

from s3lint import (
    Bucket,
    Finding,
    Group,
    Holds,
    Note,
    Policy,
    PolicyExample,
    PolicyRule,
    Severity,
    Undecided,
    Unknown,
    locks_out,
)


class PolicyLockout(PolicyRule):
    """
    ## What it checks
    The Deny statements of the policy leave somebody who can call `s3:PutBucketPolicy`. All of them together count: they may
    lock everybody out although none of them does so alone.

    ## Why it matters
    A Deny for everyone includes the administrators, and the pipeline that deploys the next version. Only the root user of
    the account can delete such a policy then.

    ## Known limits
    Whether those who are left really exist, and what their own policies allow, can't be seen here.
    """

    name = "policy-lockout"
    summary = "everyone is denied to change the policy"
    group, severity, default = Group.POLICY, Severity.HIGH, True
    since = "0.1.0"
    help = "leave out the management of the policy, or except those who administrate the bucket"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html",
        "https://repost.aws/knowledge-center/s3-accidentally-denied-access",
    )
    aliases = ("CKV_AWS_93",)
    asks = "whether the policy of {} locks everybody out"
    settings = ("policy.management",)

    bad = (
        PolicyExample(
            "everything is denied to everyone",
            """
            Effect: Deny
            Principal: "*"
            Action: s3:*  # expect: policy-lockout
            Resource: [$bucket, $bucket/*]
            """,
        ),
        PolicyExample(
            "two statements that leave nobody",
            """
            - Effect: Deny
              Principal: "*"
              Action: s3:*  # expect: policy-lockout
              Resource: $bucket
              Condition:
                ArnLike:
                  aws:PrincipalArn: "arn:aws:iam::*:role/*"
            - Effect: Deny
              Principal: "*"
              Action: s3:*
              Resource: $bucket
              Condition:
                ArnNotLike:
                  aws:PrincipalArn: "arn:aws:iam::*:role/*"
            """,
        ),
    )
    good = (
        PolicyExample(
            "only requests without TLS are denied",
            """
            Effect: Deny
            Principal: "*"
            Action: s3:*
            Resource: [$bucket, $bucket/*]
            Condition:
              Bool:
                aws:SecureTransport: "false"
            """,
        ),
        PolicyExample(
            "an administrator is excepted",
            """
            Effect: Deny
            Principal: "*"
            Action: s3:*
            Resource: [$bucket, $bucket/*]
            Condition:
              ArnNotEquals:
                aws:PrincipalArn: arn:aws:iam::111122223333:role/admin
            """,
        ),
        PolicyExample(
            "only objects are locked",
            """
            Effect: Deny
            Principal: "*"
            Action: s3:DeleteObject
            Resource: $bucket/*
            """,
        ),
    )
    undecidable = (
        PolicyExample(
            "who is denied is left to whoever deploys",
            """
            Effect: Deny
            Principal: { AWS: $denied }  # expect: policy-lockout
            Action: s3:*
            Resource: [$bucket, $bucket/*]
            """,
        ),
    )

    def with_malformed(self, bucket: Bucket, unknown: Unknown) -> Iterator[Finding]:
        yield from ()  # S3 refuses it, so it locks nobody out

    def check_policy(self, bucket: Bucket, policy: Policy) -> Iterator[Finding]:
        match locks_out(policy, bucket.target):
            case Holds(_, (first, *others)):
                yield self.fail(
                    first.actions.origin,
                    f"the policy of {bucket} denies everyone to change it, its administrators included",
                    label=f"{first} covers s3:PutBucketPolicy",
                    related=[Note(other.actions.origin, f"{other} denies it to the others") for other in others],
                    result="only the root user of the account can delete the policy then",
                    part=first,
                )
            case Undecided(unknown):
                yield self.unanswered(bucket, unknown)
