"""Modules that configure no bucket, whatever they are given: what is missing about a bucket is not in them.

No version of them, up to the day of the list (2026-11-28), declares a resource that configures a bucket, or calls a module that
does: their pages in the registry list resources and modules, https://registry.terraform.io/namespaces/terraform-aws-modules.
They read and write buckets, or let others do so: policies of identities that they are given in their arguments are not seen.
"""

from __future__ import annotations

import re

MODULES = frozenset(
    (
        "alb",
        "cloudfront",
        "cloudwatch",
        "ec2-instance",
        "ecs",
        "eks",
        "eventbridge",
        "iam",
        "kms",
        "lambda",
        "rds",
        "sns",
        "sqs",
        "step-functions",
        "vpc",
    )
)
"""Of the namespace `terraform-aws-modules`, by name, with all that is inside."""

_SOURCE = re.compile(
    r"(?:registry\.(?:terraform\.io|opentofu\.org)/)?terraform-aws-modules/([a-z0-9-]+)/aws(?://.*)?"
    r"|(?:git::)?(?:https://|ssh://git@|git@)?github\.com[/:]terraform-aws-modules/terraform-aws-([a-z0-9-]+?)(?:\.git)?"
    r"(?://[^?]*)?(?:\?.*)?"
)


def configures_no_bucket(source: str) -> bool:
    """Whether a source, as a call names it, is one of the modules."""
    found = _SOURCE.fullmatch(source)
    return found is not None and (found[1] or found[2]) in MODULES
