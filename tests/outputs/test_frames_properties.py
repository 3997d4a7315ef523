"""Frames for any text and any place."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from s3lint.base.source import Source, Span
from s3lint.base.value import Note, Origin
from s3lint.outputs import Options, render
from s3lint.outputs.characters import display_width
from s3lint.run.finding import Finding, Severity, Verdict
from tests.outputs.reports import report

TEXTS = st.lists(
    st.text(alphabet="ab \t\r\n名é\u0301😀\x1b\u200d\u3000\ud800", max_size=60) | st.just("long " * 60), max_size=6
).map("".join)


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    where = Source("a.yaml", draw(TEXTS))
    ends = st.integers(0, len(where.text))

    def origin() -> Origin:
        start, end = sorted((draw(ends), draw(ends)))
        return Origin(where, Span(start, end))

    notes = tuple(Note(origin(), draw(st.sampled_from(["", "a label of words"]))) for _ in range(draw(st.integers(0, 4))))
    label = draw(st.sampled_from(["", "this"]))
    return Finding("website-hosting", Verdict.FAIL, "a website", origin(), label, notes, severity=Severity.INFO)


@given(findings(), st.none() | st.integers(30, 200), st.booleans())
def test_rows_stay_within_the_width_and_hold_nothing_but_text(finding: Finding, width: int | None, ascii: bool) -> None:
    text = render("full", report((finding,)), Options(width=width, ascii=ascii))
    rows = text.split("\n")
    assert all(row.isprintable() for row in rows)
    assert text.isascii() or not ascii
    code = [row for row in rows if re.match(r"[ \d]+\|", row)] if width is None else rows[:-2]
    labels = len(" a label of words") if width is None else 0
    assert [row for row in code if display_width(row) > (width or 100) + labels and "s3lint explain" not in row] == []


@given(findings())
def test_every_place_is_underlined(finding: Finding) -> None:
    places = {(origin.start.line, origin.span) for origin in (finding.origin, *(note.origin for note in finding.related))}
    rows = render("full", report((finding,)), Options()).split("\n")
    underlines = [row for row in rows if re.match(r" +\| *(\^+|-+)( |$)", row)]
    if finding.origin.source.text:
        assert len(underlines) >= len({line for line, _ in places})
        assert sum("^" in row for row in underlines) == 1
