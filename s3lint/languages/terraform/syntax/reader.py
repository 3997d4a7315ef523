"""Reading HCL's native syntax: files, and expressions and templates alone.

tree-sitter reads. Where it reports an error, `problems` says what is wrong, and its tree gives what can be recovered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from s3lint.base.source import Comment, Source, Span
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

MAX_SPACE = 2000
"""Spaces and empty lines in a row: tree-sitter's time grows with their square. These take 20 ms."""

_SAMPLES_OF_SPACE = re.compile(r"\s{20}")
"""Of one character in a hundred; a text without these has no long run, and is told so in no time."""

_LONG_SPACE = re.compile(rf"(?:\A|\S)\s{{{MAX_SPACE + 1}}}")
_OPENING_LINE = re.compile(r"\n[ \t]*(?:\(|/\*)")
_BRACKET_OR_STATEMENT = re.compile(r"[\[({\])}]|(?:\A|(?<=[\r\n]))[A-Za-z_][\w-]*(?![\w-])[ \t]*(?:[={\"]|[A-Za-z_])")


def read(source: Source) -> File:
    """Read a file in the native syntax. Never raises: what is wrong is in `problems`."""
    text = source.text
    excess = _excess(text)
    if excess is not None:
        return File(source, Body({}, (), Span(0, 1)), (_problem(excess, 0),))
    root = _tree(text)
    if root.has_error:
        return _recovered(source, root)
    body, problems = _body(text, root, 0)
    return File(source, body, tuple(problems))


def comments(source: Source) -> tuple[Comment, ...]:
    """The comments of a file in the native syntax, in order; what only looks like one inside a string is none.

    Those in a broken statement, and between it and the next one, may be missing.
    """
    from s3lint.languages.terraform.syntax import comments as tree  # a run may ask for none

    text = source.text
    if tree.SIGN.search(text) is None or _excess(text) is not None:
        return ()
    root = _tree(text)
    found: list[tuple[int, int, str]] = []
    for offset, chunk, node in _chunks(text) if root.has_error else [(0, text, root)]:
        for start, end in tree.spans(chunk, node):
            comment = chunk[start:end].rstrip("\r")
            found.append((start + offset, start + offset + len(comment), tree.words(comment)))
    return tree.placed(text, found)


