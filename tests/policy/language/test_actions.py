"""The list of S3's actions, what patterns of a policy match in it, and how it is refreshed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from docs.refresh_actions import main, table
from s3lint.policy.language.actions import BUCKET, OBJECT, catalogue


def matched(pattern: str) -> set[str]:
    actions = catalogue()
    mask = actions.mask(pattern)
    return {action.name for number, action in enumerate(actions.actions) if mask >> number & 1}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("s3:GetObject", {"s3:GetObject"}),
        ("S3:getobject", {"s3:GetObject"}),
        ("s3:?etObject", {"s3:GetObject"}),
        ("s*:RestoreObject", {"s3:RestoreObject"}),
        ("s3:*Tags", {"s3:ReplicateTags"}),
        ("s3:CreateBucket", set()),
        ("iam:*", set()),
        ("s3:FutureObjectAction", set()),
    ],
)
def test_patterns(pattern: str, expected: set[str]) -> None:
    assert matched(pattern) == expected


def test_everything() -> None:
    assert matched("*") == matched("s3:*") == matched("S3:**") == {action.name for action in catalogue().actions}


@pytest.mark.parametrize(
    ("name", "kind"), [("s3:GetObject", OBJECT), ("s3:listbucket", BUCKET), ("s3:CreateJob", ""), ("s3:Nonsense", "")]
)
def test_kinds(name: str, kind: str) -> None:
    assert catalogue().kind(name) == kind


@pytest.mark.parametrize(
    ("name", "is_known", "is_elsewhere"),
    [
        ("s3:PutBucketPolicy", True, False),
        ("s3:CreateBucket", True, True),
        ("s3:PutAccessPointPolicy", True, True),
        ("s3:PutAccessPointScope", False, False),  # of s3express, as are all actions on directory buckets
        ("s3:ListDirectoryBuckets", False, False),
        ("s3:ListObjects", False, False),
    ],
)
def test_whose_actions_they_are(name: str, is_known: bool, is_elsewhere: bool) -> None:
    assert (catalogue().is_known(name), catalogue().is_elsewhere(name)) == (is_known, is_elsewhere)


def test_no_action_has_two_kinds() -> None:
    names = [action.name.lower() for action in catalogue().actions]
    assert len(names) == len(set(names))
    assert catalogue().is_elsewhere("s3:ListAllMyBuckets")
    assert not any(catalogue().is_elsewhere(name) for name in names)


REFERENCE = {
    "Name": "s3",
    "Actions": [
        {"Name": "PutObject", "Resources": [{"Name": "accesspointobject"}, {"Name": "object"}]},
        {"Name": "ListBucket", "Resources": [{"Name": "accesspoint"}, {"Name": "bucket"}]},
        {"Name": "CreateBucket", "Resources": [{"Name": "bucket"}]},
        {"Name": "ListAllMyBuckets"},
        {"Name": "GetObject", "Resources": [{"Name": "object"}]},
    ],
}


def test_refresh(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "s3.json"
    path.write_text(json.dumps(REFERENCE), encoding="utf-8")
    assert main([str(path), "2030-01-01"]) == 0
    written = json.loads(capsys.readouterr().out)
    assert written == table(REFERENCE, "2030-01-01")
    assert {key: written[key] for key in ("date", "object", "bucket", "elsewhere")} == {
        "date": "2030-01-01",
        "object": ["GetObject", "PutObject"],
        "bucket": ["ListBucket"],
        "elsewhere": ["CreateBucket", "ListAllMyBuckets"],
    }


def test_refresh_without_a_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["s3.json"]) == 2
    assert capsys.readouterr().err == "expected the path of s3.json and a date, such as: s3.json 2026-11-20\n"
