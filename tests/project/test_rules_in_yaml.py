"""What docs/rules-in-yaml.md shows works as it stands there."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from s3lint.outputs.trials import render
from s3lint.run.requirements import load
from s3lint.run.requirements.schema import SCHEMA_FILE, schema
from s3lint.run.rule import Rule
from s3lint.run.trials import KINDS, of_rule
from tests.project.pages import blocks, text
from tests.run.requirements.rules import findings, rule

PAGE = "docs/rules-in-yaml.md"


@pytest.fixture
def shown(tmp_path: Path) -> type[Rule]:
    path = tmp_path / "rules.yaml"
    path.write_text(blocks(PAGE, "yaml")[0], encoding="utf-8")
    [found] = load(str(path))
    return found


def test_the_examples_of_the_page(shown: type[Rule]) -> None:
    assert all(getattr(shown, kind) for kind in KINDS)
    assert render(of_rule(shown)) == ""


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
