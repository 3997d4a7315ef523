"""What calls hand to modules that can't be seen: their outputs, and whose companions they declare, can rest on nothing else."""

from __future__ import annotations

from s3lint.base.value import Data, Known, ListValue, Value
from s3lint.languages.terraform.declarations.configuration import BlockDeclaration
from s3lint.languages.terraform.evaluation import bodies
from s3lint.languages.terraform.evaluation.expressions import value_of
from s3lint.languages.terraform.evaluation.frame import Definitions
from s3lint.languages.terraform.evaluation.instances import expand
from s3lint.languages.terraform.values.origins import members_of
from s3lint.languages.unseen import Texts, texts_in


def handed(module: Definitions, address: str, declaration: BlockDeclaration) -> Texts | None:
    """The texts in all that a call hands to its module, in each of its instances; None where they are too many.

    Two calls may each be given an output of the other: what one is given is then in what the other is.
    """
    known = module.evaluated.handed
    if address in known:
        return known[address]
    name = f"arguments of {address}"
    if module.evaluated.is_pending(f"{module.path} {name}"):
        return Texts()

    def compute() -> Value[Data]:
        expansion = expand(declaration, address, module.frame(declaration.source))
        values = [
            value_of(placed.argument.expression, instance.frame.in_file(placed.source))
            for instance in (*expansion.members, *(() if expansion.each is None else (expansion.each,)))
            for name, placed in declaration.arguments().items()
            if name not in bodies.META_ARGUMENTS_OF_MODULES
        ]
        return Known(ListValue(tuple(values)), declaration.origin)

    found = known[address] = texts_in(module.once(name, declaration.origin, compute), members_of)
    return found
