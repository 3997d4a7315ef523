"""Parameters by default and by what the user says, in all forms of parameter files."""

from __future__ import annotations

from typing import Any

import pytest

from s3lint.base.value import Known, Text
from s3lint.base.worlds import EVERYWHERE, explore
from s3lint.languages.files import Files
from s3lint.languages.inputs import Inputs
from tests.languages.cloudformation.templates import at, output, shown, units

TEMPLATE = """
Parameters:
  Status: {Type: String, Default: Suspended, AllowedValues: [Enabled, Suspended]}
  Names: {Type: CommaDelimitedList}
Outputs: {X: {Value: [!Ref Status, !Ref Names]}}
"""
BUCKET = """
Parameters:
  Status: {Type: String, Default: Suspended}
Resources:
  B: {Type: 'AWS::S3::Bucket', Properties: {VersioningConfiguration: {Status: !Ref Status}}}
"""


def test_what_the_command_line_says_wins() -> None:
    assert shown(output(TEMPLATE, Status="Enabled", Names="a, b")) == ["Enabled", ["a", "b"]]


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        ('[{"ParameterKey": "Status", "ParameterValue": "Enabled"}]', 1, 47),
        (
            '[{"ParameterKey": "Else", "UsePreviousValue": true},\n {"ParameterKey": "Status", "ParameterValue": "Enabled"}]',
            2,
            47,
        ),
        ('{"Parameters": {"Status": "Enabled"}, "Tags": {"a": "b"}, "StackPolicy": {}}', 1, 27),
        ('{"Status": "Enabled"}', 1, 12),
        ("Status: Enabled\n", 1, 9),
        ('["Other=1", "Status=Enabled"]', 1, 13),
    ],
)
def test_parameter_files(content: str, line: int, column: int) -> None:
    bucket, problems = build(content)
    status = bucket.versioning.status
    assert problems == []
    assert isinstance(status, Known)
    assert status.value == "Enabled"
    assert (status.origin.source.path, status.origin.start.line, status.origin.start.column) == ("p.json", line, column)
    assert [step.what for step in status.origin.via] == ["!Ref Status"]


def build(content: str, *parameters: tuple[str, str]) -> tuple[Any, list[str]]:
    files = Files(".", {"t.yaml": BUCKET, "p.json": content})
    found = list(units(["t.yaml"], files, Inputs(parameters=parameters, parameter_files=("p.json",))))
    bucket = found[-1].subjects[0].build(EVERYWHERE)
    return bucket, [problem.message for unit in found for problem in unit.problems]


def test_the_command_line_wins_over_a_file() -> None:
    bucket, _ = build('{"Status": "Enabled"}', ("Status", "Suspended"))
    status = bucket.versioning.status
    assert status.value == "Suspended"
    assert at(status.origin) == "3:3 Status"
    assert [step.what for step in status.origin.via] == ["--parameter Status=Suspended", "!Ref Status"]


def test_a_parameter_file_that_sets_nothing_is_told() -> None:
    bucket, problems = build("[]")
    assert bucket.versioning.status.value == "Suspended"
    assert problems == ["expected parameters: a list of ParameterKey and ParameterValue, or a map of names"]
    assert build("{")[1] == ["expected a value (parsing a flow node that begins on line 1)"]


def test_items_of_a_list_have_places() -> None:
    found = output(
        "Parameters:\n  L: {Type: CommaDelimitedList, Default: 'aa, b ,ccc'}\nOutputs: {X: {Value: !Join ['-', !Ref L]}}\n"
    )
    assert isinstance(found, Known)
    assert isinstance(found.value, Text)
    pieces = [at(piece.origin) for piece in found.value.pieces]
    assert pieces == ["2:43 aa", "3:29 '-'", "2:47 b", "3:29 '-'", "2:50 ccc"]


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("{Type: String, Default: yes}", "true"),
        ("{Type: String, Default: 10}", "10"),
        ("{Type: String, Default: ''}", ""),
        ("{Type: CommaDelimitedList, Default: ''}", []),
        ("{Type: 'List<Number>', Default: '1,2'}", ["1", "2"]),
        ("{Type: 'List<AWS::EC2::Subnet::Id>', Default: 'a,b'}", ["a", "b"]),
        ("{Type: String, NoEcho: true}", "?parameter P has no default"),
        (
            "{Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: /x}",
            "?parameter P is read from the Parameter Store when the stack is deployed",
        ),
        ("null", "?parameter P has no default"),
        ("{Default: {a: b}}", "?parameter P has no default"),
    ],
)
def test_types(declared: str, expected: Any) -> None:
    assert shown(output(f"Parameters:\n  P: {declared}\nOutputs: {{X: {{Value: !Ref P}}}}\n")) == expected


RULES = """
Parameters:
  P: {{Type: String{0}}}
Rules:
  Bounded:
    {1}
Resources:
  B: {{Type: 'AWS::S3::Bucket', Properties: {{AccessControl: !Ref P}}}}
"""


@pytest.mark.parametrize(
    ("allowed", "rule", "expected"),
    [
        ("", "Assertions: [{Assert: {'Fn::Contains': [[Private, PublicRead], !Ref P]}}]", ["Private", "PublicRead"]),
        (", AllowedValues: [x, Private]", "Assertions: [{Assert: !Contains [[Private, y], !Ref P]}]", ["Private"]),
        (", AllowedValues: [x, y]", "Assertions: [{Assert: !Equals [!Ref P, y]}]", ["y"]),
        ("", "Assertions: [{Assert: !Equals [z, {Ref: P}]}]", ["z"]),
        (", AllowedValues: [x, y]", "{RuleCondition: !Equals [a, b], Assertions: [{Assert: !Equals [y, !Ref P]}]}", ["x", "y"]),
        (", AllowedValues: [x, y]", "Assertions: [{Assert: !Not [!Equals [y, !Ref P]]}]", ["x", "y"]),
        (", AllowedValues: [x, y]", "Assertions: [{Assert: !Equals [z, !Ref P]}]", ["x", "y"]),
        (", AllowedValues: [x, y]", "Assertions: 3", ["x", "y"]),
        (", AllowedValues: [x, y]", "[]", ["x", "y"]),
    ],
)
def test_rules_bound_parameters(allowed: str, rule: str, expected: list[str]) -> None:
    (unit,) = units(["t.yaml"], Files(".", {"t.yaml": RULES.format(allowed, rule)}), Inputs())
    (subject,) = unit.subjects
    words = {"Private": "private", "PublicRead": "public-read"}
    assert sorted(canned for _, canned in explore(lambda world: subject.build(world).acl.value.canned.value)) == sorted(
        words.get(value, value) for value in expected
    )
