"""The configuration file: `s3lint.toml`, `.s3lint.toml`, or the table `[tool.s3lint]` of `pyproject.toml`.

The nearest one above what is checked counts, alone: nothing is merged. Paths and patterns in it start from its folder.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from typing import Any

from s3lint.base.record import Record
from s3lint.errors import UsageError, did_you_mean
from s3lint.run.finding import Severity
from s3lint.run.option import Assignment, toml

NAMES = ("s3lint.toml", ".s3lint.toml", "pyproject.toml")

MAX_BYTES = 1024 * 1024
"""Of a configuration file."""

_SEVERITIES = [severity.word for severity in Severity]
_TEXTS = "a list of texts"
_TRUTH = "true or false"
_TABLE = "a table of texts, numbers or truths"
_PATH_TABLE = "a table of paths"

KEYS: dict[str, tuple[str, str]] = {
    "profile": ("profile", _TEXTS),
    "select": ("select", _TEXTS),
    "ignore": ("ignore", _TEXTS),
    "yaml-rules": ("yaml_rules", _TEXTS),
    "exclude": ("exclude", _TEXTS),
    "fail-on": ("fail_on", f"one of {', '.join(_SEVERITIES)}"),
    "strict": ("strict", _TRUTH),
    "show-undecided": ("show_undecided", _TRUTH),
    "values": ("", "a table"),
    "values.variables": ("variables", _TABLE),
    "values.var-files": ("var_files", _TEXTS),
    "values.parameters": ("parameters", _TABLE),
    "values.parameter-files": ("parameter_files", _TEXTS),
    "values.workspace": ("workspace", "a text"),
    "values.source-root": ("source_root", "a text"),
    "values.account": ("account", "a text"),
    "terraform": ("", "a table"),
    "terraform.modules": ("modules", _PATH_TABLE),
    "rules": ("", "a table"),
}
"""Each key, with the setting that it gives a value to and what it is expected to hold.

What stands in `rules.NAME` are options of that rule: the rule itself says which.
"""

_PATHS = ("yaml_rules", "var_files", "parameter_files", "source_root")
_TABLES = ("values", "terraform")
"""The tables that are taken apart into keys."""


class Config(Record):
    """What a file says: values by the names of settings. `path` is empty where there is no file."""

    path: str = ""
    values: tuple[tuple[str, Any], ...] = ()


def nearest(start: str) -> Config:
    """The configuration that counts for a file or folder. Raises UsageError with every mistake in it.

    The search ends at the root of the repository.
    """
    folder = os.path.abspath(start if os.path.isdir(start) else os.path.dirname(start))
    while True:
        for name in NAMES:
            path = os.path.join(folder, name)
            table = _table(path)
            if table is not None:
                return Config(os.path.relpath(path), tuple(_values(table, path).items()))
        above = os.path.dirname(folder)
        if above == folder or os.path.exists(os.path.join(folder, ".git")):
            return Config()
        folder = above


def _table(path: str) -> dict[str, Any] | None:
    """The settings in a file; None where there is no such file, or no such table in it."""
    if not os.path.isfile(path):  # a pipe or a device has no end
        if os.path.exists(path):
            raise UsageError(f"{path}: cannot read the configuration: it is no file")
        return None
    try:
        with open(path, "rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: cannot read the configuration: {error.strerror}") from error
    if len(content) > MAX_BYTES:
        raise UsageError(f"{path}: cannot read the configuration: larger than {MAX_BYTES} bytes")
    in_project = os.path.basename(path) == "pyproject.toml"
    if in_project and b"s3lint" not in content:
        return None
    document = _parsed(content, path)
    if not in_project:
        return document
    tools = document.get("tool")
    table = tools.get("s3lint") if isinstance(tools, dict) else None
    if table is not None and not isinstance(table, dict):
        raise UsageError(f"{_place(path, 's3lint')}: tool.s3lint: expected a table")
    return table


def _parsed(content: bytes, path: str) -> dict[str, Any]:
    # Most runs have no configuration, and a TOML reader takes 1.2 ms to import.
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        document: dict[str, Any] = tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{os.path.relpath(path)}: no valid TOML: {error}") from error
    except RecursionError as error:
        raise UsageError(f"{os.path.relpath(path)}: no valid TOML: too deeply nested") from error
    return document


def _values(table: Mapping[str, Any], path: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    mistakes: list[str] = []
    options = _options(table, path, mistakes)
    if options:
        values["options"] = options
    for key, value in _flat(table):
        if key not in KEYS:
            mistakes.append(f"{_place(path, key)}: unknown key {key}{did_you_mean(key, list(KEYS))}")
            continue
        setting, expected = KEYS[key]
        if _fits(value, expected):
            values[setting] = _from_folder(setting, _plain(value), os.path.dirname(path))
        else:
            close = did_you_mean(value, _SEVERITIES) if isinstance(value, str) and setting == "fail_on" else ""
            mistakes.append(f"{_place(path, key)}: {key}: expected {expected}, got {toml(value)}{close}")
    if mistakes:
        raise UsageError("\n".join(mistakes))
    return values


def _flat(table: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The keys with their values, those of the tables `values` and `terraform` under dotted names, without those for rules."""
    found: list[tuple[str, Any]] = []
    for key, value in table.items():
        if key in _TABLES and isinstance(value, dict):
            found += ((f"{key}.{name}", inner) for name, inner in value.items())
        elif key != "rules" or not isinstance(value, dict):
            found.append((key, value))
    return found


