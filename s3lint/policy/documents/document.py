"""Policy documents as records, every element with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3lint.base.record import Record
from s3lint.base.source import Source, Span
from s3lint.base.value import Absent, Known, Origin, Setting, Text, Unknown
from s3lint.base.worlds import EVERYWHERE

if TYPE_CHECKING:
    from s3lint.policy.answer import Answer


class PolicySyntaxError(ValueError):
    """Text that is not a JSON object: line and column (from 1) and what was expected there."""

    def __init__(self, line: int, column: int, expected: str) -> None:
        super().__init__(f"line {line}, column {column}: {expected}")
        self.line = line
        self.column = column
        self.expected = expected


class Flaw(Record):
    """A breach of the grammar and its place.

    S3 refuses the document, unless `is_ambiguous`: then nobody knows how S3 reads it.
    """

    origin: Origin
    text: str
    is_ambiguous: bool = False


class Element(Record):
    """One string of a document."""

    text: Text
    origin: Origin


class Elements(Record):
    """The strings under one key. `key` is as the grammar spells it (`NotAction`), `origin` covers key's value.

    `rest`, where set, stands for any number of further strings.
    """

    key: str
    origin: Origin
    items: tuple[Element, ...] = ()
    rest: Unknown | None = None

    @property
    def is_negated(self) -> bool:
        return self.key.startswith("Not")


class Principal(Record):
    """One principal: `kind` is `*` (written without a type), `AWS`, `Service`, `CanonicalUser` or `Federated`."""

    kind: str
    name: Element


class Principals(Record):
    """`Principal` or `NotPrincipal` (`key`); `rest` as for `Elements`."""

    key: str
    origin: Origin
    items: tuple[Principal, ...] = ()
    rest: Unknown | None = None

    @property
    def is_negated(self) -> bool:
        return self.key.startswith("Not")


class Test(Record):
    """One entry of a condition block: operator and key as written, and the values."""

    operator: str
    key: str
    values: Elements
    origin: Origin


class Statement(Record):
    """`number` counts from 1. `rest`, where set, stands for further condition entries that may exist."""

    number: int
    sid: str
    effect: Setting[str]
    principals: Principals
    actions: Elements
    resources: Elements
    tests: tuple[Test, ...]
    rest: Unknown | None
    origin: Origin

    def __str__(self) -> str:
        return f"statement {self.name}"

    @property
    def name(self) -> str:
        """Its `Sid`, which survives edits of the others; its number where it has none."""
        return self.sid or str(self.number)


class Policy(Record):
    """A resource policy document in one world.

    `unknown`, where set, says that further statements may exist and why nobody knows them. `flaws` are breaches of the
    grammar. `size` is the length in bytes without insignificant spaces, as far as it is known.
    """

    statements: tuple[Statement, ...]
    version: Setting[str]
    origin: Origin
    unknown: Unknown | None = None
    flaws: tuple[Flaw, ...] = ()
    size: int = 0

    @staticmethod
    def parse(text: str, path: str = "policy.json") -> Policy:
        """The policy of a JSON text. Raises `PolicySyntaxError`."""
        # The reader makes these records, so it can only be imported here.
        from s3lint.policy.documents.reading import read_policy

        source = Source(path, text)
        origin = Origin(source, Span(0, len(text)))
        match read_policy(Known(text, origin), origin, EVERYWHERE):
            case Known(policy):
                return policy
            case Unknown(reason, place):
                raise PolicySyntaxError(place.start.line, place.start.column, reason)
            case Absent(place):
                raise PolicySyntaxError(place.start.line, place.start.column, "expected a JSON object")

    def public(self) -> Answer:
        """Whether it keeps strangers out of the bucket that its resources name: `Violated` where it is public."""
        # Reading a policy needs none of what decides about it.
        from s3lint.policy.questions.bucket_of import bucket_of
        from s3lint.policy.questions.public import public_access

        return public_access(self, bucket_of(self))

    def plain_http(self) -> Answer:
        """Whether it denies every request without TLS to the bucket that its resources name."""
        from s3lint.policy.questions.bucket_of import bucket_of
        from s3lint.policy.questions.transport import denies_plain_http

        return denies_plain_http(self, bucket_of(self))
