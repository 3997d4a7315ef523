"""Why a statement does not match a request, or why nobody knows, in words and with places."""

from __future__ import annotations

from s3lint.base.condition import Truth
from s3lint.base.record import replace
from s3lint.base.value import Known, Origin, Unknown
from s3lint.policy.answer import Reason
from s3lint.policy.documents.document import Flaw, PolicyString, PolicyStrings, Principals
from s3lint.policy.language.actions import BUCKET
from s3lint.policy.language.compiled import CompiledPolicy, CompiledStatement
from s3lint.policy.language.conditions import ConditionEntry
from s3lint.policy.language.keys import KEYS, NETWORK_KEYS, SECURE_TRANSPORT, SOURCE_IP, TLS_VERSION, key_of
from s3lint.policy.language.operators import Family
from s3lint.policy.language.principals import Caller, CallerKind, Form
from s3lint.policy.matching.patterns import TooComplex
from s3lint.policy.matching.scalars import instant_text
from s3lint.policy.matching.symbols import Names, unknown_in
from s3lint.policy.matching.text_templates import KeyState
from s3lint.policy.requests.candidate import Candidate
from s3lint.policy.requests.evaluate import parts
from s3lint.policy.requests.request import Request, caller_words
from s3lint.policy.requests.request_classes import RequestClasses

MAX_SHOWN = 3
"""Elements of a list that a message spells out."""


def request_of(policy: CompiledPolicy, classes: RequestClasses, candidate: Candidate) -> Request:
    """A candidate as a request for people: symbols as the template writes them, only keys that the policy mentions.

    One that has no address says what it has instead, as it would be another request with an address.
    """
    names = policy.names
    context: list[tuple[str, str]] = []
    for key in classes.mentioned():
        values = candidate.lookup(key)
        if not isinstance(values, KeyState):
            shown = [instant_text(value) if key == "aws:currenttime" else names.shown(value) for value in values]
            context.append((key_of(key).name, ", ".join(shown)))
    if (SOURCE_IP, None) in candidate.assignment and candidate.caller.kind is not CallerKind.SERVICE:
        context += _endpoint(candidate)
    return Request(
        shown_caller(candidate.caller, names),
        candidate.action.name,
        names.shown(candidate.resource),
        tuple(context),
        subject_of(policy, classes, candidate),
    )


def _endpoint(candidate: Candidate) -> list[tuple[str, str]]:
    """That a request comes through a VPC endpoint, where none of its keys says so."""
    assigned = dict(candidate.assignment)
    if any(assigned.get(key) is not None for key in NETWORK_KEYS):
        return []
    free = next((key_of(key) for key in ("aws:sourcevpce", "aws:sourcevpc") if key not in assigned), None)
    return [] if free is None else [(free.name, free.fresh)]


def shown_caller(caller: Caller, names: Names) -> Caller:
    """The caller with symbols as the template writes them."""
    return replace(caller, account=names.shown(caller.account), name=names.shown(caller.name), role=names.shown(caller.role))


def subject_of(policy: CompiledPolicy, classes: RequestClasses, candidate: Candidate) -> str:
    """What the resource of a request is: the bucket, any object, or the object with some key."""
    if policy.target.subject:
        return policy.target.subject
    if policy.kind_of(candidate.resource) == BUCKET:
        return "the bucket"
    try:
        objects = [resource for resource in classes.resources(candidate.caller) if resource.kind != BUCKET]
    except TooComplex:
        objects = []
    if len(objects) == 1:
        return "any object"
    return f"object {policy.names.shown(candidate.resource[len(policy.objects) :])}"


def whole_part(strings: PolicyStrings | Principals) -> Origin:
    """The place of the only string; of the whole element, where there are several or none."""
    return strings.items[0].origin if isinstance(strings, PolicyStrings) and len(strings.items) == 1 else strings.origin


def shown(items: tuple[PolicyString, ...]) -> str:
    """The first few strings, as a message lists them."""
    texts = [str(item.text) or '""' for item in items[:MAX_SHOWN]]
    return ", ".join(texts) + (" …" if len(items) > MAX_SHOWN else "")


def miss(policy: CompiledPolicy, statement: CompiledStatement, candidate: Candidate, subject: str) -> Reason | None:
    """The first part for which a statement does not cover a request; nothing where it may cover it."""
    for part, answer in parts(policy, statement, candidate):
        if answer is Truth.NO:
            origin, text = _missed(policy, statement, part, candidate, subject)
            return Reason(origin, f"{statement.statement}: {text}")
    return None


def misses(policy: CompiledPolicy, statement: CompiledStatement, candidate: Candidate) -> int:
    """How many parts keep a statement from covering a request."""
    return sum(answer is Truth.NO for _, answer in parts(policy, statement, candidate))


def _missed(
    policy: CompiledPolicy, compiled: CompiledStatement, part: str | ConditionEntry, candidate: Candidate, subject: str
) -> tuple[Origin, str]:
    statement = compiled.statement
    if isinstance(part, ConditionEntry):
        return part.test.origin, _entry_words(policy.names, part, candidate)
    if part == "principal":
        return _principal_miss(
            statement.principals, caller_words(shown_caller(candidate.caller, policy.names)), candidate.caller
        )
    strings, what = (
        (statement.actions, candidate.action.name) if part == "action" else (statement.resources, _subject(subject, candidate))
    )
    if not strings.items:
        return strings.origin, f"it has no {strings.key}"
    if strings.is_negated:
        return whole_part(strings), f"{strings.key} {shown(strings.items)} exempts {what}"
    return whole_part(strings), f"{strings.key.lower()} {shown(strings.items)} does not cover {what}"


