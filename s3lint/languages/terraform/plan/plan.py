"""`terraform show -json` of a plan or a state, OpenTofu's too: resources with the values that they will have.

The format: https://developer.hashicorp.com/terraform/internals/json-format. What the provider fills in by itself and the
configuration does not say is absent; what is known only after apply is unknown; what is sensitive is masked, and judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from s3lint.base.json_text import (
    Json,
    JsonArray,
    JsonMember,
    JsonObject,
    JsonProblem,
    JsonScalar,
    JsonString,
)
from s3lint.base.record import Record
from s3lint.base.resource import Problem, Resource
from s3lint.base.source import Source, Span
from s3lint.base.value import Data, Entry, Known, ListValue, MapValue, Origin, Piece, Setting, Symbol, Text, Unknown
from s3lint.languages.estate import Estate
from s3lint.languages.files import Files
from s3lint.languages.inputs import Inputs
from s3lint.languages.secrets import Secrets
from s3lint.languages.subjects import subjects_of
from s3lint.languages.terraform.declarations.configuration import MAX_PROBLEMS_PER_FILE
from s3lint.languages.terraform.declarations.discover import mentions_s3
from s3lint.languages.terraform.declarations.project import Configurations
from s3lint.languages.terraform.dialect import DIALECT
from s3lint.languages.terraform.plan.configuration import PlanConfiguration, elements, member
from s3lint.languages.terraform.plan.document import PlanReader, field, items, text
from s3lint.languages.terraform.plan.masking import inside, is_true, masked
from s3lint.languages.terraform.plan.sources import Path, SourcePlaces
from s3lint.languages.unit import Language, Unit

_MARKS = (b'"resource_changes"', b'"planned_values"', b'"values"')

_PASSED_THROUGH = frozenset(("bucket", "target_bucket"))
"""Arguments that name a bucket: where their value is unknown, the configuration may say which one."""


def may_be_plan(path: str, files: Files) -> bool:
    """A cheap test on the bytes of a file; what passes it is read."""
    try:
        content = files.raw(path)
    except OSError:
        return False
    return b'"format_version"' in content and any(mark in content for mark in _MARKS) and mentions_s3(content)


class Planned(Record):
    """A resource of the document: its node, its values, what of them is unknown or sensitive, and its address."""

    node: JsonObject
    address: str
    type: str
    values: Json
    unknown: Json | None
    sensitive: Json | None


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
    planned = list(_resources(document))
    configuration = PlanConfiguration(found.configuration)
    places = SourcePlaces(shown, configurations, inputs)
    secrets = Secrets()
    for given in configuration.sensitive_variables(found.variables):
        secrets.add_json(given)
    symbols = {resource.address: _symbol(resource) for resource in planned if resource.type == DIALECT.bucket}
    made = tuple(_Maker(resource, configuration, places, symbols, secrets).resource() for resource in planned)
    misshapen = islice(_misshapen(document), MAX_PROBLEMS_PER_FILE)
    problems = tuple(Problem("unreadable-file", message, Origin(shown, span)) for message, span in misshapen)
    subjects = subjects_of(Estate(DIALECT, made, symbols))
    sources = (shown, *places.sources())
    return Unit(source.path, Language.TERRAFORM, subjects, problems, sources, made, secrets)


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


def _resources(document: JsonObject) -> Iterator[Planned]:
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


class _Maker:
    """Makes the resource of one planned node."""

    def __init__(
        self,
        planned: Planned,
        configuration: PlanConfiguration,
        places: SourcePlaces,
        symbols: dict[str, Symbol],
        secrets: Secrets,
    ) -> None:
        self._planned = planned
        self._configuration = configuration
        self._places = places
        self._symbols = symbols
        self._secrets = secrets
        self._said = configuration.expressions(planned.address)
        self._header = places.header(planned.address, _header(planned.node))

    def resource(self) -> Resource:
        planned = self._planned
        provider = self._configuration.provider(planned.address)
        settings = Known(MapValue(dict(self._entries())), self._header)
        scopes = self._places.scopes(planned.address, planned.node.span)
        return Resource(planned.address, planned.type, settings, self._header, True, provider, scopes=scopes)

    def _entries(self) -> Iterator[tuple[str, Entry]]:
        planned = self._planned
        keys = [member.key.text for member in planned.values.members] if isinstance(planned.values, JsonObject) else []
        unknown = planned.unknown.members if isinstance(planned.unknown, JsonObject) else ()
        keys += [member.key.text for member in unknown if member.key.text not in keys]
        for key in keys:
            if self._is_filled_in(key):
                continue
            value = self._value(
                (key,),
                field(planned.values, key),
                inside(planned.unknown, key),
                inside(planned.sensitive, key),
                member(self._said, key),
            )
            if value is not None:
                yield key, Entry(value.origin, value)

    def _is_filled_in(self, key: str) -> bool:
        """Whether S3's own default of a bucket was written into an inline block that nobody configured."""
        if self._planned.type != DIALECT.bucket or member(self._said, key) is not None:
            return False
        blocks = items(field(self._planned.values, key))
        match key:
            case "versioning":
                return all(not is_true(field(block, "enabled")) for block in blocks)
            case "server_side_encryption_configuration":
                defaults = [
                    field(inner, "sse_algorithm")
                    for block in blocks
                    for rule in items(field(block, "rule"))
                    for inner in items(field(rule, "apply_server_side_encryption_by_default"))
                ]
                return all(text(algorithm) == "AES256" for algorithm in defaults)
            case _:
                return False

    def _value(
        self, path: Path, node: Json | None, unknown: Json | None, sensitive: Json | None, said: object
    ) -> Setting[Data] | None:
        """The value at a path; None where there is nothing, an empty list, or what only the provider will know."""
        found = self._read(path, node, unknown, sensitive, said)
        if is_true(sensitive) and found is not None:
            self._secrets.add(found)
        return found

    def _read(
        self, path: Path, node: Json | None, unknown: Json | None, sensitive: Json | None, said: object
    ) -> Setting[Data] | None:
        origin = self._places.value(self._planned.address, path, node.span if node is not None else None, self._header)
        if is_true(unknown):
            return self._known_after_apply(path, origin) if said is not None or self._said is None else None
        match node:
            case JsonScalar(None) | None:
                return None
            case JsonScalar(value):
                return Known(value, origin)
            case JsonString() as string:
                return _string(string, origin, self._places.shown)
            case JsonArray(found):
                values = [
                    self._value(
                        (*path, index), item, inside(unknown, index), inside(sensitive, index), _said_inside(said, index)
                    )
                    for index, item in enumerate(found)
                ]
                kept = tuple(value for value in values if value is not None)
                return Known(ListValue(kept), origin) if kept else None
            case JsonObject(members):
                return Known(MapValue(dict(self._members(path, members, unknown, sensitive, said))), origin)

    def _members(
        self,
        path: Path,
        members: Sequence[JsonMember],
        unknown: Json | None,
        sensitive: Json | None,
        said: object,
    ) -> Iterator[tuple[str, Entry]]:
        keys = {member.key.text: member.value for member in members}
        more = [member.key.text for member in unknown.members] if isinstance(unknown, JsonObject) else []
        for key in dict.fromkeys([*keys, *more]):
            value = self._value(
                (*path, key),
                keys.get(key),
                inside(unknown, key),
                inside(sensitive, key),
                member(said, key),
            )
            if value is not None:
                yield key, Entry(value.origin, value)

    def _dotted(self, path: Path) -> str:
        return ".".join([self._planned.address, *(str(part) for part in path)])

    def _known_after_apply(self, path: Path, origin: Origin) -> Setting[Data]:
        if len(path) == 1 and path[0] in _PASSED_THROUGH:
            named = self._configuration.bucket(self._planned.address, str(path[0]), self._symbols)
            if named:
                return Known(Text((Piece(self._symbols[named], origin),)), origin)
        return Unknown(f"{self._dotted(path)} is known after apply", origin, (self._dotted(path),))


def _header(node: JsonObject) -> Span:
    address = field(node, "address")
    return address.span if address is not None else node.span


def _said_inside(said: object, index: int) -> object:
    """What the configuration says of an item; a `dynamic` block makes several items of what is said once."""
    found = elements(said)
    return found[min(index, len(found) - 1)] if found else said


def _string(string: JsonString, origin: Origin, shown: Source) -> Setting[Data]:
    """A string whose characters keep their places in the plan, so that elements of a policy in it have places too."""
    if origin.source is not shown or len(string.segments) <= 1:
        return Known(string.text, origin)
    pieces = tuple(Piece(run, Origin(shown, Span(start, end))) for run, start, end in string.segments if run)
    return Known(Text(pieces), origin)
