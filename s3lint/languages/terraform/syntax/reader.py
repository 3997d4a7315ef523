"""Reading HCL: native syntax and `.tf.json` to the same nodes.

tree-sitter reads native syntax. Where it reports an error, python-hcl2 decides: if it accepts the text, its tree is
read; if not, its error is the problem, and tree-sitter's tree gives what can be recovered around it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from s3lint.base.source import Source, Span
from s3lint.languages.terraform.syntax import layout, treesitter_templates
from s3lint.languages.terraform.syntax.nodes import Argument, Block, Body, Expression, File, Parentheses, SyntaxProblem
from s3lint.languages.terraform.syntax.strings import Place, Refusal
from s3lint.languages.terraform.syntax.treesitter_expressions import ExpressionReader
from s3lint.languages.terraform.syntax.treesitter_reader import TreeReader, items
from s3lint.languages.terraform.syntax.treesitter_tree import masked, parsed

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_TEXT = 2 * 1024 * 1024
"""Characters of a file in the native syntax: its tree takes two hundred times as many bytes."""

_STATEMENT = re.compile(r"^[A-Za-z_][\w-]*[ \t]*(?:[={\"]|[A-Za-z_])", re.MULTILINE)
_STATEMENTS = {"attribute", "block"}


def read(source: Source) -> File:
    """Read a file of any of Terraform's two syntaxes, by its name. Never raises: what is wrong is in `problems`."""
    if source.path.endswith(".json"):
        from s3lint.languages.terraform.syntax import json_syntax  # rarely needed

        return json_syntax.read(source)
    text = source.text
    if len(text) > MAX_TEXT:
        start = Span(0, 1)
        return File(source, Body({}, (), start), (SyntaxProblem(f"expected at most {MAX_TEXT} characters", start),))
    tree = parsed(masked(text))
    if not tree.root_node.has_error:
        body, problems = _body(text, tree.root_node, 0)
        return File(source, body, tuple(problems))
    from s3lint.languages.terraform.syntax import hcl2_reader  # slow to import; only files with errors need it

    accepted = hcl2_reader.read(text, 0)
    if isinstance(accepted, SyntaxProblem):
        return _recovered(source, accepted)
    body, problems = accepted
    return File(source, body, tuple(problems))


def _body(text: str, root: Node, offset: int) -> tuple[Body, list[SyntaxProblem]]:
    """The statements of a text that begins at an offset of its source."""
    reader = TreeReader(text, Span if offset == 0 else lambda start, end: Span(start + offset, end + offset))
    span = Span(offset, offset + len(text))
    if root.children and root.children[0].type == "object":
        return Body({}, (), span), [SyntaxProblem("expected an argument or a block", Span(offset, offset + 1))]
    children = list(_statements(root))
    if not root.has_error:
        try:
            layout.statements(text, items(children))
        except Refusal as refusal:
            reader.refuse(refusal)
    body = reader.body(children, span, 0)
    return body, reader.problems


def _statements(root: Node) -> list[Node]:
    found: list[Node] = []
    for child in root.children:
        if child.type in ("body", "ERROR"):
            found += (inner for inner in child.children if inner.type in _STATEMENTS)
        elif child.type in _STATEMENTS:
            found.append(child)
    return found


def _recovered(source: Source, problem: SyntaxProblem) -> File:
    """The statements of a broken file, each read on its own, so that one does not blind us to the rest."""
    from s3lint.languages.terraform.syntax import hcl2_reader  # as above

    text = source.text
    starts = sorted({0, *(match.start() for match in _STATEMENT.finditer(text))})
    arguments: dict[str, Argument] = {}
    blocks: list[Block] = []
    problems: list[SyntaxProblem] = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        chunk = text[start:end]
        tree = parsed(masked(chunk))
        accepted = hcl2_reader.read(chunk, start) if tree.root_node.has_error else None
        if accepted is None or isinstance(accepted, SyntaxProblem):
            body, found = _body(chunk, tree.root_node, start)
            problems += found if accepted is None else [accepted]
        else:
            body, found = accepted
            problems += found
        for name, argument in body.arguments.items():
            if name in arguments:
                duplicate = layout.duplicate(name, argument.name_span.start)
                problems.append(SyntaxProblem(duplicate.message, argument.name_span))
            else:
                arguments[name] = argument
        blocks += body.blocks
    whole = Span(0, len(text))
    return File(source, Body(arguments, tuple(blocks), whole), tuple(problems or [problem]))


_EXPRESSION = ("x = (", "\n)\n")
_TEMPLATE = ("x = <<S3LINT-TEMPLATE\n", "\nS3LINT-TEMPLATE\n")


def read_expression(source: Source) -> Expression | SyntaxProblem:
    """An expression alone, as `--var` and the console take it; it may run over several lines."""
    return expression_at(source.text, Span)


def expression_at(text: str, place: Place) -> Expression | SyntaxProblem:
    """An expression whose text is not as it stands in its source, as `template_at`."""
    found = _enclosed(_EXPRESSION, text, place)
    return found.operand if isinstance(found, Parentheses) else found


def read_template(source: Source) -> Expression | SyntaxProblem:
    """A text with `${}` and `%{}`, as template files are: no escapes but `$${` and `%%{`."""
    return template_at(source.text, Span)


def template_at(text: str, place: Place) -> Expression | SyntaxProblem:
    """A template whose text is not as it stands in its source; `place` gives the span of a range of `text`."""
    return _enclosed(_TEMPLATE, text, place)


def _enclosed(around: tuple[str, str], text: str, place: Place) -> Expression | SyntaxProblem:
    head = len(around[0])
    size = len(text)
    buffer = around[0] + text + around[1]

    def inside(start: int, end: int) -> Span:
        return place(min(max(start - head, 0), size), min(max(end - head, 0), size))

    reader = ExpressionReader(buffer, inside)
    root = parsed(masked(buffer)).root_node
    if root.has_error or (around is _TEMPLATE and _TEMPLATE[1].strip() in text):
        from s3lint.languages.terraform.syntax import hcl2_reader  # as above

        return hcl2_reader.read_alone(text, place, is_template=around is _TEMPLATE)
    try:
        value = root.children[0].children[0].named_children[-1]
        if around is _TEMPLATE:
            return treesitter_templates.bare(reader, value.children[0].children[0], head, head + size)
        return reader.expression(value, 0, False)
    except Refusal as refusal:
        return SyntaxProblem(refusal.message, inside(refusal.start, refusal.end))
