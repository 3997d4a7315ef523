"""A rule that asks a condition of the model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from s3lint.base.value import Origin, Unknown
from s3lint.model.thing import Thing
from s3lint.run.finding import Finding
from s3lint.run.requirements.conditions import Condition, Said
from s3lint.run.rule import Rule

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
PLACEHOLDERS = ("address", "setting", "value")
"""What a message may hold in braces."""


class Requirement(Rule, is_abstract=True):
    """`condition` must hold of what it judges, where `where` does. `origin` is where the rule is written."""

    origin: ClassVar[Origin]
    condition: ClassVar[Condition]
    where: ClassVar[Condition | None]
    message: ClassVar[str]

    def check(self, thing: Thing) -> Iterator[Finding]:
        concerns = self.where.ask(thing, thing.origin) if self.where else None
        if concerns is not None and concerns.answer is False:
            yield self.not_applicable(thing.origin, f"the rule is for: {self.where}")
            return
        said = self.condition.ask(thing, thing.origin)
        if said.answer is True:
            return
        if concerns is not None and isinstance(concerns.answer, Unknown):
            yield self.undecided(concerns.answer, f"whether {self.name} is for {thing} ({self.where})", setting=concerns.key)
        elif isinstance(said.answer, Unknown):
            yield self.undecided(said.answer, f"whether {thing} meets {self.name} ({self.condition})", setting=said.key)
        elif said.key == "name" and getattr(thing, "is_external", False):
            yield self.not_applicable(said.origin, f"{thing} is not declared here")
        else:
            yield self.fail(said.origin, self._message(thing, said), setting=said.key)

    def _message(self, thing: Thing, said: Said) -> str:
        if not self.message:
            found = f"is {said.value}" if said.value != "not set" else "is not set"
            return f"{said.key} of {thing} {found}; expected: {self.condition}"
        words = dict(zip(PLACEHOLDERS, (str(thing), said.key, said.value), strict=True))
        return PLACEHOLDER.sub(lambda placeholder: words[placeholder[1]], self.message)
