"""Modules as they are called: lazily evaluated variables, locals, outputs, calls and resources of one instance each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TypeVar

from s3lint.base.condition import Condition, conjunction
from s3lint.base.resource import Scope
from s3lint.base.source import Source
from s3lint.base.value import Data, Known, Origin, Piece, Setting, Step, Text, Unknown, Value, map_arms, through
from s3lint.languages.terraform.declarations import variables
from s3lint.languages.terraform.declarations.bystanders import configures_no_bucket
from s3lint.languages.terraform.declarations.configuration import BlockDeclaration, Configuration, PlacedArgument
from s3lint.languages.terraform.declarations.project import MAX_MODULE_DEPTH, Project, Uncalled
from s3lint.languages.terraform.evaluation import attributes, bodies, providers
from s3lint.languages.terraform.evaluation.evaluated import Evaluated
from s3lint.languages.terraform.evaluation.expressions import value_of
from s3lint.languages.terraform.evaluation.frame import Frame, Instance, Referent, Referents
from s3lint.languages.terraform.evaluation.handed import handed
from s3lint.languages.terraform.evaluation.instances import MAX_INSTANCES, expand
from s3lint.languages.terraform.evaluation.resources import ResourceInstance, UndeclaredBucket, where
from s3lint.languages.terraform.syntax.nodes import ObjectNode
from s3lint.languages.terraform.values import types
from s3lint.languages.terraform.values.origins import ExpressionError, without_failures, words
from s3lint.languages.unseen import Texts, Unseen

R = TypeVar("R", bound=Referent)


class Module:
    """A root module: what the names in its expressions mean.

    `path` is a module's address with a dot at the end, empty for the root; `static_path` the names of the calls that lead to
    it, without instance keys, as `modules.json` has them; `scopes` these calls from the inside out.

    A called module knows who calls it; whom a module calls is kept in tables of the root that all share. What is evaluated may
    refer to the module that evaluates further attributes when they are asked for, and so to these tables: the only circle there
    is. `forget` opens it, as Python's own search for circles is off during a run.
    """

    def __init__(self, project: Project, configuration: Configuration) -> None:
        self.project = project
        self.evaluated = Evaluated(project)
        self.configuration = configuration
        self.path = ""
        self.static_path: tuple[str, ...] = ()
        self.condition: Condition = True
        self.scopes: tuple[Scope, ...] = ()
        self._instances: dict[str, Referents[ResourceInstance]] = {}
        self._called: dict[str, Referents[CalledModule] | Uncalled] = {}

    @property
    def root(self) -> Module:
        """The module that all calls start from."""
        return self

    @property
    def directory(self) -> str:
        return self.configuration.directory

    def frame(self, source: Source) -> Frame:
        return Frame(self, source, {}, self.path.rstrip("."))

    def once(self, name: str, at: Origin, compute: Callable[[], Value[Data]]) -> Value[Data]:
        return self.evaluated.once(f"{self.path} {name}", name, at, compute)

    def forget(self) -> None:
        """Lets go of what was evaluated, so that nothing is left when nobody refers to its values any more."""
        self.evaluated.forget()
        self._instances.clear()
        self._called.clear()

    def variable(self, name: str, at: Origin) -> Value[Data]:
        declaration = self.configuration.variables.get(name)
        if declaration is None:
            if self.configuration.broken:
                return Unknown(f"var.{name} is not declared in what could be read", at)
            # Terraform refuses the module; it is judged as if the variable were declared without a default.
            label = f"{self.path}var.{name}"
            return Unknown(f"there is no variable `{name}`", at, (label,), label, is_input=True)
        return self.once(f"var.{name}", declaration.origin, lambda: self._variable(name, declaration))

    def hide(self) -> None:
        """Notes what the variables hold that are declared sensitive, also where nothing that is judged asks for them."""
        for name, declaration in self.configuration.variables.items():
            if declaration.is_sensitive:
                self.project.secrets.add(self.variable(name, declaration.origin))
                placed = declaration.argument("default")
                if placed is not None:  # beside a value that is given
                    self.project.secrets.add(value_of(placed.argument.expression, self.frame(placed.source)))

    def _variable(self, name: str, declaration: BlockDeclaration) -> Value[Data]:
        wanted = self._type(declaration)
        given = self._given(name, wanted)
        placed = declaration.argument("default")
        default = None
        if placed is not None and (given is None or declaration.argument("nullable") is not None):
            default = self._default(name, declaration, placed, wanted)
        if given is not None:
            return variables.or_default(given, declaration, default)
        if default is not None:
            return default
        if declaration.source in self.configuration.broken:
            return Unknown(f"var.{name} stands in a file that could not be read in full", declaration.origin)
        of = f" of {self.path[:-1]}" if self.path else ""
        return variables.unset(name, declaration, wanted, of)

    def _type(self, declaration: BlockDeclaration) -> types.Type:
        frame = self.frame(declaration.source)
        try:
            return variables.type_of(declaration, lambda node: without_failures(value_of(node, frame)))
        except types.ConstraintError as error:
            self.project.report("invalid-configuration", error.message, Origin(declaration.source, error.span))
            return types.ANY

    def _default(self, name: str, declaration: BlockDeclaration, placed: PlacedArgument, wanted: types.Type) -> Value[Data]:
        value = value_of(placed.argument.expression, self.frame(placed.source))
        value = variables.converted(without_failures(value), wanted)
        return _named(value, f"var.{name}", Origin(placed.source, declaration.origin.span))

    def _given(self, name: str, wanted: types.Type) -> Value[Data] | None:
        """What the person who runs a root module gives a variable."""
        assignment = self.project.assignments().values.get(name)
        if assignment is None:
            return None
        at = Origin(assignment.source, assignment.expression.span)
        try:
            expression = variables.expression_of(assignment, wanted)
        except ExpressionError as error:
            self.project.report("unreadable-file", error.message, error.origin)
            return Unknown(error.message, error.origin)
        value = value_of(expression, self.frame(assignment.source))
        value = variables.converted(without_failures(value), wanted)
        return _named(value, f"var.{name}", at)

    def local(self, name: str, at: Origin) -> Value[Data]:
        placed = self.configuration.locals.get(name)
        if placed is None:
            if self.configuration.broken:
                return Unknown(f"local.{name} is not declared in what could be read", at)
            raise ExpressionError(f"expected a local value that is declared, but there is no local.{name}", at)
        return self.once(f"local.{name}", placed.origin, lambda: self._local(name, placed))

    def _local(self, name: str, placed: PlacedArgument) -> Value[Data]:
        value = value_of(placed.argument.expression, self.frame(placed.source))
        step = Step(f"local.{name}", placed.source, placed.argument.span)
        return through(without_failures(value), step)

    def output(self, name: str, at: Origin) -> Value[Data]:
        declaration = self.configuration.outputs.get(name)
        placed = None if declaration is None else declaration.argument("value")
        if declaration is None or placed is None:
            if self.configuration.broken:
                return Unknown(f"{self.path}{name} is not declared in what could be read", at)
            if self.configuration.documented:
                reason = f"{self.configuration.documented} documents no output {name}"
                return Unknown(reason, at, (f"{self.path}{name}",))
            raise ExpressionError(f'expected an output of {self.path[:-1]}, but there is no "{name}"', at)

        def compute() -> Value[Data]:
            value = value_of(placed.argument.expression, self.frame(placed.source).in_world(where(self.condition)))
            if declaration.is_sensitive:
                self.project.secrets.add(value)
            step = Step(f"{self.path}{name}", placed.source, declaration.origin.span)
            return through(without_failures(value), step)

        return self.once(f"output.{name}", declaration.origin, compute)

    def path_value(self, name: str, at: Origin) -> Value[Data]:
        root = self.project.directory
        match name:
            case "module":
                return Known(os.path.relpath(self.directory, root).replace(os.sep, "/"), at)
            case "root" | "cwd":
                return Known(".", at)
            case _:
                raise ExpressionError("expected path.module, path.root or path.cwd", at)

    def resource(self, name: str, at: Origin) -> Referents[Referent] | Unknown:
        declaration = self.configuration.resources.get(name)
        if declaration is not None:
            return self.instances_of(name, declaration, is_data=False)
        if name.startswith("aws_s3_bucket.") and not self.configuration.broken:
            address = f"{self.path}{name}"
            bucket = UndeclaredBucket(address, at, Instance("", True, self.frame(at.source)))
            return Referents(address, at, "", {"": bucket})
        return self._undeclared(name, f"a resource that is declared, but there is no {name}", at)

    def data(self, name: str, at: Origin) -> Referents[Referent] | Unknown:
        declaration = self.configuration.data.get(name)
        if declaration is not None:
            return self.instances_of(f"data.{name}", declaration, is_data=True)
        return self._undeclared(f"data.{name}", f"a resource that is declared, but there is no data.{name}", at)

    def _undeclared(self, name: str, expected: str, at: Origin) -> Unknown:
        """What is not declared: it may stand in a file that could not be read. Raises ExpressionError where there is none."""
        if self.configuration.broken:
            return Unknown(f"{self.path}{name} is not declared in what could be read", at)
        raise ExpressionError(f"expected {expected}", at)

    def instances_of(self, name: str, declaration: BlockDeclaration, *, is_data: bool) -> Referents[ResourceInstance]:
        address = f"{self.path}{name}"
        found = self._instances.get(address)
        if found is None:
            found = self._instances[address] = self._expanded(
                address, declaration, lambda instance: ResourceInstance(self, declaration, instance, is_data=is_data)
            )
        return found

    def _expanded(self, address: str, declaration: BlockDeclaration, make: Callable[[Instance], R]) -> Referents[R]:
        """The instances of a block."""
        with self.evaluated.evaluating(f"instances of {address}", address, declaration.origin):
            found = expand(declaration, address, self.frame(declaration.source))
        if found.excess:
            self.project.report(
                "unreadable-file",
                f"{address} has {found.excess} more instances than {MAX_INSTANCES}, the limit of s3lint",
                declaration.origin,
            )
        members = {instance.suffix: make(instance) for instance in found.members}
        each = None if found.each is None else make(found.each)
        off = None if found.off is None else make(found.off)
        return Referents(address, declaration.origin, found.repetition, members, each, off)

    def resources(self) -> Iterator[ResourceInstance]:
        """All instances of this module's managed resources."""
        for name, declaration in self.configuration.resources.items():
            if self.project.is_judged(declaration.labels[0]):
                yield from self.instances_of(name, declaration, is_data=False).all

    def call(self, name: str, at: Origin) -> Referents[CalledModule] | Unknown:
        declaration = self.configuration.calls.get(name)
        if declaration is None:
            return self._undeclared(f"module.{name}", f"a module call that is declared, but there is no module.{name}", at)
        found = self.called(name, declaration)
        if isinstance(found, Uncalled):
            address = f"{self.path}module.{name}"
            reason = f"{address} could not be read: {found.reason}"
            given = handed(self, address, declaration)
            return Unknown(reason, found.origin, (address,), address, candidates=None if given is None else given.all)
        return found

    def unseen(self) -> Iterator[Unseen]:
        """The calls of modules that can't be seen, with what they are given."""
        for name, declaration in self.configuration.calls.items():
            found = self.called(name, declaration)
            if isinstance(found, Uncalled):
                source = self._text(declaration, "source") or ""
                address, reason = f"{self.path}module.{name}", found.reason
                if configures_no_bucket(source):
                    yield Unseen(address, source, f"{reason}; it configures no bucket", found.origin, Texts())
                else:
                    yield Unseen(address, source, reason, found.origin, handed(self, address, declaration))
                continue
            for called in found.all:
                yield from called.undocumented()

    def called(self, name: str, declaration: BlockDeclaration) -> Referents[CalledModule] | Uncalled:
        """The instances of a module call, or why the module can't be seen."""
        address = f"{self.path}module.{name}"
        found = self._called.get(address)
        if found is None:
            found = self._called[address] = self._resolved(address, declaration)
        return found

    def _resolved(self, address: str, declaration: BlockDeclaration) -> Referents[CalledModule] | Uncalled:
        path = (*self.static_path, declaration.labels[0])
        source, version = self._text(declaration, "source"), self._text(declaration, "version")
        configuration = self.project.called(declaration, source, version, self.directory, path)
        if isinstance(configuration, Uncalled):
            return configuration
        if len(self.static_path) >= MAX_MODULE_DEPTH:
            return Uncalled(f"modules nest deeper than {MAX_MODULE_DEPTH}, the limit of s3lint", declaration.origin)
        if self._is_inside_of(configuration.directory):
            return Uncalled("the module calls itself", declaration.origin)
        return self._expanded(address, declaration, lambda instance: CalledModule(self, declaration, configuration, instance))

    def _text(self, declaration: BlockDeclaration, argument: str) -> str | None:
        """The source or version of a call; OpenTofu lets variables and locals take part in it."""
        placed = declaration.argument(argument)
        if placed is None:
            return None
        name = f"the {argument} of module.{declaration.labels[0]}"
        return attributes.given_text(
            self.once(name, placed.origin, lambda: value_of(placed.argument.expression, self.frame(placed.source)))
        )

    def _is_inside_of(self, directory: str) -> bool:
        real = self.project.configurations.real
        return real(self.directory) == real(directory)

    def children(self) -> Iterator[CalledModule]:
        for name, declaration in self.configuration.calls.items():
            found = self.called(name, declaration)
            if not isinstance(found, Uncalled):
                yield from found.all

    def provider_named(self, name: str) -> str:
        return name


