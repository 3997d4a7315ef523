"""The default form: for each finding its heading, the places in the sources, and why, what to do and which rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from s3lint.base.record import replace
from s3lint.base.value import Step
from s3lint.outputs.characters import Paint, display_width, visible, wrapped
from s3lint.outputs.frames import Mark, Page, by_file, frame_rows, marked, page_of
from s3lint.outputs.options import Options
from s3lint.outputs.wording import counted, enumerated, folded, gathered, level, message
from s3lint.run.finding import Finding, Verdict
from s3lint.run.report import Report

MOST_FRAMES = 3
MOST_MARKS = 8
"""How much of one finding is shown unless more is asked for: files, and places in all of them."""


def render(report: Report, options: Options) -> str:
    findings, of_calls = gathered(report, options)
    blocks = ["\n".join(finding_rows(finding, options, rules)) for finding, rules in folded(findings)]
    if of_calls:
        blocks.append("\n".join(row for finding in of_calls for row in _heading(finding, options)))
    return "\n".join(f"{block}\n" for block in blocks)


def finding_rows(finding: Finding, options: Options, likewise: Sequence[str] = ()) -> Iterator[str]:
    """All that is said about one finding; `likewise` are the rules that are undecided for the same reason."""
    marks = _marks(finding)
    frames = by_file(marks if options.verbose else marks[:MOST_MARKS])
    if not options.verbose:
        frames = frames[:MOST_FRAMES]
    shown = [place for frame in frames for place in frame]
    page = page_of(shown, options)
    yield from _heading(finding, options)
    for number, frame in enumerate(frames):
        yield from frame_rows(page, frame, ":::" if number else "-->")
    if len(shown) < len(marks):
        yield f"{page.margin}= {counted(len(marks) - len(shown), 'more place')}: -v"
    yield from chain_rows(page, finding.origin.via)
    for key, text in _explanations(finding, options, likewise):
        yield from explanation_rows(page, key, visible(text, options.ascii))


def _marks(finding: Finding) -> list[Mark]:
    """The primary place, then where its value is used, then the related ones; none twice."""
    origin = finding.origin
    marks = [marked(origin.source, origin.span, finding.label, level(finding))]
    marks += [marked(step.source, step.span, use(step)) for step in origin.via[-1:]]
    marks += [marked(note.origin.source, note.origin.span, note.label) for note in finding.related]
    if not finding.label:
        # What is said beside the primary place may as well be a related one's.
        beside = next((place for place in marks[1:] if place.label and _where(place) == _where(marks[0])), marks[0])
        marks[0] = replace(marks[0], label=beside.label)
    kept: list[Mark] = []
    seen: set[object] = set()
    for place in marks:
        where = _where(place)
        if where not in seen or (place.label and (where, place.label) not in seen):
            kept.append(place)
        seen |= {where, (where, place.label)}
    return kept


def _where(place: Mark) -> tuple[str, int, int, int]:
    return place.source.path, place.line, place.first, place.last


def use(step: Step) -> str:
    """What to say beside the use of a value: not once more what the line says already."""
    written = " ".join(step.source.text[step.span.start : step.span.end].split())
    return "used here" if written.startswith(step.what.rstrip("…")) else step.what


def _heading(finding: Finding, options: Options) -> Iterator[str]:
    paint, style = Paint(options.colour), level(finding)
    head = f"{style}[{finding.rule}]:"
    text = visible(message(finding, all_cases=options.verbose > 0), options.ascii)
    first, *others = wrapped(f"{head} {text}", options.width, hanging=2)
    yield paint(head[:-1], style) + paint(first[len(head) - 1 :], "strong")
    for row in others:
        yield paint(row, "strong")


def chain_rows(page: Page, via: Sequence[Step]) -> Iterator[str]:
    """The definitions that a value came through, but for the last, which has a place in the frames."""
    steps = [f"{step.what}   {step.source.path}:{step.source.position(step.span.start).line}" for step in via[:-1]]
    if not steps:
        return
    texts = [visible(text, page.options.ascii) for text in steps]
    line = f"{page.margin}= " + "   -> ".join(texts)
    if page.options.width is None or display_width(line) <= page.options.width:
        yield line
        return
    yield f"{page.margin}= {texts[0]}"
    for text in texts[1:]:
        yield f"{page.margin}  -> {text}"


def _explanations(finding: Finding, options: Options, likewise: Sequence[str]) -> Iterator[tuple[str, str]]:
    everything = options.verbose > 0
    if len(finding.subjects) > 1:
        yield "also", enumerated(finding.subjects[1:], all_named=everything)
    if finding.request:
        yield "request", finding.request
    elif finding.verdict is Verdict.UNDECIDED and finding.inputs:
        yield "unknown", f"{enumerated(finding.inputs, all_named=everything)} would decide it"
    if finding.result:
        yield "result", finding.result
    if finding.help:
        yield "help", finding.help
    if finding.basis:
        yield "basis", finding.basis
    if finding.covers:
        yield "covers", enumerated(finding.covers, all_named=everything)
    if likewise:
        yield "rules", f"undecided for the same reason: {enumerated(likewise, all_named=everything)}"
    yield "rule", f"{finding.rule}, {finding.severity.word} severity - s3lint explain {finding.rule}"


def explanation_rows(page: Page, key: str, text: str) -> Iterator[str]:
    """A line that begins with `=` and its key."""
    head = f"{page.margin}= {key + ':':<8}"
    first, *others = wrapped(f"{head} {text}", page.options.width, hanging=len(head) + 1)
    yield f"{page.margin}= {page.paint(key + ':', 'strong')}{first[len(page.margin) + 3 + len(key) :]}"
    yield from others
