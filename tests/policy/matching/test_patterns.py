"""Patterns, and that their classes leave no way of matching out."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from s3lint.policy.matching.patterns import Pattern, TooComplex, classes


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("", "", True),
        ("*", "", True),
        ("**", "abc", True),
        ("a*c", "abbc", True),
        ("a*c", "abcd", False),
        ("?", "", False),
        ("?*", "x", True),
        ("a?c", "abc", True),
        ("*/test/*", "/test/x", True),
        ("*/test/*", "test/x", False),
        ("A", "a", False),
    ],
)
def test_matches(pattern: str, text: str, expected: bool) -> None:
    assert Pattern(pattern).matches(text) is expected


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/a:b", True),
        ("arn:*:s3:::b", "arn:aws:s3:::b", True),
        ("arn:*:::b", "arn:aws:s3:::b", False),
        ("arn:aws:iam::*:role/x", "arn:aws:iam::111122223333:role/x", True),
        ("arn:aws:iam::*", "arn:aws:iam::111122223333:role/x", False),
    ],
)
def test_stars_stay_within_the_fields_of_an_arn(pattern: str, text: str, expected: bool) -> None:
    assert Pattern(pattern, fields=True).matches(text) is expected


def test_without_wildcards_a_star_is_a_star() -> None:
    assert Pattern("a*", wildcards=False).matches("a*")
    assert not Pattern("a*", wildcards=False).matches("ab")


def test_ignoring_case() -> None:
    assert Pattern("VPC-1*", ignore_case=True).matches("vpc-12")


patterns = st.lists(st.text(alphabet="ab*?", max_size=5), min_size=1, max_size=4)


def naive(pattern: str, text: str) -> bool:
    parts = (".*" if c == "*" else "." if c == "?" else re.escape(c) for c in pattern)
    return re.fullmatch("".join(parts), text) is not None


@given(patterns)
@settings(max_examples=300)
def test_classes_are_all_ways_of_matching(texts: list[str]) -> None:
    compiled = [Pattern(text) for text in texts]
    found = {tuple(pattern.matches(text) for pattern in compiled) for text in classes(compiled, empty=True)}
    for length in range(5):
        for letters in itertools.product("abc", repeat=length):
            text = "".join(letters)
            assert tuple(naive(pattern, text) for pattern in texts) in found


def test_classes_after_a_prefix_are_not_empty() -> None:
    assert classes([Pattern("b/"), Pattern("b/*")], "b/") == ("b/x",)


def test_long_texts_with_a_few_wildcards_are_told_apart_within_the_cap() -> None:
    """Some twenty letters are in them, and a few of these tell anything apart in any one place."""
    ends = ["ledger", "ledger/*", "ledger/quarterly-results/*", "archive", "archive/*", "drafts/*", "reports/*", "invoices/*"]
    found = classes([Pattern(f"arn:aws:s3:::acme-*-{end}") for end in ends])
    # Of the five with a star at the end any may match, ledger/quarterly-results/* only beside ledger/*: 48 sets. The text may
    # end as one of the other two, or as neither.
    assert len(found) == 48 * 3


def test_too_many_classes() -> None:
    with pytest.raises(TooComplex, match="the patterns need more than 400000 steps to tell apart"):
        classes([Pattern(f"*{letter}*") for letter in "abcdefghijklmnopqrst"])


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [("acme-prod", "acme-\U00101000", True), ("data", "acme-\U00101000", False), ("acme-*/x", "acme-\U00101000/x", True)],
)
def test_may_match_what_is_open(pattern: str, text: str, expected: bool) -> None:
    assert Pattern(pattern).may_match(text, "\U00101000") is expected
