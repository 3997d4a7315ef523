"""The hooks as users get them: installed by pre-commit from this repository, run by real commits."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.precommit

PROJECT = Path(__file__).parents[2]

GOOD_TEMPLATE = """\
Resources:
  Ledger:
    Type: AWS::S3::Bucket
    Properties:
      VersioningConfiguration:
        Status: Enabled
"""
BAD_TEMPLATE = GOOD_TEMPLATE.replace("Enabled", "Suspended")
BUCKET = 'resource "aws_s3_bucket" "ledger" {}\n'
ACCESS_BLOCK = """\
resource "aws_s3_bucket_public_access_block" "ledger" {
  bucket                  = aws_s3_bucket.ledger.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
"""
PACK = """\
[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[project]
name = "s3lint-ledger-rules"
version = "1"

[project.entry-points."s3lint.rules"]
ledger = "ledger_rules"

[tool.setuptools]
py-modules = ["ledger_rules"]
"""
PACK_RULE = """\
from s3lint import Bucket, Group, Rule, Severity


class LedgerBucket(Rule):
    \"\"\"A rule of somebody else.\"\"\"

    name = "ledger-bucket"
    summary = "bucket is a ledger"
    group, severity, default = Group.HYGIENE, Severity.LOW, True
    settings = ("name",)
    since = "1"
    help = "keep no ledgers"
    bad = good = undecidable = ()

    def check(self, bucket: Bucket):
        yield self.fail(bucket.origin, f"{bucket} is a ledger")
"""

RULES = 'select = ["missing-versioning"]\n'
ACCESS_RULES = 'select = ["missing-public-access-block"]\n'

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Variables under which git and pre-commit see nothing of the machine's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT", "PYTHON"))}
    identity = {f"GIT_{who}_{what}": "a@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return {
        **kept,
        **identity,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("pre-commit")),
    }


@pytest.fixture(scope="session")
def hooks(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Path:
    """A repository with the files of this project as they are now, as its only commit; beside it, rules of somebody else."""
    folder = tmp_path_factory.mktemp("s3lint")
    pack = folder.parent / "ledger-rules"
    pack.mkdir()
    (pack / "pyproject.toml").write_text(PACK)
    (pack / "ledger_rules.py").write_text(PACK_RULE)
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=PROJECT, capture_output=True, check=True
    )
    for name in filter(None, os.fsdecode(listing.stdout).split("\0")):
        if (PROJECT / name).is_file() and not name.startswith("tests/"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(PROJECT / name, folder / name)
    for words in (["init", "-q"], ["add", "-f", "."], ["commit", "-q", "-m", "hooks"]):
        subprocess.run(["git", *words], cwd=folder, env=environment, check=True)
    return folder


@pytest.fixture
def run(tmp_path: Path, environment: dict[str, str]) -> Run:
    """Runs a command in a new repository; output and errors come together."""
    folder = tmp_path / "infrastructure"
    folder.mkdir()

    def run(*words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            words, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )

    run("git", "init", "-q")
    return run


@pytest.fixture
def folder(tmp_path: Path, hooks: Path, run: Run) -> Path:
    """The new repository, with the hook `s3lint` installed and one commit that satisfies it."""
    folder = tmp_path / "infrastructure"
    (folder / ".pre-commit-config.yaml").write_text(configuration(hooks, "s3lint"))
    (folder / "s3lint.toml").write_text(RULES)
    (folder / "site.yaml").write_text(GOOD_TEMPLATE)
    installed = run("pre-commit", "install")
    assert installed.returncode == 0, installed.stdout
    assert commit(run).returncode == 0
    return folder


def configuration(hooks: Path, hook: str) -> str:
    """With the rules of somebody else in all cases, as pre-commit makes an environment for each set of dependencies."""
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=hooks, capture_output=True, text=True, check=True).stdout
    pack = f"s3lint-ledger-rules @ file://{hooks.parent}/ledger-rules"
    hooks_of = f'  - id: {hook}\n    additional_dependencies: ["{pack}"]\n'
    return f"repos:\n- repo: {hooks}\n  rev: {commit.strip()}\n  hooks:\n{hooks_of}"


def commit(run: Run) -> "subprocess.CompletedProcess[str]":
    """Everything in the work tree."""
    run("git", "add", "-A")
    return run("git", "commit", "-m", "change")


def test_the_manifest_is_valid(run: Run) -> None:
    assert run("pre-commit", "validate-manifest", str(PROJECT / ".pre-commit-hooks.yaml")).returncode == 0


def test_a_bad_file_cannot_be_committed(folder: Path, run: Run) -> None:
    (folder / "site.yaml").write_text(BAD_TEMPLATE)
    done = commit(run)
    assert done.returncode == 1
    assert "warning[missing-versioning]" in done.stdout
    assert "--> site.yaml:6:17" in done.stdout


def test_a_broken_file_cannot_be_committed(folder: Path, run: Run) -> None:
    (folder / "site.yaml").write_text(GOOD_TEMPLATE + "  Broken: [\n")
    done = commit(run)
    assert done.returncode == 1
    assert "[unreadable-file]" in done.stdout


def test_a_change_of_documents_is_not_held_up(folder: Path, run: Run) -> None:
    (folder / "old.yaml").write_text(BAD_TEMPLATE)
    run("git", "add", "-A")
    assert run("git", "commit", "--no-verify", "-m", "old debts").returncode == 0
    (folder / "README.md").write_text("words")
    done = commit(run)
    assert done.returncode == 0, done.stdout
    assert "s3lint...." in done.stdout
    (folder / "site.yaml").write_text(GOOD_TEMPLATE + "# checked\n")
    assert commit(run).returncode == 0


def test_what_is_staged_counts_not_what_was_edited_since(folder: Path, run: Run) -> None:
    (folder / "site.yaml").write_text(BAD_TEMPLATE)
    run("git", "add", "-A")
    (folder / "site.yaml").write_text(GOOD_TEMPLATE)
    assert run("git", "commit", "-m", "bad is staged").returncode == 1
    (folder / "site.yaml").write_text(GOOD_TEMPLATE + "# checked\n")
    run("git", "add", "-A")
    (folder / "site.yaml").write_text(BAD_TEMPLATE)
    assert run("git", "commit", "-m", "good is staged").returncode == 0
    assert (folder / "site.yaml").read_text() == BAD_TEMPLATE


def test_a_range_of_commits(folder: Path, run: Run) -> None:
    (folder / "site.yaml").write_text(BAD_TEMPLATE)
    run("git", "add", "-A")
    assert run("git", "commit", "--no-verify", "-m", "bad").returncode == 0
    (folder / "README.md").write_text("words")
    assert commit(run).returncode == 0
    assert run("pre-commit", "run", "--from-ref", "HEAD~1", "--to-ref", "HEAD").returncode == 0
    done = run("pre-commit", "run", "--from-ref", "HEAD~2", "--to-ref", "HEAD")
    assert done.returncode == 1
    assert "warning[missing-versioning]" in done.stdout
    assert run("pre-commit", "run", "--all-files").returncode == 1


def test_deleting_only_the_file_of_the_access_block_is_noticed(folder: Path, run: Run) -> None:
    (folder / "s3lint.toml").write_text(ACCESS_RULES)
    (folder / "site.yaml").unlink()
    (folder / "main.tf").write_text(BUCKET)
    (folder / "access.tf").write_text(ACCESS_BLOCK)
    done = commit(run)
    assert done.returncode == 0, done.stdout
    (folder / "access.tf").unlink()
    done = commit(run)
    assert done.returncode == 1
    assert "[missing-public-access-block]" in done.stdout
    assert "--> main.tf:1:1" in done.stdout


def test_the_hook_for_changed_files(folder: Path, hooks: Path, run: Run) -> None:
    (folder / ".pre-commit-config.yaml").write_text(configuration(hooks, "s3lint-files"))
    (folder / "old.yaml").write_text(BAD_TEMPLATE)
    run("git", "add", "-A")
    assert run("git", "commit", "--no-verify", "-m", "old debts").returncode == 0
    (folder / "site.yaml").write_text(GOOD_TEMPLATE + "# checked\n")
    assert commit(run).returncode == 0
    (folder / "site.yaml").write_text(BAD_TEMPLATE)
    done = commit(run)
    assert done.returncode == 1
    assert "--> site.yaml:6:17" in done.stdout
    assert "old.yaml" not in done.stdout


def test_rules_of_others_come_with_additional_dependencies(folder: Path, run: Run) -> None:
    (folder / "s3lint.toml").write_text('select = ["ledger-bucket"]\n')
    (folder / "site.yaml").write_text(GOOD_TEMPLATE + "# checked\n")
    done = commit(run)
    assert done.returncode == 1
    assert "warning[ledger-bucket]: Ledger is a ledger" in done.stdout


def test_trying_the_hook_without_installing_it(tmp_path: Path, hooks: Path, run: Run) -> None:
    (tmp_path / "infrastructure" / "site.yaml").write_text(BAD_TEMPLATE)
    run("git", "add", "-A")
    done = run("pre-commit", "try-repo", str(hooks), "s3lint", "--all-files", "-v")
    assert done.returncode == 1
    assert "warning[missing-versioning]" in done.stdout


def test_thousands_of_files(folder: Path, run: Run) -> None:
    """Their names fit no command line: the one that is bad is found all the same, and once."""
    for number in range(3000):
        (folder / f"a-name-of-some-length-so-that-all-are-more-than-fits-{number}.yaml").write_text("words: []\n")
    (folder / "site.yaml").write_text(BAD_TEMPLATE)
    done = commit(run)
    assert done.returncode == 1
    assert done.stdout.count("warning[missing-versioning]") == 1


def test_prek_runs_the_hook_as_pre_commit_does(folder: Path, run: Run) -> None:
    (folder / "s3lint.toml").write_text(ACCESS_RULES)
    (folder / "site.yaml").unlink()
    (folder / "main.tf").write_text(BUCKET)
    (folder / "access.tf").write_text(ACCESS_BLOCK)
    run("git", "add", "-A")
    done = run("prek", "run")
    assert done.returncode == 0, done.stdout
    assert commit(run).returncode == 0
    (folder / "access.tf").unlink()
    run("git", "add", "-A")
    done = run("prek", "run")
    assert done.returncode == 1
    assert "[missing-public-access-block]" in done.stdout
