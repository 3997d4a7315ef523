"""Hostile trees and texts: bounded, and nothing outside of the scanned tree is read."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from s3lint.languages.files import Files
from s3lint.languages.terraform.evaluation import evaluated
from s3lint.languages.unit import Unit
from tests.languages.terraform.configurations import addresses, bucket, place, plain, single, units


def on_disk(root: Path) -> list[Unit]:
    paths = sorted(str(path) for path in root.rglob("*.tf"))
    return units(paths, Files(str(root)))


def test_links_in_a_circle_are_followed_once(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    os.symlink("..", tmp_path / "inner/loop")
    (tmp_path / "main.tf").write_text('module "x" {\n  source = "./inner/loop"\n}\nresource "aws_s3_bucket" "b" {}\n')
    (unit,) = on_disk(tmp_path)
    assert addresses(unit) == ["aws_s3_bucket.b"]
    assert [problem.message for problem in unit.problems] == ["module.x is not judged: the module calls itself"]


def test_modules_files_and_links_outside_of_the_tree_are_not_read(tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    outside.mkdir()
    inside.mkdir()
    (outside / "main.tf").write_text('resource "aws_s3_bucket" "secret" {\n  bucket = "secret"\n}\n')
    (outside / "policy.json").write_text('{"Statement": []}')
    os.symlink(outside / "policy.json", inside / "policy.json")
    os.symlink(outside, inside / "linked")
    (inside / "main.tf").write_text(
        """
module "out" {
  source = "../outside"
}
module "linked" {
  source = "./linked"
}
resource "aws_s3_bucket" "b" {
  bucket = file("policy.json")
}
"""
    )
    found = [unit for unit in on_disk(inside) if unit.name == str(inside)]
    (unit,) = found
    assert addresses(unit) == ["aws_s3_bucket.b"]
    assert [problem.message for problem in unit.problems] == [
        f"module.{name} is not judged: its source lies outside of the folder that is read" for name in ("out", "linked")
    ]
    assert plain(bucket(unit, "aws_s3_bucket.b").name).startswith("unknown: ")


def test_work_is_bounded_and_the_limit_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluated, "MAX_EVALUATED", 20_000)
    unit = single(
        main_tf="""
        resource "aws_s3_bucket" "b" {
          bucket = length([for i in range(1000) : [for j in range(1000) : [for k in range(1000) : k + j]]])
        }
        """
    )
    limit = "expected at most 20000 evaluated expressions, the limit of s3lint"
    assert [problem.message for problem in unit.problems] == [limit]
    assert plain(bucket(unit, "aws_s3_bucket.b").name) == f"unknown: {limit}"


def test_long_texts_and_long_chains() -> None:
    chain = "\n".join(f"l{index} = local.l{index - 1}" for index in range(1, 1000))
    unit = single(
        main_tf=f"""
locals {{
  l0 = "x"
  {chain}
  a = join("", [for i in range(1000) : "0123456789"])
  b = join("", [for i in range(1000) : local.a])
}}
resource "aws_s3_bucket" "chain" {{
  bucket = local.l999
}}
resource "aws_s3_bucket" "text" {{
  bucket = local.b
}}
"""
    )
    assert plain(bucket(unit, "aws_s3_bucket.chain").name).startswith("unknown: local.l")
    assert plain(bucket(unit, "aws_s3_bucket.text").name) == (
        "unknown: it has more than 4194304 characters, the limit of s3lint"
    )


def test_definitions_may_need_each_other_deeper_than_python_nests_calls() -> None:
    nested = "\n".join(f"l{index} = {'[' * 20}local.l{index - 1}{']' * 20}{'[0]' * 20}" for index in range(1, 190))
    unit = single(
        main_tf=f'locals {{\n  l0 = "x"\n  {nested}\n}}\nresource "aws_s3_bucket" "b" {{\n  bucket = local.l189\n}}\n'
    )
    assert unit.problems == ()
    assert plain(bucket(unit, "aws_s3_bucket.b").name) == "x"


def test_a_long_circle_is_reported_where_it_closes() -> None:
    circle = "\n".join(f"l{index} = local.l{(index + 1) % 150}" for index in range(150))
    unit = single(main_tf=f'locals {{\n{circle}\n}}\nresource "aws_s3_bucket" "b" {{\n  bucket = local.l7\n}}\n')
    assert [(problem.message, place(problem.origin)) for problem in unit.problems] == [
        ("expected no cycle, but local.l7 is defined by itself", "main.tf:9:1 l7 = local.l8")
    ]
    assert plain(bucket(unit, "aws_s3_bucket.b").name) == "unknown: local.l7 is defined by itself"


def test_an_expression_that_nests_deeper_than_python_nests_calls_is_unknown() -> None:
    deep = f"{'[' * 95}1{']' * 95}"
    main = f"""
