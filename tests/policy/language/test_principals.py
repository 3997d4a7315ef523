"""Whom each form of a principal designates, and whom NotPrincipal exempts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from s3lint.base.condition import Truth
from s3lint.policy import parse_policy
from s3lint.policy.language.compiled import CompiledPolicy
from s3lint.policy.language.principals import ANONYMOUS, Caller, CallerKind
from tests.policy.statements import TARGET, deny

A, B = "111122223333", "444455556666"
ROOT = f"arn:aws:iam::{A}:root"
BOB = f"arn:aws:iam::{A}:user/path/Bob"
APP = f"arn:aws:iam::{A}:role/path/app"
ONE, TWO = (f"arn:aws:sts::{A}:assumed-role/app/{name}" for name in ("one", "two"))
FED = f"arn:aws:sts::{A}:federated-user/fed"
OAI = "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"
CANONICAL = "a" * 64

CALLERS = {
    "anonymous": ANONYMOUS,
    "root": Caller(CallerKind.ROOT, A, ROOT),
    "bob": Caller(CallerKind.USER, A, BOB),
    "one": Caller(CallerKind.ROLE, A, ONE, APP),
    "two": Caller(CallerKind.ROLE, A, TWO, APP),
    "fed": Caller(CallerKind.FEDERATED, A, FED),
    "other": Caller(CallerKind.USER, B, f"arn:aws:iam::{B}:user/path/Bob"),
    "config": Caller(CallerKind.SERVICE, name="config.amazonaws.com"),
    "canonical": Caller(CallerKind.CANONICAL, name=CANONICAL),
    "oai": Caller(CallerKind.ORIGIN_ACCESS, name=OAI),
}
EVERYBODY = set(CALLERS)
OF_A = {"root", "bob", "one", "two", "fed"}


def designated(**principals: Any) -> dict[str, Truth]:
    policy = {"Version": "2012-10-17", "Statement": deny(**{"Principal": None, **principals})}
    part = CompiledPolicy(parse_policy(json.dumps(policy)), TARGET).statements[0].principals
    return {name: part.truth(caller) for name, caller in CALLERS.items()}


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        ("*", EVERYBODY),
        ({"AWS": "*"}, EVERYBODY),
        ({"AWS": [A, "*"]}, EVERYBODY),
        ({"AWS": A}, OF_A),
        ({"AWS": ROOT}, OF_A),
        ({"AWS": BOB}, {"bob"}),
        ({"AWS": BOB.lower()}, set()),
        ({"AWS": APP}, {"one", "two"}),
        ({"AWS": ONE}, {"one"}),
        ({"AWS": FED}, {"fed"}),
        ({"AWS": OAI}, {"oai"}),
        ({"AWS": f"arn:aws:iam::{A}:user/*"}, set()),
        ({"AWS": f"arn:aws:sts::{A}:assumed-role/app/*"}, set()),
        ({"AWS": "AIDAEXAMPLEEXAMPLE"}, set()),
        ({"Service": "config.amazonaws.com"}, {"config"}),
        ({"Service": "sns.amazonaws.com"}, set()),
        ({"CanonicalUser": CANONICAL}, {"canonical"}),
        ({"AWS": BOB, "Service": ["config.amazonaws.com"], "CanonicalUser": CANONICAL}, {"bob", "config", "canonical"}),
        ({"AWS": []}, set()),
    ],
)
def test_principal(principal: Any, expected: set[str]) -> None:
    assert designated(Principal=principal) == {name: Truth.of(name in expected) for name in CALLERS}


@pytest.mark.parametrize(
    ("principal", "exempt", "perhaps"),
    [
        ("*", EVERYBODY, set()),
        ({"AWS": ROOT}, {"root"}, OF_A - {"root"}),
        ({"AWS": [BOB, ROOT]}, {"root", "bob"}, OF_A - {"root", "bob"}),
        ({"AWS": BOB}, set(), {"bob"}),
        ({"AWS": [ONE, APP, ROOT]}, {"root", "one"}, {"bob", "two", "fed"}),
        ({"AWS": [APP, A]}, {"root"}, {"bob", "one", "two", "fed"}),
        ({"AWS": [FED, A]}, {"root", "fed"}, {"bob", "one", "two"}),
        ({"Service": "config.amazonaws.com"}, {"config"}, set()),
        ({"CanonicalUser": CANONICAL}, {"canonical"}, set()),
    ],
)
def test_not_principal(principal: Any, exempt: set[str], perhaps: set[str]) -> None:
    assert designated(NotPrincipal=principal) == {
        name: Truth.NO if name in exempt else Truth.MAYBE if name in perhaps else Truth.YES for name in CALLERS
    }


def test_federated_principals_are_not_documented() -> None:
    assert set(designated(Principal={"Federated": "accounts.google.com"}).values()) == {Truth.MAYBE}
