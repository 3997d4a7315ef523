"""`Fn::ForEach`: maps with their loops unrolled, and strings with loop identifiers replaced, in keys and values alike.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from s3lint.base.condition import Condition, conjunction, disjunction, either
from s3lint.base.record import replace
from s3lint.base.source import Span
from s3lint.base.value import Absent, Choice, Data, Known, ListValue, Origin, Piece, Setting, Text, Unknown, Value
from s3lint.languages.cloudformation.evaluation.stack import Stack
from s3lint.languages.cloudformation.evaluation.texts import MEMBER, literal_pieces, named, pieces
from s3lint.languages.cloudformation.syntax.call import FOR_EACH
from s3lint.languages.cloudformation.syntax.nodes import Mapping, Node, Scalar, Sequence
from s3lint.languages.cloudformation.syntax.template import Bindings, Member

MAX_ROUNDS = 1000
"""Rounds of one loop; CloudFormation allows a template 500 resources."""
MAX_UNROLLED = 20_000
"""Rounds of a loop and of those inside it, and members that they make, together."""
MAX_NESTING = 5
"""Loops inside loops, as CloudFormation allows."""


def members(
    stack: Stack, mapping: Mapping, bindings: Bindings, nesting: int = 0, condition: Condition = True
) -> Iterator[Member]:
    """The members of a map, those of loops and of included files in their place.

    The members of a list that nobody knows are one round, with the identifier unknown, so that the body is judged. What is
    in the list under a condition is there under that condition.
    """
    for key, node in mapping.members:
        if key.text.startswith(FOR_EACH):
            yield from _rounds(stack, key, node, bindings, nesting + 1, condition)
        elif key.text == "Fn::Transform" and (included := stack.included(node)) is not None:
            with stack.reading(included.source):
                yield from members(stack, included.root, bindings, nesting, condition)
        elif bindings and ("${" in key.text or "&{" in key.text):
            known: Bindings = {name: value for name, value in bindings.items() if not isinstance(value, Unknown)}
            name, shown = (named(_replaced(stack, key, each)) for each in (bindings, known))
            yield Member(name, key, node, bindings, stack.source, shown, condition)
        else:
            yield Member(key.text, key, node, bindings, stack.source, key.text, condition)


def _replaced(stack: Stack, key: Scalar, bindings: Bindings) -> Text:
    """A key with its identifiers replaced; the form `&{Name}` leaves only letters and digits, as in logical ids."""
    parts: list[Piece] = []
    for piece in literal_pieces(key, stack.source):
        parts += replaced(piece, bindings)
    return Text(tuple(parts))


def _rounds(stack: Stack, key: Scalar, node: Node, bindings: Bindings, nesting: int, condition: Condition) -> Iterator[Member]:
    if nesting > MAX_NESTING:
        stack.refuse(key, f"expected at most {MAX_NESTING} loops inside each other")
        return
    match node:
        case Sequence((Scalar() as identifier, collection, Mapping() as body)):
            pass
        case _:
            stack.refuse(key, "expected a list here: an identifier, a collection, and a map")
            return
    common = stack.common
    if nesting == 1:
        common.unrolled = 0
    for value, when in _collection(stack, collection, bindings):
        common.unrolled += 1
        for member in members(stack, body, {**bindings, identifier.text: value}, nesting, conjunction(condition, when)):
            common.unrolled += nesting == 1
            yield member
            if common.unrolled > MAX_UNROLLED:
                break
        if common.unrolled > MAX_UNROLLED:
            if nesting == 1:
                stack.refuse(key, f"expected loops with at most {MAX_UNROLLED} rounds and members together")
            return


Rounds = dict[str, tuple[Setting[Data], Condition]]
"""What an identifier stands for, by its name, and when that is in the list."""


def _collection(stack: Stack, node: Node, bindings: Bindings) -> Iterable[tuple[Setting[Data], Condition]]:
    """What a loop runs over, each with when that is in the list."""
    found = list(_items(stack, node, stack.value(node, (), bindings)).values())
    if len(found) > MAX_ROUNDS:
        stack.refuse(node, f"expected at most {MAX_ROUNDS} rounds of a loop")
    return found[:MAX_ROUNDS]


def _items(stack: Stack, node: Node, value: Value[Data]) -> Rounds:
    """The items of a list, those of lists among them (a parameter in the list of a loop may be a list) in their place."""
    match value:
        case Choice(condition, if_true, if_false):
            yes, no = _items(stack, node, if_true), _items(stack, node, if_false)
            none = (None, False)
            return {
                name: (item, either(condition, yes.get(name, none)[1], no.get(name, none)[1]))
                for name, (item, _) in (no | yes).items()
            }
        case Known(ListValue(items, rest)):
            found: Rounds = {}
            for inner in (*items, rest) if rest is not None else items:
                for name, (item, when) in _items(stack, node, inner).items():
                    found[name] = (item, disjunction(when, found[name][1]) if name in found else when)
            return found
        case Absent():
            return {}
        case _:
            item = _each(stack, node, value) if isinstance(value, Unknown) else value
            return {named(Text(pieces(item, stack.origin(node)))): (item, True)}


def _each(stack: Stack, node: Node, unknown: Unknown) -> Unknown:
    """What stands for the members that nobody knows: the same in every loop over the same list."""
    written = " ".join(stack.source.text[node.start : node.end].split())
    return replace(unknown, identity=MEMBER + (unknown.identity or written).translate(_NO_NAME))


_NO_NAME = str.maketrans(".{}", "   ")
"""What ends a name in a text, or parts one."""


_IDENTIFIER = r"([$&])\{([A-Za-z0-9]+)\}"  # compiled by `re` when a text needs it


def replaced(piece: Piece, bindings: Bindings) -> list[Piece]:
    """A piece of a literal with the identifiers of enclosing loops replaced."""
    content = piece.content
    if not bindings or not isinstance(content, str):
        return [piece]
    found: list[Piece] = []
    last = 0
    for match in re.finditer(_IDENTIFIER, content):
        value = bindings.get(match[2])
        if value is None or isinstance(value, Choice):
            continue
        found.append(part(piece, last, match.start()))
        for inserted in pieces(value, piece.origin):
            inner = inserted.content
            if match[1] == "&" and isinstance(inner, str):
                inner = "".join(filter(str.isalnum, inner))
            found.append(Piece(inner, replace(inserted.origin, path=piece.origin.path)))
        last = match.end()
    found.append(part(piece, last, len(content)))
    return [each for each in found if each.content != ""]


def part(piece: Piece, start: int, end: int) -> Piece:
    """A range of a literal piece, with its own place where offsets in the piece are places."""
    content = piece.content
    if not isinstance(content, str):
        return piece
    span = piece.origin.span
    origin = piece.origin
    if span.end - span.start == len(content):
        origin = Origin(origin.source, Span(span.start + start, span.start + end), origin.path, origin.via)
    return Piece(content[start:end], origin)


_DYNAMIC = r"\{\{resolve:([^{}]{1,2048})\}\}"


def without_dynamic_references(piece: Piece) -> list[Piece]:
    """A literal piece with `{{resolve:…}}` as unknowns: what they refer to is read when the stack is deployed."""
    content = piece.content
    if not isinstance(content, str) or "{{resolve:" not in content:
        return [piece]
    found: list[Piece] = []
    last = 0
    for match in re.finditer(_DYNAMIC, content):
        found.append(part(piece, last, match.start()))
        origin = part(piece, match.start(), match.end()).origin
        service = match[1].split(":", 1)[0]
        unknown = Unknown(
            f"{match[0]} is resolved when the stack is deployed", origin, (f"{service} reference",), match[0], is_input=True
        )
        found.append(Piece(unknown, origin))
        last = match.end()
    found.append(part(piece, last, len(content)))
    return [each for each in found if each.content != ""]
