"""From tree-sitter's tree of native HCL to bodies of arguments and blocks.

tree-sitter is more lenient than HCL about line ends, separators and numbers; what it
lets through is refused here (`layout`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3lint.base.source import Span
from s3lint.languages.terraform.syntax import layout, strings
from s3lint.languages.terraform.syntax.nodes import Argument, Block, Body, Label, SyntaxProblem
from s3lint.languages.terraform.syntax.strings import Place, Refusal
from s3lint.languages.terraform.syntax.treesitter_expressions import ExpressionReader
from s3lint.languages.terraform.syntax.treesitter_tree import MAX_DEPTH

if TYPE_CHECKING:
    from tree_sitter import Node


class TreeReader:
    """Builds the nodes of one text. `place` turns the reader's offsets into spans of the source."""

    def __init__(self, text: str, place: Place = Span) -> None:
        self.text = text
        self.place = place
        self.expressions = ExpressionReader(text, place)
        self.problems: list[SyntaxProblem] = []

    def refuse(self, refusal: Refusal) -> None:
        self.problems.append(SyntaxProblem(refusal.message, self.place(refusal.start, refusal.end)))

    def body(self, children: list[Node], span: Span, depth: int) -> Body:
        """A statement of the file that is wrong somewhere is left out whole: half a block would lack what it sets."""
        arguments: dict[str, Argument] = {}
        blocks: list[Block] = []
        for child in children:
            try:
                if child.type not in ("attribute", "block"):
                    continue
                if child.type == "block":
                    blocks.append(self.block(child, depth))
                    continue
                argument = self.argument(child, depth)
                if argument.name in arguments:
                    raise layout.duplicate(argument.name, child.start_byte)
                arguments[argument.name] = argument
            except Refusal as refusal:
                if depth:
                    raise
                self.refuse(refusal)
        return Body(arguments, tuple(blocks), span)

    def argument(self, node: Node, depth: int) -> Argument:
        start, end = node.start_byte, node.end_byte
        children = node.children
        name, value = children[0], children[-1]
        if self.text.find("\n", start, value.start_byte) >= 0:
            layout.same_line(self.text, start, value.start_byte, "the value on the same line as its name")
        lines = self.text.find("\n", value.start_byte, end) >= 0
        expression = self.expressions.expression(value, depth, lines)
        return Argument(self.expressions.name(name), self.place(start, name.end_byte), expression, self.place(start, end))

    def block(self, node: Node, depth: int) -> Block:
        start, end = node.start_byte, node.end_byte
        if depth >= MAX_DEPTH:
            raise Refusal(f"expected at most {MAX_DEPTH} nested blocks", start, start + 1)
        labels: list[Label] = []
        inner: list[Node] = []
        children = node.children
        opening = closing = start
        for child in children[1:]:
            match child.type:
                case "string_lit":
                    labels.append(self.label(child))
                case "identifier":
                    labels.append(Label(self.expressions.name(child), self.place(child.start_byte, child.end_byte)))
                case "block_start":
                    opening = child.end_byte
                case "block_end":
                    closing = child.start_byte
                case "body":
                    inner += child.children
        header_end = labels[-1].span.end if labels else self.place(start, children[0].end_byte).end
        header = Span(self.place(start, start).start, header_end)
        layout.same_line(self.text, start, opening, "`{` on the line of the block's name")
        layout.block(self.text, opening, closing, items(inner))
        body = self.body(inner, self.place(opening, closing), depth + 1)
        return Block(self.expressions.name(children[0]), tuple(labels), body, header, self.place(start, end))

    def label(self, node: Node) -> Label:
        start, end = node.start_byte, node.end_byte
        return Label(strings.label(self.text, start, end), self.place(start, end))


def items(nodes: list[Node]) -> list[layout.Item]:
    return [(node.type, node.start_byte, node.end_byte) for node in nodes if node.type in ("attribute", "block")]
