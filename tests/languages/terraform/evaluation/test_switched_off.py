"""Places of findings about what is declared and not there: whatever switches it off."""

from __future__ import annotations

import pytest

from s3lint import Report, Settings, check
from s3lint.languages.inputs import Inputs

MODULE = """
variable "name" {
  type = string
}
variable "block" {
  type    = bool
  default = DEFAULT
}
locals {
  exists = true
  block  = local.exists && var.block
}
resource "aws_s3_bucket" "this" {
  bucket = var.name
}
resource "aws_s3_bucket_public_access_block" "this" {
  SWITCH
  bucket                  = aws_s3_bucket.this.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
"""

SWITCHES = [
    pytest.param("count = var.block ? 1 : 0", id="count"),
    pytest.param("count = !var.block ? 0 : 1", id="the other way round"),
    pytest.param("count = local.exists && var.block ? 1 : 0", id="one of two flags"),
    pytest.param("count = tobool(var.block) ? 1 : 0", id="a function"),
    pytest.param("for_each = var.block ? { this = 1 } : {}", id="a map"),
    pytest.param('for_each = toset(var.block ? ["this"] : [])', id="a set"),
    pytest.param('for_each = var.block ? toset(["this"]) : toset([])', id="an empty set"),
    pytest.param('for_each = { for k in ["this"] : k => k if var.block }', id="a loop"),
    pytest.param("lifecycle {\n    enabled = var.block\n  }", id="enabled"),
]


def found(rule: str = "missing-public-access-block", inputs: Inputs = Inputs(), **files: str) -> Report:
    overlay = {name.replace("__", "/").replace("_tf", ".tf"): text for name, text in files.items()}
    return check([], Settings(select=(rule,), inputs=inputs), overlay=overlay)


def places(report: Report) -> list[tuple[str, str, tuple[str, ...]]]:
    """File and line, the text, and the subjects of each finding."""
    return [
        (
            f"{report.relative(one.origin.source.path)}:{one.origin.start.line}",
            one.origin.text.splitlines()[0],
            tuple(subject.removesuffix(".aws_s3_bucket.this") for subject in one.subjects),
        )
        for one in report.findings
    ]


CALLERS = """
module "open" {
  source = "./store"
  name   = "acme-open"
  block  = false
}
module "wide" {
  source = "./store"
  name   = "acme-wide"
  block  = var.block
}
module "held" {
  source = "./store"
  name   = "acme-held"
  block  = true
}
variable "block" {
  default = false
}
"""


@pytest.mark.parametrize("switch", SWITCHES)
def test_each_caller_is_told_what_it_switches_off(switch: str) -> None:
    store = MODULE.replace("SWITCH", switch).replace("DEFAULT", "true")
    assert places(found(main_tf=CALLERS, store__main_tf=store)) == [
        ("main.tf:5", "false", ("module.open",)),
        ("main.tf:18", "false", ("module.wide",)),
    ]
    given = found(main_tf=CALLERS, store__main_tf=store, terraform_tfvars="block = false\n")
    assert places(given)[-1] == ("terraform.tfvars:1", "false", ("module.wide",))
    assert found(main_tf=CALLERS, store__main_tf=store, inputs=Inputs(variables=(("block", "true"),))).counts.buckets == 3


@pytest.mark.parametrize("switch", [param for param in SWITCHES if param.id not in ("a loop",)])
def test_a_default_that_switches_it_off_is_the_one_place(switch: str) -> None:
    store = MODULE.replace("SWITCH", switch).replace("DEFAULT", "false")
    main = "".join(f'module "{name}" {{\n  source = "./store"\n  name = "{name}"\n}}\n' for name in ("one", "two"))
    assert places(found(main_tf=main, store__main_tf=store)) == [("store/main.tf:7", "false", ("module.one", "module.two"))]


