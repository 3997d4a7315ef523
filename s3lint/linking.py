"""Which companion resource belongs to which bucket: by reference, then by equal names, per world."""

from __future__ import annotations

from collections.abc import Iterable

from s3lint.condition import Truth
from s3lint.record import Record
from s3lint.resource import Resource
from s3lint.value import (
    Absent,
    Choice,
    Data,
    Known,
    Origin,
    Piece,
    Setting,
    Symbol,
    Text,
    Unknown,
    Value,
    same_text,
    text_of,
)
from s3lint.worlds import EVERYWHERE, World


class DeclaredBucket(Record):
    """A bucket resource, the symbol by which references name it, and its configured name."""

    resource: Resource
    symbol: Symbol
    name: Value[Data]

    @property
    def identity(self) -> Text:
        return Text((Piece(self.symbol, self.resource.origin),))


class Companion(Record):
    """A resource that configures a bucket, and how it names that bucket."""

    resource: Resource
    bucket: Value[Data]


class Linked(Record):
    """The companions of one bucket in one world: those that are certain, and why others may have to be counted."""

    certain: tuple[Companion, ...]
    doubt: Unknown | None

    def only(self, header: Origin) -> Setting[Companion]:
        """The one companion of a kind that a bucket can have; the last where several claim it, as a later write wins."""
        if self.certain:
            return Known(self.certain[-1], self.certain[-1].resource.origin)
        return self.doubt if self.doubt is not None else Absent(header)


class Links:
    """All companions of a unit, by resource type, and the buckets that they may belong to."""

    def __init__(self, companions: Iterable[Companion], buckets: Iterable[DeclaredBucket]) -> None:
        self._buckets = tuple(buckets)
        self._declared = {(bucket.symbol.resource, bucket.symbol.attribute) for bucket in self._buckets}
        self._by_type: dict[str, list[Companion]] = {}
        self._referring: dict[tuple[str, str], list[tuple[int, Companion]]] = {}
        self._naming: dict[str, list[tuple[int, Companion]]] = {}
        for companion in companions:
            kind = companion.resource.type
            known = self._by_type.setdefault(kind, [])
            symbol = self._reference(companion)
            if symbol is None:
                self._naming.setdefault(kind, []).append((len(known), companion))
            else:
                self._referring.setdefault((kind, symbol.resource), []).append((len(known), companion))
            known.append(companion)
        literals: dict[str, int] = {}
        for bucket in self._buckets:
            if bucket.symbol.literal is not None:
                literals[bucket.symbol.literal] = literals.get(bucket.symbol.literal, 0) + 1
        self._shared = {literal for literal, count in literals.items() if count > 1}

    def _reference(self, companion: Companion) -> Symbol | None:
        """The declared bucket that a companion refers to in every world; it can belong to no other."""
        match companion.bucket:
            case Known(Text((Piece(Symbol() as symbol),))) if (symbol.resource, symbol.attribute) in self._declared:
                return symbol
            case _:
                return None

    def _candidates(self, bucket: DeclaredBucket, kind: str) -> list[Companion]:
        """The companions of a type that may belong to a bucket, in the order of the unit: an estate has thousands of them."""
        found = self._referring.get((kind, bucket.symbol.resource), []) + self._naming.get(kind, [])
        return [companion for _, companion in sorted(found, key=lambda pair: pair[0])]

    def of(self, bucket: DeclaredBucket, kind: str, world: World) -> Linked:
        """The companions of a type that belong to a bucket."""
        certain: list[Companion] = []
        doubt: Unknown | None = None
        for companion in self._candidates(bucket, kind):
            if not self._can_name(companion.bucket, bucket, Truth.YES, Truth.MAYBE):
                continue
            if not world.decide(companion.resource.condition):
                continue
            named = world.settle(companion.bucket)
            match self._names(named, bucket, world):
                case Truth.YES:
                    certain.append(companion)
                case Truth.MAYBE if companion.resource.provider == bucket.resource.provider:
                    if not any(self._names(named, other, world) is Truth.YES for other in self._buckets):
                        doubt = _doubt(companion, named)
        return Linked(tuple(certain), doubt)

    def external(self) -> list[tuple[str, list[Companion]]]:
        """Companions of buckets that the unit does not declare, together with what they call the bucket.

        One that may belong to a declared bucket, but of which nothing says so, is here as well: what it states holds for
        whichever bucket it is. Two of one type stand apart, as a bucket can have only one of them.
        """
        found: dict[tuple[str, int], list[Companion]] = {}
        for companions in self._by_type.values():
            seen: dict[str, int] = {}
            for companion in companions:
                if self._reference(companion) is not None:
                    continue
                if not any(self._can_name(companion.bucket, bucket, Truth.YES) for bucket in self._buckets):
                    name = _external_name(companion)
                    seen[name] = seen.get(name, 0) + 1
                    found.setdefault((name, seen[name]), []).append(companion)
        return [(name, companions) for (name, _), companions in found.items()]

    def _names(self, named: Setting[Data], bucket: DeclaredBucket, world: World) -> Truth:
        """As `names`; a name that several declared buckets have designates none of them for certain."""
        answer = names(named, bucket, world)
        is_ambiguous = bucket.symbol.literal in self._shared and not _is_reference(named)
        return Truth.MAYBE if answer is Truth.YES and is_ambiguous else answer

    def _can_name(self, named: Value[Data], bucket: DeclaredBucket, *answers: Truth) -> bool:
        """Whether one of the answers is right in some world; cheap, so that a world decides only what matters."""
        if isinstance(named, Choice):
            return self._can_name(named.if_true, bucket, *answers) or self._can_name(named.if_false, bucket, *answers)
        if isinstance(bucket.name, Choice):
            return True
        return self._names(named, bucket, EVERYWHERE) in answers


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
        case (Piece(Unknown(inputs=inputs)),):
            return inputs[0] if inputs else companion.resource.address
        case pieces:
            return str(Text(pieces))


