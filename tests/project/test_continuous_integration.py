"""The component for GitLab, the container, and the versions that they and the action install."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.metadata import requires
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.project.pages import ROOT, text

INPUTS = re.compile(r"\$\[\[ inputs\.(\w+) \]\]")


def component(**given: str) -> dict[str, Any]:
    """The jobs of the component, with inputs as GitLab puts them in."""
    header, jobs = text("templates/s3lint.yml").split("\n---\n")
    inputs = {name: about["default"] for name, about in yaml.safe_load(header)["spec"]["inputs"].items()}
    assert set(INPUTS.findall(jobs)) == set(inputs)
    jobs = INPUTS.sub(lambda match: {**inputs, **given}[match[1]], jobs)
    loaded: dict[str, Any] = yaml.safe_load(jobs)
    return loaded


def test_the_component_fits_gitlabs_schema(tmp_path: Path) -> None:
    path = tmp_path / ".gitlab-ci.yml"
    path.write_text(yaml.safe_dump(component()), encoding="utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.gitlab-ci", str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.precommit
@pytest.mark.parametrize(("name", "status"), [("site.yaml", 1), ("no such", 2)])
def test_the_job_of_the_component_keeps_the_status(name: str, status: int, tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text("Resources:\n  Ledger:\n    Type: AWS::S3::Bucket\n", encoding="utf-8")
    (tmp_path / "yaml.py").write_text("raise SystemExit('code of the repository was run')", encoding="utf-8")
    job = component(package=str(ROOT), paths=name, options="--select missing-versioning")["s3lint"]
    environment = {**os.environ, **job["variables"], "S3LINT_VENV": str(tmp_path / "environment"), "PYTHONPATH": str(tmp_path)}
    script = "\n".join(job["script"])
    run = subprocess.run(["sh", "-e", "-c", script], cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert run.returncode == status, run.stderr
    if status == 1:
        [log] = json.loads((tmp_path / "s3lint.sarif").read_text(encoding="utf-8"))["runs"]
        assert [result["ruleId"] for result in log["results"]] == ["missing-versioning"]


def pinned() -> dict[str, Requirement]:
    lines = [line for line in text(".ci/pinned.txt").splitlines() if not line.startswith("#")]
    return {canonicalize_name(pin.name): pin for pin in map(Requirement, lines)}


def needed(name: str) -> set[str]:
    """What a distribution needs, and what that needs, without extras."""
    direct = {
        one.name for one in map(Requirement, requires(name) or []) if one.marker is None or one.marker.evaluate({"extra": ""})
    }
    return direct | {deeper for one in direct for deeper in needed(one)}


def test_everything_that_is_installed_is_pinned_to_one_version_that_is_allowed() -> None:
    pins = pinned()
    assert {canonicalize_name(name) for name in needed("s3lint")} <= set(pins)
    versions = {name: str(pin.specifier).removeprefix("==") for name, pin in pins.items()}
    assert all(re.fullmatch(r"[0-9.]+", version) for version in versions.values())
    for one in map(Requirement, requires("s3lint") or []):
        if one.marker is None or "extra" not in str(one.marker):
            assert one.specifier.contains(versions[canonicalize_name(one.name)]), one


def test_the_container_has_a_fixed_base_and_runs_isolated_as_nobody() -> None:
    instructions = [
        line.split(maxsplit=1) for line in text("Dockerfile").replace("\\\n", "").splitlines() if line[:1].isupper()
    ]
    bases = {rest.split()[0] for word, rest in instructions if word == "FROM"}
    assert all(re.fullmatch(r"python:\d+\.\d+\.\d+-slim-\w+", base) for base in bases)
    last = dict(instructions[[word for word, _ in instructions].index("COPY") + 2 :])
    assert last["USER"] == "65532:65532"
    assert json.loads(last["ENTRYPOINT"])[1:] == ["-I", "-m", "s3lint"]
    assert json.loads(last["CMD"]) == ["--help"]
    assert "--constraint /src/.ci/pinned.txt" in dict(instructions)["RUN"]


def test_the_container_is_made_of_all_that_the_package_is() -> None:
    kept = {line[1:] for line in text(".dockerignore").splitlines() if line.startswith("!")}
    assert {"pyproject.toml", "README.md", "LICENSE", "s3lint", "rules", ".ci/pinned.txt"} == kept
