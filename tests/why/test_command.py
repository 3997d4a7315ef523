"""The command from end to end."""

from __future__ import annotations

import json
import os
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from s3lint.cli import main
from s3lint.outputs import Options
from s3lint.outputs import why as text
from s3lint.outputs.json import SCHEMA_FILE as REPORT_SCHEMA
from s3lint.outputs.why_json import SCHEMA_FILE
from s3lint.policy import parse_request
from s3lint.run import engine
from s3lint.run.registry import all_rules
from s3lint.why.bucket_report import why

SITE = """\
Parameters:
  Status:
    Type: String
Resources:
  Site:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: acme-site
      VersioningConfiguration:
        Status: Enabled
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault:
              SSEAlgorithm: AES256
  Ledger:
    Type: AWS::S3::Bucket
    Properties:
      VersioningConfiguration:
        Status: !Ref Status
  SitePolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Site
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: "*"
            Action: s3:GetObject
            Resource: !Sub ${Site.Arn}/public/*
"""
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if "COLOR" in name or name.startswith("S3LINT_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "infra").mkdir()
    (tmp_path / "infra/site.yaml").write_text(SITE)
    return tmp_path


PASS = """\
Site (infra/site.yaml:5:3)

pass[missing-versioning]
  --> infra/site.yaml:10:17
   |
 9 |       VersioningConfiguration:
   |       ----------------------- versioning.mfa_delete is not set
10 |         Status: Enabled
   |                 ------- versioning.status is Enabled
   |
"""


@pytest.mark.parametrize(
    "words",
    [
        ["why", "Site", "--rule", "missing-versioning"],
        ["why", "Site", "infra", "--select", "missing-versioning"],
        ["--rule=CKV_AWS_21", "why", "Site", "infra/site.yaml"],
    ],
)
def test_a_pass(words: list[str], capsys: Capture) -> None:
    assert main(words) == 0
    out, err = capsys.readouterr()
    assert out == PASS
    assert err == "1 rule: 1 pass.\n"


def test_an_undecided_rule_keeps_its_frames_and_adds_the_settings(capsys: Capture) -> None:
    assert main(["why", "Ledger", "--rule", "missing-versioning"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[2].startswith("undecided[missing-versioning]: ")
    assert out.splitlines()[-2:] == [
        "   = setting: versioning.status is not known: parameter Status has no default   infra/site.yaml:2:3",
        "   = setting: versioning.mfa_delete is not set   infra/site.yaml:18:7",
    ]
    assert err == "1 rule: 1 undecided.\n"


def test_a_value_that_is_given_decides(capsys: Capture) -> None:
    assert main(["why", "Ledger", "--rule", "missing-versioning", "--parameter", "Status=Enabled", "-q"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[2] == "pass[missing-versioning]"
    assert err == ""


OUTCOME = """\
Site (infra/site.yaml:5:3)

allow: anonymous GET of object public/a.html over http
  --> infra/site.yaml:27:13
   |
27 |           - Effect: Allow
   |             ------------- statement 1 allows it
   |
   = note:    no access block is declared: S3 then blocks public access for a bucket that it creates since April 2023, not for \
an older one   infra/site.yaml:5:3
   = result:  allowed by statement 1; no Deny applies
"""


def test_a_request(capsys: Capture) -> None:
    assert main(["why", "Site", "--request", "GET anonymous s3://acme-site/public/a.html http"]) == 0
    assert capsys.readouterr() == (OUTCOME, "")


def test_a_request_beside_rules(capsys: Capture) -> None:
    assert main(["why", "Site", "--request", "GET anonymous k", "--rule", "missing-versioning"]) == 0
    out, _ = capsys.readouterr()
    assert [line for line in out.splitlines() if line and line[0] not in " 0123456789-="] == [
        "Site (infra/site.yaml:5:3)",
        "implicit deny: anonymous GET of object k",
        "pass[missing-versioning]",
    ]


def test_what_is_not_decided(capsys: Capture) -> None:
    assert main(["why", "--unknown", "--select", "missing-versioning,missing-default-encryption"]) == 0
    assert capsys.readouterr() == (
        "Ledger (infra/site.yaml:15:3)\n  = parameter Status would decide missing-versioning\n",
        "1 of 2 buckets not fully decided, with 2 rules.\n",
    )
    assert main(["why", "Site", "--unknown", "infra", "--select", "missing-versioning"]) == 0
    assert capsys.readouterr() == ("", "0 of 1 bucket not fully decided, with 1 rule.\n")
    assert main(["why", "--unknown", "infra", "--select", "missing-versioning", "--parameter", "Status=Enabled"]) == 0
    assert capsys.readouterr() == ("", "0 of 2 buckets not fully decided, with 1 rule.\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "why what? Name a bucket: s3lint why TARGET [PATH...]; --unknown lists what is not decided"),
        (["Sit"], "there is no bucket called Sit; did you mean Site?"),
        (["Site", "nowhere"], "nowhere: no such file or folder"),
        (["Site", "--rule", "versions"], "no rule is called versions"),
        (
            ["Site", "--request", "GET anon"],
            "--request: column 9: expected a resource, as in GET anonymous s3://bucket/key http",
        ),
        (["Site", "--request", "GET anon s3://b/k"], "--request: column 10: expected a request to acme-site, not to b"),
        (["Site", "--unknown", "--request", "GET anon k"], "--unknown and --request exclude each other"),
        (["Site", "-o", "sarif"], "--output-format: `s3lint why` writes full or json, not sarif"),
        (["Site", "--strict"], "--strict means nothing to `s3lint why`"),
    ],
)
def test_mistakes(words: list[str], message: str, capsys: Capture) -> None:
    assert main(["why", *words]) == 2
    out, err = capsys.readouterr()
    assert (out, err.split("; there are")[0].removesuffix("\n")) == ("", f"s3lint: {message}")


def test_nothing_to_look_at(capsys: Capture, folder: Path) -> None:
    (folder / "empty").mkdir()
    assert main(["why", "Site", "empty"]) == 3
    assert capsys.readouterr().err.startswith("s3lint: no CloudFormation or Terraform with S3 in empty")


def test_a_file_that_could_not_be_read_is_told_and_counts(capsys: Capture, folder: Path) -> None:
    (folder / "infra/broken.tf").write_text('resource "aws_s3_bucket" "b" {')
    assert main(["why", "Site", "--rule", "missing-versioning"]) == 1
    out, _ = capsys.readouterr()
    assert out.startswith(PASS)
    assert "error[unreadable-file]" in out


def logged(capsys: Capture, *words: str) -> dict[str, Any]:
    assert main(["why", *words, "-o", "json"]) == 0
    log: dict[str, Any] = json.loads(capsys.readouterr().out)
    folder = files("s3lint.outputs")
    report, schema = (json.loads(folder.joinpath(name).read_text()) for name in (REPORT_SCHEMA, SCHEMA_FILE))
    registry: Registry[Any] = Registry().with_resource(REPORT_SCHEMA, Resource.from_contents(report))
    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema, registry=registry).iter_errors(log)) == []
    return log


def place(line: int, column: int, end: int) -> dict[str, Any]:
    return {"path": "infra/site.yaml", "start": {"line": line, "column": column}, "end": {"line": line, "column": end}}


def test_for_programs(capsys: Capture) -> None:
    log = logged(capsys, "Site", "--rule", "missing-versioning", "--request", "PUT stranger k")
    assert (log["bucket"], log["unit"], log["exists_when"]) == ("Site", "infra/site.yaml", [])
    assert log["rules"] == [
        {
            "rule": "missing-versioning",
            "severity": "medium",
            "verdict": "pass",
            "error": "",
            "findings": [],
            "reasons": [],
            "settings": [
                {
                    "name": "versioning.status",
                    "state": "known",
                    "value": "Enabled",
                    "reason": "",
                    "inputs": [],
                    "location": place(10, 17, 24),
                    "via": [],
                    "cases": [],
                },
                {
                    "name": "versioning.mfa_delete",
                    "state": "absent",
                    "value": None,
                    "reason": "",
                    "inputs": [],
                    "location": place(9, 7, 30),
                    "via": [],
                    "cases": [],
                },
            ],
        }
    ]
    [request] = log["requests"]
    assert (request["request"], request["outcome"], request["result"]) == (
        "user arn:aws:iam::999999999999:user/someone PUT of object k",
        "implicit deny",
        "implicit deny: no statement allows it",
    )
    assert request["statements"] == [
        {
            "number": 1,
            "sid": "",
            "matches": "no",
            "reason": "statement 1: action s3:GetObject does not cover s3:PutObject",
            "location": place(29, 21, 33),
        }
    ]


def test_for_programs_what_is_not_decided(capsys: Capture) -> None:
    [bucket] = logged(capsys, "--unknown", "--select", "missing-versioning")["buckets"]
    assert (bucket["bucket"], bucket["inputs"]) == ("Ledger", ["parameter Status"])
    assert [(finding["rule"], finding["verdict"]) for finding in bucket["undecided"]] == [("missing-versioning", "undecided")]


def test_everything_about_every_bucket_fits_the_schema(capsys: Capture) -> None:
    for bucket in ("Site", "Ledger"):
        log = logged(capsys, bucket, "--select", "all")
        assert {rule["verdict"] for rule in log["rules"]} >= {"pass", "fail"}


def test_colours(capsys: Capture) -> None:
    main(["why", "Site", "--rule", "missing-versioning", "--color", "always"])
    assert capsys.readouterr().out.splitlines()[2] == "\x1b[1;32mpass[missing-versioning]\x1b[0m"


def test_into_a_file(capsys: Capture) -> None:
    assert main(["why", "Site", "--rule", "missing-versioning", "--output-file", "out.txt", "-q"]) == 0
    assert capsys.readouterr() == ("", "")
    assert Path("out.txt").read_text() == PASS


@pytest.mark.parametrize("width", [30, 59, 60, 100])
def test_a_narrow_terminal_that_knows_ascii_only(width: int) -> None:
    reading = engine.read(["infra"])
    for bucket in ("Site", "Ledger"):
        told = why(reading, bucket, all_rules(), parse_request("GET anonymous s3://"))
        lines = text.render(told, Options(width=width, ascii=True)).splitlines()
        assert all(line.isascii() for line in lines)
        headings = [line for line in lines if line[:1].isalpha()]
        # A head that is wider than the terminal stays whole.
        assert [line for line in headings if len(line) > width and not line.endswith(("]", "]:"))] == []
