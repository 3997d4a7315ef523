"""`yamldecode` and `yamlencode`, with the schema that Terraform's YAML library has."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from s3lint.record import replace
from s3lint.source import Span
from s3lint.terraform.functions.arguments import Result, anything, at_most, function, present, text
from s3lint.terraform.functions.site import MAX_ITEMS, MAX_STRING, CallSite, FunctionError, Undecided
from s3lint.terraform.rendering import json_text
from s3lint.terraform.strings import composed
from s3lint.terraform.types import tidy
from s3lint.terraform.values import scalar_text
from s3lint.value import Absent, Data, Encoded, Entry, Known, ListValue, MapValue, Origin, Setting, Text, Unknown, Value

if TYPE_CHECKING:
    from yaml import Event

MAX_DEPTH = 100
"""How deep collections may nest."""

_INTEGER = re.compile(r"[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|0o?[0-7_]*|[1-9][0-9_]*)", re.ASCII)
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_NULLS = {"", "~", "null", "Null", "NULL"}
_BOOLS = {word: value for value, words in ((True, "true True TRUE"), (False, "false False FALSE")) for word in words.split()}
_TAG = "tag:yaml.org,2002:"


# Decoding


@function("yamldecode", anything)
def _yamldecode(site: CallSite, value: Setting[Data]) -> Result:
    found = present(value, site)
    written = text(found, site)
    at_most(len(written), MAX_STRING, "characters", site)
    import yaml  # only for this function

    origin = found.origin
    start = origin.span.start if origin.text == written else -1

    def place(first: int, last: int) -> Origin:
        return origin if start < 0 else replace(origin, span=Span(start + first, start + last))

    try:
        return _Composer(yaml.parse(written, Loader=yaml.CSafeLoader), place).document()
    except yaml.YAMLError as error:
        raise FunctionError(f"YAML, found: {' '.join(str(error).split())}") from None


class _Composer:
    """Builds the value from events, so that depth and aliases are bounded."""

    def __init__(self, events: Iterator[Event], place: Callable[[int, int], Origin]) -> None:
        self.events = events
        self.place = place
        self.anchors: dict[str, Known[Data]] = {}
        self.count = 0

    def document(self) -> Known[Data]:
        import yaml

        next(self.events)
        first = next(self.events)
        if isinstance(first, yaml.StreamEndEvent):
            return Known(None, self.place(0, 0))
        value = self.value(next(self.events), 0)
        next(self.events)
        if not isinstance(next(self.events), yaml.StreamEndEvent):
            raise FunctionError("one YAML document")
        return value

    def value(self, event: Event, depth: int) -> Known[Data]:
        import yaml

        self.count += 1
        if depth > MAX_DEPTH or self.count > MAX_ITEMS:
            raise FunctionError(f"YAML of at most {MAX_DEPTH} levels and {MAX_ITEMS} items, the limits of s3lint")
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self.anchors:
                raise FunctionError(f"an anchor for *{event.anchor}")
            return self.anchors[event.anchor]
        origin = self.place(event.start_mark.index, event.end_mark.index)
        if isinstance(event, yaml.ScalarEvent):
            value = Known(_scalar(event.value, event.tag, bool(event.implicit[0])), origin)
        elif isinstance(event, yaml.SequenceStartEvent):
            value = Known(ListValue(tuple(self.items(depth, yaml.SequenceEndEvent))), origin)
        else:
            value = Known(MapValue(self.entries(depth)), origin)
        if event.anchor:
            self.anchors[event.anchor] = value
        return value

    def items(self, depth: int, end: type[Event]) -> Iterator[Known[Data]]:
        while not isinstance(event := next(self.events), end):
            yield self.value(event, depth + 1)

    def entries(self, depth: int) -> dict[str, Entry]:
        import yaml

        found: dict[str, Entry] = {}
        merged: dict[str, Entry] = {}
        pending: Known[Data] | None = None
        for value in self.items(depth, yaml.MappingEndEvent):
            if pending is None:
                pending = value
                continue
            key = scalar_text(pending.value)
            if key is None:
                raise FunctionError("a string, a number or a bool as a key of a map in YAML")
            if key == "<<":
                merged.update(_merged(value))
            elif key in found:
                raise FunctionError(f'the key "{key}" once in a map in YAML')
            else:
                found[key] = Entry(pending.origin, value)
            pending = None
        return {**merged, **found}


def _merged(value: Known[Data]) -> dict[str, Entry]:
    match value.value:
        case MapValue(entries):
            return entries
        case ListValue(items):
            merged: dict[str, Entry] = {}
            for item in reversed(items):
                if isinstance(item, Known):
                    merged.update(_merged(item))
            return merged
        case _:
            raise FunctionError("a map to merge into another in YAML")


def _scalar(value: str, tag: str | None, is_plain: bool) -> str | bool | int | Decimal | None:
    kind = (tag or "").removeprefix(_TAG)
    if kind in ("str", "!") or (not is_plain and not tag):
        return composed(value)
    if kind == "binary":
        return base64.b64encode(base64.b64decode(value)).decode()
    if tag and kind not in ("int", "float", "bool", "null"):
        raise FunctionError(f"a tag of YAML's core schema, found {tag}")
    if value in _NULLS:
        return None
    if value in _BOOLS:
        return _BOOLS[value]
    number = _number(value)
    return composed(value) if number is None else number


def _number(value: str) -> int | Decimal | None:
    if len(value) > 400:
        return None
    if _INTEGER.fullmatch(value):
        digits = value.replace("_", "")
        unsigned = digits.lstrip("+-")
        base = {"0b": 2, "0x": 16, "0o": 8}.get(unsigned[:2], 8 if unsigned[:1] == "0" and len(unsigned) > 1 else 10)
        try:
            number = int(unsigned[2:] if unsigned[:2] in ("0b", "0x", "0o") else unsigned, base)
        except ValueError:
            return None
        return -number if digits[0] == "-" else number
    if _FLOAT.fullmatch(value):
        try:
            return tidy(Decimal(value))
        except InvalidOperation:
            return None
    return None


# Encoding


@function("yamlencode", anything)
def _yamlencode(site: CallSite, value: Setting[Data]) -> Result:
    lines = _lines(value, site, 0)
    written = "\n".join(lines) + "\n"
    at_most(len(written), MAX_STRING, "characters", site)
    return written


def _lines(value: Value[Data], site: CallSite, depth: int) -> list[str]:
    """The block form of a value; the first line of a collection's is where its parent's line goes on."""
    if depth > MAX_DEPTH:
        raise site.too_large(MAX_DEPTH, "levels")
    match site.world.settle(value):
        case Unknown() as unknown:
            raise Undecided(unknown)
        case Known(ListValue(items, rest)):
            if rest is not None:
                raise Undecided(rest)
            return [line for item in items for line in _dashed(_lines(item, site, depth + 1))] or ["[]"]
        case Known(MapValue(entries, rest)):
            if rest is not None:
                raise Undecided(rest)
            return [line for key in sorted(entries) for line in _keyed(key, entries[key].value, site, depth)] or ["{}"]
        case Known(str() | Text() | Encoded()) as words:
            return _string(text(words, site), site)
        case Known(None) | Absent():
            return ["null"]
        case Known(data):
            return [scalar_text(data) or ""]


def _dashed(lines: list[str]) -> list[str]:
    return [f"- {lines[0]}", *(f"  {line}" if line else line for line in lines[1:])]


def _keyed(key: str, value: Value[Data], site: CallSite, depth: int) -> list[str]:
    head = f"{_string(key, site, is_key=True)[0]}:"
    lines = _lines(value, site, depth + 1)
    match site.world.settle(value):
        case Known(ListValue(items)) if items:
            return [head, *lines]
        case Known(MapValue(entries)) if entries:
            return [head, *(f"  {line}" if line else line for line in lines)]
        case _:
            return [f"{head} {lines[0]}", *(f"  {line}" if line else line for line in lines[1:])]


def _string(value: str, site: CallSite, *, is_key: bool = False) -> list[str]:
    """A string of several lines is a block scalar; every other stands in double quotes."""
    if "\n" in value and not is_key:
        body = value[:-1] if value.endswith("\n") else value
        mark = "|" if value.endswith("\n") else "|-"
        if body.endswith("\n") or not body:
            mark = "|+"
        return [mark, *body.split("\n")]
    written = json_text(Known(value, site.origin), site.origin).literal
    return [written or '""']
