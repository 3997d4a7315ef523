"""Calls of what is not on disk, as a run reports them: each in machine-readable forms, one line for each source as text."""

from __future__ import annotations

import json
from inspect import cleandoc
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from s3lint import Assignment, Settings, check
from s3lint.base.record import replace
from s3lint.cli import main
from s3lint.errors import UsageError
from s3lint.outputs import Options, closing_lines, render
from s3lint.outputs.json import SCHEMA_FILE
from s3lint.run.report import Report

ROOT = """
resource "aws_s3_bucket" "ledger" {}
resource "aws_s3_bucket" "drafts" {}
module "hardening" {
  source = "git::https://example.com/s3.git"
  stores = [aws_s3_bucket.ledger.id, aws_s3_bucket.drafts.id]
}
module "queue" {
  source = "acme/queue/aws"
}
module "copy" {
  source = "git::https://example.com/s3.git"
}
module "topic" {
  source = "acme/topic/aws"
  bucket = aws_s3_bucket.ledger.arn
}
"""
TEMPLATE = """
Resources:
  Store: {Type: 'AWS::S3::Bucket'}
  Far: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: 'https://example.com/t.yaml'}}
  Further:
    Fn::Transform: {Name: AWS::Include, Parameters: {Location: lost.yaml}}
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: 'https://example.com/t.yaml', Parameters: {Store: !Ref Store}}
"""


NAMES = {"terraform": "main.tf", "cloudformation": "template.yaml"}
ASKED = Settings(select=("wildcard-action",))


def report(settings: Settings = ASKED, /, **texts: str) -> Report:
    overlay = {NAMES.get(name, f"{name}/main.tf"): cleandoc(text) for name, text in texts.items()}
    return check([], settings, overlay)


def without(*patterns: str, option: str = "ignore") -> Settings:
    return replace(ASKED, options=(Assignment("unresolved-module", option, patterns),))


def lines(found: Report, **options: Any) -> list[str]:
    return render("concise", found, Options(**options)).splitlines()


def test_as_text_there_is_one_line_for_each_source_at_the_end_those_with_a_bucket_first() -> None:
    found = report(terraform=ROOT, cloudformation=TEMPLATE)
    assert lines(found) == [
        "template.yaml:3:71: info[unresolved-module] https://example.com/t.yaml lies behind a URL and was not fetched: "
        "called 2 times; Further is given Store",
        'main.tf:4:12: info[unresolved-module] "git::https://example.com/s3.git" is not on disk; terraform init puts it there: '
        "called 2 times; module.hardening is given aws_s3_bucket.ledger and aws_s3_bucket.drafts",
        'main.tf:14:12: info[unresolved-module] "acme/topic/aws" is not on disk; terraform init puts it there: '
        "called once, by module.topic, which is given aws_s3_bucket.ledger",
        'main.tf:8:12: info[unresolved-module] "acme/queue/aws" is not on disk; terraform init puts it there: '
        "called once, by module.queue, which concerns no bucket",
    ]
    assert closing_lines(found).startswith("Found 4 infos in 2 of 2 files.\n")
    assert render("full", found).splitlines() == [line.partition(" ")[2].replace("]", "]:", 1) for line in lines(found)]


def test_those_that_are_given_many_are_counted() -> None:
    calls = "".join(f'module "m{number}" {{\n  source = "a/b/c"\n  s = aws_s3_bucket.x.id\n}}\n' for number in range(6))
    [line] = lines(report(terraform='resource "aws_s3_bucket" "x" {}\n' + calls))
    assert line.endswith(
        ": called 6 times; module.m0 is given aws_s3_bucket.x, module.m1 is given aws_s3_bucket.x, "
        "module.m2 is given aws_s3_bucket.x, 3 more are given others"
    )


def test_in_detail_each_call_is_listed_where_it_stands() -> None:
    found = report(terraform=ROOT)
    assert [line.partition(": info")[0] for line in lines(found, verbose=1)] == [
        "main.tf:4:12",
        "main.tf:8:12",
        "main.tf:11:12",
        "main.tf:14:12",
    ]
    assert lines(found, verbose=1)[0].endswith("; it is given aws_s3_bucket.ledger, aws_s3_bucket.drafts")
    assert "Found 4 infos in" in closing_lines(found, Options(verbose=1))
    assert "Found 3 infos in" in closing_lines(found)


