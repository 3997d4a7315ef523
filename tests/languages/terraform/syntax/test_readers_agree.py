"""Both readers build the same nodes from everything that both accept."""

from __future__ import annotations

from pathlib import Path

import pytest

from s3lint.base.source import Source
from s3lint.languages.terraform.syntax import hcl2_reader, reader
from s3lint.languages.terraform.syntax.nodes import Body, SyntaxProblem
from s3lint.languages.terraform.syntax.treesitter_tree import masked, parsed
from tests.languages.terraform.syntax.verdicts import ACCEPTED, REFUSED

FIXTURES = sorted((Path(__file__).parents[4] / "fixtures").glob("**/*.tf"))

REFUSED_BY_THE_SECOND = {
    "a = /* between */ 1\n",
    "a /* before */ = 1\n",
    "é = 1\n",
    "变量 = 1\n",
    "a = !!b\n",
    "a = --b\n",
    "a = !-b\n",
    "a = ( 3\n - 2 )\n",
    "a = p::f(1)\n",
    "a = {\n  for b in c :\n  b\n  =>\n  b\n}\n",
    'a = "${\n  b\n}"\n',
    'a = "${~ b ~}"\n',
    "a = <<EOT\nx\nEOT  \n",
    "a = <<É\nx\nÉ\n",
}
"""Valid text that python-hcl2 can't read."""

REFUSED_BY_THE_FIRST = {"a = {\n  b = x\n  (c) = 2\n}\n"}
"""Valid text in which tree-sitter reports an error: it takes `x` and what is in the next line for a call."""


@pytest.mark.parametrize("text", ACCEPTED)
def test_on_corner_cases(text: str) -> None:
    second = hcl2_reader.read(text, 0)
    if text in REFUSED_BY_THE_SECOND:
        assert isinstance(second, SyntaxProblem)
        return
    assert not isinstance(second, SyntaxProblem), second
    body, problems = second
    assert problems == []
    assert parsed(masked(text)).root_node.has_error is (text in REFUSED_BY_THE_FIRST)
    assert body == reader.read(Source("a.tf", text)).body


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (" + ".join(["1"] * 2000), "Binary"),
        (" || ".join(["a.b"] * 2000), "Binary"),
        ("b" + ".c" * 2000, "Attribute"),
        ("b" + "[0]" * 2000, "Index"),
    ],
    ids=["sums", "alternatives", "attributes", "indices"],
)
def test_a_chain_is_one_level_however_long(text: str, form: str) -> None:
    def links(body: Body) -> int:
        node, count = body.arguments["a"].expression, 0
        while type(node).__name__ == form:
            node = getattr(node, "left" if form == "Binary" else "operand")
            count += 1
        return count

    file = reader.read(Source("a.tf", f"a = {text}\n"))
    second = hcl2_reader.read(f"a = {text}\n", 0)
    assert file.problems == ()
    assert not isinstance(second, SyntaxProblem)
    assert second[1] == []
    assert links(file.body) == links(second[0]) == (1999 if form == "Binary" else 2000)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_on_fixtures(path: Path) -> None:
    text = path.read_text(encoding="utf-8-sig")
    second = hcl2_reader.read(text, 0)
    if isinstance(second, SyntaxProblem) or second[1]:
        assert reader.read(Source(str(path), text)).problems
    else:
        assert second[0] == reader.read(Source(str(path), text)).body


@pytest.mark.parametrize("text", REFUSED)
def test_the_second_refuses_what_is_no_hcl(text: str) -> None:
    second = hcl2_reader.read(text, 0)
    assert isinstance(second, SyntaxProblem) or second[1]
