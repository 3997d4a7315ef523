"""S3's actions: which there are, on what kind of resource each acts, and which of them a pattern matches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from s3lint.base.record import Record
from s3lint.policy.language.tables import table
from s3lint.policy.matching.patterns import Pattern

SERVICE = "s3"
OBJECT = "object"
BUCKET = "bucket"

_COMMON = (
    "GetObject",
    "ListBucket",
    "PutObject",
    "DeleteObject",
    "GetBucketAcl",
    "PutObjectAcl",
    "AbortMultipartUpload",
    "RestoreObject",
    "GetObjectVersion",
    "GetBucketLocation",
    "ListBucketVersions",
    "PutBucketPolicy",
)
"""Told first where several actions would make a witness, because readers know them."""


class Action(Record):
    """`name` is as AWS writes it (`s3:GetObject`); `kind` is what it acts on.

    `is_future` marks one that AWS may add: a stand-in, or a name in a policy that the list does not have.
    """

    name: str
    kind: str
    is_future: bool = False


class Catalogue:
    """All actions that a bucket policy governs, one future action per kind, and the names of S3's other actions.

    A set of actions is a bit mask over `actions`. `service` is the prefix of the actions' names.
    """

    def __init__(self, table: Mapping[str, Sequence[str]], unlisted: Sequence[str] = (), service: str = SERVICE) -> None:
        self._table = table
        self.service = service
        actions = [Action(f"{service}:{name}", kind) for kind in (OBJECT, BUCKET) for name in table[kind]]
        rank = {f"s3:{name}": number for number, name in enumerate(_COMMON)}
        actions.sort(key=lambda action: rank.get(action.name, len(rank)))
        # Names that no literal equals, and that only a pattern with a wildcard can produce.
        actions += [
            Action(f"{service}:FutureObjectAction", OBJECT, True),
            Action(f"{service}:FutureBucketAction", BUCKET, True),
        ]
        # What an unlisted action acts on is not known, so it may act on either.
        actions += [Action(name, kind, True) for name in unlisted for kind in (OBJECT, BUCKET)]
        self.actions = tuple(actions)
        self.everything = (1 << len(actions)) - 1
        self.known = sum(1 << number for number, action in enumerate(actions) if not action.is_future)
        self._lowered = tuple(action.name.lower() for action in actions)
        self._numbers = {name: number for number, name in enumerate(self._lowered) if not actions[number].is_future}
        self._unlisted = frozenset(name.lower() for name in unlisted)
        self._elsewhere = frozenset(f"{service}:{name}".lower() for name in table["elsewhere"])
        self._of_kind = {
            kind: sum(1 << number for number, action in enumerate(actions) if action.kind == kind) for kind in (OBJECT, BUCKET)
        }
        self._masks: dict[str, int] = {}

    def mask(self, pattern: str) -> int:
        """The actions that a pattern matches, in any capitals."""
        found = self._masks.get(pattern)
        if found is None:
            found = self._masks[pattern] = self._mask(pattern.lower())
        return found

    def _mask(self, lowered: str) -> int:
        if not lowered.strip("*") or lowered == f"{self.service}:*":
            return self.everything
        if "*" not in lowered and "?" not in lowered:
            number = self._numbers.get(lowered)
            if number is not None:
                return 1 << number
            if lowered not in self._unlisted:
                return 0
        compiled = Pattern(lowered)
        return sum(1 << number for number, name in enumerate(self._lowered) if compiled.matches(name))

    def with_unlisted(self, names: Sequence[str]) -> Catalogue:
        """This list and some names of the service's actions that it does not have."""
        return Catalogue(self._table, names, self.service)

    def of_store(self) -> Catalogue:
        """The same actions where what they act on is not told apart: each acts on the store or on something in it."""
        everything = [*self._table[OBJECT], *self._table[BUCKET]]
        return Catalogue({**self._table, OBJECT: everything, BUCKET: ()}, (), self.service)

    def is_known(self, name: str) -> bool:
        """Whether the list has this name, or it is one of S3's other actions."""
        return name.lower() in self._numbers or self.is_elsewhere(name)

    def of_kind(self, kind: str) -> int:
        return self._of_kind[kind]

    def kind(self, name: str) -> str:
        """What an action acts on; empty for an action that is not in the list."""
        number = self._numbers.get(name.lower())
        return "" if number is None else self.actions[number].kind

    def is_elsewhere(self, name: str) -> bool:
        """Whether this is an action of S3 that no bucket policy governs (of accounts, access points, jobs)."""
        return name.lower() in self._elsewhere


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The list that is shipped; read once, when the first policy is judged."""
    return Catalogue(table("actions"))


@lru_cache(maxsize=4)
def catalogue_of_store(service: str) -> Catalogue:
    """The actions on a store of a service, `s3` for what an access point leads to."""
    if service == SERVICE:
        return catalogue().of_store()
    names = table("stores")["actions"].get(service, ())
    return Catalogue({OBJECT: names, BUCKET: (), "elsewhere": ()}, (), service)
