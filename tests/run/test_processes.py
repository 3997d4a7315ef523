"""Pieces of work that other processes read and judge."""

from __future__ import annotations

import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from s3lint import Inputs, Settings, check
from s3lint.languages.files import Files
from s3lint.outputs import Options, render
from s3lint.run import engine
from s3lint.run.engine import judge_work
from s3lint.run.judged import Judged, met_in
from s3lint.run.question import Question
from s3lint.run.registry import listed
from s3lint.run.report import Report

ROOT = Path(__file__).parents[2]
PATHS = ("fixtures/demo", "fixtures/terraform", "fixtures/cloudformation", "fixtures/broken")
OVERLAY = {
    "stdin.yaml": "Resources:\n  Site:\n    Type: AWS::S3::Bucket\n    Properties:\n      AccessControl: PublicRead\n",
    "added/main.tf": 'resource "aws_s3_bucket" "added" {}\n',
}
SETTINGS = Settings(select=("all",), inputs=Inputs(account="111122223333", variables=(("press_is_public", "true"),)))


def written(report: Report) -> str:
    return render("json", report, Options(show_undecided=True))


def test_other_processes_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    paths = [*PATHS, *OVERLAY]
    here = check(paths, SETTINGS, OVERLAY)
    candidates, files = engine._candidates(paths, SETTINGS, OVERLAY, frozenset())
    question = Question(listed(), account=SETTINGS.inputs.account)
    work = list(engine._work(candidates, files, SETTINGS))
    # Each starts from nothing, as on every system but Linux: what is not in the arguments is not there.
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        elsewhere = [one for found in pool.map(judge_work, work, [question] * len(work)) for one in found]
    there = engine._report(elsewhere, met_in(elsewhere), (), question, question.rules, len(candidates), files.root, 0.0)
    assert len(elsewhere) > 10
    assert here.counts == there.counts
    assert written(here) == written(there)
    assert scopes(here) == scopes(there)


def scopes(report: Report) -> list[list[tuple[str, str, str]]]:
    findings = (*report.findings, *report.undecided)
    return [[(scope.kind, scope.name, scope.origin.text) for scope in finding.scopes] for finding in findings]


@pytest.mark.parametrize("path", ["fixtures/demo/terraform", "fixtures/demo/site.yaml"])
def test_what_comes_back_is_one_whole(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    candidates, files = engine._candidates([path], Settings(), {}, frozenset())
    (work,) = engine._work(candidates, files, Settings())
    (judged,) = judge_work(work, Question(listed()))
    copy: Judged = pickle.loads(pickle.dumps(judged))
    assert [finding.message for finding in copy.findings] == [finding.message for finding in judged.findings]
    assert {finding.origin.source for finding in copy.findings} <= set(copy.sources)


def test_files_are_read_anew_in_another_process(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("before")
    files = Files(str(tmp_path), {"b.yaml": "overlaid"}, {str(tmp_path / "hidden.yaml")})
    (tmp_path / "hidden.yaml").touch()
    assert files.raw(str(path)) == b"before"
    path.write_text("after")
    copy: Files = pickle.loads(pickle.dumps(files))
    assert (files.raw(str(path)), copy.raw(str(path)), copy.raw("b.yaml")) == (b"before", b"after", b"overlaid")
    assert not copy.exists(str(tmp_path / "hidden.yaml"))
    assert copy.root == files.root
