"""`s3lint baseline`: what is found today is accepted, and kept up to date."""

from __future__ import annotations

import os
from collections.abc import Iterable

from s3lint.base.record import replace
from s3lint.cli import streams
from s3lint.cli.check import BASELINE, baseline_path, closed, configured, first_path, settings_of
from s3lint.cli.job import job
from s3lint.cli.options import Arguments
from s3lint.errors import NothingToCheck, UsageError, did_you_mean
from s3lint.languages import discover
from s3lint.outputs.wording import counted
from s3lint.run import engine
from s3lint.run.baseline import file
from s3lint.run.baseline.entries import Entry, entries_of, hideable
from s3lint.run.baseline.hiding import Baseline, lapsed, updated
from s3lint.run.config.discovery import Configurations
from s3lint.run.finding import Verdict
from s3lint.run.report import Report

ACTIONS = ("create", "update", "prune", "show")


def baseline(arguments: Arguments, given: frozenset[str]) -> int:
    action, *paths = arguments.words or ("",)
    if action not in ACTIONS:
        close = did_you_mean(action, list(ACTIONS)) if action else ""
        raise UsageError(f"baseline: expected one of {', '.join(ACTIONS)}, got {action or 'nothing'}{close}")
    if arguments.from_sarif and action != "create":
        raise UsageError(f"--from-sarif means nothing to `s3lint baseline {action}`")
    arguments = configured(replace(arguments, words=tuple(paths) or (os.curdir,)), given)
    path = baseline_path(arguments)
    if action == "create":
        return _create(path, arguments)
    if not path:
        raise UsageError(f"there is no {BASELINE} above {first_path(arguments)}: s3lint baseline create")
    known = file.read(path)
    if action == "show" and not paths:
        _show(known, ())
        return 0
    report = _report(arguments)
    gone = lapsed(report, known, arguments.words)
    if action == "show":
        _show(known, gone)
        return closed("", report, arguments)
    if action == "prune":
        over = {id(entry) for entry in gone}
        return _keep(path, [entry for entry in known.entries if id(entry) not in over], known, report, arguments)
    return _keep(path, updated(report, known, arguments.words, arguments.strict), known, report, arguments)


def _create(path: str, arguments: Arguments) -> int:
    """Writes the findings of a run, or those that a SARIF file has, too."""
    if path and os.path.exists(path):
        raise UsageError(f"{path}: there is a baseline already: s3lint baseline update")
    path = path or os.path.normpath(os.path.join(_place(arguments), BASELINE))
    folder = os.path.dirname(os.path.realpath(path))
    if not arguments.from_sarif:
        report = _report(arguments)
        return _keep(
            path, updated(report, Baseline(path, folder, ()), arguments.words, arguments.strict), None, report, arguments
        )
    from s3lint.run.baseline.sarif import Accepts  # only here

    accepts = Accepts(arguments.from_sarif)
    report = _report(arguments, scopes=True)
    entries = [entry for finding in accepts.chosen(report) for entry in entries_of(finding, folder)]
    if not arguments.quiet:
        streams.say(f"{arguments.from_sarif} has {counted(accepts.results, 'result')}.\n")
    return _keep(path, entries, None, report, arguments)


def _place(arguments: Arguments) -> str:
    """The folder of the configuration, else the root of the repository, else the working directory."""
    found = None if arguments.isolated else Configurations().of(first_path(arguments))
    return os.path.dirname(found.path) if found else os.path.relpath(discover.repository(first_path(arguments)) or os.curdir)


def _report(arguments: Arguments, scopes: bool = False) -> Report:
    asked = job(arguments)
    settings = settings_of(arguments)
    try:
        return engine.check(asked.paths, replace(settings, scopes=scopes), dict(asked.overlay))
    except NothingToCheck as nothing:
        raise UsageError(f"baseline: {nothing}") from nothing


def _keep(path: str, entries: Iterable[Entry], known: Baseline | None, report: Report, arguments: Arguments) -> int:
    entries = list(entries)
    if known is None:
        streams.create_file(path, file.written(entries))
    else:
        streams.replace_file(path, file.written(entries), "baseline")
    text = f"Wrote {counted(len(entries), 'entry')} to {path}{_difference(entries, known)}.\n".replace("entrys", "entries")
    left = sum(finding.verdict is Verdict.UNDECIDED for finding in hideable(report))
    if left and known is None and not arguments.strict:
        text += f"{counted(left, 'finding')} undecided: not in it, as they fail no run; --strict takes them.\n"
    return closed(text, report, arguments)


def _difference(entries: Iterable[Entry], known: Baseline | None) -> str:
    if known is None:
        return ""
    old, new = {(entry.path, *entry.key) for entry in known.entries}, {(entry.path, *entry.key) for entry in entries}
    return f": {len(new - old)} new, {len(old - new)} gone"


def _show(known: Baseline, gone: Iterable[Entry]) -> None:
    over = {id(entry) for entry in gone}
    for entry in sorted(known.entries, key=lambda one: one.order):
        said = [entry.reason] if entry.reason else []
        said += ["lapsed"] if id(entry) in over else []
        streams.write(f"{entry}{' (' + '; '.join(said) + ')' if said else ''}\n")
