"""Differences between s3lint's evaluation of a directory and that of tfparse (Trivy's evaluator), in a process of its own.

Run on directories: `python -m tests.languages.terraform.oracle.differences DIRECTORY…`. Each line names a resource, an
attribute, and both values. What only one of the two knows is no difference, nor are names that a deployment generates.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from s3lint.base.value import Absent, Choice, Data, Encoded, Known, ListValue, MapValue, Text, Unknown, Value
from s3lint.languages.files import Files
from s3lint.languages.inputs import Inputs
from s3lint.languages.terraform.declarations.project import Configurations, Project
from s3lint.languages.terraform.declarations.variables import automatic_files
from s3lint.languages.terraform.evaluation.modules import Module, everything
from s3lint.languages.unit import block_of

PROGRAM = """
import json, sys, tfparse
for directory, given in json.load(sys.stdin):
    found = tfparse.load_from_path(directory, vars_paths=given or None)
    items = [item for kind, items in found.items() if kind.startswith("aws_s3_") for item in items]
    print(json.dumps(items, default=str))
"""
OPEN = object()
"""A value that s3lint leaves open, or that is a name which the deployment generates."""


class _S3:
    """All types of S3 resources."""

    def __contains__(self, kind: object) -> bool:
        return str(kind).startswith("aws_s3_")


UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""What tfparse takes for a name or an id that a deployment generates."""


def theirs(directories: Sequence[str]) -> list[dict[str, Any]]:
    """The resources of each directory by address."""
    asked = [
        [directory, [os.path.relpath(path, directory) for path in automatic_files(directory, Files(directory))]]
        for directory in directories
    ]
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=True,
    )
    return [
        {item["__tfmeta"]["path"]: item for item in json.loads(line) if item["__tfmeta"]["type"] == "resource"}
        for line in run.stdout.splitlines()
    ]


def ours(directory: str, root: str) -> tuple[dict[str, Any], set[str]]:
    """The resources by address that certainly exist, and the blocks of all."""
    project = Project(directory, Configurations(Files(root)), Inputs(), _S3())
    module = Module(project, project.configuration(directory))
    found = [resource for inner in everything(module) for resource in inner.resources()]
    certain = {resource.address: plain(resource.settings()) for resource in found if resource.condition is True}
    return certain, {block_of(resource.address) for resource in found}


def plain(value: Value[Data]) -> Any:
    match value:
        case Absent() | Known(None):
            return None
        case Unknown() | Choice() | Known(Encoded()):
            return OPEN
        case Known(ListValue(items)):
            return [plain(item) for item in items]
        case Known(MapValue(entries)):
            return {key: plain(entry.value) for key, entry in entries.items()}
        case Known(Text() as text):
            return OPEN if text.literal is None else text.literal
        case Known(Decimal() as number):
            return float(number)
        case Known(data):
            return data
    raise AssertionError(value)


def differences(directory: str, root: str, other: dict[str, Any]) -> Iterator[str]:
    """The differences to tfparse's resources of a directory; modules are read as far as `root` reaches."""
    # tfparse repeats a block over the attributes of a resource or a module that has instances, not over the instances.
    # It takes a count that is not known for one.
    one, blocks = ours(directory, root)
    for address in sorted(other.keys() - one.keys()):
        if block_of(address) not in blocks:
            yield f"{address}: only tfparse has it"
    for address in sorted(one.keys() & other.keys()):
        for path, mine, yours in _unequal(one[address], other[address], ""):
            yield f"{address}{path}: {mine!r}, tfparse {yours!r}"


def _unequal(mine: Any, yours: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(mine, list) and isinstance(yours, dict):
        yours = [yours]
    if isinstance(mine, dict) and isinstance(yours, dict):
        # tfparse gives every block an id of its own, over one that is written.
        for key in sorted(mine.keys() & yours.keys() - {"id"}):
            yield from _unequal(mine[key], yours[key], f"{path}.{key}")
    elif isinstance(mine, list) and isinstance(yours, list) and len(mine) == len(yours):
        for index, (left, right) in enumerate(zip(mine, yours, strict=True)):
            yield from _unequal(left, right, f"{path}.{index}")
    elif mine is not OPEN and not UUID.search(str(yours)) and mine is not None and yours is not None and mine != yours:
        yield path, mine, yours


if __name__ == "__main__":
    directories = [os.path.abspath(argument) for argument in sys.argv[1:]]
    for argument, found in zip(directories, theirs(directories), strict=True):
        for line in differences(argument, os.path.commonpath(directories), found):
            print(f"{argument}: {line}")
