"""One configuration file: read within limits and checked, with the place of everything in it."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from typing import Any, NoReturn

from s3lint.base.record import Record
from s3lint.base.source import Source, Span
from s3lint.base.value import Origin
from s3lint.errors import UsageError, did_you_mean
from s3lint.run.config.keys import (
    A_PATH,
    BY_NAME,
    EXTEND,
    IGNORE_FINDING,
    IGNORED,
    NEEDED,
    OPTIONS,
    PATH,
    PER_PATH,
    SECTIONS,
    SEVERITIES,
    STRUCTURE,
    Key,
    fits,
)
from s3lint.run.config.places import Places, Trail, position
from s3lint.run.option import toml

MAX_BYTES = 1024 * 1024
"""Of a configuration file."""

PROJECT_FILE = "pyproject.toml"
PROJECT_TABLE = ("tool", "s3lint")


_SECTIONS: tuple[Trail, ...] = tuple((section,) for section in SECTIONS)


class Document:
    """A file with settings. `table` is what it says, unchecked; `path` is written from the working directory on."""

    def __init__(self, path: str, text: str, table: dict[str, Any], prefix: tuple[str, ...]) -> None:
        self.path = os.path.relpath(path)
        self.folder = os.path.dirname(path)
        self.table = table
        self._text = text
        self._source = Source(self.path, text)
        self._places = Places(text)
        self._prefix = prefix

    def origin(self, trail: Trail) -> Origin:
        """The place of a key, to the end of its line."""
        start = self._places.offset((*self._prefix, *trail))
        line_end = self._text.find("\n", start)
        return Origin(self._source, Span(start, line_end if line_end >= 0 else len(self._text)))

    def place(self, trail: Trail) -> str:
        """`file:line:column` of a key."""
        line, column = self._places.of((*self._prefix, *trail))
        return f"{self.path}:{line}:{column}"


class Pair(Record):
    """A key with what a file says of it; `trail` ends with the member's name where the key is a table.

    `key` is None for an option of a rule.
    """

    key: Key | None
    trail: Trail
    value: Any

    @property
    def name(self) -> Trail:
        """What the value is called wherever it stands: its way in the file, from the item of `per-path` on that it is in."""
        return self.trail[2:] if self.trail[0] == PER_PATH else self.trail


def opened(path: str) -> Document | None:
    """The settings in a file; None where there is no such file, or no such table in it. Raises UsageError."""
    if not os.path.isfile(path):  # a pipe or a device has no end
        if os.path.lexists(path):
            raise UsageError(f"{os.path.relpath(path)}: cannot read the configuration: it is no file")
        return None
    try:
        with open(path, "rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{os.path.relpath(path)}: cannot read the configuration: {error.strerror}") from error
    if len(content) > MAX_BYTES:
        raise UsageError(f"{os.path.relpath(path)}: cannot read the configuration: larger than {MAX_BYTES} bytes")
    in_project = os.path.basename(path) == PROJECT_FILE
    if in_project and b"s3lint" not in content:
        return None
    text = _text(content, path)
    table = _parsed(text, path)
    if not in_project:
        return Document(path, text, table, ())
    tools = table.get("tool")
    found = tools.get("s3lint") if isinstance(tools, dict) else None
    document = Document(path, text, found if isinstance(found, dict) else {}, PROJECT_TABLE)
    if found is not None and not isinstance(found, dict):
        raise UsageError(f"{document.place(())}: tool.s3lint: expected a table, got {toml(found)}")
    return document if found is not None else None


def _text(content: bytes, path: str) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start].decode()
        line, column = position(before, len(before))
        raise UsageError(f"{os.path.relpath(path)}:{line}:{column}: no valid TOML: expected UTF-8") from error


def _parsed(text: str, path: str) -> dict[str, Any]:
    # Most runs have no configuration, and a TOML reader takes 1.2 ms to import.
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        document: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        _refuse(path, text, str(error))
    except (RecursionError, ValueError) as error:  # also what is no number or date to Python, such as one of 5000 digits
        said = "too deeply nested" if isinstance(error, RecursionError) else str(error)
        raise UsageError(f"{os.path.relpath(path)}: no valid TOML: {said}") from error
    return document


def _refuse(path: str, text: str, message: str) -> NoReturn:
    said, _, where = message.rpartition(" (at ")
    found = re.fullmatch(r"line (\d+), column (\d+)\)", where)
    line, column = (int(found[1]), int(found[2])) if found else position(text, len(text))
    raise UsageError(f"{os.path.relpath(path)}:{line}:{column}: no valid TOML: {said or message}")


class Mistakes:
    """What is wrong with a file, each with its place."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._found: list[str] = []

    def add(self, trail: Trail, message: str) -> None:
        self._found.append(f"{self._document.place(trail)}: {message}")

    def unknown(self, trail: Trail, known: list[str]) -> None:
        start = 2 if trail[0] in (PER_PATH, IGNORE_FINDING) and len(trail) > 2 else 0
        where = f" in {dotted(trail[:start])}" if start else ""
        name = dotted(trail[start:])
        self.add(trail, f"unknown key {name}{where}{did_you_mean(name, known)}")

    def expected(self, trail: Trail, expected: str, value: Any) -> None:
        close = did_you_mean(value, list(SEVERITIES)) if isinstance(value, str) and SEVERITIES[0] in expected else ""
        self.add(trail, f"{dotted(trail)}: expected {expected}, got {toml(value)}{close}")

    def demand_none(self) -> None:
        if self._found:
            raise UsageError("\n".join(self._found))


