"""Bucket policies that allow all actions but a few."""

from collections.abc import Iterator

from s3lint import Bucket, Finding, Group, Policy, PolicyExample, PolicyRule, Severity, not_action_grants


class AllowNotAction(PolicyRule):
    """
    ## What it checks
    No Allow statement has `NotAction` in place of `Action`.

    ## Why it matters
    Such a statement grants every action except those it lists: managing the policy, deleting the bucket, and whatever AWS
    adds to S3 later.

    ## Known limits
    Who is granted the actions does not matter here. `NotAction` with Deny is not reported: it makes a policy stricter.
    """

    name = "allow-not-action"
    summary = "a statement allows with NotAction"
    group, severity, default = Group.POLICY, Severity.MEDIUM, True
    since = "0.1.0"
    help = "list the actions that are needed in Action; to keep some out, use a Deny statement"
    references = ("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html",)
    aliases = ("S3_BUCKET_POLICY_NO_ALLOW_PLUS_NOT_ACTION", "W20")
    asks = "whether the policy of {} allows with NotAction"
    settings = ("policy.actions",)

    bad = (
        PolicyExample(
            "a role may do all but delete the bucket",
            """
            Effect: Allow
            Principal: { AWS: arn:aws:iam::111122223333:role/reader }
            NotAction: s3:DeleteBucket  # expect: allow-not-action
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
            "all but one action are denied",
            """
            Effect: Deny
            Principal: { AWS: arn:aws:iam::111122223333:role/reader }
            NotAction: s3:DeleteBucket
            Resource: [$bucket, $bucket/*]
            """,
        ),
    )
    undecidable = (
        PolicyExample(
            "whether it allows is left to whoever deploys",
            """
            Effect: $effect  # expect: allow-not-action
            Principal: { AWS: arn:aws:iam::111122223333:role/reader }
            NotAction: s3:DeleteBucket
            Resource: [$bucket, $bucket/*]
            """,
        ),
    )

    def check_policy(self, bucket: Bucket, policy: Policy) -> Iterator[Finding]:
        remarks = not_action_grants(policy)
        for remark in remarks.found:
            yield self.fail(
                remark.origin,
                f"the policy of {bucket} allows with NotAction: {remark.text}",
                part=remark.statement,
            )
        if remarks.doubt is not None:
            yield self.unanswered(bucket, remarks.doubt)
