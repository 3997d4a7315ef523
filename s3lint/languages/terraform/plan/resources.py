"""One resource of a plan: its settings with their places, as far as the plan and the code beside it know them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from s3lint.base.json_text import Json, JsonArray, JsonMember, JsonObject, JsonScalar, JsonString
from s3lint.base.record import Record
from s3lint.base.resource import Resource
from s3lint.base.source import Source, Span
from s3lint.base.value import (
    Choice,
    Data,
    Entry,
    Known,
    ListValue,
    MapValue,
    Origin,
    Piece,
    Setting,
    Symbol,
    Text,
    Unknown,
    Value,
)
from s3lint.languages import arns
from s3lint.languages.secrets import Secrets
from s3lint.languages.terraform.dialect import DIALECT
from s3lint.languages.terraform.plan.code import Code
from s3lint.languages.terraform.plan.configuration import (
    Literally,
    Perhaps,
    PlanConfiguration,
    Said,
    Wholly,
    said_of,
    said_of_item,
)
from s3lint.languages.terraform.plan.document import field, items, text
from s3lint.languages.terraform.plan.masking import inside, is_true
from s3lint.languages.terraform.plan.sources import Path, SourcePlaces

_NAMING = {
    "bucket": DIALECT.bucket,
    "target_bucket": DIALECT.bucket,
    "s3_bucket_name": DIALECT.bucket,
    "access_point_arn": "aws_s3_access_point",
    "kms_master_key_id": "aws_kms_key",
    "permissions_boundary": "aws_iam_policy",
    "policy_arn": "aws_iam_policy",
}
"""Arguments that name a resource of a type: where their value is unknown, the configuration may say which one."""

NAMED_BY_ARN = frozenset(_NAMING.values()) - {DIALECT.bucket}

_KNOWN_BY = {"aws_kms_key": ("key_id",), "aws_kms_alias": ("name",)}
"""Attributes beside the ARN that others refer to a resource by."""

_COMPUTED = {
    "aws_s3_bucket": "acceleration_status acl cors_rule "
    "grant lifecycle_rule logging object_lock_configuration object_lock_enabled "
    "policy replication_configuration request_payer server_side_encryption_configuration versioning website",
    "aws_s3_access_point": "policy",
    "aws_s3_bucket_acl": "access_control_policy",
    "aws_s3_bucket_object": "acl bucket_key_enabled kms_key_id server_side_encryption storage_class",
    "aws_s3_bucket_website_configuration": "routing_rule routing_rules",
    "aws_s3_object": "acl bucket_key_enabled checksum_algorithm kms_key_id server_side_encryption storage_class",
    "aws_s3_object_copy": "acl bucket_key_enabled kms_key_id server_side_encryption storage_class",
    "aws_iam_role": "inline_policy managed_policy_arns",
    "aws_kms_key": "description enable_key_rotation multi_region policy rotation_period_in_days",
    "aws_vpc_endpoint": "dns_options policy private_dns_enabled route_table_ids security_group_ids subnet_configuration "
    "subnet_ids",
}
"""What the provider works out where nobody configures it: known only after apply, or what AWS answers of what exists.

