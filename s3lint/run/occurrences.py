"""Where some terms stand in a text, in time that hardly grows with their number: words are looked up, terms around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_WORD = re.compile(r"[^\W_]+")

_PART = 6
"""A term of fewer characters is found only where its words stand by themselves, not at the ends of others."""

_TELLING = 4
"""Words of fewer characters stand in many texts."""

_BEGINNING = 24
"""So much of a longer term tells it where a sentence cuts it short."""


class _Term:
    """A term in small letters, or the beginning of one that is cut short, and where in it the word stands that leads to it."""

    __slots__ = ("is_cut", "offset", "text")

    def __init__(self, text: str, offset: int, is_cut: bool) -> None:
        self.text = text
        self.offset = offset
        self.is_cut = is_cut

    def end(self, text: str, begin: int) -> int:
        """Where the term ends in a text if it begins there; -1 if it does not."""
        if begin < 0 or not text.startswith(self.text, begin):
            return -1
        end = begin + len(self.text)
        if not self.is_cut:
            return end
        found = re.compile("[^\n…]*…").match(text, end)
        return -1 if found is None else found.end()


class Occurrences:
    """Finds terms, whatever the case of their letters."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._by_word: dict[str, list[_Term]] = {}
        self._without_words: list[str] = []
        for term in sorted(terms):
            self._add(term.lower())
        self._lengths = sorted(
            {len(word) for word, found in self._by_word.items() if any(len(term.text) >= _PART for term in found)}
        )

    def _add(self, term: str) -> None:
        for text, is_cut in ((term, False), (term[:_BEGINNING], True)) if len(term) > _BEGINNING else ((term, False),):
            words = list(_WORD.finditer(text))
            if words:
                chosen = min(words, key=self._commonness)
                self._by_word.setdefault(chosen.group(), []).append(_Term(text, chosen.start(), is_cut))
            elif not is_cut:
                self._without_words.append(text)

    def _commonness(self, word: re.Match[str]) -> tuple[bool, int, int, int]:
        """Least for the word of a term that leads to few other terms, and that other texts hardly have."""
        length = word.end() - word.start()
        return length < _TELLING, len(self._by_word.get(word.group(), ())), -length, -word.start()

    def spans(self, text: str, *, in_words: bool = True) -> list[tuple[int, int]]:
        """The stretches of a text that are terms, in order and apart; `in_words` also where a word begins or ends with one."""
        lowered = text.lower()
        if len(lowered) != len(text):  # a few letters have two for a small one
            lowered = text
        found = sorted([*self._around_words(lowered, in_words), *self._bare(lowered)])
        apart: list[tuple[int, int]] = []
        for begin, end in found:
            if apart and begin < apart[-1][1]:
                apart[-1] = apart[-1][0], max(end, apart[-1][1])
            else:
                apart.append((begin, end))
        return apart

    def _around_words(self, text: str, in_words: bool) -> Iterator[tuple[int, int]]:
        for word in _WORD.finditer(text):
            content, start = word.group(), word.start()
            yield from self._around(text, content, start, 0)
            for known, at in self._inside(content, start) if in_words else ():
                yield from self._around(text, known, at, _PART)

    def _around(self, text: str, word: str, at: int, least: int) -> Iterator[tuple[int, int]]:
        """The terms of so many characters that a word at a place leads to."""
        for term in self._by_word.get(word, ()):
            end = term.end(text, at - term.offset) if len(term.text) >= least else -1
            if end >= 0:
                yield at - term.offset, end

    def _inside(self, word: str, start: int) -> Iterator[tuple[str, int]]:
        """The known words at the ends of a word that is longer, with their places."""
        for length in self._lengths:
            if length >= len(word):
                return
            if word[:length] in self._by_word:
                yield word[:length], start
            if word[-length:] in self._by_word:
                yield word[-length:], start + len(word) - length

    def _bare(self, text: str) -> Iterator[tuple[int, int]]:
        for term in self._without_words:
            begin = text.find(term)
            while begin >= 0:
                yield begin, begin + len(term)
                begin = text.find(term, begin + len(term))
