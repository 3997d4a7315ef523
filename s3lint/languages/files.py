"""Reading files of the scanned tree: text with limits, never from outside the tree."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping

from s3lint.base.resource import Problem
from s3lint.base.source import Source, Span
from s3lint.base.value import Origin

MAX_FILE_BYTES = 64 * 1024 * 1024
"""A larger file is reported instead of read; plans of big estates stay well below it."""


class Files:
    """The files of one run, each read at most once.

    `root` is the folder that nothing is read outside of: the repository's root, or the folder that all paths share.
    `overlay` holds contents that replace what is on disk, or that are not on disk at all (standard input), by path.
    `hidden` are paths that are treated as if they were not there.
    """

    def __init__(
        self, root: str, overlay: Mapping[str, str | bytes] | None = None, hidden: Collection[str] = frozenset()
    ) -> None:
        self.root = os.path.realpath(root)
        self._overlay = {os.path.normpath(path): _encoded(content) for path, content in (overlay or {}).items()}
        self._hidden = frozenset(os.path.normpath(path) for path in hidden)
        self._read: dict[str, Source | Problem] = {}
        self._bytes: dict[str, bytes | OSError] = {}

    def __reduce__(self) -> tuple[type[Files], tuple[object, ...]]:
        """A copy for another process reads again what it needs."""
        return Files, (self.root, self._overlay, self._hidden)

    def contains(self, path: str) -> bool:
        """Whether a path, with its links followed, lies inside the root."""
        real = os.path.realpath(path)
        return real == self.root or real.startswith(self.root.rstrip(os.sep) + os.sep)

    def exists(self, path: str) -> bool:
        path = os.path.normpath(path)
        return path in self._overlay or (path not in self._hidden and os.path.isfile(path))

    def names(self, folder: str) -> list[str]:
        """The names of the files and folders in a folder, sorted. Raises OSError where it can't be listed."""
        folder = os.path.normpath(folder)
        names = {os.path.basename(path) for path in self._overlay if (os.path.dirname(path) or ".") == folder}
        if not names or os.path.isdir(folder):
            names.update(name for name in os.listdir(folder) if os.path.normpath(f"{folder}/{name}") not in self._hidden)
        return sorted(names)

    def raw(self, path: str) -> bytes:
        """The bytes of a file. Raises OSError where it can't be read, is too large, or is no regular file."""
        path = os.path.normpath(path)
        if path in self._overlay:
            return self._overlay[path]
        found = self._bytes.get(path)
        if found is None:
            try:
                found = self._load(path)
            except OSError as error:
                found = error
            self._bytes[path] = found
        if isinstance(found, OSError):
            raise found
        return found

    def _load(self, path: str) -> bytes:
        if path in self._hidden or not os.path.exists(path):
            raise FileNotFoundError("no such file")
        if os.path.isdir(path):
            raise OSError("it is a folder, and cannot be listed")
        if not os.path.isfile(path):
            raise OSError("neither a file nor a link to one")
        with open(path, "rb") as stream:
            # A read of the limit would allocate the limit, for every file.
            content = stream.read(min(os.fstat(stream.fileno()).st_size, MAX_FILE_BYTES) + 1)
        if len(content) > MAX_FILE_BYTES:
            raise OSError(f"larger than {MAX_FILE_BYTES} bytes")
        return content

    def source(self, path: str) -> Source | Problem:
        """The text of a file, or the problem that kept it from being read."""
        found = self._read.get(path)
        if found is None:
            found = self._read.setdefault(path, self._decode(path))  # of two threads, both use the same source
        return found

    def _decode(self, path: str) -> Source | Problem:
        try:
            content = self.raw(path)
        except OSError as error:
            return unreadable(Source(path, ""), f"cannot read the file: {error.strerror or error}")
        encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        try:
            return Source(path, content.decode(encoding))
        except UnicodeDecodeError as error:
            text = content.decode(encoding, "replace")
            offset = len(content[: error.start].decode(encoding, "replace"))
            return unreadable(Source(path, text), "expected UTF-8 text; this byte is none", offset)


def _encoded(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def unreadable(source: Source, message: str, offset: int = 0) -> Problem:
    end = min(offset + 1, len(source.text))
    return Problem("unreadable-file", message, Origin(source, Span(offset, max(offset, end))))
