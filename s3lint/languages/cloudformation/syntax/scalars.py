"""What a scalar of YAML 1.1 or JSON stands for, as CloudFormation reads it."""

from __future__ import annotations

from s3lint.base.value import Absent, Known, Origin
from s3lint.languages.cloudformation.syntax.nodes import Scalar, is_null

_TRUE = frozenset(("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"))
_FALSE = frozenset(("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"))
_LONGEST_NUMBER = 18
"""Digits of a number that is read as one; longer ones stay text, as account ids with leading zeros do."""


def scalar_value(scalar: Scalar, origin: Origin) -> Known[str | bool | int] | Absent:
    """A boolean, a whole number or a string. Dates and fractions stay strings: CloudFormation passes them on as written.

    Null, which it refuses, sets nothing.
    """
    text = scalar.text
    if scalar.style or scalar.tag:
        return Known(text, origin)
    if text in _TRUE:
        return Known(True, origin)
    if text in _FALSE:
        return Known(False, origin)
    if text[:1] in "123456789" and text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER:
        return Known(int(text), origin)
    if text == "0":
        return Known(0, origin)
    if is_null(scalar):
        return Absent(origin)
    return Known(text, origin)
