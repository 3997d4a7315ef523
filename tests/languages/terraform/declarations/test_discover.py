"""Which directories are read: the ones that can lead to S3."""

from __future__ import annotations

import os

import pytest

from s3lint.languages.files import Files
from s3lint.languages.inputs import Inputs
from s3lint.languages.terraform.declarations.discover import Directories, directories_of, mentions_s3
from s3lint.languages.terraform.declarations.project import Configurations
from tests.languages.terraform.configurations import addresses, place, read


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ('resource "aws_s3_bucket" "b" {}', True),
        ('{"resource": {"aws_s3_object": {}}}', True),
        ('resource "aws_cloudtrail" "t" {}', True),
        ('resource "aws_iam_policy" "p" { actions = ["s3:GetObject"] }', True),
        ('resource "aws_iam_policy" "p" { actions = ["*"] }', True),
        ('resource "aws_iam_policy" "p" { actions = ["ec2:Start"] }', False),
        ('resource "aws_vpc" "v" {}', False),
    ],
)
def test_what_a_text_mentions(text: str, mentions: bool) -> None:
    assert mentions_s3(text.encode()) is mentions


def leads(**files: str) -> dict[str, bool]:
    contents = {f"stack/{name.replace('__', '/')}/main.tf": text for name, text in files.items()}
    directories = Directories(Configurations(Files(os.curdir, contents)))
    return {
        directory.removeprefix("stack/"): directories.leads_to_s3(directory) for directory in directories_of(list(contents))
    }


def test_calls_lead_on_and_providers_do_not() -> None:
    bucket = 'resource "aws_s3_bucket" "b" {}\n'
    provider = 'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws" }\n  }\n}\n'
    assert leads(
        bucket=bucket,
        caller='module "m" {\n  source = "../bucket"\n}\n',
        outer='module "m" {\n  source = "../caller"\n}\n',
        plain=provider + 'module "m" {\n  source = "../nothing"\n}\n',
        nothing='resource "aws_vpc" "v" {}\n',
        registry='module "m" {\n  source = "acme/store/aws"\n}\n',
        git='module "m" {\n  source = "git::https://example.com/store.git"\n}\n',
        github='module "m" {\n  source = "github.com/acme/store"\n}\n',
        circle='module "m" {\n  source = "../circle"\n}\n',
    ) == {
        "bucket": True,
        "caller": True,
        "outer": True,
        "plain": False,
        "nothing": False,
        "registry": True,
        "git": True,
        "github": True,
        "circle": False,
    }


def circle(source: str) -> str:
    return f'module "next" {{\n  source = "{source}"\n}}\nresource "aws_s3_bucket" "b" {{}}\n'


def judged(**files: str) -> dict[str, list[str]]:
    return {unit.name.removeprefix("stack/"): addresses(unit) for unit in read(Inputs(), **files)}


def test_modules_that_call_each_other_in_a_circle_are_judged_once_from_the_first() -> None:
    (unit,) = read(main_tf=circle("./m"), m__main_tf=circle("../"))
    assert unit.name == "stack"
    assert addresses(unit) == ["aws_s3_bucket.b", "module.next.aws_s3_bucket.b"]
    assert [(problem.kind, problem.message, place(problem.origin)) for problem in unit.problems] == [
        (
            "unresolved-module",
            "module.next.module.next is not judged: the module calls itself",
            'm/main.tf:1:1 module "next"',
        )
    ]


def test_a_circle_that_a_root_calls_has_no_root_of_its_own() -> None:
    assert judged(a__main_tf=circle("../b"), b__main_tf=circle("../a"), z__main_tf=circle("../b")) == {
        "z": ["aws_s3_bucket.b", "module.next.aws_s3_bucket.b", "module.next.module.next.aws_s3_bucket.b"]
    }


def test_of_two_circles_only_the_outer_has_a_root() -> None:
    outer = circle("../c") + 'module "inner" {\n  source = "../a"\n}\n'
    assert judged(a__main_tf=circle("../b"), b__main_tf=circle("../a"), c__main_tf=circle("../d"), d__main_tf=outer) == {
        "c": [
            "aws_s3_bucket.b",
            "module.next.aws_s3_bucket.b",
            "module.next.module.inner.aws_s3_bucket.b",
            "module.next.module.inner.module.next.aws_s3_bucket.b",
        ]
    }


def test_a_circle_without_s3_is_a_root_with_nothing_in_it() -> None:
    empty = 'module "next" {\n  source = "../%s"\n}\n'
    assert judged(a__main_tf=empty % "b", b__main_tf=empty % "a", c__main_tf=empty % "c") == {"a": [], "c": []}


def test_files_below_dot_terraform_are_no_roots() -> None:
    paths = ["a/main.tf", "a/.terraform/modules/x/main.tf", "b/terraform.tfvars"]
    assert directories_of([path.replace("/", os.sep) for path in paths]) == ["a", "b"]
