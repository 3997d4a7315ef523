"""What undecided findings rest on: the option that would decide one, which option would decide most, and their causes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from s3lint.base.record import Record, replace
from s3lint.base.value import Origin, Unknown
from s3lint.languages.unit import Language
from s3lint.policy import Policy
from s3lint.run.finding import Finding, Verdict


class Hint(Record):
    """An option of the command line that would decide findings, as it is written: `--workspace NAME`.

    So many `findings` rest on nothing else, about so many `resources`, of which some are `buckets`; `whole` tells that nothing
    else is undecided about these.
    """

    option: str
    findings: int
    buckets: int
    resources: int
    whole: bool


class OpenCause(Record):
    """A reason that undecided findings share, what would decide them, and how many they are; `option` alone decides all."""

    reason: str
    inputs: tuple[str, ...]
    option: str
    findings: int
    buckets: int


def with_options(
    findings: Iterable[Finding], language: Language, policies: Sequence[Policy], account: str
) -> tuple[Finding, ...]:
    """The findings about one object, the undecided ones with the one option that decides them, where there is one.

    What a policy means may rest on all that is unknown in it, whichever part was met first; and of whom it lets in, the account
    that owns the bucket is asked as well.
    """
    told: list[Finding] = []
    of_policies: set[str] | None = None
    for finding in findings:
        options = {_option(name, language, is_subject=finding.cases != ()) for name in finding.inputs}
        if len(options) == 1 and finding.setting.partition(".")[0] in _OF_POLICIES:
            if of_policies is None:
                of_policies = {_option(name, language) for name in _inputs_in(policies)}
            options |= of_policies
        if finding.setting in _OF_OWNERS and not account:
            options.add(_ACCOUNT)
        is_decided = finding.verdict is Verdict.UNDECIDED and len(options) == 1
        told.append(replace(finding, option=options.pop()) if is_decided else finding)
    return tuple(told)


_ACCOUNT = "--account ID"
_OF_POLICIES = ("policy", "documents")
_OF_OWNERS = ("policy.grants", "policy.management")
"""Settings of which the owner's account is asked as well."""
_NAME = re.compile(r'"(?:[^"\\]|\\.)*"|(?<![\w.-])([A-Za-z_][\w-]*)\.([\w-]+)')
"""A string, or the first two words of a reference."""


@lru_cache
def _option(name: str, language: Language, *, is_subject: bool = False) -> str:
    """The option that gives a value to what decides, as findings name it, or to all that an expression is made of; or empty.

    `is_subject` says that a parameter is called by its name alone.
    """
    if name in ("--account", "AWS::AccountId"):
        return _ACCOUNT
    if language is Language.CLOUDFORMATION:
        parameter = name if is_subject else name.removeprefix("parameter ")
        return f"--parameter {parameter}=…" if parameter.isalnum() and (is_subject or parameter != name) else ""
    if language is not Language.TERRAFORM or " of module." in name or " in module." in name:
        return ""
    named = {(match[1], match[2]) for match in _NAME.finditer(name) if match[1]}
    if len(named) != 1:
        return ""
    [(kind, word)] = named
    if kind == "var":
        return f"--var {word}=…"
    return "--workspace NAME" if (kind, word) in (("terraform", "workspace"), ("tofu", "workspace")) else ""


def _inputs_in(policies: Sequence[Policy]) -> set[str]:
    """The inputs of all that is unknown in some policies."""
    found: set[str] = set()
    pending: list[object] = list(policies)
    while pending:
        each = pending.pop()
        if isinstance(each, Unknown):
            found.update(each.inputs)
        elif isinstance(each, tuple):
            pending += each
        elif isinstance(each, Record) and not isinstance(each, Origin):
            pending += (getattr(each, field) for field in type(each)._fields)
    return found


def hints(undecided: Iterable[Finding], buckets: Collection[str]) -> tuple[Hint, ...]:
    """The options that would decide findings, those first that decide most."""
    undecided = tuple(undecided)
    by_option: dict[str, list[Finding]] = {}
    open_otherwise: dict[str, set[str]] = {}
    for finding in undecided:
        if finding.option:
            by_option.setdefault(finding.option, []).append(finding)
        for subject in finding.subjects:
            open_otherwise.setdefault(subject, set()).add(finding.option)
    found = []
    for option, findings in by_option.items():
        subjects = {subject for finding in findings for subject in finding.subjects}
        whole = all(open_otherwise[subject] == {option} for subject in subjects)
        found.append(Hint(option, len(findings), len(subjects & set(buckets)), len(subjects), whole))
    return tuple(sorted(found, key=lambda hint: (-hint.findings, hint.option)))


def causes(undecided: Iterable[Finding], buckets: Collection[str]) -> tuple[OpenCause, ...]:
    """The reasons, those first that most findings share."""
    shared: dict[object, list[Finding]] = {}
    for finding in undecided:
        shared.setdefault((finding.reason, finding.inputs), []).append(finding)
    found = []
    for findings in shared.values():
        first = findings[0]
        about = {subject for finding in findings for subject in finding.subjects} & set(buckets)
        is_alone = all(finding.option == first.option for finding in findings)
        found.append(OpenCause(first.reason, first.inputs, first.option if is_alone else "", len(findings), len(about)))
    return tuple(sorted(found, key=lambda cause: (-cause.findings, cause.reason)))
