"""The files of a run as stacks name them: templates that others deploy, and files to include, each read once."""

from __future__ import annotations

import os

from s3lint.base.record import Record
from s3lint.base.resource import Problem
from s3lint.base.source import Source
from s3lint.languages.cloudformation.discover import Found, look
from s3lint.languages.cloudformation.syntax.nodes import Mapping
from s3lint.languages.cloudformation.syntax.reader import compose
from s3lint.languages.files import Files


class Fragment(Record):
    """A file to include, as far as it could be read."""

    root: Mapping | None
    problems: tuple[Problem, ...]
    sources: tuple[Source, ...]


class Library:
    """Remembers what was read of the files that more than one unit may need. A copy for another process reads anew."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self._found: dict[str, Found | None] = {}
        self._fragments: dict[str, Fragment] = {}

    def __reduce__(self) -> tuple[type[Library], tuple[Files]]:
        return Library, (self.files,)

    def shared(self, path: str) -> Found | None:
        """The templates of a file that deploys others, or that another one deploys."""
        if path not in self._found:
            self._found[path] = look(path, self.files, is_deployed=True)
        return self._found[path]

    def own(self, path: str) -> Found | None:
        """The templates of a file that only one unit needs, unless another one did: they are let go with it."""
        return self._found[path] if path in self._found else look(path, self.files)

    def fragment(self, path: str) -> Fragment:
        if path not in self._fragments:
            self._fragments[path] = self._read(path)
        return self._fragments[path]

    def _read(self, path: str) -> Fragment:
        source = self.files.source(path)
        if isinstance(source, Problem):
            return Fragment(None, (source,), ())
        documents = compose(source)
        roots = [root for root in documents.roots if isinstance(root, Mapping)]
        return Fragment(roots[0] if roots else None, documents.problems, (source,))

    def at(self, location: str, base: str) -> str | None:
        """The path of the file that a location names in the file `base`, if it can be one of the scanned tree."""
        if "://" in location or not location:
            return None
        path = os.path.normpath(os.path.join(os.path.dirname(base), location))
        return path if self.files.contains(path) and self.files.exists(path) else None
