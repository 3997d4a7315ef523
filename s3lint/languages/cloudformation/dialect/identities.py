"""Who has identity policies in CloudFormation, and what caps them.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_IAM.html (read 2026-11-28).
"""

from __future__ import annotations

from s3lint.base.view import View
from s3lint.languages.cloudformation.dialect import computed as code
from s3lint.languages.cloudformation.sam import FUNCTION
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
from s3lint.languages.locators import Locator, always, blocks, filled, listed, nothing, policy, record, strings, taken, text
from s3lint.languages.site import Elsewhere, clue, computed, elsewhere
from s3lint.model.bucket import Strings
from s3lint.model.neighbours import Documents

_BOUNDARY = filled("PermissionsBoundary")
_NAMED = given(roles="Roles", users="Users", groups="Groups")
_NONE = nothing("groups have no permissions boundary, and roles of functions no name")
_MANAGED = "AWS::IAM::ManagedPolicy"
_USERS = elsewhere(
    "AWS::IAM::User",
    record(Holder, name=text("UserName"), boundary=_BOUNDARY, policies=strings("ManagedPolicyArns")),
)
_GROUPS = elsewhere(
    "AWS::IAM::Group", record(Holder, name=text("GroupName"), boundary=_NONE, policies=strings("ManagedPolicyArns"))
)
_PLACES = IdentityPlaces(
    holders=(
        elsewhere(
            "AWS::IAM::Role",
            record(Holder, name=text("RoleName"), boundary=_BOUNDARY, policies=strings("ManagedPolicyArns")),
        ),
        _USERS,
        _GROUPS,
        elsewhere(FUNCTION, record(Holder, name=_NONE, boundary=_BOUNDARY, policies=strings("Policies"))),
    ),
    attachments=(),
    policies=(elsewhere(_MANAGED, record(Declared, name=text("ManagedPolicyName"), document=policy("PolicyDocument"))),),
)
_DOCUMENT = listed(Documents, computed(alone, policy("PolicyDocument")))
_INLINE = computed(those_there, blocks("Policies", policy("PolicyDocument")))
_HELD = listed(Documents, _INLINE, computed(aws_policies, clue(strings("ManagedPolicyArns"))))


def _given(kind: str, users: str, groups: str, documents: Locator[Documents] = _DOCUMENT) -> Elsewhere[Given]:
    paths = {"users": users, "groups": groups}
    named = {name: strings(path) if path else always(Strings(())) for name, path in paths.items()}
    return elsewhere(kind, record(Given, **named, documents=documents))


USER_PLACES = UserPlaces(
    _USERS,
    _GROUPS,
    (
        elsewhere("AWS::IAM::UserToGroupAddition", membership("Users", "GroupName")),
        elsewhere("AWS::IAM::User", membership("UserName", "Groups")),
    ),
    (
        _given("AWS::IAM::Policy", "Users", "Groups"),
        _given(_MANAGED, "Users", "Groups"),
        _given("AWS::IAM::UserPolicy", "UserName", ""),
        _given("AWS::IAM::GroupPolicy", "", "GroupName"),
        _given("AWS::IAM::User", "UserName", "", listed(Documents, _INLINE)),
        _given("AWS::IAM::Group", "", "GroupName", listed(Documents, _INLINE)),
    ),
    (
        elsewhere("AWS::IAM::User", given(users="UserName", policies="ManagedPolicyArns")),
        elsewhere("AWS::IAM::Group", given(groups="GroupName", policies="ManagedPolicyArns")),
    ),
    _PLACES,
)
"""Where users and groups get policies."""

IDENTITIES = {
    "AWS::IAM::Policy": policy_kind(_DOCUMENT, _NAMED, _PLACES),
    _MANAGED: policy_kind(_DOCUMENT, _NAMED, _PLACES, text("ManagedPolicyName")),
    "AWS::IAM::RolePolicy": policy_kind(_DOCUMENT, given(roles="RoleName"), _PLACES),
    "AWS::IAM::UserPolicy": policy_kind(_DOCUMENT, given(users="UserName"), _PLACES),
    "AWS::IAM::GroupPolicy": policy_kind(_DOCUMENT, given(groups="GroupName"), _PLACES),
    "AWS::IAM::Role": holder_kind(_HELD, _BOUNDARY, _PLACES),
    "AWS::IAM::User": holder_kind(_HELD, _BOUNDARY, _PLACES),
    "AWS::IAM::Group": holder_kind(_HELD, None, _PLACES),
    FUNCTION: holder_kind(
        listed(Documents, computed(code.function_policies, taken(View.items, "Policies"))), _BOUNDARY, _PLACES
    ),
}
"""The types of identities, and of their policies."""

HOLDERS = frozenset(("AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group"))
"""The types of which nothing is read but `STATED`; the names of roles are only read beside these."""

STATED = frozenset(("Policies", "ManagedPolicyArns", "PermissionsBoundary", "Groups", "UserName", "GroupName"))
