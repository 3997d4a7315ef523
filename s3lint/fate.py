"""What becomes of one request to one bucket: its policy, then access blocks and ACL, as far as the text says."""

from __future__ import annotations

from s3lint import defaults
from s3lint.condition import Truth
from s3lint.finding import Note
from s3lint.model import AccessControlList, Bucket, PublicAccessBlock
from s3lint.policy import Asked, Policy, Target, Trace, Undecided, Violated, fate_of, public_access
from s3lint.policy.evaluate import Outcome
from s3lint.policy.exposure import ALL_USERS, AUTHENTICATED_USERS, CANNED, ENFORCED
from s3lint.policy.principals import CallerKind
from s3lint.policy.trace import Step
from s3lint.record import Record, replace
from s3lint.value import Absent, Known, Origin, Setting, Unknown

_ACL_PERMISSIONS = {
    "READ": ("s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"),
    "WRITE": ("s3:PutObject",),
    "READ_ACP": ("s3:GetBucketAcl",),
    "WRITE_ACP": ("s3:PutBucketAcl",),
}
"""The actions that a permission on the bucket allows to others than its owner.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
"""

_FLAG_NAMES = {
    "restrict_public_buckets": "RestrictPublicBuckets",
    "block_public_policy": "BlockPublicPolicy",
    "ignore_public_acls": "IgnorePublicAcls",
}


class Fate(Record):
    """What becomes of a request.

    `steps` are the statements of the bucket policy, `notes` what else was looked at. `result` says who decides, `inputs`
    what would decide an undecided one. `cases` names the worlds in which this is so; none stands for all of them.
    """

    request: str
    outcome: Outcome
    result: str
    origin: Origin
    steps: tuple[Step, ...] = ()
    notes: tuple[Note, ...] = ()
    inputs: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()


def fate(bucket: Bucket, asked: Asked) -> Fate:
    """The fate of a request in one world. Raises `RequestSyntaxError` where the policy knows no such caller."""
    policy, note = _policy(bucket)
    target = Target.of(bucket.identity, bucket.name, bucket.account)
    trace = fate_of(policy, target, asked)
    found = Fate(str(trace.request), trace.outcome, "", policy.origin, trace.steps, (*note, *_remarks(trace, policy)))
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
            return Policy((), Absent(origin), origin, unknown), (Note(origin, f"the policy is not known: {unknown.reason}"),)


def _remarks(trace: Trace, policy: Policy) -> list[Note]:
    notes = [Note(flaw.origin, f"S3 refuses the policy: {flaw.text}") for flaw in trace.flaws]
    if trace.unknown is not None and policy.statements:
        notes.append(Note(trace.unknown.origin, f"further statements may exist: {trace.unknown.reason}"))
    notes += [Note(policy.origin, f"no statement asks about {key}") for key in trace.ignored if policy.statements]
    return notes


def _deciding(trace: Trace, effect: str) -> str:
    return next(
        str(step.statement)
        for step in trace.steps
        if step.matches is Truth.YES and isinstance(step.statement.effect, Known) and step.statement.effect.value == effect
    )


def _undecided(found: Fate, trace: Trace) -> Fate:
    doubtful = [step.reason.text for step in trace.steps if step.matches is Truth.MAYBE]
    if trace.flaws:
        return replace(found, result="undecided: S3 refuses the policy as it is written")
    if trace.unknown is not None:
        return replace(found, result=f"undecided: {trace.unknown.reason}", inputs=trace.unknown.inputs)
    inputs = tuple(name for step in trace.steps if step.matches is Truth.MAYBE for name in step.inputs)
    reason = doubtful[0] if doubtful else "the effect of a statement is not known"
    return replace(found, result=f"undecided: {reason}", inputs=tuple(dict.fromkeys(inputs)))


class _Flag(Record):
    """Whether a flag is on for the bucket or for its account, what says so, and what would decide it."""

    truth: Truth
    notes: tuple[Note, ...] = ()
    unknown: Unknown | None = None


def _flag(bucket: Bucket, name: str) -> _Flag:
    """Of a bucket that is declared elsewhere only what is stated here counts."""
    own = _of_block(bucket.public_access_block, name, "")
    account = _of_block(bucket.account_public_access_block, name, " of the account")
    notes = own.notes + account.notes
    match bucket.public_access_block:
        case Absent(origin) if account.truth is Truth.NO:
            notes += (Note(origin, f"no access block is declared: {defaults.PUBLIC_ACCESS_BLOCK.text}"),)
        case Unknown() if bucket.is_external:
            return _Flag(account.truth if account.truth is Truth.YES else Truth.NO, notes)
    return _Flag(own.truth | account.truth, notes, own.unknown or account.unknown)


def _of_block(block: Setting[PublicAccessBlock], name: str, whose: str) -> _Flag:
    spelled = f"{_FLAG_NAMES[name]}{whose}"
    match block:
        case Absent():
            return _Flag(Truth.NO)
        case Unknown(reason, origin):
            return _Flag(Truth.MAYBE, (Note(origin, f"{spelled} is not known: {reason}"),), block)
        case Known(declared):
            match dict(declared.flags())[name]:
                case Known(value, origin):
                    return _Flag(Truth.of(value), (Note(origin, f"{spelled} is {'on' if value else 'off'}"),))
                case Absent(origin):
                    return _Flag(Truth.NO, (Note(origin, f"{spelled} is not set, which is off"),))
                case Unknown(reason, origin) as unknown:
                    return _Flag(Truth.MAYBE, (Note(origin, f"{spelled} is not known: {reason}"),), unknown)


