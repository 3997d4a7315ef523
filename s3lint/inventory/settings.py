"""Settings of the model in words, one function for each column: what the text says, or what S3 does where it says nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from s3lint.base.value import Absent, Known, Setting, Text, Unknown
from s3lint.inventory.said import Part, Said, Word, joined, nothing, part, said, undecided
from s3lint.model import defaults
from s3lint.model.bucket import (
    Bucket,
    Encryption,
    Lifecycle,
    LifecycleRule,
    Logging,
    ObjectLock,
    PublicAccessBlock,
    Replication,
    ReplicationRule,
    Tags,
    Transition,
    VersioningStatus,
)
from s3lint.model.exposure import ENFORCED
from s3lint.policy import denies_old_tls, denies_plain_http
from s3lint.policy.answer import Holds, Undecided, Violated

T = TypeVar("T")

_ALGORITHMS = {"AES256": "SSE-S3", "aws:kms": "SSE-KMS", "aws:kms:dsse": "DSSE-KMS"}
"""What AWS calls them. https://docs.aws.amazon.com/AmazonS3/latest/userguide/serv-side-encryption.html"""

MAX_NAMED = 6
"""Rules of a lifecycle or replication, and tags, that a cell names before it counts the rest."""


def _declared(setting: Setting[T], words: Callable[[T], Sequence[Word]], absent: str, note: str, joint: str = ", ") -> Said:
    """A block of settings in words."""
    match setting:
        case Known(value, origin):
            return said(origin, words(value), joint=joint)
        case Absent() as missing:
            return nothing(missing, absent, note)
        case Unknown() as unknown:
            return undecided(unknown)


def name(bucket: Bucket) -> Said:
    return _declared(
        bucket.name, lambda text: [part(Known(text, bucket.origin))], "generated", "the deployment makes a name up"
    )


def encryption(bucket: Bucket) -> Said:
    return _declared(bucket.encryption, _encryption, "SSE-S3 by default", defaults.ENCRYPTION.text)


def _encryption(declared: Encryption) -> Sequence[Word]:
    algorithm = declared.algorithm
    words = part(algorithm, lambda word: _ALGORITHMS.get(word, word), "no algorithm stated", "the algorithm")
    if isinstance(algorithm, Known) and algorithm.value == "AES256":
        return [words]
    by_aws = "key aws/s3" if isinstance(algorithm, Known) else ""
    key = part(declared.key, lambda text: f"key {text}", by_aws, "the key")
    return [words, key, part(declared.bucket_key, lambda on: "bucket key" if on else "", what="a bucket key")]


def tls(bucket: Bucket) -> Said:
    """By the questions of `plain-http-allowed` and `old-tls-allowed`."""
    match bucket.policy:
        case Absent() as missing:
            return nothing(missing, "HTTP allowed", f"no bucket policy: {defaults.PLAIN_HTTP.text}")
        case Unknown() as unknown:
            return undecided(unknown)
        case Known(policy):
            match denies_plain_http(policy, bucket.target):
                case Holds():
                    floor = next((v for v in ("1.3", "1.2") if isinstance(denies_old_tls(policy, bucket.target, v), Holds)), "")
                    return said(policy.origin, ["HTTPS only" + (f", TLS {floor} or newer" if floor else "")])
                case Undecided(unknown):
                    return undecided(unknown)
                case Violated(request, origin):
                    return said(origin, ["HTTP allowed"], f"no statement denies: {request}")


def access_block(bucket: Bucket) -> Said:
    own = _declared(bucket.public_access_block, _flags, "none declared", defaults.PUBLIC_ACCESS_BLOCK.text, "; ")
    match bucket.account_public_access_block:
        case Known(block, origin):
            of_account = said(origin, _flags(block), joint="; ")
            inputs = (*own.inputs, *of_account.inputs)
            return Said(f"{own.text}; of the account: {of_account.text}", own.state, own.origin, inputs, own.note)
        case _:
            return own


def _flags(block: PublicAccessBlock) -> Sequence[Word]:
    flags = block.flags()
    on = [label for label, flag in flags if isinstance(flag, Known) and flag.value]
    off = [label for label, flag in flags if isinstance(flag, Absent) or (isinstance(flag, Known) and not flag.value)]
    if len(on) == len(flags):
        return ["all four on"]
    if len(off) == len(flags):
        return ["all four off"]
    sides = [f"{word}: {', '.join(labels)}" for word, labels in (("on", on), ("off", off)) if labels]
    return [*sides, *(part(flag, what=f"whether {label} is on") for label, flag in flags if isinstance(flag, Unknown))]


def ownership(bucket: Bucket) -> Said:
    return _declared(bucket.object_ownership, _ownership, "none declared", defaults.OWNERSHIP.text)


def _ownership(word: str) -> Sequence[Word]:
    return [f"{word} (ACLs off)" if word == ENFORCED else word]


def versioning(bucket: Bucket) -> Said:
    status = bucket.versioning.status
    if isinstance(status, Known) and status.value == VersioningStatus.ENABLED:
        delete = part(bucket.versioning.mfa_delete, lambda on: "with MFA Delete" if on else "", what="MFA Delete")
        return said(status.origin, [status.value, delete])
    return _declared(status, lambda word: [word], "not enabled", defaults.VERSIONING.text)


def logging(bucket: Bucket) -> Said:
    return _declared(bucket.logging, _logging, "none", defaults.ACCESS_LOGGING.text)


