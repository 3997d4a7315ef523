"""What undecided findings rest on: causes with counts, and the options that would decide most."""

from __future__ import annotations

import json
from inspect import cleandoc
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from s3lint import Inputs, Settings, check
from s3lint.base.record import replace
from s3lint.base.source import Source, Span
from s3lint.base.value import Origin
from s3lint.languages.unit import Language
from s3lint.outputs import Options, closing_lines, render
from s3lint.outputs.json import SCHEMA_FILE
from s3lint.run.example import Example
from s3lint.run.finding import Finding, Severity, Verdict
from s3lint.run.open_inputs import hints, with_options
from s3lint.run.registry import all_rules
from s3lint.run.report import Report

TERRAFORM = """
variable "status" {}
variable "suffix" {}
resource "aws_s3_bucket" "a" {
  for_each = toset(["x", "y"])
  bucket   = "acme-${each.key}-${var.suffix}"
}
resource "aws_s3_bucket_versioning" "a" {
  for_each = aws_s3_bucket.a
  bucket   = each.value.id
  versioning_configuration {
    status = var.status
  }
}
resource "aws_s3_bucket" "b" {}
resource "aws_s3_bucket_versioning" "b" {
  count  = terraform.workspace == "prod" ? 1 : 0
  bucket = aws_s3_bucket.b.id
  versioning_configuration {
    status = "Enabled"
  }
}
resource "aws_s3_bucket_public_access_block" "b" {
  bucket                  = aws_s3_bucket.b.id
  block_public_acls       = var.suffix == "x"
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
"""
TEMPLATE = """
Parameters:
  Stage: {Type: String}
  Status: {Type: String}
Conditions:
  Prod: !Equals [!Ref Stage, prod]
Resources:
  A: {Type: 'AWS::S3::Bucket', Properties: {VersioningConfiguration: !If [Prod, {Status: Enabled}, !Ref 'AWS::NoValue']}}
  B: {Type: 'AWS::S3::Bucket', Properties: {VersioningConfiguration: {Status: !Ref Status}}}
"""
VERSIONING = Settings(select=("missing-versioning", "missing-public-access-block"))


def report(settings: Settings = VERSIONING, /, **texts: str) -> Report:
    names = {"terraform": "main.tf", "cloudformation": "template.yaml"}
    return check([], settings, {names[name]: cleandoc(text) for name, text in texts.items()})


def test_options_are_named_by_their_effect_and_reasons_with_counts() -> None:
    found = report(terraform=TERRAFORM)
    assert closing_lines(found).splitlines()[:-1] == [
        "Found 1 warning in 1 of 1 file.",
        "Undecided, 2 findings:",
        "     1  it depends on terraform.workspace (1 bucket)",
        "     1  variable `status` has no default (2 buckets)",
        "--var status=… decides 2 buckets.",
        "--workspace NAME decides 1 bucket.",
    ]
    brief = closing_lines(found, Options(brief=True)).splitlines()
    assert brief[1:3] == ["--var status=… decides 2 buckets.", "--workspace NAME decides 1 bucket."]
    listed = closing_lines(found, Options(show_undecided=True)).splitlines()
    assert listed[1:3] == brief[1:3]


def test_what_is_open_beside_it_is_said() -> None:
    both = replace(VERSIONING, select=("missing-versioning", "incomplete-public-access-block"))
    assert [line for line in closing_lines(report(both, terraform=TERRAFORM)).splitlines() if "decides" in line] == [
        "--var status=… decides 2 buckets.",
        "--var suffix=… decides 1 finding of 1 bucket.",
        "--workspace NAME decides 1 finding of 1 bucket.",
    ]


def test_parameters_are_named_in_the_words_of_cloudformation() -> None:
    lines = closing_lines(report(cloudformation=TEMPLATE)).splitlines()
    assert "--parameter Stage=… decides 1 bucket." in lines
    assert "--parameter Status=… decides 1 bucket." in lines
    assert "     1  it depends on Stage (1 bucket)" in lines
    assert "     1  parameter Status has no default (1 bucket)" in lines


@pytest.mark.parametrize(
    ("inputs", "settings"),
    [
        (Inputs(variables=(("status", "Enabled"),)), ["--workspace NAME"]),
        (Inputs(workspace="prod"), ["--var status=…"]),
        (Inputs(workspace="prod", variables=(("status", "Suspended"),)), []),
    ],
)
def test_what_was_given_is_not_asked_for(inputs: Inputs, settings: list[str]) -> None:
    assert [hint.option for hint in report(replace(VERSIONING, inputs=inputs), terraform=TERRAFORM).hints] == settings


