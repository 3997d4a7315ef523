"""What rules judge, out of the resources of a unit: buckets, those that are only referred to as well, and their neighbours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from s3lint.base.comparison import same_text
from s3lint.base.condition import Truth
from s3lint.base.record import replace
from s3lint.base.resource import Resource
from s3lint.base.value import Absent, Choice, Known, Note, Setting, Text, Unknown
from s3lint.base.worlds import World
from s3lint.languages.dialect import Kind
from s3lint.languages.estate import Estate
from s3lint.languages.linking import Companion, external_identity
from s3lint.languages.namings import DeclaredBucket, is_reference, names
from s3lint.languages.sites import NeighbourSite, declared_site, external_site, neighbour_site
from s3lint.languages.unit import Subject, block_of
from s3lint.model.bucket import Bucket
from s3lint.model.neighbours import AccessPoint, Object, Trail

_IN_BUCKETS = (AccessPoint, Object, Trail)


def subjects_of(estate: Estate) -> tuple[Subject, ...]:
    spelled = estate.dialect.spelled
    return tuple(replace(subject, spelled=spelled) for subject in (*_buckets(estate), *_neighbours(estate)))


def _buckets(estate: Estate) -> Iterator[Subject]:
    for bucket in estate.buckets:
        construct = estate.dialect.construct(bucket.resource)
        found = _subject(Bucket, bucket.resource, partial(_declared, estate, bucket, construct))
        hints = tuple(_hints(estate, bucket))
        yield replace(found, called=bucket.name, hints=hints)
    for name, companions in estate.external:
        first = companions[0].resource
        build = partial(_external, estate, name, companions)
        meant = (each for each in estate.misnamed if each[1] in companions)
        hints = tuple(("", _hint(estate, *each)) for each in meant)
        # What is called by a reference has an address of its own; a text names nothing that the code declares.
        address = name if is_reference(companions[0].bucket) else first.address
        found = Subject(Bucket, address, block_of(first.address), first.origin, True, build)
        yield replace(found, names=(name,), called=companions[0].bucket, hints=hints)


def _hints(estate: Estate, bucket: DeclaredBucket) -> Iterator[tuple[str, Note]]:
    for named, companion in estate.misnamed:
        if named is bucket:
            for setting in estate.dialect.settings_in(companion.resource.type):
                yield setting, _hint(estate, bucket, companion)


def _hint(estate: Estate, bucket: DeclaredBucket, companion: Companion) -> Note:
    """What to look at where a companion calls its bucket by a text that is the address of a declared one."""
    value = companion.bucket
    place = companion.resource.origin if isinstance(value, Choice) else value.origin
    reference = estate.dialect.reference.format(block_of(bucket.resource.address).rpartition("/")[2])
    return Note(place, f"a text, which names another bucket: was `{reference}` meant?")


def _subject(kind: type, resource: Resource, build: Callable[[World], Any]) -> Subject:
    return Subject(kind, resource.address, block_of(resource.address), resource.origin, resource.condition, build)


def _declared(estate: Estate, bucket: DeclaredBucket, construct: str, world: World) -> Bucket:
    resource = bucket.resource
    site = declared_site(estate, bucket, world)
    partition = estate.partition_of(resource, world)
    return Bucket(resource.address, resource.origin, bucket.identity, site, construct=construct, partition=partition)


def _external(estate: Estate, name: str, companions: Sequence[Companion], world: World) -> Bucket:
    identity = external_identity(companions[0])
    site = external_site(estate, name, companions, world)
    partition = estate.partition_of(companions[0].resource, world)
    return Bucket(name, site.header, identity, site, is_external=True, partition=partition)


def _neighbours(estate: Estate) -> Iterator[Subject]:
    for resource in estate.resources:
        kind = estate.kind_of(resource)
        if kind is not None:
            yield _subject(kind.model, resource, partial(_neighbour, estate, resource, kind))


def _neighbour(estate: Estate, resource: Resource, kind: Kind, world: World) -> Any:
    site = neighbour_site(estate, resource, kind, world)
    model: Callable[..., Any] = kind.model
    words = (kind.word,) if kind.word else ()
    reader = _InBucketReader(site) if kind.model in _IN_BUCKETS else site
    return model(resource.address, resource.origin, *words, reader)


class _InBucketReader:
    """What belongs to a bucket: as any neighbour, but for that bucket, which is one of the unit's where it can be."""

    def __init__(self, site: NeighbourSite) -> None:
        self._site = site

    def read(self, setting: str) -> Any:
        return self._bucket() if setting == "bucket" else self._site.read(setting)

    def _bucket(self) -> Setting[Bucket]:
        estate, world, resource = self._site.estate, self._site.world, self._site.resource
        named: Setting[Text] = self._site.read("bucket")
        if isinstance(named, Absent):
            return named
        doubt: Unknown | None = None
        for bucket in estate.buckets:
            match names(named, bucket, world):
                case Truth.YES if world.decide(bucket.resource.condition):
                    return Known(_declared(estate, bucket, estate.dialect.construct(bucket.resource), world), named.origin)
                case Truth.MAYBE:
                    reason = f"the bucket of {resource.address} may be {bucket.resource.address}"
                    doubt = doubt or Unknown(reason, named.origin, named.inputs if isinstance(named, Unknown) else ())
        if doubt is not None:
            return doubt
        own = Companion(resource, named)
        identity = external_identity(own)
        for name, companions in estate.external:
            if same_text(external_identity(companions[0]), identity) is Truth.YES:
                return Known(_external(estate, name, companions, world), named.origin)
        return Known(_external(estate, str(identity), [own], world), named.origin)
