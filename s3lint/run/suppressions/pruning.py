"""Texts without the suppressions that hide nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from s3lint.base.record import Record
from s3lint.run.suppressions.marking import Use, together

_WHOLE = re.compile(r"\s*(?:#+|//+|/\*)[\s*]*s3lint:[ \t]*ignore[^\n]*\s*")
"""A comment that is a suppression and nothing else; in a comment of several lines other words may be the reason."""


class Edit(Record):
    """A stretch of a file, what stands there, and what is to stand there."""

    start: int
    end: int
    old: str
    new: str


class Pruned(Record):
    """The edits by files, and the places where somebody has to do it by hand."""

    edits: tuple[tuple[str, tuple[Edit, ...]], ...]
    by_hand: tuple[Use, ...]


def pruned(uses: Iterable[Use]) -> Pruned:
    """What takes away the suppressions whose day is past, and the rules of which one hides nothing."""
    edits: dict[str, list[Edit]] = {}
    by_hand: list[Use] = []
    for use in together(uses):
        if not (use.is_over or use.idle):
            continue
        edit = _edit(use)
        if edit is None:
            by_hand.append(use)
        else:
            edits.setdefault(use.directive.origin.source.path, []).append(edit)
    return Pruned(tuple((path, tuple(those)) for path, those in edits.items()), tuple(by_hand))


def applied(text: str, edits: Iterable[Edit]) -> str | None:
    """The text with the edits; None where it is no longer the text that was judged."""
    for edit in sorted(edits, key=lambda edit: -edit.start):
        if text[edit.start : edit.end] != edit.old:
            return None
        text = text[: edit.start] + edit.new + text[edit.end :]
    return text


def _edit(use: Use) -> Edit | None:
    """Of a comment that is nothing but one suppression; what else can be written in many ways is left to its author."""
    origin, rules = use.directive.origin, use.directive.rules
    comment = origin.text
    if _WHOLE.fullmatch(comment) is None:
        return None
    left = () if use.is_over else tuple(rule for rule in rules if rule not in use.idle)
    if left:
        named = re.search(r"\[[^\]]*\]", comment)
        if named is None:
            return None
        new = f"{comment[: named.start()]}[{', '.join(left)}]{comment[named.end() :]}"
        return Edit(origin.span.start, origin.span.end, comment, new)
    text = origin.source.text
    start, end = origin.span.start, origin.span.end
    while start and text[start - 1] in " \t":
        start -= 1
    if start == 0 or text[start - 1] == "\n":  # a line of its own goes with its end
        rest = re.compile(r"[ \t]*(?:\r?\n|$)").match(text, end)
        if rest is None:  # code follows
            return None
        end = rest.end()
    return Edit(start, end, text[start:end], "")
