"""What `--staged` and `--changed` ask to judge: all that a change may touch, and a focus on what it does touch.

`--diff-base` judges everything twice, as it is and as it was, and leaves out what was there before.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from s3lint.base.record import replace
from s3lint.cli.job import Job
from s3lint.cli.options import Arguments
from s3lint.errors import NothingToCheck, UsageError
from s3lint.languages import discover
from s3lint.run import engine, git
from s3lint.run.changes import Changes, Everything, Focus, affected, is_below
from s3lint.run.git import NoChange, Tree
from s3lint.run.question import Settings
from s3lint.run.report import Report


def staged(arguments: Arguments) -> Job:
    """What git has staged: judged as the commit will hold it, whatever else lies in the work tree."""
    root = discover.repository(os.curdir)
    if not root:
        raise UsageError("--staged: the working directory is in no git repository")
    match git.staged_changes(root):
        case NoChange():
            return _job(git.staged_tree(root), Everything(), arguments)
        case Changes() as changes:
            if arguments.words:
                below = [os.path.realpath(path) for path in arguments.words]
                changed = frozenset(path for path in changes.changed if is_below(path, below))
                deleted = frozenset(path for path in changes.deleted if is_below(path, below))
                changes = replace(changes, changed=changed, deleted=deleted)
            return _job(git.staged_tree(root), changes, arguments) if changes.any() else Job((), changes)


def changed(arguments: Arguments) -> Job:
    """The paths are changed files; one that is gone counts as deleted if git knew it. The work tree is judged."""
    there = [path for path in arguments.words if os.path.exists(path)]
    gone = [path for path in arguments.words if not os.path.exists(path)]
    root = discover.repository(there[0] if there else os.curdir)
    for path in gone:
        if not (root and git.was_tracked(root, path)):
            raise UsageError(f"{path}: no such file or folder")
    there = _included(discover.candidates(there, arguments.exclude), arguments)
    if root:
        changes = git.changes_since("HEAD", root, there, gone)
    else:
        root = os.path.realpath(os.curdir)
        changes = Changes(frozenset(map(os.path.realpath, there)))
    around = discover.candidates([os.path.relpath(root)], arguments.exclude)
    return _job(Tree(root, tuple(dict.fromkeys(around + there))), changes, arguments)


def since(report: Report, asked: Job, settings: Settings, ref: str) -> Report:
    """The report without the findings that a commit has, too, where the same paths are judged as they were in it."""
    if asked.overlay:
        raise UsageError("--diff-base is for files on disk, not for standard input")
    root = discover.repository(asked.paths[0])
    if not root:
        raise UsageError(f"--diff-base: {asked.paths[0]} is in no git repository")
    from s3lint.run.baseline.hiding import before, hide  # no other run compares two

    tree = git.tree_at(root, ref)
    below = [os.path.realpath(path) for path in asked.paths]
    overlay = dict(tree.overlay)
    # What is gone may have moved to where it is looked for now.
    was_there = (path for path in tree.paths if path in overlay)
    others = [path for path in was_there if is_below(os.path.realpath(path), below) or not os.path.exists(path)]
    paths = [*below, *discover.without_excluded(others, settings.exclude)]
    try:
        was = engine.check(paths, replace(_absolute(settings), root=root), overlay, tree.hidden)
    except NothingToCheck:
        return report
    return hide(report, before(was, ref, root))


def _absolute(settings: Settings) -> Settings:
    """The settings with the real paths of the files that they name, of which the commit may hold another text."""
    inputs, local = settings.inputs, settings.local
    inputs = replace(
        inputs,
        var_files=tuple(map(os.path.realpath, inputs.var_files)),
        parameter_files=tuple(map(os.path.realpath, inputs.parameter_files)),
        modules=tuple((source, os.path.realpath(folder)) for source, folder in inputs.modules),
        source_root=os.path.realpath(inputs.source_root) if inputs.source_root else "",
    )
    if local is None:
        return replace(settings, inputs=inputs)

    known: dict[int, Settings] = {}

    def at(path: str) -> Settings | None:
        found = local(path)
        if found is not None and id(found) not in known:  # the same object for what is the same
            known[id(found)] = _absolute(found)
        return None if found is None else known[id(found)]

    return replace(settings, inputs=inputs, local=at)


def _included(paths: Sequence[str], arguments: Arguments) -> list[str]:
    """The paths that neither the run nor the configuration where they lie passes over."""
    left = discover.without_excluded(paths, arguments.exclude)
    if arguments.local is None:
        return left
    here = {folder: arguments.local(folder or os.curdir) for folder in set(map(os.path.dirname, left))}
    return [
        path for path in left if (own := here[os.path.dirname(path)]) is None or discover.without_excluded([path], own.exclude)
    ]


def _job(tree: Tree, focus: Focus, arguments: Arguments) -> Job:
    paths = _included(tree.paths, arguments)
    inputs = {os.path.realpath(path) for path in arguments.var_files + arguments.parameter_files}
    if isinstance(focus, Changes) and inputs & focus.changed:
        focus = Everything()  # values for all templates have changed
    if isinstance(focus, Changes):
        paths = affected(paths, focus, dict(tree.overlay))
    return Job(tuple(paths), focus, tree.overlay, tree.hidden, tree.root)
