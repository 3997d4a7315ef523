"""Suppressions as a user meets them: files with comments, and what the command line says of them."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from textwrap import dedent

import pytest

from s3lint.cli import main
from s3lint.run.suppressions import settings

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory: an empty repository, on a day in 2026."""
    for name in [name for name in os.environ if "COLOR" in name or name.startswith("S3LINT_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(settings, "today", lambda: "2026-11-28")
    (tmp_path / ".git").mkdir()
    return tmp_path


class Run:
    """What a check of some files wrote: `rule file:line` of what is open, of what is suppressed and of what it says of
    suppressions, with the messages of these.
    """

    def __init__(self, capture: Capture, files: dict[str, str], words: tuple[str, ...]) -> None:
        for path, text in files.items():
            os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
            Path(path).write_text(dedent(text).strip("\n") + "\n")
        self.status = main([*words, "-o", "json", "."])
        out, self.err = capture.readouterr()
        self.log = json.loads(out)
        self.open = [_place(finding) for finding in self.log["findings"]]
        self.hidden = [_place(finding) for finding in self.log["suppressed"]]
        self.said = [f"{_place(problem)} {problem['message']}" for problem in self.log["problems"]]


def _place(finding: dict[str, object]) -> str:
    location = finding["location"]
    assert isinstance(location, dict)
    return f"{finding['rule']} {location['path']}:{location['start']['line']}"


ASKED = ("--select", "missing-versioning,incomplete-public-access-block,wildcard-principal")


def check(capture: Capture, *words: str, **files: str) -> Run:
    """Three rules, asked about files; `__` in a name stands for a slash, the last `_` for a dot."""
    return Run(capture, {".".join(n.replace("__", "/").rsplit("_", 1)): text for n, text in files.items()}, (*ASKED, *words))


VERSIONING_OFF = """
    resource "aws_s3_bucket" "a" {
    }
    resource "aws_s3_bucket_versioning" "a" {
      bucket = aws_s3_bucket.a.id
      versioning_configuration {
        status = "Suspended" # s3lint: ignore[RULE] reason: kept elsewhere
      }
    }
    resource "aws_s3_bucket" "b" {
    }
"""


def test_the_end_of_a_line_hides_what_is_said_of_the_line(capsys: Capture) -> None:
    run = check(capsys, main_tf=VERSIONING_OFF.replace("RULE", "missing-versioning"))
    assert run.hidden == ["missing-versioning main.tf:6"]
    assert run.open == ["missing-versioning main.tf:9"]
    assert run.said == []
    assert run.log["suppressed"][0]["suppression"] == {
        "kind": "inSource",
        "justification": "kept elsewhere",
        "until": "",
        "location": {"path": "main.tf", "start": {"line": 6, "column": 26}, "end": {"line": 6, "column": 85}},
    }
    assert run.log["counts"]["suppressed"] == 1
    assert "Suppressed: 1 finding.\n" in run.err


def test_a_suppression_of_one_rule_hides_no_other(capsys: Capture) -> None:
    run = check(capsys, main_tf=VERSIONING_OFF.replace("RULE", "wildcard-principal"))
    assert run.hidden == []
    assert run.open == ["missing-versioning main.tf:6", "missing-versioning main.tf:9"]
    assert run.said == ["unused-suppression main.tf:6 no finding of wildcard-principal is suppressed here"]
    assert run.status == 1


def test_a_rule_that_was_not_asked_is_not_unused(capsys: Capture) -> None:
    run = check(capsys, main_tf=VERSIONING_OFF.replace("RULE", "missing-versioning, missing-access-logging"))
    assert run.hidden == ["missing-versioning main.tf:6"]
    assert run.said == []


def test_no_ignores(capsys: Capture) -> None:
    run = check(capsys, "--no-ignores", main_tf=VERSIONING_OFF.replace("RULE", "missing-versioning"))
    assert run.hidden == []
    assert run.open == ["missing-versioning main.tf:6", "missing-versioning main.tf:9"]
    assert "Suppressed" not in run.err


def test_what_is_suppressed_fails_no_run(capsys: Capture) -> None:
    text = '# s3lint: ignore[missing-versioning] -- scratch\nresource "aws_s3_bucket" "a" {}'
    run = check(capsys, "--strict", main_tf=text)
    assert (run.status, run.hidden, run.open) == (0, ["missing-versioning main.tf:2"], [])
    assert run.err.startswith("No problems found.\nSuppressed: 1 finding.\n")


@pytest.mark.parametrize(
    "comment",
    [
        "# s3lint: ignore[missing-versioning]",
        "// s3lint: ignore[missing-versioning]",
        "/* s3lint: ignore[missing-versioning] */",
        "/*\n * s3lint: ignore[missing-versioning]\n * reason: is no part of it\n */",
        "# s3lint: ignore[missing-versioning]\n# more of the reason\n\n// and more",
    ],
)
def test_the_line_before_a_resource(comment: str, capsys: Capture) -> None:
    run = check(capsys, main_tf=f'{comment}\nresource "aws_s3_bucket" "a" {{}}\nresource "aws_s3_bucket" "b" {{}}\n')
    line = comment.count("\n") + 2
    assert run.hidden == [f"missing-versioning main.tf:{line}"]
    assert run.open == [f"missing-versioning main.tf:{line + 1}"]
    assert run.said == []


@pytest.mark.parametrize(
    ("line", "is_hidden"),
    [("resource", True), ("versioning_configuration", True), ("status", True), ("bucket", False)],
)
def test_the_line_before_a_resource_a_block_and_a_property(line: str, is_hidden: bool, capsys: Capture) -> None:
    text = dedent(
        """
        resource "aws_s3_bucket_versioning" "a" {
          bucket = aws_s3_bucket.a.id
          versioning_configuration {
            status = "Suspended"
          }
        }
        resource "aws_s3_bucket" "a" {
        }
        """
    ).strip("\n")
    at = next(number for number, each in enumerate(text.split("\n")) if each.strip().startswith(line))
    lines = text.split("\n")
    lines.insert(at, "# s3lint: ignore[missing-versioning]")
    run = check(capsys, main_tf="\n".join(lines))
    assert (run.open == [], run.hidden == ["missing-versioning main.tf:5"]) == (is_hidden, is_hidden)
    unused = f"unused-suppression main.tf:{at + 1} no finding of missing-versioning is suppressed here"
    assert run.said == ([] if is_hidden else [unused])


POLICY = """
    resource "aws_s3_bucket" "a" {
    }
    resource "aws_s3_bucket_policy" "a" {
      bucket = aws_s3_bucket.a.id
      policy = jsonencode({
        Statement = [
          # s3lint: ignore[wildcard-principal] reason: the public site
          {
            Sid       = "Site"
            Effect    = "Allow"
            Principal = "*"
            Action    = "s3:GetObject"
            Resource  = "${aws_s3_bucket.a.arn}/site/*"
          },
          {
            Sid       = "Upload"
            Effect    = "Allow"
            Principal = "*"
            Action    = "s3:PutObject"
            Resource  = "${aws_s3_bucket.a.arn}/upload/*"
          },
        ]
      })
    }
"""


def test_a_statement(capsys: Capture) -> None:
    run = check(capsys, "--ignore", "missing-versioning", main_tf=POLICY)
    assert run.hidden == ["wildcard-principal main.tf:11"]
    assert run.open == ["wildcard-principal main.tf:18"]
    assert run.said == []


def test_one_instance(capsys: Capture) -> None:
    text = """
        # s3lint: ignore[missing-versioning] for=a["logs"] -- short-lived
        resource "aws_s3_bucket" "a" {
          for_each = toset(["logs", "site"])
        }
    """
    run = check(capsys, main_tf=text)
    assert [finding["subjects"] for finding in run.log["suppressed"]] == [['aws_s3_bucket.a["logs"]']]
    assert [finding["subjects"] for finding in run.log["findings"]] == [['aws_s3_bucket.a["site"]']]
    assert run.said == []
    run = check(capsys, main_tf=text.replace('a["logs"]', 'a["log"]'))
    assert run.hidden == []
    assert run.said == ["unused-suppression main.tf:1 no finding of missing-versioning is suppressed here"]


def test_the_call_of_a_module(capsys: Capture) -> None:
    run = check(
        capsys,
        main_tf="""
            # s3lint: ignore[missing-versioning] -- theirs
            module "a" {
              source = "./m"
            }
            module "b" {
              source = "./m"
            }
        """,
        m__main_tf='resource "aws_s3_bucket" "x" {}',
    )
    assert [finding["subjects"] for finding in run.log["suppressed"]] == [["module.a.aws_s3_bucket.x"]]
    assert [finding["subjects"] for finding in run.log["findings"]] == [["module.b.aws_s3_bucket.x"]]
    assert run.said == []


def test_in_a_module_that_only_one_of_two_needs(capsys: Capture) -> None:
    module = """
        variable "status" {
        }
        # s3lint: ignore[missing-versioning]
        resource "aws_s3_bucket" "x" {
        }
        resource "aws_s3_bucket_versioning" "x" {
          bucket = aws_s3_bucket.x.id
          versioning_configuration {
            status = var.status
          }
        }
    """
    call = 'module "x" {\n  source = "../m"\n  status = "STATUS"\n}'
    files = {"a__main_tf": call.replace("STATUS", "Enabled"), "b__main_tf": call.replace("STATUS", "Suspended")}
    run = check(capsys, m__main_tf=module, **files)
    assert (run.hidden, run.open, run.said) == (["missing-versioning b/main.tf:3"], [], [])
    run = check(capsys, m__main_tf=module, a__main_tf=files["a__main_tf"], b__main_tf=files["a__main_tf"])
    assert run.said == ["unused-suppression m/main.tf:3 no finding of missing-versioning is suppressed here"]


def test_a_file(capsys: Capture) -> None:
    first = '# s3lint: ignore-file[missing-versioning] -- generated\nresource "aws_s3_bucket" "a" {}'
    second = 'resource "aws_s3_bucket" "b" {}'
    run = check(capsys, a_tf=first, b_tf=second)
    assert (run.hidden, run.open, run.said) == (["missing-versioning a.tf:2"], ["missing-versioning b.tf:1"], [])
    run = check(capsys, a_tf=first.replace("missing-versioning", "wildcard-principal"), b_tf=second)
    assert run.said == ["unused-suppression a.tf:1 no finding of wildcard-principal is suppressed here"]


def test_a_file_whose_suppression_stands_below(capsys: Capture) -> None:
    run = check(capsys, a_tf='resource "aws_s3_bucket" "a" {}\n# s3lint: ignore-file[missing-versioning] -- generated')
    assert run.hidden == []
    assert run.said == [
        "invalid-suppression a.tf:2 `ignore-file` stands after the first element: move it to the top of the file"
    ]


TEMPLATE = """
    Resources:
      Site:
        Type: AWS::S3::Bucket
        Properties:
          VersioningConfiguration:
            Status: Suspended
      Policy:
        Type: AWS::S3::BucketPolicy
        Properties:
          Bucket: !Ref Site
          PolicyDocument:
            Statement:
              - Sid: Site
                Effect: Allow
                Principal: "*"
                Action: s3:GetObject
                Resource: !Sub "${Site.Arn}/site/*"
              - Sid: Upload
                Effect: Allow
                Principal: "*"
                Action: s3:PutObject
                Resource: !Sub "${Site.Arn}/upload/*"
"""


def commented(line: int, comment: str, *, before: bool) -> str:
    """The template with a comment at the end of a line, or on one of its own above it."""
    lines = dedent(TEMPLATE).strip("\n").split("\n")
    lines[line - 1] = f"{comment}\n{lines[line - 1]}" if before else f"{lines[line - 1]} {comment}"
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("line", "rule", "found"),
    [
        (6, "missing-versioning", 6),
        (5, "missing-versioning", 6),
        (2, "missing-versioning", 6),
        (13, "wildcard-principal", 15),
        (15, "wildcard-principal", 15),
        (20, "wildcard-principal", 20),
    ],
)
@pytest.mark.parametrize("before", [True, False])
def test_elements_of_a_template(line: int, rule: str, found: int, before: bool, capsys: Capture) -> None:
    text = commented(line, f"# s3lint: ignore[{rule}]", before=before)
    run = check(capsys, site_yaml=text)
    everything = ["missing-versioning 6", "wildcard-principal 15", "wildcard-principal 20"]

    def moved(place: str) -> str:
        rule, number = place.split()
        return f"{rule} site.yaml:{int(number) + (before and int(number) >= line)}"

    assert run.hidden == [moved(f"{rule} {found}")]
    assert run.open == [moved(place) for place in everything if place != f"{rule} {found}"]
    assert run.said == []


def test_a_comment_in_a_block_string_is_a_text(capsys: Capture) -> None:
    run = check(
        capsys,
        site_yaml="""
            Description: |
              # s3lint: ignore-file[missing-versioning]
            Resources:
              Site:
                Type: AWS::S3::Bucket
        """,
    )
    assert (run.hidden, run.open, run.said) == ([], ["missing-versioning site.yaml:4"], [])


def test_the_last_day_counts(capsys: Capture) -> None:
    text = '# s3lint: ignore[missing-versioning] until=DAY reason: moving\nresource "aws_s3_bucket" "a" {}'
    run = check(capsys, main_tf=text.replace("DAY", "2026-11-28"))
    assert (run.hidden, run.said) == (["missing-versioning main.tf:2"], [])
    assert run.log["suppressed"][0]["suppression"]["until"] == "2026-11-28"
    run = check(capsys, main_tf=text.replace("DAY", "2026-11-27"))
    assert (run.hidden, run.open) == ([], ["missing-versioning main.tf:2"])
    assert run.log["findings"][0]["related"][-1]["label"] == "suppressed until 2026-11-27, which is over"
    assert run.said == ["expired-suppression main.tf:1 the suppression of missing-versioning ended on 2026-11-27"]
    assert run.status == 1


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        ("s3lint: ignore", "the suppression names no rule: expected `s3lint: ignore[RULE, ...] until=YYYY-MM-DD reason: ...`"),
        (
            "s3lint: ignore[]",
            "the suppression names no rule: expected `s3lint: ignore[RULE, ...] until=YYYY-MM-DD reason: ...`",
        ),
        (
            "s3lint: disable=all",
            "no suppression: expected `s3lint: ignore[RULE, ...] until=YYYY-MM-DD reason: ...`, got `s3lint: disable=all`",
        ),
        (
            "s3lint-ignore missing-versioning",
            "no suppression: expected `s3lint: ignore[RULE, ...] until=YYYY-MM-DD reason: ...`, "
            "got `s3lint-ignore missing-versioning`",
        ),
        ("s3lint: ignore[missing-versionin]", "unknown rule missing-versionin; did you mean missing-versioning?"),
        ("s3lint: ignore[missing-*]", "unknown rule missing-*; did you mean missing-tags?"),
        ("s3lint: ignore[missing-versioning] until=2027-02-30", "until: expected a day such as 2027-01-31, got `2027-02-30`"),
        ("s3lint: ignore[missing-versioning] until=soon", "until: expected a day such as 2027-01-31, got `soon`"),
        (
            "s3lint: ignore[missing-versioning] it is fine",
            "the suppression is not understood from `it is fine` on: a reason follows `reason:` or `--`",
        ),
    ],
)
def test_what_is_no_suppression_hides_nothing(comment: str, message: str, capsys: Capture) -> None:
    run = check(capsys, main_tf=f'# {comment}\nresource "aws_s3_bucket" "a" {{}}')
    assert (run.hidden, run.open) == ([], ["missing-versioning main.tf:2"])
    assert run.said == [f"invalid-suppression main.tf:1 {message}"]


