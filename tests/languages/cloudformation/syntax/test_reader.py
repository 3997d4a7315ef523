"""Spans, odd YAML and JSON, and limits of the reader of templates."""

from __future__ import annotations

import pytest

from s3lint.base.resource import Problem
from s3lint.base.source import Source, Span
from s3lint.languages.cloudformation.syntax.nodes import Mapping, Node, Scalar, Sequence
from s3lint.languages.cloudformation.syntax.reader import MAX_CHARACTERS, MAX_DEPTH, YamlDocuments, compose
from tests.work import calls


def tree(text: str) -> tuple[str, Node]:
    source = Source("t", text)
    documents = compose(source)
    assert documents.problems == ()
    return text, documents.roots[0]


def spans(text: str) -> list[str]:
    """Every node's kind and text, keys included, in the order of the file."""
    found: list[str] = []

    def walk(node: Node) -> None:
        written = text[node.start : node.end]
        match node:
            case Scalar():
                found.append(f"scalar {written!r}")
            case Sequence(items):
                found.append(f"list {written!r}")
                for item in items:
                    walk(item)
            case Mapping(members):
                found.append(f"map {written!r}")
                for key, value in members:
                    walk(key)
                    walk(value)

    walk(tree(text)[1])
    return found


def test_every_key_and_value_has_its_span() -> None:
    assert spans("a: true\nb: !Ref Stage\nc:\n  - 1\n  - 'x y'\nd: {e: \"f\"}\n") == [
        "map 'a: true\\nb: !Ref Stage\\nc:\\n  - 1\\n  - \\'x y\\'\\nd: {e: \"f\"}'",
        "scalar 'a'",
        "scalar 'true'",
        "scalar 'b'",
        "scalar '!Ref Stage'",
        "scalar 'c'",
        "list \"- 1\\n  - 'x y'\"",
        "scalar '1'",
        "scalar \"'x y'\"",
        "scalar 'd'",
        "map '{e: \"f\"}'",
        "scalar 'e'",
        "scalar '\"f\"'",
    ]


def test_spans_count_characters_not_bytes() -> None:
    assert spans("ä: ü\n😀: 'ß'\n")[1:] == ["scalar 'ä'", "scalar 'ü'", "scalar '😀'", "scalar \"'ß'\""]


def test_line_ends_of_windows() -> None:
    assert spans("a: 1\r\nb:\r\n  c: 2\r\n") == [
        "map 'a: 1\\r\\nb:\\r\\n  c: 2'",
        "scalar 'a'",
        "scalar '1'",
        "scalar 'b'",
        "map 'c: 2'",
        "scalar 'c'",
        "scalar '2'",
    ]


def test_a_block_ends_with_its_text() -> None:
    assert spans("a: |\n  x\n  y\n\nb: >-\n  z\n")[2::2] == ["scalar '|\\n  x\\n  y'", "scalar '>-\\n  z'"]


def test_json_with_tabs() -> None:
    text = '\t{\n\t"a":\t[\t1,\t{"b"\t: "c\td"}\t]\n}\n'
    assert spans(text) == [
        'map \'{\\n\\t"a":\\t[\\t1,\\t{"b"\\t: "c\\td"}\\t]\\n}\'',
        "scalar '\"a\"'",
        'list \'[\\t1,\\t{"b"\\t: "c\\td"}\\t]\'',
        "scalar '1'",
        'map \'{"b"\\t: "c\\td"}\'',
        "scalar '\"b\"'",
        "scalar '\"c\\td\"'",
    ]


def test_escaped_surrogate_pairs_of_json() -> None:
    text, root = tree('{"a": "x \\ud83d\\ude00 \\u00e4 \\/", "b": "\\\\ud83d"}')
    assert isinstance(root, Mapping)
    first, second = (value for _, value in root.members)
    assert isinstance(first, Scalar)
    assert isinstance(second, Scalar)
    assert first.text == "x 😀 ä /"
    assert text[first.start : first.end] == '"x \\ud83d\\ude00 \\u00e4 \\/"'
    assert second.text == "\\ud83d"


def test_aliases_share_nodes_and_merge_keys_add_members() -> None:
    text = "base: &b {x: 1, y: 2}\nmore: &m {y: 3, z: 4}\none: {<<: *b, x: 9}\ntwo: {<<: [*b, *m], w: *b}\n"
    _, root = tree(text)
    assert isinstance(root, Mapping)
    one, two = root.member("one"), root.member("two")
    assert isinstance(one, Mapping)
    assert isinstance(two, Mapping)
    assert [(key.text, text[value.start : value.end]) for key, value in one.members] == [("x", "9"), ("y", "2")]
    assert [(key.text, text[value.start : value.end]) for key, value in two.members] == [
        ("x", "1"),
        ("y", "2"),
        ("z", "4"),
        ("w", "&b {x: 1, y: 2}"),
    ]


def test_several_documents() -> None:
    documents = compose(Source("t", "a: 1\n---\n# nothing\n---\n- b\n"))
    assert [type(root).__name__ for root in documents.roots] == ["Mapping", "Scalar", "Sequence"]
    assert documents.problems == ()


