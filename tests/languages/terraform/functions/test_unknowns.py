"""A result is unknown exactly as far as unknown arguments make it."""

from __future__ import annotations

import pytest

from s3lint.base.condition import question
from s3lint.base.record import replace
from s3lint.base.value import Choice, Data, Encoded, Entry, Known, ListValue, MapValue, Setting, Text, Unknown
from s3lint.base.worlds import Fork
from s3lint.languages.terraform.functions import FunctionError
from s3lint.languages.terraform.values.order import Unordered
from s3lint.languages.terraform.values.origins import Each, with_keys
from tests.languages.terraform.functions.calling import (
    BUCKET,
    SITE,
    UNKNOWN,
    X,
    at,
    call,
    known,
    object_of,
    result,
    shown,
    text_of,
    tuple_of,
)

A, B, ONE = known("a", 41), known("b", 42), known(1, 43)
REST = Unknown(X.reason, at(91), X.inputs, "var.more")
GONE = Unknown(X.reason, SITE, X.inputs)
MORE = replace(REST, origin=SITE)
HERE = replace(X, origin=SITE)
PERHAPS = Each(X.reason, SITE, X.inputs, member=(replace(X, identity=""), X))
NAMED = known(text_of(BUCKET))
STARRED = known(text_of(BUCKET, "/*"))
ON = question("var.on")


@pytest.mark.parametrize(
    "name",
    [
        *("lower", "upper", "length", "abs", "jsonencode", "base64encode", "sha256", "file", "keys", "values", "flatten"),
        *("distinct", "sort", "toset", "tolist", "jsondecode", "yamldecode", "trimspace", "one", "sum"),
        *("compact", "reverse"),
    ],
)
def test_a_function_of_an_unknown_value_is_unknown_for_its_reason(name: str) -> None:
    found = call(name, X)
    assert isinstance(found, Unknown)
    assert (found.reason, found.inputs) == (X.reason, X.inputs)


