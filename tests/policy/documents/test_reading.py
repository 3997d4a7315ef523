"""Documents from JSON texts, from texts in pieces and from structures; every element with its place."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from s3lint.base.condition import question
from s3lint.base.source import Source, Span
from s3lint.base.value import (
    Absent,
    Choice,
    Data,
    Encoded,
    Entry,
    Known,
    ListValue,
    MapValue,
    Origin,
    Piece,
    Symbol,
    Text,
    Unknown,
    Value,
    text_of,
)
from s3lint.base.worlds import EVERYWHERE, World, explore
from s3lint.policy import Policy, PolicySyntaxError, Statement, parse_policy, read_policy
from s3lint.policy.documents.json_text import read_json

HEREDOC = """resource "aws_s3_bucket_policy" "b" {
  policy = <<-POLICY
    {
      "Version": "2012-10-17",
      "Statement": [{
        "Sid": "Tls",
        "Effect": "Deny",
        "Principal": {"AWS": "*"},
        "Action": ["s3:Get*", "s3:Put*"],
        "Resource": "${aws_s3_bucket.b.arn}/*",
        "Condition": {"Bool": {"aws:SecureTransport": false}}
      }]
    }
  POLICY
}
"""


def heredoc_pieces(source: Source) -> Text:
    """The heredoc's lines, each piece as long as its text, and the interpolation as a symbol."""
    pieces: list[Piece] = []
    start = source.text.index("    {\n")
    end = source.text.index("  POLICY\n}")
    offset = start
    for line in source.text[start:end].splitlines(keepends=True):
        content, begins = line[4:], offset + 4
        before, interpolation, after = content.partition("${aws_s3_bucket.b.arn}")
        pieces.append(Piece(before, Origin(source, Span(begins, begins + len(before)))))
        if interpolation:
            symbol = Symbol("aws_s3_bucket.b", "arn", "aws_s3_bucket.b.arn")
            place = Origin(source, Span(begins + len(before), begins + len(before) + len(interpolation)))
            pieces.append(Piece(symbol, place))
            begins = place.span.end
            pieces.append(Piece(after, Origin(source, Span(begins, begins + len(after)))))
        offset += len(line)
    return Text(tuple(pieces))


def place(origin: Origin) -> tuple[int, int, str]:
    return origin.start.line, origin.start.column, origin.text


def test_every_element_of_a_heredoc_has_its_place() -> None:
    source = Source("main.tf", HEREDOC)
    header = Origin(source, Span(0, len(HEREDOC)))
    setting = read_policy(Known(heredoc_pieces(source), header), header, EVERYWHERE)
    assert isinstance(setting, Known)
    (statement,) = setting.value.statements
    assert isinstance(setting.value.version, Known)
    assert place(setting.value.version.origin) == (4, 18, '"2012-10-17"')
    assert isinstance(statement.effect, Known)
    assert place(statement.effect.origin) == (7, 19, '"Deny"')
    assert place(statement.principals.origin) == (8, 22, '{"AWS": "*"}')
    assert place(statement.principals.items[0].name.origin) == (8, 30, '"*"')
    assert [place(action.origin) for action in statement.actions.items] == [
        (9, 20, '"s3:Get*"'),
        (9, 31, '"s3:Put*"'),
    ]
    assert place(statement.resources.items[0].origin) == (10, 21, '"${aws_s3_bucket.b.arn}/*"')
    assert str(statement.resources.items[0].text) == "aws_s3_bucket.b.arn/*"
    assert place(statement.tests[0].origin) == (11, 32, '"aws:SecureTransport": false')
    assert place(statement.tests[0].values.items[0].origin) == (11, 55, "false")
    assert (statement.sid, statement.origin.start.line, statement.origin.end.line) == ("Tls", 5, 12)


def test_a_text_that_is_not_as_long_as_its_place_has_one_place() -> None:
    source = Source("main.tf", r'policy = "{\"Statement\": [{\"Effect\": \"Deny\"}]}"')
    origin = Origin(source, Span(9, len(source.text)))
    setting = read_policy(Known('{"Statement": [{"Effect": "Deny"}]}', origin), origin, EVERYWHERE)
    assert isinstance(setting, Known)
    assert place(setting.value.statements[0].origin) == (1, 10, source.text[9:])


@pytest.mark.parametrize(
    ("text", "line", "column", "expected"),
    [
        ("", 1, 1, "the policy is not JSON: expected a value"),
        ("{", 1, 2, "the policy is not JSON: expected a key in quotes or }"),
        ('{"a": 1,}', 1, 9, "the policy is not JSON: expected another element after the comma"),
        ('{"a" 1}', 1, 6, "the policy is not JSON: expected :"),
        ('{\n "a": [1 2]}', 2, 10, "the policy is not JSON: expected , or ]"),
        ('{"a": "b\n"}', 1, 9, 'the policy is not JSON: expected " at the end of the string'),
        ('{"a": "\\x"}', 1, 8, "the policy is not JSON: expected an escape that JSON knows"),
        ("{} x", 1, 4, "the policy is not JSON: expected the end of the text"),
        ("[]", 1, 1, "expected a policy document, which is a JSON object"),
        ("null", 1, 1, "expected a policy document, which is a JSON object"),
        ("[" * 60, 1, 41, "the policy is not JSON: expected at most 40 levels of nesting"),
    ],
)
def test_what_is_no_policy(text: str, line: int, column: int, expected: str) -> None:
    with pytest.raises(PolicySyntaxError, match="line") as error:
        parse_policy(text)
    assert (error.value.line, error.value.column, error.value.expected) == (line, column, expected)


