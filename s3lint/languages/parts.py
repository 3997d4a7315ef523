"""Parts of the model out of views of settings; shared by both front ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from s3lint.base.value import Absent, Known, ListValue, MapValue, Setting, Symbol, Text, Unknown, text_of
from s3lint.base.view import View
from s3lint.model.bucket import Key, Strings

T = TypeVar("T")


class ByMethod:
    """A reader with a method for each setting."""

    def read(self, setting: str) -> Any:
        return getattr(self, setting)()


def if_there(view: View, part: Callable[[View], T]) -> Setting[T]:
    """A part of a bucket out of its block, or why there is none."""
    match view.value:
        case Known():
            return Known(part(view), view.header)
        case Unknown() as unknown:
            return unknown
        case Absent():
            return Absent(view.header)


def strings(view: View, key: str) -> Strings:
    items, unknown = view.items(key)
    return Strings(tuple(_text(item) for item in items), unknown)


def _text(item: Setting[object]) -> Setting[Text]:
    match item:
        case Known(str() | Text() as content, origin):
            return Known(text_of(content, origin), origin)
        case Known(bool() as flag, origin):
            return Known(text_of("true" if flag else "false", origin), origin)
        case Known(int() as number, origin):
            return Known(text_of(str(number), origin), origin)
        case Known(origin=origin):
            return Unknown("expected a string here", origin)
        case other:
            return other


def first_stated(view: View, words: Mapping[str, T]) -> Setting[T]:
    """What the first of some keys stands for that has a value, an empty string, list or map not counting.

    Absent where none has one.
    """
    for key, word in words.items():
        match view.setting(key):
            case Known(value, origin) if not _is_empty(value):
                return Known(word, origin)
            case Unknown() as unknown:
                return unknown
    return Absent(view.header)


def is_stated(view: View, *keys: str) -> Setting[bool]:
    """Known to be true where one of the keys has a value."""
    return first_stated(view, dict.fromkeys(keys, True))


def _is_empty(value: object) -> bool:
    match value:
        case ListValue(items, rest):
            return not items and rest is None
        case MapValue(entries, rest):
            return not entries and rest is None
        case Text() as text:
            return text.literal == ""
        case _:
            return value == ""


def declared_key(named: Setting[Text], keys: Mapping[str, Key], aliases: Mapping[str, Setting[Text]]) -> Setting[Key]:
    """The declared key that a text names, itself or through a declared alias; absent where it names none of them.

    `keys` and `aliases`, which say what key they stand for, are by address.
    """
    match named:
        case Known(text, origin):
            for piece in text.pieces:
                if isinstance(piece.content, Symbol):
                    address = piece.content.resource
                    if address in keys:
                        return Known(keys[address], origin)
                    if address in aliases:
                        return declared_key(aliases[address], keys, {})
            return Absent(origin)
        case other:
            return other
