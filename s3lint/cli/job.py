"""What the arguments ask to judge: paths and standard input as they are, or a change."""

from __future__ import annotations

import os

from s3lint.base.record import Record
from s3lint.cli import streams
from s3lint.cli.options import COMMANDS, Arguments
from s3lint.errors import UsageError, did_you_mean
from s3lint.run.changes import Everything, Scope

STANDARD_INPUT = "<stdin>"
"""Its name where the user gives none; taken for a CloudFormation template, or a Terraform plan if it is JSON."""


class Job(Record):
    """What to judge, as `engine.check` takes it."""

    paths: tuple[str, ...]
    scope: Scope = Everything()
    overlay: tuple[tuple[str, bytes], ...] = ()
    hidden: frozenset[str] = frozenset()
    root: str = ""


def job(arguments: Arguments) -> Job:
    """Raises UsageError where the paths and options make no sense together."""
    if arguments.staged and arguments.changed:
        raise UsageError("--staged and --changed exclude each other")
    if not arguments.words and not arguments.staged:
        raise UsageError("no path given: s3lint PATH..., for example `s3lint .`; --help says more")
    if arguments.stdin_filename and "-" not in arguments.words:
        raise UsageError("--stdin-filename is for the path `-`")
    if arguments.staged or arguments.changed:
        from s3lint.cli import change  # only for runs about a change

        return change.staged(arguments) if arguments.staged else change.changed(arguments)
    if "-" in arguments.words:
        return _with_standard_input(arguments)
    _not_a_command(arguments.words[0])
    return Job(arguments.words)


def _with_standard_input(arguments: Arguments) -> Job:
    content = streams.read_all()
    default = f"{STANDARD_INPUT}.json" if content.lstrip().startswith(b"{") else STANDARD_INPUT
    name = os.path.normpath(arguments.stdin_filename or default)
    return Job(tuple(name if path == "-" else path for path in arguments.words), overlay=((name, content),))


def _not_a_command(first: str) -> None:
    if not os.path.exists(first) and first.isalpha():
        close = did_you_mean(first, list(COMMANDS))
        if close:
            raise UsageError(f"{first}: no such command, file or folder{close}")
