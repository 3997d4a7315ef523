"""A unit of analysis: one template, one Terraform root module with what it calls, or a bucket policy on its own."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

from s3lint.base.condition import Condition
from s3lint.base.record import Record, replace
from s3lint.base.resource import Problem, Resource
from s3lint.base.source import Source
from s3lint.base.value import Data, Note, Origin, Value
from s3lint.base.worlds import World
from s3lint.languages.secrets import Secrets


class Language(Enum):
    CLOUDFORMATION = "CloudFormation"
    TERRAFORM = "Terraform"
    POLICY = "policy"


class Subject(Record):
    """Something that rules judge, before a world is chosen.

    `kind` is its model class. `block` names the declaration that instances share: the address without instance keys.
    `names` are what else it is asked for by: what a bucket is called that is not declared, whose address is that of the first
    companion which names it; `called` is the name that S3 knows a bucket by, absent where that is generated.
    `hints` are said beside findings about a setting of that name; an empty one is every setting.
    `spelled` writes the names of settings in a sentence as the language does.
    `condition` says when it exists. `build` makes the model object of a world. `given` is what holds of the inputs in every
    deployment; worlds in which it can't hold don't count.
    """

    kind: type
    address: str
    block: str
    origin: Origin
    condition: Condition
    build: Callable[[World], Any]
    given: Condition = True
    names: tuple[str, ...] = ()
    called: Value[Data] | None = None
    hints: tuple[tuple[str, Note], ...] = ()
    spelled: Callable[[str], str] | None = None


class Unit(Record):
    """`name` is the path of the template, policy or root module's directory; `sources` are the files that were read for it.

    `resources` are those that the subjects were built from, for whoever asks in which of them a place lies. No output may show
    the `secrets`; what is evaluated later may add to them.
    """

    name: str
    language: Language
    subjects: tuple[Subject, ...]
    problems: tuple[Problem, ...]
    sources: tuple[Source, ...]
    resources: tuple[Resource, ...] = ()
    secrets: Secrets | None = None


def owned_by(account: str, subject: Subject) -> Subject:
    """The subject with a thing that is known to belong to an account; as it is where the account is empty."""
    if not account:
        return subject

    def build(world: World) -> Any:
        return subject.build(world).owned_by(account)

    return replace(subject, build=build)


def block_of(address: str) -> str:
    """An address without instance keys."""
    parts: list[str] = []
    rest = address
    while "[" in rest:
        before, _, after = rest.partition("[")
        parts.append(before)
        rest = _after_key(after)
    return "".join(parts) + rest


def _after_key(text: str) -> str:
    """What follows a key's closing bracket; a quoted key may hold brackets and escaped quotes."""
    if not text.startswith('"'):
        return text.partition("]")[2]
    index = 1
    while index < len(text) and text[index] != '"':
        index += 2 if text[index] == "\\" else 1
    return text[index + 2 :]
