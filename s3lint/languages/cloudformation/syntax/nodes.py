"""The syntax tree of a template: YAML and JSON alike, a span for everything, no meaning.

Offsets count characters of the source's text from 0, half-open. `tag` is a short tag as written (`!Ref`) or empty.
A node that an alias repeats is one object in several places, so a tree may be far larger than the text.

Nodes are plain classes: a template has thousands of them, and a `Record` takes three times as long to make.
"""

from __future__ import annotations

from typing import Union

from s3lint.base.source import Span


class Scalar:
    """`style` is empty for plain text, else the quote or block sign: `'`, `"`, `|`, `>`."""

    __slots__ = ("end", "start", "style", "tag", "text")
    __match_args__ = ("text",)

    def __init__(self, text: str, start: int, end: int, style: str = "", tag: str = "") -> None:
        self.text = text
        self.start = start
        self.end = end
        self.style = style
        self.tag = tag

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Sequence:
    __slots__ = ("end", "items", "start", "tag")
    __match_args__ = ("items",)

    def __init__(self, items: tuple[Node, ...], start: int, end: int, tag: str = "") -> None:
        self.items = items
        self.start = start
        self.end = end
        self.tag = tag

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Mapping:
    """Members in their order; a key that is written twice stands once, with its last value."""

    __slots__ = ("end", "members", "start", "tag")
    __match_args__ = ("members",)

    def __init__(self, members: tuple[tuple[Scalar, Node], ...], start: int, end: int, tag: str = "") -> None:
        self.members = members
        self.start = start
        self.end = end
        self.tag = tag

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    def member(self, key: str) -> Node | None:
        for name, node in self.members:
            if name.text == key:
                return node
        return None


Node = Union[Scalar, Sequence, Mapping]

EMPTY = Mapping((), 0, 0)


def is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.style and not node.tag and node.text in ("", "~", "null", "Null", "NULL")


def mapping(node: Node | None) -> Mapping:
    """The node if it is a map, else an empty one: for sections that may be missing or misshapen."""
    return node if isinstance(node, Mapping) else EMPTY
