"""Functions of the AWS provider, with the signatures that its documentation gives them (provider 6.x, read 2026-11-28).

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/functions/arn_build, `arn_parse`, `trim_iam_role_path`
"""

from __future__ import annotations

from collections.abc import Sequence

from s3lint.base.value import Data, Entry, Known, ListValue, MapValue, Piece, Setting, Text, Value
from s3lint.languages.terraform.functions.arguments import Result, function, given, pieces
from s3lint.languages.terraform.functions.site import CallSite, FunctionError, NeedsUnknown
from s3lint.languages.terraform.values import placeholders
from s3lint.languages.terraform.values.rendering import text_pieces
from s3lint.languages.terraform.values.types import partial

_FIELDS = ("partition", "service", "region", "account_id", "resource")
"""What stands in an ARN behind `arn`, as `arn_parse` calls it."""


@function("hashicorp/aws::arn_build", *(given for _ in _FIELDS))
def _arn_build(site: CallSite, *fields: Setting[Data]) -> Result:
    return _joined([Known("arn", site.origin), *fields], ":", site)


@function("hashicorp/aws::arn_parse", pieces)
def _arn_parse(site: CallSite, arn: Text) -> Result:
    fields = _fields(arn, site)
    entries = {name: Entry(site.origin, field) for name, field in zip(_FIELDS, fields, strict=True)}
    return MapValue(entries)


@function("hashicorp/aws::trim_iam_role_path", pieces)
def _trim_iam_role_path(site: CallSite, arn: Text) -> Result:
    *others, resource = _fields(arn, site)
    kind, *path = _split(resource, "/", site)
    if not path or not isinstance(kind, Known) or pieces(kind, site).literal != "role":
        raise FunctionError("the ARN of a role")
    return _joined([Known("arn", site.origin), *others, _joined([kind, path[-1]], "/", site)], ":", site)


def _fields(arn: Text, site: CallSite) -> list[Setting[Data]]:
    """The five fields of an ARN behind its `arn`; further colons are part of the resource."""
    prefix, *fields = _split(Known(arn, site.origin), ":", site)
    if len(fields) < len(_FIELDS) and arn.literal is None:
        raise NeedsUnknown(partial(arn, site.origin))
    if len(fields) < len(_FIELDS) or pieces(prefix, site).literal != "arn":
        raise FunctionError("an ARN")
    return [*fields[: len(_FIELDS) - 1], _joined(fields[len(_FIELDS) - 1 :], ":", site)]


def _split(value: Setting[Data], separator: str, site: CallSite) -> list[Setting[Data]]:
    """The parts between separators. Raises NeedsUnknown where what nobody can read may hold one."""
    text = pieces(value, site)
    if text.literal is not None:
        return [Known(part, site.origin) for part in text.literal.split(separator)]
    match placeholders.split((Known(separator, site.origin), Known(text, value.origin))):
        case Known(ListValue(items)):
            return [site.world.settle(item) for item in items]
        case _:
            raise NeedsUnknown(partial(text, site.origin))


def _joined(parts: Sequence[Value[Data]], separator: str, site: CallSite) -> Known[Data]:
    """Texts with separators between them; a part that is not known stays one part."""
    made: list[Piece] = []
    for index, part in enumerate(parts):
        if index:
            made.append(Piece(separator, site.origin))
        made += text_pieces(site.world.settle(part), site.origin)
    text = Text(tuple(made))
    is_literal = all(isinstance(piece.content, str) for piece in made)
    return Known((text.literal or "") if is_literal else text, site.origin)
