"""The form for programs, and its schema."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator

from s3lint.base.record import replace
from s3lint.base.source import Source, Span
from s3lint.base.value import Origin
from s3lint.outputs import Options, render
from s3lint.outputs.json import SCHEMA_FILE
from s3lint.run.fingerprints import Fingerprints
from tests.outputs.reports import IN_DEV, PUBLIC, SUSPENDED, UNREADABLE, report

SCHEMA = json.loads(files("s3lint.outputs").joinpath(SCHEMA_FILE).read_text(encoding="utf-8"))
ALL = report((PUBLIC, SUSPENDED), (IN_DEV,), (UNREADABLE,), ("rule x failed on Logs",))


def log(show_undecided: bool = True) -> dict[str, Any]:
    decoded: dict[str, Any] = json.loads(render("json", ALL, Options(show_undecided=show_undecided)))
    return decoded


def place(line: int, column: int, end_line: int, end_column: int, path: str) -> dict[str, Any]:
    return {
        "path": path,
        "start": {"line": line, "column": column},
        "end": {"line": end_line, "column": end_column},
    }


def test_a_finding_in_full() -> None:
    assert log()["findings"][1] == {
        "rule": "missing-versioning",
        "verdict": "fail",
        "level": "warning",
        "severity": "medium",
        "message": 'versioning of module.logs["eu"].aws_s3_bucket.this[0] is Suspended',
        "subjects": ['module.logs["eu"].aws_s3_bucket.this[0]', 'module.logs["us"].aws_s3_bucket.this[0]'],
        "location": place(2, 13, 2, 24, "infra/prod.tfvars"),
        "label": "",
        "key_path": ["versioning_configuration", 0, "status"],
        "via": [
            {"what": 'var.versioned = "Suspended"', "location": place(2, 1, 2, 10, "infra/prod.tfvars")},
            {"what": "module.logs.status", "location": place(3, 12, 3, 25, "infra/main.tf")},
            {"what": "var.status", "location": place(3, 14, 3, 24, "infra/modules/bucket/main.tf")},
        ],
        "related": [],
        "request": "",
        "result": "",
        "help": "set the versioning status to Enabled",
        "basis": "",
        "inputs": [],
        "cases": [],
        "reason": "",
        "option": "",
        "setting": "versioning.status",
        "properties": {},
        "covers": [],
        "controls": [
            *(f"hipaa/164.308(a)(7)({number})" for number in ("i", "ii)(A", "ii)(B")),
            "hipaa/164.312(c)(1)",
            "hipaa/164.312(c)(2)",
            *(f"nist-800-53-r5/{number}" for number in ("AU-9(2)", "CP-6", "CP-6(1)", "CP-6(2)", "CP-9", "CP-10")),
            *(f"nist-800-53-r5/{number}" for number in ("SC-5(2)", "SI-12", "SI-13(5)")),
            "acme/2.1",
        ],
        "fingerprint": Fingerprints(ALL).of(SUSPENDED),
    }
    assert log()["findings"][0]["related"] == [
        {"label": 'statement "Read" of SitePolicy', "location": place(11, 18, 11, 22, "templates/site.yaml")},
        {
            "label": "does not narrow it: the caller chooses this header",
            "location": place(18, 17, 18, 28, "templates/site.yaml"),
        },
        {"label": "the bucket", "location": place(2, 3, 2, 14, "templates/site.yaml")},
    ]
    assert log()["findings"][0]["properties"] == {"actions": "s3:GetObject"}


def test_the_report_around_the_findings() -> None:
    whole = log()
    assert whole["schema_version"] == 1
    assert whole["tool"]["name"] == "s3lint"
    assert [finding["location"]["path"] for finding in whole["problems"]] == ["templates/broken.yaml"]
    assert whole["errors"] == ["rule x failed on Logs"]
    assert whole["rules"] == [
        "wildcard-principal",
        "missing-versioning",
        "website-hosting",
        "unreadable-file",
        "unresolved-module",
        "invalid-configuration",
        "null-value",
        "unused-suppression",
        "expired-suppression",
        "invalid-suppression",
    ]
    assert whole["counts"] == {
        "files": 3,
        "templates": 2,
        "terraform_roots": 1,
        "buckets": 4,
        "undecided_buckets": 0,
        "rules": 3,
        "findings": 2,
        "problems": 1,
        "undecided": 1,
        "not_applicable": 0,
        "suppressed": 0,
    }


def test_undecided_findings_are_there_when_asked_and_always_counted() -> None:
    [undecided] = log()["undecided"]
    assert undecided["level"] == undecided["verdict"] == "undecided"
    assert undecided["message"] == (
        "Ledger does not enable versioning when Environment is dev: S3 keeps no earlier versions then"
    )
    assert undecided["cases"] == ["Environment is dev"]
    assert undecided["inputs"] == ["parameter Environment", "parameter Stage"]
    assert "undecided" not in log(show_undecided=False)
    assert log(show_undecided=False)["counts"]["undecided"] == 1


def test_output_fits_the_schema_that_is_shipped() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    validator = Draft202012Validator(SCHEMA)
    for whole in (log(), log(show_undecided=False), json.loads(render("json", report()))):
        assert list(validator.iter_errors(whole)) == []
    broken = log()
    broken["findings"][0]["location"]["start"]["line"] = 0
    assert [error.json_path for error in validator.iter_errors(broken)] == ["$.findings[0].location.start.line"]


def test_every_field_is_described() -> None:
    assert list(undescribed(SCHEMA, "#")) == []


def undescribed(schema: dict[str, Any], path: str) -> list[str]:
    missing = []
    for name, field in {**schema.get("properties", {}), **schema.get("$defs", {})}.items():
        reference = field.get("$ref", "").rsplit("/", 1)[-1]
        if "description" not in field and "description" not in SCHEMA["$defs"].get(reference, {}):
            missing.append(f"{path}/{name}")
        missing += undescribed(field, f"{path}/{name}") + undescribed(field.get("items", {}), f"{path}/{name}[]")
    return missing


def test_any_text_gives_ascii_and_the_same_report_the_same_text() -> None:
    odd = replace(PUBLIC, message='"é\ud800\x00', origin=Origin(Source("/nowhere/project/a.yaml", "名\t😀"), Span(2, 3)))
    text = render("json", report((odd,)))
    assert text.isascii()
    assert text == render("json", report((odd,), seconds=9.9))
    [finding] = json.loads(text)["findings"]
    assert finding["message"] == '"é\ud800\x00'
    assert finding["location"] == place(1, 3, 1, 4, "a.yaml")
