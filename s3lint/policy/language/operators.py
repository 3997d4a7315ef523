"""Condition operators by name: what they compare, and what their prefix and suffix add."""

from __future__ import annotations

from enum import Enum

from s3lint.base.record import Record


class Family(Enum):
    """What type of values an operator compares."""

    STRING = "string"
    ARN = "ARN"
    NUMBER = "number"
    DATE = "date"
    BOOL = "Boolean"
    ADDRESS = "address"
    BINARY = "binary"
    NULL = "presence"


class Quantifier(Enum):
    """How several values of a key are compared: all must match, or one of them; `NONE` is for keys with one value."""

    ALL = "ForAllValues"
    ANY = "ForAnyValue"
    NONE = ""


class Operator(Record):
    """`relation` is `=`, `<`, `<=`, `>` or `>=`, between the request's value and the policy's."""

    name: str
    family: Family
    is_negated: bool = False
    relation: str = "="
    wildcards: bool = False
    ignore_case: bool = False
    quantifier: Quantifier = Quantifier.NONE
    if_exists: bool = False


_ORDERS = (
    ("Equals", "=", False),
    ("NotEquals", "=", True),
    ("LessThan", "<", False),
    ("LessThanEquals", "<=", False),
    ("GreaterThan", ">", False),
    ("GreaterThanEquals", ">=", False),
)

_BASES = {
    base.name: base
    for base in (
        Operator("StringEquals", Family.STRING),
        Operator("StringNotEquals", Family.STRING, True),
        Operator("StringEqualsIgnoreCase", Family.STRING, ignore_case=True),
        Operator("StringNotEqualsIgnoreCase", Family.STRING, True, ignore_case=True),
        Operator("StringLike", Family.STRING, wildcards=True),
        Operator("StringNotLike", Family.STRING, True, wildcards=True),
        *(Operator(f"Numeric{name}", Family.NUMBER, negated, relation) for name, relation, negated in _ORDERS),
        *(Operator(f"Date{name}", Family.DATE, negated, relation) for name, relation, negated in _ORDERS),
        Operator("Bool", Family.BOOL),
        Operator("BinaryEquals", Family.BINARY),
        Operator("IpAddress", Family.ADDRESS),
        Operator("NotIpAddress", Family.ADDRESS, True),
        Operator("ArnEquals", Family.ARN, wildcards=True),
        Operator("ArnLike", Family.ARN, wildcards=True),
        Operator("ArnNotEquals", Family.ARN, True, wildcards=True),
        Operator("ArnNotLike", Family.ARN, True, wildcards=True),
        Operator("Null", Family.NULL),
    )
}

_IF_EXISTS = "IfExists"


def operator_named(written: str) -> Operator | None:
    """The operator; nothing where IAM knows none of this name."""
    quantifier = Quantifier.NONE
    name = written
    for candidate in (Quantifier.ALL, Quantifier.ANY):
        if written.startswith(candidate.value + ":"):
            quantifier, name = candidate, written[len(candidate.value) + 1 :]
    if_exists = name.endswith(_IF_EXISTS)
    base = _BASES.get(name[: -len(_IF_EXISTS)] if if_exists else name)
    if base is None or (if_exists and base.family is Family.NULL):
        return None
    if quantifier is Quantifier.NONE and not if_exists:
        return base
    return Operator(
        written,
        base.family,
        base.is_negated,
        base.relation,
        base.wildcards,
        base.ignore_case,
        quantifier,
        if_exists,
    )
