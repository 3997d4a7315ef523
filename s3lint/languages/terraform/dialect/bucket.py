"""The settings of a bucket in Terraform: where each stands."""

from __future__ import annotations

from typing import Any

from s3lint.base.view import View
from s3lint.languages.computed import (
    account_block,
    any_true,
    copies_in_region,
    encryption_key,
    grant,
    granted_acl,
    grantee,
    inventories,
    log_target,
    logs_to_itself,
    name,
    object_lock,
)
from s3lint.languages.conflicts import conflicts
from s3lint.languages.deliveries import acl_delivery, bucket_of_domain
from s3lint.languages.locators import (
    Locator,
    always,
    block,
    blocks,
    filled,
    first,
    flag,
    listed,
    mapped,
    nothing,
    number,
    one,
    policy,
    record,
    some,
    stated,
    stated_strings,
    strings,
    taken,
    text,
    there,
    within,
    word,
)
from s3lint.languages.site import InCompanion, clue, companion, companions, computed, either, elsewhere
from s3lint.languages.terraform.dialect import computed as code
from s3lint.model.bucket import (
    Cors,
    CorsRule,
    Encryption,
    Inventory,
    Key,
    Lifecycle,
    LifecycleRule,
    Logging,
    Notification,
    Notifications,
    ObjectLock,
    PublicAccessBlock,
    Redirect,
    Replication,
    ReplicationRule,
    Transition,
    Transitions,
    Versioning,
    VersioningStatus,
    Website,
)

_IS_ENABLED = {"Enabled": True, "Disabled": False}
_STATUS = {True: "Enabled", False: "Disabled"}
"""The older forms have flags where the API has a status."""

_ENCRYPTION = record(
    Encryption,
    algorithm=word("rule.apply_server_side_encryption_by_default.sse_algorithm"),
    key=filled("rule.apply_server_side_encryption_by_default.kms_master_key_id"),
    bucket_key=flag("rule.bucket_key_enabled"),
)
ACCESS_BLOCK = record(
    PublicAccessBlock,
    block_public_acls=flag("block_public_acls"),
    ignore_public_acls=flag("ignore_public_acls"),
    block_public_policy=flag("block_public_policy"),
    restrict_public_buckets=flag("restrict_public_buckets"),
)
_LOGGING = record(Logging, target_bucket=filled("target_bucket"), target_prefix=text("target_prefix"))
_CORS = blocks(
    "cors_rule",
    record(
        CorsRule,
        origins=strings("allowed_origins"),
        methods=strings("allowed_methods"),
        headers=strings("allowed_headers"),
    ),
)
_SIZES = {"object_size_greater_than": "size", "object_size_less_than": "size"}
_EXPIRES = within("expiration", stated(("days", "date")))
_EXPIRATION_DAYS = number("expiration.days")


def _transitions(noncurrent: str) -> Locator[Transitions]:
    """Those of current and of earlier versions; the argument with the days of the latter differs between providers."""

    def each(days: str, is_noncurrent: bool) -> Locator[Transition]:
        return record(Transition, storage_class=word("storage_class"), days=number(days), is_noncurrent=always(is_noncurrent))

    return listed(
        Transitions,
        blocks("transition", each("days", False)),
        blocks("noncurrent_version_transition", each(noncurrent, True)),
    )


