"""Models as plain data, so that the forms of two languages, or a model and an expectation, can be compared."""

from __future__ import annotations

from enum import Enum
from typing import Any, TypeVar

from s3lint.base.record import Record
from s3lint.base.value import Absent, Known, Origin, Setting, Symbol, Text, Unknown
from s3lint.model.bucket import Bucket

T = TypeVar("T")


def known(setting: Setting[T]) -> T:
    """What a setting says that must be known."""
    assert isinstance(setting, Known)
    return setting.value


def plain(value: object) -> Any:
    """Without places: known values as they are, `None` for absent, `?` for unknown, symbols by their attribute."""
    match value:
        case Known(inner):
            return plain(inner)
        case Absent():
            return None
        case Unknown():
            return "?"
        case Text():
            return "".join(_piece(piece.content) for piece in value.pieces)
        case Bucket():
            return {field: plain(getattr(value, field)) for field in BUCKET_FIELDS}
        case Record():
            return {
                field: plain(getattr(value, field))
                for field in type(value)._fields
                if not isinstance(getattr(value, field), Origin)
            }
        case Enum():
            return value.value
        case tuple() | list():
            return [plain(item) for item in value]
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case _:
            return value


def _piece(content: str | Symbol | Unknown) -> str:
    match content:
        case str():
            return content
        case Symbol(literal=str() as literal):
            return literal
        case Symbol(attribute=attribute):
            return f"<{attribute}>"
        case Unknown():
            return "<?>"


BUCKET_FIELDS = tuple(Bucket.described)
"""The settings of a bucket, by name."""
