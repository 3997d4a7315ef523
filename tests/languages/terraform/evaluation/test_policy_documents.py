"""`aws_iam_policy_document` as the provider renders it: structure, merging by sid, places."""

from __future__ import annotations

from typing import Any

import pytest

from s3lint.base.value import Known
from s3lint.policy import Policy
from tests.languages.terraform.configurations import bucket, place, single

USE = """
resource "aws_s3_bucket" "b" {}
resource "aws_s3_bucket_policy" "b" {
  bucket = aws_s3_bucket.b.id
  policy = data.aws_iam_policy_document.b.json
}
"""


def policy(text: str) -> Policy:
    found = bucket(single(main_tf=text + USE), "aws_s3_bucket.b").policy
    assert isinstance(found, Known)
    assert isinstance(found.value, Policy)
    return found.value


def statements(document: Policy) -> list[dict[str, Any]]:
    return [
        {
            "sid": statement.sid,
            "effect": statement.effect.value if isinstance(statement.effect, Known) else statement.effect,
            statement.principals.key: [(principal.kind, str(principal.name.text)) for principal in statement.principals.items],
            statement.actions.key: [str(action.text) for action in statement.actions.items],
            statement.resources.key: [str(resource.text) for resource in statement.resources.items],
            "tests": [(test.operator, test.key, [str(value.text) for value in test.values.items]) for test in statement.tests],
        }
        for statement in document.statements
    ]


def test_one_statement_of_every_part() -> None:
    document = policy(
        """
data "aws_iam_policy_document" "b" {
  policy_id = "Id"
  statement {
    sid     = "All"
    actions = ["s3:GetObject", "s3:PutObject"]
    resources = [
      "${aws_s3_bucket.b.arn}/&{aws:username}/*",
    ]
    principals {
      type        = "AWS"
      identifiers = ["111122223333"]
    }
    principals {
      type        = "AWS"
      identifiers = [aws_iam_role.r.arn]
    }
    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = ["111122223333"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = ["444455556666"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = [true]
    }
  }
  statement {
    effect        = "Deny"
    not_actions   = ["s3:Get*"]
    not_resources = ["*"]
    not_principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
  statement {
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.b.arn]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}
resource "aws_iam_role" "r" {
  name = "reader"
}
"""
    )
    assert statements(document) == [
        {
            "sid": "All",
            "effect": "Allow",
            "Principal": [
                ("AWS", "111122223333"),
                ("AWS", "arn:aws:iam::${account}:role/aws_iam_role.r.name"),
                ("Service", "cloudtrail.amazonaws.com"),
            ],
            "Action": ["s3:GetObject", "s3:PutObject"],
            "Resource": ["arn:aws:s3:::aws_s3_bucket.b.id/${aws:username}/*"],
            "tests": [
                ("StringEquals", "aws:SourceAccount", ["111122223333", "444455556666"]),
                ("Bool", "aws:SecureTransport", ["true"]),
            ],
        },
        {
            "sid": "",
            "effect": "Deny",
            "NotPrincipal": [("AWS", "*")],
            "NotAction": ["s3:Get*"],
            "NotResource": ["*"],
            "tests": [],
        },
        {
            "sid": "",
            "effect": "Allow",
            "Principal": [("*", "*")],
            "Action": ["s3:ListBucket"],
            "Resource": ["arn:aws:s3:::aws_s3_bucket.b.id"],
            "tests": [],
        },
    ]
    assert place(document.statements[0].actions.items[1].origin) == 'main.tf:5:32 "s3:PutObject"'
    assert place(document.statements[0].origin) == "main.tf:3:3 statement"


def test_source_documents_come_first_and_an_equal_sid_replaces() -> None:
    document = policy(
        """
data "aws_iam_policy_document" "source" {
  statement {
    sid       = "A"
    actions   = ["s3:GetObject"]
    resources = ["*"]
  }
  statement {
    actions   = ["s3:GetObjectAcl"]
    resources = ["*"]
  }
}
data "aws_iam_policy_document" "override" {
  statement {
    sid       = "B"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = ["*"]
  }
}
data "aws_iam_policy_document" "b" {
  source_policy_documents   = [data.aws_iam_policy_document.source.json, ""]
  override_policy_documents = [data.aws_iam_policy_document.override.json]
  statement {
    sid       = "B"
    actions   = ["s3:ListBucket"]
    resources = ["*"]
  }
  statement {
    sid       = "A"
    actions   = ["s3:PutObject"]
    resources = ["*"]
  }
  statement {
    sid       = "C"
    actions   = ["s3:DeleteObject"]
    resources = ["*"]
  }
}
"""
    )
    assert [
        (str(statement), [str(action.text) for action in statement.actions.items]) for statement in document.statements
    ] == [
        ("statement A", ["s3:PutObject"]),
        ("statement 2", ["s3:GetObjectAcl"]),
        ("statement B", ["s3:*"]),
        ("statement C", ["s3:DeleteObject"]),
    ]


