"""What each column says of settings, in both languages: stated, silent, undecided and by case."""

from __future__ import annotations

from textwrap import indent

import pytest

from s3lint.inventory.columns import COLUMNS
from s3lint.inventory.said import State
from tests.inventory.surveys import TERRAFORM, row_of, said_in, survey, words_in

SILENT = {
    "address": ("Ledger", State.STATED),
    "place": ("template.yaml:2", State.STATED),
    "name": ("generated", State.DEFAULT),
    "encryption": ("SSE-S3 by default", State.DEFAULT),
    "tls": ("HTTP allowed", State.DEFAULT),
    "reach": ("only the account", State.STATED),
    "access-block": ("none declared", State.DEFAULT),
    "ownership": ("none declared", State.DEFAULT),
    "versioning": ("not enabled", State.DEFAULT),
    "logging": ("none", State.DEFAULT),
    "lifecycle": ("none", State.DEFAULT),
    "replication": ("none", State.DEFAULT),
    "object-lock": ("off", State.DEFAULT),
    "tags": ("none", State.DEFAULT),
    "unit": ("template.yaml", State.STATED),
}


def test_a_bucket_of_which_nothing_is_said() -> None:
    row = row_of("Resources:\n  Ledger:\n    Type: AWS::S3::Bucket\n")
    found = {column.name: [(said.text, said.state) for said in said_in(row, column.name)] for column in COLUMNS}
    assert found == {name: [said] for name, said in SILENT.items()}
    assert said_in(row, "versioning")[0].note == "S3 then keeps no earlier version of an object"


def bucket(properties: str) -> str:
    """A template with one bucket of these properties, and parameters without values."""
    head = "Parameters: {Key: {Type: String}, Days: {Type: Number}, On: {Type: String}, Tag: {Type: String}}\n"
    return head + "Resources:\n  Ledger:\n    Type: AWS::S3::Bucket\n    Properties:\n" + indent(properties, " " * 6)


def encrypted(by_default: str, more: str = "") -> str:
    rule = f"ServerSideEncryptionByDefault: {{{by_default}}}{more}"
    return f"BucketEncryption: {{ServerSideEncryptionConfiguration: [{{{rule}}}]}}"


@pytest.mark.parametrize(
    ("properties", "column", "expected"),
    [
        ("BucketName: acme-ledger", "name", "acme-ledger"),
        ("BucketName: !Sub 'acme-${Tag}'", "name", "acme-${Tag}"),
        ("BucketName: !Ref Tag", "name", "undecided: parameter Tag has no default"),
        (encrypted("SSEAlgorithm: AES256"), "encryption", "SSE-S3"),
        (encrypted("SSEAlgorithm: aws:kms"), "encryption", "SSE-KMS, key aws/s3"),
        (encrypted("SSEAlgorithm: aws:kms:dsse, KMSMasterKeyID: alias/k"), "encryption", "DSSE-KMS, key alias/k"),
        (
            encrypted("SSEAlgorithm: aws:kms, KMSMasterKeyID: !Ref Key", ", BucketKeyEnabled: true"),
            "encryption",
            "SSE-KMS, bucket key, the key is undecided: parameter Key has no default",
        ),
        ("VersioningConfiguration: {Status: Enabled}", "versioning", "Enabled"),
        ("VersioningConfiguration: {Status: Suspended}", "versioning", "Suspended"),
        ("OwnershipControls: {Rules: [{ObjectOwnership: BucketOwnerEnforced}]}", "ownership", "BucketOwnerEnforced (ACLs off)"),
        ("LoggingConfiguration: {DestinationBucketName: logs, LogFilePrefix: l/}", "logging", "to logs, below l/"),
        ("LoggingConfiguration: {}", "logging", "to this bucket itself"),
        ("ObjectLockEnabled: true", "object-lock", "on, without a default retention"),
        (
            "ObjectLockEnabled: true\nObjectLockConfiguration: {ObjectLockEnabled: Enabled, "
            "Rule: {DefaultRetention: {Mode: COMPLIANCE, Years: 1}}}",
            "object-lock",
            "on, COMPLIANCE 1 year",
        ),
        ("Tags: [{Key: Owner, Value: ops}, {Key: Stage, Value: !Ref Tag}]", "tags", "Owner=ops, Stage=${Tag}"),
        (
            "PublicAccessBlockConfiguration: {BlockPublicAcls: true, BlockPublicPolicy: true, "
            "IgnorePublicAcls: true, RestrictPublicBuckets: true}",
            "access-block",
            "all four on",
        ),
        (
            "PublicAccessBlockConfiguration: {BlockPublicAcls: true, IgnorePublicAcls: false}",
            "access-block",
            "on: block_public_acls; off: ignore_public_acls, block_public_policy, restrict_public_buckets",
        ),
    ],
)
def test_one_setting(properties: str, column: str, expected: str) -> None:
    assert words_in(row_of(bucket(properties)), column) == [expected]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("[{Status: Enabled, ExpirationInDays: 1}]", "expires after 1 day"),
        (
            "[{Status: Enabled, Prefix: a/, Transitions: [{StorageClass: GLACIER, TransitionInDays: 30}]}]",
            "below a/: to GLACIER after 30 days",
        ),
        ("[{Status: Disabled, ExpirationInDays: 9}]", "expires after 9 days (disabled)"),
        (
            "[{Status: Enabled, NoncurrentVersionExpiration: {NoncurrentDays: 7}}, "
            "{Status: Enabled, AbortIncompleteMultipartUpload: {DaysAfterInitiation: 2}}]",
            "earlier versions expire after 7 days; incomplete uploads end after 2 days",
        ),
        (
            "[{Status: Enabled, ExpirationInDays: !Ref Days}]",
            "the time of expiry is undecided: parameter Days has no default",
        ),
        (
            f"[{', '.join(f'{{Status: Enabled, Prefix: p{number}, ExpirationInDays: 5}}' for number in range(8))}]",
            "; ".join([*(f"below p{number}: expires after 5 days" for number in range(6)), "2 more rules"]),
        ),
    ],
)
def test_lifecycles(rules: str, expected: str) -> None:
    assert words_in(row_of(bucket(f"LifecycleConfiguration: {{Rules: {rules}}}")), "lifecycle") == [expected]