def pairs(document: Document, mistakes: Mistakes) -> Iterator[Pair]:
    """All values that are as they should be, those of tables member by member, in the order of the file."""
    for name, value in document.table.items():
        if name == PER_PATH:
            yield from _of_paths(value, mistakes)
        elif name == IGNORE_FINDING:
            yield from _ignored(value, mistakes)
        elif name == EXTEND:
            if not fits(value, A_PATH):
                mistakes.expected((name,), STRUCTURE[name][0], value)
        else:
            yield from _pairs((name,), value, mistakes)


def _of_paths(tables: Any, mistakes: Mistakes) -> Iterator[Pair]:
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        mistakes.expected((PER_PATH,), STRUCTURE[PER_PATH][0], tables)
        return
    for number, table in enumerate(tables):
        at = (PER_PATH, number)
        if PATH not in table:
            mistakes.add(at, f"{PER_PATH}: expected a path")
        for name, value in table.items():
            if name != PATH:
                yield from _pairs((*at, name), value, mistakes)
            elif not isinstance(value, str) or not value:
                mistakes.expected((*at, name), "a glob", value)


def _ignored(tables: Any, mistakes: Mistakes) -> Iterator[Pair]:
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        mistakes.expected((IGNORE_FINDING,), STRUCTURE[IGNORE_FINDING][0], tables)
        return
    for number, table in enumerate(tables):
        at = (IGNORE_FINDING, number)
        for name in NEEDED:
            if name not in table:
                mistakes.add(at, f"{dotted(at)}: expected {IGNORED[name][0]}: {name}")
        for name, value in table.items():
            if name not in IGNORED:
                mistakes.unknown((*at, name), list(IGNORED))
            elif not fits(value, IGNORED[name][1]):
                mistakes.expected((*at, name), IGNORED[name][0], value)
        yield Pair(None, at, table)


def _pairs(trail: Trail, value: Any, mistakes: Mistakes) -> Iterator[Pair]:
    start = 2 if trail[0] == PER_PATH else 0
    if trail[start] == OPTIONS:
        yield from _options(trail, value, mistakes)
        return
    if trail[start:] in _SECTIONS and isinstance(value, dict):
        for name, inner in value.items():
            yield from _pairs((*trail, name), inner, mistakes)
        return
    key = BY_NAME.get(trail[start:])
    if key is None or (start and not key.is_local):
        if trail[start:] in _SECTIONS:
            mistakes.expected(trail, "a table", value)
        else:
            known = [name.name for name in BY_NAME.values() if name.is_local or not start]
            mistakes.unknown(trail, known if start else [*known, *STRUCTURE])
    elif not fits(value, key.kind.schema):
        mistakes.expected(trail, key.kind.expected, value)
    elif key.kind.is_table:
        yield from (Pair(key, (*trail, name), inner) for name, inner in value.items())
    else:
        yield Pair(key, trail, value)


def _options(trail: Trail, value: Any, mistakes: Mistakes) -> Iterator[Pair]:
    """The options of rules; whether there are such rules and options is known to those who load the rules."""
    if not isinstance(value, dict):
        mistakes.expected(trail, "a table", value)
        return
    for rule, options in value.items():
        if isinstance(options, dict):
            yield from (Pair(None, (*trail, rule, name), option) for name, option in options.items())
        else:
            mistakes.expected((*trail, rule), "a table", options)


def dotted(trail: Trail) -> str:
    """A way as messages name it: `values.account`, or `per-path[1].ignore`, counted from 1 on."""
    text = ""
    for step in trail:
        text += f"[{step + 1}]" if isinstance(step, int) else f"{'.' if text else ''}{step}"
    return text
