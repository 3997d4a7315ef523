"""Variables of the Serverless Framework: `${self:custom.name}`, `${opt:stage, 'dev'}`, `${env:NAME}`.

https://www.serverless.com/framework/docs/guides/variables
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from s3lint.base.source import Source, Span
from s3lint.base.value import Data, Known, Origin, Piece, Symbol, Text, Unknown
from s3lint.languages.cloudformation.syntax.nodes import Mapping, Node, Scalar, Sequence

MAX_DEPTH = 10
"""Variables that are defined by variables."""
MAX_LENGTH = 1_000
"""Characters of one variable."""

_START = r"\$\{(?=(?:self|opt|env|sls|param|cf|ssm|s3|file|aws|git|strToBool)[:(.])"  # compiled by `re` when there is a service
_SPLIT = r"""\s*,\s*(?=(?:[^'"]*(?:'[^']*'|"[^"]*"))*[^'"]*$)"""
_FACTS = {"aws:accountId": ("account", "${AWS::AccountId}"), "aws:region": ("region", "${AWS::Region}")}


def renamed(text: str) -> tuple[str, dict[str, tuple[str, Span]]]:
    """The text with its variables renamed as loops call theirs, each as long as before.

    With what the new names stand for, and where that is written.
    """
    parts: list[str] = []
    names: dict[str, tuple[str, Span]] = {}
    last = 0
    for start, end in _variables(text):
        name = str(len(names)).rjust(end - start - 3, "0")
        names[name] = (text[start + 2 : end - 1], Span(start, end))
        parts += (text[last:start], f"${{{name}}}")
        last = end
    return "".join((*parts, text[last:])), names


def _variables(text: str) -> Iterator[tuple[int, int]]:
    """The outermost variables of a text."""
    last = 0
    for match in re.finditer(_START, text):
        if match.start() < last:
            continue
        depth = 0
        for place in range(match.start(), min(len(text), match.start() + MAX_LENGTH)):
            depth += (text[place] == "{") - (text[place] == "}")
            if text[place] == "}" and depth == 0:
                last = place + 1
                yield match.start(), last
                break


class Variables:
    """What variables stand for in a service: what is written in it, facts about the deployment, or what its user says."""

    def __init__(self, root: Mapping, source: Source) -> None:
        self._root = root
        self._source = source

    def value(self, expression: str, origin: Origin, depth: int = 0) -> Known[Data] | Unknown:
        """The first of the alternatives that is known; unknown where none is."""
        inner = self._text(expression, origin, depth)
        written = inner.literal if inner is not None else None
        if written is not None and depth < MAX_DEPTH:
            for alternative in re.split(_SPLIT, "opt:stage, self:provider.stage, 'dev'" if written == "sls:stage" else written):
                found = self._one(alternative, origin, depth)
                if found is not None:
                    return found
        name = f"${{{expression}}}"
        return Unknown(f"{name} is known where the service is deployed", origin, (name,), name, is_input=True)

    def _one(self, expression: str, origin: Origin, depth: int) -> Known[Data] | None:
        kind, colon, path = expression.partition(":")
        if expression[:1] in ("'", '"'):
            return Known(expression[1:-1], origin)
        if not colon:
            return Known(expression, origin) if expression else None
        if expression in _FACTS:
            fact, written = _FACTS[expression]
            return Known(Text((Piece(Symbol("", fact, written), origin),)), origin)
        node = self._at(path) if kind == "self" else None
        if not isinstance(node, Scalar):
            return None
        place = Origin(self._source, node.span)
        found = self._text(node.text, place, depth + 1)
        return None if found is None else Known(found.literal if found.literal is not None else found, place)

    def _at(self, path: str) -> Node | None:
        """What stands at a path in the service; the name of a service may stand in a map."""
        node: Node | None = self._root
        for key in path.split("."):
            if isinstance(node, Sequence):
                node = node.items[int(key)] if key.isdecimal() and int(key) < len(node.items) else None
            else:
                node = node.member(key) if isinstance(node, Mapping) else None
        return node.member("name") if path == "service" and isinstance(node, Mapping) else node

    def _text(self, text: str, origin: Origin, depth: int) -> Text | None:
        """A text with the variables in it; nothing where they are defined by themselves."""
        if depth > MAX_DEPTH:
            return None
        pieces: list[Piece] = []
        last = 0
        for start, end in _variables(text):
            pieces.append(Piece(text[last:start], origin))
            match self.value(text[start + 2 : end - 1], origin, depth + 1):
                case Known(str() as content, place):
                    pieces.append(Piece(content, place))
                case Known(Text(inside)):
                    pieces += inside
                case Unknown() as unknown:
                    pieces.append(Piece(unknown, origin))
            last = end
        pieces.append(Piece(text[last:], origin))
        return Text(tuple(piece for piece in pieces if piece.content != "") or (Piece("", origin),))
