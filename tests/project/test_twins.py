"""Each folder of `fixtures/twins` says one thing in both languages; the models must be equal, and be what `bucket.json` says.

`bucket.json` names the settings that are there, and what of a part is there; the others are absent. A list in it holds the
models of all instances in all worlds, in no order; `null` stands for a world in which the bucket does not exist. A twin is
missing where its language has no place for what is said.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from s3lint.base.value import Known
from s3lint.base.worlds import World, explore
from s3lint.languages.cloudformation.dialect import DIALECT as CLOUDFORMATION
from s3lint.languages.files import Files
from s3lint.languages.front_end import front_end
from s3lint.languages.inputs import Inputs
from s3lint.languages.locators import Place
from s3lint.languages.terraform.dialect import DIALECT as TERRAFORM
from s3lint.languages.unit import Language, Subject, Unit
from s3lint.model.bucket import Bucket
from tests.models import BUCKET_FIELDS, plain
from tests.project.pages import ROOT

CASES = sorted((ROOT / "fixtures/twins").iterdir())


def _items(elements: dict[str, Any], shown: Callable[[dict[str, Any]], Any]) -> list[Any]:
    """The elements of one key, and `?` where there may be any number of further ones."""
    return [shown(item) for item in elements["items"]] + (["?"] if elements["rest"] else [])


def settings(bucket: Bucket) -> dict[str, Any]:
    """The model without places, its policy as the statements that it makes."""
    found = {name: plain(getattr(bucket, name)) for name in BUCKET_FIELDS}
    if isinstance(bucket.acl, Known):
        for name in ("is_put", "owner"):  # CloudFormation has no resource that puts one, and states grants with an owner
            del found["acl"][name]
    if isinstance(bucket.policy, Known):
        found["policy"] = [
            {
                "Sid": statement["sid"],
                "Effect": statement["effect"],
                statement["principals"]["key"]: _items(
                    statement["principals"], lambda item: [item["kind"], item["name"]["text"]]
                ),
                statement["actions"]["key"]: _items(statement["actions"], lambda item: item["text"]),
                statement["resources"]["key"]: _items(statement["resources"], lambda item: item["text"]),
                "Condition": [
                    [test["operator"], test["key"], [value["text"] for value in test["values"]["items"]]]
                    for test in statement["tests"]
                ],
            }
            for statement in found["policy"]["statements"]
        ]
    return found


ABSENT: dict[str, Any] = dict.fromkeys(BUCKET_FIELDS) | {"versioning": {"status": None, "mfa_delete": None}}
Models = list[dict[str, Any] | None]


def models(units: list[Unit], block: str) -> Models:
    """The models of a block's buckets in all worlds."""
    [unit] = units
    assert unit.problems == ()
    subjects = [subject for subject in unit.subjects if subject.kind is Bucket and subject.block.startswith(block)]
    assert subjects

    return [model for subject in subjects for _, model in explore(partial(model_of, subject))]


def model_of(subject: Subject, world: World) -> dict[str, Any] | None:
    return settings(subject.build(world)) if world.decide(subject.condition) else None


def expected(case: Path) -> Models:
    stated = json.loads((case / "bucket.json").read_text(encoding="utf-8"))
    found = stated if isinstance(stated, list) else [stated]
    assert all(set(model or ()) <= set(ABSENT) for model in found)
    return [None if model is None else ABSENT | model for model in found]


def there(found: Any) -> Any:
    """Models, or parts of them, without what is absent: a new setting of a part concerns no case that says nothing of it."""
    match found:
        case dict():
            return {name: there(value) for name, value in found.items() if value is not None}
        case list():
            return [there(value) for value in found]
        case _:
            return found


def in_order(found: Models) -> Models:
    return sorted(found, key=json.dumps)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_both_languages_give_the_model(case: Path) -> None:
    files = Files(str(case))

    def units(language: Language, name: str) -> list[Unit]:
        work = front_end(language).work([str(case / name)], files, Inputs())
        return [unit for piece in work for unit in piece.read()]

    stated = expected(case)
    twins = {
        "template.yaml": (Language.CLOUDFORMATION, CLOUDFORMATION, "Ledger"),
        "main.tf": (Language.TERRAFORM, TERRAFORM, "aws_s3_bucket.ledger"),
    }
    found = [name for name in twins if (case / name).exists()]
    assert found
    for name, (language, dialect, block) in twins.items():
        if name in found:
            assert in_order(there(models(units(language, name), block))) == in_order(there(stated))
        else:
            said = {key for model in stated for key, value in (model or {}).items() if value != ABSENT[key]}
            assert said
            assert all(place.why_none for key in said for place in dialect.places(key) or [Place("")])


def test_no_case_repeats_another() -> None:
    assert len(CASES) >= 80
    stated = [(case / "bucket.json").read_text(encoding="utf-8") for case in CASES]
    assert len(set(stated)) == len(stated)
