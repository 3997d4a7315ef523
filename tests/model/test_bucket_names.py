"""The naming rules of S3, on names that are known and on names that are known in part."""

from __future__ import annotations

import pytest

from s3lint.base.source import Source, Span
from s3lint.base.value import Origin, Piece, Symbol, Text, Unknown
from s3lint.model.bucket_names import is_account_regional, naming_faults

AT = Origin(Source("main.tf", "name"), Span(0, 4))
ACCOUNT, REGION = Symbol("", "account", "${AWS::AccountId}"), Symbol("", "region", "${AWS::Region}")
SUFFIX = Symbol("aws_s3_bucket.b", "suffix", "…")
OPEN = Unknown("nobody says so", AT, ("var.stage",))


def name(*contents: str | Symbol | Unknown) -> Text:
    return Text(tuple(Piece(content, AT) for content in contents))


@pytest.mark.parametrize(
    "text",
    ["abc", "a" * 63, "acme.logs", "1-2", "acme-111122223333-eu-west-1-an", "acme-111122223333-us-gov-west-1-an", "1.2.3"],
)
def test_a_valid_name_has_no_fault(text: str) -> None:
    assert list(naming_faults(name(text))) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Acme", "has 'A', and only lower-case letters, digits, dots and hyphens are allowed"),
        ("acme_logs", "has '_', and only lower-case letters, digits, dots and hyphens are allowed"),
        ("-acme", "does not begin and end with a letter or digit"),
        ("acme.", "does not begin and end with a letter or digit"),
        ("", "does not begin and end with a letter or digit"),
        ("a..b", "has two dots side by side"),
        ("ab", "has fewer than 3 characters"),
        ("a" * 64, "has 64 characters, not 63"),
        ("192.168.5.4", "is an IP address"),
        ("xn--acme", "begins with xn--, which AWS reserves"),
        ("sthree-configurator", "begins with sthree-, which AWS reserves"),
        ("amzn-s3-demo-bucket", "begins with amzn-s3-demo-, which AWS reserves"),
        ("acme-s3alias", "ends with -s3alias, which AWS reserves"),
        ("acme--use1-az4--x-s3", "ends with --x-s3, which AWS reserves"),
        ("acme.mrap", "ends with .mrap, which AWS reserves"),
        ("acme-plan-an", "ends with -an, which takes the account id and the Region before it"),
    ],
)
def test_a_fault_is_named(text: str, fault: str) -> None:
    assert next(naming_faults(name(text))) == fault


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (name("acme-", OPEN), []),
        (name(OPEN, "-an"), []),
        (name(ACCOUNT), []),
        (name("acme-", ACCOUNT, "-", REGION, "-an"), []),
        (name("acme_", OPEN), ["has '_', and only lower-case letters, digits, dots and hyphens are allowed"]),
        (name("-", OPEN), ["does not begin and end with a letter or digit"]),
        (name("xn--", OPEN), ["begins with xn--, which AWS reserves"]),
        (name("a" * 37, SUFFIX), []),
        (name("a" * 38, SUFFIX), ["has 64 characters or more, and 63 are allowed"]),
        (name("a" * 52, ACCOUNT), ["has 64 characters or more, and 63 are allowed"]),
    ],
    ids=str,
)
def test_of_a_name_that_is_known_in_part_only_what_is_sure_is_said(text: Text, faults: list[str]) -> None:
    assert list(naming_faults(text)) == faults


def test_the_namespace_of_an_account_and_region() -> None:
    assert is_account_regional(name("acme-", ACCOUNT, "-", REGION, "-an"))
    assert is_account_regional(name("acme-111122223333-", REGION, "-an"))
    assert not is_account_regional(name("acme-", ACCOUNT, "-", REGION))
    assert not is_account_regional(name("acme-plan-an"))
