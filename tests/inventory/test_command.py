"""The command from end to end."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from s3lint.cli import main
from s3lint.outputs.inventory.json import SCHEMA_FILE
from s3lint.outputs.inventory.table import render
from s3lint.outputs.json import SCHEMA_FILE as REPORT_SCHEMA
from s3lint.outputs.options import Options
from tests.inventory.surveys import survey

SITE = """\
Parameters:
  Status: {Type: String}
Resources:
  Site:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: acme-site
      VersioningConfiguration: {Status: !Ref Status}
  Ledger:
    Type: AWS::S3::Bucket
"""
OPEN = """\
variable "on" {
  type = bool
}
resource "aws_s3_bucket" "each" {
  count = var.on ? 1 : 0
}
"""
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if "COLOR" in name or name.startswith("S3LINT_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site.yaml").write_text(SITE)


def test_a_check_loads_nothing_of_it() -> None:
    script = "import sys; from s3lint.cli import main; main(['site.yaml', '-qq']); print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "s3lint.run.engine" in run.stdout.split()
    assert not any("inventory" in name for name in run.stdout.split() if name.startswith("s3lint."))


def test_a_table_of_some_columns(capsys: Capture) -> None:
    assert main(["inventory", "site.yaml", "--columns", "address,versioning,tls"]) == 0
    said = capsys.readouterr()
    rows = [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in said.out.splitlines()]
    assert rows[0] == ["Bucket", "Versioning", "TLS"]
    assert rows[2:] == [
        ["Site", "undecided: parameter Status has no default", "HTTP allowed"],
        ["Ledger", "not enabled", "HTTP allowed"],
    ]
    assert len({line.index("HTTP") for line in said.out.splitlines()[2:]}) == 1
    assert said.err == "2 buckets, 1 not fully decided.\n"


def test_values_decide_cells_as_they_do_findings(capsys: Capture) -> None:
    assert main(["inventory", "site.yaml", "--columns", "versioning", "--parameter", "Status=Enabled"]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[2:] == ["Enabled", "not enabled"]
    assert said.err == "2 buckets, 0 not fully decided.\n"


def test_what_is_wrong_is_one_line(capsys: Capture) -> None:
    assert main(["inventory", "site.yaml", "--columns", "versionning"]) == 2
    assert capsys.readouterr().err.startswith("s3lint: no column is called versionning; did you mean versioning?")
    assert main(["inventory", "site.yaml", "--format", "sarif"]) == 2
    assert "html" in capsys.readouterr().err
    assert main(["check", "site.yaml", "--columns", "tls"]) == 2
    assert capsys.readouterr().err == "s3lint: --columns means nothing to `s3lint check`\n"
    assert main(["inventory"]) == 2
    assert main(["inventory", "site.yaml", "--profile", "cis-aws-9"]) == 2


def test_the_exit_status_tells_what_was_not_read(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "broken.yaml").write_text("Resources: {A: {Type: AWS::S3::Bucket")
    assert main(["inventory", ".", "-q"]) == 1
    assert "Ledger" in capsys.readouterr().out
    (tmp_path / "notes").mkdir()
    assert main(["inventory", "notes"]) == 3


def test_the_environment_of_a_check_does_not_choose_the_form(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setenv("S3LINT_OUTPUT_FORMAT", "sarif")
    assert main(["inventory", "site.yaml"]) == 0
    assert capsys.readouterr().out.startswith("Bucket ")


def test_a_file_and_standard_output_get_the_same_bytes(tmp_path: Path, capsys: Capture) -> None:
    for form in ("json", "csv", "markdown", "html"):
        assert main(["inventory", "site.yaml", "--format", form]) == 0
        said = capsys.readouterr().out
        assert main(["inventory", "site.yaml", "--output-format", form, "--output-file", "out"]) == 0
        assert (tmp_path / "out").read_text(encoding="utf-8") == said
        assert capsys.readouterr().out == ""


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(SITE.encode())))
    assert main(["inventory", "-", "--stdin-filename", "given.yaml", "--columns", "address,place"]) == 0
    assert capsys.readouterr().out.splitlines()[2:] == ["Site    given.yaml:4", "Ledger  given.yaml:9"]


def test_lines_for_spreadsheets(capsys: Capture) -> None:
    assert main(["inventory", "site.yaml", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["address"], row["name"], row["versioning"]) for row in rows] == [
        ("Site", "acme-site", "undecided: parameter Status has no default"),
        ("Ledger", "generated", "not enabled"),
    ]


def test_json_fits_its_schema(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "broken.yaml").write_text("Resources: {A: {Type: AWS::S3::Bucket")
    (tmp_path / "main.tf").write_text(OPEN)
    assert main(["inventory", ".", "--format", "json", "--profile", "fsbp,cis-aws-1.4"]) == 1
    report, schema = (
        json.loads(files("s3lint.outputs").joinpath(name).read_text()) for name in (REPORT_SCHEMA, f"inventory/{SCHEMA_FILE}")
    )
    registry: Registry[Any] = Registry().with_resource(REPORT_SCHEMA, Resource.from_contents(report))
    Draft202012Validator.check_schema(schema)
    found = json.loads(capsys.readouterr().out)
    assert list(Draft202012Validator(schema, registry=registry).iter_errors(found)) == []
    assert len(found["buckets"]) == 3
    assert len(found["problems"]) == 1


def test_json_has_every_cell_with_its_place(capsys: Capture) -> None:
    assert main(["inventory", "site.yaml", "--format", "json", "--profile", "cis-aws-5.0"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [bucket["address"] for bucket in found["buckets"]] == ["Site", "Ledger"]
    [cell] = found["buckets"][0]["settings"]["versioning"]
    assert (cell["value"], cell["state"], cell["inputs"]) == (
        "undecided: parameter Status has no default",
        "undecided",
        ["parameter Status"],
    )
    assert (cell["location"]["path"], cell["location"]["start"]) == ("site.yaml", {"line": 2, "column": 3})
    [profile] = found["profiles"]
    by_id = {control["id"]: control for control in profile["controls"]}
    assert by_id["2.1.1"]["failing_buckets"] == 2
    assert by_id["2.1.3"]["rules"] == []
    assert {finding["rule"] for finding in found["buckets"][1]["findings"]} >= {"plain-http-allowed"}


@pytest.mark.parametrize("width", [40, 60, 80, 100, 137, 200])
def test_it_fits_the_terminal(width: int) -> None:
    text = render(survey(SITE), Options(width=width))
    assert max(map(len, text.splitlines())) <= width
    for word in ("Site", "Ledger", "only the account"):
        assert word in text


def test_a_narrow_terminal_gets_a_list_of_everything() -> None:
    text = render(survey(SITE), Options(width=60))
    first, second = text.split("\n\n")
    assert first.splitlines()[:4] == [
        "Site",
        "  Place               template.yaml:4",
        "  Name                acme-site",
        "  Encryption          SSE-S3 by default",
    ]
    assert "  Versioning          undecided: parameter Status has no\n                        default\n" in first
    assert second.startswith("Ledger\n")
    assert len(second.splitlines()) == 15


def test_cases_and_long_words_go_on_below_themselves() -> None:
    text = """
        variable "stage" {}
        resource "aws_s3_bucket" "a_name_that_is_longer" {}
        resource "aws_s3_bucket_versioning" "ledger" {
          bucket = aws_s3_bucket.a_name_that_is_longer.id
          versioning_configuration {
            status = var.stage == "prod" ? "Enabled" : "Suspended"
          }
        }
        """
    options = Options(width=48, columns=("address", "versioning", "tls"))
    assert render(survey(text, "main.tf"), options).splitlines() == [
        "Bucket            Versioning        TLS",
        "----------------  ----------------  ------------",
        "aws_s3_bucket.a_  Enabled when      HTTP allowed",
        "  name_that_is_     var.stage is",
        "  longer            prod",
        "                  Suspended when",
        "                    var.stage is",
        "                    not prod",
    ]


def test_a_table_shows_the_most_important_columns_that_fit_and_names_the_others(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr("s3lint.cli.streams.width", lambda _: 80)
    assert main(["inventory", "site.yaml"]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[0].split("  ")[0] == "Bucket"
    assert [word for word in ("Encryption", "TLS", "Who can reach it", "Versioning") if word in said.out.splitlines()[0]] == [
        "Encryption",
        "TLS",
        "Who can reach it",
    ]
    assert "--columns all adds place, name, access-block" in said.err


def test_all_names_the_columns_that_are_not_named(capsys: Capture) -> None:
    assert main(["inventory", "site.yaml", "--format", "csv", "--columns", "tls,all"]) == 0
    head = capsys.readouterr().out.splitlines()[0].split(",")
    assert head[:3] == ["tls", "address", "place"]
    assert len(head) == len(set(head)) == 15
