"""Findings marked with the suppressions that cover them, and what is wrong with suppressions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from s3lint.base.record import Record, replace
from s3lint.base.resource import Problem
from s3lint.base.source import Span
from s3lint.base.value import Note, Origin
from s3lint.errors import did_you_mean
from s3lint.languages.discover import Glob, lies_in
from s3lint.languages.unit import Unit
from s3lint.run.finding import Finding, Verdict
from s3lint.run.scopes import Regions
from s3lint.run.suppressions import settings
from s3lint.run.suppressions.carriers import carriers
from s3lint.run.suppressions.directive import Directive, Refused
from s3lint.run.suppressions.settings import IgnoredFinding, Ignores, matches

UNUSED = "unused-suppression"
EXPIRED = "expired-suppression"
INVALID = "invalid-suppression"


class Use(Record):
    """A suppression in one unit: of the rules that it names those that were asked, and those of which it hid something.

    `is_over` where its last day is past, so that it counts no more.
    """

    directive: Directive
    asked: tuple[str, ...]
    used: tuple[str, ...]
    is_over: bool = False

    @property
    def idle(self) -> tuple[str, ...]:
        """The rules that were asked, and of which it hides nothing."""
        return tuple(rule for rule in self.asked if not any(matches(word, rule) for word in self.used))

    @property
    def state(self) -> str:
        """`needed`, `unused` (for some of its rules too), `expired`, or `not asked` where none of its rules was."""
        if self.is_over:
            return "expired"
        if self.idle:
            return "unused"
        return "needed" if self.used else "not asked"


class Marked(Record):
    """The findings of a unit, the suppressions in it, and what is wrong with them."""

    findings: tuple[Finding, ...]
    uses: tuple[Use, ...]
    problems: tuple[Problem, ...]


def mark(
    unit: Unit, findings: Sequence[Finding], regions: Regions, ignores: Ignores, known: Collection[str], asked: Collection[str]
) -> Marked:
    """The findings, those that are suppressed with their suppression.

    `known` are the names of all rules, `asked` those of the rules that judged the unit. The findings know their scopes.
    """
    problems: list[Problem] = []
    valid = list(_valid(carriers(unit), ignores, known, problems))
    valid += [_named(entry) for entry in ignores.findings if _concerns(entry, unit)]
    expired = [directive for directive in valid if directive.until and directive.until < settings.today()]
    problems += [_expired(directive) for directive in expired]
    valid = [directive for directive in valid if directive not in expired]
    used: dict[int, dict[str, None]] = {}
    marked = tuple(_marked(finding, valid, expired, regions, used) for finding in findings)
    uses = [Use(each, tuple(_asked(each, asked)), tuple(used.get(id(each), ()))) for each in valid]
    uses += (Use(each, (), (), is_over=True) for each in expired)
    return Marked(marked, tuple(uses), tuple(problems))


def _marked(
    finding: Finding,
    valid: Sequence[Directive],
    expired: Sequence[Directive],
    regions: Regions,
    used: dict[int, dict[str, None]],
) -> Finding:
    """The finding with the first suppression that covers it, whose rule is then used; one that has ended is named beside it."""
    if finding.verdict is Verdict.NOT_APPLICABLE:
        return finding
    covering = _covering(finding, valid, regions)
    if covering is not None:
        used.setdefault(id(covering), {})[finding.rule] = None
        return replace(finding, suppression=covering.suppression())
    ended = _covering(finding, expired, regions)
    return finding if ended is None else replace(finding, related=(*finding.related, _ended(ended)))


def unused(uses: Iterable[Use]) -> Iterator[Problem]:
    """What the suppressions of all units name without need; one that several units meet is needed if one of them needs it."""
    for one in together(uses):
        if one.idle:
            yield Problem(UNUSED, f"no finding of {' or of '.join(one.idle)} is suppressed here", one.directive.origin)


def together(uses: Iterable[Use]) -> Iterator[Use]:
    """Each suppression once, with what it did in all units, by file and place."""
    places: dict[object, list[Use]] = {}
    for one in uses:
        origin = one.directive.origin
        places.setdefault((origin.source.path, origin.span, one.directive.rules), []).append(one)
    for those in sorted(places.values(), key=_place):
        asked = dict.fromkeys(rule for one in those for rule in one.asked)
        used = dict.fromkeys(rule for one in those for rule in one.used)
        yield replace(those[0], asked=tuple(asked), used=tuple(used))


def _place(uses: Sequence[Use]) -> tuple[str, int]:
    origin = uses[0].directive.origin
    return origin.source.path, origin.span.start


def _valid(
    found: Iterable[Directive | Refused], ignores: Ignores, known: Collection[str], problems: list[Problem]
) -> Iterator[Directive]:
    """The suppressions that count; what is wrong with them and the others goes to the problems."""
    for one in found:
        if isinstance(one, Refused):
            problems.append(Problem(INVALID, one.message, one.origin))
            continue
        wrong = _breach(one, ignores)
        if wrong:
            problems.append(Problem(INVALID, wrong, one.origin))
            continue
        left = []
        for rule in one.rules:
            if rule not in known:
                problems.append(Problem(INVALID, f"unknown rule {rule}{did_you_mean(rule, list(known))}", one.origin))
            elif any(matches(rule, pattern) for pattern in ignores.unignorable):
                problems.append(Problem(INVALID, f"{rule} can't be suppressed: the configuration forbids it", one.origin))
            else:
                left.append(rule)
        if left:
            yield replace(one, rules=tuple(left))


def _breach(directive: Directive, ignores: Ignores) -> str:
    """What the configuration demands of a suppression, and this one does not have."""
    if ignores.require_reason and not directive.reason:
        return "the suppression has no reason: the configuration demands one"
    if ignores.max_days:
        from datetime import date, timedelta  # few configurations limit them

        last = str(date.fromisoformat(settings.today()) + timedelta(ignores.max_days))
        if not directive.until or directive.until > last:
            return f"the suppression may last until {last}, {ignores.max_days} days, and says {directive.until or 'no day'}"
    return ""


def _named(entry: IgnoredFinding) -> Directive:
    return Directive(entry.origin, (entry.rule,), entry.reason, entry.until, entry.resource, "address", path=entry.path)


def _concerns(entry: IgnoredFinding, unit: Unit) -> bool:
    addresses = (subject.address for subject in unit.subjects)
    return any(matches(address, entry.resource) for address in addresses)


def _expired(directive: Directive) -> Problem:
    rules = ", ".join(directive.rules)
    return Problem(EXPIRED, f"the suppression of {rules} ended on {directive.until}", directive.origin)


def _ended(directive: Directive) -> Note:
    return Note(directive.origin, f"suppressed until {directive.until}, which is over")


def _asked(directive: Directive, asked: Collection[str]) -> Iterator[str]:
    """The names, or patterns, in a suppression that are of rules which were asked."""
    return (rule for rule in directive.rules if any(matches(name, rule) for name in asked))


def _covering(finding: Finding, directives: Sequence[Directive], regions: Regions) -> Directive | None:
    """The first suppression that covers a finding."""
    return next((each for each in directives if _covers(each, finding, regions)), None)


def _covers(directive: Directive, finding: Finding, regions: Regions) -> bool:
    if directive.is_external:
        return _is_named(directive, finding)
    if finding.rule not in directive.rules or not directive.is_about(finding):
        return False
    anchor = directive.anchor
    if anchor is None:  # the whole file
        source = directive.origin.source
        return any(scope.kind == "file" and scope.origin.source is source for scope in finding.scopes)
    elements = [scope.origin for scope in finding.scopes if scope.kind != "file" and scope.origin.source is anchor.source]
    if directive.extent == "object":
        return _holds_nearest(elements, anchor, regions)
    places = (*elements, *(place for place in _evidence(finding) if place.source is anchor.source))
    return any(anchor.span.start <= place.span.start <= anchor.span.end for place in places)


def _is_named(directive: Directive, finding: Finding) -> bool:
    return (
        matches(finding.rule, directive.rules[0])
        and any(matches(address, directive.instance) for address in finding.subjects)
        and (not directive.path or lies_in(finding.origin.source.path, Glob(directive.path)))
    )


def _holds_nearest(elements: Iterable[Origin], anchor: Origin, regions: Regions) -> bool:
    """Whether the nearest element around a place is among the elements that a finding lies in."""
    around = [element for element in elements if _holds(element.span, anchor.span)]
    nearest = regions.nearest(anchor)
    return any(nearest is None or _holds(nearest.span, element.span) for element in around)


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _evidence(finding: Finding) -> Iterator[Origin]:
    """All places that a finding shows."""
    for origin in (finding.origin, *(note.origin for note in finding.related)):
        yield origin
        yield from (Origin(step.source, step.span) for step in origin.via)
