"""What a unit calls and nobody can read: modules and templates that are not on disk, and the buckets that they are given.

Whatever is given a bucket may declare its companions; what is not given it, by a reference or by its name, changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Union

from s3lint.base.record import Record
from s3lint.base.value import (
    Data,
    Encoded,
    Known,
    ListValue,
    MapValue,
    Origin,
    Piece,
    Symbol,
    Text,
    Unknown,
    Value,
    arms,
    text_of,
)
from s3lint.languages.namings import DeclaredBucket

MAX_PARTS = 10_000
"""Of a value that is searched for texts."""


class Texts(Record):
    """The texts in a value: those in it, and those that unknowns in it may be, which stood in other values before."""

    direct: tuple[Text, ...] = ()
    indirect: tuple[Text, ...] = ()

    @property
    def all(self) -> tuple[Text, ...]:
        return self.direct + self.indirect


class Unseen(Record):
    """A call of something that was not read: a module, or the template of a nested stack.

    `address` is that of the call, `source` what the text says to call, empty where that is not known. `reason` says why it
    was not read; `origin` is the place to blame. `given` are the texts in what is handed to it, None where those are too many.
    """

    address: str
    source: str
    reason: str
    origin: Origin
    given: Texts | None


class Handed:
    """Which buckets are given to what was not seen."""

    def __init__(self, unseen: Sequence[Unseen]) -> None:
        self._anything = [each for each in unseen if each.given is None]
        given = [(each, each.given) for each in unseen if each.given is not None]
        self._direct = _by_name((each, texts.direct) for each, texts in given)
        self._indirect = _by_name((each, texts.indirect) for each, texts in given)

    def to(self, bucket: DeclaredBucket) -> tuple[Unseen, ...]:
        """All that is given a bucket; what makes its own of the output of another that is given it is left out beside that."""
        if not self._direct and not self._indirect and not self._anything:
            return ()
        names = tuple(_names_of(bucket))
        found = [each for name in names for each in self._direct.get(name, ())]
        found = found or [each for name in names for each in self._indirect.get(name, ())]
        return tuple({each.address: each for each in (*found, *self._anything)}.values())


def _by_name(given: Iterable[tuple[Unseen, tuple[Text, ...]]]) -> dict[_Name, list[Unseen]]:
    found: dict[_Name, list[Unseen]] = {}
    for each, texts in given:
        for text in texts:
            for name in _names_in(text):
                found.setdefault(name, []).append(each)
    return found


_Part = Union[str, Symbol, tuple[str]]


class _MadeOf(Record):
    """A text that a function makes of a reference, which is called as it is written."""

    written: str


_Name = Union[Symbol, _MadeOf, tuple[_Part, ...]]
"""A reference, or a text as what it is made of: literal runs, facts about the deployment, unknowns by their identities."""


def _names_of(bucket: DeclaredBucket) -> Iterator[_Name]:
    yield bucket.symbol
    yield _MadeOf(bucket.symbol.written)
    if bucket.symbol.literal is not None:
        yield (bucket.symbol.literal,)
    for arm in arms(bucket.name):
        match arm:
            case Known(str() | Text() as content, origin):
                yield _parts(text_of(content, origin))
            case Unknown(identity=identity) if identity:
                yield ((identity,),)


def _names_in(text: Text) -> Iterator[_Name]:
    """All that a bucket may be called by in a text: a reference anywhere, the whole of it, the bucket of an ARN or URI."""
    for piece in text.pieces:
        match piece.content:
            case Symbol(resource=str() as resource) as symbol if resource:
                yield symbol
            case Unknown(inputs=inputs):
                yield from map(_MadeOf, inputs)
    parts = _parts(text)
    yield parts
    for number, part in enumerate(parts):
        if isinstance(part, str):
            for before in (":s3:::", "s3://"):
                _, found, after = part.partition(before)
                if found:
                    yield _up_to_slash((after, *parts[number + 1 :]))


def _up_to_slash(parts: tuple[_Part, ...]) -> tuple[_Part, ...]:
    kept: list[_Part] = []
    for part in parts:
        name = part.partition("/")[0] if isinstance(part, str) else part
        if name:
            kept.append(name)
        if name != part:
            break
    return tuple(kept)


def _parts(text: Text) -> tuple[_Part, ...]:
    """An unknown without an identity is equal to none, and so is what it is part of."""
    parts: list[_Part] = []
    for number, piece in enumerate(text.pieces):
        content = piece.content
        if isinstance(content, Symbol) and content.literal is not None:
            content = content.literal
        if isinstance(content, Unknown):
            parts.append((content.identity or f"\0{id(text)} {number}",))
        elif isinstance(content, str) and parts and isinstance(parts[-1], str):
            parts[-1] += content
        else:
            parts.append(content)
    return tuple(parts)


_Contents = tuple[Union[str, Symbol, tuple[str, ...]], ...]
"""What tells a text from others. An unknown is told by its identity: what it may be is all that calls were given, calls within
calls, and costs more to compare than to find twice."""


def texts_in(value: Value[Data], inside: Callable[[Unknown], Sequence[Value[Data]]] = lambda unknown: ()) -> Texts | None:
    """The texts in a value, however deep, and by themselves the names in them of what the unit declares.

    `inside` are the values that stand for what is unknown of a collection. None where there is too much to look through.
    Each text is found once: what one call is given often is an output of another, which stands for all that this one is given.
    """
    texts: dict[_Contents, Text] = {}
    indirect: dict[_Contents, Text] = {}
    pending = [value]
    for _ in range(MAX_PARTS):
        if not pending:
            return Texts(tuple(texts.values()), tuple(text for contents, text in indirect.items() if contents not in texts))
        for arm in arms(pending.pop()):
            match arm:
                case Known(str() | Text() as content, origin):
                    _enter(text_of(content, origin), texts)
                case Known(ListValue(items, rest)):
                    pending += [*items, *(() if rest is None else (rest,))]
                case Known(MapValue(entries, rest)):
                    pending += [*(entry.value for entry in entries.values()), *(() if rest is None else (rest,))]
                case Known(Encoded(inner)):
                    pending.append(inner)
                case Unknown(candidates=tuple() as candidates):
                    for text in candidates:
                        _enter(text, indirect)
                case Unknown(origin=origin) as unknown:
                    members = inside(unknown)
                    pending += members
                    if not members:
                        _enter(Text((Piece(unknown, origin),)), texts)
    return None


def _enter(text: Text, texts: dict[_Contents, Text]) -> None:
    texts.setdefault(tuple(map(_told_by, text.pieces)), text)
    for piece in text.pieces:
        if isinstance(piece.content, Symbol) and piece.content.resource:
            texts.setdefault((piece.content,), Text((piece,)))


def _told_by(piece: Piece) -> str | Symbol | tuple[str, ...]:
    content = piece.content
    return (content.identity, content.reason, *content.inputs) if isinstance(content, Unknown) else content


def addresses_in(value: Value[Data]) -> Iterator[str]:
    """The addresses of the resources that a value names."""
    found = texts_in(value)
    for text in () if found is None else found.all:
        for piece in text.pieces:
            if isinstance(piece.content, Symbol) and piece.content.resource:
                yield piece.content.resource
