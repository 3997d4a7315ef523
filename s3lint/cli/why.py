"""`s3lint why`: one bucket, what the rules say of it and why, and the outcome of a request."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from s3lint.base.record import replace
from s3lint.cli import streams
from s3lint.cli.check import NOTHING, answer_options, closed, configured, settings_of, write_answer
from s3lint.cli.job import job
from s3lint.cli.options import Arguments
from s3lint.errors import NothingToCheck, UsageError
from s3lint.outputs import Options, render
from s3lint.policy import RequestQuery, RequestSyntaxError, parse_request
from s3lint.run import engine
from s3lint.run.changes import Everything
from s3lint.run.judge import Options as JudgeOptions
from s3lint.run.question import Settings, question_of

if TYPE_CHECKING:
    from s3lint.run.rule import Rule
    from s3lint.why.bucket_report import Opens, Why


def why(arguments: Arguments, given: frozenset[str]) -> int:
    target, paths = _target(arguments)
    arguments = configured(replace(arguments, words=paths), given)
    asked = _asked(arguments.request) if arguments.request else None
    settings = settings_of(arguments)
    asked_for = job(arguments)
    try:
        reading = engine.read(asked_for.paths, settings, dict(asked_for.overlay))
    except NothingToCheck as nothing:
        streams.say(f"s3lint: {nothing}\n")
        return NOTHING
    # Only this command needs them.
    from s3lint.outputs.why import closing_line

    found = _why(reading, target, asked, arguments, settings)
    form = arguments.form
    write_answer(
        render(form.name, found, answer_options(Options(verbose=arguments.verbose), arguments), "why"),
        arguments,
        machine=form.is_for_machines,
    )
    return closed(closing_line(found), found.report, arguments)


def _target(arguments: Arguments) -> tuple[str, tuple[str, ...]]:
    """The bucket, which may be left out with `--unknown`: then a first word that is a path is one; and the paths."""
    words = arguments.words
    if arguments.unknown and (not words or words[0] == "-" or os.path.exists(words[0])):
        return "", words or (os.curdir,)
    if not words:
        raise UsageError("why what? Name a bucket: s3lint why TARGET [PATH...]; --unknown lists what is not decided")
    if arguments.unknown and arguments.request:
        raise UsageError("--unknown and --request exclude each other")
    return words[0], words[1:] or (os.curdir,)


def _asked(text: str) -> RequestQuery:
    try:
        return parse_request(text)
    except RequestSyntaxError as error:
        raise UsageError(f"--request: {error}") from error


def _why(
    reading: engine.Reading, target: str, asked: RequestQuery | None, arguments: Arguments, settings: Settings
) -> Why | Opens:
    from s3lint.why import bucket_report  # only this command needs it

    def rules_at(path: str) -> tuple[tuple[type[Rule], ...], JudgeOptions]:
        here = settings.at(path)
        if arguments.rule:
            here = replace(here, select=arguments.rule, ignore=())
        question = question_of(here, Everything())
        return tuple(rule.load() for rule in question.rules), question.options

    if arguments.unknown:
        return bucket_report.undecided(reading, target, cache(rules_at))
    unit, _ = bucket_report.found(reading.units, target)
    rules, chosen = rules_at(unit.name)
    try:
        return bucket_report.why(reading, target, rules if asked is None or arguments.rule else (), asked, chosen)
    except RequestSyntaxError as error:
        raise UsageError(f"--request: {error}") from error