Version 6.25 of the provider; https://registry.terraform.io/providers/hashicorp/aws/6.25.0/docs, read 2026-11-28.
"""

_DEFAULTS = {
    "aws_cloudtrail": "enable_logging include_global_service_events",
    "aws_iam_access_key": "status",
    "aws_kms_key": "customer_master_key_spec is_enabled key_usage",
    "aws_s3_bucket_intelligent_tiering_configuration": "status",
    "aws_s3_bucket_inventory": "enabled",
    "aws_s3_bucket_object_lock_configuration": "object_lock_enabled",
    "aws_vpc_endpoint": "vpc_endpoint_type",
}
"""Arguments with a default of the provider beside those that are false or empty by default. Source and date as above."""

_WORKED_OUT = frozenset(("account_id", "bucket", "bucket_prefix", "id", "name", "name_prefix", "region", "tags_all"))
"""The same for resources of all types that have these."""

_FILLED_IN = {kind: f"{_COMPUTED.get(kind, '')} {_DEFAULTS.get(kind, '')}".split() for kind in {**_COMPUTED, **_DEFAULTS}}


def _computed(kind: str) -> Sequence[str]:
    return _COMPUTED.get(kind, "").split()


class Planned(Record):
    """A resource of the document: its node, its values, what of them is unknown or sensitive, and its address."""

    node: JsonObject
    address: str
    type: str
    values: Json
    unknown: Json | None
    sensitive: Json | None


class Surroundings(Record):
    """What the resources of one plan share.

    `code` is there where the sources are, `region` where it is given for the run. `symbols` are the names of what can
    be named, by types and addresses, `attributes` what resources are known by, by its value.
    """

    configuration: PlanConfiguration
    places: SourcePlaces
    code: Code | None
    symbols: dict[str, dict[str, Symbol]]
    attributes: dict[str, Symbol]
    secrets: Secrets
    region: str


def attributes(planned: Iterable[Planned]) -> dict[str, Symbol]:
    """What resources are known by outside of the names of buckets: ARNs, ids of keys, names of aliases. By its value."""
    found: dict[str, Symbol] = {}
    for one in planned:
        for name in ("arn", *_KNOWN_BY.get(one.type, ())):
            value = text(field(one.values, name))
            if value:
                found[value] = Symbol(one.address, name, f"{one.address}.{name}", value)
    return found


def resource(planned: Planned, around: Surroundings) -> Resource:
    return _Maker(planned, around).resource()


class _Maker:
    """Makes the resource of one planned node."""

    def __init__(self, planned: Planned, around: Surroundings) -> None:
        self._planned = planned
        self._around = around
        self._places = around.places
        self._said = around.configuration.expressions(planned.address)
        self._header = self._places.header(planned.address, _header(planned.node))
        self._has_unknown = False

    def resource(self) -> Resource:
        planned, configuration = self._planned, self._around.configuration
        provider = configuration.provider(planned.address)
        settings = Known(MapValue(dict(self._entries())), self._header)
        scopes = self._places.scopes(planned.address, planned.node.span)
        region = text(field(planned.values, "region")) or self._around.region or configuration.region(planned.address)
        partition = arns.told("partition", "", region) if region else ""
        return Resource(planned.address, planned.type, settings, self._header, True, provider, partition, scopes=scopes)

    def _entries(self) -> Iterator[tuple[str, Entry]]:
        planned = self._planned
        keys = [member.key.text for member in planned.values.members] if isinstance(planned.values, JsonObject) else []
        unknown = planned.unknown.members if isinstance(planned.unknown, JsonObject) else ()
        for key in dict.fromkeys([*keys, *(member.key.text for member in unknown)]):
            said = self._said_of(key)
            if self._is_filled_in(key, said):
                continue
            self._has_unknown = False
            value = self._argument(key, said)
            written = self._around.code.argument(planned.address, key) if self._has_unknown and self._around.code else None
            if written is not None:
                yield key, written
            elif value is not None:
                yield key, Entry(value.origin, value)

    def _said_of(self, key: str) -> Said:
        """What is said of an argument or of the blocks of a type."""
        found = said_of(self._said, key)
        if found is not None:
            return found
        if self._places.sees(self._planned.address):
            is_there = self._places.declares(self._planned.address, key)
            written = self._around.code.argument(self._planned.address, key) if is_there and self._around.code else None
            return said_by(written.value) if written is not None else Perhaps if is_there else None
        # The blocks of a type that only `dynamic` makes are not in the configuration.
        is_open = is_true(inside(self._planned.unknown, key))
        return Perhaps if is_open and key not in _WORKED_OUT and key not in _computed(self._planned.type) else None

    def _argument(self, key: str, said: Said) -> Setting[Data] | None:
        """The value of an argument; tags are those of the resource and of its provider."""
        planned = self._planned
        of = key
        match field(planned.values, "tags_all"):
            case JsonObject(members) if key == "tags" and members:
                of, said = "tags_all", Wholly
        values = field(planned.values, of), inside(planned.unknown, of), inside(planned.sensitive, of)
        return self._value((key,), *values, said)

    def _is_filled_in(self, key: str, said: Said) -> bool:
        """Whether a block of a bucket is what S3 answers, and not what anybody configured.

        Where neither the configuration nor code tells, S3's own default counts as that.
        """
        if self._planned.type != DIALECT.bucket or (said is not None and self._said is not Perhaps):
            return False
        if said is None and self._places.sees(self._planned.address):
            return key in _FILLED_IN[DIALECT.bucket]
        blocks = items(field(self._planned.values, key))
        match key:
            case "versioning":
                return all(not is_true(field(block, "enabled")) for block in blocks)
            case "server_side_encryption_configuration":
                defaults = [
                    field(inner, "sse_algorithm")
                    for block in blocks
                    for rule in items(field(block, "rule"))
                    for inner in items(field(rule, "apply_server_side_encryption_by_default"))
                ]
                return all(text(algorithm) == "AES256" for algorithm in defaults)
            case _:
                return False

    def _value(
        self, path: Path, node: Json | None, unknown: Json | None, sensitive: Json | None, said: Said
    ) -> Setting[Data] | None:
        """The value at a path; None where there is nothing, an empty list, or what only the provider says or will know."""
        found = self._read(path, node, unknown, sensitive, said)
        if is_true(sensitive) and found is not None:
            self._around.secrets.add(found)
        return found

    def _read(
        self, path: Path, node: Json | None, unknown: Json | None, sensitive: Json | None, said: Said
    ) -> Setting[Data] | None:
        origin = self._places.value(self._planned.address, path, node.span if node is not None else None, self._header)
        if is_true(unknown):
            return self._known_after_apply(path, origin) if said is not None else None
        match node:
            case JsonScalar(None) | None:
                return None
            case JsonArray(found):
                inner = Perhaps if said is None else said_of_item(said)
                values = [
                    self._value((*path, index), item, inside(unknown, index), inside(sensitive, index), inner)
                    for index, item in enumerate(found)
                ]
                kept = tuple(value for value in values if value is not None)
                return Known(ListValue(kept), origin) if kept else None
            case JsonScalar(value=value) | JsonString(text=value) if said is None and self._is_default(path, value):
                return None
            case JsonScalar(value):
                return Known(value, origin)
            case JsonString() as string:
                symbol = self._around.attributes.get(string.text) if said is not Literally else None
                if symbol is not None and symbol.resource != self._planned.address:
                    return Known(Text((Piece(symbol, origin),)), origin)
                return _string(string, origin, self._places.shown)
            case JsonObject(members):
                return Known(MapValue(dict(self._members(path, members, unknown, sensitive, said))), origin)

    def _is_default(self, path: Path, value: object) -> bool:
        """Whether what nobody says is a default of the provider: all of that kind inside of a block is."""
        return not value or len(path) > 1 or path[0] in _FILLED_IN.get(self._planned.type, ())

    def _members(
        self,
        path: Path,
        members: Sequence[JsonMember],
        unknown: Json | None,
        sensitive: Json | None,
        said: Said,
    ) -> Iterator[tuple[str, Entry]]:
        keys = {member.key.text: member.value for member in members}
        more = [member.key.text for member in unknown.members] if isinstance(unknown, JsonObject) else []
        for key in dict.fromkeys([*keys, *more]):
            value = self._value(
                (*path, key),
                keys.get(key),
                inside(unknown, key),
                inside(sensitive, key),
                said_of(said, key),
            )
            if value is not None:
                yield key, Entry(value.origin, value)

    def _dotted(self, path: Path) -> str:
        return ".".join([self._planned.address, *(str(part) for part in path)])

    def _known_after_apply(self, path: Path, origin: Origin) -> Setting[Data]:
        kind = _NAMING.get(str(path[-1]), "")
        # What stands in a block is better known from the code, and a `bucket` there is an ARN.
        if kind and (len(path) == 1 or (kind != DIALECT.bucket and self._around.code is None)):
            symbols = self._around.symbols.get(kind, {})
            named = self._around.configuration.named(self._planned.address, path, symbols)
            if named:
                return Known(Text((Piece(symbols[named], origin),)), origin)
        self._has_unknown = True
        return Unknown(f"{self._dotted(path)} is known after apply", origin, (self._dotted(path),))


def said_by(written: Value[Data]) -> Said:
    """What is said where the code has this value."""
    match written:
        case Known(MapValue(entries, None)):
            return {name: said_by(entry.value) for name, entry in entries.items()}
        case Known(ListValue(found, None)):
            blocks = [said_by(item) for item in found]
            return [block for block in blocks if isinstance(block, dict)] or Wholly
        case _:
            return Perhaps if isinstance(written, Choice) else Wholly


def _header(node: JsonObject) -> Span:
    address = field(node, "address")
    return address.span if address is not None else node.span


def _string(string: JsonString, origin: Origin, shown: Source) -> Setting[Data]:
    """A string whose characters keep their places in the plan, so that elements of a policy in it have places too."""
    if origin.source is not shown or len(string.segments) <= 1:
        return Known(string.text, origin)
    pieces = tuple(Piece(run, Origin(shown, Span(start, end))) for run, start, end in string.segments if run)
    return Known(Text(pieces), origin)
