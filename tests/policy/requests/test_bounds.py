"""Policies that are made to be hard are answered all the same: exactly where a plain request or one statement suffices."""

from __future__ import annotations

from typing import Any

import pytest

from s3lint.policy import Undecided, cross_account_grants, denies_plain_http, deputy_grants, faults, locks_out, public_access
from s3lint.policy.matching.patterns import Pattern, TooComplex
from tests.policy.statements import BUCKET, OBJECTS, TARGET, allow, also, deny, policy_of, told

LETTERS = "abcdefghijklmnopqrst"
INFIXES = [f"{BUCKET}/*{letter}*" for letter in LETTERS]
STEPS = "undecided: the patterns need more than 400000 steps to tell apart"

HARD: dict[str, tuple[list[dict[str, Any]], str]] = {
    "infixes": ([deny(Resource=INFIXES)], "violated: anonymous GET of object 7/~ over http"),
    "infixes and all": ([deny(Resource=INFIXES), deny()], "holds"),
    "infixes and the rest": ([deny(Resource=INFIXES), deny(Resource=None, NotResource=INFIXES)], STEPS),
    "prefixes": (
        [deny(Resource=[f"{BUCKET}/p{number}/*" for number in range(250)])],
        "violated: anonymous GET of object x over http",
    ),
    "patterns of user agents": (
        [deny(Condition=also(StringLike={"aws:UserAgent": [f"*{letter}*" for letter in LETTERS]}))],
        "violated: anonymous GET of any object over http",
    ),
    "many keys": (
        [deny(Condition=also(StringEquals={f"s3:x-k{one}": "v", f"s3:x-k{one + 1}": "w"})) for one in range(80)],
        "violated: anonymous GET of any object over http",
    ),
    "many accounts exempt": (
        [
            deny(Principal=None, NotPrincipal={"AWS": [f"arn:aws:iam::{one:012}:root", f"arn:aws:iam::{one:012}:user/x"]})
            for one in range(40)
        ],
        "holds",
    ),
}


@pytest.mark.parametrize(("statements", "expected"), HARD.values(), ids=HARD)
def test_hard_policies(statements: list[dict[str, Any]], expected: str) -> None:
    assert told(denies_plain_http(policy_of(*statements), TARGET)) == expected


@pytest.mark.parametrize("name", ["infixes", "many keys"])
def test_every_question_has_an_answer(name: str) -> None:
    policy = policy_of(*HARD[name][0], allow(Principal={"Service": "config.amazonaws.com"}))
    assert faults(policy, TARGET) == ()
    assert told(public_access(policy, TARGET)) == "holds"
    assert told(locks_out(policy, TARGET)).startswith("violated: ")
    assert len(deputy_grants(policy, TARGET)) == 1
    assert cross_account_grants(policy, TARGET).found == ()


def test_a_public_statement_that_is_too_hard() -> None:
    narrow = deny(Resource=INFIXES, Condition=None)
    answer = public_access(policy_of(allow(Resource=OBJECTS), narrow), TARGET)
    assert isinstance(answer, Undecided)
    assert told(answer) == STEPS


def test_what_is_too_hard_is_tried_once_for_all_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []

    def classes(patterns: tuple[Pattern, ...], prefix: str) -> tuple[str, ...]:
        tried.append(len(patterns))
        raise TooComplex("too hard")

    monkeypatch.setattr("s3lint.policy.requests.request_classes.classes", classes)
    statements = [allow(Sid=f"S{number}", Resource=f"{BUCKET}/{number}*x") for number in range(4)]
    assert told(public_access(policy_of(*statements), TARGET)) == "undecided: too hard"
    assert tried == [4]
