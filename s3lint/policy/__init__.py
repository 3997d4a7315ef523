"""The meaning of S3 bucket policies: exact answers, each with a request that shows it.

    >>> from s3lint.policy import Policy
    >>> policy = Policy.parse('{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*",'
    ...                       ' "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*"}}')
    >>> print(policy.public().request)
    anonymous GET of any object
    >>> print(policy.plain_http().request)
    anonymous GET of any object over http

Every question takes a `Policy` and the `Target` it is attached to, and is answered with `Holds`, `Violated` (with a
request, checked by an evaluator, that shows it, and the places to blame) or `Undecided` (with what would decide it). Nothing
is guessed: where template values are unknown or AWS does not document the outcome, and that decides, the answer is
`Undecided`. `Policy.public` and `Policy.plain_http` take the bucket from the policy's own resources.

The questions, one function each:

* `denies_plain_http`, and `denies_every` for requests of any `Scope`; made of it are `denies_old_tls`,
  `denies_unencrypted_uploads`, `denies_deletion_without_mfa`, `denies_other_endpoints`, `denies_old_signatures`, `locks_out`.
* `public_access`, and `public_grants` statement by statement; `exposure_of` adds ACL, ownership and access blocks, for a
  bucket that S3 creates today or for one of which only what is declared counts.
* `cross_account_grants`, `sensitive_cross_account_grants`, `deputy_grants`: who else is let in.
* `wildcard_actions`, `not_principal_grants`, `not_action_grants`: how a statement grants.
* `faults`: for what S3 refuses the document. `fate_of`: what becomes of one request, statement by statement.

The stages: `reading` and `json_text` make a `document`; `names`, `texts` and `patterns` make strings comparable; `principals`,
`actions` and `conditions` are the parts of a statement, `compiled` puts them together; `callers`, `key_classes`, `choices`,
`space` and `decide` search the finitely many classes of requests; `evaluate` says what happens to one request; `explain` and
`witness` find the words; the other modules hold one question each. A `Target` may also be an access point, a directory bucket,
a table or a vector bucket, whose actions are in `stores`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from s3lint.policy.answer import Answer as Answer
    from s3lint.policy.answer import Holds as Holds
    from s3lint.policy.answer import Reason as Reason
    from s3lint.policy.answer import Remark as Remark
    from s3lint.policy.answer import Remarks as Remarks
    from s3lint.policy.answer import Undecided as Undecided
    from s3lint.policy.answer import Violated as Violated
    from s3lint.policy.documents.document import Flaw as Flaw
    from s3lint.policy.documents.document import Policy as Policy
    from s3lint.policy.documents.document import PolicySyntaxError as PolicySyntaxError
    from s3lint.policy.documents.document import Statement as Statement
    from s3lint.policy.documents.reading import read_policy as read_policy
    from s3lint.policy.matching.symbols import Target as Target
    from s3lint.policy.questions.access_blocks import AclGrant as AclGrant
    from s3lint.policy.questions.access_blocks import Exposure as Exposure
    from s3lint.policy.questions.access_blocks import Flags as Flags
    from s3lint.policy.questions.access_blocks import exposure_of as exposure_of
    from s3lint.policy.questions.access_blocks import public_acl_grants as public_acl_grants
    from s3lint.policy.questions.broad_identity import broad_grants as broad_grants
    from s3lint.policy.questions.bucket_of import bucket_of as bucket_of
    from s3lint.policy.questions.confused_deputy import deputy_grants as deputy_grants
    from s3lint.policy.questions.cross_account import Grantee as Grantee
    from s3lint.policy.questions.cross_account import Grantees as Grantees
    from s3lint.policy.questions.cross_account import cross_account_grants as cross_account_grants
    from s3lint.policy.questions.cross_account import sensitive_cross_account_grants as sensitive_cross_account_grants
    from s3lint.policy.questions.deny_every import denies_deletion_without_mfa as denies_deletion_without_mfa
    from s3lint.policy.questions.deny_every import denies_every as denies_every
    from s3lint.policy.questions.deny_every import denies_old_signatures as denies_old_signatures
    from s3lint.policy.questions.deny_every import denies_old_tls as denies_old_tls
    from s3lint.policy.questions.deny_every import denies_other_endpoints as denies_other_endpoints
    from s3lint.policy.questions.deny_every import denies_unencrypted_uploads as denies_unencrypted_uploads
    from s3lint.policy.questions.deny_every import locks_out as locks_out
    from s3lint.policy.questions.invalid import faults as faults
    from s3lint.policy.questions.public import Grant as Grant
    from s3lint.policy.questions.public import further_grants as further_grants
    from s3lint.policy.questions.public import public_access as public_access
    from s3lint.policy.questions.public import public_grants as public_grants
    from s3lint.policy.questions.statement_form import not_action_grants as not_action_grants
    from s3lint.policy.questions.statement_form import not_principal_grants as not_principal_grants
    from s3lint.policy.questions.statement_form import wildcard_actions as wildcard_actions
    from s3lint.policy.questions.transport import denies_plain_http as denies_plain_http
    from s3lint.policy.requests.evaluate import Outcome as Outcome
    from s3lint.policy.requests.kinds import Restriction as Restriction
    from s3lint.policy.requests.kinds import Scope as Scope
    from s3lint.policy.requests.kinds import Transport as Transport
    from s3lint.policy.requests.request import Request as Request
    from s3lint.policy.requests.request_syntax import Asked as Asked
    from s3lint.policy.requests.request_syntax import RequestSyntaxError as RequestSyntaxError
    from s3lint.policy.requests.request_syntax import parse_request as parse_request
    from s3lint.policy.requests.trace import Step as Step
    from s3lint.policy.requests.trace import Trace as Trace
    from s3lint.policy.requests.trace import fate_of as fate_of

_HOMES = {
    "questions.cross_account": ("Grantee", "Grantees", "cross_account_grants", "sensitive_cross_account_grants"),
    "answer": ("Answer", "Holds", "Reason", "Remark", "Remarks", "Undecided", "Violated"),
    "requests.request_syntax": ("Asked", "RequestSyntaxError", "parse_request"),
    "questions.deny_every": (
        "denies_deletion_without_mfa",
        "denies_every",
        "denies_old_signatures",
        "denies_old_tls",
        "denies_other_endpoints",
        "denies_unencrypted_uploads",
        "locks_out",
    ),
    "documents.document": ("Flaw", "Policy", "PolicySyntaxError", "Statement"),
    "requests.evaluate": ("Outcome",),
    "questions.access_blocks": ("AclGrant", "Exposure", "Flags", "exposure_of", "public_acl_grants"),
    "questions.statement_form": ("not_action_grants", "not_principal_grants", "wildcard_actions"),
    "questions.broad_identity": ("broad_grants",),
    "questions.invalid": ("faults",),
    "matching.symbols": ("Target",),
    "questions.public": ("Grant", "further_grants", "public_access", "public_grants"),
    "documents.reading": ("read_policy",),
    "requests.kinds": ("Restriction", "Scope", "Transport"),
    "questions.confused_deputy": ("deputy_grants",),
    "questions.bucket_of": ("bucket_of",),
    "requests.trace": ("Step", "Trace", "fate_of"),
    "questions.transport": ("denies_plain_http",),
    "requests.request": ("Request",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME_OF)  # noqa: PLE0605 - the names stand once, in the table above


class _Question:
    """A function whose module is imported when it is first called: most buckets have no policy to ask about."""

    def __init__(self, home: str, name: str) -> None:
        self._home = home
        self._name = name

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return getattr(import_module(f"{__name__}.{self._home}"), self._name)(*arguments, **named)

    def __repr__(self) -> str:
        return f"<function {__name__}.{self._home}.{self._name}>"


def __getattr__(name: str) -> object:
    """A type, loaded when it is first used; or a function, loaded when it is first called."""
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = _Question(home, name) if name.islower() else getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = found
    return found
