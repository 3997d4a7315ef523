"""Policy documents as records, every element with its place."""

from __future__ import annotations

from collections.abc import Iterable

from s3lint.base.record import Record
from s3lint.base.source import Span
from s3lint.base.value import Origin, Setting, Text, Unknown

MAX_POLICY_SIZE = 20 * 1024
"""Bytes of a bucket policy. Amazon S3 user guide, "Bucket policies"."""


class Flaw(Record):
    """A breach of the grammar and its place.

    S3 refuses the document, unless `is_ambiguous`: then nobody knows how S3 reads it.
    """

    origin: Origin
    text: str
    is_ambiguous: bool = False


class PolicyString(Record):
    """One string of a document: an action, a resource, a value of a condition, the name of a principal."""

    text: Text
    origin: Origin

    @property
    def given(self) -> Origin:
        """Where it is written what is filled into it, if one known part comes from elsewhere; else its own place."""
        own = self.origin
        parts = [piece.origin for piece in self.text.pieces if isinstance(piece.content, str)]
        others = [part for part in parts if part.source is not own.source or not _is_within(part.span, own.span)]
        return others[0] if len(others) == 1 else own


def _is_within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


class PolicyStrings(Record):
    """The strings under one key. `key` is as the grammar spells it (`NotAction`), `origin` covers key's value.

    `rest`, where set, stands for any number of further strings.
    """

    key: str
    origin: Origin
    items: tuple[PolicyString, ...] = ()
    rest: Unknown | None = None

    @property
    def is_negated(self) -> bool:
        return self.key.startswith("Not")


class Principal(Record):
    """One principal: `kind` is `*` (written without a type), `AWS`, `Service`, `CanonicalUser` or `Federated`."""

    kind: str
    name: PolicyString


class Principals(Record):
    """`Principal` or `NotPrincipal` (`key`); `rest` as for `PolicyStrings`."""

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
    values: PolicyStrings
    origin: Origin


class Statement(Record):
    """`number` counts from 1. `rest`, where set, stands for further condition entries that may exist."""

    number: int
    sid: str
    effect: Setting[str]
    principals: Principals
    actions: PolicyStrings
    resources: PolicyStrings
    tests: tuple[Test, ...]
    rest: Unknown | None
    origin: Origin

    def __str__(self) -> str:
        return f"statement {self.name}"

    @property
    def identity(self) -> str:
        """What tells it from the other statements of its policy whatever becomes of them: its `Sid`, or else its content."""
        return self.sid or self.content

    @property
    def content(self) -> str:
        """What it says, its effect and its `Sid` apart. The order of its lists means nothing."""
        parts = [f"{self.actions.key}={_set(str(one.text) for one in self.actions.items)}"]
        parts.append(f"{self.principals.key}={_set(str(one.name.text) for one in self.principals.items)}")
        parts.append(f"{self.resources.key}={_set(str(one.text) for one in self.resources.items)}")
        parts += sorted(f"{test.operator} {test.key}={_set(str(one.text) for one in test.values.items)}" for test in self.tests)
        return "; ".join(parts)

    @property
    def name(self) -> str:
        """Its `Sid`, which survives edits of the others; its number where it has none."""
        return self.sid or str(self.number)


def _set(texts: Iterable[str]) -> str:
    return " ".join(sorted(texts))


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
