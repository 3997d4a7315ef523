"""Declared resources into the model of what stands around buckets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from s3lint.base.condition import Truth
from s3lint.base.resource import Resource
from s3lint.base.value import Absent, Data, Known, Setting, Text, Unknown, same_text
from s3lint.base.view import View, view_of
from s3lint.base.worlds import World
from s3lint.languages.cloudformation import bucket_settings
from s3lint.languages.cloudformation.policy_templates import expanded
from s3lint.languages.cloudformation.properties import property_of
from s3lint.languages.cloudformation.sam import FUNCTION
from s3lint.languages.cloudformation.syntax.nodes import Mapping
from s3lint.languages.cloudformation.syntax.template import Declaration
from s3lint.languages.parts import ByMethod, if_there
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

_ATTACHED = frozenset(
    ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy", "AWS::IAM::UserPolicy", "AWS::IAM::GroupPolicy")
)
_HOLDERS = frozenset(("AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group"))
_ACCESS_POINTS = {
    "AWS::S3::AccessPoint": "access point",
    "AWS::S3Express::AccessPoint": "directory bucket access point",
    "AWS::S3ObjectLambda::AccessPoint": "Object Lambda access point",
    "AWS::S3::MultiRegionAccessPoint": "multi-Region access point",
    "AWS::S3Outposts::AccessPoint": "Outposts access point",
}
_POLICIES_OF_POINTS = {
    "AWS::S3ObjectLambda::AccessPointPolicy": ("ObjectLambdaAccessPoint", "PolicyDocument"),
    "AWS::S3::MultiRegionAccessPointPolicy": ("MrapName", "Policy"),
}
"""Policies that stand apart from their access point: the property that names it, and the document."""
_STORES = {
    "AWS::S3Express::BucketPolicy": ("directory bucket", "PolicyDocument"),
    "AWS::S3Outposts::BucketPolicy": ("Outposts bucket", "PolicyDocument"),
    "AWS::S3Tables::TableBucketPolicy": ("table bucket", "ResourcePolicy"),
    "AWS::S3Tables::TablePolicy": ("table", "ResourcePolicy"),
    "AWS::S3Vectors::VectorBucketPolicy": ("vector bucket", "Policy"),
}
_TRAIL = "AWS::CloudTrail::Trail"
_DISTRIBUTION = "AWS::CloudFront::Distribution"
_ENDPOINT = "AWS::EC2::VPCEndpoint"
_ACCESS_KEY = "AWS::IAM::AccessKey"

TYPES = (
    _ATTACHED
    | _HOLDERS
    | {*_ACCESS_POINTS, *_POLICIES_OF_POINTS, *_STORES, _TRAIL, _DISTRIBUTION, _ENDPOINT, _ACCESS_KEY, FUNCTION}
)
"""The types that this module builds subjects from."""


def may_matter(declaration: Declaration) -> bool:
    """Not for what holds identity policies but states none: most roles, of which nothing else is read."""
    if declaration.type not in _HOLDERS:
        return True
    match declaration.body.member("Properties"):
        case None:
            return False
        case Mapping(members=members, tag=""):
            # A loop, a function or a transform may make them.
            return any(key.text == "Policies" or not key.text.isalnum() for key, _ in members)
        case _:
            return True


def subjects(resources: Iterable[Resource]) -> Iterator[Subject]:
    found = [resource for resource in resources if resource.type in TYPES]
    policies = [resource for resource in found if resource.type in _POLICIES_OF_POINTS]
    for resource in found:
        kind = resource.type
        if kind in _ATTACHED or kind in _HOLDERS or kind == FUNCTION:
            yield _subject(Identity, resource, _identity)
        elif kind in _ACCESS_POINTS:
            yield _subject(AccessPoint, resource, lambda each, world: _access_point(each, policies, world))
        elif kind in _STORES:
            yield _subject(PolicyHolder, resource, _holder)
        elif kind == _DISTRIBUTION:
            yield _subject(Distribution, resource, _distribution)
        elif kind == _ENDPOINT:
            yield _subject(Endpoint, resource, _endpoint)
        elif kind == _ACCESS_KEY:
            yield _subject(AccessKey, resource, _access_key)
        elif kind == _TRAIL:
            yield _subject(Trail, resource, lambda each, world: Trail(each.address, each.origin, _TrailReader(each, world)))


def _subject(kind: type, resource: Resource, build: Callable[[Resource, World], Any]) -> Subject:
    address = resource.address
    return Subject(kind, address, address, resource.origin, resource.condition, lambda world: build(resource, world))


def _view(resource: Resource, world: World) -> View:
    return view_of(resource.settings, resource.origin, world)


def _identity(resource: Resource, world: World) -> Identity:
    def read() -> Documents:
        if resource.type in _ATTACHED:
            return Documents((_document(resource, "PolicyDocument", world),))
        if resource.type == FUNCTION:
            return _of_function(resource, world)
        blocks, unknown = _view(resource, world).blocks("Policies")
        documents = (read_policy(block.setting("PolicyDocument"), block.header, world) for block in blocks)
        return Documents(tuple(documents), unknown)

    return Identity(resource.address, resource.origin, Readings({"documents": read}))


def _of_function(resource: Resource, world: World) -> Documents:
    """The policies of a serverless function: documents, templates of SAM, and names of managed policies, which are left out."""
    items, unknown = _view(resource, world).items("Policies")
    documents: list[Setting[Data]] = [item for item in items if not _is_name(item)]
    return Documents(tuple(read_policy(expanded(document, world), document.origin, world) for document in documents), unknown)


def _is_name(item: Setting[Data]) -> bool:
    return isinstance(item, Known) and isinstance(item.value, (str, Text))


def _document(resource: Resource, key: str, world: World) -> Setting[Policy]:
    return read_policy(property_of(resource, key), resource.origin, world)


def _holder(resource: Resource, world: World) -> PolicyHolder:
    kind, key = _STORES[resource.type]
    return PolicyHolder(resource.address, resource.origin, kind, Readings({"policy": lambda: _document(resource, key, world)}))


def _access_point(resource: Resource, policies: list[Resource], world: World) -> AccessPoint:
    reader = _AccessPointReader(resource, policies, world)
    return AccessPoint(resource.address, resource.origin, _ACCESS_POINTS[resource.type], reader)


class _AccessPointReader(ByMethod):
    def __init__(self, resource: Resource, policies: list[Resource], world: World) -> None:
        self._resource = resource
        self._policies = policies
        self._world = world
        self._view = _view(resource, world)

    def bucket(self) -> Setting[Text]:
        return self._view.text("Bucket")

    def vpc(self) -> Setting[Text]:
        return self._view.block("VpcConfiguration").text("VpcId")

    def public_access_block(self) -> Setting[PublicAccessBlock]:
        return if_there(self._view.block("PublicAccessBlockConfiguration"), bucket_settings.public_access_block)

    def policy(self) -> Setting[Policy]:
        own = self._view.setting("Policy")
        if not isinstance(own, Absent):
            return read_policy(own, self._view.header, self._world)
        for resource in self._policies:
            names, key = _POLICIES_OF_POINTS[resource.type]
            if self._world.decide(resource.condition) and self._is_named(_view(resource, self._world).text(names)):
                return _document(resource, key, self._world)
        return Absent(self._resource.origin)

    def _is_named(self, named: Setting[Text]) -> bool:
        if not isinstance(named, Known):
            return False
        match named.value.pieces:
            case (piece,) if not isinstance(piece.content, (str, Unknown)):
                return piece.content.resource == self._resource.address
            case _:
                own = self._view.text("Name")
                return isinstance(own, Known) and same_text(own.value, named.value) is Truth.YES


def _distribution(resource: Resource, world: World) -> Distribution:
    def read() -> ContentOrigins:
        blocks, unknown = _view(resource, world).block("DistributionConfig").blocks("Origins")
        return ContentOrigins(tuple(_content_origin(block) for block in blocks), unknown)

    return Distribution(resource.address, resource.origin, Readings({"origins": read}))


def _content_origin(view: View) -> ContentOrigin:
    return ContentOrigin(
        view.text("DomainName"),
        _filled(view.text("OriginAccessControlId")),
        _filled(view.block("S3OriginConfig").text("OriginAccessIdentity")),
        view.header,
    )


def _filled(text: Setting[Text]) -> Setting[Text]:
    match text:
        case Known(content, origin) if content.literal == "":
            return Absent(origin)
        case other:
            return other


def _endpoint(resource: Resource, world: World) -> Endpoint:
    return Endpoint(resource.address, resource.origin, _EndpointReader(resource, world))


class _EndpointReader(ByMethod):
    def __init__(self, resource: Resource, world: World) -> None:
        self._resource = resource
        self._world = world

    def service(self) -> Setting[Text]:
        return _view(self._resource, self._world).text("ServiceName")

    def policy(self) -> Setting[Policy]:
        return _document(self._resource, "PolicyDocument", self._world)


def _access_key(resource: Resource, world: World) -> AccessKey:
    return AccessKey(resource.address, resource.origin, Readings({"user": lambda: _view(resource, world).text("UserName")}))


_SELECTORS = SelectorNames(
    classic="EventSelectors",
    resources="DataResources",
    kind="Type",
    values="Values",
    read_write="ReadWriteType",
    advanced="AdvancedEventSelectors",
    fields="FieldSelectors",
    field="Field",
    equals="Equals",
    starts_with="StartsWith",
)


class _TrailReader(ByMethod):
    def __init__(self, resource: Resource, world: World) -> None:
        self._view = _view(resource, world)

    def bucket(self) -> Setting[Text]:
        return self._view.text("S3BucketName")

    def data_events(self) -> Setting[Selectors]:
        return data_events(self._view, _SELECTORS)
