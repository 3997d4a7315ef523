"""Policies of buckets and other stores that let anyone in."""

from collections.abc import Iterator

from s3lint import (
    AccessPoint,
    Answer,
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
    further_grants,
    hold_on_policy,
    public_access,
    public_grants,
)


class WildcardPrincipal(PolicyRule):
    """
    ## What it checks
    The bucket policy is not public in AWS's sense: no Allow statement reaches everyone without a condition, unless
    `RestrictPublicBuckets` of the bucket or of its account cuts the grant back. An Allow with `NotPrincipal` reaches
    everyone whom it does not list. Policies of access points, tables, table buckets, vector buckets and buckets on Outposts
    are judged in the same way; an access point blocks public access unless its own block says otherwise, and one that is
    bound to a VPC is never public. What lets in through an access point are its policy and the policy of its bucket together,
    and any block of the two or of the account cuts that back.

    ## Why it matters
    Such a statement is how most data in S3 was ever leaked: no account, no signature, no trace of who it was.

    ## Known limits
    A grant with a condition is judged by `weak-public-condition`, one that a block cuts back is reported by
    `shadowed-public-grant`, as is every public grant of a directory bucket. A principal that S3 does not accept lets nobody
    in and is left to `invalid-policy`. A public website without a distribution in front needs such a grant: check its code in
    a run of its own that leaves this rule out, with `--ignore` or with `ignore` in the configuration.
    """

    name = "wildcard-principal"
    summary = "the bucket policy lets anyone in"
    group, severity, default = Group.POLICY, Severity.CRITICAL, True
    since = "0.1.0"
    help = "name the principals that need access, or set RestrictPublicBuckets"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
    )
    aliases = ("CKV_AWS_70", "CKV_AWS_283", "F16", "S3_BUCKET_POLICY_NO_WILDCARD_PRINCIPAL")
    asks = "whether the policy of {} lets anyone in"
    settings = ("policy.public",)
    judges = (Bucket, AccessPoint, PolicyHolder)

    bad = (
        Example(
            "anyone may read every object",
            cloudformation="""
                Resources:
                  Site:
                    Type: AWS::S3::Bucket
                  SitePolicy:
                    Type: AWS::S3::BucketPolicy
                    Properties:
                      Bucket: !Ref Site
                      PolicyDocument:
                        Version: "2012-10-17"
                        Statement:
                          - Effect: Allow
                            Principal: "*"  # expect: wildcard-principal
                            Action: s3:GetObject
                            Resource: !Sub "${Site.Arn}/*"
            """,
            terraform="""
                resource "aws_s3_bucket" "site" {}

                resource "aws_s3_bucket_policy" "site" {
                  bucket = aws_s3_bucket.site.id
                  policy = jsonencode({
                    Version = "2012-10-17"
                    Statement = [{
                      Effect    = "Allow"
                      Principal = "*"  # expect: wildcard-principal
                      Action    = "s3:GetObject"
                      Resource  = "${aws_s3_bucket.site.arn}/*"
                    }]
                  })
                }
            """,
        ),
        PolicyExample(
            "anyone may write but those who are listed",
            """
            Effect: Allow
            NotPrincipal: { AWS: arn:aws:iam::111122223333:root }  # expect: wildcard-principal
            Action: s3:PutObject
            Resource: $bucket/*
            """,
        ),
        Example(
            "an access point that anyone may read through",
            cloudformation="""
                Resources:
                  Door:
                    Type: AWS::S3::AccessPoint
                    Properties:
                      Bucket: acme-ledger
                      PublicAccessBlockConfiguration:
                        BlockPublicPolicy: false
                        RestrictPublicBuckets: false
                      Policy:
                        Version: "2012-10-17"
                        Statement:
                          - Effect: Allow
                            Principal: "*"  # expect: wildcard-principal
                            Action: s3:GetObject
                            Resource: !Sub "arn:aws:s3:${AWS::Region}:${AWS::AccountId}:accesspoint/door/object/*"
            """,
            terraform="""
                resource "aws_s3_access_point" "door" {
                  bucket = "acme-ledger"
                  name   = "door"
                  public_access_block_configuration {
                    block_public_policy     = false
                    restrict_public_buckets = false
                  }
                }

                resource "aws_s3control_access_point_policy" "door" {
                  access_point_arn = aws_s3_access_point.door.arn
                  policy = jsonencode({
                    Version = "2012-10-17"
                    Statement = [{
                      Effect    = "Allow"
                      Principal = "*"  # expect: wildcard-principal
                      Action    = "s3:GetObject"
                      Resource  = "${aws_s3_access_point.door.arn}/object/*"
                    }]
                  })
                }
            """,
        ),
        Example(
            "a vector bucket that every account may query",
            cloudformation="""
                Resources:
                  VectorsPolicy:
                    Type: AWS::S3Vectors::VectorBucketPolicy
                    Properties:
                      VectorBucketName: acme-vectors
                      Policy:
                        Version: "2012-10-17"
                        Statement:
                          - Effect: Allow
                            Principal: "*"  # expect: wildcard-principal
                            Action: s3vectors:QueryVectors
                            Resource: "*"
            """,
            terraform="""
                resource "aws_s3vectors_vector_bucket" "vectors" {
                  vector_bucket_name = "acme-vectors"
                }

                resource "aws_s3vectors_vector_bucket_policy" "vectors" {
                  vector_bucket_arn = aws_s3vectors_vector_bucket.vectors.vector_bucket_arn
                  policy = jsonencode({
                    Version = "2012-10-17"
                    Statement = [{
                      Effect    = "Allow"
                      Principal = "*"  # expect: wildcard-principal
                      Action    = "s3vectors:QueryVectors"
                      Resource  = "*"
                    }]
                  })
                }
            """,
        ),
    )
    good = (
        Example(
            "an access point that a network alone reaches",
            cloudformation="""
                Resources:
                  Door:
                    Type: AWS::S3::AccessPoint
                    Properties:
                      Bucket: acme-ledger
                      VpcConfiguration:
                        VpcId: vpc-0123456789abcdef0
                      PublicAccessBlockConfiguration:
                        RestrictPublicBuckets: false
                      Policy:
                        Version: "2012-10-17"
                        Statement:
                          - Effect: Allow
                            Principal: "*"
                            Action: s3:GetObject
                            Resource: "*"
            """,
            terraform="""
                resource "aws_s3_access_point" "door" {
                  bucket = "acme-ledger"
                  name   = "door"
                  vpc_configuration {
                    vpc_id = "vpc-0123456789abcdef0"
                  }
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
                    }]
                  })
                }
            """,
        ),
        PolicyExample(
            "one role may read",
            """
            Effect: Allow
            Principal: { AWS: arn:aws:iam::111122223333:role/reader }
            Action: s3:GetObject
            Resource: $bucket/*
            """,
        ),
        PolicyExample(
            "everyone of one organization may read",
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
    )
    undecidable = (
        PolicyExample(
            "the principal is left to whoever deploys",
            """
            Effect: Allow
            Principal: { AWS: $reader }  # expect: wildcard-principal
            Action: s3:GetObject
            Resource: $bucket/*
            """,
        ),
    )

    def answer(self, store: Store, policy: Policy) -> Answer:
        return public_access(policy, store.target)

    def check_policy(self, store: Store, policy: Policy) -> Iterator[Finding]:
        hold = hold_on_policy(store)
        if hold.truth is Truth.YES:
            return
        for grant in public_grants(policy, store.target):
            match grant.answer:
                case Violated(conditioned=False) as violated:
                    yield self._unless_held_back(store, violated, hold)
                case Undecided(unknown) if not grant.is_conditioned:
                    yield self.unanswered(store, unknown)
        further = further_grants(policy, store.target)
        if further is not None:
            yield self.unanswered(store, further)

    def _unless_held_back(self, store: Store, violated: Violated, hold: Hold) -> Finding:
        if hold.unknown is not None:
            message = f"whether a block cuts back the public policy of {store}"
            return self.undecided(hold.unknown, message)
        is_anonymous = violated.request.is_anonymous
        who = "anyone on the internet" if is_anonymous else "every AWS account"
        return self.fail(
            violated.origin,
            f"{who} has access to {store}: its policy names everyone",
            label="every caller, signed in or not" if is_anonymous else "every caller with an AWS account",
            related=[Note(cause.origin, cause.text) for cause in violated.reasons],
            request=str(violated.request),
            result="allowed by the policy; no Deny applies",
            part=violated.statement,
            yields_to=("public-trail-bucket",),
        )
