"""`--staged` and `--changed` on real repositories: what they judge, and what they report of it."""

import os
import subprocess
from pathlib import Path

import pytest

from s3lint.cli import main
from tests.work import calls

TEMPLATE = """\
Resources:
  Ledger:
    Type: AWS::S3::Bucket
    Properties:
      VersioningConfiguration:
        Status: Suspended
"""
BUCKET = 'resource "aws_s3_bucket" "ledger" {}\n'
VERSIONING = """\
resource "aws_s3_bucket_versioning" "ledger" {
  bucket = aws_s3_bucket.ledger.id
  versioning_configuration {
    status = var.status
  }
}

variable "status" {
  default = "Suspended"
}
"""
CALLER = """\
module "ledger" {
  source = "../modules/ledger"
  status = "Enabled"
}
"""

Capture = pytest.CaptureFixture[str]


def git(*words: str) -> None:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *words], check=True, capture_output=True)


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text)


def commit() -> None:
    git("add", "-A")
    git("commit", "-q", "-m", "state", "--allow-empty")


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory: a repository with one commit that holds a document."""
    for name in [name for name in os.environ if name.startswith(("GIT_", "PRE_COMMIT"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    git("init", "-q")
    write("README.md", "words")
    commit()
    return tmp_path


def found(*words: str, status: int = 1) -> list[str]:
    """The places that a run reports."""
    out = Path("out.txt")
    assert main(["--select", "missing-versioning", "-o", "concise", "--output-file", "out.txt", *words]) == status
    places = [line.split(": ")[0] for line in out.read_text().splitlines()]
    out.unlink()
    return places


def test_a_template_that_is_staged() -> None:
    write("old.yaml", TEMPLATE)
    commit()
    write("new.yaml", TEMPLATE)
    assert found("--staged", status=1) == ["old.yaml:6:17"]  # nothing is staged: everything that git tracks
    git("add", ".")
    assert found("--staged") == ["new.yaml:6:17"]
    assert found("--staged", "new.yaml") == ["new.yaml:6:17"]
    write("other/README.md", "words")
    assert found("--staged", "other", status=0) == []


def test_a_change_that_does_not_matter_is_soon_done_with(capsys: Capture) -> None:
    write("old.yaml", TEMPLATE)
    commit()
    write("README.md", "other words")
    git("add", ".")
    assert calls(lambda: main(["--staged"]), most=5_000) > 100
    assert capsys.readouterr() == ("", "s3lint: no changed file is CloudFormation or Terraform\n")
    assert main(["--staged", "-q"]) == 0
    assert capsys.readouterr() == ("", "")


def test_staged_data_that_is_no_template(capsys: Capture) -> None:
    write("compose.yaml", "services: {}\n")
    git("add", ".")
    assert main(["--staged"]) == 0
    assert capsys.readouterr().err.startswith("No problems found.\nChecked 0 buckets with ")


def test_staged_text_is_judged_not_what_was_edited_since() -> None:
    write("a.yaml", TEMPLATE)
    git("add", ".")
    write("a.yaml", TEMPLATE.replace("Suspended", "Enabled"))
    assert found("--staged") == ["a.yaml:6:17"]
    git("add", ".")
    write("a.yaml", TEMPLATE)
    assert found("--staged", status=0) == []


def test_paths_start_from_the_working_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    write("live/site.yaml", TEMPLATE)
    write("docs/README.md", "words")
    git("add", ".")
    monkeypatch.chdir("docs")
    assert found("--staged") == ["../live/site.yaml:6:17"]
    assert found("--changed", "../live/site.yaml") == ["../live/site.yaml:6:17"]


def test_a_broken_file_that_is_staged() -> None:
    write("a.yaml", TEMPLATE + "  Broken: [\n")
    git("add", ".")
    assert found("--staged")[0].startswith("a.yaml:")


def test_outside_of_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    (tmp_path / ".git").rename(tmp_path / "no-git")
    assert main(["--staged"]) == 2
    assert capsys.readouterr() == ("", "s3lint: --staged: the working directory is in no git repository\n")


def test_a_file_that_was_deleted() -> None:
    write("infra/main.tf", BUCKET)
    write("infra/versioning.tf", VERSIONING.replace("Suspended", "Enabled"))
    write("other/main.tf", BUCKET)
    commit()
    assert found("--changed", "infra/main.tf", status=0) == []
    git("rm", "-q", "infra/versioning.tf")
    assert found("--staged") == ["infra/main.tf:1:1"]
    assert found("--changed", "infra/versioning.tf") == ["infra/main.tf:1:1"]


def test_what_was_taken_out_of_a_file_is_noticed_elsewhere() -> None:
    write("infra/main.tf", BUCKET + BUCKET.replace("ledger", "debts"))
    write("infra/versioning.tf", VERSIONING.replace("Suspended", "Enabled"))
    commit()
    write("infra/versioning.tf", 'variable "status" {}\n')
    git("add", ".")
    assert found("--staged") == ["infra/main.tf:1:1"]
    assert found("--changed", "infra/versioning.tf") == ["infra/main.tf:1:1"]


def test_a_file_that_is_not_tracked_does_not_count_as_staged() -> None:
    write("infra/main.tf", BUCKET)
    git("add", ".")
    write("infra/versioning.tf", VERSIONING.replace("Suspended", "Enabled"))
    assert found("--staged") == ["infra/main.tf:1:1"]
    assert found("infra", status=0) == []


def test_a_module_is_judged_through_its_callers() -> None:
    write("live/main.tf", CALLER)
    write("modules/ledger/main.tf", BUCKET + VERSIONING)
    commit()
    write("modules/ledger/main.tf", BUCKET + VERSIONING + "# checked\n")
    git("add", ".")
    assert found("--staged", status=0) == []
    write("live/main.tf", CALLER.replace("Enabled", "Suspended"))
    assert found("--staged", status=0) == []
    git("add", ".")
    assert found("--staged") == ["live/main.tf:3:12"]


def test_a_terraform_file_that_is_named_is_read_with_its_folder() -> None:
    write("infra/main.tf", BUCKET)
    write("infra/other.tf", BUCKET.replace("ledger", "debts"))
    write("infra/versioning.tf", VERSIONING.replace("Suspended", "Enabled"))
    assert found("infra/main.tf", status=0) == []
    assert found("infra/other.tf") == ["infra/other.tf:1:1"]
    assert found("infra") == ["infra/other.tf:1:1"]


def test_the_sarif_of_a_change_comes_with_a_warning(capsys: Capture) -> None:
    warning = "s3lint: this SARIF is about a change only: uploaded to code scanning, it closes all other alerts\n"
    write("site.yaml", TEMPLATE)
    git("add", "-A")
    for words in (["--staged"], ["--changed", "site.yaml"]):
        assert main([*words, "-o", "sarif"]) == 1
        assert capsys.readouterr().err.startswith(warning)
        assert main([*words, "-o", "json"]) == 1
        assert warning not in capsys.readouterr().err
    commit()
    assert main(["--staged", "-o", "sarif"]) == 1
    assert warning not in capsys.readouterr().err


def test_a_repository_with_nothing_to_check_is_told(capsys: Capture) -> None:
    assert main(["--staged"]) == 3
    told = "s3lint: no CloudFormation or Terraform with S3 in what git tracks (looked at 0 files)\n"
    assert capsys.readouterr().err == told
