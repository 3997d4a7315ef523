"""Template text into nodes: PyYAML's C events and a stack of our own, for YAML and JSON alike.

PyYAML's own composer is not used: it recurses in C without a limit, and drops the place of scalars.
"""

from __future__ import annotations

from itertools import chain
from typing import Any

from s3lint.base.record import Record
from s3lint.base.resource import Problem
from s3lint.base.source import Source, Span
from s3lint.base.value import Origin
from s3lint.languages.cloudformation.syntax.nodes import Mapping, Node, Scalar, Sequence
from s3lint.languages.files import unreadable

MAX_CHARACTERS = 4 * 1024 * 1024
"""CloudFormation takes 1 MB; bundles of several documents may be larger."""
MAX_DEPTH = 100
"""How deep collections may nest."""
MAX_NODES = 200_000
MAX_DUPLICATES = 20
"""How many keys that stand twice are named in one file."""

_BLOCK_STYLES = frozenset("|>")
_SURROGATE_SHIFT = 0x800
"""Moves the halves of surrogate pairs (U+D800…) to private characters (U+E000…), which libyaml accepts in escapes."""


class Documents(Record):
    """The documents of a file, as far as it could be read, and what kept it from being read as written."""

    roots: tuple[Node, ...]
    problems: tuple[Problem, ...]


class _Refusal(Exception):
    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


class _Open:
    """A collection whose end has not come yet: its parts so far (keys and values alternate in a map)."""

    __slots__ = ("anchor", "parts", "start", "tag")

    def __init__(self, parts: list[Node], anchor: str | None, tag: str | None, start: int) -> None:
        self.parts = parts
        self.anchor = anchor
        self.tag = tag
        self.start = start


def compose(source: Source) -> Documents:
    """Every document of the text. Never raises: what is wrong comes as a problem with its place."""
    composer = _Composer(source)
    try:
        composer.run()
    except _Refusal as refusal:
        composer.problems.append(unreadable(source, refusal.message, min(refusal.offset, len(source.text))))
    return Documents(tuple(composer.roots), tuple(composer.problems))


