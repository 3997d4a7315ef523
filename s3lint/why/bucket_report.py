"""Why the rules say what they say about one bucket, what becomes of one request to it, and which buckets are not decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar, Union

from s3lint.base.documented import Documented, editable
from s3lint.base.record import Record, replace
from s3lint.base.value import Absent, Cause, Known, Note, Origin, Setting, Text, Unknown, with_origin
from s3lint.base.worlds import EVERYWHERE, TooManyWorlds, World, explore, summarize
from s3lint.errors import UsageError, did_you_mean
from s3lint.languages.unit import Subject, Unit
from s3lint.model.bucket import Bucket, LogTarget
from s3lint.policy import Holds, Outcome, Policy, RequestQuery, RequestSyntaxError
from s3lint.run.claims import Claims
from s3lint.run.engine import Reading, claims_in, report_on
from s3lint.run.finding import Finding, Verdict
from s3lint.run.input_findings import UNREADABLE_FILE
from s3lint.run.judge import NO_OPTIONS, Options, judge
from s3lint.run.redaction import Redaction
from s3lint.run.report import Report
from s3lint.run.rule import Descriptor, PolicyRule, Rule
from s3lint.why.request_outcome import RequestOutcome, outcome_of

Plain = Union[bool, int, str]
R = TypeVar("R")

MAX_LISTED = 20
"""Buckets that an error names, where several are meant."""

MAX_PARTS = 40
"""Settings of one part of a bucket that are shown: statements of a policy, rules of a lifecycle."""


class Evidence(Record):
    """A setting that a rule looked at, as it is in some worlds; no `cases` stands for all in which the rule looked at it.

    `name` is in the model's words: `versioning.status`, `policy.statements[1]`.
    """

    name: str
    value: Setting[Plain]
    cases: tuple[str, ...] = ()


class RuleAnswer(Record):
    """What one rule says about the bucket, and the settings that it looked at; `error` tells that the rule failed.

    `grounds` are the parts of the policy on which a pass rests.
    """

    rule: Descriptor
    verdict: Verdict
    findings: tuple[Finding, ...]
    evidence: tuple[Evidence, ...]
    error: str = ""
    grounds: tuple[Note, ...] = ()


class Why(Record):
    """`unit` names the template or root module. `exists` are the worlds in which the bucket is there; none stands for all.

    `basis` says on what all rests, where that is not the code itself. `report` is what a check of this bucket alone would
    report.
    """

    address: str
    unit: str
    origin: Origin
    basis: str
    exists: tuple[str, ...]
    answers: tuple[RuleAnswer, ...]
    outcomes: tuple[RequestOutcome, ...]
    report: Report


class Open(Record):
    """A bucket that is not fully decided, with the undecided findings about it."""

    address: str
    unit: str
    origin: Origin
    undecided: tuple[Finding, ...]


class Opens(Record):
    """All such buckets, in the order of the units; `report` is about all buckets that were looked at."""

    buckets: tuple[Open, ...]
    report: Report


def why(
    reading: Reading, target: str, rules: Sequence[type[Rule]], asked: RequestQuery | None, chosen: Options = NO_OPTIONS
) -> Why:
    """The verdicts of the rules on one bucket, and the outcome of a request to it.

    `target` is as `found` takes it; `chosen` are the rules' options. Raises UsageError, and RequestSyntaxError where the
    request is not about this bucket.
    """
    unit, subject = found(reading.units, target)
    claims = claims_in(reading)
    answers = tuple(_answer(rule, subject, chosen, claims) for rule in rules if issubclass(subject.kind, rule.judges))
    outcomes = tuple(_outcomes(unit, subject, asked, target)) if asked is not None else ()
    report = report_on(_only(reading, unit, (subject,)), rules, len(reading.paths), reading.files.root, chosen, claims)
    source = subject.origin.source
    basis = source.basis if isinstance(source, Documented) else ""
    told = Why(subject.address, unit.name, editable(subject.origin), basis, existence(subject), answers, outcomes, report)
    return without_secrets(unit, told)


def without_secrets(unit: Unit, answer: R) -> R:
    """An answer about a unit without its secrets."""
    return Redaction.of_unit(unit, unit.secrets).of(answer) if unit.secrets else answer


Asked = Callable[[str], tuple[Sequence[type[Rule]], Options]]
"""The rules that are asked about the unit at a path, and their options."""


def undecided(reading: Reading, target: str, asked: Asked) -> Opens:
    """The buckets about which a rule is undecided: all, or the one that is meant. Raises UsageError."""
    units, claims = reading.units, claims_in(reading)
    if target:
        only, subject = found(units, target)
        units = _only(reading, only, (subject,))
    buckets: list[Open] = []
    known: dict[str, type[Rule]] = {}
    chosen: Options = NO_OPTIONS
    for unit in units:
        rules, chosen = asked(unit.name)
        for subject in _buckets(unit):
            told = claims.settle(judge(rules, subject, chosen).findings)
            findings = tuple(f for f in told if f.verdict is Verdict.UNDECIDED)
            if findings:
                buckets.append(without_secrets(unit, Open(subject.address, unit.name, editable(subject.origin), findings)))
        known.update((rule.name, rule) for rule in rules)
    report = report_on(units, tuple(known.values()), len(reading.paths), reading.files.root, chosen, claims)
    return Opens(tuple(buckets), report)


def found(units: Sequence[Unit], target: str) -> tuple[Unit, Subject]:
    """The one bucket that a text means: its address, the address without instance keys, an end or a part of either.

    Raises UsageError where there is none, or where there are several.
    """
    everything = [(unit, subject) for unit in units for subject in _buckets(unit)]
    for is_meant in (_is_address, _is_end, _is_suffix, _is_part):
        meant = [one for one in everything if any(is_meant(target, name) for name in _names(one[1]))]
        if len(meant) == 1:
            return meant[0]
        if meant:
            raise UsageError(_several(target, meant))
    addresses = [without_secrets(unit, subject.address) for unit, subject in everything]
    if not addresses:
        raise UsageError(f"there is no bucket called {target}: no bucket is declared here")
    close = did_you_mean(target, addresses)
    raise UsageError(f"there is no bucket called {target}{close or '; there are ' + _listed(addresses)}")


def _names(subject: Subject) -> tuple[str, ...]:
    return subject.address, subject.block, *subject.names


def _only(reading: Reading, only: Unit, subjects: tuple[Subject, ...]) -> tuple[Unit, ...]:
    """One unit with some of its subjects; of the others only the files that could not be read, as one of them may matter."""
    return tuple(
        replace(unit, subjects=subjects)
        if unit is only
        else replace(unit, subjects=(), problems=tuple(p for p in unit.problems if p.kind == UNREADABLE_FILE.name))
        for unit in reading.units
    )


def _buckets(unit: Unit) -> Iterator[Subject]:
    return (subject for subject in unit.subjects if issubclass(subject.kind, Bucket))


def _is_address(target: str, address: str) -> bool:
    return address == target


def _is_end(target: str, address: str) -> bool:
    """Whether whole parts of the address, from one of them to the last, are the target."""
    return address.endswith((f".{target}", f"/{target}"))


def _is_suffix(target: str, address: str) -> bool:
    return bool(target) and address.endswith(target)


def _is_part(target: str, address: str) -> bool:
    """Whether whole parts of the address are the target, such as the call of a module."""
    return bool(target) and f".{target}." in f".{address}."


def _several(target: str, meant: Sequence[tuple[Unit, Subject]]) -> str:
    lines = [f"{target} means {len(meant)} buckets; name one of them, or the path that it is below:"]
    for unit, subject in meant[:MAX_LISTED]:
        lines.append(f"  {without_secrets(unit, subject.address)}  {subject.origin.source.path}:{subject.origin.start.line}")
    if len(meant) > MAX_LISTED:
        lines.append(f"  and {len(meant) - MAX_LISTED} more")
    return "\n".join(lines)


def _listed(addresses: Sequence[str]) -> str:
    more = f" and {len(addresses) - MAX_LISTED} more" if len(addresses) > MAX_LISTED else ""
    return ", ".join(addresses[:MAX_LISTED]) + more


def existence(subject: Subject) -> tuple[str, ...]:
    """The worlds in which the bucket exists."""
    try:
        worlds = [
            world for world, exists in explore(lambda world: world.decide(subject.condition), given=subject.given) if exists
        ]
    except TooManyWorlds as error:
        return (f"decided by {', '.join(error.subjects)}",)
    if not worlds:
        return ("never with these values",)
    return summarize(worlds)


def _answer(rule: type[Rule], subject: Subject, chosen: Options, claims: Claims) -> RuleAnswer:
    built: dict[World, Any] = {}

    def build(world: World) -> Any:
        built[world] = subject.build(world)
        return built[world]

    judgement = judge([rule], replace(subject, build=build), chosen)
    error = judgement.errors[0] if judgement.errors else ""
    findings = tuple(claims.settle(judgement.findings))
    verdict = _verdict(findings)
    grounds = tuple(_grounds(rule(chosen.get(rule.name)), built)) if verdict is Verdict.PASS and not error else ()
    return RuleAnswer(rule.descriptor(), verdict, findings, tuple(_evidence(built)), error, grounds)


def _grounds(rule: Rule, built: dict[World, Any]) -> Iterator[Note]:
    """What in the policies of all worlds makes the rule pass, each once."""
    if not isinstance(rule, PolicyRule):
        return
    notes: dict[Note, None] = {}
    for world in _final(built):
        bucket = built[world]
        # A setting that was not read is not asked for here: it could tell worlds apart that the rule does not.
        policy = bucket.asked.get("policy")
        if isinstance(policy, Known):
            answer = rule.answer(bucket, policy.value)
            if isinstance(answer, Holds):
                notes.update((Note(editable(reason.origin), reason.text), None) for reason in answer.evidence)
    yield from notes


def _final(built: dict[World, Any]) -> list[World]:
    """The worlds that a rule needed no further fork of."""
    return [world for world in built if not any(_is_within(other, world) for other in built)]


def _verdict(findings: Sequence[Finding]) -> Verdict:
    verdicts = [finding.verdict for finding in findings]
    order = (Verdict.FAIL, Verdict.UNDECIDED, Verdict.NOT_APPLICABLE)
    return next((verdict for verdict in order if verdict in verdicts), Verdict.PASS)


def _evidence(built: dict[World, Any]) -> Iterator[Evidence]:
    """The settings that were read of the bucket in the worlds that a rule needed no further fork of."""
    worlds = _final(built)
    where: dict[str, dict[Setting[Plain], list[World]]] = {}
    for world in worlds:
        for name, value in _read(built[world]):
            where.setdefault(name, {}).setdefault(value, []).append(world)
    for name, values in where.items():
        everywhere = len(values) == 1
        for value, in_worlds in values.items():
            shown = with_origin(value, editable(value.origin))
            yield Evidence(name, shown, () if everywhere and len(in_worlds) == len(worlds) else summarize(in_worlds))


def _is_within(world: World, other: World) -> bool:
    """Whether a world assumes all that another one does, and more."""
    return len(world.decisions) > len(other.decisions) and world.decisions[: len(other.decisions)] == other.decisions


def _read(bucket: Any) -> Iterator[tuple[str, Setting[Plain]]]:
    """What a rule has asked of a thing of the model."""
    for name, value in bucket.asked.items():
        yield from _settings(name, value)


def _settings(name: str, value: object) -> Iterator[tuple[str, Setting[Plain]]]:
    """The settings of a part of the model, by their names."""
    match value:
        case Unknown(cause=Cause.ELSEWHERE):
            return
        case Absent() | Unknown():
            yield name, value
        case Known(Policy() as policy, origin):
            yield from _of_policy(name, policy, origin)
        case Known(LogTarget(reason), origin):
            yield name, Known(f"declared: {reason}", origin)
        case Known(Text() as text, origin):
            yield name, Known(str(text), origin)
        case Known(bool() | int() | str() as plain, origin):
            yield name, Known(plain, origin)
        case Known(inner, origin):
            parts = list(_settings(name, inner))
            yield from parts or [(name, Known("declared", origin))]
        case Record():
            for field in type(value)._fields:
                yield from _settings(f"{name}.{field}", getattr(value, field))
        case tuple():
            for number, item in enumerate(value[:MAX_PARTS]):
                yield from _settings(f"{name}[{number}]", item)


def _of_policy(name: str, policy: Policy, origin: Origin) -> Iterator[tuple[str, Setting[Plain]]]:
    count = len(policy.statements)
    yield name, Known(f"declared with {count} statement{'' if count == 1 else 's'}", origin)
    for number, statement in enumerate(policy.statements[:MAX_PARTS]):
        effect = statement.effect.value if isinstance(statement.effect, Known) else "unknown effect"
        sid = f" {statement.sid}" if statement.sid else ""
        yield f"{name}.statements[{number}]", Known(f"{effect}{sid}", statement.origin)
    if policy.unknown is not None:
        yield f"{name}.statements", policy.unknown


def _outcomes(unit: Unit, subject: Subject, asked: RequestQuery, target: str) -> Iterator[RequestOutcome]:
    """The outcome of a request, once for all worlds that share it."""

    def ask(world: World) -> RequestOutcome | None:
        if not world.decide(subject.condition):
            return None
        bucket: Bucket = subject.build(world)
        _check_name(unit, bucket, asked, target)
        return _editable(outcome_of(bucket, asked))

    try:
        answers = [(world, answer) for world, answer in explore(ask, given=subject.given) if answer is not None]
    except TooManyWorlds as error:
        yield RequestOutcome(
            "the request", Outcome.UNDECIDED, f"undecided: it takes {error}", subject.origin, inputs=error.subjects
        )
        return
    if not answers:
        yield RequestOutcome(
            "the request", Outcome.NOT_ALLOWED, "the bucket is never created with these values", subject.origin
        )
    shared: dict[RequestOutcome, list[World]] = {}
    for world, answer in answers:
        shared.setdefault(answer, []).append(world)
    for answer, worlds in shared.items():
        yield answer if worlds == [EVERYWHERE] or len(shared) == 1 else replace(answer, cases=summarize(worlds))


def _editable(found: RequestOutcome) -> RequestOutcome:
    """With all places where somebody can edit."""
    steps = (replace(step, reason=replace(step.reason, origin=editable(step.reason.origin))) for step in found.steps)
    notes = (replace(note, origin=editable(note.origin)) for note in found.notes)
    return replace(found, origin=editable(found.origin), steps=tuple(steps), notes=tuple(notes))


def _check_name(unit: Unit, bucket: Bucket, asked: RequestQuery, target: str) -> None:
    """Refuses a request to a bucket of another name. A bucket whose name is not known answers to any."""
    name = bucket.identity.literal
    if asked.bucket and name is not None and asked.bucket not in (name, target, bucket.address):
        raise RequestSyntaxError(asked.column, f"expected a request to {without_secrets(unit, name)}, not to {asked.bucket}")
