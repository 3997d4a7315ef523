"""How values name buckets: whether one names a given bucket, and which of many values may."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Union

from s3lint.base.comparison import same_text
from s3lint.base.condition import Truth
from s3lint.base.record import Record
from s3lint.base.resource import Resource
from s3lint.base.value import Absent, Choice, Data, Known, Piece, Setting, Symbol, Text, Unknown, Value, text_of
from s3lint.base.worlds import World


class DeclaredBucket(Record):
    """A bucket resource, the symbol by which references name it, and its configured name."""

    resource: Resource
    symbol: Symbol
    name: Value[Data]

    @property
    def identity(self) -> Text:
        return Text((Piece(self.symbol, self.resource.origin),))


def names(named: Setting[Data], bucket: DeclaredBucket, world: World) -> Truth:
    """Whether a settled bucket name designates a declared bucket."""
    match named:
        case Absent():
            return Truth.MAYBE
        case Unknown(candidates=tuple() as candidates, origin=origin):
            is_candidate = any(names(Known(text, origin), bucket, world) is Truth.YES for text in candidates)
            return Truth.MAYBE if is_candidate else Truth.NO
    text = _text(named, world)
    if text is None:
        return Truth.MAYBE
    referred = _referred(text, bucket.symbol)
    if referred is not Truth.MAYBE:
        return referred
    by_reference = same_text(text, bucket.identity)
    if by_reference is Truth.YES:
        return Truth.YES
    match world.settle(bucket.name):
        case Absent():
            return Truth.NO if _is_given(text) else by_reference
        case configured:
            name = _text(configured, world)
            return Truth.MAYBE if name is None else same_text(text, name)


def _referred(text: Text, symbol: Symbol) -> Truth:
    """Whether a text, as far as it is the name of a declared resource, is that of a bucket.

    Two resources of one unit can't have the same name, whatever it will be.
    """
    match text.pieces:
        case (Piece(Symbol(resource=str() as resource, attribute=symbol.attribute)),) if resource:
            return Truth.YES if resource == symbol.resource else Truth.NO
        case _:
            return Truth.MAYBE


def _text(named: Setting[Data], world: World) -> Text | None:
    """A name as a text, with what a world assumes of the inputs in it."""
    match named:
        case Known(str() | Text() as content, origin):
            return world.assumed(text_of(content, origin))
        case Unknown(origin=origin) as unknown:
            return world.assumed(Text((Piece(unknown, origin),)))
        case _:
            return None


def _is_given(text: Text) -> bool:
    """Whether every unknown of the text is fixed before anything is deployed."""
    return all(unknown.is_input for unknown in text.unknowns)


def is_reference(named: Value[Data]) -> bool:
    """Whether a name is a reference to a resource and nothing else."""
    match named:
        case Known(Text((Piece(Symbol()),))):
            return True
        case _:
            return False


class _Referred(Record):
    """The key of a reference to a declared resource, which is equal to no name."""

    resource: str


_Key = Union[str, _Referred]


class Namings:
    """Many values that name buckets, so indexed that the few that may name a given bucket are found at once."""

    def __init__(self, values: Iterable[Value[Data]], buckets: Iterable[DeclaredBucket]) -> None:
        self._buckets = tuple(buckets)
        self._declared = {(bucket.symbol.resource, bucket.symbol.attribute) for bucket in self._buckets}
        self._attributes = {bucket.symbol.attribute for bucket in self._buckets}
        self._by_key: dict[_Key, list[int]] = {}
        self._open: list[int] = []
        self._edged: list[tuple[int, str, str]] = []
        self._literal: list[int] = []
        for place, value in enumerate(values):
            keys = self._keys(value)
            for key in keys or ():
                self._by_key.setdefault(key, []).append(place)
            start, end = ("", "") if keys is not None else _edges(value)
            if start or end:
                self._edged.append((place, start, end))
            elif keys is None:
                self._open.append(place)
            elif _has_name(keys):
                self._literal.append(place)
        self._named: dict[_Key, list[DeclaredBucket]] = {}
        self._with_open_name: list[DeclaredBucket] = []
        for bucket in self._buckets:
            literals = _literals_of(bucket)
            if literals is None:
                self._with_open_name.append(bucket)
            for key in (_Referred(bucket.symbol.resource), *(literals or ())):
                self._named.setdefault(key, []).append(bucket)

    def of(self, bucket: DeclaredBucket) -> list[int]:
        """The places of the values that may name a bucket, in their order; the others name it in no world."""
        literals = _literals_of(bucket)
        places = {*self._open, *self._by_key.get(_Referred(bucket.symbol.resource), ())}
        if literals is None:
            places.update(self._literal, (place for place, _, _ in self._edged))
        for literal in literals or ():
            places.update(self._by_key.get(literal, ()))
            places.update(p for p, start, end in self._edged if literal.startswith(start) and literal.endswith(end))
        return sorted(places)

    def buckets(self, value: Value[Data]) -> Iterable[DeclaredBucket]:
        """The buckets that a value may name; it names no other in any world."""
        keys = self._keys(value)
        if keys is None:
            return self._buckets
        found = [bucket for key in keys for bucket in self._named.get(key, ())]
        return found + self._with_open_name if _has_name(keys) else found

    def _keys(self, value: Value[Data]) -> set[_Key] | None:
        """What a bucket must have one of to be named; nothing where any bucket may be meant."""
        match value:
            case Choice(_, if_true, if_false):
                one, other = self._keys(if_true), self._keys(if_false)
                return None if one is None or other is None else one | other
            case Known(Text((Piece(Symbol(resource, attribute)),))) if resource and self._is_name(resource, attribute):
                return {_Referred(resource)}
            case Known(str() as literal) | Known(Text(literal=str() as literal)):
                return {literal}
            case Unknown(candidates=tuple() as candidates, origin=origin):
                found = [self._keys(Known(text, origin)) for text in candidates]
                known = [keys for keys in found if keys is not None]
                return {key for keys in known for key in keys} if len(known) == len(found) else None
            case _:
                return None

    def _is_name(self, resource: str, attribute: str) -> bool:
        """Whether an attribute is the name of a resource, so that it can't be that of a bucket which is another one."""
        return (resource, attribute) in self._declared or self._attributes == {attribute}


def _has_name(keys: set[_Key]) -> bool:
    return any(isinstance(key, str) for key in keys)


def _edges(value: Value[Data]) -> tuple[str, str]:
    """What a text is known to begin and to end with. A bucket whose name is generated is not named by such a text."""
    match value:
        case Known(Text(pieces)):
            return _edge(pieces, False), _edge(pieces, True)
        case _:
            return "", ""


def _edge(pieces: tuple[Piece, ...], at_end: bool) -> str:
    found = ""
    for piece in reversed(pieces) if at_end else pieces:
        content = piece.content.literal if isinstance(piece.content, Symbol) else piece.content
        if not isinstance(content, str):
            break
        found = content + found if at_end else found + content
    return found


def _literals(name: Value[Data]) -> set[str] | None:
    match name:
        case Choice(_, if_true, if_false):
            one, other = _literals(if_true), _literals(if_false)
            return None if one is None or other is None else one | other
        case Absent():
            return set()
        case Known(str() as literal) | Known(Text(literal=str() as literal)):
            return {literal}
        case _:
            return None


def _literals_of(bucket: DeclaredBucket) -> set[str] | None:
    """The names that a bucket can have been given; nothing where it may be any."""
    found = _literals(bucket.name)
    if found is not None and bucket.symbol.literal is not None:
        found.add(bucket.symbol.literal)
    return found
