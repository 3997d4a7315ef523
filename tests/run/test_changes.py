import os
from collections.abc import Callable
from pathlib import Path

import pytest

from s3lint.base.source import Source, Span
from s3lint.base.value import Note, Origin, Step
from s3lint.languages.discover import without_excluded
from s3lint.languages.files import unreadable
from s3lint.languages.unit import Language, Unit
from s3lint.run.changes import Changes, Everything, Focus, NamedFiles, affected, evidence, named
from s3lint.run.finding import Finding, Verdict

HERE = Span(0, 1)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def changes(*changed: str, deleted: tuple[str, ...] = ()) -> Changes:
    return Changes(frozenset(map(os.path.realpath, changed)), frozenset(map(os.path.realpath, deleted)))


def terraform(name: str, *files: str, text: str = "") -> Unit:
    return Unit(name, Language.TERRAFORM, (), (), tuple(Source(file, text) for file in files))


def template(name: str, text: str = "") -> Unit:
    return Unit(name, Language.CLOUDFORMATION, (), (), (Source(name, text),))


def finding(path: str, related: str = "", via: str = "") -> Finding:
    steps = (Step("var.a = 1", Source(via, "x"), HERE),) if via else ()
    notes = (Note(Origin(Source(related, "x"), HERE), ""),) if related else ()
    return Finding("rule", Verdict.FAIL, "m", Origin(Source(path, "x"), HERE, via=steps), related=notes)


def test_evidence_is_every_place_a_finding_speaks_of() -> None:
    assert list(evidence(finding("m/main.tf", "main.tf", "a.tfvars"))) == ["m/main.tf", "a.tfvars", "main.tf"]


@pytest.mark.parametrize(
    ("focus", "unit", "concerned"),
    [
        (Everything, terraform("a", "a/main.tf"), True),
        (lambda: changes("a/main.tf"), terraform("a", "./a/main.tf", "m/main.tf"), True),
        (lambda: changes("m/main.tf"), terraform("a", "a/main.tf", "m/main.tf"), True),
        (lambda: changes("b/main.tf"), terraform("a", "a/main.tf"), False),
        (lambda: changes(deleted=("a/block.tf",)), terraform("a", "a/main.tf"), True),
        (lambda: changes(deleted=("m/block.tf",)), terraform("a", "a/main.tf", "m/main.tf"), True),
        (lambda: changes(deleted=("b/block.tf",)), terraform("a", "a/main.tf"), False),
        (lambda: changes(deleted=("a/notes.json",)), terraform("a", "a/main.tf"), False),
        (lambda: changes(deleted=("a/policy.json",)), terraform("a", "a/main.tf", text='file("policy.json")'), True),
        (lambda: changes(deleted=("a/other.yaml",)), template("a/site.yaml"), False),
        (lambda: changes(deleted=("a/nested.yaml",)), template("a/site.yaml", "TemplateURL: nested.yaml"), True),
    ],
)
def test_units_that_a_change_concerns(focus: Callable[[], Focus], unit: Unit, concerned: bool) -> None:
    assert focus().concerns(unit) is concerned


def test_a_file_that_could_not_be_read_concerns_its_unit() -> None:
    problem = unreadable(Source("site.yaml", ""), "expected UTF-8 text")
    unit = Unit("site.yaml", Language.CLOUDFORMATION, (), (problem,), ())
    assert changes("site.yaml").concerns(unit)
    assert not changes("other.yaml").concerns(unit)


@pytest.mark.parametrize(
    ("focus", "found", "reported"),
    [
        (Everything, finding("a/main.tf"), True),
        (lambda: changes("a/main.tf"), finding("a/main.tf"), True),
        (lambda: changes("a/other.tf"), finding("a/main.tf"), False),
        (lambda: changes("a/other.tf"), finding("a/main.tf", related="a/other.tf"), True),
        (lambda: changes("a/prod.tfvars"), finding("a/main.tf", via="a/prod.tfvars"), True),
        (lambda: changes("m/main.tf", deleted=("a/block.tf",)), finding("a/main.tf"), True),
        (lambda: NamedFiles(frozenset({"/x/main.tf"}), ()), finding("a/main.tf"), False),
    ],
)
def test_findings_that_a_change_touches(focus: Callable[[], Focus], found: Finding, reported: bool) -> None:
    assert focus().reported([found], terraform("a", "a/main.tf")) == ([found] if reported else [])


