"""Changes of a policy's text that change nothing of its meaning, or can only make it stricter."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from s3lint.policy import Answer, Holds, Violated, denies_plain_http, parse_policy, public_access
from tests.policy import generated
from tests.policy.statements import IN_AWS

many = settings(max_examples=120)


def answers(policy: dict[str, Any]) -> tuple[type[Answer], type[Answer]]:
    read = parse_policy(json.dumps(policy))
    return type(denies_plain_http(read, IN_AWS)), type(public_access(read, IN_AWS))


@given(generated.policies.flatmap(lambda policy: st.tuples(st.just(policy), st.permutations(policy["Statement"]))))
@many
def test_order_of_statements(drawn: tuple[dict[str, Any], list[dict[str, Any]]]) -> None:
    policy, shuffled = drawn
    assert answers({**policy, "Statement": shuffled}) == answers(policy)


@given(generated.policies)
@many
def test_a_list_of_resources_is_a_statement_each(policy: dict[str, Any]) -> None:
    split: list[dict[str, Any]] = []
    for statement in policy["Statement"]:
        resources = statement.get("Resource")
        if isinstance(resources, list) and resources:
            split += [{**statement, "Resource": resource} for resource in resources]
        else:
            split.append(statement)
    assert answers({**policy, "Statement": split})[0] == answers(policy)[0]


@st.composite
def respelled(draw: st.DrawFn, policy: dict[str, Any]) -> dict[str, Any]:
    """The same policy with scalars as lists of one and the reverse, stars doubled, condition keys in other capitals."""

    def star(value: Any) -> Any:
        is_doubled = isinstance(value, str) and "*" in value and "${" not in value and draw(st.booleans())
        return value.replace("*", "**") if is_doubled else value

    def values(value: Any) -> Any:
        if isinstance(value, list):
            return values(value[0]) if len(value) == 1 and draw(st.booleans()) else [star(item) for item in value]
        return [star(value)] if draw(st.booleans()) else star(value)

    def keys(block: dict[str, Any]) -> dict[str, Any]:
        return {
            draw(st.sampled_from((key, key.upper(), key.lower()))): found if isinstance(found, list) else [found]
            for key, found in block.items()
        }

    def part(name: str, value: Any) -> Any:
        if name == "Condition":
            return {operator: keys(block) for operator, block in value.items()}
        return values(value) if name in ("Action", "NotAction", "Resource", "NotResource") else value

    statements = [{name: part(name, value) for name, value in statement.items()} for statement in policy["Statement"]]
    return {**policy, "Statement": statements}


@given(generated.policies.flatmap(lambda policy: st.tuples(st.just(policy), respelled(policy))))
@many
def test_spelling(drawn: tuple[dict[str, Any], dict[str, Any]]) -> None:
    policy, other = drawn
    assert answers(other) == answers(policy)


@given(generated.policies, generated.DENY)
@many
def test_another_deny_never_lets_more_through(policy: dict[str, Any], deny: dict[str, Any]) -> None:
    stricter = {**policy, "Statement": [*policy["Statement"], deny]}
    read, after = parse_policy(json.dumps(policy)), parse_policy(json.dumps(stricter))
    if isinstance(denies_plain_http(read, IN_AWS), Holds):
        assert isinstance(denies_plain_http(after, IN_AWS), Holds)
    if isinstance(public_access(read, IN_AWS), Holds):
        assert not isinstance(public_access(after, IN_AWS), Violated)


@given(generated.policies, generated.ALLOW)
@many
def test_another_allow_changes_nothing_about_http(policy: dict[str, Any], allow: dict[str, Any]) -> None:
    wider = {**policy, "Statement": [allow, *policy["Statement"]]}
    assert answers(wider)[0] == answers(policy)[0]