@pytest.mark.parametrize(
    "name",
    [
        *("base64gzip", "csvdecode", "formatdate", "log", "parseint", "pow", "rsadecrypt", "textdecodebase64"),
        *("textencodebase64", "timeadd", "timecmp", "uuidv5", "yamlencode"),
    ],
)
def test_a_few_functions_are_not_computed(name: str) -> None:
    found = call(name, known("x"), known("y"))
    assert isinstance(found, Unknown)
    assert found.reason == f"s3lint does not compute {name}"


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("length", (known("a\u0301"),)),
        ("strrev", (known("\r\n"),)),
        ("substr", (known("日本"), known(0), known(1))),
        ("split", (known(""), known("日本"))),
    ],
)
def test_characters_that_may_combine_are_not_counted(name: str, arguments: tuple[Setting[Data], ...]) -> None:
    found = call(name, *arguments)
    assert isinstance(found, Unknown)
    assert found.reason == "s3lint does not tell which characters combine"


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        # Lists
        ("concat", (tuple_of(A), X, tuple_of(B)), result(Unordered((A, B), HERE, placed=1))),
        ("concat", (X, tuple_of(B)), result(Unordered((B,), HERE))),
        ("concat", (X, tuple_of()), HERE),
        ("concat", (tuple_of(A, X), tuple_of(B)), result(ListValue((A, X, B)))),
        ("concat", (tuple_of(A), tuple_of(B), X), result(ListValue((A, B), HERE))),
        ("concat", (tuple_of(A, rest=REST), tuple_of(B)), result(Unordered((A, B), MORE, placed=1))),
        ("concat", (X, tuple_of(B, rest=REST)), result(Unordered((B,), GONE))),
        ("length", (tuple_of(A, X),), result(2)),
        ("length", (tuple_of(A, rest=REST),), UNKNOWN),
        ("length", (object_of(a=X),), result(1)),
        ("length", (object_of(rest=REST, a=A),), UNKNOWN),
        ("length", (known(text_of("a", BUCKET)),), None),
        ("contains", (tuple_of(X, A), A), result(True)),
        ("contains", (tuple_of(X, A), B), UNKNOWN),
        ("contains", (tuple_of(A, rest=REST), A), result(True)),
        ("contains", (tuple_of(A, rest=REST), B), UNKNOWN),
        ("contains", (tuple_of(A), X), UNKNOWN),
        ("element", (tuple_of(A, X), ONE), X),
        ("element", (tuple_of(A, rest=REST), known(0)), A),
        ("element", (tuple_of(A, rest=REST), ONE), UNKNOWN),
        ("flatten", (tuple_of(tuple_of(A), X, tuple_of(B)),), result(Unordered((A, B), HERE, placed=1))),
        ("flatten", (tuple_of(tuple_of(A, B), rest=REST),), result(ListValue((A, B), MORE))),
        ("flatten", (known(Unordered((A, tuple_of(B)))),), result(Unordered((A, B)))),
        ("compact", (tuple_of(A, X, B),), result(Unordered((A, B), PERHAPS, "list", 1))),
        ("compact", (tuple_of(A, known(text_of("x", X))),), result(ListValue((A, known(text_of("x", X))), None, "list"))),
        ("distinct", (tuple_of(A, A, X, B),), result(ListValue((A, X, B), None, "list"))),
        ("reverse", (tuple_of(A, X),), result(ListValue((X, A)))),
        ("reverse", (tuple_of(A, rest=REST),), result(Unordered((A,), REST))),
        ("reverse", (known(Unordered((A, B))),), result(Unordered((B, A)))),
        ("slice", (tuple_of(A, X, rest=REST), known(0), ONE), result(ListValue((A,)))),
        ("sort", (tuple_of(A, X),), result(Unordered((A, X), None, "list"))),
        ("sort", (tuple_of(X),), result(ListValue((X,), None, "list"))),
        ("sort", (tuple_of(B, A, rest=REST),), result(Unordered((B, A), REST, "list"))),
        ("sort", (tuple_of(NAMED, A, NAMED),), result(Unordered((NAMED, A, NAMED), None, "list"))),
        ("sort", (tuple_of(STARRED, NAMED),), result(ListValue((NAMED, STARRED), None, "list"))),
        ("tolist", (tuple_of(NAMED, A, kind="set"),), known(Unordered((NAMED, A), None, "list"))),
        ("tolist", (tuple_of(A, B, kind="set"),), known(ListValue((A, B), None, "list"))),
        ("toset", (known(Unordered((B, A))),), known(ListValue((A, B), None, "set"))),
        ("distinct", (known(Unordered((NAMED, A, NAMED))),), result(Unordered((NAMED, A), None, "list"))),
        ("setunion", (known(Unordered((B, NAMED))), tuple_of(NAMED)), result(ListValue((B, NAMED), None, "set"))),
        ("contains", (known(Unordered((NAMED, A))), A), result(True)),
        ("length", (known(Unordered((NAMED, A))),), result(2)),
        ("element", (known(Unordered((A, NAMED, B), placed=1)), known(0)), A),
        ("slice", (known(Unordered((A, NAMED, B), placed=1)), known(0), ONE), result(ListValue((A,)))),
        ("one", (known(Unordered((NAMED,), REST)),), GONE),
        ("coalesce", (known(None), X, A), UNKNOWN),
        ("coalesce", (A, X), A),
        ("coalesce", (known(text_of(BUCKET)), X), known(text_of(BUCKET))),
        ("coalescelist", (tuple_of(rest=REST), tuple_of(A)), UNKNOWN),
        ("coalescelist", (tuple_of(A, rest=REST), tuple_of(B)), tuple_of(A, rest=REST)),
        ("alltrue", (tuple_of(X, known(False)),), result(False)),
        ("alltrue", (tuple_of(X, known(True)),), UNKNOWN),
        ("anytrue", (tuple_of(X, known(True)),), result(True)),
        ("anytrue", (tuple_of(known(False), rest=REST),), UNKNOWN),
        ("one", (tuple_of(X),), X),
        ("sum", (tuple_of(ONE, X),), UNKNOWN),
        ("toset", (tuple_of(B, X, A),), known(ListValue((A, B, X), None, "set"))),
        ("toset", (tuple_of(A, rest=REST),), known(ListValue((A,), REST, "set"))),
        ("setunion", (tuple_of(B, rest=REST), tuple_of(A)), result(ListValue((A, B), GONE, "set"))),
        ("setsubtract", (tuple_of(A, B), tuple_of(A, rest=REST)), UNKNOWN),
        ("setsubtract", (tuple_of(A, B, rest=REST), tuple_of(A)), result(ListValue((B,), GONE, "set"))),
        ("setintersection", (tuple_of(A, B), tuple_of(A, rest=REST)), result(ListValue((A,), GONE, "set"))),
        # Maps
        (
            "merge",
            (object_of(a=A), X),
            result(
                MapValue(
                    {
                        "a": Entry(
                            at(20), Choice(question('var.x has the key "a"'), Unknown(X.reason, SITE, X.inputs, "var.x.a"), A)
                        )
                    },
                    GONE,
                )
            ),
        ),
        ("merge", (X, object_of(a=A)), result(MapValue({"a": Entry(at(20), A)}, GONE))),
        ("merge", (X,), Unknown(X.reason, SITE, X.inputs, "var.x")),
        ("merge", (object_of(a=X), object_of(b=B)), result(MapValue({"a": Entry(at(20), X), "b": Entry(at(20), B)}))),
        ("keys", (object_of(b=X, a=A),), result(ListValue((Known("a", at(20)), Known("b", at(20)))))),
        ("keys", (object_of(rest=REST, a=A),), UNKNOWN),
        ("values", (object_of(b=X, a=A),), result(ListValue((A, X)))),
        ("lookup", (object_of(a=A, rest=REST), known("a"), B), A),
        ("lookup", (object_of(a=A, rest=REST), known("c"), B), UNKNOWN),
        ("lookup", (object_of(a=A), GONE, B), GONE),
        ("lookup", (object_of(a=A, b=A), X), A),
        ("lookup", (object_of(a=A, rest=REST), X, B), UNKNOWN),
        ("lookup", (object_of(a=A), known("c"), X), X),
        ("zipmap", (tuple_of(A, B), tuple_of(ONE, X)), result(MapValue({"a": Entry(SITE, ONE), "b": Entry(SITE, X)}))),
        (
            "zipmap",
            (tuple_of(A, X), tuple_of(ONE, ONE)),
            result(MapValue({"a": Entry(SITE, ONE)}, with_keys([(X, ONE)], None))),
        ),
        # Texts
        ("startswith", (known(text_of("arn:", X)), known("arn")), result(True)),
        ("startswith", (known(text_of("arn:", X)), known("b")), result(False)),
        ("startswith", (known(text_of("arn:", X)), known("arn:aws")), UNKNOWN),
        ("endswith", (known(text_of(X, "/*")), known("*")), result(True)),
        ("strcontains", (known(text_of(X, "-logs")), known("log")), result(True)),
        ("strcontains", (known(text_of(X, "-logs")), known("x")), UNKNOWN),
        ("split", (known(","), known(text_of("a,", X))), UNKNOWN),
        ("jsonencode", (object_of(a=X),), result(Encoded(object_of(a=X)))),
        ("jsonencode", (known("a"),), result('"a"')),
        ("jsondecode", (known(Encoded(object_of(a=X))),), object_of(a=X)),
        ("sensitive", (X,), X),
        ("nonsensitive", (A,), A),
    ],
)
def test_what_is_known_stays_known(name: str, arguments: tuple[Setting[Data], ...], expected: Setting[Data] | None) -> None:
    found = call(name, *arguments)
    if expected is None:
        assert isinstance(found, Unknown)
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("join", (known("/"), tuple_of(A, X, known(text_of(BUCKET)))), "a/${var.x}/${aws_s3_bucket.b.id}"),
        ("join", (known("/"), tuple_of(A, rest=REST)), "a${var.x}"),
        ("format", (known("arn:aws:s3:::%s/*"), known(text_of(BUCKET))), "arn:aws:s3:::${aws_s3_bucket.b.id}/*"),
        ("format", (known("%s-%03d-%5s"), A, known(7), X), "a-007-${var.x}"),
        ("lower", (known(text_of("ABC-", BUCKET)),), "abc-${aws_s3_bucket.b.id}"),
        ("lower", (known(text_of("ABC-", X)),), "abc-${var.x}"),
        ("replace", (known(text_of("a.b-", X)), known("."), known("_")), "a_b-${var.x}"),
        ("trimprefix", (known(text_of("arn:x", X)), known("arn:")), "x${var.x}"),
        ("trimsuffix", (known(text_of(BUCKET, "/*")), known("/*")), "${aws_s3_bucket.b.id}"),
        ("trimprefix", (known(text_of("ab-", X, "-c")), known(text_of("ab-", X, "-"))), "c"),
        ("trimprefix", (known(text_of("ab-", BUCKET, "-c")), known(text_of("a", "b-", BUCKET))), "-c"),
        ("trimprefix", (known(text_of("ab-", X, "-c")), known(text_of("b-", X))), "ab-${var.x}-c"),
        ("trimprefix", (known(text_of("ab-", X)), known(text_of("ab-", X, "-"))), "ab-${var.x}"),
        ("trimsuffix", (known(text_of("ab-", X, "-c")), known(text_of(X, "-c"))), "ab-"),
        ("trimsuffix", (known(text_of("ab-", X, "-c")), known(text_of(X, "-d"))), "ab-${var.x}-c"),
        ("trimspace", (known(text_of("  a", X, "b ")),), "a${var.x}b"),
    ],
)
def test_a_text_keeps_what_is_known_of_it(name: str, arguments: tuple[Setting[Data], ...], expected: str) -> None:
    assert shown(call(name, *arguments)) == expected.replace("${aws_s3_bucket.b.id}", "aws_s3_bucket.b.id")


