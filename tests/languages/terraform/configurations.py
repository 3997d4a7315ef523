"""Units of configurations that tests write as text."""

from __future__ import annotations

import os
from collections.abc import Sequence
from textwrap import dedent
from typing import Any

from s3lint.base.value import Absent, Known, Origin, Setting, Text, Unknown
from s3lint.base.worlds import EVERYWHERE, World, explore
from s3lint.languages.files import Files
from s3lint.languages.inputs import Inputs
from s3lint.languages.terraform import FRONT_END
from s3lint.languages.unit import Unit
from s3lint.model.bucket import Bucket

ROOT = "stack"


def read(inputs: Inputs = Inputs(), **files: str) -> list[Unit]:
    """The units of files; `__` in a name stands for a slash, `_tf` at its end for `.tf`, and so on."""
    contents = {path(name): dedent(text).lstrip("\n") for name, text in files.items()}
    return units(sorted(contents), Files(os.curdir, contents), inputs)


def units(paths: Sequence[str], files: Files, inputs: Inputs = Inputs()) -> list[Unit]:
    return [unit for work in FRONT_END.work(paths, files, inputs) for unit in work.read()]


def path(name: str) -> str:
    for ending in ("tofu_json", "tf_json", "auto_tfvars", "tfvars_json", "tfvars", "tofu", "json", "tf"):
        if name.endswith(f"_{ending}"):
            name = name[: -len(ending) - 1] + "." + ending.replace("_", ".")
            break
    return f"{ROOT}/{name.replace('__', '/')}"


def single(inputs: Inputs = Inputs(), **files: str) -> Unit:
    found = read(inputs, **files)
    assert [unit.name for unit in found] == [ROOT]
    return found[0]


def bucket(unit: Unit, address: str, world: World = EVERYWHERE) -> Bucket:
    (subject,) = [subject for subject in unit.subjects if subject.kind is Bucket and subject.address == address]
    built = subject.build(world)
    assert isinstance(built, Bucket)
    return built


def addresses(unit: Unit) -> list[str]:
    return [subject.address for subject in unit.subjects if subject.kind is Bucket]


def worlds(unit: Unit, address: str, ask: Any) -> dict[str, Any]:
    """The answers about a bucket in the worlds in which it exists, by the world in words."""
    (subject,) = [subject for subject in unit.subjects if subject.kind is Bucket and subject.address == address]

    def question(world: World) -> Any:
        return plain(ask(subject.build(world))) if world.decide(subject.condition) else None

    return {str(world): answer for world, answer in explore(question) if answer is not None}


def plain(setting: Setting[Any]) -> Any:
    """A setting without its place: the value, `absent`, or `unknown: ` with the reason."""
    match setting:
        case Known(Text() as text):
            return str(text)
        case Known(value):
            return value
        case Absent():
            return "absent"
        case Unknown(reason):
            return f"unknown: {reason}"


def place(origin: Origin) -> str:
    """File, line, column and text of a span, as an editor shows them."""
    start = origin.start
    name = os.path.relpath(origin.source.path, ROOT) if origin.source.path.startswith(ROOT) else origin.source.path
    return f"{name}:{start.line}:{start.column} {origin.text}"


def way(origin: Origin) -> list[str]:
    """The steps of a value: what each is, and its line."""
    return [
        f"{step.what} @ {os.path.relpath(step.source.path, ROOT)}:{step.source.position(step.span.start).line}"
        for step in origin.via
    ]


def placed(setting: Setting[Any]) -> tuple[Any, str]:
    return plain(setting), place(setting.origin)
