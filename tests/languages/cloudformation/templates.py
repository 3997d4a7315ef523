"""Templates written in tests, evaluated and shown as short texts."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import dedent
from typing import Any

from s3lint.base.condition import And, Atom, Condition, Not, Or
from s3lint.base.source import Source
from s3lint.base.value import Absent, Choice, Data, Encoded, Known, ListValue, MapValue, Origin, Symbol, Text, Unknown, Value
from s3lint.base.worlds import explore
from s3lint.languages.cloudformation import FRONT_END
from s3lint.languages.cloudformation.evaluation.evaluator import Evaluator
from s3lint.languages.cloudformation.evaluation.texts import word
from s3lint.languages.cloudformation.syntax.nodes import Mapping, mapping
from s3lint.languages.cloudformation.syntax.reader import compose
from s3lint.languages.cloudformation.syntax.template import Template
from s3lint.languages.files import Files
from s3lint.languages.inputs import Inputs
from s3lint.languages.unit import Unit
from s3lint.model.bucket import Bucket


def evaluator_of(text: str, inputs: Inputs | None = None, **given: str) -> Evaluator:
    source = Source("t.yaml", dedent(text))
    documents = compose(source)
    assert documents.problems == (), documents.problems[0].message
    root = documents.roots[0]
    assert isinstance(root, Mapping)
    return Evaluator(Template(source, root), dict(given), inputs or Inputs())


def output(text: str, name: str = "X", inputs: Inputs | None = None, **given: str) -> Value[Data]:
    """The value of an output of a template."""
    evaluator = evaluator_of(text, inputs, **given)
    node = mapping(evaluator.template.root.member("Outputs")).member(name)
    assert isinstance(node, Mapping)
    value = node.member("Value")
    assert value is not None
    return evaluator.value(value)


def shown(value: Value[Data]) -> Any:
    """Known values as plain data, symbols as `<Resource.attribute>`, unknown ones as `?reason`, choices as tuples."""
    match value:
        case Known(Text(pieces)):
            return "".join(_piece(piece.content) for piece in pieces)
        case Known(ListValue(items, rest)):
            listed = [shown(item) for item in items if not isinstance(item, Absent)]
            return [*listed, f"?{rest.reason}"] if rest is not None else listed
        case Known(MapValue(entries, rest)):
            mapped = {key: shown(entry.value) for key, entry in entries.items() if not isinstance(entry.value, Absent)}
            return mapped if rest is None else {**mapped, "…": f"?{rest.reason}"}
        case Known(Encoded(inner)):
            return ("json", shown(inner))
        case Known(content):
            return content
        case Absent():
            return None
        case Unknown(reason):
            return f"?{reason}"
        case Choice(condition, if_true, if_false):
            return (said(condition), shown(if_true), shown(if_false))


def _piece(content: str | Symbol | Unknown) -> str:
    match content:
        case Symbol(resource, attribute, _, literal):
            return literal if literal is not None else f"<{resource}.{attribute}>" if resource else f"<{attribute}>"
        case Unknown(inputs=inputs):
            return f"<?{inputs[0] if inputs else ''}>"
        case str():
            return content


def said(condition: Condition) -> str:
    match condition:
        case Atom(subject, equals):
            return f"{subject}={word(equals)}"
        case Not(operand):
            return f"!({said(operand)})"
        case And(operands):
            return " & ".join(f"({said(operand)})" for operand in operands)
        case Or(operands):
            return " | ".join(f"({said(operand)})" for operand in operands)
        case bool():
            return str(condition)


def units(paths: Sequence[str], files: Files, inputs: Inputs) -> list[Unit]:
    return [unit for work in FRONT_END.work(paths, files, inputs) for unit in work.read()]


def unit_of(text: str, path: str = "t.yaml", inputs: Inputs | None = None) -> Unit:
    found = units([path], Files(".", {path: dedent(text)}), inputs or Inputs())
    assert len(found) == 1
    return found[0]


def bucket_of(text: str, address: str, inputs: Inputs | None = None) -> Bucket:
    """A bucket that is the same in every world."""
    ((_, bucket),) = worlds_of(text, address, inputs)
    return bucket


def worlds_of(text: str, address: str, inputs: Inputs | None = None) -> list[tuple[str, Bucket]]:
    """The models of a bucket, by the worlds in words that its name and settings can tell apart once all is asked."""
    (subject,) = [each for each in unit_of(text, inputs=inputs).subjects if each.address == address]

    def asked(world: Any) -> Bucket | None:
        if not world.decide(subject.condition):
            return None
        bucket: Bucket = subject.build(world)
        for field in (
            "name",
            "versioning",
            "encryption",
            "public_access_block",
            "logging",
            "policy",
            "acl",
            "object_ownership",
        ):
            getattr(bucket, field)
        return bucket

    return sorted(((str(world), bucket) for world, bucket in explore(asked) if bucket is not None), key=lambda pair: pair[0])


def at(origin: Origin) -> str:
    """`line:column text` of an origin."""
    return f"{origin.start.line}:{origin.start.column} {origin.text}"
