"""Numeric functions. Numbers are exact or have Terraform's 512 bits; `log` and `pow` are in double precision, as there."""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from s3lint.languages.terraform.evaluation.types import tidy
from s3lint.languages.terraform.functions.arguments import Result, function, number, text, whole
from s3lint.languages.terraform.functions.site import CallSite, FunctionError

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
MAX_PARSED = 4096
"""Characters of a string that `parseint` reads."""


@function("abs", number)
def _abs(site: CallSite, value: int | Decimal) -> Result:
    return value.copy_abs() if isinstance(value, Decimal) else abs(value)


@function("ceil", number)
def _ceil(site: CallSite, value: int | Decimal) -> Result:
    return tidy(Decimal(value).to_integral_value(ROUND_CEILING))


@function("floor", number)
def _floor(site: CallSite, value: int | Decimal) -> Result:
    return tidy(Decimal(value).to_integral_value(ROUND_FLOOR))


@function("max", number, rest=number)
def _max(site: CallSite, *values: int | Decimal) -> Result:
    return max(values)


@function("min", number, rest=number)
def _min(site: CallSite, *values: int | Decimal) -> Result:
    return min(values)


@function("signum", number)
def _signum(site: CallSite, value: int | Decimal) -> Result:
    return (value > 0) - (value < 0)


def _double(value: float) -> Result:
    if math.isnan(value) or math.isinf(value):
        raise FunctionError("numbers with a finite result")
    return int(value) if value.is_integer() else Decimal(repr(value))


@function("log", number, number)
def _log(site: CallSite, value: int | Decimal, base: int | Decimal) -> Result:
    if value <= 0 or base <= 0 or base == 1:
        raise FunctionError("numbers with a finite logarithm")
    return _double(math.log(float(value)) / math.log(float(base)))


@function("pow", number, number)
def _pow(site: CallSite, value: int | Decimal, power: int | Decimal) -> Result:
    try:
        return _double(math.pow(float(value), float(power)))
    except (OverflowError, ValueError, ZeroDivisionError):
        raise FunctionError("numbers with a finite power") from None


@function("parseint", text, whole)
def _parseint(site: CallSite, value: str, base: int) -> Result:
    """Bases up to 36 ignore case; above, `a` to `z` come before `A` to `Z`."""
    if not 2 <= base <= 62:
        raise FunctionError("a base from 2 to 62")
    if len(value) > MAX_PARSED:
        raise FunctionError(f"at most {MAX_PARSED} digits")
    digits = value.removeprefix("-").removeprefix("+") if value[:2] not in ("-+", "+-") else ""
    total = 0
    for digit in digits:
        worth = _worth(digit, base)
        if not 0 <= worth < base:
            raise FunctionError(f"a whole number in base {base}")
        total = total * base + worth
    if not digits or len(value) - len(digits) > 1:
        raise FunctionError(f"a whole number in base {base}")
    return -total if value[0] == "-" else total


def _worth(digit: str, base: int) -> int:
    if base <= 36:
        return _DIGITS.find(digit.lower())
    upper = _DIGITS.find(digit.lower()) + 26
    return upper if digit.isupper() and digit.isascii() else _DIGITS.find(digit)
