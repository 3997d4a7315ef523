"""Where each key of a text in TOML stands. The text is valid: a reader has taken it before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

Trail = tuple[str | int, ...]
"""The way to a value: names of tables, and numbers of items."""

MAX_DEPTH = 12
"""Names and numbers to a value; no key lies deeper."""

_TOKEN = re.compile(
    r'(?P<space>[ \t\r]+|#[^\n]*)|(?P<line>\n)|(?P<mark>[\[\]{}=,.])|(?P<long>"""(?:\\[\s\S]|[^\\])*?""""{0,2}'
    r"|'''[\s\S]*?''''{0,2})|(?P<quoted>\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*')|(?P<bare>[^\s\[\]{}=,.\"'#]+)"
)
_OPEN, _CLOSE = ("[", "{"), ("]", "}")


class Places:
    """Places of keys, found when one is asked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    def of(self, trail: Trail) -> tuple[int, int]:
        """Line and column of a key, or of what is nearest above it."""
        return position(self._text, self.offset(trail))

    def offset(self, trail: Trail) -> int:
        """Where it begins, in characters from 0."""
        while trail and trail not in self._found:
            trail = trail[:-1]
        return self._found.get(trail, 0)

    @cached_property
    def _found(self) -> dict[Trail, int]:
        return _Scan(self._text).found


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1 on."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


class _Scan:
    """One pass over the tokens of a text."""

    def __init__(self, text: str) -> None:
        self.found: dict[Trail, int] = {}
        self._items: dict[Trail, int] = {}
        self._tokens: Iterator[re.Match[str]] = (t for t in _TOKEN.finditer(text) if t.lastgroup != "space")
        self._now: re.Match[str] | None = None
        self._next()
        table: Trail = ()
        while self._now is not None:
            if self._word() == "[":
                table = self._header()
            elif self._word() == "\n":
                self._next()
            else:
                self._pair(table)

    def _next(self) -> None:
        self._now = next(self._tokens, None)

    def _word(self) -> str:
        return self._now.group() if self._now is not None else ""

    def _header(self) -> Trail:
        """`[a.b]` and `[[a.b]]`: the table that follows."""
        start = self._now.start() if self._now is not None else 0
        self._next()
        is_item = self._word() == "["
        if is_item:
            self._next()
        trail: Trail = ()
        names = self._names()
        for number, name in enumerate(names):
            trail += (name,)
            if is_item and number == len(names) - 1:
                self._items[trail] = self._items.get(trail, -1) + 1
                self.found.setdefault(trail, start)
            if trail in self._items:
                trail += (self._items[trail],)
            self.found.setdefault(trail, start)
        while self._word() == "]":
            self._next()
        return trail

    def _names(self) -> list[str]:
        """A key, which may be dotted, up to what ends it."""
        names: list[str] = []
        while self._now is not None and self._now.lastgroup in ("bare", "quoted"):
            names.append(_name(self._word()))
            self._next()
            if self._word() != ".":
                break
            self._next()
        return names

    def _pair(self, table: Trail) -> None:
        start = self._now.start() if self._now is not None else 0
        trail = table
        names = self._names()
        for name in names:
            trail += (name,)
            self.found.setdefault(trail, start)
        if self._word() != "=" or not names:  # nothing that a valid text holds
            self._next()
            return
        self._next()
        self._value(trail)

    def _value(self, trail: Trail) -> None:
        if self._word() not in _OPEN or len(trail) >= MAX_DEPTH:
            self._skip()
            return
        is_list = self._word() == "["
        number = 0
        self._next()
        while self._now is not None and self._word() not in _CLOSE:
            if self._word() in (",", "\n"):
                self._next()
            elif is_list:
                self.found.setdefault((*trail, number), self._now.start())
                self._value((*trail, number))
                number += 1
            else:
                self._pair(trail)
        self._next()

    def _skip(self) -> None:
        """Past a value, whatever it holds."""
        depth = 0
        while self._now is not None:
            word = self._word()
            if not depth and (word in _CLOSE or word in (",", "\n")):
                return
            depth += (word in _OPEN) - (word in _CLOSE)
            self._next()


def _name(word: str) -> str:
    if word.startswith("'"):
        return word[1:-1]
    if not word.startswith('"'):
        return word
    escapes = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "\\": "\\"}

    def meant(match: re.Match[str]) -> str:
        return escapes[match[1]] if match[1] in escapes else chr(int(match[1][1:], 16))

    return re.sub(r'\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[btnfre"\\])', meant, word[1:-1])
