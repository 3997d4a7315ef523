"""Who may deliver server access logs to a bucket; shared by both front ends."""

from __future__ import annotations

from s3lint.base.value import Absent, Known, Setting
from s3lint.model.bucket import LogTarget
from s3lint.policy import Policy, Statement

SERVICE = "logging.s3.amazonaws.com"
"""https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html"""

_PUTS = frozenset(("s3:putobject", "s3:put*", "s3:*", "*"))


def receives_logs_by_policy(policy: Policy) -> Setting[LogTarget]:
    """Known where a statement lets the log delivery service put objects."""
    for statement in policy.statements:
        if _lets_service_put(statement):
            return Known(LogTarget(f"its policy lets {SERVICE} put objects", statement.origin), statement.origin)
    return Absent(policy.origin)


def _lets_service_put(statement: Statement) -> bool:
    principals, actions = statement.principals, statement.actions
    if not isinstance(statement.effect, Known) or statement.effect.value != "Allow":
        return False
    if principals.is_negated or actions.is_negated:
        return False
    return any(
        principal.kind == "Service" and principal.name.text.literal == SERVICE for principal in principals.items
    ) and any((action.text.literal or "").lower() in _PUTS for action in actions.items)
