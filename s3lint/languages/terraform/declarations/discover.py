"""Which directories are root modules that can lead to S3, without parsing the others."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from s3lint.languages.front_end import FOLDER_SUFFIXES
from s3lint.languages.terraform.declarations.project import Configurations
from s3lint.policy import names_aws_policy

_SOURCE = re.compile(rb"[\"']?source[\"']?[ \t]*[=:][ \t]*\"([^\"\n]{1,500})\"")
_CALL = re.compile(rb"(?m)^[ \t]*module[ \t{\"]|\"module\"")


_NEIGHBOURS = (b"aws_cloudtrail", b"aws_cloudfront_distribution", b"aws_vpc_endpoint", b"aws_iam_access_key")


_HOSTS = (b".s3.", b".s3-", b"s3-website")
"""What DNS records that lead to buckets have in them, unless it is handed to them, and then a bucket stands elsewhere."""

_ANY_ACTION = (b"s3:", b'"*"', b'\\"*\\"')
"""What policies name S3's actions by, also where they are texts in JSON."""


def mentions_s3(content: bytes) -> bool:
    """A cheap test on bytes: whether there is anything for the model. Identity policies count where they may reach S3."""
    if b"aws_s3" in content or any(kind in content for kind in _NEIGHBOURS):
        return True
    if b"aws_route53_record" in content and any(word in content for word in _HOSTS):
        return True
    return b"aws_iam_" in content and (any(word in content for word in _ANY_ACTION) or names_aws_policy(content))


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
        self._needed_last: dict[str, list[str]] = {}

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

    def roots(self, directories: Sequence[str]) -> list[str]:
        """The directories that lead to S3 and that no module call reaches."""
        relevant = [directory for directory in directories if self.leads_to_s3(directory)]
        calls = {directory: tuple(self._called(directory)) if self._targets[directory] else () for directory in relevant}
        chosen = roots_of(calls)
        roots = [directory for directory in relevant if directory in chosen]
        last = {needed: root for root in roots for needed in reached([root], calls)}
        for needed, root in last.items():
            self._needed_last.setdefault(root, []).append(needed)
        return roots

    def needed_last_by(self, root: str) -> tuple[str, ...]:
        """The directories that no root after this one calls, itself included."""
        return tuple(self._needed_last.get(root, ()))

    def others(self, directories: Sequence[str]) -> Iterator[str]:
        """The directories that do not lead to S3 and that no other `source` line means: roots with nothing for the model."""
        named = {directory: self._targets[directory] for directory in directories if self._has_configuration(directory)}
        chosen = roots_of(named)
        for directory in directories:
            if directory in chosen and not self.leads_to_s3(directory):
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


Calls = Mapping[str, Sequence[str]]
"""The directories that each directory calls."""


def reached(starts: Iterable[str], calls: Calls) -> set[str]:
    """The starts, and all that they call, directly or not."""
    pending, seen = list(starts), set[str]()
    while pending:
        current = pending.pop()
        if current not in seen:
            seen.add(current)
            pending += calls.get(current, ())
    return seen


def roots_of(calls: Calls) -> set[str]:
    """The directories that no other calls, and of those that only call each other in a circle the first in path order."""
    called = {target for directory, targets in calls.items() for target in targets if target != directory}
    uncalled = {directory for directory in calls if directory not in called}
    unreached = calls.keys() - reached(uncalled, calls)
    return uncalled | first_of_circles({directory: calls[directory] for directory in sorted(unreached)})


def first_of_circles(calls: Calls) -> set[str]:
    """The fewest directories that reach all others, where each is called: of every circle that nothing else calls, the first.

    A directory that a walk through the calls leaves last lies on such a circle, and all that reach it do too (Kosaraju).
    """
    callers: dict[str, list[str]] = {directory: [] for directory in calls}
    for directory, targets in calls.items():
        for target in targets:
            if target in callers:
                callers[target].append(directory)
    chosen: set[str] = set()
    seen: set[str] = set()
    for directory in reversed(_left(calls)):
        if directory not in seen:
            first = min(reached([directory], callers))
            chosen.add(first)
            seen |= reached([first], calls)
    return chosen


def _left(calls: Calls) -> list[str]:
    """The directories in the order in which a walk in depth leaves them."""
    left: list[str] = []
    entered: set[str] = set()
    for start in calls:
        pending = [(start, False)]
        while pending:
            directory, is_done = pending.pop()
            if is_done:
                left.append(directory)
            elif directory not in entered:
                entered.add(directory)
                pending.append((directory, True))
                pending += ((target, False) for target in calls[directory] if target in calls)
    return left


def directories_of(paths: Sequence[str]) -> list[str]:
    """The directories of the configuration files, and of variable files beside them, in the order of the paths."""
    found: dict[str, None] = {}
    for path in paths:
        if path.endswith(FOLDER_SUFFIXES):
            found.setdefault(os.path.dirname(os.path.normpath(path)) or os.curdir)
    return [directory for directory in found if f"{os.sep}.terraform{os.sep}" not in f"{os.sep}{directory}{os.sep}"]
