"""Resources of a root module into the model of what stands around buckets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from s3lint.base.condition import Truth
from s3lint.base.resource import Resource
from s3lint.base.value import Absent, Known, MapValue, Piece, Setting, Symbol, Text, same_text
from s3lint.base.view import View, view_of
from s3lint.base.worlds import World
from s3lint.languages.parts import ByMethod
from s3lint.languages.terraform import bucket_settings
from s3lint.languages.terraform.addresses import block_of
from s3lint.languages.trails import SelectorNames, data_events
from s3lint.languages.unit import Subject
from s3lint.model.bucket import PublicAccessBlock
from s3lint.model.neighbours import (
    AccessKey,
    AccessPoint,
    ContentOrigin,
    ContentOrigins,
    Distribution,
    Documents,
    Endpoint,
    Identity,
    PolicyHolder,
    Selectors,
    Trail,
)
from s3lint.model.thing import Readings
from s3lint.policy import Policy, read_policy

_ATTACHED = frozenset(("aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy"))
_HOLDERS = frozenset(("aws_iam_role",))
_ACCESS_POINTS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "aws_s3_access_point": ("access point", (), "public_access_block_configuration"),
    "aws_s3control_object_lambda_access_point": ("Object Lambda access point", (), ""),
    "aws_s3control_multi_region_access_point": ("multi-Region access point", ("details",), "public_access_block"),
}
"""What each is called, the block that holds its settings, and in it the block of flags."""

_POLICIES_OF_POINTS: dict[str, tuple[tuple[str, ...], str]] = {
    "aws_s3control_access_point_policy": ((), "access_point_arn"),
    "aws_s3control_object_lambda_access_point_policy": ((), "name"),
    "aws_s3control_multi_region_access_point_policy": (("details",), "name"),
}
"""Policies that stand apart from their access point: the block that holds them, and what in it names the access point."""

_STORES = {
    "aws_s3control_bucket_policy": ("Outposts bucket", "policy"),
    "aws_s3tables_table_bucket_policy": ("table bucket", "resource_policy"),
    "aws_s3tables_table_policy": ("table", "resource_policy"),
    "aws_s3vectors_vector_bucket_policy": ("vector bucket", "policy"),
}
_DIRECTORY_BUCKET = "aws_s3_directory_bucket"
_TRAIL = "aws_cloudtrail"
_DISTRIBUTION = "aws_cloudfront_distribution"
_ENDPOINT = "aws_vpc_endpoint"
_ENDPOINT_POLICY = "aws_vpc_endpoint_policy"
_ACCESS_KEY = "aws_iam_access_key"

TYPES = (
    _ATTACHED
    | _HOLDERS
    | {*_ACCESS_POINTS, *_POLICIES_OF_POINTS, *_STORES, _DIRECTORY_BUCKET, _TRAIL}
    | {_DISTRIBUTION, _ENDPOINT, _ENDPOINT_POLICY, _ACCESS_KEY}
)
"""The types that this module builds subjects from."""


def subjects(resources: Sequence[Resource]) -> Iterator[Subject]:
    policies = [resource for resource in resources if resource.type in _POLICIES_OF_POINTS]
    endpoint_policies = [resource for resource in resources if resource.type == _ENDPOINT_POLICY]
    for resource in resources:
        kind = resource.type
        if kind in _ATTACHED or kind in _HOLDERS:
            yield _subject(Identity, resource, _identity)
        elif kind in _ACCESS_POINTS:
            yield _subject(AccessPoint, resource, lambda each, world: _access_point(each, policies, world))
        elif kind in _STORES:
            yield _subject(PolicyHolder, resource, _holder)
        elif kind == _TRAIL:
            yield _subject(Trail, resource, lambda each, world: Trail(each.address, each.origin, _TrailReader(each, world)))
        elif kind == _DISTRIBUTION:
            yield _subject(Distribution, resource, _distribution)
        elif kind == _ENDPOINT:
            yield _subject(Endpoint, resource, lambda each, world: _endpoint(each, endpoint_policies, world))
        elif kind == _ACCESS_KEY:
            yield _subject(AccessKey, resource, _access_key)
    for resource in of_directory_buckets(resources):
        if resource.type == "aws_s3_bucket_policy":
            yield _subject(PolicyHolder, resource, _directory_bucket)


def of_directory_buckets(resources: Iterable[Resource]) -> list[Resource]:
    """The resources that configure declared directory buckets, which share some types with general purpose ones."""
    resources = list(resources)
    declared = {resource.address for resource in resources if resource.type == _DIRECTORY_BUCKET}
    return [resource for resource in resources if declared and _referred(resource) in declared]


def _referred(resource: Resource) -> str:
    match resource.settings:
        case Known(MapValue(entries)) if "bucket" in entries:
            match entries["bucket"].value:
                case Known(Text((Piece(Symbol(resource=address)),))):
                    return address
    return ""


def _subject(kind: type, resource: Resource, build: Callable[[Resource, World], Any]) -> Subject:
    address = resource.address
    return Subject(kind, address, block_of(address), resource.origin, resource.condition, lambda world: build(resource, world))


def _view(resource: Resource, world: World) -> View:
    return view_of(resource.settings, resource.origin, world)


def _document(view: View, key: str) -> Setting[Policy]:
    return read_policy(view.setting(key), view.header, view.world)


def _identity(resource: Resource, world: World) -> Identity:
    def read() -> Documents:
        view = _view(resource, world)
        if resource.type in _ATTACHED:
            return Documents((_document(view, "policy"),))
        blocks, unknown = view.blocks("inline_policy")
        documents = (_document(block, "policy") for block in blocks if not isinstance(block.setting("policy"), Absent))
        return Documents(tuple(documents), unknown)

    return Identity(resource.address, resource.origin, Readings({"documents": read}))


def _holder(resource: Resource, world: World) -> PolicyHolder:
    kind, key = _STORES[resource.type]
    return PolicyHolder(
        resource.address, resource.origin, kind, Readings({"policy": lambda: _document(_view(resource, world), key)})
    )


def _directory_bucket(resource: Resource, world: World) -> PolicyHolder:
    def policy() -> Setting[Policy]:
        return _document(_view(resource, world), "policy")

    return PolicyHolder(resource.address, resource.origin, "directory bucket", Readings({"policy": policy}))


def _access_point(resource: Resource, policies: Sequence[Resource], world: World) -> AccessPoint:
    kind, holder, flags = _ACCESS_POINTS[resource.type]
    reader = _AccessPointReader(resource, _view(resource, world).block(*holder), flags, policies, world)
    return AccessPoint(resource.address, resource.origin, kind, reader)


class _AccessPointReader(ByMethod):
    """`view` is where its settings are, `flags` the block of its access block in there."""

    def __init__(self, resource: Resource, view: View, flags: str, policies: Sequence[Resource], world: World) -> None:
        self._resource = resource
        self._view = view
        self._flags = flags
        self._policies = policies
        self._world = world

    def bucket(self) -> Setting[Text]:
        if not isinstance(self._view.setting("bucket"), Absent):
            return self._view.text("bucket")
        return self._view.block("region").text("bucket")

    def vpc(self) -> Setting[Text]:
        return self._view.block("vpc_configuration").text("vpc_id")

    def public_access_block(self) -> Setting[PublicAccessBlock]:
        if not self._flags:
            return Absent(self._resource.origin)
        return bucket_settings.public_access_block(self._view.block(self._flags))

    def policy(self) -> Setting[Policy]:
        own = self._view.setting("policy")
        if not isinstance(own, Absent):
            return read_policy(own, self._view.header, self._world)
        for resource in self._policies:
            holder, name = _POLICIES_OF_POINTS[resource.type]
            if self._world.decide(resource.condition):
                view = _view(resource, self._world).block(*holder)
                if self._is_named(view.text(name)):
                    return _document(view, "policy")
        return Absent(self._resource.origin)

    def _is_named(self, named: Setting[Text]) -> bool:
        """Whether a policy is about this access point: by a reference to it, its ARN included, or by its name."""
        if not isinstance(named, Known):
            return False
        if _refers_to(named.value, self._resource.address):
            return True
        own = self._view.text("name")
        return isinstance(own, Known) and same_text(own.value, named.value) is Truth.YES


def _refers_to(text: Text, address: str) -> bool:
    return any(isinstance(piece.content, Symbol) and piece.content.resource == address for piece in text.pieces)


_SELECTORS = SelectorNames(
    classic="event_selector",
    resources="data_resource",
    kind="type",
    values="values",
    read_write="read_write_type",
    advanced="advanced_event_selector",
    fields="field_selector",
    field="field",
    equals="equals",
    starts_with="starts_with",
)


class _TrailReader(ByMethod):
    def __init__(self, resource: Resource, world: World) -> None:
        self._view = _view(resource, world)

    def bucket(self) -> Setting[Text]:
        return self._view.text("s3_bucket_name")

    def data_events(self) -> Setting[Selectors]:
        return data_events(self._view, _SELECTORS)


def _distribution(resource: Resource, world: World) -> Distribution:
    def read() -> ContentOrigins:
        blocks, unknown = _view(resource, world).blocks("origin")
        return ContentOrigins(tuple(_content_origin(block) for block in blocks), unknown)

    return Distribution(resource.address, resource.origin, Readings({"origins": read}))


def _content_origin(view: View) -> ContentOrigin:
    return ContentOrigin(
        view.text("domain_name"),
        bucket_settings.non_empty(view.text("origin_access_control_id")),
        bucket_settings.non_empty(view.block("s3_origin_config").text("origin_access_identity")),
        view.header,
    )


def _endpoint(resource: Resource, policies: Sequence[Resource], world: World) -> Endpoint:
    return Endpoint(resource.address, resource.origin, _EndpointReader(resource, policies, world))


class _EndpointReader(ByMethod):
    def __init__(self, resource: Resource, policies: Sequence[Resource], world: World) -> None:
        self._resource = resource
        self._policies = policies
        self._world = world
        self._view = _view(resource, world)

    def service(self) -> Setting[Text]:
        return self._view.text("service_name")

    def policy(self) -> Setting[Policy]:
        if not isinstance(self._view.setting("policy"), Absent):
            return _document(self._view, "policy")
        for resource in self._policies:
            if self._world.decide(resource.condition):
                view = _view(resource, self._world)
                named = view.text("vpc_endpoint_id")
                if isinstance(named, Known) and _refers_to(named.value, self._resource.address):
                    return _document(view, "policy")
        return Absent(self._resource.origin)


def _access_key(resource: Resource, world: World) -> AccessKey:
    return AccessKey(resource.address, resource.origin, Readings({"user": lambda: _view(resource, world).text("user")}))
