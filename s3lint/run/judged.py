"""A unit, judged: what stays of it, and what all units of a run settle together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from s3lint.base.record import Record, replace
from s3lint.base.resource import Problem
from s3lint.base.source import Source
from s3lint.base.value import Origin
from s3lint.languages.unit import Language, Unit
from s3lint.model.bucket import Bucket
from s3lint.run.changes import Changes, Focus
from s3lint.run.claims import Claim, Claims, claims_of
from s3lint.run.finding import Finding, Verdict
from s3lint.run.input_findings import UNREADABLE_FILE, Met, by_place
from s3lint.run.judge import Judgement, judge
from s3lint.run.question import Question
from s3lint.run.scopes import Regions

if TYPE_CHECKING:
    from s3lint.run.suppressions.marking import Use  # loaded where something is suppressed


class Judged(Record):
    """What stays of a unit when it was judged: its subjects, with the values of all resources, are let go.

    `reported` are those of its findings that the focus is on, `left_out` the kinds of problems that are not reported, `looked`
    is what the look at it came to, `uses` what its suppressions hid.
    """

    name: str
    language: Language
    buckets: tuple[str, ...]
    problems: tuple[Problem, ...]
    sources: tuple[Source, ...]
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    reported: tuple[Finding, ...]
    errors: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    looked: Any = None
    uses: tuple[Use, ...] = ()


def judge_unit(unit: Unit, question: Question) -> Judged:
    asked = {kind: question.about(kind) for kind in {subject.kind for subject in unit.subjects}}
    judgements = [judge(asked[subject.kind], subject, question.options) for subject in unit.subjects]
    if any(finding.verdict is Verdict.UNDECIDED for each in judgements for finding in each.findings):
        from s3lint.run.open_inputs import with_options  # most units have nothing undecided

        for number, each in enumerate(judgements):
            opened = with_options(each.findings, unit.language, each.policies, question.account)
            judgements[number] = replace(each, findings=opened)
    regions = Regions(unit)
    ignores = question.ignores if question.ignores is not None and question.ignores.concern(unit) else None
    findings = [finding for each in judgements for finding in each.findings]
    if question.scopes or ignores is not None:
        findings = list(_with_scopes(unit, judgements, regions))
    findings = list(map(question.weighed, findings))
    problems = unit.problems
    uses: tuple[Use, ...] = ()
    if ignores is not None:
        from s3lint.run.suppressions.marking import mark  # most units have no suppressions

        marked = mark(unit, findings, regions, ignores, question.known, {rule.name for rule in question.rules})
        findings = list(marked.findings)
        problems += tuple(problem for problem in marked.problems if _is_in_focus(problem.origin, unit, question.focus))
        if not isinstance(question.focus, Changes):  # it judges too little to tell what is needed
            uses = tuple(use for use in marked.uses if _is_in_focus(use.directive.origin, unit, question.focus))
    judged = Judged(
        unit.name,
        unit.language,
        tuple(subject.address for subject in unit.subjects if subject.kind is Bucket),
        problems,
        unit.sources,
        tuple(claims_of(unit)),
        tuple(findings),
        tuple(question.focus.reported(findings, unit)),
        tuple(error for judgement in judgements for error in judgement.errors),
        question.left_out,
        question.look(unit, findings) if question.look is not None else None,
        uses,
    )
    if not unit.secrets:
        return judged
    from s3lint.run.redaction import Redaction  # most units have no secrets

    return replace(Redaction.of_unit(unit, unit.secrets).of(judged), name=unit.name)


def _is_in_focus(place: Origin, unit: Unit, focus: Focus) -> bool:
    return bool(focus.reported([Finding("", Verdict.FAIL, "", place)], unit))


def _with_scopes(unit: Unit, judgements: Iterable[Judgement], regions: Regions) -> Iterator[Finding]:
    for subject, judgement in zip(unit.subjects, judgements, strict=True):
        if judgement.findings:
            yield from regions.placed(judgement.findings, subject, judgement.policies)


def settled(judged: Sequence[Judged], elsewhere: Callable[[str], str]) -> list[Judged]:
    """What was judged, with the findings that rest on what no other unit declares as all units together have it."""
    if not any(finding.presumes for unit in judged for finding in unit.findings):
        return list(judged)
    claims = tuple(claim for unit in judged for claim in unit.claims)
    those = Claims(claims, tuple(problem for unit in judged for problem in unit.problems), elsewhere)
    return [settled_by(those, unit) for unit in judged]


def settled_by(claims: Claims, unit: Judged) -> Judged:
    return replace(unit, findings=tuple(claims.settle(unit.findings)), reported=tuple(claims.settle(unit.reported)))


def met_in(judged: Sequence[Judged], left_out: Collection[str] = (), ignored: Sequence[str] = ()) -> list[Met]:
    """The problems of the input but those of the kinds that are left out, for a unit or all, and the calls that are ignored."""
    problems = [Met(each, unit.language) for unit in judged for each in unit.problems if each.kind not in unit.left_out]
    problems += (met for met in _unused(judged) if met.problem.kind not in left_out)
    return by_place(problems, ignored)


def _unused(judged: Sequence[Judged]) -> Iterator[Met]:
    """The suppressions that hide nothing; none where something was not judged, as nobody knows what they would hide."""
    uses = [use for unit in judged for use in unit.uses]
    is_whole = all(problem.kind != UNREADABLE_FILE.name for unit in judged for problem in unit.problems)
    if uses and is_whole and not any(unit.errors for unit in judged):
        from s3lint.run.suppressions.marking import unused  # most runs have no suppressions

        yield from (Met(problem, judged[0].language) for problem in unused(uses))
