"""What is wrong with a broken text already as a run of tokens: a string, heredoc, comment or bracket that does not end.

A parser meets such an error long after its cause; this finds the cause. Everything found here is an error in HCL.
"""

from __future__ import annotations

import re

from s3lint.languages.terraform.syntax.strings import Refusal

_CODE = re.compile(r'"|[\[({]|[\])}]|#[^\n]*|//[^\n]*|/\*|<<-?([A-Za-z_][\w-]*)[ \t]*\r?\n')
_QUOTED = re.compile(r'\\.|\$\$\{|%%\{|[$%]\{|"|\n')
_TEMPLATE = re.compile(r"\$\$\{|%%\{|[$%]\{|\n")
_CLOSING = {"(": ")", "[": "]", "{": "}", "${": "}", "%{": "}"}
_OPENERS = ("${", "%{")


class _Open:
    """Something that was opened: `kind` is a bracket, a quote, or `<<` of a heredoc with its marker."""

    __slots__ = ("kind", "marker", "start")

    def __init__(self, kind: str, start: int, marker: str = "") -> None:
        self.kind = kind
        self.start = start
        self.marker = marker


def flaw(text: str) -> Refusal | None:
    """The first token that does not end or is not opened; None where all of them match."""
    opened: list[_Open] = []
    offset = 0
    while offset < len(text):
        kind = opened[-1].kind if opened else ""
        if kind == '"':
            found = _in_quotes(text, offset, opened)
        elif kind == "<<":
            found = _in_heredoc(text, offset, opened)
        else:
            found = _in_code(text, offset, opened)
        if isinstance(found, Refusal):
            return found
        offset = found
    if not opened:
        return None
    last = opened[-1]
    if last.kind == "<<":
        return Refusal(f"expected the line {last.marker} that ends this heredoc", last.start, _line_end(text, last.start))
    if last.kind == '"':
        return _unclosed_quote(text, last.start)
    return Refusal(f"expected `{_CLOSING[last.kind]}` for this `{last.kind}`", last.start, last.start + len(last.kind))


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _unclosed_quote(text: str, start: int) -> Refusal:
    return Refusal("expected the closing quote of this string on its line", start, _line_end(text, start))


def _in_code(text: str, offset: int, opened: list[_Open]) -> int | Refusal:
    match = _CODE.search(text, offset)
    if match is None:
        return len(text)
    token = match.group()
    start = match.start()
    if token == "/*":
        end = text.find("*/", match.end())
        return Refusal("expected `*/` for this comment", start, start + 2) if end < 0 else end + 2
    if match.group(1):
        opened.append(_Open("<<", start, match.group(1)))
    elif token in ('"', "(", "[", "{"):
        opened.append(_Open(token, start))
    elif token in (")", "]", "}"):
        if not opened:
            return Refusal(f"expected no `{token}` here, nothing is open", start, start + 1)
        wanted = _CLOSING[opened[-1].kind]
        if token != wanted:
            return Refusal(f"expected `{wanted}`, found `{token}`", start, start + 1)
        opened.pop()
    return match.end()


def _in_quotes(text: str, offset: int, opened: list[_Open]) -> int | Refusal:
    match = _QUOTED.search(text, offset)
    if match is None or match.group() == "\n":
        return _unclosed_quote(text, opened[-1].start)
    if match.group() == '"':
        opened.pop()
    elif match.group() in _OPENERS:
        opened.append(_Open(match.group(), match.start()))
    return match.end()


def _in_heredoc(text: str, offset: int, opened: list[_Open]) -> int | Refusal:
    """From the start of a line, or from behind a sequence in it."""
    if text[offset - 1] == "\n":
        end = _line_end(text, offset)
        if text[offset:end].strip() == opened[-1].marker:
            opened.pop()
            return end
    match = _TEMPLATE.search(text, offset)
    if match is None:
        return len(text)
    if match.group() in _OPENERS:
        opened.append(_Open(match.group(), match.start()))
    return match.end()
