"""`yamldecode`, with the schema that Terraform's YAML library has."""

from __future__ import annotations

import base64
import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from s3lint.base.record import replace
from s3lint.base.source import Span
from s3lint.base.value import Data, Entry, Known, ListValue, MapValue, Origin, Setting
from s3lint.languages.terraform.functions.arguments import Result, anything, at_most, function, present, text
from s3lint.languages.terraform.functions.site import MAX_ITEMS, MAX_STRING, CallSite, FunctionError
from s3lint.languages.terraform.syntax.strings import composed
from s3lint.languages.terraform.values.origins import scalar_text
from s3lint.languages.terraform.values.types import parsed_number, tidy

if TYPE_CHECKING:
    from yaml import Event

MAX_DEPTH = 100
"""How deep collections may nest."""

_INTEGER = re.compile(r"[-+]?[0-9]+|0x[0-9a-fA-F]+|0o[0-7]+", re.ASCII)
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_TIME = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[Tt ]((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.\d+)?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?)?",
    re.ASCII,
)
_NULLS = {"", "~", "null", "Null", "NULL"}
_TRUE = "y Y yes Yes YES true True TRUE on On ON"
_FALSE = "n N no No NO false False FALSE off Off OFF"
_BOOLS = {word: words is _TRUE for words in (_TRUE, _FALSE) for word in words.split()}
_TAG = "tag:yaml.org,2002:"


# Decoding


@function("yamldecode", anything)
def _yamldecode(site: CallSite, value: Setting[Data]) -> Result:
    found = present(value, site)
    source = text(found, site)
    at_most(len(source), MAX_STRING, "characters", site)
    import yaml  # only for this function

    origin = found.origin
    start = origin.span.start if origin.text == source else -1

    def place(first: int, last: int) -> Origin:
        return origin if start < 0 else replace(origin, span=Span(start + first, start + last))

    try:
        return _Decoder(yaml.parse(source, Loader=yaml.CSafeLoader), place).document()
    except yaml.YAMLError as error:
        raise FunctionError(f"YAML, found: {' '.join(str(error).split())}") from None


class _Decoder:
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
            raise FunctionError("a YAML document")
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
        origin = self.place(_index(event.start_mark), _index(event.end_mark))
        value: Known[Data]
        if isinstance(event, yaml.ScalarEvent):
            value = Known(_scalar(event.value, event.tag, bool(event.implicit[0])), origin)
        elif isinstance(event, yaml.SequenceStartEvent):
            value = Known(ListValue(tuple(self.items(depth, yaml.SequenceEndEvent))), origin)
        else:
            value = Known(MapValue(self.entries(depth)), origin)
        anchor = getattr(event, "anchor", None)
        if anchor:
            self.anchors[anchor] = value
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
            else:
                found[key] = Entry(pending.origin, value)
            pending = None
        return {**merged, **found}


def _index(mark: object) -> int:
    """The offset of a mark; the C parser's marks have a class of their own."""
    return int(getattr(mark, "index", 0))


def _merged(value: Known[Data]) -> Mapping[str, Entry]:
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
    if value.lstrip("+-").lower() in (".inf", ".nan"):
        raise FunctionError("finite numbers in YAML")
    number = _number(value)
    if number is not None:
        return number
    timestamp = _timestamp(value)
    return composed(value) if timestamp is None else timestamp


def _number(value: str) -> int | Decimal | None:
    if len(value) > 400:
        return None
    if _INTEGER.fullmatch(value):
        base = {"0x": 16, "0o": 8}.get(value[:2], 10)
        return int(value[2:] if base != 10 else value, base)
    if _FLOAT.fullmatch(value):
        number = parsed_number(value)
        return number if number is None else tidy(Decimal(number))
    return None


def _timestamp(value: str) -> str | None:
    """A day, or a day and a time, in the notation of RFC 3339 without fractions of a second."""
    found = _TIME.fullmatch(value)
    if found is None:
        return None
    year, month, day, time, zone = found.groups()
    try:
        written = datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
    return f"{written}T{time or '00:00:00'}{zone or 'Z'}"
