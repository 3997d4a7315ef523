"""What becomes of one request, statement by statement."""

from __future__ import annotations

from s3lint.base.condition import Truth
from s3lint.base.record import Record, replace
from s3lint.base.value import Origin, Piece, Text, Unknown
from s3lint.policy.answer import Reason
from s3lint.policy.documents.document import Flaw, Policy, Statement
from s3lint.policy.language.actions import BUCKET, OBJECT
from s3lint.policy.language.compiled import CompiledPolicy, CompiledStatement, compiled_for
from s3lint.policy.language.conditions import ConditionEntry
from s3lint.policy.language.keys import NETWORK_KEYS, SECURE_TRANSPORT, SOURCE_IP, TLS_VERSION, Presence, key_of
from s3lint.policy.language.principals import Caller, CallerKind
from s3lint.policy.matching.symbols import Names, Target
from s3lint.policy.matching.text_templates import KeyState
from s3lint.policy.requests.callers import Callers, fixed
from s3lint.policy.requests.candidate import Candidate
from s3lint.policy.requests.evaluate import Outcome, outcome, parts, statement_matches
from s3lint.policy.requests.kinds import EVERYTHING
from s3lint.policy.requests.request import Request
from s3lint.policy.requests.request_classes import RequestClasses
from s3lint.policy.requests.request_syntax import QueryCaller, QuotedPrincipal, RequestQuery, RequestSyntaxError, user_of
from s3lint.policy.words import doubt, miss, request_of

_RESOURCE_ACCOUNT = "aws:resourceaccount"


class StatementStep(Record):
    """What one statement makes of a request: whether it matches, and the part that decides.

    `inputs` are what would decide it where it is not decided.
    """

    statement: Statement
    matches: Truth
    reason: Reason
    inputs: tuple[str, ...] = ()


class Trace(Record):
    """What a bucket policy alone makes of a request.

    `is_owners` tells whether the caller belongs to the account that owns the bucket. `ignored` are condition keys of the
    request that no statement asks about. `flaws` are why S3 refuses the policy. `unknown` says what decides where the
    outcome is undecided for another reason than a statement.
    """

    request: Request
    outcome: Outcome
    steps: tuple[StatementStep, ...]
    caller: Caller
    is_owners: Truth
    ignored: tuple[str, ...] = ()
    flaws: tuple[Flaw, ...] = ()
    unknown: Unknown | None = None


def trace_of(policy: Policy, target: Target, query: RequestQuery) -> Trace:
    """What the bucket policy alone makes of a request.

    A condition key that the request does not state is absent, unless every such request has it: then what depends on it
    is undecided. Raises `RequestSyntaxError` where the caller is written as no principal of the policy is.
    """
    compiled = compiled_for(policy, target)
    caller = _caller(query, compiled)
    kind = OBJECT if query.key else BUCKET
    action = next(one for one in compiled.actions.actions if one.name == query.action and one.kind == kind)
    stated = dict(query.context)
    mentioned = _mentioned(compiled)
    names = compiled.names
    if names.owner_is_known:
        stated.setdefault(_RESOURCE_ACCOUNT, (names.account,))
    unstated = [key for key in mentioned if key not in stated and _is_always_there(key, caller, stated)]
    assignment = (*stated.items(), *((key, (_open_value(key, names, policy.origin),)) for key in unstated))
    candidate = Candidate(caller, action, compiled.objects + query.key if query.key else compiled.bucket, tuple(assignment))
    steps = tuple(_step(compiled, statement, candidate, query.key, unstated) for statement in compiled.statements)
    found = outcome(compiled, candidate)
    unknown = None
    if found is not Outcome.DENIED and (compiled.flaws or policy.unknown is not None):
        found, unknown = Outcome.UNDECIDED, policy.unknown
    return Trace(
        _shown(compiled, candidate, query, unstated),
        found,
        steps,
        caller,
        Truth.NO if query.caller is QueryCaller.STRANGER else _is_owners(caller, names),
        tuple(key_of(key).name for key, _ in query.context if key not in mentioned and key != SECURE_TRANSPORT),
        compiled.flaws,
        unknown,
    )


def _mentioned(compiled: CompiledPolicy) -> tuple[str, ...]:
    """The condition keys that the policy asks about, in conditions or as variables."""
    return RequestClasses(compiled, compiled.statements, EVERYTHING).mentioned()


