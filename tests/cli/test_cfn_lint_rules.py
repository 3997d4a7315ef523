"""s3lint's findings as cfn-lint shows them, run as its users run it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

TEMPLATE = """\
Parameters:
  Stage: {Type: String}
  Status: {Type: String}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
  Ledger:
    Type: AWS::S3::Bucket
    Properties:
      VersioningConfiguration: !If
        - IsProd
        - Status: Suspended
        - Status: Suspended
  Books:
    Type: AWS::S3::Bucket
    Properties:
      VersioningConfiguration:
        Status: !Ref Status
  Cellar:
    Type: AWS::S3::Bucket
    Metadata:
      cfn-lint:
        config:
          ignore_checks: [W9-missing-versioning]
    Properties:
      VersioningConfiguration:
        Status: Suspended
  LedgerPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Ledger
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: "*"
            Action: s3:GetObject
            Resource: !Sub "${Ledger.Arn}/*"
"""
RULES = 'select = ["missing-versioning", "wildcard-principal"]\n'

PROD = "versioning of Ledger is Suspended when Stage is prod; set the versioning status to Enabled"
OTHER = "versioning of Ledger is Suspended when Stage is not prod; set the versioning status to Enabled"
PUBLIC = (
    "anyone on the internet has access to Ledger: its policy names everyone; "
    "name the principals that need access, or set RestrictPublicBuckets"
)


def cfn_lint(folder: Path, *words: str, text: str | None = None) -> list[tuple[Any, ...]]:
    """Id, level, line, column and message of what cfn-lint says of s3lint's, about `site.yaml` or a text."""
    program = str(Path(sys.executable).parent / "cfn-lint")
    template = [] if text is not None else ["--template", "site.yaml"]
    command = [program, *template, "--append-rules", "s3lint.cfn_lint", "--format", "json", *words]
    run = subprocess.run(command, cwd=folder, input=text, capture_output=True, text=True, check=False)
    assert not run.stderr, run.stderr
    return [
        (
            match["Rule"]["Id"],
            match["Level"],
            match["Location"]["Start"]["LineNumber"],
            match["Location"]["Start"]["ColumnNumber"],
            match["Message"],
        )
        for match in json.loads(run.stdout)
        if "9-" in match["Rule"]["Id"] or match["Rule"]["Id"] == "E0002"
    ]


def written(folder: Path, template: str = TEMPLATE, rules: str = RULES) -> Path:
    (folder / "site.yaml").write_text(template)
    (folder / "s3lint.toml").write_text(rules)
    return folder


def test_each_finding_is_one_match_at_its_place(tmp_path: Path) -> None:
    """Whatever the conditions are: cfn-lint's own rules are asked once for each way they can turn out."""
    assert cfn_lint(written(tmp_path)) == [
        ("W9-missing-versioning", "Warning", 12, 19, PROD),
        ("W9-missing-versioning", "Warning", 13, 19, OTHER),
        ("E9-wildcard-principal", "Error", 36, 24, PUBLIC),
    ]


def test_what_is_undecided_is_informational(tmp_path: Path) -> None:
    said = cfn_lint(written(tmp_path), "--include-checks", "I", "--ignore-checks", "W", "E")
    words = "whether versioning of Books is enabled is undecided: parameter Status has no default"
    assert said == [("I9-missing-versioning", "Informational", 3, 3, words)]


def test_ids_are_ignored_as_cfn_lints_own(tmp_path: Path) -> None:
    said = cfn_lint(written(tmp_path), "--ignore-checks", "W9-missing-versioning")
    assert said == [("E9-wildcard-principal", "Error", 36, 24, PUBLIC)]


def test_a_template_from_standard_input_has_its_lines(tmp_path: Path) -> None:
    said = cfn_lint(written(tmp_path), text=TEMPLATE)
    assert [(rule, line) for rule, _, line, _, _ in said] == [
        ("W9-missing-versioning", 12),
        ("W9-missing-versioning", 13),
        ("E9-wildcard-principal", 36),
    ]


def test_options_of_rules_are_cfn_lints_configuration_of_them(tmp_path: Path) -> None:
    template = "Resources:\n  Ledger:\n    Type: AWS::S3::Bucket\n    Properties: {Tags: [{Key: team, Value: books}]}\n"
    folder = written(tmp_path, template, 'select = ["missing-tags"]\n[rules.missing-tags]\nkeys = ["team"]\n')
    assert cfn_lint(folder) == []
    [(rule, _, line, _, words)] = cfn_lint(folder, "--configure-rule", "I9-missing-tags:keys=owner", "--include-checks", "I")
    assert (rule, line) == ("I9-missing-tags", 4)
    assert "owner" in words


def test_what_keeps_s3lint_from_checking_is_said_once(tmp_path: Path) -> None:
    folder = written(tmp_path, rules='select = ["no-such-rule"]\n')
    [(rule, level, _, _, words)] = cfn_lint(folder)
    assert (rule, level) == ("E0002", "Error")
    assert "no rule is called no-such-rule" in words


def test_a_template_without_s3_is_left_alone(tmp_path: Path) -> None:
    assert cfn_lint(written(tmp_path, "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n")) == []
