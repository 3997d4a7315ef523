"""What every intrinsic function gives, decided, symbolic and undecided."""

from __future__ import annotations

from typing import Any

import pytest

from s3lint.base.value import Choice, Known, Text
from s3lint.languages.cloudformation.syntax.nodes import mapping
from s3lint.languages.inputs import Inputs
from tests.languages.cloudformation.templates import at, evaluator_of, output, shown

HEAD = """
Parameters:
  Stage: {Type: String, Default: dev, AllowedValues: [dev, prod]}
  Env: {Type: String, AllowedValues: [a, b]}
  Free: {Type: String}
  Zones: {Type: CommaDelimitedList, Default: "x, y,z"}
  Open: {Type: CommaDelimitedList}
  Count: {Type: Number, Default: 3}
  Latest: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /path}
  Flag: {Type: String, Default: yes}
Mappings:
  M:
    a: {k: one, l: [1, 2]}
    b: {k: two, l: [3]}
  R:
    us-east-1: {k: east}
    eu-west-1: {k: west}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsA: !Equals [!Ref Env, a]
  IsFree: !Equals [!Ref Free, x]
Resources:
  B: {Type: 'AWS::S3::Bucket'}
  Named: {Type: 'AWS::S3::Bucket', Properties: {BucketName: fixed-name}}
  Role: {Type: 'AWS::IAM::Role'}
  Topic: {Type: 'AWS::SNS::Topic'}
  Key: {Type: 'AWS::KMS::Key'}
  Made: {Type: 'Custom::Maker'}
Outputs:
  X:
    Value: """


