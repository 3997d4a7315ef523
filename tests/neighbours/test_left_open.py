"""What an input leaves open is undecided, or fails whatever the input is; never a pass."""

from __future__ import annotations

import pytest

from tests.neighbours.reports import places

BUCKET = """Parameters:
  Given: {{Type: String}}
Resources:
  Ledger:
    Type: AWS::S3::Bucket
    Properties: {{{}}}
"""


def in_bucket(rule: str, properties: str) -> list[str]:
    return places(rule, t_yaml=BUCKET.format(properties))


SSE = "BucketEncryption: {{ServerSideEncryptionConfiguration: [{{ServerSideEncryptionByDefault: {{{}}}}}]}}"
REPLICATED = (
    "ReplicationConfiguration: {{Role: arn:aws:iam::111122223333:role/r,"
    ' Rules: [{{Status: {}, Destination: {{Bucket: "arn:aws:s3:::x"}}}}]}}'
)
MOVES = "LifecycleConfiguration: {{Rules: [{{Status: Enabled, Transitions: [{}, {}]}}]}}"


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        (SSE.format("SSEAlgorithm: AES256, KMSMasterKeyID: !Ref Given"), ["undecided 2"]),
        (SSE.format("SSEAlgorithm: !Ref Given, KMSMasterKeyID: k"), ["undecided 2"]),
        (SSE.format("SSEAlgorithm: !Ref Given"), []),
        (SSE.format("SSEAlgorithm: aws:kms, KMSMasterKeyID: !Ref Given"), []),
        (REPLICATED.format("!Ref Given"), ["undecided 2"]),
        (REPLICATED.format("Disabled"), []),
        ("VersioningConfiguration: {Status: Enabled}, " + REPLICATED.format("!Ref Given"), []),
        ("VersioningConfiguration: {Status: !Ref Given}, " + REPLICATED.format("Enabled"), ["undecided 2"]),
        ("VersioningConfiguration: {Status: Suspended}, ObjectLockEnabled: !Ref Given", ["undecided 2"]),
        ("VersioningConfiguration: {Status: Enabled}, ObjectLockEnabled: !Ref Given", []),
    ],
)
def test_pairs_that_exclude_each_other(properties: str, expected: list[str]) -> None:
    assert in_bucket("conflicting-configuration", properties) == expected


def test_mfa_delete_with_a_lifecycle() -> None:
    text = """
        variable "x" {{}}
        resource "aws_s3_bucket" "b" {{
          versioning {{
            enabled    = true
            mfa_delete = {}
          }}
          lifecycle_rule {{
            enabled = true
          }}
        }}
    """
    assert places("conflicting-configuration", main_tf=text.format("var.x")) == ["undecided 1"]
    assert places("conflicting-configuration", main_tf=text.format("true")) == ["fail 5"]
    assert places("conflicting-configuration", main_tf=text.format("false")) == []


def move(storage_class: str, days: str) -> str:
    return f"{{StorageClass: {storage_class}, TransitionInDays: {days}}}"


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ((move("GLACIER", "10"), move("STANDARD_IA", "40")), ["fail 6"]),
        ((move("GLACIER", "!Ref Given"), move("STANDARD_IA", "40")), ["undecided 2"]),
        ((move("GLACIER", "10"), move("!Ref Given", "40")), ["undecided 2"]),
        ((move("STANDARD_IA", "30"), move("GLACIER", "60")), []),
    ],
)
def test_moves(moves: tuple[str, str], expected: list[str]) -> None:
    assert in_bucket("conflicting-lifecycle", MOVES.format(*moves)) == expected


def test_a_key_of_aws_is_one_whatever_its_tag_is_called() -> None:
    tags = "Tags: [{{Key: !Ref Given, Value: {}}}]"
    assert in_bucket("secret-in-configuration", tags.format("AKIAZ2LEDGERLEDGER22")) == ["fail 6"]
    assert in_bucket("secret-in-configuration", tags.format("hunter2hunter2")) == []


def test_an_encryption_of_which_nothing_is_known() -> None:
    assert in_bucket("foreign-kms-key", "BucketEncryption: !Ref Given") == ["undecided 2"]
    assert in_bucket("foreign-kms-key", "BucketName: acme-ledger") == []


TRAIL = """
    variable "x" {{}}
    resource "aws_cloudtrail" "t" {{
      s3_bucket_name = "logs"
      advanced_event_selector {{
        field_selector {{
          field  = "resources.type"
          equals = [{kind}]
        }}
        field_selector {{
          field  = {field}
          equals = [{value}]
        }}
      }}
    }}
"""


@pytest.mark.parametrize(
    ("kind", "field", "value", "expected"),
    [
        ('"AWS::S3::Object"', '"eventCategory"', '"Data"', []),
        ('"AWS::S3::Object"', '"readOnly"', '"true"', ["fail 9"]),
        ('"AWS::S3::Object"', "var.x", '"true"', ["undecided 1"]),
        ('"AWS::S3::Object"', '"readOnly"', "var.x", ["undecided 1"]),
        ("var.x", '"eventCategory"', '"Data"', ["undecided 1"]),
        ('"AWS::DynamoDB::Table"', "var.x", '"true"', ["fail 2"]),
    ],
)
def test_fields_of_an_advanced_selector(kind: str, field: str, value: str, expected: list[str]) -> None:
    assert places("missing-data-events", main_tf=TRAIL.format(kind=kind, field=field, value=value)) == expected


def test_the_type_of_a_record() -> None:
    text = """
        variable "x" {}
        resource "aws_route53_record" "www" {
          name    = "www.acme.example"
          type    = var.x
          records = ["acme-old.s3-website-eu-west-1.amazonaws.com"]
        }
    """
    assert places("unclaimed-origin", main_tf=text) == ["undecided 1"]


def test_an_origin_of_which_only_its_kind_says_that_it_is_a_bucket() -> None:
    text = """
Parameters:
  Given: {Type: String}
Resources:
  Cdn:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Origins: [{Id: site, DomainName: !Ref Given, S3OriginConfig: {}}]
"""
    assert places("cloudfront-without-oac", t_yaml=text) == ["undecided 2"]
