"""`--diff-base` on real repositories: what a commit does not have, however its files are named."""

import os
from pathlib import Path

import pytest

from s3lint.cli import main
from tests.cli.test_baseline import BUCKETS, FIRST, Capture, edit, found, report
from tests.cli.test_change import commit, git, repository, write

__all__ = ["repository"]


def test_only_what_a_commit_does_not_have(capsys: Capture) -> None:
    select = ("--select", "missing-versioning", "--diff-base", "HEAD")
    write(
        "modules/b/main.tf",
        'variable "on" {}\n' + BUCKETS.split("}\n", 1)[0] + '}\nresource "aws_s3_bucket_versioning" "b0" {\n'
        '  bucket = aws_s3_bucket.b0.id\n  versioning_configuration {\n    status = var.on ? "Enabled" : "Suspended"\n  }\n}\n',
    )
    write("live/main.tf", 'module "b" {\n  source = "../modules/b"\n  on = true\n}\n')
    write("old.yaml", f"Resources:\n{FIRST}")
    commit()
    assert found(".", *select, status=0) == []
    # Far from the module that it makes wrong.
    edit("live/main.tf", "true", "false")
    assert found(".", *select, status=1) == ["missing-versioning module.b.aws_s3_bucket.b0"]
    commit()
    assert found(".", *select, status=0) == []
    git("mv", "old.yaml", "new.yaml")
    assert found(".", *select, status=0) == []
    write("other.yaml", f"Resources:\n{FIRST}")  # nobody has added it to git
    assert found(".", *select, status=1) == ["missing-versioning First"]
    assert found("new.yaml", *select, status=0) == []
    assert report(".", *select)["known"] == [{"name": "HEAD", "hidden": 2, "lapsed": []}]
    capsys.readouterr()
    assert main([".", *select[:3], "nonsense"]) == 2
    assert capsys.readouterr().err.startswith("s3lint: --diff-base: git knows no commit nonsense in ")
    assert main([".", *select[:3], "--output=x"]) == 2
    assert main([".", *select, "--changed"]) == 2
    assert capsys.readouterr().err.endswith("s3lint: --changed and --diff-base exclude each other\n")
    assert main([".", *select, "-o", "sarif", "--exit-zero"]) == 0
    assert "this SARIF is about a change only" in capsys.readouterr().err


@pytest.mark.parametrize("folder", [".", "live"])
def test_however_the_files_are_named(folder: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write("live/site.yaml", f"Resources:\n{FIRST}".replace("Suspended", "Enabled"))
    commit()
    edit("live/site.yaml", "Enabled", "Suspended")
    monkeypatch.chdir(folder)
    (tmp_path / "link").symlink_to(tmp_path / "live")
    for path in (tmp_path, tmp_path / "live/site.yaml", tmp_path / "link", os.path.relpath(tmp_path), "../" + tmp_path.name):
        if os.path.exists(path):
            words = (str(path), "--select", "missing-versioning", "--diff-base", "HEAD")
            assert found(*words, status=1) == ["missing-versioning First"]


def test_values_are_those_of_the_commit() -> None:
    write(
        "live/main.tf",
        "".join(
            (
                BUCKETS.split("}\n", 1)[0],
                '}\nvariable "on" {}\nresource "aws_s3_bucket_versioning" "b0" {\n',
                "  bucket = aws_s3_bucket.b0.id\n  versioning_configuration {\n    status = var.on\n  }\n}\n",
            )
        ),
    )
    write("values/live.tfvars", 'on = "Enabled"\n')
    commit()
    edit("values/live.tfvars", "Enabled", "Suspended")
    given = ("--select", "missing-versioning", "--diff-base", "HEAD")
    only = ["missing-versioning aws_s3_bucket.b0"]
    assert found("live", *given, "--var-file", "values/live.tfvars", status=1) == only
    write("s3lint.toml", '[values]\nvar-files = ["values/live.tfvars"]\n')
    assert found("live", *given, status=1) == only
    write("s3lint.toml", '[[per-path]]\npath = "live/**"\nvalues.var-files = ["values/live.tfvars"]\n')
    assert found("live", *given, status=1) == only


def test_a_commit_without_the_files() -> None:
    write("site.yaml", f"Resources:\n{FIRST}")
    assert found(".", "--select", "missing-versioning", "--diff-base", "HEAD", status=1) == ["missing-versioning First"]
