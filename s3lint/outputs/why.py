"""Text about one bucket: what each rule says and looked at, the outcome of a request; and the buckets that are not decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from s3lint.base.value import Absent, Known, Origin, Unknown
from s3lint.outputs.characters import Paint, visible, wrapped
from s3lint.outputs.frames import Mark, by_file, frame_rows, marked, page_of
from s3lint.outputs.full import MOST_MARKS, chain_rows, explanation_rows, finding_rows, use
from s3lint.outputs.options import Options
from s3lint.outputs.wording import counted, enumerated
from s3lint.run.finding import Finding, Verdict
from s3lint.why.bucket_report import Evidence, Open, Opens, RuleAnswer, Why
from s3lint.why.request_outcome import RequestOutcome

ORDER = (Verdict.FAIL, Verdict.UNDECIDED, Verdict.PASS, Verdict.NOT_APPLICABLE)
"""What matters first."""


def render(found: Why | Opens, options: Options) -> str:
    blocks = _of_bucket(found, options) if isinstance(found, Why) else (_open(bucket, options) for bucket in found.buckets)
    problems = (finding_rows(problem, options) for problem in found.report.problems)
    return "\n".join("\n".join(rows) + "\n" for rows in (*blocks, *problems))


def _of_bucket(why: Why, options: Options) -> Iterator[Iterable[str]]:
    yield _head(why, options)
    yield from (_request(found, options) for found in why.outcomes)
    yield from (_answer(answer, options) for answer in ordered(why.answers))


def ordered(answers: Sequence[RuleAnswer]) -> list[RuleAnswer]:
    return sorted(answers, key=lambda answer: (ORDER.index(answer.verdict), answer.rule.name))


def closing_line(found: Why | Opens) -> str:
    """How many rules said what, or how many buckets are open; empty where no rule was asked."""
    if isinstance(found, Opens):
        counts = found.report.counts
        buckets, rules = counted(counts.buckets, "bucket"), counted(counts.rules, "rule")
        return f"{len(found.buckets)} of {buckets} not fully decided, with {rules}.\n"
    verdicts = [answer.verdict for answer in found.answers]
    said = [f"{verdicts.count(verdict)} {verdict.value}" for verdict in ORDER if verdict in verdicts]
    return f"{counted(len(verdicts), 'rule')}: {', '.join(said)}.\n" if said else ""


def _place(origin: Origin) -> str:
    return f"{origin.source.path}:{origin.start.line}:{origin.start.column}"


def _head(why: Why, options: Options) -> Iterator[str]:
    exists = f", there when {enumerated(why.exists, 'or')}" if why.exists else ""
    basis = f", {why.basis}" if why.basis else ""
    yield Paint(options.colour)(visible(f"{why.address} ({_place(why.origin)}){exists}{basis}", options.ascii), "strong")


def _heading(head: str, style: str, text: str, options: Options) -> Iterator[str]:
    """The head, in one piece and in its colour, and the text."""
    paint = Paint(options.colour)
    rows = wrapped(f"{head.replace(' ', _HARD_SPACE)}{visible(text, options.ascii)}", options.width, hanging=2)
    yield paint(head, style) + paint(rows[0][len(head) :], "strong")
    yield from (paint(row, "strong") for row in rows[1:])


_HARD_SPACE = "\u00a0"


def _answer(answer: RuleAnswer, options: Options) -> Iterator[str]:
    if answer.error:
        yield from _heading(f"error[{answer.rule.name}]", "error", f": {answer.error}", options)
        return
    decided = answer.verdict in (Verdict.PASS, Verdict.NOT_APPLICABLE)
    if not decided:
        for finding in answer.findings:
            yield from finding_rows(finding, options)
        yield from _settings(answer, options)
        return
    reasons = list(dict.fromkeys(finding.message for finding in answer.findings))
    text = f": {'; '.join(reasons)}" if reasons else ""
    yield from _heading(f"{answer.verdict.value}[{answer.rule.name}]", answer.verdict.value, text, options)
    marks = [marked(finding.origin.source, finding.origin.span, "") for finding in answer.findings]
    marks += [marked(note.origin.source, note.origin.span, note.label) for note in answer.grounds]
    marks = [*_evidence_marks(answer.evidence), *marks]
    marks = _without_repetition(marks)
    shown = marks if options.verbose else marks[:MOST_MARKS]
    yield from _frames(shown, options, answer.evidence)
    if len(shown) < len(marks):
        yield f"{page_of(shown, options).margin}= {counted(len(marks) - len(shown), 'more place')}: -v"


def _frames(marks: Sequence[Mark], options: Options, evidence: Sequence[Evidence] = ()) -> Iterator[str]:
    if not marks:
        return
    page = page_of(marks, options)
    for number, frame in enumerate(by_file(marks)):
        yield from frame_rows(page, frame, ":::" if number else "-->")
    for one in evidence:
        yield from chain_rows(page, one.value.origin.via)
        if isinstance(one.value, Unknown) and one.value.inputs:
            text = f"{enumerated(one.value.inputs, all_named=True)} would decide {one.name}"
            yield from explanation_rows(page, "unknown", visible(text, options.ascii))


def _without_repetition(marks: Iterable[Mark]) -> list[Mark]:
    """The marks without those that say nothing at a place that another one speaks of, and none twice."""
    kept: dict[tuple[object, ...], Mark] = {}
    for mark in marks:
        where = (mark.source.path, mark.line, mark.first, mark.last)
        if mark.label or not any(key[:4] == where for key in kept):
            kept.setdefault((*where, mark.label), mark)
    return list(kept.values())


def _evidence_marks(evidence: Sequence[Evidence]) -> list[Mark]:
    """One mark for each setting; settings that one block lacks share one."""
    marks: list[Mark] = []
    lacking: dict[tuple[Origin, tuple[str, ...]], list[str]] = {}
    for one in evidence:
        if isinstance(one.value, Absent):
            lacking.setdefault((one.value.origin, one.cases), []).append(one.name)
            continue
        origin = one.value.origin
        marks.append(marked(origin.source, origin.span, words(one)))
        marks += [marked(step.source, step.span, use(step)) for step in origin.via[-1:]]
    for (origin, cases), names in lacking.items():
        verb = "is" if len(names) == 1 else "are"
        text = f"{enumerated(names, all_named=True)} {verb} not set{_in_cases(cases)}"
        marks.append(marked(origin.source, origin.span, text))
    return marks


def words(evidence: Evidence) -> str:
    """A setting and its value as a sentence without its full stop."""
    match evidence.value:
        case Known(bool() as flag):
            value = f"is {'true' if flag else 'false'}"
        case Known(plain):
            value = f"is {plain}" if plain != "" else 'is ""'
        case Absent():
            value = "is not set"
        case Unknown(reason):
            value = f"is not known: {reason}"
    return f"{evidence.name} {value}{_in_cases(evidence.cases)}"


def _in_cases(cases: Sequence[str]) -> str:
    return f" when {enumerated(cases, 'or', all_named=True)}" if cases else ""


def _settings(answer: RuleAnswer, options: Options) -> Iterator[str]:
    """The settings behind findings, whose frames are shown already, one line each."""
    places = [*(finding.origin for finding in answer.findings), *(one.value.origin for one in answer.evidence)]
    page = page_of([marked(origin.source, origin.span, "") for origin in places], options)
    shown = answer.evidence if options.verbose else answer.evidence[:MOST_MARKS]
    for one in shown:
        text = f"{words(one)}   {_place(one.value.origin)}"
        yield from explanation_rows(page, "setting", visible(text, options.ascii))
        yield from chain_rows(page, one.value.origin.via)
    if len(shown) < len(answer.evidence):
        yield f"{page.margin}= {counted(len(answer.evidence) - len(shown), 'more setting')}: -v"


def _request(found: RequestOutcome, options: Options) -> Iterator[str]:
    style = {"explicit deny": "error", "implicit deny": "error", "allow": "pass", "undecided": "undecided"}[found.outcome.value]
    yield from _heading(found.outcome.value, style, f": {found.request}{_in_cases(found.cases)}", options)
    marks = [marked(step.reason.origin.source, step.reason.origin.span, step.reason.text) for step in found.steps]
    marks = marks or [marked(found.origin.source, found.origin.span, "")]
    yield from _frames(_without_repetition(marks), options)
    page = page_of(marks, options)
    for note in found.notes:
        yield from explanation_rows(page, "note", visible(f"{note.label}   {_place(note.origin)}", options.ascii))
    yield from explanation_rows(page, "result", visible(found.result, options.ascii))
    if found.inputs:
        text = f"{enumerated(found.inputs, all_named=True)} would decide it"
        yield from explanation_rows(page, "unknown", visible(text, options.ascii))


def _open(bucket: Open, options: Options) -> Iterator[str]:
    paint = Paint(options.colour)
    yield paint(visible(f"{bucket.address} ({_place(bucket.origin)})", options.ascii), "strong")
    by_inputs: dict[tuple[str, ...], dict[str, None]] = {}
    without: list[Finding] = []
    for finding in bucket.undecided:
        if finding.inputs:
            by_inputs.setdefault(finding.inputs, {})[finding.rule] = None
        else:
            without.append(finding)
    for inputs, rules in by_inputs.items():
        text = f"{enumerated(inputs, all_named=True)} would decide {enumerated(list(rules), all_named=True)}"
        yield from _row(text, options)
    for finding in without:
        yield from _row(f"{finding.rule}: {finding.message}", options)


def _row(text: str, options: Options) -> Iterator[str]:
    yield from wrapped(f"  = {visible(text, options.ascii)}", options.width, hanging=4)
