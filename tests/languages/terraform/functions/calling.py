"""Calling a function as the evaluator does, with values written short."""

from __future__ import annotations

from s3lint.base.source import Source, Span
from s3lint.base.value import Data, Entry, Known, ListValue, MapValue, Origin, Piece, Setting, Symbol, Text, Unknown, Value
from s3lint.languages.files import Files
from s3lint.languages.terraform import functions
from s3lint.languages.terraform.functions import CallSite, Render

SOURCE = Source("main.tf", "f(" + "x" * 98)


def at(start: int) -> Origin:
    return Origin(SOURCE, Span(start, start + 1))


SITE = at(0)
X = Unknown("variable `x` has no default", at(90), ("var.x",), "var.x")
"""An input that nobody gives."""

UNKNOWN = Unknown("variable `x` has no default", SITE, ("var.x",))
"""What a function makes of it."""

BUCKET = Symbol("aws_s3_bucket.b", "name", "aws_s3_bucket.b.id")


def known(data: Data, start: int = 10) -> Known[Data]:
    return Known(data, at(start))


def tuple_of(*values: Value[Data], rest: Unknown | None = None, kind: str = "tuple") -> Known[Data]:
    return known(ListValue(values, rest, kind))


def object_of(rest: Unknown | None = None, kind: str = "object", **values: Value[Data]) -> Known[Data]:
    return known(MapValue({key: Entry(at(20), value) for key, value in values.items()}, rest, kind))


def text_of(*parts: str | Symbol | Unknown) -> Text:
    return Text(tuple(Piece(part, at(30)) for part in parts))


def call(name: str, *arguments: Setting[Data], root: str = "/none", render: Render | None = None) -> Setting[Data]:
    return functions.call(name, arguments, CallSite(SITE, root, root, Files(root), render=render))


def result(data: Data) -> Known[Data]:
    return Known(data, SITE)


def shown(setting: Setting[Data]) -> str:
    """A text with what is not known in it, as messages show it."""
    assert isinstance(setting, Known)
    return str(setting.value)