def test_an_unknown_source_document_leaves_the_policy_open() -> None:
    document = policy(
        """
variable "more" {
  type = string
}
data "aws_iam_policy_document" "b" {
  source_policy_documents = [var.more]
  statement {
    sid       = "A"
    actions   = ["s3:PutObject"]
    resources = ["*"]
  }
}
"""
    )
    assert [str(statement) for statement in document.statements] == ["statement A"]
    assert document.unknown is not None
    assert document.unknown.inputs == ("var.more",)


def test_source_documents_of_json_text_keep_their_places() -> None:
    document = policy(
        """
data "aws_iam_policy_document" "b" {
  source_policy_documents = [<<EOF
{
  "Statement": [
    {"Sid": "Text", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "${aws_s3_bucket.b.arn}"}
  ]
}
EOF
  ]
}
"""
    )
    (statement,) = document.statements
    assert str(statement) == "statement Text"
    assert place(statement.actions.items[0].origin) == 'main.tf:5:67 "s3:*"'


OWN = """
  statement {
    sid       = "Own"
    actions   = ["s3:PutObject"]
    resources = ["*"]
  }
"""


@pytest.mark.parametrize(
    ("source", "names", "unknown"),
    [
        # One statement, a list of them, none; in JSON text and in structures.
        ('"{\\"Statement\\": {\\"Sid\\": \\"S\\", \\"Effect\\": \\"Deny\\"}}"', ["S", "Own"], ""),
        ('jsonencode({ Statement = { Sid = "S", Effect = "Deny" } })', ["S", "Own"], ""),
        ('jsonencode({ Statement = [{ Sid = "Own", Effect = "Deny" }, { Effect = "Deny" }] })', ["Own", ""], ""),
        ('jsonencode({ Version = "2012-10-17" })', ["Own"], ""),
        ('jsonencode({ Statement = "none" })', ["Own"], ""),
        # What is unknown of it is unknown of the whole.
        ("jsonencode({ Statement = var.list })", ["Own"], "variable `list` has no default"),
        ('jsonencode({ Statement = concat([{ Sid = "S" }], var.list) })', ["S", "Own"], "variable `list` has no default"),
        ("jsonencode(var.list)", ["Own"], "variable `list` has no default"),
        ('jsonencode(merge({ Id = "i" }, var.map))', ["Own"], "variable `map` has no default"),
        ('jsonencode(["a list"])', ["Own"], "expected a policy document here"),
        ('"{"', ["Own"], "the policy is not JSON: expected a key in quotes or }"),
    ],
)
def test_source_documents_of_every_shape(source: str, names: list[str], unknown: str) -> None:
    document = policy(
        f"""
variable "list" {{
  type = list(any)
}}
variable "map" {{
  type = map(string)
}}
data "aws_iam_policy_document" "b" {{
  source_policy_documents = [{source}]
{OWN}}}
"""
    )
    assert [statement.sid for statement in document.statements] == names
    assert (document.unknown.reason if document.unknown is not None else "") == unknown


def test_of_blocks_that_nobody_knows_a_statement_says_what_it_can() -> None:
    document = policy(
        """
variable "accounts" {
  type = list(string)
}
variable "type" {
  type = string
}
data "aws_iam_policy_document" "b" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["*"]
    dynamic "principals" {
      for_each = var.accounts
      content {
        type        = "AWS"
        identifiers = [principals.value]
      }
    }
    condition {
      test     = var.type
      variable = "aws:SourceAccount"
      values   = ["111122223333"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["true"]
    }
  }
  statement {
    actions   = ["s3:PutObject"]
    resources = ["*"]
    principals {
      type        = var.type
      identifiers = ["*"]
    }
    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}
"""
    )
    first, second = document.statements
    assert first.principals.items == ()
    assert first.principals.rest is not None
    assert first.principals.rest.reason == "variable `accounts` has no default"
    assert [(test.operator, test.key) for test in first.tests] == [("Bool", "aws:SecureTransport")]
    assert first.rest is not None
    assert first.rest.reason == "variable `type` has no default"
    assert [(principal.kind, str(principal.name.text)) for principal in second.principals.items] == [("*", "*")]
    assert second.principals.rest is not None
    assert second.principals.rest.reason == "variable `type` has no default"


def test_placeholders_are_replaced_inside_the_structure() -> None:
    document = policy(
        """
locals {
  text = replace(data.aws_iam_policy_document.inner.json, "_BUCKET_", aws_s3_bucket.b.arn)
}
data "aws_iam_policy_document" "inner" {
  statement {
    actions   = ["s3:PutObject"]
    resources = ["_BUCKET_/*", "_BUCKET_"]
  }
}
data "aws_iam_policy_document" "b" {
  source_policy_documents = compact([local.text, null, ""])
}
"""
    )
    assert [str(resource.text) for resource in document.statements[0].resources.items] == [
        "arn:aws:s3:::aws_s3_bucket.b.id/*",
        "arn:aws:s3:::aws_s3_bucket.b.id",
    ]