def test_prose_about_s3lint_is_none(capsys: Capture) -> None:
    run = check(capsys, main_tf='# s3lint finds this bucket\nresource "aws_s3_bucket" "a" {} # checked by s3lint')
    assert (run.hidden, run.open, run.said) == ([], ["missing-versioning main.tf:2"], [])


def sarif(capture: Capture, *words: str) -> list[dict[str, object]]:
    Path("main.tf").write_text(dedent(VERSIONING_OFF.replace("RULE", "missing-versioning")).strip("\n"))
    main([*ASKED, *words, "-o", "sarif", "."])
    results: list[dict[str, object]] = json.loads(capture.readouterr().out)["runs"][0]["results"]
    return results


def test_sarif_leaves_out_what_is_suppressed(capsys: Capture) -> None:
    assert [("suppressions" in result, result["ruleId"]) for result in sarif(capsys)] == [(False, "missing-versioning")]


def test_sarif_with_what_is_suppressed_has_suppressions_everywhere(capsys: Capture) -> None:
    location = {
        "artifactLocation": {"uri": "main.tf", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 6, "startColumn": 26, "endLine": 6, "endColumn": 85},
    }
    assert [result["suppressions"] for result in sarif(capsys, "--sarif-suppressed", "include")] == [
        [],
        [
            {
                "kind": "inSource",
                "status": "accepted",
                "justification": "kept elsewhere",
                "location": {"physicalLocation": location},
            }
        ],
    ]


