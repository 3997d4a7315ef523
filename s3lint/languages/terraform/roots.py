"""What there is to read in Terraform: root modules, and plans and states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from s3lint.base.record import Record
from s3lint.base.resource import Resource, property_of
from s3lint.base.value import Data, Entry, Known, MapValue, Unknown, Value
from s3lint.languages.estate import Estate
from s3lint.languages.files import Files
from s3lint.languages.front_end import WithoutS3, Work
from s3lint.languages.inputs import Inputs
from s3lint.languages.subjects import subjects_of
from s3lint.languages.terraform.declarations.configuration import is_configuration
from s3lint.languages.terraform.declarations.discover import Directories, directories_of
from s3lint.languages.terraform.declarations.project import Configurations, Project
from s3lint.languages.terraform.dialect import DIALECT
from s3lint.languages.terraform.evaluation import attributes
from s3lint.languages.terraform.evaluation.modules import Module, everything
from s3lint.languages.terraform.evaluation.switched_off import switched_off
from s3lint.languages.unit import Language, Unit
from s3lint.languages.unseen import Unseen, texts_in


def work(paths: Sequence[str], files: Files, inputs: Inputs) -> tuple[Work, ...]:
    """One piece for every root module and plan among the paths.

    Only directories that call others by local paths are parsed: which of them are called is then certain.
    """
    configurations = Configurations(files)
    directories = Directories(configurations)
    candidates = directories_of(paths)
    models = {configurations.real(directory) for _, directory in inputs.modules}  # called, whatever the source
    roots = [
        directory for directory in directories.roots(candidates) if not models or configurations.real(directory) not in models
    ]
    others = directories.others(candidates)
    return (
        *(RootModule(directory, configurations, inputs, directories.needed_last_by(directory)) for directory in roots),
        *(WithoutS3(directory, Language.TERRAFORM) for directory in others),
        *_plans(paths, configurations, inputs),
    )


def _plans(paths: Sequence[str], configurations: Configurations, inputs: Inputs) -> Iterator[Work]:
    for path in paths:
        if path.endswith(".json") and not is_configuration(path):
            from s3lint.languages.terraform.plan import plan  # only JSON files that may be plans need it

            if plan.may_be_plan(path, configurations.files):
                yield plan.Plan(path, configurations, inputs)


def _switched_off(modules: Sequence[Module]) -> Iterator[Resource]:
    """The companions that are declared and not there, each at the place that says so, with the name of its bucket."""
    for module in modules:
        for off in switched_off(module, DIALECT.names):
            named = off.named if off.resource.type in DIALECT.companions else None
            for name in () if named is None else _alternatives(named):
                settings = Known(MapValue({DIALECT.names: Entry(off.place, name)}), off.place)
                yield Resource(off.resource.address, off.resource.type, settings, off.place)


def _alternatives(named: Value[Data]) -> tuple[Value[Data], ...]:
    """A name, or each that it may be where it is that of an instance whose key nobody gave."""
    match named:
        case Unknown(candidates=tuple() as candidates, origin=origin):
            return tuple(Known(text, origin) for text in candidates)
        case _:
            return (named,)


_STACKS = frozenset(("aws_cloudformation_stack", "aws_cloudformation_stack_set"))


def _stacks(resources: Sequence[Resource]) -> Iterator[Unseen]:
    """The stacks of CloudFormation that Terraform deploys, but those whose template is known to name nothing of S3."""
    for resource in resources:
        if resource.type in _STACKS and resource.condition is not False:
            body = texts_in(property_of(resource, "template_body"))
            written = [text.literal for text in body.all] if body is not None else []
            if any(written) and not any(text is None or "::S3" in text or "s3:" in text for text in written):
                continue
            reason = "the template of a CloudFormation stack is not read with the module"
            yield Unseen(resource.address, resource.type, reason, resource.origin, texts_in(resource.settings))


class RootModule(Record):
    """A root module that leads to S3. `needed_last` are the directories that no root module after it calls."""

    name: str
    configurations: Configurations
    inputs: Inputs
    needed_last: tuple[str, ...]

    def read(self) -> tuple[Unit, ...]:
        found = self._unit()
        for directory in self.needed_last:
            self.configurations.forget(directory)
        return (found,)

    def _unit(self) -> Unit:
        project = Project(self.name, self.configurations, self.inputs, DIALECT.types | _STACKS)
        module = Module(project, project.configuration(self.name))
        modules = tuple(everything(module))
        for inner in modules:
            inner.hide()
        declared = [resource for inner in modules for resource in inner.resources()]
        resources = tuple(resource.resource() for resource in declared)
        symbols = {found.address: attributes.name_symbol(found) for found in declared if found.type == DIALECT.bucket}
        unseen = (*(call for inner in modules for call in inner.unseen()), *_stacks(resources))
        estate = Estate(
            DIALECT, resources, symbols, unread=project.unread(), unseen=unseen, switched_off=_switched_off(modules)
        )
        module.forget()
        problems = (*project.problems, *estate.not_seen())
        subjects = subjects_of(estate)
        return Unit(self.name, Language.TERRAFORM, subjects, problems, project.sources, resources, project.secrets)
