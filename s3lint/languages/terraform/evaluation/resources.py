"""One instance of a resource or data source: its address, its arguments, its settings as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from s3lint.base.condition import And, Atom, Condition, Not, conjunction
from s3lint.base.resource import Resource
from s3lint.base.value import Absent, Choice, Data, Entry, Known, MapValue, Origin, Setting, Unknown, Value
from s3lint.base.worlds import EVERYWHERE, World
from s3lint.languages.terraform.declarations.configuration import BlockDeclaration, filled_type
from s3lint.languages.terraform.evaluation import attributes, bodies, calls, providers
from s3lint.languages.terraform.evaluation.expressions import settle
from s3lint.languages.terraform.evaluation.frame import Definitions, Frame, Instance, cases
from s3lint.languages.terraform.values import items
from s3lint.languages.terraform.values.origins import settled, without_failures


class ResourceInstance:
    """An instance of a `resource` or `data` block in one instance of its module."""

    __slots__ = ("address", "declaration", "instance", "is_data", "module", "type")

    def __init__(self, module: Definitions, declaration: BlockDeclaration, instance: Instance, *, is_data: bool) -> None:
        self.module = module
        self.declaration = declaration
        self.instance = instance
        self.is_data = is_data
        self.type = declaration.labels[0]
        name = ".".join(declaration.labels)
        self.address = f"{module.path}{'data.' if is_data else ''}{name}{instance.suffix}"

    @property
    def condition(self) -> Condition:
        return conjunction(self.module.condition, self.instance.condition)

    @property
    def origin(self) -> Origin:
        return self.declaration.origin

    def _frame(self) -> Frame:
        return self.instance.frame.in_world(where(self.instance.condition))

    def known(self, name: str) -> str:
        """What a plan says of an attribute; empty where there is none, and where it says nothing."""
        found = self.module.project.known.get(self.address, {}).get(name)
        return found if isinstance(found, str) else ""

    def argument_names(self) -> Sequence[str]:
        return [name for name in self.declaration.arguments() if name not in bodies.META_ARGUMENTS]

    def argument(self, name: str) -> Value[Data] | None:
        placed = self.declaration.argument(name)
        if placed is not None:
            return self._once(name, placed.origin, lambda: bodies.argument_value(placed, self._frame()))
        parts = [part for part in self.declaration.blocks() if name == filled_type(part.block)]
        if not parts or name in bodies.META_BLOCKS:
            return None
        return self._once(name, parts[0].origin, lambda: bodies.block_list(parts, self._frame()))

    def _once(self, name: str, at: Origin, compute: Callable[[], Value[Data]]) -> Value[Data]:
        return self.module.once(f"{self.address}.{name}", at, compute)

    def settings(self) -> Value[Data]:
        def compute() -> Value[Data]:
            return Known(bodies.settings(self.declaration, self._frame()), self.origin)

        return self.module.once(f"{self.address} as a whole", self.origin, compute)

    @property
    def account(self) -> str:
        return self.module.project.inputs.account

    @property
    def region(self) -> str:
        """What is given for the run, or the region of its provider."""
        provider = providers.of(self.declaration, self.module)
        return self.module.project.inputs.region or providers.region(provider, self.module.root)

    def document(self) -> Value[Data]:
        """The JSON of an `aws_iam_policy_document`."""
        from s3lint.languages.terraform.evaluation import policy_document  # only configurations with such documents need it

        return self._once("json", self.origin, lambda: policy_document.document(self.settings(), self.origin))

    def applied(self, function: str, arguments: Sequence[str], member: str) -> Value[Data]:
        """What a function makes of arguments, where one that is left out is an empty map; `member` is what of it is meant."""
        frame = self._frame()

        def result(world: World) -> Setting[Data]:
            given = (self.argument(name) or Known(MapValue({}), self.origin) for name in arguments)
            settled_here = tuple(settled(value, world) for value in given)
            found = calls.applied(function, settled_here, self.origin, frame.in_world(world), settle)
            if not member:
                return found
            return settled(items.member(found, Known(member, self.origin), self.origin)[0], world)

        name = f"{function} {member}"
        return self._once(name, self.origin, lambda: without_failures(cases(result, self.origin, frame.world)))

    def resource(self) -> Resource:
        provider = providers.of(self.declaration, self.module)
        scopes = self.declaration.scopes("resource", self.address) + self.module.scopes
        partition = attributes.partition(self)
        settings = self._tagged(provider)
        return Resource(self.address, self.type, settings, self.origin, self.condition, provider, partition, scopes=scopes)

    def _tagged(self, provider: str) -> Value[Data]:
        """The settings, with the tags that the provider configuration adds to those of the resource."""
        settings = self.settings()
        common = providers.default_tags(provider, self.module.root)
        if common is None or not isinstance(settings, Known) or not isinstance(settings.value, MapValue):
            return settings
        entries = settings.value.entries
        own = entries.get("tags")
        tags = common if own is None else _merged(common, own.value, own.key)
        entry = Entry(tags.origin if not isinstance(tags, Choice) else self.origin, tags)
        return Known(MapValue({**entries, "tags": entry}, settings.value.rest), settings.origin)

    def attribute(self, name: str, at: Origin) -> Value[Data]:
        return attributes.attribute(self, name, at)

    def attribute_names(self) -> Sequence[str]:
        return attributes.attribute_names(self)


class UndeclaredBucket:
    """A bucket that a module refers to and does not declare, so that Terraform refuses the module.

    What is said about it is still not said about another one.
    """

    def __init__(self, address: str, at: Origin, instance: Instance) -> None:
        self.address = address
        self.origin = at
        self.instance = instance

    def attribute(self, name: str, at: Origin) -> Value[Data]:
        return attributes.of_undeclared_bucket(self.address, name, at)

    def attribute_names(self) -> Sequence[str]:
        return ()


def _merged(common: Value[Data], own: Value[Data], place: Origin) -> Value[Data]:
    """Both tags, those of the resource over those of the provider."""

    def both(world: World) -> Setting[Data]:
        one, other = world.settle(common), world.settle(own)
        match one, other:
            case Known(MapValue(ours, rest)), Known(MapValue(theirs, further), origin):
                return Known(MapValue({**ours, **theirs}, further or rest, "map"), origin)
            case Known(MapValue(ours)), Unknown() as unknown:
                return Known(MapValue(dict(ours), unknown, "map"), one.origin)
            case Unknown() as unknown, Known(MapValue(theirs), origin):
                return Known(MapValue(dict(theirs), unknown, "map"), origin)
            case _, Known(None) | Absent():
                return one
            case _:
                return other

    return cases(both, place)


def where(condition: Condition) -> World:
    """The world in which what exists under a condition is looked at: its plain parts are assumed."""
    world = EVERYWHERE
    match condition:
        case And(operands):
            parts: tuple[Condition, ...] = operands
        case _:
            parts = (condition,)
    for part in parts:
        match part:
            case Atom():
                world = world.assuming(part, True)
            case Not(Atom() as atom):
                world = world.assuming(atom, False)
    return world