def value(expression: str, **options: Any) -> Any:
    return shown(output(HEAD + expression, **options))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("plain", "plain"),
        ("true", True),
        ("yes", True),
        ("'yes'", "yes"),
        ("off", False),
        ("12", 12),
        ("'12'", "12"),
        ("012345678901", "012345678901"),
        ("1.5", "1.5"),
        ("2012-10-17", "2012-10-17"),
        ("!!str true", "true"),
        ("null", None),
        ("{a: [1, x]}", {"a": [1, "x"]}),
        # Ref
        ("!Ref Stage", "dev"),
        ("{Ref: Stage}", "dev"),
        ("!Ref Count", "3"),
        ("!Ref Flag", "true"),
        ("!Ref Env", ("Env=a", "a", "b")),
        ("!Ref Free", "?parameter Free has no default"),
        ("!Ref Latest", "?parameter Latest is read from the Parameter Store when the stack is deployed"),
        ("!Ref Zones", ["x", "y", "z"]),
        ("!Ref Open", "?parameter Open has no default"),
        ("!Ref B", "<B.name>"),
        ("!Ref Named", "fixed-name"),
        ("!Ref Topic", "arn:aws:sns:<region>:<account>:<Topic.name>"),
        ("!Ref Made", "?Made is a custom resource, which chooses what Ref gives"),
        ("!Ref Nothing", "<Nothing.name>"),
        ("!Ref [a]", "?expected the name of a parameter or resource in Ref"),
        ("!Ref AWS::NoValue", None),
        ("!Ref AWS::Region", "<region>"),
        ("!Ref AWS::AccountId", "<account>"),
        ("!Ref AWS::Partition", "aws"),
        ("!Ref AWS::URLSuffix", "amazonaws.com"),
        ("!Ref AWS::StackName", "<stack-name>"),
        ("!Ref AWS::StackId", "arn:aws:cloudformation:<region>:<account>:stack/<stack-name>/<stack-uuid>"),
        ("!Ref AWS::NotificationARNs", "?the stack's notification topics are chosen when it is deployed"),
        ("!Ref AWS::Else", "?CloudFormation has no pseudo parameter AWS::Else"),
        # GetAtt
        ("!GetAtt B.Arn", "arn:aws:s3:::<B.name>"),
        ("!GetAtt [B, Arn]", "arn:aws:s3:::<B.name>"),
        ("{'Fn::GetAtt': [Named, Arn]}", "arn:aws:s3:::fixed-name"),
        ("{'Fn::GetAtt': Named.RegionalDomainName}", "fixed-name.s3.<region>.amazonaws.com"),
        ("!GetAtt [Named, !Ref Stage]", "<Named.dev>"),
        ("!GetAtt Role.Arn", "arn:aws:iam::<account>:role/<Role.name>"),
        ("!GetAtt Key.Arn", "arn:aws:kms:<region>:<account>:key/<Key.name>"),
        ("!GetAtt Made.Name", "?Made.Name is computed by a custom resource"),
        ("!GetAtt Topic.Other.Part", "<Topic.other.part>"),
        ("!GetAtt Nothing.Arn", "?the template declares no resource Nothing"),
        ("!GetAtt B", "?expected a resource and an attribute in Fn::GetAtt"),
        # Sub
        ("!Sub 'a-${Stage}-${AWS::AccountId}'", "a-dev-<account>"),
        ("!Sub '${B}/${B.Arn}/*'", "<B.name>/arn:aws:s3:::<B.name>/*"),
        ("!Sub '${!Stage}-${ Stage }'", "${Stage}-dev"),
        ("!Sub ['${A}-${Stage}', {A: !Ref Count}]", "3-dev"),
        ("!Sub ['${Stage}', {Stage: shadow}]", "shadow"),
        ("!Sub ['${A}', {A: !If [IsA, x, y]}]", ("Env=a", "x", "y")),
        ("!Sub '${Env}-logs'", "<?parameter Env>-logs"),
        ("!Sub '${Env}'", ("Env=a", "a", "b")),
        ("!Sub '${Nothing}-x'", "<Nothing.name>-x"),
        ("!Sub 'x${AWS::NoValue}y'", "xy"),
        ("!Sub plain", "plain"),
        ("!Sub ''", ""),
        ("!Sub [!Ref Stage, {}]", "?expected a string with ${Variables} in Fn::Sub"),
        # Join
        ("!Join ['-', [a, !Ref Stage, !Ref AWS::Region]]", "a-dev-<region>"),
        ("!Join ['', [a, !Ref AWS::NoValue, b]]", "ab"),
        ("!Join [',', !Ref Zones]", "x,y,z"),
        ("!Join [',', [1, true, x]]", "1,true,x"),
        ("!Join [',', !Ref Open]", "<?parameter Open>"),
        ("!Join ['-', [a, !If [IsA, b, !Ref AWS::NoValue], c]]", ("Env=a", "a-b-c", "a-c")),
        ("!Join ['-', !If [IsA, [a, b], [c]]]", ("Env=a", "a-b", "c")),
        ("!Join ['-', [!If [IsA, a, b], !If [IsA, c, d]]]", ("Env=a", "a-c", "b-d")),
        ("!Join ['-', [!Ref Env, !Ref Free]]", "<?parameter Env>-<?parameter Free>"),
        ("!Join [!Ref Free, [a]]", "?expected a delimiter and a list in Fn::Join"),
        ("!Join ['-', a]", "?expected a list in Fn::Join"),
        # Split and Select
        ("!Split [',', 'a,b,,c']", ["a", "b", "", "c"]),
        ("!Split [':', !GetAtt B.Arn]", ["arn", "aws", "s3", "", "", "<B.name>"]),
        ("!Select [5, !Split [':', !GetAtt B.Arn]]", "<B.name>"),
        ("!Select [2, !Split ['/', !Ref AWS::StackId]]", "<stack-uuid>"),
        ("!Split ['-', !Sub 'a-${Free}-b']", ["a", "?parameter Free has no default"]),
        ("!Select [0, !Split ['-', !Sub 'a-${Free}-b']]", "a"),
        ("!Select [1, !Split ['-', !Sub 'a-${Free}-b']]", "?parameter Free has no default"),
        ("!Select [1, !Ref Zones]", "y"),
        ("!Select ['2', [a, b, c]]", "c"),
        ("!Select [9, [a]]", "?the list has no item 9"),
        ("!Select [!If [IsA, 0, 1], [a, b]]", ("Env=a", "a", "b")),
        ("!Select [x, [a]]", "?expected an index from 0 in Fn::Select"),
        ("!Select [0, a]", "?expected a list in Fn::Select"),
        # FindInMap
        ("!FindInMap [M, a, k]", "one"),
        ("!FindInMap [M, b, l]", [3]),
        ("!FindInMap [M, !Ref Env, k]", ("Env=a", "one", "two")),
        ("!FindInMap [R, !Ref AWS::Region, k]", ("AWS::Region=us-east-1", "east", "west")),
        ("!FindInMap [R, !Ref Free, k]", ("Free=us-east-1", "east", "west")),
        ("!FindInMap [M, c, k]", "?the mapping has no key c"),
        ("!FindInMap [M, c, k, {DefaultValue: d}]", "d"),
        ("!FindInMap [M, !Ref Free, k, {DefaultValue: d}]", ("Free=a", "one", ("Free=b", "two", "d"))),
        ("!FindInMap [!Sub 'M', !Select [0, [a]], k]", "one"),
        ("!FindInMap [M, !Sub '${Free}-x', k]", "?the key ${Free}-x of the mapping is not decided"),
        ("!FindInMap [N, a, k]", "?the mapping has no key N"),
        # If
        ("!If [IsProd, a, b]", "b"),
        ("!If [IsA, a, !Ref AWS::NoValue]", ("Env=a", "a", None)),
        ("[a, !If [IsProd, b, !Ref AWS::NoValue], c]", ["a", "c"]),
        ("{'Fn::If': [IsA, {x: 1}, {y: 2}]}", ("Env=a", {"x": 1}, {"y": 2})),
        ("!If [Nowhere, a, b]", ("condition Nowhere=true", "a", "b")),
        ("!If [IsA, a]", "?expected a condition and two values in Fn::If"),
        # the rest
        ("{'Fn::Base64': !Sub 'x-${Stage}'}", "eC1kZXY="),
        ("{'Fn::Base64': !Ref Free}", "?parameter Free has no default"),
        ("!Cidr [10.0.0.0/16, 2, 8]", ["10.0.0.0/24", "10.0.1.0/24"]),
        ("!Cidr [10.0.0.0/28, 2, 8]", "?expected an address block, a count and bits in Fn::Cidr: new prefix must be longer"),
        ("!Cidr [!Ref Free, 2]", "?parameter Free has no default"),
        ("!GetAZs ''", "?the zones of a region are those of the account"),
        ("!ImportValue shared", "?it is imported from another stack, which exports it as shared"),
        ("!ImportValue {'Fn::Sub': '${Stage}-x'}", "?it is imported from another stack, which exports it as dev-x"),
        ("{'Fn::Length': !Ref Zones}", 3),
        ("{'Fn::Length': [a, !If [IsA, b, !Ref AWS::NoValue]]}", ("Env=a", 2, 1)),
        ("{'Fn::ToJsonString': {a: !Ref Stage}}", ("json", {"a": "dev"})),
        ("{'Fn::Transform': {Name: Macro}}", "?the transform Macro makes it when the stack is deployed"),
        ("{'Fn::Transform': {Name: Macro}, a: 1}", {"a": 1, "…": "?a transform may add settings here"}),
        ("{'Fn::Transform': [{Name: One}, {Name: Two}]}", "?the transform One and Two makes it when the stack is deployed"),
        ("{'Fn::Other': 1}", "?Fn::Other is not known to s3lint"),
        ("!Other x", "?Fn::Other is not known to s3lint"),
        ("'{{resolve:ssm:/a/b:1}}'", "<?ssm reference>"),
        ("'a-{{resolve:secretsmanager:x:SecretString:y}}-b'", "a-<?secretsmanager reference>-b"),
    ],
)
def test_value(expression: str, expected: Any) -> None:
    assert value(expression) == expected


