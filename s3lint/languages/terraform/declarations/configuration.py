"""A module as its files declare it: blocks by kind and name, overrides merged, nothing evaluated."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from s3lint.base.record import Record, replace
from s3lint.base.resource import Problem, Scope
from s3lint.base.source import Comment, Source, Span
from s3lint.base.value import Origin
from s3lint.languages.files import Files
from s3lint.languages.front_end import TERRAFORM_CODE, TERRAFORM_VARIABLES
from s3lint.languages.terraform.syntax.nodes import Argument, Block, File, Literal, ObjectNode

MAX_PROBLEMS_PER_FILE = 20
"""A file that is no Terraform at all has an error on every line; more of them say nothing new."""


class PlacedBlock(Record):
    """A block in its file, or what an override file says over it."""

    block: Block
    source: Source

    @property
    def origin(self) -> Origin:
        return Origin(self.source, self.block.header)

    @property
    def region(self) -> Origin:
        """The whole of the block, header and body."""
        return Origin(self.source, self.block.span)


class PlacedArgument(Record):
    """An argument and the file it stands in."""

    argument: Argument
    source: Source

    @property
    def origin(self) -> Origin:
        return Origin(self.source, self.argument.span)


class BlockDeclaration(Record):
    """A block, and the override blocks of the same name in the order in which they are merged into it."""

    parts: tuple[PlacedBlock, ...]

    @property
    def origin(self) -> Origin:
        return self.parts[0].origin

    @property
    def source(self) -> Source:
        return self.parts[0].source

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(label.text for label in self.parts[0].block.labels)

    def scopes(self, kind: str, name: str) -> tuple[Scope, ...]:
        """The whole of the block, and of its overrides, as regions in which findings can lie."""
        return tuple(Scope(kind, name, part.region) for part in self.parts)

    def argument(self, name: str) -> PlacedArgument | None:
        for part in reversed(self.parts):
            found = part.block.body.arguments.get(name)
            if found is not None:
                return PlacedArgument(found, part.source)
        return None

    @property
    def is_sensitive(self) -> bool:
        """Whether a variable or an output says that nobody may be shown its value; Terraform wants that said by a literal."""
        said = (self.argument("sensitive"), self.argument("ephemeral"))
        expressions = (placed.argument.expression for placed in said if placed is not None)
        return any(isinstance(node, Literal) and node.value in (True, "true") for node in expressions)

    def arguments(self) -> dict[str, PlacedArgument]:
        return {
            name: PlacedArgument(argument, part.source)
            for part in self.parts
            for name, argument in part.block.body.arguments.items()
        }

    def blocks(self) -> tuple[PlacedBlock, ...]:
        """Nested blocks; those of a type that an override names replace all earlier ones of the type."""
        found: list[PlacedBlock] = []
        for part in self.parts:
            nested = [PlacedBlock(block, part.source) for block in part.block.body.blocks]
            named = {filled_type(block.block) for block in nested}
            found = [earlier for earlier in found if filled_type(earlier.block) not in named] + nested
        return tuple(found)


def filled_type(block: Block) -> str:
    """The type of the blocks that a block makes: its own, or what `dynamic` is labelled with."""
    return block.labels[0].text if block.type == "dynamic" and block.labels else block.type


class Configuration:
    """The declarations of one directory. Names are unique per kind; a repeated one is reported and the first counts.

    Resources and data sources are known by type and name (`aws_s3_bucket.logs`), the others by name. `required_providers` are
    the sources of providers by their names in this module. `broken` are files that could not be read in full: what is not
    declared may stand there.
    """

    __slots__ = (
        "broken",
        "calls",
        "data",
        "directory",
        "locals",
        "outputs",
        "problems",
        "providers",
        "required_providers",
        "resources",
        "sources",
        "variables",
    )

    def __init__(self, directory: str) -> None:
        self.directory = directory
        self.variables: dict[str, BlockDeclaration] = {}
        self.locals: dict[str, PlacedArgument] = {}
        self.outputs: dict[str, BlockDeclaration] = {}
        self.resources: dict[str, BlockDeclaration] = {}
        self.data: dict[str, BlockDeclaration] = {}
        self.calls: dict[str, BlockDeclaration] = {}
        self.providers: dict[str, BlockDeclaration] = {}
        self.required_providers: dict[str, str] = {}
        self.sources: list[Source] = []
        self.problems: list[Problem] = []
        self.broken: list[Source] = []

    @property
    def documented(self) -> str:
        """The name of what the files only describe; empty where they are the code itself."""
        return self.sources[0].documents if self.sources else ""

    @property
    def size(self) -> int:
        """Characters of all its files."""
        return sum(len(source.text) for source in self.sources)

    def _table(self, kind: str) -> tuple[dict[str, BlockDeclaration], int] | None:
        """The table that a kind of block goes to, and how many labels it has."""
        match kind:
            case "variable":
                return self.variables, 1
            case "output":
                return self.outputs, 1
            case "module":
                return self.calls, 1
            case "resource":
                return self.resources, 2
            case "data":
                return self.data, 2
            case _:
                return None

    def add(self, file: File, is_override: bool) -> None:
        for block in file.body.blocks:
            part = PlacedBlock(block, file.source)
            if block.type == "locals":
                self._add_locals(part, is_override)
                continue
            if block.type == "provider":
                self._add_provider(part)
                continue
            if block.type == "terraform":
                self._add_required_providers(block)
                continue
            found = self._table(block.type)
            if found is not None:
                self._add_block(part, *found, is_override)

    def _add_locals(self, part: PlacedBlock, is_override: bool) -> None:
        for name, argument in part.block.body.arguments.items():
            if name in self.locals and not is_override:
                self._problem(part.source, argument.name_span, f"expected one definition of local.{name}, found a second")
            else:
                self.locals[name] = PlacedArgument(argument, part.source)

    def _add_provider(self, part: PlacedBlock) -> None:
        """Provider configurations are known by name and alias (`aws.west`); every alias is its own."""
        alias = part.block.body.arguments.get("alias")
        word = alias.expression.value if alias is not None and isinstance(alias.expression, Literal) else ""
        for label in part.block.labels[:1]:
            self.providers[f"{label.text}.{word}" if word else label.text] = BlockDeclaration((part,))

    def _add_required_providers(self, settings: Block) -> None:
        for block in settings.body.blocks:
            for name, argument in block.body.arguments.items() if block.type == "required_providers" else ():
                if isinstance(argument.expression, ObjectNode):
                    for item in argument.expression.items:
                        match item.key, item.value:
                            case Literal("source"), Literal(str() as source):
                                self.required_providers[name] = source

    def provider_source(self, name: str) -> str:
        """Namespace and type of the provider that a name in this module stands for: `hashicorp/aws`."""
        return "/".join(("hashicorp", *self.required_providers.get(name, name).lower().split("/"))[-2:])

    def _add_block(self, part: PlacedBlock, table: dict[str, BlockDeclaration], labels: int, is_override: bool) -> None:
        block = part.block
        if len(block.labels) != labels:
            expected = "one label" if labels == 1 else f"{labels} labels"
            self._problem(part.source, block.header, f"expected {expected} after {block.type}, found {len(block.labels)}")
            return
        key = ".".join(label.text for label in block.labels)
        earlier = table.get(key)
        if earlier is None:
            table[key] = BlockDeclaration((part,))
        elif is_override:
            table[key] = replace(earlier, parts=(*earlier.parts, part))
        else:
            self._problem(part.source, block.header, f'expected one {block.type} "{key}", found a second')

    def _problem(self, source: Source, span: Span, message: str) -> None:
        self.problems.append(Problem("invalid-configuration", message, Origin(source, span)))


def is_configuration(path: str) -> bool:
    return path.endswith(TERRAFORM_CODE)


def _stem(path: str) -> str:
    name = os.path.basename(path)
    for ending in TERRAFORM_CODE:
        if name.endswith(ending):
            return name[: -len(ending)]
    return name


def is_override(path: str) -> bool:
    stem = _stem(path)
    return stem == "override" or stem.endswith("_override")


def effective(paths: Sequence[str]) -> tuple[str, ...]:
    """The configuration files of a directory that count: `x.tofu` hides `x.tf`, and `x.tofu.json` hides `x.tf.json`."""
    present = set(paths)
    return tuple(
        path
        for path in sorted(paths)
        if not (path.endswith(".tf") and path[:-3] + ".tofu" in present)
        and not (path.endswith(".tf.json") and path[: -len(".tf.json")] + ".tofu.json" in present)
    )


def in_order(paths: Sequence[str]) -> list[str]:
    """The configuration files that count, those first that others override."""
    return sorted(effective(paths), key=is_override)


def read(directory: str, paths: Sequence[str], files: Files) -> Configuration:
    """The configuration of a directory; what can't be read is a problem of it, and the rest still counts."""
    configuration = Configuration(directory)
    for path in in_order(paths):
        source = files.source(path)
        if isinstance(source, Problem):
            configuration.problems.append(source)
            configuration.broken.append(source.origin.source)
            continue
        configuration.sources.append(source)
        file = parse(source)
        if file.problems:
            configuration.broken.append(source)
        configuration.problems += problems_of(file)
        configuration.add(file, is_override(path))
    return configuration


def parse(source: Source) -> File:
    if source.path.endswith(".json"):
        from s3lint.languages.terraform.syntax import json_syntax  # only projects with JSON syntax need its reader

        return json_syntax.read(source)
    from s3lint.languages.terraform.syntax import reader  # loads the parser, which only directories with S3 need

    return reader.read(source)


def comments(source: Source) -> tuple[Comment, ...]:
    """The comments of a file that is code of Terraform or gives values to variables, by its name; other files have none."""
    if not source.path.endswith((*TERRAFORM_CODE, *TERRAFORM_VARIABLES)):
        return ()
    if source.path.endswith(".json"):
        from s3lint.languages.terraform.syntax import json_syntax  # as above

        return json_syntax.comments(source)
    from s3lint.languages.terraform.syntax import reader  # as above

    return reader.comments(source)


def problems_of(file: File) -> Iterator[Problem]:
    """What is wrong in a file, as far as somebody wants to read of it."""
    for problem in file.problems[:MAX_PROBLEMS_PER_FILE]:
        yield Problem("unreadable-file", problem.message, Origin(file.source, problem.span))
