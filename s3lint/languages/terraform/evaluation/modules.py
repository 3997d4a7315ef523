"""Modules as they are called: lazily evaluated variables, locals, outputs, calls and resources of one instance each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from s3lint.base.condition import Condition, conjunction
from s3lint.base.resource import Scope
from s3lint.base.source import Source, Span
from s3lint.base.value import Data, Known, Origin, Setting, Step, Unknown, Value, map_arms, through
from s3lint.languages.terraform.declarations import variables
from s3lint.languages.terraform.declarations.configuration import BlockDeclaration, Configuration, PlacedArgument
from s3lint.languages.terraform.declarations.project import MAX_MODULE_DEPTH, Project, Uncalled
from s3lint.languages.terraform.evaluation import attributes, bodies, providers
from s3lint.languages.terraform.evaluation.expressions import value_of
from s3lint.languages.terraform.evaluation.frame import Frame
from s3lint.languages.terraform.evaluation.instances import MAX_INSTANCES, Expansion, Instance, expand
from s3lint.languages.terraform.evaluation.references import Instantiated, Member
from s3lint.languages.terraform.evaluation.resources import Declared, where
from s3lint.languages.terraform.syntax.nodes import ObjectNode
from s3lint.languages.terraform.values import types
from s3lint.languages.terraform.values.origins import ExpressionError, words


class Module:
    """One instance of a module. `path` is its address with a dot at the end, empty for the root."""

    def __init__(
        self,
        project: Project,
        configuration: Configuration,
        path: str = "",
        condition: Condition = True,
        call: Call | None = None,
        depth: int = 0,
    ) -> None:
        self.project = project
        self.configuration = configuration
        self.path = path
        self.condition = condition
        self.caller = call
        self.depth = depth
        self._memo: dict[str, Value[Data]] = {}
        self._resources: dict[str, tuple[str, Origin, tuple[Declared, ...], tuple[Declared, ...]]] = {}
        self._calls: dict[str, tuple[Expansion, tuple[Call, ...]] | Unknown] = {}

    @property
    def directory(self) -> str:
        return self.configuration.directory

    @property
    def origin(self) -> Origin:
        """The call that makes this module; for the root, nothing but its directory."""
        if self.caller is None:
            return Origin(Source(self.directory, ""), Span(0, 0))
        return self.caller.declaration.origin

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """The calls that brought this module about, from the inside out."""
        if self.caller is None:
            return ()
        return self.caller.declaration.scopes("module", self.caller.address) + self.caller.parent.scopes

    def frame(self, source: Source) -> Frame:
        return Frame(self, source, {}, self.path.rstrip("."))

    def once(self, name: str, at: Origin, compute: Callable[[], Value[Data]]) -> Value[Data]:
        """The value of a definition, computed when it is first asked for; a definition that needs itself is reported."""
        found = self._memo.get(name)
        if found is None:
            with self.project.evaluating(f"{self.path} {name}", name, at):
                try:
                    found = bodies.without_failures(compute())
                except RecursionError:
                    found = Unknown(f"{name} nests deeper than s3lint follows", at)
            self._memo[name] = found
        return found

    def variable(self, name: str, at: Origin) -> Value[Data]:
        declaration = self.configuration.variables.get(name)
        if declaration is None:
            if self.configuration.broken:
                return Unknown(f"var.{name} is not declared in what could be read", at)
            # Terraform refuses the module; it is judged as if the variable were declared without a default.
            label = f"{self.path}var.{name}"
            return Unknown(f"there is no variable `{name}`", at, (label,), label, is_input=True)
        return self.once(f"var.{name}", declaration.origin, lambda: self._variable(name, declaration))

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
            return variables.type_of(declaration, lambda node: bodies.without_failures(value_of(node, frame)))
        except types.ConstraintError as error:
            self.project.report("unreadable-file", error.message, Origin(declaration.source, error.span))
            return types.ANY

    def _default(self, name: str, declaration: BlockDeclaration, placed: PlacedArgument, wanted: types.Type) -> Value[Data]:
        value = value_of(placed.argument.expression, self.frame(placed.source))
        value = variables.converted(bodies.without_failures(value), wanted)
        return _named(value, f"var.{name}", Origin(placed.source, declaration.origin.span))

    def _given(self, name: str, wanted: types.Type) -> Value[Data] | None:
        """What the caller, or for a root module the person who runs it, gives a variable."""
        if self.caller is not None:
            return self.caller.argument(name, wanted)
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
        value = variables.converted(bodies.without_failures(value), wanted)
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
        return through(bodies.without_failures(value), step)

    def output(self, name: str, at: Origin) -> Value[Data]:
        declaration = self.configuration.outputs.get(name)
        placed = None if declaration is None else declaration.argument("value")
        if declaration is None or placed is None:
            if self.configuration.broken:
                return Unknown(f"{self.path}{name} is not declared in what could be read", at)
            raise ExpressionError(f'expected an output of {self.path[:-1]}, but there is no "{name}"', at)

        def compute() -> Value[Data]:
            value = value_of(placed.argument.expression, self.frame(placed.source).in_world(where(self.condition)))
            step = Step(f"{self.path}{name}", placed.source, declaration.origin.span)
            return through(bodies.without_failures(value), step)

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

    def resource(self, name: str, at: Origin) -> Instantiated | Unknown:
        return self._instantiated(name, self.configuration.resources.get(name), at, is_data=False)

    def data(self, name: str, at: Origin) -> Instantiated | Unknown:
        return self._instantiated(f"data.{name}", self.configuration.data.get(name), at, is_data=True)

    def _instantiated(
        self, name: str, declaration: BlockDeclaration | None, at: Origin, *, is_data: bool
    ) -> Instantiated | Unknown:
        if declaration is None:
            if self.configuration.broken:
                return Unknown(f"{self.path}{name} is not declared in what could be read", at)
            if not is_data and name.startswith("aws_s3_bucket."):
                return self._undeclared_bucket(name, at)
            raise ExpressionError(f"expected a resource that is declared, but there is no {name}", at)
        repetition, origin, members, each = self.declared(name, declaration, is_data=is_data)
        return Instantiated(
            f"{self.path}{name}",
            origin,
            repetition,
            [member.member() for member in members],
            each[0].member() if each else None,
        )

    def _undeclared_bucket(self, name: str, at: Origin) -> Instantiated:
        # Terraform refuses the module; what is said about that bucket is still not said about another one.
        address = f"{self.path}{name}"

        def attribute(attribute: str, origin: Origin) -> Value[Data]:
            return attributes.of_undeclared_bucket(address, attribute, origin)

        return Instantiated(address, at, "", [Member("", address, True, at, attribute, lambda: ())], None)

    def declared(
        self, name: str, declaration: BlockDeclaration, *, is_data: bool
    ) -> tuple[str, Origin, tuple[Declared, ...], tuple[Declared, ...]]:
        """The instances of a resource: how it is repeated, its place, the known instances, what stands for others."""
        found = self._resources.get(name)
        if found is None:
            instances = self._expand(f"{self.path}{name}", declaration)
            members = tuple(Declared(self, declaration, instance, is_data=is_data) for instance in instances.members)
            each = tuple(Declared(self, declaration, instance, is_data=is_data) for instance in instances.each)
            found = self._resources[name] = (instances.repetition, declaration.origin, members, each)
        return found

    def _expand(self, address: str, declaration: BlockDeclaration) -> Expansion:
        with self.project.evaluating(f"instances of {address}", address, declaration.origin):
            instances = expand(declaration, address, self.frame(declaration.source))
        if instances.excess:
            self.project.report(
                "unreadable-file",
                f"{address} has {instances.excess} more instances than {MAX_INSTANCES}, the limit of s3lint",
                declaration.origin,
            )
        return instances

    def resources(self) -> Iterator[Declared]:
        """All instances of this module's managed resources."""
        for name, declaration in self.configuration.resources.items():
            if self.project.is_judged(declaration.labels[0]):
                _, _, members, each = self.declared(name, declaration, is_data=False)
                yield from (*members, *each)

    def call(self, name: str, at: Origin) -> Instantiated | Unknown:
        declaration = self.configuration.calls.get(name)
        if declaration is None:
            if self.configuration.broken:
                return Unknown(f"{self.path}module.{name} is not declared in what could be read", at)
            raise ExpressionError(f"expected a module call that is declared, but there is no module.{name}", at)
        found = self.called(name, declaration)
        if isinstance(found, Unknown):
            return found
        instances, calls = found
        members = [call.member() for call in calls]
        each = members[len(instances.members) :]
        return Instantiated(
            f"{self.path}module.{name}",
            declaration.origin,
            instances.repetition,
            members[: len(instances.members)],
            each[0] if each else None,
        )

    def called(self, name: str, declaration: BlockDeclaration) -> tuple[Expansion, tuple[Call, ...]] | Unknown:
        """The instances of a module call, or why the module can't be seen."""
        found = self._calls.get(name)
        if found is None:
            found = self._calls[name] = self._resolve(name, declaration)
        return found

    def _resolve(self, name: str, declaration: BlockDeclaration) -> tuple[Expansion, tuple[Call, ...]] | Unknown:
        address = f"{self.path}module.{name}"
        directory = self.project.called_directory(
            declaration, self._source(declaration), self.directory, self._static_path(name)
        )
        if not isinstance(directory, Uncalled) and self.depth >= MAX_MODULE_DEPTH:
            directory = Uncalled(f"modules nest deeper than {MAX_MODULE_DEPTH}, the limit of s3lint", declaration.origin)
        if not isinstance(directory, Uncalled) and self._is_inside_of(directory):
            directory = Uncalled("the module calls itself", declaration.origin)
        if isinstance(directory, Uncalled):
            message = f"{address} is not judged: {directory.reason}"
            self.project.report("unresolved-module", message, directory.origin)
            return Unknown(f"{address} could not be read: {directory.reason}", directory.origin, (address,), address)
        configuration = self.project.configuration(directory)
        instances = self._expand(address, declaration)
        return instances, tuple(Call(self, declaration, configuration, address, instance) for instance in instances.all)

    def _source(self, declaration: BlockDeclaration) -> str | None:
        """The source of a call; OpenTofu lets variables and locals take part in it."""
        placed = declaration.argument("source")
        return None if placed is None else attributes.given_text(bodies.without_failures(self._argument(placed)))

    def _static_path(self, name: str) -> tuple[str, ...]:
        """The names of the calls that lead here, without instance keys, as `modules.json` has them."""
        return (*(self.caller.static_path if self.caller is not None else ()), name)

    def _is_inside_of(self, directory: str) -> bool:
        real = self.project.configurations.real
        module: Module | None = self
        while module is not None:
            if real(module.directory) == real(directory):
                return True
            module = module.caller.parent if module.caller is not None else None
        return False

    def children(self) -> Iterator[Module]:
        for name, declaration in self.configuration.calls.items():
            found = self.called(name, declaration)
            if not isinstance(found, Unknown):
                for call in found[1]:
                    yield call.module

    def forget(self) -> None:
        """Lets go of what was evaluated, which refers back to this module: reference counts then free it at once."""
        for found in self._calls.values():
            if not isinstance(found, Unknown):
                for call in found[1]:
                    call.module.forget()
        self._memo.clear()
        self._resources.clear()
        self._calls.clear()
        self.caller = None

    @property
    def root(self) -> Module:
        """The module that all calls start from."""
        return self if self.caller is None else self.caller.parent.root

    def provider_named(self, name: str) -> str:
        """The provider configuration that a name in this module means, as the root module knows it (`aws.west`)."""
        return name if self.caller is None else self.caller.provider_named(name)

    def _argument(self, placed: PlacedArgument) -> Value[Data]:
        return value_of(placed.argument.expression, self.frame(placed.source))


