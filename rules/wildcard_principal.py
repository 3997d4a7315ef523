"""Bucket policies that let anyone in."""

from collections.abc import Iterator

from s3lint import (
    Absent,
    Bucket,
    Example,
    Finding,
    Group,
    Hold,
    Known,
    Note,
    Rule,
    Severity,
    Target,
    Truth,
    Undecided,
    Unknown,
    Violated,
    hold_on_policy,
    public_access,
)


class WildcardPrincipal(Rule):
    """
    ## What it checks
    The bucket policy is not public in AWS's sense: no Allow statement reaches everyone without a condition, unless
    `RestrictPublicBuckets` of the bucket or of its account cuts the grant back.

    ## Why it matters
    Such a statement is how most data in S3 was ever leaked: no account, no signature, no trace of who it was.

    ## Known limits
    A grant that a condition narrows is judged by another rule, whether the condition binds it or not. A public website
    without a distribution in front needs such a grant: ignore the finding there with a reason.
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
    aliases = ("CKV_AWS_70", "F16", "F15", "F9", "S3_BUCKET_POLICY_NO_WILDCARD_PRINCIPAL")

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

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.policy:
            case Absent():
                return
            case Unknown() as unknown:
                yield self.undecided(unknown, f"whether the policy of {bucket} lets anyone in", setting="policy.public")
            case Known(policy):
                match public_access(policy, Target.of(bucket.identity, bucket.name)):
                    case Undecided(unknown) if hold_on_policy(bucket).truth is not Truth.YES:
                        message = f"whether the policy of {bucket} lets anyone in"
                        yield self.undecided(unknown, message, setting="policy.public")
                    case Violated(conditioned=False) as violated:
                        yield from self._unless_held_back(bucket, violated)

    def _unless_held_back(self, bucket: Bucket, violated: Violated) -> Iterator[Finding]:
        match hold_on_policy(bucket):
            case Hold(Truth.NO):
                yield self.fail(
                    violated.origin,
                    f"anyone on the internet has access to {bucket}: its policy names everyone",
                    label="every caller, signed in or not",
                    related=[Note(cause.origin, cause.text) for cause in violated.reasons],
                    request=str(violated.request),
                    result="allowed by the bucket policy; no Deny applies",
                    setting="policy.public",
                )
            case Hold(Truth.MAYBE, unknown=Unknown() as unknown):
                message = f"whether a block cuts back the public policy of {bucket}"
                yield self.undecided(unknown, message, setting="policy.public")