class CalledModule(Module):
    """One instance of a module call: the module with the arguments that the call gives it."""

    def __init__(self, parent: Module, declaration: BlockDeclaration, configuration: Configuration, instance: Instance) -> None:
        super().__init__(parent.project, configuration)
        name = declaration.labels[0]
        self.parent = parent
        self.declaration = declaration
        self.instance = instance
        self.address = f"{parent.path}module.{name}{instance.suffix}"
        self.path = f"{self.address}."
        self.static_path = (*parent.static_path, name)
        self.condition = conjunction(parent.condition, instance.condition)
        self.scopes = declaration.scopes("module", self.address) + parent.scopes
        self.evaluated = parent.evaluated
        self._instances = parent._instances
        self._called = parent._called

    @property
    def root(self) -> Module:
        return self.parent.root

    @property
    def origin(self) -> Origin:
        return self.declaration.origin

    def attribute(self, name: str, at: Origin) -> Value[Data]:
        return self.output(name, at)

    def attribute_names(self) -> tuple[str, ...]:
        return tuple(sorted(self.configuration.outputs))

    def undocumented(self) -> Iterator[Unseen]:
        """What the call gives a documented module, and its documentation does not know: it may say anything of its buckets."""
        documented = self.configuration.documented
        if not documented:
            return
        for name, placed in self.declaration.arguments().items():
            if name not in self.configuration.variables and name not in bodies.META_ARGUMENTS_OF_MODULES:
                buckets = [resource for resource in self.resources() if resource.type == "aws_s3_bucket"]
                given = tuple(Text((Piece(attributes.name_symbol(bucket), bucket.origin),)) for bucket in buckets)
                reason = f'{documented} documents no argument "{name}"'
                yield Unseen(self.address, documented, reason, placed.origin, Texts(given))

    def _given(self, name: str, wanted: types.Type) -> Value[Data] | None:
        placed = self.declaration.argument(name)
        if placed is None or name in bodies.META_ARGUMENTS_OF_MODULES:
            return None
        frame = self.instance.frame.in_file(placed.source).in_world(where(self.instance.condition))
        value = variables.converted(without_failures(value_of(placed.argument.expression, frame)), wanted)
        return through(value, Step(f"{self.address}.{name}", placed.source, placed.argument.span))

    def _is_inside_of(self, directory: str) -> bool:
        return super()._is_inside_of(directory) or self.parent._is_inside_of(directory)

    def provider_named(self, name: str) -> str:
        placed = self.declaration.argument("providers")
        if placed is not None and isinstance(placed.argument.expression, ObjectNode):
            for item in placed.argument.expression.items:
                if providers.name_at(placed.source, item.key.span) == name:
                    return self.parent.provider_named(providers.name_at(placed.source, item.value.span))
        return self.parent.provider_named(name) if "." not in name else f"{self.address}.{name}"


def _named(value: Value[Data], name: str, at: Origin) -> Value[Data]:
    """A variable's value after the step that names it; a short scalar is said with it."""

    def named(arm: Setting[Data]) -> Value[Data]:
        said = words(arm)
        return through(arm, Step(f"{name} = {said}" if said else name, at.source, at.span))

    return map_arms(value, named)


def everything(module: Module) -> Iterator[Module]:
    """A module and all that it calls, each instance."""
    yield module
    for child in module.children():
        if not module.evaluated.may_visit(child.address, child.origin):
            return
        yield from everything(child)
