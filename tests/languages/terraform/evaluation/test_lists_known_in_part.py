"""Lists whose items are known and whose order is not, and lists of which only some items are known."""

from __future__ import annotations

import pytest

from s3lint import Report, Settings, check
from tests.languages.terraform.configurations import bucket, plain, single

ROOT = """
variable "more" { type = list(string) }
variable "one" {}
data "aws_caller_identity" "me" {}
resource "aws_s3_bucket" "a" {}
resource "aws_s3_bucket" "b" {}
locals {
  me    = data.aws_caller_identity.me.account_id
  roots = [for account in var.more : "arn:aws:iam::${account}:root"]
}
"""


def judged(rule: str, principals: str) -> Report:
    main = f"""{ROOT}
resource "aws_s3_bucket_policy" "a" {{
  bucket = aws_s3_bucket.a.id
  policy = jsonencode({{
    Version   = "2012-10-17"
    Statement = [{{
      Effect    = "Allow"
      Principal = {{ AWS = {principals} }}
      Action    = "s3:GetObject"
      Resource  = "${{aws_s3_bucket.a.arn}}/*"
    }}]
  }})
}}
"""
    return check([], Settings(select=(rule,)), overlay={"main.tf": main})


def verdicts(report: Report) -> list[str]:
    return [found.verdict.value for found in (*report.findings, *report.undecided)]


@pytest.mark.parametrize(
    "principals",
    [
        "sort(distinct([local.me]))",
        'sort(["arn:aws:iam::${local.me}:root", local.me])',
        "tolist(toset([local.me, local.me]))",
        "reverse(sort([local.me, local.me]))",
        "distinct(compact([local.me, null, local.me]))",
        "flatten([[local.me], sort([local.me])])",
        'formatlist("arn:aws:iam::%s:root", sort([local.me, local.me]))',
        '[for account in toset([local.me, "${local.me}"]) : "arn:aws:iam::${account}:root"]',
        "setunion([local.me], sort([local.me]))",
        "concat(slice([local.me, var.one], 0, 1), [])",
        "[element([local.me], 7)]",
    ],
)
def test_what_is_only_put_in_order_is_what_it_was(principals: str) -> None:
    assert verdicts(judged("cross-account-grant", principals)) == []
    assert verdicts(judged("wildcard-principal", principals)) == []


@pytest.mark.parametrize(
    "principals",
    ['sort([local.me, "*"])', 'concat(var.more, ["*"])', 'flatten([var.more, ["*"]])', 'compact([var.one, local.me, "*"])'],
)
def test_what_is_among_the_items_is_there_whatever_else_is(principals: str) -> None:
    assert verdicts(judged("wildcard-principal", principals)) == ["fail"]


@pytest.mark.parametrize(
    "principals",
    [
        "local.roots",
        "concat(local.roots, [local.me])",
        "sort(concat([local.me], local.roots))",
        "distinct(local.roots)",
        'formatlist("arn:aws:iam::%s:root", var.more)',
        'formatlist("arn:aws:iam::%s:root", concat(var.more, [local.me]))',
        '[for account in var.more : "arn:aws:iam::${account}:root" if account != ""]',
        'formatlist("arn:aws:iam::%s:role/%s", var.more, "deploy")',
    ],
)
def test_the_form_of_what_is_not_known_stays(principals: str) -> None:
    assert verdicts(judged("wildcard-principal", principals)) == []
    assert verdicts(judged("cross-account-grant", principals)) == ["undecided"]


@pytest.mark.parametrize("principals", ["concat(var.more, [local.me])", "compact([var.one, local.me])", "sort(var.more)"])
def test_without_a_form_it_may_be_anyone(principals: str) -> None:
    assert verdicts(judged("wildcard-principal", principals)) == ["undecided"]


def name(expression: str) -> object:
    main = f'{ROOT}resource "aws_s3_bucket" "named" {{\n  bucket = {expression}\n}}\n'
    return plain(bucket(single(main_tf=main), "aws_s3_bucket.named").name)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('sort(["b", "a"])[0]', "a"),
        ("sort([aws_s3_bucket.a.id, aws_s3_bucket.b.id])[0]", "unknown: the order of these items is known after deployment"),
        ('sort([aws_s3_bucket.a.id, "b"])[1]', "unknown: the order of these items is known after deployment"),
        ('sort(["${aws_s3_bucket.a.id}-b", "${aws_s3_bucket.a.id}-a"])[0]', "aws_s3_bucket.a.id-a"),
        (
            "tolist(toset([aws_s3_bucket.a.id, aws_s3_bucket.b.id]))[0]",
            "unknown: the order of these items is known after deployment",
        ),
        (
            "[for b in toset([aws_s3_bucket.a.id, aws_s3_bucket.b.id]) : b][1]",
            "unknown: the order of these items is known after deployment",
        ),
        ('[for b in toset(["y", "x"]) : b][1]', "y"),
        ('concat(["x"], var.more, ["y"])[0]', "x"),
        ('concat(["x"], var.more, ["y"])[1]', "unknown: variable `more` has no default"),
        ('concat(var.more, ["y"])[0]', "unknown: variable `more` has no default"),
        ("tostring(length(sort([aws_s3_bucket.a.id, aws_s3_bucket.b.id])))", "2"),
        ('contains(sort([aws_s3_bucket.a.id, "b"]), "b") ? "yes" : "no"', "yes"),
        (
            "[for k, b in { (aws_s3_bucket.a.id) = 1, z = 2 } : k][0]",
            "unknown: the order of these items is known after deployment",
        ),
        ("""{ for i, b in sort([aws_s3_bucket.a.id, "b"]) : b => "n${i}" }["b"]""", "n${…}"),
        ("sort([aws_s3_bucket.a.id, null])[0]", "unknown: expected a value that is not null"),
        ("concat([aws_s3_bucket.a.id], sort([aws_s3_bucket.b.id, var.one]))[0]", "aws_s3_bucket.a.id"),
    ],
)
def test_a_position_that_nobody_knows_is_unknown(expression: str, expected: str) -> None:
    assert name(expression) == expected


def test_a_companion_of_one_of_several_is_no_other_buckets() -> None:
    main = f"""{ROOT}
resource "aws_s3_bucket" "other" {{}}
resource "aws_s3_bucket_versioning" "one" {{
  bucket = sort([aws_s3_bucket.a.id, aws_s3_bucket.b.id])[0]
  versioning_configuration {{ status = "Enabled" }}
}}
"""
    report = check([], Settings(select=("missing-versioning",)), overlay={"main.tf": main})
    assert [found.subjects for found in report.findings] == [("aws_s3_bucket.other",)]
    assert [found.subjects for found in report.undecided] == [("aws_s3_bucket.a", "aws_s3_bucket.b")]
