"""What of a text of native HCL is code, and which string, heredoc, comment or bracket of it does not end.

A parser meets a token that does not end long after its cause; this finds the cause. Everything refused here is an error
in HCL.
"""

from __future__ import annotations

import re
from typing import NoReturn

from s3lint.languages.terraform.syntax.strings import Refusal, unknown_escape
from s3lint.languages.terraform.syntax.treesitter_tree import masked

_CODE = re.compile(r'"|[\[({]|~\}|[\])}]|#[^\n]*|//[^\n]*|/\*|<<-?(?:([A-Za-z_][\w-]*)\r?\n)?')
_QUOTED = re.compile(r'\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[nrt"\\])|\\.|\$\$\{|%%\{|[$%]\{~?|"|\n')
_HEREDOC = re.compile(r"\$\$\{|%%\{|[$%]\{~?|\n")
_DIRECTIVE = re.compile(r"%\{~?\s*(if|for|else|endif|endfor)\b")
_LOOP = re.compile(r"\s*for\s+[A-Za-z_]")
_KEY_FOR = re.compile(r'[^\w"\s]\s*\{\s*(for)\s*[=:]')
_NAMESPACE = re.compile(r"(?<=\w)::(?=[A-Za-z_])")
_SIGNS = re.compile(r"[!-](?=\s*[!-])")
_CLOSING = {"(": ")", "[": "]", "{": "}", "${": "}", "%{": "}"}
_NEXT_ITEM = re.compile(r"(?<=[\w-])[ \t\r]*\n\s*(?=\()")
_SEQUENCES = ("${", "%{")
_ENDS = {"else": ("if",), "endif": ("if", "else"), "endfor": ("for",)}


class _OpenToken:
    """Something that was opened: `kind` is a bracket, a quote, or `<<` of a heredoc with its marker.

    `has_lines` says that a line end in it means something. `directives` are those of a string that have no end yet: `if`,
    `else` or `for`, and where the first of them stands.
    """

    __slots__ = ("directives", "has_lines", "is_empty", "kind", "marker", "start")

    def __init__(self, kind: str, start: int, marker: str = "") -> None:
        self.kind = kind
        self.start = start
        self.marker = marker
        self.has_lines = kind == "{"
        self.is_empty = True
        self.directives: list[tuple[str, int, int]] = []


def plain(text: str) -> tuple[str, Refusal | None]:
    """An ASCII text of the same length in which only code is left: comments are spaces, line ends that mean nothing are
    carriage returns, what strings say is `x`, heredocs are quoted, and what python-hcl2 can't read of valid HCL is
    written in another way.

    The other is the first token that does not end, is not opened or is none; from there on the text is as it was.
    """
    scanner = _Scanner(text)
    try:
        scanner.scan()
    except Refusal as refusal:
        return "".join(scanner.parts)[: refusal.start] + text[refusal.start :], refusal
    return "".join(scanner.parts), None


def with_commas(buffer: bytes, code: str) -> bytes:
    """What tree-sitter read, with a comma for each line end between a name and `(`, the key of an object's next item: it
    takes the two for a call. `code` is the plain text, in which line ends inside parentheses are none.
    """
    changed = bytearray(buffer)
    for match in _NEXT_ITEM.finditer(code):
        changed[match.start() : match.end()] = b",".ljust(match.end() - match.start())
    return bytes(changed)


