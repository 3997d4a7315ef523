"""The model for programs, and its schema."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from s3lint.errors import NothingToCheck
from s3lint.languages.inputs import Inputs
from s3lint.model.bucket import Bucket
from s3lint.outputs import Options, render
from s3lint.outputs.json import SCHEMA_FILE as REPORT_SCHEMA
from s3lint.outputs.model_json import SCHEMA_FILE
from s3lint.outputs.model_schema import schema
from s3lint.run import engine
from s3lint.run.question import Settings
from s3lint.why.model import model_of
from tests.project.pages import ROOT


def read(name: str) -> Any:
    return json.loads(files("s3lint.outputs").joinpath(name).read_text(encoding="utf-8"))


VALIDATOR = Draft202012Validator(
    read(SCHEMA_FILE), registry=Registry().with_resource(REPORT_SCHEMA, Resource.from_contents(read(REPORT_SCHEMA)))
)


def valid(reading: engine.Reading) -> Any:
    decoded = json.loads(render("json", model_of(reading), Options(), "model"))
    VALIDATOR.validate(decoded)
    return decoded


def model(text: str, name: str = "template.yaml", inputs: Inputs = Inputs()) -> Any:
    [unit] = valid(engine.read([], Settings(inputs=inputs), {name: text}))["units"]
    return unit


def place(line: int, column: int, end: int, path: str = "template.yaml") -> dict[str, Any]:
    return {"path": path, "start": {"line": line, "column": column}, "end": {"line": line, "column": end}}


SITE = """\
Parameters:
  Status: {Type: String}
  Stage: {Type: String}
Conditions:
  Live: !Equals [!Ref Stage, prod]
Resources:
  Site:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: !Sub "site-${Stage}"
      AccelerateConfiguration: {AccelerationStatus: !Ref Status}
      VersioningConfiguration: {Status: !If [Live, Enabled, Suspended]}
"""


def test_a_setting_in_each_state() -> None:
    [thing] = model(SITE)["things"]
    assert {key: thing[key] for key in thing if key != "settings"} == {
        "kind": "bucket",
        "word": "",
        "address": "Site",
        "location": place(7, 3, 7),
        "basis": "",
        "exists_when": [],
        "is_external": False,
        "account": "",
    }
    assert list(thing["settings"]) == list(Bucket.described)
    open_stage = {"written": "Stage", "reason": "parameter Stage has no default", "inputs": ["parameter Stage"]}
    assert thing["settings"]["name"] == [
        {
            "when": [],
            "is": {
                "state": "known",
                "value": "site-${Stage}",
                "location": place(10, 19, 39),
                "via": [],
                "reason": "",
                "cause": "",
                "inputs": [],
                "unknown_parts": [open_stage],
            },
        }
    ]
    assert thing["settings"]["acceleration"] == [
        {
            "when": [],
            "is": {
                "state": "unknown",
                "value": None,
                "location": place(2, 3, 9),
                "via": [{"what": "!Ref Status", "location": place(11, 53, 64)}],
                "reason": "parameter Status has no default",
                "cause": "the text does not decide it",
                "inputs": ["parameter Status"],
                "unknown_parts": [],
            },
        }
    ]
    assert thing["settings"]["policy"] == [
        {
            "when": [],
            "is": {
                "state": "absent",
                "value": None,
                "location": place(7, 3, 7),
                "via": [],
                "reason": "",
                "cause": "",
                "inputs": [],
                "unknown_parts": [],
            },
        }
    ]


def test_a_setting_stands_once_for_each_value_with_its_cases() -> None:
    [thing] = model(SITE)["things"]
    found = [(case["when"], case["is"]["status"]["value"]) for case in thing["settings"]["versioning"]]
    assert found == [(["Stage is prod"], "Enabled"), (["Stage is not prod"], "Suspended")]
    [thing] = model(SITE, inputs=Inputs(parameters=(("Stage", "prod"),)))["things"]
    found = [(case["when"], case["is"]["status"]["value"]) for case in thing["settings"]["versioning"]]
    assert found == [([], "Enabled")]


def test_where_a_thing_is_not_there_says_nothing_of_its_settings() -> None:
    text = SITE.replace("Type: AWS::S3::Bucket\n", "Type: AWS::S3::Bucket\n    Condition: Live\n")
    [thing] = model(text)["things"]
    assert thing["exists_when"] == ["Stage is prod"]
    assert [(case["when"], case["is"]["status"]["value"]) for case in thing["settings"]["versioning"]] == [([], "Enabled")]


def test_what_is_sensitive_is_left_out_but_not_the_names_of_settings() -> None:
    text = """\
        variable "token" {
          sensitive = true
          default   = "storage_class"
        }

        resource "aws_s3_bucket" "ledger" {
          tags = { token = var.token }
        }
        """
    [thing] = model(text, "main.tf")["things"]
    [tags] = thing["settings"]["tags"]
    [tag] = tags["is"]["value"]["tags"]
    assert (tag["key"]["value"], tag["value"]["value"]) == ("token", "(sensitive)")
    assert "storage_class" not in json.dumps(thing["settings"]["tags"])


def test_too_many_combinations_leave_a_setting_unknown() -> None:
    count = 7
    conditions = "".join(f"  C{n}: !Equals [!Ref P{n}, x]\n" for n in range(count))
    parameters = "".join(f"  P{n}: {{Type: String}}\n" for n in range(count))
    tags = "".join(f"        - !If [C{n}, {{Key: k{n}, Value: v}}, !Ref AWS::NoValue]\n" for n in range(count))
    text = (
        f"Parameters:\n{parameters}Conditions:\n{conditions}Resources:\n  Site:\n    Type: AWS::S3::Bucket\n"
        f"    Properties:\n      Tags:\n{tags}"
    )
    [thing] = model(text)["things"]
    [case] = thing["settings"]["tags"]
    assert case["is"]["state"] == "unknown"
    assert case["is"]["reason"].startswith("it takes more than 64 combinations of P0, P1")


def test_the_schema_that_is_shipped_is_that_of_the_classes_and_a_schema() -> None:
    Draft202012Validator.check_schema(read(SCHEMA_FILE))
    assert read(SCHEMA_FILE) == schema()


@pytest.mark.parametrize("folder", sorted(path.name for path in (ROOT / "fixtures").iterdir()))
def test_the_output_over_all_fixtures_is_as_the_schema_says(folder: str) -> None:
    try:
        reading = engine.read([str(ROOT / "fixtures" / folder)])
    except NothingToCheck:
        pytest.fail(f"{folder} holds nothing to check")
    assert sum(len(unit["things"]) for unit in valid(reading)["units"]) > 0 or folder == "broken"


def test_what_the_schema_does_not_know_is_refused() -> None:
    decoded = json.loads(render("json", model_of(engine.read([], overlay={"template.yaml": SITE})), Options(), "model"))
    decoded["units"][0]["things"][0]["settings"]["versioning"][0]["is"]["status"]["value"] = 3
    decoded["units"][0]["things"][0]["settings"]["speed"] = []
    assert not VALIDATOR.is_valid(decoded)
