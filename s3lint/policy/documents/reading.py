"""Reading policy documents from what templates give: a JSON string, a structure that will be encoded, a map."""

from __future__ import annotations

from s3lint.base.source import Source, Span
from s3lint.base.value import (
    Absent,
    Data,
    Encoded,
    Known,
    MapValue,
    Origin,
    Setting,
    Text,
    Unknown,
    Value,
    text_of,
)
from s3lint.base.worlds import EVERYWHERE, World
from s3lint.policy.documents.document import Policy
from s3lint.policy.documents.structure import DocumentReader


class PolicySyntaxError(ValueError):
    """Text that is not a JSON object: line and column (from 1) and what was expected there."""

    def __init__(self, line: int, column: int, expected: str) -> None:
        super().__init__(f"line {line}, column {column}: {expected}")
        self.line = line
        self.column = column
        self.expected = expected


def parse_policy(text: str, path: str = "policy.json") -> Policy:
    """The policy of a JSON text that no template is around; `path` names it in places. Raises `PolicySyntaxError`."""
    origin = Origin(Source(path, text), Span(0, len(text)))
    match read_policy(Known(text, origin), origin, EVERYWHERE):
        case Known(policy):
            return policy
        case Unknown(reason, place):
            raise PolicySyntaxError(place.start.line, place.start.column, reason)
        case Absent(place):
            raise PolicySyntaxError(place.start.line, place.start.column, "expected a JSON object")


def read_policy(value: Value[Data], header: Origin, world: World, key: Origin | None = None) -> Setting[Policy]:
    """The policy that a setting gives in a world; what is no policy document is unknown, with reason and place.

    `header` is the place to blame for what is absent. `key` is the setting's own, to blame for what a document lacks that
    is written right there.
    """
    setting = world.settle(value)
    if isinstance(setting, Known) and isinstance(setting.value, (str, Text)):
        # The reader of JSON is needed only for policies that are written as strings.
        from s3lint.policy.documents.json_text import read_json

        setting, flaws = read_json(text_of(setting.value, setting.origin), setting.origin)
    else:
        flaws = ()
    match setting:
        case Known(Encoded(inner), _):
            return read_policy(inner, header, world, key)
        case Known(MapValue() as document, origin):
            place = _place(origin, key)
            return Known(DocumentReader(world, list(flaws)).policy(document, place), place)
        case Known(_, origin):
            return Unknown("expected a policy document, which is a JSON object", origin)
        case Absent():
            return Absent(header)
        case Unknown():
            return setting


def _place(document: Origin, key: Origin | None) -> Origin:
    """The key of a document that begins on its line or on the next one; otherwise the document itself."""
    if key is None or key.source is not document.source or document.span.start < key.span.end:
        return document
    between = key.source.text[key.span.end : document.span.start]
    return key if between.count("\n") <= 1 else document
