"""Answers agree with a second evaluator that knows nothing but one policy and one request."""

from __future__ import annotations

import json
import os
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from s3lint.policy import (
    Holds,
    Outcome,
    Request,
    RequestQuery,
    Target,
    Undecided,
    Violated,
    cross_account_grants,
    denies_plain_http,
    deputy_grants,
    locks_out,
    parse_policy,
    public_access,
    trace_of,
)
from tests.policy import generated, oracle
from tests.policy.statements import IN_AWS, literal

POLICIES = int(os.environ.get("S3LINT_TEST_POLICIES", "500"))
REQUESTS = int(os.environ.get("S3LINT_TEST_REQUESTS", "600"))
"""Requests against each policy that passes: some 350,000 in all, at ten microseconds each."""

many = settings(max_examples=POLICIES)
few = settings(max_examples=max(1, POLICIES // 2))


@given(generated.policies, generated.starts)
@many
def test_plain_http(document: dict[str, Any], start: int) -> None:
    answer = denies_plain_http(parse_policy(json.dumps(document)), IN_AWS)
    match answer:
        case Violated(request):
            call = generated.call_of(request)
            assert call.keys["aws:securetransport"] == ["false"]
            assert oracle.denied(document, call) is False
        case Holds(_, statements):
            assert statements
            for call in over_http().some(start, REQUESTS):
                assert oracle.denied(document, call) is True, vars(call)
        case Undecided(unknown):
            assert "internal" not in unknown.reason


@given(generated.policies, generated.starts)
@many
def test_public_access(document: dict[str, Any], start: int) -> None:
    answer = public_access(parse_policy(json.dumps(document)), IN_AWS)
    match answer:
        case Violated(request):
            assert oracle.allowed(document, generated.call_of(request)) is True
            assert request.principal.account not in (generated.ACCOUNT, generated.OTHER)
        case Holds():
            for call in of_strangers().some(start, REQUESTS):
                assert oracle.allowed(document, call) is not True or is_bound(call), (
                    vars(call.caller),
                    call.action,
                    call.resource,
                    call.keys,
                )
        case Undecided(unknown):
            assert "internal" not in unknown.reason


def traced(document: dict[str, Any], request: Request, target: Target) -> Outcome:
    """What `why --request` says of a request, about which `call_of` tells the keys."""
    call = generated.call_of(request)
    key = request.resource.removeprefix("arn:aws:s3:::b").removeprefix("/")
    context = tuple((name, tuple(values)) for name, values in call.keys.items())
    return trace_of(
        parse_policy(json.dumps(document)), target, RequestQuery(request.action, request.principal, "b", key, context)
    ).outcome


@given(generated.policies, generated.ALLOW)
@few
def test_what_rules_report_is_what_why_answers(document: dict[str, Any], grant: dict[str, Any]) -> None:
    """A request that a rule reports as let in is allowed for `why --request`; one that slips past a Deny is not denied."""
    document = {**document, "Statement": [*document["Statement"], grant]}
    policy = parse_policy(json.dumps(document))
    owned = Target(literal("b"), "123456789012", partition="aws")
    requests = [grantee.request for grantee in cross_account_grants(policy, owned).found]
    answers = (public_access(policy, owned), *deputy_grants(policy, owned))
    requests += [answer.request for answer in answers if isinstance(answer, Violated)]
    for request in requests:
        assert traced(document, request, owned) is Outcome.ALLOWED, str(request)
    for answer in (denies_plain_http(policy, owned), locks_out(policy, owned)):
        if isinstance(answer, Violated):
            assert traced(document, answer.request, owned) is not Outcome.DENIED, str(answer.request)


@cache
def over_http() -> generated.Calls:
    return generated.Calls(1, secure=False)


@cache
def of_strangers() -> generated.Calls:
    return generated.Calls(2, callers=STRANGERS)


STRANGERS = [caller for caller in generated.CALLERS if caller.account in ("", "999999999999")]
FIXED = {"vpce-1", "vpce-2", "vpc-1", "VPC-1", "o-1", "o-1/r/a/", generated.ACCOUNT}
"""Values that some generated policy binds a grant to, which only those have whom the policy means."""


def is_bound(call: oracle.Call) -> bool:
    """Whether the request has something that strangers have not: a fixed network, organization, address or service."""
    values = {value for found in call.keys.values() for value in found}
    addresses = [value for value in call.keys.get("aws:sourceip", []) if value.startswith(("203.0.113.", "2001:db8:"))]
    return bool(values & FIXED) or bool(addresses) or call.caller.type == "service"


@given(generated.policies, generated.ALLOW)
@few
def test_grants_to_others(document: dict[str, Any], grant: dict[str, Any]) -> None:
    """Every witness of a cross-account grant and of an unbound service is let in, by the account or service that is named."""
    document = {**document, "Statement": [*document["Statement"], grant]}
    policy = parse_policy(json.dumps(document))
    owned = Target(literal("b"), "123456789012", partition="aws")
    for grantee in cross_account_grants(policy, owned).found:
        assert oracle.allowed(document, generated.call_of(grantee.request)) is True
        assert grantee.account in ("", grantee.request.principal.account)
        assert grantee.request.principal.account != owned.account
    for answer in deputy_grants(policy, owned):
        if isinstance(answer, Violated):
            call = generated.call_of(answer.request)
            assert oracle.allowed(document, call) is True
            assert call.caller.type == "service"
            assert not {value for values in call.keys.values() for value in values} & {generated.ACCOUNT}


@given(generated.policies, st.lists(generated.DENY, min_size=3, max_size=3), generated.starts)
@few
def test_lock_out(document: dict[str, Any], denies: list[dict[str, Any]], start: int) -> None:
    """Where everybody is locked out, nobody of many callers may change the policy; otherwise the witness may."""
    document = {**document, "Statement": [*document["Statement"], *denies]}
    answer = locks_out(parse_policy(json.dumps(document)), IN_AWS)
    if isinstance(answer, Violated):
        assert oracle.denied(document, generated.call_of(answer.request)) is False
    elif isinstance(answer, Holds):
        for calls in of_each_caller():
            for call in calls.some(start, 1):
                change = oracle.Call(call.caller, "s3:PutBucketPolicy", generated.B, call.keys)
                assert oracle.denied(document, change) is True


@cache
def of_each_caller() -> list[generated.Calls]:
    return [generated.Calls(3, secure=True, callers=[caller], size=200) for caller in generated.CALLERS]
