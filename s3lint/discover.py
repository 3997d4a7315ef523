"""Which files of the given paths are candidates, by their names; what they are is for the front ends to say."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from s3lint.errors import UsageError

SKIPPED_DIRECTORIES = frozenset(
    {".git", ".hg", ".svn", ".terraform", ".terragrunt-cache", "node_modules", "__pycache__", ".venv"}
)
SUFFIXES = (".yaml", ".yml", ".json", ".template", ".tf", ".tofu", ".tfvars")

MAX_DEPTH = 64
"""Folders below a given path that are followed; links to folders are not."""


def candidates(paths: Sequence[str], exclude: Sequence[str] = ()) -> list[str]:
    """The candidate files, sorted within each given path, without repetition.

    A file that is named is a candidate whatever its name. `exclude` are glob patterns against paths as given.
    Raises UsageError for a path that does not exist.
    """
    found: dict[str, None] = {}
    for path in paths:
        if os.path.isdir(path):
            found.update(dict.fromkeys(_below(path, exclude, MAX_DEPTH)))
        elif os.path.exists(path):
            found[os.path.normpath(path)] = None
        else:
            raise UsageError(f"{path}: no such file or directory")
    return list(found)


def _below(directory: str, exclude: Sequence[str], depth: int) -> Iterator[str]:
    try:
        entries = sorted(os.scandir(directory), key=lambda entry: entry.name)
    except OSError as error:
        raise UsageError(f"{directory}: cannot list the folder: {error.strerror}") from error
    for entry in entries:
        path = os.path.normpath(entry.path)
        if exclude and any(fnmatchcase(path.replace(os.sep, "/"), pattern) for pattern in exclude):
            continue
        if entry.is_dir(follow_symlinks=False):
            if depth and entry.name not in SKIPPED_DIRECTORIES:
                yield from _below(entry.path, exclude, depth - 1)
        elif entry.name.endswith(SUFFIXES):
            yield path
