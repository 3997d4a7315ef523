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


def run_step(name: str, folder: Path, environment: dict[str, str]) -> None:
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", STEPS[name]["run"]]
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


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
    program = tmp_path / "s3lint/bin/python"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    said = tmp_path / "output"
    environment = {
        **os.environ,
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_OUTPUT": str(said),
        "S3LINT_PATHS": paths,
        "S3LINT_OPTIONS": options,
    }
    run_step("Check", ROOT, environment)

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


@pytest.mark.precommit
def test_nothing_of_the_workspace_is_run(tmp_path: Path) -> None:
    """Its files are named as modules that the steps and s3lint import, and it is on the path that a variable names."""
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    for module in ("venv", "pip", "s3lint", "yaml", "json", "sitecustomize"):
        (workspace / f"{module}.py").write_text("raise SystemExit('code of the workspace was run')", encoding="utf-8")
    (workspace / "site.yaml").write_text("Resources:\n  Ledger:\n    Type: AWS::S3::Bucket\n", encoding="utf-8")
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(workspace),
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "S3LINT_PATHS": ".",
        "S3LINT_OPTIONS": "--select missing-versioning",
    }
    for step in ("Install s3lint", "Check"):
        run_step(step, workspace, environment)
    [run] = json.loads((tmp_path / "s3lint.sarif").read_text(encoding="utf-8"))["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["missing-versioning"]
    assert (tmp_path / "output").read_text(encoding="utf-8").startswith("status=1\n")
