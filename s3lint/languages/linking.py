"""Which companion resource belongs to which bucket: by reference, then by equal names, per world."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from s3lint.base.condition import Atom, Truth
from s3lint.base.record import Record
from s3lint.base.resource import Resource
from s3lint.base.unknowns import any_of, unknowns_in
from s3lint.base.value import Absent, Choice, Data, Known, Origin, Piece, Setting, Symbol, Text, Unknown, Value, arms, text_of
from s3lint.base.worlds import EVERYWHERE, World
from s3lint.languages.namings import DeclaredBucket, Namings, is_reference, names

MAX_CLAIMS = 8
"""Companions of one kind that may be the one that a bucket has, in each of as many worlds."""


class Companion(Record):
    """A resource that configures a bucket, and how it names that bucket."""

    resource: Resource
    bucket: Value[Data]


class Linked(Record):
    """The companions of one bucket in one world: those that are certain, and why others may have to be counted."""

    certain: tuple[Companion, ...]
    doubt: Unknown | None

    def only(self, header: Origin, world: World) -> Setting[Companion]:
        """The one companion of a kind that a bucket can have.

        Where several claim it, the last that is applied stays, and nothing says which that is: a world for each.
        """
        if self.certain:
            addresses = tuple(companion.resource.address for companion in self.certain)
            if len(addresses) > MAX_CLAIMS:
                place = self.certain[-1].resource.origin
                return Unknown(f"more than {MAX_CLAIMS} resources claim the bucket, the limit of s3lint", place)
            *others, chosen = self.certain
            for other in others:
                if world.decide(Atom(f"the last applied of {' and '.join(addresses)}", other.resource.address, addresses)):
                    chosen = other
                    break
            return Known(chosen, chosen.resource.origin)
        return self.doubt if self.doubt is not None else Absent(header)


class Links:
    """All companions of a unit, by resource type, and the buckets that they may belong to."""

    def __init__(self, companions: Iterable[Companion], buckets: Iterable[DeclaredBucket]) -> None:
        self._buckets = tuple(buckets)
        self._by_type: dict[str, list[Companion]] = {}
        for companion in companions:
            self._by_type.setdefault(companion.resource.type, []).append(companion)
        self._namings_of: dict[str, Namings] = {}
        self._of_name: dict[str, list[DeclaredBucket]] = {}
        for bucket in self._buckets:
            if bucket.symbol.literal is not None:
                self._of_name.setdefault(bucket.symbol.literal, []).append(bucket)

    def _namings(self, kind: str) -> Namings:
        """What the companions of a type call their buckets; not every type is asked for."""
        found = self._namings_of.get(kind)
        if found is None:
            named = (companion.bucket for companion in self._by_type[kind])
            found = self._namings_of[kind] = Namings(named, self._buckets)
        return found

    def most(self, bucket: DeclaredBucket, kind: str) -> int:
        """No fewer than the companions of a type that belong to a bucket in a world."""
        there = len(self._by_type.get(kind, ()))
        return len(self._namings(kind).of(bucket)) if there > 1 else there

    def of(self, bucket: DeclaredBucket, kind: str, world: World) -> Linked:
        """The companions of a type that belong to a bucket.

        The world is asked no more than that takes: whether a companion exists only where it can belong to the bucket, and where
        one belongs to it for sure, or one may, nothing of those that also may. So their conditions don't multiply.
        """
        certain: list[Companion] = []
        possible: list[Companion] = []
        companions = self._by_type.get(kind, [])
        places = self._namings(kind).of(bucket) if companions else ()
        for companion in (companions[place] for place in places):
            if not self._can_name(companion.bucket, bucket, world, Truth.YES, Truth.MAYBE):
                continue
            if not isinstance(companion.bucket, Choice) and not self._can_name(companion.bucket, bucket, world, Truth.YES):
                possible.append(companion)
            elif world.decide(companion.resource.condition):
                match self._names(world.settle(companion.bucket), bucket, world):
                    case Truth.YES:
                        certain.append(companion)
                    case Truth.MAYBE:
                        possible.append(companion)
        if certain:
            return Linked(tuple(certain), None)
        doubts = (self._doubt(companion, bucket, world) for companion in possible)
        doubt = next((doubt for doubt in doubts if doubt is not None), None)
        others = [unknown for companion in possible for unknown in unknowns_in(companion.bucket)]
        return Linked((), None if doubt is None else any_of([doubt, *others]))

    def _doubt(self, companion: Companion, bucket: DeclaredBucket, world: World) -> Unknown | None:
        """Why a companion of which nothing says so may belong to a bucket; nothing where it belongs to another one."""
        condition, is_choice = companion.resource.condition, isinstance(companion.bucket, Choice)
        if companion.resource.provider != bucket.resource.provider or (is_choice and not world.decide(condition)):
            return None
        named = world.settle(companion.bucket)
        if self._names(named, bucket, world) is Truth.NO:
            return None
        others = self._namings(companion.resource.type).buckets(named)
        candidates = (other for other in others if self._can_name(named, other, world, Truth.YES))
        if any(self._names(named, other, world) is Truth.YES for other in candidates):
            return None
        return _doubt(companion, named) if world.decide(condition) else None

    def external(self) -> list[tuple[str, list[Companion]]]:
        """Companions of buckets that the unit does not declare, together with what they call the bucket.

        One that may belong to a declared bucket, but of which nothing says so, is here as well: what it states holds for
        whichever bucket it is. Two of one type stand apart, as a bucket can have only one of them.
        """
        found: dict[tuple[str, int], list[Companion]] = {}
        for kind, companions in self._by_type.items():
            seen: dict[str, int] = {}
            for companion in companions:
                if _is_declared(companion.bucket):
                    continue
                buckets = self._namings(kind).buckets(companion.bucket)
                if not any(self._is_meant(companion, bucket) for bucket in buckets):
                    name = _external_name(companion)
                    seen[name] = seen.get(name, 0) + 1
                    found.setdefault((name, seen[name]), []).append(companion)
        return [(name, companions) for (name, _), companions in found.items()]

    def _is_meant(self, companion: Companion, bucket: DeclaredBucket) -> bool:
        """Whether something says that a companion belongs to a bucket, in a world that leaves no other of this name."""
        if not self._can_name(companion.bucket, bucket, EVERYWHERE, Truth.YES):
            return False
        return is_reference(companion.bucket) or not any(other.resource.condition is True for other in self._namesakes(bucket))

    def _names(self, named: Setting[Data], bucket: DeclaredBucket, world: World) -> Truth:
        """As `names`; a name that several buckets of a world have designates none of them for certain."""
        answer = names(named, bucket, world)
        if answer is not Truth.YES or is_reference(named):
            return answer
        return Truth.MAYBE if any(world.decide(other.resource.condition) for other in self._namesakes(bucket)) else answer

    def _namesakes(self, bucket: DeclaredBucket) -> Iterator[DeclaredBucket]:
        """Other buckets of the same written name."""
        if bucket.symbol.literal is not None:
            yield from (other for other in self._of_name[bucket.symbol.literal] if other is not bucket)

    def _can_name(self, named: Value[Data], bucket: DeclaredBucket, world: World, *answers: Truth) -> bool:
        """Whether one of the answers is right in some world; cheap, so that a world decides only what matters."""
        if isinstance(named, Choice):
            return any(self._can_name(arm, bucket, world, *answers) for arm in (named.if_true, named.if_false))
        return isinstance(bucket.name, Choice) or names(named, bucket, world) in answers


def _is_declared(named: Value[Data]) -> bool:
    """Whether a name, whatever it is, is that of something which the unit declares, or of an instance that is not there."""
    found = [arm.candidates if isinstance(arm, Unknown) else None for arm in arms(named)]
    return all(texts and all([type(piece.content) for piece in text.pieces] == [Symbol] for text in texts) for texts in found)


def external_identity(companion: Companion) -> Text:
    """What identifies the bucket of a companion that is not declared: the text that names it."""
    match companion.bucket:
        case Known(str() | Text() as content, origin):
            return text_of(content, origin)
        case Unknown(origin=origin) as unknown:
            return Text((Piece(unknown, origin),))
        case _:
            address = companion.resource.address
            return Text((Piece(Symbol(address, "bucket", f"the bucket of {address}"), companion.resource.origin),))


def _external_name(companion: Companion) -> str:
    match external_identity(companion).pieces:
        case (Piece(Symbol(resource=resource)),) if resource:
            return resource
        case (Piece(Unknown(identity=identity, inputs=inputs)),):
            own = (name for name in inputs if identity and name.endswith(identity))
            return next(own, identity or companion.resource.address)
        case pieces:
            has_no_name = any(isinstance(piece.content, Unknown) and piece.content.written == "…" for piece in pieces)
            return companion.resource.address if has_no_name else str(Text(pieces))


def _doubt(companion: Companion, named: Setting[Data]) -> Unknown:
    why = "it names none"
    if isinstance(named, Unknown):
        why = named.reason
    elif isinstance(named, Known) and isinstance(named.value, (str, Text)):
        why = f"it names {named.value}"
    inputs = tuple(name for unknown in unknowns_in(named) for name in unknown.inputs)
    return Unknown(f"{companion.resource.address} may belong to this bucket: {why}", companion.resource.origin, inputs)
