"""What an input can be: equality, wildcards, digits and few values, decided from patterns, lengths, numbers and lists."""

from __future__ import annotations

import re
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from s3lint.base.bounds import Bounds
from s3lint.base.comparison import same_text
from s3lint.base.condition import Truth
from s3lint.base.regular_sets import are_disjoint, literal
from s3lint.base.source import Source, Span
from s3lint.base.value import Origin, Piece, Text, Unknown
from tests.base.test_regular import PATTERNS
from tests.work import calls

PLACE = Origin(Source("t", "x"), Span(0, 1))
ACCOUNT = Bounds(("^[0-9]{12}$",))


@pytest.mark.parametrize(
    ("bounds", "texts", "others"),
    [
        (ACCOUNT, ["111122223333"], ["", "*", "1111222233334", "11112222333"]),
        (Bounds(("dev|prod",)), ["dev", "prod"], ["development", "de", "Dev"]),
        (Bounds(("[a-z]{3}", "dev|pro")), ["dev", "pro"], ["abc"]),
        (Bounds(("(?!xn--)[a-z-]+",)), ["acme"], ["acme.com"]),
        (Bounds((), 3, 5), ["abc", "abcde"], ["ab", "abcdef"]),
        (Bounds((), lowest=1, highest=3.5), ["1", "3.5", "02"], ["0", "4", "many", "nan"]),
        (Bounds(values=("a", "b")), ["a"], ["c"]),
        (Bounds(("(",)), ["anything"], []),
        (Bounds(), ["anything", ""], []),
    ],
)
def test_texts_that_an_input_can_be(bounds: Bounds, texts: list[str], others: list[str]) -> None:
    assert [text for text in texts + others if bounds.admits(text)] == texts


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        (Bounds(("^(dev|prod)$",)), ("dev", "prod")),
        (Bounds(("dev|prod",)), ("dev", "prod")),
        (Bounds(("(eu|us)-[12]",)), ("eu-1", "eu-2", "us-1", "us-2")),
        (Bounds(("(Enabled)?",)), ("", "Enabled")),
        (Bounds(("a|b|c",), 0, None, None, None, ("b", "x")), ("b",)),
        (Bounds(("(ab?){2}",), 3), ("aab", "aba", "abab")),
        (Bounds(("[a-z]{3}",)), None),
        (Bounds(("a*",)), None),
        (Bounds(("((x{60}){60}){60}",)), None),
        (Bounds((), 1, 2), None),
    ],
)
def test_few_texts(bounds: Bounds, expected: tuple[str, ...] | None) -> None:
    found = bounds.few()
    assert (found if found is None else tuple(sorted(found))) == expected


@pytest.mark.parametrize(
    ("bounds", "is_plain", "is_account"),
    [
        (ACCOUNT, True, True),
        (Bounds((r"\d+",), 12, 12), True, True),
        (Bounds((r"\d{12}|\d{11}",)), True, False),
        (Bounds((r"[a-z0-9.-]*",)), True, False),
        (Bounds((r"arn:aws:iam::\d{12}:role/.+",)), False, False),
        (Bounds((r"[^*?$]+",)), True, False),
        (Bounds((r"(\*|\d{12})",)), False, False),
        (Bounds(values=("111122223333", "444455556666")), True, True),
        (Bounds(values=("111122223333", "*")), False, False),
        (Bounds((), 12, 12), False, False),
    ],
)
def test_wildcards_and_digits(bounds: Bounds, is_plain: bool, is_account: bool) -> None:
    assert Unknown("", PLACE, bounds=bounds).is_plain is is_plain
    assert bounds.is_number_of(12) is is_account


def text(*parts: str | Bounds) -> Text:
    return Text(
        tuple(
            Piece(part if isinstance(part, str) else Unknown("", PLACE, (), str(part.patterns), bounds=part), PLACE)
            for part in parts
        )
    )


LOGS, DATA = Bounds(("logs-[a-z]+",)), Bounds(("^data-.*$",))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (text(LOGS), text("logs-a"), Truth.MAYBE),
        (text(LOGS), text("data-a"), Truth.NO),
        (text(LOGS), text("logs-1"), Truth.NO),
        (text(LOGS), text(DATA), Truth.NO),
        (text(LOGS), text(LOGS), Truth.YES),
        (text(LOGS), text(Bounds(("[a-z-]+",))), Truth.MAYBE),
        (text("x-", LOGS), text("x-data-", Bounds()), Truth.NO),
        (text("x-", LOGS), text("x-logs-", Bounds()), Truth.MAYBE),
        (text(LOGS, "-eu"), text(Bounds(), "-eu"), Truth.MAYBE),
        (text(LOGS, "-eu"), text(Bounds(("[0-9]+",)), "-eu"), Truth.NO),
        (text(Bounds((), 3)), text("ab"), Truth.NO),
        (text(Bounds(("(",))), text("ab"), Truth.MAYBE),
    ],
)
def test_texts_are_told_apart_by_what_inputs_can_be(one: Text, other: Text, expected: Truth) -> None:
    assert same_text(one, other) is expected
    assert same_text(other, one) is expected


@settings(max_examples=500)
@given(PATTERNS, st.text(alphabet="ab1x ", max_size=6))
def test_what_a_pattern_matches_is_never_denied(pattern: str, text: str) -> None:
    bounds = Bounds((pattern,))
    matches = re.fullmatch(pattern.replace("$", "\\Z"), text) is not None
    assert bounds.admits(text) is matches
    if matches:
        found = bounds.pattern()
        assert found is not None
        assert not are_disjoint(found, literal(text))
        assert not any(bounds.lacks(character) for character in text)
        assert text in (bounds.few() or (text,))


def test_hostile_patterns_end() -> None:
    long = "a" * 500 + "b"
    for pattern in ("(a+)+$", "((a{1,30}){1,30}){1,30}", "(?:(?:(?:){1000}){1000}){1000}", "(" * 150 + "a?" + "){0,9}" * 150):
        bounds = Bounds((pattern,))
        calls(partial(bounds.admits, long), most=2_000_000)
        calls(bounds.few, most=2_000_000)
        calls(partial(bounds.is_number_of, 12), most=2_000_000)
        calls(partial(same_text, text(bounds), text(Bounds((pattern + "x",)))), most=2_000_000)
