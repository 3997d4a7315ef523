"""`s3lint config`: what the configuration says for a path, whether it is sound, its schema, and a file to start from."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

from s3lint.cli import streams
from s3lint.cli.check import SILENT, settings_of, with_configuration
from s3lint.cli.options import Arguments
from s3lint.errors import UsageError, did_you_mean
from s3lint.languages.discover import near
from s3lint.run.changes import Everything
from s3lint.run.config.discovery import NAMES, Configurations
from s3lint.run.config.effective import Values
from s3lint.run.config.keys import IGNORE_FINDING, KEYS, PATH
from s3lint.run.config.schema import schema
from s3lint.run.config.starter import STARTER
from s3lint.run.option import toml
from s3lint.run.question import question_of

ASKS = ("show", "validate", "schema", "init")


def config(arguments: Arguments) -> int:
    asked, paths = arguments.words[:1], arguments.words[1:]
    if not asked or asked[0] not in ASKS:
        close = did_you_mean(asked[0], list(ASKS)) if asked else ""
        raise UsageError(f"config what? s3lint config {'|'.join(ASKS)} [PATH]{close}")
    if len(paths) > 1 or (paths and asked[0] == "schema"):
        raise UsageError(f"`s3lint config {asked[0]}` takes no {paths[-1]}")
    path = paths[0] if paths else os.curdir
    if asked[0] == "schema":
        import json  # only this needs it

        _write(json.dumps(schema(), indent=2, ensure_ascii=False) + "\n", arguments, machine=True)
    elif asked[0] == "init":
        _init(path, arguments)
    elif not os.path.exists(path):
        raise UsageError(f"{path}: no such file or folder{near(path)}")
    elif asked[0] == "show":
        _show(path, arguments)
    else:
        _validate(path, arguments)
    return 0


def _show(path: str, arguments: Arguments) -> None:
    found = Configurations().of(path)
    values: Values = found.at(path) if found is not None else {}
    _demand_sound(values, arguments)
    rows = list(_rows(values))
    width = max(len(left) for left, _ in rows if len(left) <= MAX_WIDTH)
    head = f"# {path}: {found.path if found is not None else 'no configuration'}\n"
    _write(head + "".join(f"{left:{width}}  # {place}\n" for left, place in rows), arguments)


MAX_WIDTH = 80
"""Columns of a value beyond which others don't make room for it."""


def _rows(values: Values) -> Iterator[tuple[str, str]]:
    """Each value as the file could say it, with its place; those that nobody gave are defaults, where there are any."""
    for key in KEYS:
        name = tuple(key.name.split("."))
        said = [(trail, one) for trail, one in values.items() if trail[: len(name)] == name]
        yield from ((_line(trail, _shown(one.value, key.setting == "exclude")), one.place) for trail, one in said)
        if not said and key.default is not None:
            yield _line(name, key.default), "default"
    for trail, one in values.items():
        if trail[0] == IGNORE_FINDING:
            yield _line(trail[:1], {name: _shown(value, name == PATH) for name, value in one.value.items()}), one.place
        elif one.key is None:
            yield _line(trail, one.value), one.place


def _shown(value: Any, is_glob: bool) -> Any:
    """A value with globs written from the working directory on."""
    if not is_glob:
        return value
    if not isinstance(value, str):
        return [_shown(glob, True) for glob in value]
    return os.path.relpath(value) if "/" in value else value


def _line(trail: tuple[Any, ...], value: Any) -> str:
    names = (str(step) if re.fullmatch("[A-Za-z0-9_-]+", str(step)) else toml(str(step)) for step in trail)
    return f"{'.'.join(names)} = {toml(value)}"


def _demand_sound(values: Values, arguments: Arguments) -> None:
    """Raises UsageError where a value means nothing: a rule that nobody has, an option of none, a file that is not there."""
    question_of(settings_of(with_configuration(arguments, frozenset(), values)), Everything())


def _validate(path: str, arguments: Arguments) -> None:
    found = Configurations().of(path)
    if found is None:
        _write(f"{path}: no configuration\n", arguments)
        return
    for values in found.alternatives():
        _demand_sound(values, arguments)
    _write(f"{found.path}: sound\n", arguments)


def _init(path: str, arguments: Arguments) -> None:
    """Writes the file; refuses where the folder has a configuration."""
    folder, name = (path, NAMES[0]) if os.path.isdir(path) else os.path.split(path)
    if name not in NAMES[:2]:
        raise UsageError(f"{path}: expected a folder, or a file called {' or '.join(NAMES[:2])}")
    for other in NAMES[:2]:
        there = os.path.normpath(os.path.join(folder, other))
        if os.path.lexists(there):
            raise UsageError(f"{there}: it is there already")
    target = os.path.normpath(os.path.join(folder, name))
    streams.create_file(target, STARTER)
    if not arguments.quiet:
        streams.say(f"Wrote {target}.\n")


def _write(text: str, arguments: Arguments, *, machine: bool = False) -> None:
    if arguments.quiet < SILENT:
        streams.write(text, machine)
