"""String functions."""

from __future__ import annotations

from collections import deque

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


@function("trimprefix", pieces, pieces)
def _trimprefix(site: CallSite, value: Text, prefix: Text) -> Result:
    return _kept(value, prefix, site, at_start=True)


@function("trimsuffix", pieces, pieces)
def _trimsuffix(site: CallSite, value: Text, suffix: Text) -> Result:
    return _kept(value, suffix, site, at_start=False)


def _kept(value: Text, end: Text, site: CallSite, *, at_start: bool) -> Text | str:
    left = _without_end(value, end, site, at_start=at_start)
    kept = value if left is None else left
    literal = kept.literal
    return literal if literal is not None and value.literal is not None else kept


# Questions about the ends of a string


@function("startswith", pieces, pieces)
def _startswith(site: CallSite, value: Text, prefix: Text) -> Result:
    return _without_end(value, prefix, site, at_start=True) is not None


@function("endswith", pieces, pieces)
def _endswith(site: CallSite, value: Text, suffix: Text) -> Result:
    return _without_end(value, suffix, site, at_start=False) is not None


def _without_end(value: Text, end: Text, site: CallSite, *, at_start: bool) -> Text | None:
    """What is left of a string without what it begins or ends with; None where it does not.

    An unknown part is equal to itself, so that `${var.name}-logs` begins with `${var.name}-` whatever the name is.
    """
    left = deque(value.pieces)
    for wanted in end.pieces if at_start else reversed(end.pieces):
        word = _literal(wanted)
        if word is None:
            if not left or not _is_same(left[0 if at_start else -1], wanted):
                raise NeedsUnknown(partial(end if not left else value, site.origin))
            left.popleft() if at_start else left.pop()
        elif not _take(left, word, value, site, at_start=at_start):
            return None
    return Text(tuple(left))


def _take(left: deque[Piece], word: str, value: Text, site: CallSite, *, at_start: bool) -> bool:
    """Takes a word from an end of what is left; False where it is not there."""
    while word:
        if not left:
            return False
        piece = left.popleft() if at_start else left.pop()
        known = _literal(piece)
        if known is None:
            raise NeedsUnknown(partial(value, site.origin))
        shared = min(len(known), len(word))
        if not (known.startswith(word[:shared]) if at_start else known.endswith(word[len(word) - shared :])):
            return False
        if len(known) > shared:
            rest = _part(piece, shared, at_start=at_start)
            left.appendleft(rest) if at_start else left.append(rest)
        word = word[shared:] if at_start else word[: len(word) - shared]
    return True


def _literal(piece: Piece) -> str | None:
    content = piece.content.literal if isinstance(piece.content, Symbol) else piece.content
    return content if isinstance(content, str) else None


def _is_same(one: Piece, other: Piece) -> bool:
    match one.content, other.content:
        case Symbol() as ours, Symbol() as theirs:
            return ours == theirs
        case Unknown(identity=ours), Unknown(identity=theirs):
            return ours == theirs != ""
        case _:
            return False


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
            return (Piece(item, item.origin),)
        case Known(None) | Absent():
            raise FunctionError("strings that are not null in the list")
        case _:
            return pieces(item, site).pieces


@function("split", text, text)
def _split(site: CallSite, separator: str, value: str) -> Result:
    parts = value.split(separator) if separator else characters(value, site)
    at_most(len(parts), MAX_ITEMS, "items", site)
    return strings_list(parts, site.origin)