def test_facts_of_the_deployment_are_taken_from_the_inputs() -> None:
    china = Inputs(account="123456789012", region="cn-north-1")
    assert value("!Sub '${AWS::Partition} ${AWS::Region} ${AWS::AccountId} ${AWS::URLSuffix}'", inputs=china) == (
        "aws-cn cn-north-1 123456789012 amazonaws.com.cn"
    )
    assert value("!Ref AWS::Partition", inputs=Inputs(region="us-gov-west-1")) == "aws-us-gov"
    assert value("!FindInMap [R, !Ref AWS::Region, k]", inputs=Inputs(region="eu-west-1")) == "west"


def test_places_of_the_parts_of_a_text() -> None:
    found = output(HEAD + "!Sub 'arn:aws:s3:::${B}/${Stage}-x'")
    assert isinstance(found, Known)
    assert isinstance(found.value, Text)
    assert at(found.origin) == "31:12 !Sub 'arn:aws:s3:::${B}/${Stage}-x'"
    assert [at(piece.origin) for piece in found.value.pieces] == [
        "31:18 arn:aws:s3:::",
        "31:31 ${B}",
        "31:35 /",
        "3:34 dev",
        "31:44 -x",
    ]
    assert [step.what for step in found.value.pieces[3].origin.via] == ["${Stage}"]


