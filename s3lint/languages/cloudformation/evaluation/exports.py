"""What a stack exports for others, and which exports its template imports.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
"""

from __future__ import annotations

from collections.abc import Iterator

from s3lint.base.condition import Condition, conjunction, negation
from s3lint.base.record import Record
from s3lint.base.value import Choice, Data, Piece, Text, Unknown, Value
from s3lint.languages.cloudformation.evaluation.stack import NO_BINDINGS, Stack
from s3lint.languages.cloudformation.evaluation.texts import as_text
from s3lint.languages.cloudformation.syntax.call import FOR_EACH, call
from s3lint.languages.cloudformation.syntax.nodes import Mapping, Node, Scalar, Sequence, mapping
from s3lint.languages.cloudformation.syntax.template import Member


class Export(Record):
    """The name under which a stack exports an output, when it does, and the output's own name."""

    name: Text
    condition: Condition
    output: str


def exports_of(stack: Stack) -> Iterator[Export]:
    for member in stack.outputs():
        body = mapping(member.node)
        name = mapping(body.member("Export")).member("Name")
        if name is not None:
            with stack.reading(member.source):
                value = stack.inner(name, (), member.bindings)
            yield from _named(member.name, value, _existence(stack, member, body))


def _named(output: str, name: Value[Data], condition: Condition) -> Iterator[Export]:
    if isinstance(name, Choice):
        yield from _named(output, name.if_true, conjunction(condition, name.condition))
        yield from _named(output, name.if_false, conjunction(condition, negation(name.condition)))
        return
    text = as_text(name)
    if text is not None and condition is not False:
        yield Export(text, condition, output)


def _existence(stack: Stack, member: Member, body: Mapping) -> Condition:
    node = body.member("Condition")
    if not isinstance(node, Scalar):
        return stack.nesting.condition
    with stack.reading(member.source):
        own = stack.condition(stack.name(node, member.bindings) or node.text)
    return conjunction(stack.nesting.condition, own)


def imports_of(stack: Stack, part: Mapping | None = None) -> Iterator[Text]:
    """The names that a template, or a part of it, imports; in loops, and where files are included, any name."""
    seen: set[int] = set()
    pending: list[tuple[Node, bool]] = [(part or stack.template.root, False)]
    while pending:
        node, is_open = pending.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        found = call(node)
        if found is not None and found.name in ("Fn::ImportValue", "Fn::Transform"):
            is_any = is_open or found.name == "Fn::Transform"
            yield from (_anything(stack, node),) if is_any else _imported(stack, found.argument)
        match node:
            case Mapping(members):
                pending += [(value, is_open or key.text.startswith(FOR_EACH)) for key, value in members]
            case Sequence(items):
                pending += [(item, is_open) for item in items]


def _imported(stack: Stack, argument: Node) -> Iterator[Text]:
    pending = [stack.inner(argument, (), NO_BINDINGS)]
    while pending:
        value = pending.pop()
        if isinstance(value, Choice):
            pending += [value.if_true, value.if_false]
        elif (text := as_text(value)) is not None:
            yield text


def _anything(stack: Stack, node: Node) -> Text:
    origin = stack.origin(node)
    return Text((Piece(Unknown("it is not known here which export is meant", origin), origin),))
