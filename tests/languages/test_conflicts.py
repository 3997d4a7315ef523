"""What a text says twice, in both languages and in plans; and what only looks like it."""

from __future__ import annotations

import json
from inspect import cleandoc

import pytest

from s3lint import Settings, check

ASKED = Settings(select=("conflicting-configuration",))
BUCKET = 'resource "aws_s3_bucket" "b" {}\n'


def policies(*settings: str) -> str:
    """Policies of one bucket, each with further arguments."""
    each = (
        f'resource "aws_s3_bucket_policy" "p{number}" {{\n'
        f"  bucket = aws_s3_bucket.b.id\n  policy = jsonencode({{ Statement = [] }})\n  {line}\n}}\n"
        for number, line in enumerate(settings)
    )
    return BUCKET + "".join(each)


def said(**texts: str) -> list[str]:
    report = check([], ASKED, {name.replace("_", "."): cleandoc(text) for name, text in texts.items()})
    assert report.errors == ()
    return [f"{one.verdict.value} {one.origin.start.line}: {one.message}" for one in report.findings + report.undecided]


def test_three_policies_are_two_conflicts_with_the_first() -> None:
    assert said(main_tf=policies("", "", "")) == [
        "fail 7: aws_s3_bucket.b: aws_s3_bucket_policy.p0 and aws_s3_bucket_policy.p1 both configure it, "
        "and the one that is applied last stays",
        "fail 12: aws_s3_bucket.b: aws_s3_bucket_policy.p0 and aws_s3_bucket_policy.p2 both configure it, "
        "and the one that is applied last stays",
    ]


def test_policies_of_which_one_is_there_are_none() -> None:
    flag = 'variable "own" {\n  type = bool\n}\n'
    assert said(main_tf=flag + policies("count = var.own ? 1 : 0", "count = var.own ? 0 : 1")) == []


def test_policies_that_may_both_be_there_are_undecided() -> None:
    flag = 'variable "own" {\n  type = bool\n}\n'
    [only] = said(main_tf=flag + policies("", "count = var.own ? 1 : 0"))
    assert only.startswith("undecided 10: ")


def test_policies_of_two_buckets_are_none() -> None:
    other = policies("").replace('"b"', '"c"').replace(".b.", ".c.").replace("p0", "q")
    assert said(main_tf=policies("") + other) == []


@pytest.mark.parametrize(
    ("inline", "companion", "line"),
    [
        ("policy = jsonencode({ Statement = [] })", 'policy" "b" {\n  policy = jsonencode({ Statement = [] })', 2),
        ('acl = "private"', 'acl" "b" {\n  acl = "private"', 1),
        ("object_lock_configuration {}", 'object_lock_configuration" "b" {', 2),
        ('logging {\n    target_bucket = "x-y"\n  }', 'logging" "b" {\n  target_bucket = "x-y"', 2),
    ],
)
def test_inline_and_in_a_resource_of_its_own(inline: str, companion: str, line: int) -> None:
    own = f'resource "aws_s3_bucket" "b" {{\n  {inline}\n}}\n'
    split = f'resource "aws_s3_bucket_{companion}\n  bucket = aws_s3_bucket.b.id\n}}\n'
    [only] = said(main_tf=own + split)
    assert only.startswith(f"fail {line}: aws_s3_bucket.b: its ")


def test_what_a_provider_copies_into_the_bucket_of_a_plan_is_none() -> None:
    def planned(kind: str, **values: object) -> dict[str, object]:
        return {"address": f"{kind}.b", "mode": "managed", "type": kind, "name": "b", "values": values}

    lifecycle = {"bucket": "acme", "rule": [{"status": "Enabled", "expiration": [{"days": 7}]}]}
    resources = [
        planned("aws_s3_bucket", bucket="acme", lifecycle_rule=[{"enabled": True, "expiration": [{"days": 7}]}]),
        planned("aws_s3_bucket_lifecycle_configuration", **lifecycle),
    ]
    plan = {"format_version": "1.2", "planned_values": {"root_module": {"resources": resources}}}
    assert said(plan_json=json.dumps(plan)) == []
    again = planned("aws_s3_bucket_lifecycle_configuration", **lifecycle) | {
        "address": "aws_s3_bucket_lifecycle_configuration.c"
    }
    plan["planned_values"] = {"root_module": {"resources": [*resources, again]}}
    [only] = said(plan_json=json.dumps(plan))
    assert "both configure it" in only


def test_a_name_that_is_the_address_of_no_bucket_is_one_from_elsewhere() -> None:
    template = """
        Resources:
          Ledger:
            Type: AWS::S3::Bucket
          Policy:
            Type: AWS::S3::BucketPolicy
            Properties:
              Bucket: {}
              PolicyDocument:
                Statement: []
    """
    assert said(template_yaml=template.format("ledger")) == []
    assert said(template_yaml=template.format("Ledger")) == [
        "fail 7: Ledger: Policy names a bucket 'Ledger', the address of one and not its name"
    ]
