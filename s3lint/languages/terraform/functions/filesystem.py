"""Functions that read files: of the scanned tree only, relative to the root module's folder as Terraform has it."""

from __future__ import annotations

import base64
import os
import posixpath
import re
from bisect import bisect
from collections.abc import Callable, Sequence
from itertools import accumulate
from operator import itemgetter

from s3lint.base.record import replace
from s3lint.base.regular import Regular
from s3lint.base.regular_syntax import PatternError
from s3lint.base.resource import Problem
from s3lint.base.source import Source, Span
from s3lint.base.value import (
    Data,
    Encoded,
    Entry,
    Known,
    ListValue,
    MapValue,
    Origin,
    Piece,
    Setting,
    Step,
    Text,
    Unknown,
    Value,
)
from s3lint.languages.terraform.functions.arguments import Result, at_most, function, given, mapping, pieces, text
from s3lint.languages.terraform.functions.hashing import digest
from s3lint.languages.terraform.functions.site import MAX_ITEMS, CallSite, FunctionError, NeedsUnknown

MAX_PATTERN = 1000
"""Characters of a pattern of `fileset`."""


def _path(site: CallSite, name: str) -> str:
    """Where a file is. Raises NeedsUnknown for one outside the scanned tree."""
    if name.startswith("~"):
        raise NeedsUnknown(site.unknown(f"{name} is outside the scanned files"))
    path = os.path.normpath(os.path.join(site.root, name))
    if not site.files.contains(path):
        raise NeedsUnknown(site.unknown(f"{name} is outside the scanned files"))
    return path


def _content(site: CallSite, name: str) -> bytes:
    """The bytes of a file. A file that is not here may be made before anything is deployed."""
    path = _path(site, name)
    try:
        return site.files.raw(path)
    except OSError as error:
        raise NeedsUnknown(site.unknown(f"the file {name} could not be read: {error.strerror or error}")) from None


def _source(site: CallSite, name: str) -> Source:
    _content(site, name)
    found = site.files.source(_path(site, name))
    if isinstance(found, Problem):
        raise FunctionError(f"UTF-8 text in {name}")
    return found


@function("file", text)
def _file(site: CallSite, name: str) -> Result:
    source = _source(site, name)
    step = Step(site.origin.text, site.origin.source, site.origin.span)
    return Known(source.text, Origin(source, Span(0, len(source.text)), site.origin.path, (step,)))


@function("fileexists", text)
def _fileexists(site: CallSite, name: str) -> Result:
    path = _path(site, name)
    if os.path.isdir(path):
        raise FunctionError(f"a file, {name} is a directory")
    return site.files.exists(path)


@function("filebase64", text)
def _filebase64(site: CallSite, name: str) -> Result:
    return base64.b64encode(_content(site, name)).decode()


def _hex(algorithm: str) -> Callable[[CallSite, str], Result]:
    return lambda site, name: digest(algorithm, _content(site, name)).hex()


def _base64(algorithm: str) -> Callable[[CallSite, str], Result]:
    return lambda site, name: base64.b64encode(digest(algorithm, _content(site, name))).decode()


for _algorithm in ("md5", "sha1", "sha256", "sha512"):
    function(f"file{_algorithm}", text)(_hex(_algorithm))
for _algorithm in ("sha256", "sha512"):
    function(f"filebase64{_algorithm}", text)(_base64(_algorithm))


# Templates


@function("templatefile", text, mapping)
def _templatefile(site: CallSite, name: str, variables: MapValue) -> Result:
    return _rendered(_source(site, name), variables, site)


@function("templatestring", given, mapping)
def _templatestring(site: CallSite, template: Setting[Data], variables: MapValue) -> Result:
    if isinstance(template, Known) and not isinstance(template.value, str | Text | Encoded):
        raise FunctionError("a string as the template")
    parts = pieces(template, site).pieces
    # What is not known of the template is no template itself, so it is as good as a name in its place.
    opaque = {f"s3lint_{index}": part for index, part in enumerate(parts) if not isinstance(part.content, str)}
    names = iter(opaque)
    written = [part.content if isinstance(part.content, str) else f"${{{next(names)}}}" for part in parts]
    source = Source(site.origin.source.path, "".join(written))
    entries = {name: Entry(part.origin, Known(Text((part,)), part.origin)) for name, part in opaque.items()}
    rendered = _rendered(source, replace(variables, entries={**entries, **variables.entries}), site)
    return _relocated(rendered, source, list(zip(accumulate(map(len, written), initial=0), parts, strict=False)))


