"""Every rule finds something in a plan that OpenTofu made, and nothing of its kind elsewhere in it.

What is expected stands in the configurations beside the plans, in the block of each thing that has a fault: `# fails: rule …`.
Of the rules that are named in a configuration all that they say there is expected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from s3lint import Settings, check
from s3lint.languages.inputs import Inputs
from s3lint.run.option import Assignment
from s3lint.run.registry import all_rules
from tests.run.test_rules_in_plans import NEVER

REAL = Path(__file__).parent.parent / "languages" / "terraform" / "plan" / "real"
FOLDERS = ("bare", "doors", "grants", "upkeep")
OPTIONS = (
    Assignment("bucket-name-pattern", "patterns", ("acme-*",)),
    Assignment("endpoint-not-restricted", "private", ("*.bare",)),
    Assignment("missing-tags", "keys", ("owner",)),
    Assignment("policy-size-near-limit", "percent", 1),
)


def marked(folder: str) -> Iterator[tuple[str, str]]:
    """The things that have faults, each with a rule that says so."""
    address = ""
    for line in (REAL / folder / "main.tf").read_text().splitlines():
        block = re.match(r'resource "(\w+)" "(\w+)"', line)
        address = ".".join(block.groups()) if block else address
        _, _, rules = line.partition("# fails: ")
        yield from ((address, rule) for rule in rules.split())


@pytest.mark.parametrize("file", ["main.tf", "plan.json"])
@pytest.mark.parametrize("folder", FOLDERS)
def test_what_is_said_of_a_plan_alone_and_of_its_configuration(folder: str, file: str) -> None:
    expected = set(marked(folder))
    settings = Settings(select=tuple({rule for _, rule in expected}), inputs=Inputs(account="123456789012"), options=OPTIONS)
    report = check([], settings, {file: (REAL / folder / file).read_text()})
    assert (report.errors, report.problems, report.undecided) == ((), (), ())
    said = [(rule, found.subjects) for found in report.findings for rule in (found.rule, *found.covers)]
    assert {(subject, rule) for rule, subjects in said for subject in subjects} == expected


def test_every_rule_is_tried() -> None:
    assert {rule for folder in FOLDERS for _, rule in marked(folder)} | {*NEVER} == {rule.name for rule in all_rules()}
