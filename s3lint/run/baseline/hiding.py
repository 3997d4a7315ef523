"""A report without what a baseline knows: hidden findings are marked and kept, entries without a finding have lapsed."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from s3lint.base.record import Record, replace
from s3lint.run.baseline.entries import Entry, about, entries_of, has_moved, hideable
from s3lint.run.changes import Everything, is_below, named
from s3lint.run.finding import Finding, Suppression, Verdict
from s3lint.run.input_findings import UNREADABLE_FILE
from s3lint.run.report import Known, Report

EXTERNAL = "external"
"""SARIF's kind of suppression for what stands outside of the code."""


class Baseline(Record):
    """What is known before a run. `name` is what people call it, a path or a commit; paths start from `folder`, a real path."""

    name: str
    folder: str
    entries: tuple[Entry, ...]

    def real(self, entry: Entry) -> str:
        return os.path.normpath(os.path.join(self.folder, entry.path))


def before(report: Report, name: str, folder: str) -> Baseline:
    """All that another report has, as it is known under a name."""
    return Baseline(name, folder, tuple(entry for finding in hideable(report) for entry in entries_of(finding, folder)))


class _Matches:
    """Which entry knows which address of which finding; each entry knows one, and first the one in its own file."""

    def __init__(self, findings: Iterable[Finding], baseline: Baseline) -> None:
        self.pairs = [(finding, entry) for finding in findings for entry in entries_of(finding, baseline.folder)]
        self._free: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
        self.found: dict[int, Entry] = {}
        for entry in baseline.entries:
            self._free[entry.key].append(entry)
        for number, (_, new) in enumerate(self.pairs):
            self._take(number, next((old for old in self._free.get(new.key, ()) if old.path == new.path), None))
        for number, (_, new) in enumerate(self.pairs):
            if number not in self.found:
                moved = (old for old in self._free.get(new.key, ()) if has_moved(old, new, baseline.folder))
                self._take(number, next(moved, None))

    def _take(self, number: int, entry: Entry | None) -> None:
        if entry is not None:
            self.found[number] = entry
            self._free[entry.key].remove(entry)

    @property
    def left(self) -> list[Entry]:
        return sorted((entry for entries in self._free.values() for entry in entries), key=lambda entry: entry.order)


def hide(report: Report, baseline: Baseline, gone: Iterable[Entry] = ()) -> Report:
    """The report with what the baseline knows among what is suppressed; `gone` are entries to tell of.

    A finding stays for the addresses that are new.
    """
    matches = _Matches(hideable(report), baseline)
    of_finding: dict[int, dict[str, Entry]] = defaultdict(dict)
    for number, entry in matches.found.items():
        finding, new = matches.pairs[number]
        of_finding[id(finding)][new.address] = entry
    suppressed = list(report.suppressed)

    def remaining(findings: Sequence[Finding]) -> tuple[Finding, ...]:
        kept = []
        for finding in findings:
            known = of_finding.get(id(finding))
            if not known:
                kept.append(finding)
                continue
            entry = next(iter(known.values()))
            marked = Suppression(EXTERNAL, entry.reason or f"known in {baseline.name}", entry.origin)
            old = tuple(subject for subject in finding.subjects if subject in known)
            new = tuple(subject for subject in finding.subjects if subject not in known)
            suppressed.append(replace(about(finding, old), suppression=marked))
            if new:
                kept.append(about(finding, new))
        return tuple(kept)

    findings, undecided, problems = map(remaining, (report.findings, report.undecided, report.problems))
    return replace(
        report,
        findings=findings,
        undecided=undecided,
        problems=problems,
        suppressed=tuple(sorted(suppressed, key=lambda finding: finding.order)),
        known=(*report.known, Known(baseline.name, len(of_finding), tuple(map(str, gone)))),
    )


def lapsed(report: Report, baseline: Baseline, paths: Collection[str]) -> tuple[Entry, ...]:
    """The entries that no finding of a whole run over some paths agrees with: it is gone, or has become another.

    Those that the run could not have met are none of them: of other paths, of rules that it does not ask. Where something
    was not read or judged, nobody knows.
    """
    left = _Matches(hideable(report), baseline).left
    if not left or report.errors or any(problem.rule == UNREADABLE_FILE.name for problem in report.problems):
        return ()
    given = [os.path.realpath(path) for path in paths]
    asked = {descriptor.name for descriptor in report.descriptors()}
    read = {os.path.realpath(source.path) for source in report.sources} if named(paths) == Everything() else set()
    return tuple(
        entry
        for entry in left
        if entry.rule in asked and (baseline.real(entry) in read or is_below(baseline.real(entry), given))
    )


def updated(report: Report, baseline: Baseline, paths: Collection[str], with_undecided: bool) -> tuple[Entry, ...]:
    """What the baseline is to hold after a run: its findings, with the reasons that were written, and what it did not meet.

    What is undecided fails no run unless it is told to be strict, so it is taken only `with_undecided`.
    """
    matches = _Matches(hideable(report), baseline)
    gone = {id(entry) for entry in lapsed(report, baseline, paths)}
    held = [entry for entry in matches.left if id(entry) not in gone]
    for number, (finding, new) in enumerate(matches.pairs):
        if number in matches.found:
            held.append(replace(new, reason=matches.found[number].reason))
        elif with_undecided or finding.verdict is not Verdict.UNDECIDED:
            held.append(new)
    return tuple(held)
