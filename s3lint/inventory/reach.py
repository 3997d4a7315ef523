"""Who can reach a bucket, by the questions about policies and ACLs that rules and `why` ask; never by an answer of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from s3lint.base.condition import Truth
from s3lint.base.record import Record
from s3lint.base.value import Absent, Cause, Known, Unknown
from s3lint.inventory.said import Part, Said, reason_of, said, undecided
from s3lint.model.acl import (
    PUBLIC_GROUPS,
    acl_lets_logs_in,
    effective_grants,
    group_grants,
    named_grants,
    turns_acls_off,
)
from s3lint.model.bucket import Bucket
from s3lint.model.exposure import Hold, hold_on_policy
from s3lint.policy import Policy, cross_account_grants, deputy_grants, public_access, service_grants
from s3lint.policy.answer import Undecided, Violated

_PERMISSIONS = ("READ", "WRITE", "READ_ACP", "WRITE_ACP", "FULL_CONTROL")

KINDS = ("public", "accounts", "services", "account", "undecided")
"""What an answer can be, for programs: `account` alone where nobody else gets in."""


class _Reach(Record):
    """Somebody who gets in, or may: then `unknown` decides it, and `clause` says what of it.

    Without a clause, `who` are all of a kind, of whom none is named.
    """

    kind: str
    who: str
    unknown: Unknown | None = None
    clause: str = ""


def reach(bucket: Bucket) -> Said:
    """Everybody besides the account that owns the bucket, whose own policies are not part of a bucket."""
    policy = bucket.policy
    if isinstance(policy, Unknown) and policy.cause is Cause.ELSEWHERE:
        return undecided(policy)
    found = [*_by_policy(bucket), *_by_acl(bucket)]
    if not found:
        words = f"only the account{' by what is declared here' if bucket.is_external else ''}"
        return said(bucket.origin, [words], "neither policy nor ACL lets in others", kinds=("account",))
    kinds = dict.fromkeys("undecided" if one.unknown is not None else one.kind for one in found)
    origin = bucket.origin if isinstance(policy, Absent) else policy.origin
    return said(origin, dict.fromkeys(_words(found)), joint="; ", kinds=tuple(kinds))


def _words(found: Iterable[_Reach]) -> Iterator[Part]:
    """Those who get in one by one; whole kinds that one unknown decides, together."""
    together: dict[Unknown, list[str]] = {}
    for one in found:
        if one.unknown is None:
            yield Part(one.who)
        elif one.clause:
            yield _open(f"{one.who}, undecided whether {one.clause}", one.unknown)
        else:
            together.setdefault(one.unknown, []).append(one.who)
    for unknown, whoever in together.items():
        *first, last = dict.fromkeys(whoever)
        those = f"{', '.join(first)} or {last}" if first else last
        yield _open(f"undecided whether {those} can", unknown)


def _open(words: str, unknown: Unknown) -> Part:
    return Part(f"{words}: {reason_of(unknown)}", unknown.inputs, unknown)


def _by_policy(bucket: Bucket) -> Iterator[_Reach]:
    match bucket.policy:
        case Unknown(cause=Cause.NOT_JSON):
            return
        case Unknown() as unknown:
            yield _Reach("public", "anyone else", unknown)
        case Known(policy):
            hold = hold_on_policy(bucket)
            is_public = public_access(policy, bucket.target)
            yield from _public(is_public, hold)
            if not (isinstance(is_public, Violated) and hold.truth is Truth.YES):
                yield from _accounts(bucket, policy)
            yield from _services(bucket, policy)


def _public(answer: object, hold: Hold) -> Iterator[_Reach]:
    match answer:
        case Violated(request, conditioned=conditioned):
            who = "anyone on the internet" if request.is_anonymous else "every AWS account"
            who += " that meets a condition" if conditioned else ""
            if hold.truth is Truth.YES:
                yield _Reach("account", f"only the account: RestrictPublicBuckets holds back {who}")
            elif hold.unknown is not None:
                yield _Reach("public", who, hold.unknown, "a block holds that back")
            else:
                yield _Reach("public", who)
        case Undecided(unknown):
            yield _Reach("public", "anyone", unknown)


def _accounts(bucket: Bucket, policy: Policy) -> Iterator[_Reach]:
    grants = cross_account_grants(policy, bucket.target)
    for _, grantees in grants.by_statement():
        for grantee in grantees:
            yield _Reach("accounts", grantee.who, grantee.doubt, "that is another account than the owner's")
    if grants.doubt is not None:
        yield _Reach("accounts", "other accounts", grants.doubt)


def _services(bucket: Bucket, policy: Policy) -> Iterator[_Reach]:
    grants = service_grants(policy, bucket.target)
    unbound = {
        answer.request.principal.name
        for answer in (deputy_grants(policy, bucket.target) if grants.found else ())
        if isinstance(answer, Violated)
    }
    for grant in grants.found:
        whom = " for any account" if grant.service in unbound else ""
        yield _Reach("services", f"{grant.service}{whom}", grant.doubt, "its conditions can be met")
    if grants.doubt is not None:
        yield _Reach("services", "services", grants.doubt)


def _by_acl(bucket: Bucket) -> Iterator[_Reach]:
    acl = bucket.acl
    if isinstance(acl, Absent) or (isinstance(acl, Unknown) and acl.cause is Cause.ELSEWHERE):
        return
    public = effective_grants(group_grants(acl, PUBLIC_GROUPS), bucket)
    yield from (_Reach("public", f"everyone by ACL ({grant.words})") for grant in public.found)
    if public.unknown is not None:
        yield _Reach("public", "anyone by ACL", public.unknown)
    are_void = turns_acls_off(bucket)
    if are_void is True:
        return
    doubt = are_void if isinstance(are_void, Unknown) else None
    for user in named_grants(acl, _PERMISSIONS).found:
        yield _Reach("accounts", f"{user.grantee} by ACL ({', '.join(user.permissions)})", doubt, "ACLs are on")
    if acl_lets_logs_in(bucket) is True:
        yield _Reach("services", "log delivery by ACL")
