"""Places as SARIF writes them: relative percent-encoded URIs, columns in UTF-16 units, hashes of lines."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import quote

from s3lint.base.source import Source, Span
from s3lint.outputs.line_hash import line_hash, line_windows
from s3lint.run.report import Report

ROOT_BASE = "%SRCROOT%"
OUTSIDE_BASE = "%OUTSIDE%"
"""The base of files that are not below the root: the folder at which their path and the root's part ways."""
_SAFE = "/!$&'()*+,;=@"


class Places:
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

    def artifact(self, source: Source) -> dict[str, Any]:
        """The file. Services reject a log for one URI with a scheme, so that a colon is encoded, too."""
        inside = self.is_inside(source)
        self.has_outside |= not inside
        path = self._path(source)
        while path.startswith("../"):
            path = path[3:]
        return {"uri": quote(os.fsencode(path), safe=_SAFE), "uriBaseId": ROOT_BASE if inside else OUTSIDE_BASE}

    def physical(self, source: Source, span: Span, *, narrow: bool = False) -> dict[str, Any]:
        """The range of a file; `narrow` ends it with its first line.

        A review shows a result only if all lines of its region are part of the change.
        """
        start, end = source.position(span.start), source.position(span.end)
        first = start.line
        begin, stop = _units(source.line(first), start.column), _units(source.line(end.line), end.column)
        if narrow and end.line > first:
            end, stop = start, max(begin, _units(source.line(first), len(source.line(first)) + 1))
        region = {"startLine": first, "startColumn": begin, "endLine": end.line, "endColumn": stop}
        return {"artifactLocation": self.artifact(source), "region": region}

    def line_hash(self, source: Source, span: Span) -> str:
        if source not in self._windows:
            self._windows[source] = line_windows(source.text)
        return line_hash(self._windows[source], source.position(span.start).line)


def _units(line: str, column: int) -> int:
    """The column in UTF-16 units, from a column in characters; both from 1."""
    before = line[: column - 1]
    return column if before.isascii() else column + sum(character > "\uffff" for character in before)
