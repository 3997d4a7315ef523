"""What a question about a policy is answered with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Union

from s3lint.base.record import Record
from s3lint.base.value import Origin, Unknown

if TYPE_CHECKING:  # a rule that names an answer needs nothing of what finds it
    from s3lint.policy.documents.document import Statement
    from s3lint.policy.requests.request import Request


class Reason(Record):
    """A place in a policy and what there is to say about it, as a sentence without its full stop."""

    origin: Origin
    text: str


def owner_unknown(origin: Origin) -> Unknown:
    """Why nobody knows whether an account that is named at a place is the owner's own."""
    return Unknown("nothing says which account owns the bucket", origin, ("--account",))


class Holds(Record):
    """The answer is yes. `statements` are the ones that bring it about, as few as possible; `evidence` says what they do."""

    evidence: tuple[Reason, ...] = ()
    statements: tuple[Statement, ...] = ()


class Violated(Record):
    """The answer is no, and `request` shows it.

    `origin` is the narrowest element to blame. `reasons` say for each statement that should have stopped the request why
    it does not. `statement` is the one that lets it through or comes nearest to stopping it; nothing where there is none.
    `conditioned` tells that the statement that lets it through has conditions.
    """

    request: Request
    origin: Origin
    reasons: tuple[Reason, ...] = ()
    statement: Statement | None = None
    conditioned: bool = False


class Undecided(Record):
    """The text, or AWS's documentation, does not settle it."""

    unknown: Unknown


Answer = Union[Holds, Violated, Undecided]


class Remark(Record):
    """Something about one statement: the element to look at, and what there is to say, as a sentence without its full stop."""

    statement: Statement
    origin: Origin
    text: str


class Remarks(Record):
    """All that was found; `doubt`, where set, says why there may be more."""

    found: tuple[Remark, ...] = ()
    doubt: Unknown | None = None

    def by_statement(self) -> tuple[tuple[Statement, tuple[Remark, ...]], ...]:
        """What was found, together for each statement."""
        numbers = dict.fromkeys(remark.statement.number for remark in self.found)
        of_each = (tuple(one for one in self.found if one.statement.number == number) for number in numbers)
        return tuple((remarks[0].statement, remarks) for remarks in of_each)
