"""Which findings a run reports when it is about a change, and which files have to be judged for it.

A change is judged in whole units, because what makes a bucket wrong can be far from the line that was edited. `affected`
keeps the files whose units may include the change, by what they mention; a `Focus` then decides by what the units read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Union

from s3lint.base.record import Record
from s3lint.languages.front_end import FOLDER_SUFFIXES
from s3lint.languages.unit import Language, Unit
from s3lint.run.finding import Finding

MAX_SEARCHED_BYTES = 4 * 1024 * 1024
"""Of one file, when its text is searched for the names of changed files."""


def evidence(finding: Finding) -> Iterator[str]:
    """The paths of the files that a finding speaks of: its places, and the definitions that their values came through."""
    for origin in (finding.origin, *(note.origin for note in finding.related)):
        yield origin.source.path
        yield from (step.source.path for step in origin.via)


def _speaks_of(finding: Finding, files: frozenset[str]) -> bool:
    return _is_any_of(evidence(finding), files)


def _is_any_of(paths: Iterable[str], files: frozenset[str]) -> bool:
    return any(os.path.realpath(path) in files for path in paths)


class Everything(Record):
    """No restriction."""

    def concerns(self, unit: Unit) -> bool:
        return True

    def reported(self, findings: list[Finding], unit: Unit) -> list[Finding]:
        return findings


class NamedFiles(Record):
    """Some Terraform files were named: their folders are read whole, and what touches none of the files is left out.

    `files` and `folders` are real paths of what was named.
    """

    files: frozenset[str]
    folders: tuple[str, ...]

    def concerns(self, unit: Unit) -> bool:
        return True

    def reported(self, findings: list[Finding], unit: Unit) -> list[Finding]:
        if unit.language is not Language.TERRAFORM or is_below(os.path.realpath(unit.name), self.folders):
            return findings
        return [finding for finding in findings if _speaks_of(finding, self.files)]


class Changes(Record):
    """Real paths of the files that were changed or added, and of those that are gone.

    `earlier` are the contents before the change, by path as people open it, and `added` the paths that had none; both
    are empty where that is not known.
    """

    changed: frozenset[str]
    deleted: frozenset[str] = frozenset()
    earlier: tuple[tuple[str, bytes], ...] = ()
    added: frozenset[str] = frozenset()

    def any(self) -> bool:
        return bool(self.changed or self.deleted)

    def concerns(self, unit: Unit) -> bool:
        """Whether the unit read a changed file, could not read it, or misses a deleted one."""
        origins = (problem.origin.source for problem in unit.problems)
        return _is_any_of((source.path for source in (*unit.sources, *origins)), self.changed) or self._lost_a_file(unit)

    def reported(self, findings: list[Finding], unit: Unit) -> list[Finding]:
        """Those whose evidence touches a change; all where a file is gone, as that leaves no line to touch."""
        if self._lost_a_file(unit):
            return findings
        return [finding for finding in findings if _speaks_of(finding, self.changed)]

    def _lost_a_file(self, unit: Unit) -> bool:
        """Whether a deleted file lay in a Terraform folder that the unit reads, or is named by what it read."""
        folders = {os.path.dirname(path) for path in self.deleted if path.endswith(FOLDER_SUFFIXES)}
        names = {os.path.basename(path) for path in self.deleted if not path.endswith(FOLDER_SUFFIXES)}
        return any(
            os.path.dirname(os.path.realpath(source.path)) in folders or any(name in source.text for name in names)
            for source in unit.sources
        )


Focus = Union[Everything, NamedFiles, Changes]


def named(paths: Iterable[str]) -> Focus:
    """The focus of paths that a user gave: restricted where a file of a Terraform folder is named."""
    paths = tuple(paths)
    files = frozenset(os.path.realpath(path) for path in paths if not os.path.isdir(path))
    if not any(path.endswith(FOLDER_SUFFIXES) for path in files):
        return Everything()
    return NamedFiles(files, tuple(os.path.realpath(path) for path in paths if os.path.isdir(path)))


def is_below(path: str, folders: Iterable[str]) -> bool:
    """Whether a path is one of the folders or lies in one; all are real paths."""
    return any(path == folder or path.startswith(folder.rstrip(os.sep) + os.sep) for folder in folders)


_LOCAL_SOURCE = rb'"?\bsource"?\s*[=:]\s*"(\.{1,2}(?:/[^"\n]*)?)"'  # compiled by `re` when there is a change


def affected(paths: Sequence[str], changes: Changes, overlay: Mapping[str, bytes]) -> list[str]:
    """Those of the candidate files whose units may include a change, in the order given.

    A CloudFormation file may, if it was changed or names a file that may, and if it exports or imports where such a file does;
    a Terraform folder, if a file in it was changed, names such a file, or calls such a folder as a module.
    """
    contents = {path: _content(path, overlay) for path in paths}
    real = {path: os.path.realpath(path) for path in paths}
    folder_of = {path: os.path.dirname(real[path]) for path in paths if path.endswith(FOLDER_SUFFIXES)}
    gone = changes.changed | changes.deleted
    folders = {os.path.dirname(path) for path in gone if path.endswith(FOLDER_SUFFIXES)}
    names = {os.path.basename(path).encode() for path in gone if not path.endswith(FOLDER_SUFFIXES)}
    kept = {path for path in paths if real[path] in changes.changed and path not in folder_of}
    while names:
        mentioning = {path for path, content in contents.items() if path not in kept and any(name in content for name in names)}
        kept |= mentioning
        folders |= {folder_of[path] for path in mentioning if path in folder_of}
        names = {os.path.basename(path).encode() for path in mentioning if path not in folder_of}
    if any(_trades(contents[path]) for path in kept):
        kept |= {path for path, content in contents.items() if path not in folder_of and _trades(content)}
    folders = _with_callers(folders, {path: contents[path] for path in folder_of}, folder_of)
    return [path for path in paths if path in kept or folder_of.get(path) in folders]


def _trades(content: bytes) -> bool:
    """Whether a template may export something, or import what another one exports."""
    return b"ImportValue" in content or b"Export" in content


def _with_callers(folders: set[str], contents: Mapping[str, bytes], folder_of: Mapping[str, str]) -> set[str]:
    """The folders and all that call them as modules, directly or not."""
    callers: dict[str, set[str]] = {}
    for path, content in contents.items():
        for source in re.findall(_LOCAL_SOURCE, content):
            called = os.path.realpath(os.path.join(folder_of[path], os.fsdecode(source)))
            callers.setdefault(called, set()).add(folder_of[path])
    reached: set[str] = set()
    open_ends = set(folders)
    while open_ends:
        folder = open_ends.pop()
        reached.add(folder)
        open_ends |= callers.get(folder, set()) - reached
    return reached


def _content(path: str, overlay: Mapping[str, bytes]) -> bytes:
    """What can mention other files: nothing where a file is neither CloudFormation nor Terraform, or can't be read."""
    content = overlay[path] if path in overlay else start_of(path)
    return content if path.endswith(FOLDER_SUFFIXES) or b"AWS::" in content else b""


def start_of(path: str) -> bytes:
    """The first bytes of a file, up to `MAX_SEARCHED_BYTES`; none where it can't be read."""
    try:
        with open(path, "rb") as stream:
            return stream.read(MAX_SEARCHED_BYTES)
    except OSError:
        return b""  # the front end that reads the file reports it
