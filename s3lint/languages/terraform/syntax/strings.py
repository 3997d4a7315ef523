"""Strings of HCL: escapes, the lines of heredocs, `~` markers, and templates put together from their flat parts.

A template is handed over as a flat run of tokens in the order of the text (`Run`s of literal text, interpolations, the
heads and ends of directives), because `~` and heredoc indentation work on that run and not on the
nested tree: a marker strips only the neighbouring token, and in a heredoc a token ends with its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Union

from s3lint.base.record import Record
from s3lint.base.source import Span
from s3lint.languages.terraform.syntax.nodes import (
    Expression,
    ForDirective,
    IfDirective,
    Interpolation,
    Literal,
    TemplateExpression,
    TemplatePart,
)

_QUOTED_ESCAPE = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[nrt\"\\])|\\|\$\$\{|%%\{")
_TEMPLATE_ESCAPE = re.compile(r"\$\$\{|%%\{")
_NOT_IN_LABELS = re.compile(r"\n|(?<!\$)\$\{|(?<!%)%\{")
_SINGLE = {"\\n": "\n", "\\r": "\r", "\\t": "\t", '\\"': '"', "\\\\": "\\"}
_LAST_CODE_POINT = 0x10FFFF


class Refusal(Exception):
    """The text at `[start, end)` is not HCL; `message` says what was expected. Offsets are the reader's own."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end


class Run:
    """A literal token: segments of `[text, start, end]`. A segment as long as its range stands in the text as it is."""

    __slots__ = ("segments",)

    def __init__(self, segments: list[tuple[str, int, int]]) -> None:
        self.segments = segments

    def strip_left(self, limit: int | None = None) -> None:
        """Drop leading white space, at most `limit` characters of it."""
        while self.segments and limit != 0:
            text, start, end = self.segments[0]
            kept = text.lstrip() if limit is None else text[limit:]
            if kept:
                self.segments[0] = (kept, start + len(text) - len(kept) if len(text) == end - start else start, end)
                return
            del self.segments[0]

    def strip_right(self) -> None:
        while self.segments:
            text, start, end = self.segments[-1]
            kept = text.rstrip()
            if kept:
                self.segments[-1] = (kept, start, end - len(text) + len(kept) if len(text) == end - start else end)
                return
            del self.segments[-1]

    @property
    def text(self) -> str:
        return "".join(text for text, _, _ in self.segments)


class Interpolated(Record):
    """`${ expression }`, already built."""

    expression: Expression
    start: int
    end: int
    strips_left: bool = False
    strips_right: bool = False


class If(Record):
    condition: Expression
    start: int
    end: int
    strips_left: bool = False
    strips_right: bool = False


class For(Record):
    key: str
    value: str
    collection: Expression
    start: int
    end: int
    strips_left: bool = False
    strips_right: bool = False


class Word(Record):
    """`%{ else }`, `%{ endif }` or `%{ endfor }`."""

    word: str
    start: int
    end: int
    strips_left: bool = False
    strips_right: bool = False


Token = Union[Run, Interpolated, If, For, Word]
Place = Callable[[int, int], Span]
"""From the reader's offsets to a span of the source."""


def composed(text: str) -> str:
    """Terraform keeps strings in Unicode's composed normal form."""
    if text.isascii():
        return text
    import unicodedata  # only needed for text beyond ASCII

    return unicodedata.normalize("NFC", text)


def quoted_run(text: str, start: int, end: int) -> Run:
    """The literal `text[start:end]` of a quoted template, its escapes resolved. Raises Refusal for an unknown escape."""
    if "\\" not in text[start:end] and "{" not in text[start:end]:
        return Run([(text[start:end], start, end)] if end > start else [])
    segments: list[tuple[str, int, int]] = []
    offset = start
    for match in _QUOTED_ESCAPE.finditer(text, start, end):
        if match.start() > offset:
            segments.append((text[offset : match.start()], offset, match.start()))
        offset = match.end()
        segments += _escape(text, match.group(), match.start(), offset)
    if end > offset:
        segments.append((text[offset:end], offset, end))
    return Run(segments)


def _escape(text: str, escape: str, start: int, end: int) -> list[tuple[str, int, int]]:
    if escape[0] != "\\":
        return [(escape[0], start, start + 1), ("{", end - 1, end)]
    if escape == "\\":
        raise unknown_escape(text, start)
    if escape in _SINGLE:
        return [(_SINGLE[escape], start, end)]
    code = int(escape[2:], 16)
    is_character = code <= _LAST_CODE_POINT and not 0xD800 <= code <= 0xDFFF
    return [(chr(code) if is_character else "\ufffd", start, end)]


def unknown_escape(text: str, start: int) -> Refusal:
    wrong = text[start : start + 2]
    return Refusal(f'expected an escape (\\n \\r \\t \\" \\\\ \\uNNNN \\UNNNNNNNN), found {wrong}', start, start + 2)


def label(text: str, start: int, end: int) -> str:
    """The text of a quoted label `text[start:end]`, quotes included: one line, no sequences. Raises Refusal."""
    if _NOT_IN_LABELS.search(text, start, end):
        raise Refusal("expected a label on one line and without a sequence such as ${ }", start, end)
    return composed(quoted_run(text, start + 1, end - 1).text)


