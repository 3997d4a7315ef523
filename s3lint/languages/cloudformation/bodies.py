"""Templates that stand as texts inside another one, with places in the file around them; what they are given."""

from __future__ import annotations

import re

from s3lint.base.record import Record, replace
from s3lint.base.resource import Problem
from s3lint.base.source import Source, Span
from s3lint.base.value import Origin
from s3lint.languages.cloudformation.evaluation.intrinsics import variable
from s3lint.languages.cloudformation.evaluation.stack import Context, Stack
from s3lint.languages.cloudformation.evaluation.texts import literal, literal_pieces
from s3lint.languages.cloudformation.syntax.call import arguments, call
from s3lint.languages.cloudformation.syntax.nodes import Mapping, Node, Scalar, Sequence
from s3lint.languages.cloudformation.syntax.reader import compose
from s3lint.languages.cloudformation.syntax.template import Bindings, Declaration, Template, is_template

_VARIABLE = r"\$\{(!?)([^{}]*)\}"  # compiled by `re` when there is a body


class Body(Record):
    """A template, as far as its text could be read."""

    template: Template | None
    problems: tuple[Problem, ...]


def body_of(stack: Stack, declaration: Declaration, node: Node) -> Body | None:
    """The template that a property of a resource holds as text; nothing where the text is not known."""
    with stack.reading(declaration.source):
        context = Context(stack, node, (), declaration.bindings)
        substituted = _substituted(node)
        if substituted is not None:
            return _read(context, *substituted)
        if isinstance(node, Scalar) and not node.tag and not declaration.bindings:
            return _read(context, node, None)
        text = literal(stack.value(node, (), declaration.bindings))
        return _read(context, Scalar(text, node.start, node.end, '"'), None) if text is not None else None


def _substituted(node: Node) -> tuple[Scalar, Node] | None:
    """The text of a call of `Fn::Sub`, and what it is called with."""
    found = call(node)
    if found is None or found.name != "Fn::Sub":
        return None
    parts = arguments(found.argument, 1, 2) or (found.argument,)
    return (parts[0], found.argument) if isinstance(parts[0], Scalar) and not parts[0].tag else None


def _read(context: Context, scalar: Scalar, called: Node | None) -> Body:
    source = context.stack.source
    in_place = _in_place(scalar, source)
    text = in_place if in_place is not None else scalar.text
    bindings: Bindings = {}
    if called is not None:
        text, names = _renamed(text)
        bindings = {renamed: variable(context, called, name) for renamed, name in names.items()}
    start = re.match(r"\s*---", text)
    if start is not None:
        text = " " * start.end() + text[start.end() :]  # only what stands at the start of a line begins a document
    documents = compose(Source(source.path, text))
    whole = None if in_place is not None else scalar.span
    problems = tuple(replace(each, origin=Origin(source, whole or each.origin.span)) for each in documents.problems)
    roots = [root for root in documents.roots if is_template(root)]
    root = _placed(roots[0], whole) if roots and whole is not None else next(iter(roots), None)
    return Body(Template(source, root, bindings) if isinstance(root, Mapping) else None, problems)


def _in_place(scalar: Scalar, source: Source) -> str | None:
    """The text of the file with blanks for all but the scalar, so that offsets are places; nothing where it is escaped.

    YAML of any indentation is the same YAML.
    """
    text = source.text
    parts: list[str] = []
    end = 0
    for piece in literal_pieces(scalar, source):
        content = str(piece.content).rstrip("\n")
        start = piece.origin.span.start
        if start < end or not text.startswith(content, start):
            return None
        parts += (re.sub(r"[^\n]", " ", text[end:start]), content)
        end = start + len(content)
    return "".join(parts)


def _renamed(text: str) -> tuple[str, dict[str, str]]:
    """The text with its variables renamed as loops call theirs, each as long as before, and the old names by the new ones.

    What is escaped belongs to the template inside; so that no name of that is taken for one of the template around it.
    """
    names: dict[str, str] = {}

    def rename(match: re.Match[str]) -> str:
        escaped, written = match.groups()
        if escaped:
            return f"${{{written} }}"
        new = str(len(names)).rjust(len(written), "0")
        new = new if len(new) == len(written) else written
        names[new] = written.strip()
        return f"${{{new}}}"

    return re.sub(_VARIABLE, rename, text), names


def _placed(node: Node, span: Span) -> Node:
    """A tree in which everything stands where the text as a whole does."""
    match node:
        case Scalar(text):
            return Scalar(text, span.start, span.end, '"' if node.style else "", node.tag)
        case Sequence(items):
            return Sequence(tuple(_placed(item, span) for item in items), span.start, span.end, node.tag)
        case Mapping(members):
            placed = tuple((Scalar(key.text, span.start, span.end), _placed(value, span)) for key, value in members)
            return Mapping(placed, span.start, span.end, node.tag)
