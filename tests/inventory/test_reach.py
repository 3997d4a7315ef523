"""Who can reach a bucket, and that rules say the same."""

from __future__ import annotations

import json
from typing import Any

import pytest

from s3lint.inventory.said import State
from tests.inventory.surveys import TERRAFORM, row_of, said_in, words_in

OBJECTS = "${aws_s3_bucket.b.arn}/*"
HOLD = """
resource "aws_s3_bucket_public_access_block" "b" {
  bucket                  = aws_s3_bucket.b.id
  restrict_public_buckets = true
}
"""


def allow(principal: object, **more: object) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": OBJECTS, **more}


def with_policy(*statements: dict[str, Any], more: str = "") -> str:
    document = json.dumps({"Version": "2012-10-17", "Statement": statements})
    return f"""
resource "aws_s3_bucket" "b" {{}}
resource "aws_s3_bucket_policy" "b" {{
  bucket = aws_s3_bucket.b.id
  policy = jsonencode({document})
}}
{more}
"""


def with_acl(acl: str, more: str = "") -> str:
    return f"""
resource "aws_s3_bucket" "b" {{}}
resource "aws_s3_bucket_acl" "b" {{
  bucket = aws_s3_bucket.b.id
{acl}
}}
{more}
"""


TRAIL = {"Service": "cloudtrail.amazonaws.com"}
OTHER = {"AWS": "arn:aws:iam::111122223333:root"}
OF_OWNER = {"StringEquals": {"aws:SourceAccount": "444455556666"}}
FROM_AFAR = {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}
TLS = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": OBJECTS,
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}


@pytest.mark.parametrize(
    ("text", "words", "kinds"),
    [
        (with_policy(TLS), "only the account", ("account",)),
        (with_policy(allow("*")), "anyone on the internet", ("public",)),
        (with_policy(allow("*", Condition=FROM_AFAR)), "anyone on the internet that meets a condition", ("public",)),
        (
            with_policy(allow("*"), allow(OTHER), more=HOLD),
            "only the account: RestrictPublicBuckets holds back anyone on the internet",
            ("account",),
        ),
        (with_policy(allow(OTHER)), "account 111122223333", ("accounts",)),
        (with_policy(allow({"AWS": "arn:aws:iam::444455556666:root"})), "only the account", ("account",)),
        (with_policy(allow(TRAIL)), "cloudtrail.amazonaws.com for any account", ("services",)),
        (with_policy(allow(TRAIL, Condition=OF_OWNER)), "cloudtrail.amazonaws.com", ("services",)),
        (
            with_policy(allow(OTHER), allow(TRAIL, Condition=OF_OWNER)),
            "account 111122223333; cloudtrail.amazonaws.com",
            ("accounts", "services"),
        ),
        (
            'resource "aws_cloudfront_origin_access_identity" "cdn" {}\n'
            + with_policy(allow({"AWS": "${aws_cloudfront_origin_access_identity.cdn.iam_arn}"})),
            "CloudFront Origin Access Identity ${aws_cloudfront_origin_access_identity.cdn.id}",
            ("services",),
        ),
        (
            with_policy(TLS).replace('resource "aws_s3_bucket" "b" {}', "").replace("aws_s3_bucket.b.id", '"elsewhere"'),
            "only the account by what is declared here",
            ("account",),
        ),
        (with_acl('  acl = "public-read"'), "everyone by ACL (public-read)", ("public",)),
        (with_acl('  acl = "log-delivery-write"'), "log delivery by ACL", ("services",)),
        (with_acl('  acl = "private"'), "only the account", ("account",)),
    ],
)
def test_who(text: str, words: str, kinds: tuple[str, ...]) -> None:
    [said] = said_in(row_of(text, TERRAFORM, account="444455556666"), "reach")
    assert (said.text, said.kinds, said.state) == (words, kinds, State.STATED)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            with_policy(allow(OTHER)),
            "account 111122223333, undecided whether that is another account than the owner's: "
            "nothing says which account owns the bucket (decided by --account)",
        ),
        (
            'variable "policy" {}\nresource "aws_s3_bucket" "b" {\n  policy = var.policy\n}',
            "undecided whether anyone else can: variable `policy` has no default",
        ),
        (
            'variable "who" {}\n' + with_policy(allow({"AWS": "${var.who}"})),
            "undecided whether anyone or other accounts can: variable `who` has no default",
        ),
        (
            'variable "acl" {}\n' + with_acl("  acl = var.acl"),
            "undecided whether anyone by ACL can: variable `acl` has no default",
        ),
        (
            'variable "hold" {}\n' + with_policy(allow("*"), more=HOLD.replace("true", "var.hold")),
            "anyone on the internet, undecided whether a block holds that back: variable `hold` has no default",
        ),
    ],
)
def test_what_decides_it(text: str, words: str) -> None:
    [said] = said_in(row_of(text, TERRAFORM), "reach")
    assert (said.text, said.kinds, said.state) == (words, ("undecided",), State.UNDECIDED)


def test_each_case() -> None:
    text = 'variable "site" {\n  type = bool\n}\n' + with_policy(allow("*")).replace(
        'aws_s3_bucket_policy" "b" {', 'aws_s3_bucket_policy" "b" {\n  count = var.site ? 1 : 0'
    )
    assert words_in(row_of(text, TERRAFORM), "reach") == [
        "anyone on the internet when var.site is true",
        "only the account when var.site is false",
    ]


def test_rules_say_the_same() -> None:
    row = row_of(with_policy(allow("*"), allow(TRAIL)), TERRAFORM)
    assert {"wildcard-principal", "confused-deputy"} <= {finding.rule for finding in row.findings}
    row = row_of(with_policy(allow(TRAIL, Condition=OF_OWNER)), TERRAFORM)
    assert {"wildcard-principal", "confused-deputy"}.isdisjoint(finding.rule for finding in row.findings)
