"""Encodings: JSON, base64, URLs. JSON that was made from a structure stays that structure."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable

from s3lint.base.json_text import Json, JsonArray, JsonObject, JsonReader, JsonScalar, JsonString
from s3lint.base.record import replace
from s3lint.base.source import Span
from s3lint.base.value import (
    Absent,
    Data,
    Encoded,
    Entry,
    Known,
    ListValue,
    MapValue,
    Origin,
    Setting,
    Unknown,
    Value,
    map_arms,
)
from s3lint.languages.terraform.functions.arguments import Result, anything, function, present, text
from s3lint.languages.terraform.functions.site import CallSite, FunctionError, NeedsUnknown
from s3lint.languages.terraform.syntax.strings import composed
from s3lint.languages.terraform.values.rendering import json_text


@function("jsonencode", anything)
def _jsonencode(site: CallSite, value: Setting[Data]) -> Result:
    match value:
        case Unknown():
            raise NeedsUnknown(value)
        case Known(ListValue() | MapValue()):
            return Encoded(value)
        case _:
            return json_text(value, site.origin).literal or Encoded(value)


@function("jsondecode", anything)
def _jsondecode(site: CallSite, value: Setting[Data]) -> Result:
    found = present(value, site)
    if isinstance(found.value, Encoded):
        return site.world.settle(_decoded(found.value.value))
    written = text(found, site)
    reader = JsonReader(written)
    document = reader.document()
    if reader.problem is not None:
        raise FunctionError(f"JSON: {reader.problem.message.removeprefix('expected ')}")
    return site.world.settle(_json_value(document, _places(found.origin, written)))


def _decoded(value: Value[Data]) -> Value[Data]:
    """A structure as it comes out of JSON again: objects and tuples."""
    return map_arms(value, _decoded_arm)


def _decoded_arm(arm: Setting[Data]) -> Setting[Data]:
    match arm:
        case Known(ListValue(items, rest), origin):
            return Known(ListValue(tuple(_decoded(item) for item in items), rest), origin)
        case Known(MapValue(entries, rest), origin):
            decoded = {key: Entry(entry.key, _decoded(entries[key].value)) for key, entry in sorted(entries.items())}
            return Known(MapValue(decoded, rest), origin)
        case Absent(origin):
            return Known(None, origin)
        case _:
            return arm


def _places(origin: Origin, written: str) -> Callable[[Span], Origin]:
    """Places inside the JSON text, where its origin is that text itself (a file); else all of them are the origin."""
    start = origin.span.start
    if origin.text != written:
        return lambda span: origin
    return lambda span: replace(origin, span=Span(span.start + start, span.end + start))


def _json_value(document: Json, place: Callable[[Span], Origin]) -> Known[Data]:
    match document:
        case JsonScalar(scalar, span):
            return Known(scalar, place(span))
        case JsonString():
            return Known(composed(document.text), place(document.span))
        case JsonArray(items, span):
            return Known(ListValue(tuple(_json_value(item, place) for item in items)), place(span))
        case JsonObject(members, span):
            entries = {
                composed(member.key.text): Entry(place(member.key.span), _json_value(member.value, place)) for member in members
            }
            return Known(MapValue(entries), place(span))


def _unbase64(value: str) -> bytes:
    try:
        return base64.b64decode(value.replace("\n", "").replace("\r", ""), validate=True)
    except (binascii.Error, ValueError):
        raise FunctionError("a string in base64") from None


@function("base64decode", text)
def _base64decode(site: CallSite, value: str) -> Result:
    try:
        return composed(_unbase64(value).decode())
    except UnicodeDecodeError:
        raise FunctionError("UTF-8 text in base64") from None


@function("base64encode", text)
def _base64encode(site: CallSite, value: str) -> Result:
    return base64.b64encode(value.encode()).decode()


@function("urlencode", text)
def _urlencode(site: CallSite, value: str) -> Result:
    from urllib.parse import quote_plus  # 3 ms, only for this function

    return quote_plus(value)
