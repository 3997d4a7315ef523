"""What the findings say of the controls of a standard: an auditor's first question."""

from __future__ import annotations

from collections.abc import Sequence

from s3lint.base.record import Record
from s3lint.run.finding import Finding, Verdict
from s3lint.run.profile import Control, Profile


class Tally(Record):
    """A control, and how many buckets fail it or are undecided; `others` counts such findings about other things."""

    control: Control
    failing: int = 0
    undecided: int = 0
    others: int = 0

    @property
    def is_checked(self) -> bool:
        return bool(self.control.rules)


class Coverage(Record):
    """A standard, control by control, over all buckets of an inventory."""

    profile: Profile
    tallies: tuple[Tally, ...]


def coverage(
    profiles: Sequence[Profile], of_buckets: Sequence[Sequence[Finding]], others: Sequence[Finding]
) -> tuple[Coverage, ...]:
    return tuple(
        Coverage(profile, tuple(_tally(control, of_buckets, others) for control in profile.controls)) for profile in profiles
    )


def _tally(control: Control, of_buckets: Sequence[Sequence[Finding]], others: Sequence[Finding]) -> Tally:
    verdicts = [{finding.verdict for finding in findings if finding.rule in control.rules} for findings in of_buckets]
    return Tally(
        control,
        sum(Verdict.FAIL in found for found in verdicts),
        sum(Verdict.UNDECIDED in found and Verdict.FAIL not in found for found in verdicts),
        sum(finding.rule in control.rules for finding in others),
    )
