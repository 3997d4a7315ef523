"""The configuration that counts for what is checked: the nearest one above it.

`s3lint.toml`, `.s3lint.toml`, or the table `[tool.s3lint]` of `pyproject.toml`. Nothing is joined unless a file says `extend`.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from s3lint.errors import UsageError
from s3lint.languages.discover import repository, upwards

if TYPE_CHECKING:
    from s3lint.run.config.document import Document, Pair
    from s3lint.run.config.effective import Configuration
    from s3lint.run.config.places import Trail

NAMES = ("s3lint.toml", ".s3lint.toml", "pyproject.toml")

MAX_EXTENDED = 16
"""Files that extend each other, one after the other."""


class Configurations:
    """The configurations of a run: each folder is looked at once, and each file read once, when something is asked for."""

    def __init__(self) -> None:
        self._of_folders: dict[str, Configuration | None] = {}
        self._of_paths: dict[str, Configuration | None] = {}

    def of(self, path: str) -> Configuration | None:
        """What counts for a file or folder; None where nothing does. Raises UsageError with every mistake in a file.

        The search ends at the root of the repository.
        """
        if path not in self._of_paths:  # a unit is asked for where it is read and where it is judged
            self._of_paths[path] = self._above(os.path.abspath(path if os.path.isdir(path) else os.path.dirname(path)))
        return self._of_paths[path]

    def _above(self, folder: str) -> Configuration | None:
        passed: list[str] = []
        found: Configuration | None = None
        for each in upwards(folder):
            if each in self._of_folders:
                found = self._of_folders[each]
                break
            passed.append(each)
            found = _in(each)
            if found is not None:
                break
        self._of_folders.update(dict.fromkeys(passed, found))
        return found


def _in(folder: str) -> Configuration | None:
    for name in NAMES:
        path = os.path.join(folder, name)
        if os.path.lexists(path):
            found = configuration(path)
            if found is not None:
                return found
    return None


def configuration(path: str) -> Configuration | None:
    """What a file says, with all that it extends; None where it says nothing to s3lint. Raises UsageError."""
    return _read(path, _border(path), ())


def _border(path: str) -> str:
    """The real path of the folder that nothing may be read outside of.

    It is the repository; where there is none, the working directory if the file lies below it, else the file's folder.
    """
    folder = os.path.realpath(os.path.dirname(path))
    working = os.path.realpath(os.curdir)
    return repository(folder) or (working if (folder + os.sep).startswith(working.rstrip(os.sep) + os.sep) else folder)


def _read(path: str, border: str, extending: tuple[str, ...]) -> Configuration | None:
    # Most runs have no configuration, and load nothing of what reads one.
    from s3lint.run.config.document import Mistakes, opened, pairs
    from s3lint.run.config.effective import Configuration, PathValues, Values, is_inside, outside, pattern_of, said
    from s3lint.run.config.keys import PATH, PER_PATH

    if not is_inside(path, border):
        raise UsageError(f"{os.path.relpath(path)}: cannot read the configuration: it is a link out of the repository")
    document = opened(path)
    if document is None:
        return None
    mistakes = Mistakes(document)
    found = [(pair, said(pair, document)) for pair in pairs(document, mistakes)]
    mistakes.demand_none()
    wrong = outside((one for _, one in found), border)
    if wrong:
        raise UsageError("\n".join(wrong))
    of_paths = tuple(
        PathValues(
            pattern_of(document, table[PATH]),
            {pair.name: one for pair, one in found if pair.trail[:2] == (PER_PATH, number)},
        )
        for number, table in enumerate(document.table.get(PER_PATH, ()))
    )
    own: Values = {_name(pair, document): one for pair, one in found if pair.trail[0] != PER_PATH}
    base = _extended(document, border, (*extending, os.path.realpath(path)))
    if base is None:
        return Configuration(document.path, own, of_paths)
    return Configuration(document.path, {**base.values, **own}, (*base.of_paths, *of_paths))


def _name(pair: Pair, document: Document) -> Trail:
    """What a value is called among those of all files: an ignored finding has no name, and takes the place of no other."""
    return (pair.trail[0], document.path, pair.trail[1]) if pair.key is None and len(pair.trail) == 2 else pair.name


def _extended(document: Document, border: str, extending: tuple[str, ...]) -> Configuration | None:
    from s3lint.run.config.effective import is_inside
    from s3lint.run.config.keys import EXTEND

    named = document.table.get(EXTEND)
    if named is None:
        return None
    path = os.path.join(document.folder, named)
    mistake = ""
    if not is_inside(path, border):
        mistake = "lies outside of the repository"
    elif os.path.realpath(path) in extending:
        mistake = "extends this file in turn"
    elif len(extending) > MAX_EXTENDED:
        mistake = f"is more than {MAX_EXTENDED} files away from the one that counts"
    base = None if mistake else _read(path, border, extending)
    if base is None:
        mistake = mistake or ("says nothing to s3lint" if os.path.exists(path) else "there is no such file")
        raise UsageError(f"{document.place((EXTEND,))}: {EXTEND}: {os.path.relpath(path)}: {mistake}")
    return base
