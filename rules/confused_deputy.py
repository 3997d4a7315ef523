"""Bucket policies that let an AWS service in, whoever makes it act."""

from collections.abc import Iterator

from s3lint import Bucket, Finding, Group, Policy, PolicyExample, PolicyRule, Severity, Undecided, Violated, deputy_grants


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
        for answer in deputy_grants(policy, bucket.target):
            match answer:
                case Violated(request, origin, (reason, *_)):
                    yield self.fail(
                        origin,
                        f"any account can make {request.principal.name} act on {bucket}",
                        label=reason.text,
                        request=str(request),
                        result="allowed by the bucket policy; no Deny applies",
                        part=request.principal.name,
                    )
                case Undecided(unknown):
                    yield self.unanswered(bucket, unknown)
