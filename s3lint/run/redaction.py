"""What is sensitive is left out of what is said: the one place that all texts of a unit pass on their way to an output."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from s3lint.base.record import Record
from s3lint.base.source import Source
from s3lint.languages.secrets import Secrets, json_texts
from s3lint.languages.unit import Unit
from s3lint.run.occurrences import Occurrences
from s3lint.run.rule import Descriptor

R = TypeVar("R")

WORD = "(sensitive)"
"""What is said instead, as Terraform says it."""

_SHORTEST = 3
"""Characters of a text that is left out; shorter ones stand in every sentence by chance."""

_FROM_AWS = re.compile(
    r"\*|Allow|Deny|true|false|2012-10-17|2008-10-17|[a-z0-9-]+:(?:[A-Z*][A-Za-z*?]*)|[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?"
)
"""Words of a policy that are AWS's own: actions, services, versions. They are no secrets of a policy that is one as a whole."""

_IDENTITIES = frozenset(("subjects", "buckets", "part", "address"))
"""Fields that tell things apart, which they still must when texts are left out of them."""

_NAMES = frozenset(("rule", "setting", "unit", "kind", "yields_to", "covers", "rules", "asked", "used"))
"""Fields that hold no text of a unit."""


_KEY = r'(?:\[(?:"(?:[^"\\]|\\.)*"|[0-9]+)\])?'
_ADDRESS = re.compile(rf"[\w-]+{_KEY}(?:\.[\w-]+{_KEY})+")
_INPUT = re.compile(r"(?:var|local|module|data)\.[\w-]+")
_NEAR = 100
"""Characters around a secret that are looked at for the address or the input that it is a part of."""


class Redaction:
    """Leaves the secrets of a unit out of texts, but not out of its addresses and the names of its inputs."""

    def __init__(self, secrets: Secrets, addresses: Iterable[str]) -> None:
        self._found = Occurrences({term for text in secrets.texts for term in _terms(text) if _is_telling(term)})
        self._addresses = frozenset(addresses)
        self._places = secrets.places
        self._sources: dict[Source, Source] = {}
        self._written: dict[str, str] = {}
        self._taken: set[str] = set()

    @classmethod
    def of_unit(cls, unit: Unit, secrets: Secrets) -> Redaction:
        return cls(secrets, (resource.address for resource in unit.resources))

    def text(self, text: str) -> str:
        return self._without(text, self._found.spans(text), lambda _: WORD)

    def _without(self, text: str, spans: Iterable[tuple[int, int]], instead: Callable[[str], str]) -> str:
        parts, offset = [], 0
        for begin, end in spans:
            if not self._is_name(text, begin, end):
                parts += [text[offset:begin], instead(text[begin:end])]
                offset = end
        return "".join([*parts, text[offset:]]) if parts else text

    def _is_name(self, text: str, begin: int, end: int) -> bool:
        """Whether a stretch of a text is a part of an address of the unit, or of the name of an input."""
        first = max(0, begin - _NEAR)
        near = text[first : end + _NEAR]
        for word in _ADDRESS.finditer(near):
            if first + word.start() <= begin and end <= first + word.end():
                return self._is_in_name(word.group(), end - first - word.start())
        return False

    def _is_in_name(self, word: str, end: int) -> bool:
        found = _INPUT.match(word)
        if found is not None and end <= found.end():
            return True
        while len(word) >= end:
            if word in self._addresses:
                return True
            word = word.rpartition(".")[0]
        return False

    def identity(self, text: str) -> str:
        """The text without secrets, and different from every other one."""
        found = self._written.get(text)
        if found is None:
            found = said = self.text(text)
            number = 1
            while found != text and found in self._taken:
                number += 1
                found = f"{said} {number}"
            self._written[text] = found
            self._taken.add(found)
        return found

    def source(self, source: Source) -> Source:
        """The source with a text of the same length."""
        found = self._sources.get(source)
        if found is None:
            text = source.text
            for origin in self._places:
                if origin.source is source:
                    start, end = origin.span.start, origin.span.end
                    text = text[:start] + _asterisks(text[start:end]) + text[end:]
            text = self._without(text, self._found.spans(text, in_words=False), _asterisks)
            found = self._sources[source] = source if text == source.text else Source(source.path, text)
        return found

    def of(self, value: R) -> R:
        """A record, or a tuple of them, without secrets."""
        found: Any = self._of(value)
        result: R = found
        return result

    def _of(self, value: Any, field: str = "") -> Any:
        match value:
            case str():
                return value if field in _NAMES else self.identity(value) if field in _IDENTITIES else self.text(value)
            case tuple():
                return tuple(self._of(item, field) for item in value)
            case Source():
                return self.source(value)
            case Descriptor():
                return value
            case Record():
                return type(value)(*(self._of(getattr(value, name), name) for name in type(value)._fields))
            case _:
                return value


def _asterisks(text: str) -> str:
    return re.sub(r"[^\r\n]", "*", text)


def _is_telling(term: str) -> bool:
    return len(term) >= _SHORTEST and term not in ("true", "false", "null")


def _terms(text: str) -> Iterator[str]:
    """A text, as files write it too, and the parts of it that can be told without it."""
    yield text
    yield json.dumps(text)[1:-1]
    yield json.dumps(text, ensure_ascii=False)[1:-1]
    inner = _document(text)
    if inner is not None:
        for leaf in json_texts(inner):
            if not _FROM_AWS.fullmatch(leaf):
                yield from _terms(leaf)
    elif text.startswith("arn:"):
        yield from _of_arn(text)


def _of_arn(arn: str) -> Iterator[str]:
    """The account of an ARN and what it names, up to the first wildcard."""
    fields = arn.split(":", 5)
    if len(fields) == 6:
        if fields[4].isdigit():
            yield fields[4]
        kind, slash, name = re.split(r"[*?]", fields[5])[0].partition("/")
        yield from (part for part in ((name,) if slash and fields[4] else (kind, name)) if part not in ("root", "user", "role"))


def _document(text: str) -> object:
    """What a text of JSON holds; None for any other text."""
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