def _relocated(rendered: Result, source: Source, parts: Sequence[tuple[int, Piece]]) -> Result:
    """A text that was made of a template's, with the places where the parts of the template are written."""
    if not isinstance(rendered, Known) or not isinstance(rendered.value, Text):
        return rendered

    def place(piece: Piece) -> Piece:
        if piece.origin.source is not source or not parts:
            return piece
        span = piece.origin.span
        start, part = parts[bisect(parts, span.start, key=itemgetter(0)) - 1]
        found = part.origin
        if isinstance(part.content, str) and len(part.content) == len(found.text):
            moved = Span(found.span.start + span.start - start, min(found.span.start + span.end - start, found.span.end))
            found = replace(found, span=moved)
        return replace(piece, origin=found)

    return replace(rendered, value=Text(tuple(map(place, rendered.value.pieces))))


def _rendered(source: Source, variables: MapValue, site: CallSite) -> Result:
    if variables.rest is not None:
        raise NeedsUnknown(variables.rest)
    if site.render is None:
        raise NeedsUnknown(site.unknown("templates are not evaluated here"))
    names: dict[str, Value[Data]] = {name: entry.value for name, entry in variables.entries.items()}
    return site.render(source, names)


# Paths


@function("abspath", text)
def _abspath(site: CallSite, name: str) -> Result:
    return Unknown("where the module lies when it is deployed is not known", site.origin)


@function("pathexpand", text)
def _pathexpand(site: CallSite, name: str) -> Result:
    if name == "~" or name.startswith("~/"):
        return Unknown("the home folder where it is deployed is not known", site.origin)
    return name


@function("basename", text)
def _basename(site: CallSite, name: str) -> Result:
    if not name:
        return "."
    return name.rstrip("/").rpartition("/")[2] or "/"


@function("dirname", text)
def _dirname(site: CallSite, name: str) -> Result:
    folder = name.rpartition("/")[0] + "/" if "/" in name else ""
    return _cleaned(folder)


def _cleaned(path: str) -> str:
    """The shortest path that means the same; two slashes at the start are one."""
    return posixpath.normpath("/" + path.lstrip("/") if path.startswith("/") else path or ".")


# Sets of files


@function("fileset", text, text)
def _fileset(site: CallSite, folder: str, pattern: str) -> Result:
    base = _path(site, folder)
    if len(pattern) > MAX_PATTERN:
        raise FunctionError(f"a pattern of at most {MAX_PATTERN} characters")
    found: list[str] = []
    seen = [0]
    for alternative in _alternatives(pattern):
        parts = [part for part in posixpath.normpath(alternative).split("/") if part not in ("", ".")]
        if ".." in parts:
            raise FunctionError("a pattern without `..`")
        _collect(site, base, "", parts, found, seen)
    names = tuple(Known(name, site.origin) for name in sorted(set(found), key=str.encode))
    return ListValue(names, None, "set")


def _collect(site: CallSite, base: str, folder: str, parts: list[str], found: list[str], seen: list[int]) -> None:
    try:
        names = site.files.names(os.path.join(base, folder) if folder else base)
    except OSError:
        return
    seen[0] += len(names)
    at_most(seen[0], MAX_ITEMS, "files to look at", site)
    part, following = parts[0], parts[1:]
    if part == "**" and following:
        _collect(site, base, folder, following, found, seen)
    try:
        matcher = Regular("" if part == "**" else _glob(part))
    except PatternError as error:
        raise FunctionError(str(error)) from None
    for name in names:
        if part != "**" and matcher.search(name) is None:
            continue
        path = f"{folder}/{name}" if folder else name
        real = os.path.join(base, path)
        if os.path.isdir(real):
            if (following or part == "**") and not os.path.islink(real):
                _collect(site, base, path, parts if part == "**" else following, found, seen)
        elif (not following) and site.files.exists(real):
            found.append(path)


def _alternatives(pattern: str) -> list[str]:
    """The patterns that `{a,b}` in a pattern stands for."""
    opening = pattern.find("{")
    closing = pattern.find("}", opening)
    if opening < 0 or closing < 0:
        return [pattern]
    tails = _alternatives(pattern[closing + 1 :])
    choices = pattern[opening + 1 : closing].split(",")
    if len(choices) * len(tails) > MAX_PATTERN:
        raise FunctionError(f"a pattern with at most {MAX_PATTERN} alternatives")
    return [pattern[:opening] + choice + tail for choice in choices for tail in tails]


def _glob(part: str) -> str:
    """A regular expression for the pattern of one name."""
    written = ["(?s)^"]
    offset = 0
    while offset < len(part):
        character = part[offset]
        closing = part.find("]", offset + 2) if character == "[" else -1
        if character == "*":
            written.append(".*")
        elif character == "?":
            written.append(".")
        elif closing > 0:
            inner = part[offset + 1 : closing]
            negated = inner[:1] in "^!"
            written.append("[" + ("^" if negated else "") + re.escape(inner[negated:]).replace(r"\-", "-") + "]")
            offset = closing
        elif character == "\\" and offset + 1 < len(part):
            offset += 1
            written.append(re.escape(part[offset]))
        else:
            written.append(re.escape(character))
        offset += 1
    return "".join(written) + "$"
