"""The command line: arguments to the engine, the report to an output, the report to an exit status.

In reading order:
  (here)     `main`: one command line, errors in one sentence each
  options    the table of options, from which `arguments` are read and `help` is written
  check      `s3lint check`; configuration, values for templates and exit status, which other commands share
  job        which paths to judge, and standard input; `change` for `--staged`, `--changed` and `--diff-base`
  policy     `s3lint policy`
  why        `s3lint why`
  model      `s3lint model`
  inventory  `s3lint inventory`
  baseline   `s3lint baseline`
  config     `s3lint config`
  suppressions  `s3lint suppressions`
  rules      `s3lint rules` and `s3lint explain`
  test       `s3lint test`
  streams    what is written where, and read from standard input

Nothing imports it. A module is imported when its command is asked for.
"""

from __future__ import annotations

import os
import sys

from s3lint.version import VERSION

ERROR = 2
INTERRUPTED = 130

COLLECTED_FROM = 50_000
"""New objects before Python looks for unreachable ones. Modules and trees live on, and looking through them takes a fifth of a
run; what is unreachable in the end is small."""


def main(words: list[str] | None = None) -> int:
    """Runs one command line, without the program's name, and returns the exit status."""
    words = sys.argv[1:] if words is None else words
    if words == ["--version"]:  # asked for by scripts before every run, so it imports nothing
        sys.stdout.write(f"s3lint {VERSION}\n")
        return 0
    import gc

    gc.set_threshold(COLLECTED_FROM)  # before the imports, which make many objects
    from s3lint.cli.streams import say
    from s3lint.errors import UsageError

    try:
        return _run(words)
    except UsageError as error:
        say("".join(f"s3lint: {line}\n" for line in str(error).splitlines()))
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # the last resort: one line, and never a status that means something else
        if "-vv" in words:
            from traceback import format_exc  # only on the way to an error

            say(format_exc())
        say(f"s3lint: internal error: {type(error).__name__}: {error}{'' if '-vv' in words else ' (-vv shows where)'}\n")
    return ERROR


def _run(words: list[str]) -> int:
    from s3lint.cli.arguments import read
    from s3lint.cli.streams import write
    from s3lint.errors import UsageError

    arguments, given = read(words, os.environ)
    if arguments.help:
        from s3lint.cli.help import help_text  # only then

        write(help_text())
        return 0
    if arguments.version:
        write(f"s3lint {VERSION}\n")
        return 0
    try:
        os.getcwd()
    except OSError as error:
        raise UsageError(f"the working directory: {error.strerror}") from error
    if arguments.command == "check":
        from s3lint.cli.check import check

        return check(arguments, given)
    if arguments.command == "why":
        from s3lint.cli.why import why

        return why(arguments, given)
    if arguments.command == "model":
        from s3lint.cli.model import model

        return model(arguments, given)
    if arguments.command == "inventory":
        from s3lint.cli.inventory import inventory

        return inventory(arguments, given)
    if arguments.command == "baseline":
        from s3lint.cli.baseline import baseline

        return baseline(arguments, given)
    if arguments.command == "policy":
        from s3lint.cli.policy import policy

        return policy(arguments, given)
    if arguments.command == "config":
        from s3lint.cli.config import config

        return config(arguments)
    if arguments.command == "suppressions":
        from s3lint.cli.suppressions import suppressions

        return suppressions(arguments, given)
    if arguments.command == "test":
        from s3lint.cli.test import test

        return test(arguments)
    from s3lint.cli import rules

    return rules.rules(arguments) if arguments.command == "rules" else rules.explain(arguments)
