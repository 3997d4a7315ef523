"""What the engine itself reports, never silently: input that it could not judge."""

from __future__ import annotations

from s3lint.base.resource import Problem
from s3lint.run.finding import Finding, Severity, Verdict
from s3lint.run.rule import Descriptor

UNREADABLE_FILE = Descriptor(
    name="unreadable-file",
    summary="a file could not be read, so nothing in it was judged",
    group="engine",
    severity=Severity.HIGH,
    default=True,
    since="0.1.0",
    help="correct the file, or exclude it if it is not meant to be read",
    docstring="""
    ## What it checks
    Every file that is named, or that looks like a template or a Terraform file, can be read to its end.

    ## Why it matters
    What can't be read is not judged. A run that keeps silent about it looks clean and is not.
    """,
)

UNRESOLVED_MODULE = Descriptor(
    name="unresolved-module",
    summary="a module, or the template of a nested stack, is not on disk, so what it declares was not seen",
    group="engine",
    severity=Severity.INFO,
    default=True,
    since="0.1.0",
    help="put it on disk: `terraform init` installs modules; a nested template is read where its location is a local path",
    docstring="""
    ## What it checks
    What the code calls is on disk: the source of every module call, as a local path or as `terraform init` has installed it;
    the template of every nested stack and every included file, at a local path, as before `aws cloudformation package`.

    ## Why it matters
    Buckets, policies and access blocks may be declared there. s3lint fetches nothing, so it can't know.
    """,
)

NOTICES = (UNREADABLE_FILE, UNRESOLVED_MODULE)
_BY_NAME = {notice.name: notice for notice in NOTICES}


def notice(problem: Problem) -> Finding:
    """The finding that stands for a problem of the input."""
    described = _BY_NAME[problem.kind]
    return Finding(
        described.name,
        Verdict.FAIL,
        problem.message,
        problem.origin,
        help=described.help,
        severity=described.severity,
    )
