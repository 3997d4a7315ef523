"""What the code beside a plan says of values that are known only after apply."""

from __future__ import annotations

from s3lint.base.value import Entry, Known, MapValue
from s3lint.languages.terraform.declarations.project import Project
from s3lint.languages.terraform.evaluation.modules import Module, everything
from s3lint.languages.terraform.evaluation.resources import ResourceInstance


class Code:
    """The module that a plan was made of, evaluated with the plan's values for what the text leaves open, when it is asked for.

    A policy that names its bucket by a reference is known to the plan only after apply, and the code says all but the name.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._module: Module | None = None
        self._instances: dict[str, ResourceInstance] = {}

    def argument(self, address: str, name: str) -> Entry | None:
        """An argument, or the blocks of a type, of a resource; None where the code has no such resource or says nothing."""
        if self._module is None:
            self._module = Module(self._project, self._project.configuration(self._project.directory))
            modules = list(everything(self._module))
            for inner in modules:
                inner.hide()
            self._instances = {found.address: found for inner in modules for found in inner.resources()}
        found = self._instances.get(address)
        settings = found.settings() if found is not None else None
        match settings:
            case Known(MapValue(entries)):
                return entries.get(name)
            case _:
                return None

    def forget(self) -> None:
        """Lets go of what was evaluated, as `Module.forget` does."""
        if self._module is not None:
            self._module.forget()
