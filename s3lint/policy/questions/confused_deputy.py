"""AWS services that a policy lets in on behalf of anybody: the confused deputy."""

from __future__ import annotations

from collections.abc import Sequence

from s3lint.base.condition import Truth
from s3lint.base.value import Unknown
from s3lint.policy.answer import Reason, Undecided, Violated
from s3lint.policy.documents.document import Policy
from s3lint.policy.language.compiled import CompiledPolicy, CompiledStatement, compiled_for
from s3lint.policy.language.principals import Caller, CallerKind, Designation, Form
from s3lint.policy.matching.patterns import TooComplex
from s3lint.policy.matching.symbols import Target
from s3lint.policy.questions.public import Strangers
from s3lint.policy.requests.search import Mode, Search
from s3lint.policy.words import doubt, flawed, request_of


def deputy_grants(policy: Policy, target: Target) -> tuple[Violated | Undecided, ...]:
    """Each grant to an AWS service that is not bound to the resources, account or organization that the service acts for.

    A stranger can make the service act on the bucket then: the request has no `aws:SourceArn`, `aws:SourceAccount`,
    `aws:SourceOrgID` or `aws:SourceOrgPaths` that the policy names. A grant that is bound gives no answer.
    """
    compiled = compiled_for(policy, target)
    allows = [
        (statement, one)
        for statement in compiled.statements
        if statement.is_allow is not Truth.NO and not statement.principals.is_negated
        for one in statement.principals.designations
        if one.form is Form.SERVICE
    ]
    further = [one.statement.principals.rest for one in compiled.statements if one.is_allow is not Truth.NO]
    doubts = tuple(Undecided(unknown) for unknown in (*further, policy.unknown) if unknown is not None)
    if not allows:
        return doubts
    for flaw in compiled.flaws:
        unknown = flawed(flaw) if flaw.is_ambiguous else Unknown(f"S3 refuses the policy: {flaw.text}", flaw.origin)
        return (Undecided(unknown),)
    strangers = Strangers(compiled)
    try:
        services = [found for found in strangers.every_caller() if found[0].kind is CallerKind.SERVICE]
    except TooComplex as error:
        return (Undecided(Unknown(str(error), policy.origin)),)
    answers = (_answer(compiled, strangers, services, statement, one) for statement, one in allows)
    return tuple(answer for answer in answers if answer is not None) + doubts


def _answer(
    compiled: CompiledPolicy,
    strangers: Strangers,
    services: Sequence[tuple[Caller, int, int]],
    statement: CompiledStatement,
    one: Designation,
) -> Violated | Undecided | None:
    callers = [found for found in services if one.names(found[0]) is not Truth.NO]
    try:
        candidate = Search(strangers, Mode.CERTAIN, strangers.denies, statement.bit).found(
            callers, future=False, by_services=True
        )
        if candidate is not None and statement.is_allow is Truth.YES and compiled.policy.unknown is None:
            origin = one.principal.name.origin
            who = compiled.names.shown(one.text)
            text = f"{statement.statement} lets {who} in for any account: no condition binds what it acts for"
            request = request_of(compiled, strangers, candidate)
            reason = Reason(origin, text)
            return Violated(request, origin, (reason,), statement.statement, bool(statement.statement.tests))
        search = Search(strangers, Mode.POSSIBLE, strangers.certain_denies, statement.bit)
        candidate = search.found(callers, future=False, by_services=True)
    except TooComplex as error:
        return Undecided(Unknown(str(error), statement.statement.origin))
    if candidate is None:
        return None
    denies = [other for other in compiled.statements if other.is_deny is not Truth.NO]
    return Undecided(compiled.policy.unknown or doubt(compiled, [statement, *denies], candidate))
