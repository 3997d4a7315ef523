"""`s3lint inventory`: every bucket with its settings, as a table, for programs, or as a page for auditors."""

from __future__ import annotations

from s3lint.base.record import replace
from s3lint.cli import streams
from s3lint.cli.check import NOTHING, answer_options, closed, configured, settings_of, write_answer
from s3lint.cli.job import job
from s3lint.cli.options import Arguments
from s3lint.errors import NothingToCheck
from s3lint.inventory.buckets import inventory as inventory_of
from s3lint.inventory.columns import chosen
from s3lint.outputs import Options, render
from s3lint.outputs.inventory.table import closing_line
from s3lint.run.profile import WORDS, covered
from s3lint.run.registry import listed


def inventory(arguments: Arguments, given: frozenset[str]) -> int:
    arguments = configured(arguments, given)
    chosen(arguments.columns)
    settings = settings_of(arguments)
    asked = job(arguments)
    standards = [name for name in arguments.profile if name not in WORDS]
    profiles = covered(standards, {rule.name for rule in listed(settings.rules, settings.yaml_rules)}) if standards else ()
    try:
        found = inventory_of(asked.paths, settings, profiles, dict(asked.overlay))
    except NothingToCheck as nothing:
        streams.say(f"s3lint: {nothing}\n")
        return NOTHING
    form = arguments.form
    options = answer_options(Options(columns=arguments.columns), arguments)
    text = render(form.name, found, options, "inventory")
    write_answer(text, arguments, machine=form.is_for_machines)
    shown = options if form.name == "table" else replace(options, width=None)
    return closed(closing_line(found, shown), found.report, arguments)
