"""The second reader of native HCL: python-hcl2's Lark tree to the same nodes.

It decides about texts in which tree-sitter reports an error. Heredocs are one token to it, so the sequences inside them
are found here and their expressions parsed one by one. Offsets in this module are those of the text that was parsed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s3lint.base.source import Span
from s3lint.languages.terraform.syntax import layout, lexical, strings
from s3lint.languages.terraform.syntax.hcl2_expressions import ExpressionReader, alone
from s3lint.languages.terraform.syntax.hcl2_templates import template_tokens
from s3lint.languages.terraform.syntax.hcl2_tree import end_of, kids, start_of
from s3lint.languages.terraform.syntax.hcl2_tree import tree as parsed
from s3lint.languages.terraform.syntax.nodes import Argument, Block, Body, Expression, Label, SyntaxProblem
from s3lint.languages.terraform.syntax.strings import Place, Refusal
from s3lint.languages.terraform.syntax.treesitter_tree import MAX_DEPTH

if TYPE_CHECKING:
    from lark import Tree

    from s3lint.languages.terraform.syntax.hcl2_tree import Node

Read = tuple[Body, list[SyntaxProblem]]


def read(text: str, offset: int) -> Read | SyntaxProblem:
    """The body of a text that begins at `offset` of its source, or why python-hcl2 refuses it."""

    def place(start: int, end: int) -> Span:
        return Span(start + offset, end + offset)

    tree = lexical.flaw(text) or parsed(text)
    if isinstance(tree, Refusal):
        return SyntaxProblem(tree.message, place(tree.start, tree.end))
    reader = _BodyReader(text, place)
    body = reader.body(kids(tree.children[0]), place(0, len(text)), 0)
    return body, reader.problems


def read_alone(text: str, place: Place, *, is_template: bool) -> Expression | SyntaxProblem:
    """An expression or a template that is not part of a body."""
    try:
        if not is_template:
            return alone(text, place, 0)
        tokens = template_tokens(ExpressionReader(text, place), 0, len(text), 0)
        return strings.quoted(tokens, place(0, len(text)), place)
    except Refusal as refusal:
        return SyntaxProblem(refusal.message, place(refusal.start, refusal.end))


class _BodyReader:
    def __init__(self, text: str, place: Place) -> None:
        self.text = text
        self.place = place
        self.expressions = ExpressionReader(text, place)
        self.problems: list[SyntaxProblem] = []

    def body(self, children: list[Node], span: Span, depth: int) -> Body:
        arguments: dict[str, Argument] = {}
        blocks: list[Block] = []
        before = -1
        for child in children:
            try:
                if before >= 0:
                    layout.new_line(self.text, before, start_of(child), end_of(child), "expected a new line here")
                before = end_of(child)
                if isinstance(child, str):
                    continue
                if child.data == "block":
                    blocks.append(self.block(child, depth))
                    continue
                argument = self.argument(child)
                if argument.name in arguments:
                    raise layout.duplicate(argument.name, start_of(child))
                arguments[argument.name] = argument
            except Refusal as refusal:
                if depth:
                    raise
                self.problems.append(SyntaxProblem(refusal.message, self.place(refusal.start, refusal.end)))
        return Body(arguments, tuple(blocks), span)

    def argument(self, node: Tree[Any]) -> Argument:
        name, _, value = kids(node)
        span = self.place(start_of(node), end_of(node))
        expression = self.expressions.expression(value, 0, True)
        return Argument(_word(name), self.place(start_of(name), end_of(name)), expression, span)

    def block(self, node: Tree[Any], depth: int) -> Block:
        if depth >= MAX_DEPTH:
            raise Refusal(f"expected at most {MAX_DEPTH} nested blocks", start_of(node), start_of(node) + 1)
        *heads, opening, inner, closing = kids(node)
        items = [] if isinstance(inner, str) else kids(inner)
        labels = tuple(self.label(head) for head in heads[1:])
        layout.same_line(self.text, start_of(node), start_of(opening), "`{` on the line of the block's name")
        shapes = [(str(item.data), start_of(item), end_of(item)) for item in items if not isinstance(item, str)]
        layout.block(self.text, end_of(opening), start_of(closing), shapes)
        body = self.body(items, self.place(end_of(opening), start_of(closing)), depth + 1)
        header = self.place(start_of(node), end_of(heads[-1]))
        return Block(_word(heads[0]), labels, body, header, self.place(start_of(node), end_of(node)))

    def label(self, node: Node) -> Label:
        start, end = start_of(node), end_of(node)
        if not isinstance(node, str) and node.data == "string":
            return Label(strings.label(self.text, start, end), self.place(start, end))
        return Label(_word(node), self.place(start, end))


def _word(node: Node) -> str:
    return str(node.children[0]) if not isinstance(node, str) else str(node)
