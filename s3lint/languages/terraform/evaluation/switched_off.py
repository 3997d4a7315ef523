"""Resources that are declared and not there: what an instance would be, and where it is said that there is none."""

from __future__ import annotations

from collections.abc import Iterator

from s3lint.base.record import Record
from s3lint.base.value import Data, Origin, Value
from s3lint.languages.terraform.declarations.configuration import BlockDeclaration
from s3lint.languages.terraform.declarations.project import Uncalled
from s3lint.languages.terraform.evaluation.modules import Module, everything
from s3lint.languages.terraform.evaluation.resources import ResourceInstance
from s3lint.languages.terraform.syntax.nodes import AttributeAccess, Expression, Index, Literal, Variable


class Off(Record):
    """What an instance of a resource would be, which has none; `place` says so, `named` is the argument that was asked for."""

    resource: ResourceInstance
    place: Origin
    named: Value[Data] | None


def switched_off(module: Module, argument: str) -> Iterator[Off]:
    """Managed resources with an argument that have no instance, or none of other keys, each as what one would be.

    Where a whole call has none, those of its resources whose argument may name something outside: what stands inside is off.
    """
    known: dict[str, Value[Data] | None] = {}
    for name, declaration in _having(argument, module):
        found = module.instances_of(name, declaration, is_data=False).off
        if found is not None and found.instance.off is not None:
            yield Off(found, found.instance.off, _argument(argument, found, known))
    for name, declaration in module.configuration.calls.items():
        called = module.called(name, declaration)
        inner = None if isinstance(called, Uncalled) or called.members else called.off
        if inner is not None and inner.instance.off is not None:
            for each in everything(inner):
                yield from (Off(one, inner.instance.off, one.argument(argument)) for one in _naming_others(argument, each))


def _argument(name: str, resource: ResourceInstance, known: dict[str, Value[Data] | None]) -> Value[Data] | None:
    """An argument, evaluated once for all that say the same: most companions in a module write the name of its one bucket."""
    placed = resource.declaration.argument(name)
    if placed is None or not _is_of_resource(placed.argument.expression):
        return resource.argument(name)
    span = placed.argument.expression.span
    text = placed.source.text[span.start : span.end]
    if text not in known:
        known[text] = resource.argument(name)
    return known[text]


def _having(argument: str, module: Module) -> Iterator[tuple[str, BlockDeclaration]]:
    for name, declaration in module.configuration.resources.items():
        if module.project.is_judged(declaration.labels[0]) and declaration.argument(argument) is not None:
            yield name, declaration


def _naming_others(argument: str, module: Module) -> Iterator[ResourceInstance]:
    for name, declaration in _having(argument, module):
        placed = declaration.argument(argument)
        if placed is not None and not _is_of_resource(placed.argument.expression):
            yield from module.instances_of(name, declaration, is_data=False).all


def _is_of_resource(node: Expression) -> bool:
    """Whether an expression is an attribute of a managed resource of the module, which is the same wherever it stands.

    No word that begins an expression has a `_`, but for types of resources.
    """
    while isinstance(node, AttributeAccess) or (isinstance(node, Index) and isinstance(node.key, Literal)):
        node = node.operand
    return isinstance(node, Variable) and "_" in node.name
