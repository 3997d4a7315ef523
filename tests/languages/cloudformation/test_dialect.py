"""Every property that the dialect names is one of AWS's, by the schemas of the types as cfn-lint has them."""

from __future__ import annotations

from typing import Any

from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

from s3lint.languages.cloudformation.dialect import DIALECT


def resolved(node: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        found: Any = root
        for key in node["$ref"].removeprefix("#/").split("/"):
            found = found[key]
        node = found
    return node


def properties(node: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    """The properties of an object, or of the items of a list of objects."""
    node = resolved(node, root)
    if "items" in node:
        node = resolved(node["items"], root)
    found = dict(node.get("properties", {}))
    for several in ("oneOf", "anyOf", "allOf"):
        for each in node.get(several, ()):
            found |= properties(each, root)
    return found


def is_list_of_blocks(node: dict[str, Any], root: dict[str, Any]) -> bool:
    items = resolved(node, root).get("items")
    return items is not None and bool(properties(items, root))


def has_schema(kind: str) -> bool:
    """Whether cfn-lint knows a type. Those of SAM came with version 1.52, which needs a newer PyYAML than s3lint does."""
    types = PROVIDER_SCHEMA_MANAGER.get_resource_types("us-east-1")
    assert kind in types or kind.startswith("AWS::Serverless::")
    return kind in types


def test_every_property_is_in_the_schema_of_its_type() -> None:
    """A key inside a path is marked by `[]` where the schema wants a list of blocks, and only there."""
    unknown = []
    for kind, paths in DIALECT.properties().items():
        if not has_schema(kind):
            continue
        root = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", kind).schema
        for path in paths:
            node = root
            for depth, key in enumerate(path, 1):
                found = properties(node, root)
                name = key.removesuffix("[]")
                if name not in found:
                    unknown.append((kind, ".".join(path)))
                    break
                node = found[name]
                is_list = is_list_of_blocks(node, root)
                if key.endswith("[]") != is_list and (depth < len(path) or not is_list):
                    unknown.append((kind, ".".join(path)))
    assert unknown == []
