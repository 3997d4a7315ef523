"""Every condition operator and modifier, present and missing keys, policy variables; as IAM documents them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from s3lint.base.condition import Truth
from s3lint.policy import parse_policy
from s3lint.policy.language.compiled import CompiledPolicy
from s3lint.policy.matching.text_templates import KeyState
from tests.policy.statements import TARGET, deny

YES, NO, MAYBE = Truth.YES, Truth.NO, Truth.MAYBE
MISSING = None


def holds(operator: str, key: str, values: Any, given: Any, version: str = "2012-10-17", **others: str) -> Truth:
    """Whether a condition holds where its key has these values, and other keys theirs."""
    policy = {"Version": version, "Statement": deny(Condition={operator: {key: values}})}
    (entry,) = CompiledPolicy(parse_policy(json.dumps(policy)), TARGET).statements[0].entries
    found = given if given is None or isinstance(given, tuple) else (given,)
    known = {name.replace("__", ":").lower(): (value,) for name, value in others.items()}
    return entry.truth(found, lambda name: known.get(name, KeyState.ABSENT))


@pytest.mark.parametrize(
    ("operator", "values", "given", "expected"),
    [
        ("StringEquals", "a", "a", YES),
        ("StringEquals", "a", "A", NO),
        ("StringEquals", ["a", "b"], "b", YES),
        ("StringEquals", "a*", "ab", NO),
        ("StringEquals", "a*", "a*", YES),
        ("StringEquals", "a", MISSING, NO),
        ("StringNotEquals", "a", "b", YES),
        ("StringNotEquals", ["a", "b"], "b", NO),
        ("StringNotEquals", "a", MISSING, YES),
        ("StringEqualsIgnoreCase", "Ab", "aB", YES),
        ("StringEqualsIgnoreCase", "Ab", MISSING, NO),
        ("StringNotEqualsIgnoreCase", "Ab", "aB", NO),
        ("StringNotEqualsIgnoreCase", "Ab", MISSING, YES),
        ("StringLike", "a?c*", "abc", YES),
        ("StringLike", "a?c*", "ac", NO),
        ("StringLike", "A*", "abc", NO),
        ("StringLike", "*", "", YES),
        ("StringLike", "*", MISSING, NO),
        ("StringNotLike", "a*", "b", YES),
        ("StringNotLike", "a*", MISSING, YES),
        ("StringEqualsIfExists", "a", MISSING, YES),
        ("StringEqualsIfExists", "a", "b", NO),
        ("StringNotEqualsIfExists", "a", MISSING, YES),
        ("StringNotEqualsIfExists", "a", "a", NO),
        ("NumericEquals", "1.20", "1.2", YES),
        ("NumericNotEquals", ["1", "2"], "2", NO),
        ("NumericNotEquals", "1", MISSING, YES),
        ("NumericLessThan", 10, "9.5", YES),
        ("NumericLessThan", 10, "10", NO),
        ("NumericLessThan", 10, MISSING, NO),
        ("NumericLessThanEquals", 10, "10", YES),
        ("NumericGreaterThan", 10, "10", NO),
        ("NumericGreaterThanEquals", 10, "10", YES),
        ("NumericLessThanIfExists", 10, MISSING, YES),
        ("NumericLessThan", "ten", "9", MAYBE),
        ("BinaryEquals", "QmluYXJ5", "QmluYXJ5", YES),
        ("BinaryEquals", "QmluYXJ5", "qmluYXJ5", NO),
        ("Null", "true", MISSING, YES),
        ("Null", "true", "a", NO),
        ("Null", False, MISSING, NO),
        ("Null", ["false"], "", YES),
        ("Null", ["true", "false"], "a", MAYBE),
        ("ForAllValues:Null", "true", "a", YES),
        ("ForAnyValue:Null", "true", MISSING, NO),
        ("StringEquals", [], "a", MAYBE),
        ("StringEquals", [], MISSING, NO),
        ("StringEqualsIfExists", [], "a", NO),
        ("StringEqualsIfExists", [], MISSING, YES),
    ],
)
def test_operators(operator: str, values: Any, given: Any, expected: Truth) -> None:
    assert holds(operator, "s3:x-example", values, given) is expected


@pytest.mark.parametrize(
    ("operator", "values", "given", "expected"),
    [
        ("DateEquals", "2030-01-01T00:00:00Z", "1893456000", YES),
        ("DateNotEquals", "2030-01-01", "1893456000", NO),
        ("DateLessThan", "2030-01-01T01:00:00+01:00", "1893455999", YES),
        ("DateLessThan", "2030-01-01T01:00:00+01:00", "1893456000", NO),
        ("DateLessThanEquals", "1893456000", "2030-01-01", YES),
        ("DateGreaterThan", "2030", "1893456001", YES),
        ("DateGreaterThanEquals", "2030-01", "1893456000", YES),
        ("DateLessThan", "tomorrow", "1893456000", MAYBE),
        ("NumericLessThan", "1893456000", "1893455999", YES),
        ("StringEquals", "2030-01-01", "2030-01-01", MAYBE),
    ],
)
def test_dates(operator: str, values: Any, given: Any, expected: Truth) -> None:
    assert holds(operator, "aws:CurrentTime", values, given) is expected


@pytest.mark.parametrize(
    ("operator", "values", "given", "expected"),
    [
        ("IpAddress", "203.0.113.0/24", "203.0.113.255", YES),
        ("IpAddress", "203.0.113.77/24", "203.0.113.1", YES),
        ("IpAddress", "203.0.113.9", "203.0.113.9", YES),
        ("IpAddress", "203.0.113.9", "203.0.113.8", NO),
        ("IpAddress", "0.0.0.0/0", "2001:db8::1", NO),
        ("IpAddress", "::/0", "203.0.113.9", NO),
        ("IpAddress", "2001:db8::/32", "2001:db8:1::1", YES),
        ("IpAddress", "203.0.113.0/24", MISSING, NO),
        ("IpAddressIfExists", "203.0.113.0/24", MISSING, YES),
        ("NotIpAddress", ["203.0.113.0/24", "198.51.100.0/24"], "198.51.100.1", NO),
        ("NotIpAddress", "203.0.113.0/24", MISSING, YES),
        ("IpAddress", "203.0.113.0/99", "203.0.113.9", MAYBE),
        ("StringLike", "203.*", "203.0.113.9", MAYBE),
    ],
)
def test_addresses(operator: str, values: Any, given: Any, expected: Truth) -> None:
    assert holds(operator, "aws:SourceIp", values, given) is expected


@pytest.mark.parametrize("operator", ["ArnEquals", "ArnLike"])
@pytest.mark.parametrize(
    ("values", "given", "expected"),
    [
        ("arn:aws:sns:eu-west-1:111122223333:t", "arn:aws:sns:eu-west-1:111122223333:t", YES),
        ("arn:aws:sns:*:111122223333:*", "arn:aws:sns:eu-west-1:111122223333:t:x", YES),
        ("arn:aws:sns:*:t", "arn:aws:sns:eu-west-1:111122223333:t", MAYBE),
        ("arn:aws:sqs:*:t", "arn:aws:sns:eu-west-1:111122223333:t", NO),
        ("*", "arn:aws:sns:eu-west-1:111122223333:t", MAYBE),
        ("t", "arn:aws:sns:eu-west-1:111122223333:t", NO),
        ("arn:aws:sns:eu-west-1:111122223333:T", "arn:aws:sns:eu-west-1:111122223333:t", NO),
        ("arn:aws:sns:eu-west-1:111122223333:t", MISSING, NO),
    ],
)
def test_arns(operator: str, values: str, given: Any, expected: Truth) -> None:
    assert holds(operator, "aws:SourceArn", values, given) is expected
    negated = operator.replace("Arn", "ArnNot")
    assert holds(negated, "aws:SourceArn", values, given) is ~expected


@pytest.mark.parametrize(
    ("values", "given", "expected"),
    [
        ("true", "true", YES),
        (True, "true", YES),
        (["false"], "true", NO),
        ("False", "false", YES),
        ("true", MISSING, NO),
        ("yes", "true", MAYBE),
        (["true", "false"], "true", MAYBE),
    ],
)
def test_booleans(values: Any, given: Any, expected: Truth) -> None:
    assert holds("Bool", "aws:MultiFactorAuthPresent", values, given) is expected


def test_a_boolean_key_with_another_operator() -> None:
    assert holds("StringEquals", "aws:SecureTransport", "false", "false") is MAYBE
    assert holds("NumericEquals", "aws:SecureTransport", "0", "false") is MAYBE


@pytest.mark.parametrize(
    ("operator", "given", "expected"),
    [
        ("ForAllValues:StringEquals", ("a", "b"), YES),
        ("ForAllValues:StringEquals", ("a", "c"), NO),
        ("ForAllValues:StringEquals", MISSING, YES),
        ("ForAnyValue:StringEquals", ("c", "b"), YES),
        ("ForAnyValue:StringEquals", ("c",), NO),
        ("ForAnyValue:StringEquals", MISSING, NO),
        ("ForAllValues:StringNotEquals", ("c", "d"), YES),
        ("ForAllValues:StringNotEquals", ("c", "a"), NO),
        ("ForAllValues:StringNotEquals", MISSING, YES),
        ("ForAnyValue:StringNotEquals", ("a", "c"), YES),
        ("ForAnyValue:StringNotEquals", ("a", "b"), NO),
        ("ForAnyValue:StringNotEquals", MISSING, NO),
        ("StringEquals", ("a",), MAYBE),
        ("StringEquals", MISSING, NO),
    ],
)
def test_sets_of_values(operator: str, given: Any, expected: Truth) -> None:
    assert holds(operator, "aws:TagKeys", ["a", "b"], given) is expected


@pytest.mark.parametrize(
    ("operator", "values", "given", "others", "expected"),
    [
        ("StringEquals", "${aws:username}", "Bob", {"aws__username": "Bob"}, YES),
        ("StringEquals", "${AWS:UserName}", "Bob", {"aws__username": "Bob"}, YES),
        ("StringLike", "home/${aws:username}/*", "home/Bob/x", {"aws__username": "Bob"}, YES),
        ("StringLike", "home/${aws:username}/*", "home/Eve/x", {"aws__username": "Bob"}, NO),
        ("StringLike", "home/${aws:username}/*", "home/Bob/x", {}, NO),
        ("StringNotLike", "home/${aws:username}/*", "home/Bob/x", {}, YES),
        ("StringEquals", "${aws:username, 'nobody'}", "nobody", {}, YES),
        ("StringLike", "${aws:username}", "anything", {"aws__username": "*"}, NO),
        ("StringLike", "${aws:username}", "*", {"aws__username": "*"}, YES),
        ("StringLike", "a${*}", "a*", {}, YES),
        ("StringLike", "a${*}", "ab", {}, NO),
        ("StringLike", "${?}${$}", "?$", {}, YES),
    ],
)
def test_policy_variables(operator: str, values: str, given: str, others: dict[str, str], expected: Truth) -> None:
    assert holds(operator, "s3:prefix", values, given, **others) is expected


def test_the_old_version_has_no_policy_variables() -> None:
    old = "2008-10-17"
    assert holds("StringEquals", "s3:prefix", "${aws:username}", "Bob", old, aws__username="Bob") is NO
    assert holds("StringEquals", "s3:prefix", "${aws:username}", "${aws:username}", old, aws__username="Bob") is YES
