"""Rules for cfn-lint: `cfn-lint --append-rules s3lint.cfn_lint` shows what s3lint finds, in editors with cfn-lint, too.

Each rule of s3lint is one of cfn-lint's, `E9-…` or `W9-…` with its name, by its severity. What is undecided, and of severity
info, is `I9-…`, which cfn-lint shows where it is asked to (`--include-checks I`). Which rules are asked, and about which
values, the configuration of s3lint decides; `--configure-rule` sets an option of a rule over it. Where the
wrong value stands in another file, as in a stack that the template nests, the message names that place.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from typing import Any

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from s3lint.base.record import replace
from s3lint.base.source import Source
from s3lint.base.value import Origin
from s3lint.cli.check import configured, settings_of
from s3lint.cli.options import Arguments
from s3lint.errors import NothingToCheck
from s3lint.outputs.wording import LEVELS, message
from s3lint.run import engine
from s3lint.run.finding import Finding, Severity, Verdict
from s3lint.run.input_findings import NOTICES, UNREADABLE_FILE
from s3lint.run.option import Assignment
from s3lint.run.question import Settings
from s3lint.run.registry import all_rules
from s3lint.run.rule import Descriptor

STANDARD_INPUT = "template.json"
"""The name of what cfn-lint read from standard input, which it hands on without its text."""
OTHERS = Descriptor("own-rule", "a rule of your own found something", "hygiene", Severity.MEDIUM, True, "1.0.0", "", "")
"""For the rules of folders that the configuration names, which are known only once there is a template."""

_ITEM_TYPES = {bool: "boolean", int: "integer", str: "string"}


class _Run:
    """The findings about one template, and the options that cfn-lint was given, by rules' names. It is checked once."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self.options: dict[str, dict[str, Any]] = {}
        self.places: list[tuple[int, int, tuple[Any, ...]]] = []
        self._findings: list[Finding] | None = None

    def findings(self) -> list[Finding]:
        """Raises what keeps s3lint from checking, once: cfn-lint makes one finding of its own of it."""
        if self._findings is None:
            self._findings = []
            self._findings = self._checked()
        return self._findings

    def _checked(self) -> list[Finding]:
        path, overlay = self.template.filename, dict[str, str]()
        if not path:
            path = STANDARD_INPUT
            overlay[path], self.places = _written(self.template.template)
        settings = self._with_options(settings_of(configured(Arguments(words=(path,)), frozenset())))
        try:
            report = engine.check((path,), settings, overlay)
        except NothingToCheck:
            return []
        if report.errors:
            raise RuntimeError("; ".join(report.errors))
        # cfn-lint says itself that it can't read the template.
        problems = (one for one in report.problems if one.rule != UNREADABLE_FILE.name or not self.holds(one.origin.source))
        return [*problems, *report.findings, *report.undecided]

    def _with_options(self, settings: Settings) -> Settings:
        """With what cfn-lint was told, which wins over the configuration, also where that is another for the template."""
        given = tuple(
            Assignment(rule, option, value, "cfn-lint's configuration of rules")
            for rule, options in self.options.items()
            for option, value in options.items()
        )
        elsewhere = settings.local

        def local(path: str) -> Settings | None:
            found = elsewhere(path) if elsewhere is not None else None
            if found is None:
                return None
            if id(found) not in known:
                known[id(found)] = replace(found, options=(*found.options, *given), scopes=True)
            return known[id(found)]

        known: dict[int, Settings] = {}
        options = (*settings.options, *given)  # of two values the last counts
        return replace(settings, options=options, scopes=True, local=None if elsewhere is None else local)

    def holds(self, source: Source) -> bool:
        """Whether it is the template's own text."""
        return os.path.realpath(source.path) == os.path.realpath(self.template.filename or STANDARD_INPUT)

    def match(self, finding: Finding) -> RuleMatch:
        """A place in the template: that of the finding, else the nearest one on its way, else that of its resource."""
        origins = (finding.origin, *(Origin(step.source, step.span) for step in finding.origin.via))
        origin = next((one for one in origins if self.holds(one.source)), None)
        words = message(finding, all_cases=True)
        if finding.help and finding.verdict is Verdict.FAIL:
            words += f"; {finding.help}"
        if origin is not finding.origin:
            start = finding.origin.start
            words += f" ({finding.origin.source.path}:{start.line}:{start.column})"
        resource = next((scope.name for scope in finding.scopes if scope.kind == "resource"), "")
        path: list[Any] = ["Resources", resource or next(iter(finding.subjects), "")]
        if origin is None:
            return RuleMatch(path, words)
        if not self.template.filename:
            inner = max((place for place in self.places if place[0] <= origin.span.start < place[1]), default=(0, 0, ()))
            return RuleMatch(list(inner[2]) or path, words)
        start, end = origin.start, origin.end
        return RuleMatch(path, words, location=(start.line - 1, start.column - 1, end.line - 1, end.column - 1))