def _options(table: Mapping[str, Any], path: str, mistakes: list[str]) -> tuple[Assignment, ...]:
    """The options of rules; whether there are such rules and options is known to those who load the rules."""
    rules = table.get("rules")
    found: list[Assignment] = []
    for rule, options in rules.items() if isinstance(rules, dict) else ():
        if isinstance(options, dict):
            found += [
                Assignment(rule, name, tuple(value) if isinstance(value, list) else value, _place(path, name, f"rules.{rule}"))
                for name, value in options.items()
            ]
        else:
            mistakes.append(f"{_place(path, rule, 'rules')}: rules.{rule}: expected a table, got {toml(options)}")
    return tuple(found)


def _fits(value: object, expected: str) -> bool:
    if expected == _TEXTS:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if expected == _TRUTH:
        return isinstance(value, bool)
    if expected == _TABLE:
        return isinstance(value, dict) and all(isinstance(item, (str, int, float)) for item in value.values())
    if expected == _PATH_TABLE:
        return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
    if expected == "a table":
        return False  # one that is a table is taken apart before
    return isinstance(value, str) and ("one of" not in expected or value in _SEVERITIES)


def _plain(value: Any) -> Any:
    """A value as the command line would give it: a tuple, or pairs of texts."""
    if isinstance(value, dict):
        return tuple((name, str(item).lower() if isinstance(item, bool) else str(item)) for name, item in value.items())
    return tuple(value) if isinstance(value, list) else value


def _from_folder(setting: str, value: Any, folder: str) -> Any:
    if setting == "exclude":
        return tuple(os.path.join(folder, pattern) if "/" in pattern.rstrip("/") else pattern for pattern in value)
    here = os.path.relpath(folder)
    if setting == "modules":
        return tuple((source, os.path.normpath(os.path.join(here, path))) for source, path in value)
    if setting in _PATHS:
        joined = [os.path.normpath(os.path.join(here, path)) for path in ([value] if isinstance(value, str) else value)]
        return joined[0] if isinstance(value, str) else tuple(joined)
    return value


def _place(path: str, key: str, table: str = "") -> str:
    """The file, and the line of a key if it is written as the whole of a line's start; in a table, from its header on."""
    name = re.escape(key.removeprefix("values.").removeprefix("terraform."))
    in_table = not table
    with open(path, encoding="utf-8") as stream:
        for number, line in enumerate(stream, 1):
            in_table = in_table or re.match(rf"\s*\[?([\w.]+\.)?{re.escape(table)}\s*[\]=.]", line) is not None
            if in_table and re.match(rf'\s*(\[|[\w.-]+\.)*"?{name}"?\s*[\]=.]', line):
                return f"{os.path.relpath(path)}:{number}"
    return os.path.relpath(path)
