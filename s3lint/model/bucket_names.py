"""How general purpose buckets may be named, and what of that a name of which parts are unknown surely breaks.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, read 2026-11-28.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from s3lint.base.bounds import Bounds
from s3lint.base.record import replace
from s3lint.base.value import Absent, Known, Piece, Setting, Symbol, Text, Unknown, text_of

if TYPE_CHECKING:
    from s3lint.base.regular_syntax import Node

SHORTEST, LONGEST = 3, 63
RESERVED_STARTS = ("xn--", "sthree-", "amzn-s3-demo-")
RESERVED_ENDS = ("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3")
ACCOUNT_REGIONAL = r"-([0-9]{12}|\0)-(?:[a-z]{2,}(?:-[a-z]+)+-[0-9]+|\0)-an$"
"""The end of a name in the namespace of an account and Region, in which no other account can make a bucket, since 2026-03-12.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html
"""

_ADDRESS = r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}"
_SERVICE_IN_DOMAIN = r"\.s3(?!-website)[.-]"
_ENDING = r"(?:[.-][a-z0-9\0-]+)?\.(?:amazonaws\.com(?:\.cn)?|\0)\.?"
_HOST = rf"(.+)\.s3(?:-website|-accelerate|-fips)?(?:\.dualstack)?{_ENDING}"
_WEBSITE_SERVICE = f"s3-website{_ENDING}"
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
    if re.fullmatch(_ADDRESS, text):
        yield "is an IP address"
    yield from (f"begins with {start}, which AWS reserves" for start in RESERVED_STARTS if text.startswith(start))
    yield from (f"ends with {end}, which AWS reserves" for end in RESERVED_ENDS if text.endswith(end))
    if text.endswith("-an") and OPEN not in text and not is_account_regional(name):
        yield "ends with -an, which takes the account id and the Region before it"


def _length(content: object) -> int:
    match content:
        case Symbol(literal=None, attribute=attribute):
            return _LENGTHS.get(attribute, 0)
        case Unknown(bounds=Bounds() as bounds):
            return bounds.lengths()[0]
        case _:
            return 0


def naming_doubt(name: Setting[Text]) -> Unknown | None:
    """An unknown part for which S3 may refuse a name that has no fault; nothing where it takes the name with any such part."""
    match name:
        case Unknown():
            return None if _is_taken(Text((Piece(name, name.origin),))) else name
        case Known(text) if text.unknowns:
            return None if _is_taken(text) else text.unknowns[0]
        case _:
            return None


def _is_taken(name: Text) -> bool:
    longest = 0
    for piece in name.pieces:
        match piece.content:
            case Unknown(bounds=bounds):
                most = None if bounds is None else bounds.lengths()[1]
                if most is None:
                    return False
                longest += most
            case content:
                longest += len(readable(Text((piece,))).replace(OPEN, "")) + _length(content)
    if longest > LONGEST:
        return False
    from s3lint.base.comparison import pattern_of  # few names are of parts that are bounded
    from s3lint.base.regular_sets import are_disjoint

    pattern = pattern_of(Text(tuple(map(_stood_for, name.pieces))))
    return all(are_disjoint(pattern, refused) for refused in _refused(is_account_regional(name)))


def _stood_for(piece: Piece) -> Piece:
    """A part with a digit in the place of what is fixed and can't be read, which counts as valid."""
    is_fixed = isinstance(piece.content, Symbol) and piece.content.literal is None
    return replace(piece, content="0") if is_fixed else piece


@lru_cache
def _refused(is_account_regional: bool) -> tuple[Node, ...]:
    """Patterns of all names that S3 refuses, but for those that are too long."""
    from s3lint.base.regular_syntax import parsed

    reserved_ends = RESERVED_ENDS if is_account_regional else (*RESERVED_ENDS, "-an")
    starts, ends = ("|".join(map(re.escape, those)) for those in (RESERVED_STARTS, reserved_ends))
    any_text, octet = r"[\0-\x{10FFFF}]*", "[0-9]{1,3}"
    patterns = (
        f"{any_text}[^a-z0-9.-]{any_text}",
        f"([.-]{any_text})?",
        f"{any_text}[.-]",
        rf"{any_text}\.\.{any_text}",
        f"[a-z0-9.-]{{0,{SHORTEST - 1}}}",
        rf"{octet}(\.{octet}){{3}}",
        f"({starts}){any_text}",
        f"{any_text}({ends})",
    )
    return tuple(parsed(pattern).node for pattern in patterns)


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
        for found in [*re.finditer(_SERVICE_IN_DOMAIN, piece.content)][-1:] if isinstance(piece.content, str) else ():
            before = (replace(piece, content=found.string[: found.start()]),) if found.start() else ()
            return Text((*domain.pieces[:number], *before))
    return None


def bucket_at_host(host: Text) -> str:
    """The bucket whose endpoint or website a host name is, with `OPEN` for parts that can't be read; empty where it is none.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html, and as for `bucket_in_domain`.
    """
    found = re.fullmatch(_HOST, readable(host))
    return "" if found is None or found[1].endswith("-s3alias") else found[1]


def is_website_service(host: Text) -> bool:
    """Whether a host name is that of all websites in a Region, to which an alias record sends its own name as the bucket."""
    return re.fullmatch(_WEBSITE_SERVICE, readable(host)) is not None
