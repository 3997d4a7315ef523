"""`s3lint model`: the settings of everything that rules judge, as JSON."""

from __future__ import annotations

from s3lint.cli import streams
from s3lint.cli.check import FOUND, NOTHING, configured, settings_of, write_answer
from s3lint.cli.job import job
from s3lint.cli.options import Arguments
from s3lint.errors import NothingToCheck
from s3lint.outputs import render
from s3lint.run import engine
from s3lint.run.input_findings import UNREADABLE_FILE
from s3lint.why.model import model_of


def model(arguments: Arguments, given: frozenset[str]) -> int:
    """Writes the model; the status is that of a file which could not be read, or none of failure."""
    arguments = configured(arguments, given)
    asked_for = job(arguments)
    try:
        reading = engine.read(asked_for.paths, settings_of(arguments), dict(asked_for.overlay))
    except NothingToCheck as nothing:
        streams.say(f"s3lint: {nothing}\n")
        return NOTHING
    found = model_of(reading)
    form = arguments.form
    write_answer(render(form.name, found, command="model"), arguments, machine=form.is_for_machines)
    unread = [problem for problem in found.report.problems if problem.rule == UNREADABLE_FILE.name]
    if not arguments.quiet:
        streams.say("".join(f"s3lint: {problem.message}\n" for problem in unread))
    return FOUND if unread else 0
