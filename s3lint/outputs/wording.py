"""What all forms say in the same words: levels, messages with their cases, and lists that don't grow without end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from s3lint.base.record import replace
from s3lint.base.resource import Problem
from s3lint.outputs.options import Options
from s3lint.run.finding import Finding, Severity, Verdict
from s3lint.run.report import Report

if TYPE_CHECKING:
    from s3lint.run.open_inputs import Hint  # what a report holds is loaded where it is made

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
    """The findings to list, in the order of place, severity and rule: problems and fails, and the undecided ones when asked."""
    return _with_problems(report.problems, report, options)


def gathered(report: Report, options: Options) -> tuple[list[Finding], list[Finding]]:
    """What a text lists: findings as `listed`, and after them one for each thing that was called and not read.

    The places of its calls are listed only in detail: where modules are not installed there are hundreds.
    """
    if options.verbose or not report.unseen:
        return listed(report, options), []
    places = {problem.origin: problem for problem in report.problems if problem.subjects}
    of_calls = [replace(places[one.origin], message=_how_often(one), subjects=()) for one in report.unseen]
    return _with_problems([problem for problem in report.problems if not problem.subjects], report, options), of_calls


def folded(findings: Iterable[Finding]) -> Iterator[tuple[Finding, tuple[str, ...]]]:
    """Findings, each with the further rules that are undecided about the same objects for the same reason.

    Shown is the one of the most severe rule: a policy that nobody can read leaves a dozen rules undecided.
    """
    causes: dict[object, list[Finding]] = {}
    for number, finding in enumerate(findings):
        is_shared = finding.verdict is Verdict.UNDECIDED and not finding.cases
        place = finding.origin.source.path, finding.origin.span, finding.subjects, finding.inputs
        causes.setdefault(place if is_shared else number, []).append(finding)
    for sharing in causes.values():
        first = max(sharing, key=lambda finding: float(finding.severity.score))
        yield first, tuple(dict.fromkeys(finding.rule for finding in sharing if finding.rule != first.rule))


def _with_problems(problems: Iterable[Finding], report: Report, options: Options) -> list[Finding]:
    undecided = report.undecided if options.show_undecided else ()
    return sorted((*problems, *report.findings, *undecided), key=lambda finding: finding.order)


def _how_often(problem: Problem) -> str:
    calls = problem.calls
    if calls is None:
        return problem.message
    given: dict[str, list[str]] = {}
    for call, bucket in calls.given:
        given.setdefault(call, []).append(bucket)
    first, *others = calls.addresses
    if not others:
        concerns = f"is given {enumerated(given[first])}" if given else "concerns no bucket"
        return f"{calls.reason}: called once, by {first}, which {concerns}"
    often = f"{calls.reason}: called {len(calls.addresses)} times"
    if not given:
        return f"{often}, none of which concerns a bucket"
    those = [f"{call} is given {enumerated(buckets)}" for call, buckets in given.items()]
    if len(those) > MOST_NAMED + 1:
        those = [*those[:MOST_NAMED], f"{len(those) - MOST_NAMED} more are given others"]
    return f"{often}; {', '.join(those)}"


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


def decides(hint: Hint) -> str:
    """What an option would decide: `decides 19 buckets`, or `decides 4 findings of 2 buckets` where they have others."""
    about = counted(hint.buckets, "bucket") if hint.buckets == hint.resources else counted(hint.resources, "resource")
    return f"decides {about}" if hint.whole else f"decides {counted(hint.findings, 'finding')} of {about}"


def counted(number: int, noun: str) -> str:
    """`1 bucket`, `2 buckets`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
