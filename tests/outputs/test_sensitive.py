"""What is sensitive takes part in every verdict, and is shown by no command in no form."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from s3lint.cli import main
from s3lint.languages.inputs import Inputs
from s3lint.outputs import formats_of
from s3lint.run.engine import check
from s3lint.run.option import Assignment
from s3lint.run.question import Settings
from s3lint.run.registry import all_rules
from s3lint.run.rule import Rule

SECRETS = (
    "zebra-prod-data",
    "444455556666",
    "hidden-partner",
    "Okapi",
    "quagga",
    "walrus",
    "ibex",
    "jackal",
    "-kudu-",
    "marmot",
    "AES512-numbat",
    "203.0.113.77",
)

MAIN = """
variable "bucket" {
  sensitive = true
  default   = "zebra-prod-data"
}
variable "partner" {
  type      = string
  sensitive = true
}
variable "network" {
  ephemeral = true
  default   = "203.0.113.77/1"
}
variable "settings" {
  sensitive = true
  default   = { algorithm = "AES512-numbat", level = 3, keys = ["jackal"], quoted = "a \\"jackal\\"" }
}
variable "policy" {
  sensitive = true
  default   = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [{
        "Sid": "Jackal", "Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": "s3:*",
        "Resource": ["arn:aws:s3:::marmot", "arn:aws:s3:::marmot/*"]
      }]
    }
  JSON
}
locals {
  reader = "team-quagga"
  names  = { zebra-prod-data = "ibex" }
}
module "names" {
  source = "./names"
}
resource "aws_s3_bucket" "a" {
  bucket = var.bucket
  tags   = { token = sensitive("tag-walrus"), other = base64encode(var.bucket) }
}
resource "aws_s3_bucket_server_side_encryption_configuration" "a" {
  bucket = aws_s3_bucket.a.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = var.settings.algorithm
    }
  }
}
resource "aws_s3_bucket_public_access_block" "a" {
  bucket              = aws_s3_bucket.a.id
  block_public_policy = false
}
resource "aws_s3_bucket_policy" "a" {
  bucket = aws_s3_bucket.a.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = sensitive("SidOkapi")
        Effect    = "Allow"
        Principal = { AWS = var.partner }
        Action    = ["s3:GetObject", "s3:PutBucketPolicy"]
        Resource  = "arn:aws:s3:::${var.bucket}/${upper(sensitive(local.reader))}/*"
      },
      {
        Effect    = "Allow"
        Principal = "*"
        Action    = "s3:GetObject"
        Resource  = "arn:aws:s3:::${var.bucket}/${local.names[var.bucket]}/*"
        Condition = { IpAddress = { "aws:SourceIp" = var.network } }
      },
      {
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${split(":", var.partner)[4]}:user/${module.names.user}" }
        Action    = sensitive("s3:DeleteBucketPolicy-ibex")
        Resource  = "arn:aws:s3:::${var.bucket}"
      },
    ]
  })
}
resource "aws_s3_bucket_policy" "elsewhere" {
  bucket = "${var.bucket}-elsewhere"
  policy = var.policy
}
resource "aws_s3_bucket_policy" "third" {
  bucket = "${var.bucket}-third"
  policy = replace(var.policy, "marmot", "${var.bucket}-third")
}
"""
NAMES = """
output "user" {
  sensitive = true
  value     = "user-kudu-1"
}
"""
GIVEN = 'partner = "arn:aws:iam::444455556666:role/hidden-partner"\n'

POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "SidOkapi",
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::444455556666:role/hidden-partner"},
            "Action": "s3:*",
            "Resource": ["arn:aws:s3:::zebra-prod-data", "arn:aws:s3:::zebra-prod-data/jackal/*"],
        },
        {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::zebra-prod-data/marmot*"},
    ],
}


def _change(address: str, after: dict[str, Any], sensitive: object) -> dict[str, Any]:
    kind, name = address.split(".")
    described = {"address": address, "mode": "managed", "type": kind, "name": name}
    before = {"bucket": "ibex-before"}
    marks = {"before_sensitive": True, "after_sensitive": sensitive}
    return described | {"change": {"actions": ["update"], "before": before, "after": after, "after_unknown": {}} | marks}


PLAN = {
    "format_version": "1.2",
    "resource_changes": [
        _change("aws_s3_bucket.a", {"bucket": "zebra-prod-data", "tags": {"token": "tag-walrus"}}, True),
        _change(
            "aws_s3_bucket_policy.a",
            {"bucket": "zebra-prod-data", "policy": json.dumps(POLICY)},
            {"bucket": True, "policy": True},
        ),
        _change(
            "aws_s3_bucket_policy.b",
            {"bucket": "another-quagga", "policy": json.dumps(POLICY)},
            {"bucket": True, "policy": True},
        ),
    ],
    "variables": {"name": {"value": "team-quagga"}},
    "configuration": {
        "root_module": {
            "variables": {"name": {"sensitive": True, "default": "quagga"}},
            "module_calls": {"m": {"module": {"variables": {"n": {"sensitive": True, "default": ["jackal"]}}}}},
        }
    },
}
READ = {
    "mode": "data",
    "address": "data.aws_ssm_parameter.partner",
    "values": {"value": "444455556666", "name": "partner", "tags": [{"a": "okapi-1"}, {"a": "marmot"}]},
    "sensitive_values": {"value": True, "tags": [{"a": True}, {}]},
}
PLAN_OF_CODE = {
    "format_version": "1.2",
    "resource_changes": [
        _change("aws_s3_bucket.a", {"bucket": "zebra-prod-data"}, {"bucket": True}),
        {
            **_change("aws_s3_bucket_policy.a", {"bucket": "zebra-prod-data"}, {"bucket": True}),
            "change": {"actions": ["create"], "after": {}, "after_unknown": {"bucket": True, "policy": True}},
        },
    ],
    "variables": {"reader": {"value": "hidden-partner"}},
    "prior_state": {"values": {"root_module": {"resources": [READ]}}},
    "configuration": {
        "root_module": {
            "resources": [{"address": "aws_s3_bucket_policy.a", "expressions": {"policy": {}, "bucket": {}}}],
            "variables": {"reader": {"sensitive": True}},
        }
    },
}
CODE = """
variable "reader" {
  sensitive = true
}
data "aws_ssm_parameter" "partner" {
  name = "partner"
}
resource "aws_s3_bucket" "a" {
  bucket = sensitive("zebra-prod-data")
}
resource "aws_s3_bucket_policy" "a" {
  bucket = aws_s3_bucket.a.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = data.aws_ssm_parameter.partner.tags == null ? "SidOkapi" : sensitive("SidOkapi")
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${data.aws_ssm_parameter.partner.value}:role/${var.reader}" }
      Action    = "s3:*"
      Resource = [
        aws_s3_bucket.a.arn,
        "${aws_s3_bucket.a.arn}/${sensitive("jackal")}/*",
        "${aws_s3_bucket.a.arn}/${upper(sensitive("marmot"))}/*",
      ]
    }]
  })
}
"""
BESIDE = """
variable "name" {
  sensitive = true
  default   = "team-quagga"
}
resource "aws_s3_bucket" "a" {
  bucket = "zebra-prod-data"
  tags   = { token = "tag-walrus" }
}
"""

INPUTS = {
    "source": {"main.tf": MAIN, "names/main.tf": NAMES, "terraform.tfvars": GIVEN},
    "plan": {"plan.json": json.dumps(PLAN, indent=2)},
    "plan on one line": {"plan.json": json.dumps(PLAN)},
    "plan beside sources": {"plan.json": json.dumps(PLAN, indent=2), "main.tf": BESIDE},
    "plan of code": {"plan.json": json.dumps(PLAN_OF_CODE, indent=2), "main.tf": CODE},
}


def _commands() -> list[list[str]]:
    checks = [["check", "--select", "all", "--output-format", form] for form in formats_of("check")]
    whys = [
        ["why", target, "--output-format", form] for target in ("bucket.a", "elsewhere", "zebra") for form in formats_of("why")
    ]
    unknown = [["why", "--unknown", "--output-format", form] for form in formats_of("why")]
    asked = [
        ["why", "bucket.a", ".", "--request", request]
        for request in ("GetObject anonymous", "PutBucketPolicy stranger", "GET account:444455556666 s3://other-name/key")
    ]
    return [*([*command, *more, "."] for command in (*checks, *whys, *unknown) for more in ([], ["-v"])), *asked]


def _said(command: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    main(command)
    return "".join(capsys.readouterr()).lower()


@pytest.fixture(params=INPUTS)
def files(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.chdir(tmp_path)
    found: dict[str, str] = INPUTS[request.param]
    return found


def _write(files: dict[str, str]) -> None:
    for name, content in files.items():
        path = Path(name)
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)


def _openly(text: str) -> str:
    """The same without a mark."""
    if text.startswith("{"):
        plan = json.loads(text, object_pairs_hook=lambda pairs: {name: value for name, value in pairs if name not in _MARKS})
        return json.dumps(plan, indent=2 if "\n" in text else None)
    text = re.sub(r"(sensitive|ephemeral)( *)= true", r"\1\2= false", text)
    return re.sub(r"\bsensitive\(", "nonsensitive(", text)


_MARKS = ("before_sensitive", "after_sensitive", "sensitive_values", "sensitive")


@pytest.mark.parametrize("command", _commands(), ids=" ".join)
def test_no_command_shows_a_secret_in_any_form(
    command: list[str], files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    _write(files)
    said = _said(command, capsys)
    assert said
    assert [secret for secret in SECRETS if secret.lower() in said] == []


def test_what_is_not_marked_is_shown(files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    _write({name: _openly(content) for name, content in files.items()})
    said = "".join(_said(command, capsys) for command in _commands())
    shown = [secret for secret in SECRETS if secret.lower() in said]
    assert "(sensitive)" not in said
    assert {"444455556666", "hidden-partner"} <= set(shown)


def test_fingerprints_tell_findings_apart_that_differ_in_secrets(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    counts = []
    for contents in (files, {name: _openly(content) for name, content in files.items()}):
        _write(contents)
        main(["check", "--select", "all", "--output-format", "json", "."])
        fingerprints = [finding["fingerprint"] for finding in json.loads(capsys.readouterr().out)["findings"]]
        counts.append((len(fingerprints), len(set(fingerprints))))
    assert counts[0] == counts[1]


def _verdicts(
    files: dict[str, str | bytes], account: str = "", options: tuple[Assignment, ...] = ()
) -> list[tuple[str, str, str, str, int]]:
    settings = Settings(select=("all",), inputs=Inputs(account=account), options=options)
    report = check((), settings, files)
    found = (*report.findings, *report.undecided, *report.not_applicable, *report.problems)
    return sorted((one.rule, one.verdict.value, one.severity.word, one.setting, len(one.subjects)) for one in found)


def test_marks_change_no_verdict_of_these_inputs(files: dict[str, str]) -> None:
    marked, openly = ({name: change(content) for name, content in files.items()} for change in (str, _openly))
    assert _verdicts({**marked}) == _verdicts({**openly})


_TEXT = re.compile(r'((?:^|[=(,\[{]) *)("(?:[^"\\\n]|\\.)*")(?= *(?:[],})]|#.*|$))', re.MULTILINE)


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_marks_change_no_verdict_of_examples(rule: type[Rule]) -> None:
    for example in (*rule.bad, *rule.good, *rule.undecidable):
        text = example.twins.terraform
        if isinstance(text, str) and "module" not in text:
            options = tuple(Assignment(rule.name, name, value) for name, value in example.options)
            marked = _TEXT.sub(r"\1sensitive(\2)", text)
            assert _verdicts({"main.tf": marked}, example.account, options) == _verdicts(
                {"main.tf": text}, example.account, options
            ), example.title
