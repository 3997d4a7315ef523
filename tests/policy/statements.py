"""Bucket policies for the tests, and answers as lines that can be compared."""

from __future__ import annotations

import json
from typing import Any

from s3lint.base.source import Source, Span
from s3lint.base.value import Origin, Piece, Text
from s3lint.policy import Answer, Holds, Policy, Request, Target, Undecided, Violated, parse_policy

BUCKET = "arn:aws:s3:::b"
OBJECTS = "arn:aws:s3:::b/*"
NO_TLS = {"Bool": {"aws:SecureTransport": "false"}}


def literal(text: str) -> Text:
    return Text((Piece(text, Origin(Source("text", text), Span(0, len(text)))),))


TARGET = Target(literal("b"))
IN_AWS = Target(literal("b"), partition="aws")
"""The same where the partition is not taken from the policy."""

ACCOUNT, OTHER, OWNER = "111122223333", "444455556666", "123456789012"
OWNED = Target(literal("b"), OWNER)
"""The same where the owner's account is known."""


def deny(**changes: Any) -> dict[str, Any]:
    """The documented statement that denies plain http, with changes; `None` removes an element."""
    statement: dict[str, Any] = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [BUCKET, OBJECTS],
        "Condition": NO_TLS,
    }
    statement.update(changes)
    return {key: value for key, value in statement.items() if value is not None}


def also(**operators: dict[str, Any]) -> dict[str, Any]:
    """The condition on TLS together with others; two underscores in an operator stand for a colon."""
    return {**NO_TLS, **{name.replace("__", ":"): block for name, block in operators.items()}}


def allow(condition: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """Allow everyone to get objects."""
    return deny(**{"Effect": "Allow", "Action": "s3:GetObject", "Resource": OBJECTS, "Condition": condition, **changes})


def document(*statements: dict[str, Any], version: str = "2012-10-17") -> dict[str, Any]:
    return {"Version": version, "Statement": list(statements)}


def policy_of(*statements: dict[str, Any]) -> Policy:
    return parse_policy(json.dumps(document(*statements)))


def told(answer: Answer) -> str:
    """`holds`, `violated: <request>` or `undecided: <reason>`."""
    match answer:
        case Holds():
            return "holds"
        case Violated(request):
            return f"violated: {request}"
        case Undecided(unknown):
            return f"undecided: {unknown.reason}"


def request_of(answer: Answer) -> Request:
    assert isinstance(answer, Violated)
    return answer.request
