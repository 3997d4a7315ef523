"""What a policy makes of one concrete request: evaluated part by part, without any search.

Every request that a search reports as a witness is evaluated here first.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from s3lint.base.condition import Truth
from s3lint.policy.language.compiled import CompiledPolicy, CompiledStatement
from s3lint.policy.language.conditions import ConditionEntry
from s3lint.policy.language.keys import SECURE_TRANSPORT, TLS_VERSION
from s3lint.policy.matching.text_templates import KeyState
from s3lint.policy.requests.candidate import Candidate


class Outcome(Enum):
    """What a bucket policy makes of a request; the value is as IAM's documentation names it."""

    DENIED = "explicit deny"
    ALLOWED = "allow"
    NOT_ALLOWED = "implicit deny"
    UNDECIDED = "undecided"


def entry_truth(entry: ConditionEntry, candidate: Candidate) -> Truth:
    """Whether a condition entry holds for a request."""
    key = entry.key.name.lower()
    if key == TLS_VERSION and candidate.lookup(SECURE_TRANSPORT) == ("false",):
        # AWS does not say whether plain HTTP has this key: certain is what holds either way.
        absent, low = entry.truth(None, candidate.lookup), entry.truth(("0",), candidate.lookup)
        return absent if absent is low else Truth.MAYBE
    values = candidate.lookup(key)
    return entry.truth(None if isinstance(values, KeyState) else values, candidate.lookup)


def parts(
    policy: CompiledPolicy, statement: CompiledStatement, candidate: Candidate
) -> Iterator[tuple[str | ConditionEntry, Truth]]:
    """Each part of a statement (`principal`, `action`, `resource`, its condition entries) and whether it covers the request."""
    action = policy.actions.mask(candidate.action.name) or 1 << policy.actions.actions.index(candidate.action)
    yield "principal", statement.principals.truth(candidate.caller)
    if statement.actions.certain & action:
        yield "action", Truth.YES
    else:
        yield "action", Truth.MAYBE if statement.actions.possible & action else Truth.NO
    yield "resource", statement.resources.truth(candidate.resource, candidate.lookup)
    for entry in statement.entries:
        yield entry, entry_truth(entry, candidate)
    if statement.is_capped:
        yield "condition", Truth.MAYBE


def statement_matches(policy: CompiledPolicy, statement: CompiledStatement, candidate: Candidate) -> Truth:
    """Whether every part of a statement covers the request."""
    found = Truth.YES
    for _, answer in parts(policy, statement, candidate):
        found = found & answer
        if found is Truth.NO:
            break
    return found


def outcome(policy: CompiledPolicy, candidate: Candidate) -> Outcome:
    """An explicit deny is final; otherwise an allow; otherwise nothing."""
    denied = allowed = Truth.NO
    for statement in policy.statements:
        matched = statement_matches(policy, statement, candidate)
        denied = denied | (matched & statement.is_deny)
        allowed = allowed | (matched & statement.is_allow)
    if denied is Truth.YES:
        return Outcome.DENIED
    if denied is Truth.MAYBE or allowed is Truth.MAYBE:
        return Outcome.UNDECIDED
    return Outcome.ALLOWED if allowed is Truth.YES else Outcome.NOT_ALLOWED