class _Scanner:
    """`parts` is the plain text up to `offset`, `text` is ASCII, `written` is what people see."""

    def __init__(self, text: str) -> None:
        self.written = text
        self.text = masked(text).decode()
        self.offset = 0
        self.parts: list[str] = []
        self.opened: list[_OpenToken] = []

    def scan(self) -> None:
        while self.offset < len(self.text):
            self.step()
        self.finish()
        key = _KEY_FOR.search("".join(self.parts))
        if key is not None:
            raise Refusal("expected `for name in collection :`, or the key `for` in quotes", key.start(1), key.end(1))

    def step(self) -> None:
        match self.opened[-1].kind if self.opened else "":
            case '"':
                self.quoted()
            case "<<":
                self.heredoc()
            case _:
                self.code()

    def write(self, part: str) -> None:
        self.parts.append(part)
        self.offset += len(part)

    def finish(self) -> None:
        if not self.opened:
            return
        last = self.opened[-1]
        if last.kind == "<<":
            end = self.line_end(last.start)
            raise Refusal(f"expected the line {last.marker} that ends this heredoc", last.start, end)
        if last.kind == '"':
            self.unclosed(last)
        raise Refusal(f"expected `{_CLOSING[last.kind]}` for this `{last.kind}`", last.start, last.start + len(last.kind))

    def line_end(self, start: int) -> int:
        end = self.text.find("\n", start)
        return len(self.text) if end < 0 else end

    def unclosed(self, quote: _OpenToken) -> NoReturn:
        message = "expected the closing quote of this string on its line"
        raise Refusal(message, quote.start, self.line_end(quote.start))

    def code(self) -> None:
        match = _CODE.search(self.text, self.offset)
        end = match.start() if match is not None else len(self.text)
        if end > self.offset:
            self.words(self.text[self.offset : end])
        if match is None:
            return
        token, start = match.group(), self.offset
        if token[0] in "#/":
            self.comment(token, start)
        elif token[0] == "<":
            if match.group(1) is None:
                message = "expected the heredoc's marker right behind `<<`, and then a new line"
                raise Refusal(message, start, match.end())
            self.opened.append(_OpenToken("<<", start, self.written[match.start(1) : match.end(1)]))
            self.write('"' + "x" * (len(token) - 1))
        elif token in ('"', "(", "[", "{"):
            self.opened.append(_OpenToken(token, start))
            self.write(token)
        else:
            self.close(token, start)

    def words(self, found: str) -> None:
        around = self.opened[-1] if self.opened else None
        if around is not None and around.is_empty and found.strip():
            around.is_empty = False
            around.has_lines = around.has_lines and _LOOP.match(found) is None
        if around is not None and not around.has_lines:
            found = found.replace("\n", "\r")
        self.write(_SIGNS.sub(" ", _NAMESPACE.sub("__", found)))

    def comment(self, token: str, start: int) -> None:
        end = start + len(token)
        if token == "/*":
            end = self.text.find("*/", end) + 2
            if end < 2:
                raise Refusal("expected `*/` for this comment", start, start + 2)
        self.write(" " * (end - start))

    def close(self, token: str, start: int) -> None:
        bracket = token[-1]
        if not self.opened:
            raise Refusal(f"expected no `{bracket}` here, nothing is open", start, start + len(token))
        wanted = _CLOSING[self.opened[-1].kind]
        if bracket != wanted:
            raise Refusal(f"expected `{wanted}`, found `{bracket}`", start, start + len(token))
        last = self.opened.pop()
        self.write(token.replace("~", " ") if last.kind in _SEQUENCES else token)
        if last.kind == "%{":
            self.directive(last.start)

    def directive(self, start: int) -> None:
        """Ends and begins directives as the one from `start` to here says; whether it is one is for the parser to see."""
        match = _DIRECTIVE.match(self.text, start)
        word = match.group(1) if match is not None else ""
        directives = self.opened[-1].directives
        if word in _ENDS:
            if not directives or directives[-1][0] not in _ENDS[word]:
                raise Refusal(f"expected no %{{ {word} }} here", start, self.offset)
            _, start, end = directives.pop()
            if word == "else":
                directives.append((word, start, end))
        elif word:
            directives.append((word, start, self.offset))

    def end_string(self) -> None:
        for word, start, end in self.opened.pop().directives:
            raise Refusal(f"expected %{{ {'endfor' if word == 'for' else 'endif'} }} for this directive", start, end)

    def sequence(self, token: str, start: int) -> None:
        """`${` or `%{`, or a part of a literal."""
        if token[:2] in _SEQUENCES:
            self.opened.append(_OpenToken(token[:2], start))
            self.write(token.replace("~", " "))
        else:
            self.write("x" * len(token))

    def quoted(self) -> None:
        match = _QUOTED.search(self.text, self.offset)
        if match is None or match.group() == "\n":
            self.unclosed(self.opened[-1])
        self.write("x" * (match.start() - self.offset))
        token = match.group()
        if token == '"':
            self.end_string()
            self.write(token)
        elif token[0] == "\\" and len(token) == 2 and token[1] not in 'nrt"\\':
            raise unknown_escape(self.written, match.start())
        else:
            self.sequence(token, match.start())

    def heredoc(self) -> None:
        """From the start of a line, or from behind a sequence in it."""
        start = self.offset
        if self.text[start - 1] == "\n":
            end = self.line_end(start)
            line = self.written[start:end].rstrip()
            if line.lstrip() == self.opened[-1].marker:
                if end == len(self.text):
                    raise Refusal("expected a new line after the heredoc's closing marker", end - 1, end)
                self.end_string()
                self.write("x" * (len(line) - 1) + '"')
                return
        match = _HEREDOC.search(self.text, start)
        self.write("x" * ((match.start() if match is not None else len(self.text)) - start))
        if match is not None:
            self.sequence(match.group(), match.start())
