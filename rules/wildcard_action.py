"""Bucket policies that allow more actions than anyone needs."""

from collections.abc import Iterator

from s3lint import Bucket, Example, Finding, Group, Note, Policy, PolicyRule, Severity, wildcard_actions


class WildcardAction(PolicyRule):
    """
    ## What it checks
    No Allow statement has `*`, `s3:*` or another pattern of actions that covers both writing objects and managing the
    policy, such as `s3:Put*`.

    ## Why it matters
    Whoever may do everything may also change the policy, turn off logging and delete the bucket. Hardly any caller needs
    that, and with new features of S3 the grant grows by itself.

    ## Known limits
    Each pattern is judged alone. Who is granted the actions, and under which condition, does not matter here. `NotAction` is
    the business of `allow-not-action`.
    """

    name = "wildcard-action"
    summary = "a statement allows writes and policy management by a wildcard"
    group, severity, default = Group.POLICY, Severity.MEDIUM, True
    since = "0.1.0"
    help = "list the actions that the principal needs, for example s3:GetObject"
    references = (
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html",
    )
    aliases = ("F15", "S3_BUCKET_POLICY_NO_WILDCARD_ACTION")
    asks = "whether the policy of {} allows actions by a wildcard"
    setting = "policy.actions"

    bad = (
        Example(
            "everything in S3",
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
                            Action: s3:*  # expect: wildcard-action
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
                      Action   = "s3:*"  # expect: wildcard-action
                      Resource = [aws_s3_bucket.ledger.arn, "${aws_s3_bucket.ledger.arn}/*"]
                    }]
                  })
                }
            """,
        ),
        Example(
            "one pattern among named actions",
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
                              - s3:Put*  # expect: wildcard-action
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
                      Action   = ["s3:GetObject", "s3:Put*"]  # expect: wildcard-action
                      Resource = [aws_s3_bucket.ledger.arn, "${aws_s3_bucket.ledger.arn}/*"]
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
            "a pattern that only reads",
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
                            Action: s3:Get*
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
                      Action   = "s3:Get*"
                      Resource = [aws_s3_bucket.ledger.arn, "${aws_s3_bucket.ledger.arn}/*"]
                    }]
                  })
                }
            """,
        ),
        Example(
            "a wildcard that denies",
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
                            Principal: "*"
                            Action: s3:*
                            Resource:
                              - !GetAtt Ledger.Arn
                              - !Sub "${Ledger.Arn}/*"
                            Condition:
                              Bool:
                                aws:SecureTransport: "false"
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_policy" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  policy = jsonencode({
                    Version = "2012-10-17"
                    Statement = [{
                      Effect    = "Deny"
                      Principal = "*"
                      Action    = "s3:*"
                      Resource  = [aws_s3_bucket.ledger.arn, "${aws_s3_bucket.ledger.arn}/*"]
                      Condition = {
                        Bool = {
                          "aws:SecureTransport" = "false"
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
            "the action is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Granted:  # expect: wildcard-action
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
                          - Effect: Allow
                            Principal:
                              AWS: arn:aws:iam::111122223333:role/reader
                            Action: !Ref Granted
                            Resource: !Sub "${Ledger.Arn}/*"
            """,
            terraform="""
                variable "granted" {  # expect: wildcard-action
                  type = string
                }

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
                      Action   = var.granted
                      Resource = "${aws_s3_bucket.ledger.arn}/*"
                    }]
                  })
                }
            """,
        ),
    )

    def check_policy(self, bucket: Bucket, policy: Policy) -> Iterator[Finding]:
        remarks = wildcard_actions(policy)
        for statement, found in remarks.by_statement():
            first, *others = found
            yield self.fail(
                first.origin,
                f"the policy of {bucket} grants more than its use needs: {first.text}",
                related=[Note(other.origin, other.text) for other in others],
                setting=f"{self.setting}[{statement.name}]",
            )
        if remarks.doubt is not None:
            yield self.unanswered(bucket, remarks.doubt)
