"""Bucket policies that nobody can change any more."""

from collections.abc import Iterator

from s3lint import Bucket, Example, Finding, Group, Holds, Note, Policy, PolicyRule, Severity, Undecided, Unknown, locks_out


class PolicyLockout(PolicyRule):
    """
    ## What it checks
    The Deny statements of the policy leave somebody who can call `s3:PutBucketPolicy`. All of them together count: they may
    lock everybody out although none of them does so alone.

    ## Why it matters
    A Deny for everyone includes the administrators, and the pipeline that deploys the next version. Only the root user of
    the account can delete such a policy then.

    ## Known limits
    Whether those who are left really exist, and what their own policies allow, can't be seen here.
    """

    name = "policy-lockout"
    summary = "everyone is denied to change the policy"
    group, severity, default = Group.POLICY, Severity.HIGH, True
    since = "0.1.0"
    help = "leave out the management of the policy, or except those who administrate the bucket"
    references = (
        "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html",
        "https://repost.aws/knowledge-center/s3-accidentally-denied-access",
    )
    aliases = ("CKV_AWS_93",)
    asks = "whether the policy of {} locks everybody out"
    setting = "policy.management"

    bad = (
        Example(
            "everything is denied to everyone",
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
                            Action: s3:*  # expect: policy-lockout
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
                      Effect    = "Deny"
                      Principal = "*"
                      Action    = "s3:*"  # expect: policy-lockout
                      Resource  = [aws_s3_bucket.ledger.arn, "${aws_s3_bucket.ledger.arn}/*"]
                    }]
                  })
                }
            """,
        ),
        Example(
            "two statements that leave nobody",
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
                            Action: s3:*  # expect: policy-lockout
                            Resource: !GetAtt Ledger.Arn
                            Condition:
                              ArnLike:
                                aws:PrincipalArn: "arn:aws:iam::*:role/*"
                          - Effect: Deny
                            Principal: "*"
                            Action: s3:*
                            Resource: !GetAtt Ledger.Arn
                            Condition:
                              ArnNotLike:
                                aws:PrincipalArn: "arn:aws:iam::*:role/*"
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
                      Action    = "s3:*"  # expect: policy-lockout
                      Resource  = aws_s3_bucket.ledger.arn
                      Condition = {
                        ArnLike = {
                          "aws:PrincipalArn" = "arn:aws:iam::*:role/*"
                        }
                      }
                      }, {
                      Effect    = "Deny"
                      Principal = "*"
                      Action    = "s3:*"
                      Resource  = aws_s3_bucket.ledger.arn
                      Condition = {
                        ArnNotLike = {
                          "aws:PrincipalArn" = "arn:aws:iam::*:role/*"
                        }
                      }
                    }]
                  })
                }
            """,
        ),
    )
    good = (
        Example(
            "only requests without TLS are denied",
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
        Example(
            "an administrator is excepted",
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
                              ArnNotEquals:
                                aws:PrincipalArn: arn:aws:iam::111122223333:role/admin
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
                        ArnNotEquals = {
                          "aws:PrincipalArn" = "arn:aws:iam::111122223333:role/admin"
                        }
                      }
                    }]
                  })
                }
            """,
        ),
        Example(
            "only objects are locked",
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
                            Action: s3:DeleteObject
                            Resource: !Sub "${Ledger.Arn}/*"
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
                      Action    = "s3:DeleteObject"
                      Resource  = "${aws_s3_bucket.ledger.arn}/*"
                    }]
                  })
                }
            """,
        ),
    )
    undecidable = (
        Example(
            "who is denied is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Denied:  # expect: policy-lockout
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
                          - Effect: Deny
                            Principal:
                              AWS: !Ref Denied
                            Action: s3:*
                            Resource:
                              - !GetAtt Ledger.Arn
                              - !Sub "${Ledger.Arn}/*"
            """,
            terraform="""
                variable "denied" {  # expect: policy-lockout
                  type = string
                }

                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_policy" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  policy = jsonencode({
                    Version = "2012-10-17"
                    Statement = [{
                      Effect = "Deny"
                      Principal = {
                        AWS = var.denied
                      }
                      Action   = "s3:*"
                      Resource = [aws_s3_bucket.ledger.arn, "${aws_s3_bucket.ledger.arn}/*"]
                    }]
                  })
                }
            """,
        ),
    )

    def with_malformed(self, bucket: Bucket, unknown: Unknown) -> Iterator[Finding]:
        yield from ()  # S3 refuses it, so it locks nobody out

    def check_policy(self, bucket: Bucket, policy: Policy) -> Iterator[Finding]:
        match locks_out(policy, bucket.target):
            case Holds(_, (first, *others)):
                yield self.fail(
                    first.actions.origin,
                    f"the policy of {bucket} denies everyone to change it, its administrators included",
                    label=f"{first} covers s3:PutBucketPolicy",
                    related=[Note(other.actions.origin, f"{other} denies it to the others") for other in others],
                    result="only the root user of the account can delete the policy then",
                    setting=self.setting,
                )
            case Undecided(unknown):
                yield self.unanswered(bucket, unknown)
