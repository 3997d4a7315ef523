"""Terms are found in texts as if each were searched for by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3lint.run.occurrences import Occurrences
from tests.work import calls

LONG = "arn:aws:iam::111122223333:role/a-name-that-is-long"

FOUND: tuple[tuple[list[str], str, list[str]], ...] = (
    (["okapi"], "an okapi, an Okapi; okapis", ["okapi", "Okapi"]),
    (["zebra-okapi"], "zebra-okapi/ and xzebra-okapix", ["zebra-okapi", "zebra-okapi"]),
    (["walrus"], "walruses and bigwalrus", ["walrus", "walrus"]),
    (["ab"], "ab abc cab a-b", ["ab"]),
    (["a.b", "b.c"], "a.b.c", ["a.b.c"]),
    (["***", "-"], "x *** y-z", ["***", "-"]),
    ([LONG], f"'{LONG[:40]}…' and {LONG}", [LONG[:40] + "…", LONG]),
    ([LONG], f"{LONG[:40]} ", []),
    (["stra\u00dfe"], "Stra\u00dfe \u0130 stra\u00dfe", ["stra\u00dfe"]),
)


@pytest.mark.parametrize(("terms", "text", "wanted"), FOUND)
def test_what_is_found(terms: list[str], text: str, wanted: list[str]) -> None:
    assert [text[begin:end] for begin, end in Occurrences(terms).spans(text)] == wanted


def test_words_alone_are_found_where_ends_of_words_are_not_asked_for() -> None:
    text = "walruses walrus"
    assert Occurrences(["walrus"]).spans(text, in_words=False) == [(9, 15)]


WORDS = st.lists(st.sampled_from(["acme", "okapi", "17", "x", "-", "/", ":", " "]), min_size=1, max_size=6).map("".join)


@given(st.lists(WORDS, max_size=5), WORDS, WORDS)
def test_every_term_between_other_characters_is_found(terms: list[str], before: str, after: str) -> None:
    for term in terms:
        text = f"{before} {term} {after}"
        begin = len(before) + 1
        covered = {at for start, end in Occurrences(terms).spans(text) for at in range(start, end)}
        assert set(range(begin, begin + len(term))) <= covered


def test_the_number_of_terms_costs_nothing_in_a_long_text() -> None:
    text = "a word beside another one\n" * 400
    few, many = (Occurrences([f"acme-{number}-store" for number in range(count)]) for count in (2, 2_000))
    assert calls(lambda: many.spans(text), 100_000) <= 1.1 * calls(lambda: few.spans(text), 100_000)
