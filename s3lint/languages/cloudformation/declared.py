"""What the stacks of a unit declare that the model is built from, and what stacks beside it declare about that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from s3lint.base.resource import Resource, property_of
from s3lint.base.value import Symbol
from s3lint.languages.cloudformation.dialect import DIALECT
from s3lint.languages.cloudformation.dialect.identities import HOLDERS, STATED
from s3lint.languages.cloudformation.evaluation.references import bucket_symbol
from s3lint.languages.cloudformation.evaluation.resources import resource_of
from s3lint.languages.cloudformation.evaluation.stack import Stack
from s3lint.languages.cloudformation.sam import CONNECTOR, FUNCTION, bucket_events
from s3lint.languages.cloudformation.stacks import with_all_inside
from s3lint.languages.cloudformation.syntax.nodes import Mapping
from s3lint.languages.cloudformation.syntax.template import Declaration
from s3lint.languages.linking import Companion
from s3lint.languages.unseen import Unseen, addresses_in

if TYPE_CHECKING:
    from s3lint.languages.cloudformation.exchange import Beside  # few runs import anything

MAX_RESOURCES = 2_000
"""Resources of one unit that are judged; CloudFormation allows a template 500."""


class Declared:
    """What the stacks of a unit declare that the model is built from, and what of them was not read."""

    def __init__(self) -> None:
        self.resources: list[Resource] = []
        self.symbols: dict[str, Symbol] = {}
        self.events: list[Companion] = []
        self.unseen: list[Unseen] = []

    def add_beside(self, beside: Beside) -> None:
        """Also what stacks beside the unit's own declare about its resources, and what these refer to there."""
        own = frozenset(self.symbols)
        reached = list(beside.stacks())
        named = frozenset(name for resource in self.resources for name in addresses_in(resource.settings)) if reached else own
        for stack in reached:
            for declaration in stack.declarations.values():
                # Its buckets are left to their own unit, with all that names them.
                is_about_others = declaration.type in DIALECT.types and declaration.type != DIALECT.bucket
                if is_about_others and stack.address(declaration.id) in named:
                    self._declare(stack, declaration, resource_of(stack, declaration))
        for top, deployment in beside.importers():
            for stack in with_all_inside(top):
                self._add_about(stack, own)
            self.unseen += deployment.unseen(top)

    def _add_about(self, stack: Stack, own: frozenset[str]) -> None:
        """What a stack beside the unit's own declares that names one of its resources."""
        for declaration in stack.declarations.values():
            if declaration.type == FUNCTION:
                events = bucket_events(stack, declaration)
                self.events += (event for event in events if not own.isdisjoint(addresses_in(event.bucket)))
            if declaration.type not in DIALECT.types or not _may_matter(declaration):
                continue
            resource = resource_of(stack, declaration)
            is_companion = declaration.type in DIALECT.companions
            naming = property_of(resource, DIALECT.names) if is_companion else resource.settings
            if not own.isdisjoint(addresses_in(naming)):
                self._declare(stack, declaration, resource)

    def _declare(self, stack: Stack, declaration: Declaration, resource: Resource) -> None:
        if len(self.resources) < MAX_RESOURCES and resource.address not in self.symbols:
            self.resources.append(resource)
            self.symbols[resource.address] = bucket_symbol(stack, declaration)

    def add(self, stack: Stack) -> None:
        for declaration in stack.declarations.values():
            if declaration.type == FUNCTION:
                self.events += bucket_events(stack, declaration)
            if declaration.type == CONNECTOR or declaration.body.member("Connectors") is not None:
                from s3lint.languages.cloudformation.connectors import connected  # few templates have one

                self.resources += connected(stack, declaration)
            if declaration.type not in DIALECT.types or not _may_matter(declaration):
                continue
            if len(self.resources) >= MAX_RESOURCES:
                stack.refuse(declaration.key, f"expected at most {MAX_RESOURCES} resources that concern S3")
                break
            self._declare(stack, declaration, resource_of(stack, declaration))
        for child in stack.children():
            self.add(child)


def _may_matter(declaration: Declaration) -> bool:
    """Not for what holds identity policies but states none, nor what caps some: most roles, of which nothing else is read."""
    if declaration.type not in HOLDERS:
        return True
    match declaration.body.member("Properties"):
        case None:
            return False
        case Mapping(members=members, tag=""):
            # A loop, a function or a transform may make them.
            return any(key.text in STATED or not key.text.isalnum() for key, _ in members)
        case _:
            return True
