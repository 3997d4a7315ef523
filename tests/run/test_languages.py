"""Nobody is spoken to in the words of the other language."""

from __future__ import annotations

import re

import pytest

from s3lint import Assignment, Inputs, Settings, check
from s3lint.run.finding import Finding
from s3lint.run.registry import all_rules
from s3lint.run.rule import Rule

FOREIGN = {
    "template.yaml": re.compile(r"[Tt]erraform|\baws_\w+\.|\bvar\.|--var\b|--workspace|force_destroy"),
    "main.tf": re.compile(
        r"CloudFormation|cloudformation|AWS::(?!S3::Object)|!Ref|!GetAtt|Fn::|--parameter|\bparameter |DeletionPolicy"
    ),
}


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: str(rule.name))
@pytest.mark.parametrize("path", list(FOREIGN))
def test_findings_are_in_the_words_of_their_language(rule: type[Rule], path: str) -> None:
    for example in (*rule.bad, *rule.undecidable, *rule.inapplicable):
        text = example.twins.terraform if path == "main.tf" else example.twins.cloudformation
        if isinstance(text, str):
            options = tuple(Assignment(rule.name, name, value) for name, value in example.options)
            asked = Settings(select=(rule.name,), options=options, inputs=Inputs(account=example.account))
            report = check([], asked, {path: text})
            for finding in (*report.findings, *report.undecided, *report.not_applicable):
                assert [said for said in words(finding) if FOREIGN[path].search(said)] == [], example.title


def words(finding: Finding) -> list[str]:
    said = [finding.message, finding.label, finding.request, finding.result, finding.help, finding.reason, finding.option]
    return [*said, *finding.inputs, *finding.cases, *(note.label for note in finding.related)]