def _after_allow(bucket: Bucket, policy: Policy, target: Target, trace: Trace, found: Fate) -> Fate:
    """An allowed request: RestrictPublicBuckets stops strangers where the policy is public."""
    by = _deciding(trace, "Allow")
    if trace.is_owners is Truth.YES or trace.caller.kind is CallerKind.SERVICE:
        return replace(found, result=f"allowed by {by}; no Deny applies")
    restricted, blocked = _flag(bucket, "restrict_public_buckets"), _flag(bucket, "block_public_policy")
    found = replace(found, notes=found.notes + restricted.notes)
    if restricted.truth is Truth.NO and blocked.truth is Truth.NO:
        return replace(found, result=f"allowed by {by}; no Deny applies")
    public, unknown = _is_public(policy, target)
    if public is not Truth.NO and blocked.truth is Truth.YES:
        found = replace(found, notes=found.notes + blocked.notes + (_refused(blocked),))
    cut = restricted.truth & public & (Truth.MAYBE if trace.is_owners is Truth.MAYBE else Truth.YES)
    if cut is Truth.YES:
        words = f"{by} allows it, but the policy is public and RestrictPublicBuckets leaves only the account and AWS services"
        return replace(found, outcome=Outcome.NOT_ALLOWED, result=f"implicit deny: {words}")
    if cut is Truth.MAYBE:
        unknown = restricted.unknown or unknown
        reason = unknown.reason if unknown is not None else "nobody says which account owns the bucket"
        words = f"{by} allows it, and whether RestrictPublicBuckets stops it is not known: {reason}"
        inputs = unknown.inputs if unknown is not None else ()
        return replace(found, outcome=Outcome.UNDECIDED, result=f"undecided: {words}", inputs=inputs)
    return replace(found, result=f"allowed by {by}; no Deny applies")


def _refused(blocked: _Flag) -> Note:
    return Note(blocked.notes[0].origin, "with it S3 refuses to set a public policy")


def _is_public(policy: Policy, target: Target) -> tuple[Truth, Unknown | None]:
    match public_access(policy, target):
        case Violated():
            return Truth.YES, None
        case Undecided(unknown):
            return Truth.MAYBE, unknown
        case _:
            return Truth.NO, None


def _by_acl(bucket: Bucket, action: str, trace: Trace, found: Fate) -> Fate:
    """A request that the policy neither allows nor denies: the ACL may still allow it."""
    otherwise = replace(found, result=_implicit(trace))
    match bucket.acl:
        case Known(acl, origin):
            granting = _granting(acl, action, trace)
            if isinstance(granting, Unknown):
                return _acl_unknown(otherwise, granting)
            if not granting:
                return otherwise
        case Unknown() as unknown if not bucket.is_external:
            return _acl_unknown(otherwise, unknown)
        case _:
            return otherwise
    note = Note(origin, f"the ACL grants it: {granting}")
    match bucket.object_ownership:
        case Known(word, where) if word == ENFORCED:
            return replace(otherwise, notes=(*otherwise.notes, note, Note(where, f"{ENFORCED} turns ACLs off")))
        case Absent(where):
            off = Note(where, f"no object ownership is declared: S3 then takes {ENFORCED}, which turns ACLs off")
            return replace(otherwise, notes=(*otherwise.notes, note, off))
        case Unknown() as unknown if not bucket.is_external:
            return _acl_unknown(replace(otherwise, notes=(*otherwise.notes, note)), unknown)
    ignored = _flag(bucket, "ignore_public_acls")
    found = replace(otherwise, notes=(*otherwise.notes, note, *ignored.notes))
    if ignored.truth is Truth.YES:
        return found
    if ignored.unknown is not None:
        return _acl_unknown(found, ignored.unknown)
    return replace(found, outcome=Outcome.ALLOWED, result=f"allowed by the ACL: {granting}; no Deny applies")


def _acl_unknown(found: Fate, unknown: Unknown) -> Fate:
    result = f"undecided: no statement allows it, and whether the ACL does is not known: {unknown.reason}"
    return replace(found, outcome=Outcome.UNDECIDED, result=result, inputs=unknown.inputs)


def _granting(acl: AccessControlList, action: str, trace: Trace) -> str | Unknown:
    """The grant to a group that covers the caller and the action, in words; empty where there is none."""
    groups = {ALL_USERS} if trace.caller.kind is CallerKind.ANONYMOUS else {ALL_USERS, AUTHENTICATED_USERS}
    match acl.canned:
        case Known(word):
            for grant in CANNED.get(word, ()):
                if grant.group in groups and action in _ACL_PERMISSIONS[grant.permission]:
                    return word
        case Unknown() as unknown:
            return unknown
    for written in acl.grants:
        match written.grantee, written.permission:
            case Known(grantee), Known(permission):
                covered = action in _ACL_PERMISSIONS.get(permission, ()) or permission == "FULL_CONTROL"
                if grantee.literal in groups and covered and _is_of_bucket_acl(action):
                    return f"{permission} for {(grantee.literal or '').rpartition('/')[2]}"
            case (Unknown() as unknown, _) | (_, Unknown() as unknown):
                return unknown
    return ""


def _is_of_bucket_acl(action: str) -> bool:
    return any(action in actions for actions in _ACL_PERMISSIONS.values())


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
