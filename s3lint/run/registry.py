"""The rules: found through the entry-point group `s3lint.rules`, selected by name, group, alias or profile.

A distribution that offers rules has `s3lint` in its name, and an entry point of the group that names a package or module; what
of it are rules, `packs` says. The built-in rules come in the same way, but for their index: what it says of a rule need not be
loaded, and a run loads no rule that it has nothing to ask.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from typing import Any, TypeVar

from s3lint.base.record import Record
from s3lint.errors import UsageError, did_you_mean
from s3lint.run import packs
from s3lint.run.finding import Severity
from s3lint.run.input_findings import NOTICES
from s3lint.run.option import OWN, Assignment
from s3lint.run.rule import BUILT_IN, Descriptor, Group, Rule

ENTRY_POINT_GROUP = "s3lint.rules"

# To open the metadata of every distribution would make each run slower with each package that is installed beside s3lint:
# 6 ms for 500, now 0.4. A cache would be written where a linter should not write, and can't see that an editable install
# has changed. A name is seen in the listing of a folder, as with `tflint-ruleset-*` and `kubectl-*`.
NAME_PART = "s3lint"
"""What the names of all distributions with rules have in them, as their metadata folders spell it."""

INDEX = "_index"
"""The module of the built-in rules that says what selects them and what they judge."""

_TAKEN = {"all", "default", "strict", *(group.value for group in Group), *(notice.name for notice in NOTICES)}
"""Words of those who select rules that mean no single rule."""

_WIDE = _TAKEN - {notice.name for notice in NOTICES}


class Listed(Record):
    """An installed rule, loaded or not: what words select it by, and the kinds of things that it judges, by their names.

    `module` defines it, whose file is at `path`; `rule` is set where that was loaded to find the rule.
    """

    name: str
    group: Group
    default: bool
    aliases: tuple[str, ...]
    judges: tuple[str, ...]
    module: str
    path: str = ""
    rule: type[Rule] | None = None

    @classmethod
    def of(cls, rule: type[Rule]) -> Listed:
        judges = rule.judges if isinstance(rule.judges, tuple) else (rule.judges,)
        kinds = tuple(kind.__name__ for kind in judges)
        return cls(rule.name, rule.group, rule.default, rule.aliases, kinds, rule.__module__, rule=rule)

    def load(self) -> type[Rule]:
        """The rule itself. Raises UsageError where its module can't be imported."""
        return self.rule or _rule_at(self.module, self.path)

    def place(self) -> str:
        """Where it is written, for messages."""
        return packs.place_of(self.load())


@cache
def _rule_at(module: str, path: str) -> type[Rule]:
    (rule,) = packs.rules_in(packs.loaded(module, path))
    return rule


def all_rules(folders: Iterable[str] = (), yaml_folders: Iterable[str] = ()) -> tuple[type[Rule], ...]:
    """Every rule, loaded, by name. Raises UsageError as `listed` does."""
    return tuple(each.load() for each in listed(folders, yaml_folders))


def listed(folders: Iterable[str] = (), yaml_folders: Iterable[str] = ()) -> tuple[Listed, ...]:
    """Every rule that is installed, and those of folders, by name; in some of these only rules in YAML count.

    Raises UsageError where two have one name or a pack is broken, with the place.
    """
    found: dict[str, Listed] = {}
    for package in sorted(set(_entry_points())):
        _add(_listed_in(package), found)
    if not found:
        raise UsageError("no rules found: install the package first (pip install .)")
    for folder in folders:
        _add(map(Listed.of, packs.of_folder(folder)), found)
    for folder in yaml_folders:
        _add(map(Listed.of, packs.requirements_of(folder)), found)
    return tuple(found[name] for name in sorted(found))


def _add(rules: Iterable[Listed], found: dict[str, Listed]) -> None:
    for rule in rules:
        other = found.setdefault(rule.name, rule)
        if rule.name in _TAKEN:
            raise UsageError(f"{rule.place()}: no rule can be called {rule.name}: the word means something else")
        # A pack may be installed and given as a folder, too.
        if other != rule and other.place() != rule.place():
            raise UsageError(f"{rule.place()}: rule {rule.name} is already defined in {other.place()}")


def _entry_points() -> Iterator[str]:
    """The values of the group in the installed distributions that may offer rules.

    A search path may name folders that are gone, and archives, in which rules are not looked for. Nor are they in a folder that
    is named from the working directory on, which may be what is judged. `importlib.metadata` reads entry points, too, but takes
    16 ms to import, and opens the metadata of everything.
    """
    for directory in filter(os.path.isabs, sys.path):
        try:
            names = os.listdir(directory)
        except OSError:
            continue
        for name in names:
            if name.endswith((".dist-info", ".egg-info")) and NAME_PART in name.lower():
                yield from _group_members(os.path.join(directory, name, "entry_points.txt"))


def _group_members(path: str) -> Iterator[str]:
    try:
        with open(path, encoding="utf-8") as stream:
            text = stream.read()
    except OSError:
        return
    header = f"[{ENTRY_POINT_GROUP}]"
    if header not in text:
        return
    for line in text.split(header, 1)[1].splitlines():
        if line.startswith("["):
            return
        _, separator, value = line.partition("=")
        if separator:
            yield value.strip()


