"""The resources of a unit, linked: every bucket, the companions of each, and who logs to it. One for all languages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from s3lint.base.record import Record
from s3lint.base.resource import Calls, Problem, Resource, property_of
from s3lint.base.value import (
    Absent,
    Cause,
    Choice,
    Data,
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
    map_arms,
    text_of,
)
from s3lint.base.worlds import World
from s3lint.languages.arns import told
from s3lint.languages.dialect import Dialect, Kind
from s3lint.languages.linking import Companion, Links, external_identity
from s3lint.languages.locators import Path
from s3lint.languages.namings import DeclaredBucket, Namings
from s3lint.languages.unit import block_of
from s3lint.languages.unseen import Handed, Unseen
from s3lint.model.bucket_names import bucket_in_domain


class LogSource(Record):
    """A resource with a logging configuration, and the path of the name of the bucket that it logs to."""

    resource: Resource
    path: Path


class Estate:
    """The resources of a unit in the words of a dialect.

    `symbols` are the names by which references call the buckets, by address. `events` are functions, each with a bucket
    that notifies it because the function says so. `unread` says why there may be more resources of whatever kind, about
    whatever bucket; `unseen` are calls behind which there may be more about the buckets that they are given. `is_filled_in`
    says that a bucket may show what a companion states, although its own code does not.
    """

    def __init__(
        self,
        dialect: Dialect,
        resources: Sequence[Resource],
        symbols: dict[str, Symbol],
        events: Iterable[Companion] = (),
        unread: Unknown | None = None,
        unseen: Sequence[Unseen] = (),
        switched_off: Iterable[Resource] = (),
        *,
        is_filled_in: bool = False,
    ) -> None:
        self.dialect = dialect
        self.is_filled_in = is_filled_in
        self.resources = resources
        self.unread = unread
        self.unseen = unseen
        self._by_type: dict[str, list[Resource]] = {}
        self._by_word: dict[str, dict[str, list[Resource]]] = {}
        for resource in resources:
            self._by_type.setdefault(resource.type, []).append(resource)
        self.buckets = tuple(
            DeclaredBucket(resource, symbols[resource.address], _named(resource, dialect.name))
            for resource in self.of_type(dialect.bucket)
        )
        companions = (resource for resource in resources if resource.type in dialect.companions)
        self.links = self._linked(resource for resource in companions if not self._is_in_directory_bucket(resource))
        self._switched_off = self._linked(switched_off)
        self.events = Links(events, self.buckets)

    def _linked(self, companions: Iterable[Resource]) -> Links:
        names = self.dialect.names
        return Links((Companion(one, _without_absent(_named(one, names))) for one in companions), self.buckets)

    def switched_off(self, bucket: DeclaredBucket, kind: str, world: World) -> Origin | None:
        """Where it is said that a companion of a bucket, which is declared, is not there; None where none is declared."""
        found = self._switched_off.of(bucket, kind, world).certain
        return found[-1].resource.origin if found else None

    def of_type(self, kind: str) -> Sequence[Resource]:
        return self._by_type.get(kind, ())

    def with_words(self, kind: str, words: Collection[str]) -> Iterator[Resource]:
        """The resources of a type which have one of some addresses, or in which one is referred to or stands as a name.

        Nothing is asked of a world: they are all that can name, or be named so, in any. A name also ends an ARN, after a slash.
        """
        by_word = self._by_word.get(kind)
        if by_word is None:
            by_word = self._by_word[kind] = {}
            for resource in self.of_type(kind):
                for word in {resource.address, *words_in(resource.settings)}:
                    by_word.setdefault(word, []).append(resource)
        found = {resource.address: resource for word in words for resource in by_word.get(word, ())}
        yield from found.values()

    @cached_property
    def external(self) -> list[tuple[str, list[Companion]]]:
        """The companions of each bucket that is only referred to, and what they call it."""
        return self.links.external()

    @cached_property
    def misnamed(self) -> list[tuple[DeclaredBucket, Companion]]:
        """The companions that call their bucket by a text which is the address of a declared one: a reference may be meant."""
        texts = ((each, external_identity(each).literal) for _, companions in self.external for each in companions)
        return [(bucket, each) for each, text in texts if text for bucket in self.buckets if _is_address(text, bucket, each)]

    def partition_of(self, resource: Resource, world: World) -> str:
        """The partition that a resource lies in, as far as it or the world's region says so; else empty."""
        known = world.known(self.dialect.region) if self.dialect.region and not resource.partition else ()
        return next((told("partition", "", str(region)) for region in known), resource.partition)

    def kind_of(self, resource: Resource) -> Kind | None:
        """What a resource is to the model, other than a bucket or a companion of one."""
        kind = self.dialect.neighbours.get(resource.type)
        if self._is_in_directory_bucket(resource):
            return self.dialect.in_directory_bucket.get(resource.type, kind)
        return kind

    def _is_in_directory_bucket(self, resource: Resource) -> bool:
        """Whether a resource configures a declared directory bucket, which shares types of companions with other buckets."""
        return bool(self._directory_buckets) and _referred(resource, self.dialect.names) in self._directory_buckets

    @cached_property
    def _directory_buckets(self) -> frozenset[str]:
        return frozenset(resource.address for resource in self.of_type(self.dialect.directory_bucket))

    def unread_about(self, bucket: DeclaredBucket, world: World) -> Unknown | None:
        """Why there may be more resources about a bucket; None where all was read that can name it."""
        if self.unread is not None:
            return None if world.seen_only and self.unread.cause is Cause.UNSEEN else self.unread
        if world.seen_only:
            return None
        calls = self._handed.to(bucket)
        if not calls:
            return None
        *others, last = (call.address for call in calls)
        those = f"{', '.join(others)} and {last} are" if others else f"{last} is"
        reason = f"{those} given this bucket and not read: {calls[0].reason}"
        return Unknown(reason, bucket.resource.origin, (*others, last), cause=Cause.UNSEEN)

    @cached_property
    def _given(self) -> Mapping[str, Sequence[str]]:
        """The addresses of the buckets that each call is given of what was not seen, by the address of the call."""
        found: dict[str, list[str]] = {}
        for bucket in self.buckets:
            for call in self._handed.to(bucket):
                found.setdefault(call.address, []).append(bucket.resource.address)
        return found

    def not_seen(self) -> Iterator[Problem]:
        """What was not seen: one problem for each place of a call, however many instances it has."""
        places: dict[Origin, list[Unseen]] = {}
        for call in self.unseen:
            places.setdefault(call.origin, []).append(call)
        for origin, calls in places.items():
            first, given = calls[0], self._given
            pairs = tuple((call.address, bucket) for call in calls for bucket in given.get(call.address, ()))
            those = Calls(first.source, first.reason, tuple(call.address for call in calls), pairs)
            yield Problem("unresolved-module", f"{first.address} is not judged: {first.reason}", origin, those)

    @cached_property
    def _handed(self) -> Handed:
        return Handed(self.unseen)

    def log_sources(self, bucket: DeclaredBucket) -> list[LogSource]:
        """The logging configurations that may name a bucket."""
        sources, namings = self._log_sources
        return [sources[place] for place in namings.of(bucket)]

    @cached_property
    def _log_sources(self) -> tuple[list[LogSource], Namings]:
        return self._sources("logging.target_bucket", lambda named: named)

    def acl_deliveries(self, bucket: DeclaredBucket) -> list[LogSource]:
        """What delivers logs through an ACL and may name a bucket, by its name or its domain."""
        sources, namings = self._acl_deliveries
        return [sources[place] for place in namings.of(bucket)]

    @cached_property
    def _acl_deliveries(self) -> tuple[list[LogSource], Namings]:
        return self._sources("acl_delivery", lambda named: map_arms(named, _named_by_domain))

    def _sources(self, setting: str, name_in: Callable[[Value[Data]], Value[Data]]) -> tuple[list[LogSource], Namings]:
        """What stands at the places of a setting, with what of it names a bucket."""
        found: list[tuple[LogSource, Value[Data]]] = []
        for place in self.dialect.places(setting):
            for resource in self.of_type(place.type):
                target = _without_absent(property_of(resource, *place.path))
                if not isinstance(target, Absent):
                    found.append((LogSource(resource, place.path), name_in(target)))
        return [source for source, _ in found], Namings((target for _, target in found), self.buckets)


