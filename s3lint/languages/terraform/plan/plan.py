"""`terraform show -json` of a plan or a state, OpenTofu's too: resources with the values that they will have.

The format: https://developer.hashicorp.com/terraform/internals/json-format. What the provider fills in by itself and the
configuration does not say is absent; what is known only after apply is unknown; what is sensitive is masked, and judged.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice

from s3lint.base.json_text import Json, JsonArray, JsonObject, JsonProblem, JsonScalar
from s3lint.base.record import Record, replace
from s3lint.base.resource import Problem
from s3lint.base.source import Source, Span
from s3lint.base.value import Origin, Symbol
from s3lint.languages.estate import Estate
from s3lint.languages.files import Files
from s3lint.languages.inputs import Inputs
from s3lint.languages.secrets import Secrets
from s3lint.languages.subjects import subjects_of
from s3lint.languages.terraform.declarations.configuration import MAX_PROBLEMS_PER_FILE
from s3lint.languages.terraform.declarations.discover import mentions_s3
from s3lint.languages.terraform.declarations.project import Attributes, Configurations, Project
from s3lint.languages.terraform.declarations.variables import VariableAssignment, VariableAssignments
from s3lint.languages.terraform.dialect import DIALECT
from s3lint.languages.terraform.plan.code import Code
from s3lint.languages.terraform.plan.configuration import PlanConfiguration, word
from s3lint.languages.terraform.plan.document import PlanDocument, PlanReader, field, items, text
from s3lint.languages.terraform.plan.masking import masked
from s3lint.languages.terraform.plan.resources import NAMED_BY_ARN, Planned, Surroundings, attributes, resource
from s3lint.languages.terraform.plan.sources import SourcePlaces, directory_of
from s3lint.languages.terraform.syntax.json_syntax import literal
from s3lint.languages.unit import Language, Unit, owned_by
from s3lint.model.bucket import Bucket

_MARKS = (b'"resource_changes"', b'"planned_values"', b'"values"')


def may_be_plan(path: str, files: Files) -> bool:
    """A cheap test on the bytes of a file; what passes it is read."""
    try:
        content = files.raw(path)
    except OSError:
        return False
    return b'"format_version"' in content and any(mark in content for mark in _MARKS) and mentions_s3(content)


class Plan(Record):
    """A file that may hold a plan or a state, with the sources beside it."""

    name: str
    configurations: Configurations
    inputs: Inputs

    def read(self) -> tuple[Unit, ...]:
        """Its unit; nothing where the file turns out to be something else, which other readers may report."""
        source = self.configurations.files.source(self.name)
        if isinstance(source, Problem):
            return ()
        found = _unit(source, self.configurations, self.inputs)
        return () if found is None else (found,)


def _unit(source: Source, configurations: Configurations, inputs: Inputs) -> Unit | None:
    reader = PlanReader(source.text, DIALECT.types)
    found = reader.plan()
    if reader.problem is not None:
        return _unreadable(source, reader.problem)
    document = found.root
    if not isinstance(document, JsonObject) or field(document, "format_version") is None:
        return None
    shown = Source(source.path, masked(reader))
    if reader.problem is not None:
        return _unreadable(source, reader.problem)
    misshapen = islice(_misshapen(document), MAX_PROBLEMS_PER_FILE)
    problems = tuple(Problem("unreadable-file", message, Origin(shown, span)) for message, span in misshapen)
    return replace(_made(reader, found, shown, configurations, inputs), problems=problems)


def _made(reader: PlanReader, found: PlanDocument, shown: Source, configurations: Configurations, inputs: Inputs) -> Unit:
    """The unit of a plan that could be read; `shown` is its text without what is sensitive."""
    planned = list(_resources(found.root))
    symbols = {one.address: _symbol(one) for one in planned if one.type == DIALECT.bucket}
    by_arn: dict[str, dict[str, Symbol]] = {kind: {} for kind in NAMED_BY_ARN}
    for one in planned:
        if one.type in by_arn:
            by_arn[one.type][one.address] = Symbol(one.address, "arn", f"{one.address}.arn")
    secrets = Secrets()
    data = reader.data(found, secrets)
    configuration = PlanConfiguration(found.configuration)
    _hide_variables(secrets, configuration, found.variables, reader.text)
    account = inputs.account or _account(data)
    project = Project(
        directory_of(shown.path, inputs),
        configurations,
        replace(inputs, account=account),
        DIALECT.types,
        _assigned(found.variables, shown),
        {**data, **{address: {"bucket": symbol.literal} for address, symbol in symbols.items()}},
        secrets,
    )
    places, code = SourcePlaces(shown, project), Code(project)
    around = Surroundings(
        configuration,
        places,
        code if places.are_there else None,
        {DIALECT.bucket: symbols, **by_arn},
        attributes(planned),
        secrets,
        inputs.region,
    )
    made = tuple(resource(one, around) for one in planned)
    code.forget()
    subjects = tuple(
        owned_by(account, subject) if subject.kind is Bucket else subject
        for subject in subjects_of(Estate(DIALECT, made, symbols, is_filled_in=True))
    )
    sources = (shown, *places.sources())
    return Unit(shown.path, Language.TERRAFORM, subjects, (), sources, made, secrets)


def _account(data: Attributes) -> str:
    """The account that a plan was made in, where it asked for it and got one answer."""
    identities = [values for address, values in data.items() if "data.aws_caller_identity." in f".{address}"]
    accounts = {word(values.get("account_id")) for values in identities}
    return accounts.pop() if len(accounts) == 1 else ""


def _assigned(variables: Json | None, shown: Source) -> VariableAssignments:
    """The values of the root module's variables that a plan was made with."""
    members = variables.members if isinstance(variables, JsonObject) else ()
    values = {member.key.text: field(member.value, "value") for member in members}
    assigned = {name: VariableAssignment(literal(node), shown) for name, node in values.items() if node is not None}
    return VariableAssignments(assigned, (), ())


