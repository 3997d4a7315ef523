"""How much work something is: counted, as how long it takes depends on the machine."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType


class TooMuchWork(AssertionError):
    pass


def calls(action: Callable[[], object], most: int) -> int:
    """The calls of functions, Python's own and ours, that something makes; the test fails where there are more than `most`."""
    made = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal made
        if event in ("call", "c_call"):
            made += 1
            if made > most:
                sys.setprofile(None)
                raise TooMuchWork(f"more than {most} calls")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        action()
    finally:
        sys.setprofile(before)
    return made
