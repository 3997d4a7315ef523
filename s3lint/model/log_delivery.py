"""Who may deliver server access logs to a bucket; shared by both front ends."""

from __future__ import annotations

from s3lint.base.value import Absent, Known, Setting, Text
from s3lint.model.bucket import LogTarget
from s3lint.model.logic import Answered, all_so, any_so, is_so, is_there
from s3lint.policy import Policy, Statement

SERVICE = "logging.s3.amazonaws.com"
"""https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html"""

CLOUDFRONT_LOGS = (
    "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0",
    "a52cb28745c0c06e84ec548334e44bfa7fc2a85c54af20cd59e4969344b7af56",
)
"""The canonical user ids by which CloudFront delivers its standard logs (legacy), the second one in the Regions of China.

https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html (read 2026-11-28).
"""

_EVERYBODY = frozenset((SERVICE, "*"))


def receives_logs_by_policy(policy: Policy) -> Setting[LogTarget]:
    """Known where a statement lets the log delivery service put objects."""
    for statement in policy.statements:
        if _lets_service_put(statement):
            return Known(LogTarget(f"its policy lets {SERVICE} put objects", statement.origin), statement.origin)
    return Absent(policy.origin)


def policy_lets_logs_in(policy: Setting[Policy]) -> Answered:
    """Whether a statement lets the log delivery service, or everyone, put objects; conditions and denials are not weighed."""
    match policy:
        case Known(Policy(statements, unknown=unknown)):
            return any_so(map(_lets_in, statements), unknown)
        case _:
            return is_there(policy)


def _lets_in(statement: Statement) -> Answered:
    principals, actions = statement.principals, statement.actions
    if principals.is_negated or actions.is_negated:
        return False
    names = (_is_one_of(principal.name.text, _EVERYBODY) for principal in principals.items)
    puts = (action.text.unknowns[0] if action.text.unknowns else _puts(action.text) for action in actions.items)
    return all_so(
        is_so(statement.effect, "Allow".__eq__),
        any_so(names, principals.rest),
        any_so(puts, actions.rest),
    )


def _is_one_of(text: Text, words: frozenset[str]) -> Answered:
    if text.unknowns:
        return text.unknowns[0]
    return (text.literal or "").lower() in words


def _lets_service_put(statement: Statement) -> bool:
    principals, actions = statement.principals, statement.actions
    if not isinstance(statement.effect, Known) or statement.effect.value != "Allow":
        return False
    if principals.is_negated or actions.is_negated:
        return False
    return any(
        principal.kind == "Service" and principal.name.text.literal == SERVICE for principal in principals.items
    ) and any(_puts(action.text) for action in actions.items)


def _puts(action: Text) -> bool:
    """Whether a pattern of actions covers putting objects."""
    from s3lint.policy.language.actions import catalogue  # few buckets have a policy

    return bool(catalogue().mask(action.literal or "none") & catalogue().mask("s3:PutObject"))
