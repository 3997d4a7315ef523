"""String functions."""

from __future__ import annotations

from s3lint.base.record import replace
from s3lint.base.source import Span
from s3lint.base.value import Absent, Data, Known, ListValue, Piece, Setting, Symbol, Text, Unknown
from s3lint.languages.terraform.functions.arguments import (
    Result,
    at_most,
    characters,
    function,
    pieces,
    sequence,
    strings_list,
    text,
    whole,
)
from s3lint.languages.terraform.functions.site import MAX_ITEMS, MAX_STRING, CallSite, FunctionError, NeedsUnknown
from s3lint.languages.terraform.values.origins import derived
from s3lint.languages.terraform.values.types import partial

_LOWER_CASE = {"name", "id", "account", "region", "partition"}
"""Attributes of symbols that have no capital letters: names of buckets, numbers of accounts, regions."""


@function("lower", pieces)
def _lower(site: CallSite, value: Text) -> Result:
    literal = value.literal
    if literal is not None:
        return _plain_lower(literal)
    return Text(tuple(_lower_piece(piece) for piece in value.pieces))


def _plain_lower(value: str) -> str:
    return "".join(character.lower()[0] for character in value)


def _lower_piece(piece: Piece) -> Piece:
    match piece.content:
        case str() as literal:
            return Piece(_plain_lower(literal), piece.origin)
        case Symbol(attribute=attribute) if attribute in _LOWER_CASE:
            return piece
        case Symbol(written=written):
            return Piece(Unknown(f"{written} is known after deployment", piece.origin, (written,)), piece.origin)
        case Unknown() as unknown:
            return Piece(derived(unknown, piece.origin), piece.origin)


@function("upper", text)
def _upper(site: CallSite, value: str) -> Result:
    return "".join(character.upper() if len(character.upper()) == 1 else character for character in value)


@function("title", text)
def _title(site: CallSite, value: str) -> Result:
    titled: list[str] = []
    before = " "
    for character in value:
        titled.append(character.title() if _is_separator(before) and len(character.title()) == 1 else character)
        before = character
    return "".join(titled)


def _is_separator(character: str) -> bool:
    """What Go's `strings.Title` takes for the end of a word."""
    if character.isascii():
        return not (character.isalnum() or character == "_")
    return character.isspace()


@function("chomp", text)
def _chomp(site: CallSite, value: str) -> Result:
    return value.rstrip("\r\n") if value.endswith(("\n", "\r")) else value


@function("strrev", text)
def _strrev(site: CallSite, value: str) -> Result:
    return "".join(reversed(characters(value, site)))


@function("indent", whole, text)
def _indent(site: CallSite, width: int, value: str) -> Result:
    width = max(width, 0)
    at_most(len(value) + width * value.count("\n"), MAX_STRING, "characters", site)
    return value.replace("\n", "\n" + " " * width)


@function("substr", text, whole, whole)
def _substr(site: CallSite, value: str, offset: int, length: int) -> Result:
    found = characters(value, site)
    if offset < 0:
        offset = max(offset + len(found), 0)
    end = len(found) if length < 0 else offset + length
    return "".join(found[offset:end])


# Trimming. Of a string that is known in part the known end can be trimmed.


@function("trim", text, text)
def _trim(site: CallSite, value: str, characters: str) -> Result:
    return value.strip(characters) if characters else value


@function("trimspace", pieces)
def _trimspace(site: CallSite, value: Text) -> Result:
    literal = value.literal
    if literal is not None:
        return literal.strip()
    return Text((_edge(value.pieces[0], site, at_start=True), *value.pieces[1:-1], *_last(value, site)))


def _last(value: Text, site: CallSite) -> tuple[Piece, ...]:
    return (_edge(value.pieces[-1], site, at_start=False),) if len(value.pieces) > 1 else ()


def _edge(piece: Piece, site: CallSite, *, at_start: bool) -> Piece:
    """The first or last piece without white space, where that does not reach into what is not known."""
    match piece.content:
        case str() as literal:
            kept = literal.lstrip() if at_start else literal.rstrip()
            if kept:
                return _part(piece, len(literal) - len(kept), at_start=at_start)
        case Symbol():
            return piece
        case Unknown():
            pass
    raise NeedsUnknown(partial(Text((piece,)), site.origin))


