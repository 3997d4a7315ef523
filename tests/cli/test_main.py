import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import s3lint.cli.check
from s3lint.cli import main
from s3lint.cli.streams import is_coloured
from s3lint.model.bucket import Bucket
from s3lint.run import engine
from s3lint.run.finding import Finding
from s3lint.run.registry import Listed, all_rules, listed
from s3lint.run.rule import Rule

BAD = """\
Resources:
  Ledger:
    Type: AWS::S3::Bucket
    Properties:
      VersioningConfiguration:
        Status: Suspended
"""
OPEN = """\
Parameters:
  Status:
    Type: String
Resources:
  Ledger:
    Type: AWS::S3::Bucket
    Properties:
      VersioningConfiguration:
        Status: !Ref Status
"""
VERSIONING = ["--select", "missing-versioning"]
CONCISE = "site.yaml:6:17: warning[missing-versioning] "


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory: a repository with a template that has no versioning."""
    for name in [name for name in os.environ if "COLOR" in name or name.startswith("S3LINT_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "site.yaml").write_text(BAD)
    return tmp_path


Capture = pytest.CaptureFixture[str]


def run(*words: str) -> int:
    return main([*VERSIONING, *words])


@pytest.mark.parametrize("words", [["site.yaml"], ["check", "site.yaml"], ["."], ["--exit-zero", "--fail-on", "low", "."]])
def test_findings_go_to_one_stream_and_the_summary_to_the_other(words: list[str], capsys: Capture) -> None:
    assert run(*words, "-o", "concise") == (0 if "--exit-zero" in words else 1)
    out, err = capsys.readouterr()
    assert out.startswith(CONCISE)
    assert out.count("\n") == 1
    assert err.startswith("Found 1 warning in 1 of 1 file.\n")


@pytest.mark.parametrize(("severity", "status"), [("info", 1), ("low", 1), ("medium", 1), ("high", 0), ("critical", 0)])
def test_severity_decides(severity: str, status: int) -> None:
    assert run("--fail-on", severity, "site.yaml") == status


def test_clean_input_is_told_with_its_scope(capsys: Capture) -> None:
    Path("site.yaml").write_text(BAD.replace("Suspended", "Enabled"))
    assert run("site.yaml") == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("No problems found.\nChecked 1 bucket (1 template) with 1 rule")


def test_undecided(capsys: Capture) -> None:
    Path("site.yaml").write_text(OPEN)
    assert run("site.yaml", "-q") == 0
    assert capsys.readouterr() == ("", "")
    for option, status in (("--strict", 1), ("--show-undecided", 0)):
        assert run("site.yaml", "-o", "concise", option) == status
        assert capsys.readouterr().out.startswith("site.yaml:2:3: undecided[missing-versioning] ")
    assert run("site.yaml", "--parameter", "Status=Suspended", "-qq") == 1
    assert run("site.yaml", "--parameter", "Status=Enabled", "-qq", "--strict") == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "no path given: s3lint PATH..., for example `s3lint .`; --help says more"),
        ([""], "'': no such file or folder"),
        (["sit.yaml"], "sit.yaml: no such file or folder; did you mean site.yaml?"),
        (["site.yaml", "none/at/all"], "none/at/all: no such file or folder"),
        (["site.yaml/x"], "site.yaml/x: no such file or folder"),
        (["explian"], "explian: no such command, file or folder; did you mean explain?"),
        (["--ignore", "missing-versionin", "."], "no rule is called missing-versionin; did you mean missing-versioning?"),
        (["--staged", "--changed", "."], "--staged and --changed exclude each other"),
        (["--stdin-filename", "a.yaml", "."], "--stdin-filename is for the path `-`"),
        (["--var-file", "none.tfvars", "."], "none.tfvars: no such file"),
        (["--parameter-file", "none.json", "."], "none.json: no such file"),
        (["--source-root", "none", "."], "--source-root: none: no such folder"),
        (["--output-file", "none/out.json", "."], "--output-file: cannot write none/out.json: No such file or directory"),
        (["--changed", "gone.yaml"], "gone.yaml: no such file or folder"),
        (["--nonsense", "."], "unknown option --nonsense"),
    ],
)
def test_a_call_that_makes_no_sense(words: list[str], message: str, capsys: Capture, folder: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "--allow-empty", "-m", "one"],
        cwd=folder,
        check=True,
    )
    assert run(*words) == 2
    assert capsys.readouterr() == ("", f"s3lint: {message}\n")


def test_nothing_to_check_is_no_success(folder: Path, capsys: Capture) -> None:
    (folder / "empty").mkdir()
    assert run("empty") == 3
    assert capsys.readouterr() == ("", "s3lint: no CloudFormation or Terraform with S3 in empty (looked at 0 files)\n")
    (folder / "empty" / "compose.yaml").write_text("services: {}\n")
    assert run("empty") == 3
    assert capsys.readouterr() == ("", "s3lint: no CloudFormation or Terraform with S3 in empty (looked at 1 file)\n")
    assert run("empty", "--allow-empty") == 0
    assert run("empty", "--allow-empty", "-q") == 0
    capsys.readouterr()
    assert run("empty", "--allow-empty", "-o", "json") == 0
    assert json.loads(capsys.readouterr().out)["findings"] == []


@pytest.mark.parametrize("path", ["broken.yaml", "."])
def test_a_file_that_cannot_be_read_fails_whatever_the_severity(path: str, capsys: Capture) -> None:
    Path("site.yaml").unlink()
    Path("broken.yaml").write_text("Resources:\n  Ledger:\n    Type: AWS::S3::Bucket\n   Properties: [\n")
    assert run(path, "--fail-on", "critical", "-o", "concise") == 1
    assert "broken.yaml:4" in capsys.readouterr().out


def test_machine_formats(capsys: Capture) -> None:
    assert run("site.yaml", "-o", "json") == 1
    assert json.loads(capsys.readouterr().out)["findings"][0]["rule"] == "missing-versioning"
    assert run("site.yaml", "-o", "sarif") == 1
    assert json.loads(capsys.readouterr().out)["runs"][0]["results"][0]["ruleId"] == "missing-versioning"


def test_output_file(folder: Path, capsys: Capture) -> None:
    (folder / "out.txt").write_text("old")
    assert run("site.yaml", "-o", "concise", "--output-file", "out.txt") == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.endswith("Wrote concise to out.txt.\n")
    assert (folder / "out.txt").read_text().startswith(CONCISE)
    assert sorted(os.listdir(folder)) == [".git", "out.txt", "site.yaml"]
    assert run("site.yaml", "--output-file", os.devnull, "-q") == 1
    assert not os.path.isfile(os.devnull)


@pytest.mark.parametrize("form", ["full", "concise", "json", "sarif"])
def test_a_path_that_is_no_unicode(form: str, folder: Path, capsys: Capture) -> None:
    name = os.fsdecode(b"s\xfcd.yaml")
    (folder / "site.yaml").rename(folder / name)
    assert run(".", "-o", form) == 1
    printed = capsys.readouterr().out
    assert run(".", "-o", form, "--output-file", "out") == 1
    written = Path("out").read_bytes().decode()
    if form in ("json", "sarif"):
        json.loads(printed)
        json.loads(written)
    else:
        assert printed == written


def test_quiet(capsys: Capture) -> None:
    assert run("site.yaml", "-o", "concise", "-q") == 1
    out, err = capsys.readouterr()
    assert out.startswith(CONCISE)
    assert err == ""
    assert run("site.yaml", "-qq") == 1
    assert capsys.readouterr() == ("", "")


def test_verbose(folder: Path, capsys: Capture) -> None:
    (folder / "s3lint.toml").write_text('exclude = ["old"]')
    assert run("site.yaml", "-v") == 1
    err = capsys.readouterr().err
    assert err.startswith("configuration: s3lint.toml\nRead 1 file:\n  site.yaml\nFound 1 warning")


@pytest.mark.parametrize(
    ("words", "place"),
    [
        (["-"], "<stdin>:6:17: "),
        (["-", "--stdin-filename", "live/a.yaml"], "live/a.yaml:6:17: "),
        (["-", "--stdin-filename", "site.yaml"], "site.yaml:6:17: "),
    ],
)
def test_standard_input(words: list[str], place: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    Path("site.yaml").write_text("Resources: [")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BAD.encode())))
    assert run(*words, "-o", "concise") == 1
    assert capsys.readouterr().out.startswith(place)


def test_a_terraform_file_on_standard_input_is_read_with_its_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    (folder / "main.tf").write_text('resource "aws_s3_bucket" "other" {}\n')
    (folder / "variables.tf").write_text('variable "status" {\n  default = "Suspended"\n}\n')
    text = """\
