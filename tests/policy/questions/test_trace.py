"""What becomes of one request, statement by statement."""

from __future__ import annotations

import pytest

from s3lint.base.condition import Truth
from s3lint.policy import parse_request, trace_of
from tests.policy.statements import BUCKET, OWNED, allow, deny, policy_of


def test_trace_of_a_request() -> None:
    policy = policy_of(allow(Sid="Open"), deny(Sid="Tls", Resource=BUCKET), deny(Sid="Http"))
    trace = trace_of(policy, OWNED, parse_request("GET anonymous s3://b/report.pdf http"))
    assert (str(trace.request), trace.outcome.value) == ("anonymous GET of object report.pdf over http", "explicit deny")
    assert [(str(step.statement), step.matches, step.reason.text) for step in trace.steps] == [
        ("statement Open", Truth.YES, "statement Open allows it"),
        ("statement Tls", Truth.NO, "statement Tls: resource arn:aws:s3:::b does not cover object report.pdf"),
        ("statement Http", Truth.YES, "statement Http denies it"),
    ]


@pytest.mark.parametrize(
    ("request_", "outcome"),
    [
        ("GET anonymous s3://b/x", "allow"),
        ("LIST anonymous s3://b", "implicit deny"),
        ("PUT anonymous s3://b/x", "implicit deny"),
        ("s3:GetObject arn:aws:iam::111122223333:role/app s3://b/x https", "allow"),
        ("s3:GetObject 111122223333 s3://b/x http", "explicit deny"),
        ("GET config.amazonaws.com s3://b/x aws:SourceAccount=111122223333", "allow"),
    ],
)
def test_outcomes(request_: str, outcome: str) -> None:
    assert trace_of(policy_of(allow(), deny()), OWNED, parse_request(request_)).outcome.value == outcome
