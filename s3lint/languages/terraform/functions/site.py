"""Where a function is called, and the two ways in which a call has no known result."""

from __future__ import annotations

from collections.abc import Callable

from s3lint.base.record import Record
from s3lint.base.source import Source
from s3lint.base.value import Data, Origin, Setting, Unknown, Value
from s3lint.base.worlds import EVERYWHERE, World
from s3lint.languages.files import Files

MAX_STRING = 4 * 1024 * 1024
"""Characters of a string that a function may make."""

MAX_ITEMS = 10_000
"""Items of a collection that a function may make."""

Render = Callable[[Source, dict[str, Value[Data]]], Setting[Data]]
"""Evaluates a template's text with the given names."""


class FunctionError(Exception):
    """Terraform would refuse the call; the message completes "expected …"."""


class NeedsUnknown(Exception):
    """What a function needs to know is not known. Never leaves the functions: the call's result is `unknown`."""

    def __init__(self, unknown: Unknown) -> None:
        super().__init__(unknown.reason)
        self.unknown = unknown


class CallSite(Record):
    """`directory` is the module's folder, which relative paths start from; `root` that of the root module. Nothing outside
    `files.root` is read. Choices inside arguments are settled in `world`, which may raise `Fork`. `render` evaluates
    template files; without it they are unknown.
    """

    origin: Origin
    directory: str
    root: str
    files: Files
    world: World = EVERYWHERE
    render: Render | None = None

    def unknown(self, reason: str) -> Unknown:
        return Unknown(reason, self.origin)

    def too_large(self, limit: int, what: str) -> NeedsUnknown:
        return NeedsUnknown(self.unknown(f"it has more than {limit} {what}, the limit of s3lint"))
