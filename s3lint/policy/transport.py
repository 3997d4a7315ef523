"""Does a policy deny every request that is made without TLS?"""

from __future__ import annotations

from collections.abc import Sequence

from s3lint.condition import Truth
from s3lint.policy.actions import Action
from s3lint.policy.answer import Answer, Holds, Reason, Undecided, Violated
from s3lint.policy.compiled import CompiledPolicy, CompiledStatement
from s3lint.policy.decide import Mode, Search
from s3lint.policy.document import Policy
from s3lint.policy.evaluate import Outcome, outcome
from s3lint.policy.explain import doubt, flawed, miss, misses, request_of, subject_of
from s3lint.policy.keys import SECURE_TRANSPORT
from s3lint.policy.names import Target
from s3lint.policy.patterns import TooComplex
from s3lint.policy.principals import ANONYMOUS, CallerKind
from s3lint.policy.space import Point, Space, Transport
from s3lint.value import Origin, Unknown


def denies_plain_http(policy: Policy, target: Target) -> Answer:
    """Whether every request without TLS to the bucket or its objects is explicitly denied (not merely not allowed).

    An identity policy can allow whatever the bucket policy does not deny, so only a Deny counts.
    """
    compiled = CompiledPolicy(policy, target)
    for flaw in compiled.flaws:
        return Undecided(flawed(flaw)) if flaw.is_ambiguous else _refused(compiled, flaw.origin, flaw.text)
    denies = [statement for statement in compiled.statements if statement.is_deny is not Truth.NO]
    try:
        return _decided(compiled, denies)
    except TooComplex as error:
        return Undecided(Unknown(str(error), policy.origin))


def _decided(compiled: CompiledPolicy, denies: list[CompiledStatement]) -> Answer:
    space = Space(compiled, denies, Transport.HTTP)
    callers = list(space.callers())
    users = [found for found in callers if found[0].kind is not CallerKind.SERVICE]
    everything = sum(statement.bit for statement in denies)
    certain = sum(statement.bit for statement in denies if statement.is_deny is Truth.YES)

    point = Search(space, Mode.CERTAIN, everything).found(users, future=False, by_services=False)
    if point is not None:
        if compiled.policy.unknown is not None:
            return Undecided(compiled.policy.unknown)
        return _violated(compiled, space, denies, point)
    search = Search(space, Mode.POSSIBLE, certain)
    point = search.found(users, future=False, by_services=False)
    if point is not None:
        return Undecided(doubt(compiled, denies, point))
    point = search.found(callers, future=False, by_services=True)
    if point is not None:
        return Undecided(
            Unknown("only calls by AWS services are not denied, and those use TLS", _nearest(compiled, denies, point))
        )
    point = search.found(callers, future=True, by_services=True)
    if point is not None:
        origin = denies[0].statement.actions.origin
        return Undecided(Unknown("all actions are listed by name, so one that AWS adds later is not denied", origin))
    return _holds(compiled, [statement for statement in denies if statement.is_deny is Truth.YES])


def _covers(compiled: CompiledPolicy, denies: list[CompiledStatement]) -> bool:
    space = Space(compiled, denies, Transport.HTTP)
    search = Search(space, Mode.POSSIBLE, sum(statement.bit for statement in denies))
    return search.found(space.callers(), future=True, by_services=True) is None


def _holds(compiled: CompiledPolicy, denies: list[CompiledStatement]) -> Holds:
    """With as few statements as cover everything: one alone if possible, otherwise none that could be left out."""
    covering = list(denies)
    for statement in denies:
        if len(denies) > 1 and _covers(compiled, [statement]):
            covering = [statement]
            break
    if len(covering) > 1:
        for statement in denies:
            without = [other for other in covering if other is not statement]
            if _covers(compiled, without):
                covering = without
    statements = tuple(statement.statement for statement in covering)
    evidence = tuple(Reason(statement.origin, f"{statement} denies requests without TLS") for statement in statements)
    return Holds(evidence, statements)


def _violated(compiled: CompiledPolicy, space: Space, denies: Sequence[CompiledStatement], point: Point) -> Answer:
    if outcome(compiled, point) is Outcome.DENIED:
        return Undecided(Unknown("internal: a request that seemed to slip through is denied", compiled.policy.origin))
    subject = subject_of(compiled, space, point)
    request = request_of(compiled, space, point)
    about_tls = [statement for statement in denies if _mentions_tls(statement)]
    if not about_tls:
        nothing = Reason(compiled.policy.origin, _nothing_about_tls(compiled))
        return Violated(request, compiled.policy.origin, (nothing,))
    found = [(misses(compiled, statement, point), statement) for statement in about_tls]
    nearest = min(found, key=lambda pair: pair[0])[1]
    ordered = [nearest, *(statement for statement in about_tls if statement is not nearest)]
    reasons = tuple(reason for statement in ordered if (reason := miss(compiled, statement, point, subject)) is not None)
    return Violated(request, reasons[0].origin, reasons, nearest.statement)


def _nothing_about_tls(compiled: CompiledPolicy) -> str:
    for statement in compiled.statements:
        if statement.is_allow is Truth.YES and _mentions_tls(statement):
            return (
                f"no statement denies requests without TLS; {statement.statement} only allows those with TLS, "
                "and identity policies may allow others"
            )
    return "no statement denies requests without TLS"


def _mentions_tls(statement: CompiledStatement) -> bool:
    return any(entry.key.name.lower() == SECURE_TRANSPORT for entry in statement.entries)


def _nearest(compiled: CompiledPolicy, denies: Sequence[CompiledStatement], point: Point) -> Origin:
    nearest = min(denies, key=lambda statement: misses(compiled, statement, point))
    missed = miss(compiled, nearest, point, "")
    return missed.origin if missed is not None else nearest.statement.origin


def _refused(compiled: CompiledPolicy, origin: Origin, text: str) -> Violated:
    """S3 refuses a malformed policy, so that nothing is denied."""
    space = Space(compiled, [], Transport.HTTP)
    action: Action = compiled.actions.actions[0]
    resource = space.resources(ANONYMOUS)[0][0].resource
    point = Point(ANONYMOUS, action, resource, space.transports()[0].assignment)
    return Violated(
        request_of(compiled, space, point), origin, (Reason(origin, f"S3 refuses the policy, so it denies nothing: {text}"),)
    )
