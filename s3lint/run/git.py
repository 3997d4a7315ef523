"""What git knows of a change: which files it touches, and what the commit will hold."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from s3lint.base.record import Record
from s3lint.errors import UsageError
from s3lint.languages.discover import SKIPPED_DIRECTORIES
from s3lint.languages.front_end import RELEVANT_SUFFIXES, SUFFIXES
from s3lint.run.changes import Changes


class Tree(Record):
    """The files that a change is judged in.

    `paths` are candidates, from the working directory. `overlay` holds what git has staged, or in a commit, where the work tree
    differs, and `hidden` are the files of the work tree that are not part of that.
    """

    root: str
    paths: tuple[str, ...]
    overlay: tuple[tuple[str, bytes], ...] = ()
    hidden: frozenset[str] = frozenset()


class NoChange(Record):
    """Nothing is staged and no range of commits is given."""


def staged_changes(root: str) -> Changes | NoChange:
    """The staged files that s3lint may care for; where nothing is staged, those of the range that pre-commit was given.

    A renamed file is one that is gone and one that is new. `root` is the repository's.
    """
    listing = _changes(root, "--cached")
    first, last = os.environ.get("PRE_COMMIT_FROM_REF", ""), os.environ.get("PRE_COMMIT_TO_REF", "")
    base = "HEAD"
    if not listing and first and last:
        listing = _changes(root, f"{first}...{last}")
        base = _git(root, "merge-base", first, last).decode().strip()
    elif not listing:
        return NoChange()
    touched = [(state, name) for state, name in listing if name.endswith(RELEVANT_SUFFIXES)]
    return changes_since(
        base,
        root,
        [os.path.join(root, name) for state, name in touched if state != "D"],
        [os.path.join(root, name) for state, name in touched if state == "D"],
    )


def changes_since(base: str, root: str, changed: Sequence[str], deleted: Sequence[str]) -> Changes:
    """The changes of a repository's files, with what they held in the commit `base`, if there is such a commit."""
    real = [(path, _real_path(path)) for path in (*changed, *deleted)]
    held = dict(_contents(root, f"{base}:", [os.path.relpath(where, root) for _, where in real])) if real else {}
    earlier = {os.path.relpath(path): held.get(os.path.relpath(where, root)) for path, where in real}
    return Changes(
        frozenset(map(os.path.realpath, changed)),
        frozenset(map(_real_path, deleted)),
        tuple((path, content) for path, content in earlier.items() if content is not None),
        frozenset(path for path, content in earlier.items() if content is None),
    )


def _real_path(path: str) -> str:
    """Of a file that may be gone, or be a link, which git keeps as such: the folder's real path, and the name."""
    return os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))


def _changes(root: str, what: str) -> list[tuple[str, str]]:
    words = _names(_git(root, "diff", what, "--name-status", "-z", "--no-renames", "--no-ext-diff", "--no-relative", "--"))
    return list(zip(words[::2], words[1::2], strict=True))


def staged_tree(root: str) -> Tree:
    """The tree as git would commit it now."""
    paths = {_from_here(root, name) for name in _candidate_names(_git(root, "ls-files", "-z", "--cached"))}
    differing = _names(_git(root, "diff", "--name-only", "-z", "--no-ext-diff", "--no-relative", "--"))
    staged = _contents(root, ":0:", [name for name in dict.fromkeys(differing) if name.endswith(RELEVANT_SUFFIXES)])
    others = _names(_git(root, "ls-files", "-z", "--others", "--exclude-standard"))
    return Tree(
        root,
        tuple(sorted(paths)),
        tuple((_from_here(root, name), content) for name, content in staged),
        frozenset(_from_here(root, name) for name in others),
    )


def tree_at(root: str, ref: str) -> Tree:
    """The tree as a commit has it, read through the work tree: `overlay` holds what that has otherwise.

    Its paths are absolute, as whoever compares two trees may name one file in several ways.
    """
    try:
        commit = _git(root, "rev-parse", "--verify", "--end-of-options", f"{ref}^{{commit}}").decode().strip()
    except UsageError as error:
        raise UsageError(f"--diff-base: git knows no commit {ref} in {root}") from error
    held = _git(root, "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit)
    names = frozenset(_names(held))
    differing = _names(_git(root, "diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-relative", commit, "--"))
    earlier = _contents(root, f"{commit}:", [name for name in differing if name in names and name.endswith(RELEVANT_SUFFIXES)])
    others = _names(_git(root, "ls-files", "-z", "--others", "--exclude-standard"))
    return Tree(
        root,
        tuple(sorted(os.path.join(root, name) for name in _candidate_names(held))),
        tuple((os.path.join(root, name), content) for name, content in earlier),
        frozenset(os.path.join(root, name) for name in (*others, *differing) if name not in names),
    )


def _candidate_names(listing: bytes) -> Iterable[str]:
    for name in _names(listing):
        if name.endswith(SUFFIXES) and SKIPPED_DIRECTORIES.isdisjoint(name.split("/")[:-1]):
            yield name


def _contents(root: str, where: str, names: Sequence[str]) -> list[tuple[str, bytes]]:
    """Contents by name, in a commit (`HEAD:`) or as staged (`:0:`), of the names that there are."""
    names = [name for name in names if "\n" not in name]
    if not names:
        return []
    answer = _git(root, "cat-file", "--batch", given="".join(f"{where}{name}\n" for name in names))
    contents = []
    offset = 0
    for name in names:
        end = answer.index(b"\n", offset)
        header = answer[offset:end].rsplit(b" ", 2)
        offset = end + 1
        if header[-1] != b"missing":
            size = int(header[-1])
            contents.append((name, answer[offset : offset + size]))
            offset += size + 1
    return contents


def was_tracked(root: str, path: str) -> bool:
    """Whether a path that is gone was once part of the repository."""
    return bool(_git(root, "log", "-1", "--format=%h", "--", os.path.abspath(path)))


def _from_here(root: str, name: str) -> str:
    return os.path.relpath(os.path.join(root, name))


def _names(listing: bytes) -> list[str]:
    return [os.fsdecode(name) for name in listing.split(b"\0") if name]


def _git(root: str, *arguments: str, given: str = "") -> bytes:
    import subprocess  # 1.1 ms, and only runs about a change ask git

    try:
        run = subprocess.run(  # noqa: S603 - no shell, and names of files come after `--` or by standard input
            ["git", *arguments],  # noqa: S607 - the user's own git
            cwd=root,
            input=os.fsencode(given),
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise UsageError(f"cannot run git: {error.strerror}") from error
    if run.returncode:
        said = os.fsdecode(run.stderr).strip().splitlines()
        raise UsageError(f"git {arguments[0]} failed in {root}: {said[0] if said else run.returncode}")
    return run.stdout
