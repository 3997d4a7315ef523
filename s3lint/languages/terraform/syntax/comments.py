"""Comments with their places: those of tree-sitter's tree, and what they say."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from s3lint.base.source import Comment, Span

if TYPE_CHECKING:
    from tree_sitter import Node

SIGN = re.compile("#|//|/\\*")
_SIGNS = re.compile(r"/\*(.*?)\*/|(?:#+|//+)(.*)", re.DOTALL)


def spans(text: str, root: Node) -> Iterator[tuple[int, int]]:
    """The ranges of the comments in a tree, in order; the branches without a sign of one are not walked."""
    signs = [match.start() for match in SIGN.finditer(text)]
    pending = [root]
    while pending:
        node = pending.pop()
        start, end = node.start_byte, node.end_byte
        if node.type == "comment":
            yield start, end
        elif bisect_left(signs, start) < bisect_left(signs, end):
            pending += reversed(node.children)


def placed(text: str, found: Iterable[tuple[int, int, str]]) -> tuple[Comment, ...]:
    """Comments from where each starts and ends, in order, and what it says."""
    comments: list[Comment] = []
    before = 0
    for start, end, words in found:
        line = text.rfind("\n", before, start) + 1
        stands_alone = (line > 0 or before == 0) and not text[line:start].strip()
        comments.append(Comment(Span(start, end), words.strip(), stands_alone))
        before = end
    return tuple(comments)


def words(comment: str) -> str:
    """What a comment of the native syntax says, without its signs."""
    match = _SIGNS.match(comment)
    return (match.group(1) or match.group(2) or "") if match is not None else ""
