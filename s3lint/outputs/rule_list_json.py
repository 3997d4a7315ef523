"""The rules for programs: a list of objects with the fields of `Descriptor`, in that order, the page without its examples."""

from __future__ import annotations

import json
from collections.abc import Sequence

from s3lint.outputs.options import Options
from s3lint.run.rule import Descriptor, Rule


def render(rules: Sequence[type[Rule]], options: Options) -> str:
    """JSON in ASCII."""
    return json.dumps([_fields(rule.descriptor()) for rule in rules], indent=2) + "\n"


def _fields(rule: Descriptor) -> dict[str, object]:
    return {
        "name": rule.name,
        "summary": rule.summary,
        "group": rule.group,
        "severity": rule.severity.word,
        "default": rule.default,
        "since": rule.since,
        "help": rule.help,
        "page": rule.page,
        "references": list(rule.references),
        "aliases": list(rule.aliases),
        "controls": list(rule.controls),
        "options": [{"name": option.name, "default": option.default, "help": option.help} for option in rule.options],
    }
