"""What is reported of modules that are known by their documentation: at the call, with the module's own arguments."""

from __future__ import annotations

import json
from inspect import cleandoc
from pathlib import Path
from typing import Any

import pytest

from s3lint import Settings, check
from s3lint.base.documented import Documented
from s3lint.cli import main
from s3lint.languages.inputs import Inputs
from s3lint.run.finding import Finding
from s3lint.run.fingerprints import Fingerprints
from s3lint.run.report import Report

SOURCE = "terraform-aws-modules/s3-bucket/aws"
BASIS = f"as {SOURCE} 5.x documents it; run terraform init for the exact code"


def judged(text: str, *rules: str, **inputs: Any) -> Report:
    return check([], Settings(select=rules or ("default",), inputs=Inputs(**inputs)), {"main.tf": cleandoc(text)})


def only(report: Report) -> Finding:
    (found,) = report.findings + report.undecided
    return found


def place(finding: Finding) -> tuple[str, int, str]:
    return finding.origin.source.path, finding.origin.start.line, finding.origin.text


@pytest.mark.parametrize(
    ("rule", "argument"),
    [
        ("missing-versioning", "versioning = { enabled = true }"),
        ("plain-http-allowed", "attach_deny_insecure_transport_policy = true"),
        ("old-tls-allowed", "attach_require_latest_tls_policy = true"),
        ("missing-access-logging", 'logging = { target_bucket = "…", target_prefix = "…" }'),
    ],
)
def test_what_lacks_is_said_at_the_call_with_the_argument_that_adds_it(rule: str, argument: str) -> None:
    found = only(judged(f'module "ledger" {{\n  source = "{SOURCE}"\n}}', rule))
    assert place(found) == ("main.tf", 1, 'module "ledger"')
    assert found.subjects == ("module.ledger.aws_s3_bucket.this[0]",)
    assert found.help == f"set `{argument}` in the call of the module"
    assert found.basis == BASIS
    assert found.origin.via == ()


def test_what_the_call_says_is_blamed_where_it_says_it() -> None:
    text = f'module "ledger" {{\n  source = "{SOURCE}"\n  versioning = {{ enabled = false }}\n}}'
    found = only(judged(text, "missing-versioning"))
    assert place(found) == ("main.tf", 3, "false")
    assert [step.what for step in found.origin.via] == ["module.ledger.versioning"]
    assert found.basis == BASIS


def test_a_flag_that_a_call_takes_off() -> None:
    text = f'module "ledger" {{\n  source = "{SOURCE}"\n  restrict_public_buckets = false\n}}'
    found = only(judged(text, "incomplete-public-access-block"))
    assert place(found) == ("main.tf", 3, "false")
    assert found.basis == BASIS


def test_an_open_input_is_still_what_decides() -> None:
    text = f'variable "on" {{}}\nmodule "ledger" {{\n  source = "{SOURCE}"\n  versioning = {{ enabled = var.on }}\n}}'
    found = only(judged(text, "missing-versioning"))
    assert found.inputs == ("var.on",)
    assert found.origin.source.path == "main.tf"
    assert found.basis == BASIS


def test_calls_are_not_merged() -> None:
    text = f'module "a" {{\n  source = "{SOURCE}"\n}}\nmodule "b" {{\n  source = "{SOURCE}"\n}}'
    report = judged(text, "missing-versioning")
    assert [place(found) for found in report.findings] == [("main.tf", 1, 'module "a"'), ("main.tf", 4, 'module "b"')]
    assert len(set(map(Fingerprints(report).of, report.findings))) == 2


def test_a_default_that_decides_is_named_beside_the_call() -> None:
    text = 'module "ledger" {\n  source = "example.com/acme/bucket/aws"\n}'
    model = """
        variable "status" {
          default = "Suspended"
        }
        resource "aws_s3_bucket" "own" {}
        resource "aws_s3_bucket_versioning" "own" {
          bucket = aws_s3_bucket.own.id
          versioning_configuration {
            status = var.status
          }
        }
    """
    settings = Settings(select=("missing-versioning",), inputs=Inputs(modules=(("example.com/acme/bucket/aws", "models"),)))
    report = check([], settings, {"main.tf": text, "models/main.tf": cleandoc(model)})
    found = only(report)
    assert place(found) == ("main.tf", 1, 'module "ledger"')
    assert found.label == 'var.status = "Suspended"'
    assert found.help == "set the versioning status to Enabled"
    assert found.basis == "as models describes example.com/acme/bucket/aws; run terraform init for the exact code"
    assert report.counts.roots == 1


def test_no_region_lies_in_the_documentation() -> None:
    for found in judged(f'module "ledger" {{\n  source = "{SOURCE}"\n}}').findings:
        assert [scope.kind for scope in found.scopes] == ["module", "file"]
        assert not any(isinstance(scope.origin.source, Documented) for scope in found.scopes)


def test_what_a_companion_outside_says_of_a_known_bucket_rests_on_it_too() -> None:
    text = f"""
        module "ledger" {{
          source               = "{SOURCE}"
          attach_public_policy = false
        }}
        resource "aws_s3_bucket_public_access_block" "ledger" {{
          bucket                  = module.ledger.s3_bucket_id
          block_public_acls       = true
          block_public_policy     = true
          ignore_public_acls      = true
          restrict_public_buckets = false
        }}
    """
    found = only(judged(text, "incomplete-public-access-block"))
    assert place(found) == ("main.tf", 10, "false")
    assert found.basis == BASIS


@pytest.mark.parametrize("format", ["full", "concise", "json", "sarif"])
def test_every_form_says_on_what_a_verdict_rests(
    format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "main.tf").write_text(f'module "ledger" {{\n  source = "{SOURCE}"\n}}\n')
    main(["check", ".", "--select", "missing-versioning", "--output-format", format])
    written = capsys.readouterr().out
    assert BASIS[1:] in " ".join(written.split())
    assert "models" not in written
    if format == "json":
        assert json.loads(written)["findings"][0]["basis"] == BASIS


@pytest.mark.parametrize("format", ["full", "json"])
def test_why_says_it_of_the_bucket(
    format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "main.tf").write_text(
        f'module "ledger" {{\n  source = "{SOURCE}"\n  attach_deny_insecure_transport_policy = true\n}}\n'
    )
    main(["why", "module.ledger", ".", "--request", "GET anonymous key http", "--output-format", format])
    written = capsys.readouterr().out
    assert BASIS in " ".join(written.split())
    assert "models" not in written


def test_a_folder_that_the_configuration_names_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stack").mkdir()
    (tmp_path / "stack" / "main.tf").write_text(
        'module "ledger" {\n  source = "example.com/acme/bucket/aws"\n  version = "1.0"\n}\n'
    )
    (tmp_path / "s3lint.toml").write_text('[terraform.modules]\n"example.com/acme/bucket/aws" = "models/bucket"\n')
    assert main(["check", "stack"]) == 2
    assert 'terraform.modules: "example.com/acme/bucket/aws": models/bucket: no such folder' in capsys.readouterr().err
    (tmp_path / "models" / "bucket").mkdir(parents=True)
    (tmp_path / "models" / "bucket" / "main.tf").write_text('resource "aws_s3_bucket" "own" {}\n')
    assert main(["check", "stack", "--select", "missing-versioning", "-o", "concise"]) == 1
    assert capsys.readouterr().out.startswith("stack/main.tf:1:1: warning[missing-versioning]")
