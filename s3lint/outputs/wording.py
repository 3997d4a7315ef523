"""What all forms say in the same words: levels, messages with their cases, and lists that don't grow without end."""

from __future__ import annotations

from collections.abc import Sequence

from s3lint.outputs.options import Options
from s3lint.run.finding import Finding, Severity, Verdict
from s3lint.run.report import Report

LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "warning",
    Severity.INFO: "info",
}
MOST_NAMED = 3
"""How many subjects, cases or inputs a text names before it counts the rest."""


def level(finding: Finding) -> str:
    """`error`, `warning`, `info` or `undecided`."""
    return "undecided" if finding.verdict is Verdict.UNDECIDED else LEVELS[finding.severity]


def listed(report: Report, options: Options) -> list[Finding]:
    """The findings to list, in the order of place and rule: problems and fails, and the undecided ones when asked."""
    findings = report.problems + report.findings
    if options.show_undecided:
        findings += report.undecided
    return sorted(findings, key=_place)


def _place(finding: Finding) -> tuple[str, int, int, str, tuple[str, ...]]:
    origin = finding.origin
    return origin.source.path, origin.span.start, origin.span.end, finding.rule, finding.subjects


def message(finding: Finding, *, all_cases: bool = False) -> str:
    """The message; where the finding fails in some cases only, its first clause names them: `… when Stage is dev`."""
    if not finding.cases:
        return finding.message
    cases = "when " + enumerated(finding.cases, "or", all_named=all_cases)
    clause, separator, rest = _first_clause(finding.message)
    return f"{clause} {cases}{separator}{rest}"


def _first_clause(text: str) -> tuple[str, str, str]:
    ends = [(text.find(mark), mark) for mark in (": ", "; ", ". ")]
    offset, mark = min(((at, mark) for at, mark in ends if at >= 0), default=(len(text.rstrip(".")), ""))
    return text[:offset], mark, text[offset + len(mark) :]


def enumerated(words: Sequence[str], last: str = "and", *, all_named: bool = False) -> str:
    """`a, b and c`, or `a, b, c and 4 more` where there are many and not all are to be named."""
    if len(words) > MOST_NAMED + 1 and not all_named:
        words = [*words[:MOST_NAMED], f"{len(words) - MOST_NAMED} more"]
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def counted(number: int, noun: str) -> str:
    """`1 bucket`, `2 buckets`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
