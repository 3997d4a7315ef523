"""The rules: found through the entry-point group `s3lint.rules`, selected by name, group, alias or profile.

A distribution that offers rules has `s3lint` in its name, and an entry point of the group that names a package or module.
Every `Rule` subclass that is defined there, or in a module directly inside, is a rule. The built-in rules come in the same way.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from importlib import import_module
from importlib.machinery import ModuleSpec, SourceFileLoader
from types import ModuleType
from typing import Any

from s3lint.errors import UsageError, did_you_mean
from s3lint.run.option import Assignment, Option
from s3lint.run.rule import Descriptor, Group, Rule

ENTRY_POINT_GROUP = "s3lint.rules"

# To open the metadata of every distribution would make each run slower with each package that is installed beside s3lint:
# 6 ms for 500, now 0.4. A cache would be written where a linter should not write, and can't see that an editable install
# has changed. A name is seen in the listing of a folder, as with `tflint-ruleset-*` and `kubectl-*`.
NAME_PART = "s3lint"
"""What the names of all distributions with rules have in them, as their metadata folders spell it."""


def all_rules() -> tuple[type[Rule], ...]:
    """Every installed rule, by name. Raises UsageError where two have one name or a package can't be imported."""
    found: dict[str, type[Rule]] = {}
    for package in sorted(set(_entry_points())):
        for rule in _rules_of(package):
            other = found.get(rule.name)
            if other is not None and other is not rule:
                raise UsageError(f"{rule.__module__}: rule {rule.name} is already defined by {other.__module__}")
            found[rule.name] = rule
    if not found:
        raise UsageError("no rules found: install the package first (pip install .)")
    return tuple(found[name] for name in sorted(found))


def _entry_points() -> Iterator[str]:
    """The values of the group in the installed distributions that may offer rules.

    A search path may name folders that are gone, and archives, in which rules are not looked for. `importlib.metadata` reads
    entry points, too, but takes 16 ms to import, and opens the metadata of everything.
    """
    for directory in sys.path:
        try:
            names = os.listdir(directory or ".")
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


def _rules_of(name: str) -> Iterator[type[Rule]]:
    package = _loaded(name, lambda: import_module(name))
    yield from _rules_in(package)
    for directory in getattr(package, "__path__", ()):
        for file in sorted(os.listdir(directory)):
            if file.endswith(".py") and not file.startswith("_"):
                module = f"{name}.{file[:-3]}"
                yield from _rules_in(_loaded(module, partial(_inside, package, module, os.path.join(directory, file))))


def _loaded(name: str, load: Callable[[], ModuleType]) -> ModuleType:
    try:
        return sys.modules[name] if name in sys.modules else load()
    except (ImportError, SyntaxError, TypeError) as error:
        raise UsageError(f"{name}: cannot load the rules: {error}") from error


def _inside(package: ModuleType, name: str, path: str) -> ModuleType:
    """A module of a package, from its file.

    As if it were imported, but for the search, which takes as long as to load it: the folder was just listed.
    """
    loader = SourceFileLoader(name, path)
    module = ModuleType(name)
    module.__spec__ = ModuleSpec(name, loader, origin=path)
    module.__loader__, module.__file__, module.__package__ = loader, path, package.__name__
    sys.modules[name] = module
    try:
        loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    setattr(package, name.rpartition(".")[2], module)
    return module


def _rules_in(module: ModuleType) -> Iterator[type[Rule]]:
    for member in vars(module).values():
        if isinstance(member, type) and issubclass(member, Rule) and member.__module__ == module.__name__:
            yield member


def find_rule(word: str, rules: Iterable[type[Rule]]) -> type[Rule]:
    """The rule of a name, or of another tool's id for it. Raises UsageError with a suggestion."""
    known = {rule.name: rule for rule in rules}
    if word in known:
        return known[word]
    for rule in known.values():
        if word.upper() in (alias.upper() for alias in rule.aliases):
            return rule
    raise UsageError(f"no rule is called {word}{did_you_mean(word, list(known))}")


def select(rules: Iterable[type[Rule]], chosen: Iterable[str], ignored: Iterable[str]) -> tuple[type[Rule], ...]:
    """The rules that a run asks.

    A word is a rule's name, another tool's id, a group, a profile (`default`: the rules that are on) or `all`. `ignored` wins.
    Raises UsageError for a word that is none of these.
    """
    rules = tuple(rules)
    kept = {rule for word in chosen for rule in _meant(word, rules)}
    dropped = {rule for word in ignored for rule in _meant(word, rules)}
    return tuple(rule for rule in rules if rule in kept and rule not in dropped)


def _meant(word: str, rules: tuple[type[Rule], ...]) -> tuple[type[Rule], ...]:
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
    assignments: Iterable[Assignment], installed: Iterable[type[Rule]], notices: Iterable[Descriptor] = ()
) -> Mapping[str, Mapping[str, Any]]:
    """The values that the configuration gives to options, by the names of the rule, or notice of the engine, and of the option.

    Raises UsageError with every assignment that no installed rule understands.
    """
    known = {rule.name: rule.options() for rule in installed} | {notice.name: notice.options for notice in notices}
    values: dict[str, dict[str, Any]] = {}
    mistakes: list[str] = []
    for assignment in assignments:
        mistake = _mistake(assignment, known)
        if mistake:
            mistakes.append(f"{assignment.place}: {mistake}" if assignment.place else mistake)
        values.setdefault(assignment.rule, {})[assignment.option] = assignment.value
    if mistakes:
        raise UsageError("\n".join(mistakes))
    return values


def _mistake(assignment: Assignment, known: Mapping[str, Iterable[Option[Any]]]) -> str:
    rule = assignment.rule
    if rule not in known:
        return f"no rule is called {assignment.rule}{did_you_mean(assignment.rule, list(known))}"
    declared = {option.name: option for option in known[rule]}
    option = declared.get(assignment.option)
    if option is None:
        close = did_you_mean(assignment.option, list(declared)) or (f"; it has {', '.join(declared)}" if declared else "")
        return f"rule {rule} has no option {assignment.option}{close}"
    mistake = option.mistake(assignment.value)
    return f"rules.{rule}.{option.name}: {mistake}" if mistake else ""