def _listed_in(name: str) -> Iterator[Listed]:
    """The rules of a package or module. Of a built-in one that the index has, what that says; all others are loaded."""
    if name != BUILT_IN:
        yield from map(Listed.of, packs.of_package(name))
        return
    index = _index()
    for folder in packs.loaded(name).__path__:
        for file in packs.files(folder):
            if file.endswith(packs.CODE):
                module, path = f"{name}.{file[:-3]}", os.path.join(folder, file)
                said = index.get(file[:-3])
                yield from (said(module, path),) if said else map(Listed.of, packs.rules_in(packs.loaded(module, path)))


def _index() -> Mapping[str, Callable[[str, str], Listed]]:
    """What the built-in rules are selected by and judge, by their modules, as `docs/generate.py` writes it from them."""
    rules = packs.loaded(f"{BUILT_IN}.{INDEX}").RULES
    return {name.replace("-", "_"): partial(Listed, name, Group(group), *rest) for name, group, *rest in rules}


R = TypeVar("R", type[Rule], Listed)
"""A rule, loaded or not: it is selected by the same words."""


def find_rule(word: str, rules: Iterable[R]) -> R:
    """The rule of a name, or of another tool's id for it. Raises UsageError with a suggestion."""
    known = {rule.name: rule for rule in rules}
    if word in known:
        return known[word]
    for rule in known.values():
        if word.upper() in (alias.upper() for alias in rule.aliases):
            return rule
    raise UsageError(f"no rule is called {word}{did_you_mean(word, list(known))}")


def select(rules: Iterable[R], chosen: Iterable[str], ignored: Iterable[str]) -> tuple[R, ...]:
    """The rules that a run asks.

    A word is a rule's name, another tool's id, a group, a profile (`default`: the rules that are on) or `all`. `ignored` wins.
    Raises UsageError for a word that is none of these.
    """
    rules = tuple(rules)
    kept = {rule.name for word in chosen for rule in _meant(word, rules)}
    dropped = {rule.name for word in ignored for rule in _meant(word, rules)}
    return tuple(rule for rule in rules if rule.name in kept and rule.name not in dropped)


def _meant(word: str, rules: tuple[R, ...]) -> tuple[R, ...]:
    if word in ("all", "strict"):
        return rules
    if word == "default":
        return tuple(rule for rule in rules if rule.default)
    if word in {group.value for group in Group}:
        return tuple(rule for rule in rules if rule.group.value == word)
    by_name = tuple(rule for rule in rules if rule.name == word)
    if by_name:
        return by_name
    from s3lint.run import profile  # most runs ask for no standard

    if word in profile.standards():
        serving = {name for control in profile.load(word).controls for name in control.rules}
        return tuple(rule for rule in rules if rule.name in serving)
    by_alias = tuple(rule for rule in rules if word.upper() in (alias.upper() for alias in rule.aliases))
    return by_alias or (find_rule(word, rules),)


def options(
    assignments: Iterable[Assignment],
    installed: Iterable[Listed],
    notices: Iterable[Descriptor] = (),
    own: Iterable[tuple[str, tuple[str, ...]]] = (),
) -> Mapping[str, Mapping[str, Any]]:
    """The values that the configuration gives to options, by the names of the rule, or notice of the engine, and of the option.

    `own` are things that belong to the user: each rule is told, and reads them with the options that they concern.

    Raises UsageError with every assignment that no installed rule understands.
    """
    known = {rule.name: rule for rule in installed} | {notice.name: notice for notice in notices}
    values: dict[str, dict[str, Any]] = {}
    mistakes: list[str] = []
    for assignment in assignments:
        mistake = _mistake(assignment, known)
        if mistake:
            mistakes.append(f"{assignment.place}: {mistake}" if assignment.place else mistake)
        values.setdefault(assignment.rule, {})[assignment.option] = assignment.value
    if mistakes:
        raise UsageError("\n".join(mistakes))
    things = dict(own)
    if things:
        for name in known:
            values.setdefault(name, {})[OWN] = things
    return values


def severities(
    assignments: Iterable[Assignment], installed: tuple[Listed, ...], notices: Iterable[Descriptor]
) -> Mapping[str, Severity]:
    """What the user makes of rules, by their names: a name or another tool's id is nearer than a group, else the last wins.

    Raises UsageError with every word that means no rule.
    """
    own = {notice.name for notice in notices}
    found: dict[str, Severity] = {}
    mistakes: list[str] = []
    for assignment in sorted(assignments, key=lambda one: one.rule not in _WIDE):
        try:
            names = [assignment.rule] if assignment.rule in own else [rule.name for rule in _meant(assignment.rule, installed)]
        except UsageError as error:
            mistakes.append(f"{assignment.place}: {error}")
            continue
        found.update(dict.fromkeys(names, Severity.named(str(assignment.value))))
    if mistakes:
        raise UsageError("\n".join(mistakes))
    return found


def _mistake(assignment: Assignment, known: Mapping[str, Listed | Descriptor]) -> str:
    rule = assignment.rule
    found = known.get(rule)
    if found is None:
        return f"no rule is called {rule}{did_you_mean(rule, list(known))}"
    declared = {option.name: option for option in (found.load().options() if isinstance(found, Listed) else found.options)}
    option = declared.get(assignment.option)
    if option is None:
        close = did_you_mean(assignment.option, list(declared)) or (f"; it has {', '.join(declared)}" if declared else "")
        return f"rule {rule} has no option {assignment.option}{close}"
    mistake = option.mistake(assignment.value)
    return f"rules.{rule}.{option.name}: {mistake}" if mistake else ""
