"""Standard output, standard error and files: what may be written to them, and how."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from s3lint.errors import UsageError
from s3lint.languages.files import MAX_FILE_BYTES


def write(text: str, machine: bool = False) -> None:
    """To standard output. Text for machines is always UTF-8; other text survives a stream that can't say it."""
    _put(sys.stdout, text, "utf-8" if machine else None)


def say(text: str) -> None:
    """To standard error."""
    _put(sys.stderr, text, None)


def _put(stream: TextIO | None, text: str, encoding: str | None) -> None:
    if not text or stream is None:  # the caller has closed the stream
        return
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding=encoding, errors="backslashreplace")
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        # The reader has seen enough. What is still to come, at exit too, goes nowhere.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except OSError as error:
        raise UsageError(f"cannot write to {stream.name}: {error.strerror}") from error


def read_all() -> bytes:
    """All of standard input, within the limit for files. Raises UsageError."""
    if sys.stdin is None:  # the caller has closed the stream
        raise UsageError("cannot read <stdin>: it is closed")
    try:
        content = sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise UsageError(f"cannot read <stdin>: {error.strerror}") from error
    if len(content) > MAX_FILE_BYTES:
        raise UsageError(f"cannot read <stdin>: larger than {MAX_FILE_BYTES} bytes")
    return content


def replace_file(path: str, text: str, option: str = "--output-file") -> None:
    """Writes a file whole or not at all; a device or pipe is written to. Raises UsageError, which names what asked for it."""
    target = os.path.realpath(path)
    try:
        if os.path.exists(target) and not os.path.isfile(target):
            _fill(target, text)
            return
        beside = _beside(target)
        try:
            _fill(beside, text, "x")
            os.replace(beside, target)
        except BaseException:  # Ctrl-C, too
            if os.path.exists(beside):
                os.unlink(beside)
            raise
    except OSError as error:
        raise UsageError(f"{option}: cannot write {path}: {error.strerror}") from error


def create_file(path: str, text: str) -> None:
    """Writes a file that is not there yet, whole or not at all. Raises UsageError, also where there is something by now."""
    beside = _beside(path)
    try:
        try:
            _fill(beside, text, "x")
            os.link(beside, path)  # unlike a renaming, it replaces nothing
        finally:
            if os.path.exists(beside):
                os.unlink(beside)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error


def _beside(path: str) -> str:
    """A name in the same folder that nobody else takes."""
    return f"{path}.{os.getpid()}-{os.urandom(4).hex()}.tmp"


def _fill(path: str, text: str, mode: str = "w") -> None:
    with open(path, mode, encoding="utf-8", errors="backslashreplace", newline="") as stream:
        stream.write(text)


def is_coloured(stream: TextIO | None, when: str) -> bool:
    """Whether to write colours: as `--color` says, else as the environment says, else if somebody watches."""
    if when != "auto":
        return when == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if any(os.environ.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def width(stream: TextIO | None) -> int | None:
    """The columns of a terminal; None for anything else."""
    if stream is None or not stream.isatty():
        return None
    try:
        return os.get_terminal_size(stream.fileno()).columns or DEFAULT_WIDTH
    except OSError:
        return DEFAULT_WIDTH


DEFAULT_WIDTH = 100
"""Columns of a terminal that does not say how wide it is."""


def is_ascii(stream: TextIO | None) -> bool:
    """Whether a stream takes ASCII only, as far as can be known from its encoding."""
    return (getattr(stream, "encoding", None) or "").lower().replace("-", "") not in ("utf8", "utf16", "utf32", "cp65001")
