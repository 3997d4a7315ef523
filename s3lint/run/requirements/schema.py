"""What a file of rules in YAML may hold, as JSON Schema: made of the table of operators and the catalogue of settings.

`rules-v1.schema.json` beside this module is the same for editors. A `description` completes "expected …" in messages.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from s3lint.model.settings import keys, things
from s3lint.model.thing import Thing
from s3lint.run.finding import Severity
from s3lint.run.requirements.operators import OPERATORS
from s3lint.run.rule import EXAMPLES, Group

SCHEMA_FILE = "rules-v1.schema.json"

COMPOSED = ("all-of", "any-of", "not")
OF_ITEMS = ("every", "some")
ADDRESS = "address"
"""What may be asked in `where` besides settings."""


LANGUAGES = ("cloudformation", "terraform")

_SEVERITIES = [severity.word for severity in Severity]
_GROUPS = [group.value for group in Group]


def judged() -> Mapping[str, type[Thing]]:
    """What a rule can judge, by the name that it gives."""
    return {kind.key or "bucket": kind for kind in things()}


def schema() -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Rules of one's own for s3lint",
        "type": "object",
        "description": "a file of rules: a map with the key `rules`",
        "additionalProperties": False,
        "required": ["rules"],
        "properties": {
            "rules": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/rule"}, "description": "a list of rules"}
        },
        "$defs": {"rule": _rule(), "condition": _condition(_question()), "example": _example()},
    }


def _rule() -> dict[str, Any]:
    properties: dict[str, Any] = {
        "name": {
            "type": "string",
            "pattern": "^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$",
            "maxLength": 60,
            "description": "a name such as `untagged-bucket`, which says what is wrong",
        },
        "summary": _text("one line that says what is wrong"),
        "why": _text("why it matters, in Markdown"),
        "judges": {"enum": list(judged()), "description": f"one of {', '.join(judged())}"},
        "where": {"$ref": "#/$defs/condition"},
        "message": _text("a sentence, in which {address}, {setting} and {value} stand for what was found"),
        "help": _text("what to do"),
        "severity": {"enum": _SEVERITIES, "description": f"one of {', '.join(_SEVERITIES)}"},
        "group": {"enum": _GROUPS, "description": f"one of {', '.join(_GROUPS)}"},
        "default": {"type": "boolean", "description": "true or false: whether it is asked where no rules are selected"},
        "since": _text("the version that it came with, in quotes"),
        "references": _texts("a list of addresses of pages"),
        "controls": _texts("a list of controls that it serves, such as `acme/4.2`"),
        "aliases": _texts("a list of ids of the same rule in other tools"),
        "examples": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                kind: {"type": "array", "items": {"$ref": "#/$defs/example"}, "description": "a list of examples"}
                for kind in EXAMPLES
            },
            "description": f"lists of examples: {', '.join(EXAMPLES)}",
        },
    }
    rule = _condition({**properties, **_question()})
    described = str(rule["description"]).replace("a condition", "a rule")
    return {**rule, "required": ["name", "summary", "severity"], "description": described}


def _question() -> dict[str, Any]:
    """What a condition says: one setting with what is asked of it, or several conditions."""
    condition = {"$ref": "#/$defs/condition"}
    several = {"type": "array", "minItems": 1, "items": condition, "description": "a list of conditions"}
    known = sorted({described.key for kind in things() for described in keys(kind)})
    return {
        "setting": {
            "type": "string",
            "anyOf": [{"enum": known}, {"type": "string"}],
            "description": "the key of a setting, such as `encryption.algorithm` or `tags[owner]`",
        },
        **{operator.name: operator.takes for operator in OPERATORS},
        **dict.fromkeys(OF_ITEMS, condition),
        "all-of": several,
        "any-of": several,
        "not": condition,
    }


def _condition(properties: dict[str, Any]) -> dict[str, Any]:
    asked = [operator.name for operator in OPERATORS] + list(OF_ITEMS)
    kinds_of = ("setting", *COMPOSED)
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "oneOf": [{"required": [key]} for key in kinds_of],
        "dependentSchemas": {
            "setting": {
                "anyOf": [{"required": [name]} for name in asked],
                "description": f"beside `setting` what is asked of it: {', '.join(asked)}",
            }
        },
        "dependentRequired": {name: ["setting"] for name in asked},
        "description": f"a condition: a map with one of {', '.join(kinds_of)}",
    }


def _example() -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["title"],
        "properties": {"title": _text("a title"), **{language: _text("a text of the language") for language in LANGUAGES}},
        "anyOf": [{"required": [language]} for language in LANGUAGES],
        "description": "an example: `title`, and a text of `cloudformation`, `terraform` or both",
    }


def _text(description: str) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "description": description}


def _texts(description: str) -> dict[str, Any]:
    return {"type": "array", "items": _text("a text"), "description": description}
