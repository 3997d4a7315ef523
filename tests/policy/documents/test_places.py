"""Where findings about policies point, in every form that a policy is written in: one line, as narrow as the fault."""

from __future__ import annotations

import pytest

from s3lint import Settings, check

YAML = """\
Resources:
  Ledger:
    Type: AWS::S3::Bucket
  LedgerPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Ledger
      PolicyDocument:
        Version: "2008-10-17"
        Statement:
          - Effect: Allow
            Principal: "*"
            Action: s3:*
            Resource: !Sub "${Ledger.Arn}/*"
          - Effect: Allow
            Principal:
              Service: config.amazonaws.com
            NotAction: s3:GetObject
            Resource: !Sub "${Ledger.Arn}/*"
          - Effect: Allow
            Principal: "*"
            Action: s3:GetObjct
            Resource: !Sub "${Ledger.Arn}/*"
            Condition:
              StringLike:
                aws:Referer: "*.example.com"
          - Effect: Deny
            Principal: "*"
            Action: s3:PutBucketPolicy
            Resource: !GetAtt Ledger.Arn
          - Effect: Allow
            Principal:
              AWS: arn:aws:iam::444455556666:root
            Action: s3:GetObject
            Resource: arn:aws:s3:::another/*
"""

JSON = """\
{
  "Resources": {
    "Ledger": {"Type": "AWS::S3::Bucket"},
    "LedgerPolicy": {
      "Type": "AWS::S3::BucketPolicy",
      "Properties": {
        "Bucket": {"Ref": "Ledger"},
        "PolicyDocument": POLICY
      }
    }
  }
}
"""

STATEMENTS = """{
  "Version": "2008-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": OBJECTS
    },
    {
      "Effect": "Allow",
      "Principal": {"Service": "config.amazonaws.com"},
      "NotAction": "s3:GetObject",
      "Resource": OBJECTS
    },
    {
      "Effect": "Allow",
      "Principal": "*",
      "Action": "s3:GetObjct",
      "Resource": OBJECTS,
      "Condition": {"StringLike": {"aws:Referer": "*.example.com"}}
    },
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:PutBucketPolicy",
      "Resource": BUCKET
    },
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::444455556666:root"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::another/*"
    }
  ]
}"""

TERRAFORM = """\
resource "aws_s3_bucket" "ledger" {}

resource "aws_s3_bucket_policy" "ledger" {
  bucket = aws_s3_bucket.ledger.id
  policy = POLICY
}
"""

DOCUMENT = """\
resource "aws_s3_bucket" "ledger" {}

resource "aws_s3_bucket_policy" "ledger" {
  bucket = aws_s3_bucket.ledger.id
  policy = data.aws_iam_policy_document.ledger.json
}

data "aws_iam_policy_document" "ledger" {
  version = "2008-10-17"
  statement {
    actions   = ["s3:*"]
    resources = ["${aws_s3_bucket.ledger.arn}/*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
  statement {
    not_actions = ["s3:GetObject"]
    resources   = ["${aws_s3_bucket.ledger.arn}/*"]
    principals {
      type        = "Service"
      identifiers = ["config.amazonaws.com"]
    }
  }
  statement {
    actions   = ["s3:GetObjct"]
    resources = ["${aws_s3_bucket.ledger.arn}/*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "StringLike"
      variable = "aws:Referer"
      values   = ["*.example.com"]
    }
  }
  statement {
    effect    = "Deny"
    actions   = ["s3:PutBucketPolicy"]
    resources = [aws_s3_bucket.ledger.arn]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::another/*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::444455556666:root"]
    }
  }
}
"""


def templated(template: str, policy: str, bucket: str, objects: str) -> str:
    return template.replace("POLICY", policy).replace("OBJECTS", objects).replace("BUCKET", bucket)


