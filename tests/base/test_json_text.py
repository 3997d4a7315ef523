"""JSON with places; what nobody asks for is skipped."""

from __future__ import annotations

from decimal import Decimal

import pytest

from s3lint.base.json_text import Json, JsonArray, JsonHole, JsonObject, JsonReader, JsonScalar, JsonString
from s3lint.base.source import Span


def notation(node: Json) -> str:
    """Values with their places: `{"a"@1-4: 1@6-7}@0-8`."""
    place = f"@{node.span.start}-{node.span.end}"
    match node:
        case JsonString(text):
            return f'"{text}"{place}'
        case JsonHole():
            return f"hole{place}"
        case JsonScalar(value):
            return f"{value}{place}"
        case JsonArray(items):
            return f"[{', '.join(map(notation, items))}]{place}"
        case JsonObject(members):
            return f"{{{', '.join(f'{notation(member.key)}: {notation(member.value)}' for member in members)}}}{place}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (' {"a": 1, "b" :[true,null ] }\n', '{"a"@2-5: 1@7-8, "b"@10-13: [True@16-20, None@21-25]@15-27}@1-29'),
        ('{"a": {}, "a": []}', '{"a"@1-4: {}@6-8, "a"@10-13: []@15-17}@0-18'),
        ("-12", "-12@0-3"),
        ("1.50", "1.50@0-4"),
        ("1e2", "100@0-3"),
        (f"1{'0' * 400}", f"1{'0' * 400}@0-401"),
        ('"é\\n\\u00e9\\ud83d\\ude00\\ud800"', '"é\né😀\ufffd"@0-29'),
        ("~", "hole@0-1"),
        ('["~", ~]', '["~"@1-4, hole@6-7]@0-8'),
    ],
)
def test_every_value_has_its_place(text: str, expected: str) -> None:
    reader = JsonReader(text, hole="~")
    assert notation(reader.document()) == expected
    assert reader.problem is None


def test_numbers_are_exact() -> None:
    found = JsonReader("[0.1, 7, 1e400, -0.0]").document()
    assert isinstance(found, JsonArray)
    values = [item.value for item in found.items if isinstance(item, JsonScalar)]
    assert values == [Decimal("0.1"), 7, Decimal("1e400"), 0]
    assert [type(value) for value in values] == [Decimal, int, Decimal, int]


def test_runs_of_a_string_tell_where_each_character_is_written() -> None:
    assert JsonReader('"ab\\tc"').document() == JsonString("ab\tc", (("ab", 1, 3), ("\t", 3, 5), ("c", 5, 6)), Span(0, 7))
    assert JsonReader('""').document() == JsonString("", (), Span(0, 2))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "0-0 expected a value, found the end of the text"),
        ("NaN", "0-1 expected a value, found `N`"),
        ("-Infinity", "0-1 expected a value, found `-`"),
        ("'a'", "0-1 expected a value, found `'`"),
        ("~", "0-1 expected a value, found `~`"),
        ("\ufeff1", "0-1 expected a value, found the character U+FEFF"),
        ("{", "1-1 expected a key in quotes or `}`, found the end of the text"),
        ('{"a": 1, b', "9-10 expected a key in quotes, found `b`"),
        ("[1 2]", "3-4 expected `,` or `]`, found `2`"),
        ("[1,]", "3-4 expected another element after the comma, found `]`"),
        ('"a\n', '2-3 expected `"` at the end of the string, found the character U+000A'),
        ('"\\u12"', "1-2 expected an escape that JSON knows, found `\\`"),
        ("01", "1-2 expected the end of the text, found `1`"),
        ("[[[]]]", "2-3 expected at most 2 levels of nesting, found `[`"),
        ("[1234567]", "1-8 expected a number of at most 6 digits, the limit of s3lint"),
        ("[1e99999999999999]", "1-17 expected a number of at most 6 digits, the limit of s3lint"),
    ],
)
@pytest.mark.parametrize("is_skipped", [False, True])
def test_a_problem_says_where_and_what_was_expected(text: str, expected: str, is_skipped: bool) -> None:
    reader = JsonReader(text, max_depth=2, max_digits=6)
    if is_skipped and "limit" not in expected and "levels" not in expected:
        reader.skipped()
        reader.end()
    else:
        reader.document()
    assert reader.problem is not None
    span = reader.problem.span
    assert f"{span.start}-{span.end} {reader.problem.message}" == expected


def test_what_is_not_asked_for_is_skipped() -> None:
    reader = JsonReader('{"a": {"b": [1, {"c": 2}]}, "d": ["\\u0065", 3, [4]], "f": 5}')
    found: list[object] = []
    for key in reader.members():
        match key.text:
            case "d":
                for start in reader.items():
                    found.append(notation(reader.value()) if reader.text[start] == "[" else reader.skipped())
            case _:
                found.append(reader.skipped())
    reader.end()
    assert found == [{"b": [1, {"c": 2}]}, "e", 3, "[4@48-49]@47-50", 5]
    assert reader.problem is None


def test_what_can_not_be_skipped_is_a_problem_and_ends_the_walk() -> None:
    reader = JsonReader('{"a": {"b": [1, {"c": tru}]}, "d": 1}')
    assert [(key.text, reader.skipped()) for key in reader.members()] == [("a", None)]
    assert reader.problem is not None
    assert reader.problem.span == Span(22, 23)


def test_hostile_depth_is_a_problem_when_skipped() -> None:
    reader = JsonReader("[" * 100_000)
    reader.skipped()
    assert reader.problem is not None
    assert reader.problem.message == "expected at most 100 levels of nesting, found `[`"
