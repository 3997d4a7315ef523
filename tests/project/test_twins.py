"""Each folder of `fixtures/twins` says one thing in both languages; the models must be equal, and be what `bucket.json` says.

`bucket.json` names the settings that are there; the others are absent.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from s3lint import cloudformation, terraform
from s3lint.files import Files
from s3lint.inputs import Inputs
from s3lint.model import Bucket
from s3lint.unit import Unit
from s3lint.value import Known
from s3lint.worlds import EVERYWHERE
from tests.models import BUCKET_FIELDS, plain
from tests.project.pages import ROOT

CASES = sorted((ROOT / "fixtures/twins").iterdir())


def settings(bucket: Bucket) -> dict[str, Any]:
    """The model without places, its policy as the statements that it makes."""
    found = {name: plain(getattr(bucket, name)) for name in BUCKET_FIELDS}
    if isinstance(bucket.policy, Known):
        found["policy"] = [
            {
                "Sid": statement["sid"],
                "Effect": statement["effect"],
                "Principal": [[item["kind"], item["name"]["text"]] for item in statement["principals"]["items"]],
                "Action": [item["text"] for item in statement["actions"]["items"]],
                "Resource": [item["text"] for item in statement["resources"]["items"]],
                "Condition": [
                    [test["operator"], test["key"], [value["text"] for value in test["values"]["items"]]]
                    for test in statement["tests"]
                ],
            }
            for statement in found["policy"]["statements"]
        ]
    return found


def the_bucket(units: list[Unit], address: str) -> Bucket:
    [unit] = units
    assert unit.problems == ()
    [subject] = [subject for subject in unit.subjects if subject.address == address]
    bucket = subject.build(EVERYWHERE)
    assert isinstance(bucket, Bucket)
    return bucket


def expected(case: Path) -> dict[str, Any]:
    absent = dict.fromkeys(BUCKET_FIELDS) | {"versioning": {"status": None, "mfa_delete": None}}
    stated: dict[str, Any] = json.loads((case / "bucket.json").read_text(encoding="utf-8"))
    assert set(stated) <= set(absent)
    return absent | stated


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_both_languages_give_the_model(case: Path) -> None:
    files = Files(str(case))
    template = list(cloudformation.units([str(case / "template.yaml")], files, Inputs()))
    module = list(terraform.units([str(case / "main.tf")], files, Inputs()))

    from_template = settings(the_bucket(template, "Ledger"))
    from_module = settings(the_bucket(module, "aws_s3_bucket.ledger"))
    assert from_template == expected(case)
    assert from_module == expected(case)


def test_no_case_repeats_another() -> None:
    assert len(CASES) >= 15
    stated = [(case / "bucket.json").read_text(encoding="utf-8") for case in CASES]
    assert len(set(stated)) == len(stated)