def test_named_files_restrict_terraform_folders_only(folder: Path) -> None:
    (folder / "a").mkdir()
    (folder / "b").mkdir()
    for name in ("a/main.tf", "a/other.tf", "b/main.tf", "site.yaml"):
        (folder / name).touch()
    assert named(["a", "site.yaml"]) == Everything()
    focus = named(["a/main.tf", "b", "site.yaml"])
    assert focus.reported([finding("a/main.tf")], terraform("a"))
    assert focus.reported([finding("a/other.tf", related="a/main.tf")], terraform("a"))
    assert not focus.reported([finding("a/other.tf")], terraform("a"))
    assert focus.reported([finding("outside/main.tf")], terraform("b"))
    assert focus.reported([finding("site.yaml")], template("site.yaml"))


FILES = {
    "live/prod/main.tf": 'module "b" {\n  source = "../../modules/logs"\n}\n',
    "live/test/main.tf": 'module "b" { source="../../modules/plain" }',
    "live/json/main.tf.json": '{"module": {"b": {"source": "../../modules/logs"}}}',
    "live/remote/main.tf": 'module "b" { source = "terraform-aws-modules/s3-bucket/aws" }',
    "modules/logs/main.tf": 'module "x" {\n source = "./inner/"\n}',
    "modules/logs/inner/main.tf": 'policy = file("${path.module}/policy.json")',
    "modules/logs/inner/policy.json": "{}",
    "modules/plain/main.tf": "",
    "modules/plain/prod.tfvars": "",
    "stacks/parent.yaml": "Type: AWS::CloudFormation::Stack\nTemplateURL: ./child.yaml",
    "stacks/grandparent.yaml": "Type: AWS::CloudFormation::Stack\nTemplateURL: parent.yaml",
    "stacks/child.yaml": "Type: AWS::S3::Bucket",
    "stacks/lone.yaml": "Type: AWS::S3::Bucket",
    "compose.yaml": "child.yaml",
    "shared/a.yaml": "Type: AWS::S3::Bucket\nExport: {Name: x}",
    "shared/b.yaml": "Type: AWS::S3::BucketPolicy\nBucket: !ImportValue x",
}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda: changes("live/test/main.tf"), ["live/test/main.tf"]),
        (
            lambda: changes("modules/logs/inner/main.tf"),
            ["live/prod/main.tf", "live/json/main.tf.json", "modules/logs/main.tf", "modules/logs/inner/main.tf"],
        ),
        (
            lambda: changes("modules/logs/inner/policy.json"),
            [
                "live/prod/main.tf",
                "live/json/main.tf.json",
                "modules/logs/main.tf",
                "modules/logs/inner/main.tf",
                "modules/logs/inner/policy.json",
            ],
        ),
        (
            lambda: changes(deleted=("modules/plain/block.tf",)),
            ["live/test/main.tf", "modules/plain/main.tf", "modules/plain/prod.tfvars"],
        ),
        (lambda: changes("stacks/child.yaml"), ["stacks/parent.yaml", "stacks/grandparent.yaml", "stacks/child.yaml"]),
        (lambda: changes(deleted=("stacks/parent.yaml",)), ["stacks/grandparent.yaml"]),
        (lambda: changes("stacks/lone.yaml", "live/remote/main.tf"), ["live/remote/main.tf", "stacks/lone.yaml"]),
        (lambda: changes("README.yaml"), []),
        (lambda: changes("shared/a.yaml"), ["shared/a.yaml", "shared/b.yaml"]),
        (lambda: changes("shared/b.yaml"), ["shared/a.yaml", "shared/b.yaml"]),
    ],
)
def test_files_that_a_change_may_affect(folder: Path, change: Callable[[], Changes], expected: list[str]) -> None:
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    assert affected(list(FILES), change(), {}) == expected


def test_staged_text_stands_for_the_file_when_callers_are_looked_for(folder: Path) -> None:
    (folder / "main.tf").touch()
    overlay = {"main.tf": b'source = "./m"'}
    assert affected(["main.tf", "m/a.tf"], changes("m/a.tf"), overlay) == ["main.tf", "m/a.tf"]


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("vendor", ["a/b/main.tf", "main.tf"]),
        ("vendor/", ["a/b/main.tf", "main.tf"]),
        ("*.tf", []),
        ("a/*.tf", ["a/b/main.tf", "main.tf", "vendor/x.tf", "a/vendor/y.tf"]),
        ("a/**", ["main.tf", "vendor/x.tf"]),
        ("./a/b", ["main.tf", "vendor/x.tf", "a/vendor/y.tf"]),
        ("**/b/**", ["main.tf", "vendor/x.tf", "a/vendor/y.tf"]),
        ("a/*/main.tf", ["main.tf", "vendor/x.tf", "a/vendor/y.tf"]),
        ("vendor/?.tf", ["a/b/main.tf", "main.tf", "a/vendor/y.tf"]),
    ],
)
def test_exclusion(pattern: str, left: list[str]) -> None:
    assert without_excluded(["a/b/main.tf", "main.tf", "vendor/x.tf", "a/vendor/y.tf"], [pattern]) == left
