"""What an ACL grants to groups, as far as nothing that is declared makes the grant void."""

from __future__ import annotations

from collections.abc import Iterator

from s3lint.base.comparison import same_text
from s3lint.base.condition import Truth
from s3lint.base.record import Record, replace
from s3lint.base.value import Absent, Known, Origin, Piece, Setting, Symbol, Text, Unknown
from s3lint.model import defaults
from s3lint.model.bucket import AccessControlList, Bucket, Grant
from s3lint.model.exposure import ENFORCED, Hold, hold_on_acl
from s3lint.model.log_delivery import CLOUDFRONT_LOGS
from s3lint.model.logic import Answered, all_so, any_so, is_so, negated

ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers"
AUTHENTICATED_USERS = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
PUBLIC_GROUPS = (ALL_USERS, AUTHENTICATED_USERS)

_LOG_DELIVERY = "http://acs.amazonaws.com/groups/s3/LogDelivery"
_AMAZON_EC2 = "Amazon EC2"
"""It reads images of machines, and is no group: its name stands for a URI."""

_CANNED: dict[str, tuple[tuple[str, str], ...]] = {
    "private": (),
    "public-read": ((ALL_USERS, "READ"),),
    "public-read-write": ((ALL_USERS, "READ"), (ALL_USERS, "WRITE")),
    "authenticated-read": ((AUTHENTICATED_USERS, "READ"),),
    "aws-exec-read": ((_AMAZON_EC2, "READ"),),
    "log-delivery-write": ((_LOG_DELIVERY, "WRITE"), (_LOG_DELIVERY, "READ_ACP")),
    "bucket-owner-read": (),
    "bucket-owner-full-control": (),
}
"""The groups and permissions that each canned ACL of a bucket grants; S3 ignores the last two there, which are for objects.

Source: the Amazon S3 user guide, "Access control list overview", "Canned ACL".
"""

_OWNER_ONLY = frozenset(word for word, grants in _CANNED.items() if not grants)
"""Canned ACLs that give nothing on a bucket to others."""


class GroupGrant(Record):
    """A permission (`READ`, `WRITE`, `READ_ACP`, `WRITE_ACP`, `FULL_CONTROL`) for a group, by its URI.

    `words` are the ACL's own; `origin` is the element that grants it, which a canned ACL's permissions share.
    """

    group: str
    permission: str
    words: str
    origin: Origin


class OpenGrant(Record):
    """A grant that may be there; `permission` is empty where that is not known either."""

    permission: str
    unknown: Unknown


class GroupGrants(Record):
    """The grants to groups that are certain, and those that may be there."""

    found: tuple[GroupGrant, ...] = ()
    open: tuple[OpenGrant, ...] = ()

    @property
    def unknown(self) -> Unknown | None:
        """Why there may be others than those that were found."""
        return self.open[0].unknown if self.open else None

    def of(self, *permissions: str, alone: bool = False) -> GroupGrants:
        """The grants of some permissions; `alone` leaves out those whose element grants another one, too."""
        others = {grant.origin for grant in self.found if alone and grant.permission not in permissions}
        found = (grant for grant in self.found if grant.permission in permissions and grant.origin not in others)
        return GroupGrants(tuple(found), tuple(grant for grant in self.open if grant.permission in ("", *permissions)))


def group_grants(acl: Setting[AccessControlList], groups: tuple[str, ...]) -> GroupGrants:
    """What an ACL gives to some groups as it is written."""
    match acl:
        case Known(stated):
            grants = list(_grants(stated, groups))
        case Unknown() as unknown:
            grants = [OpenGrant("", unknown)]
        case Absent():
            return GroupGrants()
    found = tuple(grant for grant in grants if isinstance(grant, GroupGrant))
    return GroupGrants(found, tuple(grant for grant in grants if isinstance(grant, OpenGrant)))


def effective_grants(grants: GroupGrants, bucket: Bucket) -> GroupGrants:
    """Those grants of a bucket's ACL, or of an object's in it, that nothing declared holds back."""
    if not grants.found and not grants.open:
        return grants
    match hold_on_acl(bucket):
        case Hold(Truth.YES):
            return GroupGrants()
        case Hold(Truth.MAYBE, unknown=Unknown() as unknown):
            return GroupGrants(open=(OpenGrant("", unknown),))
        case _:
            return grants


class NamedGrant(Record):
    """Permissions for one user, in the ACL's own words for them; `origin` is the first permission's."""

    grantee: Text
    permissions: tuple[str, ...]
    origin: Origin


class NamedGrants(Record):
    """The grants to users, together for each of them; `unknown`, where set, says why there may be more."""

    found: tuple[NamedGrant, ...] = ()
    unknown: Unknown | None = None


