"""A second evaluator: one concrete request against one policy, as plain as the documentation puts it.

It shares no code with `s3lint.policy`. `None` stands for "AWS does not say"; otherwise answers are true or false. What two
strings say of each other is remembered, as the same few meet in hundreds of thousands of requests.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cache
from typing import Any

MULTIVALUED = {"aws:principalorgpaths", "aws:tagkeys", "aws:calledvia", "s3:requestobjecttagkeys"}
BOOLEAN = {"aws:securetransport", "aws:principalisawsservice", "aws:viaawsservice", "aws:multifactorauthpresent"}
NUMERIC = {"s3:tlsversion", "s3:max-keys", "aws:multifactorauthage", "s3:signatureage"}


class Caller:
    """`type` is anonymous, root, user, session or service."""

    def __init__(self, type: str, account: str = "", arn: str = "", role: str = "") -> None:
        self.type, self.account, self.arn, self.role = type, account, arn, role

    def __repr__(self) -> str:
        return f"Caller{vars(self)}"


class Call:
    """A request: keys are lower-case, each with a list of values; keys that the caller decides are filled in here."""

    def __init__(self, caller: Caller, action: str, resource: str, keys: dict[str, list[str]]) -> None:
        self.caller, self.action, self.resource = caller, action, resource
        self.keys = {**keys, **caller_keys(caller)}


def caller_keys(caller: Caller) -> dict[str, list[str]]:
    if caller.type == "anonymous":
        return {"aws:principalaccount": ["anonymous"], "aws:principaltype": ["Anonymous"], "aws:userid": ["anonymous"]}
    if caller.type == "service":
        return {"aws:principalisawsservice": ["true"], "aws:principalservicename": [caller.arn]}
    types = {"root": "Account", "user": "User", "session": "AssumedRole"}
    keys = {
        "aws:principalarn": [caller.role or caller.arn],
        "aws:principalaccount": [caller.account],
        "aws:principalisawsservice": ["false"],
        "aws:principaltype": [types[caller.type]],
    }
    if caller.type == "user":
        keys["aws:username"] = [caller.arn.split("/")[-1]]
    return keys


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def either(answers: Iterable[bool | None]) -> bool | None:
    found: bool | None = False
    for answer in answers:
        if answer:
            return True
        if answer is None:
            found = None
    return found


def every(answers: Iterable[bool | None]) -> bool | None:
    found: bool | None = True
    for answer in answers:
        if answer is None:
            found = None
        elif not answer:
            return False
    return found


def opposite(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


@cache
def like(pattern: str, value: str) -> bool:
    parts = (".*" if c == "*" else "." if c == "?" else re.escape(c) for c in pattern)
    return re.fullmatch("".join(parts), value, re.DOTALL) is not None


@cache
def arn_like(pattern: str, value: str) -> bool:
    patterns, values = pattern.split(":", 5), value.split(":", 5)
    return len(patterns) == len(values) == 6 and all(like(p, v) for p, v in zip(patterns, values, strict=True))


def denied(policy: dict[str, Any], call: Call) -> bool | None:
    """Whether a Deny statement matches."""
    return either(matches(s, call, policy) for s in listed(policy["Statement"]) if s["Effect"] == "Deny")


def allowed(policy: dict[str, Any], call: Call) -> bool | None:
    """Whether an Allow statement matches and no Deny statement does."""
    allow = either(matches(s, call, policy) for s in listed(policy["Statement"]) if s["Effect"] == "Allow")
    return False if allow is False else every((allow, opposite(denied(policy, call))))


def matches(statement: dict[str, Any], call: Call, policy: dict[str, Any]) -> bool | None:
    return every(parts(statement, call, policy.get("Version") == "2012-10-17"))


def parts(statement: dict[str, Any], call: Call, variables: bool) -> Iterator[bool | None]:
    """Whether each part of the statement matches, in turn, as long as somebody asks."""
    yield action_matches(statement, call.action)
    yield resource_matches(statement, call, variables)
    yield principal_matches(statement, call.caller)
    for operator, block in statement.get("Condition", {}).items():
        for key, values in block.items():
            yield condition_holds(operator, key, listed(values), call, variables)


def principal_matches(statement: dict[str, Any], caller: Caller) -> bool | None:
    if "Principal" in statement:
        return named(statement["Principal"], caller)
    given = statement["NotPrincipal"]
    if given == "*":
        return False
    names = listed(given.get("AWS", [])) if isinstance(given, dict) else []
    if "*" in names:
        return False
    if caller.type == "service":
        return caller.arn not in listed(given.get("Service", []))
    if caller.type == "anonymous":
        return True
    account = any(name in (caller.account, f"arn:aws:iam::{caller.account}:root") for name in names)
    wanted = [account]
    if caller.type != "root":
        wanted.append(caller.arn in names)
    if caller.type == "session":
        wanted.append(caller.role in names)
    if all(wanted):
        return False
    return None if any(wanted) else True


def named(principal: Any, caller: Caller) -> bool | None:
    if principal == "*":
        return True
    answers: list[bool | None] = []
    for kind, names in principal.items():
        for name in listed(names):
            if kind == "AWS" and name == "*":
                answers.append(True)
            elif kind == "AWS" and "*" in name:
                answers.append(False)
            elif kind == "AWS":
                own = [caller.arn, caller.role] if caller.type in ("user", "session") else []
                if caller.account:
                    own += [caller.account, f"arn:aws:iam::{caller.account}:root"]
                answers.append(name in own)
            elif kind == "Service":
                answers.append(caller.type == "service" and caller.arn == name)
            elif kind == "Federated":
                answers.append(None)
            else:
                answers.append(False)
    return either(answers)


def action_matches(statement: dict[str, Any], action: str) -> bool:
    key = "Action" if "Action" in statement else "NotAction"
    names = listed(statement[key])
    if not names:
        return False
    return any(like(name.lower(), action.lower()) for name in names) == (key == "Action")


def substituted(text: str, call: Call) -> str | None:
    """The text with the values of its variables, wildcards in them marked as plain; nothing where one has none."""
    if "${" not in text:
        return text
    result = ""
    offset = 0
    for found in re.finditer(r"\$\{([^}]*)\}", text):
        name = found.group(1).lower()
        value = name if name in ("*", "?", "$") else next(iter(call.keys.get(name, [])), None)
        if value is None:
            return None
        result += text[offset : found.start()] + marked(value)
        offset = found.end()
    return result + text[offset:]


def marked(value: str) -> str:
    return value.replace("*", "\x01").replace("?", "\x02")


def resource_matches(statement: dict[str, Any], call: Call, variables: bool) -> bool:
    key = "Resource" if "Resource" in statement else "NotResource"
    names = listed(statement[key])
    if not names:
        return False
    found = False
    for name in names:
        pattern = name
        if variables:
            replaced = substituted(name, call)
            if replaced is None:
                continue
            pattern = replaced
        if set(pattern) == {"*"}:
            found = True
        elif pattern.split(":")[2:3] == ["s3"]:
            found = found or arn_like(pattern, marked(call.resource))
    return found == (key == "Resource")


@cache
def inside(block: str, address: str) -> bool:
    return ipaddress.ip_address(address) in ipaddress.ip_network(block, strict=False)


@cache
def number(text: str) -> Fraction:
    return Fraction(text)


NEGATED = {
    "StringNotEquals",
    "StringNotEqualsIgnoreCase",
    "StringNotLike",
    "NumericNotEquals",
    "NotIpAddress",
    "ArnNotEquals",
    "ArnNotLike",
}


def condition_holds(operator: str, key: str, wanted: list[Any], call: Call, variables: bool) -> bool | None:
    key = key.lower()
    quantifier, _, base = operator.rpartition(":")
    if_exists = base.endswith("IfExists")
    base = base.removesuffix("IfExists")
    texts = [("true" if w else "false") if isinstance(w, bool) else str(w) for w in wanted]
    values = call.keys.get(key)
    if key == "s3:tlsversion" and call.keys["aws:securetransport"] == ["false"]:
        absent = test(quantifier, base, if_exists, key, texts, None, call, variables)
        present = test(quantifier, base, if_exists, key, texts, ["0"], call, variables)
        return absent if absent == present else None
    return test(quantifier, base, if_exists, key, texts, values, call, variables)


def test(
    quantifier: str,
    base: str,
    if_exists: bool,
    key: str,
    texts: list[str],
    values: list[str] | None,
    call: Call,
    variables: bool,
) -> bool | None:
    if base == "Null":
        if quantifier:
            return quantifier == "ForAllValues"
        return (values is None) == (texts == ["true"]) if len(texts) == 1 else None
    if values is None:
        if quantifier:
            return quantifier == "ForAllValues"
        return if_exists or base in NEGATED
    if not texts:
        return False if quantifier or if_exists else None
    if key in MULTIVALUED and not quantifier:
        return None
    answers = (one(base, key, texts, value, call, variables) for value in values)
    return every(answers) if quantifier == "ForAllValues" else either(answers)


def one(base: str, key: str, texts: list[str], value: str, call: Call, variables: bool) -> bool | None:
    """A request's value against the list of the policy."""
    if base == "Bool" and len(texts) > 1:
        return None
    found = either(compare(base.replace("Not", ""), key, text, value, call, variables) for text in texts)
    return opposite(found) if base in NEGATED else found


