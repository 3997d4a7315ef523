"""Which files of the given paths are candidates, by their names; what they are is for the front ends to say."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Sequence

from s3lint.errors import UsageError, did_you_mean
from s3lint.languages.front_end import FOLDER_SUFFIXES, SUFFIXES

SKIPPED_DIRECTORIES = frozenset(
    {".git", ".hg", ".svn", ".terraform", ".terragrunt-cache", "node_modules", "__pycache__", ".venv"}
)

MAX_DEPTH = 64
"""Folders below a given path that are followed; links to folders are not."""


def candidates(paths: Sequence[str], exclude: Sequence[str] = ()) -> list[str]:
    """The candidate files, sorted within each given path, without repetition.

    A file that is named is a candidate whatever its name and whatever is excluded. A folder that can't be listed is one,
    too, so that whoever reads it says so and the rest is judged all the same. `exclude` are patterns as
    `excluded` reads them. Raises UsageError for a path that does not exist.
    """
    found: dict[str, None] = {}
    patterns = [Glob(pattern) for pattern in exclude]
    for path in paths:
        if os.path.isdir(path):
            found.update(dict.fromkeys(_below(path, patterns, MAX_DEPTH)))
        elif os.path.exists(path):
            found[os.path.normpath(path)] = None
        else:
            raise UsageError(f"{path or repr('')}: no such file or folder{near(path)}")
    again = _linked_again([path for path in found if path not in paths], found)
    return [path for path in found if path not in again]


def _linked_again(paths: Sequence[str], found: Collection[str]) -> set[str]:
    """Links to templates that are candidates themselves: judged once, where they lie.

    A link that belongs to a Terraform folder is a part of that module, whatever else it is.
    """
    links = {path for path in paths if not path.endswith(FOLDER_SUFFIXES) and os.path.islink(path)}
    if not links:
        return set()
    files = {os.path.realpath(path) for path in found if path not in links}
    return {path for path in links if os.path.realpath(path) in files}


def near(path: str) -> str:
    """`; did you mean …?` for a path that does not exist, or nothing."""
    try:
        return did_you_mean(os.path.basename(path), os.listdir(os.path.dirname(path) or "."))
    except OSError:
        return ""


def _below(directory: str, exclude: Sequence[Glob], depth: int) -> Iterator[str]:
    try:
        entries = sorted(os.scandir(directory), key=lambda entry: entry.name)
    except OSError:
        yield os.path.normpath(directory)
        return
    for entry in entries:
        path = os.path.normpath(entry.path)
        if entry.is_dir(follow_symlinks=False):
            if entry.name in SKIPPED_DIRECTORIES or _matches(path, exclude):
                continue
            if not depth:
                raise UsageError(f"{path}: more than {MAX_DEPTH} folders deep; name it, or exclude it")
            yield from _below(entry.path, exclude, depth - 1)
        elif entry.name.endswith(SUFFIXES) and not _matches(path, exclude):
            yield path


def without_excluded(paths: Sequence[str], exclude: Sequence[str]) -> list[str]:
    """The paths that no pattern matches and that lie in no folder that one matches.

    A pattern without `/` is matched by the name of a file or folder; any other by the path from the working directory.
    `*` and `?` stop at `/`; `**` does not.
    """
    patterns = [Glob(pattern) for pattern in exclude]
    return [path for path in paths if not (patterns and any(_matches(part, patterns) for part in _prefixes(path)))]


def _prefixes(path: str) -> Iterator[str]:
    """The path and the folders that it lies in, as far as it names them."""
    while path:
        yield path
        path = os.path.dirname(path) if path != os.sep else ""


def _matches(path: str, patterns: Sequence[Glob]) -> bool:
    return bool(patterns) and any(pattern.matches(os.path.abspath(path).replace(os.sep, "/")) for pattern in patterns)


def lies_in(path: str, pattern: Glob) -> bool:
    """Whether a pattern matches a path, or a folder that it lies in; what ends in `/**` matches its folder, too."""
    real = os.path.abspath(path).replace(os.sep, "/")
    return pattern.matches(f"{real}/") or any(pattern.matches(part) for part in _prefixes(real))


class Glob:
    """A pattern as `without_excluded` reads it, of absolute paths with `/`.

    Time is linear in both, whatever the pattern: who writes it may not be who runs it, and a regular expression would try all
    ways in which several wildcards can share a path.
    """

    def __init__(self, pattern: str) -> None:
        pattern = pattern.rstrip("/").removeprefix("./")
        if "/" not in pattern:
            pattern = f"**/{pattern}"
        elif not os.path.isabs(pattern):
            pattern = f"{os.getcwd().replace(os.sep, '/').rstrip('/')}/{pattern}"
        self._pieces = [piece for piece in re.split(r"(\*\*/|\*\*|\*|\?)", pattern) if piece]
        last = self._pieces[-1]
        self._end = "" if last in _WILDCARDS else last

    def matches(self, path: str) -> bool:
        if not path.endswith(self._end):
            return False
        ends = {0}  # of all beginnings of the path that the pieces so far match
        for piece in self._pieces:
            ends = _WILDCARDS[piece](ends, path) if piece in _WILDCARDS else _after(piece, ends, path)
            if not ends:
                return False
        return len(path) in ends


def _after(piece: str, starts: set[int], path: str) -> set[int]:
    return {start + len(piece) for start in starts if path.startswith(piece, start)}


def _folders(starts: set[int], path: str) -> set[int]:
    first = min(starts)
    return starts | {index + 1 for index in range(first, len(path)) if path[index] == "/"}


def _anything(starts: set[int], path: str) -> set[int]:
    return set(range(min(starts), len(path) + 1))


def _in_name(starts: set[int], path: str) -> set[int]:
    found: set[int] = set()
    for start in starts:
        at = start
        while at not in found:
            found.add(at)
            if at == len(path) or path[at] == "/":
                break
            at += 1
    return found


def _one(starts: set[int], path: str) -> set[int]:
    return {start + 1 for start in starts if start < len(path) and path[start] != "/"}


_WILDCARDS = {"**/": _folders, "**": _anything, "*": _in_name, "?": _one}


def repository(path: str) -> str:
    """The real path of the git repository that a path lies in, or empty."""
    return next((folder for folder in upwards(os.path.realpath(path)) if _is_repository(folder)), "")


def upwards(folder: str) -> Iterator[str]:
    """A folder and those above it, up to the root of the repository that it lies in."""
    yield folder
    while not _is_repository(folder) and folder != os.path.dirname(folder):
        folder = os.path.dirname(folder)
        yield folder


def _is_repository(folder: str) -> bool:
    return os.path.exists(os.path.join(folder, ".git"))
