"""Patterns in texts with parts that may be anything."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3lint.base.condition import Truth
from s3lint.base.regular import Regular
from s3lint.base.regular_search import found_in

YES, NO, MAYBE = Truth.YES, Truth.NO, Truth.MAYBE


@pytest.mark.parametrize(
    ("pattern", "parts", "truth"),
    [
        ("^logs-", ["logs-", None], YES),
        ("^logs-", ["log", None], MAYBE),
        ("^logs-", ["site-", None], NO),
        ("^logs-", [None, "logs-"], MAYBE),
        ("logs", [None, "logs", None], YES),
        ("-eu$", [None, "-eu"], YES),
        ("-eu$", [None, "-us"], NO),
        ("-eu$", ["a-eu", None], MAYBE),
        ("^logs-.*-eu$", ["logs-", None, "-eu"], MAYBE),  # not if there is a line end in it
        ("(?s)^logs-.*-eu$", ["logs-", None, "-eu"], YES),
        ("^[a-z]+$", ["logs", None], MAYBE),
        ("^[a-z]+$", ["logs-", None], NO),
        ("^(logs|site)-", ["site-", None], YES),
        (r"\blogs\b", ["my logs ", None], YES),
        (r"\blogs\b", ["my logs", None], MAYBE),
        (r"logs\B", ["logs", None, "x"], MAYBE),
        ("(?i)^LOGS", ["logs", None], YES),
        (r"\p{Lu}", ["x", None], MAYBE),
        ("", [None], YES),
        ("x", [], NO),
        ("^$", [""], YES),
        ("(|a)b", ["ab"], YES),
    ],
)
def test_what_the_known_parts_decide(pattern: str, parts: list[str | None], truth: Truth) -> None:
    assert found_in(Regular(pattern), parts) is truth


PATTERNS = ["^a", "b$", "^a.*b$", "a|^b", "(ab)+", r"\ba", r"a\b", "[^a]b", "^a?b?$", "(?i)A", "a{2}", "(|a)b$"]
WORDS = st.text("ab A\n", max_size=4)


@given(st.sampled_from(PATTERNS), WORDS)
def test_known_texts_are_searched_as_python_does(pattern: str, text: str) -> None:
    assert found_in(Regular(pattern), [text]) is Truth.of(re.search(pattern.replace("$", r"\Z"), text) is not None)


@given(st.sampled_from(PATTERNS), WORDS, WORDS, WORDS)
def test_what_is_decided_holds_whatever_the_open_part_is(pattern: str, before: str, open_part: str, after: str) -> None:
    regular = Regular(pattern)
    decided = found_in(regular, [before, None, after])
    assert decided is MAYBE or decided is found_in(regular, [before + open_part + after])


def test_a_pattern_with_very_many_states_is_left_open_in_time() -> None:
    started = time.perf_counter()
    assert found_in(Regular("(a|b)*a(a|b){14}c"), [None]) is MAYBE
    assert time.perf_counter() - started < 5
