"""Code that was not read leaves open what is missing, and asks nothing of rules that find nothing wrong in what was read."""

from __future__ import annotations

import pytest

from s3lint import Settings, check

MODULE = """
resource "aws_s3_bucket" "b" {
  bucket = "acme-ledger"
  %s
}
module "reader" {
  source = "git::https://example.com/reader.git"
  store  = aws_s3_bucket.b.arn
}
"""
STACK = """
Resources:
  B:
    Type: AWS::S3::Bucket
    Properties: {BucketName: acme-ledger, %s}
  Reader:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: lost.yaml, Parameters: {Store: !Ref B}}
"""
MACRO = """
Transform: AcmeDefaults
Resources:
  B:
    Type: AWS::S3::Bucket
    Properties: {BucketName: acme-ledger, %s}
"""
MISSING = [
    *("missing-access-logging", "missing-default-encryption", "missing-public-access-block", "missing-versioning"),
    "plain-http-allowed",
]
OF_OTHER_RESOURCES = ["missing-access-logging", "plain-http-allowed"]
ASKED = (*MISSING, "wildcard-principal", "public-read-acl", "allow-not-action", "policy-lockout", "acls-enabled")


def verdicts(name: str, text: str) -> dict[str, str]:
    report = check([], Settings(select=ASKED), {name: text})
    every = (*report.findings, *report.undecided, *report.not_applicable)
    return {found.rule: found.verdict.value for found in every if not found.subjects or found.subjects[0].endswith(("b", "B"))}


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        pytest.param("main.tf", MODULE % "", MISSING, id="a module"),
        pytest.param("t.yaml", STACK % "", OF_OTHER_RESOURCES, id="a nested stack"),
        pytest.param("t.yaml", MACRO % "", MISSING, id="a macro"),
    ],
)
def test_what_is_missing_is_undecided_and_nothing_else_is(name: str, text: str, expected: list[str]) -> None:
    """A bucket of CloudFormation says most by itself, which no other stack can change."""
    found = verdicts(name, text)
    assert sorted(rule for rule, verdict in found.items() if verdict == "undecided") == expected
    assert sorted(rule for rule, verdict in found.items() if verdict == "fail") == sorted(set(MISSING) - set(expected))
    assert found["wildcard-principal"] == found["policy-lockout"] == "not applicable"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("main.tf", MODULE % "versioning {\n enabled = true\n }"),
        ("t.yaml", STACK % "VersioningConfiguration: {Status: Enabled}"),
        ("t.yaml", MACRO % "VersioningConfiguration: {Status: Enabled}"),
    ],
    ids=["a module", "a nested stack", "a macro"],
)
def test_what_is_stated_passes(name: str, text: str) -> None:
    assert verdicts(name, text).get("missing-versioning") is None


@pytest.mark.parametrize(
    ("name", "text"),
    [("main.tf", MODULE % 'acl = "public-read"'), ("t.yaml", MACRO % "AccessControl: PublicRead")],
    ids=["a module", "a macro"],
)
def test_what_is_wrong_in_what_was_read_fails(name: str, text: str) -> None:
    assert verdicts(name, text)["public-read-acl"] == "fail"
