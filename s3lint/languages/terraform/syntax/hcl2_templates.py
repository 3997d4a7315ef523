"""Templates of python-hcl2's Lark tree; heredocs are one token there, so the sequences in them are found here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from s3lint.base.source import Span
from s3lint.languages.terraform.syntax import layout, strings
from s3lint.languages.terraform.syntax.hcl2_tree import end_of, kids, start_of
from s3lint.languages.terraform.syntax.nodes import Expression
from s3lint.languages.terraform.syntax.strings import For, If, Interpolated, Refusal, Run, Token, Word

if TYPE_CHECKING:
    from s3lint.languages.terraform.syntax.hcl2_expressions import ExpressionReader
    from s3lint.languages.terraform.syntax.hcl2_tree import Branch

_DIRECTIVE = re.compile(
    r"\s*(?:(else|endif|endfor)\s*$|(if)\b|for\s+([^\W\d][\w-]*)\s*(?:,\s*([^\W\d][\w-]*)\s*)?in\b)", re.ASCII
)


def quoted(reader: ExpressionReader, node: Branch, depth: int) -> Expression:
    start, end = start_of(node), end_of(node)
    tokens = _quoted_tokens(reader, node, start + 1, end - 1, depth)
    return strings.quoted(tokens, reader.place(start, end), reader.place)


def _quoted_tokens(reader: ExpressionReader, node: Branch, start: int, end: int, depth: int) -> list[Token]:
    tokens: list[Token] = []
    for part in kids(node)[1:-1]:
        inner = kids(part)[0] if not isinstance(part, str) else part
        if not isinstance(inner, str):
            tokens += _quoted_literal(reader, start, start_of(inner))
            start = end_of(inner)
            tokens.append(_sequence(reader, start_of(inner), start, depth))
    return tokens + _quoted_literal(reader, start, end)


def _quoted_literal(reader: ExpressionReader, start: int, end: int) -> list[Run]:
    newline = reader.text.find("\n", start, end)
    if newline >= 0:
        raise Refusal("expected the closing quote on this line (a heredoc may have several)", newline, newline + 1)
    return [strings.quoted_run(reader.text, start, end)] if end > start else []


def heredoc(reader: ExpressionReader, node: Branch, depth: int) -> Expression:
    start, end = start_of(node), end_of(node)
    layout.heredoc_end(reader.text, end)
    body_start = reader.text.find("\n", start) + 1
    body_end = max(body_start, reader.text.rfind("\n", 0, end) + 1)
    tokens = template_tokens(reader, body_start, body_end, depth)
    return strings.heredoc(tokens, reader.text.startswith("<<-", start), reader.place(start, end), reader.place)


def template_tokens(reader: ExpressionReader, start: int, end: int, depth: int) -> list[Token]:
    """The tokens of a text in which only `${` and `%{` mean something."""
    tokens: list[Token] = []
    offset = start
    while (opening := _opening(reader.text, offset, end)) >= 0:
        if opening > start:
            tokens += strings.template_runs(reader.text, start, opening)
        offset = start = _closing(reader.text, opening, end)
        tokens.append(_sequence(reader, opening, start, depth))
    if end > start:
        tokens += strings.template_runs(reader.text, start, end)
    return tokens


def _sequence(reader: ExpressionReader, start: int, end: int, depth: int) -> Token:
    """The sequence at `[start, end)`, from its `${` or `%{` to its `}`."""
    strips_left, strips_right = reader.text[start + 2] == "~", reader.text[end - 2] == "~"
    first, last = start + 2 + strips_left, end - 1 - strips_right
    if reader.text[start] == "$":
        return Interpolated(_inner(reader, first, last, depth), start, end, strips_left, strips_right)
    match = _DIRECTIVE.match(reader.text[first:last])
    if match is None:
        raise Refusal("expected if, else, endif, for or endfor", start, end)
    if match.group(1):
        return Word(match.group(1), start, end, strips_left, strips_right)
    expression = _inner(reader, first + match.end(), last, depth)
    if match.group(2):
        return If(expression, start, end, strips_left, strips_right)
    names = [name for name in match.group(3, 4) if name]
    return For(names[0] if len(names) > 1 else "", names[-1], expression, start, end, strips_left, strips_right)


def _inner(reader: ExpressionReader, start: int, end: int, depth: int) -> Expression:
    def inside(one: int, other: int) -> Span:
        return reader.place(one + start, other + start)

    try:
        return reader.alone(reader.text[start:end], inside, depth)
    except Refusal as refusal:
        raise Refusal(refusal.message, refusal.start + start, refusal.end + start) from None


def _opening(text: str, start: int, end: int) -> int:
    """The offset of the next `${` or `%{` that is not escaped by a second `$` or `%`, or -1."""
    for match in re.finditer(r"\$\$\{|%%\{|\$\{|%\{", text[start:end]):
        if len(match.group()) == 2:
            return start + match.start()
    return -1


def _closing(text: str, opening: int, end: int) -> int:
    """The offset after the `}` that closes a sequence; strings and their own sequences are skipped."""
    depth = 0
    quotes: list[int] = []
    offset = opening
    while offset < end:
        character = text[offset]
        in_string = bool(quotes) and quotes[-1] == depth
        if in_string and character == "\\":
            offset += 1
        elif character == '"':
            if in_string:
                quotes.pop()
            else:
                quotes.append(depth)
        elif character == "{" and (not in_string or (text[offset - 1] in "$%" and text[offset - 2] != text[offset - 1])):
            depth += 1
        elif character == "}" and not in_string:
            depth -= 1
            if depth == 0:
                return offset + 1
        offset += 1
    raise Refusal("expected `}` for this sequence", opening, opening + 2)
