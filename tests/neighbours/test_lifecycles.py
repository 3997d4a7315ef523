"""Lifecycle rules that defeat each other: every conflict is said, and what inputs leave open is undecided."""

from __future__ import annotations

import pytest

from tests.neighbours.reports import said

RULE = "conflicting-lifecycle"
LOCK = "ObjectLockEnabled: true\n      ObjectLockConfiguration: {{ObjectLockEnabled: Enabled, Rule: {{DefaultRetention: {}}}}}"
TEMPLATE = """
Parameters:
  Days: {{Type: Number}}
  Status: {{Type: String}}
Resources:
  Ledger:
    Type: AWS::S3::Bucket
    Properties:
      {lock}
      LifecycleConfiguration:
        Rules:
"""
ENABLED = "Status: Enabled"
MOVES = "Transitions: [{StorageClass: GLACIER, TransitionInDays: 10}]"


def verdicts(*rules: str, lock: str = "") -> list[str]:
    text = TEMPLATE.format(lock=lock and LOCK.format(lock)) + "".join(f"          - {{{rule}}}\n" for rule in rules)
    return [line.replace("t.yaml:", "").replace("Ledger: ", "", 1) for line in said(RULE, t_yaml=text)]


def test_what_one_rule_defeats_in_several_ways_is_said_in_each() -> None:
    lock = "{Mode: GOVERNANCE, Days: 10}"
    assert verdicts(f"{ENABLED}, ExpirationInDays: 3", f"{ENABLED}, {MOVES}, ExpirationInDays: 5", lock=lock) == [
        "fail 12:49 objects in Ledger expire after 3 days, and are retained for 10",
        "fail 13:111 objects in Ledger expire after 5 days, and are retained for 10",
        "fail 13:111 objects in Ledger are to move after 10 days and expire after 5: S3 refuses the rule",
        "fail 13:111 one rule lets objects in Ledger expire after 3 days, another after 5",
    ]


@pytest.mark.parametrize(
    ("rules", "lock", "expected"),
    [
        ([f"{ENABLED}, ExpirationInDays: 5"], "{Mode: GOVERNANCE, Days: !Ref Days}", ["undecided 2"]),
        ([f"{ENABLED}, ExpirationInDays: !Ref Days"], "{Mode: GOVERNANCE, Years: 1}", ["undecided 2"]),
        ([f"{ENABLED}, ExpirationInDays: 5"], "{Mode: !Ref Status, Days: 9}", ["undecided 3"]),
        ([f"{ENABLED}, NoncurrentVersionExpirationInDays: 5"], "{Mode: GOVERNANCE, Days: !Ref Days}", []),
        ([f"Status: !Ref Status, {MOVES}, ExpirationInDays: 5"], "", ["undecided 3"]),
        ([f"Status: !Ref Status, {MOVES}, ExpirationInDays: 15"], "", []),
        (["Status: !Ref Status, ExpirationInDays: 5", f"{ENABLED}, ExpirationInDays: 6"], "", ["undecided 3"]),
        (["Status: !Ref Status, ExpirationInDays: 5", f"{ENABLED}, ExpirationInDays: 5"], "", []),
        ([f"{ENABLED}, ExpirationInDays: !Ref Days", f"{ENABLED}, ExpirationInDays: 6"], "", ["undecided 2"]),
        ([f"{ENABLED}, ExpirationInDays: !Ref Days", f"{ENABLED}, NoncurrentVersionExpirationInDays: 6"], "", []),
        (["Status: Disabled, ExpirationInDays: !Ref Days", f"{ENABLED}, ExpirationInDays: 6"], "", []),
    ],
)
def test_what_inputs_leave_open(rules: list[str], lock: str, expected: list[str]) -> None:
    assert [line.partition(":")[0] for line in verdicts(*rules, lock=lock)] == expected


def test_a_lifecycle_of_which_nothing_is_known() -> None:
    text = """
        variable "rules" {}
        resource "aws_s3_bucket" "ledger" {}
        resource "aws_s3_bucket_lifecycle_configuration" "ledger" {
          bucket = aws_s3_bucket.ledger.id
          dynamic "rule" {
            for_each = var.rules
            content {
              id     = rule.key
              status = "Enabled"
              expiration {
                days = rule.value
              }
            }
          }
        }
    """
    [line] = said(RULE, main_tf=text)
    assert line.startswith("undecided main.tf:5:3 aws_s3_bucket.ledger: whether rules of the lifecycle of")