def _excess(text: str) -> Refusal | None:
    """What of a text is over a limit."""
    if len(text) > MAX_TEXT:
        return Refusal(f"expected at most {MAX_TEXT} characters", 0, 1)
    if _SAMPLES_OF_SPACE.search(text[:: MAX_SPACE // 20]) is None:
        return None
    space = _LONG_SPACE.search(text)
    if space is not None:
        return Refusal(f"expected at most {MAX_SPACE} spaces in a row, the limit of s3lint", space.end() - 1, space.end())
    return None


def _tree(text: str) -> Node:
    buffer = masked(text)
    root = parsed(buffer).root_node
    if root.has_error and _OPENING_LINE.search(text):
        from s3lint.languages.terraform.syntax import lexical  # only texts with errors need it

        code, flaw = lexical.plain(text)
        if flaw is None:
            second = parsed(lexical.with_commas(buffer, code)).root_node
            return root if second.has_error else second
    return root


def _refusal(text: str, root: Node) -> Refusal:
    from s3lint.languages.terraform.syntax import problems  # as above

    return problems.refusal(text, root)


def _body(text: str, root: Node, offset: int) -> tuple[Body, list[SyntaxProblem]]:
    """The statements of a text that begins at an offset of its source."""
    reader = TreeReader(text, Span if offset == 0 else lambda start, end: Span(start + offset, end + offset))
    span = Span(offset, offset + len(text))
    if root.children and root.children[0].type == "object":
        return Body({}, (), span), [SyntaxProblem("expected an argument or a block", Span(offset, offset + 1))]
    children = [inner for child in root.children if child.type in ("body", "ERROR") for inner in child.children]
    if root.has_error:
        # What comes later may be the inside of a statement that has no end.
        children = [child for child in children if child.start_byte == 0 and not child.has_error]
    try:
        layout.statements(text, items(children))
    except Refusal as refusal:
        reader.refuse(refusal)
    body = reader.body(children, span, 0)
    return body, reader.problems


def _recovered(source: Source, whole: Node) -> File:
    """The statements of a broken file, each read on its own, so that one does not blind us to the rest."""
    text = source.text
    arguments: dict[str, Argument] = {}
    blocks: list[Block] = []
    problems: list[SyntaxProblem] = []
    for start, chunk, root in _chunks(text):
        body, found = _body(chunk, root, start)
        problems += [_problem(_refusal(chunk, root), start)] if root.has_error else found
        for name, argument in body.arguments.items():
            if name in arguments:
                problems.append(_problem(layout.duplicate(name, argument.name_span.start), 0))
            else:
                arguments[name] = argument
        blocks += body.blocks
    body = Body(arguments, tuple(blocks), Span(0, len(text)))
    return File(source, body, tuple(problems or [_problem(_refusal(text, whole), 0)]))


def _chunks(text: str) -> Iterator[tuple[int, str, Node]]:
    """A broken text by statements: where each begins, its text with all before the next one, and its own tree."""
    starts = sorted({0, *_statement_starts(text)})
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        chunk = text[start:end]
        yield start, chunk, _tree(chunk)


def _statement_starts(text: str) -> Iterator[int]:
    """Where statements begin at the left margin; not those in a string or in brackets, as far as these can be told."""
    from s3lint.languages.terraform.syntax import lexical  # as above

    code, flaw = lexical.plain(text)
    depth = 0
    for match in _BRACKET_OR_STATEMENT.finditer(code):
        token = match.group()
        if token not in "[({])}" and (depth == 0 or flaw is not None):
            yield match.start()
        depth += (token[-1] in "[({") - (token in "])}")


def _problem(refusal: Refusal, offset: int) -> SyntaxProblem:
    return SyntaxProblem(refusal.message, Span(refusal.start + offset, refusal.end + offset))


def read_expression(source: Source) -> Expression | SyntaxProblem:
    """An expression alone, as `--var` and the console take it; it may run over several lines."""
    return expression_at(source.text, Span)


def expression_at(text: str, place: Place) -> Expression | SyntaxProblem:
    """An expression whose text is not as it stands in its source, as `template_at`."""

    def expression(reader: ExpressionReader, value: Node) -> Expression:
        if value.end_byte < len(reader.text) - 1:
            raise Refusal("expected one expression", value.end_byte - 1, len(reader.text))
        return reader.expression(value, 0, False)

    match _alone("x = (", text, "\n)\n", place, expression):
        case SyntaxProblem(message, span):
            from s3lint.languages.terraform.syntax import lexical  # as above

            _, flaw = lexical.plain(text)  # the parentheses around it hide what is wrong with its own
            if flaw is not None:
                return SyntaxProblem(flaw.message, place(flaw.start, flaw.end))
            return SyntaxProblem(message.replace("`)` or a new line", "the end of the expression"), span)
        case Parentheses(operand):
            return operand
        case found:
            return found


def read_template(source: Source) -> Expression | SyntaxProblem:
    """A text with `${}` and `%{}`, as template files are: no escapes but `$${` and `%%{`."""
    return template_at(source.text, Span)


def template_at(text: str, place: Place) -> Expression | SyntaxProblem:
    """A template whose text is not as it stands in its source; `place` gives the span of a range of `text`."""
    marker = "END"
    while marker in text:
        marker += "-"
    before = f"x = <<{marker}\n"

    def template(reader: ExpressionReader, value: Node) -> Expression:
        heredoc = value.children[0].children[0]
        return treesitter_templates.bare(reader, heredoc, len(before), len(before) + len(text))

    return _alone(before, text, f"\n{marker}\n", place, template)


def _alone(
    before: str, text: str, after: str, place: Place, build: Callable[[ExpressionReader, Node], Expression]
) -> Expression | SyntaxProblem:
    """Reads a text as the value of an argument that is written around it."""
    head, size = len(before), len(text)
    whole = before + text + after

    def inside(start: int, end: int) -> Span:
        return place(min(max(start - head, 0), size), min(max(end - head, 0), size))

    excess = _excess(whole)
    try:
        if excess is not None:
            raise excess
        root = _tree(whole)
        if root.has_error:
            raise _refusal(whole, root)
        return build(ExpressionReader(whole, inside), root.children[0].children[0].named_children[-1])
    except Refusal as error:
        expected, _, found = error.message.partition(", found ")
        message = f"{expected}, found the end of the text" if found and error.start >= head + size else error.message
        return SyntaxProblem(message, inside(error.start, error.end))
