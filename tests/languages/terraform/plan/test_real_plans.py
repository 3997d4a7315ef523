"""Plans that OpenTofu made, beside the configurations that it made them of: both give the same model and the same findings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from s3lint.base.record import Record, replace
from s3lint.base.source import Source
from s3lint.base.value import Absent, Known, Origin, Piece, Symbol, Text, Unknown
from s3lint.base.worlds import explore
from s3lint.languages.files import Files
from s3lint.languages.inputs import Inputs
from s3lint.languages.unit import Subject, Unit, owned_by
from s3lint.model.bucket import Bucket
from s3lint.run.finding import Verdict
from s3lint.run.judge import judge
from s3lint.run.registry import all_rules
from tests.languages.terraform.configurations import units

REAL = Path(__file__).parent / "real"
NAMES = sorted(path.parent.name for path in REAL.glob("*/plan.json"))
ACCOUNT = "123456789012"
RULES = [rule for rule in all_rules() if rule.name != "predictable-bucket-name"]
"""The rules that ask what a plan knows: it has the names of buckets, but not what they are made of."""


def _units(name: str, *, with_sources: bool = True, is_sensitive: bool = False) -> dict[str, Unit]:
    """The units of a folder, `source` and `plan`, both in the account that the plan was made in."""
    folder = REAL / name
    files = {f"stack/{path.relative_to(folder)}": path.read_text() for path in folder.rglob("*") if path.is_file()}
    files = {path: text for path, text in files.items() if with_sources or path.endswith("plan.json")}
    if is_sensitive:
        files["stack/plan.json"] = _marked(files["stack/plan.json"])
    found = units(sorted(files), Files(".", {**files}), Inputs(account=ACCOUNT, workspace="default"))
    return {"plan" if unit.name.endswith("plan.json") else "source": _owned(unit) for unit in found}


def _marked(text: str) -> str:
    """The plan with everything in it marked as sensitive."""
    plan = json.loads(text)
    for resource in plan["resource_changes"]:
        resource["change"]["after_sensitive"] = True
    return json.dumps(plan)


def _owned(unit: Unit) -> Unit:
    return replace(unit, subjects=tuple(owned_by(ACCOUNT, one) if one.kind is Bucket else one for one in unit.subjects))


def _plain(value: Any) -> Any:
    """A part of the model without places, and without the order of what has none."""
    match value:
        case Origin() | Source():
            return None
        case Known(inner):
            return _plain(inner)
        case Absent():
            return "absent"
        case Unknown():
            return "unknown"
        case Text(pieces):
            return "".join(map(_piece, pieces))
        case Record():
            fields = [field for field in type(value)._fields if field not in ("origin", "size")]
            return type(value).__name__, [(field, _plain(getattr(value, field))) for field in fields]
        case tuple():
            return sorted(map(_plain, value), key=repr)
        case _:
            return getattr(value, "address", value)


def _piece(piece: Piece) -> str:
    match piece.content:
        case Symbol(literal=str() as literal):
            return literal
        case Symbol(resource, attribute):
            return f"${{{resource}.{attribute}}}"
        case Unknown():
            return "${unknown}"
        case content:
            return str(content)


def _models(unit: Unit) -> dict[tuple[str, str], Any]:
    """The answers about every setting of every thing, in all worlds."""
    return {
        (subject.address, name): sorted({repr(answer) for _, answer in explore(_asking(subject, name)) if answer is not None})
        for subject in unit.subjects
        for name in vars(subject.kind)["described"]
    }


def _asking(subject: Subject, name: str) -> Any:
    return lambda world: _plain(getattr(subject.build(world), name)) if world.decide(subject.condition) else None


KEY = ("upkeep", "aws_s3_bucket.ledger", "encryption")
ALONE = {
    KEY: "the key is there already: the plan has its ARN, the code refers to it",
    ("references", "aws_s3_bucket.ledger", "encryption"): "which key is meant, and of its ARN no more",
    ("dynamic", "aws_s3_bucket.ledger", "versioning"): "which arguments a `dynamic` block states, and which are defaults",
    ("existing", "aws_s3_bucket.archive", "versioning"): "that versioning is off is what S3 answers where nobody sets it, too",
}
"""The settings that a plan knows in other words than the code, or that it can't tell from what nobody configured."""


class Said(Record):
    """A finding without its place and its words."""

    rule: str
    verdict: Verdict
    setting: str
    subject: str


def _verdicts(unit: Unit) -> set[Said]:
    judged = [(subject, judge(RULES, subject)) for subject in unit.subjects]
    return {Said(one.rule, one.verdict, one.setting, subject.address) for subject, found in judged for one in found.findings}


@pytest.mark.parametrize("name", NAMES)
def test_a_plan_beside_its_sources_gives_their_model(name: str) -> None:
    found = _units(name)
    source, plan = _models(found["source"]), _models(found["plan"])
    differ = {(name, *key): (source.get(key), plan.get(key)) for key in {*source, *plan} if source.get(key) != plan.get(key)}
    assert {key: both for key, both in differ.items() if key != KEY} == {}


@pytest.mark.parametrize("name", NAMES)
def test_a_plan_without_its_sources_knows_no_setting_otherwise(name: str) -> None:
    source, alone = _models(_units(name)["source"]), _models(_units(name, with_sources=False)["plan"])
    differ = {
        (name, *key) for key in {*source, *alone} if source.get(key) != alone.get(key) and "unknown" not in repr(alone.get(key))
    }
    assert differ == {key for key in ALONE if key[0] == name}


@pytest.mark.parametrize("name", NAMES)
def test_a_plan_beside_its_sources_gives_their_findings(name: str) -> None:
    found = _units(name)
    assert _verdicts(found["plan"]) == _verdicts(found["source"]) != set()


@pytest.mark.parametrize("name", NAMES)
def test_a_plan_without_its_sources_decides_less_and_nothing_otherwise(name: str) -> None:
    decided, alone = _verdicts(_units(name)["plan"]), _verdicts(_units(name, with_sources=False)["plan"])
    assert {one for one in alone - decided if one.verdict is not Verdict.UNDECIDED} == set()


@pytest.mark.parametrize("with_sources", [True, False])
@pytest.mark.parametrize("name", NAMES)
def test_marks_change_no_verdict(name: str, with_sources: bool) -> None:
    openly, marked = (_units(name, with_sources=with_sources, is_sensitive=marks)["plan"] for marks in (False, True))
    assert marked.secrets
    assert _verdicts(marked) == _verdicts(openly)


def test_the_account_of_a_plan_is_the_one_that_it_asked_for() -> None:
    folder = REAL / "govcloud"
    files = {"stack/plan.json": (folder / "plan.json").read_text()}
    (unit,) = units(sorted(files), Files(".", {**files}))
    built = [subject.build(world) for subject in unit.subjects if subject.kind is Bucket for world, _ in explore(lambda _: 1)]
    assert {bucket.account for bucket in built} == {ACCOUNT}
    assert {bucket.partition for bucket in built} == {"aws-us-gov"}


def test_the_plans_name_no_place_of_the_machine_that_made_them() -> None:
    for name in NAMES:
        text = (REAL / name / "plan.json").read_text()
        assert json.loads(text)["terraform_version"].startswith("1.12.6")
        assert not [place for place in ("/tmp", "/home", "/root", "/work") if place in text]
