"""Expressions of native syntax become the trees that HCL's specification describes."""

from __future__ import annotations

import pytest

from s3lint.base.source import Source
from s3lint.languages.terraform.syntax import reader
from s3lint.languages.terraform.syntax.nodes import AttributeAccess, Binary, Index, SyntaxProblem
from tests.languages.terraform.syntax.notation import notation, problem_text

TREES = {
    # Precedence and associativity
    "1 + 2 * 3": "(+ 1 (* 2 3))",
    "1 * 2 + 3": "(+ (* 1 2) 3)",
    "1 - 2 - 3": "(- (- 1 2) 3)",
    "8 / 4 % 3": "(% (/ 8 4) 3)",
    "(1 + 2) * 3": "(* (() (+ 1 2)) 3)",
    "a || b && c": "(|| a (&& b c))",
    "a && b == c": "(&& a (== b c))",
    "a == b < c": "(== a (< b c))",
    "a < b + c": "(< a (+ b c))",
    "a != b == c": "(== (!= a b) c)",
    "!a && b": "(&& (! a) b)",
    "-a + b": "(+ (- a) b)",
    "-a.b[0]": "(- ([] (. a b) 0))",
    "!!a": "(! (! a))",
    "a - -b": "(- a (- b))",
    "a-b": "a-b",
    "a - b": "(- a b)",
    "a ? b : c": "(? a b c)",
    "a ? b : c ? d : e": "(? a b (? c d e))",
    "a ? b ? c : d : e": "(? a (? b c d) e)",
    "a ? b : c ? d : e ? f : g": "(? a b (? c d (? e f g)))",
    "(a ? b : c) ? d : e": "(? (() (? a b c)) d e)",
    "a == b ? c + d : -e": "(? (== a b) (+ c d) (- e))",
    # Literals
    "null": "null",
    "true": "true",
    "007": "7",
    "1.50": "1.50",
    "105e+2": "10500",
    "1e-3": "0.001",
    "123456789012345678901234567890": "123456789012345678901234567890",
    # Traversals and splats
    "a.b.c": "(. (. a b) c)",
    'a["b"].c': '(. ([] a "b") c)',
    "a[b.c + 1]": "([] a (+ (. b c) 1))",
    "a.0.1": "([] ([] a 0) 1)",
    "a.0.b": "(. ([] a 0) b)",
    "a[*]": "(splat a *)",
    "a.*": "(splat a *)",
    "a[*].b[0].c": "(splat a (. ([] (. * b) 0) c))",
    "a.*.b.c": "(splat a (. (. * b) c))",
    "a.*.b[0].c": "(. ([] (splat a (. * b)) 0) c)",
    "a.*.0": "(splat a ([] * 0))",
    "a.*.b[*].c": "(splat (splat a (. * b)) (. * c))",
    "a[*].b[*].c": "(splat a (splat (. * b) (. * c)))",
    "a[*][*]": "(splat a (splat * *))",
    "a.b[*].c": "(splat (. a b) (. * c))",
    "(a)[*]": "(splat (() a) *)",
    "f(a)[0].b": "(. ([] (f a) 0) b)",
    "[1, 2][0]": "([] [1 2] 0)",
    "a /* between */ . b": "(. a b)",
    # Calls
    "f()": "(f)",
    "f(a, 1)": "(f a 1)",
    "f(a...)": "(f a...)",
    "f(a, b...,)": None,
    "p::f(1)": "(p::f 1)",
    "provider::aws::arn_parse(x)": "(provider::aws::arn_parse x)",
    "f(g(h()))": "(f (g (h)))",
    # Collections
    "[]": "[]",
    "[1, [2], {}]": "[1 [2] {}]",
    "{a = 1, b : 2}": '{"a"=1 "b"=2}',
    '{"a b" = 1, "${c}" = 2}': '{"a b"=1 (template ${c})=2}',
    "{(a) = 1, (a.b) = 2}": "{(() a)=1 (() (. a b))=2}",
    "{1 = 2, true = 3, null = 4}": '{1=2 "true"=3 "null"=4}',
    "{a.b = 1}": "{(. a b)=1}",
    "{\n  a = x\n  (b) = y\n}": '{"a"=x (() b)=y}',
    # For expressions
    "[for v in c : v.x]": "[for v in c : (. v x)]",
    "[for k, v in c : k if v]": "[for k, v in c : k if v]",
    "{for v in c : v => 1}": "{for v in c : v => 1}",
    "{for k, v in c : k => v... if v != null}": "{for k, v in c : k => v... if (!= v null)}",
    # Templates
    '""': '""',
    '"a"': '"a"',
    '"${a}"': "(template ${a})",
    '"a${b}c"': '(template "a" ${b} "c")',
    '"${a}${b}"': "(template ${a} ${b})",
    '"${"${a}"}"': "(template ${(template ${a})})",
    '"${a["b"]}"': '(template ${([] a "b")})',
    '"a ${~ b ~} c"': '(template "a" ${b} "c")',
    '"a ${~ b} c"': '(template "a" ${b} " c")',
    '"%{ if a }b%{ else }c%{ endif }"': '(template (if a ("b") ("c")))',
    '"%{ if a }b%{ endif }"': '(template (if a ("b") ()))',
    '"%{ for k, v in a }${v}%{ endfor }"': "(template (for k, v in a (${v})))",
    '"%{ for v in a ~} ${v} %{~ endfor }"': "(template (for v in a (${v})))",
    '"x%{ if a }%{ for v in b }y%{ endfor }%{ endif }z"': '(template "x" (if a ((for v in b ("y"))) ()) "z")',
    # Escapes
    r'"\n\r\t\"\\"': '"\\n\\r\\t\\"\\\\"',
    r'"\u00e9\U0001F600"': '"é😀"',
    r'"\ud800"': '"\ufffd"',
    '"$${a} %%{b}"': '"${a} %{b}"',
    '"$a %b $$ %% $"': '"$a %b $$ %% $"',
    '"e\u0301"': '"é"',
}


