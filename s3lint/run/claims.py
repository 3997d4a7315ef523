"""What rests on what the whole run declares: findings which say that nothing in it declares a bucket of some name.

A unit knows only itself, and is let go when it is judged. So a rule says what its finding presumes, of each unit the names of
its buckets stay, and the finding falls, or is undecided, where one of them is or may be the name.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence

from s3lint.base.comparison import same_text
from s3lint.base.condition import Truth
from s3lint.base.record import Record, replace
from s3lint.base.resource import Problem
from s3lint.base.value import Known, Piece, Text, Unknown, arms, text_of
from s3lint.languages import discover
from s3lint.languages.files import Files
from s3lint.languages.unit import Unit
from s3lint.run.changes import start_of
from s3lint.run.finding import Finding, Verdict


class Claim(Record):
    """A bucket that a unit declares, or configures as nobody but its owner can, and a name that it can have."""

    address: str
    name: Text


class Claims(Record):
    """The buckets of a run; `problems` are those of its units, some of which tell that there may be more.

    `elsewhere` gives the path of a file outside the run that has a name in it, or nothing.
    """

    buckets: tuple[Claim, ...]
    problems: tuple[Problem, ...]
    elsewhere: Callable[[str], str]

    def settle(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings, without those that presume what is not so, and with those undecided that presume what may not be."""
        for finding in findings:
            if not finding.presumes:
                yield finding
                continue
            found = [(claim, same_text(claim.name, text_of(finding.presumes, finding.origin))) for claim in self.buckets]
            if all(truth is not Truth.YES for _, truth in found):
                possible = (claim for claim, truth in found if truth is Truth.MAYBE)
                yield self._told(finding, next(possible, None))

    def _told(self, finding: Finding, possible: Claim | None) -> Finding:
        if possible is not None:
            inputs = tuple(name for unknown in possible.name.unknowns for name in unknown.inputs)
            return _undecided(finding, f"{possible.address} may have this name", inputs)
        unread = next((problem.calls.addresses[0] for problem in self.problems if problem.calls is not None), "")
        if unread:
            return replace(_undecided(finding, f"{unread} was not read, and may declare it"), is_unseen=True)
        path = self.elsewhere(finding.presumes)
        return _undecided(finding, f"{path} names it, and was not looked at") if path else finding


def claims_of(unit: Unit) -> Iterator[Claim]:
    """The buckets of a unit, under every name that they can have in some world; one whose name is generated has none.

    What only configures a bucket claims it by a name that is written out: by any other, it is about one that is declared
    elsewhere, which claims it itself.
    """
    for subject in unit.subjects:
        for arm in arms(subject.called) if subject.called is not None else ():
            match arm:
                case Known(str() | Text() as content, origin):
                    name = text_of(content, origin)
                case Unknown(origin=origin) as unknown:
                    name = Text((Piece(unknown, origin),))
                case _:
                    continue
            if not subject.names or name.literal is not None:
                yield Claim(subject.address, name)


def beyond(found: Sequence[str], files: Files) -> Callable[[str], str]:
    """Gives the candidate file of the repository, beyond those of a run, that has a name in its text, or nothing."""

    def elsewhere(name: str) -> str:
        repository = discover.repository(files.root)
        seen = set(map(os.path.realpath, found))
        below = discover.candidates([repository]) if repository else ()
        others = (os.path.relpath(path) for path in below if os.path.realpath(path) not in seen)
        return next((path for path in others if name.encode() in start_of(path)), "")

    return elsewhere


def nowhere(name: str) -> str:
    """For a run that is about no files."""
    return ""


def _undecided(finding: Finding, reason: str, inputs: tuple[str, ...] = ()) -> Finding:
    message = f"whether {finding.message}, is undecided: {reason}"
    return replace(finding, verdict=Verdict.UNDECIDED, message=message, reason=reason, inputs=inputs)
