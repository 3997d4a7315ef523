"""What is installed is what lies in the repository."""

from __future__ import annotations

import ast
import tarfile
import zipfile
from pathlib import Path

from s3lint.run.registry import ENTRY_POINT_GROUP, all_rules
from s3lint.version import VERSION
from tests.project import distribution
from tests.project.pages import ROOT, project, text

PROJECT = project()


def test_every_package_is_listed() -> None:
    folders = {path.parent.relative_to(ROOT) for path in (ROOT / "s3lint").rglob("__init__.py")}
    packages = {".".join(folder.parts) for folder in folders}
    assert set(PROJECT["tool"]["setuptools"]["packages"]) == packages | {"s3lint.rules"}


def test_all_that_is_no_code_is_package_data() -> None:
    patterns = PROJECT["tool"]["setuptools"]["package-data"]["s3lint"]
    shipped = {path for pattern in patterns for path in (ROOT / "s3lint").glob(pattern)}
    held = {ROOT / name for name in distribution.packaged() if name.startswith("s3lint/") and not name.endswith(".py")}
    assert any(path.suffix == ".tf" for path in held)
    assert held <= shipped


def test_rules_come_through_the_entry_point_and_from_the_folder_of_rules() -> None:
    assert PROJECT["project"]["entry-points"][ENTRY_POINT_GROUP] == {"s3lint": "s3lint.rules"}
    files = {path.stem for path in (ROOT / "rules").glob("[a-z]*.py")}
    assert {rule.__module__ for rule in all_rules()} == {f"s3lint.rules.{stem}" for stem in files}


def test_no_module_imports_a_rule() -> None:
    for path in (ROOT / "s3lint").rglob("*.py"):
        imported = {
            name
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            for name in (
                [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else []
            )
        }
        assert not {name for name in imported if name.startswith(("rules", "s3lint.rules"))}, path


def test_the_changelog_names_the_version_or_what_is_not_released() -> None:
    changes = text("CHANGELOG.md")
    assert "## [Unreleased]" in changes or f"## [{VERSION}]" in changes


def test_a_file_that_an_archive_lacks_is_named(tmp_path: Path) -> None:
    wheel, source = tmp_path / "s3lint.whl", tmp_path / "s3lint.tar.gz"
    shipped = sorted(distribution.packaged() - {"rules/missing_versioning.py", "s3lint/py.typed"})
    with zipfile.ZipFile(wheel, "w") as archive:
        for name in shipped:
            archive.writestr(f"s3lint/{name}" if name.startswith("rules/") else name, "")
    with tarfile.open(source, "w:gz") as opened:
        for name in [*shipped, "rules/missing_versioning.py"]:
            opened.add(ROOT / "LICENSE", f"s3lint-0/{name}")
    assert distribution.missing(wheel) == {"rules/missing_versioning.py", "s3lint/py.typed"}
    assert distribution.missing(source) == {"s3lint/py.typed"}
    assert distribution.main([str(wheel), str(source)]) == 1
