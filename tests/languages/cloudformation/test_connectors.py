"""SAM's connectors: what they let functions do with buckets."""

from __future__ import annotations

import pytest

from s3lint.model.neighbours import Identity
from s3lint.run.engine import check
from s3lint.run.finding import Verdict
from s3lint.run.question import Settings
from tests.languages.cloudformation.templates import unit_of

HEAD = """\
Transform: AWS::Serverless-2016-10-31
Parameters: {Name: {Type: String}, Kinds: {Type: CommaDelimitedList}}
Resources:
  Store: {Type: AWS::S3::Bucket}
  Table: {Type: AWS::DynamoDB::Table}
"""
FUNCTION = "Type: AWS::Serverless::Function, Properties: {Handler: a.b, Runtime: python3.12, CodeUri: .}"


def alone(properties: str) -> str:
    return f"{HEAD}  Fn: {{{FUNCTION}}}\n  Link: {{Type: AWS::Serverless::Connector, Properties: {{{properties}}}}}\n"


def inside(properties: str) -> str:
    return f"{HEAD}  Fn: {{{FUNCTION}, Connectors: {{Link: {{Properties: {{{properties}}}}}}}}}\n"


def identities(text: str) -> list[str]:
    return [s.address for s in unit_of(text).subjects if s.kind is Identity and s.address != "Fn"]


def verdicts(text: str) -> list[tuple[str, Verdict]]:
    report = check([], Settings(select=("broad-iam-s3-access",)), {"t.yaml": text})
    return [(finding.subjects[0], finding.verdict) for finding in (*report.findings, *report.undecided)]


@pytest.mark.parametrize(
    ("destination", "permissions", "verdict"),
    [
        ("{Type: AWS::S3::Bucket, Arn: 'arn:aws:s3:::*'}", "[Read, Write]", Verdict.FAIL),
        ("{Type: AWS::S3::Bucket, Arn: !Sub 'arn:${AWS::Partition}:s3:::*'}", "!Ref Kinds", Verdict.FAIL),
        ("{Type: AWS::S3::Bucket, Arn: !Sub 'arn:aws:s3:::${Name}'}", "[Write, Read]", None),
        ("{Type: AWS::S3::Bucket, Arn: !GetAtt Store.Arn}", "[Read, Write]", None),
        ("{Type: AWS::S3::Bucket, Arn: 'arn:aws:s3:::*'}", "[Read]", None),
        ("{Id: Store}", "[Read, Write]", None),
    ],
)
def test_a_connector_allows_what_its_permissions_say(destination: str, permissions: str, verdict: Verdict | None) -> None:
    properties = f"Destination: {destination}, Permissions: {permissions}"
    expected = [] if verdict is None else [verdict]
    assert [each for _, each in verdicts(alone(f"Source: {{Id: Fn}}, {properties}"))] == expected
    assert [each for _, each in verdicts(inside(properties))] == expected
    assert identities(alone(f"Source: {{Id: Fn}}, {properties}")) == ["Link"]
    assert identities(inside(properties)) == ["FnLink"]


def test_a_connector_to_something_else_concerns_no_bucket() -> None:
    assert identities(inside("Destination: {Id: Table}, Permissions: [Read]")) == []
    assert identities(alone("Source: {Id: Store}, Destination: {Id: Fn}, Permissions: [Write]")) == []
    assert identities(inside("Destination: {Type: AWS::SQS::Queue, Arn: 'arn:aws:sqs:::*'}, Permissions: [Write]")) == []


def test_a_connector_with_several_destinations_is_a_policy_for_each() -> None:
    text = inside(
        "Destination: [{Id: Table}, {Id: Store}, {Type: AWS::S3::Bucket, Arn: 'arn:aws:s3:::*'}], Permissions: [Read, Write]"
    )
    assert identities(text) == ["FnLink[1]", "FnLink[2]"]
    assert verdicts(text) == [("FnLink[2]", Verdict.FAIL)]