def named_grants(acl: Setting[AccessControlList], permissions: tuple[str, ...], trusted: tuple[str, ...] = ()) -> NamedGrants:
    """What an ACL gives to users other than the owner, CloudFront and the trusted ones; no canned ACL gives any of it."""
    if not isinstance(acl, Known):
        return NamedGrants((), acl if isinstance(acl, Unknown) else None)
    unknown: Unknown | None = None
    found: dict[str, NamedGrant] = {}
    for grant in acl.value.grants:
        word, user = grant.permission, _text(grant.grantee)
        if not grant.is_user or user is None or (isinstance(word, Known) and word.value not in permissions):
            continue
        if _is_owner(user, acl.value.owner) or user.literal in (*CLOUDFRONT_LOGS, *trusted):
            continue
        if user.unknowns or isinstance(word, Unknown):
            unknown = unknown or next(iter(user.unknowns), None) or (word if isinstance(word, Unknown) else None)
        elif isinstance(word, Known):
            before = found.get(str(user), NamedGrant(user, (), word.origin))
            found[str(user)] = replace(before, permissions=(*before.permissions, word.value))
    return NamedGrants(tuple(found.values()), unknown)


def turns_acls_off(bucket: Bucket) -> Answered:
    """Whether the ownership setting of a bucket makes its ACL void."""
    return is_so(bucket.object_ownership, ENFORCED.__eq__)


def _text(setting: Setting[Text]) -> Text | None:
    match setting:
        case Known(text):
            return text
        case Unknown(origin=origin):
            return Text((Piece(setting, origin),))
        case Absent():
            return None


def ownership_caution(bucket: Bucket) -> str:
    """What a message about a grant of an ACL adds where nobody says who owns the objects: S3 may have turned ACLs off."""
    return f"; {defaults.OBJECT_OWNERSHIP.text}" if isinstance(bucket.object_ownership, Absent) else ""


def grant_beyond_owner(acl: Setting[AccessControlList]) -> Setting[str]:
    """What an ACL gives to others than the owner of the bucket, in its own words and at its place; absent where nothing."""
    match acl:
        case Known(AccessControlList(canned, grants, owner), origin):
            stated = [canned, *(grant.grantee for grant in grants)]
        case Absent() | Unknown() as missing:
            return missing
    unknown: Unknown | None = None
    for setting in stated:
        match setting:
            case Known(str() as word, place) if word not in _OWNER_ONLY:
                return Known(word, place)
            case Known(Text() as grantee, place) if not _is_owner(grantee, owner):
                return Known(f"a grant for {grantee}", place)
            case Unknown():
                unknown = unknown or setting
    return unknown or Absent(origin)


def lets_cloudfront_deliver(acl: Setting[AccessControlList]) -> Origin | None:
    """Where an ACL grants something to the user by whom CloudFront delivers its standard logs (legacy)."""
    for grant in acl.value.grants if isinstance(acl, Known) else ():
        if isinstance(grant.grantee, Known) and grant.grantee.value.literal in CLOUDFRONT_LOGS:
            return grant.grantee.origin
    return None


def acl_lets_logs_in(bucket: Bucket) -> Answered:
    """Whether the ACL of a bucket lets the log delivery group write; ownership that turns ACLs off makes it void."""
    grants = group_grants(bucket.acl, (_LOG_DELIVERY,)).of("WRITE", "FULL_CONTROL")
    return all_so(
        any_so([True] * len(grants.found), grants.unknown),
        negated(turns_acls_off(bucket)),
    )


def _is_owner(grantee: Text, stated: Setting[Text]) -> bool:
    """Whether a user is the account itself, which the ACL may state, or an origin access identity of it."""
    owner = _text(stated)
    if owner is not None and same_text(owner, grantee) is Truth.YES:
        return True
    match grantee.pieces:
        case (Piece(Symbol(resource="", attribute="canonical-user" | "s3-canonical-user-id")),):
            return True
        case (Piece(Symbol(attribute="s3_canonical_user_id")),):
            return True
        case _:
            return False


def _grants(acl: AccessControlList, groups: tuple[str, ...]) -> Iterator[GroupGrant | OpenGrant]:
    match acl.canned:
        case Known(word, origin):
            for group, permission in _CANNED.get(word, ()):
                if group in groups:
                    yield GroupGrant(group, permission, word, origin)
        case Unknown() as unknown:
            yield OpenGrant("", unknown)
    for grant in acl.grants:
        if not grant.is_user:
            yield from _grant(grant, groups)


def _grant(grant: Grant, groups: tuple[str, ...]) -> Iterator[GroupGrant | OpenGrant]:
    permission = grant.permission.value if isinstance(grant.permission, Known) else ""
    match grant.grantee:
        case Known(grantee):
            group = grantee.literal
            if group in groups:
                match grant.permission:
                    case Known(word, origin):
                        yield GroupGrant(group, word, f"{word} for {group.rpartition('/')[2]}", origin)
                    case Unknown() as unknown:
                        yield OpenGrant("", unknown)
            elif group is None and grantee.unknowns:
                yield OpenGrant(permission, grantee.unknowns[0])
        case Unknown() as unknown:
            yield OpenGrant(permission, unknown)
