"""Writes `provider_schema.json`: the names of the arguments and blocks of the AWS provider's resources that s3lint reads.

HashiCorp publishes the provider's schema as the types of the npm package `@cdktf/provider-aws`, which is generated from it:

    npm pack @cdktf/provider-aws && tar xzf cdktf-provider-aws-*.tgz
    python -m tests.languages.terraform.provider_schema package

A block is a map of the names in it, an argument an empty one. `unread` are the types of all else that configures buckets.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from s3lint.languages.terraform.dialect import DIALECT

FILE = Path(__file__).with_name("provider_schema.json")
_TYPE = re.compile(r'tfResourceType = "(\w+)"')
_VERSION = re.compile(r"providers/hashicorp/aws/([\d.]+)/")
_INTERFACE = re.compile(r"^export interface (\w+)[^{]*\{$(.*?)^\}$", re.MULTILINE | re.DOTALL)
_ARGUMENT = re.compile(r"#(\w+) \w+#\w+\}\s*\n(?:(?!readonly).)*?readonly \w+\??: ([^;]+);", re.DOTALL)
_NAME = re.compile(r"\w+")


def _names(interface: str, interfaces: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, kind in _ARGUMENT.findall(interfaces[interface]):
        blocks = [word for word in _NAME.findall(kind) if word in interfaces]
        found[name] = _names(blocks[0], interfaces) if blocks else {}
    return found


def schema(package: Path) -> dict[str, Any]:
    types: dict[str, Any] = {}
    unread: list[str] = []
    version = ""
    for path in sorted(package.glob("lib/*/index.d.ts")):
        text = path.read_text(encoding="utf-8")
        kind = _TYPE.search(text)
        if path.parent.name.startswith("data-") or kind is None:
            continue
        if kind[1] not in DIALECT.types:
            unread += [kind[1]] if kind[1].startswith("aws_s3_bucket_") else []
            continue
        interfaces = dict(_INTERFACE.findall(text))
        [config] = [name for name in interfaces if name.endswith("Config") and f"config: {name})" in text] or [
            name for name in interfaces if name.endswith("Config") and f"config?: {name})" in text
        ]
        types[kind[1]] = _names(config, interfaces)
        version = _VERSION.findall(text)[0]
    return {"provider": f"hashicorp/aws {version}", "types": types, "unread": unread}


if __name__ == "__main__":
    FILE.write_text(json.dumps(schema(Path(sys.argv[1])), separators=(",", ":")) + "\n", encoding="utf-8")