@pytest.mark.parametrize(
    ("switch", "place"),
    [("count = 0", ("store/main.tf:17", "0")), ("for_each = toset([])", ("store/main.tf:17", "[]"))],
)
def test_without_an_input_the_module_itself_says_so(switch: str, place: tuple[str, str]) -> None:
    store = MODULE.replace("SWITCH", switch).replace("DEFAULT", "true")
    main = "".join(f'module "{name}" {{\n  source = "./store"\n  name = "{name}"\n}}\n' for name in ("one", "two"))
    assert places(found(main_tf=main, store__main_tf=store)) == [(*place, ("module.one", "module.two"))]


def test_what_is_declared_nowhere_is_missing_at_the_bucket() -> None:
    store = MODULE[: MODULE.index('resource "aws_s3_bucket_public')].replace("DEFAULT", "true")
    report = places(found(main_tf=CALLERS, store__main_tf=store))
    assert report == [("store/main.tf:13", 'resource "aws_s3_bucket" "this"', ("module.open", "module.wide", "module.held"))]


def test_of_two_flags_that_are_both_off_the_callers_is_the_place() -> None:
    store = MODULE.replace("SWITCH", "count = var.block || var.always ? 1 : 0").replace("DEFAULT", "true")
    store += 'variable "always" {\n  default = false\n}\n'
    assert [place for place, *_ in places(found(main_tf=CALLERS, store__main_tf=store))] == ["main.tf:5", "main.tf:18"]


def test_what_is_not_decided_stays_undecided() -> None:
    store = MODULE.replace("SWITCH", "count = var.block ? 1 : 0").replace("DEFAULT", "true")
    report = found(main_tf=CALLERS.replace("default = false", "type = bool"), store__main_tf=store)
    assert [one.subjects for one in report.undecided] == [("module.wide.aws_s3_bucket.this",)]
    assert [place for place, *_ in places(report)] == ["main.tf:5"]


def test_a_module_that_is_switched_off() -> None:
    main = """
resource "aws_s3_bucket" "a" {
  bucket = "acme-a"
}
resource "aws_s3_bucket" "b" {
  bucket = "acme-b"
}
locals {
  versions = { a = true, b = false }
}
module "versions" {
  count  = local.versions["b"] ? 1 : 0
  source = "./versions"
  bucket = aws_s3_bucket.b.id
}
module "of_a" {
  count  = local.versions["a"] ? 1 : 0
  source = "./versions"
  bucket = aws_s3_bucket.a.id
}
"""
    versions = """
variable "bucket" {}
resource "aws_s3_bucket_versioning" "this" {
  bucket = var.bucket
  versioning_configuration {
    status = "Enabled"
  }
}
"""
    report = found("missing-versioning", main_tf=main, versions__main_tf=versions)
    assert [(one.origin.start.line, one.origin.text, one.subjects) for one in report.findings] == [
        (9, "false", ("aws_s3_bucket.b",))
    ]


POLICY = """
variable "name" { type = string }
variable "reader" { default = "" }
data "aws_iam_policy_document" "tls" {
  statement {
    effect = "Deny"
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
    actions   = ["s3:*"]
    resources = ["arn:aws:s3:::${var.name}/*"]
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::${var.name}/*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${var.reader}:root"]
    }
  }
}
resource "aws_s3_bucket" "this" {
  bucket = var.name
}
resource "aws_s3_bucket_policy" "this" {
  bucket = aws_s3_bucket.this.id
  policy = data.aws_iam_policy_document.tls.json
}
"""


