"""`s3lint baseline` on real repositories, as people meet them who switch s3lint on today."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from s3lint.cli import main, streams
from s3lint.run.baseline import file
from tests.cli.test_change import commit, git, repository, write

__all__ = ["repository"]

Capture = pytest.CaptureFixture[str]
SCHEMA = Path(file.__file__).with_name(file.SCHEMA_FILE)

BUCKETS = "".join(f'resource "aws_s3_bucket" "b{number}" {{\n  bucket = "acme-b{number}"\n}}\n' for number in range(60))
LEDGER = """\
locals {
  grant = "public-read"
}

resource "aws_s3_bucket" "ledger" {
  bucket = "acme-ledger"
}

resource "aws_s3_bucket_acl" "ledger" {
  bucket = aws_s3_bucket.ledger.id
  acl    = local.grant
}

resource "aws_s3_bucket_policy" "ledger" {
  bucket = aws_s3_bucket.ledger.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Open"
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::acme-ledger/*"
    }]
  })
}
"""
FIRST = """\
  First:
    Type: AWS::S3::Bucket
    Properties:
      VersioningConfiguration:
        Status: Suspended
"""
SECOND = """\
  Second:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: acme-second
"""
PUBLIC = """\
resource "aws_s3_bucket" "fresh" {
  bucket = "acme-fresh"
}
resource "aws_s3_bucket_ownership_controls" "fresh" {
  bucket = aws_s3_bucket.fresh.id
  rule {
    object_ownership = "ObjectWriter"
  }
}
resource "aws_s3_bucket_public_access_block" "fresh" {
  bucket = aws_s3_bucket.fresh.id
}
resource "aws_s3_bucket_acl" "fresh" {
  bucket = aws_s3_bucket.fresh.id
  acl    = "public-read"
}
"""


def found(*words: str, status: int) -> list[str]:
    """Rules and addresses of a run's findings."""
    out = Path("out.json")
    assert main([*words, "-q", "-o", "json", "--output-file", "out.json"]) == status
    report = json.loads(out.read_text())
    out.unlink()
    return [f"{one['rule']} {', '.join(one['subjects'])}" for one in (*report["findings"], *report["problems"])]


def report(*words: str) -> Any:
    main([*words, "-q", "-o", "json", "--output-file", "out.json"])
    written = json.loads(Path("out.json").read_text())
    Path("out.json").unlink()
    return written


def entries() -> list[dict[str, str]]:
    listed: list[dict[str, str]] = json.loads(Path("s3lint-baseline.json").read_text())["findings"]
    return listed


def edit(path: str, old: str, new: str) -> None:
    text = Path(path).read_text()
    assert old in text
    write(path, text.replace(old, new))


def test_the_story_of_an_adoption(capsys: Capture) -> None:
    write("infra/main.tf", BUCKETS + LEDGER)
    write("stack/site.yaml", f"Resources:\n{FIRST}{SECOND}")
    commit()
    before = found(".", status=1)
    assert len(before) > 200
    assert main(["baseline", "create"]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"Wrote {len(entries())} entries to s3lint-baseline.json.\n")
    commit()
    assert found(".", status=0) == []
    assert main(["."]) == 0
    err = capsys.readouterr().err
    assert f"s3lint-baseline.json hides {len(before)} findings.\n" in err
    assert "lapsed" not in err.lower()

    # A new public bucket is one finding more.
    write("infra/fresh.tf", PUBLIC)
    only = ("--select", "public-read-acl")
    assert found(".", *only, status=1) == ["public-read-acl aws_s3_bucket.fresh"]
    Path("infra/fresh.tf").unlink()

    # Nothing is wrong that was not wrong before: lines and files move, names of values change.
    edit("infra/main.tf", "local.grant", "local.access")
    edit("infra/main.tf", 'grant = "public-read"', 'access = "public-read"')
    write("infra/main.tf", "# a comment\n\n" + Path("infra/main.tf").read_text())
    assert found(".", status=0) == []
    write("infra/ledger.tf", Path("infra/main.tf").read_text().split("locals", 1)[1].join(("locals", "")))
    write("infra/main.tf", BUCKETS)
    assert found(".", status=0) == []
    write("stack/site.yaml", f"Resources:\n{SECOND}{FIRST}")
    assert found(".", status=0) == []
    git("mv", "stack/site.yaml", "stack/pages.yaml")
    git("mv", "infra", "live")
    assert found(".", status=0) == []

    # The old bucket made worse: what was accepted was reading.
    edit("live/ledger.tf", '"public-read"', '"public-read-write"')
    assert "public-write-acl aws_s3_bucket.ledger" in found(".", status=1)
    edit("live/ledger.tf", '"public-read-write"', '"public-read"')
    edit("live/ledger.tf", '"s3:GetObject"', '["s3:GetObject", "s3:PutObject"]')
    assert "wildcard-principal aws_s3_bucket.ledger" in found(".", status=1)


def test_a_new_public_bucket_that_has_all_else_is_exactly_one_finding() -> None:
    write("main.tf", BUCKETS)
    assert main(["baseline", "create", "-q"]) == 0
    write("main.tf", BUCKETS + LEDGER)
    assert main(["baseline", "update", "-q"]) == 0
    edit("main.tf", "public-read", "private")
    edit("main.tf", '*"\n      Action', 'arn:aws:iam::111122223333:root"\n      Action')
    assert main(["baseline", "update", "-q"]) == 0
    edit("main.tf", "arn:aws:iam::111122223333:root", "*")
    assert found(".", status=1) == ["wildcard-principal aws_s3_bucket.ledger"]


def test_hidden_findings_are_kept_and_marked() -> None:
    write("site.yaml", f"Resources:\n{FIRST}")
    select = ("--select", "missing-versioning")
    assert main(["baseline", "create", "-q", *select]) == 0
    assert Path("s3lint-baseline.json").read_text() == (
        '{\n  "schema_version": 1,\n  "findings": [\n'
        '    {"path": "site.yaml", "address": "First", "rule": "missing-versioning", "setting": "versioning.status", '
        '"value": "versioning of it is Suspended"}\n'
        "  ]\n}\n"
    )
    written = report(".", *select)
    assert written["findings"] == []
    assert written["known"] == [{"name": "s3lint-baseline.json", "hidden": 1, "lapsed": []}]
    (hidden,) = written["suppressed"]
    assert (hidden["rule"], hidden["subjects"]) == ("missing-versioning", ["First"])
    assert hidden["suppression"]["kind"] == "external"
    assert hidden["suppression"]["location"]["start"] == {"line": 4, "column": 5}
    assert hidden["suppression"]["location"]["path"] == "s3lint-baseline.json"
    assert found(".", *select, "--no-baseline", status=1) == ["missing-versioning First"]


def test_sarif_leaves_hidden_findings_out_unless_they_are_asked_for() -> None:
    write("site.yaml", f"Resources:\n{FIRST}")
    select = ("--select", "missing-versioning", "-o", "sarif", "-q", "--output-file", "out.sarif")
    assert main(["baseline", "create", "-q", *select[:2]]) == 0
    assert main([".", *select]) == 0
    assert json.loads(Path("out.sarif").read_text())["runs"][0]["results"] == []
    assert main([".", *select, "--sarif-suppressed", "include"]) == 0
    (result,) = json.loads(Path("out.sarif").read_text())["runs"][0]["results"]
    (suppression,) = result["suppressions"]
    assert (suppression["kind"], suppression["justification"]) == ("external", "known in s3lint-baseline.json")


def test_an_entry_lapses_when_its_finding_goes_and_is_pruned(capsys: Capture) -> None:
    write("a.yaml", f"Resources:\n{FIRST}")
    write("b.yaml", f"Resources:\n{FIRST}")
    select = ("--select", "missing-versioning")
    assert main(["baseline", "create", *select]) == 0
    edit("a.yaml", "Suspended", "Enabled")
    capsys.readouterr()
    assert main([".", *select]) == 0
    err = capsys.readouterr().err
    lapsed = "a.yaml: missing-versioning of First: versioning of it is Suspended"
    assert "s3lint-baseline.json hides 1 finding.\n" in err
    assert f"Lapsed in it, as nothing agrees any more: 1 finding (s3lint baseline prune)\n  {lapsed}\n" in err
    assert report(".", *select)["known"][0]["lapsed"] == [lapsed]
    # A run that does not look there can't tell.
    assert report("b.yaml", *select)["known"][0]["lapsed"] == []
    assert report(".", "--select", "missing-tags", "--exit-zero")["known"][0]["lapsed"] == []
    # Of two templates each has a bucket of its own.
    edit("a.yaml", "Enabled", "Suspended")
    write("c.yaml", f"Resources:\n{FIRST}")
    assert found(".", *select, status=1) == ["missing-versioning First"]
    Path("c.yaml").unlink()
    edit("a.yaml", "Suspended", "Enabled")
    capsys.readouterr()
    assert main(["baseline", "show", ".", *select]) == 0
    assert capsys.readouterr().out.splitlines()[0] == f"{lapsed} (lapsed)"
    assert main(["baseline", "prune", *select]) == 0
    assert capsys.readouterr().err == "Wrote 1 entry to s3lint-baseline.json: 0 new, 1 gone.\n"
    assert [entry["path"] for entry in entries()] == ["b.yaml"]


def test_an_update_keeps_reasons_and_what_it_does_not_judge() -> None:
    write("a/a.yaml", f"Resources:\n{FIRST}")
    write("b/b.yaml", f"Resources:\n{FIRST}")
    select = ("--select", "missing-versioning")
    assert main(["baseline", "create", "-q", *select]) == 0
    edit("s3lint-baseline.json", 'Suspended"}', 'Suspended", "reason": "OPS-7"}')
    write("a/c.yaml", f"Resources:\n{FIRST}")
    assert main(["baseline", "update", "a", "-q", *select]) == 0
    assert [(entry["path"], entry.get("reason")) for entry in entries()] == [
        ("a/a.yaml", "OPS-7"),
        ("a/c.yaml", None),
        ("b/b.yaml", "OPS-7"),
    ]


def test_another_instance_of_a_block_is_new() -> None:
    text = 'resource "aws_s3_bucket" "b" {{\n  for_each = toset([{}])\n  bucket   = "acme-${{each.key}}"\n}}\n'
    select = ("--select", "missing-versioning")
    write("main.tf", text.format('"b", "c"'))
    assert main(["baseline", "create", "-q", *select]) == 0
    write("main.tf", text.format('"a", "b", "c"'))
    written = report(".", *select)
    (finding,) = written["findings"]
    assert finding["subjects"] == ['aws_s3_bucket.b["a"]']
    assert finding["message"].startswith('aws_s3_bucket.b["a"] does not enable versioning')
    assert written["suppressed"][0]["subjects"] == ['aws_s3_bucket.b["b"]', 'aws_s3_bucket.b["c"]']


def test_what_is_undecided_is_held_where_it_fails() -> None:
    text = 'variable "status" {}\n' + BUCKETS.split("}\n", 1)[0] + '}\nresource "aws_s3_bucket_versioning" "b0" {\n'
    text += "  bucket = aws_s3_bucket.b0.id\n  versioning_configuration {\n    status = var.status\n  }\n}\n"
    write("main.tf", text)
    select = ("--select", "missing-versioning")
    assert main(["baseline", "create", "-q", *select]) == 0
    assert entries() == []
    assert main([".", "-q", *select, "--strict"]) == 1
    assert main(["baseline", "update", "-q", *select, "--strict"]) == 0
    assert [entry["verdict"] for entry in entries()] == ["undecided"]
    assert main([".", "-q", *select, "--strict"]) == 0
    assert main([".", "-q", *select, "--strict", "--var", "status=Suspended"]) == 1


def test_what_was_not_read_is_never_known(capsys: Capture) -> None:
    write("a.yaml", f"Resources:\n{FIRST}  Broken: [\n")
    assert main(["baseline", "create"]) == 1
    assert entries() == []
    assert main([".", "-q"]) == 1


def test_it_is_found_from_wherever_s3lint_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    write("live/infra/site.yaml", f"Resources:\n{FIRST}")
    write("live/s3lint.toml", 'select = ["missing-versioning"]\n')
    assert main(["baseline", "create", "-q", "live/infra"]) == 0
    assert Path("live/s3lint-baseline.json").exists()  # beside the configuration
    assert main(["-q", "live"]) == 0
    monkeypatch.chdir("live/infra")
    assert main(["-q", "site.yaml"]) == 0
    assert main(["-q", "site.yaml", "--no-baseline"]) == 1
    monkeypatch.chdir("../..")
    Path("live/s3lint-baseline.json").rename("other.json")
    assert main(["-q", "live"]) == 1
    edit("other.json", '"infra/', '"live/infra/')
    assert main(["-q", "live", "--baseline", "other.json"]) == 0


def test_a_template_that_is_staged_is_judged_with_the_baseline() -> None:
    write("old.yaml", f"Resources:\n{FIRST}")
    commit()
    select = ("--select", "missing-versioning")
    assert main(["baseline", "create", "-q", *select]) == 0
    edit("old.yaml", "Resources:", "Description: pages\nResources:")
    git("add", ".")
    assert main(["--staged", "-q", *select]) == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1:1: expected a value, found the end of the text"),
        ("[]", "1:1: expected a baseline: an object"),
        ("<<<<<<< HEAD\n{}", "1:1: expected a value, found `<`"),
        ('{"schema_version": 1}', "1:1: expected findings in it"),
        ('{"schema_version": 2, "findings": []}', "1:20: schema_version: expected 1, which is all that this s3lint reads"),
        ('{"schema_version": true, "findings": []}', "1:20: schema_version: expected 1, which is all that this s3lint reads"),
        ('{"schema_version": 1, "findings": {}}', "1:35: findings: expected a list"),
        ('{"schema_version": 1,\n "findings": [\n  7]}', "3:3: expected an object for each finding"),
        ('{"schema_version": 1, "findings": [{"path": 1}]}', "1:36: expected address, rule, setting, value in it"),
        ('{"schema_version": 1, "findings": [{"rul": ""}]}', "1:37: unknown key rul; did you mean rule?"),
        ('{"schema_version": 1, "schema_version": 1, "findings": []}', "1:23: schema_version stands there twice"),
        (
            '{"schema_version": 1, "findings": [{"path": "", "address": "", "rule": "", "setting": 3, "value": ""}]}',
            "1:87: setting: expected a text",
        ),
        (
            '{"schema_version": 1, "findings": [\n'
            '{"path": "", "address": "", "rule": "", "setting": "", "value": "", "verdict": "fails"}]}',
            "2:80: verdict: expected fail or undecided; did you mean fail?",
        ),
    ],
)
def test_a_file_that_is_no_baseline(text: str, said: str, capsys: Capture) -> None:
    write("site.yaml", f"Resources:\n{FIRST}")
    write("s3lint-baseline.json", text)
    assert main(["."]) == 2
    assert capsys.readouterr() == ("", f"s3lint: s3lint-baseline.json:{said}\n")
    try:
        broken = bool(list(Draft202012Validator(json.loads(SCHEMA.read_text())).iter_errors(json.loads(text))))
    except json.JSONDecodeError:
        return
    assert broken or "twice" in said


def test_bytes_that_are_no_text(capsys: Capture) -> None:
    write("site.yaml", f"Resources:\n{FIRST}")
    Path("s3lint-baseline.json").write_bytes(b'{\n "a\xff')
    assert main(["."]) == 2
    assert capsys.readouterr().err == "s3lint: s3lint-baseline.json:2:4: the baseline is no UTF-8\n"


def test_what_is_written_fits_the_schema() -> None:
    write("main.tf", BUCKETS + LEDGER)
    assert main(["baseline", "create", "-q", "--select", "all", "--strict"]) == 0
    schema = json.loads(SCHEMA.read_text())
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(Path("s3lint-baseline.json").read_text()))
    first = Path("s3lint-baseline.json").read_bytes()
    assert main(["baseline", "update", "-q", "--select", "all", "--strict"]) == 0
    assert Path("s3lint-baseline.json").read_bytes() == first


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "baseline: expected one of create, update, prune, show, got nothing"),
        (["creat"], "baseline: expected one of create, update, prune, show, got creat; did you mean create?"),
        (["update"], "there is no s3lint-baseline.json above .: s3lint baseline create"),
        (["show", "--from-sarif", "a"], "--from-sarif means nothing to `s3lint baseline show`"),
        (["create", "--baseline", "there.json"], "there.json: there is a baseline already: s3lint baseline update"),
        (["update", "--baseline", "gone.json"], "gone.json: cannot read the baseline: No such file or directory"),
        (["create"], "baseline: no CloudFormation or Terraform with S3 in . (looked at 1 file)"),
    ],
)
def test_calls_that_make_no_sense(words: list[str], said: str, capsys: Capture) -> None:
    write("there.json", "{}")
    assert main(["baseline", *words]) == 2
    assert capsys.readouterr().err == f"s3lint: {said}\n"


def test_killed_while_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.yaml", f"Resources:\n{FIRST}")
    assert main(["baseline", "create", "-q"]) == 0
    old = Path("s3lint-baseline.json").read_text()
    write("b.yaml", f"Resources:\n{FIRST}")
    script = (
        "import os, signal, sys\nfrom s3lint.cli import main, streams\n"
        "def dies(path, text, mode='w'):\n"
        "    with open(path, mode) as stream:\n        stream.write(text[: len(text) // 2])\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "streams._fill = dies\nsys.exit(main(['baseline', 'update']))\n"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == -9
    assert Path("s3lint-baseline.json").read_text() == old

    def interrupted(path: str, text: str, mode: str = "w") -> None:
        Path(path).write_text(text[:10])
        raise KeyboardInterrupt

    left = sorted(os.listdir("."))
    monkeypatch.setattr(streams, "_fill", interrupted)
    assert main(["baseline", "update"]) == 130
    assert Path("s3lint-baseline.json").read_text() == old
    assert sorted(os.listdir(".")) == left


def test_a_tree_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    write("a.yaml", f"Resources:\n{FIRST}")

    def refused(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(streams, "_fill", refused)
    assert main(["baseline", "create"]) == 2
    assert capsys.readouterr().err == "s3lint: cannot write s3lint-baseline.json: Read-only file system\n"
    assert not Path("s3lint-baseline.json").exists()


def test_what_another_tool_found_before() -> None:
    write("main.tf", LEDGER + BUCKETS)
    results = [
        {
            "ruleId": rule,
            "message": {"text": "x"},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": "main.tf"}, "region": region}}],
        }
        for rule, region in (
            ("CKV_AWS_21", {"startLine": 5, "endLine": 7}),  # the ledger has no versioning
            ("CKV_AWS_21", {"startLine": 900}),  # no bucket there
            ("CKV_AWS_999", {"startLine": 5}),
        )
    ]
    write("old.sarif", json.dumps({"version": "2.1.0", "runs": [{"results": results}]}))
    assert main(["baseline", "create", "-q", "--from-sarif", "old.sarif"]) == 0
    assert [(entry["rule"], entry["address"]) for entry in entries()] == [("missing-versioning", "aws_s3_bucket.ledger")]
    Path("s3lint-baseline.json").unlink()
    assert main([".", "-q", "-o", "sarif", "--output-file", "own.sarif"]) == 1
    assert main(["baseline", "create", "-q", "--from-sarif", "own.sarif"]) == 0
    assert main([".", "-q"]) == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"runs": 1}', "old.sarif: expected SARIF: an object with `runs`"),
        ('{\n"runs": [}', "old.sarif:2:10: no valid JSON: Expecting value"),
    ],
)
def test_a_file_that_is_no_sarif(text: str, said: str, capsys: Capture) -> None:
    write("site.yaml", f"Resources:\n{FIRST}")
    write("old.sarif", text)
    assert main(["baseline", "create", "--from-sarif", "old.sarif"]) == 2
    assert capsys.readouterr().err == f"s3lint: {said}\n"


def test_a_run_without_a_baseline_loads_nothing_of_it() -> None:
    write("site.yaml", f"Resources:\n{FIRST}")
    script = "import sys\nfrom s3lint.cli import main\nmain(['.', '-qq'])\nprint([m for m in sys.modules if 'baseline' in m])"
    run = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert run.stdout == "[]\n"


def test_git_merges_what_two_people_accept() -> None:
    select = ("--select", "missing-versioning,plain-http-allowed,missing-access-logging")
    for name in ("a", "d", "k", "z"):
        write(f"{name}.yaml", f"Resources:\n{FIRST}")
    assert main(["baseline", "create", "-q", *select]) == 0
    commit()
    git("checkout", "-q", "-b", "one")
    write("b.yaml", f"Resources:\n{FIRST}")
    assert main(["baseline", "update", "-q", *select]) == 0
    commit()
    git("checkout", "-q", "-")
    write("m.yaml", f"Resources:\n{FIRST}")
    assert main(["baseline", "update", "-q", *select]) == 0
    commit()
    git("merge", "-q", "one", "-m", "both")
    assert main([".", "-q", *select]) == 0
    assert list(dict.fromkeys(entry["path"][0] for entry in entries())) == ["a", "b", "d", "k", "m", "z"]


def test_no_secret_is_written() -> None:
    write(
        "main.tf",
        'variable "key" {\n  sensitive = true\n  default   = "hunter2secret"\n}\n'
        + LEDGER.replace("acme-ledger/*", "acme-ledger/${var.key}/*"),
    )
    assert main(["baseline", "create", "-q"]) == 0
    assert "wildcard-principal" in [entry["rule"] for entry in entries()]
    assert "hunter2secret" not in Path("s3lint-baseline.json").read_text()
