import os
from pathlib import Path

import pytest

from s3lint.errors import UsageError
from s3lint.run.config import MAX_BYTES, Config, nearest
from s3lint.run.option import Assignment


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
    config = nearest("infra/main.tf")
    assert config.path == "infra/s3lint.toml"
    assert dict(config.values) == {
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
        "modules": (
            ("registry.example.com/acme/bucket/aws", "infra/models/bucket"),
            ("git::https://example.com/logs.git", "logs"),
        ),
        "options": (
            Assignment("old-tls-allowed", "minimum", "1.2", "infra/s3lint.toml:20"),
            Assignment("cross-account-grant", "trusted", ("444455556666",), "infra/s3lint.toml:22"),
        ),
    }


def test_the_nearest_counts_alone(folder: Path) -> None:
    (folder / "s3lint.toml").write_text("strict = true")
    (folder / "a" / "b").mkdir(parents=True)
    (folder / "a" / ".s3lint.toml").write_text('fail-on = "high"')
    assert nearest("a/b") == Config("a/.s3lint.toml", (("fail_on", "high"),))
    assert nearest(".") == Config("s3lint.toml", (("strict", True),))


def test_a_project_file_counts_only_with_the_table(folder: Path) -> None:
    (folder / "s3lint.toml").write_text("strict = true")
    (folder / "a").mkdir()
    (folder / "a" / "pyproject.toml").write_text('[tool.other]\nselect = ["x"]\n')
    assert nearest("a").path == "s3lint.toml"
    (folder / "a" / "pyproject.toml").write_text('[tool.s3lint]\nselect = ["logging"]\n')
    assert nearest("a") == Config("a/pyproject.toml", (("select", ("logging",)),))


def test_the_search_ends_at_the_repository(folder: Path) -> None:
    (folder / "s3lint.toml").write_text("strict = true")
    (folder / "a" / ".git").mkdir(parents=True)
    assert nearest("a") == Config()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('selct = ["a"]', "s3lint.toml:1: unknown key selct; did you mean select?"),
        ("\n[values]\nparameter = {}", "s3lint.toml:3: unknown key values.parameter; did you mean values.parameters?"),
        ('select = "a"', 's3lint.toml:1: select: expected a list of texts, got "a"'),
        ("select = [1]", "s3lint.toml:1: select: expected a list of texts, got [1]"),
        ("strict = 1", "s3lint.toml:1: strict: expected true or false, got 1"),
        (
            'fail-on = "hihg"',
            's3lint.toml:1: fail-on: expected one of critical, high, medium, low, info, got "hihg"; did you mean high?',
        ),
        ("values = 1", "s3lint.toml:1: values: expected a table, got 1"),
        ("[values]\nworkspace = []", "s3lint.toml:2: values.workspace: expected a text, got []"),
        (
            "[values]\nvariables = { a = [] }",
            "s3lint.toml:2: values.variables: expected a table of texts, numbers or truths, got { a = [] }",
        ),
        (
            'select = ["a", 1.5, {b-1 = "\\"\\u007f\\n", "c d" = 2026-01-01}]',
            's3lint.toml:1: select: expected a list of texts, got ["a", 1.5, { b-1 = "\\"\\u007f\\n", "c d" = 2026-01-01 }]',
        ),
        ("terraform = 1", "s3lint.toml:1: terraform: expected a table, got 1"),
        ("[terraform]\nmodule = {}", "s3lint.toml:2: unknown key terraform.module; did you mean terraform.modules?"),
        ("[terraform]\nmodules = []", "s3lint.toml:2: terraform.modules: expected a table of paths, got []"),
        (
            '[terraform.modules]\n"a/b/aws" = 1',
            's3lint.toml:1: terraform.modules: expected a table of paths, got { "a/b/aws" = 1 }',
        ),
        ("rules = 1", "s3lint.toml:1: rules: expected a table, got 1"),
        ("[rules]\ncold-bucket = 1", "s3lint.toml:2: rules.cold-bucket: expected a table, got 1"),
        ("a = 1\nstrict = 2", "s3lint.toml:1: unknown key a\ns3lint.toml:2: strict: expected true or false, got 2"),
        ("a = ", "s3lint.toml: no valid TOML: Invalid value (at end of document)"),
    ],
)
def test_mistakes_are_named_with_their_line(folder: Path, text: str, message: str) -> None:
    (folder / "s3lint.toml").write_text(text)
    with pytest.raises(UsageError) as caught:
        nearest(".")
    assert str(caught.value) == message


def test_what_has_no_end_or_no_bottom_is_refused(folder: Path) -> None:
    path = folder / "s3lint.toml"
    path.mkdir()
    with pytest.raises(UsageError, match="cannot read the configuration: it is no file"):
        nearest(str(folder))
    path.rmdir()
    os.mkfifo(path)
    with pytest.raises(UsageError, match="cannot read the configuration: it is no file"):
        nearest(str(folder))
    path.unlink()
    path.write_text("# " + "x" * MAX_BYTES)
    with pytest.raises(UsageError, match="cannot read the configuration: larger than 1048576 bytes"):
        nearest(str(folder))
    path.write_text("a = " + "[" * 100_000)
    with pytest.raises(UsageError, match="no valid TOML: "):
        nearest(str(folder))


def test_bytes_that_are_no_text(folder: Path) -> None:
    (folder / "s3lint.toml").write_bytes(b"\xff")
    with pytest.raises(UsageError, match=r"^s3lint\.toml: no valid TOML: "):
        nearest(".")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[rules.a]\nminimum = "1"\n[rules.b]\nminimum = "2"\n', "s3lint.toml:4"),
        ('rules.b.minimum = "2"\n', "s3lint.toml:1"),
        ('[rules]\nb = { minimum = "2" }\n', "s3lint.toml"),
        ('[rules."b"]\nminimum = "2"\n', "s3lint.toml"),
    ],
)
def test_an_option_is_found_in_its_own_table(folder: Path, text: str, place: str) -> None:
    (folder / "s3lint.toml").write_text(text)
    [*_, assignment] = dict(nearest(".").values)["options"]
    assert assignment == Assignment("b", "minimum", "2", place)