def names(named: Setting[Data], bucket: DeclaredBucket, world: World) -> Truth:
    """Whether a settled bucket name designates a declared bucket."""
    if isinstance(named, Absent):
        return Truth.MAYBE
    text = _text(named)
    if text is None:
        return Truth.MAYBE
    if _is_other_name(text, bucket.symbol):
        return Truth.NO
    by_reference = same_text(text, bucket.identity)
    if by_reference is Truth.YES:
        return Truth.YES
    match world.settle(bucket.name):
        case Absent():
            return Truth.NO if _is_given(text) else by_reference
        case configured:
            name = _text(configured)
            return Truth.MAYBE if name is None else same_text(text, name)


def _is_other_name(text: Text, symbol: Symbol) -> bool:
    """Whether a text is the name of another declared resource: two of one unit can't have the same, whatever it will be."""
    match text.pieces:
        case (Piece(Symbol(resource=resource, attribute=attribute)),):
            return resource not in ("", symbol.resource) and attribute == symbol.attribute
        case _:
            return False


def _text(named: Setting[Data]) -> Text | None:
    match named:
        case Known(str() | Text() as content, origin):
            return text_of(content, origin)
        case Unknown(origin=origin) as unknown:
            return Text((Piece(unknown, origin),))
        case _:
            return None


def _is_given(text: Text) -> bool:
    """Whether every unknown of the text is fixed before anything is deployed."""
    return all(unknown.is_input for unknown in text.unknowns)


def _is_reference(named: Setting[Data]) -> bool:
    match named:
        case Known(Text((Piece(Symbol()),))):
            return True
        case _:
            return False


def _doubt(companion: Companion, named: Setting[Data]) -> Unknown:
    address = companion.resource.address
    match named:
        case Unknown(reason, _, inputs):
            return Unknown(f"{address} may belong to this bucket: {reason}", companion.resource.origin, inputs)
        case Known(str() | Text() as content, origin):
            text = text_of(content, origin)
            inputs = tuple(name for unknown in text.unknowns for name in unknown.inputs)
            return Unknown(f"{address} may belong to this bucket: it names {text}", companion.resource.origin, inputs)
        case _:
            return Unknown(f"{address} may belong to this bucket: it names none", companion.resource.origin)
