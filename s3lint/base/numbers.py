"""Numbers as JSON and HCL write them, exact."""

from __future__ import annotations

import re
from decimal import Decimal

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:[eE]([+-]?[0-9]+))?", re.ASCII)
_MAX_INT_DIGITS = 300
"""A whole number of more digits stays a decimal."""


def is_number(text: str) -> bool:
    """Whether a text is a decimal number without a sign."""
    return _NUMBER.fullmatch(text) is not None


def number_of(text: str, most_digits: int) -> int | Decimal | None:
    """The value of a decimal number without a sign; a whole one of moderate size is an int.

    None where it has more digits, before or after its point, than the limit.
    """
    if text.isdigit() and len(text) < min(_MAX_INT_DIGITS, most_digits):
        return int(text)
    match = _NUMBER.fullmatch(text)
    exponent = match.group(1) if match is not None else None
    if len(text) > most_digits or abs(int((exponent or "0")[:6])) > most_digits:
        return None
    value = Decimal(text)
    return int(value) if value.adjusted() < _MAX_INT_DIGITS and value == value.to_integral_value() else value
