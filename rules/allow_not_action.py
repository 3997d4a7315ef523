"""Bucket policies that allow all actions but a few."""

from collections.abc import Iterator

from s3lint import Bucket, Example, Finding, Group, Policy, PolicyRule, Severity, not_action_grants


class AllowNotAction(PolicyRule):
    """
    ## What it checks
    No Allow statement has `NotAction` in place of `Action`.

    ## Why it matters
    Such a statement grants every action except those it lists: managing the policy, deleting the bucket, and whatever AWS
    adds to S3 later.

    ## Known limits
    Who is granted the actions does not matter here. `NotAction` with Deny is not reported: it makes a policy stricter.
    """

    name = "allow-not-action"
    summary = "a statement allows with NotAction"
    group, severity, default = Group.POLICY, Severity.MEDIUM, True
    since = "0.1.0"
    help = "list the actions that are needed in Action; to keep some out, use a Deny statement"
    references = ("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html",)
    aliases = ("S3_BUCKET_POLICY_NO_ALLOW_PLUS_NOT_ACTION", "W20")
    asks = "whether the policy of {} allows with NotAction"
    setting = "policy.actions"

    bad = (
        Example(
            "a role may do all but delete the bucket",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                  LedgerPolicy:
                    Type: AWS::S3::BucketPolicy
                    Properties:
                      Bucket: !Ref Ledger
                      PolicyDocument:
                        Version: "2012-10-17"
                        Statement:
                          - Effect: Allow
                            Principal:
                              AWS: arn:aws:iam::111122223333:role/reader
                            NotAction: s3:DeleteBucket  # expect: allow-not-action
                            Resource:
                              - !GetAtt Ledger.Arn
                              - !Sub "${Ledger.Arn}/*"
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_policy" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  policy = jsonencode({
                    Version = "2012-10-17"
                    Statement = [{
                      Effect = "Allow"
                      Principal = {
                        AWS = "arn:aws:iam::111122223333:role/reader"
                      }
                      NotAction = "s3:DeleteBucket"  # expect: allow-not-action
                      Resource  = [aws_s3_bucket.ledger.arn, "${aws_s3_bucket.ledger.arn}/*"]
                    }]
                  })
                }
            """,
        ),
    )
    good = (
        Example(
            "actions by name",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                  LedgerPolicy:
                    Type: AWS::S3::BucketPolicy
                    Properties:
                      Bucket: !Ref Ledger
                      PolicyDocument:
                        Version: "2012-10-17"
                        Statement:
                          - Effect: Allow
                            Principal:
                              AWS: arn:aws:iam::111122223333:role/reader
                            Action:
                              - s3:GetObject
                              - s3:PutObject
                            Resource: !Sub "${Ledger.Arn}/*"
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_policy" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  policy = jsonencode({
                    Version = "2012-10-17"
                    Statement = [{
                      Effect = "Allow"
                      Principal = {
                        AWS = "arn:aws:iam::111122223333:role/reader"
                      }
                      Action   = ["s3:GetObject", "s3:PutObject"]
                      Resource = "${aws_s3_bucket.ledger.arn}/*"
                    }]
                  })
                }
            """,
        ),
        Example(
            "all but one action are denied",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                  LedgerPolicy:
                    Type: AWS::S3::BucketPolicy
                    Properties:
                      Bucket: !Ref Ledger
                      PolicyDocument:
                        Version: "2012-10-17"
                        Statement:
                          - Effect: Deny
                            Principal:
                              AWS: arn:aws:iam::111122223333:role/reader
                            NotAction: s3:DeleteBucket
                            Resource:
                              - !GetAtt Ledger.Arn
                              - !Sub "${Ledger.Arn}/*"
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_policy" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  policy = jsonencode({
                    Version = "2012-10-17"
                    Statement = [{
                      Effect = "Deny"
                      Principal = {
                        AWS = "arn:aws:iam::111122223333:role/reader"
                      }
                      NotAction = "s3:DeleteBucket"
                      Resource  = [aws_s3_bucket.ledger.arn, "${aws_s3_bucket.ledger.arn}/*"]
                    }]
                  })
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "whether it allows is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Effect:  # expect: allow-not-action
                    Type: String
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                  LedgerPolicy:
                    Type: AWS::S3::BucketPolicy
                    Properties:
                      Bucket: !Ref Ledger
                      PolicyDocument:
                        Version: "2012-10-17"
                        Statement:
                          - Effect: !Ref Effect
                            Principal:
                              AWS: arn:aws:iam::111122223333:role/reader
                            NotAction: s3:DeleteBucket
                            Resource:
                              - !GetAtt Ledger.Arn
                              - !Sub "${Ledger.Arn}/*"
            """,
            terraform="""
                variable "effect" {  # expect: allow-not-action
                  type = string
                }

                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_policy" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  policy = jsonencode({
                    Version = "2012-10-17"
                    Statement = [{
                      Effect = var.effect
                      Principal = {
                        AWS = "arn:aws:iam::111122223333:role/reader"
                      }
                      NotAction = "s3:DeleteBucket"
                      Resource  = [aws_s3_bucket.ledger.arn, "${aws_s3_bucket.ledger.arn}/*"]
                    }]
                  })
                }
            """,
        ),
    )

    def check_policy(self, bucket: Bucket, policy: Policy) -> Iterator[Finding]:
        remarks = not_action_grants(policy)
        for remark in remarks.found:
            yield self.fail(
                remark.origin,
                f"the policy of {bucket} allows with NotAction: {remark.text}",
                setting=f"{self.setting}[{remark.statement.name}]",
            )
        if remarks.doubt is not None:
            yield self.unanswered(bucket, remarks.doubt)
