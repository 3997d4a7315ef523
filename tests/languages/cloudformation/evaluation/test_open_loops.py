"""Loops over lists that are not known, or known in part: their members are judged, and what one member has belongs together."""

from __future__ import annotations

import pytest

from s3lint import Settings, check
from tests.languages.cloudformation.templates import evaluator_of, said

TEMPLATE = """
Transform: AWS::LanguageExtensions
Parameters:
  Names: {Type: CommaDelimitedList}
  Others: {Type: CommaDelimitedList}
  Joined: {Type: String}
  Stage: {Type: String, AllowedValues: [dev, prod]}
Conditions: {Prod: !Equals [!Ref Stage, prod]}
Mappings: {Lists: {dev: {Of: [a, b]}, prod: {Of: [a, c]}}}
Resources:
  Fn::ForEach::Stores: [%s, %s, {%s: {Type: AWS::S3::Bucket}}]
  Fn::ForEach::Policies:
    - %s
    - %s
    - %s:
        Type: AWS::S3::BucketPolicy
        Properties:
          Bucket: %s
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Deny
                Principal: "*"
                Action: s3:*
                Resource: [%s, !Sub ['${Arn}/*', {Arn: %s}]]
                Condition: {Bool: {aws:SecureTransport: "false"}}
"""


def judged(stores: str, policies: str, names: tuple[str, str] = ("Name", "Name"), bucket: str = "") -> list[tuple[str, ...]]:
    """The verdicts of `plain-http-allowed`, and whom each is about."""
    (one, other), store = names, "Store${%s}"
    named = bucket or "{Ref: '" + store % other + "'}"
    arn = "{'Fn::GetAtt': ['" + store % other + "', Arn]}"
    keys = "'" + store % one + "'", "'Policy${" + other + "}'"
    text = TEMPLATE % (one, stores, keys[0], other, policies, keys[1], named, arn, arn)
    report = check([], Settings(select=("plain-http-allowed",)), overlay={"t.yaml": text})
    assert report.problems == ()
    return [(finding.verdict.value, *finding.subjects) for finding in (*report.findings, *report.undecided)]


@pytest.mark.parametrize(
    "collection",
    [
        "!Ref Names",
        "[one, !Ref Names]",
        "!Split [',', !Ref Joined]",
        "!FindInMap [Lists, !Ref Stage, Of]",
        "!FindInMap [Lists, !Ref AWS::Region, Of]",
        "!If [Prod, [a, b], [c]]",
        "[a, !If [Prod, b, !Ref AWS::NoValue], !Ref Stage]",
    ],
)
@pytest.mark.parametrize("names", [("Name", "Name"), ("Name", "Each")])
def test_what_stands_in_loops_over_one_list_belongs_together(collection: str, names: tuple[str, str]) -> None:
    assert judged(collection, collection, names) == []


@pytest.mark.parametrize("bucket", ["!Ref {'Fn::Sub': 'Store${Name}'}", "!Ref 'Store${Name}'", "!Ref 'Store&{Name}'"])
def test_ways_to_name_it(bucket: str) -> None:
    assert judged("!Ref Names", "!Ref Names", bucket=bucket) == []


def test_another_list_may_have_the_same_members() -> None:
    assert judged("!Ref Names", "!Ref Others") == [("undecided", "Store${Name}")]


def test_a_member_by_its_name_may_be_in_the_list() -> None:
    assert judged("!Ref Names", "[logs]") == [("undecided", "Store${Name}")]
    assert judged("[data]", "!Ref Names") == [("undecided", "Storedata")]


def test_a_member_exists_where_the_list_has_it() -> None:
    text = TEMPLATE.partition("  Fn::ForEach::Policies")[0] % ("N", "!FindInMap [Lists, !Ref Stage, Of]", "'B${N}'")
    found = evaluator_of(text).declarations
    assert {key: said(each.condition) for key, each in found.items()} == {
        "Ba": "True",
        "Bb": "Stage=dev",
        "Bc": "!(Stage=dev)",
    }


def test_conditions_and_outputs_of_open_loops() -> None:
    text = """
Transform: AWS::LanguageExtensions
Parameters: {Names: {Type: CommaDelimitedList}, Stage: {Type: String}}
Conditions:
  Fn::ForEach::Conditions: [Name, !Ref Names, {'Is${Name}': !Equals [!Ref Stage, prod]}]
Resources:
  Fn::ForEach::Stores:
    - Each
    - !Ref Names
    - Store${Each}:
        Type: AWS::S3::Bucket
        Condition: Is${Each}
        Properties: {BucketName: !Sub 'acme-${Each}', VersioningConfiguration: {Status: Suspended}}
Outputs:
  Fn::ForEach::Outputs: [Name, !Ref Names, {'Out${Name}': {Value: !Ref 'Store${Name}'}}]
"""
    evaluator = evaluator_of(text)
    (declaration,) = evaluator.declarations.values()
    assert declaration.id == "Store${Each}"
    assert said(evaluator.condition("Is${each of Names}")) == "Stage=prod"
    report = check([], Settings(select=("missing-versioning",)), overlay={"t.yaml": text})
    (finding,) = report.findings
    assert finding.message == "versioning of Store${Each} is Suspended"


def test_members_of_different_lists_have_different_addresses() -> None:
    text = TEMPLATE.partition("  Fn::ForEach::Policies")[0] % ("N", "!Ref Names", "'B${N}'")
    text += "  Fn::ForEach::More: [N, !Ref Others, {'B${N}': {Type: AWS::S3::Bucket}}]\n"
    assert [each.id for each in evaluator_of(text).declarations.values()] == ["B${N}", "B${each of Others}"]
