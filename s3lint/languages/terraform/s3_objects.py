"""Declared objects, and the access block of the account, into the model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from s3lint.base.condition import Truth
from s3lint.base.resource import Resource
from s3lint.base.value import Absent, Known, Setting, Text, Unknown, same_text
from s3lint.base.view import View, view_of
from s3lint.base.worlds import World
from s3lint.languages.linking import Companion, external_identity, names
from s3lint.languages.parts import ByMethod
from s3lint.languages.terraform import bucket_settings
from s3lint.languages.terraform.addresses import block_of
from s3lint.languages.terraform.buckets import ExternalReader
from s3lint.languages.terraform.buckets import subjects as bucket_subjects
from s3lint.languages.terraform.linked import ACCOUNT_BLOCK, Estate, argument
from s3lint.languages.unit import Subject
from s3lint.model.bucket import AccessControlList, Bucket, PublicAccessBlock
from s3lint.model.neighbours import AccountAccessBlock, Object
from s3lint.model.thing import Readings

_OBJECTS = frozenset(("aws_s3_object", "aws_s3_bucket_object", "aws_s3_object_copy"))
TYPES = _OBJECTS | {ACCOUNT_BLOCK}
"""The types that this module builds subjects from."""


def subjects(resources: Sequence[Resource], estate: Estate) -> Iterator[Subject]:
    found: list[tuple[Subject, Companion | None]] = []
    for resource in resources:
        if resource.type == ACCOUNT_BLOCK:
            yield _account_block(resource)
        elif resource.type in _OBJECTS:
            if not found:
                found = _buckets(estate)
            yield _object(resource, estate, found)


def _buckets(estate: Estate) -> list[tuple[Subject, Companion | None]]:
    """The buckets of a unit; those from elsewhere with a companion that names them."""
    named: list[Companion | None] = [None for _ in estate.buckets]
    named += [companions[0] for _, companions in estate.links.external()]
    return list(zip(bucket_subjects(estate), named, strict=True))


def _account_block(resource: Resource) -> Subject:
    def build(world: World) -> AccountAccessBlock:
        def read() -> Setting[PublicAccessBlock]:
            return bucket_settings.public_access_block(view_of(resource.settings, resource.origin, world))

        return AccountAccessBlock(resource.address, resource.origin, Readings({"public_access_block": read}))

    address = resource.address
    return Subject(AccountAccessBlock, address, block_of(address), resource.origin, resource.condition, build)


def _object(resource: Resource, estate: Estate, buckets: list[tuple[Subject, Companion | None]]) -> Subject:
    def build(world: World) -> Object:
        return Object(resource.address, resource.origin, _ObjectReader(resource, estate, buckets, world))

    return Subject(Object, resource.address, block_of(resource.address), resource.origin, resource.condition, build)


class _ObjectReader(ByMethod):
    def __init__(
        self, resource: Resource, estate: Estate, buckets: list[tuple[Subject, Companion | None]], world: World
    ) -> None:
        self._resource = resource
        self._estate = estate
        self._buckets = buckets
        self._world = world
        self._view = view_of(resource.settings, resource.origin, world)

    def acl(self) -> Setting[AccessControlList]:
        return bucket_settings.inline_acl(self._view)

    def algorithm(self) -> Setting[str]:
        stated = self._view.word("server_side_encryption")
        key = self.kms_key()
        if isinstance(stated, Absent) and not isinstance(key, Absent):
            return key if isinstance(key, Unknown) else Known("aws:kms", key.origin)
        return stated

    def kms_key(self) -> Setting[Text]:
        return self._view.text("kms_key_id")

    def bucket(self) -> Setting[Bucket]:
        named = self._view.text("bucket")
        doubt: Unknown | None = None
        for bucket, (subject, _) in zip(self._estate.buckets, self._buckets, strict=False):
            match names(named, bucket, self._world):
                case Truth.YES if self._world.decide(subject.condition):
                    return Known(subject.build(self._world), named.origin)
                case Truth.MAYBE:
                    reason = f"{self._resource.address} may lie in {subject.address}"
                    doubt = doubt or Unknown(reason, named.origin, named.inputs if isinstance(named, Unknown) else ())
        if doubt is not None:
            return doubt
        own = Companion(self._resource, argument(self._resource, "bucket"))
        for subject, companion in self._buckets:
            if companion is not None and same_text(external_identity(companion), external_identity(own)) is Truth.YES:
                return Known(subject.build(self._world), named.origin)
        return Known(self._elsewhere(own, self._view), named.origin)

    def _elsewhere(self, own: Companion, view: View) -> Bucket:
        """A bucket of which nothing but this object is declared."""
        identity = external_identity(own)
        reader = ExternalReader(self._estate, str(identity), [own], self._world)
        return Bucket(str(identity), view.header, identity, reader, is_external=True)
