"""Suppressions in the metadata of a resource, for templates in JSON and for what the CDK writes.

Metadata:
  s3lint:
    ignore:
      - {rule: missing-versioning, reason: scratch space, until: 2027-01-31, path: PolicyDocument.Statement.0}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from s3lint.base.source import Span
from s3lint.base.value import Data, Entry, Known, ListValue, MapValue, Origin, Value
from s3lint.languages.unit import Unit
from s3lint.run.suppressions.directive import Directive, Refused, wrong_date

KEYS = ("rule", "reason", "until", "path")
EXPECTED = "expected `s3lint: {ignore: [{rule: NAME, reason: ..., until: 2027-01-31, path: ...}]}`"


def in_metadata(unit: Unit) -> Iterator[Directive | Refused]:
    """The suppressions in the metadata of all resources, each once: what is declared once may be many resources."""
    seen: set[tuple[str, Span]] = set()
    for resource in unit.resources:
        entry = _entries(resource.attributes).get("s3lint") if resource.attributes is not None else None
        if entry is None:
            continue
        place = entry.key or resource.origin
        if (place.source.path, place.span) not in seen:
            seen.add((place.source.path, place.span))
            yield from _of(entry.value, place)


def _of(written: Value[Data], place: Origin) -> Iterator[Directive | Refused]:
    entries = _entries(written)
    listed = entries["ignore"].value if "ignore" in entries else None
    if len(entries) != 1 or not isinstance(listed, Known) or not isinstance(listed.value, ListValue):
        yield Refused(place, f"no suppressions: {EXPECTED}")
        return
    for item in listed.value.items:
        yield _directive(_entries(item), place)


def _directive(entries: Mapping[str, Entry], place: Origin) -> Directive | Refused:
    where = next((entry.key for entry in entries.values() if entry.key is not None), place)
    unknown = next((name for name in entries if name not in KEYS), "")
    if unknown:
        return Refused(entries[unknown].key or where, f"unknown key {unknown} of a suppression: {EXPECTED}")
    texts = {name: _text(entry.value) for name, entry in entries.items()}
    if not texts.get("rule"):
        return Refused(where, f"the suppression names no rule: {EXPECTED}")
    open_one = next((name for name, text in texts.items() if not text), "")
    if open_one:
        return Refused(entries[open_one].key or where, f"{open_one}: expected a text: {EXPECTED}")
    wrong = wrong_date(texts.get("until", ""))
    if wrong:
        return Refused(entries["until"].key or where, wrong)
    named = entries["rule"].key or where
    return Directive(
        named,
        (texts["rule"],),
        texts.get("reason", ""),
        texts.get("until", ""),
        extent="object",
        anchor=named,
        path=texts.get("path", ""),
    )


def _entries(value: Value[Data] | None) -> Mapping[str, Entry]:
    return value.value.entries if isinstance(value, Known) and isinstance(value.value, MapValue) else {}


def _text(value: Value[Data]) -> str:
    """A text that is written out; empty for anything else."""
    return value.value if isinstance(value, Known) and isinstance(value.value, str) else ""