FORMS = {
    "yaml": ("template.yaml", YAML),
    "json": (
        "template.json",
        templated(JSON, STATEMENTS, '{"Fn::GetAtt": ["Ledger", "Arn"]}', '{"Fn::Sub": "${Ledger.Arn}/*"}'),
    ),
    "heredoc": (
        "main.tf",
        templated(TERRAFORM, f"<<-EOT\n{STATEMENTS}\nEOT", '"${aws_s3_bucket.ledger.arn}"', '"${aws_s3_bucket.ledger.arn}/*"'),
    ),
    "jsonencode": (
        "main.tf",
        templated(TERRAFORM, f"jsonencode({STATEMENTS})", "aws_s3_bucket.ledger.arn", '"${aws_s3_bucket.ledger.arn}/*"'),
    ),
    "document": ("main.tf", DOCUMENT),
}
RULES = (
    "plain-http-allowed",
    "wildcard-principal",
    "weak-public-condition",
    "wildcard-action",
    "allow-not-action",
    "confused-deputy",
    "policy-lockout",
    "cross-account-grant",
    "invalid-policy",
)


def places(form: str) -> list[tuple[str, str]]:
    """Each finding's rule and the text that it points at, which must be in one line."""
    name, text = FORMS[form]
    report = check([], Settings(select=RULES), overlay={name: text})
    assert report.problems == ()
    assert report.undecided == ()
    found = []
    for finding in report.findings:
        span = finding.origin.span
        place = text[span.start : span.end]
        assert finding.origin.start.line == finding.origin.end.line, (finding.rule, place)
        found.append((finding.rule, place))
    return sorted(found)


FAULTS = {
    "allow-not-action": ("s3:GetObject",),
    "confused-deputy": ("config.amazonaws.com",),
    "invalid-policy": ("arn:aws:s3:::another/*", "s3:GetObjct"),
    "policy-lockout": ("s3:PutBucketPolicy",),
    "wildcard-action": ("s3:*",),
}
"""Values that are the fault, which are pointed at with their quotation marks and brackets if they have some."""


@pytest.mark.parametrize(
    ("form", "document", "condition", "principal"),
    [
        ("yaml", "PolicyDocument", 'aws:Referer: "*.example.com"', '"*"'),
        ("json", '"PolicyDocument"', '"aws:Referer": "*.example.com"', '"*"'),
        ("heredoc", "policy", '"aws:Referer": "*.example.com"', '"*"'),
        ("jsonencode", "policy", '"aws:Referer": "*.example.com"', '"*"'),
        ("document", 'data "aws_iam_policy_document" "ledger"', '"aws:Referer"', '["*"]'),
    ],
)
def test_places(form: str, document: str, condition: str, principal: str) -> None:
    found = places(form)
    values = [(rule, place.strip('[]"')) for rule, place in found if rule in FAULTS]
    assert values == [(rule, value) for rule, faults in FAULTS.items() for value in faults]
    assert [one for one in found if one[0] not in FAULTS] == [
        ("plain-http-allowed", document),
        ("weak-public-condition", condition),
        ("wildcard-principal", principal),
    ]


PRINCIPALS = """\
[
  {
    "Effect": "Allow",
    "Principal": {
      "AWS": "*"
    },
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::ledger/*"
  },
  {
    "Effect": "Allow",
    "NotPrincipal": {
      "AWS": [
        "arn:aws:iam::111122223333:root"
      ]
    },
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::ledger/*"
  }
]
"""


def test_principals_on_several_lines_are_blamed_on_the_star_and_on_the_key() -> None:
    document = f'{{"Statement": {PRINCIPALS}}}'
    terraform = f'resource "aws_s3_bucket_policy" "ledger" {{\n  bucket = "ledger"\n  policy = <<EOT\n{document}\nEOT\n}}\n'
    block = """\
Resources:
  LedgerPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: ledger
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal:
              AWS: "*"
            Action: s3:GetObject
            Resource: arn:aws:s3:::ledger/*
          - Effect: Allow
            NotPrincipal:
              AWS:
                - arn:aws:iam::111122223333:root
            Action: s3:GetObject
            Resource: arn:aws:s3:::ledger/*
"""
    report = check([], Settings(select=("wildcard-principal", "allow-not-principal")), {"a.tf": terraform, "b.yaml": block})
    assert [(f.rule, f.origin.source.path, f.origin.start.line, f.origin.text) for f in report.findings] == [
        ("wildcard-principal", "a.tf", 8, '"*"'),
        ("wildcard-principal", "a.tf", 15, '"NotPrincipal"'),
        ("wildcard-principal", "b.yaml", 10, '"*"'),
        ("wildcard-principal", "b.yaml", 14, "NotPrincipal"),
    ]
    assert [f.covers for f in report.findings] == [(), ("allow-not-principal",), (), ("allow-not-principal",)]
