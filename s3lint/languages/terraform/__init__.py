"""Terraform: from source or plan to resources with values.

`units` is the whole of it. The stages in order: `discover` finds root modules, `configuration` reads their declarations
out of `syntax` nodes, `modules` evaluates lazily what is asked for (`variables`, `instances`, `bodies`, `expressions` with
`functions` and `types`, `references` with `attributes` and `policy_document`), and `buckets` reads the model out of it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from s3lint.languages.files import Files
from s3lint.languages.inputs import Inputs
from s3lint.languages.unit import Unit

RECURSION_LIMIT = 8000
"""Python's own limit stops at modules that call each other a few levels deep; ours are named where they are met."""


def units(paths: Sequence[str], files: Files, inputs: Inputs) -> Iterator[Unit]:
    """One unit for every root module and plan among the paths that leads to S3."""
    from s3lint.languages.terraform import roots  # importing the package must not load the parser

    with deep_recursion():
        yield from roots.units(paths, files, inputs)


@contextmanager
def deep_recursion() -> Iterator[None]:
    """Lets definitions that need each other nest as deep as the evaluator's own limits say."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, RECURSION_LIMIT))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
