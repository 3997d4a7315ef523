"""What stands at a key of a block, in the shapes that the model has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from s3lint.base.value import Absent, Known, ListValue, MapValue, Setting, Text, Unknown
from s3lint.base.view import View, text_in
from s3lint.model.bucket import Strings
from s3lint.policy import Policy, read_policy

T = TypeVar("T")


def strings(view: View, key: str) -> Strings:
    items, unknown = view.items(key)
    return Strings(tuple(text_in(item) for item in items), unknown)


def stated_strings(view: View, key: str) -> Setting[Strings]:
    match view.setting(key):
        case Known(origin=origin):
            return Known(strings(view, key), origin)
        case other:
            return other


def filled_text(view: View, key: str) -> Setting[Text]:
    """The text; an empty one counts as none."""
    match view.text(key):
        case Known(content, origin) if content.literal == "":
            return Absent(origin)
        case other:
            return other


def policy(view: View, key: str) -> Setting[Policy]:
    """A policy document; an empty text counts as none."""
    entry = view.entry(key)
    match view.setting(key):
        case Known(str() | Text() as content) if _is_empty(content):
            return Absent(view.header)
        case Absent():
            return Absent(view.header)  # without the reader, which loads when it is first asked for a policy
        case setting:
            return read_policy(setting, view.header, view.world, entry.key if entry is not None else None)


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
