"""What an argument refers to that is known after apply, as the configuration in a plan says it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from s3lint import Settings, check

ENCRYPTION = "aws_s3_bucket_server_side_encryption_configuration"


def resource(address: str, after: Any, unknown: Any, expressions: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """A planned resource, and what its configuration says."""
    kind, _, name = address.partition(".")
    node = {"address": address, "mode": "managed", "type": kind, "name": name}
    change = {"actions": ["create"], "after": after, "after_unknown": unknown}
    return node | {"change": change}, node | {"expressions": expressions}


def refers(*addresses: str) -> dict[str, Any]:
    return {"references": [text for address in addresses for text in (address, address.rpartition(".")[0])]}


def plan(key: dict[str, Any], *, rules: int = 1) -> str:
    """A bucket that is encrypted with a key, which the same plan makes."""
    block = {"sse_algorithm": "aws:kms"}
    said = [{"apply_server_side_encryption_by_default": [{"kms_master_key_id": key, "sse_algorithm": {}}]}] * rules
    made = [
        resource("aws_kms_key.fresh", {"enable_key_rotation": True}, {"arn": True}, {"enable_key_rotation": {}}),
        resource("aws_kms_key.tired", {"enable_key_rotation": False}, {"arn": True}, {"enable_key_rotation": {}}),
        resource("aws_s3_bucket.a", {"bucket": "acme-a"}, {"id": True}, {"bucket": {}}),
        resource("aws_s3_bucket.b", {"bucket": "acme-b"}, {"id": True}, {"bucket": {}}),
        resource(
            f"{ENCRYPTION}.a",
            {"rule": [{"apply_server_side_encryption_by_default": [block]}]},
            {"bucket": True, "rule": [{"apply_server_side_encryption_by_default": [{"kms_master_key_id": True}]}]},
            {"bucket": refers("aws_s3_bucket.a.id"), "rule": said},
        ),
    ]
    changes, configured = (list(each) for each in zip(*made, strict=True))
    configuration = {"root_module": {"resources": configured}}
    return json.dumps({"format_version": "1.2", "resource_changes": changes, "configuration": configuration})


def verdict(text: str, rule: str = "unrotated-kms-key") -> list[str]:
    report = check([], Settings(select=(rule,)), {"plan.json": text})
    assert (report.errors, report.problems) == ((), ())
    return [f"{one.verdict.value} {' '.join(one.subjects)}" for one in (*report.findings, *report.undecided)]


@pytest.mark.parametrize("attribute", ["arn", "key_id", "id"])
def test_the_key_of_a_bucket_that_the_plan_makes_too(attribute: str) -> None:
    assert verdict(plan(refers(f"aws_kms_key.tired.{attribute}"))) == ["fail aws_s3_bucket.a"]
    assert verdict(plan(refers(f"aws_kms_key.fresh.{attribute}"))) == []


@pytest.mark.parametrize(
    "text",
    [
        plan(refers("aws_kms_key.tired.arn", "aws_kms_key.fresh.arn")),
        plan(refers("var.key")),
        plan(refers("aws_kms_key.tired.arn"), rules=2),
    ],
    ids=["one of two", "a variable", "one of two rules"],
)
def test_a_key_that_nobody_can_tell(text: str) -> None:
    assert verdict(text) == ["undecided aws_s3_bucket.a"]


def test_one_of_two_buckets() -> None:
    text = plan(refers("aws_kms_key.tired.arn")).replace(
        json.dumps(refers("aws_s3_bucket.a.id")), json.dumps(refers("aws_s3_bucket.a.id", "aws_s3_bucket.b.id"))
    )
    assert verdict(text, "no-kms-encryption") == ["undecided aws_s3_bucket.a aws_s3_bucket.b"]