class Call:
    """One instance of a module call: the arguments, and the module that they make."""

    def __init__(
        self,
        parent: Module,
        declaration: BlockDeclaration,
        configuration: Configuration,
        address: str,
        instance: Instance,
    ) -> None:
        self.parent = parent
        self.declaration = declaration
        self.instance = instance
        self.address = address + instance.suffix
        self.static_path: tuple[str, ...] = parent._static_path(declaration.labels[0])
        condition = conjunction(parent.condition, instance.condition)
        self.module = Module(parent.project, configuration, self.address + ".", condition, self, parent.depth + 1)

    def argument(self, name: str, wanted: types.Type) -> Value[Data] | None:
        placed = self.declaration.argument(name)
        if placed is None or name in bodies.META_ARGUMENTS_OF_MODULES:
            return None
        frame = self.instance.frame.in_file(placed.source).in_world(where(self.instance.condition))
        value = variables.converted(bodies.without_failures(value_of(placed.argument.expression, frame)), wanted)
        return through(value, Step(f"{self.address}.{name}", placed.source, placed.argument.span))

    def provider_named(self, name: str) -> str:
        placed = self.declaration.argument("providers")
        if placed is not None and isinstance(placed.argument.expression, ObjectNode):
            for item in placed.argument.expression.items:
                if providers.name_at(placed.source, item.key.span) == name:
                    return self.parent.provider_named(providers.name_at(placed.source, item.value.span))
        return self.parent.provider_named(name) if "." not in name else f"{self.address}.{name}"

    def member(self) -> Member:
        return Member(
            self.instance.suffix,
            self.instance.symbol,
            self.instance.condition,
            self.declaration.origin,
            self.module.output,
            lambda: tuple(sorted(self.module.configuration.outputs)),
        )


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
        if not module.project.may_visit(child.path[:-1], child.origin):
            return
        yield from everything(child)
