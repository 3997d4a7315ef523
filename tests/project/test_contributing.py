"""The rule in CONTRIBUTING.md works as it stands there, installed as a package of somebody else."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from s3lint.outputs.trials import render
from s3lint.run.registry import all_rules, find_rule
from s3lint.run.trials import of_rule
from tests.project.pages import blocks, toml

NAME = "prefixless-bucket-name"
"""Not the name that the page gives the rule: whoever follows the page to the letter has that one among the built-in rules."""


@pytest.fixture
def _installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written, *_ = blocks("CONTRIBUTING.md", "python")
    code = written.replace("unprefixed-bucket-name", NAME).replace("UnprefixedBucketName", "PrefixlessBucketName")
    [project] = (toml(table) for table in blocks("docs/own-rules.md", "toml"))
    [(entry, package)] = project["project"]["entry-points"]["s3lint.rules"].items()
    rules = tmp_path / package
    rules.mkdir()
    (rules / "__init__.py").touch()
    (rules / "prefixless_bucket_name.py").write_text(code, encoding="utf-8")
    distribution = project["project"]["name"].replace("-", "_")
    metadata = tmp_path / f"{distribution}-{project['project']['version']}.dist-info"
    metadata.mkdir()
    (metadata / "entry_points.txt").write_text(f"[s3lint.rules]\n{entry} = {package}\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in (package, f"{package}.prefixless_bucket_name"):
        monkeypatch.delitem(sys.modules, name, raising=False)


@pytest.mark.usefixtures("_installed")
def test_the_rule_is_found_and_judges_its_examples() -> None:
    tried = list(of_rule(find_rule(NAME, all_rules())))
    assert render(tried) == ""
    assert [trial.title.rpartition(" in ")[2] for trial in tried] == ["CloudFormation", "Terraform"] * 3


def test_without_the_package_there_is_no_such_rule() -> None:
    assert NAME not in {rule.name for rule in all_rules()}