@pytest.mark.parametrize("names", [("var.one", "var.two"), ('"acme-one"', '"acme-two"'), ('"acme-one"', "var.two")])
def test_what_a_modules_policy_lacks_is_missing_at_its_own_line(names: tuple[str, str]) -> None:
    main = 'variable "one" {}\nvariable "two" {}\n' + "".join(
        f'module "m{number}" {{\n  source = "./store"\n  name   = {name}\n  reader = "11112222333{number}"\n}}\n'
        for number, name in enumerate(names)
    )
    report = found("plain-http-allowed", main_tf=main, store__main_tf=POLICY)
    assert [(one.origin.start.line, one.origin.text) for one in report.findings] == [(12, '"arn:aws:s3:::${var.name}/*"')]
    assert report.findings[0].subjects == ("module.m0.aws_s3_bucket.this", "module.m1.aws_s3_bucket.this")
    granted = found("cross-account-grant", main_tf=main, store__main_tf=POLICY, inputs=Inputs(account="999988887777"))
    assert [(one.origin.start.line, one.origin.text) for one in granted.findings] == [
        (6, '"111122223330"'),
        (11, '"111122223331"'),
    ]


INLINE = """
variable "name" {
  type = string
}
variable "block" {
  type    = bool
  default = DEFAULT
}
variable "targets" {
  type    = list(string)
  default = []
}
resource "aws_s3_bucket" "this" {
  bucket = var.name
  dynamic "versioning" {
    for_each = SWITCH
    content {
      enabled = true
    }
  }
  dynamic "logging" {
    for_each = var.targets
    content {
      target_bucket = logging.value
    }
  }
}
"""


@pytest.mark.parametrize(
    "switch",
    ["var.block ? [1] : []", "!var.block ? [] : [1]", "[for i in [1] : i if var.block]", "toset(var.block ? [1] : [])"],
)
def test_a_block_that_is_switched_off(switch: str) -> None:
    store = INLINE.replace("SWITCH", switch).replace("DEFAULT", "true")
    assert places(found("missing-versioning", main_tf=CALLERS, store__main_tf=store)) == [
        ("main.tf:5", "false", ("module.open",)),
        ("main.tf:18", "false", ("module.wide",)),
    ]


def test_a_list_of_blocks_that_nobody_gives() -> None:
    store = INLINE.replace("SWITCH", "[]").replace("DEFAULT", "true")
    callers = CALLERS.replace("block  = true", "block  = true\n  targets = []")
    assert places(found("missing-access-logging", main_tf=callers, store__main_tf=store)) == [
        ("main.tf:16", "[]", ("module.held",)),
        ("store/main.tf:11", "[]", ("module.open", "module.wide")),
    ]
    assert places(found("missing-versioning", main_tf=callers, store__main_tf=store)) == [
        ("store/main.tf:16", "[]", ("module.open", "module.wide", "module.held")),
    ]


CHAINED = """
variable "names" {
  default = ["a", "b"]
}
variable "kept" {
  type    = KIND
  default = NOTHING
}
resource "aws_s3_bucket" "this" {
  for_each = toset(var.names)
  bucket   = "acme-${each.key}"
}
resource "aws_s3_bucket_versioning" "this" {
  for_each = SWITCH
  bucket   = aws_s3_bucket.this[each.key].id
  versioning_configuration {
    status = "Enabled"
  }
}
"""


@pytest.mark.parametrize(
    ("kind", "nothing", "some", "switch"),
    [
        ("set(string)", "[]", '["a"]', "var.kept"),
        ("list(string)", "[]", '["a"]', "toset([for n in var.names : n if contains(var.kept, n)])"),
        ("map(bool)", "{}", "{ a = true }", "{ for n, on in var.kept : n => on if on }"),
    ],
)
def test_buckets_whose_companions_are_not_among_the_keys(kind: str, nothing: str, some: str, switch: str) -> None:
    store = CHAINED.replace("KIND", kind).replace("NOTHING", nothing).replace("SWITCH", switch)
    main = f"""
module "some" {{
  source = "./store"
  kept   = {some}
}}
module "none" {{
  source = "./store"
}}
"""
    assert places(found("missing-versioning", main_tf=main, store__main_tf=store)) == [
        ("main.tf:4", some, ('module.some.aws_s3_bucket.this["b"]',)),
        ("store/main.tf:7", nothing, ('module.none.aws_s3_bucket.this["a"]', 'module.none.aws_s3_bucket.this["b"]')),
    ]
