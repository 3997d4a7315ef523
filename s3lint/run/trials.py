"""Examples tried: what rules say of each, beside what its marks expect. For the rules of s3lint and those of packs alike.

An example of a rule is a configuration in both languages, the twins. Those that lie in files beside the rules of a pack are in
`example_files`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from s3lint.base.record import Record
from s3lint.errors import NothingToCheck, UsageError
from s3lint.languages.inputs import Inputs
from s3lint.languages.unit import Language, Unit
from s3lint.run import engine
from s3lint.run.example import Example, NotExpressible, PolicyExample
from s3lint.run.finding import Verdict
from s3lint.run.option import Assignment
from s3lint.run.packs import place_of
from s3lint.run.question import Settings
from s3lint.run.registry import Listed, options
from s3lint.run.report import Report
from s3lint.run.rule import EXAMPLES, Rule
from s3lint.run.twin_models import Stated, agree, stated

KINDS = dict(zip(EXAMPLES, (Verdict.FAIL, Verdict.PASS, Verdict.UNDECIDED, Verdict.NOT_APPLICABLE), strict=True))
"""The kinds of examples of a rule, with the verdict that each expects; without the first two, it is tried in one direction."""

FILES = {Language.CLOUDFORMATION: "template.yaml", Language.TERRAFORM: "main.tf"}

MARK = re.compile(r"\s*(?:#|//) expect: *(\S.*?)\s*$")
"""Names the rule that is expected to say something of the line: `# expect: untagged-bucket`."""


class Answer(Record):
    """What a rule says, or is expected to say, of a line of a text; what is expected has no message."""

    line: int
    rule: str
    verdict: Verdict
    message: str = ""


class Trial(Record):
    """One text, tried. `place` is where it stands, and `first` the number that its first line has there.

    `mistakes` are sentences about the example or what came of it. `twins` are what each language says, where twins should say
    the same and do not.
    """

    title: str
    place: str
    text: str = ""
    first: int = 1
    expected: tuple[Answer, ...] = ()
    found: tuple[Answer, ...] = ()
    mistakes: tuple[str, ...] = ()
    twins: tuple[tuple[Language, tuple[Stated, ...]], ...] = ()

    @property
    def is_as_expected(self) -> bool:
        return _sorted(self.found) == _sorted(self.expected) and not self.mistakes and not self.twins


def _sorted(answers: Iterable[Answer]) -> list[tuple[int, str, str]]:
    return sorted((answer.line, answer.rule, answer.verdict.value) for answer in answers)


def marks(text: str) -> Iterator[tuple[int, str]]:
    """The lines that have a mark, by their numbers, and what it expects of them."""
    for number, line in enumerate(text.splitlines(), 1):
        mark = MARK.search(line)
        if mark:
            yield number, mark[1]


def of_rule(rule: type[Rule]) -> Iterator[Trial]:
    """The examples of a rule, each in every language that can say it, and their twins."""
    for kind, verdict in KINDS.items():
        examples: Sequence[Example | PolicyExample] = getattr(rule, kind)
        if not examples and kind in ("bad", "good"):
            yield Trial(f"{rule.name}: {kind} examples", place_of(rule), mistakes=(f"expected at least one {kind} example",))
        for example in examples:
            yield from _Example(rule, kind, verdict, example).trials()


class _Example:
    """One example of a rule."""

    def __init__(self, rule: type[Rule], kind: str, verdict: Verdict, example: Example | PolicyExample) -> None:
        self.rule = rule
        self.verdict = verdict
        self.example = example
        self.title = f"{rule.name}: {kind} example {example.title!r}"
        self.path = place_of(rule).partition(":")[0]

    def trials(self) -> Iterator[Trial]:
        try:
            twins = self.example.twins
        except Exception as error:  # whatever can stand in the place of a statement
            yield Trial(self.title, place_of(self.rule), mistakes=(f"no twins can be made of it: {error}",))
            return
        texts = {Language.CLOUDFORMATION: twins.cloudformation, Language.TERRAFORM: twins.terraform}
        read: dict[Language, tuple[Unit, ...]] = {}
        for language, text in texts.items():
            if not isinstance(text, NotExpressible):
                trial, read[language] = self._tried(language, text)
                yield trial
        if len(read) == len(texts):
            yield from self._compared(read, self._place(str(twins.cloudformation))[0])

    def _compared(self, read: Mapping[Language, Iterable[Unit]], place: str) -> Iterator[Trial]:
        """Nothing where the twins are as the example says."""
        said = {language: tuple(stated(units, self.rule)) for language, units in read.items()}
        if agree(*said.values()) is self.example.twins_differ:
            differ = self.example.twins_differ
            mistakes = ("it says that its twins differ, which say the same",) if differ else ()
            yield Trial(f"{self.title}, its twins", place, mistakes=mistakes, twins=() if differ else tuple(said.items()))

    def _tried(self, language: Language, text: str) -> tuple[Trial, tuple[Unit, ...]]:
        place, first = self._place(text)
        expected, mistakes = self._expected(text)
        # The file of the rule is no folder, so that nothing that lies anywhere gets into the example.
        overlay = {os.path.join(self.path, FILES[language]): text}
        assignments = [Assignment(self.rule.name, name, value) for name, value in self.example.options]
        found: tuple[Answer, ...] = ()
        units: tuple[Unit, ...] = ()
        try:
            chosen = options(assignments, [Listed.of(self.rule)])
            reading = engine.read([], Settings(inputs=Inputs(account=self.example.account), root=self.path), overlay)
        except NothingToCheck:
            mistakes.append("nothing in it is judged: it is no CloudFormation or Terraform with S3")
        except UsageError as error:
            mistakes.append(str(error))
        else:
            units = reading.units
            report = engine.report_on(units, [self.rule], 1, self.path, chosen)
            found = answers(report)
            mistakes += [*report.errors, *faults(report, [self.rule])]
        title = f"{self.title} in {language.value}"
        return Trial(title, place, text, first, tuple(expected), found, tuple(mistakes)), units

    def _expected(self, text: str) -> tuple[list[Answer], list[str]]:
        """What the marks expect, and what is wrong with them."""
        marked = list(marks(text))
        expected = [Answer(line, self.rule.name, self.verdict) for line, word in marked if word == self.rule.name]
        mistakes = [f"a mark expects {word}; only {self.rule.name} is asked" for _, word in marked if word != self.rule.name]
        if not expected and self.verdict is not Verdict.PASS:
            mistakes.append(f"no line is marked with `# expect: {self.rule.name}`")
        if expected and self.verdict is Verdict.PASS:
            mistakes.append("it is to pass, and has a line that is marked")
        return expected, mistakes

    def _place(self, text: str) -> tuple[str, int]:
        """Where a text stands in the file of the rule, and the number of its first line there.

        The twins that are made of a statement stand nowhere, and have lines of their own.
        """
        is_made = isinstance(self.example, PolicyExample)
        line = _line_of(self.example.statement if isinstance(self.example, PolicyExample) else text, self.path)
        return (f"{self.path}:{line}" if line else place_of(self.rule)), (1 if is_made else line or 1)


def _line_of(text: str, path: str) -> int:
    """The number of the line of a file in which a text begins, however both are indented; 0 where it does not stand there."""
    wanted = [line.strip() for line in text.strip().splitlines()]
    try:
        with open(path, encoding="utf-8") as stream:
            lines = [line.strip() for line in stream]
    except OSError:
        return 0
    starts = (start for start in range(len(lines)) if wanted and lines[start : start + len(wanted)] == wanted)
    return next(starts, -1) + 1


def answers(report: Report, path: str = "") -> tuple[Answer, ...]:
    """What rules say, of one file where it is named."""
    return tuple(
        Answer(finding.origin.start.line, finding.rule, finding.verdict, finding.message)
        for finding in report.findings + report.undecided + report.not_applicable
        if path in ("", finding.origin.source.path)
    )


def faults(report: Report, rules: Iterable[type[Rule]], path: str = "") -> Iterator[str]:
    """What came of a text beside answers: what of it could not be read, and answers about what their rule does not name."""
    settings = {rule.name: rule.settings for rule in rules}
    for finding in report.problems + report.findings + report.undecided:
        if path not in ("", finding.origin.source.path):
            continue
        if finding.rule not in settings:
            yield f"line {finding.origin.start.line}: {finding.message}"
        elif finding.setting not in settings[finding.rule]:
            yield f"{finding.rule}: a finding is about {finding.setting}, which the rule's `settings` do not name"
