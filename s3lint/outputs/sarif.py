"""SARIF 2.1.0, in the shape that code-scanning services accept and show.

One run. The primary location is one line; other places are related locations, which services show only where the message
links to them. Problems of the input are results as well as notifications, because services show only results.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any

from s3lint.base.value import Note, Origin
from s3lint.outputs.options import Options
from s3lint.outputs.sarif_places import OUTSIDE_BASE, ROOT_BASE, SarifPlaces
from s3lint.outputs.sarif_rules import (
    OPEN_INPUT,
    RULE_FAILURE,
    ended,
    notification,
    open_input,
    rule,
    rule_failure,
    sarif_level,
)
from s3lint.outputs.wording import decides, enumerated, listed, message
from s3lint.run.finding import Finding, Verdict
from s3lint.run.fingerprints import Fingerprints
from s3lint.run.report import Report
from s3lint.version import VERSION

if TYPE_CHECKING:
    from s3lint.outputs.sarif_types import Accepted, Invocation, Location, Notification, Result, ThreadFlowLocation

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_LINKED = 10
"""How many places a message links to."""
MOST_RELATED = 99
"""Services keep 100 locations of a result."""
MOST_STEPS = 1000
"""Services keep as many steps of a result's flow."""


def render(report: Report, options: Options) -> str:
    """The log as JSON in ASCII; the same report gives the same text."""
    places = SarifPlaces(report)
    results = _results(report, options, places)
    invocation = _invocation(report, options, places)
    notified = [descriptor for descriptor in report.descriptors() if descriptor.group == "engine"]
    driver = {
        "name": "s3lint",
        "fullName": f"s3lint {VERSION}",
        "semanticVersion": VERSION,
        "rules": [rule(descriptor) for descriptor in report.descriptors()],
        "notifications": [*(notification(descriptor) for descriptor in notified), rule_failure(), open_input()],
    }
    bases = {ROOT_BASE: {"description": {"text": "The root of the repository, or of what was scanned."}}}
    if places.has_outside:
        bases[OUTSIDE_BASE] = {"description": {"text": "A folder that holds the root and files beside it."}}
    run = {
        "tool": {"driver": driver},
        "automationDetails": {"id": "s3lint/"},
        "invocations": [invocation],
        "originalUriBaseIds": bases,
        "columnKind": "utf16CodeUnits",
        "results": results,
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _invocation(report: Report, options: Options, places: SarifPlaces) -> Invocation:
    notifications: list[Notification] = [
        {
            "descriptor": {"id": problem.rule},
            "level": sarif_level(problem.severity),
            "message": {"text": ended(problem.message)},
            "locations": [{"physicalLocation": places.physical(problem.origin.source, problem.origin.span, narrow=True)}],
        }
        for problem in report.problems
    ]
    notifications += [
        {"descriptor": {"id": RULE_FAILURE}, "level": "error", "message": {"text": ended(error)}} for error in report.errors
    ]
    notifications += [
        {
            "descriptor": {"id": OPEN_INPUT},
            "level": "note",
            "message": {"text": ended(f"{hint.option} {decides(hint)}")},
        }
        for hint in report.hints
    ]
    invocation: Invocation = {"executionSuccessful": not report.errors}
    if options.exit_status is not None:
        invocation["exitCode"] = options.exit_status
    invocation["toolExecutionNotifications"] = notifications
    return invocation


def _results(report: Report, options: Options, places: SarifPlaces) -> list[Result]:
    indexes = {descriptor.name: index for index, descriptor in enumerate(report.descriptors())}
    fingerprints = Fingerprints(report)
    taken: set[tuple[str, str, str]] = set()
    results = []
    suppressed = report.suppressed if options.sarif_suppressed else ()
    for finding in (*listed(report, options), *suppressed):
        primary = _primary(finding, places)
        fingerprint = fingerprints.of(finding)
        hashes = _line_hashes(places.line_hash(primary.source, primary.span), fingerprint)
        hashed = next(value for value in hashes if (finding.rule, primary.source.path, value) not in taken)
        taken.add((finding.rule, primary.source.path, hashed))
        result = _result(finding, primary, indexes[finding.rule], places)
        result["partialFingerprints"] = {"primaryLocationLineHash": hashed, "s3lint/v1": fingerprint}
        if options.sarif_suppressed:  # the specification wants all results of a run to have it, or none
            result["suppressions"] = _suppressions(finding, places)
        results.append(result)
    return results


def _suppressions(finding: Finding, places: SarifPlaces) -> list[Accepted]:
    found = finding.suppression
    if found is None:
        return []
    accepted: Accepted = {"kind": found.kind, "status": "accepted"}
    if found.justification:
        accepted["justification"] = found.justification
    if found.origin is not None:
        accepted["location"] = {"physicalLocation": places.physical(found.origin.source, found.origin.span, narrow=True)}
    return [accepted]


def _line_hashes(hashed: str, fingerprint: str) -> Iterator[str]:
    """The hash of the line, then values for further results of one rule on it: services merge results that share one."""
    yield hashed
    for number in count(1):
        yield f"{fingerprint[:16]}:{number}"


def _primary(finding: Finding, places: SarifPlaces) -> Origin:
    """Where the finding is shown: its origin, or the nearest definition below the root if that lies outside.

    A value that was written in a module elsewhere is used by a module call below the root, where a review can show it.
    """
    inside = (Origin(step.source, step.span) for step in finding.origin.via if places.is_inside(step.source))
    return finding.origin if places.is_inside(finding.origin.source) else next(inside, finding.origin)


def _result(finding: Finding, primary: Origin, index: int, places: SarifPlaces) -> Result:
    related = _related(finding, primary)[:MOST_RELATED]
    location: Location = {"physicalLocation": places.physical(primary.source, primary.span, narrow=True)}
    if finding.label and primary is finding.origin:
        location["message"] = {"text": finding.label}
    if finding.subjects:
        location["logicalLocations"] = [{"fullyQualifiedName": subject, "kind": "resource"} for subject in finding.subjects]
    is_open = finding.verdict is Verdict.UNDECIDED
    result: Result = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        # The specification wants no level for what is not a failure.
        "kind": "open" if is_open else "fail",
        "level": "none" if is_open else sarif_level(finding.severity),
        "message": {"text": _text(finding, related)},
        "locations": [location],
    }
    if related:
        result["relatedLocations"] = [_labelled(note, places, number) for number, note in enumerate(related, start=1)]
    if finding.origin.via:
        result["codeFlows"] = [{"threadFlows": [{"locations": _flow(finding, places)}]}]
    result["properties"] = _properties(finding)
    return result


