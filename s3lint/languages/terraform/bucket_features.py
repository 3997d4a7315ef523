"""What a bucket does with its objects, out of Terraform's arguments: each part from a companion (`split`) or inline."""

from __future__ import annotations

from s3lint.base.value import Absent, Known, MapValue, Setting, Text, Unknown, text_of
from s3lint.base.view import View
from s3lint.languages.parts import first_stated, if_there, is_stated, strings
from s3lint.model.bucket import (
    Cors,
    CorsRule,
    Lifecycle,
    LifecycleRule,
    Notification,
    Notifications,
    ObjectLock,
    Redirect,
    Replication,
    ReplicationRule,
    Strings,
    Tag,
    Tags,
    Website,
)


def _statuses(flag: Setting[bool]) -> Setting[str]:
    """The inline forms have flags where the API has a status."""
    match flag:
        case Known(enabled, origin):
            return Known("Enabled" if enabled else "Disabled", origin)
        case other:
            return other


def lifecycle(split: View, inline: View) -> Setting[Lifecycle]:
    if not split.is_absent:
        return if_there(split, _rules)
    blocks, unknown = inline.blocks("lifecycle_rule")
    if not blocks:
        return unknown if unknown is not None else Absent(inline.header)
    return Known(Lifecycle(tuple(_inline_rule(block) for block in blocks), unknown), blocks[0].header)


def _rules(view: View) -> Lifecycle:
    blocks, unknown = view.blocks("rule")
    return Lifecycle(tuple(_rule(block) for block in blocks), unknown)


def _rule(rule: View) -> LifecycleRule:
    return LifecycleRule(
        rule.word("status"),
        _narrowed(rule),
        is_stated(rule.block("expiration"), "days", "date"),
        is_stated(rule, "noncurrent_version_expiration", "noncurrent_version_transition"),
        rule.block("abort_incomplete_multipart_upload").number("days_after_initiation"),
        rule.header,
    )


_NARROWING = {
    "prefix": "prefix",
    "tag": "tags",
    "tags": "tags",
    "object_size_greater_than": "size",
    "object_size_less_than": "size",
}


def _narrowed(rule: View) -> Setting[str]:
    for view in (rule, rule.block("filter"), rule.block("filter", "and")):
        found = first_stated(view, _NARROWING)
        if not isinstance(found, Absent):
            return found
    return Absent(rule.header)


def _inline_rule(rule: View) -> LifecycleRule:
    return LifecycleRule(
        _statuses(rule.flag("enabled")),
        first_stated(rule, {"prefix": "prefix", "tags": "tags"}),
        is_stated(rule.block("expiration"), "days", "date"),
        is_stated(rule, "noncurrent_version_expiration", "noncurrent_version_transition"),
        rule.number("abort_incomplete_multipart_upload_days"),
        rule.header,
    )


def cors(split: View, inline: View) -> Setting[Cors]:
    if isinstance(split.value, Unknown):
        return split.value
    holder = inline if split.is_absent else split
    blocks, unknown = holder.blocks("cors_rule")
    if not blocks and split.is_absent:
        return unknown if unknown is not None else Absent(inline.header)
    return Known(Cors(tuple(_cors_rule(block) for block in blocks), unknown), holder.header)


def _cors_rule(rule: View) -> CorsRule:
    origins, methods, headers = (strings(rule, key) for key in ("allowed_origins", "allowed_methods", "allowed_headers"))
    return CorsRule(origins, methods, headers, rule.header)


def website(split: View, inline: View) -> Setting[Website]:
    if not split.is_absent:
        return if_there(split, _website)
    return if_there(inline.block("website"), _inline_website)


def _website(view: View) -> Website:
    rules, unknown = view.blocks("routing_rule")
    everything = view.block("redirect_all_requests_to")
    blocks = [everything] if not everything.is_absent else []
    blocks += [block for block in (rule.block("redirect") for rule in rules) if not block.is_absent]
    redirects = tuple(Redirect(block.text("host_name"), block.word("protocol"), block.header) for block in blocks)
    return Website(redirects, unknown or _encoded_rules(view))


def _inline_website(view: View) -> Website:
    match view.text("redirect_all_requests_to"):
        case Known(target, origin):
            protocol, scheme, host = (target.literal or "").partition("://")
            known: Setting[str] = Known(protocol, origin) if scheme else Absent(origin)
            name = Known(text_of(host, origin), origin) if scheme else Known(target, origin)
            return Website((Redirect(name, known, origin),), _encoded_rules(view))
        case Unknown() as unknown:
            return Website((), unknown)
        case Absent():
            return Website((), _encoded_rules(view))


