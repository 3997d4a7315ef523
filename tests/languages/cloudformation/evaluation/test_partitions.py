"""Region, partition and domain: one decides the others, so that worlds which combine them impossibly don't exist."""

from __future__ import annotations

import pytest

from s3lint import Settings, check
from s3lint.languages.inputs import Inputs
from tests.languages.cloudformation.templates import evaluator_of, said

IN_CHINA = "AWS::Region=cn-north-1"


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("!Equals [!Ref AWS::Partition, aws-cn]", IN_CHINA),
        ("!Equals [aws-cn, !Sub '${AWS::Partition}']", IN_CHINA),
        ("!Equals [!Ref AWS::Partition, aws]", f"!({IN_CHINA})"),
        ("!Equals [!Ref AWS::Partition, aws-us-gov]", "False"),
        ("!Equals [!Ref AWS::URLSuffix, amazonaws.com.cn]", IN_CHINA),
        ("!Equals [!Ref AWS::URLSuffix, amazonaws.com]", f"!({IN_CHINA})"),
        ("!Equals [!Ref AWS::Region, cn-north-1]", IN_CHINA),
        ("!Equals [!FindInMap [Kinds, !Ref AWS::Partition, Kind], china]", IN_CHINA),
    ],
)
def test_the_partition_is_that_of_the_region(condition: str, expected: str) -> None:
    text = f"""
Mappings: {{Kinds: {{aws: {{Kind: most}}, aws-cn: {{Kind: china}}}}}}
Conditions:
  Here: !Equals [!Ref AWS::Region, cn-north-1]
  C: {condition}
"""
    assert said(evaluator_of(text).condition("C")) == expected
    assert evaluator_of(text, Inputs(region="eu-west-1")).condition("C") is (expected == f"!({IN_CHINA})")
    assert evaluator_of(text, Inputs(region="cn-north-1")).condition("C") is (expected == IN_CHINA)


def test_a_template_that_names_no_other_region_is_for_the_common_one() -> None:
    text = "Conditions: {C: !Equals [!Ref AWS::Partition, aws-cn], D: !Equals [!Ref AWS::Region, eu-west-1]}\n"
    assert evaluator_of(text).condition("C") is False


SWITCHED = """
Conditions:
  Here: !Equals [%s]
  There: !Equals [%s]
Resources:
  Store:
    Type: AWS::S3::Bucket
    Condition: Here
    Properties: {VersioningConfiguration: {Status: !If [There, Enabled, Suspended]}}
"""
REGION, PARTITION, DOMAIN = (
    "!Ref AWS::Region, cn-north-1",
    "!Ref AWS::Partition, aws-cn",
    "!Ref AWS::URLSuffix, amazonaws.com.cn",
)


@pytest.mark.parametrize(
    ("here", "there", "verdict"),
    [
        (REGION, PARTITION, "pass"),
        (PARTITION, REGION, "pass"),
        (REGION, DOMAIN, "pass"),
        (DOMAIN, REGION, "pass"),
        (REGION, "!Ref AWS::Partition, aws", "fail"),
        ("!Ref AWS::Partition, aws", REGION, "fail"),
        ("!Ref AWS::Region, us-gov-west-1", "!Ref AWS::URLSuffix, amazonaws.com", "pass"),
        ("!Ref AWS::Region, eu-west-1", "!Ref AWS::Partition, aws", "pass"),
        ("!Ref AWS::Partition, aws", "!Ref AWS::Region, eu-west-1", "undecided"),
    ],
)
def test_impossible_combinations_do_not_exist(here: str, there: str, verdict: str) -> None:
    report = check([], Settings(select=("missing-versioning",)), overlay={"t.yaml": SWITCHED % (here, there)})
    found = [finding.verdict.value for finding in (*report.findings, *report.undecided)]
    assert (found or ["pass"]) == [verdict]


POLICY = """
Mappings: {Region: {cn-north-1: {Prefix: aws-cn}, eu-west-1: {Prefix: aws}}}
Conditions: {China: !Equals [!Ref AWS::Region, cn-north-1]}
Resources:
  Store: {Type: AWS::S3::Bucket}
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Store
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Deny
            Principal: "*"
            Action: s3:*
            Resource: [!Sub ['arn:${A}:s3:::${Store}', {A: %s}], !Sub ['arn:${A}:s3:::${Store}/*', {A: %s}]]
            Condition: {Bool: {aws:SecureTransport: "false"}}
"""


@pytest.mark.parametrize(
    ("partition", "cases"),
    [
        ("!FindInMap [Region, !Ref AWS::Region, Prefix]", set()),
        ("!If [China, aws-cn, aws]", set()),
        ("!Ref AWS::Partition", set()),
        ("!If [China, aws, aws-cn]", {("AWS::Region is cn-north-1",)}),
    ],
)
def test_the_policy_of_a_region_names_its_partition(partition: str, cases: set[tuple[str, ...]]) -> None:
    rules = ("plain-http-allowed", "invalid-policy")
    report = check([], Settings(select=rules), overlay={"t.yaml": POLICY % (partition, partition)})
    assert report.findings == ()
    assert {finding.cases for finding in report.undecided} == cases
