"""Access points, the access block of the account, plans, and what is read although it declares no bucket."""

from __future__ import annotations

import json

import pytest

from s3lint import Settings, check
from s3lint.errors import NothingToCheck
from tests.neighbours.reports import places, report, said

POINT, ACCOUNT = "exposed-access-point", "account-public-access-block-off"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("AWS::S3::AccessPoint", "access point"),
        ("AWS::S3Express::AccessPoint", "directory bucket access point"),
        ("AWS::S3::MultiRegionAccessPoint", "multi-Region access point"),
        ("AWS::S3ObjectLambda::AccessPoint", "Object Lambda access point"),
    ],
)
def test_every_kind_of_cloudformation(kind: str, words: str) -> None:
    template = f"""
        Resources:
          Door:
            Type: {kind}
            Properties:
              PublicAccessBlockConfiguration:
                BlockPublicAcls: "false"
                IgnorePublicAcls: true
                RestrictPublicBuckets: false
    """
    found = report(POINT, t_yaml=template).findings
    assert [(finding.message, finding.origin.start.line, finding.properties) for finding in found] == [
        (
            f"the {words} Door turns BlockPublicAcls, RestrictPublicBuckets off, for good",
            6,
            (("flags", "block_public_acls,restrict_public_buckets"),),
        )
    ]
    assert [(note.label, note.origin.start.line) for note in found[0].related] == [("RestrictPublicBuckets is false", 8)]


@pytest.mark.parametrize("block", ["", "public_access_block_configuration {}", "public_access_block_configuration {\n}"])
def test_flags_that_are_left_out_are_on(block: str) -> None:
    assert (
        places(POINT, main_tf=f'resource "aws_s3_access_point" "door" {{\n  bucket = "acme"\n  name = "door"\n{block}\n}}\n')
        == []
    )


def test_the_account_of_every_provider() -> None:
    text = """
        provider "aws" {
          alias = "audit"
        }
        resource "aws_s3_account_public_access_block" "main" {
          block_public_acls       = true
          block_public_policy     = true
          ignore_public_acls      = true
          restrict_public_buckets = true
        }
        resource "aws_s3_account_public_access_block" "audit" {
          provider                = aws.audit
          block_public_acls       = true
          restrict_public_buckets = false
        }
    """
    address = "aws_s3_account_public_access_block.audit"
    assert said(ACCOUNT, main_tf=text) == [
        f"fail main.tf:13:29 {address}: {address} leaves restrict_public_buckets, ignore_public_acls, block_public_policy "
        "off for every bucket of the account"
    ]


def test_a_block_that_may_not_be_there() -> None:
    text = """
        variable "production" { type = bool }
        resource "aws_s3_account_public_access_block" "main" {
          count             = var.production ? 1 : 0
          block_public_acls = true
        }
    """
    # Where it is there it is wrong, and where it is not there is nothing to judge.
    assert places(ACCOUNT, main_tf=text) == ["fail 2"]


def planned(address: str, values: dict[str, object]) -> dict[str, object]:
    kind = address.partition(".")[0]
    return {
        "address": address,
        "mode": "managed",
        "type": kind,
        "name": address.partition(".")[2],
        "change": {"actions": ["create"], "after": values, "after_unknown": {}, "after_sensitive": {}},
    }


def test_neighbours_of_a_plan() -> None:
    document = json.dumps({"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]})
    plan = {
        "format_version": "1.2",
        "resource_changes": [
            planned("aws_iam_policy.all", {"policy": document}),
            planned("aws_s3_object.site", {"bucket": "acme", "key": "k", "acl": "public-read"}),
            planned("aws_s3_account_public_access_block.this", {"block_public_acls": False}),
            planned(
                "aws_s3_access_point.door",
                {"bucket": "acme", "public_access_block_configuration": [{"block_public_policy": False}]},
            ),
        ],
    }
    found = check(
        [],
        Settings(select=(POINT, ACCOUNT, "public-object-acl", "broad-iam-s3-access")),
        overlay={"plan.json": json.dumps(plan)},
    )
    assert [(finding.rule, finding.subjects) for finding in found.findings] == [
        ("broad-iam-s3-access", ("aws_iam_policy.all",)),
        ("public-object-acl", ("aws_s3_object.site",)),
        ("account-public-access-block-off", ("aws_s3_account_public_access_block.this",)),
        ("exposed-access-point", ("aws_s3_access_point.door",)),
    ]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("main.tf", 'resource "aws_vpc" "v" {}\n'),
        ("main.tf.json", '{"resource": {"aws_vpc": {"v": {}}}}'),
        ("t.yaml", "Resources: {V: {Type: AWS::EC2::VPC}}\n"),
    ],
)
def test_what_has_nothing_of_s3_is_judged_with_nothing_in_it(path: str, text: str) -> None:
    found = check([], overlay={path: text})
    assert (found.counts.templates + found.counts.roots, found.counts.buckets) == (1, 0)
    assert found.findings + found.undecided + found.problems == ()


def test_a_module_without_s3_is_no_root() -> None:
    files = {"main.tf": 'module "v" {\n  source = "./vpc"\n}\n', "vpc/main.tf": 'resource "aws_vpc" "v" {}\n'}
    assert check([], overlay=files).counts.roots == 1


def test_variables_alone_are_no_root() -> None:
    with pytest.raises(NothingToCheck):
        check([], overlay={"prod.tfvars": 'region = "eu-west-1"\n'})


def test_an_identity_policy_is_read_where_nothing_else_names_s3() -> None:
    document = '{"Statement": {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}}'
    template = f"Resources:\n  P:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      PolicyDocument: {document}\n"
    configuration = f'resource "aws_iam_policy" "p" {{\n  policy = jsonencode({document})\n}}\n'
    assert places("broad-iam-s3-access", t_yaml=template) == ["fail 5"]
    assert places("broad-iam-s3-access", main_tf=configuration) == ["fail 2"]
