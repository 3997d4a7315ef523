"""The syntax tree of HCL, the same for native syntax and for `.tf.json`: spans for everything, no meaning.

Spans are offsets into the source's text. `body` trees hold attributes and blocks; expressions are a closed union.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Union

from s3lint.base.record import Record
from s3lint.base.source import Source, Span


class Literal(Record):
    """A number, a bool, `null`, or a string without interpolation (escapes resolved)."""

    value: str | int | Decimal | bool | None
    span: Span


class Interpolation(Record):
    """`${ expression }` inside a template."""

    expression: Expression
    span: Span


class IfDirective(Record):
    """`%{ if condition }…%{ else }…%{ endif }`."""

    condition: Expression
    then: tuple[TemplatePart, ...]
    otherwise: tuple[TemplatePart, ...]
    span: Span


class ForDirective(Record):
    """`%{ for key, value in collection }…%{ endfor }`; `key` is empty where only the value is named."""

    key: str
    value: str
    collection: Expression
    body: tuple[TemplatePart, ...]
    span: Span


TemplatePart = Union[Literal, Interpolation, IfDirective, ForDirective]
"""Literal parts are strings with escapes resolved, indentation and `~` stripped. A part whose text stands in the source
as it is has a span of the same length; heredocs give one literal per line, so that this holds for them."""


class TemplateExpression(Record):
    """A quoted template or a heredoc with at least one part that is not a plain literal, or a heredoc of several lines.

    A template of exactly one interpolation, quoted, is that expression's value unchanged ("${x}").
    """

    parts: tuple[TemplatePart, ...]
    span: Span


class Variable(Record):
    """The first word of a traversal: `var`, `local`, `aws_s3_bucket`, `each`, a `for` variable."""

    name: str
    span: Span


class AttributeAccess(Record):
    """`operand.name`."""

    operand: Expression
    name: str
    span: Span


class Index(Record):
    """`operand[key]`, and the legacy `operand.0`."""

    operand: Expression
    key: Expression
    span: Span


class Splat(Record):
    """`operand.*.rest` (attribute-only) and `operand[*].rest`: `each` is applied to every item; its innermost operand is
    `SplatItem`.
    """

    operand: Expression
    each: Expression
    span: Span


class SplatItem(Record):
    """The item of the nearest enclosing splat."""

    span: Span


class FunctionCall(Record):
    """`name(arguments…)`; `expand` says that the last argument is followed by `...`. `name` may hold `::`."""

    name: str
    arguments: tuple[Expression, ...]
    expand: bool
    name_span: Span
    span: Span


class Unary(Record):
    operator: str
    operand: Expression
    span: Span


class Binary(Record):
    operator: str
    left: Expression
    right: Expression
    span: Span


class Conditional(Record):
    condition: Expression
    if_true: Expression
    if_false: Expression
    span: Span


class TupleNode(Record):
    items: tuple[Expression, ...]
    span: Span


class ObjectItem(Record):
    """`key = value`. A bare identifier key is a `Literal` string; a parenthesised one is a `Parentheses`."""

    key: Expression
    value: Expression


class ObjectNode(Record):
    items: tuple[ObjectItem, ...]
    span: Span


class ForTuple(Record):
    """`[for key, value in collection : result if condition]`; `key` is empty where only the value is named."""

    key: str
    value: str
    collection: Expression
    result: Expression
    condition: Expression | None
    span: Span


class ForObject(Record):
    """`{for key, value in collection : result_key => result... if condition}`."""

    key: str
    value: str
    collection: Expression
    result_key: Expression
    result: Expression
    grouping: bool
    condition: Expression | None
    span: Span


class Parentheses(Record):
    operand: Expression
    span: Span


Expression = Union[
    Literal,
    TemplateExpression,
    Variable,
    AttributeAccess,
    Index,
    Splat,
    SplatItem,
    FunctionCall,
    Unary,
    Binary,
    Conditional,
    TupleNode,
    ObjectNode,
    ForTuple,
    ForObject,
    Parentheses,
]


class Argument(Record):
    """`name = expression` in a body; `span` covers all of it."""

    name: str
    name_span: Span
    expression: Expression
    span: Span


class Label(Record):
    text: str
    span: Span


class Block(Record):
    """`type "label" … { body }`; `header` covers type and labels, `span` all of it."""

    type: str
    labels: tuple[Label, ...]
    body: Body
    header: Span
    span: Span


class Body(Record):
    """In the order of the text. Duplicate arguments are a syntax error of the reader, not represented."""

    arguments: dict[str, Argument]
    blocks: tuple[Block, ...]
    span: Span


class SyntaxProblem(Record):
    """Where a file is not HCL and what was expected there."""

    message: str
    span: Span


class File(Record):
    """One read file. With `problems`, `body` holds what could be recovered around them."""

    source: Source
    body: Body
    problems: tuple[SyntaxProblem, ...] = ()
