"""What identifies a finding from one run to the next: rule, address, setting and decisive value, and the file as a hint."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from s3lint.base.record import Record, replace
from s3lint.base.value import Origin
from s3lint.languages.front_end import FOLDER_SUFFIXES
from s3lint.run.finding import Finding, Verdict
from s3lint.run.input_findings import UNREADABLE_FILE
from s3lint.run.report import Report

ITSELF = "it"
"""Stands for the address in a value."""

_NUMBER = re.compile(r"\bstatement [0-9]+\b")


class Entry(Record):
    """One finding about one address.

    `path` is that of the file, with `/`, from the folder of the baseline. `value` is what the finding says of the address, and
    what the statement says that it is about: the same as long as what is wrong stays the same, wherever it stands and by
    whatever name it goes. `verdict` is `fail` or `undecided`, `reason` what somebody wrote beside it. `origin` is the entry's
    place in its file, where it was read.
    """

    path: str
    address: str
    rule: str
    setting: str
    value: str
    verdict: str = Verdict.FAIL.value
    reason: str = ""
    origin: Origin | None = None

    def __str__(self) -> str:
        of = f" of {self.address}" if self.address else ""
        return f"{self.path}: {self.rule}{of}: {self.value}"

    @property
    def key(self) -> tuple[str, ...]:
        """What an entry and a finding must agree in; the file is compared apart."""
        return self.rule, self.verdict, self.address, self.setting, self.value

    @property
    def order(self) -> tuple[str, ...]:
        return self.path, self.address, self.rule, self.setting, self.verdict, self.value


def hideable(report: Report) -> Iterator[Finding]:
    """What a baseline can hold. What was not read is no finding that anybody knows."""
    yield from report.findings
    yield from report.undecided
    yield from (problem for problem in report.problems if problem.rule != UNREADABLE_FILE.name)


def entries_of(finding: Finding, folder: str) -> Iterator[Entry]:
    """One for each address that the finding is about, so that another instance of a block is not taken for a known one."""
    path = os.path.relpath(os.path.realpath(finding.origin.source.path), folder).replace(os.sep, "/")
    value = _NUMBER.sub(
        "statement", renamed(finding.message, finding.subjects[0], ITSELF) if finding.subjects else finding.message
    )
    if finding.value:
        value = f"{value}: {finding.value}"
    for address in finding.subjects or ("",):
        yield Entry(path, address, finding.rule, finding.decisive, value, finding.verdict.value)


def renamed(message: str, address: str, other: str) -> str:
    """A message about one address as a message about another one."""
    return re.sub(rf"(?<![\w.-]){re.escape(address)}(?![\w\[-]|\.\w)", lambda _: other, message)


def about(finding: Finding, subjects: tuple[str, ...]) -> Finding:
    """The finding about some of its subjects alone."""
    if subjects == finding.subjects:
        return finding
    return replace(finding, subjects=subjects, message=renamed(finding.message, finding.subjects[0], subjects[0]))


def has_moved(old: Entry, new: Entry, folder: str) -> bool:
    """Whether what stood at one path can be what now stands at another: the file is gone, or the folder is one module."""
    in_module = old.path.endswith(FOLDER_SUFFIXES) and new.path.endswith(FOLDER_SUFFIXES)
    if in_module and os.path.dirname(old.path) == os.path.dirname(new.path):
        return True
    return not os.path.exists(os.path.join(folder, old.path))