_NONCURRENT = stated(("noncurrent_version_expiration", "noncurrent_version_transition"))
_LIFECYCLE = listed(
    Lifecycle,
    blocks(
        "rule",
        record(
            LifecycleRule,
            status=word("status"),
            narrowed=first(
                stated({"prefix": "prefix"}),
                within("filter", stated({"prefix": "prefix", "tag": "tags", **_SIZES})),
                within("filter.and", stated({"prefix": "prefix", "tags": "tags", **_SIZES})),
            ),
            prefix=first(filled("prefix"), within("filter", filled("prefix")), within("filter.and", filled("prefix"))),
            filtered=first(within("filter", stated(("tag", *_SIZES))), within("filter.and", stated(("tags", *_SIZES)))),
            expires=_EXPIRES,
            expiration_days=_EXPIRATION_DAYS,
            noncurrent=_NONCURRENT,
            noncurrent_days=number("noncurrent_version_expiration.noncurrent_days"),
            transitions=_transitions("noncurrent_days"),
            abort_days=number("abort_incomplete_multipart_upload.days_after_initiation"),
        ),
    ),
)
_LIFECYCLE_INLINE = blocks(
    "lifecycle_rule",
    record(
        LifecycleRule,
        status=mapped(flag("enabled"), _STATUS),
        narrowed=stated({"prefix": "prefix", "tags": "tags"}),
        prefix=filled("prefix"),
        filtered=stated(("tags",)),
        expires=_EXPIRES,
        expiration_days=_EXPIRATION_DAYS,
        noncurrent=_NONCURRENT,
        noncurrent_days=number("noncurrent_version_expiration.days"),
        transitions=_transitions("days"),
        abort_days=number("abort_incomplete_multipart_upload_days"),
    ),
)
_REDIRECT = record(Redirect, host=text("host_name"), protocol=word("protocol"))
_ENCODED_RULES = clue(taken(code.encoded_rules, "routing_rules"))
_WEBSITE = listed(
    Website,
    one("redirect_all_requests_to", _REDIRECT),
    blocks("routing_rule[].redirect", _REDIRECT),
    _ENCODED_RULES,
)
_WEBSITE_INLINE = listed(Website, clue(taken(code.redirect_target, "redirect_all_requests_to")), _ENCODED_RULES)
_REPLICATION = listed(
    Replication,
    blocks(
        "rule",
        record(
            ReplicationRule,
            status=word("status"),
            destination=text("destination.bucket"),
            account=text("destination.account"),
            kms_objects=word("source_selection_criteria.sse_kms_encrypted_objects.status"),
            replica_key=text("destination.encryption_configuration.replica_kms_key_id"),
        ),
    ),
)
_REPLICATION_INLINE = listed(
    Replication,
    blocks(
        "rules",
        record(
            ReplicationRule,
            status=word("status"),
            destination=text("destination.bucket"),
            account=filled("destination.account_id"),
            kms_objects=mapped(flag("source_selection_criteria.sse_kms_encrypted_objects.enabled"), _STATUS),
            replica_key=text("destination.replica_kms_key_id"),
        ),
    ),
)
_LOCK = record(
    ObjectLock,
    enabled=mapped(word("object_lock_enabled"), {"Enabled": True}, otherwise=False),
    mode=word("rule.default_retention.mode"),
    days=number("rule.default_retention.days"),
    years=number("rule.default_retention.years"),
)
_NOTIFICATIONS = listed(
    Notifications,
    blocks("queue", record(Notification, kind=always("queue"), target=text("queue_arn"))),
    blocks("topic", record(Notification, kind=always("topic"), target=text("topic_arn"))),
    blocks("lambda_function", record(Notification, kind=always("function"), target=text("lambda_function_arn"))),
    computed(code.event_bridge, clue(flag("eventbridge"))),
)


def grants(*users: str) -> Locator[Any]:
    """Blocks of a bucket or object itself; `users` are the arguments that name a user."""
    grantees = computed(grantee, filled("uri"), *(filled(user) for user in users))
    return blocks("grant", computed(code.grants_of, grantee=grantees, permission=taken(View.items, "permissions")))


_GRANT = computed(
    grant,
    grantee=computed(grantee, filled("grantee.uri"), filled("grantee.id"), filled("grantee.email_address")),
    permission=word("permission"),
)


def _split(kind: str, inner: Locator[Any]) -> InCompanion[Any]:
    return companion(f"aws_s3_bucket_{kind}", inner)


