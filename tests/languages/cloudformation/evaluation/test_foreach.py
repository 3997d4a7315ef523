"""`Fn::ForEach`: loops over literals and parameters, nested, in every section."""

from __future__ import annotations

from typing import Any

import pytest

from s3lint.base.value import Known
from s3lint.base.worlds import EVERYWHERE
from tests.languages.cloudformation.templates import at, evaluator_of, output, shown, unit_of
from tests.models import plain


def declared(resources: str, parameters: str = "{}") -> dict[str, Any]:
    """The names of the buckets that loops declare, by logical id."""
    unit = unit_of(
        f"Transform: AWS::LanguageExtensions\nParameters: {parameters}\nResources:\n  Fn::ForEach::Loop: {resources}\n"
    )
    return {subject.address: plain(subject.build(EVERYWHERE).name) for subject in unit.subjects}


BODY = "{'B${N}': {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Sub 'x-${N}-${AWS::Region}'}}}"


@pytest.mark.parametrize(
    ("loop", "expected"),
    [
        (f"[N, [a, b], {BODY}]", {"Ba": "x-a-<region>", "Bb": "x-b-<region>"}),
        (f"[N, !Ref Names, {BODY}]", {"Bp": "x-p-<region>", "Bq": "x-q-<region>"}),
        (f"[N, [a, !Ref One], {BODY}]", {"Ba": "x-a-<region>", "Bone": "x-one-<region>"}),
        (f"[N, !Ref Open, {BODY}]", {"B${N}": "x-<?>-<region>"}),
        (f"[N, [], {BODY}]", {}),
        (f"[N, [a], {BODY}, x]", {}),
        ("[N, [a], x]", {}),
        (
            "[N, [a-b, c.d], {'B&{N}': {Type: 'AWS::S3::Bucket', Properties: {BucketName: '${N}'}}}]",
            {"Bab": "a-b", "Bcd": "c.d"},
        ),
        ("[N, [a], {'B${N}': {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Ref N}}}]", {"Ba": "a"}),
        (
            "[N, [a, b], {'Fn::ForEach::Inner': [M, [x, y], {'B${N}${M}': {Type: 'AWS::S3::Bucket', "
            "Properties: {BucketName: !Join ['-', [!Ref N, '${M}']]}}}]}]",
            {"Bax": "a-x", "Bay": "a-y", "Bbx": "b-x", "Bby": "b-y"},
        ),
        ("[N, [a], {'B${N}': {Type: 'AWS::S3::Bucket', Properties: {BucketName: '${M}-${N}'}}}]", {"Ba": "${M}-a"}),
    ],
)
def test_resources(loop: str, expected: dict[str, Any]) -> None:
    parameters = (
        "{Names: {Type: CommaDelimitedList, Default: 'p,q'}, "
        "One: {Type: String, Default: one}, Open: {Type: CommaDelimitedList}}"
    )
    assert declared(loop, parameters) == expected


def test_references_between_the_resources_of_a_loop() -> None:
    template = """
    Resources:
      Fn::ForEach::Buckets:
        - Name
        - [Alpha, Beta]
        - Bucket${Name}:
            Type: AWS::S3::Bucket
            Condition: Has${Name}
            Properties:
              LoggingConfiguration: {DestinationBucketName: !Ref Logs}
          Policy${Name}:
            Type: AWS::S3::BucketPolicy
            Properties:
              Bucket: !Ref
                Fn::Sub: Bucket${Name}
              PolicyDocument:
                Statement: [{Effect: Deny, Principal: '*', Action: '*', Resource: !GetAtt [!Sub 'Bucket${Name}', Arn]}]
      Logs: {Type: AWS::S3::Bucket}
    Conditions:
      Fn::ForEach::Has:
        - Name
        - [Alpha, Beta]
        - Has${Name}: !Equals [!Ref AWS::Region, !Sub 'eu-${Name}']
    """
    unit = unit_of(template)
    alpha, beta, _ = unit.subjects
    assert [subject.address for subject in unit.subjects] == ["BucketAlpha", "BucketBeta", "Logs"]
    assert plain(alpha.condition)["equals"] == "eu-Alpha"
    assert plain(beta.condition)["equals"] == "eu-Beta"
    assert isinstance(alpha.build(EVERYWHERE).policy, Known)
    assert at(alpha.origin) == at(beta.origin) == "6:7 Bucket${Name}"


def test_outputs_and_properties() -> None:
    template = """
    Outputs:
      X:
        Value:
          Fn::ForEach::Tags:
            - Key
            - [a, b]
            - ${Key}Tag: !Sub value-${Key}
          plain: 1
    """
    assert shown(output(template)) == {"aTag": "value-a", "bTag": "value-b", "plain": 1}


def test_loops_are_bounded() -> None:
    items = ", ".join(f"n{number}" for number in range(1500))
    evaluator = evaluator_of(f"Resources:\n  Fn::ForEach::L: [N, [{items}], {{'B${{N}}': {{Type: 'AWS::S3::Bucket'}}}}]\n")
    assert len(evaluator.declarations) == 1000
    assert [problem.message for problem in evaluator.common.problems] == ["expected at most 1000 rounds of a loop"]


def test_loops_nested_too_deep_are_left_out() -> None:
    inner = "{'B${N}': {Type: 'AWS::S3::Bucket'}}"
    for level in range(8):
        inner = f"{{'Fn::ForEach::L{level}': [N{level}, [a, b], {inner}]}}"
    evaluator = evaluator_of(f"Resources: {inner}\n")
    assert evaluator.declarations == {}
    assert [problem.message for problem in evaluator.common.problems] == ["expected at most 5 loops inside each other"]


@pytest.mark.parametrize("loop", ["x", "[N, [a]]", "[[N], [a], {}]", "[N, [a], x]"])
def test_a_loop_of_the_wrong_shape_is_told(loop: str) -> None:
    unit = unit_of(f"Resources:\n  Fn::ForEach::L: {loop}\n  B: {{Type: 'AWS::S3::Bucket'}}\n")
    assert [subject.address for subject in unit.subjects] == ["B"]
    assert [(problem.message, at(problem.origin)) for problem in unit.problems] == [
        ("expected a list here: an identifier, a collection, and a map", "2:3 Fn::ForEach::L")
    ]


@pytest.mark.parametrize(("body", "most"), [("{}", 1), ("{'B${I}x${J}x${K}': {Type: 'AWS::S3::Bucket'}}", 2000)])
def test_loops_inside_each_other_are_bounded_together(body: str, most: int) -> None:
    items = list(range(1000))
    unit = unit_of(f"""\
Transform: AWS::LanguageExtensions
Resources:
  Own: {{Type: 'AWS::S3::Bucket'}}
  Fn::ForEach::A: [I, {items}, {{'Fn::ForEach::B': [J, {items}, {{'Fn::ForEach::C': [K, {items}, {body}]}}]}}]
""")
    assert len(unit.subjects) == most
    told = [(problem.message, at(problem.origin)) for problem in unit.problems]
    assert told[0] == ("expected loops with at most 20000 rounds and members together", "4:3 Fn::ForEach::A")
