"""The regions of text that a resource lies in: its own, and those of the resources that deploy its stack."""

from __future__ import annotations

from textwrap import dedent

from s3lint.languages.files import Files
from s3lint.languages.inputs import Inputs
from s3lint.languages.unit import Unit
from tests.languages.cloudformation.templates import units


def scopes(unit: Unit, address: str) -> list[tuple[str, str, str, str]]:
    """For each region its kind and name, and where it starts and what of it stands on the first and last line."""
    (resource,) = [resource for resource in unit.resources if resource.address == address]
    found = []
    for scope in resource.scopes:
        start, lines = scope.origin.start, scope.origin.text.splitlines()
        place = f"{scope.origin.source.path}:{start.line}:{start.column}"
        found.append((scope.kind, scope.name, place, f"{lines[0]} … {lines[-1].strip()}"))
    return found


def read(**texts: str) -> Unit:
    overlay = {f"{name}.yaml": dedent(text) for name, text in texts.items()}
    (unit,) = units(list(overlay), Files(".", overlay), Inputs())
    return unit


def test_a_resource_from_its_logical_id_to_the_end_of_its_body() -> None:
    unit = read(
        t="""\
        Resources:
          One:
            Type: AWS::S3::Bucket
            Properties:
              Tags:
                - {Key: a, Value: b}   # last

          # of the next one
          Two: {Type: 'AWS::S3::Bucket'}
        """
    )
    assert scopes(unit, "One") == [("resource", "One", "t.yaml:2:3", "One: … - {Key: a, Value: b}")]
    assert scopes(unit, "Two") == [
        ("resource", "Two", "t.yaml:9:3", "Two: {Type: 'AWS::S3::Bucket'} … Two: {Type: 'AWS::S3::Bucket'}")
    ]


def test_the_body_of_an_alias_stands_elsewhere() -> None:
    unit = read(t="Resources:\n  One: &b\n    Type: AWS::S3::Bucket\n  Two: *b\n")
    assert scopes(unit, "One") == [("resource", "One", "t.yaml:2:3", "One: &b … Type: AWS::S3::Bucket")]
    assert scopes(unit, "Two") == [("resource", "Two", "t.yaml:4:3", "Two … Two")]


def test_a_resource_of_a_loop_lies_in_the_body_of_the_loop() -> None:
    unit = read(
        t="""\
        Transform: AWS::LanguageExtensions
        Resources:
          Fn::ForEach::Buckets:
            - Name
            - [Logs, Data]
            - ${Name}Bucket:
                Type: AWS::S3::Bucket
                DeletionPolicy: Retain
        """
    )
    body = "${Name}Bucket: … DeletionPolicy: Retain"
    assert scopes(unit, "LogsBucket") == [("resource", "LogsBucket", "t.yaml:6:7", body)]
    assert scopes(unit, "DataBucket") == [("resource", "DataBucket", "t.yaml:6:7", body)]


def test_the_stacks_that_deploy_it_from_the_inside_out() -> None:
    stack = "Resources:\n  {0}:\n    Type: {1}\n    Properties: {{{2}: {3}.yaml}}\n"
    unit = read(
        top=stack.format("Middle", "AWS::CloudFormation::Stack", "TemplateURL", "middle"),
        middle=stack.format("Inner", "AWS::Serverless::Application", "Location", "inner"),
        inner="Resources:\n  Data:\n    Type: AWS::S3::Bucket\n",
    )
    assert scopes(unit, "Middle/Inner/Data") == [
        ("resource", "Middle/Inner/Data", "inner.yaml:2:3", "Data: … Type: AWS::S3::Bucket"),
        ("module", "Middle/Inner", "middle.yaml:2:3", "Inner: … Properties: {Location: inner.yaml}"),
        ("module", "Middle", "top.yaml:2:3", "Middle: … Properties: {TemplateURL: middle.yaml}"),
    ]


def test_resources_of_an_included_file_lie_in_it() -> None:
    overlay = {
        "t.yaml": "Resources:\n  Fn::Transform: {Name: AWS::Include, Parameters: {Location: part.yaml}}\n"
        "  Own: {Type: 'AWS::S3::Bucket'}\n",
        "part.yaml": "Data:\n  Type: AWS::S3::Bucket\n",
    }
    (unit,) = units(["t.yaml"], Files(".", overlay), Inputs())
    assert scopes(unit, "Data") == [("resource", "Data", "part.yaml:1:1", "Data: … Type: AWS::S3::Bucket")]


def test_functions_of_sam_that_a_bucket_notifies() -> None:
    unit = read(
        t="""\
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Work:
            Type: AWS::Serverless::Function
            Properties:
              Policies: [{S3ReadPolicy: {BucketName: !Ref Data}}]
          Data:
            Type: AWS::S3::Bucket
        """
    )
    assert scopes(unit, "Work") == [
        ("resource", "Work", "t.yaml:3:3", "Work: … Policies: [{S3ReadPolicy: {BucketName: !Ref Data}}]")
    ]