@pytest.mark.parametrize("text", TREES)
def test_an_expression_has_the_tree_of_the_specification(text: str) -> None:
    found = reader.read_expression(Source("a", text))
    expected = TREES[text]
    if expected is None:
        assert isinstance(found, SyntaxProblem)
    else:
        assert not isinstance(found, SyntaxProblem), found
        assert notation(found) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 +", "1:4-1:4 expected an expression, found the end of the text"),
        ("b c", "1:3-1:4 expected the end of the expression, found `c`"),
        ("f(b", "1:2-1:3 expected `)` for this `(`"),
        ("1)\nb = (2", "1:2-1:3 expected no `)` here, nothing is open"),
        ("[b, <<E\nx ${c d}\nE\n]", "2:7-2:8 expected `}`, found `d`"),
    ],
)
def test_what_is_no_expression_alone_is_a_problem(text: str, expected: str) -> None:
    found = reader.read_expression(Source("a", text))
    assert isinstance(found, SyntaxProblem)
    assert problem_text(Source("a", text), found) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a ${b", "1:3-1:5 expected `}` for this `${`"),
        ("a\nb ${c d} END", "2:7-2:8 expected `}`, found `d`"),
        ("%{ if b }END", "1:1-1:10 expected %{ endif } for this directive"),
    ],
)
def test_what_is_no_template_alone_is_a_problem(text: str, expected: str) -> None:
    found = reader.read_template(Source("a", text))
    assert isinstance(found, SyntaxProblem)
    assert problem_text(Source("a", text), found) == expected


def test_a_template_alone_may_hold_any_line() -> None:
    found = reader.read_template(Source("a", "END\n${b}\nEND-\n"))
    assert not isinstance(found, SyntaxProblem)
    assert notation(found) == r'(template "END\n" ${b} "\n" "END-\n")'


@pytest.mark.parametrize(
    ("text", "form", "links"),
    [
        (" + ".join(["1"] * 2000), Binary, 1999),
        (" || ".join(["a.b"] * 2000), Binary, 1999),
        ("b" + ".c" * 2000, AttributeAccess, 2000),
        ("b" + "[0]" * 2000, Index, 2000),
    ],
    ids=["sums", "alternatives", "attributes", "indices"],
)
def test_a_chain_is_one_level_however_long(text: str, form: type, links: int) -> None:
    node: object = reader.read_expression(Source("a", text))
    count = 0
    while isinstance(node, form):
        node = getattr(node, "left" if form is Binary else "operand")
        count += 1
    assert count == links
