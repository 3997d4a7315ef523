"""The naming rules of S3, on names that are known and on names that are known in part."""

from __future__ import annotations

import pytest

from s3lint.base.bounds import Bounds
from s3lint.base.source import Source, Span
from s3lint.base.value import Known, Origin, Piece, Symbol, Text, Unknown
from s3lint.model.bucket_names import (
    bucket_at_host,
    is_account_regional,
    is_website_service,
    naming_doubt,
    naming_faults,
)

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


def given(*patterns: str, longest: int | None = None, shortest: int = 0) -> Unknown:
    return Unknown("nobody says so", AT, ("var.stage",), bounds=Bounds(patterns, shortest, longest))


@pytest.mark.parametrize(
    ("text", "is_taken"),
    [
        (name("acme-", OPEN), False),
        (name("acme-", given("[a-z]{3,5}")), True),
        (name("acme-", given("[a-z0-9]+", longest=20), ".data"), True),
        (name("acme-", given("[a-z0-9-]+", longest=20)), False),  # may end in a hyphen
        (name("acme-", given("[a-z0-9-]+", longest=20), "-data"), True),
        (name("acme-", given("[a-z]+")), False),  # may be too long
        (name("acme-", given("[a-z]+", longest=53), "-data"), True),
        (name("acme-", given("[a-z]+", longest=54), "-data"), False),
        (name("acme-", given("[a-z]{2,46}"), "-", ACCOUNT), False),
        (name("acme-", given("[a-z]{2,45}"), "-", ACCOUNT), True),
        (name("acme-", given(r"\d{12}"), "-", REGION), True),
        (name("acme-", given(longest=12)), False),
        (name("acme-", given("[A-Za-z]{2}")), False),
        (name("acme.", given("[a-z.]{1,9}")), False),  # may begin with a second dot
        (name(given("[a-z]{2,9}"), "-data"), False),  # may be `sthree`
        (name(given("[a-z]{2,5}"), "-data"), True),
        (name(given("[a-z0-9]{2}")), False),  # too short
        (name(given("[a-z0-9]{3,9}")), True),
        (name("10.0.0.", given("[0-9]{1,3}")), False),  # an IP address
        (name("acme-", given("(plan|s3alias)")), False),
        (name("acme-", given("[a-z]{2}")), False),  # `-an` takes the account id and the Region before it
        (name(given("[a-z]{3,5}"), "-", ACCOUNT, "-", REGION, "-an"), True),
    ],
    ids=str,
)
def test_what_an_input_can_be_decides_whether_s3_takes_a_name(text: Text, is_taken: bool) -> None:
    assert list(naming_faults(text)) == []
    assert naming_doubt(Known(text, AT)) == (None if is_taken else text.unknowns[0])


def test_a_name_that_is_an_input() -> None:
    assert naming_doubt(OPEN) is OPEN
    assert naming_doubt(given("acme-[a-z]{3,9}")) is None


def test_a_name_of_which_every_input_makes_too_much() -> None:
    text = name("a" * 40, given("[a-z]{24,30}"))
    assert list(naming_faults(text)) == ["has 64 characters or more, and 63 are allowed"]


def test_the_namespace_of_an_account_and_region() -> None:
    assert is_account_regional(name("acme-", ACCOUNT, "-", REGION, "-an"))
    assert is_account_regional(name("acme-111122223333-", REGION, "-an"))
    assert not is_account_regional(name("acme-", ACCOUNT, "-", REGION))
    assert not is_account_regional(name("acme-plan-an"))


@pytest.mark.parametrize(
    ("host", "bucket"),
    [
        (name("acme-site.s3.amazonaws.com"), "acme-site"),
        (name("acme-site.s3.amazonaws.com."), "acme-site"),
        (name("acme-site.s3-eu-west-1.amazonaws.com"), "acme-site"),
        (name("acme-site.s3.cn-north-1.amazonaws.com.cn"), "acme-site"),
        (name("acme-site.s3.dualstack.eu-west-1.amazonaws.com"), "acme-site"),
        (name("acme-site.s3-accelerate.amazonaws.com"), "acme-site"),
        (name("acme-site.s3-fips.us-east-1.amazonaws.com"), "acme-site"),
        (name("www.acme.example.s3-website-eu-west-1.amazonaws.com"), "www.acme.example"),
        (name("www.acme.example.s3-website.eu-central-1.amazonaws.com"), "www.acme.example"),
        (name("acme.s3.site.s3.amazonaws.com"), "acme.s3.site"),
        (name("acme-site.s3.", REGION, ".amazonaws.com"), "acme-site"),
        (name("acme-site.s3.", REGION, ".", Symbol("", "suffix", "${AWS::URLSuffix}")), "acme-site"),
        (name("acme-", ACCOUNT, ".s3.amazonaws.com"), "acme-\0"),
        (name("acme-", OPEN, ".s3.amazonaws.com"), "acme-\0"),
        (name("acme-site.s3.example.com"), ""),
        (name("acme-111122223333.s3-accesspoint.eu-west-1.amazonaws.com"), ""),
        (name("acme-111122223333.s3-object-lambda.eu-west-1.amazonaws.com"), ""),
        (name("acme-a1b2-s3alias.s3.eu-west-1.amazonaws.com"), ""),
        (name("s3.amazonaws.com"), ""),
        (name("s3-website-eu-west-1.amazonaws.com"), ""),
        (name("app.execute-api.eu-west-1.amazonaws.com"), ""),
        (name("acme.example"), ""),
    ],
    ids=str,
)
def test_the_bucket_at_a_host(host: Text, bucket: str) -> None:
    assert bucket_at_host(host) == bucket


@pytest.mark.parametrize(
    ("host", "is_service"),
    [
        (name("s3-website-eu-west-1.amazonaws.com"), True),
        (name("s3-website.eu-central-1.amazonaws.com."), True),
        (name("s3-website-", REGION, ".amazonaws.com"), True),
        (name("acme.s3-website-eu-west-1.amazonaws.com"), False),
        (name("s3.eu-west-1.amazonaws.com"), False),
    ],
    ids=str,
)
def test_the_websites_of_a_region(host: Text, is_service: bool) -> None:
    assert is_website_service(host) is is_service
