"""Any bytes and any template: units come, nothing is raised, and it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from s3lint.base.value import Absent, Known, Unknown
from s3lint.base.worlds import TooManyWorlds, World, explore
from s3lint.languages.cloudformation.dialect import DIALECT
from s3lint.languages.cloudformation.evaluation.intrinsics import FUNCTIONS
from s3lint.languages.files import Files
from s3lint.languages.inputs import Inputs
from s3lint.languages.unit import Subject
from s3lint.model.bucket import Bucket
from tests.languages.cloudformation.templates import units
from tests.languages.cloudformation.test_oracles import FOLDER

FIXTURES = sorted(name for name in os.listdir(FOLDER) if name.endswith((".yaml", ".json")))
ENOUGH = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])


def judge(content: bytes) -> int:
    """Reads a file and asks everything of every bucket; the number of buckets."""
    buckets = 0
    for unit in units(["t.yaml"], Files(".", {"t.yaml": content}), Inputs()):
        for problem in unit.problems:
            assert problem.message
            assert problem.origin.start.line >= 1
        for subject in unit.subjects:
            buckets += subject.kind is Bucket
            try:
                for _, model in explore(partial(asked, subject)):
                    assert isinstance(model, subject.kind)
            except TooManyWorlds:
                continue
    return buckets


def asked(subject: Subject, world: World) -> object:
    model: object = subject.build(world)
    lazy = [name for base in subject.kind.__mro__ for name, member in vars(base).items() if isinstance(member, cached_property)]
    for field in lazy if world.decide(subject.condition) else ():
        setting = getattr(model, field)
        if isinstance(setting, (Known, Absent, Unknown)):
            assert setting.origin.span.start <= setting.origin.span.end <= len(setting.origin.source.text)
    return model


@pytest.mark.parametrize("name", FIXTURES)
def test_fixtures_have_buckets(name: str) -> None:
    with open(os.path.join(FOLDER, name), "rb") as stream:
        assert (judge(stream.read()) > 0) is ("parameters" not in name)


@ENOUGH
@given(st.sampled_from(FIXTURES), st.data())
def test_mutated_bytes(name: str, data: st.DataObject) -> None:
    with open(os.path.join(FOLDER, name), "rb") as stream:
        content = bytearray(stream.read())
    for _ in range(data.draw(st.integers(1, 4))):
        position = data.draw(st.integers(0, len(content) - 1))
        length = data.draw(st.integers(0, 12))
        inserted = data.draw(st.one_of(st.binary(max_size=6), st.sampled_from(PIECES)))
        content[position : position + length] = inserted
    judge(bytes(content))


SIGNS = r"""[ ] { } : - ' " &a *a !Ref !If !Sub | > ${ null << --- ? % \ud83d"""
PIECES = [piece.encode() for piece in (*SIGNS.split(), "\n", "\t", "\ufeff", "\u2028")]


@ENOUGH
@given(st.binary(max_size=200))
@example(b"\xff\xfe")
@example("AWSTemplateFormatVersion: '2010-09-09'\nResources: {B: {Type: 'AWS::S3::Bucket'}}".encode("utf-16"))
def test_any_bytes(content: bytes) -> None:
    judge(b"Resources: {B: {Type: 'AWS::S3::Bucket', Properties: " + content + b"}}")
    judge(content + b"\nResources:\n  B:\n    Type: AWS::S3::Bucket\n")


NAMES = st.sampled_from(["P", "Q", "B", "C", "N", "AWS::Region", "AWS::NoValue", "AWS::StackId", "", "M"])
TEXTS = st.sampled_from(["Enabled", "${P}", "${B.Arn}/*", "x-${N}", '{"Statement": []}', "{{resolve:ssm:x}}"])
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-3, 10**20), st.text(max_size=6), NAMES, TEXTS)


