"""Which files are templates: by content, after a cheap test of their bytes."""

from __future__ import annotations

import os
from enum import Enum

from s3lint.base.record import Record
from s3lint.base.resource import Problem
from s3lint.base.source import Source
from s3lint.languages.cloudformation.syntax.nodes import Mapping
from s3lint.languages.cloudformation.syntax.reader import compose
from s3lint.languages.cloudformation.syntax.template import (
    Template,
    claims_to_be_template,
    decoded_bytes,
    is_service,
    is_template,
    may_be_template,
    may_concern_s3,
    may_lead_to_others,
)
from s3lint.languages.files import Files, unreadable


class Found(Record):
    """What a candidate file holds: its templates, what could not be read, and the source if it was read."""

    templates: tuple[Template, ...] = ()
    problems: tuple[Problem, ...] = ()
    sources: tuple[Source, ...] = ()


class FileKind(Enum):
    """What a file seems to be, told from its bytes alone."""

    OTHER = "certainly no template"
    WITHOUT_S3 = "perhaps a template, but it names nothing of S3"
    DEPLOYING = "perhaps a template that deploys others, or includes files"
    TEMPLATE = "perhaps a template, or a file that can't be read"


def kind_of(path: str, files: Files) -> FileKind:
    try:
        content = files.raw(path)
    except OSError:
        return FileKind.TEMPLATE
    if not may_be_template(content):
        may_be_service = os.path.basename(path).startswith("serverless.") and b"s3" in decoded_bytes(content)
        return FileKind.TEMPLATE if may_be_service else FileKind.OTHER
    if not may_concern_s3(content):
        return FileKind.WITHOUT_S3
    return FileKind.DEPLOYING if may_lead_to_others(content) else FileKind.TEMPLATE


def mentions(path: str, word: bytes, files: Files) -> bool:
    """Whether a word stands in the bytes of a file."""
    try:
        content = files.raw(path)
    except OSError:
        return False
    return word in decoded_bytes(content)


def look(path: str, files: Files, *, is_deployed: bool = False) -> Found | None:
    """The templates of a candidate file; nothing where it is certainly none.

    A template that names nothing of S3 is not read: it is found, with nothing in it. One that another template deploys is
    read all the same, as its outputs may say what a bucket is like.
    """
    kind = kind_of(path, files)
    if kind is FileKind.OTHER:
        return None
    if kind is FileKind.WITHOUT_S3 and not is_deployed:
        return Found()
    source = files.source(path)
    if isinstance(source, Problem):
        return Found(problems=(source,))
    documents = compose(source)
    roots = [root for root in documents.roots if isinstance(root, Mapping)]
    templates = tuple(Template(source, root) for root in roots if is_template(root))
    problems = documents.problems
    for root in () if templates else roots:
        if is_service(root):
            from s3lint.languages.cloudformation.serverless import service_template  # most runs meet no service

            template, elsewhere = service_template(source, root)
            templates, problems = (*templates, *((template,) if template is not None else ())), (*problems, *elsewhere)
    if not templates:
        claiming = [root for root in roots if claims_to_be_template(root)]
        if claiming and not problems:
            resources = claiming[0].member("Resources") or claiming[0]
            problems = (unreadable(source, "expected `Resources` with a `Type` in each of them", resources.start),)
        if not problems:
            return None
    return Found(templates, problems, (source,))
