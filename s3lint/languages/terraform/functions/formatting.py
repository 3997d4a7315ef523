"""`format` and `formatlist`, with the verbs of Go's fmt that Terraform documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from s3lint.base.record import Record
from s3lint.base.value import (
    Data,
    Known,
    ListValue,
    MapValue,
    Piece,
    Setting,
    Symbol,
    Text,
    Unknown,
    Value,
)
from s3lint.languages.terraform.functions.arguments import (
    Result,
    anything,
    at_most,
    characters,
    flag,
    function,
    number,
    pieces,
    text,
)
from s3lint.languages.terraform.functions.site import MAX_ITEMS, MAX_STRING, CallSite, FunctionError, NeedsUnknown
from s3lint.languages.terraform.values.items import each_of, made_of_each
from s3lint.languages.terraform.values.order import list_with, placed_in, positioned
from s3lint.languages.terraform.values.origins import derived, number_text
from s3lint.languages.terraform.values.rendering import json_text
from s3lint.languages.terraform.values.types import partial

_VERB = re.compile(r"%([+ #0-]*)([0-9]*)(?:\.([0-9]*))?(?:\[([0-9]+)\])?(.)", re.DOTALL)
MAX_WIDTH = 10_000
"""Width and precision that a verb may ask for."""


class Verb(Record):
    flags: str
    width: int
    precision: int
    """-1 where none is written."""
    index: int
    """The argument's position from 1, 0 where none is written."""
    letter: str


@function("format", pieces, rest=anything)
def _format(site: CallSite, pattern: Text, *arguments: Setting[Data]) -> Result:
    return _formatted(pattern, list(arguments), site)


def _formatted(pattern: Text, arguments: list[Setting[Data]], site: CallSite) -> str | Text:
    """What is not known of the pattern is taken to hold no verb, as names and the like don't."""
    made: list[Piece] = []
    following, used = 0, 0
    for part in _runs(pattern):
        if not isinstance(part.content, str):
            made.append(part)
            continue
        offset = 0
        while (percent := part.content.find("%", offset)) >= 0:
            made.append(Piece(part.content[offset:percent], site.origin))
            verb, offset = _verb(part.content, percent)
            if verb.letter == "%":
                made.append(Piece("%", site.origin))
                continue
            index = verb.index - 1 if verb.index else following
            following = index + 1
            used = max(used, following)
            if not 0 <= index < len(arguments):
                raise FunctionError(f"an argument for %{verb.letter} at position {index + 1}, there are {len(arguments)}")
            made += _piece(verb, arguments[index], site)
        made.append(Piece(part.content[offset:], site.origin))
    if used < len(arguments):
        raise FunctionError(f"{used} arguments for this format, found {len(arguments)}")
    at_most(sum(len(piece.content) for piece in made if isinstance(piece.content, str)), MAX_STRING, "characters", site)
    kept = tuple(piece for piece in made if piece.content != "")
    if all(isinstance(piece.content, str) for piece in kept):
        return "".join(str(piece.content) for piece in kept)
    return Text(kept)


def _runs(pattern: Text) -> list[Piece]:
    """The pieces of a pattern, neighbours of known text as one."""
    if pattern.literal is not None:
        return [Piece(pattern.literal, pattern.pieces[0].origin)] if pattern.pieces else []
    runs: list[Piece] = []
    for piece in pattern.pieces:
        content = piece.content
        if isinstance(content, Symbol) and content.literal is not None:
            content = content.literal
        if runs and isinstance(content, str) and isinstance(runs[-1].content, str):
            runs[-1] = Piece(runs[-1].content + content, runs[-1].origin)
        else:
            runs.append(Piece(content, piece.origin))
    return runs


def _verb(pattern: str, percent: int) -> tuple[Verb, int]:
    match = _VERB.match(pattern, percent)
    if match is None:
        raise FunctionError("a verb such as %s or %d after %")
    flags, width, precision, index, letter = match.groups()
    sizes = int(width or 0), -1 if precision is None else int(precision or 0)
    if max(sizes) > MAX_WIDTH:
        raise FunctionError(f"a width of at most {MAX_WIDTH}")
    if letter not in "vtbdoxXeEfgGsq%":
        raise FunctionError(f"one of the verbs %v %t %b %d %o %x %X %e %f %g %s %q, found %{letter}")
    return Verb(flags, *sizes, int(index or 0), letter), match.end()


def _piece(verb: Verb, argument: Setting[Data], site: CallSite) -> tuple[Piece, ...]:
    try:
        if verb.letter in "sv" and not verb.width and verb.precision < 0:
            return _plain(verb, argument, site)
        return (Piece(_padded(verb, _written(verb, argument, site), site), site.origin),)
    except NeedsUnknown as undecided:
        return (Piece(derived(undecided.unknown, argument.origin), argument.origin),)


def _plain(verb: Verb, argument: Setting[Data], site: CallSite) -> tuple[Piece, ...]:
    """`%s` and `%v` without width keep the pieces of a text."""
    match argument:
        case Known(str() | Text()) if "#" not in verb.flags:
            return pieces(argument, site).pieces
        case Unknown():
            return (Piece(argument, argument.origin),)
        case _:
            return (Piece(_written(verb, argument, site), argument.origin),)


def _written(verb: Verb, argument: Setting[Data], site: CallSite) -> str:
    match verb.letter:
        case "v":
            return _any(verb, argument, site)
        case "s":
            return _cut(text(argument, site), verb, site)
        case "q":
            return _json(Known(_cut(text(argument, site), verb, site), site.origin), site)
        case "t":
            return "true" if flag(argument, site) else "false"
        case _:
            return _number(verb, number(argument, site))