def test_too_long() -> None:
    with pytest.raises(PolicySyntaxError, match="the JSON text is longer than 1000000 characters"):
        parse_policy("{" + " " * 1_000_000 + "}")


def known(value: Data) -> Known[Data]:
    return Known(value, Origin(SOURCE, Span(0, 4)))


SOURCE = Source("template.yaml", "text")
HEADER = Origin(SOURCE, Span(0, 4))


def structure(entries: dict[str, Value[Data]], rest: Unknown | None = None) -> Known[Data]:
    return known(MapValue({key: Entry(HEADER, value) for key, value in entries.items()}, rest))


def sids(policy: Policy) -> list[str]:
    return [statement.sid for statement in policy.statements]


def statement(sid: str) -> Known[Data]:
    return structure(
        {
            "Sid": known(sid),
            "Effect": known("Deny"),
            "Principal": known("*"),
            "Action": known("s3:*"),
            "Resource": known("*"),
        }
    )


def test_an_encoded_structure_with_unknown_statements() -> None:
    further = Unknown("variable statements has no default", HEADER, ("var.statements",))
    value = known(Encoded(structure({"Statement": known(ListValue((statement("One"), Absent(HEADER)), further))})))
    setting = read_policy(value, HEADER, EVERYWHERE)
    assert isinstance(setting, Known)
    assert (sids(setting.value), setting.value.unknown) == (["One"], further)


def test_choices_are_settled_by_the_world() -> None:
    choice = Choice(question("IsProd"), statement("Prod"), Absent(HEADER))
    value = structure({"Statement": known(ListValue((statement("One"), choice)))})

    def asked(world: World) -> list[str]:
        setting = read_policy(value, HEADER, world)
        assert isinstance(setting, Known)
        return sids(setting.value)

    assert [(str(world), found) for world, found in explore(asked)] == [
        ("IsProd is true", ["One", "Prod"]),
        ("IsProd is false", ["One"]),
    ]


def test_unknown_and_absent_documents_stay_so() -> None:
    unknown = Unknown("known after apply", HEADER)
    assert read_policy(unknown, HEADER, EVERYWHERE) == unknown
    assert read_policy(Absent(HEADER), HEADER, EVERYWHERE) == Absent(HEADER)
    assert read_policy(known(Text((Piece(unknown, HEADER),))), HEADER, EVERYWHERE) == unknown


def test_numbers_and_booleans_are_texts() -> None:
    policy = parse_policy(
        '{"Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",'
        ' "Condition": {"NumericLessThan": {"s3:TlsVersion": 1.20}, "Bool": {"aws:SecureTransport": [false]}}}}'
    )
    texts = [str(test.values.items[0].text) for test in policy.statements[0].tests]
    assert texts == ["1.20", "false"]


def test_flaws() -> None:
    text = """{"Statement": [
  {"Effect": "Deny", "Principal": ["*"], "Action": "s3:*", "Resource": "*"},
  {"Principal": {"Role": "x"}, "Action": 1, "NotAction": "s3:*", "Resource": {"a": 1}, "Condition": []},
  "Deny",
  {"Effect": "Deny", "Principal": "someone", "Action": "s3:*", "Resource": "*",
   "Condition": {"Bool": "x", "StringLike": {"aws:Referer": "a", "aws:referer": "b"}}}
]}"""
    found = [(flaw.text, flaw.origin.start.line, flaw.origin.start.column) for flaw in parse_policy(text).flaws]
    assert found == [
        ('Principal is a bare list, expected "*" or an object such as {"AWS": …}', 2, 35),
        ("the statement has no Effect", 3, 3),
        ('"Role" is not a type of principal', 3, 18),
        ("the statement has both Action and NotAction", 3, 45),
        ("expected a string in Resource", 3, 78),
        ("expected an object of operators in Condition", 3, 101),
        ("expected a statement, which is an object", 4, 3),
        ('Principal is "someone", expected "*" or an object such as {"AWS": …}', 5, 35),
        ("expected an object of condition keys in Bool", 6, 26),
        ('the condition key "aws:referer" is there twice, in different capitals', 6, 66),
    ]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-1000, 1000) | st.text(max_size=8),
    lambda children: st.lists(children, max_size=4) | st.dictionaries(st.text(max_size=8), children, max_size=4),
    max_leaves=12,
)


def plain(value: Value[Data]) -> object:
    assert isinstance(value, Known)
    match value.value:
        case MapValue(entries):
            return {key: plain(entry.value) for key, entry in entries.items()}
        case ListValue(items):
            return [plain(item) for item in items]
        case Text() as text:
            return text.literal
        case scalar:
            return scalar


@given(json_values, st.booleans(), st.sampled_from([None, 2]))
@settings(max_examples=200)
def test_reads_json_as_json_does(value: object, ascii_: bool, indent: int | None) -> None:
    text = json.dumps(value, ensure_ascii=ascii_, indent=indent)
    setting, flaws = read_json(text_of(text, Origin(Source("x", text), Span(0, len(text)))), HEADER)
    # A lone half of a surrogate pair is no character, so its escape becomes the replacement character.
    assert (plain(setting), flaws) == (value, ())


@given(st.text(alphabet='{}[]",:\\u0 a1', max_size=30))
@settings(max_examples=300)
def test_reads_or_refuses_any_text(text: str) -> None:
    try:
        statements = parse_policy(text).statements
    except PolicySyntaxError:
        statements = ()
    assert all(isinstance(one, Statement) for one in statements)