def test_what_is_suppressed_is_listed_when_asked(capsys: Capture) -> None:
    sarif(capsys)
    main([*ASKED, "--show-suppressed", "-o", "concise", "."])
    assert capsys.readouterr().err.split("\n")[1:3] == [
        "Suppressed: 1 finding.",
        "  main.tf:6:14: missing-versioning: versioning of aws_s3_bucket.a is Suspended "
        "(kept elsewhere; suppressed at main.tf:6)",
    ]


def test_a_change_says_nothing_of_what_it_does_not_need(capsys: Capture) -> None:
    os.rmdir(".git")
    subprocess.run(["git", "init", "-q"], check=True)
    Path("main.tf").write_text('# s3lint: ignore[wildcard-principal]\nresource "aws_s3_bucket" "a" {}')
    main([*ASKED, "--changed", "-o", "json", "main.tf"])
    log = json.loads(capsys.readouterr().out)
    assert [_place(finding) for finding in log["findings"]] == ["missing-versioning main.tf:2"]
    assert log["problems"] == []


def test_objects_of_terraform_in_json(capsys: Capture) -> None:
    text = """
        {"resource": {"aws_s3_bucket": {
          "a": {"//": "s3lint: ignore[missing-versioning] -- scratch"},
          "b": {"//": "s3lint: ignore[wildcard-principal] -- of another rule"}
        }}}
    """
    run = Run(capsys, {"main.tf.json": text}, ASKED)
    assert [finding["subjects"] for finding in run.log["suppressed"]] == [["aws_s3_bucket.a"]]
    assert [finding["subjects"] for finding in run.log["findings"]] == [["aws_s3_bucket.b"]]
    assert run.said == ["unused-suppression main.tf.json:3 no finding of wildcard-principal is suppressed here"]


