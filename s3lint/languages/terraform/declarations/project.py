"""What all modules of one root share: files, inputs, configurations that are read once, and the problems met."""

from __future__ import annotations

import json
import os
from collections.abc import Container, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from s3lint.base.record import Record, replace
from s3lint.base.resource import Problem
from s3lint.base.source import Source, Span
from s3lint.base.value import Data, Known, Origin, Unknown, Value
from s3lint.languages.files import Files
from s3lint.languages.inputs import Inputs
from s3lint.languages.secrets import Secrets
from s3lint.languages.terraform.declarations import configuration
from s3lint.languages.terraform.declarations.configuration import BlockDeclaration, Configuration
from s3lint.languages.terraform.declarations.variables import VariableAssignments, assignments

if TYPE_CHECKING:
    from s3lint.languages.terraform.declarations.documented import Model, Models  # read where a module is not on disk

MAX_SHARED = 2_000_000
"""Characters of the directories that are kept parsed, twenty bytes or so for each; others are parsed again."""

MAX_MODULE_DEPTH = 24
"""How deep module calls may nest."""


class Uncalled(Record):
    """Why a called module can't be seen, and the place to blame."""

    reason: str
    origin: Origin


class Configurations:
    """The configurations of a run by directory, shared by all roots that call it, as far as `MAX_SHARED` allows.

    What it holds is read from the files and never changes: a copy for another process starts empty.
    """

    def __init__(self, files: Files) -> None:
        self.files = files
        self._read: dict[str, Configuration] = {}
        self._size = 0
        self._paths: dict[str, list[str]] = {}
        self._real: dict[str, str] = {}

    def __reduce__(self) -> tuple[type[Configurations], tuple[Files]]:
        return Configurations, (self.files,)

    @cached_property
    def models(self) -> Models:
        """What stands for modules that are not on disk."""
        from s3lint.languages.terraform.declarations.documented import Models  # only runs with such modules need it

        return Models(self.files)

    def paths(self, directory: str) -> list[str]:
        """The configuration files of a directory; none where it can't be listed."""
        found = self._paths.get(directory)
        if found is None:
            found = self._paths[directory] = self._listed(directory)
        return found

    def _listed(self, directory: str) -> list[str]:
        try:
            names = self.files.names(directory or os.curdir)
        except OSError:
            return []
        is_inside = self.files.contains(directory or os.curdir)
        paths = [os.path.normpath(os.path.join(directory, name)) for name in names if configuration.is_configuration(name)]
        # Only a link can lead elsewhere than its folder does, and to follow a path asks the disk about every part of it.
        return [path for path in paths if (self.files.contains(path) if os.path.islink(path) else is_inside)]

    def real(self, directory: str) -> str:
        """The directory with its links followed."""
        found = self._real.get(directory)
        if found is None:
            found = self._real[directory] = os.path.realpath(directory)
        return found

    def read(self, directory: str) -> Configuration:
        found = self._read.get(directory)
        if found is None:
            found = configuration.read(directory, self.paths(directory), self.files)
            if self._size + found.size <= MAX_SHARED:
                kept = self._read.setdefault(directory, found)
                self._size += found.size if kept is found else 0  # another thread may have been first
                return kept
        return found

    def forget(self, directory: str) -> None:
        """Lets go of the syntax tree of a module that nobody calls any more; its values live on in its unit."""
        found = self._read.pop(directory, None)
        self._size -= found.size if found is not None else 0


Attributes = Mapping[str, Mapping[str, object]]
"""Attributes by the address of what they belong to, as `json.loads` gives them."""


