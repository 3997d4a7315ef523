"""The model for programs, described field by field in `model-v1.schema.json` beside this module."""

from __future__ import annotations

import json
from typing import Any

from s3lint.base.value import Origin
from s3lint.outputs.json import SCHEMA_VERSION, Writer
from s3lint.outputs.options import Options
from s3lint.version import VERSION
from s3lint.why.model import Case, Model, ModelThing, Node, Parts, Reference

SCHEMA_FILE = "model-v1.schema.json"


def render(model: Model, options: Options) -> str:
    """JSON in ASCII; the same files and inputs give the same text."""
    writer = Writer(model.report)
    log = {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "s3lint", "version": VERSION},
        "problems": [writer.finding(problem) for problem in model.report.problems],
        "units": [
            {
                "name": unit.name,
                "language": unit.language.value,
                "things": [_thing(thing, writer) for thing in unit.things],
            }
            for unit in model.units
        ],
    }
    return json.dumps(log, indent=2) + "\n"


def _thing(thing: ModelThing, writer: Writer) -> dict[str, Any]:
    return {
        "kind": thing.kind,
        "word": thing.word,
        "address": thing.address,
        "location": _location(thing.origin, writer),
        "basis": thing.basis,
        "exists_when": list(thing.exists),
        "is_external": thing.is_external,
        "account": thing.account,
        "settings": {each.setting: [_case(case, writer) for case in each.cases] for each in thing.settings},
    }


def _case(case: Case, writer: Writer) -> dict[str, Any]:
    return {"when": list(case.cases), "is": _plain(case.value, writer)}


def _plain(value: Any, writer: Writer) -> Any:
    match value:
        case Node():
            return _node(value, writer)
        case Parts(fields):
            return {field.setting: _plain(field.value, writer) for field in fields}
        case Reference(address):
            return {"address": address}
        case Origin():
            return _location(value, writer)
        case tuple():
            return [_plain(item, writer) for item in value]
        case _:
            return value


def _node(node: Node, writer: Writer) -> dict[str, Any]:
    origin = node.origin
    return {
        "state": node.state.value,
        "value": _plain(node.value, writer),
        "location": _location(origin, writer),
        "via": [{"what": step.what, "location": writer.location(step.source, step.span)} for step in origin.via],
        "reason": node.reason,
        "cause": node.cause.value if node.cause is not None else "",
        "inputs": list(node.inputs),
        "unknown_parts": [{"written": part.written, "reason": part.reason, "inputs": list(part.inputs)} for part in node.open],
    }


def _location(origin: Origin, writer: Writer) -> dict[str, Any]:
    return writer.location(origin.source, origin.span)