def with_metadata(*entries: dict[str, object], name: str = "Policy") -> dict[str, str]:
    """The template in JSON, in one line, with metadata on one of its resources."""
    statements = [
        {"Sid": sid, "Effect": "Allow", "Principal": "*", "Action": action, "Resource": {"Fn::Sub": "${Site.Arn}/*"}}
        for sid, action in (("Site", "s3:GetObject"), ("Upload", "s3:PutObject"))
    ]
    resources: dict[str, dict[str, object]] = {
        "Site": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "site"}},
        "Policy": {
            "Type": "AWS::S3::BucketPolicy",
            "Properties": {"Bucket": {"Ref": "Site"}, "PolicyDocument": {"Statement": statements}},
        },
    }
    resources[name]["Metadata"] = {"s3lint": {"ignore": list(entries)}}
    return {"site.json": json.dumps({"Resources": resources})}


def test_metadata_of_a_template_in_json(capsys: Capture) -> None:
    entry: dict[str, object] = {"rule": "missing-versioning", "reason": "scratch", "until": "2027-01-31"}
    run = Run(capsys, with_metadata(entry, name="Site"), ASKED)
    assert [finding["rule"] for finding in run.log["suppressed"]] == ["missing-versioning"]
    assert [finding["rule"] for finding in run.log["findings"]] == ["wildcard-principal", "wildcard-principal"]
    assert run.log["suppressed"][0]["suppression"]["justification"] == "scratch"
    assert run.log["suppressed"][0]["suppression"]["until"] == "2027-01-31"
    assert run.said == []


