"""The catalogue of settings: every setting of the model once, by its key, with its type and one sentence about it.

A key names the way to a setting in the classes of the model: `versioning.status`, `lifecycle.rules[].abort_days`. `[]` stands
for any item of a list; a list that is called like what holds it is named once (`tags[].key`). Keys are relative to the thing
that a rule judges; in the catalogue those of other things than buckets begin with its kind (`access_point.policy`).

What rules ask of a policy has keys below `policy`, although no single property or argument stands for it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping

from s3lint.base.record import Record
from s3lint.errors import did_you_mean
from s3lint.model.thing import Thing

POLICY_QUESTIONS: Mapping[str, str] = {
    "actions": "the actions that a statement allows",
    "deletions": "whether deleting versions needs a second factor",
    "document": "whether S3 accepts the policy, and each part has an effect",
    "grants": "which other accounts are let in",
    "management": "who may still change the policy",
    "network": "from which networks the bucket can be reached",
    "principals": "whom a statement names",
    "public": "whether anyone is let in",
    "signatures": "whether requests with old signatures are denied",
    "services": "for whom AWS services may act",
    "tls": "whether requests without TLS are denied",
    "tls_version": "whether requests over old versions of TLS are denied",
    "uploads": "which encryption uploads must ask for",
}

_WORDS = {
    "str": "a word",
    "bool": "true or false",
    "int": "a whole number",
    "Text": "a text",
    "Strings": "a list of texts",
    "Policy": "a policy",
}


class SettingDescription(Record):
    """What the catalogue says of one setting: `type` in words, and what it is in one sentence."""

    key: str
    type: str
    sentence: str


class _Place(Record):
    """Where the classes describe a setting: the class that has it, its name there, its annotation and the sentence about it."""

    holder: type
    name: str
    annotation: str
    sentence: str

    @property
    def is_list(self) -> bool:
        return "tuple[" in self.annotation

    @property
    def type_name(self) -> str:
        """The innermost type: `LifecycleRule` of `tuple[LifecycleRule, ...]`, `Text` of `Setting[Text]`."""
        return self.annotation.removesuffix(", ...]").rstrip("]").rpartition("[")[2]

    @property
    def part(self) -> type[Record] | None:
        """The part of the model that the setting is, or a list of which it is; none where it has no settings of its own."""
        found = getattr(sys.modules[self.holder.__module__], self.type_name, None)
        is_part = isinstance(found, type) and issubclass(found, Record) and bool(found._sentences)
        return found if is_part and self.type_name not in _WORDS else None


def _place(holder: type, name: str, sentence: str) -> _Place:
    owner = next(kind for kind in holder.__mro__ if name in vars(kind).get("__annotations__", {}))
    return _Place(owner, name, vars(owner)["__annotations__"][name], sentence)


def keys(holder: type, prefix: str = "") -> Iterator[SettingDescription]:
    """All settings of a thing or part, depth first, in the order in which its class describes them."""
    sentences: Mapping[str, str] = getattr(holder, "described", None) or getattr(holder, "_sentences", {})
    for name, sentence in sentences.items():
        yield from _keys_at(_place(holder, name, sentence), prefix)


def _keys_at(place: _Place, prefix: str) -> Iterator[SettingDescription]:
    key = prefix if place.is_list and f".{prefix}".endswith(f".{place.name}.") else f"{prefix}{place.name}."
    key = f"{key[:-1]}[]." if place.is_list else key
    part = place.part
    type_in_words = "a list" if place.is_list else "a block" if part else _WORDS.get(place.type_name, "a fact")
    yield SettingDescription(key[:-1], type_in_words, place.sentence)
    if part is not None:
        yield from keys(part, key)


def has_setting(kinds: type | tuple[type, ...], key: str) -> bool:
    """Whether a key, relative to its thing, is a setting of one of some kinds of thing: looks no further than the key leads."""
    head, _, rest = key.partition(".")
    for kind in kinds if isinstance(kinds, tuple) else (kinds,):
        is_question = head == "policy" and rest in POLICY_QUESTIONS and head in getattr(kind, "described", {})
        if is_question or _leads_to_setting(kind, key.split(".")):
            return True
    return False


def _leads_to_setting(holder: type, names: list[str]) -> bool:
    """Whether names lead from a thing or part to a setting, each to one of the part that the one before it leads to."""
    while names:
        name = names[0].removesuffix("[]")
        if name not in (getattr(holder, "described", None) or getattr(holder, "_sentences", {})):
            return False
        place = _place(holder, name, "")
        part = place.part if len(names) > 1 or names[0] != name else None
        if names[0] != name and not place.is_list:  # a list that is called like what holds it
            if part is None or name not in part._sentences:
                return False
            place = _place(part, name, "")
            part = place.part
        if place.is_list is (names[0] == name):
            return False
        if part is None:
            return len(names) == 1
        holder, names = part, names[1:]
    return True


def like_setting(kinds: type | tuple[type, ...], key: str) -> str:
    """`; did you mean …?` for a key that is no setting, or nothing."""
    known = [described.key for kind in (kinds if isinstance(kinds, tuple) else (kinds,)) for described in keys(kind)]
    return did_you_mean(key, [*known, *(f"policy.{name}" for name in POLICY_QUESTIONS)])


def catalogue(kinds: tuple[type[Thing], ...] | None = None) -> dict[str, SettingDescription]:
    """Every setting of the model by its key."""
    found = {}
    for kind in kinds or things():
        prefix = f"{kind.key}." if kind.key else ""
        for described in keys(kind):
            key = prefix + described.key
            found[key] = SettingDescription(key, described.type, described.sentence)
    for name, sentence in POLICY_QUESTIONS.items():
        found[f"policy.{name}"] = SettingDescription(f"policy.{name}", "a question", sentence)
    return found


def things() -> tuple[type[Thing], ...]:
    """The classes of all things of the model."""
    from s3lint.model import bucket, neighbours  # a rule about buckets needs no neighbours

    found = (*vars(bucket).values(), *vars(neighbours).values())
    things = (kind for kind in found if isinstance(kind, type) and issubclass(kind, Thing))
    return tuple(dict.fromkeys(thing for thing in things if thing.described))
