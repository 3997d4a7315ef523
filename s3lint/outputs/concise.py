"""One line per finding: `path:line:column: level[rule] message`, for grep and for editors that jump to places.

What leaves several rules undecided about the same objects is one line, which names them.
"""

from __future__ import annotations

from collections.abc import Sequence

from s3lint.outputs.characters import Paint, visible
from s3lint.outputs.options import Options
from s3lint.outputs.wording import enumerated, folded, gathered, level, message
from s3lint.run.finding import Finding
from s3lint.run.report import Report


def render(report: Report, options: Options) -> str:
    paint = Paint(options.colour)
    findings, of_calls = gathered(report, options)
    return "".join(_line(finding, rules, options, paint) + "\n" for finding, rules in folded(findings + of_calls))


def _line(finding: Finding, likewise: Sequence[str], options: Options, paint: Paint) -> str:
    everything, start = options.verbose > 0, finding.origin.start
    text = message(finding, all_cases=everything)
    if len(finding.subjects) > 1:
        text += f" (also: {enumerated(finding.subjects[1:], all_named=everything)})"
    if likewise:
        text += f" (undecided likewise: {enumerated(likewise, all_named=everything)})"
    if finding.basis:
        text += f" ({finding.basis})"
    place = f"{visible(finding.origin.source.path, options.ascii)}:{start.line}:{start.column}:"
    head = paint(f"{level(finding)}[{finding.rule}]", level(finding))
    return f"{place} {head} {visible(text, options.ascii)}"
