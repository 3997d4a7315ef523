"""Template text into nodes: PyYAML's C events and a stack of our own, for YAML and JSON alike.

PyYAML's own composer is not used: it recurses in C without a limit, and drops the place of scalars.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import Any

from s3lint.base.record import Record
from s3lint.base.resource import Problem
from s3lint.base.source import Source, Span
from s3lint.base.value import Origin
from s3lint.languages.cloudformation.syntax.messages import NESTS_TOO_DEEP, explained
from s3lint.languages.cloudformation.syntax.nodes import Mapping, Node, Scalar, Sequence
from s3lint.languages.cloudformation.syntax.surrogates import readable, rejoined
from s3lint.languages.files import unreadable

MAX_CHARACTERS = 4 * 1024 * 1024
"""CloudFormation takes 1 MB; bundles of several documents may be larger."""
MAX_DEPTH = 100
"""How deep collections may nest."""
MAX_NODES = 200_000
MAX_DUPLICATES = 20
"""How many keys that stand twice are named in one file."""

_BLOCK_STYLES = frozenset("|>")


class YamlDocuments(Record):
    """The documents of a file, as far as it could be read, and what kept it from being read as written."""

    roots: tuple[Node, ...]
    problems: tuple[Problem, ...]


class _Refusal(Exception):
    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


class _OpenCollection:
    """A collection whose end has not come yet: its parts so far (keys and values alternate in a map)."""

    __slots__ = ("anchor", "parts", "start", "tag")

    def __init__(self, parts: list[Node], anchor: str | None, tag: str, start: int) -> None:
        self.parts = parts
        self.anchor = anchor
        self.tag = tag
        self.start = start


_Builders = dict[type, Callable[[_OpenCollection, int], Node]]


def compose(source: Source) -> YamlDocuments:
    """Every document of the text. Never raises: what is wrong comes as a problem with its place."""
    composer = _Composer(source)
    try:
        composer.run()
    except _Refusal as refusal:
        composer.problems.append(unreadable(source, refusal.message, min(refusal.offset, len(source.text))))
    return YamlDocuments(tuple(composer.roots), tuple(composer.problems))


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
        text, self._has_surrogates = readable(text)
        self._parse(text)

    def _parse(self, text: str) -> None:
        # Here and not above: a run over Terraform alone needs no PyYAML.
        from s3lint.languages.cloudformation.syntax.libyaml import CParser, errors

        try:
            self._read(CParser(text))
        except errors.MarkedYAMLError as error:
            if error.problem == NESTS_TOO_DEEP:
                # The scanner of libyaml looks ahead, and since 0.2.6 has a limit of its own. What stands before the place
                # where that is passed holds the place where ours is, or something else that is wrong.
                self._forget()
                return self._parse(text[: error.problem_mark.index])
            raise _Refusal(*explained(error, self.source)) from None
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

    def _read(self, parser: Any) -> None:
        from s3lint.languages.cloudformation.syntax.libyaml import events

        scalar, alias = events.ScalarEvent, events.AliasEvent
        starts = (events.MappingStartEvent, events.SequenceStartEvent)
        built: _Builders = {events.MappingEndEvent: self._mapping, events.SequenceEndEvent: self._sequence}
        mended = _BLOCK_STYLES | {'"'} if self._has_surrogates else _BLOCK_STYLES
        next_event = parser.get_event
        stack: list[_OpenCollection] = []
        parts: list[Node] = self.roots
        end = 0  # of the last thing that has text of its own
        left = MAX_NODES
        while True:
            event = next_event()
            kind = type(event)
            node: Node
            if kind is scalar:
                node = Scalar(event.value, event.start_mark.index, event.end_mark.index, event.style or "", event.tag or "")
                if node.style in mended:
                    self._mend(node)
                parts.append(node)
                end = node.end
                if event.anchor is not None:
                    self._anchors[event.anchor] = node
            elif kind in starts:
                stack.append(self._opened(event, len(stack)))
                parts = stack[-1].parts
            elif kind in built:
                closed = stack.pop()
                stop = event.end_mark.index  # of the bracket; a collection without one ends with the last thing in it
                end = stop if stop > event.start_mark.index else max(end, closed.start)
                node = built[kind](closed, end)
                parts = stack[-1].parts if stack else self.roots
                parts.append(node)
                if closed.anchor is not None:
                    self._anchors[closed.anchor] = node
            elif kind is alias:
                parts.append(self._aliased(event, len(stack)))
                end = event.end_mark.index
            elif kind is events.DocumentEndEvent:
                self._anchors.clear()
            elif event is None or kind is events.StreamEndEvent:
                return
            left -= 1
            if left < self._merged:
                raise _Refusal(f"expected at most {MAX_NODES} values in one file", event.start_mark.index)

    def _mend(self, scalar: Scalar) -> None:
        """Sets what libyaml tells otherwise: line ends behind a block are none of it, and surrogate pairs are characters."""
        written = self.source.text[scalar.start : scalar.end]
        if scalar.style in _BLOCK_STYLES:
            scalar.end = scalar.start + len(written.rstrip(" \t\r\n"))
        else:
            scalar.text = rejoined(scalar.text, written)

    def _opened(self, event: Any, depth: int) -> _OpenCollection:
        if depth >= MAX_DEPTH:
            raise _Refusal(f"expected at most {MAX_DEPTH} levels of nesting", event.start_mark.index)
        return _OpenCollection([], event.anchor, event.tag or "", event.start_mark.index)

    def _sequence(self, closed: _OpenCollection, end: int) -> Sequence:
        return Sequence(tuple(closed.parts), closed.start, end, closed.tag)

    def _mapping(self, closed: _OpenCollection, end: int) -> Mapping:
        members: dict[str, tuple[Scalar, Node]] = {}
        merged: list[Node] = []
        for key, value in zip(closed.parts[0::2], closed.parts[1::2], strict=True):
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
        return Mapping(tuple(members.values()), closed.start, end, closed.tag)

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
            self.problems.append(Problem("invalid-configuration", message, Origin(self.source, Span(key.start, key.end))))

    def _aliased(self, event: Any, depth: int) -> Node:
        node = self._anchors.get(event.anchor)
        if node is None:
            raise _Refusal(f"expected an anchor `&{event.anchor}` before this alias", event.start_mark.index)
        if depth + _height(node, MAX_DEPTH - depth) > MAX_DEPTH:
            raise _Refusal(f"expected at most {MAX_DEPTH} levels of nesting", event.start_mark.index)
        return node


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
