"""A key that a map has for some values of an input only: where it is not there Terraform refuses the plan."""

from __future__ import annotations

import pytest

from s3lint import Settings, check

ACCOUNTS = """
variable "env" { type = string }
locals {
  accounts = {
    dev  = { name = "acme-dev" }
    test = { name = "acme-test" }
    prod = { name = "acme-prod", status = "Enabled", reader = "111122223333" }
  }
  here = local.accounts[var.env]
}
resource "aws_s3_bucket" "b" {}
"""
VERSIONED = """
resource "aws_s3_bucket_versioning" "b" {
  bucket = aws_s3_bucket.b.id
  versioning_configuration {
    status = %s
  }
}
"""


def said(text: str, *rules: str) -> list[tuple[str, str, tuple[str, ...]]]:
    report = check([], Settings(select=rules or ("missing-versioning",)), {"main.tf": text})
    return [(found.rule, found.verdict.value, found.cases) for found in report.findings + report.undecided]


@pytest.mark.parametrize(
    "status",
    [
        "local.accounts[var.env].status",
        'local.accounts[var.env]["status"]',
        "local.accounts[terraform.workspace].status",
        "local.here.status",
        '"${local.here.status}"',
        "[for one in [local.here] : one.status][0]",
        "([local.here][*].status)[0]",
        "{ only = local.here.status }.only",
        "upper(local.here.status) == upper(local.here.status) ? local.here.status : null",
    ],
)
def test_what_is_left_are_the_cases_with_the_key(status: str) -> None:
    assert said(ACCOUNTS + VERSIONED % status) == []
    suspended = ACCOUNTS.replace('"Enabled"', '"Suspended"')
    assert said(suspended + VERSIONED % status) == [("missing-versioning", "fail", ())]


@pytest.mark.parametrize(
    ("status", "verdict", "cases"),
    [
        # The error is what try, can and lookup are there for.
        ('try(local.here.status, "Suspended")', "undecided", ("var.env is dev", "var.env is test")),
        ('can(local.here.status) ? "Enabled" : "Suspended"', "undecided", ("var.env is dev", "var.env is test")),
        ('lookup(local.here, "status", "Suspended")', "undecided", ("var.env is dev", "var.env is test")),
        # It stands in a branch that is taken elsewhere only.
        ('var.env == "prod" ? local.here.status : "Suspended"', "undecided", ("var.env is not prod",)),
        # Two of the cases with the key differ.
        ('{ dev = { s = "Enabled" }, prod = { s = "Suspended" }, qa = {} }[var.env].s', "undecided", ("var.env is not dev",)),
    ],
)
def test_what_has_an_answer_where_the_key_is_not_there_keeps_it(status: str, verdict: str, cases: tuple[str, ...]) -> None:
    assert [(found[1], found[2]) for found in said(ACCOUNTS + VERSIONED % status)] == [(verdict, cases)]


@pytest.mark.parametrize("status", ["local.here.stauts", 'local.accounts["dev"].status'])
def test_an_error_in_every_case_stays_one(status: str) -> None:
    report = check([], Settings(select=("missing-versioning",)), {"main.tf": ACCOUNTS + VERSIONED % status})
    name = "stauts" if "stauts" in status else "status"
    assert [found.reason for found in report.undecided] == [f'expected one of the keys of this map; it has no "{name}"']


def test_an_error_with_the_value_that_is_given_stays_one() -> None:
    given = ACCOUNTS.replace("type = string", 'default = "dev"')
    assert [found[1] for found in said(given + VERSIONED % "local.here.status")] == ["undecided"]


def test_what_is_not_there_refuses_nothing() -> None:
    counted = VERSIONED.replace("bucket =", 'count = var.env == "prod" ? 1 : 0\n  bucket =') % "local.here.status"
    assert said(ACCOUNTS + counted) == [("missing-versioning", "undecided", ("var.env is not prod",))]


def test_accounts_of_a_policy() -> None:
    policy = """
    resource "aws_s3_bucket_policy" "b" {
      bucket = aws_s3_bucket.b.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = { AWS = ["arn:aws:iam::${local.here.reader}:root", "arn:aws:iam::444455556666:root"] }
          Action    = "s3:GetObject"
          Resource  = "${aws_s3_bucket.b.arn}/*"
        }]
      })
    }
    """
    assert said(ACCOUNTS + policy, "wildcard-principal", "cross-account-grant") == [("cross-account-grant", "fail", ())]
    anyone = ACCOUNTS.replace('"111122223333"', '"*"') + policy.replace(
        "arn:aws:iam::${local.here.reader}:root", "${local.here.reader}"
    )
    assert said(anyone, "wildcard-principal") == [("wildcard-principal", "fail", ())]
