"""Which S3 data events a trail records: the same selectors in both languages, under other names."""

from __future__ import annotations

from collections.abc import Iterator

from s3lint.base.record import Record
from s3lint.base.value import Absent, Known, Setting, Unknown
from s3lint.base.view import View
from s3lint.languages.parts import strings
from s3lint.model.bucket import Strings
from s3lint.model.neighbours import DataEvents, Selectors

_OBJECTS = "AWS::S3::Object"


class SelectorNames(Record):
    """How a language names the parts of event selectors, classic and advanced."""

    classic: str
    resources: str
    kind: str
    values: str
    read_write: str
    advanced: str
    fields: str
    field: str
    equals: str
    starts_with: str


def data_events(trail: View, names: SelectorNames) -> Setting[Selectors]:
    """What the selectors of a trail say about objects; absent where there are no selectors at all."""
    classic, rest = trail.blocks(names.classic)
    advanced, more = trail.blocks(names.advanced)
    found: list[DataEvents] = []
    unknown = rest or more
    for selector in classic:
        resources, further = selector.blocks(names.resources)
        unknown = unknown or further
        for resource in resources:
            match resource.word(names.kind):
                case Known(kind) if kind == _OBJECTS:
                    objects = strings(resource, names.values)
                    found.append(DataEvents(objects, selector.word(names.read_write), resource.header))
                case Unknown() as undecided:
                    unknown = unknown or undecided
    found += [events for selector in advanced for events in _advanced(selector, names)]
    if not classic and not advanced and unknown is None:
        return Absent(trail.header)
    return Known(Selectors(tuple(found), unknown), trail.header)


def _advanced(selector: View, names: SelectorNames) -> Iterator[DataEvents]:
    """An advanced selector, if it is about objects: its fields are conditions that all hold."""
    fields, _ = selector.blocks(names.fields)
    by_name = {name.value: field for field in fields if isinstance(name := field.word(names.field), Known)}
    kinds = by_name.get("resources.type")
    if kinds is None or _OBJECTS not in _literals(kinds, names.equals):
        return
    narrowed = by_name.get("resources.ARN")
    read_only = by_name.get("readOnly")
    kind: Setting[str] = Absent(selector.header)
    if read_only is not None:
        kind = Known("ReadOnly" if "true" in _literals(read_only, names.equals) else "WriteOnly", read_only.header)
    objects = Strings(())
    if narrowed is not None:
        objects = strings(narrowed, names.starts_with if narrowed.entry(names.starts_with) is not None else names.equals)
    yield DataEvents(objects, kind, selector.header)


def _literals(view: View, key: str) -> list[str]:
    items = strings(view, key).items
    return [literal for item in items if isinstance(item, Known) and (literal := item.value.literal) is not None]
