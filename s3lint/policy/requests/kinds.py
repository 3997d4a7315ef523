"""Kinds of requests: which ones a question is about."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum

from s3lint.base.record import Record
from s3lint.policy.matching.scalars import number


class Transport(Enum):
    """Whether requests are made over TLS."""

    HTTP = "http"
    HTTPS = "https"
    ANY = "any"


class Restriction(Record):
    """Requests in which a condition key (lower-cased) has none of some values, or a number in a range, or is absent.

    `sample` is a value that fits, where the key may be present. `below` and `above` are numbers, exclusive.
    """

    key: str
    sample: str = ""
    may_be_absent: bool = True
    none_of: tuple[str, ...] = ()
    below: str = ""
    above: str = ""

    def admits(self, values: tuple[str, ...] | None) -> bool:
        if values is None:
            return self.may_be_absent
        return bool(self.sample) and all(self._admits(value) for value in values)

    def _admits(self, value: str) -> bool:
        if value in self.none_of:
            return False
        found = number(value)
        if self.below and (found is None or found >= Decimal(self.below)):
            return False
        return not self.above or (found is not None and found > Decimal(self.above))

    @property
    def literals(self) -> tuple[str, ...]:
        """The values at which it tells requests apart, and the sample."""
        return tuple(value for value in (self.sample, *self.none_of, self.below, self.above) if value)


def absent(key: str) -> Restriction:
    """Requests without a condition key."""
    return Restriction(key.lower())


class RequestKind(Record):
    """All requests over a transport, of some actions, that every restriction admits.

    `actions` are names; none stands for all that the bucket policy governs.
    """

    transport: Transport = Transport.ANY
    actions: tuple[str, ...] = ()
    restrictions: tuple[Restriction, ...] = ()

    def restriction(self, key: str) -> Restriction | None:
        return next((one for one in self.restrictions if one.key == key), None)


EVERYTHING = RequestKind()
