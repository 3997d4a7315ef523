"""The JSON Schema of a configuration file, made of the table that checks one."""

from __future__ import annotations

from s3lint.run.config.keys import (
    A_PATH,
    EXTEND,
    IGNORE_FINDING,
    IGNORED,
    KEYS,
    NEEDED,
    OPTIONS,
    PATH,
    PER_PATH,
    STRUCTURE,
    Key,
    Schema,
)

FILE = "s3lint.schema.json"


def schema() -> Schema:
    local = _nested(tuple(key for key in KEYS if key.is_local))
    path = {PATH: {"type": "string", "minLength": 1, "description": "The glob that the paths match, from this file's folder."}}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "The configuration of s3lint",
        "description": "s3lint.toml, .s3lint.toml, or the table tool.s3lint of pyproject.toml.",
        **_closed(
            {
                EXTEND: {**A_PATH, "description": _sentence(STRUCTURE[EXTEND][1])},
                **_nested(KEYS),
                OPTIONS: _options(),
                IGNORE_FINDING: {
                    "type": "array",
                    "description": _sentence(STRUCTURE[IGNORE_FINDING][1]),
                    "items": {**_closed(_ignored()), "required": list(NEEDED)},
                },
                PER_PATH: {
                    "type": "array",
                    "description": _sentence(STRUCTURE[PER_PATH][1]),
                    "items": {**_closed({**path, **local, OPTIONS: _options()}), "required": [PATH]},
                },
            }
        ),
    }


def _ignored() -> Schema:
    return {name: {**schema, "description": _sentence(said)} for name, (said, schema) in IGNORED.items()}


def _options() -> Schema:
    tables = {"type": "object", "additionalProperties": {"type": "object"}}
    return {**tables, "description": _sentence(STRUCTURE[OPTIONS][1])}


def _nested(keys: tuple[Key, ...]) -> Schema:
    """The keys as properties, those with a dotted name in the table that it begins with."""
    found: Schema = {}
    for key in keys:
        said = {**key.kind.schema, "description": _sentence(key.help)}
        if key.default is not None:
            said["default"] = key.default
        table, _, name = key.name.rpartition(".")
        properties = found.setdefault(table, _closed({}))["properties"] if table else found
        properties[name] = said
    return found


def _closed(properties: Schema) -> Schema:
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
