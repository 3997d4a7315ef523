"""What a language calls the things of the model: a table that says where each setting stands.

`s3lint.languages.locators` and `s3lint.languages.site` are the words of it; the tables are in each language's `dialect`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

from s3lint.base.record import Record
from s3lint.base.resource import Resource
from s3lint.base.value import Setting, Text
from s3lint.languages.locators import Locator, Path, Place, joined, nothing
from s3lint.model.thing import Thing

Table = Mapping[str, Locator[Any]]
"""Where the settings of a thing stand, by their names in the model."""


class Kind(Record):
    """What the model makes of the resources of a type: a `model`, and the `word` for it where that has several kinds.

    `name` is where its own name stands, by which others may name it.
    """

    model: type[Thing]
    settings: Table
    word: str = ""
    name: Locator[Setting[Text]] = nothing("nothing names it by its name")


class Dialect:
    """A language's table of all settings.

    `bucket` is the type of a bucket and `settings` its table. `name` is the argument with its name, `names` that by which its
    companions name it. `further` are companions of which nothing is read but whose bucket they are. `neighbours` are the
    types of what stands around buckets. `construct` gives the path by which the program that wrote the text knows a bucket,
    or nothing. `directory_bucket` is a type of store whose companions are of the same types as those of buckets, where
    there is one, and `in_directory_bucket` says what these are then. `region` is what questions call the
    region of a deployment, where there is one. `reference` is how the name of a resource is written by its address.
    """

    def __init__(
        self,
        *,
        bucket: str,
        name: str,
        names: str,
        settings: Table,
        neighbours: Mapping[str, Kind],
        further: tuple[str, ...] = (),
        construct: Callable[[Resource], str] = lambda _: "",
        directory_bucket: str = "",
        in_directory_bucket: Mapping[str, Kind | None] = MappingProxyType({}),
        region: str = "",
        reference: str,
    ) -> None:
        self.reference = reference
        self.region = region
        self.bucket = bucket
        self.name = name
        self.names = names
        self.settings = settings
        self.neighbours = neighbours
        self.construct = construct
        self.directory_bucket = directory_bucket
        self.in_directory_bucket = in_directory_bucket
        self._further = further

    def settings_in(self, companion: str) -> Iterator[str]:
        """The settings of a bucket that stand in a companion of a type."""
        return (name for name, found in self.settings.items() if any(place.type == companion for place in found.reached()))

    def places(self, setting: str) -> tuple[Place, ...]:
        """Where a setting of a bucket stands, by its name in the catalogue, in the order in which the places are looked at.

        Where the language has none, the only place says why.
        """
        head = setting.partition(".")[0].removesuffix("[]")
        return places(self.bucket, {head: self.settings[head]}).get(setting, ())

    def spelled(self, text: str) -> str:
        """A sentence about settings with their names as the language writes them: `BlockPublicAcls` for `block_public_acls`."""
        return re.sub(r"(?<![.\w])[a-z]+(?:_[a-z]+)+\b", lambda found: self._spelling(found[0]), text)

    def _spelling(self, name: str) -> str:
        return self._spellings.get(name) or self._spellings_around.get(name, name)

    @cached_property
    def _spellings(self) -> Mapping[str, str]:
        """Of the settings of buckets, which are meant mostly: to find all takes as long as to judge ten buckets."""
        return _spellings(places(self.bucket, self.settings))

    @cached_property
    def _spellings_around(self) -> Mapping[str, str]:
        return _spellings(self.all_places())

    def all_places(self) -> Mapping[str, tuple[Place, ...]]:
        """As `places`, for every setting of the model by its key in the catalogue."""
        found = dict(places(self.bucket, self.settings))
        for kind, neighbour in (*self.neighbours.items(), *self.in_directory_bucket.items()):
            if neighbour is not None:
                for setting, each in places(kind, neighbour.settings).items():
                    key = f"{neighbour.model.key}.{setting}"
                    found[key] = found.get(key, ()) + each
        return found

    @cached_property
    def companions(self) -> frozenset[str]:
        """The types that configure a bucket."""
        return frozenset((*(place.type for place in _reached(self.settings) if place.is_split), *self._further))

    @cached_property
    def types(self) -> frozenset[str]:
        """The types that the model is built from."""
        tables = (self.settings, *(kind.settings for kind in self.neighbours.values()))
        reached = (place.type for table in tables for place in _reached(table))
        return frozenset((self.bucket, self.directory_bucket, *self.companions, *self.neighbours, *reached)) - {""}

    def properties(self) -> Mapping[str, frozenset[Path]]:
        """Every type and every path in it that the dialect names; attributes beside the settings are not among them."""
        found: dict[str, set[Path]] = {kind: set() for kind in self.types}
        found[self.bucket].add((self.name,))
        for kind in self.companions:
            found[kind].add((self.names,))
        names = (place for kind, each in self.neighbours.items() for _, place in each.name.places(Place(kind)))
        for place in (*names, *(place for each in self.all_places().values() for place in each)):
            if not place.is_attribute:
                found[place.type] |= {place.path, place.named_by}
        return {kind: frozenset(paths - {()}) for kind, paths in found.items()}


def _reached(table: Table) -> Iterator[Place]:
    for locator in table.values():
        yield from locator.reached()


def _spellings(found: Mapping[str, tuple[Place, ...]]) -> Mapping[str, str]:
    named = ((setting.rpartition(".")[2], place) for setting, each in found.items() for place in each)
    return {name: place.path[-1] for name, place in named if place.is_exact and place.path and "_" in name}


def places(kind: str, table: Table) -> Mapping[str, tuple[Place, ...]]:
    """Where each setting of a table stands, a setting of a part by its dotted name (`lifecycle.rules[].status`)."""
    found: dict[str, list[Place]] = {}
    for setting, locator in table.items():
        for name, place in locator.places(Place(kind)):
            # A list that is called like what holds it is named once.
            key = name if name.startswith(f"{setting}[]") else joined(setting, name)
            found.setdefault(key, []).append(place)
    return {setting: tuple(each) for setting, each in found.items()}
