"""What the configuration says of suppressions, and whether there is anything to look for in a unit."""

from __future__ import annotations

import time

from s3lint.base.record import Record
from s3lint.base.value import Origin
from s3lint.languages.unit import Unit

MARK = "s3lint"
"""What every suppression in a file begins with. No comment can write it in another way."""


class IgnoredFinding(Record):
    """A finding that the configuration names, for files that nobody can edit.

    `rule` and `resource` are patterns with `*`: of rules, and of the addresses of what findings are about. `path`, where given,
    is a glob of the file's path. `origin` is the place in the configuration.
    """

    rule: str
    resource: str
    reason: str
    until: str
    path: str
    origin: Origin


class Ignores(Record):
    """What holds of all suppressions of a run.

    `require_reason`: one without a reason hides nothing. `max_days` is the longest time to its last day, 0 for any.
    `unignorable` are patterns of the rules that no file can suppress.
    """

    require_reason: bool = False
    max_days: int = 0
    unignorable: tuple[str, ...] = ()
    findings: tuple[IgnoredFinding, ...] = ()

    def concern(self, unit: Unit) -> bool:
        """Whether anything of a unit may be suppressed."""
        return bool(self.findings) or any(MARK in source.text for source in unit.sources)


def today() -> str:
    """The day in UTC, as dates are written in suppressions: `2027-01-31`."""
    return time.strftime("%Y-%m-%d", time.gmtime())


def matches(text: str, pattern: str) -> bool:
    """Whether a text is of a pattern in which only `*` is special: addresses are full of brackets."""
    first, *inner = pattern.split("*")
    if not inner:
        return text == pattern
    last = inner.pop()
    if not text.startswith(first):
        return False
    at = len(first)
    for part in inner:  # the first place is the best one: time is linear whatever the pattern
        found = text.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return len(text) - len(last) >= at and text.endswith(last)
