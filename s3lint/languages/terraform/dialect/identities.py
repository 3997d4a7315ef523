"""Who has identity policies in Terraform, and what caps them.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs, "IAM (Identity & Access Management)" (read 2026-11-28).
"""

from __future__ import annotations

from s3lint.languages.computed import alone, those_there
from s3lint.languages.identities import (
    Declared,
    Given,
    Holder,
    IdentityPlaces,
    UserPlaces,
    aws_policies,
    given,
    holder_kind,
    membership,
    policy_kind,
)
from s3lint.languages.locators import Locator, always, blocks, filled, listed, nothing, policy, record, strings, text
from s3lint.languages.site import clue, computed, elsewhere
from s3lint.model.bucket import Strings
from s3lint.model.neighbours import Documents

_BOUNDARY = filled("permissions_boundary")
_ATTACHMENTS = {
    "aws_iam_role_policy_attachment": {"roles": "role", "policies": "policy_arn"},
    "aws_iam_user_policy_attachment": {"users": "user", "policies": "policy_arn"},
    "aws_iam_group_policy_attachment": {"groups": "group", "policies": "policy_arn"},
    "aws_iam_policy_attachment": {"roles": "roles", "users": "users", "groups": "groups", "policies": "policy_arn"},
    "aws_iam_role_policy_attachments_exclusive": {"roles": "role_name", "policies": "policy_arns"},
    "aws_iam_user_policy_attachments_exclusive": {"users": "user_name", "policies": "policy_arns"},
    "aws_iam_group_policy_attachments_exclusive": {"groups": "group_name", "policies": "policy_arns"},
}
_NONE = always(Strings(()))
_NO_BOUNDARY = nothing("groups have no permissions boundary")
_USERS = elsewhere("aws_iam_user", record(Holder, name=text("name"), boundary=_BOUNDARY, policies=_NONE))
_PLACES = IdentityPlaces(
    holders=(
        elsewhere(
            "aws_iam_role",
            record(Holder, name=text("name"), boundary=_BOUNDARY, policies=strings("managed_policy_arns")),
        ),
        _USERS,
    ),
    attachments=tuple(elsewhere(kind, given(**paths)) for kind, paths in _ATTACHMENTS.items()),
    policies=(elsewhere("aws_iam_policy", record(Declared, name=text("name"), document=policy("policy"))),),
)
_DOCUMENT = listed(Documents, computed(alone, policy("policy")))


USER_PLACES = UserPlaces(
    _USERS,
    elsewhere("aws_iam_group", record(Holder, name=text("name"), boundary=_NO_BOUNDARY, policies=_NONE)),
    (
        elsewhere("aws_iam_user_group_membership", membership("user", "groups")),
        elsewhere("aws_iam_group_membership", membership("users", "group")),
    ),
    (
        elsewhere("aws_iam_user_policy", record(Given, users=strings("user"), groups=_NONE, documents=_DOCUMENT)),
        elsewhere("aws_iam_group_policy", record(Given, users=_NONE, groups=strings("group"), documents=_DOCUMENT)),
    ),
    (),
    _PLACES,
)
"""Where users and groups get policies."""


def _named(path: str) -> Locator[Documents]:
    """AWS's policies that are attached by their ARNs."""
    return listed(Documents, computed(aws_policies, clue(strings(path))))


IDENTITIES = {
    "aws_iam_policy": policy_kind(_DOCUMENT, given(), _PLACES, text("name")),
    "aws_iam_role_policy": policy_kind(_DOCUMENT, given(roles="role"), _PLACES),
    "aws_iam_user_policy": policy_kind(_DOCUMENT, given(users="user"), _PLACES),
    "aws_iam_group_policy": policy_kind(_DOCUMENT, given(groups="group"), _PLACES),
    **{kind: policy_kind(_named(paths["policies"]), given(**paths), _PLACES) for kind, paths in _ATTACHMENTS.items()},
    "aws_iam_role": holder_kind(
        listed(
            Documents,
            computed(those_there, blocks("inline_policy", policy("policy"))),
            computed(aws_policies, clue(strings("managed_policy_arns"))),
        ),
        _BOUNDARY,
        _PLACES,
    ),
}
"""The types of identities, of their policies, and of what attaches policies to them."""
