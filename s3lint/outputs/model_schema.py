"""The JSON Schema of the model, made of the classes of the model, so that it says what these say.

`model-v1.schema.json` beside this module is what comes of it.
"""

from __future__ import annotations

from typing import Any, get_args, get_origin, get_type_hints

from s3lint.base.record import Record
from s3lint.base.value import Absent, Cause, Known, Origin, Text, Unknown
from s3lint.languages.unit import Language
from s3lint.model.settings import things
from s3lint.model.thing import Thing
from s3lint.outputs.json import SCHEMA_FILE as REPORT
from s3lint.outputs.json import SCHEMA_VERSION
from s3lint.why.model import State

Schema = dict[str, Any]

_LOCATION = {"$ref": f"{REPORT}#/$defs/location"}
_SCALARS: dict[Any, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    Text: {"type": "string"},
    type(None): {"type": "null"},
    Origin: _LOCATION,
}
_STRINGS = {"type": "array", "items": {"type": "string"}}


def schema() -> Schema:
    definitions: dict[str, Schema] = {"setting": _setting(), "thing": _thing()}
    kinds = [_kind(thing, definitions) for thing in things()]
    definitions["thing"]["anyOf"] = kinds
    unit = {
        "name": _text("The path of the template or policy, or of the folder of the root module."),
        "language": {"enum": [language.value for language in Language], "description": "Its language."},
        "things": _list({"$ref": "#/$defs/thing"}, "All that rules judge, buckets first."),
    }
    whole = {
        "schema_version": {"const": SCHEMA_VERSION, "description": "The version of this format."},
        "tool": _closed(
            {"name": {"const": "s3lint"}, "version": {"type": "string"}}, "What wrote this: its name and its version."
        ),
        "problems": _list({"$ref": f"{REPORT}#/$defs/finding"}, "Input that could not be read."),
        "units": _list(_closed(unit, "One template, root module, plan or policy."), "What was read."),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "s3lint model, version 1",
        **_closed(
            whole,
            "What `s3lint model` writes: the settings of everything that rules judge, known, absent or unknown. "
            "`schema_version` grows only when a field is removed or changes its meaning; readers should ignore fields that "
            "they do not know.",
        ),
        "$defs": dict(sorted(definitions.items())),
    }


def _thing() -> Schema:
    return {
        **_open(
            {
                "kind": {"enum": [thing.key or "bucket" for thing in things()], "description": "What it is."},
                "word": _text("What kind of store or access point it is, in words; may be empty."),
                "address": _text("Its address, or logical id."),
                "location": {**_LOCATION, "description": "The header of its declaration."},
                "basis": _text("On what everything rests, where that is not the code itself; may be empty."),
                "exists_when": {**_STRINGS, "description": "The cases in which it is there; empty where it always is."},
                "is_external": {"type": "boolean", "description": "Whether it is only referred to, not declared here."},
                "account": _text("The account that owns it, where somebody says so; may be empty."),
                "settings": {"type": "object", "description": "Its settings, each with what it is in which cases."},
            },
            "Something that rules judge.",
        ),
        "unevaluatedProperties": False,
    }


def _kind(thing: type[Thing], definitions: dict[str, Schema]) -> Schema:
    """What the settings of a kind of thing are."""
    hints = get_type_hints(thing)
    settings = {
        name: _list(
            _closed(
                {"when": {**_STRINGS, "description": "Cases; empty for all."}, "is": _of(hints[name], definitions)},
                "What it is in some cases.",
            ),
            _sentence(sentence),
        )
        for name, sentence in thing.described.items()
    }
    return {
        "properties": {
            "kind": {"const": thing.key or "bucket"},
            "settings": _closed(settings, (thing.__doc__ or "").partition("\n")[0]),
        }
    }


def _setting() -> Schema:
    """A setting, but for the type of its value."""
    part = {
        "written": _text("How the text shows it, between `${` and `}`."),
        "reason": _text("Why it is unknown."),
        "inputs": {**_STRINGS, "description": "What would decide it."},
    }
    step = {"what": _text("The definition in the words of the code."), "location": _LOCATION}
    return _closed(
        {
            "state": {"enum": [state.value for state in State], "description": "Whether it is set, not set, or nobody knows."},
            "value": {"description": "What is known; null where nothing is."},
            "location": {
                **_LOCATION,
                "description": "The value, or the header of what lacks it.",
            },
            "via": _list(_closed(step, "One definition."), "The definitions that it came through."),
            "reason": _text("Why it is unknown, or why it could not be set; may be empty."),
            "cause": {"enum": ["", *(cause.value for cause in Cause)], "description": "What kind of reason that is."},
            "inputs": {**_STRINGS, "description": "What would decide it."},
            "unknown_parts": _list(_closed(part, "A part of a text."), "What is unknown of a known text."),
        },
        "A setting in some case.",
    )


def _of(hint: Any, definitions: dict[str, Schema]) -> Schema:
    """The schema of an annotation of the model."""
    arguments = get_args(hint)
    if hint in _SCALARS:
        return _SCALARS[hint]
    if hint is Unknown:
        return {"$ref": "#/$defs/setting"}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _of(arguments[0], definitions)}
    if Absent in arguments:
        [known] = (get_args(each)[0] for each in arguments if get_origin(each) is Known)
        name = f"setting_of_{known.__name__}"
        definitions[name] = {
            "$ref": "#/$defs/setting",
            "properties": {"value": {"anyOf": [_of(known, definitions), {"type": "null"}]}},
        }
        return {"$ref": f"#/$defs/{name}"}
    if arguments:
        return {"anyOf": [_of(each, definitions) for each in arguments]}
    if issubclass(hint, Thing):
        return _closed({"address": _text("Its address.")}, "Another thing.")
    name = hint.__name__
    if name not in definitions:
        definitions[name] = {}  # a part may hold others of its kind
        definitions[name] = _part(hint, definitions)
    return {"$ref": f"#/$defs/{name}"}


def _part(part: type[Record], definitions: dict[str, Schema]) -> Schema:
    hints = get_type_hints(part)
    fields: dict[str, Schema] = {}
    for name in part._fields:
        sentence = part._sentences.get(name)
        fields[name] = {**_of(hints[name], definitions), **({"description": _sentence(sentence)} if sentence else {})}
    return _closed(fields, (part.__doc__ or part.__name__).partition("\n")[0])


def _closed(properties: dict[str, Schema], description: str) -> Schema:
    return {**_open(properties, description), "additionalProperties": False}


def _open(properties: dict[str, Schema], description: str) -> Schema:
    return {"description": description, "type": "object", "required": list(properties), "properties": properties}


def _list(items: Schema, description: str) -> Schema:
    return {"description": description, "type": "array", "items": items}


def _text(description: str) -> Schema:
    return {"description": description, "type": "string"}


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
