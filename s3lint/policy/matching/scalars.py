"""Numbers, instants and address ranges of condition values."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from s3lint.base.record import Record

# Compiled when the first condition about time is read: few policies have one.
_INSTANT = r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?)?)?"
_EPOCH = r"-?\d{5,12}(?:\.\d{1,9})?"
_LONGEST_NUMBER = 40


class Range(Record):
    """The addresses from `first` to `last`, inclusive, of IP version `version`; `length` is that of the prefix."""

    version: int
    first: int
    last: int
    length: int


def number(text: str) -> Decimal | None:
    """The number that a text spells; nothing for other texts, and for numbers too long or too large to be compared safely."""
    if len(text) > _LONGEST_NUMBER:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() and -_LONGEST_NUMBER <= found.adjusted() <= _LONGEST_NUMBER else None


def instant(text: str) -> Decimal | None:
    """Seconds since 1970 of an ISO 8601 date or of epoch seconds."""
    # Only conditions about time need the module, which loads dates and locales.
    from calendar import timegm

    if re.fullmatch(_EPOCH, text, re.ASCII):
        return Decimal(text)
    found = re.fullmatch(_INSTANT, text, re.ASCII)
    if found is None:
        return None
    given = zip(found.groups()[:6], (0, 1, 1, 0, 0, 0), strict=True)
    year, month, day, hour, minute, second = (int(part or default) for part, default in given)
    if not (1 <= month <= 12 and 1 <= day <= 31 and hour < 24 and minute < 60 and second <= 60):
        return None
    zone = found.group(7) or "Z"
    shift = 0 if zone == "Z" else int(zone[1:3]) * 3600 + int(zone[-2:]) * 60
    return Decimal(timegm((year, month, day, hour, minute, second)) - (shift if zone[0] != "-" else -shift))


def instant_text(text: str) -> str:
    """Epoch seconds as people write an instant."""
    found = instant(text)
    if found is None or abs(found) > 10**11:
        return text
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(found)))


@lru_cache(maxsize=1024)
def address_range(text: str) -> Range | None:
    """A CIDR block, or the block of one address; bits after the prefix are ignored."""
    # Only conditions about addresses need the module.
    from ipaddress import ip_network

    try:
        network = ip_network(text.strip(), strict=False)
    except ValueError:
        return None
    return Range(network.version, int(network.network_address), int(network.broadcast_address), network.prefixlen)


def address_text(version: int, address: int) -> str:
    """The address that a number stands for, as people write it."""
    from ipaddress import IPv4Address, IPv6Address

    return str(IPv4Address(address) if version == 4 else IPv6Address(address))


_FIRST_PUBLIC, _LAST_PUBLIC = 1 << 24, (224 << 24) - 1
_NEVER_PUBLIC = ("10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16")


def covers_internet(blocks: Iterable[Range]) -> bool:
    """Whether the blocks together have every public IPv4 address."""
    ranges = [
        (block.first, block.last) for block in (*blocks, *map(address_range, _NEVER_PUBLIC)) if block and block.version == 4
    ]
    uncovered = _FIRST_PUBLIC
    for first, last in sorted(ranges):
        if first > uncovered:
            return False
        uncovered = max(uncovered, last + 1)
    return uncovered > _LAST_PUBLIC


def is_private(version: int, address: int) -> bool:
    """Whether an address can't be seen as a public source: RFC 1918 and unique local addresses."""
    blocks = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16") if version == 4 else ("fc00::/7", "fe80::/10", "::1/128")
    return any(block is not None and block.first <= address <= block.last for block in map(address_range, blocks))
