"""The verdicts of all rules on the buckets of some files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from s3lint.languages.inputs import Inputs
from s3lint.languages.unit import Subject
from s3lint.model.bucket import Bucket
from s3lint.run import engine
from s3lint.run.finding import Verdict
from s3lint.run.judge import judge
from s3lint.run.question import Settings
from s3lint.run.registry import all_rules, select

RULES = select(all_rules(), ("all",), ())
_ORDER = (Verdict.FAIL, Verdict.UNDECIDED, Verdict.NOT_APPLICABLE)


def of_buckets(files: Mapping[str, str], inputs: Inputs) -> Iterator[tuple[Subject, str, Verdict]]:
    """What each rule says, in one word, of each bucket that may be there."""
    for unit in engine.read([], Settings(inputs=inputs), files).units:
        for subject in unit.subjects:
            if issubclass(subject.kind, Bucket) and subject.condition is not False:
                findings = judge(RULES, subject).findings
                for rule in RULES:
                    said = {finding.verdict for finding in findings if finding.rule == rule.name}
                    yield subject, rule.name, next((verdict for verdict in _ORDER if verdict in said), Verdict.PASS)
