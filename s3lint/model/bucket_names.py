"""How general purpose buckets may be named, and what of that a name of which parts are unknown surely breaks.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, read 2026-11-28.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from s3lint.base.record import replace
from s3lint.base.value import Absent, Known, Setting, Symbol, Text, text_of

SHORTEST, LONGEST = 3, 63
RESERVED_STARTS = ("xn--", "sthree-", "amzn-s3-demo-")
RESERVED_ENDS = ("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3")
ACCOUNT_REGIONAL = r"-([0-9]{12}|\0)-(?:[a-z]{2,}(?:-[a-z]+)+-[0-9]+|\0)-an$"
"""The end of a name in the namespace of an account and Region, in which no other account can make a bucket, since 2026-03-12.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html
"""

_ADDRESS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}")
_SERVICE_IN_DOMAIN = re.compile(r"\.s3(?!-website)[.-]")
_LENGTHS = {"account": 12, "region": 9, "suffix": 26}
"""The least number of characters of what is fixed and can't be read: `suffix` is what Terraform or S3 adds to a prefix."""

OPEN = "\0"
"""Stands for a part that can't be read."""


def readable(name: Text) -> str:
    """A name, with `OPEN` for each part that can't be read."""
    contents = (piece.content.literal if isinstance(piece.content, Symbol) else piece.content for piece in name.pieces)
    return "".join(content if isinstance(content, str) else OPEN for content in contents)


def naming_faults(name: Text) -> Iterator[str]:
    """What S3 refuses a name for, whatever its unknown parts are; each completes "the name …"."""
    text = readable(name)
    other = re.search(r"[^a-z0-9.\0-]", text)
    if other is not None:
        yield f"has {other[0]!r}, and only lower-case letters, digits, dots and hyphens are allowed"
    if not text or text[0] in ".-" or text[-1] in ".-":
        yield "does not begin and end with a letter or digit"
    if ".." in text:
        yield "has two dots side by side"
    least = len(text) - text.count(OPEN) + sum(_length(piece.content) for piece in name.pieces)
    if least > LONGEST:
        yield (
            f"has {least} characters or more, and {LONGEST} are allowed"
            if OPEN in text
            else f"has {least} characters, not {LONGEST}"
        )
    if OPEN not in text and len(text) < SHORTEST:
        yield f"has fewer than {SHORTEST} characters"
    if _ADDRESS.fullmatch(text):
        yield "is an IP address"
    yield from (f"begins with {start}, which AWS reserves" for start in RESERVED_STARTS if text.startswith(start))
    yield from (f"ends with {end}, which AWS reserves" for end in RESERVED_ENDS if text.endswith(end))
    if text.endswith("-an") and OPEN not in text and not is_account_regional(name):
        yield "ends with -an, which takes the account id and the Region before it"


def _length(content: object) -> int:
    return _LENGTHS.get(content.attribute, 0) if isinstance(content, Symbol) and content.literal is None else 0


def is_account_regional(name: Text) -> bool:
    """Whether a name is in the namespace of an account and Region."""
    return re.search(ACCOUNT_REGIONAL, readable(name)) is not None


def account_in_name(name: Setting[Text]) -> Setting[Text]:
    """The account that alone can have made a bucket, by its name or ARN; absent where what is known of that does not tell."""
    match name:
        case Known(text, origin) if text.pieces[-1:] and str(text.pieces[-1].content).endswith("-an"):
            found = re.search(ACCOUNT_REGIONAL, readable(text))
            account = found[1] if found is not None else OPEN
            return Absent(origin) if account == OPEN else Known(text_of(account, origin), origin)
        case _:
            return Absent(name.origin)


def bucket_in_domain(domain: Text) -> Text | None:
    """The name of the bucket that a domain name is of; None for the endpoint of a website, and for what is not S3's.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html (read 2026-11-28).
    """
    for number, piece in reversed(tuple(enumerate(domain.pieces))):
        for found in [*_SERVICE_IN_DOMAIN.finditer(piece.content)][-1:] if isinstance(piece.content, str) else ():
            before = (replace(piece, content=found.string[: found.start()]),) if found.start() else ()
            return Text((*domain.pieces[:number], *before))
    return None
