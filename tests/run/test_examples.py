"""Both twins that are made of a statement, in full."""

from __future__ import annotations

import subprocess
import sys

import pytest

from s3lint.run.example import PolicyExample, Wrapper

DOOR = Wrapper(
    cloudformation="""
        Resources:
          Door:
            Type: AWS::S3::AccessPoint
            Properties:
              Policy: <policy>
              Bucket: ledger
    """,
    terraform="""
        resource "aws_s3_access_point" "door" {
          policy = <policy>
          bucket = "ledger"
        }
    """,
)


def test_a_statement_about_the_bucket() -> None:
    example = PolicyExample(
        "a title",
        """
        Effect: Allow
        Principal: { AWS: arn:aws:iam::111122223333:role/reader }
        Action: [s3:GetObject, s3:Put*]  # expect: a-rule
        Resource: [$bucket, $bucket/*]
        Condition:
          Bool:
            aws:SecureTransport: "true"
            aws:ViaAWSService: "false"
          StringEquals: { "aws:PrincipalOrgID": o-exampleorgid }
        """,
    )
    assert (
        example.twins.cloudformation
        == """\
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
            Principal: { AWS: arn:aws:iam::111122223333:role/reader }
            Action: [s3:GetObject, s3:Put*]  # expect: a-rule
            Resource: [!GetAtt Ledger.Arn, !Sub "${Ledger.Arn}/*"]
            Condition:
              Bool:
                aws:SecureTransport: "true"
                aws:ViaAWSService: "false"
              StringEquals: { aws:PrincipalOrgID: o-exampleorgid }"""
    )
    assert (
        example.twins.terraform
        == """\
resource "aws_s3_bucket" "ledger" {}

resource "aws_s3_bucket_policy" "ledger" {
  bucket = aws_s3_bucket.ledger.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:role/reader" }
      Action    = ["s3:GetObject", "s3:Put*"]  # expect: a-rule
      Resource  = [aws_s3_bucket.ledger.arn, "${aws_s3_bucket.ledger.arn}/*"]
      Condition = {
        Bool = {
          "aws:SecureTransport" = "true"
          "aws:ViaAWSService"   = "false"
        }
        StringEquals = { "aws:PrincipalOrgID" = "o-exampleorgid" }
      }
    }]
  })
}"""
    )


def test_statements_with_inputs_in_a_wrapper() -> None:
    example = PolicyExample(
        "a title",
        """
        - Effect: Allow
          Principal: { AWS: $reader }  # expect: a-rule
          Action: s3:GetObject
          Resource: "arn:aws:s3:::$store/home/${aws:username}"
        - Effect: Deny
          NotPrincipal:  # expect: a-rule
            AWS: arn:aws:iam::111122223333:root
          Action: s3:*
          Resource: "*"
        """,
        wrapper=DOOR,
    )
    assert (
        example.twins.cloudformation
        == """\
Parameters:
  Reader:  # expect: a-rule
    Type: String
  Store:
    Type: String
Resources:
  Door:
    Type: AWS::S3::AccessPoint
    Properties:
      Policy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: { AWS: !Ref Reader }
            Action: s3:GetObject
            Resource: !Sub "arn:aws:s3:::${Store}/home/${!aws:username}"
          - Effect: Deny
            NotPrincipal:
              AWS: arn:aws:iam::111122223333:root  # expect: a-rule
            Action: s3:*
            Resource: "*"
      Bucket: ledger"""
    )
    assert (
        example.twins.terraform
        == """\
variable "reader" {  # expect: a-rule
  type = string
}

variable "store" {
  type = string
}

resource "aws_s3_access_point" "door" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { AWS = var.reader }
        Action    = "s3:GetObject"
        Resource  = "arn:aws:s3:::${var.store}/home/$${aws:username}"
      },
      {
        Effect = "Deny"
        NotPrincipal = {  # expect: a-rule
          AWS = "arn:aws:iam::111122223333:root"
        }
        Action   = "s3:*"
        Resource = "*"
      },
    ]
  })
  bucket = "ledger"
}"""
    )


@pytest.mark.parametrize("statement", ["s3:GetObject", "- Effect: Allow\n- Deny", ""])
def test_what_is_no_statement_is_refused(statement: str) -> None:
    with pytest.raises(ValueError, match="expected a statement or a list of statements"):
        _ = PolicyExample("a title", statement).twins


def test_a_check_makes_no_twins() -> None:
    code = "import sys, s3lint; s3lint.check(['fixtures/demo']); print('s3lint.run.policy_twins' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "False\n"
