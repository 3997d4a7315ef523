"""Public grants that only an access block or the ownership setting makes void."""

from collections.abc import Iterator

from s3lint import (
    ALL_USERS,
    AUTHENTICATED_USERS,
    AccessPoint,
    Bucket,
    Example,
    Finding,
    Group,
    Known,
    PolicyExample,
    PolicyHolder,
    Rule,
    Severity,
    Store,
    Truth,
    Undecided,
    Unknown,
    Violated,
    Wrapper,
    further_grants,
    group_grants,
    hold_on_acl,
    hold_on_policy,
    public_grants,
)

BLOCKED = Wrapper(
    cloudformation="""
        Resources:
          Ledger:
            Type: AWS::S3::Bucket
            Properties:
              PublicAccessBlockConfiguration:
                BlockPublicAcls: true
                BlockPublicPolicy: true
                IgnorePublicAcls: true
                RestrictPublicBuckets: true
          LedgerPolicy:
            Type: AWS::S3::BucketPolicy
            Properties:
              Bucket: !Ref Ledger
              PolicyDocument: <policy>
    """,
    terraform="""
        resource "aws_s3_bucket" "ledger" {}

        resource "aws_s3_bucket_public_access_block" "ledger" {
          bucket                  = aws_s3_bucket.ledger.id
          block_public_acls       = true
          block_public_policy     = true
          ignore_public_acls      = true
          restrict_public_buckets = true
        }

        resource "aws_s3_bucket_policy" "ledger" {
          bucket = aws_s3_bucket.ledger.id
          policy = <policy>
        }
    """,
)


class ShadowedPublicGrant(Rule):
    """
    ## What it checks
    No public grant of the bucket policy or of the ACL stands in the code while a declared setting makes it void:
    `RestrictPublicBuckets` for a policy, `IgnorePublicAcls` or the ownership setting `BucketOwnerEnforced` for an ACL. Access
    points and directory buckets block public access of themselves, and their policies are judged as well.

    ## Why it matters
    The grant does nothing today and misleads whoever reads it. The day somebody turns the flag off, for whatever reason, the
    bucket is public. While the policy is public, `RestrictPublicBuckets` also cuts off every other account that it names.

    ## Known limits
    A grant that nothing declared holds back is reported by the rules about public policies and ACLs. What S3 does to new
    buckets by default counts as no defence.
    """

    name = "shadowed-public-grant"
    summary = "a public grant is void only because another setting holds it back"
    group, severity, default = Group.ACCESS, Severity.LOW, True
    settings = ("policy.public", "acl")
    since = "0.1.0"
    help = "remove the grant"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
    )
    aliases = ("AC_AWS_0496",)
    judges = (Bucket, AccessPoint, PolicyHolder)

    bad = (
        PolicyExample(
            "a public policy behind an access block",
            """
            Effect: Allow
            Principal: "*"  # expect: shadowed-public-grant
            Action: s3:GetObject
            Resource: $bucket/*
            """,
            wrapper=BLOCKED,
        ),
        Example(
            "a public ACL where ACLs are off",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      AccessControl: PublicRead  # expect: shadowed-public-grant
                      OwnershipControls:
                        Rules:
                          - ObjectOwnership: BucketOwnerEnforced
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_acl" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  acl    = "public-read"  # expect: shadowed-public-grant
                }

                resource "aws_s3_bucket_ownership_controls" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  rule {
                    object_ownership = "BucketOwnerEnforced"
                  }
                }
            """,
        ),
    )
    good = (
        PolicyExample(
            "the block has nothing to hold back",
            """
            Effect: Allow
            Principal: { AWS: arn:aws:iam::111122223333:role/reader }
            Action: s3:GetObject
            Resource: $bucket/*
            """,
            wrapper=BLOCKED,
        ),
        PolicyExample(
            "nothing holds the grant back, which is another finding",
            """
            Effect: Allow
            Principal: "*"
            Action: s3:GetObject
            Resource: $bucket/*
            """,
        ),
    )
    undecidable = (
        Example(
            "the flag is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Restrict:  # expect: shadowed-public-grant
                    Type: String
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                    Properties:
                      PublicAccessBlockConfiguration:
                        BlockPublicAcls: true
                        BlockPublicPolicy: true
                        IgnorePublicAcls: true
                        RestrictPublicBuckets: !Ref Restrict
                  LedgerPolicy:
                    Type: AWS::S3::BucketPolicy
                    Properties:
                      Bucket: !Ref Ledger
                      PolicyDocument:
                        Version: "2012-10-17"
                        Statement:
                          - Effect: Allow
                            Principal: "*"
                            Action: s3:GetObject
                            Resource: !Sub "${Ledger.Arn}/*"
            """,
            terraform="""
                variable "restrict" {  # expect: shadowed-public-grant
                  type = string
                }

                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_public_access_block" "ledger" {
                  bucket                  = aws_s3_bucket.ledger.id
                  block_public_acls       = true
                  block_public_policy     = true
                  ignore_public_acls      = true
                  restrict_public_buckets = var.restrict
                }

                resource "aws_s3_bucket_policy" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  policy = jsonencode({
                    Version = "2012-10-17"
                    Statement = [{
                      Effect    = "Allow"
                      Principal = "*"
                      Action    = "s3:GetObject"
                      Resource  = "${aws_s3_bucket.ledger.arn}/*"
                    }]
                  })
                }
            """,
        ),
    )

    def check(self, store: Store) -> Iterator[Finding]:
        if not (isinstance(store, AccessPoint) and isinstance(store.vpc, Known)):  # one that is bound to a VPC is never public
            yield from self._of_policy(store)
        if isinstance(store, Bucket):
            yield from self._of_acl(store)

    def _of_policy(self, store: Store) -> Iterator[Finding]:
        hold = hold_on_policy(store)
        if hold.truth is Truth.NO:
            return
        doubts: list[Unknown | None] = []
        match store.policy:
            case Known(policy):
                for grant in public_grants(policy, store.target):
                    match grant.answer:
                        case Violated(statement=statement) as violated if hold.truth is Truth.YES:
                            message = f"the policy of {store} is public, and only an access block holds that back"
                            yield self.fail(
                                violated.origin, message, related=hold.notes, part=statement, yields_to=("allow-not-principal",)
                            )
                        case Violated():
                            doubts.append(hold.unknown)
                        case Undecided(unknown):
                            doubts.append(unknown)
                doubts.append(further_grants(policy, store.target))
            case Unknown() as unknown:
                doubts.append(unknown)
        message = f"whether a public policy of {store} is only held back"
        yield from (self.undecided(unknown, message) for unknown in doubts if unknown is not None)

    def _of_acl(self, bucket: Bucket) -> Iterator[Finding]:
        grants = group_grants(bucket.acl, (ALL_USERS, AUTHENTICATED_USERS))
        if not grants.found and grants.unknown is None:
            return
        hold = hold_on_acl(bucket)
        if hold.truth is Truth.YES:
            for words, origin in dict.fromkeys((grant.words, grant.origin) for grant in grants.found):
                message = f"the ACL of {bucket} is public with {words}, and only another setting makes that void"
                yield self.fail(origin, message, related=hold.notes, setting="acl")
        unknown = hold.unknown if grants.found else grants.unknown
        if unknown is not None and hold.truth is not Truth.NO:
            yield self.undecided(unknown, f"whether a public ACL of {bucket} is only held back", setting="acl")
