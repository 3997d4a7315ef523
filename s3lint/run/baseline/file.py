"""`s3lint-baseline.json`: one entry in a line, sorted, so that git merges what two people add."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from typing import NoReturn

from s3lint.base.json_text import Json, JsonArray, JsonObject, JsonReader, JsonScalar, JsonString
from s3lint.base.source import Source, Span
from s3lint.base.value import Origin
from s3lint.errors import UsageError, did_you_mean
from s3lint.languages.files import MAX_FILE_BYTES
from s3lint.run.baseline.entries import Entry
from s3lint.run.baseline.hiding import Baseline
from s3lint.run.finding import Verdict

SCHEMA_FILE = "baseline-v1.schema.json"
SCHEMA_VERSION = 1
DEMANDED = ("path", "address", "rule", "setting", "value")
FIELDS = (*DEMANDED, "verdict", "reason")
VERDICTS = (Verdict.FAIL.value, Verdict.UNDECIDED.value)


def written(entries: Iterable[Entry]) -> str:
    """The file for some entries; the same entries give the same text."""
    lines = [f"    {json.dumps(_fields(entry), ensure_ascii=False)}" for entry in sorted(entries, key=lambda one: one.order)]
    listed = "[\n" + ",\n".join(lines) + "\n  ]" if lines else "[]"
    return f'{{\n  "schema_version": {SCHEMA_VERSION},\n  "findings": {listed}\n}}\n'


def _fields(entry: Entry) -> dict[str, str]:
    fields = {name: getattr(entry, name) for name in FIELDS}
    if entry.verdict == Verdict.FAIL.value:
        del fields["verdict"]
    if not entry.reason:
        del fields["reason"]
    return fields


def read(path: str) -> Baseline:
    """Raises UsageError with file, line and column where the file is none of a baseline."""
    try:
        with open(path, "rb") as stream:
            content = stream.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: cannot read the baseline: {error.strerror}") from error
    if len(content) > MAX_FILE_BYTES:
        raise UsageError(f"{path}: cannot read the baseline: larger than {MAX_FILE_BYTES} bytes")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        raise UsageError(f"{path}:{line}:{column}: the baseline is no UTF-8") from error
    return Baseline(path, os.path.dirname(os.path.realpath(path)), tuple(_Reading(Source(path, text)).entries()))


class _Reading:
    """One file, refused at its first mistake."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def entries(self) -> Iterator[Entry]:
        reader = JsonReader(self._source.text)
        document = reader.document()
        if reader.problem is not None:
            self._refuse(reader.problem.span, reader.problem.message)
        top = self._members(document, "a baseline: an object", ("schema_version", "findings"))
        version = top["schema_version"]
        if not isinstance(version, JsonScalar) or version.value is True or version.value != SCHEMA_VERSION:
            self._refuse(version.span, f"schema_version: expected {SCHEMA_VERSION}, which is all that this s3lint reads")
        listed = top["findings"]
        if not isinstance(listed, JsonArray):
            self._refuse(listed.span, "findings: expected a list")
        for item in listed.items:
            yield self._entry(item)

    def _entry(self, item: Json) -> Entry:
        texts: dict[str, str] = {}
        for name, value in self._members(item, "an object for each finding", DEMANDED, FIELDS).items():
            if not isinstance(value, JsonString):
                self._refuse(value.span, f"{name}: expected a text")
            if name == "verdict" and value.text not in VERDICTS:
                self._refuse(value.span, f"verdict: expected {' or '.join(VERDICTS)}{did_you_mean(value.text, list(VERDICTS))}")
            texts[name] = value.text
        return Entry(**texts, origin=Origin(self._source, item.span))

    def _members(self, value: Json, expected: str, demanded: tuple[str, ...], known: tuple[str, ...] = ()) -> dict[str, Json]:
        if not isinstance(value, JsonObject):
            self._refuse(value.span, f"expected {expected}")
        found: dict[str, Json] = {}
        for member in value.members:
            name = member.key.text
            if name not in (known or demanded):
                self._refuse(member.key.span, f"unknown key {name}{did_you_mean(name, list(known or demanded))}")
            if name in found:
                self._refuse(member.key.span, f"{name} stands there twice")
            found[name] = member.value
        missing = [name for name in demanded if name not in found]
        if missing:
            self._refuse(value.span, f"expected {', '.join(missing)} in it")
        return found

    def _refuse(self, span: Span, message: str) -> NoReturn:
        place = self._source.position(span.start)
        raise UsageError(f"{self._source.path}:{place.line}:{place.column}: {message}")
