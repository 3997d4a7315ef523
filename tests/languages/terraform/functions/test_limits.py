"""Hostile calls are bounded, and the limit is named."""

from __future__ import annotations

import pytest

from s3lint.base.value import Data, ListValue, Setting, Unknown
from s3lint.languages.terraform.functions import FunctionError
from tests.languages.terraform.functions.calling import call, known, tuple_of

MANY = tuple_of(*(known(number) for number in range(200)))
LONG = known("a" * 3_000_000)


@pytest.mark.parametrize(
    ("name", "arguments", "limit"),
    [
        ("setproduct", (MANY, MANY), "10000 items"),
        ("split", (known(""), LONG), "10000 items"),
        ("join", (known("x" * 100_000), MANY), "4194304 characters"),
        ("format", (known("%s%s"), LONG, LONG), "4194304 characters"),
        ("replace", (LONG, known("a"), known("bb")), "4194304 characters"),
        ("indent", (known(5_000_000), known("a\nb")), "4194304 characters"),
        ("concat", tuple(MANY for _ in range(60)), "10000 items"),
        ("flatten", (tuple_of(*(MANY for _ in range(60))),), "10000 items"),
        ("range", (known(1), known(10**12)), "1024 items"),
        ("regex", (known("(a*)*b"), LONG), "5000000 steps of a regular expression"),
        ("regex", (known("((a{1000}){1000}){1000}"), known("a")), "5000 steps in a regular expression"),
    ],
)
def test_a_result_past_a_limit_is_unknown(name: str, arguments: tuple[Setting[Data], ...], limit: str) -> None:
    found = call(name, *arguments)
    assert isinstance(found, Unknown)
    assert found.reason == f"it has more than {limit}, the limit of s3lint"


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("format", (known("%99999999d"), known(1))),
        ("regex", (known("(" * 1000), known("a"))),
        ("regex", (known("a" * 20_000), known("a"))),
        ("tonumber", (known("1e999999999"),)),
        ("yamldecode", (known("[" * 5_000),)),
        ("yamldecode", (known("a: &a [x]\n" + "".join(f"b{n}: [*a, *a]\n" for n in range(9_999))),)),
        ("jsondecode", (known("[" * 5_000),)),
        ("fileset", (known("."), known("{a,b}" * 100))),
    ],
)
def test_an_argument_past_a_limit_is_an_error(name: str, arguments: tuple[Setting[Data], ...]) -> None:
    with pytest.raises(FunctionError):
        call(name, *arguments)


def test_lists_that_nest_too_deep_to_flatten() -> None:
    nested = tuple_of()
    for _ in range(200):
        nested = known(ListValue((nested,)))
    found = call("flatten", nested)
    assert isinstance(found, Unknown)
    assert found.reason == "it has more than 100 levels, the limit of s3lint"
