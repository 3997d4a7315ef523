"""Functions that convert and mark."""

from __future__ import annotations

from collections.abc import Callable

from s3lint.base.value import Data, Setting, Unknown
from s3lint.languages.terraform.functions.arguments import Result, anything, function
from s3lint.languages.terraform.functions.site import CallSite
from s3lint.languages.terraform.values.types import ANY, BOOL, NUMBER, STRING, Collection, Type, convert


def _to(wanted: Type) -> Callable[[CallSite, Setting[Data]], Result]:
    return lambda site, value: site.world.settle(convert(value, wanted))


for _name, _wanted in (
    ("tostring", STRING),
    ("tonumber", NUMBER),
    ("tobool", BOOL),
    ("tolist", Collection("list", ANY)),
    ("toset", Collection("set", ANY)),
    ("tomap", Collection("map", ANY)),
):
    function(_name, anything)(_to(_wanted))


@function("sensitive", anything)
def _sensitive(site: CallSite, value: Setting[Data]) -> Result:
    return value


function("nonsensitive", anything)(_sensitive)
function("ephemeralasnull", anything)(_sensitive)


@function("issensitive", anything)
def _issensitive(site: CallSite, value: Setting[Data]) -> Result:
    return Unknown("sensitive values are not told apart", site.origin)
