"""The hash of a line, against values that another program computed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3lint.outputs.line_hash import line_hash, line_windows

EXPECTED = json.loads(Path(__file__).with_name("line_hashes.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", EXPECTED, ids=[case["name"] for case in EXPECTED])
def test_hashes_are_those_of_the_reference(case: dict[str, object]) -> None:
    windows = line_windows(str(case["text"]))
    assert [line_hash(windows, line) for line in range(1, len(windows) + 1)] == case["hashes"]


def rolling_hashes(text: str) -> list[str]:
    """The definition taken at its word: one unit at a time through a window of 100."""
    units: list[int] = []
    starts = [0]
    encoded = text.encode("utf-16-le", "surrogatepass")
    after_return = False
    for unit in (encoded[index] + 256 * encoded[index + 1] for index in range(0, len(encoded), 2)):
        if unit in (9, 32) or (after_return and unit == 10):
            after_return = False
            continue
        after_return = unit == 13
        units.append(10 if after_return else unit)
        if units[-1] == 10:
            starts.append(len(units))
    units += [65535, *[0] * 100]
    counts: dict[int, int] = {}
    hashes = []
    for start in starts:
        value = sum(unit * 37 ** (99 - index) for index, unit in enumerate(units[start : start + 100])) % 2**64
        counts[value] = counts.get(value, 0) + 1
        hashes.append(f"{value:x}:{counts[value]}")
    return hashes


@given(st.text(alphabet=" \t\r\na\xe9😀\ud800", max_size=300))
def test_hashes_are_those_of_the_definition(text: str) -> None:
    windows = line_windows(text)
    assert [line_hash(windows, line) for line in range(1, len(windows) + 1)] == rolling_hashes(text)
