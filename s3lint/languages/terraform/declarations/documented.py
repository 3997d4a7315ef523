"""Modules that are not on disk, as their documentation describes them: s3lint's own models, and those of the configuration.

A model is Terraform like any other. The local value `s3lint_arguments` of it, a map of texts, says what a caller can write, by
the setting of s3lint's catalogue that it decides.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence

from s3lint.base.documented import Documented
from s3lint.base.record import Record
from s3lint.base.resource import Problem
from s3lint.languages.files import Files
from s3lint.languages.terraform.declarations import configuration
from s3lint.languages.terraform.declarations.configuration import BlockDeclaration, Configuration
from s3lint.languages.terraform.declarations.versions import Versions, allowed
from s3lint.languages.terraform.syntax.nodes import File, Literal, ObjectNode

SHIPPED = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "models")
"""The folder of s3lint's own models."""

ARGUMENTS = "s3lint_arguments"


class Model(Record):
    """What stands for a module: `name` says for which, and `basis` what rests on it; `paths` are its files."""

    name: str
    basis: str
    directory: str
    paths: tuple[str, ...]


class _Line(Record):
    """The versions of a module for which one model holds: `label` is said to people, `versions` is what they are.

    The model is the folder of the module's own name below `SHIPPED`; of its override files only the named ones count.
    """

    label: str
    versions: str
    overrides: tuple[str, ...] = ()


_ANY_OF_5 = (_Line("5.x", ">= 5.0, < 6.0"), _Line("4.x", ">= 4.0, < 5.0"))
_BEFORE_3_9 = "before_3_9_override.tf"

MODULES: Mapping[str, tuple[_Line, ...]] = {
    "cloudposse/cloudfront-s3-cdn/aws": (_Line("2.x", ">= 2.0, < 3.0"), _Line("1.x", ">= 1.0, < 2.0")),
    "cloudposse/label/null": (_Line("0.25", ">= 0.24, < 0.26"),),
    "cloudposse/s3-bucket/aws": (
        _Line("4.x", ">= 4.0, < 5.0"),
        _Line("3.x", ">= 3.0, < 4.0"),
        _Line("2.x", ">= 2.0, < 3.0"),
        _Line("1.x", ">= 1.0, < 2.0"),
        _Line("0.47 to 0.49", ">= 0.47, < 1.0"),
    ),
    "cloudposse/s3-log-storage/aws": (
        _Line("2.x", ">= 2.0, < 3.0"),
        _Line("1.x", ">= 1.0, < 2.0"),
        _Line("0.28", ">= 0.28, < 1.0"),
    ),
    "terraform-aws-modules/iam/aws//modules/iam-policy": (
        _Line("6.x", ">= 6.0, < 7.0"),
        _Line("5.x", ">= 5.0, < 6.0"),
    ),
    "terraform-aws-modules/iam/aws//modules/iam-role": (_Line("6.x", ">= 6.0, < 7.0"),),
    "terraform-aws-modules/kms/aws": (
        _Line("4.x", ">= 4.0, < 5.0"),
        _Line("3.x", ">= 3.0, < 4.0"),
        _Line("2.x", ">= 2.0, < 3.0"),
        _Line("1.x", ">= 1.0, < 2.0"),
    ),
    "terraform-aws-modules/s3-bucket/aws": (
        *_ANY_OF_5,
        _Line("3.9 to 3.15", ">= 3.9, < 4.0"),
        _Line("3.0 to 3.8", ">= 3.0, < 3.9", (_BEFORE_3_9,)),
        _Line("2.x", ">= 2.0, < 3.0", (_BEFORE_3_9, "before_3_override.tf")),
    ),
    "terraform-aws-modules/s3-bucket/aws//modules/account-public-access": _ANY_OF_5,
    "terraform-aws-modules/s3-bucket/aws//modules/notification": (*_ANY_OF_5, _Line("2.x and 3.x", ">= 2.0, < 4.0")),
    "terraform-aws-modules/s3-bucket/aws//modules/object": (*_ANY_OF_5, _Line("3.x", ">= 3.0, < 4.0")),
    "trussworks/logs/aws": (
        _Line("18.x", ">= 18.0, < 19.0"),
        _Line("17.x", ">= 17.0, < 18.0"),
        _Line("16.x", ">= 16.0, < 17.0"),
    ),
    "trussworks/s3-private-bucket/aws": (
        _Line("9.x", ">= 9.0, < 10.0"),
        _Line("8.x", ">= 8.0, < 9.0"),
        _Line("7.x", ">= 7.0, < 8.0", ("before_8_override.tf",)),
        _Line("6.x", ">= 6.0, < 7.0", ("before_8_override.tf",)),
        _Line("5.x", ">= 5.0, < 6.0", ("before_8_override.tf", "before_6_override.tf")),
        _Line("4.x", ">= 4.0, < 5.0", ("before_8_override.tf", "before_6_override.tf", "before_5_override.tf")),
    ),
}
"""The modules that s3lint knows by their documentation, by source; the newest versions first."""

