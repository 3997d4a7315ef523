"""The suppressions of a run for programs: a list of objects, by file and place."""

from __future__ import annotations

import json

from s3lint.outputs.options import Options
from s3lint.run.report import Report
from s3lint.run.suppressions.marking import Use, together


def render(report: Report, options: Options) -> str:
    """JSON in ASCII."""
    return json.dumps([_fields(use, report) for use in together(report.uses)], indent=2) + "\n"


def _fields(use: Use, report: Report) -> dict[str, object]:
    directive, start = use.directive, use.directive.origin.start
    return {
        "path": report.relative(directive.origin.source.path),
        "line": start.line,
        "column": start.column,
        "rules": list(directive.rules),
        "state": use.state,
        "unused": list(use.idle),
        "reason": directive.reason,
        "until": directive.until,
        "instance": directive.instance,
        "kind": directive.suppression().kind,
    }
