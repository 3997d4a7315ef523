"""What a value that nobody knows leaves open in what is made of it, and no more."""

from __future__ import annotations

from typing import Any

import pytest

from s3lint.base.value import Known
from s3lint.base.worlds import EVERYWHERE, World, explore
from s3lint.languages.unit import Unit
from s3lint.model.bucket import Bucket
from tests.languages.terraform.configurations import bucket, plain, single, worlds


def tags(unit: Unit, world: World = EVERYWHERE) -> dict[str, Any]:
    """The tags of the bucket `b` by their keys; `…` says why there may be others."""
    found = bucket(unit, "aws_s3_bucket.b", world).tags
    if not isinstance(found, Known):
        return {"…": plain(found)}
    read = {plain(tag.key): plain(tag.value) for tag in found.value.tags}
    return read if found.value.unknown is None else {**read, "…": found.value.unknown.reason}


PROVIDER = """
provider "aws" {
  default_tags {
    tags = %s
  }
}
resource "aws_s3_bucket" "b" {
  tags = %s
}
variable "tags" {}
"""
ABSENT = {"…": "absent"}
UNKNOWN = "variable `tags` has no default"


@pytest.mark.parametrize(
    ("common", "own", "expected"),
    [
        ("{ a = 1, b = 1 }", "{ b = 2, c = 2 }", {"a": "1", "b": "2", "c": "2"}),
        ("{ a = 1 }", "null", {"a": "1"}),
        ("{ a = 1 }", "var.tags", {"a": "1", "…": UNKNOWN}),
        ("var.tags", "{ b = 2 }", {"b": "2", "…": UNKNOWN}),
        ("var.tags", "var.tags", {"…": f"unknown: {UNKNOWN}"}),
    ],
)
def test_tags_of_the_provider_lie_under_those_of_the_resource(common: str, own: str, expected: dict[str, Any]) -> None:
    assert tags(single(main_tf=PROVIDER % (common, own))) == expected


def test_tags_of_the_provider_that_a_flag_decides() -> None:
    unit = single(
        main_tf=PROVIDER % ("var.flag ? { a = 1 } : { a = 2 }", "{ b = 2 }") + 'variable "flag" {\n  type = bool\n}\n'
    )
    assert {str(world): found for world, found in explore(lambda world: tags(unit, world))} == {
        "var.flag is true": {"a": "1", "b": "2"},
        "var.flag is false": {"a": "2", "b": "2"},
    }


def test_null_of_a_caller_takes_the_default_of_what_is_not_nullable() -> None:
    unit = single(
        main_tf="""
        variable "prod" {
          type = bool
        }
        module "m" {
          source = "./m"
          name   = var.prod ? "prod" : null
        }
        """,
        m__main_tf="""
        variable "name" {
          default  = "other"
          nullable = false
        }
        resource "aws_s3_bucket" "b" {
          bucket = var.name
        }
        """,
    )
    assert worlds(unit, "module.m.aws_s3_bucket.b", lambda found: found.name) == {
        "var.prod is true": "prod",
        "var.prod is false": "other",
    }


def name(expression: str, more: str = "") -> Any:
    """The name of a bucket that an expression gives; `var.many` is a list, and `var.map` a map, that nobody knows."""
    unit = single(
        main_tf=f"""
variable "many" {{
  type = list(string)
}}
variable "map" {{
  type = map(string)
}}
resource "aws_s3_bucket" "other" {{
  bucket = "other"
}}
resource "aws_s3_bucket" "generated" {{}}
resource "aws_s3_bucket" "b" {{
  bucket = {expression}
}}
{more}"""
    )
    found: Bucket = bucket(unit, "aws_s3_bucket.b")
    return plain(found.name)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('join("-", [for x in var.many : "a-${x}"])', "unknown: variable `many` has no default"),
        ("[for x in var.many : x][0]", "unknown: variable `many` has no default"),
        ('[for x in var.many : "fixed" if x != "no"][0]', "unknown: variable `many` has no default"),
        ('{ for k, v in var.map : k => "fixed" }["a"]', "unknown: variable `map` has no default"),
        ('{ for k, v in var.map : k => "fixed"... }["a"][0]', "unknown: variable `map` has no default"),
        ('merge(var.map, { a = "known" })["a"]', "known"),
        ('var.map["a"]', "unknown: variable `map` has no default"),
        ("aws_s3_bucket.generated.id[0]", "unknown: aws_s3_bucket.generated.id is known after deployment"),
        ('aws_s3_bucket.other["bucket"]', "aws_s3_bucket.other.id"),
        ('lookup(aws_s3_bucket.other, "bucket", "none")', "aws_s3_bucket.other.id"),
        ('contains(keys(aws_s3_bucket.other), "arn") ? "listed" : "not listed"', "listed"),
        ("aws_s3_bucket.gone.bucket", "aws_s3_bucket.gone.id"),
        ("aws_s3_bucket.gone.arn", "arn:aws:s3:::aws_s3_bucket.gone.id"),
        ("aws_s3_bucket.gone.tags_all", "aws_s3_bucket.gone.tags_all"),
        ("data.aws_ssm_parameter.p.value", "unknown: data.aws_ssm_parameter.p.value is read at deployment"),
        ("data.aws_s3_bucket.looked_up.arn", "arn:aws:s3:::looked-up"),
        ("data.aws_s3_bucket.looked_up.id", "looked-up"),
        ("element([aws_s3_bucket.other], 0).id", "aws_s3_bucket.other.id"),
        ("values({ a = aws_s3_bucket.other })[0].id", "aws_s3_bucket.other.id"),
    ],
)
def test_what_an_expression_makes(expression: str, expected: str) -> None:
    more = """
data "aws_ssm_parameter" "p" {
  name = "p"
}
data "aws_s3_bucket" "looked_up" {
  bucket = "looked-up"
}
"""
    assert name(expression, more) == expected


def test_what_a_broken_file_may_declare_is_unknown() -> None:
    unit = single(
        main_tf="""
        resource "aws_s3_bucket" "local" {
          bucket = local.name
        }
        resource "aws_s3_bucket" "variable" {
          bucket = var.name
        }
        resource "aws_s3_bucket" "module" {
          bucket = module.m.name
        }
        resource "aws_s3_bucket" "resource" {
          bucket = aws_s3_bucket.gone.id
        }
        resource "aws_s3_bucket" "data" {
          bucket = data.aws_s3_bucket.gone.id
        }
        """,
        broken_tf="locals {",
    )
    assert {
        kind: plain(bucket(unit, f"aws_s3_bucket.{kind}").name) for kind in ("local", "variable", "module", "resource", "data")
    } == {
        "local": "unknown: local.name is not declared in what could be read",
        "variable": "unknown: var.name is not declared in what could be read",
        "module": "unknown: module.m is not declared in what could be read",
        "resource": "unknown: aws_s3_bucket.gone is not declared in what could be read",
        "data": "unknown: data.aws_s3_bucket.gone is not declared in what could be read",
    }
