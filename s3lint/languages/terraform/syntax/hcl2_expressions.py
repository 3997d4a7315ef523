"""Expressions and templates of python-hcl2's Lark tree."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from s3lint.base.source import Span
from s3lint.languages.terraform.syntax import hcl2_templates as templates
from s3lint.languages.terraform.syntax import layout
from s3lint.languages.terraform.syntax.hcl2_tree import end_of, kids, start_of
from s3lint.languages.terraform.syntax.hcl2_tree import tree as parsed
from s3lint.languages.terraform.syntax.nodes import (
    Attribute,
    Binary,
    Call,
    Conditional,
    Expression,
    ForObject,
    ForTuple,
    Index,
    Literal,
    ObjectItem,
    ObjectNode,
    Parentheses,
    Splat,
    SplatItem,
    TupleNode,
    Unary,
    Variable,
)
from s3lint.languages.terraform.syntax.strings import Place, Refusal
from s3lint.languages.terraform.syntax.treesitter_tree import MAX_DEPTH, number

if TYPE_CHECKING:
    from lark import Token as Leaf

    from s3lint.languages.terraform.syntax.hcl2_tree import Branch, Node

_KEYWORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_LINE_GOES_ON = "the rest of the expression on this line (only inside parentheses may it go on in the next)"


def alone(text: str, place: Place, depth: int) -> Expression:
    """The expression that a text is. Raises Refusal."""
    head = "x = ("
    buffer = head + text + "\n)"

    def inside(start: int, end: int) -> Span:
        return place(*_clipped(start, end, len(head), len(text)))

    try:
        tree = parsed(buffer)
        if isinstance(tree, Refusal):
            raise tree
        statements = kids(tree.children[0])
        first = statements[0]
        last = first if isinstance(first, str) else first.children[-1]
        if len(statements) != 1 or end_of(last) != len(buffer) or start_of(last) != len(head) - 1:
            raise Refusal("expected one expression", 0, len(buffer))
        found = ExpressionReader(buffer, inside).expression(last, depth, False)
    except Refusal as refusal:
        message = refusal.message.replace("`)` or a new line", "the end of the expression")
        raise Refusal(message, *_clipped(refusal.start, refusal.end, len(head), len(text))) from None
    return found.operand if isinstance(found, Parentheses) else found


def _clipped(start: int, end: int, head: int, size: int) -> tuple[int, int]:
    return min(max(start - head, 0), size), min(max(end - head, 0), size)


class ExpressionReader:
    """Builds expressions. `lines` says that a line end would end the expression."""

    def __init__(self, text: str, place: Place) -> None:
        self.text = text
        self.place = place

    def expression(self, node: Node, depth: int, lines: bool) -> Expression:
        if depth >= MAX_DEPTH:
            raise Refusal(f"expected at most {MAX_DEPTH} nested expressions", start_of(node), start_of(node) + 1)
        if isinstance(node, str):
            raise Refusal("expected an expression", start_of(node), end_of(node))
        build = _BUILDERS.get(str(node.data))
        if build is None:
            raise Refusal("expected an expression", start_of(node), end_of(node))
        return build(self, node, depth + 1, lines)

    def span(self, node: Node) -> Span:
        return self.place(start_of(node), end_of(node))

    def term(self, node: Branch, depth: int, lines: bool) -> Expression:
        children = kids(node)
        if not isinstance(children[0], str):
            return self.expression(children[0], depth - 1, lines)
        return Parentheses(self.expression(children[1], depth, False), self.span(node))

    def number(self, node: Branch, depth: int, lines: bool) -> Expression:
        start, end = start_of(node), end_of(node)
        text = self.text[start:end]
        layout.one_point(self.text, start, end)
        if text.startswith("-"):
            digits = text[1:].lstrip()
            return Unary("-", Literal(number(digits, start), self.place(end - len(digits), end)), self.place(start, end))
        return Literal(number(text, start), self.place(start, end))

    def word(self, node: Branch, depth: int, lines: bool) -> Expression:
        text = str(node.children[0])
        if text in _KEYWORDS:
            return Literal(_KEYWORDS[text], self.span(node))
        return Variable(text, self.span(node))

    def tuple_node(self, node: Branch, depth: int, lines: bool) -> Expression:
        items = [self.expression(child, depth, False) for child in kids(node) if not isinstance(child, str)]
        return TupleNode(tuple(items), self.span(node))

    def object_node(self, node: Branch, depth: int, lines: bool) -> Expression:
        items: list[ObjectItem] = []
        before = -1
        first = kids(node)[1]
        if not isinstance(first, str) and str(_bare(first)) == "for":
            raise Refusal("expected `for name in collection :`", start_of(first), end_of(first))
        for child in kids(node):
            if not isinstance(child, str):
                if before >= 0:
                    layout.separated(self.text, before, start_of(child))
                key, _, value = kids(child)
                items.append(ObjectItem(self.key(key, depth), self.expression(value, depth, True)))
                before = end_of(child)
        return ObjectNode(tuple(items), self.span(node))

    def key(self, node: Node, depth: int) -> Expression:
        inner = _bare(node)
        if isinstance(inner, str):
            return Literal(str(inner), self.span(node))
        return self.expression(kids(node)[0] if not isinstance(node, str) else node, depth, True)

    def call(self, node: Branch, depth: int, lines: bool) -> Expression:
        children = kids(node)
        names = [child for child in children if not isinstance(child, str) and child.data == "identifier"]
        arguments: list[Expression] = []
        expand = False
        for child in children:
            if not isinstance(child, str) and child.data == "arguments":
                arguments = [self.expression(inner, depth, False) for inner in kids(child) if not isinstance(inner, str)]
                expand = str(kids(child)[-1]) == "..."
        name = "::".join(str(child.children[0]) for child in names)
        name_span = self.place(start_of(names[0]), end_of(names[-1]))
        return Call(name, tuple(arguments), expand, name_span, self.span(node))

    # Traversals

    def traversal(self, node: Branch, depth: int, lines: bool) -> Expression:
        """`operand step`, where a splat's step holds all that follows it."""
        links: list[Branch] = []
        operand: Node = node
        while not isinstance(operand, str) and operand.data in _LINKS:
            if operand.data != "expr_term":
                links.append(operand)
            elif len(kids(operand)) > 1:
                break
            operand = kids(operand)[0]
        steps = [step for link in reversed(links) for step in _steps(kids(link)[1:])]
        return self.walk(self.expression(operand, depth, lines), steps, start_of(node), depth)

    def walk(self, operand: Expression, steps: list[Branch | Leaf], start: int, depth: int) -> Expression:
        if depth >= MAX_DEPTH:
            raise Refusal(f"expected at most {MAX_DEPTH} nested expressions", start, start + 1)
        while steps:
            step = steps.pop(0)
            end = end_of(step)
            if isinstance(step, str):
                item: Expression = SplatItem(self.place(start_of(step), end))
                if step == "[*]":
                    stop = end_of(steps[-1]) if steps else end
                    each = self.walk(item, steps, start_of(step), depth + 1)
                    operand = Splat(operand, each, self.place(start, stop))
                    continue
                named: list[Branch | Leaf] = []
                while steps and not isinstance(steps[0], str) and steps[0].data in ("get_attr", "short_index"):
                    named.append(steps.pop(0))
                if steps and steps[0] == ".*":
                    raise Refusal("expected no `.*` inside the attributes of another", end_of(step), end_of(step) + 1)
                stop = end_of(named[-1]) if named else end
                operand = Splat(operand, self.walk(item, named, start_of(step), depth + 1), self.place(start, stop))
            elif step.data == "get_attr":
                name = kids(step)[1]
                word = str(name.children[0]) if not isinstance(name, str) else str(name)
                operand = Attribute(operand, word, self.place(start, end))
            elif step.data == "short_index":
                key = kids(step)[1]
                operand = Index(operand, Literal(int(str(key)), self.span(key)), self.place(start, end))
            else:
                operand = Index(operand, self.expression(kids(step)[1], depth, False), self.place(start, end))
        return operand

    # Operators

    def unary(self, node: Branch, depth: int, lines: bool) -> Expression:
        sign, operand = kids(node)
        return Unary(str(sign), self.expression(operand, depth, lines), self.span(node))

    def binary(self, node: Branch, depth: int, lines: bool) -> Expression:
        """A chain such as `a + b + c` leans left and may be long, so it is built from its innermost operation out."""
        chain = [node]
        inner = kids(node)[0]
        while not isinstance(inner, str) and inner.data == "binary_op":
            chain.append(inner)
            inner = kids(inner)[0]
        start, before = start_of(inner), end_of(inner)
        built = self.expression(inner, depth, lines)
        for operation in reversed(chain):
            sign, right = kids(kids(operation)[1])
            operator = sign.children[0] if not isinstance(sign, str) else sign
            if lines:
                layout.same_line(self.text, before, start_of(right), _LINE_GOES_ON)
            before = end_of(right)
            built = Binary(str(operator).strip(), built, self.expression(right, depth, lines), self.place(start, before))
        return built

    def conditional(self, node: Branch, depth: int, lines: bool) -> Expression:
        condition, _, if_true, _, if_false = kids(node)
        if lines:
            layout.same_line(self.text, end_of(condition), start_of(if_true), _LINE_GOES_ON)
            layout.same_line(self.text, end_of(if_true), start_of(if_false), _LINE_GOES_ON)
        return Conditional(
            self.expression(condition, depth, lines),
            self.expression(if_true, depth, lines),
            self.expression(if_false, depth, lines),
            self.span(node),
        )

    # For

    def for_tuple(self, node: Branch, depth: int, lines: bool) -> Expression:
        _, intro, result, *rest = kids(node)
        key, value, collection = self.intro(intro, depth)
        return ForTuple(
            key, value, collection, self.expression(result, depth, False), self.condition(rest, depth), self.span(node)
        )

    def for_object(self, node: Branch, depth: int, lines: bool) -> Expression:
        _, intro, result_key, _, result, *rest = kids(node)
        key, value, collection = self.intro(intro, depth)
        return ForObject(
            key,
            value,
            collection,
            self.expression(result_key, depth, False),
            self.expression(result, depth, False),
            str(rest[0]) == "...",
            self.condition(rest, depth),
            self.span(node),
        )

    def intro(self, node: Node, depth: int) -> tuple[str, str, Expression]:
        parts = [child for child in kids(node) if not isinstance(child, str)]
        names = [str(part.children[0]) for part in parts[:-1]]
        return (names[0] if len(names) > 1 else ""), names[-1], self.expression(parts[-1], depth, False)

    def condition(self, rest: list[Node], depth: int) -> Expression | None:
        for node in rest:
            if not isinstance(node, str) and node.data == "for_cond":
                return self.expression(kids(node)[1], depth, False)
        return None

    # Templates

    def alone(self, text: str, place: Place, depth: int) -> Expression:
        return alone(text, place, depth)

    def quoted(self, node: Branch, depth: int, lines: bool) -> Expression:
        return templates.quoted(self, node, depth)

    def heredoc(self, node: Branch, depth: int, lines: bool) -> Expression:
        return templates.heredoc(self, node, depth)


