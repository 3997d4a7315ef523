"""One rule's verdict on one subject over all worlds, and one finding for what shares a cause."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from s3lint.base.record import Record, replace
from s3lint.base.worlds import EVERYWHERE, Fork, Look, Parts, TooManyWorlds, World, explore, summarize
from s3lint.languages.unit import Subject
from s3lint.policy import Policy
from s3lint.run.finding import Finding, Verdict
from s3lint.run.rule import Rule
from s3lint.run.scopes import in_order, policies_of

Options = Mapping[str, Mapping[str, Any]]
"""Values for options, by the names of the rule and of the option."""

NO_OPTIONS: Options = {}


class RuleFailure(Exception):
    """A rule raised: a mistake of the rule, not of the template."""


class _Answer(Record):
    world: World
    findings: tuple[Finding, ...]

    def fails(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.verdict is Verdict.FAIL)


class Judgement(Record):
    """What rules say about one subject; `errors` are sentences about rules that raised.

    `policies` are those that were read for the findings.
    """

    findings: tuple[Finding, ...]
    errors: tuple[str, ...]
    policies: tuple[Policy, ...] = ()


def judge(rules: Sequence[type[Rule]], subject: Subject, options: Options = NO_OPTIONS) -> Judgement:
    """All rules about one subject, in every world that each of them can tell apart."""
    built: dict[object, Any] = {}

    def model(world: World) -> Any:
        # Mostly nothing is assumed, and None has a hash at once.
        key = None if world is EVERYWHERE else world
        if key not in built:
            built[key] = subject.build(world)
        return built[key]

    findings: list[Finding] = []
    errors: list[str] = []
    for rule in rules:
        if issubclass(subject.kind, rule.judges):
            try:
                findings += _verdict(rule(options.get(rule.name)), subject, model)
            except RuleFailure as failure:
                errors.append(str(failure))
    read = (part for made in built.values() for part in vars(made).values()) if findings else ()
    policies = tuple(policy for part in read for policy in policies_of(part))
    named = (_told(_hinted(_spelled(one, subject), subject), subject) for one in findings)
    return Judgement(tuple(named), tuple(errors), policies)


def _spelled(finding: Finding, subject: Subject) -> Finding:
    """The finding about its subject, with the names of settings as the language of the code writes them."""
    words, subjects = subject.spelled, finding.subjects or (subject.address,)
    if words is None or not any("_" in said for said in (finding.message, finding.label, *(n.label for n in finding.related))):
        return replace(finding, subjects=subjects)
    related = tuple(replace(note, label=words(note.label)) for note in finding.related)
    return replace(finding, subjects=subjects, message=words(finding.message), label=words(finding.label), related=related)


def _hinted(finding: Finding, subject: Subject) -> Finding:
    """The finding with the hints of its subject that are about its setting."""
    head = finding.setting.partition(".")[0]
    hints = tuple(note for setting, note in subject.hints if setting in ("", head))
    return replace(finding, related=(*finding.related, *hints)) if hints else finding


def _told(finding: Finding, subject: Subject) -> Finding:
    """A finding that rests on documentation, told where somebody can act on it; any other as it is."""
    places = (finding.origin, subject.origin, *(note.origin for note in finding.related))
    if not any(place.source.documents for place in places):
        return finding
    from s3lint.run.documented import told  # few runs meet a module that is known by its documentation

    return told(finding, subject.origin)


def _verdict(rule: Rule, subject: Subject, model: Callable[[World], Any]) -> list[Finding]:
    def ask(world: World) -> tuple[Finding, ...] | None:
        if not world.decide(subject.condition):
            return None
        try:
            return tuple(rule.check(model(world)))
        except Exception as error:
            raise RuleFailure(f"rule {rule.name} failed on {subject.address}: {type(error).__name__}: {error}") from error

    def answers(start: World = EVERYWHERE) -> list[_Answer]:
        explored = explore(ask, start, subject.given)
        return [_Answer(world, findings) for world, findings in explored if findings is not None]

    try:
        at_once = _at_once(ask, subject)
        if at_once == []:
            return []  # most rules pass
        found = _over_worlds(at_once or answers())
        if any(finding.is_unseen for finding in found):
            found = _as_far_as_seen(found, _over_worlds(answers(World(seen_only=True))))
        return found
    except TooManyWorlds as error:
        parts = error.parts
        if not parts:
            return [_too_many(rule, subject, error)]
    try:
        apart = _apart(answers, parts)
        together = answers(World(parts.there))
    except TooManyWorlds as error:
        return [_too_many(rule, subject, error)]
    return _over_worlds(apart) + _of_several_parts(apart, together)


def _apart(answers: Callable[[World], list[_Answer]], parts: Parts) -> list[_Answer]:
    """What is said of each part alone. Raises `TooManyWorlds` where that is not enough."""

    def looking(*, is_denied: bool, left: frozenset[int] = frozenset()) -> list[_Answer]:
        looks = (Look(parts, index, is_denied, left) for index in range(max(parts.allows, 1)))
        return [answer for look in looks for answer in answers(World((), look))]

    denied = looking(is_denied=True)
    if not parts.denies:
        return denied
    allowed = looking(is_denied=False)
    with_all, with_none = _said(denied), _said(allowed)
    if with_all == with_none:
        return denied
    matter = frozenset(
        index
        for index in range(parts.denies)
        if _said(looking(is_denied=True, left=frozenset({index}))) != with_all
        or _said(looking(is_denied=False, left=frozenset({index}))) != with_none
    )
    if not matter:
        raise TooManyWorlds(tuple(sorted({atom.subject for atom, _ in parts.there})))
    return looking(is_denied=True, left=matter) + looking(is_denied=False, left=matter)


def _said(answers: Sequence[_Answer]) -> object:
    """What all worlds say together, to tell whether others say the same."""
    return {(_cause(finding), finding.cases, finding.message) for finding in _over_worlds(answers)}


def _at_once(ask: Callable[[World], tuple[Finding, ...] | None], subject: Subject) -> list[_Answer] | None:
    """The answer, if any, where nothing was asked of the world, as mostly; None where it depends on that."""
    if subject.given is not True:
        return None
    try:
        findings = ask(EVERYWHERE)
    except Fork:
        return None
    return [_Answer(EVERYWHERE, findings)] if findings else []


def _too_many(rule: Rule, subject: Subject, error: TooManyWorlds) -> Finding:
    return Finding(
        rule.name,
        Verdict.UNDECIDED,
        f"whether {rule.summary} is undecided for {subject.address}: it takes {error}",
        subject.origin,
        help=rule.help,
        inputs=error.subjects,
        severity=rule.severity,
        reason=f"it takes {error}",
    )


def _over_worlds(answers: Sequence[_Answer]) -> list[Finding]:
    """All worlds fail: fail. None fails: what else was said. Some: undecided, with the cases in which it fails."""
    fails: dict[object, tuple[Finding, list[World]]] = {}
    others: dict[object, Finding] = {}
    for answer in answers:
        for finding in answer.findings:
            if finding.verdict is Verdict.FAIL:
                _, worlds = fails.setdefault(_cause(finding), (finding, []))
                if not worlds or worlds[-1] is not answer.world:
                    worlds.append(answer.world)
            else:
                others.setdefault(_cause(finding), finding)
    if answers and all(answer.fails() for answer in answers):
        return _certain(fails.values(), len(answers))
    undecided = [_in_cases(finding, worlds) for finding, worlds in fails.values()]
    if undecided or any(finding.verdict is Verdict.UNDECIDED for finding in others.values()):
        return undecided + [finding for finding in others.values() if finding.verdict is Verdict.UNDECIDED]
    everywhere = all(answer.findings for answer in answers)
    return list(others.values()) if everywhere else []


def _as_far_as_seen(found: Sequence[Finding], seen: Sequence[Finding]) -> list[Finding]:
    """What code that was not read leaves open matters where all that was read would fail, or is undecided itself.

    Where a rule finds nothing wrong in what was read, it has no question to that code, which is judged where it is read.
    """
    if any(finding.verdict in (Verdict.FAIL, Verdict.UNDECIDED) for finding in seen):
        return list(found)
    return [
        replace(finding, verdict=Verdict.NOT_APPLICABLE, message=finding.reason) if finding.is_unseen else finding
        for finding in found
    ]


def _of_several_parts(apart: Sequence[_Answer], together: Sequence[_Answer]) -> list[Finding]:
    """What is said where all parts are there, and of none of them alone."""
    told = {(finding.origin, finding.decisive) for answer in apart for finding in answer.findings}
    return [
        _in_cases(finding, [answer.world]) if finding.verdict is Verdict.FAIL else finding
        for answer in together
        for finding in answer.findings
        if finding.verdict is not Verdict.NOT_APPLICABLE and (finding.origin, finding.decisive) not in told
    ]


def _certain(fails: Iterable[tuple[Finding, list[World]]], worlds: int) -> list[Finding]:
    """What fails in every world; where each world fails in its own way, each way with its cases."""
    fails = list(fails)
    common = [finding for finding, where in fails if len(where) == worlds]
    return common or [replace(finding, cases=summarize(where)) for finding, where in fails]


def _in_cases(finding: Finding, worlds: Sequence[World]) -> Finding:
    inputs = tuple(dict.fromkeys(subject for world in worlds for subject in world.subjects))
    reason = f"it depends on {' and '.join(inputs)}"
    return replace(finding, verdict=Verdict.UNDECIDED, cases=summarize(worlds), inputs=inputs, reason=reason)


def _cause(finding: Finding) -> object:
    origin = finding.origin
    span = origin.span
    return (
        finding.rule,
        finding.verdict.value,
        origin.source.path,
        span.start,
        span.end,
        finding.decisive,
        finding.suppression,
    )


def merge_instances(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for each cause, naming every subject that shares it, in the order of place, severity and rule."""
    shared: dict[object, list[Finding]] = {}
    for finding in _without_yielding(tuple(findings)):
        shared.setdefault(_cause(finding), []).append(finding)
    return sorted((_merged(those) for those in shared.values()), key=lambda finding: finding.order)


