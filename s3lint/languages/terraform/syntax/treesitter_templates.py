"""Templates and heredocs of tree-sitter's tree: a flat run of tokens, with the literal text taken from between the parts.

tree-sitter leaves out some white space of literals, so only the places of the other parts are used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Protocol

from s3lint.languages.terraform.syntax import layout, strings
from s3lint.languages.terraform.syntax.nodes import Expression
from s3lint.languages.terraform.syntax.strings import For, If, Interpolated, Place, Refusal, Run, Token, Word

if TYPE_CHECKING:
    from tree_sitter import Node

_NESTS = {"template_directive", "template_if", "template_for"}
_WORDS = {"template_else_intro": "else", "template_if_end": "endif", "template_for_end": "endfor"}
_TOKENS = {"template_interpolation", "template_if_intro", "template_for_start", *_WORDS}
Literals = Callable[[str, int, int], list[Run]]


class Expressions(Protocol):
    """The reader of the expressions in a template's sequences; its text is the one in which the template stands."""

    text: str
    place: Place

    def name(self, node: Node) -> str: ...

    def expression(self, node: Node, depth: int, lines: bool) -> Expression: ...


def quoted(reader: Expressions, node: Node, depth: int) -> Expression:
    start, end = node.start_byte, node.end_byte
    tokens = _tokens(reader, node, start + 1, end - 1, depth, _quoted_literals)
    return strings.quoted(tokens, reader.place(start, end), reader.place)


def heredoc(reader: Expressions, node: Node, depth: int) -> Expression:
    children = node.children
    marker, opening, closing = children[0], children[1], children[-1]
    text = reader.text
    end = closing.end_byte
    body_start = text.find("\n", opening.end_byte) + 1
    if text[opening.end_byte : body_start] not in ("\n", "\r\n"):
        raise Refusal("expected a new line after the heredoc's marker", opening.end_byte, body_start - 1)
    if opening.start_byte != marker.end_byte:
        raise Refusal("expected the heredoc's marker right behind <<", marker.end_byte, opening.start_byte)
    layout.heredoc_end(text, end)
    body_end = text.rfind("\n", 0, closing.start_byte) + 1
    tokens = _tokens(reader, node, body_start, max(body_start, body_end), depth, _template_literals)
    is_indented = text.startswith("<<-", marker.start_byte)
    return strings.heredoc(tokens, is_indented, reader.place(node.start_byte, end), reader.place)


def bare(reader: Expressions, node: Node, start: int, end: int) -> Expression:
    """The template that a heredoc's body is, as if it stood in quotes without escapes."""
    tokens = _tokens(reader, node, start, end, 0, _template_literals)
    return strings.quoted(tokens, reader.place(start, end), reader.place)


def _quoted_literals(text: str, start: int, end: int) -> list[Run]:
    newline = text.find("\n", start, end)
    if newline >= 0:
        raise Refusal("expected the closing quote on this line (a heredoc may have several)", newline, newline + 1)
    return [strings.quoted_run(text, start, end)]


def _template_literals(text: str, start: int, end: int) -> list[Run]:
    return list(strings.template_runs(text, start, end))


def _tokens(reader: Expressions, node: Node, start: int, end: int, depth: int, literals: Literals) -> list[Token]:
    tokens: list[Token] = []
    for part in _parts(node):
        if part.start_byte > start:
            tokens += literals(reader.text, start, part.start_byte)
        tokens.append(_token(reader, part, depth + 1))
        start = part.end_byte
    if end > start:
        tokens += literals(reader.text, start, end)
    return tokens


def _parts(node: Node) -> Iterator[Node]:
    """Interpolations, and heads and ends of directives, in the order of the text."""
    pending = [node]
    while pending:
        current = pending.pop()
        if current.type in _TOKENS:
            yield current
        elif current is node or current.type in _NESTS:
            pending += reversed(current.children)


def _token(reader: Expressions, node: Node, depth: int) -> Token:
    start, end, text = node.start_byte, node.end_byte, reader.text
    strips_left, strips_right = text[start + 2] == "~", text[end - 2] == "~"
    expression: Expression | None = None
    names: list[str] = []
    markers = 0
    layout.whole_words(text, node.children)
    for child in node.children:
        match child.type:
            case "strip_marker":
                markers += 1
            case "identifier":
                names.append(reader.name(child))
            case "expression":
                expression = reader.expression(child, depth, False)
            case _:
                pass
    if markers != strips_left + strips_right:
        raise Refusal("expected `~` right beside the brace", start, end)
    if node.type in _WORDS:
        return Word(_WORDS[node.type], start, end, strips_left, strips_right)
    if expression is None:
        raise Refusal("expected an expression", start, end)
    if node.type == "template_interpolation":
        return Interpolated(expression, start, end, strips_left, strips_right)
    if node.type == "template_if_intro":
        return If(expression, start, end, strips_left, strips_right)
    key = names[0] if len(names) > 1 else ""
    return For(key, names[-1], expression, start, end, strips_left, strips_right)
