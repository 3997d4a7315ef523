"""How intrinsic functions are written: a short tag, or a map of one key."""

from __future__ import annotations

from s3lint.base.record import Record
from s3lint.languages.cloudformation.syntax.nodes import Mapping, Node, Scalar, Sequence

FOR_EACH = "Fn::ForEach::"


class Call(Record):
    """A call of the function `name` (`Ref`, `Fn::Sub`, `Condition`); `argument` carries no tag of its own in the short form."""

    name: str
    argument: Node


def call(node: Node) -> Call | None:
    """The call that a node is, if it is one."""
    tag = node.tag
    if tag:
        if tag.startswith("!") and len(tag) > 1:
            short = tag[1:]
            return Call(short if short in ("Ref", "Condition") else f"Fn::{short}", _untagged(node))
        return None
    if isinstance(node, Mapping) and len(node.members) == 1:
        key, value = node.members[0]
        if key.text == "Ref" or (key.text.startswith("Fn::") and not key.text.startswith(FOR_EACH)):
            return Call(key.text, value)
    return None


def condition_call(node: Node) -> Call | None:
    """As `call`, where `{"Condition": "Name"}` is a call too."""
    if isinstance(node, Mapping) and not node.tag and len(node.members) == 1 and node.members[0][0].text == "Condition":
        return Call("Condition", node.members[0][1])
    return call(node)


def _untagged(node: Node) -> Node:
    match node:
        case Scalar():
            return Scalar(node.text, node.start, node.end, node.style)
        case Sequence():
            return Sequence(node.items, node.start, node.end)
        case Mapping():
            return Mapping(node.members, node.start, node.end)


def arguments(node: Node, fewest: int, most: int) -> tuple[Node, ...] | None:
    """The arguments of a call that takes a list of so many, if they are so many."""
    if isinstance(node, Sequence) and not node.tag and fewest <= len(node.items) <= most:
        return node.items
    return None
