"""Other readers of templates as oracles: cfn-lint for validity, loops and reachable conditions, moto for intrinsics."""

from __future__ import annotations

import json
import os
from itertools import product
from typing import Any

import pytest

from s3lint.base.value import Absent, Choice, Data, Known, ListValue, MapValue, Text, Value
from s3lint.base.worlds import explore
from s3lint.languages.cloudformation.syntax.nodes import mapping
from s3lint.languages.files import Files
from s3lint.languages.inputs import Inputs
from tests.languages.cloudformation.templates import evaluator_of, units

FIXTURES = os.path.relpath(os.path.join(os.path.dirname(__file__), "..", "..", "..", "fixtures"))
FOLDER = os.path.join(FIXTURES, "cloudformation")
TEMPLATES = sorted(
    os.path.join(folder, name)
    for folder, _, names in os.walk(FIXTURES)
    for name in names
    if name.endswith((".yaml", ".json")) and "broken" not in folder
)


def is_template(path: str) -> bool:
    files = Files(FIXTURES)
    return any(unit.sources for unit in units([path], files, Inputs()))


def test_every_fixture_is_valid() -> None:
    from cfnlint.api import lint_by_config
    from cfnlint.config import ManualArgs

    templates = [path for path in TEMPLATES if is_template(path)]
    assert len(templates) >= 10
    found = lint_by_config(ManualArgs(templates=templates, regions=["us-east-1"]))
    assert [str(match) for match in found if match.rule.id.startswith("E")] == []


PARAMETERS = {
    "bounded": "E: {Type: String, AllowedValues: [a, b, c]}\n  F: {Type: String, AllowedValues: [x, y]}\n  G: {Type: String}",
    "free": "E: {Type: String}\n  F: {Type: String}\n  G: {Type: String}",
}
A, B, C = "!Equals [!Ref E, a]", "!Equals [b, !Ref E]", "!Equals [!Ref E, c]"
X, Y, G = "!Equals [!Ref F, x]", "!Equals [!Ref F, y]", "!Equals [!Ref G, '']"
REGION = "!Equals [!Ref AWS::Region, eu-west-1]"
CONDITIONS: tuple[dict[str, str], ...] = (
    {"P": A},
    {"P": A, "Q": B},
    {"P": A, "Q": B, "R": C},
    {"P": A, "Q": f"!Not [{A}]"},
    {"P": A, "Q": "!Not [!Condition P]"},
    {"P": A, "Q": "!Not [!Condition P]", "R": "!Not [!Condition Q]"},
    {"P": A, "Q": X},
    {"P": A, "Q": X, "R": Y},
    {"P": A, "Q": X, "R": G},
    {"P": f"!And [{A}, {X}]"},
    {"P": f"!And [{A}, {B}]"},
    {"P": f"!Or [{A}, {B}]", "Q": C},
    {"P": f"!Or [{A}, {B}, {C}]"},
    {"P": f"!Or [{X}, {Y}]", "Q": X},
    {"P": f"!Not [!Or [{A}, {B}]]", "Q": A},
    {"P": f"!Not [!And [{A}, {X}]]", "Q": A, "R": X},
    {"P": f"!And [{A}, !Not [{X}]]", "Q": Y},
    {"P": f"!And [!Not [{A}], !Not [{B}]]", "Q": C},
    {"P": f"!And [!Not [{A}], !Not [{B}], !Not [{C}]]"},
    {"P": A, "Q": "!And [!Condition P, !Condition P]"},
    {"P": A, "Q": X, "R": "!And [!Condition P, !Condition Q]"},
    {"P": A, "Q": X, "R": "!Or [!Condition P, !Condition Q]"},
    {"P": A, "Q": B, "R": "!And [!Condition P, !Condition Q]"},
    {"P": A, "Q": B, "R": "!Or [!Condition P, !Condition Q]", "S": C},
    {"P": A, "Q": X, "R": "!And [!Not [!Condition P], !Condition Q]"},
    {"P": A, "Q": X, "R": "!Or [!And [!Condition P, !Condition Q], !And [!Not [!Condition P], !Not [!Condition Q]]]"},
    {"P": G, "Q": "!Not [!Condition P]", "R": X},
    {"P": G, "Q": "!Equals [!Ref G, g]", "R": "!Equals [h, !Ref G]"},
    {"P": "!Equals [a, a]", "Q": A},
    {"P": "!Equals [a, b]", "Q": A},
    {"P": REGION, "Q": "!Equals [!Ref AWS::Region, us-east-1]"},
    {"P": REGION, "Q": A, "R": "!And [!Condition P, !Condition Q]"},
    {"P": f"!Or [{REGION}, {A}]", "Q": REGION},
    {"P": A, "Q": "{Condition: P}", "R": "{'Fn::Not': [{Condition: Q}]}"},
    {
        "P": "{'Fn::And': [{'Fn::Equals': [{Ref: E}, a]}, "
        "{'Fn::Or': [{'Fn::Equals': [{Ref: F}, x]}, {'Fn::Equals': [{Ref: G}, g]}]}]}",
        "Q": G,
    },
    {"P": f"!And [!Or [{A}, {B}], !Or [{B}, {C}]]", "Q": B},
)
TABLE = [(kind, conditions) for kind in PARAMETERS for conditions in CONDITIONS]


