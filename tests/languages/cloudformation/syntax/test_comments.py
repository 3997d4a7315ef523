"""Comments of templates with their places, and what only looks like one."""

from __future__ import annotations

import pytest

from s3lint.base.source import Source
from s3lint.languages.cloudformation import FRONT_END


def found(text: str) -> list[tuple[int, int, str, str, bool]]:
    """For each comment the line and column where it starts, its text as written and as read, and whether it stands alone."""
    source = Source("t.yaml", text)
    return [
        (
            source.position(comment.span.start).line,
            source.position(comment.span.start).column,
            text[comment.span.start : comment.span.end],
            comment.text,
            comment.stands_alone,
        )
        for comment in FRONT_END.comments(source)
    ]


def test_comments_have_places() -> None:
    text = "# first\nResources:  # of the team\n  Data:\n    ## two\n    Type: AWS::S3::Bucket #  spaced  \n#\n    # last"
    assert found(text) == [
        (1, 1, "# first", "first", True),
        (2, 13, "# of the team", "of the team", False),
        (4, 5, "## two", "two", True),
        (5, 27, "#  spaced  ", "spaced", False),
        (6, 1, "#", "", True),
        (7, 5, "# last", "last", True),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a: |\n  # one\n  two # three\n\n  # four\n",
        "a: >-\n  # one\n  two # three\n",
        "a: |2\n   # one\n",
        "a: !Sub |\n  # one\n",
        "a: &x !Sub |\n  # one\nb: *x\n",
        'a: "x # y"\n',
        'a: "x\n  # y"\n',
        "a: 'it''s # y'\n",
        "a: https://example.com/#part\n",
        "a: x#y z\n",
        "a: x\n  y#z\n",
        "- !Sub '# x'\n",
        '{"a": "# x", "b": ["#"]}',
        '\t{"a": "# x \\ud83d\\ude00"}',
        "no sign at all\n",
        "",
    ],
)
def test_what_only_looks_like_a_comment(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: |  # header\n  # text\n# after\nb: 1\n", [(1, 7, "# header", False), (3, 1, "# after", True)]),
        ("a: |-  # header\r\n  # text\r\n# after\r\nb: 1\r\n", [(1, 8, "# header", False), (3, 1, "# after", True)]),
        ("a:\n  b: |\n    text\n   # less deep\n  c: 1\n", [(4, 4, "# less deep", True)]),
        ("a: !Sub # tag\n  'x # y'\n", [(1, 9, "# tag", False)]),
        ("a: !Sub | # tag\n  # y\n", [(1, 11, "# tag", False)]),
        ("a: &x # anchor\n  y\n", [(1, 7, "# anchor", False)]),
        ("a: &x y\nb: *x # alias\n", [(2, 7, "# alias", False)]),
        ("a: !Ref  # none\n", [(1, 10, "# none", False)]),
        ("a:  # nothing\nb: 1\n", [(1, 5, "# nothing", False)]),
        ("a: [x, # one\n  'y'] # two\n", [(1, 8, "# one", False), (2, 8, "# two", False)]),
        ("{a: 1} # end\n", [(1, 8, "# end", False)]),
        ('"a" : 1 # it\'s "quoted"\n', [(1, 9, "# it's \"quoted\"", False)]),
        ("# one\r\na: 1 # two\r\n", [(1, 1, "# one", True), (2, 6, "# two", False)]),
        ("a: 1\t# tab\nb: [\t1,\t# two\n1]\n", [(1, 6, "# tab", False), (2, 9, "# two", False)]),
        ("# one\n--- # two\na: 1\n... # three\n---\n# four\nb: 1\n",
         [(1, 1, "# one", True), (2, 5, "# two", False), (4, 5, "# three", False), (6, 1, "# four", True)]),
        ("%YAML 1.1 # version\n--- \na: 1\n", [(1, 11, "# version", False)]),
        ("a: x # one # two\n", [(1, 6, "# one # two", False)]),
        ("a: '😀' # ü😀\n", [(1, 8, "# ü😀", False)]),
        ("# nothing else\n", [(1, 1, "# nothing else", True)]),
    ],
)  # fmt: skip
def test_where_comments_stand(text: str, expected: list[tuple[int, int, str, bool]]) -> None:
    assert [(line, column, written, alone) for line, column, written, _, alone in found(text)] == expected


def test_comments_of_a_text_that_cannot_be_read() -> None:
    assert found("# one\na: 1 # two\nb: '# not read\n") == [(1, 1, "# one", "one", True), (2, 6, "# two", "two", False)]
    assert found("a: x\x01y # one\n") == []
