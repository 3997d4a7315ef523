"""The resources that make buckets, linked: which companions belong to which bucket, and who logs to it."""

from __future__ import annotations

from collections.abc import Sequence

from s3lint.base.resource import Resource
from s3lint.base.value import Absent, Choice, Data, Known, ListValue, MapValue, Origin, Piece, Symbol, Text, Unknown, Value
from s3lint.languages.linking import Companion, DeclaredBucket, Links

BUCKET = "aws_s3_bucket"
ACCOUNT_BLOCK = "aws_s3_account_public_access_block"
KEY = "aws_kms_key"
KEY_ALIAS = "aws_kms_alias"
COMPANIONS = frozenset(
    f"aws_s3_bucket_{kind}"
    for kind in (
        "accelerate_configuration",
        "acl",
        "analytics_configuration",
        "cors_configuration",
        "intelligent_tiering_configuration",
        "inventory",
        "lifecycle_configuration",
        "logging",
        "metric",
        "notification",
        "object_lock_configuration",
        "ownership_controls",
        "policy",
        "public_access_block",
        "replication_configuration",
        "request_payment_configuration",
        "server_side_encryption_configuration",
        "versioning",
        "website_configuration",
    )
)

TYPES = COMPANIONS | {BUCKET, ACCOUNT_BLOCK, KEY, KEY_ALIAS}
"""The types that buckets are built from."""


def argument(resource: Resource, name: str) -> Value[Data]:
    """An argument of a resource; an empty string counts as none where a name is expected."""
    match resource.settings:
        case Known(MapValue(entries)) if name in entries:
            return entries[name].value
        case Unknown() as unknown:
            return unknown
        case _:
            return Absent(resource.origin)


def _named(value: Value[Data], header: Origin) -> Value[Data]:
    """A bucket's name: null and the empty string are none."""
    match value:
        case Choice(condition, if_true, if_false):
            return Choice(condition, _named(if_true, header), _named(if_false, header))
        case Known(None) | Known(""):
            return Absent(header)
        case Known(Text() as text) if text.literal == "":
            return Absent(header)
        case _:
            return value


class Estate:
    """The resources of a unit: every bucket, and the companions of each."""

    def __init__(self, resources: Sequence[Resource], symbols: dict[str, Symbol], unread: Unknown | None = None) -> None:
        """`symbols` are the names by which references call the buckets, by address. `unread` says why there may be more."""
        self.unread = unread
        self.buckets = tuple(
            DeclaredBucket(resource, symbols[resource.address], _named(argument(resource, "bucket"), resource.origin))
            for resource in resources
            if resource.type == BUCKET
        )
        companions = [resource for resource in resources if resource.type in COMPANIONS]
        self.links = Links(
            (Companion(resource, _named(argument(resource, "bucket"), resource.origin)) for resource in companions),
            self.buckets,
        )
        self._log_sources: dict[str, list[Resource]] = {}
        for resource in resources:
            if resource.type == "aws_s3_bucket_logging" or _logs_inline(resource):
                self._log_sources.setdefault(_referred(_log_target(resource)), []).append(resource)
        self.keys = [resource for resource in resources if resource.type == KEY]
        self.key_aliases = [resource for resource in resources if resource.type == KEY_ALIAS]
        self.account_blocks = [resource for resource in resources if resource.type == ACCOUNT_BLOCK]

    def log_sources(self, bucket: DeclaredBucket) -> list[Resource]:
        """The resources with a logging configuration that may name a bucket."""
        return self._log_sources.get(bucket.resource.address, []) + self._log_sources.get("", [])


def _logs_inline(resource: Resource) -> bool:
    return resource.type == BUCKET and not isinstance(argument(resource, "logging"), Absent)


def _log_target(resource: Resource) -> Value[Data]:
    """The bucket that a logging configuration names; of an inline block only where it is plainly there."""
    if resource.type != BUCKET:
        return argument(resource, "target_bucket")
    match argument(resource, "logging"):
        case Known(ListValue((Known(MapValue(entries)),), None)) if "target_bucket" in entries:
            return entries["target_bucket"].value
        case _:
            return Absent(resource.origin)


def _referred(named: Value[Data]) -> str:
    """The address of the resource that a name refers to in every world; empty where it does not, or may be anything."""
    match named:
        case Known(Text((Piece(Symbol(resource=resource, attribute="name")),))):
            return resource
        case _:
            return ""
