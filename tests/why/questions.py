"""Asking about buckets of texts."""

from __future__ import annotations

from inspect import cleandoc

from s3lint.base.value import Absent, Known
from s3lint.languages.inputs import Inputs
from s3lint.policy import parse_request
from s3lint.run import engine
from s3lint.run.engine import Reading
from s3lint.run.question import Settings
from s3lint.run.registry import all_rules, select
from s3lint.why.bucket_report import Evidence, Why, why
from s3lint.why.request_outcome import RequestOutcome

CLOUDFORMATION, TERRAFORM = "template.yaml", "main.tf"


def reading(text: str, path: str = CLOUDFORMATION, account: str = "", **others: str) -> Reading:
    overlay = {path: cleandoc(text), **{name.replace("__", "."): cleandoc(content) for name, content in others.items()}}
    return engine.read([], Settings(inputs=Inputs(account=account)), overlay)


def asked(text: str, target: str, *rules: str, path: str = CLOUDFORMATION) -> Why:
    return why(reading(text, path), target, select(all_rules(), rules, ()), None)


def outcomes(
    text: str, target: str, request: str, *, path: str = CLOUDFORMATION, account: str = ""
) -> tuple[RequestOutcome, ...]:
    return why(reading(text, path, account), target, (), parse_request(request)).outcomes


def seen(evidence: Evidence) -> tuple[object, ...]:
    """Name, value (`None` for absent, the reason for unknown), line, column and cases."""
    value = evidence.value
    shown = value.value if isinstance(value, Known) else None if isinstance(value, Absent) else f"? {value.reason}"
    return evidence.name, shown, value.origin.start.line, value.origin.start.column, evidence.cases