def test_metadata_cover_a_part_of_a_resource(capsys: Capture) -> None:
    entry: dict[str, object] = {"rule": "wildcard-principal", "path": "PolicyDocument.Statement.1"}
    run = Run(capsys, with_metadata(entry), ASKED)
    assert [finding["key_path"] for finding in run.log["suppressed"]] == [["PolicyDocument", "Statement", 1, "Principal"]]
    assert [f["key_path"] for f in run.log["findings"] if f["rule"] == "wildcard-principal"] == [
        ["PolicyDocument", "Statement", 0, "Principal"]
    ]
    assert run.said == []


def test_metadata_that_hide_nothing(capsys: Capture) -> None:
    run = Run(capsys, with_metadata({"rule": "incomplete-public-access-block"}), ASKED)
    assert run.hidden == []
    assert run.said == ["unused-suppression site.json:1 no finding of incomplete-public-access-block is suppressed here"]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({}, "the suppression names no rule: "),
        ({"rule": "missing-versioning", "resaon": "x"}, "unknown key resaon of a suppression: "),
        ({"rule": "missing-versionin"}, "unknown rule missing-versionin; did you mean missing-versioning?"),
        ({"rule": "missing-versioning", "until": "soon"}, "until: expected a day such as 2027-01-31, got `soon`"),
        ({"rule": "missing-versioning", "reason": ["x"]}, "reason: expected a text: "),
    ],
)
def test_metadata_that_are_wrong(entry: dict[str, object], message: str, capsys: Capture) -> None:
    run = Run(capsys, with_metadata(entry, name="Site"), ASKED)
    shape = "expected `s3lint: {ignore: [{rule: NAME, reason: ..., until: 2027-01-31, path: ...}]}`"
    assert run.hidden == []
    assert run.said == [f"invalid-suppression site.json:1 {message}{shape if message.endswith(': ') else ''}"]


