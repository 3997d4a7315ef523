"""Numeric functions. Numbers are exact or have Terraform's 512 bits."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from s3lint.languages.terraform.functions.arguments import Result, function, number
from s3lint.languages.terraform.functions.site import CallSite
from s3lint.languages.terraform.values.types import tidy


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
