"""What a run is asked to do, and what comes of that for each piece of work."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from s3lint.base.record import Record, replace
from s3lint.errors import UsageError, did_you_mean
from s3lint.languages.inputs import Inputs
from s3lint.languages.unit import Language, Unit
from s3lint.run.changes import Everything, Focus
from s3lint.run.finding import Finding, Severity, Verdict
from s3lint.run.input_findings import NOTICES, UNREADABLE_FILE
from s3lint.run.judge import NO_OPTIONS, Options
from s3lint.run.option import Assignment
from s3lint.run.registry import Listed, listed, options, select, severities
from s3lint.run.rule import Descriptor, Rule
from s3lint.run.suppressions.settings import Ignores, matches


class Settings(Record):
    """What a run is asked to do.

    `root` is the folder that nothing is read outside of; empty means: found from the paths. `exclude` are globs, as
    `discover.without_excluded` reads them. `focus` restricts what is reported to what a change touches. `options` are values
    for options of rules. `language` is that of all files, where their names don't tell it: bare policies. `scopes` says whether
    findings are told the regions of files that they lie in, which whoever shows none need not pay for. `rules` are folders with
    rules beside those that are installed, and their code is run; of `yaml_rules` only rules in YAML are taken. `severities` are
    what the user makes of rules that they name. `own` are things of the user, by what they are (`s3lint.run.option`).
    `ignores` says which suppressions count; None stands for none at all. A finding of `fail_on` or more fails the run, and if
    `strict` an undecided one, too.

    `local`, where set, says what is asked about the unit at a path, as far as that is another thing: rules, with their options
    and severities, what fails the run, inputs, and what is excluded. None is what is said here. It gives the same object for
    what is the same.
    """

    select: tuple[str, ...] = ("default",)
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    inputs: Inputs = Inputs()
    root: str = ""
    focus: Focus = Everything()
    options: tuple[Assignment, ...] = ()
    language: Language | None = None
    scopes: bool = True
    rules: tuple[str, ...] = ()
    yaml_rules: tuple[str, ...] = ()
    severities: tuple[Assignment, ...] = ()
    own: tuple[tuple[str, tuple[str, ...]], ...] = ()
    ignores: Ignores | None = Ignores()
    fail_on: Severity = Severity.LOW
    strict: bool = False
    local: Callable[[str], Settings | None] | None = None

    def at(self, path: str) -> Settings:
        """What is asked about the unit at a path."""
        return (self.local(path) if self.local is not None else None) or self


Look = Callable[[Unit, Sequence[Finding]], Any]


class Question(Record):
    """What is asked of each piece of work. `account` owns the buckets, where it is known.

    `look`, where set, is given each unit with its findings, before the unit is let go; what it makes of them is records.
    `left_out` are the kinds of problems of the input that are not reported. `known` are the names of all rules, for those that
    suppressions name.
    """

    rules: tuple[Listed, ...]
    options: Options = NO_OPTIONS
    focus: Focus = Everything()
    account: str = ""
    scopes: bool = True
    look: Look | None = None
    severities: Mapping[str, Severity] = {}
    fail_on: Severity = Severity.LOW
    strict: bool = False
    left_out: tuple[str, ...] = ()
    ignores: Ignores | None = None
    known: frozenset[str] = frozenset()

    def about(self, kind: type) -> tuple[type[Rule], ...]:
        """The rules that judge a kind of thing. No other is loaded."""
        return tuple(rule.load() for rule in self.rules if kind.__name__ in rule.judges)

    def weighed(self, finding: Finding) -> Finding:
        """The finding with the severity that it has for the user, and whether it fails the run.

        An undecided one on whose answer little hangs stays what it is.
        """
        is_open = finding.verdict is Verdict.UNDECIDED
        severity = finding.severity
        if finding.rule in self.severities and not (is_open and severity is Severity.INFO):
            severity = self.severities[finding.rule]
        counts = finding.verdict is Verdict.FAIL or (is_open and self.strict)
        fails = counts and severity.reaches(self.fail_on)
        if severity is finding.severity and fails is finding.fails_run:
            return finding
        return replace(finding, severity=severity, fails_run=fails)

    def described(self, rule: Descriptor) -> Descriptor:
        """What is told of a rule, with the severity that it has for the user."""
        severity = self.severities.get(rule.name)
        return rule if severity is None else replace(rule, severity=severity)


def question_of(settings: Settings, focus: Focus, look: Look | None = None) -> Question:
    """What is asked where these settings hold. Raises UsageError for an unknown rule or option."""
    installed = listed(settings.rules, settings.yaml_rules)
    known = frozenset((*(rule.name for rule in installed), *(described.name for described in NOTICES)))
    _demand_known(settings.ignores, known)
    return Question(
        select(installed, settings.select, _ignored_rules(settings.ignore)),
        options(settings.options, installed, NOTICES, settings.own),
        focus,
        settings.inputs.account,
        settings.scopes,
        look,
        severities(settings.severities, installed, NOTICES) if settings.severities else {},
        settings.fail_on,
        settings.strict,
        settings.ignore,
        settings.ignores,
        known,
    )


def _demand_known(ignores: Ignores | None, known: Collection[str]) -> None:
    """Raises UsageError for a finding to be ignored of a rule that nobody has."""
    mistakes = []
    for entry in ignores.findings if ignores is not None else ():
        if not any(matches(name, entry.rule) for name in known):
            place = f"{entry.origin.source.path}:{entry.origin.start.line}:{entry.origin.start.column}"
            mistakes.append(f"{place}: no rule is called {entry.rule}{did_you_mean(entry.rule, sorted(known))}")
    if mistakes:
        raise UsageError("\n".join(mistakes))


def _ignored_rules(words: Sequence[str]) -> list[str]:
    """Those that are meant for rules: the engine's own notices can be left out, but for one."""
    if UNREADABLE_FILE.name in words:
        raise UsageError(f"{UNREADABLE_FILE.name} can't be ignored: exclude the file")
    own = {described.name for described in NOTICES}
    return [word for word in words if word not in own]


class Questions:
    """What is asked at each path, each question made when it is first asked."""

    def __init__(self, settings: Settings, focus: Focus, look: Look | None = None) -> None:
        self._settings = settings
        self._focus = focus
        self._look = look
        self.of_run = question_of(settings, focus, look)
        self._others: dict[int, tuple[Settings, Question]] = {}  # by identity; the settings are kept so that it stays theirs

    def at(self, path: str) -> Question:
        settings = self._settings.at(path)
        if settings is self._settings:
            return self.of_run
        known = self._others.get(id(settings))
        if known is None:
            known = self._others[id(settings)] = settings, question_of(settings, self._focus, self._look)
        return known[1]

    def rules(self) -> tuple[Listed, ...]:
        """All rules that anything was asked about, by name."""
        if not self._others:
            return self.of_run.rules
        asked = [self.of_run, *(question for _, question in self._others.values())]
        found = {rule.name: rule for question in asked for rule in question.rules}
        return tuple(found[name] for name in sorted(found))
