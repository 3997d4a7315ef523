"""Examples that lie in the folders of a pack: templates and Terraform with marks for any of its rules.

A mark names one rule or several, each with the verdict that is meant where it is not `fail`:
`# expect: untagged-bucket unnamed-key=undecided`. Templates and Terraform of one folder are twins.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from s3lint.base.source import Source
from s3lint.errors import NothingToCheck, did_you_mean
from s3lint.languages.unit import Language, Unit
from s3lint.run import engine
from s3lint.run.finding import Verdict
from s3lint.run.packs import shown
from s3lint.run.question import Settings
from s3lint.run.report import Report
from s3lint.run.rule import Rule
from s3lint.run.trials import Answer, Trial, answers, faults, marks
from s3lint.run.twin_models import agree, stated

VERDICTS = {"fail": Verdict.FAIL, "undecided": Verdict.UNDECIDED, "not-applicable": Verdict.NOT_APPLICABLE}
"""What a mark can expect, as it writes it."""


def of_pack(folder: str, rules: Sequence[type[Rule]], asked: Sequence[type[Rule]]) -> Iterator[Trial]:
    """The examples in the folders of a pack with these rules, of which some are asked.

    A folder whose name begins with `_` or a dot holds none.
    """
    for entry in sorted(os.scandir(folder), key=lambda each: each.name):
        if entry.is_dir() and not entry.name.startswith(("_", ".")):
            try:
                reading = engine.read([os.path.join(folder, entry.name)], Settings(root=folder))
            except NothingToCheck:
                continue
            yield from _Folder(reading, rules, asked).trials()


class _Folder:
    def __init__(self, reading: engine.Reading, rules: Sequence[type[Rule]], asked: Sequence[type[Rule]]) -> None:
        self.reading = reading
        self.known = {rule.name for rule in rules}
        self.asked = asked
        self.report: Report = engine.report_on(reading.units, asked, len(reading.paths), reading.files.root)

    def trials(self) -> Iterator[Trial]:
        judged = [source.path for unit in self.reading.units for source in unit.sources]
        for path in dict.fromkeys((*self.reading.paths, *judged)):
            trial = self._tried(path)
            if path in judged or trial.expected or trial.mistakes:
                yield trial
        if self.report.errors:
            yield Trial(shown(self.reading.files.root), shown(self.reading.files.root), mistakes=self.report.errors)
        yield from self._twins()

    def _tried(self, path: str) -> Trial:
        source = self.reading.files.source(path)
        text = source.text if isinstance(source, Source) else ""
        mistakes = list(faults(self.report, self.asked, path))
        marked = [answer for line, words in marks(text) for answer in self._meant(line, words, mistakes)]
        expected = [answer for answer in marked if answer.rule in {rule.name for rule in self.asked}]
        # Of each bucket that a rule is not for, it says so; whether it should is of interest where a mark names it.
        told = {answer.rule for answer in expected if answer.verdict is Verdict.NOT_APPLICABLE}
        found = [each for each in answers(self.report, path) if each.verdict is not Verdict.NOT_APPLICABLE or each.rule in told]
        return Trial(shown(path), shown(path), text, 1, tuple(expected), tuple(found), tuple(mistakes))

    def _meant(self, line: int, words: str, mistakes: list[str]) -> Iterator[Answer]:
        """What a mark expects; what is wrong with it is added to the mistakes."""
        for word in words.split():
            name, _, verdict = word.partition("=")
            if name not in self.known:
                mistakes.append(f"line {line}: no rule of the pack is called {name}{did_you_mean(name, sorted(self.known))}")
            elif verdict and verdict not in VERDICTS:
                mistakes.append(f"line {line}: {name}: expected one of {', '.join(VERDICTS)}, got {verdict}")
            else:
                yield Answer(line, name, VERDICTS[verdict or "fail"])

    def _twins(self) -> Iterator[Trial]:
        folders: dict[str, dict[Language, list[Unit]]] = {}
        for unit in self.reading.units:
            folder = unit.name if unit.language is Language.TERRAFORM else os.path.dirname(unit.name)
            folders.setdefault(os.path.normpath(folder), {}).setdefault(unit.language, []).append(unit)
        for folder, units in folders.items():
            for rule in self.asked if len(units) > 1 else ():
                title = f"{rule.name}, its twins"
                said = {language: tuple(stated(each, rule)) for language, each in units.items()}
                if not agree(*said.values()):
                    yield Trial(title, shown(folder), twins=tuple(said.items()))
                verdicts = {language: self._verdicts(each, rule) for language, each in units.items()}
                if len(set(verdicts.values())) > 1:
                    told = (f"{language.value}: {', '.join(each) or 'nothing'}" for language, each in verdicts.items())
                    yield Trial(title, shown(folder), mistakes=(f"the verdicts differ; {'; '.join(told)}",))

    def _verdicts(self, units: Iterable[Unit], rule: type[Rule]) -> tuple[str, ...]:
        paths = {source.path for unit in units for source in unit.sources}
        found = (answer for path in paths for answer in answers(self.report, path) if answer.rule == rule.name)
        return tuple(sorted({answer.verdict.value for answer in found}))
