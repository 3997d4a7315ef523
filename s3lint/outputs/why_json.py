"""The same for programs, described field by field in `why-v1.schema.json` beside this module."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from s3lint.base.value import Absent, Known, Origin, Setting, Unknown
from s3lint.outputs.json import SCHEMA_VERSION, Writer
from s3lint.outputs.options import Options
from s3lint.run.finding import Finding, Verdict
from s3lint.version import VERSION
from s3lint.why.bucket_report import Evidence, Open, Opens, Plain, RuleAnswer, Why
from s3lint.why.request_outcome import RequestOutcome

SCHEMA_FILE = "why-v1.schema.json"


def render(found: Why | Opens, options: Options) -> str:
    """JSON in ASCII."""
    writer = Writer(found.report)
    inner = _of_bucket(found, writer) if isinstance(found, Why) else {"buckets": [_open(one, writer) for one in found.buckets]}
    return json.dumps({**_frame(writer, found.report.problems), **inner}, indent=2) + "\n"


def _of_bucket(why: Why, writer: Writer) -> dict[str, Any]:
    return {
        "bucket": why.address,
        "unit": why.unit,
        "location": writer.location(why.origin.source, why.origin.span),
        "basis": why.basis,
        "exists_when": list(why.exists),
        "requests": [_request(found, writer) for found in why.outcomes],
        "rules": [_answer(answer, writer) for answer in why.answers],
    }


def _open(bucket: Open, writer: Writer) -> dict[str, Any]:
    return {
        "bucket": bucket.address,
        "unit": bucket.unit,
        "location": writer.location(bucket.origin.source, bucket.origin.span),
        "inputs": list(dict.fromkeys(name for finding in bucket.undecided for name in finding.inputs)),
        "undecided": [writer.finding(finding) for finding in bucket.undecided],
    }


def _frame(writer: Writer, problems: Sequence[Finding]) -> dict[str, Any]:
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "s3lint", "version": VERSION},
        "problems": [writer.finding(problem) for problem in problems],
    }


def _answer(answer: RuleAnswer, writer: Writer) -> dict[str, Any]:
    return {
        "rule": answer.rule.name,
        "severity": answer.rule.severity.word,
        "verdict": answer.verdict.value,
        "error": answer.error,
        "findings": [writer.finding(finding) for finding in answer.findings if finding.verdict is not Verdict.NOT_APPLICABLE],
        "reasons": [
            _note(finding.message, finding.origin, writer)
            for finding in answer.findings
            if finding.verdict is Verdict.NOT_APPLICABLE
        ]
        + [_note(note.label, note.origin, writer) for note in answer.grounds],
        "settings": [_evidence(evidence, writer) for evidence in answer.evidence],
    }


def _evidence(evidence: Evidence, writer: Writer) -> dict[str, Any]:
    origin = evidence.value.origin
    return {
        "name": evidence.name,
        **_value(evidence.value),
        "location": writer.location(origin.source, origin.span),
        "via": [{"what": step.what, "location": writer.location(step.source, step.span)} for step in origin.via],
        "cases": list(evidence.cases),
    }


def _value(value: Setting[Plain]) -> dict[str, Any]:
    match value:
        case Known(plain):
            return {"state": "known", "value": plain, "reason": "", "inputs": []}
        case Absent():
            return {"state": "absent", "value": None, "reason": "", "inputs": []}
        case Unknown(reason, _, inputs):
            return {"state": "unknown", "value": None, "reason": reason, "inputs": list(inputs)}


def _request(found: RequestOutcome, writer: Writer) -> dict[str, Any]:
    return {
        "request": found.request,
        "outcome": found.outcome.value,
        "result": found.result,
        "inputs": list(found.inputs),
        "cases": list(found.cases),
        "statements": [
            {
                "number": step.statement.number,
                "sid": step.statement.sid,
                "matches": step.matches.value,
                "reason": step.reason.text,
                "location": writer.location(step.reason.origin.source, step.reason.origin.span),
            }
            for step in found.steps
        ],
        "notes": [_note(note.label, note.origin, writer) for note in found.notes],
    }


def _note(text: str, origin: Origin, writer: Writer) -> dict[str, Any]:
    return {"text": text, "location": writer.location(origin.source, origin.span)}
