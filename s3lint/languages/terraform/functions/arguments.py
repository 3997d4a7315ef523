"""Reading arguments as the types that functions declare, and the table of functions.

A reader takes an argument as it is and gives what a function works with. It raises FunctionError for a value that has
not its type, and NeedsUnknown where the argument is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from s3lint.base.value import (
    Absent,
    Data,
    Encoded,
    Known,
    ListValue,
    MapValue,
    Origin,
    Setting,
    Text,
    Unknown,
    Value,
    text_of,
)
from s3lint.languages.terraform.functions.site import CallSite, FunctionError, NeedsUnknown
from s3lint.languages.terraform.values.items import each_of, some_of
from s3lint.languages.terraform.values.order import positioned
from s3lint.languages.terraform.values.origins import derived
from s3lint.languages.terraform.values.rendering import json_text
from s3lint.languages.terraform.values.types import BOOL, NUMBER, STRING, ConversionError, Type, convert, partial

Result = Data | Setting[Data]
Reader = Callable[[Setting[Data], CallSite], Any]
Implementation = Callable[..., Result]
F = TypeVar("F", bound=Implementation)

_FIRST_MARK = "\u0300"
"""Below it, every character of Unicode is one for readers, too, but for a line end of two."""


class Function:
    """`parameters` read the arguments in order; the last `optional` of them may be left out; `rest` reads further ones.

    One that `rearranges` only orders and leaves out the items of its first argument.
    """

    __slots__ = ("body", "optional", "parameters", "rearranges", "rest")

    def __init__(
        self, body: Implementation, parameters: Sequence[Reader], optional: int, rest: Reader | None, *, rearranges: bool
    ) -> None:
        self.body = body
        self.parameters = parameters
        self.optional = optional
        self.rest = rest
        self.rearranges = rearranges

    def __call__(self, arguments: Sequence[Setting[Data]], site: CallSite) -> Setting[Data]:
        least = len(self.parameters) - self.optional
        if len(arguments) < least or (self.rest is None and len(arguments) > len(self.parameters)):
            most = "or more " if self.rest else f"to {len(self.parameters)} " if self.optional else ""
            raise FunctionError(f"{least} {most}argument{'s' if least != 1 or most else ''}, found {len(arguments)}")
        readers = [*self.parameters[: len(arguments)]]
        if self.rest is not None:
            readers += [self.rest] * (len(arguments) - len(readers))
        try:
            read = [reader(argument, site) for reader, argument in zip(readers, arguments, strict=True)]
            result = self.body(site, *read)
        except NeedsUnknown as undecided:
            found = derived(undecided.unknown, site.origin)
            if self.rearranges and undecided.unknown is arguments[0]:
                return some_of(each_of(undecided.unknown, site.origin), found)
            return found
        except ConversionError as error:
            raise FunctionError(error.message) from None
        if isinstance(result, Known | Unknown | Absent):
            return result
        return Known(result, site.origin)


TABLE: dict[str, Function] = {}


def function(
    name: str, *parameters: Reader, optional: int = 0, rest: Reader | None = None, rearranges: bool = False
) -> Callable[[F], F]:
    def enter(body: F) -> F:
        TABLE[name] = Function(body, parameters, optional, rest, rearranges=rearranges)
        return body

    return enter


# Readers


def anything(setting: Setting[Data], site: CallSite) -> Setting[Data]:
    """The argument as it is: null and unknown ones too."""
    return setting


def given(setting: Setting[Data], site: CallSite) -> Setting[Data]:
    """The argument as it is; it may be unknown, but not null."""
    return setting if isinstance(setting, Unknown) else present(setting, site)


def present(setting: Setting[Data], site: CallSite) -> Known[Data]:
    match setting:
        case Unknown():
            raise NeedsUnknown(setting)
        case Known(None) | Absent():
            raise FunctionError("a value that is not null")
        case Known():
            return setting


def _as(setting: Setting[Data], site: CallSite, wanted: Type) -> Data:
    return present(site.world.settle(convert(present(setting, site), wanted)), site).value


def string(setting: Setting[Data], site: CallSite) -> str | Text:
    """A string, parts of which may not be known."""
    found = _as(setting, site, STRING)
    if isinstance(found, Encoded):
        return json_text(found.value, setting.origin)
    return found if isinstance(found, str | Text) else ""


def text(setting: Setting[Data], site: CallSite) -> str:
    """A string that is known."""
    found = string(setting, site)
    if isinstance(found, str):
        return found
    literal = found.literal
    if literal is None:
        raise NeedsUnknown(partial(found, setting.origin))
    return literal


def pieces(setting: Setting[Data], site: CallSite) -> Text:
    return text_of(string(setting, site), setting.origin)


def number(setting: Setting[Data], site: CallSite) -> int | Decimal:
    found = _as(setting, site, NUMBER)
    if isinstance(found, float):
        return Decimal(str(found))
    return found if isinstance(found, int | Decimal) else 0


def whole(setting: Setting[Data], site: CallSite) -> int:
    found = number(setting, site)
    if isinstance(found, Decimal):
        raise FunctionError("a whole number")
    return found


def flag(setting: Setting[Data], site: CallSite) -> bool:
    return _as(setting, site, BOOL) is True


def sequence(setting: Setting[Data], site: CallSite) -> ListValue:
    """A list, set or tuple whose items stand in their order; items and further ones may not be known."""
    return positioned(in_any_order(setting, site))


def in_any_order(setting: Setting[Data], site: CallSite) -> ListValue:
    """A list, set or tuple, of which nobody may know in which order all items stand."""
    found = present(setting, site)
    match found.value:
        case ListValue():
            return found.value
        case Text() as unknown if unknown.literal is None:
            raise NeedsUnknown(partial(unknown, found.origin))
        case _:
            raise FunctionError("a list, a set or a tuple")


def closed(setting: Setting[Data], site: CallSite) -> tuple[Value[Data], ...]:
    """The items of a list, set or tuple of which every one is there, in their order; the items themselves may not be known."""
    found = sequence(setting, site)
    if found.rest is not None:
        raise NeedsUnknown(found.rest)
    return found.items


def texts(setting: Setting[Data], site: CallSite) -> list[str]:
    """A list or set of strings that are all known."""
    return [text(site.world.settle(item), site) for item in closed(setting, site)]


def numbers(setting: Setting[Data], site: CallSite) -> list[int | Decimal]:
    return [number(site.world.settle(item), site) for item in closed(setting, site)]


def mapping(setting: Setting[Data], site: CallSite) -> MapValue:
    """A map or object, values and further keys of which may not be known."""
    found = present(setting, site)
    match found.value:
        case MapValue():
            return found.value
        case Text() as unknown if unknown.literal is None:
            raise NeedsUnknown(partial(unknown, found.origin))
        case _:
            raise FunctionError("a map or an object")


def at_most(size: int, limit: int, what: str, site: CallSite) -> None:
    """Raises NeedsUnknown past a limit."""
    if size > limit:
        raise site.too_large(limit, what)


def characters(value: str, site: CallSite) -> list[str]:
    """What Terraform counts as characters. Raises NeedsUnknown where marks may combine several of Unicode's into one."""
    if "\r" in value or max(value, default="") >= _FIRST_MARK:
        raise NeedsUnknown(site.unknown("s3lint does not tell which characters combine"))
    return list(value)


def strings_list(words: Sequence[str], origin: Origin) -> ListValue:
    return ListValue(tuple(Known(word, origin) for word in words), None, "list")
