"""What a template declares that holds a public grant back: the access blocks of bucket and account, and ownership.

Only what is declared counts. S3 blocks public access to a bucket that it creates today, but the same template may describe an
older or imported one, and a grant that relies on that default is a mistake waiting for its day. Nor does it count what may be
declared where nobody looked: elsewhere about a bucket from elsewhere, or in a module that was not read.
"""

from __future__ import annotations

from collections.abc import Iterable

from s3lint.base.condition import Truth
from s3lint.base.record import Record
from s3lint.base.unknowns import any_of
from s3lint.base.value import Absent, Cause, Known, Note, Setting, Unknown
from s3lint.model.bucket import Bucket
from s3lint.model.neighbours import AccessPoint, PolicyHolder, Store

ENFORCED = "BucketOwnerEnforced"
"""The ownership setting that turns ACLs off. Amazon S3 user guide, "Controlling ownership of objects"."""

ALWAYS_BLOCKED = frozenset(("directory bucket",))
"""Stores whose block is on and can't be changed.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-security-best-practices.html
"""


class Hold(Record):
    """Whether something declared holds a grant back; `notes` are the settings that do, `unknown` what would decide it."""

    truth: Truth
    notes: tuple[Note, ...] = ()
    unknown: Unknown | None = None


def hold_on_policy(store: Store) -> Hold:
    """Whether RestrictPublicBuckets, or what a store is, cuts a public policy of it back."""
    match store:
        case Bucket():
            return _any(_flags(store, "restrict_public_buckets"))
        case AccessPoint():
            return _any([*_of_access_point(store), *_of_its_bucket(store)])
        case PolicyHolder(kind=kind, origin=origin) if kind in ALWAYS_BLOCKED:
            return Hold(Truth.YES, (Note(origin, f"S3 blocks public access to every {kind}, whatever its policy says"),))
        case PolicyHolder():
            return Hold(Truth.NO)


def _of_access_point(point: AccessPoint) -> list[tuple[str, Setting[bool]]]:
    """Its flag, which is on where nothing is said, for good; and that it is reached from a network only."""
    name = "restrict_public_buckets"
    flag: Setting[bool]
    match point.public_access_block:
        case Known(declared):
            flag = declared.restrict_public_buckets
        case Absent() | Unknown() as flag:
            pass
    if isinstance(flag, Absent):
        flag = Known(True, flag.origin)
    found: list[tuple[str, Setting[bool]]] = [(f"{name} of the {point.kind} is on", flag)]
    match point.vpc:
        case Known(_, origin):
            found.append(("it is reached from its VPC only", Known(True, origin)))
        case Unknown() as unknown:
            found.append(("VPC", unknown))
    return found


def _of_its_bucket(point: AccessPoint) -> list[tuple[str, Setting[bool]]]:
    """The flags of its bucket and account, any of which S3 takes, and what its bucket's policy does not leave to it.

    Of access points for several buckets, or for stores of another kind, these say nothing.
    """
    match point.bucket:
        case _ if point.kind != "access point":
            return []
        case Known(Bucket(is_external=False) as bucket):
            own_policy = ("the bucket's own policy lets in none of them", _keeps(bucket))
            return [*_flags(bucket, "restrict_public_buckets"), own_policy]
        case Unknown() as unknown:
            return [("bucket", unknown)]
        case _:
            return []


def _keeps(bucket: Bucket) -> Setting[bool]:
    """Whether the policy of a bucket lets nobody in whom the policy of an access point lets in."""
    match bucket.policy:
        case Absent():
            return Known(True, bucket.origin)
        case Unknown() as unknown:
            return unknown
        case Known(policy, origin):
            from s3lint.policy.questions.public import through_access_points  # where there is a policy of each

            is_left = through_access_points(policy, bucket.target)
            if is_left is Truth.MAYBE:
                return Unknown("the bucket's policy does not say for certain whom it lets in through access points", origin)
            return Known(is_left is Truth.NO, origin)


def hold_on_acl(bucket: Bucket) -> Hold:
    """Whether IgnorePublicAcls, or an ownership setting that turns ACLs off, makes a public ACL void."""
    match bucket.object_ownership:
        case Known(word, origin):
            enforced: Setting[bool] = Known(word == ENFORCED, origin)
        case Unknown(origin=origin) as unknown if _does_not_count(unknown, bucket):
            enforced = Absent(origin)
        case Absent() | Unknown() as enforced:
            pass
    return _any([*_flags(bucket, "ignore_public_acls"), ("BucketOwnerEnforced turns ACLs off", enforced)])


def _flags(bucket: Bucket, name: str) -> list[tuple[str, Setting[bool]]]:
    """The flag of the bucket's block and of its account's, as declared."""
    found: list[tuple[str, Setting[bool]]] = []
    for level, block in (("bucket", bucket.public_access_block), ("account", bucket.account_public_access_block)):
        match block:
            case Known(declared):
                found.append((f"{name} of the {level} is on", dict(declared.flags())[name]))
            case Unknown() if not _does_not_count(block, bucket):
                found.append((name, block))
    return found


def _does_not_count(unknown: Unknown, bucket: Bucket) -> bool:
    return bucket.is_external or unknown.cause is Cause.UNSEEN


def _any(settings: Iterable[tuple[str, Setting[bool]]]) -> Hold:
    """What some settings hold back together, each given with what there is to say where it is on; an absent one is off."""
    notes: list[Note] = []
    unknown: list[Unknown] = []
    for label, setting in settings:
        match setting:
            case Known(True, origin):
                notes.append(Note(origin, label))
            case Unknown():
                unknown.append(setting)
    if notes:
        return Hold(Truth.YES, tuple(notes))
    return Hold(Truth.MAYBE, unknown=any_of(unknown)) if unknown else Hold(Truth.NO)
