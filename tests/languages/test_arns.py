from __future__ import annotations

import pytest

from s3lint.base.source import Source, Span
from s3lint.base.value import Origin, Piece, Symbol, Unknown
from s3lint.languages.arns import ARNS, WEBSITE, filled, regions_elsewhere, told

PLACE = Origin(Source("main.tf", "x"), Span(0, 1))
NAME = Symbol("aws_s3_bucket.b", "name", "aws_s3_bucket.b.id")


@pytest.mark.parametrize(
    ("region", "partition", "suffix", "reversed"),
    [
        ("eu-west-1", "aws", "amazonaws.com", "com.amazonaws"),
        ("", "aws", "amazonaws.com", "com.amazonaws"),
        ("cn-north-1", "aws-cn", "amazonaws.com.cn", "cn.com.amazonaws"),
        ("us-gov-west-1", "aws-us-gov", "amazonaws.com", "com.amazonaws"),
        ("eusc-de-east-1", "aws-eusc", "amazonaws.eu", "eu.amazonaws"),
        ("us-iso-east-1", "aws-iso", "c2s.ic.gov", "gov.ic.c2s"),
        ("us-isob-east-1", "aws-iso-b", "sc2s.sgov.gov", "gov.sgov.sc2s"),
        ("eu-isoe-west-1", "aws-iso-e", "cloud.adc-e.uk", "uk.adc-e.cloud"),
        ("us-isof-south-1", "aws-iso-f", "csp.hci.ic.gov", "gov.ic.hci.csp"),
    ],
)
def test_a_region_lies_in_a_partition(region: str, partition: str, suffix: str, reversed: str) -> None:
    assert [told(fact, "", region) for fact in ("partition", "suffix", "reversed-suffix")] == [partition, suffix, reversed]


def test_the_regions_of_other_partitions_that_a_text_names() -> None:
    text = "us-east-1, eusc-de-east-1, us-gov-west-1 and cn-north-1, but no cn-north or us-iso-x"
    assert regions_elsewhere(text) == {"eusc-de-east-1", "us-gov-west-1", "cn-north-1"}


def test_only_the_user_tells_the_account_and_nobody_tells_other_facts() -> None:
    assert told("account", "111122223333", "") == "111122223333"
    assert told("account", "", "eu-west-1") == ""
    assert told("caller", "111122223333", "eu-west-1") == ""


def contents(template: str, account: str, region: str) -> list[str | Symbol | Unknown]:
    def fact(word: str) -> str | Symbol:
        return told(word, account, region) or Symbol("", word, word)

    return [piece.content for piece in filled(template, (Piece(NAME, PLACE),), fact, PLACE)]


def test_what_is_known_runs_together_with_the_text_around_it() -> None:
    assert contents(ARNS["AWS::SQS::Queue"], "111122223333", "cn-north-1") == [
        "arn:aws-cn:sqs:cn-north-1:111122223333:",
        NAME,
    ]
    assert contents(WEBSITE, "", "") == [NAME, ".s3-website-", Symbol("", "region", "region"), ".amazonaws.com"]
