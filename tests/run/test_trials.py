"""Examples tried: what is said of those that do not come out as they say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from s3lint import (
    Absent,
    Bucket,
    Example,
    Finding,
    Group,
    Known,
    Option,
    PolicyExample,
    Rule,
    Severity,
    Unknown,
    not_expressible,
)
from s3lint.outputs.trials import render, summary
from s3lint.run.trials import Trial, marks, of_rule

HERE = "tests/run/test_trials.py"


class Named(Rule, is_abstract=True):
    """Names that begin with `acme-`."""

    name = "unnamed-bucket"
    summary = "the name does not begin with acme-"
    group, severity, default = Group.HYGIENE, Severity.LOW, True
    settings = ("name",)
    since = "1"
    help = "begin it with acme-"
    prefix = Option("acme-", "what it begins with")
    undecidable = ()

    def check(self, bucket: Bucket) -> Iterator[Finding]:
        match bucket.name:
            case Known(name, origin) if not str(name).startswith(self.prefix):
                yield self.fail(origin, f"{bucket} is called {name}")
            case Absent(origin):
                yield self.not_applicable(origin, f"{bucket} has no name")
            case Unknown() as unknown:
                yield self.undecided(unknown, f"the name of {bucket}")


def bucket(name: str, mark: str = "", title: str = "an example", **more: Any) -> Example:
    return Example(
        title,
        f"\nResources:\n  Ledger:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: {name}{mark}\n",
        f'\nresource "aws_s3_bucket" "ledger" {{\n  bucket = "{name}"{mark}\n}}\n',
        **more,
    )


MARK = "  # expect: unnamed-bucket"
BAD, GOOD = bucket("ledger", MARK), bucket("acme-ledger")
NO_TWIN = not_expressible("it has no word for it")


def trials(**attributes: Any) -> list[Trial]:
    body = {"__doc__": Named.__doc__, "__module__": __name__, "bad": (BAD,), "good": (GOOD,), **attributes}
    return list(of_rule(type("UnnamedBucket", (Named,), body)))


def told(**attributes: Any) -> list[str]:
    """What is shown, in lines, without the places of examples that stand in no file."""
    return [line for line in render(trials(**attributes)).splitlines() if not line.startswith(("---", "+++", "@@", " "))]


def mistakes(**attributes: Any) -> list[str]:
    return [mistake for trial in trials(**attributes) for mistake in trial.mistakes]


def test_all_as_expected() -> None:
    tried = trials()
    assert [trial.title for trial in tried] == [
        "unnamed-bucket: bad example 'an example' in CloudFormation",
        "unnamed-bucket: bad example 'an example' in Terraform",
        "unnamed-bucket: good example 'an example' in CloudFormation",
        "unnamed-bucket: good example 'an example' in Terraform",
    ]
    assert render(tried) == ""
    assert summary(tried, 1) == "1 rule, 4 examples: all as expected\n"


def test_a_bad_example_that_passes() -> None:
    example = bucket("acme-ledger", MARK)
    lines = told(bad=(example,))
    assert lines[1:4] == [
        "-      BucketName: acme-ledger  # unnamed-bucket fail",
        "+      BucketName: acme-ledger",
        "",
    ]
    assert lines[5:] == ['-  bucket = "acme-ledger"  # unnamed-bucket fail', '+  bucket = "acme-ledger"']


def test_a_good_example_that_fails() -> None:
    assert told(good=(bucket("ledger"),))[1:3] == [
        "-      BucketName: ledger",
        "+      BucketName: ledger  # unnamed-bucket fail: Ledger is called ledger",
    ]


def test_a_finding_at_another_line() -> None:
    text = f"\nResources:\n  Ledger:{MARK}\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: ledger\n"
    assert told(bad=(Example("a title", text, NO_TWIN),))[1:] == [
        "-  Ledger:  # unnamed-bucket fail",
        "+  Ledger:",
        "-      BucketName: ledger",
        "+      BucketName: ledger  # unnamed-bucket fail: Ledger is called ledger",
    ]


def test_two_findings_at_one_mark() -> None:
    def check(self: Named, bucket: Bucket) -> Iterator[Finding]:
        yield self.fail(bucket.origin, "once")
        yield self.fail(bucket.origin, "twice", part="other")

    text = f"\nResources:\n  Ledger:{MARK}\n    Type: AWS::S3::Bucket\n"
    lines = told(bad=(Example("a title", text, NO_TWIN),), good=(), check=check)
    assert lines[1:3] == ["-  Ledger:  # unnamed-bucket fail", "+  Ledger:  # unnamed-bucket fail; unnamed-bucket fail"]


def test_an_undecidable_example_that_is_decided() -> None:
    assert told(undecidable=(bucket("ledger", MARK, "left open"),))[1:3] == [
        "-      BucketName: ledger  # unnamed-bucket undecided",
        "+      BucketName: ledger  # unnamed-bucket fail: Ledger is called ledger",
    ]


def test_an_inapplicable_example_that_is_judged() -> None:
    assert len(told(inapplicable=(bucket("acme-ledger", MARK),))) == 7
    text = f"\nResources:\n  Ledger:{MARK}\n    Type: AWS::S3::Bucket\n"
    assert told(inapplicable=(Example("no name", text, f'\nresource "aws_s3_bucket" "ledger" {{}}{MARK}\n'),)) == []


@pytest.mark.parametrize(
    ("attributes", "mistake"),
    [
        ({"bad": ()}, "expected at least one bad example"),
        ({"good": ()}, "expected at least one good example"),
        ({"good": (bucket("ledger", MARK),)}, "it is to pass, and has a line that is marked"),
        ({"bad": (bucket("acme-ledger"),)}, "no line is marked with `# expect: unnamed-bucket`"),
        ({"bad": (bucket("ledger", "  # expect: unnamed"),)}, "a mark expects unnamed; only unnamed-bucket is asked"),
        ({"bad": (bucket("x-ledger", MARK, twins_differ=True),)}, "it says that its twins differ, which say the same"),
        (
            {"good": (bucket("x-ledger", options=(("prefx", "x"),)),)},
            "rule unnamed-bucket has no option prefx; did you mean prefix?",
        ),
        (
            {"good": (Example("a title", "Buckets: []\n", NO_TWIN),)},
            "nothing in it is judged: it is no CloudFormation or Terraform with S3",
        ),
        (
            {"good": (Example("a title", NO_TWIN, '\nresource "aws_s3_bucket" "ledger" {\n  bucket = \n}\n'),)},
            "line 2: expected an expression, found the end of the line",
        ),
        (
            {"good": (PolicyExample("a title", "- Allow"),)},
            "no twins can be made of it: expected a statement or a list of statements, not '- Allow'",
        ),
        (
            {"settings": ("versioning.status", "tags")},
            "unnamed-bucket: a finding is about name, which the rule's `settings` do not name",
        ),
    ],
)
def test_what_is_wrong_with_an_example(attributes: dict[str, Any], mistake: str) -> None:
    if "settings" in attributes:
        attributes = attributes | {"check": lambda self, bucket: iter([self.fail(bucket.origin, "", setting="name")])}
    assert mistake in mistakes(**attributes)


def test_a_rule_that_raises() -> None:
    def check(self: Named, bucket: Bucket) -> Iterator[Finding]:
        raise KeyError(bucket.address)

    assert mistakes(check=check)[0] == "rule unnamed-bucket failed on Ledger: KeyError: 'Ledger'"


def test_options_and_the_account_of_an_example() -> None:
    assert told(good=(GOOD, bucket("x-ledger", options=(("prefix", "x-"),)))) == []


def test_an_example_stands_where_its_text_does() -> None:
    text = """
        Resources:
          Ledger:
            Type: AWS::S3::Bucket
            Properties:
              BucketName: ledger-of-somebody-else
    """
    [trial] = (trial for trial in trials(good=(Example("a title", text, NO_TWIN),)) if not trial.is_as_expected)
    lines = Path(HERE).read_text(encoding="utf-8").splitlines()
    assert lines[trial.first - 1] == "        Resources:"
    assert trial.place == f"{HERE}:{trial.first}"
    assert f"@@ -{trial.first + 2},3 +{trial.first + 2},3 @@" in render([trial])


def test_nothing_on_disk_gets_into_an_example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("terraform.tfvars").write_text('name = "ledger"\n', encoding="utf-8")
    Path("other.tf").write_text('resource "aws_s3_bucket" "other" {\n  bucket = "other"\n}\n', encoding="utf-8")
    Path("template.yaml").write_text("Resources: {}\n", encoding="utf-8")
    text = f'\nvariable "name" {{{MARK}\n  type = string\n}}\nresource "aws_s3_bucket" "ledger" {{\n  bucket = var.name\n}}\n'
    assert told(undecidable=(Example("left open", NO_TWIN, text),)) == []


def test_twins_that_say_different_things() -> None:
    example = Example("a title", BAD.cloudformation, f'\nresource "aws_s3_bucket" "ledger" {{\n  bucket = "other"{MARK}\n}}\n')
    tried = [trial for trial in trials(bad=(example,)) if not trial.is_as_expected]
    assert [trial.title for trial in tried] == ["unnamed-bucket: bad example 'a title', its twins"]
    assert render(tried).splitlines()[1:] == [
        "--- in CloudFormation",
        "+++ in Terraform",
        "@@ -1,5 +1,5 @@",
        " [",
        "   {",
        '-    "name": "ledger"',
        '+    "name": "other"',
        "   }",
        " ]",
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a: 1  # expect: a-rule", ["a-rule"]),
        ("a = 1 # expect: a-rule", ["a-rule"]),
        ("a = 1 // expect: a-rule b-rule=undecided  ", ["a-rule b-rule=undecided"]),
        ("a: 1  # expected: nothing", []),
        ("a: 1  # expect:", []),
    ],
)
def test_marks(line: str, expected: list[str]) -> None:
    assert list(marks(f"first\n{line}\n")) == [(2, words) for words in expected]