def test_metadata_of_what_sam_makes(capsys: Capture) -> None:
    run = check(
        capsys,
        site_yaml="""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Site:
                Type: AWS::S3::Bucket
                Metadata:
                  s3lint:
                    ignore:
                      - rule: missing-versioning
                        until: 2027-01-31
              Other:
                Type: AWS::S3::Bucket
        """,
    )
    assert (run.hidden, run.open) == (["missing-versioning site.yaml:3"], ["missing-versioning site.yaml:10"])
    assert run.said == []


MIXED = """\
# s3lint: ignore[missing-versioning, wildcard-principal] -- scratch
resource "aws_s3_bucket" "a" {
  bucket = "a" # s3lint: ignore[wildcard-principal]
}
// s3lint: ignore[missing-versioning] until=2026-01-01 -- over
resource "aws_s3_bucket" "b" { # kept
}
/* why: see the wiki
   s3lint: ignore[wildcard-principal] */
resource "aws_s3_bucket" "c" {
}
"""
LISTED = """\
main.tf:1:1: missing-versioning, wildcard-principal: unused (wildcard-principal); scratch
main.tf:3:16: wildcard-principal: unused; no reason
main.tf:5:1: missing-versioning: expired; until 2026-01-01; over
main.tf:8:1: wildcard-principal: unused; no reason
"""
PRUNED = """\
# s3lint: ignore[missing-versioning] -- scratch
resource "aws_s3_bucket" "a" {
  bucket = "a"
}
resource "aws_s3_bucket" "b" { # kept
}
/* why: see the wiki
   s3lint: ignore[wildcard-principal] */
resource "aws_s3_bucket" "c" {
}
"""


