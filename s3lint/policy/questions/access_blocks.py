"""Is a bucket effectively public: policy, ACL, ownership and the access blocks in one answer.

Source: the Amazon S3 user guide, "Blocking public access", "Access control list overview", "Controlling ownership of objects".
What lies above the template (an organization's policy) is not seen: exposure is as far as the text decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from s3lint.base.condition import Truth
from s3lint.base.record import Record
from s3lint.base.value import Absent, Known, Setting, Unknown
from s3lint.policy.answer import Answer, Holds, Reason, Undecided, Violated

ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers"
AUTHENTICATED_USERS = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
LOG_DELIVERY = "http://acs.amazonaws.com/groups/s3/LogDelivery"
AMAZON_EC2 = "Amazon EC2"
PUBLIC_GROUPS = (ALL_USERS, AUTHENTICATED_USERS)

ENFORCED = "BucketOwnerEnforced"


class AclGrant(Record):
    """A permission (`READ`, `WRITE`, `READ_ACP`, `WRITE_ACP`, `FULL_CONTROL`) for a group, by its URI.

    Of EC2, which reads images of machines and is no group, the group is its name.
    """

    group: str
    permission: str


CANNED = {
    "private": (),
    "public-read": (AclGrant(ALL_USERS, "READ"),),
    "public-read-write": (AclGrant(ALL_USERS, "READ"), AclGrant(ALL_USERS, "WRITE")),
    "authenticated-read": (AclGrant(AUTHENTICATED_USERS, "READ"),),
    "aws-exec-read": (AclGrant(AMAZON_EC2, "READ"),),
    "log-delivery-write": (AclGrant(LOG_DELIVERY, "WRITE"), AclGrant(LOG_DELIVERY, "READ_ACP")),
    "bucket-owner-read": (),
    "bucket-owner-full-control": (),
}
"""What each canned ACL grants to others than the owner of a bucket; S3 ignores the last two there, which are for objects."""


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


class Restraint(Record):
    """Whether one of some settings is on: `reasons` are those that are, `unknown` is what would decide it."""

    truth: Truth
    reasons: tuple[Reason, ...] = ()
    unknown: Unknown | None = None


def restraint(settings: Iterable[tuple[str, Setting[bool]]]) -> Restraint:
    """What some settings hold back together, each given with what there is to say where it is on; an absent one is off."""
    reasons: list[Reason] = []
    unknown: Unknown | None = None
    for text, setting in settings:
        match setting:
            case Known(True, origin):
                reasons.append(Reason(origin, text))
            case Unknown():
                unknown = unknown or setting
    if reasons:
        return Restraint(Truth.YES, tuple(reasons))
    return Restraint(Truth.MAYBE, unknown=unknown) if unknown is not None else Restraint(Truth.NO)


def exposure_of(
    public_policy: Answer | None,
    public_acl: Setting[bool],
    levels: Sequence[Setting[Flags]],
    ownership: Setting[str],
    *,
    is_new: bool = True,
) -> Exposure:
    """The exposure of a bucket.

    `public_policy` is the answer of `public_access`, `None` where there is no policy. `public_acl` tells whether the ACL
    grants something to a public group, absent where no ACL is set. `levels` are the access blocks of the bucket, first,
    and of its account; a declared block that leaves a setting out has it off. A setting is on if it is on at any level.

    With `is_new` the bucket is one that S3 creates today: without a block it has all four settings on, and without ownership
    controls it is `BucketOwnerEnforced`. Otherwise only what is declared counts, as an older bucket may have neither.
    """
    enforced = ("BucketOwnerEnforced turns ACLs off", _enforced(ownership, is_new))
    restricted, ignored, policy_refused, acl_refused = (
        restraint([*_flags(name, levels, is_new), *further])
        for name, further in (
            ("restrict_public_buckets", ()),
            ("ignore_public_acls", (enforced,)),
            ("block_public_policy", ()),
            ("block_public_acls", (enforced,)),
        )
    )
    is_public, acl = _is_public(public_policy), restraint([("the ACL is public", public_acl)])
    truths = (
        is_public & ~restricted.truth,
        acl.truth & ~ignored.truth,
        is_public & policy_refused.truth,
        acl.truth & acl_refused.truth,
    )
    unknown: Unknown | None = None
    if Truth.MAYBE in truths:
        undecided = public_policy.unknown if isinstance(public_policy, Undecided) else None
        doubts = (undecided, acl.unknown, *(one.unknown for one in (restricted, ignored, policy_refused, acl_refused)))
        unknown = next((doubt for doubt in doubts if doubt is not None), None)
    return Exposure(*truths, unknown)


def _is_public(answer: Answer | None) -> Truth:
    match answer:
        case None | Holds():
            return Truth.NO
        case Violated():
            return Truth.YES
        case Undecided():
            return Truth.MAYBE


def _enforced(ownership: Setting[str], is_new: bool) -> Setting[bool]:
    match ownership:
        case Known(word, origin):
            return Known(word == ENFORCED, origin)
        case Absent(origin) if is_new:
            return Known(True, origin)
        case Absent() | Unknown() as other:
            return other


def _flags(name: str, levels: Sequence[Setting[Flags]], is_new: bool) -> list[tuple[str, Setting[bool]]]:
    found: list[tuple[str, Setting[bool]]] = []
    for number, level in enumerate(levels):
        match level:
            case Known(flags):
                found.append((name, getattr(flags, name)))
            case Absent(origin) if is_new and number == 0:
                # Only the bucket's own block has a default; an account has none unless somebody sets it.
                found.append((name, Known(True, origin)))
            case Unknown():
                found.append((name, level))
    return found


def public_acl_grants(canned: str, grants: Sequence[AclGrant] = ()) -> tuple[AclGrant, ...]:
    """The grants to everyone, or to any AWS account in the world, of a canned ACL and of written grants."""
    return tuple(grant for grant in (*CANNED.get(canned, ()), *grants) if grant.group in PUBLIC_GROUPS)