def template_runs(text: str, start: int, end: int) -> Iterator[Run]:
    """The literal `text[start:end]` of a heredoc or bare template: one token per line."""
    while start < end:
        newline = text.find("\n", start, end)
        stop = newline + 1 if newline >= 0 else end
        yield Run(list(_template_segments(text, start, stop)))
        start = stop


def _template_segments(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    if "{" in text[start:end]:
        for match in _TEMPLATE_ESCAPE.finditer(text, start, end):
            yield text[start : match.start() + 1], start, match.start() + 1
            start = match.start() + 2
    if text[end - 2 : end] == "\r\n" and end - 2 >= start:
        if end - 2 > start:
            yield text[start : end - 2], start, end - 2
        yield "\r\n", end - 2, end
    elif end > start:
        yield text[start:end], start, end


def strip_marked(tokens: list[Token]) -> None:
    """Let every `~` eat the white space of the literal token next to it."""
    for index, token in enumerate(tokens):
        if isinstance(token, Run):
            continue
        if token.strips_left and index > 0:
            before = tokens[index - 1]
            if isinstance(before, Run):
                before.strip_right()
        if token.strips_right and index + 1 < len(tokens):
            after = tokens[index + 1]
            if isinstance(after, Run):
                after.strip_left()


def strip_indentation(tokens: list[Token]) -> None:
    """What `<<-` does: take the smallest indentation of all lines off each line; blank lines don't count."""
    smallest: int | None = None
    indented: list[Run] = []
    at_line_start = True
    for token in tokens:
        text = token.text if isinstance(token, Run) else ""
        if at_line_start:
            at_line_start = False
            if not isinstance(token, Run):
                smallest = 0
            elif text.strip() or not text.endswith("\n"):
                width = len(text) - len(text.lstrip())
                smallest = width if smallest is None else min(smallest, width)
                indented.append(token)
        if text.endswith("\n"):
            at_line_start = True
    for run in indented:
        run.strip_left(smallest or 0)


MAX_DIRECTIVES = 50
"""How deep `%{ if }` and `%{ for }` may nest."""


_END = Word("", 0, 0)


class _Nester:
    """Puts the flat tokens of a template into a tree; tree-sitter has seen to it that directives match."""

    def __init__(self, tokens: list[Token], place: Place) -> None:
        self.tokens = tokens
        self.place = place
        self.index = 0

    def parts(self, depth: int) -> tuple[list[TemplatePart], Word]:
        """Parts up to the next word, or to the end of the template."""
        parts: list[TemplatePart] = []
        while self.index < len(self.tokens):
            token = self.tokens[self.index]
            self.index += 1
            if isinstance(token, Run):
                parts += [Literal(composed(text), self.place(start, end)) for text, start, end in token.segments]
            elif isinstance(token, Interpolated):
                parts.append(Interpolation(token.expression, self.place(token.start, token.end)))
            elif isinstance(token, Word):
                return parts, token
            elif depth >= MAX_DIRECTIVES:
                raise Refusal(f"expected at most {MAX_DIRECTIVES} nested directives", token.start, token.end)
            else:
                parts.append(self.directive(token, depth))
        return parts, _END

    def directive(self, head: If | For, depth: int) -> TemplatePart:
        first, last = self.parts(depth + 1)
        if isinstance(head, For):
            return ForDirective(head.key, head.value, head.collection, tuple(first), self.place(head.start, last.end))
        otherwise: list[TemplatePart] = []
        if last.word == "else":
            otherwise, last = self.parts(depth + 1)
        return IfDirective(head.condition, tuple(first), tuple(otherwise), self.place(head.start, last.end))


def assembled(tokens: list[Token], place: Place) -> tuple[TemplatePart, ...]:
    """The parts of a template, directives nested. Raises Refusal where they nest too deep."""
    parts, _ = _Nester(tokens, place).parts(0)
    return tuple(parts)


def quoted(tokens: list[Token], span: Span, place: Place) -> Expression:
    """The node of a quoted template.

    A plain string is one literal, except a JSON text with escapes: its runs are kept, so that places inside it are.
    """
    strip_marked(tokens)
    if all(isinstance(token, Run) for token in tokens):
        segments = [segment for token in tokens if isinstance(token, Run) for segment in token.segments]
        text = "".join(text for text, _, _ in segments)
        if len(segments) <= 1 or text[:1] not in ("{", "["):
            return Literal(composed(text), span)
    return TemplateExpression(assembled(tokens, place), span)


def heredoc(tokens: list[Token], indented: bool, span: Span, place: Place) -> Expression:
    """The node of a heredoc; `indented` says that it began with `<<-`. One line alone is a literal with its own span."""
    strip_marked(tokens)
    if indented:
        strip_indentation(tokens)
    parts = assembled(tokens, place)
    if not parts:
        return Literal("", span)
    if len(parts) == 1:
        match parts[0]:
            case Literal() as line:
                return line
            case Interpolation(span=inner):
                return TemplateExpression((*parts, Literal("", Span(inner.end, inner.end))), span)
            case _:
                pass
    return TemplateExpression(parts, span)
