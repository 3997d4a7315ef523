"""A broken text gives one problem per statement, at the cause, and the other statements are read."""

from __future__ import annotations

import pytest

from s3lint.base.source import Source, Span
from s3lint.languages.terraform.syntax import reader
from s3lint.languages.terraform.syntax.nodes import File, SyntaxProblem
from s3lint.languages.terraform.syntax.treesitter_tree import MAX_DEPTH
from tests.languages.terraform.syntax.notation import literals, outline, place, problems
from tests.work import calls

CASES = {
    'a = "x\nb = 1\n': "1:5-1:7 expected the closing quote of this string on its line",
    "a = [1, 2\nb = 3\n": "1:5-1:6 expected `]` for this `[`",
    "a {\n  b = (1\n}\n": "3:1-3:2 expected `)`, found `}`",
    "a = <<EOT\nx\n": "1:5-1:10 expected the line EOT that ends this heredoc",
    "a = <<EOT\nx\nEOT": "3:3-3:4 expected a new line after the heredoc's closing marker",
    "a = 1 /* x\n": "1:7-1:9 expected `*/` for this comment",
    "a = 1\n}\n": "2:1-2:2 expected no `}` here, nothing is open",
    "a =\n": "1:4-1:4 expected an expression, found the end of the line",
    "a = [1 2]\n": "1:8-1:9 expected `]` or `,`, found `2`",
    "a = 1 b = 2\n": "1:7-1:12 expected a new line after the argument",
    "a {}  b {}\n": "1:7-1:11 expected a new line after the block",
    "a { b = 1 c = 2 }\n": "1:11-1:16 expected `}`: a block on one line holds one argument",
    "a { b {} }\n": "1:5-1:9 expected a new line: a block on one line holds one argument",
    "a {\n  b = 1 }\n": "2:9-2:10 expected a new line before `}`",
    "a { b = 1\n}\n": "1:10-1:10 expected `}` on the line of the block's `{`",
    "a\n{\n}\n": "1:2-1:2 expected `{` on the line of the block's name",
    "a = 1\na = 2\n": "2:1-2:2 expected the argument a once in this body, it is set again here",
    "a {\n  b = 1\n  b = 2\n}\n": "3:3-3:4 expected the argument b once in this body, it is set again here",
    "a = b\n  ? 1 : 2\n": (
        "1:6-1:6 expected the rest of the expression on this line (only inside parentheses may it go on in the next)"
    ),
    "a = {b = 1 c = 2}\n": "1:12-1:13 expected a comma or a new line before the next item",
    "a = {\n  b = 1\n  , c = 2\n}\n": "2:8-2:8 expected the comma on the line of the item before it",
    "a = 10.0.0.0\n": "1:5-1:10 expected a number with one decimal point",
    "a = 0x1F\n": "1:5-1:9 expected a decimal number",
    "a = 1e5000\n": "1:5-1:11 expected a number of at most 4096 digits, the limit of s3lint",
    f"a = {'9' * 5000}\n": "1:5-1:5005 expected a number of at most 4096 digits, the limit of s3lint",
    'a = "\\/"\n': '1:6-1:8 expected an escape (\\n \\r \\t \\" \\\\ \\uNNNN \\UNNNNNNNN), found \\/',
    "a = x.*.b.*.c\n": "1:10-1:12 expected no `.*` inside the attributes of another",
    'a = "%{ if x }y"\n': "1:6-1:15 expected %{ endif } for this directive",
    'a = "%{ endif }"\n': "1:6-1:16 expected no %{ endif } here",
    'a = "${b c}"\n': "1:10-1:11 expected `}`, found `c`",
    "a = <<EOT\nx ${b c}\nEOT\n": "2:7-2:8 expected `}`, found `c`",
    "a = <<EOT\nab\nEOT\nb = 1\nc = ${d}\n": "5:5-5:6 expected an expression, found `$`",
    "a = <<EOT\nx %{ if b }\n%{ endfor }\nEOT\n": "3:1-3:12 expected no %{ endfor } here",
    "a = <<\nx\n": ("1:5-1:7 expected the heredoc's marker right behind `<<`, and then a new line"),
    "a = <<É\nx\n": "1:5-1:8 expected the line É that ends this heredoc",
    'a = "\\é"\n': '1:6-1:8 expected an escape (\\n \\r \\t \\" \\\\ \\uNNNN \\UNNNNNNNN), found \\é',
    'a = "%{ for b in c }%{ if b }%{ else }%{ else }"\n': "1:39-1:48 expected no %{ else } here",
    "a = [b /* , */ // ]\n  c]\n": "2:3-2:4 expected `]` or `,`, found `c`",
    "a = [!!b, -(-c), p::f(1), {for d in e :\n d\n => d}, 1 +]\n": "3:12-3:13 expected an expression, found `]`",
    "a = {for = 1}\n": "1:6-1:9 expected `for name in collection :`, or the key `for` in quotes",
    "a = {\n  b = 1\n  -c = 2\n}\n": "1:1-1:6 expected HCL",
    "a = 1\nb = (\nc = 2\n": "2:5-2:6 expected `)` for this `(`",
    "a = b ? c\n": "2:1-2:1 expected `:`, found the end of the file",
    "a = {b => 1}\n": "1:8-1:9 expected `:` or `=`, found `=>`",
    "a : 1\n": '1:3-1:4 expected `{`, `=`, `"` or a name, found `:`',
    "a = f(b..., 1)\n": "1:11-1:12 expected `)` or a new line, found `,`",
    "a = b.\n": "1:7-1:7 expected a name, found the end of the line",
    'a "${b}" {}\n': "1:3-1:9 expected a label on one line and without a sequence such as ${ }",
    "{ a = 1 }\n": "1:1-1:2 expected an argument or a block",
}


