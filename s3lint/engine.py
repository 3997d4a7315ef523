"""The pipeline: paths and settings to a report. The only module that knows all stages."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence

from s3lint import discover
from s3lint.errors import NothingToCheck
from s3lint.files import Files
from s3lint.finding import Finding, Verdict
from s3lint.inputs import Inputs
from s3lint.judge import judge, merge_instances
from s3lint.model import Bucket
from s3lint.notices import NOTICES, notice
from s3lint.record import Record
from s3lint.registry import all_rules, select
from s3lint.report import Counts, Report
from s3lint.rule import Rule
from s3lint.source import Source
from s3lint.unit import Language, Unit


class Settings(Record):
    """What a run is asked to do. `root` is the folder that nothing is read outside of; empty means: found from the paths."""

    select: tuple[str, ...] = ("default",)
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    inputs: Inputs = Inputs()
    root: str = ""


def check(paths: Sequence[str], settings: Settings = Settings(), overlay: Mapping[str, str] | None = None) -> Report:
    """Judge every template and Terraform module below the paths.

    `overlay` holds texts by path that stand for, or add to, what is on disk. Raises UsageError for a missing path or an
    unknown rule, and NothingToCheck where no file of a known kind is found.
    """
    started = time.perf_counter()
    rules = select(all_rules(), settings.select, settings.ignore)
    overlay = overlay or {}
    found = discover.candidates([path for path in paths if path not in overlay], settings.exclude)
    found += overlay
    files = Files(settings.root or _root(found or paths), overlay)
    units = list(_units(found, files, settings.inputs))
    if not units:
        raise NothingToCheck(f"no CloudFormation or Terraform in {', '.join(paths)} (looked at {len(found)} files)")
    findings, errors = _judge(units, rules)
    return _report(units, rules, findings, errors, len(found), files.root, time.perf_counter() - started)


def _units(paths: Sequence[str], files: Files, inputs: Inputs) -> Iterator[Unit]:
    """The units of both languages; a front end is imported only where a file may be its."""
    if any(path.endswith((".yaml", ".yml", ".json", ".template")) or "." not in os.path.basename(path) for path in paths):
        from s3lint import cloudformation

        yield from cloudformation.units(paths, files, inputs)
    if any(path.endswith((".tf", ".tofu", ".tfvars", ".json")) for path in paths):
        from s3lint import terraform

        yield from terraform.units(paths, files, inputs)


def _judge(units: Sequence[Unit], rules: Sequence[type[Rule]]) -> tuple[list[Finding], list[str]]:
    findings: list[Finding] = []
    errors: list[str] = []
    for unit in units:
        findings += [notice(problem) for problem in unit.problems]
        for subject in unit.subjects:
            judgement = judge(rules, subject)
            findings += judgement.findings
            errors += judgement.errors
    return merge_instances(findings), errors


def _report(
    units: Sequence[Unit],
    rules: Sequence[type[Rule]],
    findings: Sequence[Finding],
    errors: Sequence[str],
    files: int,
    root: str,
    seconds: float,
) -> Report:
    notices = {described.name for described in NOTICES}
    undecided = [finding for finding in findings if finding.verdict is Verdict.UNDECIDED]
    buckets = {(unit.name, subject.address) for unit in units for subject in unit.subjects if subject.kind is Bucket}
    return Report(
        findings=tuple(f for f in findings if f.verdict is Verdict.FAIL and f.rule not in notices),
        undecided=tuple(undecided),
        not_applicable=tuple(f for f in findings if f.verdict is Verdict.NOT_APPLICABLE),
        problems=tuple(f for f in findings if f.rule in notices),
        errors=tuple(errors),
        descriptors=tuple(rule.descriptor() for rule in rules) + NOTICES,
        counts=Counts(
            files=files,
            templates=sum(unit.language is Language.CLOUDFORMATION for unit in units),
            roots=sum(unit.language is Language.TERRAFORM for unit in units),
            buckets=len(buckets),
            undecided_buckets=len({subject for finding in undecided for subject in finding.subjects}),
            rules=len(rules),
        ),
        root=root,
        sources=_sources(units),
        seconds=seconds,
    )


def _sources(units: Sequence[Unit]) -> tuple[Source, ...]:
    return tuple({source.path: source for unit in units for source in unit.sources}.values())


def _root(paths: Sequence[str]) -> str:
    """The repository that holds the first path, else the working directory if it holds them all, else their common folder."""
    first = os.path.abspath(paths[0])
    folder = first if os.path.isdir(first) else os.path.dirname(first)
    above = folder
    while above != os.path.dirname(above):
        if os.path.exists(os.path.join(above, ".git")):
            return above
        above = os.path.dirname(above)
    working = os.getcwd()
    common = os.path.commonpath([os.path.dirname(os.path.abspath(path)) for path in paths] + [folder])
    return working if common.startswith(working) else common
