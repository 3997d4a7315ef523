"""A deterministic plan as `terraform show -json` prints it: an estate of other services, with some buckets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

RESOURCES, BUCKETS = 6000, 200
"""As many as make a plan of 8.6 MB."""

SECRET_EVERY = 50
"""One function in so many has a variable that is sensitive."""

POLICY_EVERY = 10
"""One bucket in so many has a policy, all have a block of public access."""

BLOCK: dict[str, Any] = dict.fromkeys(
    ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"), True
)


def policy(name: str) -> str:
    statement = {
        "Sid": "OnlyTls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def function(number: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values of a function, and which of them are sensitive."""
    tags = {"Environment": "production", "Service": f"service-{number % 40}", "Team": f"team-{number % 12}"}
    values = {
        "architectures": ["arm64"],
        "environment": [
            {"variables": {"QUEUE": f"service-{number % 40}-queue", "STAGE": "production", "TOKEN": f"t-{number}"}}
        ],
        "function_name": f"service-{number % 40}-worker-{number}",
        "handler": "worker.handle",
        "memory_size": 256,
        "role": f"arn:aws:iam::111122223333:role/service-{number % 40}",
        "runtime": "python3.12",
        "tags": tags,
        "timeout": 30,
        "vpc_config": [{"security_group_ids": ["sg-0a"], "subnet_ids": ["subnet-0a"]}],
    }
    is_secret = number % SECRET_EVERY == 0
    shown = [{"variables": {"TOKEN": True}}] if is_secret else [{"variables": {}}]
    return values, {"architectures": [False], "environment": shown, "tags": {}, "vpc_config": [{}]}


def resources(count: int, buckets: int) -> list[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """Type, name, values and what is sensitive: of each bucket with its companions, and functions up to the count."""
    found: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = []
    for number in range(buckets):
        name = f"acme-data-{number}"
        tags = {"Team": f"team-{number % 12}"}
        found.append(("aws_s3_bucket", f"data_{number}", {"bucket": name, "force_destroy": False, "tags": tags}, {"tags": {}}))
        found.append(("aws_s3_bucket_public_access_block", f"data_{number}", {"bucket": name, **BLOCK}, {}))
        if number % POLICY_EVERY == 0:
            found.append(("aws_s3_bucket_policy", f"data_{number}", {"bucket": name, "policy": policy(name)}, {}))
    found += (("aws_lambda_function", f"worker_{number}", *function(number)) for number in range(count - len(found)))
    return found


def identity(kind: str, name: str) -> dict[str, Any]:
    return {"address": f"{kind}.{name}", "mode": "managed", "type": kind, "name": name}


def change(kind: str, name: str, values: dict[str, Any], sensitive: dict[str, Any]) -> dict[str, Any]:
    return {
        **identity(kind, name),
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "change": {
            "actions": ["create"],
            "before": None,
            "after": values,
            "after_unknown": {"arn": True, "id": True},
            "before_sensitive": False,
            "after_sensitive": sensitive,
        },
    }


def configured(kind: str, name: str, values: dict[str, Any]) -> dict[str, Any]:
    return {
        **identity(kind, name),
        "provider_config_key": "aws",
        "expressions": {key: {"constant_value": values[key]} for key in list(values)[:4]},
        "schema_version": 0,
    }


def plan(path: Path, count: int = RESOURCES, buckets: int = BUCKETS) -> Path:
    planned = resources(count, buckets)
    values = [
        {
            "address": f"{kind}.{name}",
            "mode": "managed",
            "type": kind,
            "name": name,
            "values": given,
            "sensitive_values": hidden,
        }
        for kind, name, given, hidden in planned
    ]
    document = {
        "format_version": "1.2",
        "terraform_version": "1.9.5",
        "planned_values": {"root_module": {"resources": values[: len(values) // 3]}},
        "resource_changes": [change(*resource) for resource in planned],
        "configuration": {
            "provider_config": {"aws": {"name": "aws", "full_name": "registry.terraform.io/hashicorp/aws"}},
            "root_module": {"resources": [configured(kind, name, given) for kind, name, given, _ in planned]},
        },
    }
    path.write_text(json.dumps(document, separators=(",", ":")), encoding="utf-8")
    return path
