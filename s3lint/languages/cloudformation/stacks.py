"""The stacks of a unit: a template's own, and inside each other those of the templates on disk that it deploys."""

from __future__ import annotations

import os
from collections.abc import Iterator

from s3lint.base.record import Record, replace
from s3lint.base.resource import Problem
from s3lint.base.source import Source
from s3lint.base.value import Choice, Data, Origin, Unknown, Value
from s3lint.languages.cloudformation.evaluation.evaluator import Evaluator
from s3lint.languages.cloudformation.evaluation.parameters import Given
from s3lint.languages.cloudformation.evaluation.resources import existence, scopes_of
from s3lint.languages.cloudformation.evaluation.return_values import STACKS
from s3lint.languages.cloudformation.evaluation.stack import (
    Common,
    Imported,
    Included,
    Nesting,
    Stack,
    not_in_this_run,
)
from s3lint.languages.cloudformation.evaluation.texts import as_text
from s3lint.languages.cloudformation.library import Library
from s3lint.languages.cloudformation.syntax.nodes import Node, Scalar, Sequence, mapping
from s3lint.languages.cloudformation.syntax.template import Declaration, Template
from s3lint.languages.inputs import Inputs
from s3lint.languages.unseen import Texts, Unseen

MAX_NESTED = 200
"""Nested stacks of one template, all levels together."""
MAX_LEVELS = 10
"""Stacks inside stacks."""
MAX_WRITTEN = 60
"""Characters of an expression that a message quotes."""


class Deployment:
    """What the deployment of one template brings about: its stack with those inside it, and what of them was not found.

    `deployed` are the paths of the templates that it deploys, `circular` of those that deploy themselves in the end.
    No stack is kept here: stacks refer to their deployment, and a circle would keep them from being let go.
    """

    def __init__(self, library: Library, given: Given, inputs: Inputs, imported: Imported = not_in_this_run) -> None:
        self.problems: list[Problem] = []
        self.sources: list[Source] = []
        self.deployed: set[str] = set()
        self.circular: set[str] = set()
        self._library = library
        self._given = given
        self._inputs = inputs
        self._imported = imported
        self._nested = 0
        self._missed: dict[str, Unseen] = {}

    def stack(self, template: Template, path: str, beside: str = "") -> Stack:
        """The stack of a template at a path, without those inside it; `beside` names it where it is not the unit's own."""
        common = Common(self.nest, self.include, self._imported)
        nesting = Nesting(f"{beside}:" if beside else "", (os.path.normpath(path),), beside=beside)
        return Evaluator(template, self._given, self._inputs, nesting, common)

    def nest(self, parent: Stack, declaration: Declaration) -> Stack | None:
        """The stack that a resource of another one deploys, if its template is on disk, or a text in the resource."""
        properties = mapping(declaration.body.member("Properties"))
        node, body = properties.member(STACKS[declaration.type]), properties.member("TemplateBody")
        if node is None:
            return self._nest_body(parent, declaration, body) if body is not None else None
        location = _location(parent, node, declaration)
        path = self._library.at(location.written, parent.source.path) if location.is_known else None
        found = self._library.shared(path) if path is not None else None
        if path is None or found is None or not found.templates:
            self._miss(parent, declaration, node, location.written, location.why_not_read)
            return None
        above = parent.nesting.paths
        if path in above:
            self.circular.update(above[above.index(path) :])
            self._miss(parent, declaration, node, location.written, "its template deploys itself in the end")
            return None
        if self._is_too_much(parent, declaration, node):
            return None
        self.deployed.add(path)
        self.sources += found.sources
        self.problems += found.problems
        return with_nested(self._child(parent, declaration, found.templates[0], path))

    def _nest_body(self, parent: Stack, declaration: Declaration, node: Node) -> Stack | None:
        from s3lint.languages.cloudformation.bodies import body_of  # few templates hold another one

        found = body_of(parent, declaration, node)
        if found is None or found.template is None:
            reason = "its TemplateBody is not known" if found is None else "its TemplateBody holds no template"
            self._miss(parent, declaration, node, "TemplateBody", reason)
        self.problems += found.problems if found is not None else ()
        if found is None or found.template is None or self._is_too_much(parent, declaration, node):
            return None
        path = f"{parent.nesting.paths[-1]}:{declaration.id}"
        return with_nested(self._child(parent, declaration, found.template, path))

    def _is_too_much(self, parent: Stack, declaration: Declaration, node: Node) -> bool:
        self._nested += 1
        if len(parent.nesting.paths) <= MAX_LEVELS and self._nested <= MAX_NESTED:
            return False
        limits = f"there are more than {MAX_LEVELS} levels of nested stacks, or {MAX_NESTED} in all, the limits of s3lint"
        self._miss(parent, declaration, node, "", limits)
        return True

    def _miss(self, parent: Stack, declaration: Declaration, node: Node, location: str, reason: str) -> None:
        address = parent.address(declaration.id)
        self._missed[address] = Unseen(address, location, reason, parent.origin(node), Texts())

    def unseen(self, stack: Stack) -> Iterator[Unseen]:
        """The nested stacks and modules that were not read, of a stack and of those inside it, with what they are given."""
        for declaration in stack.declarations.values():
            missed = _module(stack, declaration) if declaration.is_module else self._missed.get(stack.address(declaration.id))
            if missed is not None and existence(stack, declaration) is not False:
                yield replace(missed, given=stack.handed(declaration))
        for child in stack.children():
            yield from self.unseen(child)

    def _child(self, parent: Stack, declaration: Declaration, template: Template, path: str) -> Stack:
        nesting = Nesting(
            f"{parent.address(declaration.id)}/",
            (*parent.nesting.paths, path),
            existence(parent, declaration),
            scopes_of(parent, declaration, "module"),
            parent.nesting.beside,
        )
        return Evaluator(template, _given_to(parent, declaration), self._inputs, nesting, parent.common)

    def include(self, location: str, source: Source) -> Included | None:
        """The file that `AWS::Include` names: a map of YAML or JSON, no template."""
        path = self._library.at(location, source.path)
        if path is None:
            return None
        found = self._library.fragment(path)
        self.problems += [problem for problem in found.problems if problem not in self.problems]
        self.sources += found.sources
        return Included(found.sources[0], found.root) if found.sources and found.root is not None else None


