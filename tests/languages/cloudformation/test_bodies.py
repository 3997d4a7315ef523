"""Templates that stand as texts in `TemplateBody` of stacks and of sets of stacks."""

from __future__ import annotations

from textwrap import indent
from typing import Any

import pytest

from s3lint.base.value import Known, Unknown
from s3lint.base.worlds import EVERYWHERE
from s3lint.languages.unit import Unit
from tests.languages.cloudformation.templates import at, shown, unit_of
from tests.models import known, plain

INNER = """\
Resources:
  Hidden:
    Type: AWS::S3::Bucket
    Properties:
      VersioningConfiguration: {Status: Suspended}
"""
JSON = """\
{"Resources": {"Hidden": {"Type": "AWS::S3::Bucket",
  "Properties": {"VersioningConfiguration": {"Status": "Suspended"}}}}}"""


def around(body: str, kind: str = "StackSet", more: str = "") -> Unit:
    return unit_of(f"""\
Parameters:
  Env: {{Type: String}}
  Status: {{Type: String, Default: Suspended}}
Resources:
  Set:
    Type: AWS::CloudFormation::{kind}
    Properties:
      TemplateBody: {body}{more}
  Own: {{Type: AWS::SNS::Topic}}
""")


def block(text: str, head: str = "|") -> str:
    return f"{head}\n{indent(text, ' ' * 10)}"


def hidden(unit: Unit) -> Any:
    assert unit.problems == ()
    (subject,) = unit.subjects
    assert subject.address == "Set/Hidden"
    return subject.build(EVERYWHERE)


@pytest.mark.parametrize("kind", ["StackSet", "Stack"])
@pytest.mark.parametrize(
    ("body", "place"),
    [
        (block(INNER), "13:51 Suspended"),
        (block("---\n" + INNER), "14:51 Suspended"),
        (block(JSON), '10:66 "Suspended"'),
        ("'" + JSON.replace("\n", " ") + "'", '8:130 "Suspended"'),
        ("!Sub " + block(INNER), "13:51 Suspended"),
        ("!Sub " + block(INNER.replace("Suspended", "'${Status}'")), "13:51 '${Status}'"),
        ("!Sub ['" + JSON.replace("\n", " ").replace("Suspended", "${S}") + "', {S: !Ref Status}]", '8:136 "${S}"'),
    ],
)
def test_a_template_in_a_text_is_judged_where_it_stands(kind: str, body: str, place: str) -> None:
    status = hidden(around(body, kind)).versioning.status
    assert plain(status) == "Suspended"
    assert at(status.origin) == place


@pytest.mark.parametrize(
    "body",
    [
        '"' + JSON.replace('"', '\\"').replace("\n", "") + '"',
        block(INNER, ">-").replace(":\n", ":\n\n"),
        "!Join ['', ['" + JSON.replace("\n", "', '") + "']]",
    ],
)
def test_what_is_escaped_or_folded_stands_where_the_whole_text_does(body: str) -> None:
    status = hidden(around(body)).versioning.status
    assert plain(status) == "Suspended"
    assert status.origin.start.line == 8


def test_variables_around_a_template_are_told_from_those_inside() -> None:
    body = """
    Parameters: {Env: {Type: String, Default: inner}}
    Resources:
      Hidden:
        Type: AWS::S3::Bucket
        Properties:
          BucketName: !Sub "${!Env}-${Env}-${!AWS::Region}"
          Tags: [{Key: env, Value: !Ref Env}, {Key: topic, Value: "${Own.TopicName}"}]
    """
    bucket = hidden(around("!Sub " + block(body)))
    assert shown(bucket.name) == "inner-<?parameter Env>-<region>"
    assert [shown(tag.value) for tag in known(bucket.tags).tags] == ["inner", "<Own.name>"]


def test_a_set_gives_its_parameters_but_those_that_its_stacks_override() -> None:
    body = """
    Parameters: {One: {Type: String}, Two: {Type: String, Default: a}, Three: {Type: String}}
    Resources:
      Hidden:
        Type: AWS::S3::Bucket
        Properties: {Tags: [{Key: one, Value: !Ref One}, {Key: two, Value: !Ref Two}, {Key: three, Value: !Ref Three}]}
    """
    more = """
      Parameters: [{ParameterKey: One, ParameterValue: !Ref Status}, {ParameterKey: Two, ParameterValue: b}]
      StackInstancesGroup: [{ParameterOverrides: [{ParameterKey: Two, ParameterValue: c}]}]"""
    one, two, three = (tag.value for tag in known(hidden(around(block(body).rstrip(), more=more)).tags).tags)
    assert shown(one) == "Suspended"
    assert shown(two) == "?Two differs from one stack of Set to another"
    assert isinstance(three, Unknown)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("!Ref Env", "its TemplateBody is not known"),
        ("!Join ['', [!Ref Env, 'Resources: {}']]", "its TemplateBody is not known"),
        ("hello", "its TemplateBody holds no template"),
    ],
)
def test_a_text_that_is_not_known_is_named(body: str, reason: str) -> None:
    (problem,) = around(body).problems
    assert (problem.kind, problem.message) == ("unresolved-module", f"Set is not judged: {reason}")


def test_a_fault_in_the_text_has_its_place_in_the_file() -> None:
    unit = around(block("Resources:\n  A: {Type: AWS::S3::Bucket\n"))
    assert sorted(problem.kind for problem in unit.problems) == ["unreadable-file", "unresolved-module"]
    (fault,) = [problem for problem in unit.problems if problem.kind == "unreadable-file"]
    assert fault.origin.source.path == "t.yaml"
    assert fault.origin.start.line >= 10


def test_a_set_behind_a_url_is_named() -> None:
    unit = unit_of("Resources: {Set: {Type: 'AWS::CloudFormation::StackSet', Properties: {TemplateURL: 'https://x/y.yaml'}}}")
    (problem,) = unit.problems
    assert problem.message == "Set is not judged: https://x/y.yaml lies behind a URL and was not fetched"


def test_a_template_in_a_template_in_a_template() -> None:
    head = "Resources:\n  Deep:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateBody: |\n"
    inner = head + indent(INNER, " " * 8)
    (subject,) = around(block(inner)).subjects
    assert subject.address == "Set/Deep/Hidden"
    status = subject.build(EVERYWHERE).versioning.status
    assert isinstance(status, Known)
    assert status.origin.text == "Suspended"
