"""`s3lint suppressions`: which there are and whether they are needed, and files without those that are not."""

from __future__ import annotations

from collections.abc import Sequence

from s3lint.base.record import replace
from s3lint.cli import streams
from s3lint.cli.check import FOUND, NOTHING, answer_options, closed, configured, settings_of, write_answer
from s3lint.cli.job import job
from s3lint.cli.options import Arguments
from s3lint.errors import NothingToCheck, UsageError, did_you_mean
from s3lint.outputs import Options, render
from s3lint.run import engine
from s3lint.run.input_findings import UNREADABLE_FILE
from s3lint.run.report import Report
from s3lint.run.suppressions.pruning import Edit, applied, pruned

ACTIONS = ("list", "prune")


def suppressions(arguments: Arguments, given: frozenset[str]) -> int:
    action, *paths = arguments.words or ("",)
    if action not in ACTIONS:
        raise UsageError(
            f"suppressions: expected list or prune, and paths, got {action!r}{did_you_mean(action, list(ACTIONS))}"
        )
    if arguments.write and action != "prune":
        raise UsageError(f"--write means nothing to `s3lint suppressions {action}`")
    arguments = configured(replace(arguments, words=tuple(paths)), given)
    asked = job(arguments)
    try:
        report = engine.check(asked.paths, settings_of(arguments), dict(asked.overlay))
    except NothingToCheck as nothing:
        streams.say(f"s3lint: {nothing}\n")
        return NOTHING
    return _list(report, arguments) if action == "list" else _prune(report, arguments)


def _list(report: Report, arguments: Arguments) -> int:
    form = arguments.form
    text = render(form.name, report, answer_options(Options(), arguments), "suppressions")
    write_answer(text, arguments, machine=form.is_for_machines)
    hidden = len(report.suppressed)
    return closed(f"{hidden} {'finding is' if hidden == 1 else 'findings are'} suppressed.\n", report, arguments)


def _prune(report: Report, arguments: Arguments) -> int:
    """Shows what would go, or takes it away; 1 where something is left to do."""
    if report.errors or any(problem.rule == UNREADABLE_FILE.name for problem in report.problems):
        raise UsageError(
            "not everything could be judged, so nobody knows which suppressions are needed: `s3lint check` says why"
        )
    found = pruned(report.uses)
    for path, edits in found.edits:
        _edit(path, edits, arguments)
    for use in found.by_hand:
        start = use.directive.origin.start
        streams.say(f"{use.directive.origin.source.path}:{start.line}:{start.column}: remove this one by hand\n")
    return FOUND if found.by_hand or (found.edits and not arguments.write) else 0


def _edit(path: str, edits: Sequence[Edit], arguments: Arguments) -> None:
    from difflib import unified_diff  # only where something goes

    with open(path, encoding="utf-8", newline="") as stream:
        text = stream.read()
    mark = "\ufeff" if text.startswith("\ufeff") else ""  # is no part of the text that was judged
    new = applied(text.removeprefix(mark), edits)
    if new is None:
        raise UsageError(f"{path}: it has changed, or holds what is sensitive: remove its suppressions by hand")
    if arguments.write:
        streams.replace_file(path, mark + new)
        return
    before, after = (each.removeprefix(mark).splitlines(keepends=True) for each in (text, new))
    streams.write("".join(unified_diff(before, after, path, path)))
