"""The suppressions that stand in the files of a unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from s3lint.base.record import replace
from s3lint.base.source import Comment, Source
from s3lint.base.value import Origin
from s3lint.languages.front_end import front_end
from s3lint.languages.unit import Unit
from s3lint.run.suppressions.directive import Directive, Refused, line_of, read
from s3lint.run.suppressions.metadata import in_metadata
from s3lint.run.suppressions.settings import MARK


def carriers(unit: Unit) -> Iterator[Directive | Refused]:
    """All suppressions in the comments and in the metadata of a unit, file by file, in order."""
    comments_of = front_end(unit.language).comments
    for source in unit.sources:
        if MARK in source.text:
            yield from _in_comments(source, comments_of(source), unit)
    yield from in_metadata(unit)


def _in_comments(source: Source, comments: Sequence[Comment], unit: Unit) -> Iterator[Directive | Refused]:
    ends = {comment.span.start: comment.span.end for comment in comments}
    for comment in comments:
        if MARK not in comment.text:
            continue
        for found in read(comment.text, Origin(source, comment.span)):
            yield found if isinstance(found, Refused) else _placed(found, comment, ends, unit)


def _placed(found: Directive, comment: Comment, ends: dict[int, int], unit: Unit) -> Directive | Refused:
    source = found.origin.source
    if found.extent == "file":
        first = min((start for start in _elements(source, unit)), default=len(source.text))
        if comment.span.start > first:
            return Refused(found.origin, "`ignore-file` stands after the first element: move it to the top of the file")
        return found
    if source.path.endswith(".json"):  # a key of an object, beside the others
        return replace(found, extent="object", anchor=found.origin)
    offset = _next(source, comment, ends) if comment.stands_alone else comment.span.start
    return replace(found, anchor=line_of(found.origin, offset))


def _next(source: Source, comment: Comment, ends: dict[int, int]) -> int:
    """Where the next element begins: after white space and further comments."""
    text, offset = source.text, comment.span.end
    while offset < len(text):
        if text[offset].isspace():
            offset += 1
        elif offset in ends:
            offset = ends[offset]
        else:
            break
    return offset


def _elements(source: Source, unit: Unit) -> Iterator[int]:
    for resource in unit.resources:
        for scope in resource.scopes:
            if scope.origin.source is source:
                yield scope.origin.span.start