def _logging(declared: Logging) -> Sequence[Word]:
    to = part(declared.target_bucket, lambda text: f"to {text}", "to this bucket itself", "the receiving bucket")
    return [to, part(declared.target_prefix, lambda text: f"below {text}" if str(text) else "", what="the prefix")]


def lifecycle(bucket: Bucket) -> Said:
    return _declared(bucket.lifecycle, _lifecycle, "none", defaults.LIFECYCLE.text, "; ")


def _lifecycle(declared: Lifecycle) -> Sequence[Word]:
    rules = [_lifecycle_rule(rule) for rule in declared.rules]
    return _limited(rules, declared.unknown, "rule") or ["no rules"]


def _limited(words: Sequence[Word], unknown: Unknown | None, noun: str) -> list[Word]:
    """The first of several, how many more there are, and why there may be others."""
    left = len(words) - MAX_NAMED
    more: list[Word] = [f"{left} more {noun}{'' if left == 1 else 's'}"] if left > 0 else []
    others: list[Word] = [part(unknown, what=f"whether there are other {noun}s")] if unknown is not None else []
    return [*words[:MAX_NAMED], *more, *others]


def _lifecycle_rule(rule: LifecycleRule) -> Part:
    below = part(rule.prefix, lambda text: f"below {text}" if str(text) else "", what="the prefix")
    some = part(rule.filtered, lambda some: "some tags or sizes" if some else "")
    whom = joined([below, some], ", ")
    does = joined(_actions(rule), ", ")
    return joined(
        [
            Part(f"{whom.text}:" if whom.text else "", whom.inputs, whom.unknown),
            does if does.text else Part("nothing"),
            _switched(rule),
        ]
    )


def _switched(rule: LifecycleRule | ReplicationRule) -> Part:
    """That a rule is disabled, or what decides that."""
    is_enabled = rule.is_enabled
    if isinstance(is_enabled, Unknown):
        return part(is_enabled, what="whether the rule is enabled")
    return Part("" if is_enabled else "(disabled)")


def _actions(rule: LifecycleRule) -> Iterator[Part]:
    yield from (_transition(step) for step in rule.transitions.steps)
    if rule.transitions.unknown is not None:
        yield part(rule.transitions.unknown, what="whether there are other transitions")
    if isinstance(rule.expiration_days, Absent):
        yield part(rule.expires, lambda does: "expires" if does else "", what="whether objects expire")
    else:
        yield part(rule.expiration_days, lambda days: f"expires after {_days(days)}", what="the time of expiry")
    old = "earlier versions"
    yield part(
        rule.noncurrent_days, lambda days: f"{old} expire after {_days(days)}", what=f"the time after which {old} expire"
    )
    uploads = "incomplete uploads"
    yield part(rule.abort_days, lambda days: f"{uploads} end after {_days(days)}", what=f"the time after which {uploads} end")


def _days(days: int) -> str:
    return f"{days} day{'' if days == 1 else 's'}"


def _transition(step: Transition) -> Part:
    whose = "earlier versions " if step.is_noncurrent else ""
    to = part(step.storage_class, lambda word: f"{whose}to {word}", f"{whose}to a storage class", "the storage class")
    return joined([to, part(step.days, lambda days: f"after {_days(days)}", what="the time")])


def replication(bucket: Bucket) -> Said:
    return _declared(bucket.replication, _replication, "none", defaults.REPLICATION.text, "; ")


def _replication(declared: Replication) -> Sequence[Word]:
    rules = [_replication_rule(rule) for rule in declared.rules]
    return _limited(rules, declared.unknown, "rule") or ["no rules"]


def _replication_rule(rule: ReplicationRule) -> Part:
    to = part(rule.destination, lambda arn: f"to {arn}", "to no bucket that is stated", "the destination")
    account = part(rule.account, lambda text: f"account {text}", what="the account of the destination")
    return joined([joined([to, account], ", "), _switched(rule)])


def object_lock(bucket: Bucket) -> Said:
    return _declared(bucket.object_lock, _object_lock, "off", defaults.OBJECT_LOCK.text)


def _object_lock(declared: ObjectLock) -> Sequence[Word]:
    enabled = declared.enabled
    if isinstance(enabled, Known) and not enabled.value:
        return ["off"]
    on = part(enabled, lambda _: "on", "on", "whether it is on")
    if isinstance(declared.mode, Absent) and isinstance(declared.days, Absent) and isinstance(declared.years, Absent):
        return [on, "without a default retention"]
    years = part(declared.years, lambda count: f"{count} year{'' if count == 1 else 's'}", what="the years")
    return [on, joined([part(declared.mode, what="the mode"), part(declared.days, _days, what="the days"), years])]


def tags(bucket: Bucket) -> Said:
    return _declared(bucket.tags, _tags, "none", "")


def _tags(declared: Tags) -> Sequence[Word]:
    each = [joined([_tag_text(tag.key), _tag_text(tag.value)], "=") for tag in declared.tags]
    return _limited(each, declared.unknown, "tag") or ["none"]


def _tag_text(setting: Setting[Text]) -> Part:
    """A key or value; one that an input gives as templates write it, since there are many of them."""
    if isinstance(setting, Unknown) and setting.inputs:
        return Part(f"${{{setting.written}}}", setting.inputs, setting)
    return part(setting, absent='""')
