"""Null in a template: CloudFormation refuses it, and what is null is not set."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from s3lint.base.value import Absent
from s3lint.run.engine import check
from s3lint.run.finding import Severity
from s3lint.run.question import Settings
from tests.languages.cloudformation.templates import at, bucket_of, unit_of, worlds_of
from tests.models import plain

HEAD = """\
Parameters:
  Env: {Type: String}
Conditions:
  Always: !Equals [a, a]
  Prod: !Equals [!Ref Env, prod]
Mappings: {Names: {one: {two: null}}}
Resources:
  Store:
    Type: AWS::S3::Bucket
    Properties:
"""


def template(properties: str) -> str:
    return HEAD + indent(dedent(properties), " " * 6)


def nulls(text: str) -> list[str]:
    problems = unit_of(text).problems
    assert {problem.kind for problem in problems} <= {"null-value"}
    return [at(problem.origin) for problem in problems]


@pytest.mark.parametrize(
    ("properties", "places"),
    [
        ("LoggingConfiguration:", ["11:28 "]),
        ("LoggingConfiguration: null", ["11:29 null"]),
        ("LoggingConfiguration: ~\nAccessControl:", ["11:29 ~", "12:21 "]),
        ("LoggingConfiguration: {DestinationBucketName: null}", ["11:53 null"]),
        ("LoggingConfiguration: !If [Always, null, {DestinationBucketName: x}]", ["11:42 null"]),
        ("LoggingConfiguration: !If [Always, !Ref AWS::NoValue, null]", ["11:61 null"]),
        ("LoggingConfiguration: {DestinationBucketName: !FindInMap [Names, one, two]}", ["6:31 null"]),
        ("Tags: [{Key: a, Value: null}, null]", ["11:30 null", "11:37 null"]),
        ("Tags:\n  - \n  - Key: a\n    Value: ''", ["12:10 "]),
        ("LoggingConfiguration: !Ref AWS::NoValue", []),
        ("LoggingConfiguration: !Ref 'AWS::NoValue'\nBucketName: 'null'", []),
    ],
)
def test_null_is_named_at_its_place_and_sets_nothing(properties: str, places: list[str]) -> None:
    text = template(properties)
    assert nulls(text) == places
    logging = bucket_of(text, "Store").logging
    assert isinstance(logging, Absent) or plain(logging) == {"target_bucket": None, "target_prefix": None}


def test_null_in_one_arm_leaves_the_other() -> None:
    text = template("VersioningConfiguration: {Status: !If [Prod, Enabled, null]}")
    assert len(nulls(text)) == 1
    found = {world: type(bucket.versioning.status).__name__ for world, bucket in worlds_of(text, "Store")}
    assert found == {"Env is prod": "Known", "Env is not prod": "Absent"}


def test_null_in_json_in_a_policy_and_as_a_default() -> None:
    assert nulls('{"Resources": {"B": {"Type": "AWS::S3::Bucket", "Properties": {"AccessControl": null}}}}') == ["1:81 null"]
    assert nulls("Parameters: {A: {Type: String, Default: null}}\nResources: {B: {Type: 'AWS::S3::Bucket'}}") == ["1:41 null"]
    assert nulls("""\
Resources:
  P:
    Type: AWS::S3::BucketPolicy
    Properties: {Bucket: b, PolicyDocument: {Statement: [{Effect: Deny, Principal: '*', Resource: null}]}}
""") == ["4:99 null"]


def test_a_bucket_without_properties_and_one_with_null() -> None:
    assert nulls("Resources:\n  B:\n    Type: AWS::S3::Bucket\n") == []
    text = "Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties:\n"
    assert nulls(text) == ["4:16 "]
    assert isinstance(bucket_of(text, "B").versioning.status, Absent)


def test_null_is_an_error_that_fails_the_run_and_the_setting_is_missing() -> None:
    overlay = {"t.yaml": template("LoggingConfiguration:")}
    report = check([], Settings(select=("missing-access-logging",)), overlay)
    assert [(problem.rule, problem.severity) for problem in report.problems] == [("null-value", Severity.HIGH)]
    assert [finding.rule for finding in report.findings] == ["missing-access-logging"]
    assert report.undecided == ()
