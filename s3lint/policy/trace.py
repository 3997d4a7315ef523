"""The fate of one request, statement by statement."""

from __future__ import annotations

import re

from s3lint.condition import Truth
from s3lint.policy.actions import BUCKET, OBJECT, Action
from s3lint.policy.answer import Reason
from s3lint.policy.compiled import CompiledPolicy, CompiledStatement
from s3lint.policy.document import Policy, Statement
from s3lint.policy.evaluate import Outcome, outcome, statement_matches
from s3lint.policy.explain import doubt, miss, request_of
from s3lint.policy.keys import SECURE_TRANSPORT
from s3lint.policy.names import Target
from s3lint.policy.principals import ANONYMOUS, Caller, CallerKind
from s3lint.policy.scope import EVERYTHING
from s3lint.policy.space import Point, Space
from s3lint.policy.witness import Request
from s3lint.record import Record, replace

_VERBS = {
    "GET": ("s3:GetObject", "s3:ListBucket"),
    "HEAD": ("s3:GetObject", "s3:ListBucket"),
    "PUT": ("s3:PutObject", "s3:PutObject"),
    "POST": ("s3:PutObject", "s3:PutObject"),
    "DELETE": ("s3:DeleteObject", "s3:DeleteBucket"),
    "LIST": ("s3:ListBucket", "s3:ListBucket"),
}
"""The action of a verb on an object, and on the bucket."""

_ACTION = re.compile(r"s3:[A-Za-z]+", re.IGNORECASE)
_EXAMPLE = "GET anonymous s3://bucket/key http"


class RequestSyntaxError(ValueError):
    """A request that can't be read; the text says what was expected."""


class Step(Record):
    """What one statement makes of a request: whether it matches, and the part that decides."""

    statement: Statement
    matches: Truth
    reason: Reason


class Trace(Record):
    request: Request
    outcome: Outcome
    steps: tuple[Step, ...]


def fate_of(policy: Policy, target: Target, asked: Request) -> Trace:
    """What the bucket policy alone makes of a request; `asked.resource` is the key of an object, or empty for the bucket."""
    compiled = CompiledPolicy(policy, target)
    kind = OBJECT if asked.resource else BUCKET
    mask = compiled.actions.mask(asked.action)
    known = [action for number, action in enumerate(compiled.actions.actions) if mask >> number & 1]
    action = next((one for one in known if one.kind == kind), known[0] if known else Action(asked.action, kind, True))
    resource = compiled.objects + asked.resource if asked.resource else compiled.bucket
    assignment = tuple((key.lower(), (value,)) for key, value in asked.context)
    point = Point(asked.principal, action, resource, assignment)
    space = Space(compiled, compiled.statements, EVERYTHING)
    steps = tuple(_step(compiled, statement, point, asked.resource) for statement in compiled.statements)
    request = replace(request_of(compiled, space, point), subject=_subject(asked.resource))
    return Trace(request, outcome(compiled, point), steps)


def _subject(key: str) -> str:
    return f"object {key}" if key else "the bucket"


def _step(compiled: CompiledPolicy, statement: CompiledStatement, point: Point, key: str) -> Step:
    matched = statement_matches(compiled, statement, point)
    match matched:
        case Truth.YES:
            allows = "allows" if statement.is_allow is Truth.YES else "denies" if statement.is_deny is Truth.YES else "covers"
            reason = Reason(statement.statement.origin, f"{statement.statement} {allows} it")
        case Truth.MAYBE:
            unknown = doubt(compiled, [statement], point)
            reason = Reason(unknown.origin, f"{statement.statement} may cover it: {unknown.reason}")
        case Truth.NO:
            reason = miss(compiled, statement, point, _subject(key)) or Reason(
                statement.statement.origin, str(statement.statement)
            )
    return Step(statement.statement, matched, reason)


def parse_request(text: str) -> Request:
    """A request as people write it: `GET anonymous s3://bucket/key http`, `s3:PutObject arn:aws:iam::…:role/x s3://bucket/key`.

    The caller is `anonymous`, an ARN, an account id (one of its users) or a service's name. Further words are `http`,
    `https` (assumed) and condition keys as `key=value`. Raises `RequestSyntaxError`.
    """
    words = text.split()
    if len(words) < 3:
        raise RequestSyntaxError(f"expected an action, a caller and a resource, such as {_EXAMPLE}")
    verb, who, where, *rest = words
    if not where.startswith("s3://"):
        raise RequestSyntaxError(f"expected a resource such as s3://bucket/key, not {where}")
    key = where[len("s3://") :].partition("/")[2]
    if verb.upper() in _VERBS:
        action = _VERBS[verb.upper()][0 if key else 1]
    elif _ACTION.fullmatch(verb):
        action = verb
    else:
        raise RequestSyntaxError(f"expected {', '.join(_VERBS)} or an action such as s3:GetObject, not {verb}")
    if action == "s3:ListBucket":
        key = ""
    context: list[tuple[str, str]] = []
    transport = "true"
    for word in rest:
        if word.lower() in ("http", "https"):
            transport = "true" if word.lower() == "https" else "false"
        elif "=" in word:
            name, _, value = word.partition("=")
            context.append((name, value))
        else:
            raise RequestSyntaxError(f"expected http, https or key=value, not {word}")
    return Request(_caller(who), action, key, ((SECURE_TRANSPORT, transport), *context))


def _caller(who: str) -> Caller:
    if who.lower() == "anonymous":
        return ANONYMOUS
    if who.isdigit() and len(who) == 12:
        return Caller(CallerKind.USER, who, f"arn:aws:iam::{who}:user/someone")
    fields = who.split(":", 5)
    if len(fields) == 6 and fields[0] == "arn":
        account, resource = fields[4], fields[5]
        kind, _, name = resource.partition("/")
        if kind == "role":
            session = f"arn:{fields[1]}:sts::{account}:assumed-role/{name.rpartition('/')[2]}/session"
            return Caller(CallerKind.ROLE, account, session, who)
        if kind == "assumed-role":
            role = f"arn:{fields[1]}:iam::{account}:role/{name.partition('/')[0]}"
            return Caller(CallerKind.ROLE, account, who, role)
        kinds = {"root": CallerKind.ROOT, "user": CallerKind.USER, "federated-user": CallerKind.FEDERATED}
        if kind in kinds:
            return Caller(kinds[kind], account, who)
    if who.endswith((".amazonaws.com", ".amazonaws.com.cn")):
        return Caller(CallerKind.SERVICE, name=who)
    raise RequestSyntaxError(f"expected anonymous, an ARN, an account id or a service's name, not {who}")
