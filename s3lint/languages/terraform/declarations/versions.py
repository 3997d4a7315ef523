"""Versions of modules: what a constraint allows.

https://developer.hashicorp.com/terraform/language/expressions/version-constraints
"""

from __future__ import annotations

import re

from s3lint.base.record import Record

_TERM = re.compile(r"\s*(=|!=|>=?|<=?|~>)?\s*v?(\d+(?:\.\d+){0,2})(?:\.\d+)*(?:[-+][\w.+-]*)?\s*")

Version = tuple[int, int, int]

_ENDLESS: Version = (10**9, 0, 0)


class Versions(Record):
    """The versions from `first` up to, and without, `end`."""

    first: Version = (0, 0, 0)
    end: Version = _ENDLESS

    def meet(self, other: Versions) -> bool:
        """Whether a version lies in both."""
        return max(self.first, other.first) < min(self.end, other.end)


def allowed(constraint: str) -> Versions | None:
    """The versions that a constraint allows, but for those that `!=` takes out; None where it is none that can be read."""
    found = Versions()
    for term in constraint.split(","):
        match = _TERM.fullmatch(term)
        if match is None:
            return None
        own = _of_term(match.group(1) or "=", [int(part) for part in match.group(2).split(".")])
        found = Versions(max(found.first, own.first), min(found.end, own.end))
    return found


def _of_term(operator: str, parts: list[int]) -> Versions:
    major, minor, patch = (*parts, 0, 0)[:3]
    version, after = (major, minor, patch), (major, minor, patch + 1)
    match operator:
        case "=":
            return Versions(version, after)
        case ">":
            return Versions(after)
        case ">=":
            return Versions(version)
        case "<":
            return Versions(end=version)
        case "<=":
            return Versions(end=after)
        case "~>" if len(parts) > 1:
            return Versions(version, (major, minor + 1, 0) if len(parts) == 3 else (major + 1, 0, 0))
        case "~>":
            return Versions(version)
        case _:
            return Versions()
