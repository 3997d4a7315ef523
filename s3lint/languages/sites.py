"""Buckets and their neighbours as sites of an estate: what a unit says about one of them in one world, read when asked."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from s3lint.base.comparison import same_text
from s3lint.base.condition import Truth
from s3lint.base.resource import Resource
from s3lint.base.value import Absent, Known, Origin, Setting, Symbol, Text, Unknown
from s3lint.base.view import View, view_of
from s3lint.base.worlds import World
from s3lint.languages.dialect import Kind, Table
from s3lint.languages.estate import Estate
from s3lint.languages.linking import Companion, Linked, external_identity
from s3lint.languages.locators import Locator, Some
from s3lint.languages.namings import DeclaredBucket, names
from s3lint.languages.site import BucketView, NeighbourView
from s3lint.model.bucket import stated_elsewhere


class TableSite(View):
    """A site of an estate whose settings stand in a table; `found` keeps those that were asked for."""

    estate: Estate
    table: Table
    found: dict[str, Any]

    def read(self, setting: str) -> Any:
        """A setting of the model, by its name in the catalogue."""
        if setting not in self.found:
            self.found[setting] = self.table[setting].read(self)
        return self.found[setting]

    def view_of(self, resource: Resource) -> View:
        return view_of(resource.settings, resource.origin, self.world)


class BucketSite(TableSite, BucketView):
    """What a bucket, declared or not, and its companions say."""

    @abstractmethod
    def linked(self, kind: str) -> Linked:
        """The companions of a type that belong to the bucket."""

    @abstractmethod
    def is_named(self, named: Setting[Text]) -> Truth:
        """Whether a text is the name of the bucket."""

    def companion(self, kind: str) -> View:
        match self.linked(kind).only(self.header, self.world):
            case Known(companion):
                return self.view_of(companion.resource)
            case Absent():
                header = self.switched_off(kind) or self.header
                return View(Absent(header), header, self.world)
            case other:
                return View(other, self.header, self.world)

    def switched_off(self, kind: str) -> Origin | None:
        """Where it is said that a companion of a type, which is declared, is not there."""
        return None

    def each_companion(self, kind: str) -> Some[View]:
        found = self.linked(kind)
        return tuple(self.view_of(companion.resource) for companion in found.certain), found.doubt


class DeclaredSite(BucketSite):
    """A bucket that the unit declares."""

    bucket: DeclaredBucket

    def switched_off(self, kind: str) -> Origin | None:
        return self.estate.switched_off(self.bucket, kind, self.world)

    def linked(self, kind: str) -> Linked:
        if kind not in self.found:  # types are not called like settings
            linked = self.estate.links.of(self.bucket, kind, self.world)
            self.found[kind] = Linked(linked.certain, linked.doubt or self.estate.unread_about(self.bucket, self.world))
        found: Linked = self.found[kind]
        return found

    def is_named(self, named: Setting[Text]) -> Truth:
        return names(named, self.bucket, self.world)

    def attributes(self) -> View:
        return view_of(self.bucket.resource.attributes or Absent(self.header), self.header, self.world)


class ExternalSite(BucketSite):
    """A bucket that the unit only refers to: what its companions do not state is unknown."""

    companions: Sequence[Companion]
    elsewhere: Unknown

    def read(self, setting: str) -> Any:
        match setting:
            case "name":
                return Known(external_identity(self.companions[0]), self.header)
            case "log_target" | "account_public_access_block":
                return self.elsewhere
            case _:
                return super().read(setting)

    def linked(self, kind: str) -> Linked:
        here = tuple(
            companion
            for companion in self.companions
            if companion.resource.type == kind and self.world.decide(companion.resource.condition)
        )
        return Linked(here, None if here else self.elsewhere)

    def is_named(self, named: Setting[Text]) -> Truth:
        own = external_identity(self.companions[0])
        return same_text(own, named.value) if isinstance(named, Known) else Truth.MAYBE

    def attributes(self) -> View:
        return View(self.elsewhere, self.header, self.world)


class NeighbourSite(TableSite, NeighbourView):
    """Something around buckets."""

    resource: Resource
    name: Locator[Setting[Text]]

    def apart(self, kind: str, named_by: Locator[Setting[Text]]) -> View:
        for resource in self.estate.of_type(kind):
            if self.world.decide(resource.condition):
                view = self.view_of(resource)
                if self._is_named(named_by.read(view)):
                    return view
        return View(Absent(self.header), self.header, self.world)

    def _is_named(self, named: Setting[Text]) -> bool:
        """Whether a text is about this resource: by a reference to it, its ARN included, or by its name."""
        if not isinstance(named, Known):
            return False
        if refers_to(named.value, self.resource.address):
            return True
        own = self.name.read(self)
        return isinstance(own, Known) and same_text(own.value, named.value) is Truth.YES


def refers_to(text: Text, address: str) -> bool:
    """Whether a text has a reference to a resource."""
    return any(isinstance(piece.content, Symbol) and piece.content.resource == address for piece in text.pieces)


def declared_site(estate: Estate, bucket: DeclaredBucket, world: World) -> DeclaredSite:
    resource = bucket.resource
    settings = world.settle(resource.settings)
    return DeclaredSite(settings, resource.origin, world, estate, estate.dialect.settings, {}, bucket)


def external_site(estate: Estate, name: str, companions: Sequence[Companion], world: World) -> ExternalSite:
    header = companions[0].resource.origin
    unknown = stated_elsewhere(name, header)
    return ExternalSite(unknown, header, world, estate, estate.dialect.settings, {}, companions, unknown)


def neighbour_site(estate: Estate, resource: Resource, kind: Kind, world: World) -> NeighbourSite:
    settings = world.settle(resource.settings)
    return NeighbourSite(settings, resource.origin, world, estate, kind.settings, {}, resource, kind.name)
