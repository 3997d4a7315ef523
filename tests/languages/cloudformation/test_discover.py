"""Which files are templates, what is said of those that should be, and what is not even read."""

from __future__ import annotations

from typing import Any

import pytest

from s3lint.languages.files import Files
from s3lint.languages.inputs import Inputs
from tests.languages.cloudformation.templates import units

BUCKET = "Resources:\n  B:\n    Type: AWS::S3::Bucket\n"


def read(content: str | bytes, path: str = "t.yaml") -> list[tuple[list[str], list[str]]]:
    """For each unit, the addresses of its subjects and its problems."""
    found = units([path], Files(".", {path: content}), Inputs())
    return [([subject.address for subject in unit.subjects], [problem.message for problem in unit.problems]) for unit in found]


@pytest.mark.parametrize(
    "content",
    [
        BUCKET,
        "AWSTemplateFormatVersion: '2010-09-09'\n" + BUCKET,
        "\ufeff" + BUCKET,
        BUCKET.replace("\n", "\r\n"),
        BUCKET.encode("utf-16"),
        "--- \n" + BUCKET + "...\n",
        '{"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}',
        '\n\t{"Resources":\t{"B": {"Type": "AWS::S3::Bucket"}}}',
        "Resources:\n  Broken: [a]\n  B: {Type: 'AWS::S3::Bucket'}\n  Other: {Type: 12}\n",
        "Resources:\n  A: {Type: 'AWS::SNS::Topic'}\n  B: {Type: 'AWS::S3::Bucket', DependsOn: A}\n",
    ],
)
@pytest.mark.parametrize("path", ["t.yaml", "t.yml", "t.json", "t.template", "stdin"])
def test_templates(content: str | bytes, path: str) -> None:
    assert read(content, path) == [(["B"], [])]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "apiVersion: v1\nkind: List\nitems:\n- kind: Pod\n  # AWS::S3::Bucket\n  Resources: {}\n",
        "- hosts: all\n  tasks:\n    - cloudformation: {Resources: 'AWS::S3::Bucket'}\n",
        '{"Parameters": {"Resources": "AWS::S3::Bucket"}}',
        "Resources: [AWS::S3::Bucket]\n",
        "Resources: {a: {Type: bucket, note: 'AWS::S3::Bucket'}}\n",
        "Resources: none, but AWS::S3::Bucket in prose\n",
        "{% if x %}Resources AWS::S3 {% endif %}",
    ],
)
def test_other_files(content: str) -> None:
    found = read(content)
    assert all(subjects == [] for subjects, _ in found)
    assert found == [] or content.startswith("{%")


def test_a_template_that_names_nothing_of_s3_is_not_read() -> None:
    content = "Resources:\n  A: {Type: 'AWS::SNS::Topic', Properties: [}\n"
    (unit,) = units(["t.yaml"], Files(".", {"t.yaml": content}), Inputs())
    assert (unit.name, unit.subjects, unit.problems, unit.sources) == ("t.yaml", (), (), ())


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (BUCKET + "  C: [\n", ([], ["expected a value (parsing a flow node that begins on line 5)"])),
        (
            "AWSTemplateFormatVersion: '2010-09-09'\nResources: {}  # AWS::S3::Bucket\n",
            ([], ["expected `Resources` with a `Type` in each of them"]),
        ),
        (
            "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  - {Type: 'AWS::S3::Bucket'}\n",
            ([], ["expected `Resources` with a `Type` in each of them"]),
        ),
        (
            "AWSTemplateFormatVersion: '2010-09-09'\nResources: {A: {Name: b}}\n",
            ([], ["expected `Resources` with a `Type` in each of them"]),
        ),
        (
            "AWSTemplateFormatVersion: '2010-09-09'\nResources: " + "[" * 101 + "]" * 101,
            ([], ["expected at most 100 levels of nesting"]),
        ),
        (BUCKET.encode() + b"# \xff\n", ([], ["expected UTF-8 text; this byte is none"])),
        (
            BUCKET + "    Type: AWS::S3::Bucket\n",
            (["B"], ["expected the key `Type` once in this map; it stands on line 3 too; the last counts"]),
        ),
    ],
)
def test_what_should_be_a_template_and_cannot_be_read(content: Any, expected: tuple[list[str], list[str]]) -> None:
    assert read(content) == [expected]


def test_several_templates_in_one_file() -> None:
    content = BUCKET + "---\nkind: Other\n---\nResources:\n  C:\n    Type: AWS::S3::Bucket\n"
    assert read(content) == [(["B"], []), (["C"], [])]


def test_a_file_that_is_gone() -> None:
    (unit,) = units(["nowhere.yaml"], Files(".", {}), Inputs())
    assert [problem.message for problem in unit.problems] == ["cannot read the file: no such file"]
