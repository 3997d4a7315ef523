"""What becomes of one request to one bucket: its policy, then access blocks and ACL, as far as the text says."""

from __future__ import annotations

from s3lint.base.condition import Truth
from s3lint.base.record import Record, replace
from s3lint.base.value import Absent, Known, Note, Origin, Unknown
from s3lint.model import defaults
from s3lint.model.acl import ALL_USERS, AUTHENTICATED_USERS, GroupGrant, group_grants
from s3lint.model.bucket import Bucket, PublicAccessBlock
from s3lint.model.exposure import Hold, hold_on_acl, hold_on_policy
from s3lint.policy import (
    Answer,
    Outcome,
    Policy,
    RequestQuery,
    StatementStep,
    Target,
    Trace,
    Undecided,
    Violated,
    public_access,
    trace_of,
)
from s3lint.policy.language.principals import CallerKind

_ACL_PERMISSIONS = {
    "READ": ("s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"),
    "WRITE": ("s3:PutObject",),
    "READ_ACP": ("s3:GetBucketAcl",),
    "WRITE_ACP": ("s3:PutBucketAcl",),
}
"""The actions that a permission on the bucket allows to others than its owner.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
"""

_BY_ACL = frozenset(action for actions in _ACL_PERMISSIONS.values() for action in actions)


class RequestOutcome(Record):
    """What becomes of a request.

    `steps` are the statements of the bucket policy, `notes` what else was looked at. `result` says who decides, `inputs`
    what would decide an undecided one. `cases` names the worlds in which this is so; none stands for all of them.
    """

    request: str
    outcome: Outcome
    result: str
    origin: Origin
    steps: tuple[StatementStep, ...] = ()
    notes: tuple[Note, ...] = ()
    inputs: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()


def outcome_of(bucket: Bucket, asked: RequestQuery) -> RequestOutcome:
    """The outcome of a request in one world. Raises `RequestSyntaxError` where the policy knows no such caller."""
    policy, note = _policy(bucket)
    target = bucket.target
    trace = trace_of(policy, target, asked)
    found = RequestOutcome(str(trace.request), trace.outcome, "", policy.origin, trace.steps, (*note, *_remarks(trace, policy)))
    match trace.outcome:
        case Outcome.DENIED:
            return replace(found, result=f"explicit deny by {_deciding(trace, 'Deny')}; nothing overrules it")
        case Outcome.UNDECIDED:
            return _undecided(found, trace)
        case Outcome.ALLOWED:
            return _after_allow(bucket, policy, target, trace, found)
        case Outcome.NOT_ALLOWED:
            return _by_acl(bucket, asked.action, trace, found)


def _policy(bucket: Bucket) -> tuple[Policy, tuple[Note, ...]]:
    """The bucket's policy; one without statements stands for none, and for one that is not known."""
    match bucket.policy:
        case Known(policy):
            return policy, ()
        case Absent(origin) as absent:
            return Policy((), absent, origin), (Note(origin, f"{bucket} has no bucket policy"),)
        case Unknown(origin=origin) as unknown:
            return Policy((), Absent(origin), origin, unknown), ()


def _remarks(trace: Trace, policy: Policy) -> list[Note]:
    notes = [Note(flaw.origin, f"S3 refuses the policy: {flaw.text}") for flaw in trace.flaws]
    notes += [Note(policy.origin, f"no statement asks about {key}") for key in trace.ignored if policy.statements]
    return notes


def _deciding(trace: Trace, effect: str) -> str:
    return next(
        str(step.statement)
        for step in trace.steps
        if step.matches is Truth.YES and isinstance(step.statement.effect, Known) and step.statement.effect.value == effect
    )


def _undecided(found: RequestOutcome, trace: Trace) -> RequestOutcome:
    doubtful = [step.reason.text for step in trace.steps if step.matches is Truth.MAYBE]
    if trace.flaws:
        return replace(found, result="undecided: S3 refuses the policy as it is written")
    if trace.unknown is not None:
        what = "further statements may exist" if trace.steps else "the bucket policy is not known"
        return replace(found, result=f"undecided: {what}: {trace.unknown.reason}", inputs=trace.unknown.inputs)
    inputs = tuple(name for step in trace.steps if step.matches is Truth.MAYBE for name in step.inputs)
    reason = doubtful[0] if doubtful else "the effect of a statement is not known"
    return replace(found, result=f"undecided: {reason}", inputs=tuple(dict.fromkeys(inputs)))


