"""The rules for people: one line for each."""

from __future__ import annotations

from collections.abc import Sequence

from s3lint.outputs.options import Options
from s3lint.run.rule import Rule


def render(rules: Sequence[type[Rule]], options: Options) -> str:
    """Name, severity, group, whether it is on, and what it says."""
    rows = [(rule.name, rule.severity.word, rule.group.value, "on" if rule.default else "off", rule.summary) for rule in rules]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join((*(f"{cell:{width}}" for cell, width in zip(row, widths, strict=False)), row[4])) for row in rows]
    return "\n".join(lines) + "\n"
