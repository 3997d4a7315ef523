"""Does a policy deny every request that is made without TLS?"""

from __future__ import annotations

from s3lint.policy.answer import Answer
from s3lint.policy.denials import denies_every
from s3lint.policy.document import Policy
from s3lint.policy.keys import SECURE_TRANSPORT
from s3lint.policy.names import Target
from s3lint.policy.scope import OVER_HTTP


def denies_plain_http(policy: Policy, target: Target) -> Answer:
    """Whether every request without TLS to the bucket or its objects is explicitly denied (not merely not allowed).

    An identity policy can allow whatever the bucket policy does not deny, so only a Deny counts.
    """
    return denies_every(policy, target, OVER_HTTP, about=(SECURE_TRANSPORT,))
