"""Members of known collections under keys that are not known: each case is one of the members, and no other."""

from __future__ import annotations

import pytest

from s3lint import Report, Settings, check
from s3lint.languages.inputs import Inputs

ROOT = """
variable "stage" {}
variable "other" {}
variable "names" { type = list(string) }
data "aws_region" "here" {}
locals {
  file = jsondecode(file("settings.json"))
}
resource "aws_s3_bucket" "b" {
  bucket = "b"
}
resource "aws_s3_bucket_versioning" "b" {
  bucket = aws_s3_bucket.b.id
  versioning_configuration {
    status = STATUS
  }
}
"""
MANY = "{ " + ", ".join(f'k{number} = "Enabled{number}"' for number in range(80)) + " }[var.stage]"
SETTINGS = '{"dev": {"on": "Enabled", "off": "Suspended"}, "prod": {"on": "Enabled", "off": "Enabled", "more": 1}}'


def judged(status: str, inputs: Inputs = Inputs()) -> Report:
    files = {"main.tf": ROOT.replace("STATUS", status), "settings.json": SETTINGS}
    return check([], Settings(select=("missing-versioning",), inputs=inputs), overlay=files)


@pytest.mark.parametrize(
    "status",
    [
        '{ staging = "Enabled", production = "Enabled" }[var.stage]',
        'lookup({ staging = "Enabled" }, var.stage)',
        'lookup({ staging = "Enabled" }, var.stage, "Enabled")',
        "local.file[terraform.workspace].on",
        'local.file[terraform.workspace]["on"]',
        'element(["Enabled", "Enabled"], length(var.names))',
        '["Enabled"][length(var.names)]',
        '{ eu-west-1 = "Enabled", us-east-1 = "Enabled" }[data.aws_region.here.name]',
        '{ acme-a = "Enabled", other = "Suspended" }["acme-${var.stage}"]',
        '{ a-b = "Enabled", c-d = "Enabled" }["${var.stage}-${var.other}"]',
        'try({ a = "Enabled" }[var.stage], "Enabled")',
        '{ for s in ["a", "b"] : s => "Enabled" }[var.stage]',
        'var.stage == "a" ? "Enabled" : "Enabled"',
    ],
)
def test_what_all_members_say_is_decided(status: str) -> None:
    report = judged(status)
    assert (report.findings, report.undecided) == ((), ())
    failing = judged(status.replace("Enabled", "Disabled").replace(".on", ".off").replace('"on"', '"off"'))
    assert failing.findings or failing.undecided


@pytest.mark.parametrize(
    ("status", "cases"),
    [
        ('{ staging = "Suspended", production = "Enabled" }[var.stage]', ("var.stage is staging",)),
        ('{ a = "Enabled", b = "Suspended", c = "Enabled" }[var.stage]', ("var.stage is b",)),
        ('lookup({ staging = "Enabled" }, var.stage, "Suspended")', ("var.stage is not staging",)),
        ('try({ staging = "Enabled" }[var.stage], "Suspended")', ("var.stage is not staging",)),
        ("local.file[terraform.workspace].off", ("terraform.workspace is dev",)),
        ('["Enabled", "Suspended", "Enabled"][length(var.names)]', ("length(var.names) is 1",)),
        ('element(["Suspended", "Enabled", "Enabled"], length(var.names))', ("length(var.names) % 3 is 0",)),
        (
            '{ us-east-1 = "Enabled", eu-west-1 = "Suspended", x = "Enabled" }[data.aws_region.here.name]',
            ("region is eu-west-1",),
        ),
        ('{ acme-a = "Enabled", acme-b = "Enabled", acme-c = "Suspended" }["acme-${var.stage}"]', ("var.stage is c",)),
    ],
)
def test_what_members_say_differently_is_told_apart(status: str, cases: tuple[str, ...]) -> None:
    report = judged(status)
    assert report.findings == ()
    (undecided,) = report.undecided
    assert undecided.message == "versioning of aws_s3_bucket.b is Suspended"
    assert undecided.cases == cases


def test_an_input_that_is_given_decides() -> None:
    assert judged("local.file[terraform.workspace].off", Inputs(workspace="dev")).findings != ()
    report = judged("local.file[terraform.workspace].off", Inputs(workspace="prod"))
    assert (report.findings, report.undecided) == ((), ())


def test_one_input_is_one_question_wherever_it_is_asked() -> None:
    status = 'var.stage == "prod" ? { dev = "Suspended", prod = "Enabled" }[var.stage] : "Enabled"'
    report = judged(status)
    assert (report.findings, report.undecided) == ((), ())


@pytest.mark.parametrize(
    "status",
    [
        'merge({ a = "Enabled" }, var.names)[var.stage]',
        '[for name in var.names : { a = "Enabled", b = "Suspended" }[name]][0]',
        '{ a = "Enabled", b = "Suspended" }["${var.stage}-${var.other}"]',
        MANY,
    ],
)
def test_what_can_not_be_told_apart_is_undecided(status: str) -> None:
    report = judged(status)
    assert report.findings == ()
    assert len(report.undecided) == 1


@pytest.mark.parametrize(
    "key",
    ["var.names[count.index]", "element(var.names, count.index)"],
)
def test_a_name_by_its_index_is_the_name_that_the_instance_has(key: str) -> None:
    main = f"""
variable "names" {{ type = list(string) }}
variable "map" {{ type = map(string) }}
resource "aws_s3_bucket" "this" {{
  for_each = toset(var.names)
  bucket   = each.key
}}
resource "aws_s3_bucket" "of_map" {{
  for_each = var.map
}}
resource "aws_s3_bucket_versioning" "v" {{
  count  = length(var.names)
  bucket = aws_s3_bucket.this[{key}].id
  versioning_configuration {{
    status = "Suspended"
  }}
}}
resource "aws_s3_bucket_versioning" "of_map" {{
  for_each = var.map
  bucket   = aws_s3_bucket.of_map[each.value].id
  versioning_configuration {{
    status = "Enabled"
  }}
}}
"""
    report = check([], Settings(select=("missing-versioning",)), overlay={"main.tf": main})
    if "element" not in key:
        assert [found.subjects for found in report.findings] == [("aws_s3_bucket.this[*]",)]
    assert ("aws_s3_bucket.of_map[*]",) in [found.subjects for found in report.undecided]
