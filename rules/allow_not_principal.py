"""Bucket policies that allow something to all but a few."""

from collections.abc import Iterator

from s3lint import Bucket, Finding, Group, Policy, PolicyExample, PolicyRule, Severity, not_principal_grants


class AllowNotPrincipal(PolicyRule):
    """
    ## What it checks
    No Allow statement has `NotPrincipal` in place of `Principal`.

    ## Why it matters
    Such a statement means everyone except those it lists, anonymous callers included, which is hardly ever what its author
    had in mind. AWS does not support the combination, so what it does may also change without notice.

    ## Known limits
    The form is reported whatever holds the grant back. Where such a statement makes the bucket public, `wildcard-principal`
    says so, with the request that gets through, and speaks for this rule. `NotPrincipal` with Deny is supported and not
    reported.
    """

    name = "allow-not-principal"
    summary = "a statement allows with NotPrincipal"
    group, severity, default = Group.POLICY, Severity.HIGH, True
    since = "0.1.0"
    help = "name those who need access in Principal; to keep some out, use a Deny statement"
    references = ("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html",)
    aliases = ("F9", "S3_BUCKETPOLICY_NO_ALLOW_PLUS_NOTPRINCIPAL")
    asks = "whether the policy of {} allows with NotPrincipal"
    settings = ("policy.principals",)

    bad = (
        PolicyExample(
            "everyone but one account may read",
            """
            Effect: Allow
            NotPrincipal: { AWS: arn:aws:iam::111122223333:root }  # expect: allow-not-principal
            Action: s3:GetObject
            Resource: $bucket/*
            """,
        ),
    )
    good = (
        PolicyExample(
            "those who may read are named",
            """
            Effect: Allow
            Principal: { AWS: arn:aws:iam::111122223333:role/reader }
            Action: s3:GetObject
            Resource: $bucket/*
            """,
        ),
        PolicyExample(
            "everyone but one account is denied",
            """
            Effect: Deny
            NotPrincipal: { AWS: arn:aws:iam::111122223333:root }
            Action: s3:GetObject
            Resource: $bucket/*
            """,
        ),
    )
    undecidable = (
        PolicyExample(
            "whether it allows is left to whoever deploys",
            """
            Effect: $effect  # expect: allow-not-principal
            NotPrincipal: { AWS: arn:aws:iam::111122223333:root }
            Action: s3:GetObject
            Resource: $bucket/*
            """,
        ),
    )

    def check_policy(self, bucket: Bucket, policy: Policy) -> Iterator[Finding]:
        remarks = not_principal_grants(policy)
        for remark in remarks.found:
            yield self.fail(
                remark.origin,
                f"the policy of {bucket} allows with NotPrincipal: {remark.text}",
                part=remark.statement,
                yields_to=("wildcard-principal",),
            )
        if remarks.doubt is not None:
            yield self.unanswered(bucket, remarks.doubt)
