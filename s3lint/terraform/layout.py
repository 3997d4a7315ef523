"""Where HCL minds line ends and separators, and tree-sitter's grammar does not.

Offsets are the tree reader's own. Everything here raises Refusal with what was expected.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from s3lint.source import Span
from s3lint.terraform.nodes import SyntaxProblem
from s3lint.terraform.strings import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tree_sitter import Node

_COMMENT = re.compile(r"/\*.*?\*/|(?:#|//)[^\n]*", re.DOTALL)


def _gap(text: str, start: int, end: int) -> str:
    """The separators between two tokens, without comments; a line comment leaves its line end."""
    return _COMMENT.sub("", text[start:end])


def _newline(text: str, start: int, end: int) -> int:
    """The offset of the first line end between two tokens that is not inside a comment, or -1."""
    if text.find("\n", start, end) < 0:
        return -1
    covered = _COMMENT.sub(lambda match: " " * len(match.group()), text[start:end])
    found = covered.find("\n")
    return start + found if found >= 0 else -1


def same_line(text: str, start: int, end: int, expected: str) -> None:
    newline = _newline(text, start, end)
    if newline >= 0:
        raise Refusal(f"expected {expected}", newline, newline + 1)


def unbroken(text: str, nodes: Sequence[Node]) -> None:
    """No line end between the tokens of an expression that stands outside parentheses and brackets."""
    expected = "the rest of the expression on this line (only inside parentheses may it go on in the next)"
    for one, other in zip(nodes, nodes[1:]):
        same_line(text, one.end_byte, other.start_byte, expected)
    for node in nodes:
        if node.type in ("get_attr", "legacy_index"):
            same_line(text, node.start_byte, node.end_byte, expected)


def duplicate(name: str, span: Span) -> SyntaxProblem:
    return SyntaxProblem(f"expected the argument {name} once in this block, it is set again here", span)


def statements(text: str, items: Sequence[Node]) -> None:
    """Arguments and blocks of a body stand on lines of their own."""
    for one, other in zip(items, items[1:]):
        if _newline(text, one.end_byte, other.start_byte) < 0:
            kind = "argument" if one.type == "attribute" else "block"
            raise Refusal(f"expected a new line after the {kind}", other.start_byte, other.end_byte)


def block(text: str, opening: int, closing: int, children: Sequence[Node]) -> None:
    """What stands between the braces of a block: lines, or a single argument on the line of both braces."""
    items = [child for child in children if child.type in ("attribute", "block")]
    if not items:
        return
    first, last = items[0], items[-1]
    if _newline(text, opening, first.start_byte) < 0:
        if first.type == "block":
            raise Refusal("expected a new line: a block on one line holds one argument", first.start_byte, first.end_byte)
        if len(items) > 1:
            other = items[1]
            raise Refusal("expected `}`: a block on one line holds one argument", other.start_byte, other.end_byte)
        same_line(text, first.end_byte, closing, "`}` on the line of the block's `{`")
        return
    statements(text, items)
    if _newline(text, last.end_byte, closing) < 0:
        raise Refusal("expected a new line before `}`", closing, closing + 1)


def object_items(text: str, items: Sequence[Node], closing: int) -> None:
    """The items of an object are separated by a comma or a line end, and a comma stands on the line of its item."""
    for index, item in enumerate(items):
        stop = items[index + 1].start_byte if index + 1 < len(items) else closing
        gap = _gap(text, item.end_byte, stop)
        comma, newline = gap.find(","), gap.find("\n")
        if comma < 0 and newline < 0 and stop != closing:
            raise Refusal("expected a comma or a new line before the next item", stop, stop + 1)
        if 0 <= newline < comma:
            raise Refusal("expected the comma on the line of the item before it", item.end_byte, item.end_byte + 1)


def heredoc_end(text: str, end: int) -> None:
    """A heredoc's closing marker is followed by a line end."""
    if text.find("\n", end) < 0:
        raise Refusal("expected a new line after the heredoc's closing marker", max(end - 1, 0), end)


def numeral(text: str, start: int, end: int) -> None:
    if text[start : start + 2] in ("0x", "0X"):
        raise Refusal("expected a decimal number", start, end)
    if text[end : end + 1] == ".":
        raise Refusal("expected a number with one decimal point", start, end + 1)