resource "aws_s3_bucket" "deep" {{
  bucket = {deep}{"[0]" * 95}
}}
resource "aws_s3_bucket" "many" {{
  count = {deep}{"[0]" * 95}
}}
"""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(limit * 3 // 4)
    try:
        unit = single(main_tf=main)
    finally:
        sys.setrecursionlimit(limit)
    assert unit.problems == ()
    name = "aws_s3_bucket.deep as a whole"
    assert plain(bucket(unit, "aws_s3_bucket.deep").name) == f"unknown: {name} nests deeper than s3lint follows"
    assert addresses(unit) == ["aws_s3_bucket.deep", "aws_s3_bucket.many[*]"]


def test_modules_inside_modules_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluated, "MAX_CALLS", 30)
    unit = single(
        main_tf='module "a" {\n  source = "./a"\n  count  = 1000\n}\nresource "aws_s3_bucket" "b" {}\n',
        a__main_tf='module "b" {\n  source = "../b"\n  count  = 1000\n}\n',
        b__main_tf='resource "aws_s3_bucket" "b" {}\n',
    )
    assert [problem.message for problem in unit.problems] == [
        "module.a[0].module.b[29] is not judged: there are more than 30 modules"
    ]
    assert len(addresses(unit)) == 30


def test_a_missing_module_of_many_instances_is_one_problem() -> None:
    unit = single(
        main_tf='module "a" {\n  source = "./a"\n  count  = 5\n}\nresource "aws_s3_bucket" "b" {}\n',
        a__main_tf='module "gone" {\n  source = "acme/gone/aws"\n}\n',
    )
    assert [problem.message for problem in unit.problems] == [
        'module.a[0].module.gone is not judged: "acme/gone/aws" is not on disk; terraform init puts it there'
    ]


def test_chains_of_thousands_of_operators() -> None:
    variables = "\n".join(f'variable "v{index}" {{}}' for index in range(2000))
    unit = single(
        main_tf=f"""
{variables}
resource "aws_s3_bucket" "sum" {{
  bucket = "b-${{{" + ".join(["1"] * 2000)}}}"
}}
resource "aws_s3_bucket" "unknown" {{
  bucket = {" + ".join(f"var.v{index}" for index in range(2000))}
}}
resource "aws_s3_bucket" "all" {{
  force_destroy = {" && ".join(["true"] * 2000)}
}}
resource "aws_s3_bucket" "any" {{
  force_destroy = {" || ".join(f"var.v{index}" for index in range(2000))}
}}
"""
    )
    assert unit.problems == ()
    assert plain(bucket(unit, "aws_s3_bucket.sum").name) == "b-2000"
    assert plain(bucket(unit, "aws_s3_bucket.unknown").name) == "unknown: variable `v0` has no default"
    assert plain(bucket(unit, "aws_s3_bucket.all").force_destroy) is True
    assert plain(bucket(unit, "aws_s3_bucket.any").force_destroy) == (
        "unknown: it depends on too many undecided inputs at once"
    )
