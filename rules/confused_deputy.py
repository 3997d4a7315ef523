"""Bucket policies that let an AWS service in, whoever makes it act."""

from collections.abc import Iterator, Sequence

from s3lint import (
    Bucket,
    Finding,
    Group,
    Note,
    Policy,
    PolicyExample,
    PolicyRule,
    Severity,
    Undecided,
    Violated,
    deputy_grants,
    enumerated,
)


class ConfusedDeputy(PolicyRule):
    """
    ## What it checks
    Each Allow for an AWS service is bound to the resource, the account or the organization that the service acts for, by a
    condition on `aws:SourceArn`, `aws:SourceAccount`, `aws:SourceOrgID` or `aws:SourceOrgPaths`, or by a Deny that has the
    same effect.

    ## Why it matters
    The service works for every customer of AWS. Without such a condition anybody can point their own trail, distribution or
    inventory at this bucket, and the service writes or reads there for them.

    ## Known limits
    A condition on `aws:SourceArn` counts as a binding with the ARN of a bucket, too. Such an ARN has no account: once that
    bucket is deleted, somebody else can claim its name, so add `aws:SourceAccount` there.
    """

    name = "confused-deputy"
    summary = "an AWS service is let in for any account"
    group, severity, default = Group.POLICY, Severity.MEDIUM, True
    since = "0.1.0"
    help = "add a condition that compares aws:SourceAccount or aws:SourceArn with your own"
    references = (
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
    )
    asks = "whether the policy of {} lets an AWS service in for any account"
    settings = ("policy.services",)

    bad = (
        PolicyExample(
            "any trail may write",
            """
            Effect: Allow
            Principal: { Service: cloudtrail.amazonaws.com }  # expect: confused-deputy
            Action: s3:PutObject
            Resource: $bucket/*
            """,
        ),
        PolicyExample(
            "the header is no binding",
            """
            Effect: Allow
            Principal: { Service: cloudtrail.amazonaws.com }  # expect: confused-deputy
            Action: s3:PutObject
            Resource: $bucket/*
            Condition:
              StringEquals:
                s3:x-amz-acl: bucket-owner-full-control
            """,
        ),
    )
    good = (
        PolicyExample(
            "one account's trails may write",
            """
            Effect: Allow
            Principal: { Service: cloudtrail.amazonaws.com }
            Action: s3:PutObject
            Resource: $bucket/*
            Condition:
              StringEquals:
                aws:SourceAccount: "111122223333"
            """,
        ),
        PolicyExample(
            "one distribution may read",
            """
            Effect: Allow
            Principal: { Service: cloudfront.amazonaws.com }
            Action: s3:GetObject
            Resource: $bucket/*
            Condition:
              StringEquals:
                aws:SourceArn: arn:aws:cloudfront::111122223333:distribution/EDFDVBD6EXAMPLE
            """,
        ),
    )
    undecidable = (
        PolicyExample(
            "the trail is left to whoever deploys",
            """
            Effect: Allow
            Principal: { Service: cloudtrail.amazonaws.com }
            Action: s3:PutObject
            Resource: $bucket/*
            Condition:
              ArnLike:
                aws:SourceArn: $trail  # expect: confused-deputy
            """,
        ),
    )

    def check_policy(self, bucket: Bucket, policy: Policy) -> Iterator[Finding]:
        answers = deputy_grants(policy, bucket.target)
        violated = [answer for answer in answers if isinstance(answer, Violated)]
        for number in dict.fromkeys(answer.statement.number for answer in violated if answer.statement is not None):
            yield self._grant(bucket, [one for one in violated if one.statement is not None and one.statement.number == number])
        for answer in answers:
            if isinstance(answer, Undecided):
                yield self.unanswered(bucket, answer.unknown)

    def _grant(self, bucket: Bucket, violated: Sequence[Violated]) -> Finding:
        """The services of one statement, which lacks one condition."""
        first, *others = violated
        services = list(dict.fromkeys(one.request.principal.name for one in violated))
        return self.fail(
            first.origin,
            f"any account can make {enumerated(services)} act on {bucket}",
            label=first.reasons[0].text,
            related=[Note(one.reasons[0].origin, one.reasons[0].text) for one in others],
            request=str(first.request),
            result="allowed by the bucket policy; no Deny applies",
            part=first.statement,
        )