class Project:
    """One root module and what it reaches.

    A plan has what it was made with: the `assigned` values of variables, and attributes that are `known` of data sources and
    buckets, which the text does not decide. `secrets` are what of it is sensitive, to which evaluation adds.
    """

    def __init__(
        self,
        directory: str,
        configurations: Configurations,
        inputs: Inputs,
        judged: Container[str],
        assigned: VariableAssignments | None = None,
        known: Attributes = MappingProxyType({}),
        secrets: Secrets | None = None,
    ) -> None:
        self.directory = directory
        self.configurations = configurations
        self.files = configurations.files
        self.inputs = inputs
        self.secrets = Secrets() if secrets is None else secrets
        self._judged = judged
        self.known = known
        self._assignments = assigned
        self._installed: dict[str, str] | None = None
        self._problems: dict[tuple[str, Source, Span], Problem] = {}
        self._used: dict[str, Configuration] = {}
        self._documented: dict[tuple[str, Source, Span], Configuration] = {}

    def configuration(self, directory: str) -> Configuration:
        found = self._used.get(directory)
        if found is None:
            found = self._used[directory] = self.configurations.read(directory)
        return found

    @property
    def problems(self) -> tuple[Problem, ...]:
        read = [problem for found in self._configurations() for problem in found.problems]
        # A file that the user names is read, whether or not a variable asks for it.
        given = list(self.assignments().problems) if self._assignments is not None or self.inputs.var_files else []
        found = (*read, *given, *self._problems.values())
        if not self._documented:
            return found
        from s3lint.base.documented import editable  # as above

        return tuple(dict.fromkeys(replace(problem, origin=editable(problem.origin)) for problem in found))

    def _configurations(self) -> tuple[Configuration, ...]:
        return (*self._used.values(), *self._documented.values())

    @property
    def sources(self) -> tuple[Source, ...]:
        read = [source for found in self._used.values() for source in found.sources]
        given = list(self._assignments.sources) if self._assignments is not None else []
        return (*read, *given)

    def unread(self) -> Unknown | None:
        """Why further resources may be declared: a file that could not be read in full; None where all was read."""
        for found in self._configurations():
            for source in found.broken:
                return Unknown(f"{source.path} could not be read in full", Origin(source, Span(0, 0)), (source.path,))
        return None

    def report(self, kind: str, message: str, origin: Origin) -> None:
        """One problem for each place, however many instances of a module meet it."""
        self._problems.setdefault((kind, origin.source, origin.span), Problem(kind, message, origin))

    def is_judged(self, kind: str) -> bool:
        return kind in self._judged

    def assignments(self) -> VariableAssignments:
        if self._assignments is None:
            self._assignments = assignments(self.directory, self.files, self.inputs)
        return self._assignments

    def workspace(self, name: str, at: Origin) -> Value[Data]:
        if name == "workspace" and self.inputs.workspace:
            return Known(self.inputs.workspace, at)
        what = f"terraform.{name}"
        return Unknown(f"{what} is not given", at, (what,), what, is_input=True)

    def called(
        self, declaration: BlockDeclaration, source: str | None, version: str | None, caller: str, path: tuple[str, ...]
    ) -> Configuration | Uncalled:
        """The configuration of a called module: what is on disk, else what its documentation says."""
        directory = self.called_directory(declaration, source, caller, path)
        if not isinstance(directory, Uncalled) and not declaration.source.documents:
            return self.configuration(directory)
        is_open = version is None and declaration.argument("version") is not None
        model = self._model(declaration, source, "?" if is_open else version, directory)
        if isinstance(model, Uncalled):
            return model
        key = (model.directory, declaration.source, declaration.origin.span)
        found = self._documented.get(key)
        if found is None:
            found = self._documented[key] = self.configurations.models.configuration(model, declaration)
        return found

    def _model(
        self, declaration: BlockDeclaration, source: str | None, version: str | None, directory: str | Uncalled
    ) -> Model | Uncalled:
        """What stands for a module: its folder beside a model, or what the configuration names, else what s3lint ships."""
        from s3lint.languages.terraform.declarations import documented  # as above

        if not isinstance(directory, Uncalled):
            return documented.beside(declaration, directory, self.configurations.paths(directory))
        if source is None:
            return directory
        for named, folder in self.inputs.modules:
            if documented.plain(source) == documented.plain(named):
                if not self.files.contains(folder):
                    return Uncalled(f"{folder}, which stands for it, lies outside of the folder that is read", directory.origin)
                paths = self.configurations.paths(folder)
                missing = Uncalled(f"there is no Terraform in {folder}, which stands for it", directory.origin)
                return documented.configured(named, folder, paths) if paths else missing
        return documented.shipped(source, version) or directory

    def called_directory(
        self, declaration: BlockDeclaration, source: str | None, caller: str, path: tuple[str, ...]
    ) -> str | Uncalled:
        """The directory of a called module: a local path, or where `terraform init` has put it."""
        placed = declaration.argument("source")
        if placed is None:
            return Uncalled("it names no source", declaration.origin)
        origin = Origin(placed.source, placed.argument.expression.span)
        if source is None:
            return Uncalled("its source is not a string that is known", origin)
        if _is_local(source):
            directory = os.path.normpath(os.path.join(caller, source))
            missing = f"there is no Terraform in {source}"
        else:
            installed = self._manifest().get(".".join(path))
            if installed is None:
                return Uncalled(f'"{source}" is not on disk; terraform init puts it there', origin)
            directory = os.path.normpath(os.path.join(self.directory, installed))
            missing = f"there is no Terraform in {installed}, where terraform init put it"
        if not self.files.contains(directory):
            return Uncalled("its source lies outside of the folder that is read", origin)
        return directory if self.configurations.paths(directory) else Uncalled(missing, origin)

    def _manifest(self) -> dict[str, str]:
        """Directories of installed modules by the dotted path of their calls."""
        if self._installed is None:
            path = os.path.join(self.directory, ".terraform", "modules", "modules.json")
            self._installed = _manifest(path, self.files)
        return self._installed


def _is_local(source: str) -> bool:
    return source.startswith(("./", "../", ".\\", "..\\")) or source in (".", "..")


def _manifest(path: str, files: Files) -> dict[str, str]:
    source = files.source(os.path.normpath(path)) if files.exists(path) else None
    if not isinstance(source, Source):
        return {}
    try:
        listed = json.loads(source.text)
        return {str(module["Key"]): str(module["Dir"]) for module in listed["Modules"]}
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