def _bare(node: Node) -> Node:
    """The word that an item's key is; of an item the word of its key. A key that is no word is given as it is."""
    inner = kids(node)[0] if not isinstance(node, str) and node.data == "object_elem" else node
    while not isinstance(inner, str) and len(kids(inner)) == 1 and inner.data in ("object_elem_key", "expr_term", *_BARE):
        inner = kids(inner)[0]
    return inner


def _steps(nodes: list[Node]) -> list[Branch | Leaf]:
    found: list[Branch | Leaf] = []
    for node in nodes:
        if not isinstance(node, str) and node.data in ("attr_splat", "full_splat"):
            found += _steps(kids(node))
        else:
            found.append(node)
    return found


_LINKS = ("expr_term", "index_expr_term", "get_attr_expr_term", "attr_splat_expr_term", "full_splat_expr_term")
_BARE = ("identifier", "literal_value", "keyword")
_BUILDERS: dict[str, Callable[[ExpressionReader, Branch, int, bool], Expression]] = {
    "expr_term": ExpressionReader.term,
    "int_lit": ExpressionReader.number,
    "float_lit": ExpressionReader.number,
    "identifier": ExpressionReader.word,
    "literal_value": ExpressionReader.word,
    "string": ExpressionReader.quoted,
    "tuple": ExpressionReader.tuple_node,
    "object": ExpressionReader.object_node,
    "function_call": ExpressionReader.call,
    "heredoc_template": ExpressionReader.heredoc,
    "heredoc_template_trim": ExpressionReader.heredoc,
    "index_expr_term": ExpressionReader.traversal,
    "get_attr_expr_term": ExpressionReader.traversal,
    "attr_splat_expr_term": ExpressionReader.traversal,
    "full_splat_expr_term": ExpressionReader.traversal,
    "for_tuple_expr": ExpressionReader.for_tuple,
    "for_object_expr": ExpressionReader.for_object,
    "unary_op": ExpressionReader.unary,
    "binary_op": ExpressionReader.binary,
    "conditional": ExpressionReader.conditional,
}