def _cut(value: str, verb: Verb, site: CallSite) -> str:
    return value if verb.precision < 0 else "".join(characters(value, site)[: verb.precision])


def _any(verb: Verb, argument: Setting[Data], site: CallSite) -> str:
    match argument:
        case Unknown():
            raise NeedsUnknown(argument)
        case Known(str() | Text()) if "#" not in verb.flags:
            return _cut(text(argument, site), verb, site)
        case Known(bool() as value) if "#" not in verb.flags:
            return "true" if value else "false"
        case Known(int() | float() | Decimal() as value) if "#" not in verb.flags:
            return _number(
                Verb(verb.flags, verb.width, verb.precision, 0, "v"), value if isinstance(value, int) else Decimal(value)
            )
        case _:
            return _json(argument, site)


def _json(value: Value[Data], site: CallSite) -> str:
    written = json_text(value, site.origin)
    literal = written.literal
    if literal is None:
        raise NeedsUnknown(partial(written, site.origin))
    return literal


def _number(verb: Verb, value: int | Decimal) -> str:
    letter = verb.letter
    if letter in "bdoxX":
        if isinstance(value, Decimal):
            raise FunctionError(f"a whole number for %{letter}")
        written = format(abs(int(value)), letter)
        if "#" in verb.flags and letter in "xXob":
            written = {"x": "0x", "X": "0X", "o": "0", "b": ""}[letter] + written
    elif letter in "eEf":
        written = _scientific(abs(Decimal(value)), letter, 6 if verb.precision < 0 else verb.precision)
    else:
        written = _shortest(abs(Decimal(value)), verb)
    sign = "-" if value < 0 else "+" if "+" in verb.flags else " " if " " in verb.flags else ""
    return sign + written


def _scientific(value: Decimal, letter: str, precision: int) -> str:
    if letter == "f":
        return format(value, f".{precision}f")
    exponent = value.adjusted() if value else 0
    mantissa = Decimal(format(value.scaleb(-exponent), f".{precision}f"))
    if mantissa >= 10:
        mantissa, exponent = Decimal(format(mantissa / 10, f".{precision}f")), exponent + 1
    return f"{mantissa:.{precision}f}{letter}{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def _shortest(value: Decimal, verb: Verb) -> str:
    """The shortest form: with an exponent where it is below -4 or reaches the precision, 6 for `%g` and 21 for `%v`."""
    limit = verb.precision if verb.precision >= 0 else 21 if verb.letter == "v" else 6
    if verb.precision >= 0 and value:
        value = Decimal(format(value, f".{max(verb.precision, 1) - 1}e"))
    exponent = value.adjusted() if value else 0
    if value and (exponent < -4 or exponent >= max(limit, 1)):
        mantissa = number_text(value.scaleb(-exponent).normalize())
        letter = "E" if verb.letter == "G" else "e"
        return f"{mantissa}{letter}{'-' if exponent < 0 else '+'}{abs(exponent):02d}"
    return number_text(value)


def _padded(verb: Verb, written: str, site: CallSite) -> str:
    missing = verb.width - len(characters(written, site))
    if missing <= 0:
        return written
    if "-" in verb.flags:
        return written + " " * missing
    if "0" in verb.flags:
        signed = written[:1] in "+- " and verb.letter not in "sqvt"
        return (written[0] + "0" * missing + written[1:]) if signed else "0" * missing + written
    return " " * missing + written


@function("formatlist", pieces, rest=anything)
def _formatlist(site: CallSite, pattern: Text, *arguments: Setting[Data]) -> Result:
    """Lists run in step; what is no list stands in every line."""
    lists: dict[int, ListValue] = {}
    for index, argument in enumerate(arguments):
        match argument:
            case Known(ListValue() as items):
                lists[index] = items
            case Unknown():
                lists[index] = ListValue((), argument)
            case Known(MapValue()):
                raise FunctionError("lists and scalars, found a map")
            case _:
                pass

    def line(fillings: Mapping[int, Value[Data]]) -> Known[Data]:
        filled = [site.world.settle(fillings.get(index, argument)) for index, argument in enumerate(arguments)]
        return Known(_formatted(pattern, filled, site), site.origin)

    match list(lists.items()):
        case []:
            return ListValue((line({}),), None, "list")
        case [(index, only)]:
            at_most(len(only.items), MAX_ITEMS, "items", site)
            lines = [line({index: item}) for item in only.items]
            each = None if only.rest is None else each_of(only.rest, site.origin)
            rest = None if each is None else made_of_each(each, line({index: each.item}), site.origin)
            return list_with(lines, rest, "list", placed_in(only))
        case _:
            return _in_step({index: positioned(items) for index, items in lists.items()}, line, site)


def _in_step(
    lists: Mapping[int, ListValue], line: Callable[[Mapping[int, Value[Data]]], Known[Data]], site: CallSite
) -> Result:
    lengths = {len(items.items) for items in lists.values() if items.rest is None}
    if len(lengths) > 1:
        raise FunctionError(f"lists of one length, found lengths {' and '.join(map(str, sorted(lengths)))}")
    rest = next((items.rest for items in lists.values() if items.rest is not None), None)
    count = min((len(items.items) for items in lists.values()), default=0)
    at_most(count, MAX_ITEMS, "items", site)
    lines: list[Value[Data]] = [line({index: items.items[row] for index, items in lists.items()}) for row in range(count)]
    if rest is None or not lengths:
        return ListValue(tuple(lines), None if rest is None else derived(rest, site.origin), "list")
    missing = derived(rest, site.origin)
    return ListValue((*lines, *[missing] * (next(iter(lengths)) - count)), None, "list")
