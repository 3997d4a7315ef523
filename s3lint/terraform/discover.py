"""Which directories are root modules that can lead to S3, without parsing the others."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence

from s3lint.terraform import configuration
from s3lint.terraform.project import Configurations

_SOURCE = re.compile(rb"[\"']?source[\"']?[ \t]*[=:][ \t]*\"([^\"\n]{1,500})\"")
_CALL = re.compile(rb"(?m)^[ \t]*module[ \t{\"]|\"module\"")


_NEIGHBOURS = (b"aws_cloudtrail", b"aws_cloudfront_distribution", b"aws_vpc_endpoint", b"aws_iam_access_key")


def mentions_s3(content: bytes) -> bool:
    """A cheap test on bytes: whether there is anything for the model. Identity policies count where they may reach S3."""
    if b"aws_s3" in content or any(kind in content for kind in _NEIGHBOURS):
        return True
    return b"aws_iam_" in content and (b"s3:" in content or b'"*"' in content)


def _is_provider(source: str) -> bool:
    """Whether a `source` is that of a provider, `hashicorp/aws`: those of modules have another number of parts."""
    parts = source.split("/")
    if len(parts) == 3:
        return "." in parts[0] and parts[0] not in ("github.com", "bitbucket.org")
    return len(parts) == 2 and ":" not in source and "." not in parts[0]


class Directories:
    """The directories of a run: what they mention, and which of them are called."""

    def __init__(self, configurations: Configurations) -> None:
        self._configurations = configurations
        self._targets: dict[str, tuple[str, ...]] = {}
        self._mentions: dict[str, bool] = {}

    def _scan(self, directory: str) -> None:
        """Looks at the raw text: whether it mentions S3, and which directories its `source` lines may mean."""
        if directory in self._mentions:
            return
        mentions, targets = False, []
        for path in self._configurations.paths(directory):
            try:
                content = self._configurations.files.raw(path)
            except OSError:
                mentions = True
                continue
            mentions |= mentions_s3(content) or content[:2] in (b"\xff\xfe", b"\xfe\xff")
            if b"module" in content and _CALL.search(content):
                for match in _SOURCE.finditer(content):
                    source = match.group(1).decode("utf-8", "replace")
                    if source.startswith("."):
                        targets.append(os.path.normpath(os.path.join(directory, source)))
                    elif not _is_provider(source):
                        mentions = True
        self._mentions[directory] = mentions
        self._targets[directory] = tuple(targets)

    def leads_to_s3(self, directory: str) -> bool:
        """Whether a directory mentions S3, calls a module from elsewhere, or may call a directory that leads to S3."""
        pending, seen = [directory], set()
        while pending:
            current = pending.pop()
            if current in seen:
                continue
            seen.add(current)
            self._scan(current)
            if self._mentions[current]:
                return True
            pending += self._targets[current]
        return False

    def roots(self, directories: Sequence[str]) -> Iterator[str]:
        """The directories that lead to S3 and that no module call reaches."""
        relevant = [directory for directory in directories if self.leads_to_s3(directory)]
        called: set[str] = set()
        for directory in relevant:
            if self._targets[directory]:
                called.update(self._called(directory))
        for directory in relevant:
            if directory not in called:
                yield directory

    def others(self, directories: Sequence[str]) -> Iterator[str]:
        """The directories that do not lead to S3 and that no `source` line means: roots with nothing in them for the model."""
        named = {
            target for directory in directories if self._has_configuration(directory) for target in self._targets[directory]
        }
        for directory in directories:
            if directory not in named and self._has_configuration(directory) and not self.leads_to_s3(directory):
                yield directory

    def _has_configuration(self, directory: str) -> bool:
        self._scan(directory)
        return bool(self._configurations.paths(directory))

    def _called(self, directory: str) -> Iterator[str]:
        """The local directories that a directory's module calls really name."""
        for declaration in self._configurations.read(directory).calls.values():
            placed = declaration.argument("source")
            source = getattr(placed.argument.expression, "value", None) if placed is not None else None
            if isinstance(source, str) and source.startswith("."):
                target = os.path.normpath(os.path.join(directory, source))
                if target != os.path.normpath(directory):
                    yield target


def directories_of(paths: Sequence[str]) -> list[str]:
    """The directories of the configuration files, and of variable files beside them, in the order of the paths."""
    found: dict[str, None] = {}
    for path in paths:
        if configuration.is_configuration(path) or path.endswith((".tfvars", ".tfvars.json")):
            found.setdefault(os.path.dirname(os.path.normpath(path)) or os.curdir)
    return [directory for directory in found if f"{os.sep}.terraform{os.sep}" not in f"{os.sep}{directory}{os.sep}"]
