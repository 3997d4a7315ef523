"""What is wrong with a text that libyaml refuses, in words that say what was expected."""

from __future__ import annotations

from typing import Any

from s3lint.base.source import Source

NESTS_TOO_DEEP = "exceeded maximum nesting depth"
"""libyaml's own word for its own limit, which it has since 0.2.6."""


def explained(error: Any, source: Source) -> tuple[str, int]:
    """The message for a `MarkedYAMLError`, and the offset of its place."""
    mark = error.problem_mark or error.context_mark
    offset = mark.index if mark is not None else 0
    expected = _expected(str(error.problem), source.text[offset : offset + 1])
    if error.context and error.context_mark is not None:
        line = source.position(min(error.context_mark.index, len(source.text))).line
        expected += f" ({error.context.removeprefix('while ')} that begins on line {line})"
    return expected, offset


def _expected(problem: str, character: str) -> str:
    if "cannot start any token" in problem:
        is_tab = character == "\t"
        return (
            "expected spaces as indentation, not a tab"
            if is_tab
            else "expected a value, which cannot start with this character"
        )
    if problem in _EXPECTED:
        return _EXPECTED[problem]
    if problem.startswith("did not find expected"):
        return problem.replace("did not find expected", "expected").replace("<", "").replace(">", "")
    return f"expected YAML; {problem}"


_EXPECTED = {
    "did not find expected node content": "expected a value",
    "mapping values are not allowed in this context": "expected no `:` inside this value; quote it or start a new line",
    "could not find expected ':'": "expected `:` after the key",
    "found unexpected end of stream": "expected the closing quote before the end of the file",
    "found unexpected document indicator": "expected the closing quote before the end of the document",
    "found unknown escape character": "expected an escape that YAML knows after the backslash",
    "block sequence entries are not allowed in this context": "expected no list item here; check the indentation",
    "found duplicate anchor": "expected each anchor once",
    "found undefined tag handle": "expected a short tag such as `!Ref`",
}
