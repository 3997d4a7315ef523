"""Examples that did not come out as they say, each as the difference between what is expected and what was found."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import unified_diff

from s3lint.run.trials import MARK, Answer, Trial

CONTEXT = 2
"""Lines around each difference."""

_NUMBER = re.compile(r"( [-+])(\d+)")
"""The number of the first line of a hunk, in its header."""


def render(trials: Iterable[Trial]) -> str:
    """One paragraph for each that differs; empty where all are as expected."""
    return "\n".join("".join(f"{line}\n" for line in _told(trial)) for trial in trials if not trial.is_as_expected)


def summary(trials: Sequence[Trial], rules: int) -> str:
    """One line."""
    examples = sum(bool(trial.text) for trial in trials)
    wrong = sum(not trial.is_as_expected for trial in trials)
    outcome = f"{wrong} not as expected" if wrong else "all as expected"
    return f"{rules} rule{'' if rules == 1 else 's'}, {examples} example{'' if examples == 1 else 's'}: {outcome}\n"


def _told(trial: Trial) -> Iterator[str]:
    yield f"{trial.place}: {trial.title}" if trial.title != trial.place else trial.place
    for mistake in trial.mistakes:
        yield f"  {mistake}"
    yield from _difference(trial)
    if trial.twins:
        (one, ones), (other, others) = trial.twins
        yield from _diff(_lines(ones), _lines(others), f"in {one.value}", f"in {other.value}", 1)


def _difference(trial: Trial) -> Iterator[str]:
    expected = {(answer.line, answer.rule, answer.verdict) for answer in trial.expected}
    as_meant = [Answer(*key) if key in expected else answer for answer in trial.found for key in (_key(answer),)]
    yield from _diff(
        list(_annotated(trial.text, trial.expected)), list(_annotated(trial.text, as_meant)), "expected", "found", trial.first
    )


def _key(answer: Answer) -> tuple[int, str, object]:
    return answer.line, answer.rule, answer.verdict


def _annotated(text: str, answers: Sequence[Answer]) -> Iterator[str]:
    """The lines of a text, with what is said of each in the place of its mark."""
    for number, line in enumerate(text.splitlines(), 1):
        said = [answer for answer in answers if answer.line == number]
        words = "; ".join(f"{each.rule} {each.verdict.value}{each.message and f': {each.message}'}" for each in said)
        yield MARK.sub("", line) + (f"  # {words}" if words else "")


def _diff(ones: Sequence[str], others: Sequence[str], one: str, other: str, first: int) -> Iterator[str]:
    """The difference, its lines counted as in the file, in which the texts begin at the line `first`."""

    def in_file(number: re.Match[str]) -> str:
        return f"{number[1]}{int(number[2]) + first - 1}"

    for line in unified_diff(ones, others, one, other, lineterm="", n=CONTEXT):
        yield _NUMBER.sub(in_file, line) if line.startswith("@@") else line.rstrip()


def _lines(stated: Sequence[object]) -> list[str]:
    return json.dumps(stated, indent=2, ensure_ascii=False).splitlines()
