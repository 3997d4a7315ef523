"""Bucket policies on their own, as copied from a console: each file is a unit of one bucket with nothing but its policy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from s3lint.base.record import Record, replace
from s3lint.base.resource import Problem
from s3lint.base.source import Comment, Source, Span
from s3lint.base.value import Entry, Known, MapValue, Origin, Piece, Setting, Symbol, Text, Unknown, text_of
from s3lint.base.worlds import EVERYWHERE, World
from s3lint.languages.files import Files
from s3lint.languages.inputs import Inputs
from s3lint.languages.unit import Language, Subject, Unit
from s3lint.model.bucket import Bucket, Versioning, stated_elsewhere
from s3lint.policy import Policy, bucket_of, read_policy
from s3lint.policy.documents.json_text import read_json

NAMELESS = "the bucket"
"""What a bucket is called that neither the user nor the policy names."""


class PolicyFile(Record):
    """One file. `bucket` is the name of the bucket that the policy is attached to, or empty."""

    name: str
    files: Files
    bucket: str

    def read(self) -> tuple[Unit, ...]:
        source = self.files.source(self.name)
        if isinstance(source, Problem):
            return (self._unit((), (source,), ()),)
        document = _document(Known(source.text, Origin(source, Span(0, len(source.text)))))
        if isinstance(document, Problem):
            return (self._unit((), (document,), (source,)),)
        # Blamed for what the policy as a whole lacks: a place on the first line, whatever the file is formatted like.
        start = Origin(source, Span(0, 1))
        policy = read_policy(document, start, EVERYWHERE, start)
        return (self._unit((_subject(policy, self.bucket or _named_by(policy), start),), (), (source,)),)

    def _unit(self, subjects: tuple[Subject, ...], problems: tuple[Problem, ...], sources: tuple[Source, ...]) -> Unit:
        return Unit(self.name, Language.POLICY, subjects, problems, sources)


class _PolicyFiles(Record):
    def work(self, paths: Sequence[str], files: Files, inputs: Inputs) -> tuple[PolicyFile, ...]:
        return tuple(PolicyFile(path, files, inputs.bucket) for path in paths)

    def comments(self, source: Source) -> tuple[Comment, ...]:
        return ()  # JSON has none


FRONT_END = _PolicyFiles()


def _document(written: Known[str | Text]) -> Known[str | Text] | Problem:
    """The policy in a text; the answer of `aws s3api get-bucket-policy` holds it as a string under `Policy`."""
    read, _ = read_json(text_of(written.value, written.origin), written.origin)
    match read:
        case Known(MapValue(entries)) if "Statement" in entries:
            return written
        case Known(MapValue({"Policy": Entry(_, Known(str() | Text() as inner, origin))})):
            return _document(Known(inner, _without_quotes(origin)))
        case Unknown(reason, origin):
            return Problem("unreadable-file", reason, origin)
        case _:
            message = 'expected a bucket policy, which is an object with the key "Statement"'
            return Problem("unreadable-file", message, read.origin)


def _without_quotes(origin: Origin) -> Origin:
    """The content of a JSON string, so that offsets in it are places."""
    return replace(origin, span=Span(origin.span.start + 1, origin.span.end - 1))


def _named_by(policy: Setting[Policy]) -> str:
    return bucket_of(policy.value).name.literal or "" if isinstance(policy, Known) else ""


def _subject(policy: Setting[Policy], name: str, start: Origin) -> Subject:
    identity = Text((Piece(name or Symbol(NAMELESS, "name", NAMELESS), start),))
    address = name or NAMELESS
    reader = _Reader(policy, Known(identity, start), stated_elsewhere(address, start))

    def build(world: World) -> Bucket:
        return Bucket(address, start, identity, reader, is_external=True)

    return Subject(Bucket, address, address, start, True, build)


class _Reader(Record):
    """A bucket of which nothing is known but its policy: whatever else one asks for is declared elsewhere."""

    policy: Setting[Policy]
    name: Setting[Text]
    elsewhere: Unknown

    def read(self, setting: str) -> Any:
        match setting:
            case "policy":
                return self.policy
            case "name":
                return self.name
            case "versioning":
                return Versioning(self.elsewhere, self.elsewhere)
            case _:
                return self.elsewhere