def test_a_choice_inside_a_collection_stays_where_its_item_only_moves() -> None:
    choice = Choice(ON, A, B)
    assert call("concat", tuple_of(choice), tuple_of(ONE)) == result(ListValue((choice, ONE)))
    assert call("merge", object_of(a=choice)) == result(MapValue({"a": Entry(at(20), choice)}))
    assert call("jsonencode", tuple_of(choice)) == result(Encoded(tuple_of(choice)))


def test_a_choice_that_decides_the_result_is_a_question() -> None:
    with pytest.raises(Fork) as fork:
        call("contains", tuple_of(Choice(ON, A, B)), A)
    assert fork.value.atom == ON


@pytest.mark.parametrize(
    ("name", "end", "expected"),
    [
        ("startswith", text_of("ab-", X), True),
        ("startswith", text_of("ab-", X, "-"), True),
        ("startswith", text_of("ac-", X), False),
        ("startswith", text_of("ab-", X, "-d"), False),
        ("startswith", text_of("ab-", X, "-c-"), False),
        ("startswith", text_of("ab-", BUCKET), None),
        ("startswith", text_of("ab-c"), None),
        ("startswith", text_of("ab-", X, X), None),
        ("endswith", text_of(X, "-c"), True),
        ("endswith", text_of("b-", X, "-c"), True),
        ("endswith", text_of("b+", X, "-c"), False),
        ("endswith", text_of("x", "-c"), None),
    ],
)
def test_whether_a_text_begins_or_ends_with_another_that_is_known_in_part(name: str, end: Text, expected: bool | None) -> None:
    found = call(name, known(text_of("ab-", X, "-c")), known(end))
    assert isinstance(found, Unknown) if expected is None else found == result(expected)


@pytest.mark.parametrize("name", ["timestamp", "plantimestamp", "uuid", "bcrypt", "provider::aws::arn_parse"])
def test_what_arguments_do_not_determine_is_unknown(name: str) -> None:
    assert isinstance(call(name, *((A,) if name == "bcrypt" else ())), Unknown)


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("nope", (), "a function of Terraform, there is no nope"),
        ("lower", (), "1 argument, found 0"),
        ("lower", (A, B), "1 argument, found 2"),
        ("lower", (known(None),), "a value that is not null"),
        ("lower", (tuple_of(),), "a string"),
        ("length", (ONE,), "a string, a list, a set, a tuple, a map or an object"),
        ("lookup", (object_of(), A), 'a map with the key "a", or a default'),
        ("regex", (known("("), A), "a regular expression with `)` at character 2"),
        ("format", (known("%s"),), "an argument for %s at position 1, there are 0"),
        ("jsondecode", (known("{"),), "JSON: a key in quotes or `}`, found the end of the text"),
    ],
)
def test_a_wrong_call_says_what_was_expected(name: str, arguments: tuple[Setting[Data], ...], message: str) -> None:
    with pytest.raises(FunctionError) as error:
        call(name, *arguments)
    assert str(error.value) == message
