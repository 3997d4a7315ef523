"""Resources as what a unit makes of them, and the locators that reach from one to what is linked to it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from s3lint.base.record import replace
from s3lint.base.value import Absent, Known, Setting, Text, Unknown
from s3lint.base.view import View
from s3lint.languages.locators import AtKey, Locator, Place, Places, Some, joined

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class BucketView(View):
    """The settings of a whole bucket in a world, from which locators also reach what the unit links to it."""

    @abstractmethod
    def companion(self, kind: str) -> View:
        """The one companion of a type: known, absent, or unknown with the reason why one may be there."""

    @abstractmethod
    def each_companion(self, kind: str) -> Some[View]:
        """All companions of a type of which a bucket can have several, and why there may be more."""

    @abstractmethod
    def attributes(self) -> View:
        """What the resource has beside its settings."""


class NeighbourView(View):
    """The settings of a whole resource of another kind, from which locators also reach what names it."""

    @abstractmethod
    def apart(self, kind: str, named_by: Locator[Setting[Text]]) -> View:
        """The first resource of a type that names this one, by a reference or by its name; absent where none does."""


_INSIDE = "a locator that reaches for another resource stands inside a block"


def _bucket(view: View) -> BucketView:
    if not isinstance(view, BucketView):
        raise TypeError(_INSIDE)
    return view


class InCompanion(Locator[T_co]):
    type: str
    inner: Locator[T_co]

    def read(self, view: View) -> T_co:
        return self.inner.read(_bucket(view).companion(self.type))

    def places(self, at: Place) -> Iterator[tuple[str, Place]]:
        return self.inner.places(Place(self.type, is_split=True))

    def reached(self) -> Iterator[Place]:
        yield Place(self.type, is_split=True)


def companion(kind: str, inner: Locator[T]) -> InCompanion[T]:
    """What stands in the resource of a type that configures the bucket."""
    return InCompanion(kind, inner)


class InCompanions(Locator[Some[T_co]]):
    type: str
    inner: Locator[T_co]

    def read(self, view: View) -> Some[T_co]:
        found, unknown = _bucket(view).each_companion(self.type)
        return tuple(self.inner.read(each) for each in found), unknown

    def places(self, at: Place) -> Iterator[tuple[str, Place]]:
        for name, place in self.inner.places(Place(self.type, is_split=True)):
            yield joined("[]", name), place

    def reached(self) -> Iterator[Place]:
        yield Place(self.type, is_split=True)


def companions(kind: str, inner: Locator[T]) -> InCompanions[T]:
    """What stands in each of the resources of a type that configure the bucket, of which it can have several."""
    return InCompanions(kind, inner)


class Either(Locator[T_co]):
    split: InCompanion[T_co]
    inline: Locator[T_co]

    def read(self, view: View) -> T_co:
        split = _bucket(view).companion(self.split.type)
        # What the bucket itself states is certain; a companion that may belong to another bucket is not, and one that is
        # switched off says only where that is said.
        may_say_more = isinstance(split.value, Unknown) or split.header is not view.header
        if isinstance(split.value, Known) or (may_say_more and self.inline.is_absent(view)):
            return self.split.inner.read(split)
        return self.inline.read(view)

    def places(self, at: Place) -> Iterator[tuple[str, Place]]:
        yield from self.split.places(at)
        yield from self.inline.places(at)

    def reached(self) -> Iterator[Place]:
        return self.split.reached()


def either(split: InCompanion[T], inline: Locator[T]) -> Either[T]:
    """A setting that a companion has, or else the bucket itself."""
    return Either(split, inline)


class Attribute(Locator[Setting[str]]):
    key: str

    def read(self, view: View) -> Setting[str]:
        return _bucket(view).attributes().word(self.key)

    def places(self, at: Place) -> Iterator[tuple[str, Place]]:
        yield "", replace(at.inside(self.key), is_attribute=True)


def attribute(key: str) -> Attribute:
    """A word that stands beside the settings of the resource."""
    return Attribute(key)


class Apart(Locator[Setting[T_co]]):
    type: str
    named_by: AtKey[Setting[Text]]
    inner: Locator[Setting[T_co]]

    def read(self, view: View) -> Setting[T_co]:
        if not isinstance(view, NeighbourView):
            raise TypeError(_INSIDE)
        found = view.apart(self.type, self.named_by)
        return Absent(view.header) if found.is_absent else self.inner.read(found)

    def places(self, at: Place) -> Iterator[tuple[str, Place]]:
        return self.inner.places(Place(self.type, named_by=self.named_by.path))

    def reached(self) -> Iterator[Place]:
        yield Place(self.type)


def apart(kind: str, named_by: AtKey[Setting[Text]], inner: Locator[Setting[T]]) -> Apart[T]:
    """What stands in a resource of its own type, which says by `named_by` that it is about this one."""
    return Apart(kind, named_by, inner)


class Elsewhere(Locator[T_co]):
    """What stands in resources that are not companions; only the code that it is given to knows which, and reads it."""

    type: str
    inner: Locator[T_co]

    def read(self, view: View) -> T_co:
        return self.inner.read(view)

    def places(self, at: Place) -> Iterator[tuple[str, Place]]:
        return self.inner.places(Place(self.type))

    def reached(self) -> Iterator[Place]:
        yield Place(self.type)


def elsewhere(kind: str, inner: Locator[T]) -> Elsewhere[T]:
    """What stands in resources of a type that `computed` looks for; the view that it is read from is of one of these."""
    return Elsewhere(kind, inner)


class Clue(Locator[T_co]):
    inner: Locator[T_co]

    def read(self, view: View) -> T_co:
        return self.inner.read(view)

    def places(self, at: Place) -> Iterator[tuple[str, Place]]:
        for _, place in self.inner.places(at):
            yield "", replace(place, is_exact=False)

    def reached(self) -> Iterator[Place]:
        return self.inner.reached()


def clue(inner: Locator[T]) -> Clue[T]:
    """Places that a setting is worked out from, but not written to."""
    return Clue(inner)


class Computed(Locator[T_co]):
    function: Callable[..., T_co]
    of: tuple[Places, ...]
    fields: tuple[tuple[str, Locator[Any]], ...]

    def read(self, view: View) -> T_co:
        return self.function(view, *self.of, **dict(self.fields))

    def places(self, at: Place) -> Iterator[tuple[str, Place]]:
        for locator in self.of:
            yield from locator.places(at)
        for field, locator in self.fields:
            for name, place in locator.places(at):
                yield joined(field, name), place

    def reached(self) -> Iterator[Place]:
        for locator in (*self.of, *(locator for _, locator in self.fields)):
            yield from locator.reached()


def computed(function: Callable[..., T], /, *of: Places, **fields: Locator[Any]) -> Computed[T]:
    """What needs code: `function` gets the view and the locators of all that it looks at, and reads what it needs.

    `of` are places of the setting itself, `fields` those of its fields.
    """
    return Computed(function, of, tuple(fields.items()))