def _subject(subject: str, candidate: Candidate) -> str:
    return "the bucket itself" if subject == "the bucket" else "objects" if subject == "any object" else subject


def _principal_miss(principals: Principals, who: str, caller: Caller) -> tuple[Origin, str]:
    if not principals.items:
        return principals.origin, f"it has no {principals.key}"
    if caller.kind is CallerKind.ANONYMOUS:
        who = "anonymous callers"
    listed = shown(tuple(one.name for one in principals.items))
    if principals.is_negated:
        return principals.origin, f"NotPrincipal exempts {who}"
    return principals.origin, f"principal {listed} does not cover {who}"


def _entry_words(names: Names, entry: ConditionEntry, candidate: Candidate) -> str:
    key = entry.key.name.lower()
    values = candidate.lookup(key)
    test = entry.test
    wanted = shown(test.values.items)
    condition = f"condition {test.operator} {test.key} {wanted}".rstrip()
    if key == SECURE_TRANSPORT and not isinstance(values, KeyState):
        return f"{condition} does not hold over {'http' if values == ('false',) else 'https'}"
    if isinstance(values, KeyState):
        return f"{condition} does not hold for {_lacking(candidate.caller, key)}"
    is_value = ", ".join(names.shown(value) for value in values)
    return f"{condition} does not hold where {test.key} is {is_value}"


def _lacking(caller: Caller, key: str) -> str:
    known = KEYS.get(key)
    if caller.kind is CallerKind.ANONYMOUS and known is not None and known.presence.name in ("SIGNED", "CALLER"):
        return f"anonymous callers, which have no {known.name}"
    return f"requests without {key_of(key).name}"


def doubt(policy: CompiledPolicy, statements: list[CompiledStatement], candidate: Candidate) -> Unknown:
    """What decides whether one of the statements covers a request."""
    for statement in statements:
        answers = list(parts(policy, statement, candidate))
        if any(answer is Truth.NO for _, answer in answers):
            continue
        if not isinstance(statement.statement.effect, Known):
            effect = statement.statement.effect
            return effect if isinstance(effect, Unknown) else Unknown("the Effect is not known", statement.statement.origin)
        for part, answer in answers:
            if answer is Truth.MAYBE:
                return _doubtful(policy, statement, part, candidate)
    for statement in statements:
        for entry in statement.entries:
            if not entry.is_constant:
                return Unknown(f"{shown(entry.test.values.items)} depends on a policy variable", entry.test.origin)
        if not statement.resources.is_constant:
            resources = statement.statement.resources
            return Unknown(f"{shown(resources.items)} depends on a policy variable", resources.origin)
    return Unknown("no part of the policy was found to decide it", policy.policy.origin)


def _doubtful(policy: CompiledPolicy, compiled: CompiledStatement, part: str | ConditionEntry, candidate: Candidate) -> Unknown:
    statement = compiled.statement
    if isinstance(part, ConditionEntry):
        return _entry_doubt(part, candidate)
    if part == "condition":
        return statement.rest or Unknown("a condition operator is not known", statement.origin)
    if part == "principal":
        return _principal_doubt(compiled)
    strings = statement.actions if part == "action" else statement.resources
    unknown = strings.rest or unknown_in(item.text for item in strings.items)
    if unknown is not None:
        return unknown
    return Unknown(f"whether {shown(strings.items)} is meant is known after deployment", whole_part(strings))


def _principal_doubt(compiled: CompiledStatement) -> Unknown:
    principals = compiled.statement.principals
    unknown = principals.rest or unknown_in(one.name.text for one in principals.items)
    if unknown is not None:
        return unknown
    for one in compiled.principals.designations:
        if one.form is Form.PROVIDER:
            return Unknown("AWS does not document federated principals in bucket policies", one.principal.name.origin)
    if principals.is_negated:
        return Unknown(
            "NotPrincipal lists the caller, its role or its account only in part, and AWS does not say who is exempt then",
            principals.origin,
        )
    return Unknown("the principal is known after deployment", principals.origin)


def _entry_doubt(entry: ConditionEntry, candidate: Candidate) -> Unknown:
    test = entry.test
    unknown = unknown_in(item.text for item in test.values.items)
    if unknown is not None:
        return unknown
    key = entry.key
    if key.name.lower() == TLS_VERSION and candidate.lookup(SECURE_TRANSPORT) == ("false",):
        reason = "AWS does not say whether requests over plain http have s3:TlsVersion; deny aws:SecureTransport false instead"
    elif not test.values.items:
        reason = f"AWS's documentation contradicts itself on {test.operator} with an empty list"
    elif entry.operator.family is Family.BOOL and len(test.values.items) > 1:
        reason = f"{test.key} is compared with several Boolean values"
    elif key.is_multivalued and not entry.operator.quantifier.value:
        reason = f"{test.key} has several values and needs ForAnyValue or ForAllValues"
    elif not entry.is_constant:
        reason = f"{shown(test.values.items)} depends on a policy variable"
    else:
        reason = f"AWS does not document {test.operator} for {test.key} with {shown(test.values.items)}"
    return Unknown(reason, test.origin)


def flawed(flaw: Flaw) -> Unknown:
    """An ambiguous breach of the grammar as the thing that nobody knows."""
    return Unknown(f"{flaw.text}, and AWS does not say how that is read", flaw.origin)
