import os
from pathlib import Path
from typing import Any

import pytest

from s3lint.errors import UsageError
from s3lint.run.config.discovery import Configurations
from s3lint.run.config.document import MAX_BYTES
from s3lint.run.config.effective import settings
from s3lint.run.option import Assignment


def said(path: str) -> tuple[str, dict[str, Any]]:
    """The file that counts for a path, and what it says, by the names of settings."""
    found = Configurations().of(path)
    return ("", {}) if found is None else (found.path, settings(found.at(path)))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository that is the working directory."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_key(folder: Path) -> None:
    (folder / "infra").mkdir()
    (folder / "infra" / "s3lint.toml").write_text(
        """
        select = ["default", "CKV_AWS_21"]
        ignore = ["missing-versioning"]
        exclude = ["vendor", "**/examples/**", "old/*.tf"]
        fail-on = "medium"
        strict = true
        show-undecided = false
        [values]
        variables = { stage = "prod", replicas = 2, versioned = true }
        var-files = ["prod.tfvars", "../all.tfvars"]
        parameters = { Stage = "prod" }
        parameter-files = ["prod.json"]
        workspace = "prod"
        source-root = "src"
        account = "111122223333"
        accounts = { prod = "111122223333", test = "444455556666" }
        org-ids = ["o-a1b2c3d4e5"]
        vpc-endpoints = ["vpce-0abc", "vpc-0abc"]
        networks = ["203.0.113.0/24", "2001:db8::/32"]
        [severity]
        missing-versioning = "info"
        [terraform.modules]
        "registry.example.com/acme/bucket/aws" = "models/bucket"
        "git::https://example.com/logs.git" = "../logs"
        [rules.old-tls-allowed]
        minimum = "1.2"
        [rules.cross-account-grant]
        trusted = ["444455556666"]
        """
    )
    (folder / "infra" / "main.tf").touch()
    path, values = said("infra/main.tf")
    assert path == "infra/s3lint.toml"
    assert values == {
        "select": ("default", "CKV_AWS_21"),
        "ignore": ("missing-versioning",),
        "exclude": ("vendor", f"{folder}/infra/**/examples/**", f"{folder}/infra/old/*.tf"),
        "fail_on": "medium",
        "strict": True,
        "show_undecided": False,
        "variables": (("stage", "prod"), ("replicas", "2"), ("versioned", "true")),
        "var_files": ("infra/prod.tfvars", "all.tfvars"),
        "parameters": (("Stage", "prod"),),
        "parameter_files": ("infra/prod.json",),
        "workspace": "prod",
        "source_root": "infra/src",
        "account": "111122223333",
        "accounts": (("prod", "111122223333"), ("test", "444455556666")),
        "org_ids": ("o-a1b2c3d4e5",),
        "vpc_endpoints": ("vpce-0abc", "vpc-0abc"),
        "networks": ("203.0.113.0/24", "2001:db8::/32"),
        "severities": (Assignment("missing-versioning", "severity", "info", "infra/s3lint.toml:21:9"),),
        "modules": (
            ("registry.example.com/acme/bucket/aws", "infra/models/bucket"),
            ("git::https://example.com/logs.git", "logs"),
        ),
        "options": (
            Assignment("old-tls-allowed", "minimum", "1.2", "infra/s3lint.toml:26:9"),
            Assignment("cross-account-grant", "trusted", ("444455556666",), "infra/s3lint.toml:28:9"),
        ),
    }


def test_the_nearest_counts_alone(folder: Path) -> None:
    (folder / "s3lint.toml").write_text("strict = true")
    (folder / "a" / "b").mkdir(parents=True)
    (folder / "a" / ".s3lint.toml").write_text('fail-on = "high"')
    assert said("a/b") == ("a/.s3lint.toml", {"fail_on": "high"})
    assert said(".") == ("s3lint.toml", {"strict": True})


def test_a_project_file_counts_only_with_the_table(folder: Path) -> None:
    (folder / "s3lint.toml").write_text("strict = true")
    (folder / "a").mkdir()
    (folder / "a" / "pyproject.toml").write_text('[tool.other]\nselect = ["x"]\n')
    assert said("a") == ("s3lint.toml", {"strict": True})
    (folder / "a" / "pyproject.toml").write_text('[tool.s3lint]\nselect = ["logging"]\n')
    assert said("a") == ("a/pyproject.toml", {"select": ("logging",)})