def reachable(text: str) -> set[tuple[tuple[str, bool], ...]]:
    evaluator = evaluator_of(text)
    section = mapping(evaluator.template.root.member("Conditions"))
    named = [(key.text, evaluator.condition(key.text)) for key, _ in section.members]
    return {answer for _, answer in explore(lambda world: tuple((name, world.decide(each)) for name, each in named))}


@pytest.mark.parametrize(("kind", "conditions"), TABLE)
def test_reachable_combinations_of_conditions(kind: str, conditions: dict[str, str]) -> None:
    from cfnlint.decode import cfn_yaml
    from cfnlint.template import Template

    section = "".join(f"  {name}: {written}\n" for name, written in conditions.items())
    text = f"Parameters:\n  {PARAMETERS[kind]}\nConditions:\n{section}Resources: {{T: {{Type: 'AWS::SNS::Topic'}}}}\n"
    scenarios = Template("t.yaml", cfn_yaml.loads(text)).conditions.build_scenarios(
        {name: {True, False} for name in conditions}
    )
    expected = {tuple((name, scenario[name]) for name in conditions) for scenario in scenarios}
    assert reachable(text) == expected


# cfn-lint replaces identifiers in keys and functions only; AWS documents every instance, so plain strings are not compared.
ITEMS = ("[a, b]", "!Ref Names", "[a, !Ref One]")
BODIES = (
    "{'R${N}': {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Sub 'x-${N}'}}}",
    "{'R${N}': {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Ref N, Tags: [{Key: !Ref N}]}}}",
    "{'Fn::ForEach::Inner': [M, [p, q], {'R${N}${M}': {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Sub '${N}-${M}'}}}]}",
    "{'R&{N}': {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Ref N}}, 'S${N}': {Type: 'AWS::S3::Bucket'}}",
)


@pytest.mark.parametrize(("items", "body"), list(product(ITEMS, BODIES)))
def test_loops(items: str, body: str) -> None:
    from cfnlint.decode import cfn_yaml
    from cfnlint.template import Template
    from cfnlint.template.transforms._language_extensions import language_extension

    text = (
        "Transform: AWS::LanguageExtensions\nParameters:\n  Names: {Type: CommaDelimitedList, Default: 'k,l'}\n"
        f"  One: {{Type: String, Default: one}}\nResources:\n  Fn::ForEach::Loop: [N, {items}, {body}]\n"
    )
    matches, template = language_extension(Template("t.yaml", cfn_yaml.loads(text)))
    assert matches == []
    evaluator = evaluator_of(text)
    ours = {}
    for declaration in evaluator.declarations.values():
        properties = declaration.body.member("Properties")
        ours[declaration.id] = settled(evaluator.value(properties, (), declaration.bindings)) if properties else None
    assert ours == {name: resource.get("Properties") for name, resource in template["Resources"].items()}


def settled(value: Value[Data]) -> Any:
    """A value of which nothing is undecided, as plain data; scalars as strings."""
    match value:
        case Known(Text() as text):
            assert text.literal is not None, str(text)
            return text.literal
        case Known(ListValue(items)):
            return [settled(item) for item in items if not isinstance(item, Absent)]
        case Known(MapValue(entries)):
            return {key: settled(entry.value) for key, entry in entries.items() if not isinstance(entry.value, Absent)}
        case Known(bool() as flag):
            return "true" if flag else "false"
        case Known(content):
            return str(content)
    assert not isinstance(value, Choice)
    raise AssertionError(value)


# moto takes a list's default for one string, so the list is always given.
MOTO = [
    {"Parts": "north,south"},
    {"Stage": "live", "Parts": "east,west"},
    {"Project": "globe", "Parts": "a,b,c"},
]


@pytest.mark.parametrize("parameters", MOTO)
def test_intrinsics(parameters: dict[str, str]) -> None:
    import yaml
    from moto.cloudformation.parsing import ResourceMap, clean_json
    from moto.cloudformation.utils import yaml_tag_constructor

    class Loader(yaml.SafeLoader):
        pass

    Loader.add_multi_constructor("", yaml_tag_constructor)
    with open(os.path.join(FOLDER, "intrinsics.yaml"), encoding="utf-8") as stream:
        text = stream.read()
    theirs = yaml.load(text, Loader)
    resources = ResourceMap("id", "stack", parameters, {}, "eu-west-1", "123456789012", theirs, {})
    resources.load_mapping()
    resources.transform_mapping()
    resources.load_parameters()
    resources.load_conditions()
    evaluator = evaluator_of(text, Inputs(account="123456789012", region="eu-west-1"), **parameters)
    for declaration in evaluator.declarations.values():
        node = declaration.body.member("Properties")
        assert node is not None
        expected = json.loads(json.dumps(clean_json(theirs["Resources"][declaration.id]["Properties"], resources)))
        assert settled(evaluator.value(node)) == expected
