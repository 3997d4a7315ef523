"""Expressions have the values that `terraform console` gives them."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from typing import Any

import pytest

from s3lint.files import Files
from s3lint.inputs import Inputs
from s3lint.source import Source
from s3lint.terraform import syntax
from s3lint.terraform.expressions import value_of
from s3lint.terraform.frame import Failed
from s3lint.terraform.modules import Module
from s3lint.terraform.nodes import SyntaxProblem
from s3lint.terraform.project import Configurations, Project
from s3lint.value import Absent, Choice, Data, Encoded, Known, ListValue, MapValue, Text, Unknown, Value
from tests.terraform.expressions.record import ANSWERS, CONFIGURATION, ERROR, console

TABLE: list[list[Any]] = json.loads(ANSWERS.read_text(encoding="utf-8"), parse_float=Decimal)
TERRAFORM = shutil.which("terraform")
UNGIVEN = {"terraform.workspace"}
"""The workspace is an input of a run; the console has one."""


@pytest.fixture(scope="module")
def module() -> Module:
    directory = str(CONFIGURATION)
    project = Project(directory, Configurations(Files(directory)), Inputs(), ())
    return Module(project, project.configuration(directory))


def plain(value: Value[Data]) -> object:
    """A value as JSON has it; an expression that is refused is `ERROR`."""
    match value:
        case Failed():
            return ERROR
        case Known(ListValue(items, None)):
            return [plain(item) for item in items]
        case Known(MapValue(entries, None)):
            return {key: plain(entry.value) for key, entry in entries.items()}
        case Known(Encoded(inner)):
            return json.dumps(plain(inner))
        case Known(Text() as text):
            return text.literal
        case Known(data):
            return data
        case Absent() | Unknown() | Choice():
            return value
    raise AssertionError(value)


def evaluated(expression: str, module: Module) -> object:
    source = Source("console", expression)
    node = syntax.read_expression(source)
    if isinstance(node, SyntaxProblem):
        return ERROR
    return plain(value_of(node, module.frame(source)))


@pytest.mark.parametrize(("expression", "answer"), TABLE, ids=[expression for expression, _ in TABLE])
def test_value_is_that_of_the_console(expression: str, answer: object, module: Module) -> None:
    if expression in UNGIVEN:
        value = evaluated(expression, module)
        assert isinstance(value, Unknown)
        assert value.inputs == ("terraform.workspace",)
        return
    found = evaluated(expression, module)
    if isinstance(answer, Decimal) and isinstance(found, Decimal):
        # The console writes a number with the digits that a float has.
        assert float(found) == float(answer)
    else:
        assert found == answer
        assert isinstance(found, bool) is isinstance(answer, bool)


@pytest.mark.skipif(TERRAFORM is None, reason="terraform is not on the PATH")
def test_recorded_answers_are_still_true() -> None:
    assert TERRAFORM is not None
    valid = [(expression, answer) for expression, answer in TABLE if answer != ERROR]
    answers = console(TERRAFORM, "[" + ", ".join(expression for expression, _ in valid) + "]")
    assert json.dumps(answers) == json.dumps([answer for _, answer in valid], default=float)
