"""Bucket policies that allow more actions than anyone needs."""

from collections.abc import Iterator

from s3lint import Bucket, Finding, Group, Note, Policy, PolicyExample, PolicyRule, Severity, wildcard_actions


class WildcardAction(PolicyRule):
    """
    ## What it checks
    No Allow statement has `*`, `s3:*` or another pattern of actions that covers both writing objects and managing the
    policy, such as `s3:Put*`. In a statement about objects only, these are `*` and `s3:*`.

    ## Why it matters
    Whoever may do everything may also change the policy, turn off logging and delete the bucket. Hardly any caller needs
    that, and with new features of S3 the grant grows by itself.

    ## Known limits
    Each pattern is judged alone. Of who is granted the actions only the root of the owner's own account is left out, which
    may do everything anyway; where nobody says who the owner is, one account may be. Of conditions, those that only requests
    through an access point meet are left out. `NotAction` is the business of `allow-not-action`.
    """

    name = "wildcard-action"
    summary = "a statement allows writes and policy management by a wildcard"
    group, severity, default = Group.POLICY, Severity.MEDIUM, True
    since = "0.1.0"
    help = "list the actions that the principal needs, for example s3:GetObject"
    references = (
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html",
    )
    aliases = ("F15", "S3_BUCKET_POLICY_NO_WILDCARD_ACTION")
    asks = "whether the policy of {} allows actions by a wildcard"
    settings = ("policy.actions",)

    bad = (
        PolicyExample(
            "everything in S3",
            """
            Effect: Allow
            Principal: { AWS: arn:aws:iam::111122223333:role/reader }
            Action: s3:*  # expect: wildcard-action
            Resource: [$bucket, $bucket/*]
            """,
        ),
        PolicyExample(
            "one pattern among named actions",
            """
            Effect: Allow
            Principal: { AWS: arn:aws:iam::111122223333:role/reader }
            Action: [s3:GetObject, s3:Put*]  # expect: wildcard-action
            Resource: [$bucket, $bucket/*]
            """,
        ),
    )
    good = (
        PolicyExample(
            "actions by name",
            """
            Effect: Allow
            Principal: { AWS: arn:aws:iam::111122223333:role/reader }
            Action: [s3:GetObject, s3:PutObject]
            Resource: $bucket/*
            """,
        ),
        PolicyExample(
            "a pattern that only reads",
            """
            Effect: Allow
            Principal: { AWS: arn:aws:iam::111122223333:role/reader }
            Action: s3:Get*
            Resource: [$bucket, $bucket/*]
            """,
        ),
        PolicyExample(
            "a wildcard that denies",
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
    )
    undecidable = (
        PolicyExample(
            "the action is left to whoever deploys",
            """
            Effect: Allow
            Principal: { AWS: arn:aws:iam::111122223333:role/reader }
            Action: $granted  # expect: wildcard-action
            Resource: [$bucket, $bucket/*]
            """,
        ),
    )

    def check_policy(self, bucket: Bucket, policy: Policy) -> Iterator[Finding]:
        remarks = wildcard_actions(policy, bucket.target)
        for statement, found in remarks.by_statement():
            first, *others = found
            yield self.fail(
                first.origin,
                f"the policy of {bucket} grants more than its use needs: {first.text}",
                related=[Note(other.origin, other.text) for other in others],
                part=statement,
            )
        if remarks.doubt is not None:
            yield self.unanswered(bucket, remarks.doubt)