def _related(finding: Finding, primary: Origin) -> list[Note]:
    """Every place but the primary one: what explains the finding, and the definitions that its value came through."""
    notes = list(finding.related)
    notes += [Note(Origin(step.source, step.span), step.what) for step in finding.origin.via]
    if primary is not finding.origin:
        notes.insert(0, Note(finding.origin, finding.label or "the value"))
    return notes


def _labelled(note: Note, places: SarifPlaces, number: int | None = None) -> Location:
    """A place with what there is to see; links of the message name it by its number."""
    location: Location = {} if number is None else {"id": number}
    location["physicalLocation"] = places.physical(note.origin.source, note.origin.span)
    location["message"] = {"text": note.label or "related place"}
    return location


def _flow(finding: Finding, places: SarifPlaces) -> list[ThreadFlowLocation]:
    """The way of the value, from where it was written to where it is used."""
    origin = finding.origin
    notes = [Note(origin, finding.label or "the value")]
    notes += [Note(Origin(step.source, step.span), step.what) for step in origin.via]
    return [{"location": _labelled(note, places)} for note in notes[:MOST_STEPS]]


def _text(finding: Finding, related: Sequence[Note]) -> str:
    """The message, whose first sentence stands alone; then what services show nowhere else, and the links."""
    # Only links may have a bracket followed by a parenthesis.
    parts = [ended(message(finding, all_cases=True).replace("](", "] ("))]
    if len(finding.subjects) > 1:
        parts.append(f"Also: {', '.join(finding.subjects[1:])}.".replace("](", "] ("))
    if finding.request:
        parts.append(f"Request: {finding.request}.".replace("](", "] ("))
    if finding.basis:
        parts.append(ended(finding.basis[:1].upper() + finding.basis[1:]))
    if related:
        links = [f"[{_escaped(note.label or 'related place')}]({number})" for number, note in enumerate(related, start=1)]
        parts.append(f"See: {enumerated(links[:MOST_LINKED], all_named=True)}.")
    return " ".join(parts)


def _escaped(text: str) -> str:
    """As the text of a link."""
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _properties(finding: Finding) -> dict[str, Any]:
    stated: dict[str, Any] = {
        "severity": finding.severity.word,
        "setting": finding.decisive,
        "request": finding.request,
        "result": finding.result,
        "inputs": list(finding.inputs),
        "cases": list(finding.cases),
        "reason": finding.reason,
        "option": finding.option,
        "details": dict(finding.properties),
        "covers": list(finding.covers),
    }
    return {name: value for name, value in stated.items() if value}
