"""The `Rules` section: what a rule refuses does not count, and rules that refuse everything are told."""

from __future__ import annotations

import pytest

from s3lint import Settings, check
from s3lint.languages.inputs import Inputs
from s3lint.run.report import Report

HEAD = """
Parameters:
  Stage: {Type: String, AllowedValues: [dev, prod]}
  Status: {Type: String%s}
  Names: {Type: CommaDelimitedList}
  First: {Type: 'AWS::EC2::VPC::Id'}
Rules:
  Kept:
    %s
Resources:
  Store:
    Type: AWS::S3::Bucket
    %s
    Properties: {VersioningConfiguration: {Status: !Ref Status}}
Conditions:
  Prod: !Equals [!Ref Stage, prod]
"""
ALLOWED = ", AllowedValues: [Enabled, Suspended]"
WHEN = "RuleCondition: !Equals [!Ref Stage, prod], Assertions: "
ASSERT = "[{Assert: %s}]"


def judged(text: str, **parameters: str) -> Report:
    given = tuple(parameters.items())
    return check([], Settings(select=("missing-versioning",), inputs=Inputs(parameters=given)), overlay={"t.yaml": text})


def verdict(text: str, **parameters: str) -> tuple[str, ...]:
    report = judged(text, **parameters)
    assert report.problems == ()
    return ("fail",) if report.findings else tuple(case for finding in report.undecided for case in finding.cases)


@pytest.mark.parametrize(
    "assertion",
    [
        "!Equals [!Ref Status, Enabled]",
        "!Equals [Enabled, !Ref Status]",
        "!Contains [[Enabled], !Ref Status]",
        "!Contains [[Enabled, Other], !Ref Status]",
        "!Not [!Equals [!Ref Status, Suspended]]",
        "!Or [!Equals [!Ref Status, Enabled], !Equals [!Ref Stage, dev]]",
        "!And [!Contains [[Enabled, Suspended], !Ref Status], !Not [!Contains [[Suspended], !Ref Status]]]",
        "{'Fn::EachMemberEquals': [[!Ref Status, Enabled], Enabled]}",
        "{'Fn::EachMemberIn': [[!Ref Status], [Enabled, Other]]}",
        "{'Fn::Not': [{'Fn::EachMemberIn': [[!Ref Status], [Suspended]]}]}",
    ],
)
def test_worlds_that_a_rule_refuses_do_not_count(assertion: str) -> None:
    rule = "{" + WHEN + ASSERT % assertion + "}"
    assert verdict(HEAD % (ALLOWED, rule, "Condition: Prod")) == ()
    assert verdict(HEAD % (ALLOWED, rule, "")) == ("Status is Suspended",)
    assert verdict(HEAD % (ALLOWED, "{" + WHEN + "[]}", "Condition: Prod")) == ("Stage is prod and Status is Suspended",)


def test_a_value_that_only_a_rule_names() -> None:
    rule = "{" + WHEN + ASSERT % "!Contains [[Enabled], !Ref Status]" + "}"
    assert judged(HEAD % ("", rule, "Condition: Prod")).undecided == ()
    assert len(judged(HEAD % ("", rule, "")).undecided) == 1
    assert len(judged(HEAD % ("", "{" + WHEN + "[]}", "Condition: Prod")).undecided) == 1


@pytest.mark.parametrize(
    "condition",
    [
        "!Contains [!Ref Names, a]",
        "{'Fn::EachMemberIn': [!Ref Names, [a]]}",
        "{'Fn::EachMemberIn': [{'Fn::RefAll': 'AWS::EC2::VPC::Id'}, {'Fn::RefAll': 'List<AWS::EC2::VPC::Id>'}]}",
        "{'Fn::EachMemberEquals': [{'Fn::ValueOf': [First, Tags.Department]}, IT]}",
        "{'Fn::Contains': [{'Fn::ValueOfAll': ['AWS::EC2::VPC::Id', Tags.Department]}, IT]}",
        "{'Fn::Contains': [one]}",
        "[]",
    ],
)
def test_what_nobody_knows_of_a_rule_refuses_nothing(condition: str) -> None:
    rule = f"{{RuleCondition: {condition}, Assertions: [{{Assert: !Equals [!Ref Status, Enabled]}}]}}"
    assert verdict(HEAD % (ALLOWED, rule, "")) != ()


def test_all_parameters_of_a_type() -> None:
    text = """
Parameters:
  One: {Type: Number, AllowedValues: [1, 2]}
  Two: {Type: Number, AllowedValues: [1, 3]}
Rules: {Same: {Assertions: [{Assert: {'Fn::EachMemberEquals': [{'Fn::RefAll': Number}, '1']}}]}}
Conditions: {Ones: !And [!Equals [!Ref One, 1], !Equals [!Ref Two, 1]]}
Resources:
  Store: {Type: AWS::S3::Bucket, Properties: {VersioningConfiguration: {Status: !If [Ones, Enabled, Suspended]}}}
"""
    assert verdict(text) == ()
    assert verdict(text.replace("Rules:", "Metadata:")) != ()


@pytest.mark.parametrize(
    ("assertion", "parameters"),
    [
        ("!Equals [!Ref Stage, test]", {}),
        ("!And [!Equals [!Ref Stage, dev], !Equals [!Ref Stage, prod]]", {}),
        ("!Equals [!Ref Stage, prod]", {"Stage": "dev"}),
    ],
)
def test_a_rule_that_nothing_meets_is_told_and_left_aside(assertion: str, parameters: dict[str, str]) -> None:
    report = judged(HEAD % (ALLOWED, "{Assertions: " + ASSERT % assertion + "}", ""), Status="Suspended", **parameters)
    assert [(problem.rule, problem.origin.text) for problem in report.problems] == [("invalid-configuration", "Kept")]
    assert len(report.findings) == 1


def test_a_rule_that_asks_for_another_value_than_a_default_is_no_fault() -> None:
    text = HEAD % (", Default: ''", "{Assertions: " + ASSERT % "!Not [!Equals [!Ref Status, '']]" + "}", "")
    assert judged(text).problems == ()
    told = judged(text, Status="").problems
    assert [(problem.rule, problem.origin.text) for problem in told] == [("invalid-configuration", "Kept")]


def test_rules_of_a_stack_inside_count_where_it_exists() -> None:
    outer = """
Parameters: {Status: {Type: String}}
Resources:
  Inner: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: inner.yaml, Parameters: {Kind: !Ref Status}}}
  Store: {Type: AWS::S3::Bucket, Properties: {VersioningConfiguration: {Status: !Ref Status}}}
"""
    inner = """
Parameters: {Kind: {Type: String, AllowedValues: [Enabled, Suspended]}}
Rules: {Kept: {Assertions: [{Assert: !Equals [!Ref Kind, Enabled]}]}}
Resources:
  Other: {Type: AWS::S3::Bucket, Properties: {VersioningConfiguration: {Status: !Ref Kind}}}
"""
    report = check([], Settings(select=("missing-versioning",)), overlay={"t.yaml": outer, "inner.yaml": inner})
    assert [each.subjects for each in (*report.findings, *report.undecided)] == [("Store",)]