def _without_yielding(findings: Sequence[Finding]) -> Iterable[Finding]:
    """The findings but those that yield to others; these say whom they cover. None yields to a less severe one."""
    if not any(finding.yields_to for finding in findings):
        return findings
    told = {_same(finding, finding.rule): finding.severity for finding in findings}
    covers: dict[object, list[str]] = {}
    kept: list[Finding] = []
    for finding in findings:
        others = (_same(finding, rule) for rule in finding.yields_to)
        stronger = [same for same in others if same in told and told[same].reaches(finding.severity)]
        for same in stronger:
            covers.setdefault(same, []).append(finding.rule)
        if not stronger:
            kept.append(finding)
    return [replace(f, covers=tuple(covers[_same(f, f.rule)])) if _same(f, f.rule) in covers else f for f in kept]


def _same(finding: Finding, rule: str) -> object:
    """What a rule says of the same objects at the same place in the same cases."""
    return rule, finding.verdict, finding.subjects, finding.cases, finding.origin.source.path, finding.origin.span


def _merged(shared: Sequence[Finding]) -> Finding:
    if len(shared) == 1:
        return shared[0]
    subjects = tuple(dict.fromkeys(subject for finding in shared for subject in finding.subjects))
    covers = tuple(dict.fromkeys(rule for finding in shared for rule in finding.covers))
    scopes = in_order(scope for finding in shared for scope in finding.scopes)
    fails_run = any(finding.fails_run for finding in shared)
    return replace(shared[0], subjects=subjects, scopes=scopes, covers=covers, fails_run=fails_run)
