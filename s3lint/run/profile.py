"""Profiles: which rules serve the controls of a standard. One file each in `profiles/`, read when a run asks for it.

The files are the one place of the mapping: a standard is put right as a whole, and a rule need not know who cites it.
A file may name a rule that is not installed; it is passed over, and a control without any that is installed is not checked.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache

from s3lint.base.record import Record, replace
from s3lint.errors import UsageError, did_you_mean

_FOLDER = os.path.join(os.path.dirname(__file__), "profiles")
WORDS = ("default", "strict")
"""The profiles that say what s3lint advises, not a standard: the rules that are on, and all. No file lists their rules."""

NOT_INSTALLED = "no rule for it is installed"


class Control(Record):
    """One control: `rules` serve it; where there are none, `why` says what keeps a template from showing it."""

    id: str
    title: str
    rules: tuple[str, ...]
    why: str = ""


class Profile(Record):
    """A standard, as far as it speaks of S3; `source` is where it stands."""

    name: str
    title: str
    source: str
    controls: tuple[Control, ...]


def standards() -> tuple[str, ...]:
    """The names of the profiles that have a file."""
    return tuple(sorted(file[:-5] for file in os.listdir(_FOLDER) if file.endswith(".json")))


def load(name: str) -> Profile:
    """The profile of a standard, by one of the names of `standards`."""
    import json  # most runs ask for no standard

    with open(os.path.join(_FOLDER, f"{name}.json"), encoding="utf-8") as stream:
        content = json.load(stream)
    controls = tuple(
        Control(number, control["title"], tuple(control["rules"]), control.get("why", ""))
        for number, control in content["controls"].items()
    )
    return Profile(name, content["title"], content["source"], controls)


def served(rule: str) -> tuple[str, ...]:
    """What a rule serves, of all standards: `cis-aws-5.0/2.1.1`."""
    return _by_rule().get(rule, ())


@cache
def _by_rule() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name in standards():
        for control in load(name).controls:
            for rule in control.rules:
                found.setdefault(rule, []).append(f"{name}/{control.id}")
    return {rule: tuple(controls) for rule, controls in found.items()}


def by_standard(controls: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """The controls of a rule by their standards, which stand before the `/`."""
    standards: dict[str, list[str]] = {}
    for control in controls:
        standards.setdefault(control.partition("/")[0], []).append(control)
    return standards


def check_names(names: Iterable[str]) -> None:
    """Raises UsageError for a name that is no profile's; all others are words that `registry.select` takes."""
    known = (*WORDS, *standards())
    for name in names:
        if name not in known:
            raise UsageError(f"no profile is called {name}{did_you_mean(name, list(known))}; there are {', '.join(known)}")


def covered(names: Sequence[str], installed: Collection[str]) -> tuple[Profile, ...]:
    """The standards with the rules that are installed alone, and a reason for each control that is left with none.

    Raises UsageError for a name that is no standard's.
    """
    check_names(names)
    for name in names:
        if name in WORDS:
            raise UsageError(f"{name} is no standard, and has no controls; `s3lint rules` shows which rules are on")
    return tuple(_covered(load(name), installed) for name in names)


def _covered(profile: Profile, installed: Collection[str]) -> Profile:
    controls = []
    for control in profile.controls:
        rules = tuple(rule for rule in control.rules if rule in installed)
        controls.append(replace(control, rules=rules, why="" if rules else control.why or NOT_INSTALLED))
    return replace(profile, controls=tuple(controls))
