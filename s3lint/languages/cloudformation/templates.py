"""What there is to read in CloudFormation: files of templates, each judged with the stacks that it deploys from disk."""

from __future__ import annotations

import os
from collections.abc import Sequence

from s3lint.base.record import Record
from s3lint.base.resource import Problem, Resource
from s3lint.base.source import Source
from s3lint.base.value import Symbol
from s3lint.languages.cloudformation.dialect import DIALECT
from s3lint.languages.cloudformation.dialect.neighbours import HOLDERS
from s3lint.languages.cloudformation.discover import FileKind, kind_of
from s3lint.languages.cloudformation.evaluation.parameters import Given, given_by
from s3lint.languages.cloudformation.evaluation.references import bucket_symbol
from s3lint.languages.cloudformation.evaluation.resources import resource_of
from s3lint.languages.cloudformation.evaluation.stack import Stack
from s3lint.languages.cloudformation.library import Library
from s3lint.languages.cloudformation.sam import FUNCTION, bucket_events
from s3lint.languages.cloudformation.stacks import Deployment
from s3lint.languages.cloudformation.syntax.nodes import Mapping
from s3lint.languages.cloudformation.syntax.template import Declaration, Template
from s3lint.languages.estate import Estate
from s3lint.languages.files import Files
from s3lint.languages.front_end import WithoutS3, Work
from s3lint.languages.inputs import Inputs
from s3lint.languages.linking import Companion
from s3lint.languages.subjects import subjects_of
from s3lint.languages.unit import Language, Unit

MAX_RESOURCES = 2_000
"""Resources of one unit that are judged; CloudFormation allows a template 500."""


def work(paths: Sequence[str], files: Files, inputs: Inputs) -> tuple[Work, ...]:
    """One piece per file of templates that no other template deploys, and one for each that can't be read.

    Of the templates only those are parsed that deploy others: which ones they deploy is then certain.
    """
    given, problems, sources = given_by(inputs, files)
    library = Library(files)
    kinds = {path: kind_of(path, files) for path in paths}
    deploying = [path for path, kind in kinds.items() if kind is FileKind.DEPLOYING]
    inside = _deployed(deploying, library, given, inputs) if deploying else frozenset()
    found: list[Work] = [ParameterFiles(problems, sources)] if problems else []
    for path in paths:
        kind = kinds[path]
        if kind is FileKind.WITHOUT_S3:
            found.append(WithoutS3(path, Language.CLOUDFORMATION))
        elif kind is not FileKind.OTHER:
            found.append(TemplateFile(path, library, given, inputs))
    return tuple(piece for piece in found if os.path.normpath(piece.name) not in inside)


def _deployed(paths: Sequence[str], library: Library, given: Given, inputs: Inputs) -> frozenset[str]:
    """The templates that are judged with those that deploy them; each of a circle is judged for itself."""
    deployed: set[str] = set()
    circular: set[str] = set()
    for path in paths:
        found = library.shared(path)
        for template in found.templates if found is not None else ():
            deployment = Deployment(library, given, inputs)
            deployment.stack(template, path)
            deployed |= deployment.deployed
            circular |= deployment.circular
    return frozenset(deployed - circular)


class ParameterFiles(Record):
    """What kept the files from being read that say what parameters are."""

    problems: tuple[Problem, ...]
    sources: tuple[Source, ...]

    @property
    def name(self) -> str:
        return self.problems[0].origin.source.path

    def read(self) -> tuple[Unit, ...]:
        return (Unit(self.name, Language.CLOUDFORMATION, (), self.problems, self.sources),)


class TemplateFile(Record):
    """A file that may hold templates, each a unit; `given` is what the user says of parameters."""

    name: str
    library: Library
    given: Given
    inputs: Inputs

    def read(self) -> tuple[Unit, ...]:
        found = self.library.own(self.name)
        if found is None:
            return ()
        if not found.templates:
            return (Unit(self.name, Language.CLOUDFORMATION, (), found.problems, found.sources),)
        first, *others = found.templates
        return (
            self._unit(first, found.problems, found.sources),
            *(self._unit(template, (), found.sources) for template in others),
        )

    def _unit(self, template: Template, problems: tuple[Problem, ...], sources: tuple[Source, ...]) -> Unit:
        deployment = Deployment(self.library, self.given, self.inputs)
        stack = deployment.stack(template, self.name)
        declared = _Declared()
        declared.add(stack)
        unseen = tuple(deployment.unseen(stack))
        estate = Estate(DIALECT, declared.resources, declared.symbols, declared.events, unseen=unseen)
        return Unit(
            self.name,
            Language.CLOUDFORMATION,
            subjects_of(estate),
            (*problems, *deployment.problems, *stack.common.problems, *estate.not_seen()),
            tuple(dict.fromkeys((*sources, *deployment.sources))),
            tuple(declared.resources),
        )


class _Declared:
    """What the stacks of a unit declare that the model is built from."""

    def __init__(self) -> None:
        self.resources: list[Resource] = []
        self.symbols: dict[str, Symbol] = {}
        self.events: list[Companion] = []

    def add(self, stack: Stack) -> None:
        for declaration in stack.declarations.values():
            if declaration.type == FUNCTION:
                self.events += bucket_events(stack, declaration)
            if declaration.type not in DIALECT.types or not _may_matter(declaration):
                continue
            if len(self.resources) >= MAX_RESOURCES:
                stack.refuse(declaration.key, f"expected at most {MAX_RESOURCES} resources that concern S3")
                break
            resource = resource_of(stack, declaration)
            self.resources.append(resource)
            self.symbols[resource.address] = bucket_symbol(stack, declaration)
        for child in stack.children():
            self.add(child)


def _may_matter(declaration: Declaration) -> bool:
    """Not for what holds identity policies but states none: most roles, of which nothing else is read."""
    if declaration.type not in HOLDERS:
        return True
    match declaration.body.member("Properties"):
        case None:
            return False
        case Mapping(members=members, tag=""):
            # A loop, a function or a transform may make them.
            return any(key.text == "Policies" or not key.text.isalnum() for key, _ in members)
        case _:
            return True
