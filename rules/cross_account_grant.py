"""Bucket policies that let other accounts in."""

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
    cross_account_grants,
    enumerated,
    sensitive_cross_account_grants,
)

if TYPE_CHECKING:  # a bucket without a policy needs nothing of what decides
    from s3lint import Grantee, Statement


class CrossAccountGrant(PolicyRule):
    """
    ## What it checks
    Nobody outside the owner's account and the trusted ones is allowed anything: no account, role or user of another account,
    no canonical user, no organization, no network that is open to any account. Conditions and Deny statements count. The
    accounts of AWS that deliver the logs of load balancers are known and trusted.

    ## Why it matters
    Who holds the data of such a bucket is decided by people elsewhere. Grants of this kind outlive the project they were
    made for, and an account number says nothing to a reader.

    ## Known limits
    Which account owns the bucket is not written in most code. Unless `--account` says so, a literal account may be the
    owner's own, and the verdict is undecided. A principal who may also change the policy, the ACLs or the encryption is
    reported by `cross-account-sensitive-action` alone; what everyone may do by the rules about public policies.
    """

    name = "cross-account-grant"
    summary = "the policy lets another account in"
    group, severity, default = Group.POLICY, Severity.MEDIUM, True
    since = "0.1.0"
    help = "remove the grant, or list the account among the trusted ones"
    references = (
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html",
    )
    aliases = ("s3_bucket_cross_account_access",)
    asks = "whether the policy of {} lets another account in"
    settings = ("policy.grants",)

    trusted = Option(
        (),
        "accounts, organizations, canonical users and networks that may have access",
        pattern=r"[0-9]{12}|o-[a-z0-9]{10,32}|[0-9a-f]{64}|vpce?-[0-9a-f]+|[0-9a-f]*[.:][0-9a-f.:]*(/[0-9]{1,3})?",
        expected="the id of an account, organization, canonical user, VPC or endpoint, or an address range",
        own=("accounts", "org-ids", "vpc-endpoints", "networks"),
    )

    bad = (
        PolicyExample(
            "a role of another account",
            """
            Effect: Allow
            Principal: { AWS: arn:aws:iam::111122223333:role/reader }  # expect: cross-account-grant
            Action: s3:GetObject
            Resource: $bucket/*
            """,
            account="444455556666",
        ),
        PolicyExample(
            "an organization",
            """
            Effect: Allow
            Principal: "*"
            Action: s3:GetObject
            Resource: $bucket/*
            Condition:
              StringEquals:
                aws:PrincipalOrgID: o-exampleorgid  # expect: cross-account-grant
            """,
        ),
    )
    good = (
        PolicyExample(
            "a role of the owner's account",
            """
            Effect: Allow
            Principal: { AWS: arn:aws:iam::111122223333:role/reader }
            Action: s3:GetObject
            Resource: $bucket/*
            """,
            account="111122223333",
        ),
        PolicyExample(
            "a trusted account",
            """
            Effect: Allow
            Principal: { AWS: arn:aws:iam::111122223333:role/reader }
            Action: s3:GetObject
            Resource: $bucket/*
            """,
            options=(("trusted", ("111122223333",)),),
            account="444455556666",
        ),
        PolicyExample(
            "a trusted endpoint",
            """
            Effect: Allow
            Principal: "*"
            Action: s3:GetObject
            Resource: $bucket/*
            Condition:
              StringEquals:
                aws:SourceVpce: vpce-0123456789abcdef0
            """,
            options=(("trusted", ("vpce-0123456789abcdef0",)),),
        ),
        PolicyExample(
            "the logs of load balancers",
            """
            Effect: Allow
            Principal: { AWS: arn:aws:iam::054676820928:root }
            Action: s3:PutObject
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
            Principal: { AWS: arn:aws:iam::111122223333:role/reader }  # expect: cross-account-grant
            Action: s3:GetObject
            Resource: $bucket/*
            """,
        ),
        PolicyExample(
            "the account is left to whoever deploys",
            """
            Effect: Allow
            Principal: { AWS: $reader }  # expect: cross-account-grant
            Action: s3:GetObject
            Resource: $bucket/*
            """,
        ),
    )

    def check_policy(self, bucket: Bucket, policy: Policy) -> Iterator[Finding]:
        sensitive = sensitive_cross_account_grants(policy, bucket.target, self.trusted).found
        told = {(grantee.origin, grantee.who) for grantee in sensitive}
        grants = cross_account_grants(policy, bucket.target, self.trusted)
        for statement, grantees in grants.by_statement():
            untold = [grantee for grantee in grantees if (grantee.origin, grantee.who) not in told]
            if untold:
                yield self._grant(bucket, statement, untold)
        if grants.doubt is not None:
            yield self.unanswered(bucket, grants.doubt)

    def _grant(self, bucket: Bucket, statement: Statement, grantees: Sequence[Grantee]) -> Finding:
        """What one statement gives to others."""
        outside = [grantee for grantee in grantees if grantee.doubt is None]
        doubtful = grantees[0].doubt
        if not outside and doubtful is not None:
            who = enumerated(list(dict.fromkeys(grantee.who for grantee in grantees)))
            message = f"whether {who}, whom the policy of {bucket} lets in, is outside its owner's account"
            return self.undecided(doubtful, message, part=statement)
        first, *others = outside
        names = list(dict.fromkeys(grantee.who for grantee in outside))
        return self.fail(
            first.origin,
            f"the policy of {bucket} lets in {enumerated(names)}, which {'is' if len(names) == 1 else 'are'} not trusted",
            related=[Note(grantee.origin, f"lets in {grantee.who}") for grantee in others if grantee.origin != first.origin],
            request=str(first.request),
            part=statement,
        )