@pytest.mark.parametrize("text", CASES)
def test_a_problem_names_the_cause_and_what_was_expected(text: str) -> None:
    found = problems(reader.read(Source("main.tf", text)))
    assert found == [CASES[text]]


BROKEN = """\
resource "aws_s3_bucket" "one" {
  bucket = "one"
}

resource "aws_s3_bucket" "two" {
  bucket = "two
}

variable "x" {
  default = [1, 2
}

locals {
  a = 1
}

output "y" {
  value = 105e+2
}
"""


def test_statements_beside_a_broken_one_are_read_and_the_broken_one_is_left_out_whole() -> None:
    file = reader.read(Source("main.tf", BROKEN))
    assert outline(file.body) == {
        'resource "aws_s3_bucket" "one"': {"bucket": '"one"'},
        "locals": {"a": "1"},
        'output "y"': {"value": "10500"},
    }
    assert problems(file) == [
        "6:12-6:16 expected the closing quote of this string on its line",
        "11:1-11:2 expected `]`, found `}`",
    ]


def test_a_refused_argument_leaves_out_its_whole_block() -> None:
    file = reader.read(Source("main.tf", 'a {\n  b {\n    c = "\\q"\n  }\n  d = 1\n}\ne = 2\n'))
    assert outline(file.body) == {"e": "2"}
    assert len(file.problems) == 1


@pytest.mark.parametrize(
    "text",
    [
        f"a = {'[' * 1000}{']' * 1000}\n",
        f"a = {'(' * 1000}1{')' * 1000}\n",
        f"a = {'!' * 1000}b\n",
        f"a = {'f(' * 1000}1{')' * 1000}\n",
        f"a = b{'[*]' * 1000}\n",
        f"a = {'b ? c : ' * 1000}d\n",
        f"a = {'{b = ' * 1000}1{'}' * 1000}\n",
        f"{'a {' + chr(10)}" * 1000 + "}\n" * 1000,
    ],
    ids=["tuples", "parentheses", "negations", "calls", "splats", "conditionals", "objects", "blocks"],
)
def test_what_nests_too_deep_is_a_problem_that_names_the_limit(text: str) -> None:
    file = reader.read(Source("main.tf", text + "ok = 1\n"))
    assert outline(file.body) == {"ok": "1"}
    (problem,) = file.problems
    assert f"at most {MAX_DEPTH} nested" in problem.message


@pytest.mark.parametrize(
    "text",
    [
        'a = "' + "${" * 20_000,
        "a = " + "[" * 20_000,
        "a = <<A\n" * 5_000,
        'a = "\n' * 5_000,
        "a = b ? " * 10_000,
        "a {\n" * 10_000,
        "/*" * 50_000,
        'x = "%{ if a }' + "%{ if b }" * 5_000,
        "\\" * 50_000,
        "\x00\ufffe" * 20_000,
    ],
    ids=["sequences", "brackets", "heredocs", "quotes", "conditionals", "blocks", "comments", "directives", "slashes", "junk"],
)
def test_hostile_text_ends_in_a_problem_soon(text: str) -> None:
    found: list[File] = []
    calls(lambda: found.append(reader.read(Source("main.tf", text))), most=40 * len(text))
    assert found[0].problems


def test_the_next_item_of_an_object_may_have_a_key_in_parentheses() -> None:
    text = """\
a = {
  b = x # (y) = 1
  /* comment
  */ (c) = {g = h

(f(i)) = j}\r
  (k) = f(
    z
    (d)
  )
}
"""
    file = reader.read(Source("main.tf", text))
    assert file.problems == ()
    assert outline(file.body) == {"a": '{"b"=x (() c)={"g"=h (() (f i))=j} (() k)=(f (z d))}'}
    (c,) = (literal for literal in literals(file.body) if literal.value == "g")
    assert place(file.source, c.span) == "4:13-4:14 'g'"


def test_what_only_python_hcl2_accepts_is_one_problem_and_the_rest_is_read() -> None:
    file = reader.read(Source("main.tf", 'one "x" {}\na = {\n  b = x\n  - c = 2\n}\ntwo = 2\n'))
    assert problems(file) == ["2:1-2:6 expected HCL"]
    assert outline(file.body) == {'one "x"': {}, "two": "2"}


def test_a_file_with_too_many_spaces_in_a_row() -> None:
    at_limit = "a = {" + " " * reader.MAX_SPACE + "}\n"
    assert reader.read(Source("a.tf", at_limit)).problems == ()
    assert problems(reader.read(Source("a.tf", at_limit.replace("}", " }")))) == [
        "1:2006-1:2007 expected at most 2000 spaces in a row, the limit of s3lint"
    ]
    assert reader.read_expression(Source("a.tf", f"[{' ' * 3000}]")) == SyntaxProblem(
        "expected at most 2000 spaces in a row, the limit of s3lint", Span(2001, 2002)
    )


def test_a_file_too_large_to_read() -> None:
    at_limit = "# " + "x" * (reader.MAX_TEXT - 2)
    assert reader.read(Source("a.tf", at_limit)).problems == ()
    found = reader.read(Source("a.tf", at_limit + "\n"))
    assert [(problem.message, problem.span) for problem in found.problems] == [
        ("expected at most 2097152 characters", Span(0, 1))
    ]
