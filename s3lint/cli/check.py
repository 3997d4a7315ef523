"""`s3lint check`: what to judge, the report, its output and the exit status."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from s3lint.base.record import replace
from s3lint.cli import streams
from s3lint.cli.job import Job, demand_paths, job
from s3lint.cli.options import Arguments
from s3lint.errors import NothingToCheck, UsageError
from s3lint.languages.discover import upwards
from s3lint.languages.inputs import Inputs
from s3lint.outputs import closing_lines, failure_lines, render
from s3lint.outputs.options import Options
from s3lint.run import engine
from s3lint.run.changes import Changes, Everything
from s3lint.run.config.discovery import Configurations
from s3lint.run.finding import Severity
from s3lint.run.input_findings import UNREADABLE_FILE
from s3lint.run.question import Settings
from s3lint.run.report import Report
from s3lint.run.suppressions.settings import Ignores

if TYPE_CHECKING:
    from s3lint.run.baseline.hiding import Baseline
    from s3lint.run.config.effective import Said

FOUND = 1
ERROR = 2
NOTHING = 3


_CHOOSING = frozenset(("profile", "select"))
"""What says which rules are asked."""
SILENT = 2
"""Times `-q` that leave nothing but the exit status."""


BASELINE = "s3lint-baseline.json"


def check(arguments: Arguments, given: frozenset[str]) -> int:
    arguments = configured(arguments, given)
    asked = _asked(arguments)
    settings = replace(settings_of(arguments), focus=asked.focus, root=asked.root)
    known = _known(arguments)
    if (asked.focus != Everything() or arguments.diff_base) and arguments.format == "sarif" and not arguments.quiet:
        streams.say("s3lint: this SARIF is about a change only: uploaded to code scanning, it closes all other alerts\n")
    try:
        if isinstance(asked.focus, Changes) and not asked.focus.any():
            raise NothingToCheck("no changed file is CloudFormation or Terraform")
        report = engine.check(asked.paths, settings, dict(asked.overlay), asked.hidden)
    except NothingToCheck as nothing:
        status = 0 if arguments.allow_empty or isinstance(asked.focus, Changes) else NOTHING
        if status or not arguments.quiet:
            streams.say(f"s3lint: {nothing}\n")
        if status or not (arguments.form.is_for_machines or arguments.output_file):
            return status
        report = engine.check((), replace(settings, focus=Changes(frozenset())))
    else:
        report = _new(report, arguments, asked, settings, known)
    return finish(report, arguments)


def _known(arguments: Arguments) -> Baseline | None:
    path = "" if arguments.no_baseline else baseline_path(arguments)
    if not path:
        return None
    from s3lint.run.baseline import file  # most runs have no baseline

    return file.read(path)


def _new(report: Report, arguments: Arguments, asked: Job, settings: Settings, known: Baseline | None) -> Report:
    """The report without what is known from before."""
    if known is not None:
        from s3lint.run.baseline.hiding import hide, lapsed

        is_whole = asked.focus == Everything() and not asked.overlay
        report = hide(report, known, lapsed(report, known, asked.paths) if is_whole else ())
    if arguments.diff_base:
        from s3lint.cli import change

        report = change.since(report, asked, settings, arguments.diff_base)
    return report


def baseline_path(arguments: Arguments) -> str:
    """The baseline that counts: the one that is named, else the nearest above what is checked, up to the repository's root."""
    if arguments.baseline:
        return arguments.baseline
    for folder in upwards(os.path.abspath(first_path(arguments))):
        path = os.path.join(folder, BASELINE)
        if os.path.exists(path):
            return os.path.relpath(path)
    return ""


