"""Root modules to units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from s3lint.base.resource import Resource
from s3lint.base.source import Source
from s3lint.base.value import Symbol, Unknown
from s3lint.languages.files import Files
from s3lint.languages.inputs import Inputs
from s3lint.languages.terraform import buckets, linked, neighbours, s3_objects
from s3lint.languages.terraform.declarations.configuration import is_configuration
from s3lint.languages.terraform.declarations.discover import Directories, directories_of
from s3lint.languages.terraform.declarations.project import Configurations, Project
from s3lint.languages.terraform.evaluation import attributes
from s3lint.languages.terraform.evaluation.modules import Module, everything
from s3lint.languages.terraform.evaluation.resources import Declared
from s3lint.languages.unit import Language, Subject, Unit

TYPES = linked.TYPES | neighbours.TYPES | s3_objects.TYPES
"""The resource types that are read into the model."""


def units(paths: Sequence[str], files: Files, inputs: Inputs) -> Iterator[Unit]:
    configurations = Configurations(files)
    directories = Directories(configurations)
    candidates = directories_of(paths)
    for directory in directories.roots(candidates):
        yield unit(directory, configurations, inputs)
        for done in directories.needed_last_by(directory):
            configurations.forget(done)
    for directory in directories.others(candidates):
        yield Unit(directory, Language.TERRAFORM, (), (), ())
    for path in paths:
        if path.endswith(".json") and not is_configuration(path):
            found = _plan(path, configurations, inputs)
            if found is not None:
                yield found


def _plan(path: str, configurations: Configurations, inputs: Inputs) -> Unit | None:
    """The unit of a plan or a state; None where the file is something else, which other readers may report."""
    from s3lint.languages.terraform.plan import plan  # only JSON files that look like plans need it

    try:
        content = configurations.files.raw(path)
    except OSError:
        return None
    source = configurations.files.source(path) if plan.may_be_plan(content) else None
    return plan.unit(source, configurations, inputs) if isinstance(source, Source) else None


def unit(directory: str, configurations: Configurations, inputs: Inputs) -> Unit:
    """The unit of one root module."""
    project = Project(directory, configurations, inputs, TYPES)
    module = Module(project, project.configuration(directory))
    declared = [resource for inner in everything(module) for resource in inner.resources()]
    resources = [resource.resource() for resource in declared]
    subjects = model(resources, _symbols(declared), project.unread())
    module.forget()
    return Unit(directory, Language.TERRAFORM, subjects, project.problems, project.sources, tuple(resources))


def model(resources: Sequence[Resource], symbols: dict[str, Symbol], unread: Unknown | None = None) -> tuple[Subject, ...]:
    """All subjects of a unit's resources; `symbols` are the names by which references call the buckets."""
    elsewhere = {resource.address for resource in neighbours.of_directory_buckets(resources)}
    own = [resource for resource in resources if resource.address not in elsewhere]
    found = linked.Estate(own, symbols, unread)
    return (*buckets.subjects(found), *neighbours.subjects(resources), *s3_objects.subjects(own, found))


def _symbols(declared: Sequence[Declared]) -> dict[str, Symbol]:
    return {resource.address: attributes.name_symbol(resource) for resource in declared if resource.type == linked.BUCKET}