def _written(value: Any, at: int = 0, path: tuple[Any, ...] = ()) -> tuple[str, list[tuple[int, int, tuple[Any, ...]]]]:
    """A template as JSON, and where the value of each path stands in it."""
    places: list[tuple[int, int, tuple[Any, ...]]] = []
    if not isinstance(value, (dict, list)):
        text = json.dumps(value if isinstance(value, (str, int, float, bool, type(None))) else str(value))
        return text, [(at, at + len(text), path)]
    is_map = isinstance(value, dict)
    text = "{" if is_map else "["
    for number, key in enumerate(value):
        text += ", " if number else ""
        start = at + len(text)
        text += f"{json.dumps(str(key))}: " if is_map else ""
        inner, deeper = _written(value[key] if is_map else key, at + len(text), (*path, key if is_map else number))
        text += inner
        places += [(start, at + len(text), (*path, key if is_map else number)), *deeper]
    return text + ("}" if is_map else "]"), [*places, (at, at + len(text) + 1, path)]


_run: list[_Run] = []
"""The run about the template that cfn-lint is at; cfn-lint tells all rules of a template before it asks the first."""


def _run_about(template: Template) -> _Run:
    if not _run or _run[0].template is not template:
        _run[:] = [_Run(template)]
    return _run[0]


class S3Rule(CloudFormationLintRule):  # type: ignore[misc] # cfn-lint has no types
    """One id of cfn-lint: what a rule of s3lint says with one weight. Without an id, cfn-lint makes no rule of it."""

    described: Descriptor
    is_open: bool

    def __init__(self) -> None:
        super().__init__()
        self.said: dict[str, Any] = {}
        for option in self.described.options if self.id and not self.is_open else ():
            kind = _ITEM_TYPES.get(type(option.default))
            form = {"type": kind} if kind else {"type": "list", "itemtype": "string"}
            default = option.default if kind else list(option.default)
            self.config_definition[option.name] = {**form, "default": default}

    def configure(self, configs: Any = None, experimental: bool = False) -> None:
        """Keeps what was said, and not the defaults, which s3lint knows: they must not win over its configuration."""
        super().configure(configs, experimental)
        said = configs if isinstance(configs, dict) else {}
        unknown = [name for name in said if name not in self.config_definition]
        self.said = {name: value for name, value in self.config.items() if name in said} | {
            name: said[name] for name in unknown
        }

    def initialize(self, cfn: Template) -> None:
        said = {name: tuple(value) if isinstance(value, list) else value for name, value in self.said.items()}
        if said:
            _run_about(cfn).options[self.described.name] = said

    def match(self, cfn: Template) -> Iterator[RuleMatch]:
        run = _run_about(cfn)
        for finding in run.findings():
            if _id_of(finding) == self.id:
                yield run.match(finding)


_LETTERS = {"error": "E9", "warning": "W9", "info": "I9"}


def _id(name: str, severity: Severity, is_open: bool) -> str:
    return f"I9-{name}" if is_open else f"{_LETTERS[LEVELS[severity]]}-{name}"


def _id_of(finding: Finding) -> str:
    """The severity of the rule, not the user's, chooses the id: who names a rule in a configuration of cfn-lint names one."""
    described = _DESCRIBED.get(finding.rule, OTHERS)
    return _id(described.name, described.severity, finding.verdict is Verdict.UNDECIDED)


def _rules(descriptors: Iterable[Descriptor]) -> Iterator[type[S3Rule]]:
    for one in descriptors:
        for is_open in (False, True) if one.severity is not Severity.INFO else (False,):
            body = {
                "id": _id(one.name, one.severity, is_open),
                "shortdesc": f"undecided: {one.summary}" if is_open else one.summary,
                "description": one.help or one.summary,
                "source_url": next(iter(one.references), ""),
                "tags": ["s3", one.group],
                "described": one,
                "is_open": is_open,
            }
            yield type(str(body["id"]), (S3Rule,), body)


_DESCRIBED = {one.name: one for one in (*(rule.descriptor() for rule in all_rules()), *NOTICES)}
globals().update({rule.__name__: rule for rule in _rules((*_DESCRIBED.values(), OTHERS))})  # cfn-lint looks for classes here
