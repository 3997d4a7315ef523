"""Which regions of the files a finding lies in: what suppressions and editors need to know of it.

A finding lies in the regions around the place where its value was written, around the place where the value is used, and around
its subject. They are found in what was read anyway: the values of a unit's resources tell where each map and list stands, the
resources where they and the calls of their modules stand, and the policies where their statements stand.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping

from s3lint.base.record import replace
from s3lint.base.resource import Resource, Scope
from s3lint.base.source import Source, Span
from s3lint.base.value import Data, Encoded, Known, ListValue, MapValue, Origin, Value, arms
from s3lint.languages.unit import Subject, Unit
from s3lint.model.neighbours import Documents
from s3lint.policy import Policy, Statement
from s3lint.run.finding import Finding, Verdict

ORDER = ("statement", "block", "resource", "module", "file")
"""The kinds of regions from the inside out."""

_Place = tuple[Source, int, int]
"""What a place is the same by: cheaper than the records."""


class _Region:
    """A resource, or a map or a list of a resource's settings. `written` is the place that its value is known by."""

    __slots__ = ("_owners", "kind", "name", "origin", "parent", "written")

    def __init__(self, kind: str, name: str, origin: Origin, written: Origin) -> None:
        self.kind = kind
        self.name = name
        self.origin = Origin(origin.source, origin.span)
        self.written = written
        self.parent: _Region | None = None
        self._owners: dict[object, Resource | None] = {}

    def belongs_to(self, resource: Resource) -> None:
        """Enters a resource that holds it: what is written once may be a part of many."""
        for relation in _relations(resource):
            first = self._owners.setdefault(relation, resource)
            if first is not resource and self.kind == "block":
                self._owners[relation] = None

    def owner(self, subject: Resource | None) -> Resource | None:
        """The resource that holds it, of several the one that shares most with the subject; None where that is not decided."""
        for relation in _relations(subject) if subject is not None else ("any",):
            if relation in self._owners:
                return self._owners[relation]
        return None


def _relations(resource: Resource) -> tuple[object, ...]:
    """What a resource may share with others, the most first: all; the module and the instance key; the module; nothing."""
    module = tuple(scope.name for scope in resource.scopes if scope.kind == "module")
    _, bracket, key = resource.address.rpartition("[")
    return resource.address, (module, key if bracket else ""), module, "any"


