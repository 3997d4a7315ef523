"""Which bucket a policy is about, where nothing but the policy says so."""

from __future__ import annotations

from s3lint.base.value import Piece, Symbol, Text
from s3lint.policy.documents.document import Policy
from s3lint.policy.matching.symbols import Target

_WILDCARDS = frozenset("*?")


def bucket_of(policy: Policy) -> Target:
    """The bucket that most resources of the policy name; one that nobody can name where none does."""
    counts: dict[str, int] = {}
    for statement in policy.statements:
        for string in statement.resources.items:
            fields = (string.text.literal or "").split(":", 5)
            name = fields[5].partition("/")[0] if len(fields) == 6 and fields[2] == "s3" else ""
            if name and not _WILDCARDS & set(name):
                counts[name] = counts.get(name, 0) + 1
    if not counts:
        return Target(Text((Piece(Symbol("bucket", "name", "the bucket"), policy.origin),)))
    return Target(Text((Piece(max(counts, key=lambda name: counts[name]), policy.origin),)))
