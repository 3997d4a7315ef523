"""The meaning of S3 bucket policies: exact answers, each with a request that shows it.

    >>> from s3lint.policy import bucket_of, denies_plain_http, parse_policy, public_access
    >>> policy = parse_policy('{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*",'
    ...                       ' "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*"}}')
    >>> print(public_access(policy, bucket_of(policy)).request)
    anonymous GET of any object
    >>> print(denies_plain_http(policy, bucket_of(policy)).request)
    anonymous GET of any object over http

Every question takes a `Policy` and the `Target` it is attached to, and is answered with `Holds`, `Violated` (with a
request, checked by an evaluator, that shows it, and the places to blame) or `Undecided` (with what would decide it). Nothing
is guessed: where template values are unknown or AWS does not document the outcome, and that decides, the answer is
`Undecided`. A `Target` may also be an access point, a directory bucket, a table or a vector bucket.

The rooms, from the text to the answer; each imports only those above it, and all of them nothing of s3lint but
`base` and `errors`:

* `documents`: a policy as records, every string with its place. `matching`: strings with wildcards and unknown parts compared.
* `language`: what the parts of a statement mean: principals, actions, resources, condition keys and operators.
* `requests`: the finitely many classes of requests that statements can tell apart, and the search among them.
* `answer`: what a question is answered with. `words`: why a statement does not match, or nobody knows, in English.
* `questions`, a file each: `public` (can strangers get in?), `deny_every` (are all requests of a kind denied?), `cross_account`
  and `confused_deputy` (who else is let in?), `broad_identity` (does an identity reach every bucket?), `statement_form` (how is
  it granted?), `invalid` (for what does S3 refuse it?), `trace` (what becomes of one request?).
"""

from __future__ import annotations

from s3lint.base.exports import Exports

with Exports(globals(), functions_when_called=True):  # most buckets have no policy to ask about
    from s3lint.policy.answer import Answer as Answer
    from s3lint.policy.answer import Holds as Holds
    from s3lint.policy.answer import Reason as Reason
    from s3lint.policy.answer import Remark as Remark
    from s3lint.policy.answer import Remarks as Remarks
    from s3lint.policy.answer import Undecided as Undecided
    from s3lint.policy.answer import Violated as Violated
    from s3lint.policy.documents.aws_managed import aws_policy as aws_policy
    from s3lint.policy.documents.aws_managed import names_aws_policy as names_aws_policy
    from s3lint.policy.documents.document import MAX_POLICY_SIZE as MAX_POLICY_SIZE
    from s3lint.policy.documents.document import Flaw as Flaw
    from s3lint.policy.documents.document import Policy as Policy
    from s3lint.policy.documents.document import Statement as Statement
    from s3lint.policy.documents.reading import PolicySyntaxError as PolicySyntaxError
    from s3lint.policy.documents.reading import parse_policy as parse_policy
    from s3lint.policy.documents.reading import read_policy as read_policy
    from s3lint.policy.matching.symbols import Target as Target
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
    from s3lint.policy.questions.deny_every import denies_plain_http as denies_plain_http
    from s3lint.policy.questions.deny_every import denies_unencrypted_uploads as denies_unencrypted_uploads
    from s3lint.policy.questions.deny_every import locks_out as locks_out
    from s3lint.policy.questions.invalid import faults as faults
    from s3lint.policy.questions.public import StatementAnswer as StatementAnswer
    from s3lint.policy.questions.public import further_grants as further_grants
    from s3lint.policy.questions.public import public_access as public_access
    from s3lint.policy.questions.public import public_grants as public_grants
    from s3lint.policy.questions.services import service_grants as service_grants
    from s3lint.policy.questions.statement_form import not_action_grants as not_action_grants
    from s3lint.policy.questions.statement_form import not_principal_grants as not_principal_grants
    from s3lint.policy.questions.statement_form import open_grants as open_grants
    from s3lint.policy.questions.statement_form import s3_grants as s3_grants
    from s3lint.policy.questions.statement_form import wildcard_actions as wildcard_actions
    from s3lint.policy.questions.trace import StatementStep as StatementStep
    from s3lint.policy.questions.trace import Trace as Trace
    from s3lint.policy.questions.trace import trace_of as trace_of
    from s3lint.policy.requests.evaluate import Outcome as Outcome
    from s3lint.policy.requests.kinds import RequestKind as RequestKind
    from s3lint.policy.requests.kinds import Restriction as Restriction
    from s3lint.policy.requests.kinds import Transport as Transport
    from s3lint.policy.requests.request import Request as Request
    from s3lint.policy.requests.request_syntax import RequestQuery as RequestQuery
    from s3lint.policy.requests.request_syntax import RequestSyntaxError as RequestSyntaxError
    from s3lint.policy.requests.request_syntax import parse_request as parse_request