def test_suppressions_are_listed(capsys: Capture) -> None:
    Path("main.tf").write_text(MIXED)
    assert main(["suppressions", "list", ".", *ASKED]) == 0
    assert capsys.readouterr() == (LISTED, "1 finding is suppressed.\n")
    main(["suppressions", "list", ".", *ASKED, "-o", "json"])
    assert json.loads(capsys.readouterr().out)[0] == {
        "path": "main.tf",
        "line": 1,
        "column": 1,
        "rules": ["missing-versioning", "wildcard-principal"],
        "state": "unused",
        "unused": ["wildcard-principal"],
        "reason": "scratch",
        "until": "",
        "instance": "",
        "kind": "inSource",
    }


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_suppressions_that_hide_nothing_are_removed(end: str, capsys: Capture) -> None:
    Path("main.tf").write_bytes(MIXED.replace("\n", end).encode())
    assert main(["suppressions", "prune", ".", *ASKED]) == 1
    out, err = capsys.readouterr()
    assert [line.rstrip() for line in out.splitlines() if line[:1] in "+-" and line[1:2] not in "+-"] == [
        "-# s3lint: ignore[missing-versioning, wildcard-principal] -- scratch",
        "+# s3lint: ignore[missing-versioning] -- scratch",
        '-  bucket = "a" # s3lint: ignore[wildcard-principal]',
        '+  bucket = "a"',
        "-// s3lint: ignore[missing-versioning] until=2026-01-01 -- over",
    ]
    assert err == "main.tf:8:1: remove this one by hand\n"
    assert Path("main.tf").read_bytes() == MIXED.replace("\n", end).encode()
    assert main(["suppressions", "prune", ".", *ASKED, "--write"]) == 1
    assert Path("main.tf").read_bytes() == PRUNED.replace("\n", end).encode()


def test_nothing_is_pruned_where_something_was_not_judged(capsys: Capture) -> None:
    Path("main.tf").write_text(MIXED)
    Path("other.tf").write_text('resource "aws_s3_bucket" {')
    assert main(["suppressions", "prune", ".", *ASKED, "--write"]) == 2
    assert Path("main.tf").read_text() == MIXED
    assert capsys.readouterr().err.startswith("s3lint: not everything could be judged")


def test_what_suppressions_can_be_asked(capsys: Capture) -> None:
    assert main(["suppressions", "lst", "."]) == 2
    assert capsys.readouterr().err == "s3lint: suppressions: expected list or prune, and paths, got 'lst'; did you mean list?\n"


PLANNED = {
    "format_version": "1.2",
    "terraform_version": "1.9.0",
    "resource_changes": [
        {
            "address": f"aws_s3_bucket.{name}",
            "mode": "managed",
            "type": "aws_s3_bucket",
            "name": name,
            "provider_name": "registry.terraform.io/hashicorp/aws",
            "change": {"actions": ["create"], "before": None, "after": {"bucket": name}, "after_unknown": {}},
        }
        for name in ("a", "b")
    ],
    "configuration": {"root_module": {"resources": []}},
}


def test_comments_in_the_sources_of_a_plan(capsys: Capture) -> None:
    os.mkdir("src")
    source = '# s3lint: ignore[RULE] -- scratch\nresource "aws_s3_bucket" "a" {\n}\nresource "aws_s3_bucket" "b" {\n}\n'
    Path("plan.json").write_text(json.dumps(PLANNED))

    def places(rule: str) -> list[list[str]]:
        Path("src/main.tf").write_text(source.replace("RULE", rule))
        main([*ASKED, "--source-root", "src", "-o", "json", "plan.json"])
        log = json.loads(capsys.readouterr().out)
        return [[_place(finding) for finding in log[kind]] for kind in ("suppressed", "findings", "problems")]

    assert places("missing-versioning") == [["missing-versioning src/main.tf:2"], ["missing-versioning src/main.tf:4"], []]
    assert places("wildcard-principal") == [
        [],
        ["missing-versioning src/main.tf:2", "missing-versioning src/main.tf:4"],
        ["unused-suppression src/main.tf:1"],
    ]


