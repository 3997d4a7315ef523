"""Texts that stand for what is not on disk: what its documentation says of it, for one call of it."""

from __future__ import annotations

from collections.abc import Mapping

from s3lint.base.record import replace
from s3lint.base.source import Source
from s3lint.base.value import Origin


class Documented(Source):
    """A text that says what something that is not on disk does, in one call of it.

    Nobody who reads a report can edit it, so what lies in it is shown at the `call`. `basis` says of a verdict that it rests on
    this, and how to do better. `arguments` are what the call can say
    (`versioning = { enabled = true }`), by the setting that they decide (`versioning.status`).
    """

    __slots__ = ("arguments", "basis", "call", "documents")

    def __init__(self, path: str, text: str, documents: str, basis: str, call: Origin, arguments: Mapping[str, str]) -> None:
        super().__init__(path, text)
        self.documents = documents
        self.basis = basis
        self.call = call
        self.arguments = arguments

    def __reduce__(self) -> tuple[type[Source], tuple[object, ...]]:
        return Documented, (self.path, self.text, self.documents, self.basis, self.call, self.arguments)


def editable(origin: Origin) -> Origin:
    """A place that somebody can edit: of one in what is documented, the call; steps through it are left out."""
    via = tuple(step for step in origin.via if not isinstance(step.source, Documented))
    if isinstance(origin.source, Documented):
        call = origin.source.call
        return Origin(call.source, call.span, origin.path, via)
    return origin if len(via) == len(origin.via) else replace(origin, via=via)
