"""What there is to read in CloudFormation: files of templates, each judged with the stacks that it deploys from disk."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from s3lint.base.record import Record, replace
from s3lint.base.resource import Problem
from s3lint.base.source import Source
from s3lint.languages.cloudformation.declared import Declared
from s3lint.languages.cloudformation.dialect import DIALECT
from s3lint.languages.cloudformation.discover import FileKind, Found, kind_of, mentions
from s3lint.languages.cloudformation.evaluation.parameters import Given, given_by
from s3lint.languages.cloudformation.evaluation.rules import required
from s3lint.languages.cloudformation.evaluation.stack import not_in_this_run
from s3lint.languages.cloudformation.library import Library
from s3lint.languages.cloudformation.stacks import Deployment, with_all_inside, with_nested
from s3lint.languages.estate import Estate
from s3lint.languages.files import Files
from s3lint.languages.front_end import WithoutS3, Work
from s3lint.languages.inputs import Inputs
from s3lint.languages.subjects import subjects_of
from s3lint.languages.unit import Language, Unit

if TYPE_CHECKING:
    from s3lint.languages.cloudformation.exchange import Beside, Exchange


def work(paths: Sequence[str], files: Files, inputs: Inputs) -> tuple[Work, ...]:
    """One piece per file of templates that no other template deploys, and one for each that can't be read.

    Of the templates only those are parsed that deploy others: which ones they deploy is then certain.
    """
    given, problems, sources = given_by(inputs, files)
    library = Library(files)
    kinds = {path: kind_of(path, files) for path in paths}
    deploying = [path for path, kind in kinds.items() if kind is FileKind.DEPLOYING]
    inside = _deployed(deploying, library, given, inputs) if deploying else frozenset()
    exchange = _exchange(kinds, inside, library, given, inputs)
    found: list[Work] = [ParameterFiles(problems, sources)] if problems else []
    for path in paths:
        kind = kinds[path]
        if kind is FileKind.WITHOUT_S3:
            found.append(WithoutS3(path, Language.CLOUDFORMATION))
        elif kind is not FileKind.OTHER:
            found.append(TemplateFile(path, library, given, inputs, exchange))
    return tuple(piece for piece in found if os.path.normpath(piece.name) not in inside)


def _deployed(paths: Sequence[str], library: Library, given: Given, inputs: Inputs) -> frozenset[str]:
    """The templates that are judged with those that deploy them; each of a circle is judged for itself."""
    deployed: set[str] = set()
    circular: set[str] = set()
    for path in paths:
        found = library.shared(path)
        for template in found.templates if found is not None else ():
            deployment = Deployment(library, given, inputs)
            with_nested(deployment.stack(template, path))
            deployed |= deployment.deployed
            circular |= deployment.circular
    return frozenset(deployed - circular)


def _exchange(
    kinds: Mapping[str, FileKind], inside: Collection[str], library: Library, given: Given, inputs: Inputs
) -> Exchange | None:
    """Who exports and who imports, where both are among the templates; a template may do it by those that it deploys."""
    candidates = [path for path, kind in kinds.items() if kind is not FileKind.OTHER]
    importing = [path for path in candidates if mentions(path, b"ImportValue", library.files)]
    exporting = [path for path in candidates if mentions(path, b"Export", library.files)] if importing else []
    if not importing or not exporting:
        return None
    top = [path for path in candidates if os.path.normpath(path) not in inside]
    deploying = {path for path in top if kinds[path] is FileKind.DEPLOYING}
    exporters, importers = deploying.union(exporting), deploying.union(importing)
    from s3lint.languages.cloudformation.exchange import Exchange  # few runs import anything

    return Exchange(library, given, inputs, [p for p in top if p in exporters], [p for p in top if p in importers])


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
    exchange: Exchange | None = None

    def read(self) -> tuple[Unit, ...]:
        found = self.library.own(self.name)
        if found is None:
            return ()
        if not found.templates:
            return (Unit(self.name, Language.CLOUDFORMATION, (), found.problems, found.sources),)
        return tuple(self._unit(found, number) for number in range(len(found.templates)))

    def _unit(self, found: Found, number: int) -> Unit:
        if self.exchange is None:
            return self._read(found, number, None)
        beside = self.exchange.beside()
        try:
            return self._read(found, number, beside)
        finally:
            beside.close()

    def _read(self, found: Found, number: int, beside: Beside | None) -> Unit:
        imported = beside.imported if beside is not None else not_in_this_run
        deployment = Deployment(self.library, self.given, self.inputs, imported)
        stack = deployment.stack(found.templates[number], self.name)
        if beside is not None:
            beside.open(stack, self.name, number)
        declared = Declared()
        declared.add(with_nested(stack))
        declared.unseen += deployment.unseen(stack)
        if beside is not None:
            declared.add_beside(beside)
        estate = Estate(DIALECT, declared.resources, declared.symbols, declared.events, stack.common.unread, declared.unseen)
        subjects = beside.judged(estate) if beside is not None else subjects_of(estate)
        sources = (*found.sources, *deployment.sources)
        given = required(with_all_inside(stack))
        return Unit(
            self.name,
            Language.CLOUDFORMATION,
            tuple(subject if given is True else replace(subject, given=given) for subject in subjects),
            (
                *(found.problems if number == 0 else ()),
                *deployment.problems,
                *stack.common.problems,
                *(problem for problem in estate.not_seen() if problem.origin.source in sources),
            ),
            tuple(dict.fromkeys((*sources, *(beside.sources if beside is not None else ())))),
            tuple(declared.resources),
            stack.common.secrets,
        )