resource "aws_s3_bucket" "ledger" {
  versioning {
    enabled = var.status == "Enabled"
  }
}
"""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert run("-", "--stdin-filename", "edited.tf", "-o", "concise") == 1
    assert [line.split(": ")[0] for line in capsys.readouterr().out.splitlines()] == ["edited.tf:3:15"]


def test_a_plan_on_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    resource = {"address": "aws_s3_bucket.a", "mode": "managed", "type": "aws_s3_bucket", "name": "a"}
    plan = {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": {"root_module": {"resources": [{**resource, "values": {"bucket": "a"}}]}},
        "resource_changes": [{**resource, "change": {"actions": ["create"], "after": {"bucket": "a"}}}],
        "configuration": {"root_module": {"resources": [{**resource, "expressions": {}}]}},
    }
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(plan).encode())))
    assert run("-", "-o", "concise") == 1
    assert capsys.readouterr().out.startswith("<stdin>.json:1:")


def test_empty_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
    assert run("-") == 3


def test_a_working_directory_that_is_gone_is_told(folder: Path, capsys: Capture) -> None:
    gone = folder / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    assert run(".") == 2
    assert capsys.readouterr().err == "s3lint: the working directory: No such file or directory\n"


def test_standard_input_without_end_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr("s3lint.cli.streams.MAX_FILE_BYTES", 10)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BAD.encode())))
    assert run("-") == 2
    assert capsys.readouterr().err == "s3lint: cannot read <stdin>: larger than 10 bytes\n"


def test_configuration_counts_unless_told_otherwise(folder: Path) -> None:
    (folder / "s3lint.toml").write_text('select = ["missing-versioning"]\nfail-on = "high"')
    assert main(["site.yaml", "-qq"]) == 0
    assert main(["site.yaml", "-qq", "--fail-on", "low"]) == 1
    assert main(["site.yaml", "-qq", "--isolated", *VERSIONING]) == 1
    (folder / "s3lint.toml").write_text("nonsense = 1")
    assert main(["site.yaml", "-qq"]) == 2
    (folder / "s3lint.toml").write_text('[values]\nparameters = { Status = "Enabled" }')
    (folder / "site.yaml").write_text(OPEN)
    assert run("site.yaml", "-qq", "--strict") == 0
    assert run("site.yaml", "-qq", "--strict", "--parameter", "Status=Suspended") == 1


def test_exclusion(folder: Path) -> None:
    (folder / "old").mkdir()
    (folder / "site.yaml").rename(folder / "old" / "site.yaml")
    assert run(".", "-qq") == 1
    assert run(".", "--exclude", "old", "-qq") == 3
    assert run("old/site.yaml", "--exclude", "old", "-qq") == 1


def test_an_error_in_s3lint_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def fail(*_arguments: object) -> None:
        raise ValueError("lost")

    monkeypatch.setattr(engine, "check", fail)
    assert run("site.yaml") == 2
    assert capsys.readouterr() == ("", "s3lint: internal error: ValueError: lost (-vv shows where)\n")
    assert run("site.yaml", "-vv") == 2
    err = capsys.readouterr().err
    assert err.startswith("Traceback (most recent call last):\n")
    assert err.endswith("s3lint: internal error: ValueError: lost\n")


def test_a_rule_that_raises_does_not_silence_the_others(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    class Faulty(Rule):
        """Page."""

        name = "faulty"
        summary = "always raises"
        group = next(iter(all_rules())).group
        severity = next(iter(all_rules())).severity
        settings = ("name",)
        default = True
        since = "0.1.0"
        help = "none"
        bad = good = undecidable = ()

        def check(self, subject: Bucket) -> Iterator[Finding]:
            raise ValueError("lost")

    rules = (*listed(), Listed.of(Faulty))
    monkeypatch.setattr("s3lint.run.question.listed", lambda *_: rules)
    assert main(["--select", "faulty,missing-versioning", "site.yaml", "-o", "concise", "--exit-zero"]) == 2
    out, err = capsys.readouterr()
    assert out.startswith(CONCISE)
    assert "faulty" in err
    assert "ValueError: lost" in err


def test_interruption(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(engine, "check", interrupt)
    assert run("site.yaml") == 130


def started(*words: str, **streams: Any) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "PYTHONPATH": str(Path(s3lint.__file__).parent.parent)}
    return subprocess.Popen([sys.executable, "-m", "s3lint", *words], env=environment, **streams)


def test_a_reader_that_leaves_early() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    process = started(*VERSIONING, "site.yaml", stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    _, err = process.communicate()
    assert process.returncode == 1
    assert err.decode().startswith("Found 1 warning")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="the system has no device that is always full")
def test_streams_that_are_closed_or_full() -> None:
    closed = started(*VERSIONING, "site.yaml", "-q", preexec_fn=lambda: os.close(1))
    assert closed.wait() == 1
    closed = started(*VERSIONING, "-", stderr=subprocess.PIPE, preexec_fn=lambda: os.close(0))
    assert closed.communicate()[1] == b"s3lint: cannot read <stdin>: it is closed\n"
    assert closed.returncode == 2
    with open("/dev/full", "wb") as full:
        process = started(*VERSIONING, "site.yaml", stdout=full, stderr=subprocess.PIPE)
    assert process.communicate()[1] == b"s3lint: cannot write to <stdout>: No space left on device\n"
    assert process.returncode == 2


def test_a_stream_that_is_not_unicode() -> None:
    Path("site.yaml").write_text(BAD.replace("Suspended", "Süspended"))
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(Path(s3lint.__file__).parent.parent)}
    done = subprocess.run(
        [sys.executable, "-m", "s3lint", *VERSIONING, "site.yaml"], env=environment, capture_output=True, check=False
    )
    assert done.returncode == 1
    assert done.stdout.isascii()
    assert b"missing-versioning" in done.stdout


def test_the_version_costs_no_imports() -> None:
    code = (
        "import sys; before = set(sys.modules); from s3lint.cli import main; main(['--version'])\n"
        "print(sorted(set(sys.modules) - before))"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(s3lint.__file__).parent.parent)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    version, modules = done.stdout.splitlines()
    assert version == "s3lint 0.1.0"
    assert set(json.loads(modules.replace("'", '"'))) <= {
        "__future__",
        "importlib",
        "importlib._bootstrap",
        "importlib._bootstrap_external",
        "warnings",
        "s3lint",
        "s3lint.base",
        "s3lint.base.exports",
        "s3lint.cli",
        "s3lint.version",
    }


@pytest.mark.parametrize(
    ("when", "environment", "terminal", "coloured"),
    [
        ("auto", {}, False, False),
        ("auto", {}, True, True),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"CLICOLOR_FORCE": "1"}, False, True),
        ("auto", {"CLICOLOR_FORCE": "0"}, False, False),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_colour(
    when: str, environment: dict[str, str], terminal: bool, coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stream(io.StringIO):
        def isatty(self) -> bool:
            return terminal

    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert is_coloured(Stream(), when) is coloured


def test_explain_and_rules(capsys: Capture) -> None:
    assert main(["explain", "CKV_AWS_21"]) == 0
    assert capsys.readouterr().out.startswith("# missing-versioning\n")
    assert main(["explain"]) == 2
    assert main(["rules", "x"]) == 2
    capsys.readouterr()
    assert main(["rules", "--format", "json"]) == 0
    assert "missing-versioning" in {rule["name"] for rule in json.loads(capsys.readouterr().out)}
    assert main(["rules"]) == 0
    names = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert names == [rule.name for rule in all_rules()]
