"""The GitHub Action: its form, and its scripts run as the runner would run them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.project.pages import ROOT, text

ACTION: dict[str, Any] = yaml.safe_load(text("action.yml"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}


def test_it_fits_the_schema() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(
    ("paths", "options", "status", "results"),
    [
        ("fixtures/demo/site.yaml", "--select wildcard-principal", "1", ["wildcard-principal"]),
        ("fixtures/demo/site.yaml fixtures/demo/terraform", "--select wildcard-principal", "1", ["wildcard-principal"]),
        ("fixtures/demo/site.yaml", "--select wildcard-principal --exit-zero", "0", ["wildcard-principal"]),
        ("fixtures/no-such-file.yaml", "", "2", None),
    ],
)
def test_check_writes_sarif_and_keeps_the_status(
    paths: str, options: str, status: str, results: list[str] | None, tmp_path: Path
) -> None:
    program = tmp_path / "s3lint/bin/s3lint"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m s3lint "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    said = tmp_path / "output"
    environment = {
        **os.environ,
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_OUTPUT": str(said),
        "S3LINT_PATHS": paths,
        "S3LINT_OPTIONS": options,
    }
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", STEPS["Check"]["run"]]
    subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)

    sarif = tmp_path / "s3lint.sarif"
    assert said.read_text(encoding="utf-8") == f"status={status}\nsarif={sarif}\n"
    if results is None:
        assert not sarif.exists()
    else:
        [run] = json.loads(sarif.read_text(encoding="utf-8"))["runs"]
        assert [result["ruleId"] for result in run["results"]] == results


def test_what_steps_pass_on_is_what_they_get() -> None:
    assert STEPS["Upload"]["with"]["sarif_file"] == ACTION["outputs"]["sarif"]["value"] == "${{ steps.check.outputs.sarif }}"
    assert STEPS["Check"]["env"] == {"S3LINT_PATHS": "${{ inputs.paths }}", "S3LINT_OPTIONS": "${{ inputs.options }}"}
    assert STEPS["Fail as s3lint did"]["run"] == 'exit "$STATUS"'
