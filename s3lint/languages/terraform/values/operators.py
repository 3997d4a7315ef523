"""Terraform's operators on values that are settled."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, Decimal, InvalidOperation, Overflow
from itertools import zip_longest

from s3lint.base.comparison import same_text
from s3lint.base.condition import Truth
from s3lint.base.source import Source, Span
from s3lint.base.value import Absent, Data, Encoded, Known, ListValue, MapValue, Origin, Setting, Text, Unknown, text_of
from s3lint.base.worlds import World
from s3lint.languages.terraform.values.order import positioned
from s3lint.languages.terraform.values.origins import ExpressionError, literal
from s3lint.languages.terraform.values.rendering import json_text

_ARITHMETIC = Context(prec=155)
"""Terraform computes with 512 bits, which are 154 decimal digits."""

MAX_NUMBER_DIGITS = 4096
"""Larger numbers are refused; nothing that configures a bucket has them."""

_NOWHERE = Origin(Source("", ""), Span(0, 0))
"""Place of texts that are only compared."""

Number = int | Decimal


def number(data: Data, origin: Origin) -> Number:
    """Data as a number, converted from a string where that is possible. Raises ExpressionError."""
    match data:
        case bool() | None:
            pass
        case int() | Decimal():
            return data
        case float():
            return _tidy(Decimal(str(data)))
        case _:
            text = literal(data)
            if text is not None and len(text) <= MAX_NUMBER_DIGITS:
                try:
                    found = Decimal(text.strip())
                except InvalidOperation:
                    pass
                else:
                    if found.is_finite():
                        return _tidy(found)
    raise ExpressionError("expected a number here", origin)


def _tidy(value: Decimal) -> Number:
    if value == value.to_integral_value() and value.adjusted() <= MAX_NUMBER_DIGITS:
        return int(value)
    return value


def arithmetic(operator: str, left: Number, right: Number, origin: Origin) -> Number:
    """`+ - * / %` with Terraform's precision. Raises ExpressionError for a division by zero and for huge results."""
    if operator == "%" and right == 0:
        return left  # what Terraform answers, by the console
    if operator == "/" and right == 0:
        raise ExpressionError("a division by zero", origin)
    if isinstance(left, int) and isinstance(right, int) and operator in "+-*":
        exact = left + right if operator == "+" else left - right if operator == "-" else left * right
        if exact.bit_length() <= 4 * MAX_NUMBER_DIGITS:
            return exact
        raise ExpressionError(f"a number of more than {MAX_NUMBER_DIGITS} digits", origin)
    one, other = Decimal(left), Decimal(right)
    try:
        match operator:
            case "+":
                return _tidy(_ARITHMETIC.add(one, other))
            case "-":
                return _tidy(_ARITHMETIC.subtract(one, other))
            case "*":
                return _tidy(_ARITHMETIC.multiply(one, other))
            case "/":
                return _tidy(_ARITHMETIC.divide(one, other))
            case _:
                return _tidy(_ARITHMETIC.remainder(one, other))
    except (InvalidOperation, Overflow):
        raise ExpressionError(f"a number of more than {MAX_NUMBER_DIGITS} digits", origin) from None


COMPARISONS: dict[str, Callable[[Number, Number], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


def equal(one: Setting[Data], other: Setting[Data], world: World) -> Truth:
    """Whether `==` holds: values of different types are different, null equals only null."""
    match one, other:
        case Unknown(identity=ours), Unknown(identity=theirs) if ours and ours == theirs:
            return Truth.YES
        case (Unknown(), _) | (_, Unknown()):
            return Truth.MAYBE
        case ((Known(None) | Absent()), (Known(None) | Absent())):
            return Truth.YES
        case (Known(None) | Absent(), _) | (_, Known(None) | Absent()):
            return Truth.NO
        case Known(left), Known(right):
            return _equal_data(left, right, world)
    return Truth.MAYBE


def _equal_data(left: Data, right: Data, world: World) -> Truth:
    match left, right:
        case bool(), bool():
            return Truth.of(left is right)
        case (bool(), _) | (_, bool()):
            return Truth.NO
        case ((int() | float() | Decimal()), (int() | float() | Decimal())):
            return Truth.of(Decimal(str(left)) == Decimal(str(right)))
        case ((str() | Text()), (str() | Text())):
            nowhere = _NOWHERE
            return same_text(text_of(left, nowhere), text_of(right, nowhere))
        case ListValue(), ListValue():
            return _equal_lists(left, right, world) if left.kind == right.kind else Truth.NO
        case MapValue(), MapValue():
            return _equal_maps(left, right, world) if left.kind == right.kind else Truth.NO
        case (Encoded(), str() | Text() | Encoded()) | (str() | Text(), Encoded()):
            return same_text(_written(left), _written(right))
        case _:
            return Truth.NO


def _written(data: Data) -> Text:
    match data:
        case Encoded(value):
            return json_text(value, _NOWHERE)
        case str() | Text():
            return text_of(data, _NOWHERE)
        case _:
            return Text(())


def _equal_lists(left: ListValue, right: ListValue, world: World) -> Truth:
    left, right = positioned(left), positioned(right)
    open_end = left.rest is not None or right.rest is not None
    if len(left.items) != len(right.items):
        longer_is_open = (left if len(left.items) < len(right.items) else right).rest is not None
        if not longer_is_open:
            return Truth.NO
    answer = Truth.MAYBE if open_end else Truth.YES
    for one, other in zip_longest(left.items, right.items):
        if one is not None and other is not None:
            answer &= equal(world.settle(one), world.settle(other), world)
    return answer


def _equal_maps(left: MapValue, right: MapValue, world: World) -> Truth:
    answer = Truth.MAYBE if left.rest is not None or right.rest is not None else Truth.YES
    for key in {**left.entries, **right.entries}:
        one, other = left.entries.get(key), right.entries.get(key)
        if one is None or other is None:
            missing = left if one is None else right
            answer &= Truth.MAYBE if missing.rest is not None else Truth.NO
        else:
            answer &= equal(world.settle(one.value), world.settle(other.value), world)
    return answer
