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

The stages: `reading` and `json_text` make a `document`; `names`, `texts` and `patterns` make strings comparable; `principals`,
`actions` and `conditions` are the parts of a statement, `compiled` puts them together; `callers`, `key_classes`, `space` and
`decide` search the finitely many classes of requests; `evaluate` says what happens to one request; `explain` and `witness` find
the words; the other modules hold one question each.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from s3lint.policy.answer import Answer as Answer
    from s3lint.policy.answer import Holds as Holds
    from s3lint.policy.answer import Reason as Reason
    from s3lint.policy.answer import Undecided as Undecided
    from s3lint.policy.answer import Violated as Violated
    from s3lint.policy.document import Flaw as Flaw
    from s3lint.policy.document import Policy as Policy
    from s3lint.policy.document import PolicySyntaxError as PolicySyntaxError
    from s3lint.policy.document import Statement as Statement
    from s3lint.policy.names import Target as Target
    from s3lint.policy.public import Grant as Grant
    from s3lint.policy.public import public_access as public_access
    from s3lint.policy.public import public_grants as public_grants
    from s3lint.policy.reading import read_policy as read_policy
    from s3lint.policy.transport import denies_plain_http as denies_plain_http
    from s3lint.policy.witness import Request as Request

_HOMES = {
    "answer": ("Answer", "Holds", "Reason", "Undecided", "Violated"),
    "document": ("Flaw", "Policy", "PolicySyntaxError", "Statement"),
    "names": ("Target",),
    "public": ("Grant", "public_access", "public_grants"),
    "reading": ("read_policy",),
    "transport": ("denies_plain_http",),
    "witness": ("Request",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME_OF)  # noqa: PLE0605


def __getattr__(name: str) -> object:
    """Load a name when it is first used: most templates are read without any question about a policy."""
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = found
    return found