ENTRY = """
[[ignore-finding]]
rule = "missing-*"
resource = "aws_s3_bucket.a[*]"
reason = "a public site, SEC-123"
"""
TWO = """
    resource "aws_s3_bucket" "a" {
      for_each = toset(["x", "y"])
    }
    resource "aws_s3_bucket" "b" {
    }
"""


def configured(capture: Capture, configuration: str, text: str = TWO) -> Run:
    Path("s3lint.toml").write_text(configuration)
    return check(capture, main_tf=text)


def test_the_configuration_names_findings(capsys: Capture) -> None:
    run = configured(capsys, f"{ENTRY}until = 2026-11-28\n")
    assert (run.hidden, run.open, run.said) == (["missing-versioning main.tf:1"], ["missing-versioning main.tf:4"], [])
    assert run.log["suppressed"][0]["suppression"] == {
        "kind": "external",
        "justification": "a public site, SEC-123",
        "until": "2026-11-28",
        "location": {"path": "s3lint.toml", "start": {"line": 2, "column": 1}, "end": {"line": 2, "column": 19}},
    }
    assert "Suppressed: 1 finding (0 in the code, 1 outside of it).\n" in run.err


def test_the_configuration_names_findings_in_some_files(capsys: Capture) -> None:
    assert configured(capsys, f'{ENTRY}path = "*.tf"\n').hidden == ["missing-versioning main.tf:1"]
    run = configured(capsys, f'{ENTRY}path = "plans/**"\n')
    assert (run.hidden, len(run.open)) == ([], 2)
    assert run.said == ["unused-suppression s3lint.toml:2 no finding of missing-* is suppressed here"]


def test_what_the_configuration_names_without_need(capsys: Capture) -> None:
    run = configured(capsys, ENTRY.replace("missing-*", "wildcard-principal"))
    assert (run.hidden, len(run.open)) == ([], 2)
    assert run.said == ["unused-suppression s3lint.toml:2 no finding of wildcard-principal is suppressed here"]
    assert configured(capsys, ENTRY.replace("bucket.a", "bucket.elsewhere")).said == []
    run = configured(capsys, f'{ENTRY}until = "2026-11-27"\n')
    assert (run.hidden, len(run.open)) == ([], 2)
    assert run.said == ["expired-suppression s3lint.toml:2 the suppression of missing-* ended on 2026-11-27"]


@pytest.mark.parametrize(
    ("configuration", "options", "message"),
    [
        ("require-reason = true", "", "the suppression has no reason: the configuration demands one"),
        ("require-reason = true", " -- a reason", ""),
        (
            "max-ignore-days = 30",
            " until=2027-01-31",
            "the suppression may last until 2026-12-28, 30 days, and says 2027-01-31",
        ),
        ("max-ignore-days = 30", "", "the suppression may last until 2026-12-28, 30 days, and says no day"),
        ("max-ignore-days = 30", " until=2026-12-28", ""),
        ("unignorable = ['missing-*']", "", "missing-versioning can't be suppressed: the configuration forbids it"),
        ("unignorable = ['public-*']", "", ""),
    ],
)
def test_what_the_configuration_demands(configuration: str, options: str, message: str, capsys: Capture) -> None:
    text = f'# s3lint: ignore[missing-versioning]{options}\nresource "aws_s3_bucket" "a" {{}}'
    run = configured(capsys, configuration, text)
    found = ["missing-versioning main.tf:2"]
    assert (run.hidden, run.open) == (([], found) if message else (found, []))
    assert run.said == ([f"invalid-suppression main.tf:1 {message}"] if message else [])
