"""Bucket policies that soon can't grow any more."""

from collections.abc import Iterator

from s3lint import MAX_POLICY_SIZE, Example, Finding, Group, Option, Policy, PolicyExample, PolicyRule, Severity, Store


class PolicySizeNearLimit(PolicyRule):
    """
    ## What it checks
    The bucket policy is not larger than 90 % of the 20 KB that S3 takes, or the configured share, counted without
    insignificant spaces.

    ## Why it matters
    The next account or service that is let in makes the policy too large, mostly on a day when there is no time for it.
    Lists of principals, addresses and prefixes grow one line at a time until then.

    ## When to ignore it
    Where the policy is done and will not grow.

    ## Known limits
    What is left to whoever deploys counts as nothing. A policy over the limit is the business of `invalid-policy`.
    """

    name = "policy-size-near-limit"
    summary = "the policy is almost as large as S3 allows"
    group, severity, default = Group.HYGIENE, Severity.INFO, False
    settings = ("policy.document",)
    since = "0.1.0"
    help = "give access by organization, by tags or through access points, each of which has a policy of its own"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points.html",
    )
    asks = "how large the policy of {} is"

    percent = Option(90, "the share of 20 KB, in percent, above which a policy is reported")

    bad = (
        Example(
            "more than one percent, where that is too much",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                  LedgerPolicy:
                    Type: AWS::S3::BucketPolicy
                    Properties:
                      Bucket: !Ref Ledger
                      PolicyDocument:  # expect: policy-size-near-limit
                        Version: "2012-10-17"
                        Statement:
                          Effect: Allow
                          Principal: { AWS: arn:aws:iam::111122223333:role/reader }
                          Action: [s3:GetObject, s3:GetObjectVersion, s3:GetObjectTagging, s3:GetObjectVersionTagging]
                          Resource: !Sub "${Ledger.Arn}/*"
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_policy" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  policy = jsonencode({  # expect: policy-size-near-limit
                    Version = "2012-10-17"
                    Statement = [{
                      Effect    = "Allow"
                      Principal = { AWS = "arn:aws:iam::111122223333:role/reader" }
                      Action = [
                        "s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectTagging", "s3:GetObjectVersionTagging"
                      ]
                      Resource  = "${aws_s3_bucket.ledger.arn}/*"
                    }]
                  })
                }
            """,
            options=(("percent", 1),),
        ),
    )
    good = (
        PolicyExample(
            "a short policy",
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
            "the policy is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Document:  # expect: policy-size-near-limit
                    Type: String
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                  LedgerPolicy:
                    Type: AWS::S3::BucketPolicy
                    Properties:
                      Bucket: !Ref Ledger
                      PolicyDocument: !Ref Document
            """,
            terraform="""
                variable "document" {  # expect: policy-size-near-limit
                  type = string
                }

                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_policy" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  policy = var.document
                }
            """,
        ),
    )

    def check_policy(self, store: Store, policy: Policy) -> Iterator[Finding]:
        share = 100 * policy.size // MAX_POLICY_SIZE
        if self.percent * MAX_POLICY_SIZE < 100 * policy.size <= 100 * MAX_POLICY_SIZE:
            message = f"the policy of {store} has {policy.size:,} bytes, {share} % of what S3 takes"
            yield self.fail(policy.origin, message)
        elif policy.unknown is not None and policy.size <= MAX_POLICY_SIZE:
            yield self.unanswered(store, policy.unknown)
