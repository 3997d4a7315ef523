"""Does a policy deny every request that is made without TLS?"""

from __future__ import annotations

from s3lint.policy.answer import Answer
from s3lint.policy.documents.document import Policy
from s3lint.policy.language.keys import SECURE_TRANSPORT
from s3lint.policy.matching.symbols import Target
from s3lint.policy.questions.deny_every import denies_every
from s3lint.policy.requests.kinds import OVER_HTTP


def denies_plain_http(policy: Policy, target: Target) -> Answer:
    """Whether every request without TLS to the bucket or its objects is explicitly denied (not merely not allowed).

    An identity policy can allow whatever the bucket policy does not deny, so only a Deny counts.
    """
    return denies_every(policy, target, OVER_HTTP, about=(SECURE_TRANSPORT,))