def _part(piece: Piece, cut: int, *, at_start: bool) -> Piece:
    """A literal piece without `cut` characters, at the place that is left where the text stands there as it is."""
    origin = piece.origin
    literal = piece.content if isinstance(piece.content, str) else ""
    kept = literal[cut:] if at_start else literal[: len(literal) - cut]
    span = origin.span
    if span.end - span.start == len(literal):
        span = Span(span.start + cut, span.end) if at_start else Span(span.start, span.end - cut)
    return Piece(kept, replace(origin, span=span))


@function("trimprefix", pieces, text)
def _trimprefix(site: CallSite, value: Text, prefix: str) -> Result:
    literal = value.literal
    if literal is not None:
        return literal.removeprefix(prefix)
    if not _begins(value, prefix, site):
        return value
    first = value.pieces[0]
    return Text((_part(first, len(prefix), at_start=True), *value.pieces[1:]))


@function("trimsuffix", pieces, text)
def _trimsuffix(site: CallSite, value: Text, suffix: str) -> Result:
    literal = value.literal
    if literal is not None:
        return literal.removesuffix(suffix)
    if not _ends(value, suffix, site):
        return value
    last = value.pieces[-1]
    return Text((*value.pieces[:-1], _part(last, len(suffix), at_start=False)))


# Questions about the ends of a string


def _begins(value: Text, prefix: str, site: CallSite) -> bool:
    literal = value.literal
    first = value.pieces[0].content if value.pieces else ""
    known = literal if literal is not None else first if isinstance(first, str) else ""
    if literal is None and len(known) < len(prefix) and prefix.startswith(known):
        raise NeedsUnknown(partial(value, site.origin))
    return known.startswith(prefix)


def _ends(value: Text, suffix: str, site: CallSite) -> bool:
    literal = value.literal
    last = value.pieces[-1].content if value.pieces else ""
    known = literal if literal is not None else last if isinstance(last, str) else ""
    if literal is None and len(known) < len(suffix) and suffix.endswith(known):
        raise NeedsUnknown(partial(value, site.origin))
    return known.endswith(suffix)


@function("startswith", pieces, text)
def _startswith(site: CallSite, value: Text, prefix: str) -> Result:
    return _begins(value, prefix, site)


@function("endswith", pieces, text)
def _endswith(site: CallSite, value: Text, suffix: str) -> Result:
    return _ends(value, suffix, site)


@function("strcontains", pieces, text)
def _strcontains(site: CallSite, value: Text, part: str) -> Result:
    literal = value.literal
    if literal is not None:
        return part in literal
    if any(isinstance(piece.content, str) and part in piece.content for piece in value.pieces):
        return True
    raise NeedsUnknown(partial(value, site.origin))


# Lists


@function("join", text, rest=sequence)
def _join(site: CallSite, separator: str, *lists: ListValue) -> Result:
    """Items that are not known are unknown pieces of the text."""
    if not lists:
        raise FunctionError("a list to join")
    joined: list[Piece] = []
    between = Piece(separator, site.origin)
    for each in lists:
        for item in each.items:
            joined += [between, *_item_pieces(site.world.settle(item), site)] if joined else []
            joined = joined or list(_item_pieces(site.world.settle(item), site)) or [Piece("", site.origin)]
        if each.rest is not None:
            joined.append(Piece(derived(each.rest, site.origin), site.origin))
    whole_text = Text(tuple(joined))
    literal = whole_text.literal
    if literal is None:
        return whole_text
    at_most(len(literal), MAX_STRING, "characters", site)
    return literal if all(isinstance(piece.content, str) for piece in joined) else whole_text


def _item_pieces(item: Setting[Data], site: CallSite) -> tuple[Piece, ...]:
    match item:
        case Unknown():
            return (Piece(derived(item, item.origin), item.origin),)
        case Known(None) | Absent():
            raise FunctionError("strings that are not null in the list")
        case _:
            return pieces(item, site).pieces


@function("split", text, text)
def _split(site: CallSite, separator: str, value: str) -> Result:
    parts = value.split(separator) if separator else characters(value, site)
    at_most(len(parts), MAX_ITEMS, "items", site)
    return strings_list(parts, site.origin)
