"""Every example of every rule is a test: its marked lines, and only they, get the finding."""

from __future__ import annotations

import pytest

from s3lint.outputs.trials import render
from s3lint.run.example import Example
from s3lint.run.registry import all_rules
from s3lint.run.rule import Rule
from s3lint.run.trials import KINDS, of_rule


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_each_is_what_is_asked_of_a_rule(rule: type[Rule]) -> None:
    assert list(rule.mistakes()) == []


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_examples(rule: type[Rule]) -> None:
    assert render(of_rule(rule)) == ""


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_a_rule_shows_bad_good_and_undecidable_examples(rule: type[Rule]) -> None:
    assert rule.bad
    assert rule.good
    assert rule.undecidable


@pytest.mark.parametrize("group", sorted({rule.group.value for rule in all_rules()}))
def test_each_group_has_pairs_that_are_written_by_hand(group: str) -> None:
    """Twins that are made of one statement have one form; those of authors try what front ends must understand."""
    shown = [example for rule in all_rules() if rule.group.value == group for kind in KINDS for example in getattr(rule, kind)]
    by_hand = [example for example in shown if isinstance(example, Example)]
    texts = [text for example in by_hand for text in (example.cloudformation, example.terraform)]
    assert sum(isinstance(text, str) for text in texts) >= 2 * 3


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_a_page_has_the_fixed_headings(rule: type[Rule]) -> None:
    headings = [line for line in rule.descriptor().page.splitlines() if line.startswith("#")]
    others = [heading for heading in headings if heading != "## When to ignore it"]
    assert others == ["## What it checks", "## Why it matters", "## Known limits"]
    assert headings[2:-1] in ([], ["## When to ignore it"])


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_a_rule_imports_only_what_s3lint_exports(rule: type[Rule]) -> None:
    import ast
    import inspect

    tree = ast.parse(inspect.getsource(__import__(rule.__module__, fromlist=["_"])))
    imports = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imports |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert {name for name in imports if name and name.startswith("s3lint")} == {"s3lint"}


def test_names_and_aliases_belong_to_one_rule() -> None:
    words = [word for rule in all_rules() for word in (rule.name, *rule.aliases)]
    assert len(words) == len(set(words))
