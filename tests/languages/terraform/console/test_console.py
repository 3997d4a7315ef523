"""Expressions have the value, and the kind of collection, that `terraform console` gives them."""

from __future__ import annotations

import json
import random
import re
import shutil
from decimal import Decimal
from typing import Any

import pytest

from s3lint.base.source import Source
from s3lint.base.value import Data, Encoded, Known, ListValue, MapValue, Text, Value
from s3lint.languages.files import Files
from s3lint.languages.inputs import Inputs
from s3lint.languages.terraform.declarations.project import Configurations, Project
from s3lint.languages.terraform.evaluation.expressions import value_of
from s3lint.languages.terraform.evaluation.modules import Module
from s3lint.languages.terraform.syntax import reader
from s3lint.languages.terraform.syntax.nodes import SyntaxProblem
from s3lint.languages.terraform.values.origins import Failed
from s3lint.languages.terraform.values.rendering import json_text
from tests.languages.terraform.console.record import ANSWERS, HERE, expressions, recorded

TABLE: dict[str, dict[str, Any] | None] = json.loads(ANSWERS.read_text(encoding="utf-8"))
REFUSED = "refused"
UNKNOWN = "unknown"
PRECISION = Decimal("1e-150")

DIFFERENT: dict[str, object] = {
    # Sensitive values are not told apart.
    'issensitive("x")': UNKNOWN,
    # The workspace is an input of a run; the console has one.
    "terraform.workspace": UNKNOWN,
    # A file that is not here may be made before anything is deployed.
    'file("no-such-file.txt")': UNKNOWN,
    # The console computes with infinity; s3lint refuses a division by zero at once.
    'try(1 / 0, "x")': "x",
    "can(1 / 0)": False,
    # The last of 154 digits.
    "tostring(1 / 3)": "0." + 155 * "3",
    "jsonencode(1 / 3)": "0." + 155 * "3",
    "tostring(-0)": "0",
    # Which characters combine is not told.
    'length("👾🕹️")': UNKNOWN,
    'length("🇩🇪🇫🇷")': UNKNOWN,
    'length("日本")': UNKNOWN,
    'strrev("a☃b")': UNKNOWN,
    'strrev("👨‍👩‍👧x")': UNKNOWN,
    'substr("🤔🤷", 0, 1)': UNKNOWN,
    # Arms of a conditional that have no type in common are not refused.
    "true ? 1 : true": 1,
    "true ? [1] : { a = 1 }": [1],
}
"""Where s3lint answers otherwise than the console."""


@pytest.fixture(scope="module")
def module() -> Module:
    directory = str(HERE)
    project = Project(directory, Configurations(Files(directory)), Inputs(), ())
    return Module(project, project.configuration(directory))


def plain(value: Value[Data]) -> object:
    match value:
        case Failed():
            return REFUSED
        case Known(ListValue(items, None)):
            return [plain(item) for item in items]
        case Known(MapValue(entries, None)):
            return {key: plain(entry.value) for key, entry in entries.items()}
        case Known(Encoded(inner), origin):
            return json_text(inner, origin).literal
        case Known(Text() as text):
            return text.literal
        case Known(data):
            return data
        case _:
            return UNKNOWN


def kind(value: Value[Data]) -> str:
    match value:
        case Known(ListValue() as items):
            return items.kind
        case Known(MapValue() as entries):
            return entries.kind
        case _:
            return ""


def agrees(ours: object, theirs: object) -> bool:
    """Equal values; numbers are recorded as strings where they have a fraction, and cut after 154 digits."""
    match ours, theirs:
        case bool(), _:
            return ours is theirs
        case ((int() | Decimal()), (int() | str())) if not isinstance(theirs, bool):
            number = Decimal(theirs)
            return abs(Decimal(ours) - number) <= PRECISION * max(abs(number), Decimal(1))
        case list(), list():
            return len(ours) == len(theirs) and all(map(agrees, ours, theirs))
        case dict(), dict():
            return ours.keys() == theirs.keys() and all(agrees(ours[key], theirs[key]) for key in ours)
        case _:
            return type(ours) is type(theirs) and ours == theirs


def evaluated(expression: str, module: Module) -> Value[Data]:
    source = Source(f"{HERE}/console", expression)
    node = reader.read_expression(source)
    assert not isinstance(node, SyntaxProblem), node
    return value_of(node, module.frame(source))


@pytest.mark.parametrize("expression", TABLE)
def test_an_expression_has_the_value_of_the_console(expression: str, module: Module) -> None:
    value = evaluated(expression, module)
    recorded_answer = TABLE[expression]
    ours = plain(value)
    if expression in DIFFERENT:
        assert ours == DIFFERENT[expression]
    elif recorded_answer is None:
        assert ours == REFUSED
    else:
        assert agrees(ours, recorded_answer["value"]), f"{ours!r} is not {recorded_answer['value']!r}"
        named = re.match(r"(list|set|tuple|map|object)\(", recorded_answer["type"])
        assert kind(value) == (named.group(1) if named and ours is not None else "")


def test_every_expression_is_recorded() -> None:
    assert list(dict.fromkeys(expressions())) == list(TABLE)


@pytest.mark.skipif(shutil.which("terraform") is None, reason="needs terraform on the PATH")
def test_the_answers_are_still_true() -> None:
    sample = random.Random(1).sample(expressions(), 200)
    assert recorded(sample) == {expression: TABLE[expression] for expression in sample}
