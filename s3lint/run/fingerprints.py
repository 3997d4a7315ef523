"""The identities by which findings are known again, whatever else is edited."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

from s3lint.run.finding import Finding
from s3lint.run.report import Report


class Fingerprints:
    """The fingerprints of all that a report lists, no two alike.

    A fingerprint is made of rule, file, addresses and decisive setting, and of the message where there is no address. Findings
    that agree in all of these, such as equal faults of two statements with one Sid, are numbered in the order of their places.
    """

    def __init__(self, report: Report) -> None:
        self._report = report
        self._of: dict[int, str] = {}
        numbers: Counter[tuple[str, ...]] = Counter()
        for finding in (*report.findings, *report.undecided, *report.not_applicable, *report.problems, *report.suppressed):
            identity = _identity(finding, report)
            number = numbers[identity]
            numbers[identity] += 1
            self._of[id(finding)] = _digest((*identity, str(number)) if number else identity)

    def of(self, finding: Finding) -> str:
        """32 hexadecimal digits; for what the report does not list (about one bucket alone) those of the first of its kind."""
        return self._of.get(id(finding)) or _digest(_identity(finding, self._report))


def _identity(finding: Finding, report: Report) -> tuple[str, ...]:
    what = (*finding.subjects, finding.decisive) if finding.subjects else (finding.message,)
    return (finding.rule, report.relative(finding.origin.source.path), *what)


def _digest(parts: tuple[str, ...]) -> str:
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
