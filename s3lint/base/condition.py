"""Truth with three values, and conditions that the text alone does not decide."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import NoReturn, Union

from s3lint.base.record import Record


class Truth(Enum):
    """YES, NO or MAYBE, with `~`, `&` and `|` of Kleene's logic.

    It has no truth value of its own, so "don't know" can't turn into "no" by accident: compare with `is`.
    """

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"

    # By identity, as millions of answers are combined, and looking one up in a map runs Python code of `Enum`.

    def __invert__(self) -> Truth:
        if self is Truth.MAYBE:
            return Truth.MAYBE
        return Truth.NO if self is Truth.YES else Truth.YES

    def __and__(self, other: Truth) -> Truth:
        if self is Truth.NO or other is Truth.NO:
            return Truth.NO
        return Truth.YES if self is Truth.YES and other is Truth.YES else Truth.MAYBE

    def __or__(self, other: Truth) -> Truth:
        if self is Truth.YES or other is Truth.YES:
            return Truth.YES
        return Truth.NO if self is Truth.NO and other is Truth.NO else Truth.MAYBE

    def __bool__(self) -> NoReturn:
        raise TypeError("a Truth is not a bool: compare it with `is`")

    @staticmethod
    def of(answer: bool) -> Truth:
        return Truth.YES if answer else Truth.NO


class Atom(Record):
    """The question whether an input has a value: `Environment` equals `prod`, `var.versioned` equals true.

    `subject` is the input, or the undecidable expression, as people write it, made unique within a unit by its
    module path; atoms of one subject exclude each other. `candidates` are all values that it can have, or `None`
    where they are not known; an expression that is itself a question has the candidates true and false.
    """

    subject: str
    equals: str | bool | int | float
    candidates: tuple[str | bool | int | float, ...] | None = None


class Not(Record):
    operand: Condition


class And(Record):
    operands: tuple[Condition, ...]


class Or(Record):
    operands: tuple[Condition, ...]


Condition = Union[bool, Atom, Not, And, Or]


def question(subject: str) -> Atom:
    """The atom of an expression that is true or false, nobody can tell which."""
    return Atom(subject, True, (True, False))


def null_question(subject: str) -> Atom:
    """The atom of whether an input has no value at all."""
    return question(f"{subject} == null")


def negation(condition: Condition) -> Condition:
    match condition:
        case bool():
            return not condition
        case Not(operand):
            return operand
        case _:
            return Not(condition)


def conjunction(*operands: Condition) -> Condition:
    """All of them, simplified where constants allow."""
    undecided: list[Condition] = []
    for operand in operands:
        if operand is False:
            return False
        if operand is not True and operand not in undecided:
            undecided.append(operand)
    if not undecided:
        return True
    return undecided[0] if len(undecided) == 1 else And(tuple(undecided))


def disjunction(*operands: Condition) -> Condition:
    """At least one of them, simplified where constants allow."""
    undecided: list[Condition] = []
    for operand in operands:
        if operand is True:
            return True
        if operand is not False and operand not in undecided:
            undecided.append(operand)
    if not undecided:
        return False
    return undecided[0] if len(undecided) == 1 else Or(tuple(undecided))


def either(condition: Condition, if_true: Condition, if_false: Condition) -> Condition:
    """The first where a condition holds, else the second."""
    if if_true == if_false:
        return if_true
    return disjunction(conjunction(condition, if_true), conjunction(negation(condition), if_false))


def atoms(condition: Condition) -> Iterator[Atom]:
    match condition:
        case Atom():
            yield condition
        case Not(operand):
            yield from atoms(operand)
        case And(operands) | Or(operands):
            for operand in operands:
                yield from atoms(operand)
