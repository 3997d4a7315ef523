"""Conditions and operations; what known values do not decide becomes an atom, and the world of the frame answers."""

from __future__ import annotations

from collections.abc import Callable

from s3lint.base.condition import Atom, Truth, null_question, question
from s3lint.base.value import Data, Known, Origin, Piece, Setting, Symbol, Text, Unknown
from s3lint.languages.terraform.evaluation.frame import Doubtful, Frame
from s3lint.languages.terraform.syntax.nodes import Binary, Expression
from s3lint.languages.terraform.values import operators, types
from s3lint.languages.terraform.values.origins import ExpressionError, derived, input_of, name_of

Settle = Callable[[Expression, Frame], Setting[Data]]


def decided(setting: Setting[Data], node: Expression, frame: Frame) -> tuple[bool, Origin]:
    """Whether the value of a node holds."""
    match setting:
        case Unknown() as unknown if frame.doubts is not None:
            raise Doubtful(unknown)
        case Known(Text() as text) if frame.doubts is not None and text.literal is None:
            raise Doubtful(types.partial(text, setting.origin))
    return _decide(setting, lambda: frame.question(node.span), frame), setting.origin


def _decide(setting: Setting[Data], span_name: Callable[[], str], frame: Frame) -> bool:
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


def operation(node: Binary, one: Setting[Data], frame: Frame, settle: Settle) -> Setting[Data]:
    """One operation, the left operand of which is evaluated."""
    if node.operator in ("&&", "||"):
        left, origin = decided(one, node.left, frame)
        if left is (node.operator == "||"):
            return Known(left, frame.computed(node.span, origin))
        right, other = decided(settle(node.right, frame), node.right, frame)
        # The left operand is false before `||` and true before `&&`: where the right one alone decides, its place is the one.
        decisive = (other,) if right is (node.operator == "||") else (origin, other)
        return Known(right, frame.computed(node.span, *decisive))
    two = settle(node.right, frame)
    origin = frame.computed(node.span, one.origin, two.origin)
    if node.operator in ("==", "!="):
        return Known(_equals(one, two, node, frame) is (node.operator == "=="), origin)
    for operand in (one, two):
        if isinstance(operand, Unknown):
            frame.doubt(operand)
            return _undecided(one, two, operand, node, frame, origin)
        if isinstance(operand, Known) and isinstance(operand.value, Text) and operand.value.literal is None:
            unknown = Unknown(f"{operand.value} is known after deployment", operand.origin, (), str(operand.value))
            return _undecided(one, two, unknown, node, frame, origin)
    left_number = operators.number(data(one), one.origin)
    right_number = operators.number(data(two), two.origin)
    if node.operator in operators.COMPARISONS:
        return Known(operators.COMPARISONS[node.operator](left_number, right_number), origin)
    return Known(operators.arithmetic(node.operator, left_number, right_number, origin), origin)


def data(setting: Setting[Data]) -> Data:
    return setting.value if isinstance(setting, Known) else None


def _undecided(
    one: Setting[Data], two: Setting[Data], unknown: Unknown, node: Binary, frame: Frame, origin: Origin
) -> Setting[Data]:
    left, right = name_of(one), name_of(two)
    name = f"{left} {node.operator} {right}" if left and right else ""
    if node.operator in operators.COMPARISONS:
        return Known(frame.world.decide(question(name or frame.question(node.span))), origin)
    return derived(unknown, origin, name)


def _equals(one: Setting[Data], two: Setting[Data], node: Binary, frame: Frame) -> bool:
    answer = operators.equal(one, two, frame.world)
    if answer is not Truth.MAYBE:
        return answer is Truth.YES
    for unknown, other in ((one, two), (two, one)):
        subject = _subject(unknown)
        if subject and isinstance(other, Known):
            match other.value:
                case None:
                    return frame.world.decide(null_question(subject))
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
        case Unknown() as unknown:
            return input_of(unknown)
        case Known(Text((Piece(Symbol() as symbol),))):
            return input_of(symbol)
        case _:
            return ""


def _equality_text(node: Binary, frame: Frame) -> str:
    """`a != b` is the negation of the question `a == b`, so both are asked as the latter."""
    text = frame.question(node.span)
    return text if node.operator == "==" else text.replace("!=", "==", 1)
