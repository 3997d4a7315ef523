"""The form for programs, described field by field in `report-v1.schema.json` beside this module.

The schema version grows only when a field goes or changes its meaning; new fields may come at any time.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from s3lint.base.resource import Calls
from s3lint.base.source import Source, Span
from s3lint.outputs.options import Options
from s3lint.outputs.wording import decides, level, message
from s3lint.run.finding import Finding
from s3lint.run.fingerprints import Fingerprints
from s3lint.run.report import Report
from s3lint.version import VERSION

if TYPE_CHECKING:
    from s3lint.run.open_inputs import Hint, OpenCause  # what a report holds is loaded where it is made

SCHEMA_VERSION = 1
SCHEMA_FILE = "report-v1.schema.json"


def render(report: Report, options: Options) -> str:
    """JSON in ASCII, so that any stream can carry it; the same report gives the same text."""
    writer = Writer(report)
    log: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "s3lint", "version": VERSION},
        "findings": [writer.finding(finding) for finding in report.findings],
        "problems": [writer.finding(finding) for finding in report.problems],
        "suppressed": [writer.suppressed(finding) for finding in report.suppressed],
        "unseen": [_unseen(problem.calls) for problem in report.unseen if problem.calls is not None],
        "causes": [_cause(cause) for cause in report.causes],
        "hints": [_hint(hint) for hint in report.hints],
        "known": [{"name": one.name, "hidden": one.hidden, "lapsed": list(one.lapsed)} for one in report.known],
        "errors": list(report.errors),
        "rules": [descriptor.name for descriptor in report.descriptors()],
        "counts": writer.counts(),
    }
    if options.show_undecided:
        log["undecided"] = [writer.finding(finding) for finding in report.undecided]
    return json.dumps(log, indent=2) + "\n"


def _unseen(calls: Calls) -> dict[str, Any]:
    given = [{"call": call, "bucket": bucket} for call, bucket in calls.given]
    return {"source": calls.source, "reason": calls.reason, "calls": list(calls.addresses), "given": given}


def _cause(cause: OpenCause) -> dict[str, Any]:
    return {
        "reason": cause.reason,
        "inputs": list(cause.inputs),
        "option": cause.option,
        "findings": cause.findings,
        "buckets": cause.buckets,
    }


def _hint(hint: Hint) -> dict[str, Any]:
    return {
        "option": hint.option,
        "findings": hint.findings,
        "buckets": hint.buckets,
        "message": f"{hint.option} {decides(hint)}",
    }


class Writer:
    """Turns parts of one report into JSON; a path is made relative once, as that asks the file system."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._fingerprints = Fingerprints(report)
        self._paths: dict[str, str] = {}
        self._descriptors = {descriptor.name: descriptor for descriptor in report.descriptors()}

    def counts(self) -> dict[str, int]:
        report = self._report
        return {
            "files": report.counts.files,
            "templates": report.counts.templates,
            "terraform_roots": report.counts.roots,
            "buckets": report.counts.buckets,
            "undecided_buckets": report.counts.undecided_buckets,
            "rules": report.counts.rules,
            "findings": len(report.findings),
            "problems": len(report.problems),
            "undecided": len(report.undecided),
            "not_applicable": len(report.not_applicable),
            "suppressed": len(report.suppressed),
        }

    def finding(self, finding: Finding) -> dict[str, Any]:
        origin = finding.origin
        return {
            "rule": finding.rule,
            "verdict": finding.verdict.value,
            "level": level(finding),
            "severity": finding.severity.word,
            "message": message(finding, all_cases=True),
            "subjects": list(finding.subjects),
            "location": self.location(origin.source, origin.span),
            "label": finding.label,
            "key_path": list(origin.path),
            "via": [{"what": step.what, "location": self.location(step.source, step.span)} for step in origin.via],
            "related": [
                {"label": note.label, "location": self.location(note.origin.source, note.origin.span)}
                for note in finding.related
            ],
            "request": finding.request,
            "result": finding.result,
            "help": finding.help,
            "basis": finding.basis,
            "inputs": list(finding.inputs),
            "cases": list(finding.cases),
            "reason": finding.reason,
            "option": finding.option,
            "setting": finding.decisive,
            "properties": dict(finding.properties),
            "covers": list(finding.covers),
            "controls": self._controls(finding),
            "fingerprint": self._fingerprints.of(finding),
        }

    def suppressed(self, finding: Finding) -> dict[str, Any]:
        """A finding that is accepted, with what says so."""
        written = self.finding(finding)
        found = finding.suppression
        if found is not None:
            place = self.location(found.origin.source, found.origin.span) if found.origin is not None else None
            written["suppression"] = {
                "kind": found.kind,
                "justification": found.justification,
                "until": found.until,
                "location": place,
            }
        return written

    def _controls(self, finding: Finding) -> list[str]:
        rules = (finding.rule, *finding.covers)
        return list(dict.fromkeys(control for rule in rules for control in self._descriptors[rule].controls))

    def location(self, source: Source, span: Span) -> dict[str, Any]:
        start, end = source.position(span.start), source.position(span.end)
        return {
            "path": self._relative(source.path),
            "start": {"line": start.line, "column": start.column},
            "end": {"line": end.line, "column": end.column},
        }

    def _relative(self, path: str) -> str:
        if path not in self._paths:
            self._paths[path] = self._report.relative(path)
        return self._paths[path]