def _caller(query: RequestQuery, compiled: CompiledPolicy) -> Caller:
    names = compiled.names
    match query.caller:
        case Caller() as caller:
            return caller
        case QueryCaller.OWNER:
            return user_of(names.account, names.partition)
        case QueryCaller.STRANGER:
            return user_of(Callers(compiled, compiled.statements).stranger, names.partition)
        case QuotedPrincipal(text, column):
            return _written(text, column, compiled)


def _written(text: str, column: int, compiled: CompiledPolicy) -> Caller:
    """Somebody whom a principal of the policy designates: its text as the policy writes it, or what a template calls it."""
    for statement in compiled.statements:
        for one in statement.principals.designations:
            if _is_written(str(one.principal.name.text), text):
                for caller in Callers(compiled, compiled.statements):
                    if one.names(caller) is Truth.YES:
                        return caller
    raise RequestSyntaxError(column, f"expected a principal as the policy writes it; none is {text}")


def _is_written(principal: str, text: str) -> bool:
    """Whether a text is a principal, or refers to the declared user or role that it names: `${Reader.Arn}`."""
    plain, wanted = (written.replace("${", "").replace("}", "") for written in (principal, text))
    resource = wanted[: -len(".arn")] if wanted.lower().endswith(".arn") else wanted
    return plain == wanted or plain.rpartition("/")[2] in (resource, f"{resource}.name")


def _is_always_there(key: str, caller: Caller, stated: dict[str, tuple[str, ...]]) -> bool:
    """Whether every request of this caller has the key, so that one that does not state it leaves the value open."""
    if key == SOURCE_IP:
        return caller.kind is not CallerKind.SERVICE and not NETWORK_KEYS & stated.keys()
    if key == TLS_VERSION:
        return stated[SECURE_TRANSPORT] == ("true",)
    presence = key_of(key).presence
    if presence is Presence.CALLER or key == "aws:userid":
        return fixed(caller, key, presence) is KeyState.OPEN
    return presence is Presence.ALWAYS


def _open_value(key: str, names: Names, origin: Origin) -> str:
    name = key_of(key).name
    return names.string(Text((Piece(Unknown(f"the request does not say {name}", origin, (name,)), origin),)))


def _is_owners(caller: Caller, names: Names) -> Truth:
    if not caller.account:
        return Truth.NO
    if caller.account == names.account:
        return Truth.YES
    return Truth.NO if names.owner_is_known else Truth.MAYBE


def _shown(compiled: CompiledPolicy, candidate: Candidate, query: RequestQuery, unstated: list[str]) -> Request:
    """The request with all keys that it states, and without those that it leaves open."""
    candidate = replace(candidate, assignment=tuple(pair for pair in candidate.assignment if pair[0] not in unstated))
    shown = request_of(compiled, RequestClasses(compiled, compiled.statements, EVERYTHING), candidate)
    if query.caller is QueryCaller.OWNER and not compiled.names.owner_is_known:
        shown = replace(shown, principal=replace(shown.principal, name="of the owner's account"))
    context = dict(shown.context)
    context.update((key_of(key).name, ", ".join(values)) for key, values in query.context)
    return replace(shown, context=tuple(context.items()), subject=f"object {query.key}" if query.key else "the bucket")


def _step(
    compiled: CompiledPolicy, statement: CompiledStatement, candidate: Candidate, key: str, unstated: list[str]
) -> StatementStep:
    matched = statement_matches(compiled, statement, candidate)
    inputs: tuple[str, ...] = ()
    match matched:
        case Truth.YES:
            allows = "allows" if statement.is_allow is Truth.YES else "denies" if statement.is_deny is Truth.YES else "covers"
            reason = Reason(statement.statement.origin, f"{statement.statement} {allows} it")
        case Truth.MAYBE:
            unknown = _unstated(compiled, statement, candidate, unstated) or doubt(compiled, [statement], candidate)
            reason = Reason(unknown.origin, f"{statement.statement} may cover it: {unknown.reason}")
            inputs = unknown.inputs
        case Truth.NO:
            subject = f"object {key}" if key else "the bucket"
            reason = miss(compiled, statement, candidate, subject) or Reason(
                statement.statement.origin, str(statement.statement)
            )
    return StatementStep(statement.statement, matched, reason, inputs)


def _unstated(
    compiled: CompiledPolicy, statement: CompiledStatement, candidate: Candidate, unstated: list[str]
) -> Unknown | None:
    """The first part that depends on a key which the request leaves open."""
    for part, answer in parts(compiled, statement, candidate):
        if answer is Truth.MAYBE and isinstance(part, ConditionEntry) and part.key.name.lower() in unstated:
            return Unknown(f"the request does not say {part.key.name}", part.test.origin, (part.key.name,))
    return None