class _Composer:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.roots: list[Node] = []
        self.problems: list[Problem] = []
        self._anchors: dict[str, Node] = {}
        self._has_surrogates = False
        self._merged = 0

    def run(self) -> None:
        text = self.source.text
        if len(text) > MAX_CHARACTERS:
            raise _Refusal(f"expected a template of at most {MAX_CHARACTERS} characters", MAX_CHARACTERS)
        self._parse(self._prepared(text))

    def _parse(self, text: str) -> None:
        # Here and not above: a run over Terraform alone needs no PyYAML.
        from s3lint.languages.cloudformation.syntax.libyaml import CParser, errors

        try:
            self._read(CParser(text))
        except errors.MarkedYAMLError as error:
            if error.problem == _NESTS_TOO_DEEP:
                # The scanner of libyaml looks ahead, and since 0.2.6 has a limit of its own. What stands before the place
                # where that is passed holds the place where ours is, or something else that is wrong.
                self._forget()
                return self._parse(text[: error.problem_mark.index])
            raise self._refusal(error) from None
        except errors.YAMLError as error:
            # The position counts bytes of UTF-8; the character itself is what is refused.
            offset = len(text.encode("utf-8", "surrogatepass")[: error.position].decode("utf-8", "ignore"))
            raise _Refusal(f"expected text; {error.reason}", offset) from None
        except UnicodeEncodeError as error:
            raise _Refusal("expected text; half of a surrogate pair stands here", error.start) from None

    def _forget(self) -> None:
        self.roots.clear()
        self.problems.clear()
        self._anchors.clear()
        self._merged = 0

    def _prepared(self, text: str) -> str:
        """The text as libyaml can read it, every character at its old offset.

        libyaml takes tabs only inside brackets, and refuses JSON's escaped surrogate pairs.
        """
        lead = len(text) - len(text.lstrip(" \t\r\n"))
        if text[lead : lead + 1] in ("{", "[") and "\t" in text[:lead]:
            text = text[:lead].replace("\t", " ") + text[lead:]
        if "\\ud" in text or "\\uD" in text:
            import re  # only such files need it

            def shifted(match: re.Match[str]) -> str:
                return f"{match[1]}\\u{int(match[2], 16) + _SURROGATE_SHIFT:04x}"

            text, count = re.subn(r"((?<!\\)(?:\\\\)*)\\u([dD][89a-fA-F][0-9a-fA-F]{2})", shifted, text)
            self._has_surrogates = count > 0
        return text

    def _read(self, parser: Any) -> None:
        from s3lint.languages.cloudformation.syntax.libyaml import events

        scalar, alias = events.ScalarEvent, events.AliasEvent
        starts = (events.MappingStartEvent, events.SequenceStartEvent)
        mapping_end, sequence_end = events.MappingEndEvent, events.SequenceEndEvent
        document_end, stream_end = events.DocumentEndEvent, events.StreamEndEvent
        next_event = parser.get_event
        shifted = self._has_surrogates
        stack: list[_Open] = []
        parts: list[Node] = self.roots
        left = MAX_NODES
        while True:
            event = next_event()
            kind = type(event)
            if kind is scalar:
                style = event.style or ""
                text = self._rejoined(event) if shifted else event.value
                node: Node = Scalar(text, event.start_mark.index, event.end_mark.index, style, event.tag or "")
                if style in _BLOCK_STYLES:
                    node.end = self._end_of_block(node)
                parts.append(node)
                if event.anchor is not None:
                    self._anchors[event.anchor] = node
            elif kind in starts:
                start = event.start_mark.index
                if len(stack) >= MAX_DEPTH:
                    raise _Refusal(f"expected at most {MAX_DEPTH} levels of nesting", start)
                parts = []
                stack.append(_Open(parts, event.anchor, event.tag, start))
            elif kind is mapping_end or kind is sequence_end:
                closed = stack.pop()
                build = self._mapping if kind is mapping_end else self._sequence
                node = build(closed, event.end_mark.index, event.start_mark.index)
                parts = stack[-1].parts if stack else self.roots
                parts.append(node)
                if closed.anchor is not None:
                    self._anchors[closed.anchor] = node
            elif kind is alias:
                parts.append(self._aliased(event, len(stack)))
            elif kind is document_end:
                self._anchors.clear()
            elif event is None or kind is stream_end:
                return
            left -= 1
            if left < self._merged:
                raise _Refusal(f"expected at most {MAX_NODES} values in one file", event.start_mark.index)

    def _sequence(self, closed: _Open, end: int, bracket: int) -> Sequence:
        parts = closed.parts
        if end == bracket:  # a block collection ends where the next thing begins; its own text ends before
            end = parts[-1].end if parts else closed.start
        return Sequence(tuple(parts), closed.start, max(end, closed.start), closed.tag or "")

    def _mapping(self, closed: _Open, end: int, bracket: int) -> Mapping:
        parts = closed.parts
        if end == bracket:
            end = parts[-1].end if parts else closed.start
        members: dict[str, tuple[Scalar, Node]] = {}
        merged: list[Node] = []
        for key, value in zip(parts[0::2], parts[1::2], strict=True):
            if not isinstance(key, Scalar):
                raise _Refusal("expected a string as key", key.start)
            if key.text == "<<" and not key.style:
                merged.append(value)
                continue
            if key.text in members:
                self._duplicate(key, members[key.text][0])
            members[key.text] = (key, value)
        if merged:
            members = self._merge(members, merged)
        return Mapping(tuple(members.values()), closed.start, max(end, closed.start), closed.tag or "")

    def _merge(self, own: dict[str, tuple[Scalar, Node]], merged: list[Node]) -> dict[str, tuple[Scalar, Node]]:
        """Members of merged maps, the first map that has a key winning, and a map's own members before all."""
        found: dict[str, tuple[Scalar, Node]] = {}
        for node in chain.from_iterable(entry.items if isinstance(entry, Sequence) else (entry,) for entry in merged):
            if not isinstance(node, Mapping):
                raise _Refusal("expected a map, or a list of maps, to merge", node.start)
            self._merged += len(node.members)
            for key, value in node.members:
                found.setdefault(key.text, (key, value))
        return {**found, **own}

    def _duplicate(self, key: Scalar, first: Scalar) -> None:
        if len(self.problems) < MAX_DUPLICATES:
            line = self.source.position(first.start).line
            message = f"expected the key `{key.text[:80]}` once in this map; it stands on line {line} too; the last counts"
            self.problems.append(Problem("unreadable-file", message, Origin(self.source, Span(key.start, key.end))))

    def _aliased(self, event: Any, depth: int) -> Node:
        node = self._anchors.get(event.anchor)
        if node is None:
            raise _Refusal(f"expected an anchor `&{event.anchor}` before this alias", event.start_mark.index)
        if depth + _height(node, MAX_DEPTH - depth) > MAX_DEPTH:
            raise _Refusal(f"expected at most {MAX_DEPTH} levels of nesting", event.start_mark.index)
        return node

    def _end_of_block(self, node: Node) -> int:
        """The end of a block scalar without the line ends behind it, which libyaml counts in."""
        end = node.end
        text = self.source.text
        while end > node.start and text[end - 1] in " \t\r\n":
            end -= 1
        return end

    def _rejoined(self, event: Any) -> str:
        """The value of a scalar of a text whose surrogate pairs were shifted."""
        value: str = event.value
        if event.style != '"' or not any("\ue000" <= character <= "\ue7ff" for character in value):
            return value
        import json  # only such files need it

        written = self.source.text[event.start_mark.index : event.end_mark.index]
        quote = written.find('"')
        try:
            decoded: str = json.loads(written[quote:], strict=False)
        except ValueError:
            return value
        return decoded.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _refusal(self, error: Any) -> _Refusal:
        mark = error.problem_mark or error.context_mark
        offset = mark.index if mark is not None else 0
        problem = str(error.problem)
        if "cannot start any token" in problem:
            tab = self.source.text[offset : offset + 1] == "\t"
            expected = (
                "expected spaces as indentation, not a tab"
                if tab
                else "expected a value, which cannot start with this character"
            )
        elif problem in _EXPECTED:
            expected = _EXPECTED[problem]
        elif problem.startswith("did not find expected"):
            expected = problem.replace("did not find expected", "expected").replace("<", "").replace(">", "")
        else:
            expected = f"expected YAML; {problem}"
        if error.context and error.context_mark is not None:
            line = self.source.position(min(error.context_mark.index, len(self.source.text))).line
            expected += f" ({error.context.removeprefix('while ')} that begins on line {line})"
        return _Refusal(expected, offset)


_NESTS_TOO_DEEP = "exceeded maximum nesting depth"
_EXPECTED = {
    "did not find expected node content": "expected a value",
    "mapping values are not allowed in this context": "expected no `:` inside this value; quote it or start a new line",
    "could not find expected ':'": "expected `:` after the key",
    "found unexpected end of stream": "expected the closing quote before the end of the file",
    "found unexpected document indicator": "expected the closing quote before the end of the document",
    "found unknown escape character": "expected an escape that YAML knows after the backslash",
    "block sequence entries are not allowed in this context": "expected no list item here; check the indentation",
    "found duplicate anchor": "expected each anchor once",
    "found undefined tag handle": "expected a short tag such as `!Ref`",
}


def _height(node: Node, limit: int) -> int:
    """How deep collections nest below and including this node, as far as the limit: a level past it is enough to know."""
    level: dict[int, Node] = {id(node): node}
    height = 0
    while level and height <= limit:
        below: dict[int, Node] = {}
        collections = False
        for found in level.values():
            if isinstance(found, Scalar):
                continue
            collections = True
            children = found.items if isinstance(found, Sequence) else tuple(value for _, value in found.members)
            below.update((id(child), child) for child in children)
        height += collections
        level = below
    return height