def _named_by_domain(named: Setting[Data]) -> Setting[Data]:
    match named:
        case Known(str() | Text() as text, origin):
            name = bucket_in_domain(text_of(text, origin))
            return named if name is None else Known(name, origin)
        case _:
            return named


def _is_address(text: str, bucket: DeclaredBucket, companion: Companion) -> bool:
    """Whether a text is the address of a bucket in the module of a companion, or an attribute of it."""
    block = block_of(bucket.resource.address)
    for local in (text, text.rpartition(".")[0]):
        module = block.removesuffix(local) if local else block
        if module != block and module[-1:] in ("", "/", ".") and companion.resource.address.startswith(module):
            return True
    return False


def words_in(value: Value[Data]) -> Iterator[str]:
    """What a value can name in any world: the addresses that it refers to, and its texts after their last slash."""
    pending: list[Value[Data]] = [value]
    while pending:
        match pending.pop():
            case Choice(_, if_true, if_false):
                pending += (if_true, if_false)
            case Known(MapValue(entries)):
                pending += (entry.value for entry in entries.values())
            case Known(ListValue(items)):
                pending += items
            case Known(str() as text):
                yield text.rpartition("/")[2]
            case Known(Text(pieces)):
                yield from (piece.content.resource for piece in pieces if isinstance(piece.content, Symbol))
                yield from (piece.content.rpartition("/")[2] for piece in pieces[-1:] if isinstance(piece.content, str))


def _named(resource: Resource, key: str) -> Value[Data]:
    """The name of a bucket that a resource states: null and the empty string are none."""
    return _filled(property_of(resource, key), resource.origin)


def _filled(value: Value[Data], header: Origin) -> Value[Data]:
    match value:
        case Choice(condition, if_true, if_false):
            return Choice(condition, _filled(if_true, header), _filled(if_false, header))
        case Known(None) | Known(""):
            return Absent(header)
        case Known(Text() as text) if text.literal == "":
            return Absent(header)
        case _:
            return value


def _without_absent(value: Value[Data]) -> Value[Data]:
    match value:
        case Choice(condition, if_true, if_false):
            yes, no = _without_absent(if_true), _without_absent(if_false)
            if isinstance(yes, Absent):
                return no
            return yes if isinstance(no, Absent) else Choice(condition, yes, no)
        case _:
            return value


def _referred(resource: Resource, key: str) -> str:
    """The address of the resource that a property refers to."""
    match resource.settings:
        case Known(MapValue(entries)) if key in entries:
            match entries[key].value:
                case Known(Text((Piece(Symbol(resource=address)),))):
                    return address
    return ""
