"""Public grants with a condition that does not bind them."""

from collections.abc import Iterator

from s3lint import (
    AccessPoint,
    Bucket,
    Example,
    Finding,
    Group,
    Hold,
    Note,
    Policy,
    PolicyExample,
    PolicyHolder,
    PolicyRule,
    Severity,
    Store,
    Truth,
    Undecided,
    Violated,
    hold_on_policy,
    public_grants,
)


class WeakPublicCondition(PolicyRule):
    """
    ## What it checks
    A statement that allows something to everyone under a condition is bound by it: the condition compares a key that
    strangers can't choose (an account, an organization, a VPC, an address range, a source) with fixed values. A header such
    as `aws:Referer`, a pattern such as `vpc-*`, a range as wide as half the internet, a negated operator, `...IfExists` and
    `ForAllValues` bind nothing. So it is for access points, tables, vector buckets and buckets on Outposts; in the policy of an
    access point its own ARN binds nothing, either.

    ## Why it matters
    The condition makes the policy look private. S3 calls it public all the same, and a stranger who sends the right header
    gets in.

    ## Known limits
    A grant to everyone without any condition is reported by `wildcard-principal`, one that `RestrictPublicBuckets` cuts back
    by `shadowed-public-grant`. Where AWS's definition of public is silent about a key that does limit who can call, such as
    `aws:VpceAccount`, the verdict is undecided.
    """

    name = "weak-public-condition"
    summary = "a condition does not keep the public out"
    group, severity, default = Group.POLICY, Severity.HIGH, True
    since = "0.1.0"
    help = "compare a key that callers can't choose with fixed values, for example aws:PrincipalOrgID"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_multi-value-conditions.html",
    )
    asks = "whether the conditions of the policy of {} keep strangers out"
    settings = ("policy.public",)
    judges = (Bucket, AccessPoint, PolicyHolder)

    bad = (
        PolicyExample(
            "a header that anybody can send",
            """
            Effect: Allow
            Principal: "*"
            Action: s3:GetObject
            Resource: $bucket/*
            Condition:
              StringLike:
                aws:Referer: https://www.example.com/*  # expect: weak-public-condition
            """,
        ),
        PolicyExample(
            "a pattern that every network fits",
            """
            Effect: Allow
            Principal: { AWS: "*" }
            Action: s3:GetObject
            Resource: $bucket/*
            Condition:
              StringLike:
                aws:SourceVpc: vpc-*  # expect: weak-public-condition
            """,
        ),
        Example(
            "the access point's own ARN",
            cloudformation="""
                Resources:
                  Door:
                    Type: AWS::S3::AccessPoint
                    Properties:
                      Bucket: acme-ledger
                      PublicAccessBlockConfiguration:
                        RestrictPublicBuckets: false
                      Policy:
                        Version: "2012-10-17"
                        Statement:
                          - Effect: Allow
                            Principal: "*"
                            Action: s3:GetObject
                            Resource: "*"
                            Condition:
                              ArnLike:
                                s3:DataAccessPointArn: arn:aws:s3:*:111122223333:*  # expect: weak-public-condition
            """,
            terraform="""
                resource "aws_s3_access_point" "door" {
                  bucket = "acme-ledger"
                  name   = "door"
                  public_access_block_configuration {
                    restrict_public_buckets = false
                  }
                  policy = jsonencode({
                    Version = "2012-10-17"
                    Statement = [{
                      Effect    = "Allow"
                      Principal = "*"
                      Action    = "s3:GetObject"
                      Resource  = "*"
                      Condition = {
                        ArnLike = {
                          "s3:DataAccessPointArn" = "arn:aws:s3:*:111122223333:*"  # expect: weak-public-condition
                        }
                      }
                    }]
                  })
                }
            """,
        ),
    )
    good = (
        PolicyExample(
            "one organization",
            """
            Effect: Allow
            Principal: "*"
            Action: s3:GetObject
            Resource: $bucket/*
            Condition:
              StringEquals:
                aws:PrincipalOrgID: o-exampleorgid
            """,
        ),
        PolicyExample(
            "an address range of the office",
            """
            Effect: Allow
            Principal: "*"
            Action: s3:GetObject
            Resource: $bucket/*
            Condition:
              IpAddress:
                aws:SourceIp: "203.0.113.0/24"
            """,
        ),
        PolicyExample(
            "no condition at all, which is another finding",
            """
            Effect: Allow
            Principal: "*"
            Action: s3:GetObject
            Resource: $bucket/*
            """,
        ),
    )
    undecidable = (
        PolicyExample(
            "the range is left to whoever deploys",
            """
            Effect: Allow
            Principal: "*"
            Action: s3:GetObject
            Resource: $bucket/*
            Condition:
              IpAddress:
                aws:SourceIp: $office  # expect: weak-public-condition
            """,
        ),
    )

    def check_policy(self, store: Store, policy: Policy) -> Iterator[Finding]:
        hold = hold_on_policy(store)
        if hold.truth is Truth.YES:
            return
        for grant in public_grants(policy, store.target):
            match grant.answer:
                case Violated(conditioned=True) as violated:
                    yield self._unless_held_back(store, violated, hold)
                case Undecided(unknown) if grant.is_conditioned:
                    yield self.unanswered(store, unknown)

    def _unless_held_back(self, store: Store, violated: Violated, hold: Hold) -> Finding:
        if hold.unknown is not None:
            message = f"whether a block cuts back the public policy of {store}"
            return self.undecided(hold.unknown, message)
        # The first reason says who is let in, the others why the conditions don't keep them out.
        whom, *weaknesses = violated.reasons
        first, *others = (*weaknesses, whom)
        return self.fail(
            first.origin,
            f"anyone can meet the condition under which the policy of {store} grants access",
            label=first.text,
            related=[Note(reason.origin, reason.text) for reason in others],
            request=str(violated.request),
            result="allowed by the policy; no Deny applies",
            part=violated.statement,
            yields_to=("public-trail-bucket",),
        )
