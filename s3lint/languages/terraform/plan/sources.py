"""Places of a plan's values: the line of the source where sources are at hand, else the value in the JSON."""

from __future__ import annotations

import os
from collections.abc import Sequence

from s3lint.base.resource import Scope
from s3lint.base.source import Source, Span
from s3lint.base.value import Origin
from s3lint.languages.inputs import Inputs
from s3lint.languages.terraform.declarations.configuration import BlockDeclaration, Configuration, PlacedBlock, filled_type
from s3lint.languages.terraform.declarations.project import Project, Uncalled
from s3lint.languages.terraform.plan.configuration import split
from s3lint.languages.terraform.syntax.nodes import Literal

Path = tuple[str | int, ...]


def directory_of(plan: str, inputs: Inputs) -> str:
    """The folder that the sources of a plan are looked for in."""
    return os.path.normpath(inputs.source_root or os.path.dirname(plan) or os.curdir)


class SourcePlaces:
    """`shown` is the plan's text with sensitive values masked."""

    def __init__(self, shown: Source, project: Project) -> None:
        self.shown = shown
        self._project = project
        self.are_there = bool(project.configurations.paths(project.directory))
        self._modules: dict[tuple[str, ...], Configuration | None] = {}

    def sources(self) -> tuple[Source, ...]:
        return self._project.sources

    def _module(self, names: tuple[str, ...]) -> Configuration | None:
        if names not in self._modules:
            self._modules[names] = self._read(names)
        return self._modules[names]

    def _read(self, names: tuple[str, ...]) -> Configuration | None:
        if not self.are_there:
            return None
        if not names:
            return self._project.configuration(self._project.directory)
        outer = self._module(names[:-1])
        call = outer.calls.get(names[-1]) if outer is not None else None
        if outer is None or call is None:
            return None
        directory = self._project.called_directory(call, _source(call), outer.directory, names)
        return None if isinstance(directory, Uncalled) else self._project.configuration(directory)

    def _declaration(self, address: str) -> BlockDeclaration | None:
        module, rest = split(address)
        configuration = self._module(_names(module))
        return configuration.resources.get(rest.partition("[")[0]) if configuration is not None else None

    def sees(self, address: str) -> bool:
        """Whether the code declares a resource."""
        return self._declaration(address) is not None

    def declares(self, address: str, name: str) -> bool:
        """Whether the code has an argument or blocks of a name, `dynamic` ones too, in a resource."""
        found = self._declaration(address)
        if found is None:
            return False
        return found.argument(name) is not None or any(filled_type(part.block) == name for part in found.blocks())

    def scopes(self, address: str, span: Span) -> tuple[Scope, ...]:
        """The block of a resource in the source and the calls that lead to it, else the resource in the plan."""
        declaration = self._declaration(address)
        if declaration is None:
            return (Scope("resource", address, Origin(self.shown, span)),)
        return declaration.scopes("resource", address) + self._calls(split(address)[0])

    def _calls(self, steps: tuple[str, ...]) -> tuple[Scope, ...]:
        """The calls of the modules on a way, from the inside out."""
        outer = self._module(_names(steps[:-1])) if steps else None
        if outer is None:
            return ()
        name = ".".join(f"module.{step}" for step in steps)
        return outer.calls[_names(steps)[-1]].scopes("module", name) + self._calls(steps[:-1])

    def header(self, address: str, span: Span) -> Origin:
        """The place of a resource: its block in the source, else its address in the plan."""
        declaration = self._declaration(address)
        return declaration.origin if declaration is not None else Origin(self.shown, span)

    def value(self, address: str, path: Path, span: Span | None, header: Origin) -> Origin:
        """The place of a value: its argument in the source, or the block that makes it, else the value in the plan."""
        declaration = self._declaration(address)
        if declaration is None:
            return Origin(self.shown, span, path) if span is not None else header
        first = path[0]
        placed = declaration.argument(str(first))
        if placed is not None:
            return Origin(placed.source, placed.argument.expression.span, path)
        return _in_blocks(declaration.blocks(), path, header)


def _names(steps: tuple[str, ...]) -> tuple[str, ...]:
    """The names of module calls without instance keys."""
    return tuple(step.partition("[")[0] for step in steps)


def _source(call: BlockDeclaration) -> str | None:
    placed = call.argument("source")
    expression = placed.argument.expression if placed is not None else None
    return expression.value if isinstance(expression, Literal) and isinstance(expression.value, str) else None


def _in_blocks(blocks: Sequence[PlacedBlock], path: Path, header: Origin) -> Origin:
    """The argument or block of nested blocks that a path leads to, as far as it can be followed."""
    chosen = [part for part in blocks if filled_type(part.block) == path[0]]
    if not chosen:
        return header
    index = path[1] if len(path) > 1 and isinstance(path[1], int) else 0
    part = chosen[min(index, len(chosen) - 1)]
    body = part.block.body
    if part.block.type == "dynamic":
        body = next((block.body for block in body.blocks if block.type == "content"), body)
    rest = path[2:] if len(path) > 1 and isinstance(path[1], int) else path[1:]
    if rest:
        argument = body.arguments.get(str(rest[0]))
        if argument is not None:
            return Origin(part.source, argument.expression.span, path)
        return _in_blocks([PlacedBlock(block, part.source) for block in body.blocks], rest, part.origin)
    return part.origin
