"""Finitely many values of a condition key that stand for all of them, as far as the entries of a policy can tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from s3lint.policy.language.conditions import ConditionEntry
from s3lint.policy.language.keys import NETWORK_KEYS, SOURCE_IP, ConditionKey, KeyType, Presence
from s3lint.policy.language.operators import Family
from s3lint.policy.matching.alphabet import has_unknown
from s3lint.policy.matching.patterns import Pattern, TooComplex, classes
from s3lint.policy.matching.scalars import address_text, is_private, number

MAX_VALUES = 2_000
"""Values, or sets of values, of one key."""

_TLS_VERSIONS = ("1.2", "1.3", "1.0", "1.1")
_PUBLIC_ADDRESSES = ("198.51.100.7", "2001:db8:ffff::7")
_PRIVATE_ADDRESSES = ("10.0.0.7",)
_LIMITS = {4: (1 << 32) - 1, 6: (1 << 128) - 1}
_ARN_SHAPE = Pattern("arn:?*:?*:*:*:?*", fields=True)


def values_of(
    key: ConditionKey, name: str, entries: Sequence[ConditionEntry], partition: str, apart: Sequence[str] = ()
) -> list[tuple[str, ...] | None]:
    """The values to try for a key; `None` is its absence, which comes first where it is possible.

    `name` is the lower-cased key; `apart` are further values that must not share a class with others. Raises `TooComplex`.
    """
    single = list(key.only) or list(dict.fromkeys([*_single(key, name, entries, partition, apart), *apart]))
    found: list[tuple[str, ...] | None] = [] if key.presence is Presence.ALWAYS else [None]
    found += [(value,) for value in single]
    if key.is_multivalued:
        for size in range(2, min(len(entries), len(single)) + 1):
            for values in combinations(single, size):
                found.append(values)
                if len(found) > MAX_VALUES:
                    raise TooComplex(f"{key.name} has more than {MAX_VALUES} distinguishable sets of values")
    if len(found) > MAX_VALUES:
        raise TooComplex(f"{key.name} has more than {MAX_VALUES} distinguishable values")
    return found


def _single(
    key: ConditionKey, name: str, entries: Sequence[ConditionEntry], partition: str, apart: Sequence[str]
) -> Iterator[str]:
    match key.type:
        case KeyType.BOOL:
            yield from ("true", "false")
        case KeyType.NUMBER:
            yield from _TLS_VERSIONS if key.name == "s3:TlsVersion" else _numbers(entries, apart, positive=True)
        case KeyType.DATE:
            yield from _numbers(entries, apart, positive=False)
        case KeyType.ADDRESS:
            yield from _addresses(name, entries)
        case KeyType.ARN:
            yield from _arns(entries, partition)
        case _:
            yield from _strings(key, entries, apart)


def _strings(key: ConditionKey, entries: Sequence[ConditionEntry], apart: Sequence[str]) -> Iterator[str]:
    """Every class of the textual patterns, and points for other operators that compare this key."""
    patterns = [pattern for entry in entries if _is_textual(entry) for pattern in entry.patterns()]
    patterns += [Pattern(value, wildcards=False) for value in apart]
    if all(pattern.is_literal for pattern in patterns):
        yield _fresh(key, patterns)
        yield from (pattern.literal for pattern in patterns if not has_unknown(pattern.text))
        yield from _unknown(entries)
    else:
        unknown = tuple(_unknown(entries))
        if unknown or not any(pattern.matches(key.fresh) for pattern in patterns):
            yield key.fresh
        yield from (value for value in classes(patterns, empty=True) if not has_unknown(value))
        yield from unknown
    for entry in entries:
        if entry.operator.family in (Family.NUMBER, Family.DATE):
            yield from _numbers([entry], apart, positive=False)
        elif entry.operator.family is Family.ADDRESS:
            yield from _addresses("", [entry])
        elif entry.operator.family is Family.BOOL:
            yield from ("true", "false")


def _unknown(entries: Sequence[ConditionEntry]) -> Iterator[str]:
    """The one value of each text that is unknown, and not a pattern."""
    templates = (template for entry in entries if entry.is_plain for template in entry.templates)
    yield from (template.text for template in templates if template.is_constant and has_unknown(template.text))


def _fresh(key: ConditionKey, literals: Sequence[Pattern]) -> str:
    taken = {pattern.literal for pattern in literals}
    value = key.fresh
    while value in taken:
        value += "x"
    return value


def _is_textual(entry: ConditionEntry) -> bool:
    return entry.operator.family in (Family.STRING, Family.ARN, Family.BINARY)


def _arns(entries: Sequence[ConditionEntry], partition: str) -> Iterator[str]:
    patterns = [pattern for entry in entries if _is_textual(entry) for pattern in entry.patterns()]
    stranger = f"arn:{partition}:sns:us-east-1:999999999999:stranger"
    yield stranger
    yield from (pattern.literal for pattern in patterns if pattern.is_literal and not has_unknown(pattern.text))
    yield from _unknown(entries)
    # ARNs of the shape alone: six fields, of which partition, service and resource are not empty.
    found = classes((*patterns, _ARN_SHAPE), f"arn:{partition}:")
    yield from (arn for arn in found if _ARN_SHAPE.matches(arn) and not has_unknown(arn))


def _numbers(entries: Sequence[ConditionEntry], apart: Sequence[str], *, positive: bool) -> Iterator[str]:
    """Each literal, and a point in each gap between, below and above them."""
    others = (number(value) for value in apart)
    literals = sorted(
        {
            *(value for entry in entries for value in entry.numbers()),
            *(value for value in others if value is not None),
        }
    )
    if not literals:
        yield "1"
        return
    points = [literals[-1] + 1, literals[0] - 1, *literals]
    points += [(low + high) / 2 for low, high in pairwise(literals)]
    for point in points:
        if not positive or point >= 0:
            yield format(point.normalize() if point != Decimal(0) else Decimal(0), "f")


def _addresses(name: str, entries: Sequence[ConditionEntry]) -> Iterator[str]:
    """The addresses on both sides of every boundary of the blocks; public or private as the key has them."""
    wants_private = name in NETWORK_KEYS
    yield from _PRIVATE_ADDRESSES if wants_private else _PUBLIC_ADDRESSES
    for entry in entries:
        for block in entry.ranges():
            for address in (block.first, block.last, block.first - 1, block.last + 1):
                if not 0 <= address <= _LIMITS[block.version]:
                    continue
                if name != SOURCE_IP or not is_private(block.version, address):
                    yield address_text(block.version, address)
