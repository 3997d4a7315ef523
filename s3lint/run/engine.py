"""The pipeline: paths and settings to a report. The only module that knows all stages."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from s3lint.base.record import Record, replace
from s3lint.base.source import Source
from s3lint.errors import NothingToCheck
from s3lint.languages import discover
from s3lint.languages.files import Files
from s3lint.languages.front_end import LANGUAGES, SUFFIXES, Work, front_end, languages_of
from s3lint.languages.inputs import Inputs
from s3lint.languages.unit import Language, Unit, owned_by
from s3lint.model.bucket import Bucket
from s3lint.model.neighbours import Identity
from s3lint.run.changes import Changes, Everything, is_below, named
from s3lint.run.claims import Claims, beyond, claims_of, nowhere
from s3lint.run.finding import Finding, Severity, Verdict
from s3lint.run.input_findings import (
    IGNORED_CALLS,
    NOTICES,
    UNRESOLVED_MODULE,
    Met,
    by_source,
    notice,
)
from s3lint.run.judge import NO_OPTIONS, Options, merge_instances
from s3lint.run.judged import Judged, judge_unit, met_in, settled, settled_by
from s3lint.run.question import Look, Question, Questions, Settings
from s3lint.run.registry import Listed
from s3lint.run.report import Counts, Report
from s3lint.run.rule import Rule

if TYPE_CHECKING:
    from s3lint.run.open_inputs import Hint, OpenCause  # loaded where something is undecided


class Reading(Record):
    """What was read: the units, the candidate files, and the files of the run."""

    units: tuple[Unit, ...]
    paths: tuple[str, ...]
    files: Files


def check(
    paths: Sequence[str],
    settings: Settings = Settings(),
    overlay: Mapping[str, str | bytes] | None = None,
    hidden: Collection[str] = frozenset(),
) -> Report:
    """Judge every template and Terraform module below the paths; without paths, those in the overlay.

    `overlay` holds contents by path that stand for, or add to, what is on disk; `hidden` paths count as missing. Raises
    UsageError for a missing path, an unknown rule or option, and NothingToCheck where no file of a known kind is found,
    unless the focus is a change.
    """
    return _run(paths, settings, overlay or {}, hidden)[0]


def survey(
    paths: Sequence[str], settings: Settings, look: Look, overlay: Mapping[str, str | bytes] | None = None
) -> tuple[Report, tuple[Any, ...]]:
    """What `check` finds, and what a look at each unit came to, without what is sensitive in it."""
    report, judged = _run(paths, settings, overlay or {}, look=look)
    return report, tuple(one.looked for one in judged)


def _run(
    paths: Sequence[str],
    settings: Settings,
    overlay: Mapping[str, str | bytes],
    hidden: Collection[str] = frozenset(),
    look: Look | None = None,
) -> tuple[Report, Sequence[Judged]]:
    started = time.perf_counter()
    focus = named(paths) if settings.focus == Everything() else settings.focus
    asked = Questions(settings, focus, look)
    found, files = _candidates(paths, settings, overlay, hidden)
    # One after the other, as a unit with all its values is large.
    judged = [one for work in _work(found, files, settings) for one in judge_work(work, asked.at(work.name))]
    if not judged:
        _demand_a_unit(paths, settings, len(found))
    elsewhere = beyond(found, files) if paths else nowhere
    judged = settled(judged, elsewhere)
    new: list[Finding] = []
    if isinstance(focus, Changes) and (focus.earlier or focus.added):
        earlier = Files(files.root, {**overlay, **dict(focus.earlier)}, {*hidden, *focus.added})
        before = _work(_earlier_paths(found, focus), earlier, settings)
        anything = [(work, replace(asked.at(work.name), focus=Everything())) for work in before]
        was = settled([one for work, question in anything for one in judge_work(work, question)], elsewhere)
        new = _new(judged, (one.findings for one in was))
    ignored = asked.of_run.options.get(UNRESOLVED_MODULE.name, {}).get(IGNORED_CALLS.name, ())
    met = met_in(judged, asked.of_run.left_out, ignored)
    return _report(judged, met, new, asked.of_run, asked.rules(), len(found), files.root, started), judged


def judge_work(work: Work, question: Question) -> tuple[Judged, ...]:
    """Read a piece of work and judge its units, as far as the focus concerns them.

    It needs nothing but its arguments, and they can be pickled as what it returns can: any process can do it.
    """
    with _no_collection():
        units = (_owned(unit, question.account) for unit in work.read())
        return tuple(judge_unit(unit, question) for unit in units if question.focus.concerns(unit))


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keeps Python from looking for objects that refer to each other and to nothing else.

    A front end leaves none behind: trees and values never refer back, and where modules and their calls must, they are untied
    when the unit is read. So reference counts free a unit, and the search would walk all that lives, again and again.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def read(
    paths: Sequence[str],
    settings: Settings = Settings(),
    overlay: Mapping[str, str | bytes] | None = None,
    hidden: Collection[str] = frozenset(),
) -> Reading:
    """The units below the paths, as `check` judges them; the same errors, but for rules."""
    found, files = _candidates(paths, settings, overlay or {}, hidden)
    work = _work(found, files, settings)
    units = tuple(_owned(unit, settings.at(each.name).inputs.account) for each in work for unit in each.read())
    if not units:
        _demand_a_unit(paths, settings, len(found))
    return Reading(units, tuple(found), files)


def _candidates(
    paths: Sequence[str], settings: Settings, overlay: Mapping[str, str | bytes], hidden: Collection[str]
) -> tuple[list[str], Files]:
    named_paths = [path for path in paths if path not in overlay]
    found = discover.candidates(named_paths, settings.exclude)
    if settings.local is not None:
        found = _included(found, named_paths, settings)
    found += [path for path in overlay if path in paths or not paths]
    return found, Files(settings.root or _root(found or paths or [os.curdir]), overlay, hidden)


def _included(found: list[str], named_paths: Sequence[str], settings: Settings) -> list[str]:
    """The candidates without those that a configuration passes over which holds where they lie, and not for the run."""
    here = {folder: settings.at(folder or os.curdir) for folder in {os.path.dirname(path) for path in found}}
    if all(one is settings for one in here.values()):
        return found
    return [
        path
        for path in found
        if here[os.path.dirname(path)] is settings
        or path in named_paths
        or discover.without_excluded([path], here[os.path.dirname(path)].exclude)
    ]


def _demand_a_unit(paths: Sequence[str], settings: Settings, looked_at: int) -> None:
    """Nothing found is an error, unless the question is about a change."""
    if not isinstance(settings.focus, Changes):
        where = ", ".join(paths) or "what git tracks"
        raise NothingToCheck(f"no CloudFormation or Terraform with S3 in {where} (looked at {_files(looked_at)})")


def report_on(
    units: Sequence[Unit],
    rules: Sequence[type[Rule]],
    files: int,
    root: str,
    chosen: Options = NO_OPTIONS,
    claims: Claims | None = None,
) -> Report:
    """All rules about all subjects of some units. `files` counts what was looked at; `chosen` are the rules' options.

    `claims` are the buckets of the whole run where the units are some of it.
    """
    started = time.perf_counter()
    asked = tuple(map(Listed.of, rules))
    question = Question(asked, chosen, scopes=False)
    judged = [judge_unit(unit, question) for unit in units]
    judged = settled(judged, nowhere) if claims is None else [settled_by(claims, unit) for unit in judged]
    return _report(judged, met_in(judged), (), question, asked, files, root, started)


def claims_in(reading: Reading) -> Claims:
    """The buckets of all units that were read."""
    claims = tuple(claim for unit in reading.units for claim in claims_of(unit))
    problems = tuple(problem for unit in reading.units for problem in unit.problems)
    return Claims(claims, problems, beyond(reading.paths, reading.files))


def _owned(unit: Unit, account: str) -> Unit:
    """The unit with its buckets and identities owned by the account that the user names."""
    subjects = (owned_by(account, each) if each.kind in (Bucket, Identity) else each for each in unit.subjects)
    return replace(unit, subjects=tuple(subjects))


def _work(paths: Sequence[str], files: Files, settings: Settings) -> Iterator[Work]:
    """What there is to read. A front end is imported only where a file may be its."""
    for language in LANGUAGES if settings.language is None else (settings.language,):
        own = [path for path in paths if settings.language is not None or language in languages_of(path)]
        if own:
            yield from _work_in(language, own, files, settings)


def _work_in(language: Language, paths: Sequence[str], files: Files, settings: Settings) -> Iterator[Work]:
    """The work in one language, each piece with the inputs that hold where it lies.

    What others deploy, call or export is found among all files, whatever inputs hold where these lie.
    """
    work = front_end(language).work(paths, files, settings.inputs)
    others: dict[Inputs, None] = {}
    for piece in work:
        inputs = settings.at(piece.name).inputs if settings.local is not None else settings.inputs
        if inputs == settings.inputs:
            yield piece
        else:
            others[inputs] = None
    known = {piece.name for piece in work}
    for inputs in others:
        for piece in front_end(language).work(paths, files, inputs):
            if piece.name not in known or settings.at(piece.name).inputs == inputs:
                known.add(piece.name)
                yield piece


def _new(judged: Sequence[Judged], earlier: Iterable[tuple[Finding, ...]]) -> list[Finding]:
    """The findings that a change brought about without being mentioned in them.

    What was taken out of a file leaves no line behind that a finding could point to.
    """
    known = {_identity(finding) for unit in judged for finding in unit.reported}
    unmentioned = [finding for unit in judged for finding in unit.findings if _identity(finding) not in known]
    if not unmentioned:
        return []
    known = {_identity(finding) for of_unit in earlier for finding in of_unit}
    return [finding for finding in unmentioned if _identity(finding) not in known]


def _identity(finding: Finding) -> object:
    return finding.rule, finding.verdict, os.path.realpath(finding.origin.source.path), finding.subjects, finding.decisive


def _earlier_paths(found: Sequence[str], focus: Changes) -> list[str]:
    paths = [path for path, _ in focus.earlier if path.endswith(SUFFIXES)]
    return list(dict.fromkeys([path for path in found if path not in focus.added] + paths))


def _report(
    judged: Sequence[Judged],
    met: Sequence[Met],
    new: Sequence[Finding],
    question: Question,
    rules: Sequence[Listed],
    files: int,
    root: str,
    started: float,
) -> Report:
    found = [*(question.weighed(notice(one)) for one in met), *(finding for unit in judged for finding in unit.reported), *new]
    # Each apart: what yields to a finding that is suppressed is still there.
    findings = merge_instances(finding for finding in found if finding.suppression is None)
    suppressed = merge_instances(finding for finding in found if finding.suppression is not None)
    notices = {described.name for described in NOTICES}
    undecided = [finding for finding in findings if finding.verdict is Verdict.UNDECIDED]
    buckets = {(unit.name, address) for unit in judged for address in unit.buckets}
    addresses = {address for _, address in buckets}
    weighty = [finding for finding in undecided if finding.severity is not Severity.INFO]
    open_causes, open_hints = _open(weighty, addresses)
    return Report(
        findings=tuple(f for f in findings if f.verdict is Verdict.FAIL and f.rule not in notices),
        undecided=tuple(undecided),
        not_applicable=tuple(f for f in findings if f.verdict is Verdict.NOT_APPLICABLE),
        problems=tuple(f for f in findings if f.rule in notices),
        errors=tuple(error for unit in judged for error in unit.errors),
        descriptors=lambda: tuple(map(question.described, (*(rule.load().descriptor() for rule in rules), *NOTICES))),
        counts=Counts(
            files=files,
            templates=sum(unit.language is Language.CLOUDFORMATION for unit in judged),
            roots=sum(unit.language is Language.TERRAFORM for unit in judged),
            buckets=len(buckets),
            undecided_buckets=len({subject for finding in weighty for subject in finding.subjects} & addresses),
            rules=len(rules),
        ),
        root=root,
        sources=_sources(judged),
        unseen=by_source(met),
        causes=open_causes,
        hints=open_hints,
        uses=tuple(use for unit in judged for use in unit.uses),
        suppressed=tuple(finding for finding in suppressed if finding.verdict is not Verdict.NOT_APPLICABLE),
        seconds=time.perf_counter() - started,
    )


def _open(undecided: Sequence[Finding], buckets: Collection[str]) -> tuple[tuple[OpenCause, ...], tuple[Hint, ...]]:
    """What the undecided findings rest on."""
    if not undecided:
        return (), ()
    from s3lint.run.open_inputs import causes, hints  # as above

    return causes(undecided, buckets), hints(undecided, buckets)


def _sources(judged: Sequence[Judged]) -> tuple[Source, ...]:
    return tuple({source.path: source for unit in judged for source in unit.sources}.values())


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"


def _root(paths: Sequence[str]) -> str:
    """The repository that holds the first path, else the working directory if it holds them all, else their common folder."""
    root = discover.repository(paths[0])
    if root:
        return root
    working = os.getcwd()
    folders = [path if os.path.isdir(path) else os.path.dirname(path) for path in map(os.path.abspath, paths)]
    common = os.path.commonpath(folders)
    return working if is_below(common, [working]) else common
