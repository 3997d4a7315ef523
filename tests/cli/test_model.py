"""`s3lint model` from end to end."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from s3lint.cli import main

SITE = """\
Parameters:
  Status: {Type: String}
Resources:
  Site:
    Type: AWS::S3::Bucket
    Properties:
      VersioningConfiguration: {Status: !Ref Status}
"""
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if "COLOR" in name or name.startswith("S3LINT_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site.yaml").write_text(SITE)


def test_it_takes_the_inputs_of_a_check_and_gives_the_same_text_each_time(capsys: Capture) -> None:
    assert main(["model", "site.yaml", "--parameter", "Status=Enabled", "--account", "111122223333"]) == 0
    said = capsys.readouterr()
    [unit] = json.loads(said.out)["units"]
    [thing] = unit["things"]
    assert (unit["name"], unit["language"], thing["account"]) == ("site.yaml", "CloudFormation", "111122223333")
    assert thing["settings"]["versioning"][0]["is"]["status"]["value"] == "Enabled"
    assert said.err == ""

    assert main(["model", "site.yaml", "--parameter", "Status=Enabled", "--account", "111122223333", "-o", "json"]) == 0
    assert capsys.readouterr().out == said.out


def test_what_could_not_be_read_is_told_and_fails(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "broken.yaml").write_text("Resources: {A: {Type: AWS::S3::Bucket")
    assert main(["model", "site.yaml", "broken.yaml", "--output-file", "model.json"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("s3lint: ")
    written = json.loads((tmp_path / "model.json").read_text())
    assert [problem["rule"] for problem in written["problems"]] == ["unreadable-file"]
    assert [unit["name"] for unit in written["units"] if unit["things"]] == ["site.yaml"]


def test_nothing_to_look_at(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "notes.yaml").write_text("a: 1\n")
    assert main(["model", "notes.yaml"]) == 3
    assert "no CloudFormation or Terraform with S3 in notes.yaml" in capsys.readouterr().err


def test_it_asks_no_rules(capsys: Capture) -> None:
    assert main(["model", "site.yaml", "--select", "all"]) == 2
    assert capsys.readouterr().err == "s3lint: --select means nothing to `s3lint model`\n"
    assert main(["model"]) == 2
