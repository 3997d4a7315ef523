"""The closing lines: what was found, and what was looked at, so that no run is silent about its scope."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from s3lint.base.record import replace
from s3lint.outputs.characters import Paint, visible
from s3lint.outputs.options import Options
from s3lint.outputs.wording import LEVELS, counted, decides, enumerated, gathered
from s3lint.run.finding import Finding
from s3lint.run.report import Known, Report

if TYPE_CHECKING:
    from s3lint.run.open_inputs import OpenCause  # what a report holds is loaded where it is made


MOST_CAUSES = 5
MOST_HINTS = 3
MOST_LAPSED = 10
"""How many reasons, options and entries of a baseline are named."""


def render(report: Report, options: Options) -> str:
    lines = [*(_details(report, options) if options.verbose else ()), *_found(report, options)]
    lines += _open(report, options)
    is_clean = not report.findings and not report.problems
    if not options.brief or is_clean or report.undecided or report.errors:
        lines.append(_checked(report, options))
    return failures(report, options) + "".join(f"{line}\n" for line in lines)


def _open(report: Report, options: Options) -> Iterator[str]:
    """What undecided findings rest on, unless they are listed, and the options that would decide most of them."""
    if report.undecided and not options.show_undecided and not options.brief:
        yield f"Undecided, {counted(len(report.undecided), 'finding')}:"
        yield from (_cause(cause, options) for cause in report.causes[:MOST_CAUSES])
        left = sum(cause.findings for cause in report.causes[MOST_CAUSES:])
        if left:
            yield f"  {left:>4}  for {counted(len(report.causes) - MOST_CAUSES, 'more reason')}: --show-undecided"
        light = len(report.undecided) - sum(cause.findings for cause in report.causes)
        if light:
            yield f"  {light:>4}  on which little hangs: --show-undecided"
    for hint in report.hints[:MOST_HINTS]:
        yield visible(f"{hint.option} {decides(hint)}.", options.ascii)


def _cause(cause: OpenCause, options: Options) -> str:
    about = f" ({counted(cause.buckets, 'bucket')})" if cause.buckets else ""
    return visible(f"  {cause.findings:>4}  {cause.reason}{about}", options.ascii)


def _details(report: Report, options: Options) -> Iterator[str]:
    """What was read, and which rules had nothing to say about which objects."""
    if report.sources:
        yield f"Read {counted(len(report.sources), 'file')}:"
        yield from (f"  {visible(source.path, options.ascii)}" for source in report.sources)
    if report.not_applicable:
        yield "Not applicable:"
    for finding in report.not_applicable:
        start = finding.origin.start
        place = f"{finding.origin.source.path}:{start.line}:{start.column}"
        yield "  " + visible(f"{place}: {finding.rule}: {finding.message}", options.ascii)


def failures(report: Report, options: Options) -> str:
    paint = Paint(options.colour)
    return "".join(f"{paint('error', 'error')}: {visible(error, options.ascii)}\n" for error in report.errors)


def _found(report: Report, options: Options) -> Iterator[str]:
    paint = Paint(options.colour)
    found = [finding for each in gathered(report, replace(options, show_undecided=False)) for finding in each]
    if found:
        levels = [LEVELS[finding.severity] for finding in found]
        counts = [counted(levels.count(level), level) for level in ("error", "warning", "info") if level in levels]
        files = len({finding.origin.source.path for finding in found})
        # A module outside the paths that were given is judged, but was no candidate.
        of = f"{files} of {counted(report.counts.files, 'file')}" if files <= report.counts.files else counted(files, "file")
        yield paint(f"Found {enumerated(counts)} in {of}.", "strong")
    elif report.undecided:
        yield paint("Nothing is wrong for certain, and not everything is decided.", "strong")
    elif not report.errors:
        yield paint("No problems found.", "strong")
    if report.suppressed:
        yield f"Suppressed: {counted(len(report.suppressed), 'finding')}{_by_kind(report)}."
        if options.show_suppressed:
            yield from (_suppressed(finding, options) for finding in report.suppressed)
    for known in report.known:
        yield from _known(known, options)
    if report.errors:
        yield f"s3lint itself failed {counted(len(report.errors), 'time')}: the result is not complete."


def _known(known: Known, options: Options) -> Iterator[str]:
    """What a baseline hides, and which of its entries are over."""
    yield visible(f"{known.name} hides {counted(known.hidden, 'finding')}.", options.ascii)
    if known.lapsed:
        yield f"Lapsed in it, as nothing agrees any more: {counted(len(known.lapsed), 'finding')} (s3lint baseline prune)"
        shown = known.lapsed if options.verbose else known.lapsed[:MOST_LAPSED]
        yield from (visible(f"  {entry}", options.ascii) for entry in shown)
        if len(shown) < len(known.lapsed):
            yield f"  {len(known.lapsed) - len(shown)} more: -v"


def _suppressed(finding: Finding, options: Options) -> str:
    """`  main.tf:4:3: rule: message (reason, until 2027-01-31; suppressed at main.tf:3)`."""
    start, found = finding.origin.start, finding.suppression
    text = f"{finding.origin.source.path}:{start.line}:{start.column}: {finding.rule}: {finding.message}"
    if found is not None:
        what = ", ".join(filter(None, (found.justification or "no reason", found.until and f"until {found.until}")))
        place = f"; suppressed at {found.origin.source.path}:{found.origin.start.line}" if found.origin is not None else ""
        text += f" ({what}{place})"
    return f"  {visible(text, options.ascii)}"


def _by_kind(report: Report) -> str:
    """Where the suppressions stand, if not all in the code: ` (4 in the code, 1 outside of it)`."""
    kinds = [finding.suppression.kind for finding in report.suppressed if finding.suppression is not None]
    outside = kinds.count("external")
    return f" ({len(kinds) - outside} in the code, {outside} outside of it)" if outside else ""


def _checked(report: Report, options: Options) -> str:
    counts = report.counts
    units = [counted(counts.templates, "template")] if counts.templates else []
    units += [counted(counts.roots, "Terraform root")] if counts.roots else []
    text = f"Checked {counted(counts.buckets, 'bucket')}"
    if units:
        text += f" ({', '.join(units)})"
    text += f" with {counted(counts.rules, 'rule')}"
    if counts.undecided_buckets:
        text += f"; {counted(counts.undecided_buckets, 'bucket')} not fully decided"
        text += "" if options.show_undecided else " (--show-undecided)"
    return f"{text}.  {report.seconds:.2f}s"