BUCKET = {
    "name": computed(name, filled("bucket"), clue(filled("bucket_prefix"))),
    "versioning": either(
        _split(
            "versioning",
            record(
                Versioning,
                status=word("versioning_configuration.status"),
                mfa_delete=mapped(word("versioning_configuration.mfa_delete"), _IS_ENABLED, otherwise=False),
            ),
        ),
        within(
            "versioning",
            record(
                Versioning,
                status=mapped(flag("enabled"), {True: VersioningStatus.ENABLED, False: VersioningStatus.SUSPENDED}),
                mfa_delete=flag("mfa_delete"),
            ),
        ),
    ),
    "encryption": either(
        _split("server_side_encryption_configuration", there(_ENCRYPTION)),
        block("server_side_encryption_configuration", _ENCRYPTION),
    ),
    "blocked_encryption": _split("server_side_encryption_configuration", stated_strings("rule.blocked_encryption_types")),
    "encryption_key": computed(
        encryption_key,
        elsewhere("aws_kms_key", record(Key, rotation=flag("enable_key_rotation"))),
        elsewhere("aws_kms_alias", clue(text("target_key_id"))),
    ),
    "public_access_block": _split("public_access_block", there(ACCESS_BLOCK)),
    "account_public_access_block": computed(
        account_block, elsewhere("aws_s3_account_public_access_block", there(ACCESS_BLOCK))
    ),
    "logging": either(_split("logging", there(_LOGGING)), block("logging", _LOGGING)),
    "logs_to_itself": computed(logs_to_itself),
    "log_target": computed(log_target),
    "acl_delivery": computed(
        acl_delivery,
        elsewhere("aws_cloudfront_distribution", computed(bucket_of_domain, clue(filled("logging_config.bucket")))),
        elsewhere("aws_spot_datafeed_subscription", clue(text("bucket"))),
    ),
    "policy": either(_split("policy", policy("policy")), policy("policy")),
    "acl": either(
        _split(
            "acl",
            computed(
                granted_acl,
                canned=word("acl"),
                grants=blocks("access_control_policy.grant", _GRANT),
                owner=filled("access_control_policy.owner.id"),
            ),
        ),
        computed(code.bucket_acl, canned=word("acl"), grants=grants("id")),
    ),
    "object_ownership": _split("ownership_controls", word("rule.object_ownership")),
    "lifecycle": either(_split("lifecycle_configuration", there(_LIFECYCLE)), some(Lifecycle, _LIFECYCLE_INLINE)),
    "cors": either(_split("cors_configuration", there(listed(Cors, _CORS))), some(Cors, _CORS)),
    "website": either(_split("website_configuration", there(_WEBSITE)), block("website", _WEBSITE_INLINE)),
    "replication": either(
        _split("replication_configuration", there(_REPLICATION)), block("replication_configuration", _REPLICATION_INLINE)
    ),
    "copies_in_region": computed(copies_in_region, clue(text("region"))),
    "object_lock": computed(
        object_lock,
        either(_split("object_lock_configuration", there(_LOCK)), block("object_lock_configuration", _LOCK)),
        enabled=flag("object_lock_enabled"),
    ),
    "notifications": _split("notification", there(_NOTIFICATIONS)),
    "inventory": computed(any_true, clue(companions("aws_s3_bucket_inventory", computed(code.is_enabled, flag("enabled"))))),
    "inventories": computed(
        inventories,
        companions(
            "aws_s3_bucket_inventory",
            within("destination.bucket", record(Inventory, bucket=text("bucket_arn"), account=text("account_id"))),
        ),
    ),
    "acceleration": either(_split("accelerate_configuration", word("status")), word("acceleration_status")),
    "request_payer": either(_split("request_payment_configuration", word("payer")), word("request_payer")),
    "tags": taken(code.tag_map, "tags"),
    "deletion_policy": nothing("Terraform deletes what is no longer declared"),
    "update_replace_policy": nothing("Terraform deletes what it replaces"),
    "force_destroy": flag("force_destroy"),
    "conflicts": computed(conflicts),
}
"""The settings of `aws_s3_bucket`, of what configures one, and of the keys that it names."""