def test_machines_are_told_each_call() -> None:
    found = report(terraform=ROOT)
    whole = json.loads(render("json", found))
    assert [(each["subjects"], each["location"]["start"]["line"]) for each in whole["problems"]] == [
        (["module.hardening"], 4),
        (["module.queue"], 8),
        (["module.copy"], 11),
        (["module.topic"], 14),
    ]
    assert whole["unseen"][0] == {
        "source": "git::https://example.com/s3.git",
        "reason": '"git::https://example.com/s3.git" is not on disk; terraform init puts it there',
        "calls": ["module.hardening", "module.copy"],
        "given": [
            {"call": "module.hardening", "bucket": "aws_s3_bucket.ledger"},
            {"call": "module.hardening", "bucket": "aws_s3_bucket.drafts"},
        ],
    }
    schema = json.loads((Path(render.__code__.co_filename).parent / SCHEMA_FILE).read_text())
    assert list(Draft202012Validator(schema).iter_errors(whole)) == []
    sarif = json.loads(render("sarif", found))["runs"][0]
    assert [result["ruleId"] for result in sarif["results"]] == ["unresolved-module"] * 4
    assert len(sarif["invocations"][0]["toolExecutionNotifications"]) == 4


def test_a_module_that_two_roots_share_calls_once_for_each() -> None:
    shared = 'module "far" {\n  source = "acme/far/aws"\n  bucket = aws_s3_bucket.b.id\n}\nresource "aws_s3_bucket" "b" {}\n'
    call = 'module "{0}" {{\n  source = "../shared"\n}}\n'
    found = report(shared=shared, one=call.format("one"), two=call.format("two"))
    [problem] = found.problems
    assert problem.subjects == ("module.one.module.far", "module.two.module.far")
    assert problem.message.endswith("; it is given module.one.aws_s3_bucket.b, module.two.aws_s3_bucket.b")


def test_calls_of_one_address_in_two_roots_are_two() -> None:
    call = 'module "far" {\n  source = "acme/far/aws"\n}\nresource "aws_s3_bucket" "b" {}\n'
    found = report(one=call, two=call)
    assert [problem.subjects for problem in found.problems] == [("module.far",)] * 2
    assert lines(found) == [
        'one/main.tf:2:12: info[unresolved-module] "acme/far/aws" is not on disk; terraform init puts it there: '
        "called 2 times, none of which concerns a bucket"
    ]


def test_help_is_in_the_words_of_the_language() -> None:
    def helps(**texts: str) -> set[str]:
        return {problem.help for problem in report(**texts).problems}

    [terraform], [cloudformation] = helps(terraform=ROOT), helps(cloudformation=TEMPLATE)
    assert "terraform init" in terraform
    assert "cloudformation" not in terraform
    assert "aws cloudformation package" in cloudformation
    assert "terraform" not in cloudformation


@pytest.mark.parametrize(
    ("patterns", "left"),
    [
        ((), ["module.hardening", "module.queue", "module.copy", "module.topic"]),
        (("acme/*",), ["module.hardening", "module.copy"]),
        (("git::https://example.com/s3.git",), ["module.queue", "module.topic"]),
        (("module.copy", "module.topic"), ["module.hardening", "module.queue"]),
        (("*",), []),
        (("acme",), ["module.hardening", "module.queue", "module.copy", "module.topic"]),
    ],
)
def test_calls_are_left_out_by_what_they_name_and_by_their_address(patterns: tuple[str, ...], left: list[str]) -> None:
    found = report(without(*patterns), terraform=ROOT)
    assert [name for problem in found.problems for name in problem.subjects] == left
    assert sorted(name for one in found.unseen if one.calls for name in one.calls.addresses) == sorted(left)


