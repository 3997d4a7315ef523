"""Bucket policies by which other accounts can take the bucket over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from s3lint import (
    Bucket,
    Finding,
    Group,
    Note,
    Option,
    Policy,
    PolicyExample,
    PolicyRule,
    Severity,
    enumerated,
    sensitive_cross_account_grants,
)

if TYPE_CHECKING:  # a bucket without a policy needs nothing of what decides
    from s3lint import Grantee, Statement


class CrossAccountSensitiveAction(PolicyRule):
    """
    ## What it checks
    Nobody outside the owner's account and the trusted ones is allowed `s3:DeleteBucketPolicy`, `s3:PutBucketAcl`,
    `s3:PutBucketPolicy`, `s3:PutEncryptionConfiguration` or `s3:PutObjectAcl`. Conditions and Deny statements count.

    ## Why it matters
    Whoever may change the policy or the ACLs can give anybody access to everything, the owner's own account excluded if
    they like.

    ## Known limits
    Which account owns the bucket is not written in most code. Unless `--account` says so, a literal account may be the
    owner's own, and the verdict is undecided. What everyone may do is judged by the rules about public policies. The
    accounts that are trusted by `cross-account-grant` are not trusted here.
    """

    name = "cross-account-sensitive-action"
    summary = "the policy lets another account change policy, ACLs or encryption"
    group, severity, default = Group.POLICY, Severity.HIGH, True
    since = "0.1.0"
    help = "leave these actions to the account that owns the bucket"
    references = (
        "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-6",
        "https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-blacklisted-actions-prohibited.html",
    )
    asks = "whether the policy of {} lets another account change policy, ACLs or encryption"
    settings = ("policy.grants",)

    trusted = Option(
        (),
        "accounts, organizations, canonical users and networks that may do even this",
        pattern=r"[0-9]{12}|o-[a-z0-9]{10,32}|[0-9a-f]{64}|vpce?-[0-9a-f]+|[0-9a-f]*[.:][0-9a-f.:]*(/[0-9]{1,3})?",
        expected="the id of an account, organization, canonical user, VPC or endpoint, or an address range",
    )

    bad = (
        PolicyExample(
            "a role of another account may change the policy",
            """
            Effect: Allow
            Principal: { AWS: arn:aws:iam::111122223333:role/admin }  # expect: cross-account-sensitive-action
            Action: s3:PutBucketPolicy
            Resource: $bucket
            """,
            account="444455556666",
        ),
        PolicyExample(
            "a pattern includes the ACLs of objects",
            """
            Effect: Allow
            Principal: { AWS: arn:aws:iam::111122223333:role/admin }  # expect: cross-account-sensitive-action
            Action: s3:Put*
            Resource: $bucket/*
            """,
            account="444455556666",
        ),
    )
    good = (
        PolicyExample(
            "a role of the owner's account",
            """
            Effect: Allow
            Principal: { AWS: arn:aws:iam::111122223333:role/admin }
            Action: s3:PutBucketPolicy
            Resource: $bucket
            """,
            account="111122223333",
        ),
        PolicyExample(
            "another account may only read",
            """
            Effect: Allow
            Principal: { AWS: arn:aws:iam::111122223333:role/reader }
            Action: s3:GetObject
            Resource: $bucket/*
            """,
            account="444455556666",
        ),
    )
    undecidable = (
        PolicyExample(
            "an account that may be the owner's",
            """
            Effect: Allow
            Principal: { AWS: arn:aws:iam::111122223333:role/admin }  # expect: cross-account-sensitive-action
            Action: s3:PutBucketPolicy
            Resource: $bucket
            """,
        ),
        PolicyExample(
            "the account is left to whoever deploys",
            """
            Effect: Allow
            Principal: { AWS: $admin }  # expect: cross-account-sensitive-action
            Action: s3:PutBucketPolicy
            Resource: $bucket
            """,
        ),
    )

    def check_policy(self, bucket: Bucket, policy: Policy) -> Iterator[Finding]:
        grants = sensitive_cross_account_grants(policy, bucket.target, self.trusted)
        for statement, grantees in grants.by_statement():
            yield self._grant(bucket, statement, grantees)
        if grants.doubt is not None:
            yield self.unanswered(bucket, grants.doubt)

    def _grant(self, bucket: Bucket, statement: Statement, grantees: Sequence[Grantee]) -> Finding:
        """What one statement gives to others."""
        outside = [grantee for grantee in grantees if grantee.doubt is None]
        doubtful = grantees[0].doubt
        action = (outside or grantees)[0].request.action
        if not outside and doubtful is not None:
            who = enumerated(list(dict.fromkeys(grantee.who for grantee in grantees)))
            message = f"whether {who}, whom the policy of {bucket} allows {action}, is outside its owner's account"
            return self.undecided(doubtful, message, part=statement)
        first, *others = outside
        return self.fail(
            first.origin,
            f"the policy of {bucket} allows {action} to {enumerated(list(dict.fromkeys(grantee.who for grantee in outside)))}",
            related=[Note(grantee.origin, f"lets in {grantee.who}") for grantee in others if grantee.origin != first.origin],
            request=str(first.request),
            part=statement,
        )
