"""Questions to several settings at once: true, false, or the unknown that decides.

Source of the rules: Kleene's strong three-valued logic, https://plato.stanford.edu/entries/logic-manyvalued/#KleeLogi
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar, Union

from s3lint.base.value import Known, Setting, Unknown

T = TypeVar("T")

Answered = Union[bool, Unknown]
"""What is said of settings: that it is so, that it is not, or what would decide it."""


def is_so(setting: Setting[T], test: Callable[[T], bool]) -> Answered:
    """Whether a setting is there and passes a test."""
    match setting:
        case Known(value):
            return test(value)
        case Unknown():
            return setting
        case _:
            return False


def is_there(setting: Setting[object]) -> Answered:
    return is_so(setting, lambda _: True)


def all_so(*answers: Answered) -> Answered:
    return negated(any_so(map(negated, answers)))


def any_so(answers: Iterable[Answered], rest: Unknown | None = None) -> Answered:
    """Whether one of several is so; `rest` stands for any number of further ones."""
    unknown: Answered = False if rest is None else rest
    for answer in answers:
        if answer is True:
            return True
        if isinstance(answer, Unknown) and unknown is False:
            unknown = answer
    return unknown


def negated(answer: Answered) -> Answered:
    return answer if isinstance(answer, Unknown) else not answer
