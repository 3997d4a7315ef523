"""One concrete request, as statements are asked about it."""

from __future__ import annotations

from s3lint.base.record import Record
from s3lint.policy.language.actions import Action
from s3lint.policy.language.keys import key_of
from s3lint.policy.language.principals import Caller
from s3lint.policy.matching.text_templates import KeyState
from s3lint.policy.requests.callers import fixed


class Candidate(Record):
    """Who does what to the bucket or an object, by ARN, with lower-cased condition keys and their values, `None` for absent.

    A search finds it as one of its class; somebody may also ask about it.
    """

    caller: Caller
    action: Action
    resource: str
    assignment: tuple[tuple[str, tuple[str, ...] | None], ...]

    def lookup(self, key: str) -> tuple[str, ...] | KeyState:
        """The values of a lower-cased key in this request. A key that is not mentioned is absent."""
        for name, values in self.assignment:
            if name == key:
                return KeyState.ABSENT if values is None else values
        found = fixed(self.caller, key, key_of(key).presence)
        return KeyState.ABSENT if found is KeyState.OPEN else found