def compare(base: str, key: str, text: str, value: str, call: Call, variables: bool) -> bool | None:  # noqa: C901 - one branch for each kind of operator
    is_textual = base.startswith(("String", "Arn"))
    if (key in BOOLEAN and base != "Bool") or (key in NUMERIC and not base.startswith("Numeric")):
        return None
    if key == "aws:sourceip" and base != "IpAddress":
        return None
    if is_textual and variables:
        replaced = substituted(text, call)
        if replaced is None:
            return False
        text, value = replaced, marked(value)
        if base in ("StringEquals", "StringEqualsIgnoreCase"):
            text = marked(text)
    match base:
        case "StringEquals":
            return text == value
        case "StringEqualsIgnoreCase":
            return text.lower() == value.lower()
        case "StringLike":
            return like(text, value)
        case "ArnEquals" | "ArnLike":
            return arn_like(text, value)
        case "Bool":
            return text.lower() == value if text.lower() in ("true", "false") else None
        case "IpAddress":
            return inside(text, value)
        case "NumericEquals":
            return number(value) == number(text)
        case "NumericLessThan":
            return number(value) < number(text)
        case "NumericLessThanEquals":
            return number(value) <= number(text)
        case "NumericGreaterThan":
            return number(value) > number(text)
        case "NumericGreaterThanEquals":
            return number(value) >= number(text)
    raise ValueError(base)
