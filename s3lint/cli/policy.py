"""`s3lint policy`: bucket policies in JSON, without a template around them."""

from __future__ import annotations

import os

from s3lint.base.record import replace
from s3lint.cli import streams
from s3lint.cli.check import configured, finish, settings_of
from s3lint.cli.job import STANDARD_INPUT
from s3lint.cli.options import Arguments
from s3lint.errors import UsageError
from s3lint.languages import discover
from s3lint.languages.unit import Language
from s3lint.run import engine


def policy(arguments: Arguments, given: frozenset[str]) -> int:
    if not arguments.words:
        raise UsageError("policy of what? Name a file: s3lint policy FILE; a folder of that name is ./policy")
    if arguments.stdin_filename and "-" not in arguments.words:
        raise UsageError("--stdin-filename is for the path `-`")
    arguments = configured(arguments, given)
    root = discover.repository(os.curdir) or os.getcwd()
    paths, overlay = _given(arguments)
    settings = replace(settings_of(arguments), language=Language.POLICY, root=root)
    return finish(engine.check(paths, settings, overlay), arguments)


def _given(arguments: Arguments) -> tuple[list[str], dict[str, bytes]]:
    """The files, and what standard input holds. Raises UsageError."""
    paths: list[str] = []
    overlay: dict[str, bytes] = {}
    for word in arguments.words:
        if word == "-":
            name = os.path.normpath(arguments.stdin_filename or STANDARD_INPUT)
            overlay.setdefault(name, b"" if name in overlay else streams.read_all())
            paths.append(name)
        elif os.path.isdir(word):
            raise UsageError(f"{word}: expected a file with a policy; for templates in a folder: s3lint {word}")
        elif not os.path.exists(word):
            raise UsageError(f"{word}: no such file{discover.near(word)}")
        else:
            paths.append(os.path.normpath(word))
    return list(dict.fromkeys(paths)), overlay
