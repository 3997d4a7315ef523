"""The words in which a dialect says where a setting of the model stands in a resource.

A locator is data. It is read forwards, by `read`, for what a resource says in one world; backwards, by `places`, for where
somebody would write the setting; and sideways, by the same, for the names of all properties that a language is said to have.

A path is keys with dots between them, from the settings of the resource inwards, or from the block that the locator stands
in. `[]` marks a key where CloudFormation wants a list of one block; Terraform writes all blocks alike. What a path leads to
in vain is absent, at the header of the innermost block that is there.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Generic, TypeVar

from s3lint.base.record import Record, replace
from s3lint.base.value import Absent, Known, Setting, Text, Unknown
from s3lint.base.view import View
from s3lint.languages import parts
from s3lint.model.bucket import Strings
from s3lint.policy import Policy

R = TypeVar("R", bound=Record)
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Path = tuple[str, ...]
Some = tuple[tuple[T, ...], Unknown | None]
"""Elements of a list in their order, and what is unknown of further ones."""


class Place(Record):
    """Where a setting stands: the type of the resource, and the keys to it; that of a list of blocks ends in `[]`.

    `values` are the pairs of what the model says and what the language writes, where these differ. `is_exact` is false where
    the setting is only worked out from what stands there, so that nothing says how to write it. `is_split` marks what
    stands in a companion of a bucket, `is_attribute` what stands beside the settings of a resource (`DeletionPolicy`).
    `named_by` is the path by which a resource of its own, that is no companion of a bucket, names what it is about.
    `why_none` says that the language has no such place, and why.
    """

    type: str
    path: Path = ()
    values: tuple[tuple[Any, Any], ...] = ()
    is_exact: bool = True
    is_split: bool = False
    is_attribute: bool = False
    named_by: Path = ()
    why_none: str = ""

    def inside(self, *keys: str) -> Place:
        return replace(self, path=self.path + keys)


def joined(head: str, name: str) -> str:
    """The name of a setting inside another one."""
    return f"{head}{name}" if name.startswith("[") or not name else f"{head}.{name}"


class Places(Record):
    """Where something that the model says stands in code."""

    @abstractmethod
    def places(self, at: Place) -> Iterator[tuple[str, Place]]:
        """Every place with the name of the setting that stands there, relative to the locator's own.

        `at` is the place of the resource or of the block that the locator stands in.
        """

    def reached(self) -> Iterator[Place]:
        """The other resources that are read: a place of each type, without a path. A locator inside a block reads none."""
        yield from ()


class Locator(Places, Generic[T_co]):
    """Where a setting stands, or a part of the model with several, so that it can be read there."""

    @abstractmethod
    def read(self, view: View) -> T_co:
        """What the resource says; `view` is of the resource or of the block that the locator stands in."""

    def is_absent(self, view: View) -> bool:
        return isinstance(self.read(view), Absent)


class AtKey(Locator[T_co]):
    """What stands at a key, in the shape in which `take` gives it."""

    take: Callable[[View, str], T_co]
    blocks: Path
    key: str
    path: Path

    def read(self, view: View) -> T_co:
        return self.take(view.block(*self.blocks), self.key)

    def places(self, at: Place) -> Iterator[tuple[str, Place]]:
        yield "", at.inside(*self.path)


def _scalar(take: Callable[[View, str], T], path: str) -> AtKey[T]:
    *blocks, key = _keys(path)
    return AtKey(take, tuple(blocks), key, tuple(path.split(".")))


def _keys(path: str) -> Path:
    """The keys of a path, as a view looks them up."""
    return tuple(path.replace("[]", "").split("."))


def word(path: str) -> AtKey[Setting[str]]:
    """An enumerated value."""
    return _scalar(View.word, path)


def flag(path: str) -> AtKey[Setting[bool]]:
    return _scalar(View.flag, path)


def text(path: str) -> AtKey[Setting[Text]]:
    """A string that may have symbolic or unknown parts."""
    return _scalar(View.text, path)


def filled(path: str) -> AtKey[Setting[Text]]:
    """A text; an empty one counts as none."""
    return _scalar(parts.filled_text, path)


def number(path: str) -> AtKey[Setting[int]]:
    return _scalar(View.number, path)


def strings(path: str) -> AtKey[Strings]:
    """A list of strings, empty where there is none."""
    return _scalar(parts.strings, path)


def stated_strings(path: str) -> AtKey[Setting[Strings]]:
    """A list of strings that is told from none at all."""
    return _scalar(parts.stated_strings, path)


def policy(path: str) -> AtKey[Setting[Policy]]:
    """A policy document; an empty text counts as none."""
    return _scalar(parts.policy, path)


def taken(take: Callable[[View, str], T], path: str) -> AtKey[T]:
    """What stands at a key in a shape of its own, as `take` reads it out of the block and the key."""
    return _scalar(take, path)


class Mapped(Locator[Setting[Any]]):
    inner: Locator[Setting[Any]]
    table: Mapping[Any, Any]
    otherwise: Any

    def read(self, view: View) -> Setting[Any]:
        match self.inner.read(view):
            case Known(value, origin):
                return Known(self.table.get(value, value if self.otherwise is None else self.otherwise), origin)
            case other:
                return other

    def places(self, at: Place) -> Iterator[tuple[str, Place]]:
        values = tuple((ours, written) for written, ours in self.table.items())
        for name, place in self.inner.places(at):
            yield name, replace(place, values=values)


def mapped(inner: Locator[Setting[Any]], table: Mapping[Any, Any], otherwise: Any = None) -> Mapped:
    """What the model calls what the language writes, by `table`; a value that is not in it is `otherwise`, or stays."""
    return Mapped(inner, table, otherwise)


class Stated(Locator[Setting[Any]]):
    words: Mapping[str, Any]

    def read(self, view: View) -> Setting[Any]:
        return parts.first_stated(view, self.words)

    def places(self, at: Place) -> Iterator[tuple[str, Place]]:
        for key in self.words:
            yield "", replace(at.inside(key), is_exact=False)


def stated(words: Mapping[str, T] | Iterable[str]) -> Stated:
    """Known where one of some keys has a value: what the first such key stands for, or true."""
    return Stated(words if isinstance(words, Mapping) else dict.fromkeys(words, True))


class Nothing(Locator[Setting[Any]]):
    why: str

    def read(self, view: View) -> Setting[Any]:
        return view.value if isinstance(view.value, Unknown) else Absent(view.header, self.why)

    def places(self, at: Place) -> Iterator[tuple[str, Place]]:
        yield "", Place(at.type, why_none=self.why)


def nothing(why: str) -> Nothing:
    """The language has no place for the setting; `why` completes "there is none, because …"."""
    return Nothing(why)


class Always(Locator[T_co]):
    value: T_co

    def read(self, view: View) -> T_co:
        return self.value

    def places(self, at: Place) -> Iterator[tuple[str, Place]]:
        yield from ()


def always(value: T) -> Always[T]:
    """A field of the model that the place itself gives."""
    return Always(value)


class RecordOf(Locator[T_co]):
    kind: Callable[..., T_co]
    fields: tuple[tuple[str, Locator[Any]], ...]
    has_origin: bool

    def read(self, view: View) -> T_co:
        values = {name: inner.read(view) for name, inner in self.fields}
        return self.kind(**values, origin=view.header) if self.has_origin else self.kind(**values)

    def places(self, at: Place) -> Iterator[tuple[str, Place]]:
        yield "", at
        for field, inner in self.fields:
            for name, place in inner.places(at):
                yield joined(field, name), place


def record(kind: type[T], /, **fields: Locator[Any]) -> RecordOf[T]:
    """A record of the model with its fields; the field `origin` is the header of the block."""
    return RecordOf(kind, tuple(fields.items()), "origin" in getattr(kind, "_fields", ()))


class _Inside(Locator[T_co]):
    """What stands in a block: `keys` lead to it, `path` is how they are written."""

    keys: Path
    path: Path
    inner: Locator[Any]

    def places(self, at: Place) -> Iterator[tuple[str, Place]]:
        return self.inner.places(at.inside(*self.path))


class Within(_Inside[T_co]):
    def read(self, view: View) -> T_co:
        found: T_co = self.inner.read(view.block(*self.keys))
        return found

    def is_absent(self, view: View) -> bool:
        return view.block(*self.keys).is_absent


def within(path: str, inner: Locator[T]) -> Within[T]:
    """What stands in a block, which need not be there."""
    return Within(_keys(path), tuple(path.split(".")), inner)


class InBlock(_Inside[Setting[T_co]]):
    def read(self, view: View) -> Setting[T_co]:
        block = view.block(*self.keys)
        match block.value:
            case Known():
                return Known(self.inner.read(block), block.header)
            case Unknown() as unknown:
                return unknown
            case Absent():
                return Absent(block.header)


def block(path: str, inner: Locator[T]) -> InBlock[T]:
    """A part of the model that is there exactly where its block is."""
    return InBlock(_keys(path), tuple(path.split(".")), inner)


def there(inner: Locator[T]) -> InBlock[T]:
    """A part of the model that is there where the resource is."""
    return InBlock((), (), inner)


class InBlocks(Locator[Some[T_co]]):
    path: Path
    key: str
    inside: Path
    inner: Locator[T_co]

    def read(self, view: View) -> Some[T_co]:
        found, unknown = view.block(*self.path).blocks(self.key)
        if self.inside:
            found = tuple(each for each in (outer.block(*self.inside) for outer in found) if not each.is_absent)
        return tuple(self.inner.read(each) for each in found), unknown

    def places(self, at: Place) -> Iterator[tuple[str, Place]]:
        for name, place in self.inner.places(at.inside(*self.path, f"{self.key}[]", *self.inside)):
            yield joined("[]", name), place


def blocks(path: str, inner: Locator[T]) -> InBlocks[T]:
    """Each block of a list, which ends the path; what follows `[]` in the path leads into each of them."""
    before, _, inside = path.partition("[].")
    *outer, key = before.split(".")
    return InBlocks(tuple(outer), key, tuple(inside.split(".")) if inside else (), inner)


class One(_Inside[Some[T_co]]):
    def read(self, view: View) -> Some[T_co]:
        found = view.block(*self.keys)
        return () if found.is_absent else (self.inner.read(found),), None

    def places(self, at: Place) -> Iterator[tuple[str, Place]]:
        return ((joined("[]", name), place) for name, place in super().places(at))


def one(path: str, inner: Locator[T]) -> One[T]:
    """A block that is one element of a list of the model."""
    return One(_keys(path), tuple(path.split(".")), inner)


def itself(inner: Locator[T]) -> One[T]:
    """The block that the locator stands in, as the one element of a list of the model."""
    return One((), (), inner)


class Listed(Locator[T_co]):
    kind: Callable[[tuple[Any, ...], Unknown | None], T_co]
    elements: str
    each: tuple[Locator[Some[Any]], ...]

    def read(self, view: View) -> T_co:
        found: list[Any] = []
        unknown: Unknown | None = None
        for locator in self.each:
            more, rest = locator.read(view)
            found += more
            unknown = unknown or rest
        return self.kind(tuple(found), unknown)

    def places(self, at: Place) -> Iterator[tuple[str, Place]]:
        yield "", at
        for locator in self.each:
            for name, place in locator.places(at):
                yield joined(self.elements, name or "[]"), place


def listed(kind: type[R], *each: Locator[Some[Any]]) -> Listed[R]:
    """A list of the model: its elements, and what is unknown of further ones, from all the places in their order."""
    return Listed(kind, kind._fields[0], each)


class AnyOf(Locator[Setting[T_co]]):
    listed: Listed[T_co]
    each: InBlocks[Any]

    def read(self, view: View) -> Setting[T_co]:
        found, unknown = view.block(*self.each.path).blocks(self.each.key)
        if not found:
            return unknown if unknown is not None else Absent(view.header)
        return Known(self.listed.read(view), found[0].header)

    def places(self, at: Place) -> Iterator[tuple[str, Place]]:
        return ((name, place) for name, place in self.listed.places(at) if name)


def some(kind: type[R], each: InBlocks[Any]) -> AnyOf[R]:
    """A list of the model that stands right in the resource, and is absent where it has no element."""
    return AnyOf(listed(kind, each), each)


class First(Locator[Setting[T_co]]):
    several: tuple[Locator[Setting[T_co]], ...]

    def read(self, view: View) -> Setting[T_co]:
        for locator in self.several:
            found = locator.read(view)
            if not isinstance(found, Absent):
                return found
        return Absent(view.header)

    def places(self, at: Place) -> Iterator[tuple[str, Place]]:
        for locator in self.several:
            yield from locator.places(at)

    def reached(self) -> Iterator[Place]:
        for locator in self.several:
            yield from locator.reached()


def first(*several: Locator[Setting[T]]) -> First[T]:
    """The first of several places that says something."""
    return First(several)
