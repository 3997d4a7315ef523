"""Buckets without a policy."""

from collections.abc import Iterator

from s3lint import Bucket, Example, Finding, Group, Origin, Policy, PolicyExample, PolicyRule, Severity


class MissingBucketPolicy(PolicyRule):
    """
    ## What it checks
    The bucket has a bucket policy, whatever it says.

    ## Why it matters
    What must hold for everyone, such as TLS, can only be said in the policy of the bucket: the policies of callers may allow
    the opposite.

    ## Known limits
    A policy says little by being there. `plain-http-allowed` judges what most policies are for.
    """

    name = "missing-bucket-policy"
    summary = "the bucket has no policy"
    group, severity, default = Group.POLICY, Severity.INFO, False
    since = "0.1.0"
    help = "add a bucket policy that denies requests without TLS"
    references = ("https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html",)
    aliases = ("W51",)
    asks = "whether {} has a bucket policy"
    settings = ("policy",)

    bad = (
        Example(
            "no policy",
            cloudformation="""
                Resources:
                  Ledger:  # expect: missing-bucket-policy
                    Type: AWS::S3::Bucket
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {  # expect: missing-bucket-policy
                }
            """,
        ),
    )
    good = (
        PolicyExample(
            "a policy",
            """
            Effect: Allow
            Principal: { AWS: arn:aws:iam::111122223333:role/reader }
            Action: s3:GetObject
            Resource: $bucket/*
            """,
        ),
    )
    undecidable = (
        Example(
            "the policy depends on an input",
            cloudformation="""
                Parameters:
                  Environment:
                    Type: String
                    AllowedValues: [test, prod]
                Conditions:
                  IsProd: !Equals [!Ref Environment, prod]
                Resources:
                  Ledger:  # expect: missing-bucket-policy
                    Type: AWS::S3::Bucket
                  LedgerPolicy:
                    Type: AWS::S3::BucketPolicy
                    Condition: IsProd
                    Properties:
                      Bucket: !Ref Ledger
                      PolicyDocument:
                        Version: "2012-10-17"
                        Statement:
                          - Effect: Allow
                            Principal:
                              AWS: arn:aws:iam::111122223333:role/reader
                            Action: s3:GetObject
                            Resource: !Sub "${Ledger.Arn}/*"
            """,
            terraform="""
                variable "is_prod" {
                  type = bool
                }

                resource "aws_s3_bucket" "ledger" {  # expect: missing-bucket-policy
                }

                resource "aws_s3_bucket_policy" "ledger" {
                  count  = var.is_prod ? 1 : 0
                  bucket = aws_s3_bucket.ledger.id
                  policy = jsonencode({
                    Version = "2012-10-17"
                    Statement = [{
                      Effect = "Allow"
                      Principal = {
                        AWS = "arn:aws:iam::111122223333:role/reader"
                      }
                      Action   = "s3:GetObject"
                      Resource = "${aws_s3_bucket.ledger.arn}/*"
                    }]
                  })
                }
            """,
        ),
    )

    def check_policy(self, bucket: Bucket, policy: Policy) -> Iterator[Finding]:
        yield from ()

    def without_policy(self, bucket: Bucket, origin: Origin) -> Iterator[Finding]:
        yield self.fail(origin, f"{bucket} has no bucket policy")
