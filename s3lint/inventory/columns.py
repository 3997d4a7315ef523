"""The table of columns: one line each, from which every form takes its headings and cells."""

from __future__ import annotations

from collections.abc import Callable

from s3lint.base.documented import editable
from s3lint.base.record import Record
from s3lint.errors import UsageError, did_you_mean
from s3lint.inventory import settings
from s3lint.inventory.reach import reach
from s3lint.inventory.said import Said, State
from s3lint.model.bucket import Bucket

Read = Callable[[Bucket, str], Said]
"""What a cell says of a bucket in one world, and in the template or root module of a name."""


class Column(Record):
    """`name` is its word on the command line and for programs. `rank` orders columns by what a narrow screen shows first."""

    name: str
    heading: str
    read: Read
    rank: int


def _setting(read: Callable[[Bucket], Said]) -> Read:
    return lambda bucket, unit: read(bucket)


def _address(bucket: Bucket, unit: str) -> Said:
    return Said(str(bucket), State.STATED, editable(bucket.origin))


def _place(bucket: Bucket, unit: str) -> Said:
    place = editable(bucket.origin)
    return Said(f"{place.source.path}:{place.start.line}", State.STATED, place)


def _unit(bucket: Bucket, unit: str) -> Said:
    return Said(unit, State.STATED, editable(bucket.origin))


COLUMNS = (
    Column("address", "Bucket", _address, 0),
    Column("place", "Place", _place, 7),
    Column("name", "Name", _setting(settings.name), 6),
    Column("encryption", "Encryption", _setting(settings.encryption), 2),
    Column("tls", "TLS", _setting(settings.tls), 3),
    Column("reach", "Who can reach it", _setting(reach), 1),
    Column("access-block", "Access block", _setting(settings.access_block), 4),
    Column("ownership", "Ownership", _setting(settings.ownership), 9),
    Column("versioning", "Versioning", _setting(settings.versioning), 5),
    Column("logging", "Logging", _setting(settings.logging), 8),
    Column("lifecycle", "Lifecycle", _setting(settings.lifecycle), 12),
    Column("replication", "Replication", _setting(settings.replication), 10),
    Column("object-lock", "Object lock", _setting(settings.object_lock), 11),
    Column("tags", "Tags", _setting(settings.tags), 13),
    Column("unit", "Template or module", _unit, 14),
)
NAMES = tuple(column.name for column in COLUMNS)
ALL = "all"


def chosen(names: tuple[str, ...]) -> tuple[Column, ...]:
    """The columns of these names, in their order; `all` stands for those that are not named. Raises UsageError."""
    for name in names:
        if name not in (*NAMES, ALL):
            raise UsageError(f"no column is called {name}{did_you_mean(name, [*NAMES, ALL])}; there are {', '.join(NAMES)}")
    rest = tuple(name for name in NAMES if name not in names)
    wanted = dict.fromkeys(each for name in names for each in (rest if name == ALL else (name,)))
    by_name = {column.name: column for column in COLUMNS}
    return tuple(by_name[name] for name in wanted)