def _asked(arguments: Arguments) -> Job:
    """Paths, or a change. Raises UsageError where the paths and options make no sense together."""
    ways = [way for way in ("staged", "changed", "diff_base") if getattr(arguments, way)]
    if len(ways) > 1:
        raise UsageError(f"{' and '.join('--' + way.replace('_', '-') for way in ways)} exclude each other")
    if ways in ([], ["diff_base"]):
        return job(arguments)
    demand_paths(arguments)
    from s3lint.cli import change  # only for runs about a change

    return change.staged(arguments) if arguments.staged else change.changed(arguments)


def finish(report: Report, arguments: Arguments) -> int:
    """Writes the report and returns the exit status."""
    status = exit_status(report, arguments)
    _write(report, arguments, status)
    return status


def configured(arguments: Arguments, given: frozenset[str]) -> Arguments:
    """The arguments with what the configuration says, unless it is to be ignored.

    What concerns the whole run stands in the configuration of the first path, all else in that of each unit.
    """
    if arguments.isolated:
        return arguments
    configurations = Configurations()
    first = configurations.of(first_path(arguments))
    of_run = first.values if first is not None else {}
    named = {first.path} if first is not None else set()
    if arguments.verbose and first is not None:
        streams.say(f"configuration: {first.path}\n")
    known: dict[int, Arguments] = {}

    def local(path: str) -> Arguments | None:
        found = configurations.of(path)
        values = found.at(path) if found is not None else {}
        if values is of_run or not (values or of_run):
            return None
        if found is not None and arguments.verbose and found.path not in named:
            named.add(found.path)
            streams.say(f"configuration: {found.path}\n")
        if id(values) not in known:  # they are kept with their configuration
            known[id(values)] = with_configuration(arguments, given, values)
        return known[id(values)]

    return replace(with_configuration(arguments, given, of_run), local=local)


def settings_of(arguments: Arguments) -> Settings:
    """What the engine is asked to do, but for paths. Raises UsageError where a value makes no sense."""
    if arguments.profile:
        from s3lint.run.profile import check_names  # most runs ask for no standard

        check_names(arguments.profile)
    local: dict[int, Settings] = {}

    def at(path: str) -> Settings | None:
        found = arguments.local(path) if arguments.local is not None else None
        if found is None:
            return None
        if id(found) not in local:
            local[id(found)] = settings_of(found)
        return local[id(found)]

    return Settings(
        (*arguments.profile, *arguments.select) or ("default",),
        arguments.ignore,
        arguments.exclude,
        _inputs(arguments),
        options=arguments.options,
        scopes=False,  # no output shows them
        rules=arguments.rules,
        yaml_rules=arguments.yaml_rules,
        ignores=None if arguments.no_ignores else _ignores(arguments),
        severities=arguments.severities,
        own=tuple((kind, things) for kind, things in _own(arguments).items() if things),
        fail_on=Severity.named(arguments.fail_on),
        strict=arguments.strict,
        local=at if arguments.local is not None else None,
    )


def _ignores(arguments: Arguments) -> Ignores:
    return Ignores(arguments.require_reason, arguments.max_ignore_days, arguments.unignorable, arguments.ignored_findings)


def _own(arguments: Arguments) -> dict[str, tuple[str, ...]]:
    """What belongs to the user, by what rules call it."""
    return {
        "accounts": tuple(account for _, account in arguments.accounts),
        "org-ids": arguments.org_ids,
        "vpc-endpoints": arguments.vpc_endpoints,
        "networks": arguments.networks,
    }


def with_configuration(arguments: Arguments, given: frozenset[str], values: Mapping[Any, Said]) -> Arguments:
    """The command line wins, but that values for the templates are added to those of the file.

    Which rules are asked is one question: a profile on the command line is not added to what the file selects.
    """
    if not values:
        return arguments
    from s3lint.run.config.effective import settings  # most runs have no configuration

    if given & _CHOOSING:
        given |= _CHOOSING
    changes: dict[str, Any] = {}
    for name, value in settings(values).items():
        if name in ("variables", "var_files", "parameters", "parameter_files"):
            changes[name] = value + getattr(arguments, name)
        elif name not in given:
            changes[name] = value
    return replace(arguments, **changes)


