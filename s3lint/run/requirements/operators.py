"""What can be asked of one setting. A new operator is a line in the table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from s3lint.base.comparison import same_text
from s3lint.base.condition import Truth
from s3lint.base.record import Record
from s3lint.base.value import Known, Origin, Setting, Symbol, Text, Unknown, text_of
from s3lint.model.logic import Answered, any_so, negated
from s3lint.run.requirements.lookup import open_part

TEXTS = ("a word", "a text", "a list of texts")
TRUTH = ("true or false",)
NUMBER = ("a whole number",)
SCALARS = (*TEXTS, *TRUTH, *NUMBER)
ANYTHING = (*SCALARS, "a block", "a list", "a policy", "a fact")
"""Types of settings, as the catalogue words them."""


Test = Callable[[Any, Any, Origin], Answered]


class Operator(Record):
    """`name` is how a rule writes it, `says` what it asks in words, with `{}` for what follows the name; `help` explains it.

    `takes` is the JSON Schema of what follows, `types` are those of the settings that it is for. `test` is given the value of a
    setting that is there, what follows, and the place of the value. A setting that is absent passes no test; an operator that
    `negates` asks for the opposite. Of a list each item is asked; with `is_of_whole` the list itself, and `test_of_item`, where
    set, is what one item must pass.
    """

    name: str
    says: str
    takes: dict[str, Any]
    types: tuple[str, ...]
    test: Test
    help: str
    negates: bool = False
    is_of_whole: bool = False
    test_of_item: Test | None = None

    def answer(self, setting: Setting[Any], wanted: Any, test: Test | None = None) -> Answered:
        """Whether a setting passes the test of the operator, or another one."""
        answer: Answered = False
        match setting:
            case Known(value, origin):
                answer = (test or self.test)(value, wanted, origin)
            case Unknown():
                answer = setting
        return negated(answer) if self.negates else answer


def _is(value: Any, wanted: Any, origin: Origin) -> Answered:
    if not isinstance(value, Text):
        return bool(value == (str(wanted) if isinstance(value, str) else wanted))
    truth = same_text(value, text_of(str(wanted), origin))
    return open_part(value, origin) if truth is Truth.MAYBE else truth is Truth.YES


def _is_in(value: Any, wanted: list[Any], origin: Origin) -> Answered:
    return any_so(_is(value, each, origin) for each in wanted)


def _matches(value: Any, pattern: str, origin: Origin) -> Answered:
    from s3lint.base.regular import Regular, TooMuchWork  # few rules have one
    from s3lint.base.regular_search import found_in

    text = value if isinstance(value, str) else value.literal
    if text is None:
        truth = found_in(Regular(pattern), (_known(piece.content) for piece in value.pieces))
        return open_part(value, origin) if truth is Truth.MAYBE else truth is Truth.YES
    try:
        return Regular(pattern).search(text) is not None
    except TooMuchWork as error:
        return Unknown(f"it takes more than {error.limit} {error.what}", origin)


def _known(content: str | Symbol | Unknown) -> str | None:
    return content if isinstance(content, str) else content.literal if isinstance(content, Symbol) else None


def _contains(value: Any, wanted: Any, origin: Origin) -> Answered:
    runs = [value] if isinstance(value, str) else [value.literal, *(piece.content for piece in value.pieces)]
    if any(str(wanted) in run for run in runs if isinstance(run, str)):
        return True
    return open_part(value, origin) if runs[0] is None else False


def _is_there(_value: Any, _wanted: Any, _origin: Origin) -> Answered:
    return True


_SCALAR = {"type": ["string", "boolean", "integer"], "description": "a text, a number, or true or false"}
_SEVERAL = {"type": "array", "items": _SCALAR, "minItems": 1, "description": "a list of texts or numbers"}
_PATTERN = {"type": "string", "description": "a regular expression"}
_PART = {"type": ["string", "integer"], "description": "a text"}
_NUMBER = {"type": "integer", "description": "a whole number"}
_TRUE = {"const": True, "description": "true, as `exists` and `absent` are opposites"}

OPERATORS = (
    Operator("is", "is {}", _SCALAR, SCALARS, _is, "is that"),
    Operator("is-not", "is not {}", _SCALAR, SCALARS, _is, "is something else, or absent", negates=True),
    Operator("in", "is one of {}", _SEVERAL, (*TEXTS, *NUMBER), _is_in, "is one of them"),
    Operator("not-in", "is none of {}", _SEVERAL, (*TEXTS, *NUMBER), _is_in, "is none of them, or absent", negates=True),
    Operator("matches", "matches {}", _PATTERN, TEXTS, _matches, "has a part that fits; `^` and `$` are its beginning and end"),
    Operator(
        "contains", "contains {}", _PART, TEXTS, _contains, "has that as a part; a list: has it as an item", test_of_item=_is
    ),
    Operator("at-least", "is at least {}", _NUMBER, NUMBER, lambda value, least, _: value >= least, "is that or more"),
    Operator("at-most", "is at most {}", _NUMBER, NUMBER, lambda value, most, _: value <= most, "is that or less"),
    Operator("exists", "is there", _TRUE, ANYTHING, _is_there, "is there", is_of_whole=True),
    Operator("absent", "is not there", _TRUE, ANYTHING, _is_there, "is not there", negates=True, is_of_whole=True),
)
BY_NAME = {operator.name: operator for operator in OPERATORS}
