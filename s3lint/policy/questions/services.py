"""Which AWS services a policy lets in, bound to what they act for or not."""

from __future__ import annotations

from s3lint.base.condition import Truth
from s3lint.base.record import Record
from s3lint.base.value import Origin, Unknown
from s3lint.policy.documents.document import Policy
from s3lint.policy.language.compiled import CompiledPolicy, CompiledStatement, compiled_for
from s3lint.policy.language.principals import CallerKind, Designation, Form
from s3lint.policy.matching.patterns import TooComplex
from s3lint.policy.matching.symbols import Target
from s3lint.policy.requests.kinds import EVERYTHING
from s3lint.policy.requests.request_classes import RequestClasses
from s3lint.policy.requests.search import Mode, Search
from s3lint.policy.words import doubt, flawed


class ServiceGrant(Record):
    """A service that is allowed something, by its principal, and the place that names it; `doubt` decides it, where set.

    An origin access identity is a user by whom CloudFront fetches for one account, and stands for it.
    """

    service: str
    origin: Origin
    doubt: Unknown | None = None


class ServiceGrants(Record):
    """All that were found, each once; `doubt`, where set, says why there may be more."""

    found: tuple[ServiceGrant, ...] = ()
    doubt: Unknown | None = None


def service_grants(policy: Policy, target: Target) -> ServiceGrants:
    """Every service for which some request is allowed and not denied; `deputy_grants` tells those that nothing binds."""
    compiled = compiled_for(policy, target)
    allows = [(allow, one) for allow in compiled.statements for one in _services(allow)]
    if not allows:
        return ServiceGrants((), policy.unknown)
    for flaw in compiled.flaws:
        return ServiceGrants(
            (), flawed(flaw) if flaw.is_ambiguous else Unknown(f"S3 refuses the policy: {flaw.text}", flaw.origin)
        )
    found: dict[str, ServiceGrant] = {}
    unsure = policy.unknown
    try:
        classes = RequestClasses(compiled, compiled.statements, EVERYTHING)
        for allow, one in allows:
            grant = _grant(compiled, classes, allow, one)
            if grant is not None and (grant.service not in found or grant.doubt is None):
                found[grant.service] = grant
    except TooComplex as error:
        unsure = Unknown(str(error), policy.origin)
    return ServiceGrants(tuple(found.values()), unsure)


def _services(statement: CompiledStatement) -> list[Designation]:
    if statement.is_allow is Truth.NO or statement.principals.is_negated:
        return []
    return [one for one in statement.principals.designations if one.form in (Form.SERVICE, Form.ORIGIN_ACCESS)]


def _grant(
    compiled: CompiledPolicy, classes: RequestClasses, allow: CompiledStatement, one: Designation
) -> ServiceGrant | None:
    """The grant, or nothing where no request of the service is allowed."""
    service, origin = compiled.names.shown(one.text).rpartition(":user/")[2], one.principal.name.origin
    callers = [
        found
        for found in classes.every_caller()
        if found[0].kind in (CallerKind.SERVICE, CallerKind.ORIGIN_ACCESS) and one.names(found[0]) is not Truth.NO
    ]
    denies = [other for other in compiled.statements if other.is_deny is not Truth.NO]
    certain = sum(deny.bit for deny in denies if deny.is_deny is Truth.YES)
    search = Search(classes, Mode.CERTAIN, sum(deny.bit for deny in denies), allow.bit)
    if search.found(callers, future=False, by_services=True) is not None:
        return ServiceGrant(service, origin, compiled.policy.unknown)
    perhaps = Search(classes, Mode.POSSIBLE, certain, allow.bit).found(callers, future=False, by_services=True)
    return None if perhaps is None else ServiceGrant(service, origin, doubt(compiled, [allow, *denies], perhaps))