_SHARED = dict.fromkeys(
    ("cloudposse/cloudfront-s3-cdn/aws", "cloudposse/s3-bucket/aws", "cloudposse/s3-log-storage/aws"), "cloudposse/context.tf"
)
"""The file below `SHIPPED` that a model has in common with others, by source."""

_BETTER = "run terraform init for the exact code"

_REGISTRIES = ("registry.terraform.io/", "registry.opentofu.org/")
_GITHUB = re.compile(
    r"(?:git::)?(?:https://|ssh://git@|git@)?github\.com[/:](?P<owner>[\w.-]+)/terraform-aws-(?P<name>[\w.-]+?)(?:\.git)?"
    r"(?P<inner>//[^?]*)?(?:\?(?P<query>.*))?"
)
_VERSION = re.compile(r"v?\d+(\.\d+){0,2}")


def plain(source: str) -> str:
    """A source without its version, and without the host of a public registry."""
    source = source.partition("?")[0].rstrip("/")
    return next((source.removeprefix(host) for host in _REGISTRIES if source.startswith(host)), source)


def shipped(source: str, constraint: str | None) -> Model | None:
    """The model of a module that s3lint knows; of several the newest that the constraint allows.

    The source is one of the public registries or of GitHub, where `ref` stands for the constraint.
    """
    match = _GITHUB.fullmatch(source)
    if match is not None:
        source = f"{match['owner']}/{match['name']}/aws{match['inner'] or ''}"
        constraint = _ref(match["query"] or "")
    source = plain(source)
    lines = MODULES.get(source)
    wanted = Versions() if constraint is None else allowed(constraint)
    if lines is None or wanted is None:
        return None
    for line in lines:
        held = allowed(line.versions)
        if held is not None and held.meet(wanted):
            return _model(source, line)
    return None


def _ref(query: str) -> str | None:
    """The version that a query names; a branch or commit is a text that is no version, so that no model holds for it."""
    refs = [value for name, _, value in (part.partition("=") for part in query.split("&")) if name == "ref"]
    return refs[0] if refs and _VERSION.fullmatch(refs[0]) else "?" if refs else None


def _model(source: str, line: _Line) -> Model:
    directory = os.path.join(SHIPPED, *source.split("/"))
    names = sorted(name for name in os.listdir(directory) if configuration.is_configuration(name))
    chosen = [name for name in names if not configuration.is_override(name) or name in line.overrides]
    paths = [os.path.join(directory, name) for name in chosen]
    if source in _SHARED:
        paths.append(os.path.join(SHIPPED, *_SHARED[source].split("/")))
    name = f"{source} {line.label}"
    return Model(name, f"as {name} documents it; {_BETTER}", directory, tuple(paths))


def configured(source: str, directory: str, paths: Sequence[str]) -> Model:
    """The model that the configuration names for a source."""
    return Model(source, f"as {directory} describes {source}; {_BETTER}", directory, tuple(paths))


def beside(call: BlockDeclaration, directory: str, paths: Sequence[str]) -> Model:
    """A folder that a model calls, as a part of it."""
    around = call.source
    basis = around.basis if isinstance(around, Documented) else ""
    return Model(around.documents, basis, directory, tuple(paths))


class Models:
    """The models of a run, each file of them parsed once."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._parsed: dict[str, File | Problem] = {}

    def configuration(self, model: Model, call: BlockDeclaration) -> Configuration:
        """What a model declares, with all places in it told apart by the call.

        Where a model calls another one, the call of the first is what somebody can edit, with the arguments of the first.
        """
        around = call.source
        place = around.call if isinstance(around, Documented) else call.origin
        arguments = around.arguments if isinstance(around, Documented) else dict(self._arguments(model))
        found = Configuration(model.directory)
        for path in configuration.in_order(model.paths):
            parsed = self._file(path)
            if isinstance(parsed, Problem):
                found.problems.append(parsed)
                continue
            source = Documented(path, parsed.source.text, model.name, model.basis, place, arguments)
            found.sources.append(source)
            found.problems += configuration.problems_of(parsed)
            found.broken += [source] if parsed.problems else []
            found.add(File(source, parsed.body), configuration.is_override(path))
        return found

    def _file(self, path: str) -> File | Problem:
        found = self._parsed.get(path)
        if found is None:
            source = self._files.source(path)
            found = self._parsed[path] = source if isinstance(source, Problem) else configuration.parse(source)
        return found

    def _arguments(self, model: Model) -> Iterator[tuple[str, str]]:
        for path in model.paths:
            parsed = self._file(path)
            blocks = parsed.body.blocks if isinstance(parsed, File) else ()
            for block in blocks:
                stated = block.body.arguments.get(ARGUMENTS) if block.type == "locals" else None
                if stated is not None and isinstance(stated.expression, ObjectNode):
                    for item in stated.expression.items:
                        if isinstance(item.key, Literal) and isinstance(item.value, Literal):
                            yield str(item.key.value), str(item.value.value)
