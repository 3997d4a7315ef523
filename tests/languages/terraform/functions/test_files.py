"""Functions that read files see the scanned tree only, and places inside files stay places."""

from __future__ import annotations

from pathlib import Path

import pytest

from s3lint.base.source import Source
from s3lint.base.value import Data, Known, ListValue, MapValue, Setting, Unknown, Value
from tests.languages.terraform.functions.calling import SITE, call, known, object_of, result

HASHES = ("filemd5", "filesha1", "filesha256", "filesha512", "filebase64sha256", "filebase64sha512")


@pytest.fixture
def root(tmp_path: Path) -> str:
    scanned = tmp_path / "scanned"
    (scanned / "deep" / "er").mkdir(parents=True)
    (scanned / "policy.json").write_text('{"Statement": [{"Effect": "Deny"}]}\n', encoding="utf-8")
    (scanned / "deep" / "a.json").write_text("1", encoding="utf-8")
    (scanned / "deep" / "er" / "b.json").write_text("2", encoding="utf-8")
    (scanned / "binary").write_bytes(b"\xff\xfe\xfd")
    (tmp_path / "secret").write_text("outside", encoding="utf-8")
    (scanned / "link").symlink_to(tmp_path / "secret")
    (scanned / "loop").symlink_to(scanned)
    return str(scanned)


def test_the_text_of_a_file_stands_in_that_file(root: str) -> None:
    found = call("file", known("policy.json"), root=root)
    assert isinstance(found, Known)
    assert found.value == '{"Statement": [{"Effect": "Deny"}]}\n'
    assert found.origin.source.path == f"{root}/policy.json"
    assert found.origin.text == found.value
    assert [(step.what, step.source.path) for step in found.origin.via] == [("f", "main.tf")]


@pytest.mark.parametrize("decode", ["jsondecode", "yamldecode"])
def test_what_is_decoded_from_a_file_stands_in_that_file(decode: str, root: str) -> None:
    document = call(decode, call("file", known("policy.json"), root=root), root=root)
    assert isinstance(document, Known)
    assert isinstance(document.value, MapValue)
    statements = document.value.entries["Statement"].value
    assert isinstance(statements, Known)
    assert isinstance(statements.value, ListValue)
    (statement,) = statements.value.items
    assert isinstance(statement, Known)
    assert isinstance(statement.value, MapValue)
    effect = statement.value.entries["Effect"]
    assert isinstance(effect.value, Known)
    assert (effect.value.value, effect.value.origin.text, effect.key.text) == ("Deny", '"Deny"', '"Effect"')
    assert effect.value.origin.start.column == 27


@pytest.mark.parametrize(
    "name",
    [*HASHES, "file", "filebase64", "fileexists"],
)
@pytest.mark.parametrize("path", ["/etc/passwd", "../secret", "link", "~/x", "deep/../../secret"])
def test_nothing_outside_is_read(name: str, path: str, root: str) -> None:
    found = call(name, known(path), root=root)
    assert found == Unknown(f"{path} is outside the scanned files", SITE)


def test_a_file_that_is_not_here_may_come_to_be(root: str) -> None:
    found = call("file", known("later.zip"), root=root)
    assert found == Unknown("the file later.zip could not be read: no such file", SITE)
    assert call("fileexists", known("later.zip"), root=root) == result(False)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.json", ["policy.json"]),
        ("**/*.json", ["deep/a.json", "deep/er/b.json", "policy.json"]),
        ("deep/*", ["deep/a.json"]),
        ("deep/**", ["deep/a.json", "deep/er/b.json"]),
        ("{policy,deep/a}.json", ["deep/a.json", "policy.json"]),
        ("deep/?.json", ["deep/a.json"]),
        ("[!p]*.json", []),
        ("*.tf", []),
        ("a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b", []),
    ],
)
def test_a_set_of_files(pattern: str, expected: list[str], root: str) -> None:
    found = call("fileset", known("."), known(pattern), root=root)
    assert found == result(ListValue(tuple(Known(name, SITE) for name in expected), None, "set"))


def test_a_template_is_given_its_names(root: str) -> None:
    seen: list[tuple[str, dict[str, Value[Data]]]] = []

    def render(source: Source, names: dict[str, Value[Data]]) -> Setting[Data]:
        seen.append((source.text, names))
        return known("made")

    arguments = known("deep/a.json"), object_of(n=known(5))
    assert call("templatefile", *arguments, root=root, render=render) == known("made")
    assert seen == [("1", {"n": known(5)})]
    assert call("templatefile", *arguments, root=root) == Unknown("templates are not evaluated here", SITE)