def test_a_later_broken_document_leaves_the_earlier_ones() -> None:
    documents = compose(Source("t", "a: 1\n---\nb: [1\n"))
    assert [type(root).__name__ for root in documents.roots] == ["Mapping"]
    assert len(documents.problems) == 1


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("a: [1\nb: 2", 2, 2, "expected ',' or ']' (parsing a flow sequence that begins on line 1)"),
        ("a:\n\tb: 1\n", 2, 1, "expected spaces as indentation, not a tab (scanning for the next token that begins on line 2)"),
        ("a: b: c\n", 1, 5, "expected no `:` inside this value; quote it or start a new line"),
        ("a: 1\n b: 2\n", 2, 3, "expected no `:` inside this value; quote it or start a new line"),
        (
            "a: 'x\n",
            2,
            1,
            "expected the closing quote before the end of the file (scanning a quoted scalar that begins on line 1)",
        ),
        ("a: *b\n", 1, 4, "expected an anchor `&b` before this alias"),
        ("a: &b [*b]\n", 1, 8, "expected an anchor `&b` before this alias"),
        ("a: x\x01y\n", 1, 5, "expected text; control characters are not allowed"),
        ("ä: x\x01y\n", 1, 5, "expected text; control characters are not allowed"),
        ("? [a]\n: b\n", 1, 3, "expected a string as key"),
        ("a: {<<: 1}\n", 1, 9, "expected a map, or a list of maps, to merge"),
        (
            "a: @b\n",
            1,
            4,
            "expected a value, which cannot start with this character (scanning for the next token that begins on line 1)",
        ),
        ("- a\nb: c\n", 2, 1, "expected '-' indicator (parsing a block collection that begins on line 1)"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(text: str, line: int, column: int, message: str) -> None:
    (problem,) = compose(Source("t", text)).problems
    start = problem.origin.start
    assert (problem.kind, start.line, start.column, problem.message) == ("unreadable-file", line, column, message)


def test_a_key_that_stands_twice_is_told_and_the_last_one_counts() -> None:
    text = "a: 1\nb:\n  c: 2\n  c: 3\n"
    documents = compose(Source("t", text))
    (problem,) = documents.problems
    assert problem.message == "expected the key `c` once in this map; it stands on line 3 too; the last counts"
    assert (problem.origin.start.line, problem.origin.start.column) == (4, 3)
    (root,) = documents.roots
    assert isinstance(root, Mapping)
    inner = root.member("b")
    assert isinstance(inner, Mapping)
    assert [value.text for _, value in inner.members if isinstance(value, Scalar)] == ["3"]


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("[" * 100_000, 100),
        ("[ " * 100_000, 200),
        ("x: " + "[" * 100_000, 102),
        ("{a: " * 100_000, 400),
        ("- " * 50_000, 200),
        ("\n".join(" " * n + "a:" for n in range(900)), 5350),
        ("\n".join(" " * n + "a:" for n in range(1500)), 5350),
        ("a: 1\na: 2\n---\n" + "[" * 100_000, 114),
    ],
)
def test_nesting_is_limited(text: str, offset: int) -> None:
    """Whether our own limit is met first or that of libyaml, which looks ahead (libyaml 0.2.6)."""
    found: list[Problem] = []
    calls(lambda: found.extend(compose(Source("t", text)).problems), most=20_000)
    *duplicates, problem = found
    assert problem.message == f"expected at most {MAX_DEPTH} levels of nesting"
    assert problem.origin.span == Span(offset, offset + 1)
    assert len(duplicates) == text.count("a: 2")


def test_what_is_wrong_before_the_nesting_is_too_deep_is_told_first() -> None:
    (problem,) = compose(Source("t", "[[}" + "[" * 2000)).problems
    assert (problem.message, problem.origin.span) == (
        "expected a value (parsing a flow node that begins on line 1)",
        Span(2, 3),
    )


def test_aliases_cannot_nest_deeper_than_text() -> None:
    lines = ["a0: &a0 [" + "[" * 40 + "]" * 41]
    lines += [f"a{n}: &a{n} [" + "[" * 40 + f"*a{n - 1}" + "]" * 41 for n in range(1, 4)]
    (problem,) = compose(Source("t", "\n".join(lines))).problems
    assert problem.message == f"expected at most {MAX_DEPTH} levels of nesting"
    assert problem.origin.start.line == 3


def test_a_bomb_of_aliases_stays_small() -> None:
    lines = ["a0: &a0 {x: 1}"] + [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 10) + "]" for n in range(1, 60)]
    found: list[YamlDocuments] = []
    calls(lambda: found.append(compose(Source("t", "\n".join(lines)))), most=1_000_000)
    assert found[0].problems == ()


def test_size_is_limited() -> None:
    (problem,) = compose(Source("t", "a: b\n" * (MAX_CHARACTERS // 5 + 1))).problems
    assert problem.message == f"expected a template of at most {MAX_CHARACTERS} characters"


def test_a_block_that_ends_in_an_alias_ends_with_it() -> None:
    text = "a: &x {y: 1}\nb:\n  c:\n    d: 2\n    e: *x\n  f:\n    - *x\ng: 3\n"
    assert [span for span in spans(text) if not span.startswith("scalar")][2:] == [
        "map 'c:\\n    d: 2\\n    e: *x\\n  f:\\n    - *x'",
        "map 'd: 2\\n    e: *x'",
        "map '&x {y: 1}'",
        "list '- *x'",
        "map '&x {y: 1}'",
    ]
