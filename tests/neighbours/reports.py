"""What a rule says about files that tests write as text."""

from __future__ import annotations

from textwrap import dedent

from s3lint import Finding, Report, Settings, check


def report(rule: str, **files: str) -> Report:
    """The report on files; the last `_` in a name stands for a dot, other double ones for slashes."""
    overlay = {_path(name): dedent(text).lstrip("\n") for name, text in files.items()}
    return check([], Settings(select=(rule,)), overlay=overlay)


def said(rule: str, **files: str) -> list[str]:
    """Each finding as `verdict file:line:column subject: message`."""
    found = report(rule, **files)
    assert found.errors == ()
    return [_line(finding) for finding in found.findings + found.undecided + found.not_applicable]


def places(rule: str, **files: str) -> list[str]:
    """Each finding as `verdict line`."""
    found = report(rule, **files)
    assert found.errors == ()
    findings = found.findings + found.undecided + found.not_applicable
    return [f"{finding.verdict.value} {finding.origin.start.line}" for finding in findings]


def _line(finding: Finding) -> str:
    start = finding.origin.start
    subjects = ", ".join(finding.subjects)
    place = f"{finding.origin.source.path}:{start.line}:{start.column}"
    return f"{finding.verdict.value} {place} {subjects}: {finding.message}"


def _path(name: str) -> str:
    stem, _, suffix = name.rpartition("_")
    return f"{stem.replace('__', '/')}.{suffix}"
