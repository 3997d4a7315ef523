"""Which statements let the log delivery service put objects."""

from __future__ import annotations

import json
from typing import Any

import pytest

from s3lint.base.value import Absent, Known
from s3lint.model.log_delivery import policy_lets_logs_in, receives_logs_by_policy
from s3lint.policy import parse_policy

SERVICE = {"Service": "logging.s3.amazonaws.com"}


@pytest.mark.parametrize(
    ("changes", "by_policy", "lets_in"),
    [
        ({}, True, True),
        ({"Action": "s3:Put*"}, True, True),
        ({"Action": ["s3:GetObject", "S3:PutObject*"]}, True, True),
        ({"Action": "s3:?utObject"}, True, True),
        ({"Action": "*"}, True, True),
        ({"Action": "s3:PutObjectAcl"}, False, False),
        ({"Action": "s3:Get*"}, False, False),
        ({"Effect": "Deny"}, False, False),
        ({"Principal": "*"}, False, True),
        ({"Principal": {"AWS": "111122223333"}}, False, False),
    ],
)
def test_who_puts_logs(changes: dict[str, Any], by_policy: bool, lets_in: bool) -> None:
    statement = {"Effect": "Allow", "Principal": SERVICE, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*", **changes}
    policy = parse_policy(json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    assert isinstance(receives_logs_by_policy(policy), Known if by_policy else Absent)
    assert policy_lets_logs_in(Known(policy, policy.origin)) is lets_in