def test_machines_are_told_the_same() -> None:
    found = report(terraform=TERRAFORM)
    whole = json.loads(render("json", found, Options(show_undecided=True)))
    assert whole["hints"][0] == {
        "option": "--var status=…",
        "findings": 1,
        "buckets": 2,
        "message": "--var status=… decides 2 buckets",
    }
    assert whole["causes"][0] == {
        "reason": "it depends on terraform.workspace",
        "inputs": ["terraform.workspace"],
        "option": "--workspace NAME",
        "findings": 1,
        "buckets": 1,
    }
    assert sorted((each["reason"], each["option"]) for each in whole["undecided"]) == [
        ("it depends on terraform.workspace", "--workspace NAME"),
        ("variable `status` has no default", "--var status=…"),
    ]
    schema = json.loads((Path(render.__code__.co_filename).parent / SCHEMA_FILE).read_text())
    assert list(Draft202012Validator(schema).iter_errors(whole)) == []
    notified = json.loads(render("sarif", found))["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert [(one["level"], one["message"]["text"]) for one in notified] == [
        ("note", "--var status=… decides 2 buckets."),
        ("note", "--workspace NAME decides 1 bucket."),
    ]


def test_many_reasons_are_counted() -> None:
    bucket = 'variable "s{0}" {{}}\nresource "aws_s3_bucket" "b{0}" {{\n  versioning {{\n    enabled = var.s{0}\n  }}\n}}\n'
    lines = closing_lines(report(terraform="".join(bucket.format(number) for number in range(9)))).splitlines()
    assert "     4  for 4 more reasons: --show-undecided" in lines
    assert sum("decides" in line for line in lines) == 3


PLACE = Origin(Source("a", "x"), Span(0, 1))


def undecided(*inputs: str, cases: tuple[str, ...] = (), setting: str = "versioning.status", subject: str = "b") -> Finding:
    return Finding("r", Verdict.UNDECIDED, "m", PLACE, inputs=inputs, cases=cases, setting=setting, subjects=(subject,))


@pytest.mark.parametrize(
    ("finding", "language", "option"),
    [
        (undecided("var.stage"), Language.TERRAFORM, "--var stage=…"),
        (undecided("var.stage", cases=("x",)), Language.TERRAFORM, "--var stage=…"),
        (undecided("var.stage.name"), Language.TERRAFORM, "--var stage=…"),
        (undecided('lower(var.stage) == "var.other"', cases=("x",)), Language.TERRAFORM, "--var stage=…"),
        (undecided("length(var.a) > 0", "var.a", cases=("x",)), Language.TERRAFORM, "--var a=…"),
        (undecided("terraform.workspace"), Language.TERRAFORM, "--workspace NAME"),
        (undecided("--account"), Language.TERRAFORM, "--account ID"),
        (undecided("var.a", "var.b"), Language.TERRAFORM, ""),
        (undecided("var.a == var.b", cases=("x",)), Language.TERRAFORM, ""),
        (undecided("var.a", "terraform.workspace"), Language.TERRAFORM, ""),
        (undecided("var.status of module.logs"), Language.TERRAFORM, ""),
        (undecided("module.logs.var.status"), Language.TERRAFORM, ""),
        (undecided("length(local.x) > 0"), Language.TERRAFORM, ""),
        (undecided("data.aws_caller_identity.me.account_id"), Language.TERRAFORM, ""),
        (undecided("module.hardening"), Language.TERRAFORM, ""),
        (undecided(), Language.TERRAFORM, ""),
        (undecided("parameter Stage"), Language.CLOUDFORMATION, "--parameter Stage=…"),
        (undecided("Stage", cases=("x",)), Language.CLOUDFORMATION, "--parameter Stage=…"),
        (undecided("Stage"), Language.CLOUDFORMATION, ""),
        (undecided("parameter Nested/Stage"), Language.CLOUDFORMATION, ""),
        (undecided("AWS::AccountId", cases=("x",)), Language.CLOUDFORMATION, "--account ID"),
        (undecided("AWS::StackName", cases=("x",)), Language.CLOUDFORMATION, ""),
        (undecided("condition Prod", cases=("x",)), Language.CLOUDFORMATION, ""),
        (undecided("var.stage"), Language.CLOUDFORMATION, ""),
        (undecided("terraform.workspace"), Language.CLOUDFORMATION, ""),
        (undecided("parameter Stage"), Language.TERRAFORM, ""),
        (undecided("var.who", setting="policy.grants"), Language.TERRAFORM, ""),
        (undecided("var.who", setting="policy.public"), Language.TERRAFORM, "--var who=…"),
    ],
)
def test_the_one_option_that_decides(finding: Finding, language: Language, option: str) -> None:
    [told] = with_options([finding], language, (), "")
    assert told.option == option


