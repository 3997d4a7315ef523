"""A resource's settings in one world: each lookup is total and gives a `Setting`."""

from __future__ import annotations

from collections.abc import Iterator

from s3lint.base.record import Record, replace
from s3lint.base.source import Span
from s3lint.base.value import (
    Absent,
    Cause,
    Data,
    Entry,
    Known,
    ListValue,
    MapValue,
    Origin,
    Setting,
    Text,
    Unknown,
    Value,
    text_of,
)
from s3lint.base.worlds import World


def _misshapen(value: Known[Data], expected: str) -> Unknown:
    return Unknown(f"expected {expected} here", value.origin)


class View(Record):
    """A map of settings in a world.

    `header` is the place to blame for what the map lacks. `value` is the map as it stands in the world: known,
    absent, or unknown with its reason; a value of another shape counts as unknown.
    """

    value: Setting[Data]
    header: Origin
    world: World

    @property
    def is_absent(self) -> bool:
        return isinstance(self.value, Absent)

    def entry(self, key: str) -> Entry | None:
        match self.value:
            case Known(MapValue(entries)):
                return entries.get(key)
            case _:
                return None

    def keys(self) -> tuple[str, ...]:
        match self.value:
            case Known(MapValue(entries)):
                return tuple(entries)
            case _:
                return ()

    def setting(self, key: str) -> Setting[Data]:
        """The raw setting of a key; what is null or removed is absent."""
        match self.value:
            case Absent():
                return Absent(self.header)
            case Unknown() as unknown:
                return unknown
            case Known(MapValue(entries, rest)):
                found = entries.get(key)
                if found is None:
                    return Absent(self.header) if rest is None or self._is_out_of_sight(rest) else rest
                match self.world.settle(found.value):
                    case Absent() | Known(None):
                        return Absent(self.header)
                    case setting:
                        return setting
            case Known() as known:
                return _misshapen(known, "a map of settings")

    def _is_out_of_sight(self, rest: Unknown) -> bool:
        return self.world.seen_only and rest.cause is Cause.UNSEEN

    def block(self, *path: str) -> View:
        """The nested map at a path of keys. A list of one map is that map, as Terraform writes blocks."""
        view = self
        for key in path:
            entry = view.entry(key)
            setting = view.setting(key)
            header = entry.key if entry is not None and not isinstance(setting, Absent) else view.header
            if isinstance(setting, Known) and isinstance(setting.value, ListValue):
                items = tuple(view._items(setting.value))
                if not items:
                    header = setting.origin  # where it is said that there is none
                setting = items[0] if items else setting.value.rest or Absent(header)
                if isinstance(setting, Known):
                    header = _header(setting, header)
            view = View(setting, header, self.world)
        return view

    def blocks(self, key: str) -> tuple[tuple[View, ...], Unknown | None]:
        """The maps in the list at a key (a single map counts as a list of one), and what is unknown of further ones."""
        entry = self.entry(key)
        match self.setting(key):
            case Absent():
                return (), None
            case Unknown() as unknown:
                return (), unknown
            case Known(ListValue() as items):
                header = entry.key if entry is not None else self.header
                views = tuple(View(item, _header(item, header), self.world) for item in self._items(items))
                return views, items.rest
            case Known() as known:
                return (View(known, entry.key if entry is not None else self.header, self.world),), None

    def _items(self, items: ListValue) -> Iterator[Setting[Data]]:
        for item in items.items:
            setting = self.world.settle(item)
            if not isinstance(setting, Absent):
                yield setting

    def items(self, key: str) -> tuple[tuple[Setting[Data], ...], Unknown | None]:
        """The items of the list at a key (a single value counts as a list of one), and what is unknown of further ones."""
        match self.setting(key):
            case Absent():
                return (), None
            case Unknown() as unknown:
                return (), unknown
            case Known(ListValue() as found):
                return tuple(self._items(found)), found.rest
            case Known() as known:
                return (known,), None

    def text(self, key: str) -> Setting[Text]:
        """A string, possibly with symbolic or unknown parts."""
        return text_in(self.setting(key))

    def word(self, key: str) -> Setting[str]:
        """A string of which nothing is unknown: an enumerated value such as a status."""
        return word_in(self.setting(key))

    def flag(self, key: str) -> Setting[bool]:
        """A boolean; both languages accept the strings `true` and `false`."""
        match self.setting(key):
            case Known(bool() as flag, origin):
                return Known(flag, origin)
            case Known(str() | Text(), origin) as known:
                match self.word(key):
                    case Known(word):
                        if word.lower() in ("true", "false"):
                            return Known(word.lower() == "true", origin)
                        return _misshapen(known, "true or false")
                    case setting:
                        return setting
            case Known() as known:
                return _misshapen(known, "true or false")
            case setting:
                return setting

    def number(self, key: str) -> Setting[int]:
        """A whole number; both languages accept it as a string."""
        match self.word(key):
            case Known(word, origin) as known:
                try:
                    return Known(int(word), origin)
                except ValueError:
                    return _misshapen(known, "a whole number")
            case setting:
                return setting


def text_in(setting: Setting[Data]) -> Setting[Text]:
    """A setting as a string, possibly with symbolic or unknown parts."""
    match setting:
        case Known(str() | Text() as content, origin):
            return Known(text_of(content, origin), origin)
        case Known(bool() as flag, origin):
            return Known(text_of("true" if flag else "false", origin), origin)
        case Known(int() as number, origin):
            return Known(text_of(str(number), origin), origin)
        case Known() as known:
            return _misshapen(known, "a string")
        case other:
            return other


def word_in(setting: Setting[Data]) -> Setting[str]:
    """A setting as a string of which nothing is unknown."""
    match text_in(setting):
        case Known(text, origin):
            literal = text.literal
            return Known(literal, origin) if literal is not None else _unknown_of(text, origin)
        case other:
            return other


def _header(item: Setting[Data], otherwise: Origin) -> Origin:
    return _first_line(item.origin) if isinstance(item, Known) else otherwise


def _first_line(origin: Origin) -> Origin:
    """The header of an item of a list is its first line: it has no key of its own."""
    start, end = origin.span.start, origin.span.end
    newline = origin.source.text.find("\n", start, end)
    if newline < 0:
        return origin
    line = origin.source.text[start:newline].rstrip()
    return replace(origin, span=Span(start, start + len(line)))


def _unknown_of(text: Text, origin: Origin) -> Unknown:
    unknowns = text.unknowns
    if unknowns:
        return unknowns[0]
    return Unknown(f"the value of {text} is known after deployment", origin, (str(text),))


def view_of(value: Value[Data], header: Origin, world: World) -> View:
    return View(world.settle(value), header, world)
