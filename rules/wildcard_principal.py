"""Bucket policies that let anyone in."""

from collections.abc import Iterator

from s3lint import (
    Bucket,
    Example,
    Finding,
    Group,
    Hold,
    Note,
    Policy,
    PolicyRule,
    Severity,
    Truth,
    Undecided,
    Violated,
    further_grants,
    hold_on_policy,
    public_grants,
)


class WildcardPrincipal(PolicyRule):
    """
    ## What it checks
    The bucket policy is not public in AWS's sense: no Allow statement reaches everyone without a condition, unless
    `RestrictPublicBuckets` of the bucket or of its account cuts the grant back. An Allow with `NotPrincipal` reaches
    everyone whom it does not list.

    ## Why it matters
    Such a statement is how most data in S3 was ever leaked: no account, no signature, no trace of who it was.

    ## Known limits
    A grant with a condition is judged by `weak-public-condition`, one that a block cuts back is reported by
    `shadowed-public-grant`. A principal that S3 does not accept lets nobody in and is left to `invalid-policy`. A public
    website without a distribution in front needs such a grant: ignore the finding there with a reason.
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
    setting = "policy.public"

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
        Example(
            "anyone may write but those who are listed",
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
                            NotPrincipal:
                              AWS: arn:aws:iam::111122223333:root  # expect: wildcard-principal
                            Action: s3:PutObject
                            Resource: !Sub "${Site.Arn}/*"
            """,
            terraform="""
                resource "aws_s3_bucket" "site" {}

                resource "aws_s3_bucket_policy" "site" {
                  bucket = aws_s3_bucket.site.id
                  policy = jsonencode({
                    Version = "2012-10-17"
                    Statement = [{
                      Effect = "Allow"
                      NotPrincipal = {  # expect: wildcard-principal
                        AWS = "arn:aws:iam::111122223333:root"
                      }
                      Action   = "s3:PutObject"
                      Resource = "${aws_s3_bucket.site.arn}/*"
                    }]
                  })
                }
            """,
        ),
    )
    good = (
        Example(
            "one role may read",
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
                            Principal:
                              AWS: arn:aws:iam::111122223333:role/reader
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
                      Effect = "Allow"
                      Principal = {
                        AWS = "arn:aws:iam::111122223333:role/reader"
                      }
                      Action   = "s3:GetObject"
                      Resource = "${aws_s3_bucket.site.arn}/*"
                    }]
                  })
                }
            """,
        ),
        Example(
            "everyone of one organization may read",
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
                            Principal: "*"
                            Action: s3:GetObject
                            Resource: !Sub "${Site.Arn}/*"
                            Condition:
                              StringEquals:
                                aws:PrincipalOrgID: o-exampleorgid
            """,
            terraform="""
                resource "aws_s3_bucket" "site" {}

                resource "aws_s3_bucket_policy" "site" {
                  bucket = aws_s3_bucket.site.id
                  policy = jsonencode({
                    Version = "2012-10-17"
                    Statement = [{
                      Effect    = "Allow"
                      Principal = "*"
                      Action    = "s3:GetObject"
                      Resource  = "${aws_s3_bucket.site.arn}/*"
                      Condition = {
                        StringEquals = {
                          "aws:PrincipalOrgID" = "o-exampleorgid"
                        }
                      }
                    }]
                  })
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "the principal is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Reader:  # expect: wildcard-principal
                    Type: String
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
                            Principal:
                              AWS: !Ref Reader
                            Action: s3:GetObject
                            Resource: !Sub "${Site.Arn}/*"
            """,
            terraform="""
                variable "reader" {  # expect: wildcard-principal
                  type = string
                }

                resource "aws_s3_bucket" "site" {}

                resource "aws_s3_bucket_policy" "site" {
                  bucket = aws_s3_bucket.site.id
                  policy = jsonencode({
                    Version = "2012-10-17"
                    Statement = [{
                      Effect = "Allow"
                      Principal = {
                        AWS = var.reader
                      }
                      Action   = "s3:GetObject"
                      Resource = "${aws_s3_bucket.site.arn}/*"
                    }]
                  })
                }
            """,
        ),
    )

    def check_policy(self, bucket: Bucket, policy: Policy) -> Iterator[Finding]:
        hold = hold_on_policy(bucket)
        if hold.truth is Truth.YES:
            return
        grants = public_grants(policy, bucket.target)
        for grant in grants:
            match grant.answer:
                case Violated(conditioned=False) as violated:
                    yield self._unless_held_back(bucket, violated, hold)
                case Undecided(unknown) if not grant.is_conditioned:
                    yield self.unanswered(bucket, unknown)
        further = further_grants(policy, bucket.target)
        if further is not None:
            yield self.unanswered(bucket, further)

    def _unless_held_back(self, bucket: Bucket, violated: Violated, hold: Hold) -> Finding:
        if hold.unknown is not None:
            message = f"whether a block cuts back the public policy of {bucket}"
            return self.undecided(hold.unknown, message, setting=self.setting)
        return self.fail(
            violated.origin,
            f"anyone on the internet has access to {bucket}: its policy names everyone",
            label="every caller, signed in or not",
            related=[Note(cause.origin, cause.text) for cause in violated.reasons],
            request=str(violated.request),
            result="allowed by the bucket policy; no Deny applies",
            setting=self.setting,
        )