def _after_allow(bucket: Bucket, policy: Policy, target: Target, trace: Trace, found: RequestOutcome) -> RequestOutcome:
    """An allowed request: RestrictPublicBuckets stops strangers where the policy is public."""
    by = _deciding(trace, "Allow")
    allowed = replace(found, result=f"allowed by {by}; no Deny applies")
    if trace.is_owners is Truth.YES or trace.caller.kind is CallerKind.SERVICE:
        return allowed
    hold = hold_on_policy(bucket)
    if hold.truth is Truth.NO:
        return replace(allowed, notes=(*found.notes, *_without_hold(bucket), *_refusal(bucket, policy, target)))
    public = public_access(policy, target)
    cut = hold.truth & _is_public(public) & (Truth.MAYBE if trace.is_owners is Truth.MAYBE else Truth.YES)
    match cut:
        case Truth.NO:
            return replace(allowed, notes=(*found.notes, *hold.notes, Note(policy.origin, "the policy is not public")))
        case Truth.YES:
            words = f"{by} allows it, but a public policy with RestrictPublicBuckets is for the account and AWS services only"
            result = f"implicit deny: {words}"
            return replace(found, outcome=Outcome.NOT_ALLOWED, result=result, notes=found.notes + hold.notes)
        case Truth.MAYBE:
            unknown = hold.unknown or (public.unknown if isinstance(public, Undecided) else None)
            reason = unknown.reason if unknown is not None else "nobody says which account owns the bucket"
            result = f"undecided: {by} allows it, and whether RestrictPublicBuckets stops it is not known: {reason}"
            inputs = unknown.inputs if unknown is not None else ()
            return replace(found, outcome=Outcome.UNDECIDED, result=result, notes=found.notes + hold.notes, inputs=inputs)


def _is_public(answer: Answer) -> Truth:
    return Truth.YES if isinstance(answer, Violated) else Truth.MAYBE if isinstance(answer, Undecided) else Truth.NO


def _without_hold(bucket: Bucket) -> tuple[Note, ...]:
    """What there is instead of RestrictPublicBuckets."""
    match bucket.public_access_block:
        case Absent(origin):
            return (Note(origin, f"no access block is declared: {defaults.PUBLIC_ACCESS_BLOCK.text}"),)
        case Known(block):
            flag = block.restrict_public_buckets
            return (
                Note(flag.origin, f"RestrictPublicBuckets is {'off' if isinstance(flag, Known) else 'not set, which is off'}"),
            )
        case Unknown(origin=origin):
            return (Note(origin, "no access block is declared here, perhaps elsewhere"),)


def _refusal(bucket: Bucket, policy: Policy, target: Target) -> tuple[Note, ...]:
    """That S3 does not take a public policy, where the bucket's own block says so."""
    match bucket.public_access_block:
        case Known(PublicAccessBlock(block_public_policy=Known(True, origin))):
            if isinstance(public_access(policy, target), Violated):
                return (Note(origin, "BlockPublicPolicy is on: S3 refuses to set this policy, which is public"),)
    return ()


def _by_acl(bucket: Bucket, action: str, trace: Trace, found: RequestOutcome) -> RequestOutcome:
    """A request that the policy neither allows nor denies: the ACL may still allow it."""
    otherwise = replace(found, result=_implicit(trace))
    if bucket.is_external and isinstance(bucket.acl, Unknown):
        return otherwise
    groups = (ALL_USERS, AUTHENTICATED_USERS) if trace.caller.account else (ALL_USERS,)
    grants = group_grants(bucket.acl, groups)
    granting = next((grant for grant in grants.found if _covers(grant, action)), None)
    if granting is None:
        if grants.unknown is None or action not in _BY_ACL:
            return otherwise
        return _acl_unknown(otherwise, grants.unknown)
    hold = hold_on_acl(bucket)
    otherwise = replace(
        otherwise, notes=(*found.notes, Note(granting.origin, f"the ACL grants it: {granting.words}"), *_on_acl(bucket, hold))
    )
    match hold.truth:
        case Truth.YES:
            return otherwise
        case Truth.MAYBE:
            return _acl_unknown(otherwise, hold.unknown) if hold.unknown is not None else otherwise
        case Truth.NO:
            return replace(otherwise, outcome=Outcome.ALLOWED, result=f"allowed by the ACL: {granting.words}; no Deny applies")


def _on_acl(bucket: Bucket, hold: Hold) -> tuple[Note, ...]:
    """What makes ACLs void, or that nothing is declared about it."""
    match bucket.object_ownership:
        case Absent(origin) if hold.truth is Truth.NO:
            return (Note(origin, f"no object ownership is declared: {defaults.OWNERSHIP.text}"),)
        case _:
            return hold.notes


def _covers(grant: GroupGrant, action: str) -> bool:
    return action in (_BY_ACL if grant.permission == "FULL_CONTROL" else _ACL_PERMISSIONS.get(grant.permission, ()))


def _acl_unknown(found: RequestOutcome, unknown: Unknown) -> RequestOutcome:
    result = f"undecided: no statement allows it, and whether the ACL does is not known: {unknown.reason}"
    return replace(found, outcome=Outcome.UNDECIDED, result=result, inputs=unknown.inputs)


def _implicit(trace: Trace) -> str:
    match trace.is_owners:
        case Truth.YES:
            return "implicit deny: no statement allows it; the caller's own policies may, as caller and bucket share an account"
        case Truth.MAYBE:
            return (
                "implicit deny: no statement allows it; if the caller's account owns the bucket, the caller's own policies may"
            )
        case Truth.NO:
            return "implicit deny: no statement allows it"
