"""What a declaration says that a parameter can be: in values, in conditions and in verdicts."""

from __future__ import annotations

from typing import Any

import pytest

from s3lint import Settings, check
from s3lint.base.bounds import Bounds
from s3lint.base.value import Absent, Unknown
from s3lint.languages.inputs import Inputs
from tests.languages.cloudformation.templates import evaluator_of, output, said, shown, worlds_of


def value_of(declared: str) -> Any:
    return output(f"Parameters:\n  P: {{{declared}}}\nOutputs: {{X: {{Value: !Ref P}}}}\n")


@pytest.mark.parametrize(
    ("declared", "bounds"),
    [
        ("Type: String, AllowedPattern: '[a-z]+'", Bounds(("[a-z]+",))),
        ("Type: String, MinLength: 3, MaxLength: '63'", Bounds((), 3, 63)),
        ("Type: Number, MinValue: 1, MaxValue: 3", Bounds(("[-+]?[0-9.]+([eE][-+]?[0-9]+)?",), 0, None, 1.0, 3.0)),
        ("Type: 'AWS::EC2::VPC::Id'", Bounds(("vpc-[0-9a-f]+",))),
        ("Type: 'List<AWS::EC2::VPC::Id>'", Bounds(("vpc-[0-9a-f]+",))),
        ("Type: 'AWS::SSM::Parameter::Value<AWS::EC2::VPC::Id>'", Bounds(("vpc-[0-9a-f]+",))),
        ("Type: 'AWS::SSM::Parameter::Value<String>', AllowedPattern: '/[a-z/]+'", None),
        ("Type: CommaDelimitedList, AllowedPattern: '[0-9]{12}'", Bounds(("[0-9]{12}",))),
        ("Type: CommaDelimitedList, AllowedValues: [a, b]", Bounds(values=("a", "b"))),
        ("Type: String, AllowedPattern: '[a-z&&[^b]]+'", None),
        ("Type: String, AllowedPattern: '[a-c[x-z]]+'", None),
        (r"Type: String, AllowedPattern: '\v(?iU:x)'", None),
        ("Type: String, MinLength: many, MaxLength: 1e99", None),
        ("Type: String", None),
    ],
)
def test_bounds(declared: str, bounds: Bounds | None) -> None:
    found = value_of(declared)
    assert isinstance(found, Unknown)
    assert found.bounds == bounds


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("Type: String, AllowedPattern: '^(dev|prod)$'", ("P=dev", "dev", "prod")),
        ("Type: String, AllowedPattern: 'dev|prod'", ("P=dev", "dev", "prod")),
        ("Type: String, AllowedPattern: 'prod'", "prod"),
        ("Type: String, AllowedPattern: 'dev|prod|test', MaxLength: 3", "dev"),
        ("Type: String, AllowedPattern: '[a-z]+', AllowedValues: [dev, PROD, prod]", ("P=dev", "dev", "prod")),
        ("Type: String, AllowedPattern: '[a-z]{2}'", "?parameter P has no default"),
        (
            "Type: 'AWS::SSM::Parameter::Value<String>', AllowedValues: [/a, /b]",
            "?parameter P is read from the Parameter Store when the stack is deployed",
        ),
        ("Type: CommaDelimitedList, AllowedValues: [a, b]", "?parameter P has no default"),
    ],
)
def test_few_values_are_told_apart(declared: str, expected: Any) -> None:
    assert shown(value_of(declared)) == expected


@pytest.mark.parametrize(
    ("declared", "literal", "expected"),
    [
        ("Type: String, AllowedPattern: '[a-z]{3}'", "dev", "P=dev"),
        ("Type: String, AllowedPattern: '[a-z]{3}'", "prod", "False"),
        ("Type: String, AllowedPattern: '[a-z]{3}'", "DEV", "False"),
        ("Type: String, AllowedPattern: '.+'", "", "False"),
        ("Type: String, MinLength: 1", "", "False"),
        ("Type: String", "", "P="),
        ("Type: Number, MinValue: 1", "0", "False"),
        ("Type: Number, MinValue: 1", "2", "P=2"),
        ("Type: Number", "none", "False"),
        ("Type: 'AWS::EC2::VPC::Id'", "none", "False"),
        ("Type: 'AWS::SSM::Parameter::Value<String>', AllowedValues: [/a, /b]", "x", "P=x"),
        (r"Type: String, AllowedPattern: '(a+)+$'", "a" * 500 + "b", "False"),
    ],
)
def test_conditions(declared: str, literal: str, expected: str) -> None:
    for operands in (f"!Ref P, '{literal}'", f"'{literal}', !Ref P"):
        text = f"Parameters: {{P: {{{declared}}}}}\nConditions: {{C: !Equals [{operands}]}}\n"
        assert said(evaluator_of(text).condition("C")) == expected


def test_a_stack_inside_bounds_what_it_is_given() -> None:
    report = check(
        [],
        Settings(select=("missing-versioning",)),
        overlay={
            "t.yaml": """
Parameters: {Open: {Type: String}}
Resources:
  Inner: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: inner.yaml, Parameters: {Status: !Ref Open}}}
""",
            "inner.yaml": """
Parameters: {Status: {Type: String, AllowedPattern: Enabled}}
Resources:
  B: {Type: AWS::S3::Bucket, Properties: {VersioningConfiguration: {Status: !Ref Status}}}
""",
        },
    )
    assert (report.findings, report.undecided) == ((), ())


