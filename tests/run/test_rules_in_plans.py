"""Rules say of a plan what they say of the configuration that it is made of: tried with their Terraform examples.

A plan is made of what a configuration is evaluated to. What is known after apply only (identifiers and ARNs of new buckets, and
what has them in it) is not in it, but which bucket an argument refers to. Examples with open inputs have no plan.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from s3lint import Settings, check
from s3lint.base.resource import Resource
from s3lint.base.value import Absent, Encoded, Known, ListValue, MapValue, Piece, Symbol, Text, Value
from s3lint.languages.files import Files
from s3lint.languages.front_end import front_end
from s3lint.languages.inputs import Inputs
from s3lint.languages.unit import Language
from s3lint.run.option import Assignment
from s3lint.run.registry import all_rules
from s3lint.run.report import Report
from s3lint.run.rule import Rule

UNKNOWN = object()
OTHERWISE = ("in the bucket and in a resource of its own", "the beginning, and a part that is made up")
"""Examples that say what no plan tells from what a provider fills in."""

GENERATED = "20260101000000000000000001"
"""What the provider adds to a prefix."""

NEVER = ("predictable-bucket-name",)
"""Rules about what no plan says: what a name is made of, which it knows."""


class NoPlan(Exception):
    """Something that a plan shows in another way, or not at all."""


def plan_of(text: str, *, is_made: bool) -> str:
    """The plan of a module whose buckets are there already, or are to be made. Raises NoPlan."""
    files = Files(".", overlay={"main.tf": text})
    units = [unit for work in front_end(Language.TERRAFORM).work(["main.tf"], files, Inputs()) for unit in work.read()]
    [unit] = units
    if unit.problems or 'variable "' in text:
        raise NoPlan
    maker = Maker(frozenset(resource.address for resource in unit.resources), is_made)
    changes, said = [], []
    for resource in unit.resources:
        values, unknown = maker.members(resource)
        block = resource.address.partition("[")[0]
        node = {"mode": "managed", "type": resource.type, "name": block.partition(".")[2]}
        change = {"actions": ["create"], "after": values, "after_unknown": unknown}
        changes.append(node | {"address": resource.address, "change": change})
        expressions = {key: expression(entry.value) for key, entry in entries(resource.settings).items()}
        said.append(node | {"address": block, "expressions": expressions, "provider_config_key": resource.provider})
    configuration = {"root_module": {"resources": said}}
    return json.dumps({"format_version": "1.2", "resource_changes": changes, "configuration": configuration})


def entries(value: Value[Any]) -> Any:
    match value:
        case Known(MapValue(found, None)):
            return found
        case _:
            raise NoPlan


class Maker:
    def __init__(self, declared: frozenset[str], is_made: bool) -> None:
        self.declared = declared
        self.is_made = is_made

    def members(self, resource: Resource) -> tuple[dict[str, Any], dict[str, Any]]:
        """The values of a resource, and which of them are unknown."""
        shown = {key: self.shown(entry.value) for key, entry in entries(resource.settings).items()}
        if self.is_made and resource.type == "aws_s3_bucket":
            prefix = shown.get("bucket_prefix")
            shown.setdefault("bucket", f"{prefix}{GENERATED}" if prefix else name_of(resource.address))
        values = {key: value for key, value in shown.items() if value is not UNKNOWN}
        return values, {key: True for key in shown if key not in values}

    def shown(self, value: Value[Any]) -> Any:
        """A value as a plan has it; a text with a part that is known after apply is unknown as a whole."""
        match value:
            case Absent() | Known(None):
                return None
            case Known(str() | bool() | int() | float() as plain):
                return plain
            case Known(Text(pieces)):
                parts = [self.part(piece.content) for piece in pieces]
                return UNKNOWN if UNKNOWN in parts else "".join(map(str, parts))
            case Known(Encoded(inner)):
                return json.dumps(self.shown(inner))
            case Known(ListValue(items, None)):
                return whole([self.shown(item) for item in items])
            case Known(MapValue(found, None)):
                return dict(zip(found, whole([self.shown(entry.value) for entry in found.values()]), strict=True))
            case _:
                raise NoPlan

    def part(self, content: object) -> object:
        match content:
            case str():
                return content
            case Symbol(resource="", literal=None):
                raise NoPlan  # a plan knows the account and the Region
            case Symbol(literal=str() as literal):
                return literal
            case Symbol(resource=address) if address not in self.declared:
                raise NoPlan  # Terraform refuses the configuration
            case Symbol(resource=address, attribute="name") if self.is_made and address.startswith("aws_s3_bucket."):
                return name_of(address)
            case Symbol() if not self.is_made:
                return UNKNOWN
            case _:
                raise NoPlan


def name_of(address: str) -> str:
    """A name for a bucket that is there already."""
    return f"acme-{address.partition('.')[2]}"


def whole(items: list[Any]) -> list[Any]:
    if any(item is UNKNOWN for item in items):
        raise NoPlan
    return items


def expression(value: Value[Any]) -> dict[str, Any]:
    match value:
        case Known(Text((Piece(Symbol(resource=address) as symbol),))) if address:
            return {"references": [str(symbol.written), address]}
        case _:
            return {}


def told(report: Report) -> set[tuple[str, tuple[str, ...]]]:
    return {(one.verdict.value, one.subjects) for one in (*report.findings, *report.undecided, *report.not_applicable)}


def plans(rule: type[Rule]) -> Iterator[tuple[str, str, Settings]]:
    for example in (*rule.bad, *rule.good, *rule.inapplicable):
        text = example.twins.terraform
        if isinstance(text, str) and example.title not in OTHERWISE:
            options = tuple(Assignment(rule.name, name, value) for name, value in example.options)
            settings = Settings(select=(rule.name,), inputs=Inputs(account=example.account), options=options)
            for is_made in (False, True):
                try:
                    yield text, plan_of(text, is_made=is_made), settings
                except NoPlan:
                    continue


@pytest.mark.parametrize("rule", [rule for rule in all_rules() if rule.name not in NEVER], ids=lambda rule: str(rule.name))
def test_a_plan_is_judged_as_its_configuration_is(rule: type[Rule]) -> None:
    compared = 0
    for text, plan, settings in plans(rule):
        written, planned = check([], settings, {"main.tf": text}), check([], settings, {"plan.json": plan})
        assert planned.errors == ()
        assert planned.problems == ()
        assert told(planned) == told(written), text
        compared += 1
    assert compared
