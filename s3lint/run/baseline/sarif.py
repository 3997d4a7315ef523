"""What a scanner has found before, as a choice among the findings of a run: `--from-sarif`.

Of s3lint's own files the fingerprints are compared. Another tool's result is one of ours where the ids of both rules mean the
same, and the resource that ours lies in is where the result is. SARIF 2.1.0, sections 3.27 (`result`) and 3.30 (`region`).
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from s3lint.base.record import Record
from s3lint.base.value import Origin
from s3lint.errors import UsageError
from s3lint.languages.files import MAX_FILE_BYTES
from s3lint.run.baseline.entries import hideable
from s3lint.run.finding import Finding
from s3lint.run.fingerprints import Fingerprints
from s3lint.run.report import Report

FINGERPRINT = "s3lint/v1"
_NO_FAULT = ("pass", "notApplicable", "informational")
"""Kinds of results that report nothing wrong (section 3.27.9)."""


class Accepted(Record):
    """A place at which a rule was found: its id in upper case, the path from the root, the first and last line."""

    rule: str
    path: str
    first: int
    last: int


class Accepts:
    """The results of one file. Raises UsageError where it is no SARIF."""

    def __init__(self, path: str) -> None:
        self.fingerprints: set[str] = set()
        self.places: dict[tuple[str, str], list[Accepted]] = defaultdict(list)
        self.results = 0
        for result in _results(path):
            self.results += 1
            own = _at(result, "partialFingerprints", FINGERPRINT)
            if isinstance(own, str):
                self.fingerprints.add(own)
                continue
            for place in _places(result):
                self.places[place.rule, place.path].append(place)

    def chosen(self, report: Report) -> list[Finding]:
        """The findings of a report that the file has, too. They must know the regions that they lie in."""
        fingerprints = Fingerprints(report)
        ids = {
            descriptor.name: [word.upper() for word in (descriptor.name, *descriptor.aliases)]
            for descriptor in report.descriptors()
        }
        return [
            finding
            for finding in hideable(report)
            if fingerprints.of(finding) in self.fingerprints or self._has(finding, ids[finding.rule], report)
        ]

    def _has(self, finding: Finding, ids: list[str], report: Report) -> bool:
        regions = [scope.origin for scope in finding.scopes if scope.kind in ("statement", "block", "resource")]
        return any(
            _overlap(place, origin)
            for origin in (finding.origin, *regions)
            for word in ids
            for place in self.places.get((word, report.relative(origin.source.path)), ())
        )


def _overlap(place: Accepted, origin: Origin) -> bool:
    end = origin.source.position(max(origin.span.start, origin.span.end - 1))
    return place.first <= end.line and origin.start.line <= place.last


def _results(path: str) -> Iterator[dict[str, Any]]:
    log = _log(path)
    runs = log.get("runs") if isinstance(log, dict) else None
    if not isinstance(runs, list):
        raise UsageError(f"{path}: expected SARIF: an object with `runs`")
    for run in runs:
        results = run.get("results") if isinstance(run, dict) else None
        for result in results if isinstance(results, list) else ():
            if isinstance(result, dict) and result.get("kind") not in _NO_FAULT and result.get("baselineState") != "absent":
                yield result


def _log(path: str) -> Any:
    try:
        with open(path, "rb") as stream:
            content = stream.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise UsageError(f"--from-sarif: {path}: {error.strerror}") from error
    if len(content) > MAX_FILE_BYTES:
        raise UsageError(f"--from-sarif: {path}: larger than {MAX_FILE_BYTES} bytes")
    try:
        return json.loads(content.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise UsageError(f"{path}:{error.lineno}:{error.colno}: no valid JSON: {error.msg}") from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"{path}: no valid JSON: {error}") from error


def _places(result: dict[str, Any]) -> Iterator[Accepted]:
    rule = result.get("ruleId") or _at(result, "rule", "id")
    locations = result.get("locations")
    for location in locations if isinstance(locations, list) else ():
        uri = _at(location, "physicalLocation", "artifactLocation", "uri")
        first = _at(location, "physicalLocation", "region", "startLine")
        last = _at(location, "physicalLocation", "region", "endLine")
        if isinstance(rule, str) and isinstance(uri, str) and isinstance(first, int):
            path = os.path.normpath(unquote(uri)).replace(os.sep, "/")
            yield Accepted(rule.upper(), path, first, last if isinstance(last, int) else first)


def _at(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value
