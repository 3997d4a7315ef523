"""What a run found: the only thing that outputs see."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from s3lint.base.record import Record
from s3lint.base.resource import Problem
from s3lint.base.source import Source
from s3lint.run.finding import Finding
from s3lint.run.rule import Descriptor

if TYPE_CHECKING:
    from s3lint.run.open_inputs import Hint, OpenCause  # loaded where something is undecided
    from s3lint.run.suppressions.marking import Use  # loaded where something is suppressed


class Counts(Record):
    """What was looked at: `files` were candidates by their name, `templates` and `roots` were judged."""

    files: int = 0
    templates: int = 0
    roots: int = 0
    buckets: int = 0
    undecided_buckets: int = 0
    rules: int = 0


class Known(Record):
    """What was known before the run: `name` is a baseline, or a commit, `hidden` how many findings that hides.

    `lapsed` are its entries that agree with no finding any more, each in a sentence.
    """

    name: str
    hidden: int
    lapsed: tuple[str, ...] = ()


class Report(Record):
    """All verdicts that are not simply a pass, each list in the order of file, place, severity and rule.

    `findings` are the fails. `problems` are findings about the input itself (`unreadable-file`, `unresolved-module`).
    `unseen` are the calls of what was not read, together for each thing that they name; `problems` has each place of one.
    `causes` are the reasons of the undecided ones, `hints` the options that would decide some, the greatest first.
    `suppressed` are the fails and undecided ones that somebody has accepted, each with its suppression;
    `uses` tell of each suppression what it hid in each unit;
    `known` tells how many of them are known from before.
    `errors` are failures of s3lint: a rule that raised; each is a sentence. `descriptors` tells the selected rules and the
    engine's own notices, whether they fired or not; it loads those that had nothing to judge. `root` is the folder that
    machine-readable paths are relative to. `sources` are the files read, by path, also of units without findings.
    """

    findings: tuple[Finding, ...]
    undecided: tuple[Finding, ...]
    not_applicable: tuple[Finding, ...]
    problems: tuple[Finding, ...]
    errors: tuple[str, ...]
    descriptors: Callable[[], tuple[Descriptor, ...]]
    counts: Counts
    root: str
    sources: tuple[Source, ...] = ()
    unseen: tuple[Problem, ...] = ()
    causes: tuple[OpenCause, ...] = ()
    hints: tuple[Hint, ...] = ()
    suppressed: tuple[Finding, ...] = ()
    uses: tuple[Use, ...] = ()
    known: tuple[Known, ...] = ()
    seconds: float = 0.0

    def relative(self, path: str) -> str:
        """The path of a file from the root, with `/`; links are followed, as viewers do."""
        return os.path.relpath(os.path.realpath(path), os.path.realpath(self.root)).replace(os.sep, "/")
