"""Attributes of resources and data sources that others refer to, as far as the text or AWS's formats determine them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from s3lint.base.value import Absent, Choice, Data, Known, Origin, Piece, Symbol, Text, Unknown, Value, text_of
from s3lint.languages import arns
from s3lint.languages.terraform.evaluation import attribute_formats
from s3lint.languages.terraform.values.origins import literal, symbolic


class Attributed(Protocol):
    """An instance of a resource or data source, as far as its attributes depend on it."""

    address: str
    type: str
    is_data: bool

    @property
    def account(self) -> str:
        """The account that it lies in; empty where nobody says it."""
        ...

    @property
    def region(self) -> str:
        """The region that its provider configuration or the user gives; empty where nobody says it."""
        ...

    def argument(self, name: str) -> Value[Data] | None:
        """The value of an argument or of the nested blocks of a type; None where nothing says it."""
        ...

    def argument_names(self) -> Sequence[str]: ...

    def known(self, name: str) -> str:
        """What a plan says of an attribute; empty where there is none, and where it says nothing."""
        ...

    def document(self) -> Value[Data]:
        """The JSON of an `aws_iam_policy_document`."""
        ...

    def applied(self, function: str, arguments: Sequence[str], member: str) -> Value[Data]:
        """What a function makes of arguments; `member`, where given, is what of it is meant."""
        ...


_NAMING = frozenset(("id", "arn", "account_id", "master_account_id", "vpc_id"))
"""Attributes of data sources that name one existing thing."""


def attribute(resource: Attributed, name: str, at: Origin) -> Value[Data]:
    """The value of an attribute of a managed resource or data source."""
    if resource.type == "aws_iam_policy_document" and name in ("json", "minified_json"):
        return resource.document()
    if resource.is_data and (resource.type, name) in attribute_formats.FUNCTIONS:
        return resource.applied(*attribute_formats.FUNCTIONS[resource.type, name])
    if resource.type.startswith("aws_s3_bucket_") and name == "id":
        name = "bucket"
    template = _formats(resource).get(name)
    if template == "{name}" and resource.is_data:
        return _looked_up(resource) or Absent(at)
    if resource.is_data and resource.type in attribute_formats.LOOKED_UP_BY and _is_null(_looked_up(resource) or Absent(at)):
        template = None
    if resource.type == "aws_partition" and template == "{partition}" and not _region(resource):
        return Known(Text((Piece(Symbol("", "partition", f"${{{resource.address}.{name}}}", "aws"), at),)), at)
    if template in ("{account}", "{region}"):
        word = template.strip("{}")
        told = arns.told(word, resource.account, _region(resource)) or None
        return symbolic(Symbol("", word, f"${{{word}}}", told), at)
    if template is not None:
        return _formatted(template, _name_pieces(resource, at), resource.account, _region(resource), at)
    given = resource.argument(name)
    if given is not None and not _is_null(given):
        return given
    what = f"{resource.address}.{name}"
    if resource.is_data:
        known = resource.known(name)
        if known:
            return Known(known, at)
        candidates = () if resource.type == "terraform_remote_state" else None
        reason = f"{what} is read at deployment"
        return Unknown(reason, at, (what,), what, names_one=name in _NAMING, candidates=candidates)
    return symbolic(Symbol(resource.address, name, what), at)


def of_undeclared_bucket(address: str, name: str, at: Origin) -> Value[Data]:
    """An attribute of a bucket resource that a module refers to and does not declare: none of the declared ones."""
    template = attribute_formats.MANAGED["aws_s3_bucket"].get(name)
    if template is None:
        return symbolic(Symbol(address, name, f"{address}.{name}"), at)
    return _formatted(template, (Piece(Symbol(address, "name", f"{address}.id"), at),), "", "", at)


def attribute_names(resource: Attributed) -> tuple[str, ...]:
    """The attributes that are listed where an instance is used as a map."""
    return tuple(sorted({*(_formats(resource) or ("arn", "id")), *resource.argument_names()}))


def _formats(resource: Attributed) -> dict[str, str]:
    return (attribute_formats.DATA if resource.is_data else attribute_formats.MANAGED).get(resource.type, {})


def _formatted(template: str, name: tuple[Piece, ...], account: str, region: str, at: Origin) -> Known[Data]:
    """A text in a format, with what is known of the deployment."""

    def fact(word: str) -> str | Symbol:
        return arns.told(word, account, region) or Symbol("", word, f"${{{word}}}")

    match arns.filled(template, name, fact, at):
        case ():
            return Known("", at)
        case (Piece(str() as text),):
            return Known(text, at)
        case pieces:
            return Known(Text(pieces), at)


def _looked_up(resource: Attributed) -> Value[Data] | None:
    """The name by which a data source looks something up."""
    argument = attribute_formats.LOOKED_UP_BY.get(resource.type)
    return resource.argument(argument) if argument else None


def _name_pieces(resource: Attributed, at: Origin) -> tuple[Piece, ...]:
    """The name of a resource; that of what a data source looks up is what it is given."""
    if not resource.is_data:
        return (Piece(name_symbol(resource), at),) if resource.type in attribute_formats.NAMES else ()
    match _looked_up(resource):
        case Known(str() | Text() as text, origin):
            return text_of(text, origin).pieces
        case None:
            return ()
        case Unknown() as unknown:
            return (Piece(unknown, unknown.origin),)
        case _:
            what = f"{resource.address}.{attribute_formats.LOOKED_UP_BY[resource.type]}"
            return (Piece(Unknown(f"{what} is not decided", at, (what,), what), at),)


def _region(resource: Attributed) -> str:
    """The region of a resource: its own argument, the one that is given for the run, or that of its provider."""
    return given_text(resource.argument("region")) or resource.region


def partition(resource: Attributed) -> str:
    """The partition that a resource lies in; empty where nobody says its region."""
    region = _region(resource)
    return arns.told("partition", "", region) if region else ""


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


def name_symbol(resource: Attributed) -> Symbol:
    """The name of a resource: fixed, although perhaps generated; an empty name counts as none."""
    argument = attribute_formats.NAMES[resource.type]
    given = resource.known(argument) or given_text(resource.argument(argument))
    reference = "id" if argument == "bucket" else argument
    return Symbol(resource.address, "name", f"{resource.address}.{reference}", given or None)
