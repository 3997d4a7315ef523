"""What holds for a path: the values of a configuration, each with its place, and as the settings of a run."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from s3lint.base.record import Record, replace
from s3lint.languages.discover import Glob, lies_in
from s3lint.run.config.document import Document, Pair, dotted
from s3lint.run.config.keys import IGNORE_FINDING, Key
from s3lint.run.config.places import Trail
from s3lint.run.option import Assignment
from s3lint.run.suppressions.settings import IgnoredFinding


class Said(Record):
    """One value with where it is written. Paths in it start from the working directory."""

    key: Key | None
    value: Any
    document: Document
    trail: Trail

    @property
    def place(self) -> str:
        return self.document.place(self.trail)


Values = Mapping[Trail, Said]
"""By name, those of tables by table and member: `("values", "parameters", "Stage")`."""


class PathValues(Record):
    """What holds for the paths alone that a pattern matches, or that lie in a folder which it matches."""

    pattern: Glob
    values: Values


class Configuration:
    """A file, with all that it extends. `path` is written from the working directory on, and empty where there is no file."""

    def __init__(self, path: str = "", values: Values | None = None, of_paths: tuple[PathValues, ...] = ()) -> None:
        self.path = path
        self.values: Values = values or {}
        self.of_paths = of_paths
        self._joined: dict[tuple[int, ...], Values] = {(): self.values}

    def at(self, path: str) -> Values:
        """The values for a file or folder: the same object for all that the same tables are about."""
        if not self.of_paths:
            return self.values
        matching = tuple(number for number, each in enumerate(self.of_paths) if lies_in(path, each.pattern))
        if matching not in self._joined:
            values = self.values
            for number in matching:
                values = _with_path(values, self.of_paths[number].values)
            self._joined[matching] = values
        return self._joined[matching]

    def alternatives(self) -> Iterator[Values]:
        """What holds where no table is about a path, and where one is alone."""
        yield self.values
        for each in self.of_paths:
            yield _with_path(self.values, each.values)


def _with_path(values: Values, own: Values) -> Values:
    """What a path has of its own wins; of what is ignored, nothing is taken back."""
    joined = {**values, **own}
    ignored, more = values.get(("ignore",)), own.get(("ignore",))
    if ignored is not None and more is not None:
        joined["ignore",] = replace(more, value=(*ignored.value, *more.value))
    return joined


def pattern_of(document: Document, glob: str) -> Glob:
    """A glob of a file, which starts from the file's folder where it holds a `/`."""
    return Glob(_glob(document, glob))


def said(pair: Pair, document: Document) -> Said:
    value = _ignored_from(pair.value, document) if pair.trail[0] == IGNORE_FINDING else _plain(pair.value)
    return Said(pair.key, _from_folder(pair.key, value, document), document, pair.trail)


def _ignored_from(table: dict[str, Any], document: Document) -> dict[str, Any]:
    return {**table, "path": _glob(document, table["path"])} if "path" in table else table


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _from_folder(key: Key | None, value: Any, document: Document) -> Any:
    if key is None:
        return value
    if key.setting == "exclude":
        return tuple(_glob(document, glob) for glob in value)
    if key.is_path:
        here = os.path.relpath(document.folder)
        joined = [os.path.normpath(os.path.join(here, path)) for path in ([value] if isinstance(value, str) else value)]
        return joined[0] if isinstance(value, str) else tuple(joined)
    return value


def _glob(document: Document, glob: str) -> str:
    return os.path.normpath(os.path.join(document.folder, glob)) if "/" in glob.rstrip("/") else glob


def settings(values: Values) -> dict[str, Any]:
    """The values by the names of settings: a tuple for a list, pairs of texts for a table, assignments for what names rules."""
    found: dict[str, Any] = {}
    for name, one in values.items():
        key = one.key
        if name[0] == IGNORE_FINDING:
            found["ignored_findings"] = (*found.get("ignored_findings", ()), _ignored(one))
        elif key is None:
            assigned = Assignment(str(name[1]), str(name[2]), one.value, one.place)
            found["options"] = (*found.get("options", ()), assigned)
        elif key.setting == "severities":
            found[key.setting] = (*found.get(key.setting, ()), Assignment(str(name[-1]), key.name, one.value, one.place))
        elif key.kind.is_table:
            found[key.setting] = (*found.get(key.setting, ()), (str(name[-1]), _word(one.value)))
        else:
            found[key.setting] = one.value
    return found


def _ignored(one: Said) -> IgnoredFinding:
    table = one.value
    origin = one.document.origin(one.trail)
    return IgnoredFinding(
        table["rule"], table["resource"], table["reason"], str(table.get("until", "")), table.get("path", ""), origin
    )


def _word(value: object) -> str:
    """A value of a table as the command line would give it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def outside(values: Iterable[Said], root: str) -> list[str]:
    """What is wrong with values that are paths to what lies outside of a folder, which no file may name."""
    mistakes = []
    for one in values:
        if one.key is None or not one.key.is_path:
            continue
        for path in [one.value] if isinstance(one.value, str) else one.value:
            if not is_inside(path, root):
                mistakes.append(f"{one.place}: {dotted(one.trail)}: {path} lies outside of the repository")
    return mistakes


def is_inside(path: str, root: str) -> bool:
    real = os.path.realpath(path)
    return real == root or real.startswith(root.rstrip(os.sep) + os.sep)
