"""`s3lint rules` and `s3lint explain`: the list of rules, and their pages."""

from __future__ import annotations

import os

from s3lint.cli import streams
from s3lint.cli.options import Arguments
from s3lint.errors import UsageError
from s3lint.outputs import pages, render
from s3lint.run.config.discovery import Configurations
from s3lint.run.registry import all_rules, listed


def rules(arguments: Arguments) -> int:
    if arguments.words:
        raise UsageError(f"`s3lint rules` takes no {arguments.words[0]}; `s3lint explain RULE` shows one rule")
    if arguments.profile:
        from s3lint.outputs import coverage, coverage_json  # `explain`, and the list of rules, need none of them
        from s3lint.run.profile import covered

        shown = covered(arguments.profile, {rule.name for rule in listed(*_folders(arguments))})
        form = coverage_json if arguments.form.is_for_machines else coverage
        streams.write(form.render(shown), arguments.form.is_for_machines)
        return 0
    streams.write(render(arguments.form.name, all_rules(*_folders(arguments)), command="rules"), arguments.form.is_for_machines)
    return 0


def explain(arguments: Arguments) -> int:
    if not arguments.words:
        raise UsageError("explain what? Name a rule, or another tool's id: s3lint explain RULE; `s3lint rules` lists them")
    streams.write(pages.explanations(arguments.words, all_rules(*_folders(arguments))))
    return 0


def _folders(arguments: Arguments) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those with rules of a check in the working directory. Nothing else of the configuration says which rules there are."""
    found = None if arguments.isolated else Configurations().of(os.curdir)
    said = found.values.get(("yaml-rules",)) if found is not None else None
    return arguments.rules, said.value if said is not None else ()
