"""Bucket policies on their own, from end to end."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from s3lint.cli import main
from s3lint.languages.inputs import Inputs
from s3lint.languages.unit import Language
from s3lint.run.engine import check
from s3lint.run.question import Settings

PUBLIC = """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Read",
      "Effect": "Allow",
      "Principal": "*",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-site/*"
    }
  ]
}
"""
RULES = ["--select", "wildcard-principal,plain-http-allowed"]
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if "COLOR" in name or name.startswith("S3LINT_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "policy.json").write_text(PUBLIC)
    return tmp_path


def given_on_standard_input(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


CONCISE = (
    "policy.json:1:1: warning[plain-http-allowed] the policy of acme-site lets requests without TLS through\n"
    "policy.json:7:20: error[wildcard-principal] anyone on the internet has access to acme-site: its policy names everyone\n"
)


def test_the_findings_of_a_template_with_such_a_policy(capsys: Capture) -> None:
    assert main(["policy", "policy.json", *RULES, "-o", "concise"]) == 1
    out, err = capsys.readouterr()
    assert out == CONCISE
    assert err.startswith("Found 1 error and 1 warning in 1 of 1 file.\n")


def test_standard_input(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    given_on_standard_input(monkeypatch, PUBLIC)
    assert main(["policy", "-", *RULES, "-o", "concise"]) == 1
    assert capsys.readouterr().out == CONCISE.replace("policy.json", "<stdin>")


def test_what_the_policy_says_nothing_of_is_not_judged(capsys: Capture) -> None:
    assert main(["policy", "policy.json", "--select", "all", "-o", "json"]) == 1
    log = json.loads(capsys.readouterr().out)
    assert {"missing-versioning", "missing-public-access-block", "missing-access-logging"} & {
        finding["rule"] for finding in log["findings"]
    } == set()
    assert log["counts"]["buckets"] == 1
    assert log["counts"]["templates"] == log["counts"]["terraform_roots"] == 0


@pytest.mark.parametrize(
    ("options", "status"),
    [([], 1), (["--exit-zero"], 0), (["--fail-on", "high"], 1), (["--ignore", "wildcard-principal", "--fail-on", "high"], 0)],
)
def test_statuses(options: list[str], status: int) -> None:
    assert main(["policy", "policy.json", *RULES, *options, "-qq"]) == status


def test_sarif(capsys: Capture) -> None:
    assert main(["policy", "policy.json", *RULES, "-o", "sarif"]) == 1
    [run] = json.loads(capsys.readouterr().out)["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["plain-http-allowed", "wildcard-principal"]


def test_the_answer_of_the_command_line_of_aws(capsys: Capture, folder: Path) -> None:
    (folder / "policy.json").write_text(json.dumps({"Policy": PUBLIC}))
    assert main(["policy", "policy.json", "--select", "wildcard-principal", "-o", "json"]) == 1
    [finding] = json.loads(capsys.readouterr().out)["findings"]
    start, end = finding["location"]["start"], finding["location"]["end"]
    assert json.dumps({"Policy": PUBLIC})[start["column"] - 1 : end["column"] - 1] == '\\"*\\"'


def test_the_bucket_and_its_account_can_be_named(capsys: Capture, folder: Path) -> None:
    assert main(["policy", "policy.json", "--select", "wildcard-principal", "--bucket", "acme-site", "-qq"]) == 1
    assert main(["policy", "policy.json", "--select", "wildcard-principal", "--bucket", "acme-data", "-qq"]) == 0
    inputs = Inputs(bucket="acme-data", account="111122223333")
    report = check(["policy.json"], Settings(("all",), inputs=inputs, language=Language.POLICY))
    assert {finding.subjects for finding in report.findings} == {("acme-data",)}


def test_a_bucket_that_nothing_names(capsys: Capture, folder: Path) -> None:
    (folder / "policy.json").write_text(PUBLIC.replace("arn:aws:s3:::acme-site/*", "*"))
    assert main(["policy", "policy.json", "--select", "wildcard-principal", "-o", "concise"]) == 1
    assert "anyone on the internet has access to the bucket: its policy" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("", "1:1", "the policy is not JSON: expected a value"),
        ('{"Statement": [}', "1:16", "the policy is not JSON: expected a value"),
        ('{\n  "Statement": [{"Effect" "Deny"}]\n}', "2:27", "the policy is not JSON: expected :"),
        ('{"Statement": []', "1:17", "the policy is not JSON: expected , or }"),
        ('{"Statement": []} x', "1:19", "the policy is not JSON: expected the end of the text"),
        ("{'Statement': []}", "1:2", "the policy is not JSON: expected a key in quotes or }"),
        ("[]", "1:1", 'expected a bucket policy, which is an object with the key "Statement"'),
        ('{"Resources": {}}', "1:1", 'expected a bucket policy, which is an object with the key "Statement"'),
        ('{"Policy": "{]"}', "1:14", "the policy is not JSON: expected a key in quotes or }"),
    ],
)
def test_what_is_no_policy(text: str, place: str, message: str, capsys: Capture, folder: Path) -> None:
    (folder / "policy.json").write_text(text)
    assert main(["policy", "policy.json", "-o", "concise"]) == 1
    assert capsys.readouterr().out == f"policy.json:{place}: error[unreadable-file] {message}\n"


def test_several_files_are_judged_one_by_one(capsys: Capture, folder: Path) -> None:
    (folder / "broken.json").write_bytes(b"\xff\xff\xff")
    assert main(["policy", "broken.json", "policy.json", "--select", "wildcard-principal", "-o", "concise"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" ")[0] + line.split(" ")[1] for line in lines] == [
        "broken.json:1:1:error[unreadable-file]",
        "policy.json:7:20:error[wildcard-principal]",
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "policy of what? Name a file: s3lint policy FILE; a folder of that name is ./policy"),
        (["polic.json"], "polic.json: no such file; did you mean policy.json?"),
        (["."], ".: expected a file with a policy; for templates in a folder: s3lint ."),
        (["policy.json", "--account", "1"], "--account: expected an account id of 12 digits, got '1'"),
        (["policy.json", "--stdin-filename", "x"], "--stdin-filename is for the path `-`"),
        (["policy.json", "--var", "a=b"], "--var means nothing to `s3lint policy`"),
        (["policy.json", "--select", "nothing"], "no rule is called nothing"),
    ],
)
def test_mistakes(words: list[str], message: str, capsys: Capture) -> None:
    assert main(["policy", *words]) == 2
    assert capsys.readouterr() == ("", f"s3lint: {message}\n")


JSON: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.sampled_from(["*", "Allow", "s3:*", "arn:aws:s3:::b/*", "${x}"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["Statement", "Effect", "Principal", "Action", "Resource", "Condition", "AWS", "Bool", "Policy"]),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=12,
)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(JSON)
def test_any_json_is_judged_or_refused(document: Any) -> None:
    overlay = {"any.json": json.dumps({"Statement": document})}
    report = check(["any.json"], Settings(("all",), language=Language.POLICY), overlay)
    assert report.errors == ()
    assert report.counts.buckets + len(report.problems) == 1