def test_the_search_ends_at_the_repository(folder: Path) -> None:
    (folder / "s3lint.toml").write_text("strict = true")
    (folder / "a" / ".git").mkdir(parents=True)
    assert said("a") == ("", {})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('selct = ["a"]', "s3lint.toml:1:1: unknown key selct; did you mean select?"),
        ("\n[values]\nparameter = {}", "s3lint.toml:3:1: unknown key values.parameter; did you mean values.parameters?"),
        ('select = "a"', 's3lint.toml:1:1: select: expected a list of texts, got "a"'),
        ("select = [1]", "s3lint.toml:1:1: select: expected a list of texts, got [1]"),
        ("strict = 1", "s3lint.toml:1:1: strict: expected true or false, got 1"),
        (
            'fail-on = "hihg"',
            's3lint.toml:1:1: fail-on: expected one of critical, high, medium, low, info, got "hihg"; did you mean high?',
        ),
        ("values = 1", "s3lint.toml:1:1: values: expected a table, got 1"),
        ("[values]\nworkspace = []", "s3lint.toml:2:1: values.workspace: expected a text, got []"),
        (
            "[values]\nvariables = { a = [] }",
            "s3lint.toml:2:1: values.variables: expected a table of texts, numbers or truths, got { a = [] }",
        ),
        (
            'select = ["a", 1.5, {b-1 = "\\"\\u007f\\n", "c d" = 2026-01-01}]',
            's3lint.toml:1:1: select: expected a list of texts, got ["a", 1.5, { b-1 = "\\"\\u007f\\n", "c d" = 2026-01-01 }]',
        ),
        ("terraform = 1", "s3lint.toml:1:1: terraform: expected a table, got 1"),
        ("[terraform]\nmodule = {}", "s3lint.toml:2:1: unknown key terraform.module; did you mean terraform.modules?"),
        ("[terraform]\nmodules = []", "s3lint.toml:2:1: terraform.modules: expected a table of paths, got []"),
        (
            '[terraform.modules]\n"a/b/aws" = 1',
            's3lint.toml:1:1: terraform.modules: expected a table of paths, got { "a/b/aws" = 1 }',
        ),
        ("rules = 1", "s3lint.toml:1:1: rules: expected a table, got 1"),
        ("[rules]\ncold-bucket = 1", "s3lint.toml:2:1: rules.cold-bucket: expected a table, got 1"),
        ("a = 1\nstrict = 2", "s3lint.toml:1:1: unknown key a\ns3lint.toml:2:1: strict: expected true or false, got 2"),
        ("a = ", "s3lint.toml:1:5: no valid TOML: Invalid value"),
    ],
)
def test_mistakes_are_named_with_their_line(folder: Path, text: str, message: str) -> None:
    (folder / "s3lint.toml").write_text(text)
    with pytest.raises(UsageError) as caught:
        said(".")
    assert str(caught.value) == message


def test_what_has_no_end_or_no_bottom_is_refused(folder: Path) -> None:
    path = folder / "s3lint.toml"
    path.mkdir()
    with pytest.raises(UsageError, match="cannot read the configuration: it is no file"):
        said(str(folder))
    path.rmdir()
    os.mkfifo(path)
    with pytest.raises(UsageError, match="cannot read the configuration: it is no file"):
        said(str(folder))
    path.unlink()
    path.write_text("# " + "x" * MAX_BYTES)
    with pytest.raises(UsageError, match="cannot read the configuration: larger than 1048576 bytes"):
        said(str(folder))
    path.write_text("a = " + "[" * 100_000)
    with pytest.raises(UsageError, match="no valid TOML: "):
        said(str(folder))


def test_bytes_that_are_no_text(folder: Path) -> None:
    (folder / "s3lint.toml").write_bytes(b"\xff")
    with pytest.raises(UsageError, match=r"^s3lint\.toml:1:1: no valid TOML: expected UTF-8$"):
        said(".")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[rules.a]\nminimum = "1"\n[rules.b]\nminimum = "2"\n', "s3lint.toml:4:1"),
        ('rules.b.minimum = "2"\n', "s3lint.toml:1:1"),
        ('[rules]\nb = { minimum = "2" }\n', "s3lint.toml:2:7"),
        ('[rules."b"]\nminimum = "2"\n', "s3lint.toml:2:1"),
    ],
)
def test_an_option_is_found_in_its_own_table(folder: Path, text: str, place: str) -> None:
    (folder / "s3lint.toml").write_text(text)
    [*_, assignment] = said(".")[1]["options"]
    assert assignment == Assignment("b", "minimum", "2", place)