def test_instances_are_left_out_by_the_name_of_their_block() -> None:
    texts = {
        "terraform": 'module "m" {\n  source = "./shared"\n  for_each = toset(["a", "b"])\n}\n',
        "shared": 'module "far" {\n  source = "acme/far/aws"\n}\nresource "aws_s3_bucket" "b" {}\n',
    }
    [problem] = report(**texts).problems
    assert problem.subjects == ('module.m["a"].module.far', 'module.m["b"].module.far')
    assert report(without("module.m.module.far"), **texts).problems == ()


def test_the_notice_is_left_out_by_its_name_and_what_is_undecided_stays_so() -> None:
    found = report(replace(ASKED, ignore=("unresolved-module",)), terraform=ROOT, cloudformation=TEMPLATE)
    assert (found.problems, found.unseen) == ((), ())
    given = check([], Settings(select=("missing-versioning",), ignore=("unresolved-module",)), {"main.tf": ROOT})
    assert [finding.subjects for finding in given.undecided] == [("aws_s3_bucket.ledger",), ("aws_s3_bucket.drafts",)]


def test_no_change_of_what_was_read_is_advised() -> None:
    found = check([], Settings(select=("missing-versioning",)), {"main.tf": ROOT})
    assert {finding.help for finding in found.undecided} == {""}
    assert sorted(len(cause.inputs) for cause in found.causes) == [1, 2]
    assert found.hints == ()


def test_what_could_not_be_read_is_never_left_out() -> None:
    with pytest.raises(UsageError, match="unreadable-file can't be ignored: exclude the file"):
        report(replace(ASKED, ignore=("unreadable-file",)), terraform=ROOT)


@pytest.mark.parametrize("how", ["option", "ignore", "rules"])
def test_the_command_line_and_the_configuration(how: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "main.tf").write_text('resource "aws_s3_bucket" "b" {}\nmodule "m" {\n  source = "acme/m/aws"\n}\n')
    configuration = {"ignore": 'ignore = ["unresolved-module"]\n', "rules": '[rules.unresolved-module]\nignore = ["acme/*"]\n'}
    (tmp_path / "s3lint.toml").write_text(configuration.get(how, ""))
    words = ["--ignore", "unresolved-module"] if how == "option" else []
    assert main([str(tmp_path), "--select", "wildcard-action", "--strict", *words]) == 0
    written = capsys.readouterr()
    assert "unresolved-module" not in written.out + written.err
    assert main([str(tmp_path), "--select", "wildcard-action", "--strict", "--isolated"]) == 1


def test_an_option_that_there_is_not() -> None:
    with pytest.raises(UsageError, match="rule unresolved-module has no option ignored; did you mean ignore"):
        report(without("x", option="ignored"), terraform=ROOT)


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"main.tf": 'resource "aws_s3_bucket" "b" {\n count = "x"\n}\n'}, id="a count"),
        pytest.param({"main.tf": 'resource "aws_s3_bucket" "b" {}\nresource "aws_s3_bucket" "b" {}\n'}, id="declared twice"),
        pytest.param(
            {"main.tf": 'variable "x" { type = strin }\nresource "aws_s3_bucket" "b" {\n bucket = var.x\n}\n'}, id="no type"
        ),
        pytest.param({"t.yaml": "Resources:\n  B:\n    Type: AWS::S3::Bucket\nMetadata:\n  a: 1\n  a: 2\n"}, id="a key twice"),
    ],
)
def test_a_fault_of_a_text_that_was_read_has_a_name_of_its_own(files: dict[str, str]) -> None:
    found = check([], Settings(select=("missing-versioning",)), files)
    assert [(problem.rule, problem.severity.word) for problem in found.problems] == [("invalid-configuration", "medium")]
    assert [finding.rule for finding in found.findings + found.undecided] == ["missing-versioning"]
    ignored = check([], Settings(select=("missing-versioning",), ignore=("invalid-configuration",)), files)
    assert ignored.problems == ()
    assert len(ignored.findings) == len(found.findings)


def test_a_text_that_ends_too_early_was_not_read() -> None:
    found = check([], Settings(select=("missing-versioning",)), {"main.tf": 'resource "aws_s3_bucket" "b" {\n'})
    assert [problem.rule for problem in found.problems] == ["unreadable-file"]
