"""What a template declares that holds a public grant back: the access blocks of bucket and account, and ownership.

Only what is declared counts. S3 blocks public access to a bucket that it creates today, but the same template may describe an
older or imported one, and a grant that relies on that default is a mistake waiting for its day.
"""

from __future__ import annotations

from collections.abc import Iterable

from s3lint.condition import Truth
from s3lint.finding import Note
from s3lint.model import Bucket
from s3lint.record import Record
from s3lint.value import Absent, Known, Setting, Unknown

BUCKET_OWNER_ENFORCED = "BucketOwnerEnforced"


class Hold(Record):
    """Whether something declared holds a grant back; `notes` are the settings that do, `unknown` what would decide it."""

    truth: Truth
    notes: tuple[Note, ...] = ()
    unknown: Unknown | None = None


def hold_on_policy(bucket: Bucket) -> Hold:
    """Whether RestrictPublicBuckets cuts a public policy of the bucket back."""
    return _any(_flags(bucket, "restrict_public_buckets"))


def hold_on_acl(bucket: Bucket) -> Hold:
    """Whether IgnorePublicAcls, or an ownership setting that turns ACLs off, makes a public ACL void."""
    match bucket.object_ownership:
        case Known(word, origin):
            enforced: Setting[bool] = Known(word == BUCKET_OWNER_ENFORCED, origin)
        case Unknown(origin=origin) if bucket.is_external:
            # As for the flags: ownership that is declared elsewhere does not count.
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
            case Unknown() if not bucket.is_external:
                # What is declared elsewhere about a bucket from elsewhere is not known, and does not count.
                found.append((name, block))
    return found


def _any(settings: Iterable[tuple[str, Setting[bool]]]) -> Hold:
    notes: list[Note] = []
    unknown: Unknown | None = None
    for label, setting in settings:
        match setting:
            case Known(True, origin):
                notes.append(Note(origin, label))
            case Unknown():
                unknown = unknown or setting
    if notes:
        return Hold(Truth.YES, tuple(notes))
    return Hold(Truth.MAYBE, unknown=unknown) if unknown is not None else Hold(Truth.NO)
