"""The matcher finds what Python's does where their languages agree, in linear time."""

from __future__ import annotations

import re
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from s3lint.base.regular import Regular
from tests.work import calls

ATOMS = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "\\w", "\\d", "^", "$", "\\b", "(?:ab)", "x"])


def _joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    groups = parts.map(lambda inner: f"({inner})")
    repeated = st.builds(lambda inner, sign: f"(?:{inner}){sign}", parts, st.sampled_from(["*", "+", "?", "*?", "+?", "{1,2}"]))
    return st.one_of(
        groups,
        repeated,
        st.builds(lambda one, other: one + other, parts, parts),
        st.builds(lambda one, other: f"(?:{one}|{other})", parts, parts),
    )


PATTERNS = st.recursive(ATOMS, _joined, max_leaves=6)


@settings(max_examples=1000)
@given(PATTERNS, st.text(alphabet="ab1x ", max_size=8))
def test_the_first_match_is_the_one_of_a_backtracking_search(pattern: str, text: str) -> None:
    theirs = re.search(pattern.replace("$", "\\Z"), text)
    ours = Regular(pattern).search(text)
    assert (ours is None) is (theirs is None)
    if ours is not None and theirs is not None:
        assert ours.span(0) == theirs.span(0)


def test_patterns_that_make_backtracking_explode_are_linear() -> None:
    for pattern, text in (("^(a+)+$", "a" * 3000 + "b"), ("(x+x+)+y", "x" * 3000), ("(a|aa)*b", "a" * 3000)):
        expression = Regular(pattern)
        assert expression.search(text) is None
        calls(partial(expression.search, text), most=200 * len(text))
