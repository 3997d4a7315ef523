"""Templates into units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from s3lint.cloudformation.buckets import BUCKET, BUCKET_POLICY, Estate
from s3lint.cloudformation.discover import look
from s3lint.cloudformation.evaluator import Evaluator
from s3lint.cloudformation.parameters import Given, given_by
from s3lint.cloudformation.references import bucket_symbol
from s3lint.cloudformation.resources import resource_of
from s3lint.cloudformation.template import Template
from s3lint.files import Files
from s3lint.inputs import Inputs
from s3lint.resource import Problem
from s3lint.source import Source
from s3lint.unit import Language, Unit

_TYPES = frozenset((BUCKET, BUCKET_POLICY))


def units(paths: Sequence[str], files: Files, inputs: Inputs) -> Iterator[Unit]:
    """One unit per template among the files, and one for each file that could not be read."""
    given, problems, sources = given_by(inputs, files)
    if problems:
        yield Unit(problems[0].origin.source.path, Language.CLOUDFORMATION, (), problems, sources)
    for path in paths:
        found = look(path, files)
        if found is None:
            continue
        if not found.templates:
            yield Unit(path, Language.CLOUDFORMATION, (), found.problems, found.sources)
        for index, template in enumerate(found.templates):
            yield _unit(template, given, files, inputs, found.problems if index == 0 else (), found.sources)


def _unit(
    template: Template, given: Given, files: Files, inputs: Inputs, problems: tuple[Problem, ...], sources: tuple[Source, ...]
) -> Unit:
    evaluator = Evaluator(template, given, files, inputs)
    declarations = [each for each in evaluator.declarations.values() if each.type in _TYPES]
    resources = [resource_of(evaluator, declaration) for declaration in declarations]
    symbols = {evaluator.address(each.id): bucket_symbol(evaluator, each) for each in declarations if each.type == BUCKET}
    subjects = Estate(resources, symbols).subjects()
    return Unit(template.source.path, Language.CLOUDFORMATION, subjects, problems, sources)
