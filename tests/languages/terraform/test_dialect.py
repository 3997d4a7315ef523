"""Every argument that the dialect names is one of the AWS provider's; `provider_schema.py` says where its names are from."""

from __future__ import annotations

import json
from typing import Any

from s3lint.languages.terraform.dialect import DIALECT
from tests.languages.terraform.provider_schema import FILE

SCHEMA: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
TYPES: dict[str, Any] = SCHEMA["types"]


def test_every_argument_is_in_the_schema_of_the_provider() -> None:
    assert TYPES.keys() == DIALECT.types
    unknown = []
    for kind, paths in DIALECT.properties().items():
        for path in paths:
            names = TYPES[kind]
            for key in path:
                names = names.get(key.removesuffix("[]"), {"no such argument": {}})
            if "no such argument" in names:
                unknown.append((kind, ".".join(path)))
    assert unknown == []


def test_what_configures_buckets_is_read_but_for_what_is_new() -> None:
    assert {kind for kind in TYPES if kind.startswith("aws_s3_bucket_")} - DIALECT.companions == {"aws_s3_bucket_object"}
    assert SCHEMA["unread"] == ["aws_s3_bucket_abac", "aws_s3_bucket_metadata_configuration"]
