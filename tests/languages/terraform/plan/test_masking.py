"""What is sensitive in a plan is masked wherever it stands."""

from __future__ import annotations

import json

import pytest

from s3lint.base.json_text import JsonReader
from s3lint.languages.terraform.plan.masking import masked

CASES = {
    '{"sensitive": false, "value": "a"}': '{"sensitive": false, "value": "a"}',
    '{"sensitive": true, "value": "ab"}': '{"sensitive": true, "value": ****}',
    '{"default": ["a", {"b": 1}], "sensitive": true}': '{"default": [***, {"b": *}], "sensitive": true}',
    '[{"after": {"a": "x", "b": "y"}, "after_sensitive": {"b": true}}]': (
        '[{"after": {"a": "x", "b": ***}, "after_sensitive": {"b": true}}]'
    ),
    '{"before": ["x", 12], "before_sensitive": [false, true]}': '{"before": ["x", **], "before_sensitive": [false, true]}',
    '{"values": {"a": [null]}, "sensitive_values": true}': '{"values": {"a": [****]}, "sensitive_values": true}',
    '{"values": "a", "sensitive_values": "true"}': '{"values": "a", "sensitive_values": "true"}',
    '{"note": "\\"sensitive\\": true", "value": "a"}': '{"note": "\\"sensitive\\": true", "value": "a"}',
    '{"a": {"sensitive": true}, "value": "b"}': '{"a": {"sensitive": true}, "value": "b"}',
    '{"after": "x", "after_sensitive": {"sensitive": true, "value": "y"}}': (
        '{"after": "x", "after_sensitive": {"sensitive": true, "value": ***}}'
    ),
    '{ "sensitive_values"\n:\t{"a" : true} ,\n"values": { "b": 1, "a": "x\\"y" } }': (
        '{ "sensitive_values"\n:\t{"a" : true} ,\n"values": { "b": 1, "a": ****** } }'
    ),
}


@pytest.mark.parametrize("text", CASES)
def test_values_beside_their_marks_are_masked(text: str) -> None:
    reader = JsonReader(text)
    assert masked(reader) == CASES[text]
    assert reader.problem is None


def test_every_part_of_a_plan_is_looked_at() -> None:
    marked = {"sensitive": True, "value": "secret"}
    document = {
        "variables": {"a": marked},
        "prior_state": {"values": {"outputs": {"a": marked}, "root_module": {"child_modules": [{"resources": [marked]}]}}},
        "resource_drift": [{"change": {"before": {"a": "secret"}, "before_sensitive": {"a": True}}}],
        "configuration": {"root_module": {"variables": {"a": {"default": {"b": "secret"}, "sensitive": True}}}},
    }
    assert "secret" not in masked(JsonReader(json.dumps(document)))


def test_what_nests_too_deep_to_tell_is_a_problem() -> None:
    reader = JsonReader('{"a":' * 120 + '{"sensitive": true, "value": 1}' + "}" * 120)
    masked(reader)
    assert reader.problem is not None
    assert reader.problem.message == "expected at most 100 levels of nesting, found `{`"
