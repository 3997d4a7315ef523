"""Is a bucket effectively public: policy, ACL, ownership and the access blocks in one answer.

Source: the Amazon S3 user guide, "Blocking public access", "Access control list overview", "Controlling ownership of objects".
What lies above the template (an organization's policy) is not seen: exposure is as far as the text decides.
"""

from __future__ import annotations

from collections.abc import Sequence

from s3lint.condition import Truth
from s3lint.policy.answer import Answer, Holds, Undecided, Violated
from s3lint.record import Record
from s3lint.value import Absent, Known, Setting, Unknown

ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers"
AUTHENTICATED_USERS = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
LOG_DELIVERY = "http://acs.amazonaws.com/groups/s3/LogDelivery"
PUBLIC_GROUPS = (ALL_USERS, AUTHENTICATED_USERS)

ENFORCED = "BucketOwnerEnforced"


class AclGrant(Record):
    """A permission (`READ`, `WRITE`, `READ_ACP`, `WRITE_ACP`, `FULL_CONTROL`) for a group, by its URI."""

    group: str
    permission: str


CANNED = {
    "private": (),
    "public-read": (AclGrant(ALL_USERS, "READ"),),
    "public-read-write": (AclGrant(ALL_USERS, "READ"), AclGrant(ALL_USERS, "WRITE")),
    "authenticated-read": (AclGrant(AUTHENTICATED_USERS, "READ"),),
    "aws-exec-read": (),
    "log-delivery-write": (AclGrant(LOG_DELIVERY, "WRITE"), AclGrant(LOG_DELIVERY, "READ_ACP")),
    "bucket-owner-read": (),
    "bucket-owner-full-control": (),
}
"""What each canned ACL grants to groups on a bucket, besides what its owner has."""


class Flags(Record):
    """The four settings of one level: of the bucket, or of its account."""

    block_public_acls: Setting[bool]
    ignore_public_acls: Setting[bool]
    block_public_policy: Setting[bool]
    restrict_public_buckets: Setting[bool]


class Exposure(Record):
    """Whether strangers get in by the policy, by the ACL, and whether writing either is refused at deployment.

    `unknown` says what decides where one of the answers is MAYBE.
    """

    by_policy: Truth
    by_acl: Truth
    policy_is_refused: Truth
    acl_is_refused: Truth
    unknown: Unknown | None = None

    @property
    def is_public(self) -> Truth:
        return self.by_policy | self.by_acl


def exposure_of(
    public_policy: Answer | None, public_acl: Setting[bool], levels: Sequence[Setting[Flags]], ownership: Setting[str]
) -> Exposure:
    """The exposure of a bucket.

    `public_policy` is the answer of `public_access`, `None` where there is no policy. `public_acl` tells whether the ACL
    grants something to a public group, absent where no ACL is set. `levels` are the access blocks of the bucket, first,
    and of its account. A new bucket without a block has all four settings on, and one without ownership controls is
    `BucketOwnerEnforced`; a declared block that leaves a setting out has it off. A setting is on if it is on at any level.
    """
    unknowns: list[Unknown] = []
    is_public = _is_public(public_policy, unknowns)
    acl = _truth(public_acl, False, unknowns)
    acls_work = ~_enforced(ownership, unknowns)
    flags = {name: _at_any_level(name, levels, unknowns) for name in Flags._fields}
    by_policy = is_public & ~flags["restrict_public_buckets"]
    by_acl = acl & ~flags["ignore_public_acls"] & acls_work
    policy_is_refused = is_public & flags["block_public_policy"]
    acl_is_refused = acl & (flags["block_public_acls"] | ~acls_work)
    is_open = Truth.MAYBE in (by_policy, by_acl, policy_is_refused, acl_is_refused)
    unknown = unknowns[0] if is_open and unknowns else None
    return Exposure(by_policy, by_acl, policy_is_refused, acl_is_refused, unknown)


def _is_public(answer: Answer | None, unknowns: list[Unknown]) -> Truth:
    match answer:
        case None | Holds():
            return Truth.NO
        case Violated():
            return Truth.YES
        case Undecided(unknown):
            unknowns.append(unknown)
            return Truth.MAYBE


def _truth(setting: Setting[bool], otherwise: bool, unknowns: list[Unknown]) -> Truth:
    match setting:
        case Known(value):
            return Truth.of(value)
        case Absent():
            return Truth.of(otherwise)
        case Unknown():
            unknowns.append(setting)
            return Truth.MAYBE


def _enforced(ownership: Setting[str], unknowns: list[Unknown]) -> Truth:
    match ownership:
        case Known(word):
            return Truth.of(word == ENFORCED)
        case Absent():
            return Truth.YES
        case Unknown():
            unknowns.append(ownership)
            return Truth.MAYBE


def _at_any_level(name: str, levels: Sequence[Setting[Flags]], unknowns: list[Unknown]) -> Truth:
    found = Truth.NO
    for number, level in enumerate(levels):
        match level:
            case Known(flags):
                found = found | _truth(getattr(flags, name), False, unknowns)
            case Absent():
                # Only the bucket's own block has a default; an account has none unless somebody sets it.
                found = found | Truth.of(number == 0)
            case Unknown():
                unknowns.append(level)
                found = found | Truth.MAYBE
    return found


def public_acl_grants(canned: str, grants: Sequence[AclGrant] = ()) -> tuple[AclGrant, ...]:
    """The grants to everyone, or to any AWS account in the world, of a canned ACL and of written grants."""
    return tuple(grant for grant in (*CANNED.get(canned, ()), *grants) if grant.group in PUBLIC_GROUPS)
