"""Whatever arguments a function gets, it gives a setting or says what was expected."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from s3lint.base.condition import question
from s3lint.base.value import Absent, Choice, Data, Encoded, Entry, Known, ListValue, MapValue, Setting, Unknown, Value
from s3lint.base.worlds import Fork
from s3lint.languages.terraform.functions import _MODULE_OF, IMPURE, FunctionError
from tests.languages.terraform.functions.calling import BUCKET, SITE, X, at, call, known, text_of

SCALARS: st.SearchStrategy[Data] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 40),
    st.sampled_from([10**30, Decimal("1.5"), Decimal("-0.001"), Decimal("1E+40")]),
    st.sampled_from(["", "a", "b,c", "%s %d", "(a)|(?P<x>b)", '{"a": [1]}', "- a: *x", "2024-01-31T12:00:00Z", "-1h30m"]),
    st.sampled_from(["10.0.0.0/8", "fd00::/8", "/a+/", "*.tf", "..", "YYYY'", "dns", "UTF-8", "e\u0301"]),
    st.text(max_size=6),
    st.just(text_of("a", BUCKET)),
    st.just(text_of(X, "b")),
)


def _collections(inner: st.SearchStrategy[Value[Data]]) -> st.SearchStrategy[Value[Data]]:
    rest = st.sampled_from([None, None, X])
    lists = st.builds(
        lambda items, more, kind: known(ListValue(tuple(items), more, kind)),
        st.lists(inner, max_size=3),
        rest,
        st.sampled_from(["tuple", "list", "set"]),
    )
    maps = st.builds(
        lambda entries, more, kind: known(MapValue({key: Entry(at(1), value) for key, value in entries.items()}, more, kind)),
        st.dictionaries(st.sampled_from(["a", "b", "c"]), inner, max_size=3),
        rest,
        st.sampled_from(["object", "map"]),
    )
    choices = st.builds(lambda one, other: Choice(question("var.q"), one, other), inner, inner)
    encoded = inner.map(lambda value: known(Encoded(value)))
    return st.one_of(lists, maps, choices, encoded)


LEAVES: st.SearchStrategy[Value[Data]] = st.one_of(SCALARS.map(known), st.just(X), st.just(Absent(SITE)))
VALUES = st.recursive(LEAVES, _collections, max_leaves=5)
SETTLED = VALUES.filter(lambda value: not isinstance(value, Choice))
ARGUMENTS = st.lists(SETTLED, max_size=4)


@pytest.mark.parametrize("name", sorted({*_MODULE_OF, *IMPURE}))
@settings(max_examples=25)
@given(arguments=ARGUMENTS)
def test_a_function_gives_a_setting_or_an_error(name: str, arguments: list[Setting[Data]]) -> None:
    try:
        found = call(name, *arguments)
    except (FunctionError, Fork):
        return
    assert isinstance(found, Known | Unknown | Absent)
