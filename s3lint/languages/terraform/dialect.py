"""Where the settings of the model stand in Terraform.

What version 4 of the provider split from `aws_s3_bucket` stands in a companion, or still in the bucket itself.
https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket
"""

from __future__ import annotations

from typing import Any

from s3lint.base.view import View
from s3lint.languages.computed import (
    account_block,
    alone,
    encryption_key,
    grant,
    granted_acl,
    grantee,
    log_target,
    object_algorithm,
    object_lock,
    those_there,
)
from s3lint.languages.dialect import Dialect, Kind
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
from s3lint.languages.site import Companion, apart, clue, companion, computed, either, elsewhere
from s3lint.languages.terraform import computed as code
from s3lint.languages.trails import AdvancedSelector, ClassicSelector, DataResource, FieldSelector, data_events
from s3lint.model.bucket import (
    Cors,
    CorsRule,
    Encryption,
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
    Versioning,
    VersioningStatus,
    Website,
)
from s3lint.model.neighbours import (
    AccessKey,
    AccessPoint,
    AccountAccessBlock,
    ContentOrigin,
    ContentOrigins,
    Distribution,
    Documents,
    Endpoint,
    Identity,
    Object,
    PolicyHolder,
    Trail,
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
_ACCESS_BLOCK = record(
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
            expires=_EXPIRES,
            noncurrent=_NONCURRENT,
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
        expires=_EXPIRES,
        noncurrent=_NONCURRENT,
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


def _grants(*users: str) -> Locator[Any]:
    """Blocks of a bucket or object itself; `users` are the arguments that name a user."""
    grantees = computed(grantee, filled("uri"), *(filled(user) for user in users))
    return blocks("grant", computed(code.grants_of, grantee=grantees, permission=taken(View.items, "permissions")))


_GRANT = computed(
    grant,
    grantee=computed(grantee, filled("grantee.uri"), filled("grantee.id"), filled("grantee.email_address")),
    permission=word("permission"),
)


def _split(kind: str, inner: Locator[Any]) -> Companion[Any]:
    return companion(f"aws_s3_bucket_{kind}", inner)


BUCKET = {
    "name": computed(code.name, filled("bucket"), clue(filled("bucket_prefix"))),
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
    "public_access_block": _split("public_access_block", there(_ACCESS_BLOCK)),
    "account_public_access_block": computed(
        account_block, elsewhere("aws_s3_account_public_access_block", there(_ACCESS_BLOCK))
    ),
    "logging": either(_split("logging", there(_LOGGING)), block("logging", _LOGGING)),
    "log_target": computed(log_target),
    "policy": either(_split("policy", policy("policy")), policy("policy")),
    "acl": either(
        _split("acl", computed(granted_acl, canned=word("acl"), grants=blocks("access_control_policy.grant", _GRANT))),
        computed(code.bucket_acl, canned=word("acl"), grants=_grants("id")),
    ),
    "object_ownership": _split("ownership_controls", word("rule.object_ownership")),
    "lifecycle": either(_split("lifecycle_configuration", there(_LIFECYCLE)), some(Lifecycle, _LIFECYCLE_INLINE)),
    "cors": either(_split("cors_configuration", there(listed(Cors, _CORS))), some(Cors, _CORS)),
    "website": either(_split("website_configuration", there(_WEBSITE)), block("website", _WEBSITE_INLINE)),
    "replication": either(
        _split("replication_configuration", there(_REPLICATION)), block("replication_configuration", _REPLICATION_INLINE)
    ),
    "object_lock": computed(
        object_lock,
        either(_split("object_lock_configuration", there(_LOCK)), block("object_lock_configuration", _LOCK)),
        enabled=flag("object_lock_enabled"),
    ),
    "notifications": _split("notification", there(_NOTIFICATIONS)),
    "inventory": _split("inventory", computed(code.is_enabled, flag("enabled"))),
    "acceleration": either(_split("accelerate_configuration", word("status")), word("acceleration_status")),
    "request_payer": either(_split("request_payment_configuration", word("payer")), word("request_payer")),
    "tags": taken(code.tag_map, "tags"),
    "deletion_policy": nothing("Terraform deletes what is no longer declared"),
    "update_replace_policy": nothing("Terraform deletes what it replaces"),
    "force_destroy": flag("force_destroy"),
}
"""The settings of `aws_s3_bucket`, of what configures one, and of the keys that it names."""

_ATTACHED = Kind(Identity, {"documents": listed(Documents, computed(alone, policy("policy")))})
_ROLE = Kind(Identity, {"documents": listed(Documents, computed(those_there, blocks("inline_policy", policy("policy"))))})
_NO_NETWORK = nothing("it can't be bound to a network")
_ACCESS_POINT = {
    "bucket": text("bucket"),
    "vpc": text("vpc_configuration.vpc_id"),
    "public_access_block": block("public_access_block_configuration", _ACCESS_BLOCK),
    "policy": first(
        policy("policy"),
        apart("aws_s3control_access_point_policy", text("access_point_arn"), policy("policy")),
    ),
}
_OBJECT_LAMBDA = {
    "bucket": nothing("it stands before another access point"),
    "vpc": _NO_NETWORK,
    "public_access_block": nothing("the provider has no argument for it"),
    "policy": apart("aws_s3control_object_lambda_access_point_policy", text("name"), policy("policy")),
}
_MULTI_REGION = {
    "bucket": text("details.region.bucket"),
    "vpc": _NO_NETWORK,
    "public_access_block": block("details.public_access_block", _ACCESS_BLOCK),
    "policy": apart(
        "aws_s3control_multi_region_access_point_policy",
        text("details.name"),
        policy("details.policy"),
    ),
}
_CLASSIC = record(
    ClassicSelector,
    read_write=word("read_write_type"),
    resources=blocks("data_resource", record(DataResource, kind=word("type"), values=strings("values"))),
)
_FIELD = record(FieldSelector, field=word("field"), equals=strings("equals"), starts_with=strings("starts_with"))
_TRAIL = {
    "bucket": text("s3_bucket_name"),
    "data_events": computed(
        data_events,
        clue(blocks("event_selector", _CLASSIC)),
        clue(blocks("advanced_event_selector", record(AdvancedSelector, fields=blocks("field_selector", _FIELD)))),
    ),
}
_ORIGIN = record(
    ContentOrigin,
    domain=text("domain_name"),
    access_control=filled("origin_access_control_id"),
    access_identity=filled("s3_origin_config.origin_access_identity"),
)
_ENDPOINT = {
    "service": text("service_name"),
    "policy": first(
        policy("policy"),
        apart("aws_vpc_endpoint_policy", text("vpc_endpoint_id"), policy("policy")),
    ),
}
_OBJECT = {
    "bucket": text("bucket"),
    "acl": computed(code.bucket_acl, canned=word("acl"), grants=always(((), None))),
    "algorithm": computed(object_algorithm, word("server_side_encryption"), clue(text("kms_key_id"))),
    "kms_key": text("kms_key_id"),
}
_COPY = {**_OBJECT, "acl": computed(code.bucket_acl, canned=word("acl"), grants=_grants("id", "email"))}


def _store(word: str, key: str) -> Kind:
    return Kind(PolicyHolder, {"policy": policy(key)}, word)


NEIGHBOURS = {
    "aws_iam_policy": _ATTACHED,
    "aws_iam_role_policy": _ATTACHED,
    "aws_iam_user_policy": _ATTACHED,
    "aws_iam_group_policy": _ATTACHED,
    "aws_iam_role": _ROLE,
    "aws_s3_access_point": Kind(AccessPoint, _ACCESS_POINT, "access point", text("name")),
    "aws_s3control_object_lambda_access_point": Kind(AccessPoint, _OBJECT_LAMBDA, "Object Lambda access point", text("name")),
    "aws_s3control_multi_region_access_point": Kind(
        AccessPoint, _MULTI_REGION, "multi-Region access point", text("details.name")
    ),
    "aws_s3control_bucket_policy": _store("Outposts bucket", "policy"),
    "aws_s3tables_table_bucket_policy": _store("table bucket", "resource_policy"),
    "aws_s3tables_table_policy": _store("table", "resource_policy"),
    "aws_s3vectors_vector_bucket_policy": _store("vector bucket", "policy"),
    "aws_cloudtrail": Kind(Trail, _TRAIL),
    "aws_cloudfront_distribution": Kind(Distribution, {"origins": listed(ContentOrigins, blocks("origin", _ORIGIN))}),
    "aws_vpc_endpoint": Kind(Endpoint, _ENDPOINT),
    "aws_iam_access_key": Kind(AccessKey, {"user": text("user")}),
    "aws_s3_account_public_access_block": Kind(AccountAccessBlock, {"public_access_block": there(_ACCESS_BLOCK)}),
    "aws_s3_object": Kind(Object, _OBJECT),
    "aws_s3_bucket_object": Kind(Object, _OBJECT),
    "aws_s3_object_copy": Kind(Object, _COPY),
}
"""The types of what stands around buckets."""

_OF_DIRECTORY_BUCKETS: dict[str, Kind | None] = {
    "aws_s3_bucket_policy": _store("directory bucket", "policy"),
    "aws_s3_object": None,
    "aws_s3_bucket_object": None,
    "aws_s3_object_copy": None,
}
"""What configures directory buckets, or lies in them, where their types are not theirs alone."""

DIALECT = Dialect(
    bucket="aws_s3_bucket",
    name="bucket",
    names="bucket",
    settings=BUCKET,
    neighbours=NEIGHBOURS,
    further=tuple(
        f"aws_s3_bucket_{kind}"
        for kind in (
            "analytics_configuration",
            "intelligent_tiering_configuration",
            "metric",
        )
    ),
    directory_bucket="aws_s3_directory_bucket",
    in_directory_bucket=_OF_DIRECTORY_BUCKETS,
)