def _module(stack: Stack, declaration: Declaration) -> Unseen:
    place = Origin(declaration.source, (declaration.body.member("Type") or declaration.key).span)
    reason = f"{declaration.type} is a module of the account's registry, and was not read"
    return Unseen(stack.address(declaration.id), declaration.type, reason, place, Texts())


def with_nested(stack: Stack) -> Stack:
    """The stack with all that it deploys, at every level."""
    for declaration in stack.declarations.values():
        if declaration.type in STACKS:
            stack.child(declaration)
    return stack


def with_all_inside(stack: Stack) -> Iterator[Stack]:
    """A stack, and those that it deploys, at every level."""
    yield stack
    for child in stack.children():
        yield from with_all_inside(child)


class _Location(Record):
    """Where a nested template is: the words to say it, which are the template's own where `is_known` is false; or empty."""

    written: str = ""
    is_known: bool = False

    @property
    def why_not_read(self) -> str:
        if not self.written:
            return "its template is not named by a path"
        if "://" in self.written:
            return f"{self.written} lies behind a URL and was not fetched"
        return f"{self.written} was not read" if self.is_known else f"{self.written} is not known before it is deployed"


def _location(parent: Stack, node: Node, declaration: Declaration) -> _Location:
    if not isinstance(node, Scalar) and not node.tag:
        return _Location()  # SAM also takes a map, for its repository
    value = parent.value(node, (), declaration.bindings)
    text = None if isinstance(value, Choice) else as_text(value)
    if text is not None and not text.unknowns:
        return _Location(str(text), is_known=True)
    written = " ".join(parent.source.text[node.start : node.end].split())
    return _Location(written if len(written) <= MAX_WRITTEN else written[: MAX_WRITTEN - 1] + "…")


def _given_to(stack: Stack, declaration: Declaration) -> dict[str, Value[Data]]:
    """What a nested stack, or each stack of a set, is given; what the instances of a set override is not one value."""
    properties = mapping(declaration.body.member("Properties"))
    parameters = properties.member("Parameters")
    given: dict[str, Value[Data]] = {}
    with stack.reading(declaration.source):
        for name, node in _pairs(parameters):
            given[name] = stack.inner(node, (), declaration.bindings)
        groups = properties.member("StackInstancesGroup")
        for group in groups.items if isinstance(groups, Sequence) else ():
            for name, node in _pairs(mapping(group).member("ParameterOverrides")):
                given[name] = Unknown(f"{name} differs from one stack of {declaration.id} to another", stack.origin(node))
    return given


def _pairs(node: Node | None) -> Iterator[tuple[str, Node]]:
    """Names and values of a map, or of a list of `ParameterKey` and `ParameterValue`."""
    for key, value in mapping(node).members:
        yield key.text, value
    for item in node.items if isinstance(node, Sequence) else ():
        named, given = mapping(item).member("ParameterKey"), mapping(item).member("ParameterValue")
        if isinstance(named, Scalar) and given is not None:
            yield named.text, given
