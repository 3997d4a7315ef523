"""What is HCL and what is not is decided as HashiCorp's parser decides it."""

from __future__ import annotations

import pytest

from s3lint.base.source import Source
from s3lint.languages.terraform.syntax import reader
from tests.languages.terraform.syntax.verdicts import ACCEPTED, REFUSED


@pytest.mark.parametrize("text", ACCEPTED)
def test_valid_text_is_read_without_problems(text: str) -> None:
    assert reader.read(Source("a.tf", text)).problems == ()


@pytest.mark.parametrize("text", REFUSED)
def test_invalid_text_has_a_problem_that_says_what_was_expected(text: str) -> None:
    problems = reader.read(Source("a.tf", text)).problems
    assert problems
    for problem in problems:
        assert "expected" in problem.message
        assert 0 <= problem.span.start <= problem.span.end <= len(text)


def test_the_table_is_what_the_reference_says() -> None:
    pygohcl = pytest.importorskip("pygohcl")

    def accepts(text: str) -> bool:
        try:
            pygohcl.loads(text)
        except pygohcl.HCLParseError:
            return False
        return True

    assert [text for text in ACCEPTED if not accepts(text)] == []
    assert [text for text in REFUSED if accepts(text)] == []
