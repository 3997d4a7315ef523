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
    policy_kind,
)
from s3lint.languages.locators import blocks, filled, listed, nothing, policy, record, strings, taken, text
from s3lint.languages.site import clue, computed, elsewhere
from s3lint.model.neighbours import Documents

_BOUNDARY = filled("PermissionsBoundary")
_NAMED = given(roles="Roles", users="Users", groups="Groups")
_NONE = nothing("groups have no permissions boundary, and roles of functions no name")
_MANAGED = "AWS::IAM::ManagedPolicy"
_USERS = elsewhere(
    "AWS::IAM::User",
    record(Holder, name=text("UserName"), boundary=_BOUNDARY, policies=strings("ManagedPolicyArns")),
)
_PLACES = IdentityPlaces(
    holders=(
        elsewhere(
            "AWS::IAM::Role",
            record(Holder, name=text("RoleName"), boundary=_BOUNDARY, policies=strings("ManagedPolicyArns")),
        ),
        _USERS,
        elsewhere("AWS::IAM::Group", record(Holder, name=_NONE, boundary=_NONE, policies=strings("ManagedPolicyArns"))),
        elsewhere(FUNCTION, record(Holder, name=_NONE, boundary=_BOUNDARY, policies=strings("Policies"))),
    ),
    attachments=(),
    policies=(elsewhere(_MANAGED, record(Declared, name=text("ManagedPolicyName"), document=policy("PolicyDocument"))),),
)
_DOCUMENT = listed(Documents, computed(alone, policy("PolicyDocument")))
_HELD = listed(
    Documents,
    computed(those_there, blocks("Policies", policy("PolicyDocument"))),
    computed(aws_policies, clue(strings("ManagedPolicyArns"))),
)
USER_PLACES = UserPlaces(
    _USERS,
    (
        elsewhere("AWS::IAM::Policy", record(Given, users=strings("Users"), documents=_DOCUMENT)),
        elsewhere(_MANAGED, record(Given, users=strings("Users"), documents=_DOCUMENT)),
        elsewhere("AWS::IAM::UserPolicy", record(Given, users=strings("UserName"), documents=_DOCUMENT)),
        elsewhere("AWS::IAM::User", record(Given, users=strings("UserName"), documents=_HELD)),
    ),
    _PLACES,
)
"""Where users get policies."""

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
"""The types of which nothing is read but `STATED`, and their names."""

STATED = frozenset(("Policies", "ManagedPolicyArns", "PermissionsBoundary"))
