"""`regex`, `regexall` and `replace`."""

from __future__ import annotations

from s3lint.base.regular import Match, Regular, TooMuchWork
from s3lint.base.regular_syntax import PatternError
from s3lint.base.value import Data, Entry, Known, ListValue, MapValue, Piece, Symbol, Text, Unknown, Value
from s3lint.languages.terraform.functions.arguments import Result, at_most, function, pieces, text
from s3lint.languages.terraform.functions.site import MAX_ITEMS, MAX_STRING, CallSite, FunctionError, NeedsUnknown
from s3lint.languages.terraform.values.origins import derived
from s3lint.languages.terraform.values.types import partial


def _found(pattern: str, value: str, site: CallSite, most: int) -> tuple[Regular, list[Match]]:
    """At most `most` + 1 matches. Raises NeedsUnknown where matching takes too long."""
    matches: list[Match] = []
    try:
        regular = Regular(pattern)
        for match in regular.all(value):
            matches.append(match)
            if len(matches) > most:
                break
    except TooMuchWork as excess:
        raise site.too_large(excess.limit, excess.what) from None
    except PatternError as error:
        raise FunctionError(str(error)) from None
    return regular, matches


def _captured(regular: Regular, match: Match, value: str, site: CallSite) -> Data:
    """The match, or its groups as a tuple or, where they have names, as an object."""

    def part(group: int) -> Value[Data]:
        start, end = match.span(group)
        return Known(value[start:end] if start >= 0 else None, site.origin)

    if not regular.names:
        start, end = match.span(0)
        return value[start:end]
    if all(regular.names):
        return MapValue({name: Entry(site.origin, part(index)) for index, name in enumerate(regular.names, 1)})
    if any(regular.names):
        raise FunctionError("a regular expression in which all groups have names, or none")
    return ListValue(tuple(part(index) for index in range(1, len(regular.names) + 1)))


@function("regex", text, text)
def _regex(site: CallSite, pattern: str, value: str) -> Result:
    regular, matches = _found(pattern, value, site, 0)
    if not matches:
        raise FunctionError("a string that the pattern matches")
    return _captured(regular, matches[0], value, site)


@function("regexall", text, text)
def _regexall(site: CallSite, pattern: str, value: str) -> Result:
    regular, matches = _found(pattern, value, site, MAX_ITEMS)
    at_most(len(matches), MAX_ITEMS, "items", site)
    items = tuple(Known(_captured(regular, match, value, site), site.origin) for match in matches)
    return ListValue(items, None, "list")


@function("replace", pieces, text, text)
def _replace(site: CallSite, value: Text, wanted: str, replacement: str) -> Result:
    literal = value.literal
    if literal is None:
        return _partly_replaced(value, wanted, replacement, site)
    if len(wanted) > 1 and wanted[0] == wanted[-1] == "/":
        return _pattern_replaced(literal, wanted[1:-1], replacement, site)
    count = literal.count(wanted)
    at_most(len(literal) + count * (len(replacement) - len(wanted)), MAX_STRING, "characters", site)
    return literal.replace(wanted, replacement)


def _partly_replaced(value: Text, wanted: str, replacement: str, site: CallSite) -> Text:
    """A single character is replaced in what is known; longer texts may reach into what is not."""
    if len(wanted) != 1:
        raise NeedsUnknown(partial(value, site.origin))
    replaced: list[Piece] = []
    for piece in value.pieces:
        match piece.content:
            case str() as literal:
                replaced.append(Piece(literal.replace(wanted, replacement), piece.origin))
            case Symbol(written=written):
                unknown = Unknown(f"{written} is known after deployment", piece.origin, (written,))
                replaced.append(Piece(unknown, piece.origin))
            case Unknown() as unknown:
                replaced.append(Piece(derived(unknown, piece.origin), piece.origin))
    return Text(tuple(replaced))


def _pattern_replaced(value: str, pattern: str, replacement: str, site: CallSite) -> str:
    regular, matches = _found(pattern, value, site, MAX_ITEMS)
    at_most(len(matches), MAX_ITEMS, "matches", site)
    made: list[str] = []
    offset = size = 0
    for match in matches:
        start, end = match.span(0)
        made += [value[offset:start], _expanded(replacement, regular, match, value)]
        size += len(made[-1]) + start - offset
        at_most(size, MAX_STRING, "characters", site)
        offset = end
    return "".join(made) + value[offset:]


def _expanded(replacement: str, regular: Regular, match: Match, value: str) -> str:
    """`$1`, `$name`, `${1}` and `$$` in a replacement; a name is as long as it can be, and one that is none is empty."""
    made: list[str] = []
    offset = 0
    while (dollar := replacement.find("$", offset)) >= 0:
        made.append(replacement[offset:dollar])
        name, offset = _reference(replacement, dollar)
        if not name:
            made.append("$")
            continue
        groups = [index for index, named in enumerate(regular.names, 1) if named == name]
        index = int(name) if name.isdecimal() and len(name) < 5 else groups[0] if groups else -1
        if 0 <= index <= len(regular.names):
            start, end = match.span(index)
            made.append(value[start:end] if start >= 0 else "")
    return "".join(made) + replacement[offset:]


def _reference(replacement: str, dollar: int) -> tuple[str, int]:
    """The name after a dollar, empty for a dollar that stands for itself, and the offset to go on at."""
    start = dollar + 1
    if replacement.startswith("$", start):
        return "", start + 1
    braced = replacement.startswith("{", start)
    start += braced
    end = start
    while end < len(replacement) and (replacement[end].isalnum() or replacement[end] == "_"):
        end += 1
    if end == start or (braced and not replacement.startswith("}", end)):
        return "", dollar + 1
    return replacement[start:end], end + braced
