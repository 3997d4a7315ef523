"""What the id, ARN or alias of a KMS key tells about the key.

https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id, read 2026-11-28.
"""

from __future__ import annotations

from s3lint.base.value import Absent, Known, Piece, Setting, Text, Unknown
from s3lint.model.logic import Answered

_ACCOUNT, _FIELDS = 4, 6
_AWS_MANAGED = "alias/aws/s3"


def account_of_key(key: Setting[Text]) -> Setting[Text]:
    """The account that the ARN of a key names; absent for an id or alias alone, which is of the account that uses it."""
    if not isinstance(key, Known):
        return key
    first = key.value.pieces[0].content if key.value.pieces else ""
    if isinstance(first, Unknown):
        return first
    fields: list[list[Piece]] = [[]]
    for piece in key.value.pieces:
        parts = piece.content.split(":") if isinstance(piece.content, str) else [piece.content]
        for number, part in enumerate(parts):
            if number:
                fields.append([])
            if part:
                fields[-1].append(Piece(part, piece.origin))
    is_arn = isinstance(first, str) and first.startswith("arn:") and len(fields) >= _FIELDS
    return Known(Text(tuple(fields[_ACCOUNT])), key.origin) if is_arn else Absent(key.origin)


def is_aws_managed(key: Setting[Text]) -> Answered:
    """Whether it is the key that AWS keeps for S3 in each account: none is named, or that by its alias."""
    match key:
        case Known(Text((*_, Piece(str(end))))):
            return end.endswith(_AWS_MANAGED)
        case Known(Text((*before, Piece(Unknown() as unknown)))):
            written = str(before[-1].content) if before else ""
            return unknown if not before or _AWS_MANAGED.startswith(written.rpartition(":")[2]) else False
        case Unknown():
            return key
        case Known(Text(pieces)):
            return not pieces
        case _:
            return True
