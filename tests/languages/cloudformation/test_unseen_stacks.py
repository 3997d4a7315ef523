"""Nested stacks whose templates were not read: the policy of a bucket that they are given is undecided, all else is decided."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import pytest

from s3lint.base.resource import Calls
from s3lint.base.value import Absent, Unknown
from s3lint.base.worlds import EVERYWHERE
from s3lint.languages.files import Files
from s3lint.languages.inputs import Inputs
from s3lint.languages.unit import Unit
from s3lint.model.bucket import Bucket
from tests.languages.cloudformation.templates import units

TEMPLATE = """
Parameters:
  Stage: {{Type: String}}
Conditions:
  Prod: !Equals [!Ref Stage, prod]
  Never: !Equals [a, b]
Resources:
  Store: {{Type: 'AWS::S3::Bucket'}}
  Named: {{Type: 'AWS::S3::Bucket', Properties: {{BucketName: acme-named}}}}
  Staged: {{Type: 'AWS::S3::Bucket', Properties: {{BucketName: !Sub 'acme-${{Stage}}'}}}}
  Far:
    Type: {kind}
    {rest}
    Properties:
      {location}
      Parameters: {given}
"""
STACK = "AWS::CloudFormation::Stack"
URL = "TemplateURL: https://acme-templates.s3.amazonaws.com/policies.yaml"


def single(given: str, kind: str = STACK, location: str = URL, rest: str = "") -> Unit:
    content = TEMPLATE.format(kind=kind, location=location, given=given, rest=rest)
    return of(t=content)


def of(**templates: str) -> Unit:
    files = Files(".", {f"{name}.yaml": dedent(text) for name, text in templates.items()})
    (unit,) = units([f"{name}.yaml" for name in templates], files, Inputs())
    return unit


def buckets(unit: Unit) -> dict[str, Any]:
    return {subject.address: subject.build(EVERYWHERE) for subject in unit.subjects if subject.kind is Bucket}


def calls_of(unit: Unit) -> list[Calls]:
    return [problem.calls for problem in unit.problems if problem.calls is not None]


def undecided(unit: Unit) -> list[str]:
    return [address for address, bucket in buckets(unit).items() if isinstance(bucket.policy, Unknown)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param("{Bucket: !Ref Store}", ["Store"], id="its name"),
        pytest.param("{Arn: !GetAtt Store.Arn}", ["Store"], id="its ARN"),
        pytest.param("{Arns: !Join [',', [!GetAtt Store.Arn, !Sub '${Store.Arn}/*']]}", ["Store"], id="strings that hold it"),
        pytest.param("{Origin: !GetAtt Store.RegionalDomainName}", ["Store"], id="its domain"),
        pytest.param("{Uri: !Sub 's3://${Store}/x'}", ["Store"], id="a URI"),
        pytest.param("{Bucket: acme-named}", ["Named"], id="its literal name"),
        pytest.param("{Arn: 'arn:aws:s3:::acme-named/*'}", ["Named"], id="a literal ARN"),
        pytest.param("{Bucket: !Sub 'acme-${Stage}'}", ["Staged"], id="a name known in part"),
        pytest.param("{Bucket: !If [Prod, !Ref Store, other]}", ["Store"], id="in one of two cases"),
        pytest.param("!If [Prod, {Bucket: !Ref Store}, {}]", ["Store"], id="all parameters in one of two cases"),
        pytest.param("{A: !Ref Store, B: !Ref Named}", ["Store", "Named"], id="two buckets"),
        pytest.param("{Bucket: other}", [], id="another name"),
        pytest.param("{Stage: !Ref Stage}", [], id="an input that names none"),
        pytest.param("{}", [], id="nothing"),
    ],
)
@pytest.mark.parametrize(
    ("kind", "location"),
    [
        (STACK, URL),
        (STACK, "TemplateURL: ./lost.yaml"),
        (STACK, "TemplateURL: !Sub 'https://${Stage}.example.com/t.yaml'"),
        ("AWS::Serverless::Application", "Location: ./lost.yaml"),
        ("AWS::Serverless::Application", "Location: {ApplicationId: x, SemanticVersion: 1.0.0}"),
    ],
    ids=["URL", "lost", "open", "lost application", "application of the repository"],
)
def test_the_policy_of_what_is_given_is_undecided(given: str, expected: list[str], kind: str, location: str) -> None:
    unit = single(given, kind, location)
    assert undecided(unit) == expected
    [calls] = calls_of(unit)
    assert calls.given == tuple(("Far", bucket) for bucket in expected)
    # A template can say of another one's bucket only what stands in a resource of its own.
    for bucket in buckets(unit).values():
        assert isinstance(bucket.versioning.status, Absent)
        assert isinstance(bucket.public_access_block, Absent)


def test_the_reason_is_in_the_words_of_cloudformation() -> None:
    policy = buckets(single("{Bucket: !Ref Store}"))["Store"].policy
    assert policy.reason == (
        "Far is given this bucket and not read: "
        "https://acme-templates.s3.amazonaws.com/policies.yaml lies behind a URL and was not fetched"
    )
    assert policy.origin.text == "Store"


def test_a_policy_that_is_read_is_the_only_one() -> None:
    policy = """
      Policy:
        Type: AWS::S3::BucketPolicy
        Properties: {Bucket: !Ref Store, PolicyDocument: {Statement: []}}
    """
    content = TEMPLATE.format(kind=STACK, location=URL, given="{Bucket: !Ref Store}", rest="")
    assert undecided(of(t=content + dedent(policy).replace("\n", "\n  "))) == []


def test_a_stack_that_never_is_there() -> None:
    unit = single("{Bucket: !Ref Store}", rest="Condition: Never")
    assert undecided(unit) == []
    assert unit.problems == ()


def test_a_stack_inside_a_template_that_is_read() -> None:
    unit = of(
        child="""
        Parameters: {Bucket: {Type: String}}
        Resources:
          Far: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: lost.yaml, Parameters: {B: !Ref Bucket}}}
        """,
        t="""
        Resources:
          Store: {Type: 'AWS::S3::Bucket'}
          Other: {Type: 'AWS::S3::Bucket'}
          Near: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: child.yaml, Parameters: {Bucket: !Ref Store}}}
        """,
    )
    assert undecided(unit) == ["Store"]
    [calls] = calls_of(unit)
    assert (calls.source, calls.addresses, calls.given) == ("lost.yaml", ("Near/Far",), (("Near/Far", "Store"),))


@pytest.mark.parametrize(("given", "expected"), [("!Ref Store", ["Store"]), ("other", [])])
def test_what_a_stack_that_was_not_read_puts_out_is_what_it_was_given(given: str, expected: list[str]) -> None:
    unit = of(
        t=f"""
        Resources:
          Store: {{Type: 'AWS::S3::Bucket'}}
          Far: {{Type: 'AWS::CloudFormation::Stack', Properties: {{TemplateURL: lost.yaml, Parameters: {{B: {given}}}}}}}
          Further:
            Type: AWS::CloudFormation::Stack
            Properties: {{TemplateURL: lost.yaml, Parameters: {{B: !GetAtt Far.Outputs.Bucket}}}}
          Policy:
            Type: AWS::S3::BucketPolicy
            Properties: {{Bucket: !GetAtt Far.Outputs.Bucket, PolicyDocument: {{Statement: []}}}}
        """
    )
    assert [address for address in undecided(unit) if address == "Store"] == expected
    assert [calls.given for calls in calls_of(unit)] == [tuple(("Far", bucket) for bucket in expected), ()]


def test_stacks_that_are_given_outputs_of_each_other() -> None:
    unit = of(
        t="""
        Resources:
          Store: {Type: 'AWS::S3::Bucket'}
          A: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: a.yml, Parameters: {P: !GetAtt B.Outputs.O}}}
          B: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: b.yml, Parameters: {P: !GetAtt A.Outputs.O}}}
        """
    )
    assert undecided(unit) == []


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("./lost.yaml", "was not read"),
        ("https://a.example/t.yaml", "lies behind a URL and was not fetched"),
        ("!Sub '${Stage}/t.yaml'", "is not known before it is deployed"),
        ("!Ref Stage", "is not known before it is deployed"),
        ("!If [Prod, a.yaml, b.yaml]", "is not known before it is deployed"),
    ],
)
def test_a_location_is_said_as_the_template_writes_it(location: str, reason: str) -> None:
    [calls] = calls_of(single("{}", location=f"TemplateURL: {location}"))
    assert (calls.source, calls.reason) == (location, f"{location} {reason}")
