"""The parts of a bucket out of the properties of `AWS::S3::Bucket`."""

from __future__ import annotations

from s3lint.base.value import Absent, Known, Setting, Unknown
from s3lint.base.view import View
from s3lint.languages.parts import first_stated, if_there, is_stated, strings
from s3lint.model.bucket import (
    Cors,
    CorsRule,
    Encryption,
    Lifecycle,
    LifecycleRule,
    Notification,
    Notifications,
    ObjectLock,
    PublicAccessBlock,
    Redirect,
    Replication,
    ReplicationRule,
    Strings,
    Tag,
    Tags,
    Website,
)

CANNED_ACLS = {
    "Private": "private",
    "PublicRead": "public-read",
    "PublicReadWrite": "public-read-write",
    "AuthenticatedRead": "authenticated-read",
    "LogDeliveryWrite": "log-delivery-write",
    "BucketOwnerRead": "bucket-owner-read",
    "BucketOwnerFullControl": "bucket-owner-full-control",
    "AwsExecRead": "aws-exec-read",
}
"""Canned ACLs as CloudFormation spells them, and as the API does."""


def encryption(view: View) -> Encryption:
    rule = view.block("ServerSideEncryptionConfiguration")
    default = rule.block("ServerSideEncryptionByDefault")
    return Encryption(default.word("SSEAlgorithm"), default.text("KMSMasterKeyID"), rule.flag("BucketKeyEnabled"))


def public_access_block(view: View) -> PublicAccessBlock:
    flags = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    return PublicAccessBlock(*(view.flag(flag) for flag in flags))


_NARROWING = {
    "Prefix": "prefix",
    "TagFilters": "tags",
    "ObjectSizeGreaterThan": "size",
    "ObjectSizeLessThan": "size",
}
_NONCURRENT = (
    "NoncurrentVersionExpiration",
    "NoncurrentVersionExpirationInDays",
    "NoncurrentVersionTransitions",
    "NoncurrentVersionTransition",
)


def lifecycle(view: View) -> Lifecycle:
    rules, unknown = view.blocks("Rules")
    return Lifecycle(tuple(_lifecycle_rule(rule) for rule in rules), unknown)


def _lifecycle_rule(rule: View) -> LifecycleRule:
    return LifecycleRule(
        rule.word("Status"),
        first_stated(rule, _NARROWING),
        is_stated(rule, "ExpirationInDays", "ExpirationDate"),
        is_stated(rule, *_NONCURRENT),
        rule.block("AbortIncompleteMultipartUpload").number("DaysAfterInitiation"),
        rule.header,
    )


def cors(view: View) -> Cors:
    rules, unknown = view.blocks("CorsRules")
    return Cors(tuple(_cors_rule(rule) for rule in rules), unknown)


def _cors_rule(rule: View) -> CorsRule:
    origins, methods, headers = (strings(rule, key) for key in ("AllowedOrigins", "AllowedMethods", "AllowedHeaders"))
    return CorsRule(origins, methods, headers, rule.header)


def website(view: View) -> Website:
    rules, unknown = view.blocks("RoutingRules")
    everything = view.block("RedirectAllRequestsTo")
    blocks = [everything] if not everything.is_absent else []
    blocks += [block for block in (rule.block("RedirectRule") for rule in rules) if not block.is_absent]
    return Website(tuple(Redirect(block.text("HostName"), block.word("Protocol"), block.header) for block in blocks), unknown)


def replication(view: View) -> Replication:
    rules, unknown = view.blocks("Rules")
    return Replication(tuple(_replication_rule(rule) for rule in rules), unknown)


def _replication_rule(rule: View) -> ReplicationRule:
    destination = rule.block("Destination")
    return ReplicationRule(
        rule.word("Status"),
        destination.text("Bucket"),
        rule.block("SourceSelectionCriteria", "SseKmsEncryptedObjects").word("Status"),
        destination.block("EncryptionConfiguration").text("ReplicaKmsKeyID"),
        rule.header,
    )


def object_lock(bucket: View) -> Setting[ObjectLock]:
    """Object lock, which the bucket states beside its configuration."""
    view = bucket.block("ObjectLockConfiguration")
    enabled = bucket.flag("ObjectLockEnabled")
    if view.is_absent and isinstance(enabled, Absent):
        return Absent(bucket.header)
    retention = view.block("Rule", "DefaultRetention")
    header = enabled.origin if view.is_absent else view.header
    lock = ObjectLock(enabled, retention.word("Mode"), retention.number("Days"), retention.number("Years"))
    return Known(lock, header)


_RECEIVERS = (
    ("QueueConfigurations", "Queue", "queue"),
    ("TopicConfigurations", "Topic", "topic"),
    ("LambdaConfigurations", "Function", "function"),
)


def notifications(view: View) -> Notifications:
    receivers: list[Notification] = []
    unknown: Unknown | None = None
    for key, target, kind in _RECEIVERS:
        blocks, rest = view.blocks(key)
        unknown = unknown or rest
        receivers += [Notification(kind, block.text(target), block.header) for block in blocks]
    bridge = view.block("EventBridgeConfiguration")
    match bridge.flag("EventBridgeEnabled"):
        case Known(True) as enabled:
            receivers.append(Notification("EventBridge", Absent(bridge.header), enabled.origin))
        case Unknown() as undecided:
            unknown = unknown or undecided
        case Absent() if not bridge.is_absent:
            # The flag is true unless it is set to false.
            receivers.append(Notification("EventBridge", Absent(bridge.header), bridge.header))
    return Notifications(tuple(receivers), unknown)


def inventory(bucket: View) -> Setting[bool]:
    blocks, unknown = bucket.blocks("InventoryConfigurations")
    found: Setting[bool] = Absent(bucket.header) if unknown is None else unknown
    for block in blocks:
        match block.flag("Enabled"):
            case Known(True) as enabled:
                return enabled
            case Absent():
                continue
            case other:
                found = other
    return found


def tags(bucket: View) -> Setting[Tags]:
    blocks, unknown = bucket.blocks("Tags")
    if not blocks:
        return unknown if unknown is not None else Absent(bucket.header)
    return Known(Tags(tuple(Tag(block.text("Key"), block.text("Value")) for block in blocks), unknown), bucket.header)


def blocked_encryption(bucket: View) -> Setting[Strings]:
    rule = bucket.block("BucketEncryption", "ServerSideEncryptionConfiguration", "BlockedEncryptionTypes")
    return if_there(rule, lambda view: strings(view, "EncryptionType"))
