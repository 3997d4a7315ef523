"""Rules and notifications as SARIF describes them: constant for a version of s3lint, whatever was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from s3lint.outputs.wording import LEVELS
from s3lint.run.finding import Severity
from s3lint.run.profile import by_standard
from s3lint.run.rule import Descriptor

if TYPE_CHECKING:
    from s3lint.outputs.sarif_types import ReportingDescriptor

SARIF_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_PROBLEM_SEVERITIES = {"error": "error", "warning": "warning", "info": "recommendation"}
MOST_TAGS = 10
LONGEST_DESCRIPTION = 1024
"""What code-scanning services keep of a rule's tags and descriptions."""
RULE_FAILURE = "rule-failure"
OPEN_INPUT = "open-input"


def sarif_level(severity: Severity) -> str:
    return SARIF_LEVELS[LEVELS[severity]]


def rule(descriptor: Descriptor) -> ReportingDescriptor:
    described = _described(descriptor)
    described["properties"] = {
        "tags": ["security", "s3", descriptor.group, *_telling(descriptor.controls)][:MOST_TAGS],
        "precision": "high",
        "problem.severity": _PROBLEM_SEVERITIES[LEVELS[descriptor.severity]],
        "security-severity": descriptor.severity.score,
        "severity": descriptor.severity.word,
    }
    if descriptor.controls:
        described["properties"]["controls"] = list(descriptor.controls)
    pages = [reference for reference in descriptor.references if reference.startswith("https://")]
    if pages:
        described["helpUri"] = pages[0]
    return described


def _telling(controls: Sequence[str]) -> list[str]:
    """The controls, those first that say the most: of the standards of which a rule serves the fewest.

    Not all can be tags; NIST SP 800-53 alone asks one thing by a dozen of its controls.
    """
    standards = sorted(by_standard(controls).values(), key=len)
    return [control for standard in standards for control in standard]


def notification(descriptor: Descriptor) -> ReportingDescriptor:
    """The descriptor of a notice as a notification of the tool, which every notice is beside being a result."""
    return _described(descriptor)


def rule_failure() -> ReportingDescriptor:
    """The descriptor of failures of s3lint itself."""
    return _described(
        Descriptor(
            RULE_FAILURE,
            "a rule failed, so that its verdict on one object is missing",
            "engine",
            Severity.HIGH,
            True,
            "0.1.0",
            "report it to the author of the rule, with the message",
            "## What it means\nA rule raised an error. All other rules and objects were judged.",
        )
    )


def open_input() -> ReportingDescriptor:
    """The descriptor of hints which option would decide what is undecided."""
    return _described(
        Descriptor(
            OPEN_INPUT,
            "an input that was not given leaves findings undecided",
            "engine",
            Severity.INFO,
            True,
            "0.1.0",
            "give the value with the option that is named, or in the configuration",
            "## What it means\nThe option would decide so much that now is undecided, and rests on nothing else.",
        )
    )


def _described(descriptor: Descriptor) -> ReportingDescriptor:
    page = descriptor.page
    return {
        "id": descriptor.name,
        "name": "".join(word.capitalize() for word in descriptor.name.split("-")),
        "shortDescription": {"text": sentence(descriptor.summary)[:LONGEST_DESCRIPTION]},
        "fullDescription": {"text": (_first_paragraph(page) or sentence(descriptor.summary))[:LONGEST_DESCRIPTION]},
        "help": {"text": _plain_help(descriptor, page), "markdown": _help(descriptor, page)},
        "defaultConfiguration": {"level": sarif_level(descriptor.severity)},
    }


def sentence(text: str) -> str:
    """With a capital letter and a full stop."""
    return text[:1].upper() + ended(text[1:])


def ended(text: str) -> str:
    """With a full stop; a message may begin with an address, which no capital may change."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _first_paragraph(page: str) -> str:
    """The first paragraph below a heading, on one line."""
    for paragraph in page.split("\n\n"):
        words = " ".join(line.strip() for line in paragraph.split("\n") if not line.startswith("#"))
        if words:
            return words
    return ""


def _help(descriptor: Descriptor, page: str) -> str:
    parts = [page, f"## How to fix it\n{sentence(descriptor.help)}"]
    if descriptor.references:
        parts.append("## References\n" + "\n".join(f"- {reference}" for reference in descriptor.references))
    if descriptor.aliases:
        parts.append(f"Other tools call it {', '.join(descriptor.aliases)}.")
    return "\n\n".join(parts)


def _plain_help(descriptor: Descriptor, page: str) -> str:
    lines = [line.lstrip("# ") if line.startswith("#") else line for line in _help(descriptor, page).split("\n")]
    return "\n".join(lines)
