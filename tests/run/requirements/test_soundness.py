"""What a rule in YAML says without the inputs, it says with any of their values, as a property."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s3lint.languages.inputs import Inputs
from s3lint.run import engine
from s3lint.run.judge import judge
from s3lint.run.question import Settings
from s3lint.run.requirements import load

TEMPLATE = """\
Parameters:
  Algorithm: {Type: String}
  Data: {Type: String}
  Days: {Type: Number}
  Live: {Type: String}
Conditions:
  IsLive: !Equals [!Ref Live, "yes"]
Resources:
  Ledger:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: !Sub "logs-${Data}"
      Tags:
        - {Key: !Ref Data, Value: a}
        - {Key: b, Value: !Ref Data}
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault: {SSEAlgorithm: !Ref Algorithm}
      LifecycleConfiguration:
        Rules:
          - Status: !If [IsLive, Enabled, Disabled]
            AbortIncompleteMultipartUpload: {DaysAfterInitiation: !Ref Days}
          - !If
            - IsLive
            - {Status: Enabled, AbortIncompleteMultipartUpload: {DaysAfterInitiation: 3}}
            - !Ref AWS::NoValue
"""

TEXTS = st.sampled_from(["a", "b", "logs-a", "aws:kms", "AES256"])
NUMBERS = st.sampled_from([1, 3, 7])
DAYS = "lifecycle.rules[].abort_days"
STATUS = "lifecycle.rules[].status"


def asked(settings: list[str], operators: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """A condition of one setting."""
    return st.one_of(
        [
            st.fixed_dictionaries({"setting": st.sampled_from(settings), operator: operand})
            for operator, operand in operators.items()
        ]
    )


OF_TEXTS = {
    "is": TEXTS,
    "is-not": TEXTS,
    "in": st.lists(TEXTS, min_size=1, max_size=2),
    "not-in": st.lists(TEXTS, min_size=1, max_size=2),
    "matches": st.sampled_from(["^logs-", "a$", "^[a-z-]+$", "kms"]),
    "contains": TEXTS,
}
OF_NUMBERS = {"is": NUMBERS, "at-least": NUMBERS, "at-most": NUMBERS}
OF_ALL = {"exists": st.just(True), "absent": st.just(True)}
TEXT_SETTINGS = ["name", "encryption.algorithm", "tags[b]", "tags[a]", "tags[].key", "tags[].value", STATUS]

ITEMS = asked(["status"], OF_TEXTS) | asked(["abort_days"], {**OF_NUMBERS, **OF_ALL})
SINGLE = (
    asked(TEXT_SETTINGS, {**OF_TEXTS, **OF_ALL})
    | asked([DAYS], {**OF_NUMBERS, **OF_ALL})
    | asked(["lifecycle.rules[]"], {"some": ITEMS, "every": ITEMS, **OF_ALL})
)
CONDITIONS = st.recursive(
    SINGLE,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"all-of": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"any-of": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"not": inner}),
    ),
    max_leaves=5,
)
VALUES = st.fixed_dictionaries(
    {
        "Algorithm": st.sampled_from(["aws:kms", "AES256"]),
        "Data": st.sampled_from(["a", "b", "aws:kms"]),
        "Days": st.sampled_from(["1", "3", "9"]),
        "Live": st.sampled_from(["yes", "no"]),
    }
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rules") / "rules.json"


@given(CONDITIONS, st.none() | CONDITIONS, VALUES)
def test_values_give_the_verdict_that_was_given_without_them(
    path: Path, condition: dict[str, Any], where: dict[str, Any] | None, values: dict[str, str]
) -> None:
    concerned = {} if where is None else {"where": where}
    written = {"name": "own-rule", "summary": "something is amiss", "severity": "low", **condition, **concerned}
    path.write_text(json.dumps({"rules": [written]}), encoding="utf-8")
    rules = load(str(path))

    def verdict(parameters: tuple[tuple[str, str], ...]) -> str:
        [unit] = engine.read([], Settings(inputs=Inputs(parameters=parameters)), {"template.yaml": TEMPLATE}).units
        judgement = judge(rules, unit.subjects[0])
        assert judgement.errors == ()
        said = next((finding.verdict.value for finding in judgement.findings), "pass")
        return "pass" if said == "not applicable" else said  # whoever meets the rule passes, be it for him or not

    without = verdict(())
    decided = verdict(tuple(values.items()))
    assert decided != "undecided"
    assert without in ("undecided", decided)