def test_places_in_a_block() -> None:
    found = output(HEAD + "!Sub |\n      first ${Stage}\n        second ${B}\n")
    assert shown(found) == "first dev\n  second <B.name>\n"
    assert isinstance(found, Known)
    assert isinstance(found.value, Text)
    assert [at(piece.origin) for piece in found.value.pieces] == [
        "32:7 first ",
        "3:34 dev",
        "32:21 \n",
        "33:7   second ",
        "33:16 ${B}",
        "33:20 \n",
    ]


def test_the_way_of_a_value() -> None:
    found = output(HEAD + "!Ref Stage")
    assert isinstance(found, Known)
    assert at(found.origin) == "3:34 dev"
    assert [(step.what, step.source.position(step.span.start).line) for step in found.origin.via] == [("!Ref Stage", 31)]
    found = output(HEAD + "!FindInMap [M, a, k]")
    assert isinstance(found, Known)
    assert at(found.origin) == "13:12 one"
    assert [step.what for step in found.origin.via] == ["!FindInMap [M, a, k]"]
    found = output(HEAD + "!If [IsProd, a, !Ref Stage]")
    assert isinstance(found, Known)
    assert [(step.what, step.source.position(step.span.start).line) for step in found.origin.via] == [
        ("!Ref Stage", 31),
        ("condition IsProd is false", 31),
    ]


def test_a_chain_of_names_is_bounded() -> None:
    chain = "".join(f"  B{n}: {{Type: 'AWS::S3::Bucket', Properties: {{BucketName: !Ref B{n + 1}}}}}\n" for n in range(2000))
    found = output(f"Resources:\n{chain}Outputs: {{X: {{Value: !Ref B0}}}}\n")
    assert shown(found) == "<B0.name>"


def test_names_that_lead_in_a_circle() -> None:
    template = """
    Resources:
      A: {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Ref B}}
      B: {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Ref A}}
    Outputs: {X: {Value: !Ref A}}
    """
    assert shown(output(template)) == "<A.name>"


def test_combinations_of_choices_are_bounded() -> None:
    conditions = "".join(f"  C{n}: !Equals [!Ref P{n}, x]\n" for n in range(8))
    parameters = "".join(f"  P{n}: {{Type: String}}\n" for n in range(8))
    items = ", ".join(f"!If [C{n}, a, b]" for n in range(8))
    template = f"Parameters:\n{parameters}Conditions:\n{conditions}Outputs: {{X: {{Value: !Join ['', [{items}]]}}}}\n"
    assert shown(output(template)) == "?its arguments have more than 64 combinations"


def test_a_bomb_of_aliases_is_bounded() -> None:
    lines = ["  a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"  a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 10) + "]" for n in range(1, 9)]
    template = "Metadata:\n" + "\n".join(lines) + "\nOutputs: {X: {Value: *a8}}\n"
    evaluator = evaluator_of(template)
    node = mapping(mapping(evaluator.template.root.member("Outputs")).members[0][1]).members[0][1]
    evaluator.value(node)
    assert shown(evaluator.value(node)) == "?the template has more than 150000 values"


def test_the_way_of_an_allowed_value() -> None:
    found = output(HEAD + "!If [IsProd, a, !Ref Env]")
    assert isinstance(found, Choice)
    ways = [
        [(at(arm.origin), [(step.what, step.source.position(step.span.start).line) for step in arm.origin.via])]
        for arm in (found.if_true, found.if_false)
        if isinstance(arm, Known)
    ]
    through = [("!Ref Env", 31), ("condition IsProd is false", 31)]
    assert ways == [[("4:39 a", through)], [("4:42 b", through)]]
