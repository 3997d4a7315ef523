"""Answers agree with a second evaluator that knows nothing but one policy and one request."""

from __future__ import annotations

import json
import os
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from s3lint.policy import Holds, Policy, Undecided, Violated, denies_plain_http, public_access
from tests.policy import generated, oracle
from tests.policy.documents import TARGET

POLICIES = int(os.environ.get("S3LINT_TEST_POLICIES", "500"))
REQUESTS = int(os.environ.get("S3LINT_TEST_REQUESTS", "60"))
"""Requests against each policy that passes."""

seeds = st.integers(min_value=0, max_value=2**48)
many = settings(max_examples=POLICIES, deadline=None, database=None)


@given(seeds)
@many
def test_plain_http(seed: int) -> None:
    random = Random(seed)
    document = generated.policy(random)
    answer = denies_plain_http(Policy.parse(json.dumps(document)), TARGET)
    match answer:
        case Violated(request):
            call = generated.call_of(request)
            assert call.keys["aws:securetransport"] == ["false"]
            assert oracle.denied(document, call) is False
        case Holds(_, statements):
            assert statements
            for _ in range(REQUESTS):
                call = generated.call(random, secure=False)
                assert oracle.denied(document, call) is True, (
                    document,
                    vars(call.caller),
                    call.action,
                    call.resource,
                    call.keys,
                )
        case Undecided(unknown):
            assert "internal" not in unknown.reason


@given(seeds)
@many
def test_public_access(seed: int) -> None:
    random = Random(seed)
    document = generated.policy(random)
    answer = public_access(Policy.parse(json.dumps(document)), TARGET)
    match answer:
        case Violated(request):
            assert oracle.allowed(document, generated.call_of(request)) is True
            assert request.principal.account not in (generated.ACCOUNT, generated.OTHER)
        case Holds():
            for _ in range(REQUESTS):
                call = generated.call(random, caller=random.choice(STRANGERS))
                assert oracle.allowed(document, call) is not True or is_bound(call), (document, call.keys)
        case Undecided(unknown):
            assert "internal" not in unknown.reason


STRANGERS = [caller for caller in generated.CALLERS if caller.account in ("", "999999999999")]
FIXED = {"vpce-1", "vpce-2", "vpc-1", "VPC-1", "o-1", "o-1/r/a/", generated.ACCOUNT}
"""Values that some generated policy binds a grant to, which only those have whom the policy means."""


def is_bound(call: oracle.Call) -> bool:
    """Whether the request has something that strangers have not: a fixed network, organization, address or service."""
    values = {value for found in call.keys.values() for value in found}
    addresses = [value for value in call.keys.get("aws:sourceip", []) if value.startswith(("203.0.113.", "2001:db8:"))]
    return bool(values & FIXED) or bool(addresses) or call.caller.type == "service"