def test_names_are_told_apart_by_their_patterns() -> None:
    text = """
        Parameters:
          Logs: {Type: String, AllowedPattern: 'logs-[a-z]+'}
          Name: {Type: String, AllowedPattern: '%s'}
        Resources:
          B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub '${Logs}-store'}}
          P:
            Type: AWS::S3::BucketPolicy
            Properties: {Bucket: !Sub '${Name}-store', PolicyDocument: {Statement: []}}
    """
    ((_, bucket),) = worlds_of(text % "data-[a-z]+", "B")
    assert isinstance(bucket.policy, Absent)
    ((_, bucket),) = worlds_of(text % "[a-z-]+", "B")
    assert isinstance(bucket.policy, Unknown)


POLICY = """
Parameters: {P: {%s}}
Resources:
  Store: {Type: AWS::S3::Bucket}
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Store
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - %s
"""
GRANT = "{Effect: Allow, Principal: {AWS: %s}, Action: 's3:GetObject', Resource: !Sub '${Store.Arn}/*'}"
BOUND = (
    "{Effect: Allow, Principal: '*', Action: 's3:GetObject', Resource: !Sub '${Store.Arn}/*', Condition: {%s: {%s: !Ref P}}}"
)
LOCKED = "{Effect: Deny, Principal: {AWS: !Ref P}, Action: 's3:*', Resource: [!GetAtt Store.Arn, !Sub '${Store.Arn}/*']}"
RULES = ("wildcard-principal", "weak-public-condition", "cross-account-grant", "policy-lockout", "wildcard-action")
UNDECIDED = "undecided"


@pytest.mark.parametrize(
    ("declared", "statement", "expected"),
    [
        ("Type: String", GRANT % "!Ref P", {"wildcard-principal": UNDECIDED, "cross-account-grant": UNDECIDED}),
        ("Type: String, AllowedPattern: '^[0-9]{12}$'", GRANT % "!Ref P", {"cross-account-grant": UNDECIDED}),
        ("Type: String, AllowedPattern: '[0-9]+'", GRANT % "!Ref P", {"cross-account-grant": UNDECIDED}),
        (r"Type: String, AllowedPattern: 'arn:aws:iam::\d{12}:root'", GRANT % "!Ref P", {"cross-account-grant": UNDECIDED}),
        (
            r"Type: String, AllowedPattern: '\*|\d{12}'",
            GRANT % "!Ref P",
            {"wildcard-principal": UNDECIDED, "cross-account-grant": UNDECIDED},
        ),
        ("Type: String, AllowedValues: ['*']", GRANT % "!Ref P", {"wildcard-principal": "fail"}),
        (r"Type: CommaDelimitedList, AllowedPattern: '\d{12}'", GRANT % "!Ref P", {"cross-account-grant": UNDECIDED}),
        (
            r"Type: CommaDelimitedList, AllowedPattern: '\d{12}'",
            GRANT % "[!Select [1, !Ref P]]",
            {"cross-account-grant": UNDECIDED},
        ),
        ("Type: String", LOCKED, {"policy-lockout": UNDECIDED}),
        (r"Type: String, AllowedPattern: '\d{12}'", LOCKED, {}),
        ("Type: 'AWS::EC2::VPC::Id'", BOUND % ("StringLike", "aws:SourceVpc"), {"cross-account-grant": "fail"}),
        (
            "Type: String",
            BOUND % ("StringLike", "aws:SourceVpc"),
            {"weak-public-condition": UNDECIDED, "cross-account-grant": UNDECIDED},
        ),
        (
            "Type: String, AllowedPattern: '^o-[a-z0-9]{10,32}$'",
            BOUND % ("StringLike", "aws:PrincipalOrgID"),
            {"cross-account-grant": "fail"},
        ),
        (
            "Type: String, AllowedPattern: '[0-9./]+'",
            BOUND % ("IpAddress", "aws:SourceIp"),
            {"weak-public-condition": UNDECIDED, "cross-account-grant": UNDECIDED},
        ),
    ],
)
def test_verdicts(declared: str, statement: str, expected: dict[str, str]) -> None:
    report = check([], Settings(select=RULES), overlay={"t.yaml": POLICY % (declared, statement)})
    assert {each.rule: each.verdict.value for each in (*report.findings, *report.undecided)} == expected


@pytest.mark.parametrize(
    ("declared", "is_shown"),
    [
        ("NoEcho: true", False),
        ("NoEcho: 'true'", False),
        ("NoEcho: True", False),
        ("NoEcho: false", True),
        ("MinLength: 1", True),
    ],
)
@pytest.mark.parametrize("given", [{}, {"P": "444455556666"}])
def test_what_is_not_echoed_is_judged_and_not_shown(declared: str, is_shown: bool, given: dict[str, str]) -> None:
    text = POLICY % (f"Type: String, Default: 111122223333, {declared}", GRANT % "!Ref P")
    inputs = Inputs(account="999988887777", parameters=tuple(given.items()))
    report = check([], Settings(select=("cross-account-grant",), inputs=inputs), overlay={"t.yaml": text})
    (finding,) = report.findings
    said = "".join((finding.message, finding.request, *(step.what for step in finding.origin.via), finding.origin.text))
    assert any(account in said for account in ("111122223333", "444455556666")) is is_shown
