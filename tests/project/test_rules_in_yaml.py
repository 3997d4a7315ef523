"""What docs/rules-in-yaml.md shows works as it stands there."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from s3lint.run.example import NotExpressible
from s3lint.run.requirements import load
from s3lint.run.requirements.schema import SCHEMA_FILE, schema
from s3lint.run.rule import Rule
from tests.project.pages import blocks, text
from tests.run.requirements.rules import findings, rule

PAGE = "docs/rules-in-yaml.md"
KINDS = {"bad": "fail", "good": "pass", "undecidable": "undecided", "inapplicable": "not applicable"}


@pytest.fixture
def shown(tmp_path: Path) -> type[Rule]:
    path = tmp_path / "rules.yaml"
    path.write_text(blocks(PAGE, "yaml")[0], encoding="utf-8")
    [found] = load(str(path))
    return found


@pytest.mark.parametrize(("kind", "verdict"), KINDS.items())
def test_the_examples_of_the_page(shown: type[Rule], kind: str, verdict: str) -> None:
    examples = getattr(shown, kind)
    assert examples
    for example in examples:
        twins = {"cloudformation": example.twins.cloudformation, "terraform": example.twins.terraform}
        for language, written in twins.items():
            if isinstance(written, NotExpressible):
                continue
            marked = [number for number, line in enumerate(written.splitlines(), 1) if line.endswith(f"# expect: {shown.name}")]
            told = [(each.origin.start.line, each.verdict.value) for each in findings(shown, written, language)]
            assert told == [(line, verdict) for line in marked]
            assert bool(marked) is (verdict != "pass")


def test_the_message_of_the_page(shown: type[Rule]) -> None:
    [found] = findings(shown, str(shown.bad[0].twins.cloudformation))
    assert found.message == "Ledger holds confidential data, and encryption.key is alias/ledger"
    assert found.help == "set the key of the default encryption to alias/confidential"


def fragments() -> list[str]:
    """The conditions that the page shows on their own; one stands in a list."""
    indented = text(PAGE).partition("  ```yaml\n")[2].partition("  ```\n")[0]
    return [*blocks(PAGE, "yaml")[1:], indented]


@pytest.mark.parametrize("number", range(2))
def test_the_conditions_of_the_page(tmp_path: Path, number: int) -> None:
    assert len(fragments()) == 2
    assert rule(tmp_path, fragments()[number]).settings


def shipped() -> Any:
    return json.loads(files("s3lint.run.requirements").joinpath(SCHEMA_FILE).read_text(encoding="utf-8"))


def test_the_schema_is_shipped_and_takes_what_the_page_shows() -> None:
    Draft202012Validator.check_schema(shipped())
    assert shipped() == schema()
    Draft202012Validator(shipped()).validate(yaml.safe_load(blocks(PAGE, "yaml")[0]))
