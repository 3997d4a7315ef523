"""Changes of a policy's text that change nothing of its meaning, or can only make it stricter."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from s3lint.policy import Answer, Holds, Violated, denies_plain_http, parse_policy, public_access
from tests.policy import generated
from tests.policy.statements import IN_AWS

seeds = st.integers(min_value=0, max_value=2**48)
many = settings(max_examples=120)


def answers(policy: dict[str, Any]) -> tuple[type[Answer], type[Answer]]:
    read = parse_policy(json.dumps(policy))
    return type(denies_plain_http(read, IN_AWS)), type(public_access(read, IN_AWS))


@given(seeds)
@many
def test_order_of_statements(seed: int) -> None:
    random = Random(seed)
    policy = generated.policy(random)
    shuffled = {**policy, "Statement": random.sample(policy["Statement"], len(policy["Statement"]))}
    assert answers(shuffled) == answers(policy)


@given(seeds)
@many
def test_a_list_of_resources_is_a_statement_each(seed: int) -> None:
    policy = generated.policy(Random(seed))
    split: list[dict[str, Any]] = []
    for statement in policy["Statement"]:
        resources = statement.get("Resource")
        if isinstance(resources, list) and resources:
            split += [{**statement, "Resource": resource} for resource in resources]
        else:
            split.append(statement)
    assert answers({**policy, "Statement": split})[0] == answers(policy)[0]


def respelled(value: Any, random: Random) -> Any:
    """A scalar as a list of one or the reverse, stars doubled."""
    if isinstance(value, list):
        return (
            respelled(value[0], random) if len(value) == 1 and random.random() < 0.5 else [star(item, random) for item in value]
        )
    if isinstance(value, dict):
        return {kind: respelled(names, random) for kind, names in value.items()}
    return [star(value, random)] if random.random() < 0.5 else star(value, random)


def star(value: Any, random: Random) -> Any:
    return value.replace("*", "**") if isinstance(value, str) and "${" not in value and random.random() < 0.5 else value


@given(seeds)
@many
def test_spelling(seed: int) -> None:
    random = Random(seed)
    policy = generated.policy(random)
    statements = []
    for statement in policy["Statement"]:
        changed = dict(statement)
        for part in ("Action", "NotAction", "Resource", "NotResource"):
            if part in changed:
                changed[part] = respelled(changed[part], random)
        if "Condition" in changed:
            changed["Condition"] = {
                operator: {
                    random.choice((key, key.upper(), key.lower())): values if isinstance(values, list) else [values]
                    for key, values in block.items()
                }
                for operator, block in changed["Condition"].items()
            }
        statements.append(changed)
    assert answers({**policy, "Statement": statements}) == answers(policy)


@given(seeds)
@many
def test_another_deny_never_lets_more_through(seed: int) -> None:
    random = Random(seed)
    policy = generated.policy(random)
    stricter = {**policy, "Statement": [*policy["Statement"], generated.statement(random, "Deny")]}
    read, after = parse_policy(json.dumps(policy)), parse_policy(json.dumps(stricter))
    if isinstance(denies_plain_http(read, IN_AWS), Holds):
        assert isinstance(denies_plain_http(after, IN_AWS), Holds)
    if isinstance(public_access(read, IN_AWS), Holds):
        assert not isinstance(public_access(after, IN_AWS), Violated)


@given(seeds)
@many
def test_another_allow_changes_nothing_about_http(seed: int) -> None:
    random = Random(seed)
    policy = generated.policy(random)
    wider = {**policy, "Statement": [generated.statement(random, "Allow"), *policy["Statement"]]}
    assert answers(wider)[0] == answers(policy)[0]