def first_path(arguments: Arguments) -> str:
    first = arguments.words[0] if arguments.words else os.curdir
    return (arguments.stdin_filename or os.curdir) if first == "-" else first


def _inputs(arguments: Arguments) -> Inputs:
    for path in arguments.var_files + arguments.parameter_files:
        if not os.path.exists(path):
            raise UsageError(f"{path}: no such file")
    for source, folder in arguments.modules:
        if not os.path.isdir(folder):
            raise UsageError(f'terraform.modules: "{source}": {folder}: no such folder')
    if arguments.source_root and not os.path.isdir(arguments.source_root):
        raise UsageError(f"--source-root: {arguments.source_root}: no such folder")
    if arguments.account and not re.fullmatch("[0-9]{12}", arguments.account):
        raise UsageError(f"--account: expected an account id of 12 digits, got {arguments.account!r}")
    return Inputs(
        variables=arguments.variables,
        var_files=arguments.var_files,
        parameters=arguments.parameters,
        parameter_files=arguments.parameter_files,
        workspace=arguments.workspace,
        account=arguments.account,
        bucket=arguments.bucket,
        source_root=arguments.source_root,
        modules=arguments.modules,
    )


def exit_status(report: Report, arguments: Arguments) -> int:
    if report.errors:
        return ERROR
    if arguments.exit_zero:
        return 0
    if any(finding.fails_run for finding in report.findings + report.problems + report.undecided):
        return FOUND
    unseen = report.problems if arguments.strict else tuple(p for p in report.problems if p.rule == UNREADABLE_FILE.name)
    return FOUND if unseen else 0


def _write(report: Report, arguments: Arguments, status: int) -> None:
    form = arguments.form
    options = Options(
        show_undecided=arguments.show_undecided or arguments.strict,
        verbose=arguments.verbose,
        brief=form.name == "concise",
        exit_status=status,
        show_suppressed=arguments.show_suppressed,
        sarif_suppressed=arguments.sarif_suppressed == "include",
    )
    if arguments.output_file:
        colour = arguments.color == "always"
        streams.replace_file(arguments.output_file, render(form.name, report, replace(options, colour=colour)))
    elif arguments.quiet < SILENT:
        streams.write(render(form.name, report, for_stream(options, sys.stdout, arguments)), form.is_for_machines)
    options = for_stream(options, sys.stderr, arguments)
    if arguments.quiet:
        streams.say(failure_lines(report, options))
        return
    streams.say(closing_lines(report, options))
    if arguments.output_file:
        streams.say(f"Wrote {form.name} to {arguments.output_file}.\n")


def write_answer(text: str, arguments: Arguments, *, machine: bool = False) -> None:
    """Writes what a command other than a check has to say."""
    if arguments.output_file:
        streams.replace_file(arguments.output_file, text)
    elif arguments.quiet < SILENT:
        streams.write(text, machine)


def answer_options(plain: Options, arguments: Arguments) -> Options:
    """The options as an answer needs them where it goes: to a file or to standard output."""
    if arguments.output_file:
        return replace(plain, colour=arguments.color == "always")
    return for_stream(plain, sys.stdout, arguments)


def closed(line: str, report: Report, arguments: Arguments) -> int:
    """Says what was asked, and returns the status: an answer is none of failure, but input that was not read is."""
    if not arguments.quiet:
        streams.say(line)
    if report.errors:
        return ERROR
    return FOUND if any(problem.rule == UNREADABLE_FILE.name for problem in report.problems) else 0


def for_stream(options: Options, stream: Any, arguments: Arguments) -> Options:
    """The options as a stream needs them."""
    return replace(
        options,
        colour=streams.is_coloured(stream, arguments.color),
        width=streams.width(stream),
        ascii=streams.is_ascii(stream),
    )
