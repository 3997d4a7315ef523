"""The rules: found through the entry-point group `s3lint.rules`, selected by name, group, alias or profile.

A distribution that offers rules has `s3lint` in its name, and an entry point of the group that names a package or module.
Every `Rule` subclass that is defined there, or in a module directly inside, is a rule. The built-in rules come in the same way,
but for their index: what it says of a rule need not be loaded, and a run loads no rule that it has nothing to ask.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from importlib import import_module
from importlib.machinery import ModuleSpec, SourceFileLoader
from types import ModuleType
from typing import Any, TypeVar

from s3lint.base.record import Record
from s3lint.errors import UsageError, did_you_mean
from s3lint.run.option import Assignment
from s3lint.run.rule import Descriptor, Group, Rule

ENTRY_POINT_GROUP = "s3lint.rules"

# To open the metadata of every distribution would make each run slower with each package that is installed beside s3lint:
# 6 ms for 500, now 0.4. A cache would be written where a linter should not write, and can't see that an editable install
# has changed. A name is seen in the listing of a folder, as with `tflint-ruleset-*` and `kubectl-*`.
NAME_PART = "s3lint"
"""What the names of all distributions with rules have in them, as their metadata folders spell it."""

BUILT_IN = "s3lint.rules"
INDEX = "_index"
"""The module of the built-in rules that says what selects them and what they judge."""


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


@cache
def _rule_at(module: str, path: str) -> type[Rule]:
    (rule,) = _rules_in(_loaded(module, path))
    return rule


def all_rules() -> tuple[type[Rule], ...]:
    """Every installed rule, loaded, by name. Raises UsageError as `listed` does."""
    return tuple(each.load() for each in listed())


def listed() -> tuple[Listed, ...]:
    """Every installed rule, by name. Raises UsageError where two have one name or a package can't be imported."""
    found: dict[str, Listed] = {}
    for package in sorted(set(_entry_points())):
        for rule in _listed_in(package):
            other = found.setdefault(rule.name, rule)
            if other.module != rule.module:
                raise UsageError(f"{rule.module}: rule {rule.name} is already defined by {other.module}")
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


def _listed_in(name: str) -> Iterator[Listed]:
    """The rules of a package or module. Of a file that the index of the package has, what that says; the others are loaded."""
    package = _loaded(name)
    yield from map(Listed.of, _rules_in(package))
    folders = getattr(package, "__path__", ())
    index = _index(name) if folders else {}
    for folder in folders:
        for file in sorted(os.listdir(folder)):
            if file.endswith(".py") and not file.startswith("_"):
                module, path = f"{name}.{file[:-3]}", os.path.join(folder, file)
                said = index.get(file[:-3])
                yield from (said(module, path),) if said else map(Listed.of, _rules_in(_loaded(module, path)))


def _index(package: str) -> Mapping[str, Callable[[str, str], Listed]]:
    """What the built-in rules are selected by and judge, by their modules, as `docs/generate.py` writes it from them."""
    if package != BUILT_IN:
        return {}
    rules = _loaded(f"{package}.{INDEX}").RULES
    return {name.replace("-", "_"): partial(Listed, name, Group(group), *rest) for name, group, *rest in rules}


def _loaded(name: str, path: str = "") -> ModuleType:
    """A module by its name, or from its file where that is known."""
    try:
        return sys.modules[name] if name in sys.modules else _from_file(name, path) if path else import_module(name)
    except (ImportError, SyntaxError, TypeError) as error:
        raise UsageError(f"{name}: cannot load the rules: {error}") from error


def _from_file(name: str, path: str) -> ModuleType:
    """As if it were imported, but for the search, which takes as long as to load it: its folder was just listed."""
    loader = SourceFileLoader(name, path)
    package, _, stem = name.rpartition(".")
    parent = _loaded(package)
    module = ModuleType(name)
    module.__spec__ = ModuleSpec(name, loader, origin=path)
    module.__loader__, module.__file__, module.__package__ = loader, path, package
    sys.modules[name] = module
    try:
        loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    setattr(parent, stem, module)
    return module


def _rules_in(module: ModuleType) -> Iterator[type[Rule]]:
    for member in vars(module).values():
        if isinstance(member, type) and issubclass(member, Rule) and member.__module__ == module.__name__:
            yield member


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
    assignments: Iterable[Assignment], installed: Iterable[Listed], notices: Iterable[Descriptor] = ()
) -> Mapping[str, Mapping[str, Any]]:
    """The values that the configuration gives to options, by the names of the rule, or notice of the engine, and of the option.

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
    return values


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
