"""What findings say is spelled as the language of the code spells it, over all rules and fixtures."""

from __future__ import annotations

import re

import pytest

from s3lint import Settings, check

FLAGS = """
Resources:
  B: {Type: AWS::S3::Bucket, Properties: {PublicAccessBlockConfiguration: {BlockPublicAcls: %s, BlockPublicPolicy: true}}}
"""


def texts(*paths: str) -> dict[bool, set[str]]:
    """The sentences of findings, by whether they are about CloudFormation."""
    report = check(list(paths), Settings(select=("all",)))
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for each in (*report.findings, *report.undecided, *report.not_applicable):
        said = (each.message, each.label, each.result, each.reason, *(note.label for note in each.related))
        path = each.origin.source.path
        if path.endswith((".yaml", ".yml", ".tf")):  # others may be either
            found[not path.endswith(".tf")] |= set(said)
    return found


def test_the_fixtures_leak_no_other_spelling() -> None:
    found = texts("fixtures")
    assert len(found[True]) > 100
    assert len(found[False]) > 100
    of_terraform = re.compile(r"\b(?:block|ignore|restrict)_public_\w+|\baws_s3_|\bvar\.\w|\$\{parameter |\$\{\}|\ufffd")
    of_cloudformation = re.compile(r"\b(?:Block|Ignore|Restrict)Public\w+|!Ref|Fn::|AWS::S3::|\$\{parameter |\$\{\}|\ufffd")
    assert [text for text in found[True] if of_terraform.search(text)] == []
    assert [text for text in found[False] if of_cloudformation.search(text)] == []


@pytest.mark.parametrize("flag", ["false", "!Ref Open"])
def test_flags_of_an_access_block(flag: str) -> None:
    text = FLAGS % flag + "Parameters: {Open: {Type: String}}\n"
    report = check([], Settings(select=("incomplete-public-access-block",)), overlay={"t.yaml": text})
    (finding,) = report.findings
    said = "".join((finding.message, *(note.label for note in finding.related)))
    assert "RestrictPublicBuckets" in said
    assert "_" not in said
    assert "ignore_public_acls" in dict(finding.properties)["flags"]