class Regions:
    """The regions of one unit. They are collected when a finding asks for the first of them."""

    def __init__(self, unit: Unit) -> None:
        self._resources = unit.resources
        self._by_address: dict[str, Resource] = {}
        self._by_source: dict[Source, dict[tuple[int, int, str], _Region]] = {}
        self._sorted: dict[Source, tuple[list[int], list[_Region]]] = {}
        self._apart: dict[int, list[_Region]] = {}

    def placed(self, findings: Iterable[Finding], subject: Subject, policies: Iterable[Policy]) -> Iterator[Finding]:
        """What was found about a subject with the scopes that it lies in, the innermost kind first.

        `policies` are those that the findings may be about. What is not applicable is reported nowhere, and so left alone.
        """
        if not self._by_address:
            self._collect()
        own = self._resource_of(subject)
        statements = {_place(one.origin): one for policy in policies for one in policy.statements}
        for finding in findings:
            if finding.verdict is Verdict.NOT_APPLICABLE:
                yield finding
                continue
            places = [finding.origin, *(Origin(step.source, step.span) for step in finding.origin.via[-1:])]
            found = [scope for place in places for scope in self._around(place, own, statements)]
            found += own.scopes if own is not None else ()
            found += (_file(place.source) for place in (*places, subject.origin))
            yield replace(finding, scopes=in_order(found))

    def nearest(self, place: Origin) -> Origin | None:
        """The smallest resource, map or list of settings that holds a place; None where it lies in none that is known."""
        if not self._by_address:
            self._collect()
        return next((region.origin for region in self._regions(place)), None)

    def _resource_of(self, subject: Subject) -> Resource | None:
        """The resource that a subject is; for a bucket that is only referred to, the first that refers to it."""
        found = self._by_address.get(subject.address)
        return found or next((resource for resource in self._resources if resource.origin == subject.origin), None)

    def _around(self, place: Origin, own: Resource | None, statements: Mapping[_Place, Statement]) -> Iterator[Scope]:
        """The regions that hold a place, with those of the resources that they are part of."""
        left = {where: statement for where, statement in statements.items() if _holds(statement.origin, place)}
        for region in self._regions(place):
            statement = statements.get(_place(region.written))
            if statement is not None:
                yield Scope("statement", statement.name, region.origin)
                left.pop(_place(region.written), None)
            elif region.kind == "block":
                yield Scope("block", region.name, region.origin)
            owner = region.owner(own)
            yield from owner.scopes if owner is not None else ()
        for statement in left.values():
            yield Scope("statement", statement.name, Origin(statement.origin.source, statement.origin.span))

    def _regions(self, place: Origin) -> Iterator[_Region]:
        """From the inside out."""
        starts, regions = self._in_source(place.source)
        index = bisect_right(starts, place.span.start) - 1
        region = regions[index] if index >= 0 else None
        while region is not None:
            if _holds(region.origin, place):
                yield region
            region = region.parent

    def _in_source(self, source: Source) -> tuple[list[int], list[_Region]]:
        found = self._sorted.get(source)
        if found is None:
            regions = sorted(
                self._by_source.get(source, {}).values(), key=lambda region: (region.origin.span.start, -region.origin.span.end)
            )
            around: _Region | None = None
            for region in regions:
                while around is not None and around.origin.span.end <= region.origin.span.start:
                    around = around.parent
                region.parent = around
                around = region
            found = self._sorted[source] = [region.origin.span.start for region in regions], regions
        return found

    def _collect(self) -> None:
        for resource in self._resources:
            self._by_address[resource.address] = resource
            for scope in resource.scopes:
                if scope.kind == "resource":
                    self._add("resource", resource.type, scope.origin, resource.origin).belongs_to(resource)
        for resource in self._resources:
            own = [scope.origin for scope in resource.scopes if scope.kind == "resource"]
            for arm in arms(resource.settings):
                if isinstance(arm, Known) and isinstance(arm.value, MapValue):
                    for name, entry in arm.value.entries.items():
                        self._walk(entry.value, name, entry.key, resource, own)

    def _add(self, kind: str, name: str, origin: Origin, written: Origin) -> _Region:
        in_source = self._by_source.setdefault(origin.source, {})
        key = (origin.span.start, origin.span.end, name)
        found = in_source.get(key)
        if found is None:
            found = in_source[key] = _Region(kind, name, origin, written)
        return found

    def _walk(self, value: Value[Data], name: str, key: Origin | None, owner: Resource, around: list[Origin]) -> list[_Region]:
        """Enters the maps and lists of a value that a resource holds.

        What comes out are those that stand in none of the regions around it, but belong to the resource all the same. A value
        that many resources share is looked through once.
        """
        apart: list[_Region] = []
        for arm in arms(value):
            if not isinstance(arm, Known) or not isinstance(arm.value, (Encoded, MapValue, ListValue)):
                continue
            found = self._apart.get(id(arm))
            if found is None:
                found = self._apart[id(arm)] = self._entered(arm, name, key, owner, around)
            for region in found:
                region.belongs_to(owner)
            apart += found
        return apart

    def _entered(
        self, known: Known[Data], name: str, key: Origin | None, owner: Resource, around: list[Origin]
    ) -> list[_Region]:
        origin = known.origin
        inside: list[tuple[Value[Data], str, Origin | None]] = []
        where: Origin | None = None
        match known.value:
            case Encoded(inner):
                return self._walk(inner, name, key, owner, around)
            case MapValue(entries, region=region):
                inside += ((entry.value, each, entry.key) for each, entry in entries.items())
                where = region or _from_key(key, origin)
            case ListValue(items):
                inside += ((item, name, None) for item in items)
                # The blocks of one type are no list of the text: each is a region of its own.
                where = None if key == origin else _from_key(key, origin)
        apart: list[_Region] = []
        if where is not None:
            entered = self._add("block", name, where, origin)
            if not any(_holds(one, where) for one in around):
                apart.append(entered)
            around = [*around, where]
        for value, each, at in inside:
            apart += self._walk(value, each, at, owner, around)
        return apart


def _place(origin: Origin) -> _Place:
    return origin.source, origin.span.start, origin.span.end


def _holds(region: Origin, place: Origin) -> bool:
    return region.source is place.source and region.span.start <= place.span.start and place.span.end <= region.span.end


def _from_key(key: Origin | None, value: Origin) -> Origin:
    """A value with its key, if it stands beside it."""
    if key is None or key.source is not value.source or value.span.start < key.span.end:
        return value
    return Origin(value.source, Span(key.span.start, value.span.end))


def _file(source: Source) -> Scope:
    return Scope("file", source.path, Origin(source, Span(0, len(source.text))))


def in_order(scopes: Iterable[Scope]) -> tuple[Scope, ...]:
    """Each scope once, by kind from the inside out; none in what is only documented."""
    found = (scope for scope in scopes if not scope.origin.source.documents)
    once = {(scope.kind, scope.name, _place(scope.origin)): scope for scope in found}
    return tuple(sorted(once.values(), key=lambda scope: ORDER.index(scope.kind)))


def policies_of(found: object) -> Iterator[Policy]:
    """The policies in what was read of a model object, or in a part of it."""
    match found:
        case Policy():
            yield found
        case Known(inner):
            yield from policies_of(inner)
        case Documents(policies):
            for policy in policies:
                yield from policies_of(policy)
