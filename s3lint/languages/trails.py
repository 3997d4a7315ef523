"""Which S3 data events a trail records: the same selectors in all languages, under other names."""

from __future__ import annotations

from s3lint.base.record import Record
from s3lint.base.value import Absent, Known, Origin, Setting, Unknown
from s3lint.base.view import View
from s3lint.languages.locators import Locator, Some
from s3lint.model.bucket import Strings
from s3lint.model.neighbours import DataEvents, Selectors

_OBJECTS = "AWS::S3::Object"


class DataResource(Record):
    """One entry of a classic selector: `values` are ARNs, or their beginnings, of things of a kind."""

    kind: Setting[str]
    values: Strings
    origin: Origin


class ClassicSelector(Record):
    read_write: Setting[str]
    resources: Some[DataResource]


class FieldSelector(Record):
    """One condition of an advanced selector."""

    field: Setting[str]
    equals: Strings
    starts_with: Strings
    origin: Origin


class AdvancedSelector(Record):
    """Its fields are conditions that all hold."""

    fields: Some[FieldSelector]
    origin: Origin


def data_events(
    trail: View, classic: Locator[Some[ClassicSelector]], advanced: Locator[Some[AdvancedSelector]]
) -> Setting[Selectors]:
    """What the selectors of a trail say about objects; absent where there are no selectors at all."""
    selectors, rest = classic.read(trail)
    others, more = advanced.read(trail)
    found: list[DataEvents] = []
    unknown = rest or more
    for selector in selectors:
        resources, further = selector.resources
        unknown = unknown or further
        for resource in resources:
            match resource.kind:
                case Known(kind) if kind == _OBJECTS:
                    found.append(DataEvents(resource.values, selector.read_write, resource.origin))
                case Unknown() as undecided:
                    unknown = unknown or undecided
    for other in others:
        match _advanced(other):
            case DataEvents() as events:
                found.append(events)
            case Unknown() as undecided:
                unknown = unknown or undecided
    if not selectors and not others and unknown is None:
        return Absent(trail.header)
    return Known(Selectors(tuple(found), unknown), trail.header)


def _advanced(selector: AdvancedSelector) -> DataEvents | Unknown | None:
    """An advanced selector, if it is about objects; what decides that, or which of them."""
    fields, rest = selector.fields
    by_name = {each.field.value: each for each in fields if isinstance(each.field, Known)}
    kinds = by_name.get("resources.type")
    doubt = rest or next((each.field for each in fields if isinstance(each.field, Unknown)), None)
    if kinds is None:
        return doubt
    if _OBJECTS not in _literals(kinds.equals):
        return _open(kinds.equals)
    if doubt is not None:
        return doubt
    narrowed = by_name.get("resources.ARN")
    read_only = by_name.get("readOnly")
    kind: Setting[str] = Absent(selector.origin)
    if read_only is not None:
        word = "ReadOnly" if "true" in _literals(read_only.equals) else "WriteOnly"
        kind = _open(read_only.equals) or Known(word, read_only.origin)
    objects = Strings(())
    if narrowed is not None:
        begins = narrowed.starts_with
        objects = begins if begins.items or begins.unknown is not None else narrowed.equals
    return DataEvents(objects, kind, selector.origin)


def _open(strings: Strings) -> Unknown | None:
    """What of some strings is not known."""
    return next((item for item in strings.items if isinstance(item, Unknown)), strings.unknown)


def _literals(strings: Strings) -> list[str]:
    return [literal for item in strings.items if isinstance(item, Known) and (literal := item.value.literal) is not None]