def calls(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(
        lambda name, argument: {name: argument},
        st.sampled_from(sorted(FUNCTIONS)),
        st.one_of(inner, NAMES, st.lists(st.one_of(NAMES, inner), max_size=4)),
    )


KEYS = st.sampled_from(
    [
        "Status",
        "BucketName",
        "VersioningConfiguration",
        "Rules",
        "Statement",
        "Action",
        "Fn::ForEach::L",
        "Fn::Transform",
        "LoggingConfiguration",
        "BucketEncryption",
        "Policies",
        "Events",
        "EventSelectors",
        "AdvancedEventSelectors",
        "FieldSelectors",
        "LifecycleConfiguration",
        "Tags",
        "PublicAccessBlockConfiguration",
        "DestinationBucketName",
        "AccessControl",
        "PolicyDocument",
        "Bucket",
    ]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=4), calls(inner)),
    max_leaves=12,
)
TYPES = st.sampled_from(["AWS::S3::Bucket", "AWS::S3::Bucket", *sorted(DIALECT.types), "AWS::CloudFormation::Stack"])
PROPERTIES = st.one_of(VALUES, st.dictionaries(KEYS, VALUES, max_size=5))
RESOURCES = st.fixed_dictionaries(
    {"Type": TYPES}, optional={"Properties": PROPERTIES, "Condition": NAMES, "DeletionPolicy": VALUES}
)
IDS = st.sampled_from(["B", "A", "Bucket${N}", "Fn::ForEach::L"])
PARAMETERS = st.fixed_dictionaries({"Type": st.just("String")}, optional={"Default": VALUES, "AllowedValues": VALUES})
COMPARISONS = st.builds(lambda left, right: {"Fn::Equals": [left, right]}, VALUES, VALUES)
TEMPLATES = st.fixed_dictionaries(
    {"Resources": st.dictionaries(IDS, RESOURCES, min_size=1, max_size=4)},
    optional={
        "Parameters": st.dictionaries(NAMES, st.one_of(VALUES, PARAMETERS), max_size=3),
        "Conditions": st.dictionaries(NAMES, st.one_of(VALUES, COMPARISONS), max_size=3),
        "Mappings": st.dictionaries(NAMES, VALUES, max_size=2),
        "Outputs": VALUES,
    },
)


@ENOUGH
@given(TEMPLATES)
def test_any_template(template: dict[str, Any]) -> None:
    judge(json.dumps(template).encode())
    judge(json.dumps(template, ensure_ascii=False, indent="\t").encode("utf-8", "surrogatepass"))


MOST_MEBIBYTES = 160
"""What a process may take that reads one template of any kind: `MAX_NODES`, `MAX_EVALUATED` and `MAX_UNROLLED` bound it."""

TAGS = "".join(f"            - {{Key: k{number}, Value: v{number}}}\n" for number in range(60))
LAYERS = "".join(f"      A{layer}: &a{layer} [{', '.join([f'*a{layer - 1}'] * 10)}]\n" for layer in range(1, 9))
HUNGRY = {
    "loops": f"""\
Transform: AWS::LanguageExtensions
Resources:
  Fn::ForEach::Buckets:
    - I
    - {list(range(1000))}
    - B${{I}}:
        Type: AWS::S3::Bucket
        Properties:
          Tags:
{TAGS}""",
    "aliases": "Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      A0: &a0 [x, x, x, x, x]\n" + LAYERS,
    "values": "Resources:\n  B: {Type: 'AWS::S3::Bucket', Properties: {Tags: [" + "{Key: k, Value: v}, " * 33_000 + "]}}\n",
    "text": "Resources: {B: {Type: 'AWS::S3::Bucket', Properties: {BucketName: " + "a" * 4_000_000 + "}}}\n",
}


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="the kernel does not tell what a program took alone")
@pytest.mark.parametrize("name", HUNGRY)
def test_memory_is_bounded(name: str, tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_text(HUNGRY[name], encoding="utf-8")
    program = """
import sys
from s3lint.languages.cloudformation import FRONT_END
from s3lint.languages.files import Files
from s3lint.languages.inputs import Inputs
(work,) = FRONT_END.work([sys.argv[1]], Files("."), Inputs())
(unit,) = work.read()
with open("/proc/self/status") as status:
    most = next(line.split()[1] for line in status if line.startswith("VmHWM"))
print(len(unit.subjects), int(most) // 1024)
"""
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    buckets, mebibytes = map(int, done.stdout.split())
    assert buckets >= 1
    assert mebibytes < MOST_MEBIBYTES
