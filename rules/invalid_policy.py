"""Bucket policies that S3 refuses, or that mean less than they seem to."""

from collections.abc import Iterator

from s3lint import (
    AccessPoint,
    Bucket,
    Example,
    Finding,
    Group,
    Policy,
    PolicyExample,
    PolicyHolder,
    PolicyRule,
    Severity,
    Store,
    Unknown,
    faults,
)


class InvalidPolicy(PolicyRule):
    """
    ## What it checks
    The document follows the grammar, has the current `Version` and is no larger than 20 KB; its actions are actions of S3,
    its resources this bucket or its objects, its principals principals, and each action can meet one of the resources of its
    statement.

    ## Why it matters
    S3 refuses most of these when the policy is deployed. The others are worse: a statement whose action and resource never
    meet does nothing, and nobody notices that what it should deny is not denied.

    ## Known limits
    Of access points and other stores, ARNs are not compared with the store's own, and only the service of an action is
    judged where it is not S3. What a value that is not known may turn out to be is not judged. An action that AWS has added
    since this version of s3lint is taken for unknown.
    """

    name = "invalid-policy"
    summary = "the policy is malformed, or part of it can have no effect"
    group, severity, default = Group.POLICY, Severity.MEDIUM, True
    since = "0.1.0"
    help = "correct the policy"
    references = (
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html",
    )
    asks = "whether the policy of {} is valid"
    settings = ("policy.document",)
    judges = (Bucket, AccessPoint, PolicyHolder)

    bad = (
        PolicyExample(
            "a misspelt action",
            """
            Effect: Allow
            Principal: { AWS: arn:aws:iam::111122223333:role/reader }
            Action: s3:GetObjct  # expect: invalid-policy
            Resource: $bucket/*
            """,
        ),
        PolicyExample(
            "an action on objects, and only the bucket",
            """
            Effect: Allow
            Principal: { AWS: arn:aws:iam::111122223333:role/reader }
            Action: s3:GetObject  # expect: invalid-policy
            Resource: $bucket
            """,
        ),
        PolicyExample(
            "a principal that is none",
            """
            Effect: Allow
            Principal: { AWS: reader }  # expect: invalid-policy
            Action: s3:GetObject
            Resource: $bucket/*
            """,
        ),
        Example(
            "no JSON",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                  LedgerPolicy:
                    Type: AWS::S3::BucketPolicy
                    Properties:
                      Bucket: !Ref Ledger
                      PolicyDocument: >-  # expect: invalid-policy
                        {"Version": "2012-10-17", "Statement": [}
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_policy" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  policy = <<-POLICY
                    {"Version": "2012-10-17", "Statement": [}  # expect: invalid-policy
                  POLICY
                }
            """,
        ),
        Example(
            "a version that knows no variables",
            cloudformation="""
                Resources:
                  Ledger:
                    Type: AWS::S3::Bucket
                  LedgerPolicy:
                    Type: AWS::S3::BucketPolicy
                    Properties:
                      Bucket: !Ref Ledger
                      PolicyDocument:
                        Version: "2008-10-17"  # expect: invalid-policy
                        Statement:
                          - Effect: Allow
                            Principal:
                              AWS: arn:aws:iam::111122223333:role/reader
                            Action: s3:GetObject
                            Resource: !Sub "${Ledger.Arn}/${!aws:username}/*"
            """,
            terraform="""
                resource "aws_s3_bucket" "ledger" {}

                resource "aws_s3_bucket_policy" "ledger" {
                  bucket = aws_s3_bucket.ledger.id
                  policy = jsonencode({
                    Version = "2008-10-17"  # expect: invalid-policy
                    Statement = [{
                      Effect = "Allow"
                      Principal = {
                        AWS = "arn:aws:iam::111122223333:role/reader"
                      }
                      Action   = "s3:GetObject"
                      Resource = "${aws_s3_bucket.ledger.arn}/$${aws:username}/*"
                    }]
                  })
                }
            """,
        ),
    )
    good = (
        PolicyExample(
            "a sound policy",
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
            "the document is left to whoever deploys",
            cloudformation="""
                Parameters:
                  Document:  # expect: invalid-policy
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
                variable "document" {  # expect: invalid-policy
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
        for fault in faults(policy, store.target):
            yield self.fail(fault.origin, f"the policy of {store} has a fault: {fault.text}", part=fault.text)
        if policy.unknown is not None:
            yield self.unanswered(store, policy.unknown)

    def with_malformed(self, store: Store, unknown: Unknown) -> Iterator[Finding]:
        yield self.fail(unknown.origin, f"the policy of {store} has a fault: {unknown.reason}")
