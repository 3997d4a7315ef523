"""What stands at a key of the model in one thing and one world: a setting, or the items of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from s3lint.base.comparison import same_text
from s3lint.base.condition import Truth
from s3lint.base.record import Record
from s3lint.base.value import Absent, Known, Origin, Setting, Text, Unknown, text_of
from s3lint.model.bucket import Strings
from s3lint.model.logic import Answered, any_so, is_there

TAGGED = re.compile(r"(.*\w)\[([^\[\]]+)\]")
"""A key such as `tags[data]`: the value of the tag with that key."""


class Items(Record):
    """The items of a list; `rest`, where set, stands for any number of further ones, and `origin` is the place of the list."""

    items: tuple[Any, ...]
    rest: Unknown | None
    origin: Origin

    @property
    def whole(self) -> Setting[Any]:
        """The list as a setting, which is there where it has an item."""
        return Known(self.items, self.origin) if self.items else self.rest or Absent(self.origin)


def steps(key: str) -> tuple[str, ...]:
    """The names that a key consists of, in order: `("tags", "[data]")` of `tags[data]`."""
    tagged = TAGGED.fullmatch(key)
    return (*steps(tagged[1]), f"[{tagged[2]}]") if tagged else tuple(key.split("."))


def catalogued(key: str) -> str:
    """The key of the catalogue that a key of a rule means."""
    return TAGGED.sub(r"\1[].value", key)


def found_at(holder: Any, names: Sequence[str], at: Origin) -> tuple[Setting[Any] | Items, Sequence[str]]:
    """What stands at the end of some names, `at` being the place of the holder; or the first list on the way, and what is left.

    Where something on the way is absent or unknown, so is what would stand there.
    """
    for number, name in enumerate(names):
        if isinstance(holder, Known):
            holder, at = holder.value, holder.origin
        if isinstance(holder, (Absent, Unknown)):
            lists = [place for place, each in enumerate(names) if each.endswith("[]") and place >= number]
            return (_none(holder), names[lists[0] + 1 :]) if lists else (holder, ())
        if name.startswith("["):
            return _tagged(holder, name[1:-1], at), ()
        if name.endswith("[]"):
            return _items(holder, name[:-2], at), names[number + 1 :]
        holder = getattr(holder, name)
    if isinstance(holder, Known) and isinstance(holder.value, Strings):
        holder, at = holder.value, holder.origin
    if isinstance(holder, Strings):
        return Items(holder.items, holder.unknown, at), ()
    if isinstance(holder, str):  # the address
        return Known(holder, at), ()
    return holder if isinstance(holder, (Known, Absent, Unknown)) else _whole(holder, at), ()


def _none(missing: Absent | Unknown) -> Items:
    return Items((), missing if isinstance(missing, Unknown) else None, missing.origin)


def _items(holder: Any, name: str, at: Origin) -> Items:
    """The items of the list in a field, or, where what holds it is called like it, in that."""
    part = getattr(holder, name)
    if isinstance(part, (Absent, Unknown)):
        return _none(part)
    if isinstance(part, Known):
        part, at = part.value, part.origin
    if not isinstance(part, tuple):
        holder, part = part, getattr(part, name)
    return Items(part, holder.unknown, at)


def _tagged(tags: Any, key: str, at: Origin) -> Setting[Any]:
    """The value of a tag, `tags` being what holds them."""
    doubt = tags.unknown
    for tag in tags.tags:
        match tag.key:
            case Known(text, origin):
                truth = same_text(text, text_of(key, origin))
                if truth is Truth.YES:
                    value: Setting[Any] = tag.value
                    return value
                if truth is Truth.MAYBE:
                    doubt = doubt or open_part(text, origin)
            case Unknown():
                doubt = doubt or tag.key
    return doubt or Absent(at)


def open_part(text: Text, origin: Origin) -> Unknown:
    """What keeps anybody from reading a text."""
    fixed_later = Unknown(f"nobody can tell {text} before it is deployed", origin)
    return next(iter(text.unknowns), fixed_later)


def _whole(part: Any, at: Origin) -> Setting[Any]:
    """A part that is always there in the model as a setting: there where one of the settings in it is."""
    match _is_there(part):
        case Unknown() as unknown:
            return unknown
        case True:
            return Known(part, at)
        case _:
            return Absent(at)


def _is_there(part: Any) -> Answered:
    if isinstance(part, (Known, Absent, Unknown)):
        return is_there(part)
    if isinstance(part, tuple):
        return bool(part)
    sentences = type(part)._sentences
    return any_so((_is_there(getattr(part, name)) for name in sentences), getattr(part, "unknown", None))
