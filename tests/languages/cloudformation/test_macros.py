"""Macros that change a template as a whole: what they add is open, what is written stays."""

from __future__ import annotations

from typing import Any

import pytest

from s3lint.base.value import Absent, Unknown
from s3lint.base.worlds import EVERYWHERE
from tests.languages.cloudformation.templates import at, unit_of
from tests.models import plain

BODY = """
Resources:
  Bare: {Type: AWS::S3::Bucket}
  Loose:
    Type: AWS::S3::Bucket
    Properties: {VersioningConfiguration: {Status: Suspended}}
"""


def models(text: str) -> list[Any]:
    return [subject.build(EVERYWHERE) for subject in unit_of(text).subjects]


@pytest.mark.parametrize(
    ("transform", "place"),
    [
        ("Transform: Acme", "1:12 Acme"),
        ("Transform: [AWS::Serverless-2016-10-31, Acme]", "1:41 Acme"),
        ("Transform: [{Name: Acme, Parameters: {A: b}}]", "1:20 Acme"),
        ("Fn::Transform: {Name: Acme}", "1:23 Acme"),
    ],
)
def test_a_macro_is_named_and_may_add_what_is_missing(transform: str, place: str) -> None:
    (problem,) = unit_of(transform + BODY).problems
    assert (problem.kind, at(problem.origin)) == ("unresolved-module", place)
    assert problem.message == "judged is the template as it is written: the macro Acme may change anything in it"
    bare, loose = models(transform + BODY)
    for setting in (bare.versioning.status, bare.encryption, bare.policy, loose.policy):
        assert isinstance(setting, Unknown)
        assert setting.reason == "the macro Acme may add settings and resources"
    assert plain(loose.versioning.status) == "Suspended"


@pytest.mark.parametrize("transform", ["AWS::Serverless-2016-10-31", "AWS::LanguageExtensions", "[AWS::CodeDeployBlueGreen]"])
def test_what_the_transforms_of_aws_do_is_known(transform: str) -> None:
    assert unit_of(f"Transform: {transform}{BODY}").problems == ()
    bare, _ = models(f"Transform: {transform}{BODY}")
    assert isinstance(bare.policy, Absent)


def test_what_is_included_from_elsewhere_may_be_a_policy() -> None:
    include = "Transform: {Name: AWS::Include, Parameters: {Location: 's3://acme/more.yaml'}}"
    bare, _ = models(include + BODY)
    assert isinstance(bare.policy, Unknown)
    assert bare.policy.reason == "a file that is not on disk may add resources"
    assert isinstance(bare.versioning.status, Absent)
