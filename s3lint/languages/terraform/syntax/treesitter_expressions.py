"""Expressions of tree-sitter's tree of native HCL."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from s3lint.languages.terraform.syntax import layout, strings
from s3lint.languages.terraform.syntax import treesitter_templates as templates
from s3lint.languages.terraform.syntax.nodes import (
    AttributeAccess,
    Binary,
    Conditional,
    Expression,
    ForObject,
    ForTuple,
    FunctionCall,
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
    from tree_sitter import Node

MAX_SIMPLE = 2 * MAX_DEPTH
"""Characters of an expression that is read off its text; longer ones are rare."""

_STEP = re.compile(r'\.([A-Za-z_][\w-]*)|\[(?:([0-9]{1,9})|"([^"\\\n{]*)")\]')
_SIMPLE = re.compile(rf'([A-Za-z_][\w-]*)((?:{_STEP.pattern})*)|"([^"\\\n{{]*)"|([0-9]{{1,18}})')
_FOR = re.compile(r"for(?![\w-])")
_KEYWORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


class ExpressionReader:
    """Builds the expressions of one text. `place` turns the reader's offsets into spans of the source.

    `lines` says that a line end would end the expression: it is outside parentheses and brackets.
    """

    def __init__(self, text: str, place: Place) -> None:
        self.text = text
        self.place = place

    def name(self, node: Node) -> str:
        name = self.text[node.start_byte : node.end_byte]
        if "::" in name:
            raise Refusal("expected a name; `::` stands only in the names of functions", node.start_byte, node.end_byte)
        return name

    def expression(self, node: Node, depth: int, lines: bool) -> Expression:
        start, end = node.start_byte, node.end_byte
        simple = _SIMPLE.fullmatch(self.text, start, end) if end - start <= MAX_SIMPLE else None
        if simple is not None:
            return self.simple(simple, start, end)
        if depth >= MAX_DEPTH:
            raise Refusal(f"expected at most {MAX_DEPTH} nested expressions", start, start + 1)
        children = node.children
        if len(children) == 1:
            return self.primary(children[0], depth, lines)
        return self.term(children, depth, lines)

    def simple(self, match: re.Match[str], start: int, end: int) -> Expression:
        """Most expressions are a plain traversal, a plain string or a number: they are read off the text, which is faster."""
        word, steps, _, _, _, string, digits = match.groups()
        if string is not None:
            return Literal(strings.composed(string), self.place(start, end))
        if digits is not None:
            return Literal(int(digits), self.place(start, end))
        first = self.place(start, start + len(word))
        operand: Expression = Literal(_KEYWORDS[word], first) if word in _KEYWORDS else Variable(word, first)
        if steps:
            for step in _STEP.finditer(self.text, start + len(word), end):
                name, index, key = step.groups()
                span = self.place(start, step.end())
                if name is not None:
                    operand = AttributeAccess(operand, name, span)
                    continue
                literal = int(index) if index is not None else strings.composed(key)
                operand = Index(operand, Literal(literal, self.place(step.start() + 1, step.end() - 1)), span)
        return operand

    def term(self, children: list[Node], depth: int, lines: bool) -> Expression:
        """A primary with what follows it (`.name`, `[key]`, splats). Comments may stand anywhere between."""
        children = [child for child in children if child.type != "comment"]
        if children[0].type == "(":
            inner = self.expression(children[1], depth + 1, False)
            operand: Expression = Parentheses(inner, self.place(children[0].start_byte, children[2].end_byte))
            following = children[3:]
        else:
            operand = self.primary(children[0], depth, lines)
            following = children[1:]
        steps = list(_steps(following))
        if lines:
            layout.unbroken(self.text, (*children[: len(children) - len(following)], *steps))
        return self.traversal(operand, steps, depth, children[0].start_byte)

    def primary(self, node: Node, depth: int, lines: bool) -> Expression:
        build = _PRIMARIES.get(node.type)
        if build is None:
            raise Refusal("expected an expression", node.start_byte, node.end_byte)
        return build(self, node, depth, lines)

    def traversal(self, operand: Expression, steps: list[Node], depth: int, start: int) -> Expression:
        """The steps of a chain lie side by side; what follows a splat is inside it."""
        if depth >= MAX_DEPTH:
            raise Refusal(f"expected at most {MAX_DEPTH} nested expressions", start, start + 1)
        while steps:
            step = steps.pop(0)
            end = step.end_byte
            match step.type:
                case "get_attr":
                    operand = AttributeAccess(operand, self.name(step.children[-1]), self.place(start, end))
                case "new_index":
                    key = next(child for child in step.children if child.type == "expression")
                    operand = Index(operand, self.expression(key, depth + 1, False), self.place(start, end))
                case "legacy_index":
                    operand = Index(operand, self.legacy_key(step), self.place(start, end))
                case "[*]":
                    stop = steps[-1].end_byte if steps else end
                    item = SplatItem(self.place(step.start_byte, end))
                    each = self.traversal(item, steps, depth + 1, step.start_byte)
                    return Splat(operand, each, self.place(start, stop))
                case ".*":
                    operand = self.attribute_splat(operand, step, steps, start)
        return operand

    def attribute_splat(self, operand: Expression, splat: Node, steps: list[Node], start: int) -> Expression:
        each: Expression = SplatItem(self.place(splat.start_byte, splat.end_byte))
        end = splat.end_byte
        while steps and steps[0].type in ("get_attr", "legacy_index"):
            step = steps.pop(0)
            end = step.end_byte
            span = self.place(splat.start_byte, end)
            if step.type == "get_attr":
                each = AttributeAccess(each, self.name(step.children[-1]), span)
            else:
                each = Index(each, self.legacy_key(step), span)
        if steps and steps[0].type == ".*":
            raise Refusal("expected no `.*` inside the attributes of another", steps[0].start_byte, steps[0].end_byte)
        return Splat(operand, each, self.place(start, end))

    def legacy_key(self, step: Node) -> Literal:
        text = self.text[step.start_byte + 1 : step.end_byte].strip()
        return Literal(int(text), self.place(step.end_byte - len(text), step.end_byte))

    def literal(self, node: Node, depth: int, lines: bool) -> Expression:
        value = node.children[0]
        start, end = value.start_byte, value.end_byte
        if value.type == "string_lit":
            return templates.quoted(self, value, depth)
        if value.type == "numeric_lit":
            layout.one_point(self.text, start, end)
            return Literal(number(self.text[start:end], start), self.place(start, end))
        return Literal(_KEYWORDS[self.text[start:end]], self.place(start, end))

    def variable(self, node: Node, depth: int, lines: bool) -> Expression:
        return Variable(self.name(node), self.place(node.start_byte, node.end_byte))

    def call(self, node: Node, depth: int, lines: bool) -> Expression:
        children = [child for child in node.children if child.type != "comment"]
        name, opening = children[0], children[1]
        if lines:
            layout.unbroken(self.text, (name, opening))
        expand = False
        arguments: list[Expression] = []
        if children[2].type == "function_arguments":
            for child in children[2].children:
                if child.type == "expression":
                    arguments.append(self.expression(child, depth + 1, False))
                elif child.type == "ellipsis":
                    expand = True
        if not all(self.text[name.start_byte : name.end_byte].split("::")):
            raise Refusal("expected the name of a function", name.start_byte, name.end_byte)
        return FunctionCall(
            self.text[name.start_byte : name.end_byte],
            tuple(arguments),
            expand,
            self.place(name.start_byte, name.end_byte),
            self.place(node.start_byte, node.end_byte),
        )

    def collection(self, node: Node, depth: int, lines: bool) -> Expression:
        collection = node.children[0]
        span = self.place(node.start_byte, node.end_byte)
        children = collection.children
        if len(children) > 2 and _FOR.match(self.text, children[1].start_byte):
            raise Refusal("expected `for name in collection :`", children[1].start_byte, children[1].end_byte)
        if collection.type == "tuple":
            items = [self.expression(child, depth + 1, False) for child in children if child.type == "expression"]
            return TupleNode(tuple(items), span)
        elements = [child for child in children if child.type == "object_elem"]
        stops = [element.start_byte for element in elements[1:]]
        if elements and children[-2].type == ",":
            stops.append(children[-2].end_byte)
        for element, stop in zip(elements, stops, strict=False):
            layout.separated(self.text, element.end_byte, stop)
        return ObjectNode(tuple(self.object_item(element, depth + 1) for element in elements), span)

    def object_item(self, node: Node, depth: int) -> ObjectItem:
        children = [child for child in node.children if child.type != "comment"]
        lines = self.text.find("\n", node.start_byte, node.end_byte) >= 0
        if lines:
            layout.unbroken(self.text, children)
        key, value = children[0], children[2]
        return ObjectItem(self.key(key, depth, lines), self.expression(value, depth, lines))

    def key(self, node: Node, depth: int, lines: bool) -> Expression:
        """A bare word is a string, `true` and `null` too."""
        children = node.children
        if len(children) == 1:
            start, end = node.start_byte, node.end_byte
            if children[0].type == "variable_expr":
                return Literal(strings.composed(self.name(node)), self.place(start, end))
            if children[0].type == "literal_value" and self.text[start:end] in _KEYWORDS:
                return Literal(self.text[start:end], self.place(start, end))
        return self.expression(node, depth, lines)

    def for_expression(self, node: Node, depth: int, lines: bool) -> Expression:
        loop = node.children[0]
        span = self.place(node.start_byte, node.end_byte)
        results: list[Expression] = []
        key = value = ""
        collection: Expression | None = None
        condition: Expression | None = None
        grouping = False
        for child in loop.children:
            match child.type:
                case "for_intro":
                    key, value, collection = self.for_intro(child, depth)
                case "expression":
                    results.append(self.expression(child, depth + 1, False))
                case "ellipsis":
                    grouping = True
                case "for_cond":
                    layout.whole_words(self.text, child.children)
                    condition = self.expression(child.children[-1], depth + 1, False)
                case _:
                    pass
        if collection is None:
            raise Refusal("expected `for name in collection :`", node.start_byte, node.end_byte)
        if loop.type == "for_tuple_expr":
            return ForTuple(key, value, collection, results[0], condition, span)
        return ForObject(key, value, collection, results[0], results[1], grouping, condition, span)

    def for_intro(self, node: Node, depth: int) -> tuple[str, str, Expression]:
        names: list[str] = []
        collection: Expression | None = None
        layout.whole_words(self.text, node.children)
        for child in node.children:
            if child.type == "identifier":
                names.append(self.name(child))
            elif child.type == "expression":
                collection = self.expression(child, depth + 1, False)
        if collection is None or not names:
            raise Refusal("expected `for name in collection`", node.start_byte, node.end_byte)
        return (names[0] if len(names) > 1 else "", names[-1], collection)

    def operation(self, node: Node, depth: int, lines: bool) -> Expression:
        """A chain such as `a + b + c` leans left and may be long, so it is built from its innermost operation out."""
        chain = [node.children[0]]
        while chain[-1].type == "binary_operation" and chain[-1].children[0].type == "operation":
            chain.append(chain[-1].children[0].children[0])
        depth += 1
        if depth >= MAX_DEPTH:
            raise Refusal(f"expected at most {MAX_DEPTH} nested expressions", node.start_byte, node.start_byte + 1)
        built: Expression = Literal(None, self.place(node.start_byte, node.start_byte))
        for position, operation in enumerate(reversed(chain)):
            children = [child for child in operation.children if child.type != "comment"]
            if lines:
                layout.unbroken(self.text, children)
            start, end = operation.start_byte, operation.end_byte
            if operation.type == "unary_operation":
                operand = self.term(children[1:], depth, lines)
                built = Unary(children[0].type, operand, self.place(start, end))
                continue
            sign = next(index for index, child in enumerate(children) if not child.is_named and child.type in _OPERATORS)
            left = built if position else self.term(children[:sign], depth, lines)
            right = self.term(children[sign + 1 :], depth, lines)
            built = Binary(children[sign].type, left, right, self.place(start, end))
        return built

    def conditional(self, node: Node, depth: int, lines: bool) -> Expression:
        """tree-sitter reads `a ? b : c ? d : e` from the left, HCL from the right."""
        alternatives: list[tuple[Node, Node]] = []
        while True:
            children = [child for child in node.children if child.type != "comment"]
            if lines:
                layout.unbroken(self.text, children)
            alternatives.append((children[2], children[4]))
            inner = children[0].children
            if len(inner) != 1 or inner[0].type != "conditional":
                break
            node = inner[0]
        condition = children[0]
        depth += len(alternatives)
        if depth >= MAX_DEPTH:
            raise Refusal(f"expected at most {MAX_DEPTH} nested expressions", condition.start_byte, condition.end_byte)
        arms = [(self.expression(one, depth, lines), self.expression(other, depth, lines)) for one, other in alternatives]
        end = alternatives[0][1].end_byte
        built = arms[0][1]
        for index, (if_true, _) in enumerate(arms):
            above = alternatives[index + 1][1] if index + 1 < len(arms) else condition
            test = arms[index + 1][1] if index + 1 < len(arms) else self.expression(condition, depth, lines)
            built = Conditional(test, if_true, built, self.place(above.start_byte, end))
        return built

    def template(self, node: Node, depth: int, lines: bool) -> Expression:
        template = node.children[0]
        if template.type == "quoted_template":
            return templates.quoted(self, template, depth)
        return templates.heredoc(self, template, depth)


def _steps(nodes: list[Node]) -> Iterator[Node]:
    """The steps of a traversal in order; tree-sitter nests those after a splat in it."""
    for node in nodes:
        if node.type in ("index", "splat", "attr_splat", "full_splat"):
            yield from _steps(node.children)
        elif node.type != "comment":
            yield node


_OPERATORS = {"*", "/", "%", "+", "-", ">", ">=", "<", "<=", "==", "!=", "&&", "||"}
_PRIMARIES: dict[str, Callable[[ExpressionReader, Node, int, bool], Expression]] = {
    "literal_value": ExpressionReader.literal,
    "variable_expr": ExpressionReader.variable,
    "function_call": ExpressionReader.call,
    "collection_value": ExpressionReader.collection,
    "for_expr": ExpressionReader.for_expression,
    "operation": ExpressionReader.operation,
    "conditional": ExpressionReader.conditional,
    "template_expr": ExpressionReader.template,
}