def _encoded_rules(view: View) -> Unknown | None:
    """Routing rules that are given as JSON are not looked into."""
    match view.setting("routing_rules"):
        case Known(value, origin) if value != "":
            return Unknown("routing rules in JSON are not read", origin)
        case Unknown() as unknown:
            return unknown
        case _:
            return None


def replication(split: View, inline: View) -> Setting[Replication]:
    if not split.is_absent:
        return if_there(split, lambda view: _replication(view, "rule"))
    return if_there(inline.block("replication_configuration"), lambda view: _replication(view, "rules"))


def _replication(view: View, key: str) -> Replication:
    rules, unknown = view.blocks(key)
    return Replication(tuple(_replication_rule(rule) for rule in rules), unknown)


def _replication_rule(rule: View) -> ReplicationRule:
    destination = rule.block("destination")
    kms = rule.block("source_selection_criteria", "sse_kms_encrypted_objects")
    is_inline = kms.entry("enabled") is not None
    split_key = destination.block("encryption_configuration").text("replica_kms_key_id")
    return ReplicationRule(
        rule.word("status"),
        destination.text("bucket"),
        _statuses(kms.flag("enabled")) if is_inline else kms.word("status"),
        destination.text("replica_kms_key_id") if isinstance(split_key, Absent) else split_key,
        rule.header,
    )


def object_lock(split: View, inline: View) -> Setting[ObjectLock]:
    if isinstance(split.value, Unknown):
        return split.value
    block = inline.block("object_lock_configuration")
    view = block if split.is_absent else split
    enabled = inline.flag("object_lock_enabled")
    if isinstance(enabled, Absent):
        enabled = _is_enabled(view.word("object_lock_enabled"))
    if isinstance(enabled, Absent) and view.is_absent:
        return Absent(inline.header)
    retention = view.block("rule", "default_retention")
    lock = ObjectLock(enabled, retention.word("mode"), retention.number("days"), retention.number("years"))
    return Known(lock, enabled.origin if view.is_absent else view.header)


def _is_enabled(word: Setting[str]) -> Setting[bool]:
    match word:
        case Known(status, origin):
            return Known(status == "Enabled", origin)
        case other:
            return other


_RECEIVERS = (
    ("queue", "queue_arn", "queue"),
    ("topic", "topic_arn", "topic"),
    ("lambda_function", "lambda_function_arn", "function"),
)


def notifications(view: View) -> Notifications:
    """`aws_s3_bucket_notification`."""
    receivers: list[Notification] = []
    unknown: Unknown | None = None
    for key, target, kind in _RECEIVERS:
        blocks, rest = view.blocks(key)
        unknown = unknown or rest
        receivers += [Notification(kind, block.text(target), block.header) for block in blocks]
    match view.flag("eventbridge"):
        case Known(True, origin):
            receivers.append(Notification("EventBridge", Absent(origin), origin))
        case Unknown() as undecided:
            unknown = unknown or undecided
    return Notifications(tuple(receivers), unknown)


def inventory(view: View) -> Setting[bool]:
    """`aws_s3_bucket_inventory`, which is enabled unless it says otherwise."""
    match view.value:
        case Absent():
            return Absent(view.header)
        case Unknown() as unknown:
            return unknown
    flag = view.flag("enabled")
    return Known(True, view.header) if isinstance(flag, Absent) else flag


def tags(inline: View) -> Setting[Tags]:
    match inline.setting("tags"):
        case Known(MapValue(), origin):
            view = inline.block("tags")
            names = view.keys()
            found = tuple(Tag(_key(view, name), view.text(name)) for name in names)
            return Known(Tags(found, _rest(view)), origin)
        case Known(origin=origin):
            return Unknown("expected a map of tags here", origin)
        case other:
            return other


def _key(view: View, key: str) -> Setting[Text]:
    entry = view.entry(key)
    origin = entry.key if entry is not None else view.header
    return Known(text_of(key, origin), origin)


def _rest(view: View) -> Unknown | None:
    match view.value:
        case Known(MapValue(rest=rest)):
            return rest
        case _:
            return None


def blocked_encryption(rule: View) -> Setting[Strings]:
    """`blocked_encryption_types` of the rule of a default encryption."""
    match rule.setting("blocked_encryption_types"):
        case Absent():
            return Absent(rule.header)
        case Unknown() as unknown:
            return unknown
        case Known(origin=origin):
            return Known(strings(rule, "blocked_encryption_types"), origin)
