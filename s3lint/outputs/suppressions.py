"""The suppressions of a run for people: one line each, with what it hides, its last day and its reason."""

from __future__ import annotations

from s3lint.outputs.characters import visible
from s3lint.outputs.options import Options
from s3lint.run.report import Report
from s3lint.run.suppressions.marking import Use, together


def render(report: Report, options: Options) -> str:
    """In the order of their places."""
    return "".join(visible(_line(use), options.ascii) + "\n" for use in together(report.uses))


def _line(use: Use) -> str:
    directive = use.directive
    start = directive.origin.start
    of = f" ({', '.join(use.idle)})" if use.idle and use.used else ""
    parts = [f"{', '.join(directive.rules)}: {use.state}{of}"]
    parts += [f"until {directive.until}"] if directive.until else []
    parts.append(directive.reason or "no reason")
    return f"{directive.origin.source.path}:{start.line}:{start.column}: {'; '.join(parts)}"
