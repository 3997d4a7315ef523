"""What a unit marks as sensitive: values that take part in every verdict, and whose text nobody may be shown.

A mark changes no value, so that it can change no verdict. What is marked is written down here, with what is computed from it
as far as that is another text, and is left out where a report is made of findings (`s3lint.run.redaction`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from s3lint.base.value import Choice, Data, Encoded, Known, ListValue, MapValue, Origin, Symbol, Text, Unknown, Value

MAX_PARTS = 10_000
"""How many parts of one value are searched for texts."""


class Secrets:
    """What was found to be sensitive so far."""

    def __init__(self) -> None:
        self._texts: dict[str, None] = {}
        self._places: dict[Origin, None] = {}

    def __bool__(self) -> bool:
        return bool(self._texts)

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(self._texts)

    @property
    def places(self) -> tuple[Origin, ...]:
        """Of the texts that have several lines."""
        return tuple(self._places)

    def add(self, value: Value[Data]) -> None:
        """The value is sensitive, and all in it."""
        for text, origin in _texts(value):
            self.add_text(text)
            if "\n" in text and origin is not None:
                self._places[origin] = None

    def add_text(self, text: str) -> None:
        self._texts[text] = None

    def add_json(self, node: object, mark: object = True) -> None:
        """As `add`, for what `json.loads` gives; a `mark` of the same shape has a true for each part that is sensitive."""
        pending = [(node, mark)]
        while pending:
            match pending.pop():
                case dict() as members, dict() as marks:
                    pending += [(members.get(name), inner) for name, inner in marks.items()]
                case list() as items, list() as marks:
                    pending += zip(items, marks, strict=False)
                case part, True:
                    for text in json_texts(part):
                        self.add_text(text)

    def derive(self, result: Value[Data], inputs: Iterable[Value[Data]]) -> None:
        """What was computed from something sensitive is sensitive as well, as far as it is a text that the inputs have not."""
        if not self._texts:
            return
        given = {text for value in inputs for text, _ in _texts(value)}
        if any(secret in text for text in given for secret in self._texts if secret):
            for text, _ in _texts(result):
                if text not in given:
                    self.add_text(text)


def _texts(value: Value[Data]) -> Iterator[tuple[str, Origin | None]]:
    """The strings and numbers in a value, however deep, keys too, with the place of each that has one."""
    pending: list[Value[Data]] = [value]
    for _ in range(MAX_PARTS):
        if not pending:
            return
        match pending.pop():
            case Choice(_, if_true, if_false):
                pending += [if_true, if_false]
            case Known(ListValue(items)):
                pending += items
            case Known(MapValue(entries)):
                yield from ((key, None) for key in entries)
                pending += [entry.value for entry in entries.values()]
            case Known(Encoded(inner)):
                pending.append(inner)
            case Known(Text() as text, origin):
                yield from ((part, origin) for part in _literals(text))
            case Known(str() as word, origin):
                yield word, origin
            case Known(bool() | None) | Unknown():
                pass
            case Known(number, origin):
                yield str(number), origin


def _literals(text: Text) -> Iterator[str]:
    """The whole text where it is known, else what of it is."""
    if text.literal is not None:
        yield text.literal
        return
    for piece in text.pieces:
        content = piece.content.literal if isinstance(piece.content, Symbol) else piece.content
        if isinstance(content, str):
            yield content


def json_texts(node: object) -> Iterator[str]:
    """The strings and numbers in what `json.loads` gives."""
    pending = [node]
    while pending:
        match pending.pop():
            case dict() as members:
                pending += members.values()
            case list() as items:
                pending += items
            case str() as word:
                yield word
            case bool():
                pass
            case int() | float() as number:
                yield str(number)