def test_all_that_is_unknown_in_a_policy_is_asked_for() -> None:
    text = """
    variable "who" {}
    variable "what" { default = "s3:GetObject" }
    resource "aws_s3_bucket" "b" {}
    resource "aws_s3_bucket_policy" "b" {
      bucket = aws_s3_bucket.b.id
      policy = jsonencode({
        Statement = [{ Effect = "Allow", Principal = { AWS = var.who }, Action = var.what, Resource = "*" }]
      })
    }
    """
    asked = Settings(select=("wildcard-principal",))
    assert [hint.option for hint in report(asked, terraform=text).hints] == ["--var who=…"]
    assert report(asked, terraform=text.replace('{ default = "s3:GetObject" }', "{}")).hints == ()


def test_hints_count_each_bucket_once() -> None:
    findings = [
        replace(undecided("var.a"), option="--var a=…", subjects=("b", "c")),
        replace(undecided("var.a"), option="--var a=…", subjects=("b",)),
        replace(undecided("var.x"), option="--var x=…", subjects=("role",)),
        replace(undecided("var.x", "var.a"), subjects=("c",)),
    ]
    assert [(hint.option, hint.findings, hint.buckets, hint.resources, hint.whole) for hint in hints(findings, {"b", "c"})] == [
        ("--var a=…", 2, 2, 2, False),
        ("--var x=…", 1, 0, 1, True),
    ]


VALUES = (
    "prod",
    "Enabled",
    "BucketOwnerEnforced",
    "private",
    "true",
    "*",
    "arn:aws:iam::111122223333:root",
    "s3:GetObject",
    "30",
    '{"Version": "2012-10-17", "Statement": []}',
)
UNDECIDABLE = [
    pytest.param(rule.name, path, text, id=f"{rule.name}: {example.title}, {path}")
    for rule in all_rules()
    for example in rule.undecidable
    if isinstance(example, Example)
    for path, text in (("main.tf", example.twins.terraform), ("template.yaml", example.twins.cloudformation))
    if isinstance(text, str)
]


def given(option: str, value: str) -> Inputs:
    flag, _, name = option.partition(" ")
    pair = (name.removesuffix("=…"), value)
    match flag:
        case "--var":
            return Inputs(variables=(pair,))
        case "--parameter":
            return Inputs(parameters=(pair,))
        case "--workspace":
            return Inputs(workspace=value)
        case _:
            return Inputs(account="111122223333")


@pytest.mark.parametrize(("rule", "path", "text"), UNDECIDABLE)
def test_with_the_option_all_is_decided_whatever_the_value_is(rule: str, path: str, text: str) -> None:
    asked = Settings(select=(rule,))
    for hint in check([], asked, {path: text}).hints:
        left = {value: check([], replace(asked, inputs=given(hint.option, value)), {path: text}).undecided for value in VALUES}
        # A value that makes no sense where it is used leaves its own question open.
        others = [one.reason for each in left.values() for one in each if one.option != hint.option]
        assert [reason for reason in others if "expected" not in reason] == []
        assert () in left.values()


NAMES = """
variable "name" {}
resource "aws_s3_bucket" "a" {
  bucket = var.name
}
"""


def test_that_s3_may_refuse_a_name_which_is_given_is_undecided_and_no_more_is_made_of_it() -> None:
    report = check([], Settings(select=("invalid-bucket-name", "dotted-bucket-name")), {"main.tf": NAMES})
    assert [(one.rule, one.severity, one.inputs) for one in report.undecided] == [
        ("dotted-bucket-name", Severity.INFO, ("var.name",)),
        ("invalid-bucket-name", Severity.INFO, ("var.name",)),
    ]
    assert (report.causes, report.hints, report.counts.undecided_buckets) == ((), (), 0)
    assert closing_lines(report).splitlines()[:-1] == [
        "Nothing is wrong for certain, and not everything is decided.",
        "Undecided, 2 findings:",
        "     2  on which little hangs: --show-undecided",
    ]


def test_names_are_no_more_than_a_line_beside_what_matters() -> None:
    settings = Settings(select=("invalid-bucket-name", "missing-versioning"))
    text = NAMES + 'variable "on" {}\nresource "aws_s3_bucket_versioning" "a" {\n  bucket = aws_s3_bucket.a.id\n'
    text += "  versioning_configuration {\n    status = var.on\n  }\n}\n"
    report = check([], settings, {"main.tf": text})
    assert closing_lines(report).splitlines()[:-1] == [
        "Nothing is wrong for certain, and not everything is decided.",
        "Undecided, 2 findings:",
        "     1  variable `on` has no default (1 bucket)",
        "     1  on which little hangs: --show-undecided",
        "--var on=… decides 1 bucket.",
    ]
