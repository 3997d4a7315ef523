"""Provider configurations: which one a resource has, and what it gives all its resources. Only the root module has them."""

from __future__ import annotations

from s3lint.base.source import Source, Span
from s3lint.base.value import Data, Value
from s3lint.languages.terraform.declarations.configuration import BlockDeclaration, PlacedArgument
from s3lint.languages.terraform.evaluation import attributes
from s3lint.languages.terraform.evaluation.expressions import value_of
from s3lint.languages.terraform.evaluation.frame import Definitions


def of(declaration: BlockDeclaration, module: Definitions) -> str:
    """The provider configuration of a resource, as the root module knows it (`aws.west`)."""
    placed = declaration.argument("provider")
    if placed is None:
        return module.provider_named(declaration.labels[0].split("_", 1)[0])
    return module.provider_named(name_at(placed.source, placed.argument.expression.span))


def name_at(source: Source, span: Span) -> str:
    """A reference to a provider, which JSON and old versions of Terraform quote."""
    return source.text[span.start : span.end].strip().strip('"').strip("()").strip()


def region(provider: str, root: Definitions) -> str:
    """The region that a provider configuration says; empty where it can't be told."""
    declaration = root.configuration.providers.get(provider)
    placed = None if declaration is None else declaration.argument("region")
    return "" if placed is None else attributes.given_text(_argument(f"provider {provider}", placed, root)) or ""


def default_tags(provider: str, root: Definitions) -> Value[Data] | None:
    """The tags that a provider configuration gives all its resources."""
    declaration = root.configuration.providers.get(provider)
    blocks = declaration.blocks() if declaration is not None else ()
    tags = [
        PlacedArgument(part.block.body.arguments["tags"], part.source)
        for part in blocks
        if part.block.type == "default_tags" and "tags" in part.block.body.arguments
    ]
    return _argument(f"default tags of {provider}", tags[0], root) if tags else None


def _argument(name: str, placed: PlacedArgument, root: Definitions) -> Value[Data]:
    return root.once(name, placed.origin, lambda: value_of(placed.argument.expression, root.frame(placed.source)))
