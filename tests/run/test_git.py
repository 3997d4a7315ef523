import os
import subprocess
from pathlib import Path

import pytest

from s3lint.errors import UsageError
from s3lint.run.changes import Changes
from s3lint.run.git import NoChange, Tree, staged_changes, staged_tree, was_tracked


def git(*words: str) -> None:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *words], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit, that is the working directory."""
    for name in [name for name in os.environ if name.startswith(("GIT_", "PRE_COMMIT"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    git("init", "-q")
    Path("main.tf").write_text("one")
    Path("häufig ü.yaml").write_text("one")
    Path("README.md").write_text("one")
    Path("sub").mkdir()
    Path("sub/policy.tpl").write_text("one")
    git("add", ".")
    git("commit", "-q", "-m", "one")
    return Path(os.path.realpath(tmp_path))


def test_no_change(repository: Path) -> None:
    assert staged_changes(str(repository)) == NoChange()
    assert staged_tree(str(repository)) == Tree(str(repository), ("häufig ü.yaml", "main.tf"))


def test_staged_files_that_matter(repository: Path) -> None:
    Path("README.md").write_text("two")
    Path("new.json").write_text("{}")
    Path("sub/policy.tpl").write_text("two")
    Path("unstaged.tf").touch()
    git("add", "README.md", "new.json", "sub")
    git("rm", "-q", "main.tf")
    git("mv", "häufig ü.yaml", "moved.yaml")
    assert staged_changes(str(repository)) == Changes(
        frozenset({f"{repository}/new.json", f"{repository}/sub/policy.tpl", f"{repository}/moved.yaml"}),
        frozenset({f"{repository}/main.tf", f"{repository}/häufig ü.yaml"}),
        (("sub/policy.tpl", b"one"), ("häufig ü.yaml", b"one"), ("main.tf", b"one")),
        frozenset({"moved.yaml", "new.json"}),
    )


def test_a_change_that_does_not_matter(repository: Path) -> None:
    Path("README.md").write_text("two")
    git("add", ".")
    assert staged_changes(str(repository)) == Changes(frozenset())


def test_a_range_counts_where_nothing_is_staged(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("main.tf").write_text("two")
    git("commit", "-q", "-am", "two")
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "HEAD~1")
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "HEAD")
    assert staged_changes(str(repository)) == Changes(frozenset({f"{repository}/main.tf"}), earlier=(("main.tf", b"one"),))
    Path("new.tf").touch()
    git("add", "new.tf")
    assert staged_changes(str(repository)) == Changes(frozenset({f"{repository}/new.tf"}), added=frozenset({"new.tf"}))


def test_the_first_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    git("init", "-q")
    Path("main.tf").touch()
    git("add", ".")
    assert staged_changes(os.path.realpath(tmp_path)) == Changes(
        frozenset({os.path.realpath("main.tf")}), added=frozenset({"main.tf"})
    )


def test_the_tree_is_what_the_commit_will_hold(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("main.tf").write_text("staged")
    git("add", "main.tf")
    Path("main.tf").write_text("edited since")
    Path("sub/policy.tpl").unlink()
    Path("untracked.tf").touch()
    Path(".gitignore").write_text("*.tfvars\n")
    Path("secret.tfvars").touch()
    git("rm", "-q", "--cached", "häufig ü.yaml")
    expected = (("main.tf", b"staged"), ("sub/policy.tpl", b"one"))
    hidden = frozenset({"untracked.tf", "häufig ü.yaml", ".gitignore"})
    assert staged_tree(str(repository)) == Tree(str(repository), ("main.tf",), expected, hidden)
    monkeypatch.chdir("sub")
    assert staged_tree(str(repository)) == Tree(
        str(repository),
        ("../main.tf",),
        (("../main.tf", b"staged"), ("policy.tpl", b"one")),
        frozenset(f"../{name}" for name in hidden),
    )


def test_folders_that_are_never_judged(repository: Path) -> None:
    Path("node_modules").mkdir()
    Path("node_modules/a.json").touch()
    git("add", "-f", ".")
    assert staged_tree(str(repository)).paths == ("häufig ü.yaml", "main.tf")


def test_what_git_knew(repository: Path) -> None:
    git("rm", "-q", "main.tf")
    git("commit", "-q", "-m", "two")
    assert was_tracked(str(repository), "main.tf")
    assert not was_tracked(str(repository), "other.tf")


def test_a_range_that_does_not_exist(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "nowhere")
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "HEAD")
    with pytest.raises(UsageError, match=r"^git diff failed in .*: fatal: .*nowhere"):
        staged_changes(str(repository))
