"""The comments of a YAML text. libyaml throws them away, so they are what has a `#` outside of all scalars."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from s3lint.base.source import Comment, Source, Span
from s3lint.languages.cloudformation.syntax.reader import MAX_CHARACTERS, MAX_NODES
from s3lint.languages.cloudformation.syntax.surrogates import readable

_COMMENT = re.compile("#[^\r\n\x85\u2028\u2029]*")
_PROPERTY = re.compile(r"[!&]\S*|\s+|#.*")
"""What may stand before the content of a scalar: its tag and anchor, white space and comments."""


def comments(source: Source) -> tuple[Comment, ...]:
    """All comments, in order; of a text that can't be read, those before the last scalar that could be."""
    text = source.text
    if "#" not in text or len(text) > MAX_CHARACTERS:
        return ()
    found = []
    end = 0
    for start, end_of_scalar in islice(_scalars(text), MAX_NODES):
        found += [_comment(text, match) for match in _COMMENT.finditer(text, end, start)]
        end = end_of_scalar
    return tuple(found)


def _comment(text: str, match: re.Match[str]) -> Comment:
    start, end = match.span()
    before = text[text.rfind("\n", 0, start) + 1 : start]
    return Comment(Span(start, end), match[0].lstrip("#").strip(), not before.strip())


def _scalars(text: str) -> Iterator[tuple[int, int]]:
    """Where the text of each scalar stands, without tag and anchor; and the end of what could be read."""
    from s3lint.languages.cloudformation.syntax.libyaml import CParser, errors, events

    try:
        parser = CParser(readable(text)[0])
        while (event := parser.get_event()) is not None:
            if isinstance(event, events.ScalarEvent):
                yield _content(text, event.start_mark.index, event.end_mark.index, event.style in ("|", ">"))
            elif isinstance(event, events.StreamEndEvent):
                yield len(text), len(text)
    except (errors.YAMLError, UnicodeEncodeError):
        return


def _content(text: str, start: int, end: int, is_block: bool) -> tuple[int, int]:
    while (match := _PROPERTY.match(text, start, end)) is not None:
        start = match.end()
    if is_block:  # its header may be followed by a comment
        start = text.find("\n", start, end) + 1 or end
    return start, end
