"""Where HCL minds line ends and separators, and tree-sitter's grammar does not.

Everything here raises Refusal with what was expected.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from s3lint.languages.terraform.syntax.strings import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tree_sitter import Node

_COMMENT = re.compile(r"/\*.*?\*/|(?:#|//)[^\n]*", re.DOTALL)


def _newline(text: str, start: int, end: int) -> int:
    """The offset of the first line end between two tokens that is not inside a comment, or -1."""
    found = text.find("\n", start, end)
    if found < 0 or text[start:end].isspace():
        return found
    covered = _COMMENT.sub(lambda match: " " * len(match.group()), text[start:end])
    found = covered.find("\n")
    return start + found if found >= 0 else -1


def same_line(text: str, start: int, end: int, expected: str) -> None:
    newline = _newline(text, start, end)
    if newline >= 0:
        raise Refusal(f"expected {expected}", newline, newline)


def unbroken(text: str, nodes: Sequence[Node]) -> None:
    """No line end between the tokens of an expression that stands outside parentheses and brackets."""
    expected = "the rest of the expression on this line (only inside parentheses may it go on in the next)"
    for one, other in pairwise(nodes):
        if one.type != "(" and other.type != ")":
            same_line(text, one.end_byte, other.start_byte, expected)
    for node in nodes:
        if node.type in ("get_attr", "legacy_index"):
            same_line(text, node.start_byte, node.end_byte, expected)


def duplicate(name: str, start: int) -> Refusal:
    return Refusal(f"expected the argument {name} once in this body, it is set again here", start, start + len(name))


Item = tuple[str, int, int]
"""An argument or a block of a body: `attribute` or `block`, where it starts and ends."""


def new_line(text: str, start: int, end: int, found: int, expected: str) -> None:
    """Two tokens stand on different lines; `found` is the end of the second."""
    if _newline(text, start, end) < 0:
        raise Refusal(expected, end, found)


def statements(text: str, items: Sequence[Item]) -> None:
    """Arguments and blocks of a body stand on lines of their own."""
    for (kind, _, end), (_, start, stop) in pairwise(items):
        word = "argument" if kind == "attribute" else "block"
        new_line(text, end, start, stop, f"expected a new line after the {word}")


def block(text: str, opening: int, closing: int, items: Sequence[Item]) -> None:
    """What stands between the braces of a block: lines, or a single argument on the line of both braces."""
    if not items:
        return
    kind, start, end = items[0]
    if _newline(text, opening, start) >= 0:
        statements(text, items)
        new_line(text, items[-1][2], closing, closing + 1, "expected a new line before `}`")
    elif kind == "block":
        raise Refusal("expected a new line: a block on one line holds one argument", start, end)
    elif len(items) > 1:
        raise Refusal("expected `}`: a block on one line holds one argument", *items[1][1:])
    else:
        same_line(text, end, closing, "`}` on the line of the block's `{`")


def separated(text: str, end: int, start: int) -> None:
    """Two items of an object have a comma or a line end between them, and a comma stands on the line of its item."""
    gap = _COMMENT.sub("", text[end:start])
    comma, newline = gap.find(","), gap.find("\n")
    if comma < 0 and newline < 0:
        raise Refusal("expected a comma or a new line before the next item", start, start + 1)
    if 0 <= newline < comma:
        raise Refusal("expected the comma on the line of the item before it", end, end)


def heredoc_end(text: str, end: int) -> None:
    """A heredoc's closing marker is followed by a line end."""
    if text.find("\n", end) < 0:
        raise Refusal("expected a new line after the heredoc's closing marker", max(end - 1, 0), end)


def one_point(text: str, start: int, end: int) -> None:
    """A number is not followed by a further decimal point and digits."""
    if text[end : end + 1] == "." and text[end + 1 : end + 2].isdigit():
        raise Refusal("expected a number with one decimal point", start, end + 1)


_WORDS = ("for", "in", "if", "else", "endif", "endfor")


def whole_words(text: str, nodes: Sequence[Node]) -> None:
    """A keyword does not run on into a name; tree-sitter takes `inc` for `in c`."""
    for node in nodes:
        following = text[node.end_byte : node.end_byte + 1]
        if node.type in _WORDS and (following.isalnum() or following in ("_", "-")):
            raise Refusal(f"expected `{node.type}`, found a longer name", node.start_byte, node.end_byte + 1)
