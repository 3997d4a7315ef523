"""s3lint, a policy-as-code linter for Amazon S3 in CloudFormation and Terraform.

The names below are the API for authors of rules and for programs that embed s3lint. They load when first used, so that
importing the package costs nothing. The map of the house is `docs/architecture.md`.
"""

from __future__ import annotations

from s3lint.base.exports import Exports

with Exports(globals()):
    from s3lint.base.condition import Truth as Truth
    from s3lint.base.value import Absent as Absent
    from s3lint.base.value import Known as Known
    from s3lint.base.value import Note as Note
    from s3lint.base.value import Origin as Origin
    from s3lint.base.value import Setting as Setting
    from s3lint.base.value import Symbol as Symbol
    from s3lint.base.value import Text as Text
    from s3lint.base.value import Unknown as Unknown
    from s3lint.languages.inputs import Inputs as Inputs
    from s3lint.model import defaults as defaults
    from s3lint.model.acl import ALL_USERS as ALL_USERS
    from s3lint.model.acl import AUTHENTICATED_USERS as AUTHENTICATED_USERS
    from s3lint.model.acl import PUBLIC_GROUPS as PUBLIC_GROUPS
    from s3lint.model.acl import GroupGrant as GroupGrant
    from s3lint.model.acl import acl_lets_logs_in as acl_lets_logs_in
    from s3lint.model.acl import effective_grants as effective_grants
    from s3lint.model.acl import grant_beyond_owner as grant_beyond_owner
    from s3lint.model.acl import group_grants as group_grants
    from s3lint.model.acl import ownership_caution as ownership_caution
    from s3lint.model.bucket import AccessControlList as AccessControlList
    from s3lint.model.bucket import Bucket as Bucket
    from s3lint.model.bucket import Conflicts as Conflicts
    from s3lint.model.bucket import Encryption as Encryption
    from s3lint.model.bucket import Lifecycle as Lifecycle
    from s3lint.model.bucket import LifecycleRule as LifecycleRule
    from s3lint.model.bucket import Logging as Logging
    from s3lint.model.bucket import LogTarget as LogTarget
    from s3lint.model.bucket import Notifications as Notifications
    from s3lint.model.bucket import ObjectLock as ObjectLock
    from s3lint.model.bucket import PublicAccessBlock as PublicAccessBlock
    from s3lint.model.bucket import Replication as Replication
    from s3lint.model.bucket import ReplicationRule as ReplicationRule
    from s3lint.model.bucket import Tags as Tags
    from s3lint.model.bucket import Transition as Transition
    from s3lint.model.bucket import Versioning as Versioning
    from s3lint.model.bucket import VersioningStatus as VersioningStatus
    from s3lint.model.bucket_names import account_in_name as account_in_name
    from s3lint.model.bucket_names import is_account_regional as is_account_regional
    from s3lint.model.bucket_names import naming_faults as naming_faults
    from s3lint.model.credentials import secret_in as secret_in
    from s3lint.model.credentials import secret_named as secret_named
    from s3lint.model.exposure import Hold as Hold
    from s3lint.model.exposure import hold_on_acl as hold_on_acl
    from s3lint.model.exposure import hold_on_policy as hold_on_policy
    from s3lint.model.log_delivery import policy_lets_logs_in as policy_lets_logs_in
    from s3lint.model.logic import Answered as Answered
    from s3lint.model.logic import all_so as all_so
    from s3lint.model.logic import any_so as any_so
    from s3lint.model.logic import is_so as is_so
    from s3lint.model.logic import is_there as is_there
    from s3lint.model.logic import negated as negated
    from s3lint.model.neighbours import AccessPoint as AccessPoint
    from s3lint.model.neighbours import AccountAccessBlock as AccountAccessBlock
    from s3lint.model.neighbours import Identity as Identity
    from s3lint.model.neighbours import Object as Object
    from s3lint.model.neighbours import PolicyHolder as PolicyHolder
    from s3lint.model.neighbours import Selectors as Selectors
    from s3lint.model.neighbours import Store as Store
    from s3lint.model.neighbours import Trail as Trail
    from s3lint.outputs.wording import enumerated as enumerated
    from s3lint.policy import MAX_POLICY_SIZE as MAX_POLICY_SIZE
    from s3lint.policy import Answer as Answer
    from s3lint.policy import Grantee as Grantee
    from s3lint.policy import Grantees as Grantees
    from s3lint.policy import Holds as Holds
    from s3lint.policy import Policy as Policy
    from s3lint.policy import Remark as Remark
    from s3lint.policy import Remarks as Remarks
    from s3lint.policy import Request as Request
    from s3lint.policy import Statement as Statement
    from s3lint.policy import Target as Target
    from s3lint.policy import Undecided as Undecided
    from s3lint.policy import Violated as Violated
    from s3lint.policy import broad_grants as broad_grants
    from s3lint.policy import cross_account_grants as cross_account_grants
    from s3lint.policy import denies_deletion_without_mfa as denies_deletion_without_mfa
    from s3lint.policy import denies_old_tls as denies_old_tls
    from s3lint.policy import denies_other_endpoints as denies_other_endpoints
    from s3lint.policy import denies_plain_http as denies_plain_http
    from s3lint.policy import denies_unencrypted_uploads as denies_unencrypted_uploads
    from s3lint.policy import deputy_grants as deputy_grants
    from s3lint.policy import faults as faults
    from s3lint.policy import further_grants as further_grants
    from s3lint.policy import locks_out as locks_out
    from s3lint.policy import not_action_grants as not_action_grants
    from s3lint.policy import not_principal_grants as not_principal_grants
    from s3lint.policy import public_access as public_access
    from s3lint.policy import public_grants as public_grants
    from s3lint.policy import sensitive_cross_account_grants as sensitive_cross_account_grants
    from s3lint.policy import wildcard_actions as wildcard_actions
    from s3lint.run.engine import Settings as Settings
    from s3lint.run.engine import check as check
    from s3lint.run.example import Example as Example
    from s3lint.run.example import PolicyExample as PolicyExample
    from s3lint.run.example import Wrapper as Wrapper
    from s3lint.run.example import not_expressible as not_expressible
    from s3lint.run.finding import Finding as Finding
    from s3lint.run.finding import Severity as Severity
    from s3lint.run.finding import Verdict as Verdict
    from s3lint.run.option import Assignment as Assignment
    from s3lint.run.option import Option as Option
    from s3lint.run.report import Report as Report
    from s3lint.run.rule import Group as Group
    from s3lint.run.rule import PolicyRule as PolicyRule
    from s3lint.run.rule import Rule as Rule
