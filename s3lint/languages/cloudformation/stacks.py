"""Templates into units: a template with the stacks that it deploys from disk, judged as one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from s3lint.base.condition import Condition, conjunction
from s3lint.base.record import Record
from s3lint.base.resource import Problem, Resource
from s3lint.base.source import Source
from s3lint.base.value import Choice, Symbol
from s3lint.languages.cloudformation import neighbours
from s3lint.languages.cloudformation.buckets import TYPES, Estate
from s3lint.languages.cloudformation.discover import Found, look, may_deploy
from s3lint.languages.cloudformation.evaluation.attributes import STACKS
from s3lint.languages.cloudformation.evaluation.evaluator import Evaluator, Included
from s3lint.languages.cloudformation.evaluation.parameters import Given, given_by
from s3lint.languages.cloudformation.evaluation.references import bucket_symbol
from s3lint.languages.cloudformation.evaluation.resources import condition_of_resource, resource_of
from s3lint.languages.cloudformation.evaluation.texts import as_text
from s3lint.languages.cloudformation.sam import FUNCTION, bucket_events
from s3lint.languages.cloudformation.syntax.nodes import Mapping, Node, Scalar, mapping
from s3lint.languages.cloudformation.syntax.reader import compose
from s3lint.languages.cloudformation.syntax.template import Declaration, Template
from s3lint.languages.files import Files
from s3lint.languages.inputs import Inputs
from s3lint.languages.linking import Companion
from s3lint.languages.unit import Language, Unit

JUDGED = TYPES | neighbours.TYPES
"""The types that the model is built from; others are read only where something refers to them."""
MAX_NESTED = 200
"""Nested stacks of one template, all levels together."""
MAX_RESOURCES = 2_000
"""Resources of one unit that are judged; CloudFormation allows a template 500."""
MAX_LEVELS = 10
"""Stacks inside stacks."""


def units(paths: Sequence[str], files: Files, inputs: Inputs) -> Iterator[Unit]:
    """One unit per template that no other one deploys, and one for each file that could not be read."""
    given, problems, sources = given_by(inputs, files)
    if problems:
        yield Unit(problems[0].origin.source.path, Language.CLOUDFORMATION, (), problems, sources)
    library = _Library(files)
    # What deploys others is read first: then the rest can be judged, and let go, one after the other.
    deploying = {path: library.look(path) for path in paths if may_deploy(path, files)}
    built = {path: tuple(_units_of(found, library, given, inputs)) for path, found in deploying.items() if found is not None}
    for path in paths:
        normal = os.path.normpath(path)
        if normal in library.deployed and normal not in library.circular:
            continue
        if path in deploying:
            yield from built.pop(path, ())
        else:
            found = look(path, files)
            if found is not None:
                yield from _units_of(found, library, given, inputs)


def _units_of(found: Found, library: _Library, given: Given, inputs: Inputs) -> Iterator[Unit]:
    if not found.templates:
        yield Unit(found.path, Language.CLOUDFORMATION, (), found.problems, found.sources)
    for index, template in enumerate(found.templates):
        deployment = _Deployment(library, inputs)
        evaluator = Evaluator(template, given, inputs)
        deployment.add(evaluator, (os.path.normpath(found.path),), True)
        problems = (*(found.problems if index == 0 else ()), *deployment.problems, *evaluator.common.problems)
        buckets = Estate(deployment.resources, deployment.symbols, deployment.events).subjects()
        subjects = (*buckets, *neighbours.subjects(deployment.resources))
        sources = tuple(dict.fromkeys((*found.sources, *deployment.sources)))
        yield Unit(found.path, Language.CLOUDFORMATION, subjects, problems, sources, tuple(deployment.resources))


class _Library:
    """The templates on disk that deploy others, and those that they deploy, each read once.

    `deployed` are the paths of those that another template deploys, `circular` of those that deploy themselves in the end.
    """

    def __init__(self, files: Files) -> None:
        self.files = files
        self.deployed: set[str] = set()
        self.circular: set[str] = set()
        self._found: dict[str, Found | None] = {}
        self._fragments: dict[str, _Fragment] = {}

    def look(self, path: str) -> Found | None:
        if path not in self._found:
            self._found[path] = look(path, self.files)
        return self._found[path]

    def fragment(self, path: str) -> _Fragment:
        if path not in self._fragments:
            source = self.files.source(path)
            if isinstance(source, Problem):
                self._fragments[path] = _Fragment(None, (source,), ())
            else:
                documents = compose(source)
                roots = [root for root in documents.roots if isinstance(root, Mapping)]
                self._fragments[path] = _Fragment(roots[0] if roots else None, documents.problems, (source,))
        return self._fragments[path]

    def at(self, location: str, base: str) -> str | None:
        """The path of a template that a location names, if it can be a file of the scanned tree."""
        if "://" in location or not location:
            return None
        path = os.path.normpath(os.path.join(os.path.dirname(base), location))
        return path if self.files.contains(path) and self.files.exists(path) else None


class _Fragment(Record):
    """A file to include, as far as it could be read."""

    root: Mapping | None
    problems: tuple[Problem, ...]
    sources: tuple[Source, ...]


class _Deployment:
    """The stacks of one unit: their resources, and what of them was not found."""

    def __init__(self, library: _Library, inputs: Inputs) -> None:
        self.resources: list[Resource] = []
        self.symbols: dict[str, Symbol] = {}
        self.events: list[Companion] = []
        self.problems: list[Problem] = []
        self.sources: list[Source] = []
        self._library = library
        self._inputs = inputs
        self._nested = 0

    def add(self, evaluator: Evaluator, ancestors: tuple[str, ...], condition: Condition) -> None:
        """Adds a stack that exists under a condition; `ancestors` are the paths of its template and those above it."""
        evaluator.include = self._include
        # It takes the stack that asks: one that held its own stack would keep template and values from being let go.
        evaluator.nest = lambda asking, declaration: self._nest(asking, declaration, ancestors, condition)
        for declaration in evaluator.declarations.values():
            if declaration.type in STACKS:
                evaluator.child(declaration)
            if declaration.type == FUNCTION:
                exists = conjunction(condition, condition_of_resource(evaluator, declaration))
                self.events += bucket_events(evaluator, declaration, exists)
            is_judged = declaration.type in JUDGED and neighbours.may_matter(declaration)
            if is_judged and len(self.resources) >= MAX_RESOURCES:
                evaluator.refuse(declaration.key, f"expected at most {MAX_RESOURCES} resources that concern S3")
                return
            if is_judged:
                resource = resource_of(evaluator, declaration, condition)
                self.resources.append(resource)
                self.symbols[resource.address] = bucket_symbol(evaluator, declaration)

    def _nest(
        self, evaluator: Evaluator, declaration: Declaration, ancestors: tuple[str, ...], condition: Condition
    ) -> Evaluator | None:
        properties = mapping(declaration.body.member("Properties"))
        node = properties.member(STACKS[declaration.type])
        location = _location(evaluator, node, declaration) if node is not None else None
        if node is None or location is None:
            return None
        path = self._library.at(location, evaluator.source.path)
        found = self._library.look(path) if path is not None else None
        if path is None or found is None or not found.templates:
            reason = "lies behind a URL and was not fetched" if "://" in location else "was not read"
            message = f"expected the template of {declaration.id} on disk; {location} {reason}"
            self.problems.append(Problem("unresolved-module", message, evaluator.origin(node)))
            return None
        if path in ancestors:
            self._library.circular.update(ancestors[ancestors.index(path) :])
        if path in ancestors or len(ancestors) > MAX_LEVELS or self._nested >= MAX_NESTED:
            message = f"expected nested stacks without a circle, {MAX_LEVELS} levels and {MAX_NESTED} in all"
            self.problems.append(Problem("unresolved-module", message, evaluator.origin(node)))
            return None
        self._nested += 1
        self._library.deployed.add(path)
        self.sources += found.sources
        self.problems += found.problems
        child = self._child(evaluator, declaration, found.templates[0], properties)
        self.add(child, (*ancestors, path), conjunction(condition, condition_of_resource(evaluator, declaration)))
        return child

    def _include(self, location: str, source: Source) -> Included | None:
        """The file that `AWS::Include` names: a map of YAML or JSON, no template."""
        path = self._library.at(location, source.path)
        if path is None:
            return None
        found = self._library.fragment(path)
        self.problems += [problem for problem in found.problems if problem not in self.problems]
        self.sources += found.sources
        return Included(found.sources[0], found.root) if found.sources and found.root is not None else None

    def _child(self, evaluator: Evaluator, declaration: Declaration, template: Template, properties: Mapping) -> Evaluator:
        given = {
            key.text: evaluator.inner(value, (), declaration.bindings)
            for key, value in mapping(properties.member("Parameters")).members
        }
        prefix = f"{evaluator.address(declaration.id)}/"
        return Evaluator(template, given, self._inputs, prefix, evaluator.common)


def _location(evaluator: Evaluator, node: Node, declaration: Declaration) -> str | None:
    """Where a nested template is, as far as that is written down; SAM also takes a map, for its repository."""
    if not isinstance(node, Scalar) and not node.tag:
        return None
    value = evaluator.value(node, (), declaration.bindings)
    text = None if isinstance(value, Choice) else as_text(value)
    return str(text) if text is not None else None
