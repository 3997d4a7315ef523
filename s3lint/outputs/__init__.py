"""The forms in which a report is written: one module per form, each a pure function of the report.

A module is imported only when its form is asked for, so that a run pays for no other.
"""

from __future__ import annotations

from importlib import import_module

from s3lint.outputs.options import Options as Options
from s3lint.run.report import Report

FORMATS = {
    "full": "s3lint.outputs.full",
    "concise": "s3lint.outputs.concise",
    "json": "s3lint.outputs.json",
    "sarif": "s3lint.outputs.sarif",
}
"""What `--output-format` takes, and the module that renders it."""


def render(format: str, report: Report, options: Options = Options()) -> str:
    """The report in a form, ending in a newline unless empty. `format` is a key of `FORMATS`."""
    text: str = import_module(FORMATS[format]).render(report, options)
    return text


def closing_lines(report: Report, options: Options = Options()) -> str:
    """What follows the findings, for the error stream: what was found, what was looked at, what s3lint itself failed at."""
    from s3lint.outputs import summary  # only where a summary is wanted

    return summary.render(report, options)


def failure_lines(report: Report, options: Options = Options()) -> str:
    """The errors of s3lint itself, part of the closing lines: to be shown even where those are not wanted."""
    from s3lint.outputs import summary

    return summary.failures(report, options)
