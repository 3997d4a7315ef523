"""What the arguments ask to judge: paths as they are, and standard input."""

from __future__ import annotations

import os

from s3lint.base.record import Record
from s3lint.cli import streams
from s3lint.cli.options import COMMANDS, Arguments
from s3lint.errors import UsageError, did_you_mean
from s3lint.run.changes import Everything, Focus

STANDARD_INPUT = "<stdin>"
"""Its name where the user gives none; taken for a CloudFormation template, or a Terraform plan if it is JSON."""


class Job(Record):
    """What to judge, as `engine.check` takes it."""

    paths: tuple[str, ...]
    focus: Focus = Everything()
    overlay: tuple[tuple[str, bytes], ...] = ()
    hidden: frozenset[str] = frozenset()
    root: str = ""


def job(arguments: Arguments) -> Job:
    """The paths that are given. Raises UsageError where there are none, or none that make sense."""
    demand_paths(arguments)
    if "-" in arguments.words:
        return _with_standard_input(arguments)
    _not_a_command(arguments.words[0])
    return Job(arguments.words)


def demand_paths(arguments: Arguments) -> None:
    """Raises UsageError where there are none, or where an option needs one that is missing."""
    if not arguments.words and not arguments.staged:
        raise UsageError("no path given: s3lint PATH..., for example `s3lint .`; --help says more")
    if arguments.stdin_filename and "-" not in arguments.words:
        raise UsageError("--stdin-filename is for the path `-`")


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
