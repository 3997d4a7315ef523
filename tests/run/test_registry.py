"""How rules are found: by the names of distributions, wherever Python would import from."""

from __future__ import annotations

import os
import site
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from s3lint.errors import UsageError
from s3lint.run import registry
from s3lint.run.registry import all_rules

RULE = '''\
from s3lint import Bucket, Group, Rule, Severity


class LedgerBucket(Rule):
    """A rule of somebody else."""

    name = "ledger-bucket"
    summary = "bucket is a ledger"
    group, severity, default = Group.HYGIENE, Severity.LOW, True
    settings = ("name",)
    since = "1"
    help = "keep no ledgers"
    bad = good = undecidable = ()

    def check(self, bucket):
        yield from ()
'''
ENTRY_POINT = "[console_scripts]\nacme = acme:main\n\n[s3lint.rules]\nledger = ledger_rules\n\n[other]\nname = nothing\n"


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.delitem(sys.modules, "ledger_rules", raising=False)


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def found() -> bool:
    return "ledger-bucket" in {rule.name for rule in all_rules()}


def test_a_distribution_with_rules(tmp_path: Path) -> None:
    folder = write(tmp_path, {"acme_s3lint-1.dist-info/entry_points.txt": ENTRY_POINT, "ledger_rules.py": RULE})
    assert not found()
    sys.path.insert(0, str(folder))
    assert found()


def test_a_name_in_capitals(tmp_path: Path) -> None:
    write(tmp_path, {"Acme.S3Lint-1.dist-info/entry_points.txt": ENTRY_POINT, "ledger_rules.py": RULE})
    sys.path.insert(0, str(tmp_path))
    assert found()


def test_a_distribution_whose_name_says_nothing_of_rules(tmp_path: Path) -> None:
    write(tmp_path, {"acme_rules-1.dist-info/entry_points.txt": ENTRY_POINT, "ledger_rules.py": RULE})
    sys.path.insert(0, str(tmp_path))
    assert not found()


def test_an_editable_install_whose_metadata_is_installed_and_whose_code_is_not(tmp_path: Path) -> None:
    write(tmp_path / "code", {"ledger_rules.py": RULE})
    write(
        tmp_path / "site",
        {"s3lint_ledger-1.dist-info/entry_points.txt": ENTRY_POINT, "__editable__.pth": f"{tmp_path / 'code'}\n"},
    )
    site.addsitedir(str(tmp_path / "site"))
    assert found()


def test_an_editable_install_whose_metadata_lies_beside_its_code(tmp_path: Path) -> None:
    write(tmp_path / "code", {"s3lint_ledger.egg-info/entry_points.txt": ENTRY_POINT, "ledger_rules.py": RULE})
    write(tmp_path / "site", {"easy-install.pth": f"{tmp_path / 'code'}\n"})
    site.addsitedir(str(tmp_path / "site"))
    assert found()


def test_the_working_directory_is_searched_where_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"s3lint_ledger-1.dist-info/entry_points.txt": ENTRY_POINT, "ledger_rules.py": RULE})
    monkeypatch.chdir(tmp_path)
    sys.path.insert(0, "")
    assert not found()
    sys.path.insert(0, str(tmp_path))
    assert found()


def test_archives_and_folders_that_are_gone_on_the_search_path(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "library.zip", "w") as archive:
        archive.writestr("s3lint_ledger-1.dist-info/entry_points.txt", ENTRY_POINT)
        archive.writestr("ledger_rules.py", RULE)
    sys.path[:0] = [str(tmp_path / "library.zip"), str(tmp_path / "gone")]
    assert not found()
    assert "missing-versioning" in {rule.name for rule in all_rules()}


def test_metadata_without_entry_points(tmp_path: Path) -> None:
    write(tmp_path, {"s3lint_ledger-1.dist-info/METADATA": "Name: s3lint-ledger\n", "ledger_rules.py": RULE})
    sys.path.insert(0, str(tmp_path))
    assert not found()


def test_rules_that_cannot_be_imported(tmp_path: Path) -> None:
    write(tmp_path, {"s3lint_ledger-1.dist-info/entry_points.txt": ENTRY_POINT})
    sys.path.insert(0, str(tmp_path))
    with pytest.raises(UsageError, match=r"^ledger_rules: cannot load the rules: No module named 'ledger_rules'$"):
        all_rules()


@pytest.mark.parametrize("others", [0, 112, 500])
def test_the_work_does_not_grow_with_what_else_is_installed(
    others: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(others):
        write(tmp_path, {f"other_{number}-1.dist-info/entry_points.txt": ENTRY_POINT})
    write(tmp_path, {"s3lint_ledger-1.dist-info/entry_points.txt": ENTRY_POINT, "ledger_rules.py": RULE})
    opened: list[str] = []

    def counting(path: str, **how: Any) -> Any:
        opened.append(path)
        return open(path, **how)

    monkeypatch.setattr(registry, "open", counting, raising=False)
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert list(registry._entry_points()) == ["ledger_rules"]
    assert opened == [os.path.join(tmp_path, "s3lint_ledger-1.dist-info", "entry_points.txt")]