def test_replication() -> None:
    rule = "{Status: Enabled, Destination: {Bucket: 'arn:aws:s3:::copies', Account: '111122223333'}}"
    text = bucket(f"ReplicationConfiguration: {{Role: r, Rules: [{rule}]}}")
    assert words_in(row_of(text), "replication") == ["to arn:aws:s3:::copies, account 111122223333"]


CASES = """
variable "stage" {}
resource "aws_s3_bucket" "ledger" {
  count = var.stage == "dev" ? 0 : 1
}
resource "aws_s3_bucket_versioning" "ledger" {
  bucket = aws_s3_bucket.ledger[0].id
  versioning_configuration {
    status = var.stage == "prod" ? "Enabled" : "Suspended"
  }
}
"""


def test_each_case_is_said_and_when_the_bucket_is_there() -> None:
    row = row_of(CASES, TERRAFORM)
    assert row.exists == ("var.stage is not dev",)
    assert words_in(row, "versioning") == [
        "Enabled when var.stage is prod",
        "Suspended when var.stage is not dev or prod",
    ]
    assert words_in(row, "encryption") == ["SSE-S3 by default"]
    assert row.is_open


def test_instances_are_rows() -> None:
    text = """
        resource "aws_s3_bucket" "ledger" {
          for_each = { a = "Enabled", b = "Suspended" }
          bucket   = "ledger-${each.key}"
        }
        resource "aws_s3_bucket_versioning" "ledger" {
          for_each = aws_s3_bucket.ledger
          bucket   = each.value.id
          versioning_configuration {
            status = { a = "Enabled", b = "Suspended" }[each.key]
          }
        }
        """
    found = {row.address: words_in(row, "versioning") for row in survey(text, TERRAFORM).rows}
    assert found == {'aws_s3_bucket.ledger["a"]': ["Enabled"], 'aws_s3_bucket.ledger["b"]': ["Suspended"]}


def test_a_bucket_that_is_never_created() -> None:
    row = row_of(
        'resource "aws_s3_bucket" "ledger" {\n  count = 0\n}\nresource "aws_s3_bucket_acl" "x" {\n  bucket = "b"\n}', TERRAFORM
    )
    assert words_in(row, "versioning") == ["not declared here"]


def test_what_was_not_read_is_named_beside_what_was() -> None:
    text = """
        resource "aws_s3_bucket" "ledger" {}
        module "policy" {
          source = "./missing"
          bucket = aws_s3_bucket.ledger.id
        }
        """
    row = row_of(text, TERRAFORM)
    [said] = said_in(row, "tls")
    assert said.text.startswith("HTTP allowed in what was read; undecided: module.policy")
    assert said.state is State.UNDECIDED


def test_no_cell_is_blank() -> None:
    for text in (bucket("Tags: !Ref Tag"), bucket("LifecycleConfiguration: !Ref Key"), bucket("ReplicationConfiguration: {}")):
        row = row_of(text)
        assert all(said.text for column in COLUMNS for said in said_in(row, column.name))
