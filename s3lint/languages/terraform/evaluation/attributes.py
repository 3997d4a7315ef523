"""Attributes of resources and data sources that others refer to, as far as the text or AWS's formats determine them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from s3lint.base.record import Record
from s3lint.base.value import Absent, Choice, Data, Known, Origin, Piece, Symbol, Text, Unknown, Value, text_of
from s3lint.languages.terraform.evaluation import arns
from s3lint.languages.terraform.evaluation.origins import literal, symbolic

if TYPE_CHECKING:
    from s3lint.languages.terraform.evaluation.resources import Declared

_SLOT = re.compile(r"\{([a-z-]+)\}")


class _Facts(Record):
    """What is known of a deployment; an empty string is not known."""

    account: str
    region: str

    def symbol(self, fact: str) -> Symbol:
        given = ""
        match fact:
            case "account":
                given = self.account
            case "region":
                given = self.region
            case "partition" | "suffix":
                _, partition, suffix = next(row for row in arns.PARTITIONS if self.region.startswith(row[0]))
                given = partition if fact == "partition" else suffix
        return Symbol("", fact, given or f"${{{fact}}}", given or None)


_NAMING = frozenset(("id", "arn", "account_id", "master_account_id", "vpc_id"))
"""Attributes of data sources that name one existing thing."""


def attribute(resource: Declared, name: str, at: Origin) -> Value[Data]:
    """The value of an attribute of a managed resource or data source."""
    if resource.type == "aws_iam_policy_document" and name in ("json", "minified_json"):
        return resource.document()
    if resource.type.startswith("aws_s3_bucket_") and name == "id":
        name = "bucket"
    shape = (arns.DATA if resource.is_data else arns.MANAGED).get(resource.type, {}).get(name)
    if shape == "{name}" and resource.is_data:
        return resource.argument("bucket") or Absent(at)
    if shape is not None:
        facts = _Facts(resource.module.project.inputs.account, _region(resource))
        return _shaped(shape, _name_pieces(resource, at), facts, at)
    given = resource.argument(name)
    if given is not None and not _is_null(given):
        return given
    what = f"{resource.address}.{name}"
    if resource.is_data:
        return Unknown(f"{what} is read at deployment", at, (what,), what, names_one=name in _NAMING)
    return symbolic(Symbol(resource.address, name, what), at)


def of_undeclared_bucket(address: str, name: str, at: Origin) -> Value[Data]:
    """An attribute of a bucket resource that a module refers to and does not declare: none of the declared ones."""
    shape = arns.MANAGED["aws_s3_bucket"].get(name)
    if shape is None:
        return symbolic(Symbol(address, name, f"{address}.{name}"), at)
    return _shaped(shape, (Piece(Symbol(address, "name", f"{address}.id"), at),), _Facts("", ""), at)


def attribute_names(resource: Declared) -> tuple[str, ...]:
    """The attributes that are listed where an instance is used as a map."""
    listed = (arns.DATA if resource.is_data else arns.MANAGED).get(resource.type, {"arn": "", "id": ""})
    return tuple(sorted({*listed, *resource.argument_names()}))


def _shaped(shape: str, name: tuple[Piece, ...], facts: _Facts, at: Origin) -> Value[Data]:
    pieces: list[Piece] = []
    run = ""
    last = 0
    for slot in _SLOT.finditer(shape):
        run += shape[last : slot.start()]
        last = slot.end()
        fact = None if slot[1] == "name" else facts.symbol(slot[1])
        if fact is not None and fact.literal is not None:
            run += fact.literal
            continue
        if run:
            pieces.append(Piece(run, at))
        pieces += name if fact is None else (Piece(fact, at),)
        run = ""
    run += shape[last:]
    if not pieces:
        return Known(run, at)
    return Known(Text((*pieces, Piece(run, at)) if run else tuple(pieces)), at)


def _name_pieces(resource: Declared, at: Origin) -> tuple[Piece, ...]:
    """The name of a resource; that of a bucket which a data source looks up is what it is given."""
    if not resource.is_data:
        return (Piece(name_symbol(resource), at),) if resource.type in arns.NAMES else ()
    match resource.argument("bucket"):
        case Known(str() | Text() as text, origin):
            return text_of(text, origin).pieces
        case None:
            return ()
        case _:
            what = f"{resource.address}.bucket"
            return (Piece(Unknown(f"{what} is not decided", at, (what,), what), at),)


def _region(resource: Declared) -> str:
    """The region of a resource: its own argument, the one that is given for the run, or that of its provider."""
    own = given_text(resource.argument("region"))
    return own or resource.module.project.inputs.region or resource.provider_region()


def _is_null(value: Value[Data]) -> bool:
    return isinstance(value, Absent) or (isinstance(value, Known) and value.value is None)


def given_text(value: Value[Data] | None) -> str | None:
    """The literal string that an argument gives, if every world gives the same."""
    match value:
        case Known(data):
            return literal(data)
        case Choice(_, if_true, if_false):
            one, other = given_text(if_true), given_text(if_false)
            return one if one == other else None
        case _:
            return None


def name_symbol(resource: Declared) -> Symbol:
    """The name of a resource: fixed, although perhaps generated; an empty name counts as none."""
    argument = arns.NAMES[resource.type]
    given = given_text(resource.argument(argument))
    reference = "id" if argument == "bucket" else argument
    return Symbol(resource.address, "name", f"{resource.address}.{reference}", given or None)
