"""Places as SARIF writes them: relative percent-encoded URIs, columns in UTF-16 units, hashes of lines."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import quote

from s3lint.base.source import Source, Span
from s3lint.outputs.line_hash import line_hash, line_windows
from s3lint.run.report import Report

if TYPE_CHECKING:
    from s3lint.outputs.sarif_types import ArtifactLocation, PhysicalLocation

ROOT_BASE = "%SRCROOT%"
OUTSIDE_BASE = "%OUTSIDE%"
"""The base of files that are not below the root: the folder at which their path and the root's part ways."""
_SAFE = "/!$&'()*+,;=@"


class SarifPlaces:
    """Writes the places of one report. What asks the file system, or reads a whole text, is done once per file."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._relative: dict[str, str] = {}
        self._windows: dict[Source, list[str]] = {}
        self.has_outside = False

    def is_inside(self, source: Source) -> bool:
        """Whether the file lies below the root, where readers of the log find it."""
        return not self._path(source).startswith("../")

    def _path(self, source: Source) -> str:
        if source.path not in self._relative:
            self._relative[source.path] = self._report.relative(source.path)
        return self._relative[source.path]

    def artifact(self, source: Source) -> ArtifactLocation:
        """The file. Services reject a log for one URI with a scheme, so that a colon is encoded, too."""
        inside = self.is_inside(source)
        self.has_outside |= not inside
        path = self._path(source)
        while path.startswith("../"):
            path = path[3:]
        return {"uri": quote(os.fsencode(path), safe=_SAFE), "uriBaseId": ROOT_BASE if inside else OUTSIDE_BASE}

    def physical(self, source: Source, span: Span, *, narrow: bool = False) -> PhysicalLocation:
        """The range of a file; `narrow` ends it with its first line.

        A review shows a result only if all lines of its region are part of the change.
        """
        start, end = source.utf16_position(span.start), source.utf16_position(span.end)
        if narrow and end.line > start.line:
            end_of_line = source.line_starts[start.line - 1] + len(source.line(start.line))
            end = source.utf16_position(max(span.start, end_of_line))
        return {
            "artifactLocation": self.artifact(source),
            "region": {
                "startLine": start.line,
                "startColumn": start.column,
                "endLine": end.line,
                "endColumn": end.column,
            },
        }

    def line_hash(self, source: Source, span: Span) -> str:
        if source not in self._windows:
            self._windows[source] = line_windows(source.text)
        return line_hash(self._windows[source], source.position(span.start).line)
