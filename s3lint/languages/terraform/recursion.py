"""How deep Python may recurse while Terraform is read."""

from __future__ import annotations

import sys
from _thread import allocate_lock  # `threading` takes a millisecond to import

RECURSION_LIMIT = 8000
"""Python's own limit stops at modules that call each other a few levels deep; ours are named where they are met."""


class _DeepRecursion:
    """Inside of it, definitions that need each other nest as deep as the evaluator's own limits say.

    The limit belongs to the process: threads that read at once share it, and the last one to be done sets it back.
    """

    def __init__(self) -> None:
        self._lock = allocate_lock()
        self._inside = 0
        self._before = 0

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._before = sys.getrecursionlimit()
                sys.setrecursionlimit(max(self._before, RECURSION_LIMIT))
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                sys.setrecursionlimit(self._before)


deep_recursion = _DeepRecursion()
