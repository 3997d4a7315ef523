"""Trees in a short notation, so that a test can state a whole one: `(+ 1 (* 2 (. var x)))`."""

from __future__ import annotations

import json

from s3lint.base.record import Record
from s3lint.base.source import Source, Span
from s3lint.languages.terraform.syntax.nodes import (
    AttributeAccess,
    Binary,
    Body,
    Conditional,
    Expression,
    File,
    ForDirective,
    ForObject,
    ForTuple,
    FunctionCall,
    IfDirective,
    Index,
    Interpolation,
    Literal,
    ObjectNode,
    Parentheses,
    Splat,
    SplatItem,
    SyntaxProblem,
    TemplateExpression,
    TemplatePart,
    TupleNode,
    Unary,
    Variable,
)


def notation(node: Expression | TemplatePart) -> str:  # noqa: C901 - one case per node
    match node:
        case Literal(None):
            return "null"
        case Literal(bool() as flag):
            return "true" if flag else "false"
        case Literal(str() as text):
            return json.dumps(text, ensure_ascii=False)
        case Literal(number):
            return str(number)
        case Variable(name):
            return name
        case AttributeAccess(operand, name):
            return f"(. {notation(operand)} {name})"
        case Index(operand, key):
            return f"([] {notation(operand)} {notation(key)})"
        case Splat(operand, each):
            return f"(splat {notation(operand)} {notation(each)})"
        case SplatItem():
            return "*"
        case FunctionCall(name, arguments, expand):
            inner = " ".join([name, *map(notation, arguments)])
            return f"({inner}{'...' if expand else ''})"
        case Unary(operator, operand):
            return f"({operator} {notation(operand)})"
        case Binary(operator, left, right):
            return f"({operator} {notation(left)} {notation(right)})"
        case Conditional(condition, if_true, if_false):
            return f"(? {notation(condition)} {notation(if_true)} {notation(if_false)})"
        case TupleNode(items):
            return f"[{' '.join(map(notation, items))}]"
        case ObjectNode(items):
            return "{" + " ".join(f"{notation(item.key)}={notation(item.value)}" for item in items) + "}"
        case ForTuple(key, value, collection, result, condition):
            tail = "" if condition is None else f" if {notation(condition)}"
            return f"[for {_names(key, value)} in {notation(collection)} : {notation(result)}{tail}]"
        case ForObject(key, value, collection, result_key, result, grouping, condition):
            tail = ("..." if grouping else "") + ("" if condition is None else f" if {notation(condition)}")
            head = f"for {_names(key, value)} in {notation(collection)}"
            return "{" + f"{head} : {notation(result_key)} => {notation(result)}{tail}" + "}"
        case Parentheses(operand):
            return f"(() {notation(operand)})"
        case TemplateExpression(parts):
            return f"(template {_parts(parts)})"
        case Interpolation(expression):
            return f"${{{notation(expression)}}}"
        case IfDirective(condition, then, otherwise):
            return f"(if {notation(condition)} ({_parts(then)}) ({_parts(otherwise)}))"
        case ForDirective(key, value, collection, body):
            return f"(for {_names(key, value)} in {notation(collection)} ({_parts(body)}))"


def _names(key: str, value: str) -> str:
    return f"{key}, {value}" if key else value


def _parts(parts: tuple[TemplatePart, ...]) -> str:
    return " ".join(map(notation, parts))


def outline(body: Body) -> dict[str, object]:
    """Arguments by name in notation, blocks by their header."""
    arguments: dict[str, object] = {name: notation(found.expression) for name, found in body.arguments.items()}
    blocks = {
        " ".join([block.type, *(f'"{label.text}"' for label in block.labels)]): outline(block.body) for block in body.blocks
    }
    return {**arguments, **blocks}


def place(source: Source, span: Span) -> str:
    """`line:column-line:column` and the text there."""
    start, end = source.position(span.start), source.position(span.end)
    return f"{start.line}:{start.column}-{end.line}:{end.column} {source.text[span.start : span.end]!r}"


def problems(file: File) -> list[str]:
    return [problem_text(file.source, problem) for problem in file.problems]


def problem_text(source: Source, problem: SyntaxProblem) -> str:
    start, end = source.position(problem.span.start), source.position(problem.span.end)
    return f"{start.line}:{start.column}-{end.line}:{end.column} {problem.message}"


def literals(node: object) -> list[Literal]:
    """All literals below a node, in order."""
    match node:
        case Literal():
            return [node]
        case Record():
            return [found for field in type(node)._fields for found in literals(getattr(node, field))]
        case tuple():
            return [found for item in node for found in literals(item)]
        case dict():
            return [found for item in node.values() for found in literals(item)]
        case _:
            return []
