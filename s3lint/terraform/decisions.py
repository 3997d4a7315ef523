"""Conditions and comparisons that known values do not decide: they become atoms, and the world of the frame answers."""

from __future__ import annotations

from collections.abc import Callable

from s3lint.condition import Atom, Truth, question
from s3lint.terraform import operators
from s3lint.terraform.frame import Frame
from s3lint.terraform.nodes import Binary
from s3lint.terraform.values import ExpressionError, derived, name_of
from s3lint.value import Data, Known, Origin, Piece, Setting, Symbol, Text, Unknown


def decide(setting: Setting[Data], span_name: Callable[[], str], frame: Frame) -> bool:
    """Whether a condition holds in the world of the frame; `span_name` names the question where the value has no name."""
    match setting:
        case Known(bool() as answer):
            return answer
        case Known(str() | Text() as text, origin):
            word = text if isinstance(text, str) else text.literal
            if word in ("true", "false"):
                return word == "true"
            if word is not None or not isinstance(text, Text):
                raise ExpressionError("expected true or false here", origin)
            return frame.world.decide(question(span_name()))
        case Unknown(identity=identity):
            return frame.world.decide(question(identity or span_name()))
        case _:
            raise ExpressionError("expected true or false here", setting.origin)


def undecided_operation(
    one: Setting[Data], two: Setting[Data], unknown: Unknown, node: Binary, frame: Frame, origin: Origin
) -> Setting[Data]:
    left, right = name_of(one), name_of(two)
    name = f"{left} {node.operator} {right}" if left and right else ""
    if node.operator in operators.COMPARISONS:
        return Known(frame.world.decide(question(name or frame.question(node.span))), origin)
    return derived(unknown, origin, name)


def equals(one: Setting[Data], two: Setting[Data], node: Binary, frame: Frame) -> bool:
    answer = operators.equal(one, two, frame.world)
    if answer is not Truth.MAYBE:
        return answer is Truth.YES
    for unknown, other in ((one, two), (two, one)):
        subject = _subject(unknown)
        if subject and isinstance(other, Known):
            match other.value:
                case None:
                    return frame.world.decide(question(f"{subject} == null"))
                case bool() as flag:
                    return frame.world.decide(Atom(subject, flag, (True, False)))
                case str() | int() | float() as given:
                    return frame.world.decide(Atom(subject, given))
                case Text(literal=str() as given):
                    return frame.world.decide(Atom(subject, given))
    left, right = name_of(one), name_of(two)
    return frame.world.decide(question(f"{left} == {right}" if left and right else _equality_text(node, frame)))


def _subject(setting: Setting[Data]) -> str:
    """An unknown, or a fact about the deployment, as the subject of an atom; empty for anything else."""
    match setting:
        case Unknown(identity=identity):
            return identity
        case Known(Text((Piece(Symbol(resource="", written=written)),))):
            return written
        case _:
            return ""


def _equality_text(node: Binary, frame: Frame) -> str:
    """`a != b` is the negation of the question `a == b`, so both are asked as the latter."""
    text = frame.question(node.span)
    return text if node.operator == "==" else text.replace("!=", "==", 1)
