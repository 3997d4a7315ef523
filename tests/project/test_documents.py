"""The documentation is true: generated parts are fresh, links resolve, what pages name exists, commands and snippets work."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from docs import generate
from s3lint.cli.arguments import read
from s3lint.run.config.discovery import configuration
from s3lint.run.config.effective import settings
from s3lint.run.input_findings import NOTICES
from s3lint.run.registry import all_rules, listed, options, select
from tests.project.pages import PAGES, ROOT, blocks, project, prose, text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_inside_the_repository_resolve(page: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", prose(page)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        linked = (page.parent / path).resolve() if path else page
        assert linked.exists(), f"{page.name} links to {target}"
        if anchor:
            headings = re.findall(r"^#+ (.*)$", prose(linked), re.MULTILINE)
            assert anchor in [re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings]


def test_generated_parts_are_fresh() -> None:
    stale = [generate.difference(path, fresh) for path, fresh in generate.fresh_pages()]
    assert "".join(stale) == ""


def test_generating_twice_changes_nothing() -> None:
    plain = "Rules: `missing-versioning`, `not-a-rule`."
    linked = "Rules: [`missing-versioning`](rules/missing-versioning.md), `not-a-rule`."
    assert generate.with_links(plain, "rules/") == linked
    assert generate.with_links(linked, "rules/") == linked


def test_code_has_no_links() -> None:
    plain = "```sh\n# `missing-versioning`\n```\n`missing-versioning`\n```sh\n`missing-versioning`\n```\n"
    assert generate.with_links(plain, "") == plain.replace(
        "```\n`missing-versioning`\n```", "```\n[`missing-versioning`](missing-versioning.md)\n```"
    )


def test_each_rule_and_each_notice_has_a_page_and_the_index_names_it() -> None:
    names = {rule.name for rule in all_rules()} | {notice.name for notice in NOTICES}
    assert {path.name for path in (ROOT / "docs/rules").iterdir()} == {"README.md", *(f"{name}.md" for name in names)}
    assert set(re.findall(r"^\| \[`(.*)`\]\(\1\.md\)", text("docs/rules/README.md"), re.MULTILINE)) == names


def test_the_page_of_a_rule_that_is_gone_is_stale_and_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = tmp_path / "gone.md"
    gone.write_text("# gone\n", encoding="utf-8")
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    monkeypatch.setattr(generate, "RULES", tmp_path)
    monkeypatch.setattr(generate, "fresh_pages", generate.rule_pages)
    generate.main([])
    assert not gone.exists()
    assert generate.main(["--check"]) == 0

    gone.write_text("# gone\n", encoding="utf-8")
    assert generate.main(["--check"]) == 1
    assert "--- gone.md as it is\n+++ gone.md as it should be\n@@ -1 +0,0 @@\n-# gone\n" in capsys.readouterr().out


def test_a_stale_part_is_shown_as_a_difference() -> None:
    shown = generate.difference(ROOT / "LICENSE", "")
    assert shown.startswith("--- LICENSE as it is")


def test_the_readme_has_both_commands_and_ci_runs_them() -> None:
    commands = blocks("README.md", "sh")
    assert commands[:2] == ["pip install . && s3lint fixtures/demo\n", "pip install -e '.[dev]' && pytest\n"]
    steps = [line.strip() for line in text(".ci/run").splitlines()]
    assert set(commands[1].strip().split(" && ")) <= set(steps)


@pytest.mark.parametrize("page", ["README.md", "docs/command-line.md"])
def test_commands_are_understood(page: str) -> None:
    lines = [line for block in blocks(page, "sh") for line in block.splitlines() if line.startswith("s3lint ")]
    assert lines
    for line in lines:
        words = shlex.split(line.partition("#")[0].partition("<")[0])
        arguments, _ = read(words[1:])
        if arguments.command == "explain":
            assert select(all_rules(), arguments.words, ())
        select(all_rules(), arguments.select or ("default",), arguments.ignore)


def test_the_configuration_in_the_readme_is_valid(tmp_path: Path) -> None:
    [written] = blocks("README.md", "toml")
    (tmp_path / "s3lint.toml").write_text(written, encoding="utf-8")
    found = configuration(str(tmp_path / "s3lint.toml"))
    assert found is not None
    read_back = settings(found.values)
    assert read_back["select"] == ("default",)
    assert read_back["ignore"] == ("missing-access-logging",)
    assert read_back["fail_on"] == "medium"
    assert read_back["parameters"] == (("Stage", "production"),)
    assert read_back["account"] == "444455556666"
    assert options(read_back["options"], listed()) == {"cross-account-grant": {"trusted": ("111122223333",)}}
    assert [(one.rule, one.value) for one in read_back["severities"]] == [("missing-versioning", "info")]
    assert len(read_back) == 9


def snippet(index: int, folder: Path) -> str:
    """The path of a file with one of the README's pieces of YAML."""
    path = folder / "snippet.yaml"
    path.write_text(blocks("README.md", "yaml")[index], encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(("index", "schema"), [(1, "vendor.github-workflows"), (2, "vendor.gitlab-ci")])
def test_snippets_for_continuous_integration_fit_their_schemas(index: int, schema: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, snippet(index, tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_snippet_for_pre_commit_is_valid(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-config", snippet(0, tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_hooks_of_the_readme_exist() -> None:
    manifest = text(".pre-commit-hooks.yaml")
    assert re.findall(r"^- id: (\S+)", manifest, re.MULTILINE) == ["s3lint", "s3lint-files"]


@pytest.mark.parametrize("page", ["docs/architecture.md", "docs/glossary.md"])
def test_the_map_names_files_that_exist(page: str) -> None:
    named = set(re.findall(r"`((?:s3lint|rules|docs|benchmarks|tests)/[\w./]*)`", text(page)))
    assert len(named) > 10
    assert {name for name in named if not (ROOT / name).exists()} == set()


ROOMS = sorted(path.parent.relative_to(ROOT) for path in (ROOT / "s3lint").rglob("*/__init__.py"))


@pytest.mark.parametrize("room", ROOMS, ids=str)
def test_the_map_of_a_room_names_everything_in_it(room: Path) -> None:
    drawn = ast.get_docstring(ast.parse((ROOT / room / "__init__.py").read_text(encoding="utf-8")))
    inside = {path.stem for path in (ROOT / room).glob("[a-z]*.py")}
    inside |= {path.parent.name for path in (ROOT / room).glob("*/__init__.py")}
    assert inside - set(re.findall(r"\w+", drawn or "")) == set()


def test_every_room_has_its_layer() -> None:
    contract, *_of_rooms = project()["tool"]["importlinter"]["contracts"]
    placed = [name for layer in contract["layers"] for name in layer.split(" | ")]
    top = {room.name for room in ROOMS if len(room.parts) == 2} | {path.stem for path in (ROOT / "s3lint").glob("[a-z]*.py")}
    assert sorted(placed) == sorted(top)
    assert contract["exhaustive"] is True
