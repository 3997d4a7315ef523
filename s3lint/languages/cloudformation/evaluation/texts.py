"""Strings: their places in the source, and joining, splitting and writing them out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from s3lint.base.record import Record
from s3lint.base.source import Source, Span
from s3lint.base.value import Data, Known, ListValue, Origin, Piece, Setting, Symbol, Text, Unknown, Value, text_of
from s3lint.languages.cloudformation.syntax.nodes import Scalar


class ScalarRun(Record):
    """Part of a string, and where it stands: as it is, if its span is as long as it."""

    content: str
    span: Span


def literal_pieces(scalar: Scalar, source: Source, path: tuple[str | int, ...] = ()) -> list[Piece]:
    """A string with its places, as it stands."""
    return [Piece(run.content, Origin(source, run.span, path)) for run in _runs(scalar, source)]


def _runs(scalar: Scalar, source: Source) -> Iterator[ScalarRun]:
    """The string in as few runs as have places of their own: one, or one per line of a literal block."""
    text = source.text
    start = _content_start(scalar, text)
    if scalar.style == "|":
        yield from _block_runs(scalar, text, start)
        return
    if scalar.style in ("'", '"'):
        start += 1
    content = scalar.text
    if text.startswith(content, start) and scalar.style != ">":
        yield ScalarRun(content, Span(start, start + len(content)))
    else:
        yield ScalarRun(content, scalar.span)


def _content_start(scalar: Scalar, text: str) -> int:
    """The offset behind a tag and an anchor, which belong to a scalar's span."""
    start = scalar.start
    while start < scalar.end and text[start] in "!&" and (scalar.style or not scalar.text.startswith(text[start])):
        while start < scalar.end and not text[start].isspace():
            start += 1
        while start < scalar.end and text[start].isspace():
            start += 1
    return start


def _block_runs(scalar: Scalar, text: str, start: int) -> Iterator[ScalarRun]:
    offset = text.find("\n", start, scalar.end) + 1 or scalar.end
    for line in scalar.text.splitlines(keepends=True):
        content = line.rstrip("\n")
        end = text.find("\n", offset)
        end = end if end >= 0 else len(text)
        found = text.find(content, offset, end) if content else offset
        if found < 0:
            yield ScalarRun(line, scalar.span)
            continue
        stands = text.startswith(line, found)
        yield ScalarRun(line, Span(found, found + (len(line) if stands else len(content))))
        offset = end + 1


def pieces(value: Setting[Data], origin: Origin) -> tuple[Piece, ...]:
    """A settled value as part of a text; what is absent adds nothing, and what is no string is unknown."""
    match value:
        case Known(Text(found)):
            return found
        case Known(str() | bool() | int() | float() as content, place):
            return (Piece(word(content), place),)
        case Unknown(origin=place) as unknown:
            return (Piece(unknown, place),)
        case Known(origin=place):
            return (Piece(Unknown("expected a string here", place), place),)
        case _:
            return ()


def word(content: str | bool | int | float) -> str:
    """A scalar as CloudFormation writes it into a string."""
    if isinstance(content, bool):
        return "true" if content else "false"
    return str(content)


def known_text(found: Iterable[Piece], origin: Origin) -> Value[Data]:
    """The text of some pieces: a plain string where there is only one, and that is known."""
    kept = tuple(piece for piece in found if piece.content != "")
    if not kept:
        return Known("", origin)
    if len(kept) == 1 and isinstance(kept[0].content, str):
        return Known(kept[0].content, origin)
    return Known(Text(kept), origin)


def literal(value: Value[Data]) -> str | None:
    """The string that a value is known to be."""
    match value:
        case Known(Text() as text):
            return text.literal
        case Known(str() | bool() | int() | float() as content):
            return word(content)
        case _:
            return None


MEMBER = "each of "
"""How the identity of what stands for the members of an open list begins."""


def name_in(value: Value[Data]) -> str | None:
    """A text that names a part of the template: known, but for the members of open lists, which are named by their list."""
    match value:
        case Known(Text() as text) if all(unknown.identity.startswith(MEMBER) for unknown in text.unknowns):
            return named(text)
        case _:
            return literal(value)


def named(text: Text) -> str:
    """A text with identities for what is unknown in it, so that two that are the same are written the same."""
    contents = (piece.content for piece in text.pieces)
    return "".join(f"${{{each.identity}}}" if isinstance(each, Unknown) else _written(each) for each in contents)


def with_members(name: str, origin: Origin) -> Text:
    """The text of a name that `named` wrote."""
    parts = re.split(rf"\$\{{({MEMBER}[^}}]*)\}}", name)
    contents = (Unknown("", origin, (), part) if number % 2 else part for number, part in enumerate(parts))
    return Text(tuple(Piece(content, origin) for content in contents if content != ""))


def _written(content: str | Symbol) -> str:
    return content if isinstance(content, str) else content.literal or content.written


def as_text(value: Setting[Data]) -> Text | None:
    """The text of a settled value, an unknown one being an unknown piece; nothing where it can't be one."""
    match value:
        case Known(Text() as text):
            return text
        case Known(str() | bool() | int() | float() as content, origin):
            return text_of(word(content), origin)
        case Unknown(origin=origin) as unknown:
            return Text((Piece(unknown, origin),))
        case _:
            return None


def split(text: Text, delimiter: str, origin: Origin) -> Value[Data]:
    """The parts of a text between delimiters; behind the first unknown piece nobody knows how many there are."""
    parts: list[Value[Data]] = []
    current: list[Piece] = []
    for piece in text.pieces:
        content = piece.content
        if isinstance(content, Unknown) or (isinstance(content, Symbol) and _may_contain(content, delimiter)):
            return Known(ListValue(tuple(parts), _rest(piece)), origin)
        if isinstance(content, Symbol) and content.literal is None:
            current.append(piece)
            continue
        written = content if isinstance(content, str) else str(content.literal)
        offset = 0
        *closed, last = written.split(delimiter)
        for part in closed:
            current.append(_slice(piece, written, offset, part))
            parts.append(_part(current, origin))
            current = []
            offset += len(part) + len(delimiter)
        current.append(_slice(piece, written, offset, last))
    parts.append(_part(current, origin))
    return Known(ListValue(tuple(parts)), origin)


def _part(current: list[Piece], origin: Origin) -> Value[Data]:
    kept = [piece for piece in current if piece.content != ""]
    return known_text(kept, kept[0].origin if len(kept) == 1 else origin)


def _slice(piece: Piece, written: str, offset: int, part: str) -> Piece:
    span = piece.origin.span
    if span.end - span.start != len(written):
        return Piece(part, piece.origin)
    start = span.start + offset
    return Piece(part, Origin(piece.origin.source, Span(start, start + len(part)), piece.origin.path, piece.origin.via))


def _may_contain(symbol: Symbol, delimiter: str) -> bool:
    """Names, accounts and regions hold letters, digits, hyphens, dots and underscores; ARNs anything."""
    if symbol.literal is not None:
        return False
    if symbol.attribute == "account":
        return delimiter.isdigit()
    if symbol.attribute in ("name", "region", "partition", "stack-name", "stack-uuid"):
        return delimiter == "" or all(character.isalnum() or character in "-._" for character in delimiter)
    return True


def _rest(piece: Piece) -> Unknown:
    match piece.content:
        case Unknown() as unknown:
            return unknown
        case content:
            return Unknown(f"the parts of {content} are known after deployment", piece.origin)