def _hide_variables(secrets: Secrets, configuration: PlanConfiguration, variables: Json | None, plan: str) -> None:
    """Notes what the variables hold that are declared sensitive."""
    for default in configuration.sensitive_defaults():
        secrets.add_json(default)
    for name in configuration.sensitive_variables():
        node = field(field(variables, name), "value")
        if node is not None:
            secrets.add_json(json.loads(plan[node.span.start : node.span.end]))


def _unreadable(source: Source, problem: JsonProblem) -> Unit:
    found = Problem("unreadable-file", problem.message, Origin(source, problem.span))
    return Unit(source.path, Language.TERRAFORM, (), (found,), (source,))


def _misshapen(document: JsonObject) -> Iterator[tuple[str, Span]]:
    """What has not the shape that the format promises, so that resources may be missing."""
    changes = field(document, "resource_changes")
    if changes is not None and not isinstance(changes, JsonArray):
        yield "expected a list of resource changes", changes.span
    for node in items(changes):
        change = field(node, "change")
        after = field(change, "after")
        is_told = isinstance(after, JsonObject) or after is None or (isinstance(after, JsonScalar) and after.value is None)
        if not isinstance(node, JsonObject):
            yield "expected a resource change", node.span
        elif text(field(node, "type")) in DIALECT.types and not (isinstance(change, JsonObject) and is_told):
            yield "expected a `change` whose `after` is an object or null", node.span
    for key in ("planned_values", "values"):
        values = field(document, key)
        if changes is None and values is not None and not isinstance(values, JsonObject):
            yield f"expected an object of {key}", values.span


def _symbol(bucket: Planned) -> Symbol:
    return Symbol(bucket.address, "name", f"{bucket.address}.id", text(field(bucket.values, "bucket")) or None)


def _resources(document: Json) -> Iterator[Planned]:
    changes = field(document, "resource_changes")
    if isinstance(changes, JsonArray):
        for node in items(changes):
            change = field(node, "change")
            after = field(change, "after") if change is not None else None
            if isinstance(node, JsonObject) and isinstance(change, JsonObject) and isinstance(after, JsonObject):
                unknown, sensitive = field(change, "after_unknown"), field(change, "after_sensitive")
                yield from _planned(node, after, unknown, sensitive)
        return
    values = field(document, "planned_values") or field(document, "values")
    if values is not None:
        yield from _module_resources(field(values, "root_module"))


def _module_resources(module: Json | None) -> Iterator[Planned]:
    if module is None:
        return
    for node in items(field(module, "resources")):
        values = field(node, "values")
        if isinstance(node, JsonObject) and isinstance(values, JsonObject):
            yield from _planned(node, values, None, field(node, "sensitive_values"))
    for child in items(field(module, "child_modules")):
        yield from _module_resources(child)


def _planned(node: JsonObject, values: JsonObject, unknown: Json | None, sensitive: Json | None) -> Iterator[Planned]:
    kind = text(field(node, "type"))
    if text(field(node, "mode")) == "managed" and kind in DIALECT.types:
        yield Planned(node, text(field(node, "address")), kind, values, unknown, sensitive)
