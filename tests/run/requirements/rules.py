"""Rules in YAML, as tests write and ask them."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent

from s3lint.run import engine
from s3lint.run.finding import Finding
from s3lint.run.judge import judge
from s3lint.run.question import Settings
from s3lint.run.requirements import load
from s3lint.run.rule import Rule

NAME = "own-rule"
FILES = {"cloudformation": "template.yaml", "terraform": "main.tf"}


def rule(folder: Path, text: str) -> type[Rule]:
    """The rule that asks what is written, with the keys that every rule needs."""
    path = folder / "rules.yaml"
    head = f"rules:\n  - name: {NAME}\n    summary: something is amiss\n    severity: high\n"
    path.write_text(head + indent(dedent(text).strip(), "    ") + "\n", encoding="utf-8")
    [found] = load(str(path))
    return found


def findings(asked: type[Rule], text: str, language: str = "cloudformation") -> list[Finding]:
    [unit] = engine.read([], Settings(), {FILES[language]: dedent(text)}).units
    judged = [judge([asked], subject) for subject in unit.subjects]
    assert [each.errors for each in judged if each.errors] == []
    return [finding for each in judged for finding in each.findings]


def told(asked: type[Rule], text: str, language: str = "cloudformation") -> list[tuple[str, int, str]]:
    """Verdict, line and message of each finding."""
    return [(each.verdict.value, each.origin.start.line, each.message) for each in findings(asked, text, language)]
