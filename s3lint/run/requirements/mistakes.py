"""What is wrong with a file of rules: each mistake with its place, in words that say what was expected."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from s3lint.base.record import Record
from s3lint.base.source import Span
from s3lint.errors import did_you_mean
from s3lint.languages.cloudformation.syntax.nodes import Mapping, Node, Scalar
from s3lint.languages.cloudformation.syntax.nodes import Sequence as Items

MAX_SHOWN = 60
"""Characters of a wrong value that a message shows."""


class Mistake(Record):
    span: Span
    text: str


def by_schema(node: Node, plain: Any, schema: dict[str, Any]) -> Iterator[Mistake]:
    """Everything in which a document, `plain` as `json.loads` would give it, differs from a schema."""
    from jsonschema import Draft202012Validator  # 40 ms to import, and only files of rules need it

    for error in Draft202012Validator(schema).iter_errors(plain):
        yield from _explained(error, _at(node, tuple(error.absolute_path)))


def _explained(error: Any, node: Node) -> Iterator[Mistake]:
    instance, schema = error.instance, error.schema
    match error.validator:
        case "additionalProperties":
            for key, _ in node.members if isinstance(node, Mapping) else ():
                if key.text not in schema["properties"]:
                    close = did_you_mean(key.text, list(schema["properties"]))
                    yield Mistake(key.span, f"unknown key `{_shortened(key.text)}`{close}")
        case "required" if "description" in schema:
            for key in schema["required"]:
                if key not in instance:
                    yield Mistake(_head(node), f"expected the key `{key}` in {schema['description'].partition(':')[0]}")
        case "dependentRequired":
            for key, needed in schema["dependentRequired"].items():
                for other in needed if key in instance else ():
                    if other not in instance:
                        yield Mistake(_head(node, key), f"expected `{other}` beside `{key}`")
        case validator:
            close = did_you_mean(instance, schema["enum"]) if validator == "enum" and isinstance(instance, str) else ""
            got = f", got {shown(instance)}" if not isinstance(instance, dict) else ""
            way = [str(step) for step in error.absolute_schema_path]
            place = _head(node, way[-2] if way[-3:-2] == ["dependentSchemas"] else "")
            yield Mistake(place, f"expected {schema.get('description', error.message)}{got}{close}")


def shown(value: Any) -> str:
    """A value as JSON writes it, as far as it is short."""
    return _shortened(json.dumps(value, ensure_ascii=False))


def _shortened(text: str) -> str:
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"


def _head(node: Node, key: str = "") -> Span:
    """The place of a scalar; of a map one of its keys, the first if no other is asked for; of a list its beginning."""
    if isinstance(node, Mapping) and node.members:
        return next((found.span for found, _ in node.members if found.text == key), node.members[0][0].span)
    return node.span if isinstance(node, Scalar) else Span(node.start, node.start + 1)


def _at(node: Node, path: Sequence[str | int]) -> Node:
    for step in path:
        match node:
            case Mapping():
                node = node.member(str(step)) or node
            case Items(items) if isinstance(step, int):
                node = items[step]
    return node
