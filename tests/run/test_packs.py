"""Rules of one's own, in Python: what a folder gives, and what is said of one that is broken."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from s3lint import Settings, check
from s3lint.cli import main
from s3lint.errors import UsageError
from s3lint.run.registry import all_rules
from tests.run.test_registry import RULE, write

TEMPLATE = "Resources:\n  Ledger:\n    Type: AWS::S3::Bucket\n"
FAILING = RULE.replace("yield from ()", 'yield self.fail(bucket.origin, "a ledger")')


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def names(*folders: str) -> set[str]:
    return {rule.name for rule in all_rules(folders)} - {rule.name for rule in all_rules()}


def refusal(files: dict[str, str]) -> str:
    write(Path("pack"), files)
    with pytest.raises(UsageError) as caught:
        all_rules(["pack"])
    return str(caught.value)


def line(text: str) -> int:
    """The number of the line in `RULE` that begins so."""
    return next(number for number, written in enumerate(RULE.splitlines(), 1) if written.strip().startswith(text))


CLASS = line("class LedgerBucket")


def test_a_folder_is_a_package_whose_modules_import_each_other() -> None:
    write(
        Path("pack"),
        {
            "ledger.py": RULE.replace('"keep no ledgers"', "HELP").replace(
                "\n\n\nclass", "\n\nfrom ._words import HELP\n\n\nclass", 1
            ),
            "_words.py": 'HELP = "keep no ledgers"\n',
            "deeper/other.py": "raise ValueError\n",
            ".hidden.py": "raise ValueError\n",
            "README.md": "",
        },
    )
    assert names("pack") == {"ledger-bucket"}
    assert names("pack", "pack/", os.path.abspath("pack")) == {"ledger-bucket"}


def test_an_init_file_is_run_and_may_hold_rules() -> None:
    write(Path("pack"), {"__init__.py": RULE, "empty.py": ""})
    assert names("pack") == {"ledger-bucket"}


def test_a_base_of_several_rules_is_none() -> None:
    base = RULE.replace("(Rule)", "(Book)").replace(
        "\n\n\nclass", "\n\n\nclass Book(Rule, is_abstract=True):\n    pass\n\n\nclass"
    )
    write(Path("pack"), {"ledger.py": base})
    assert names("pack") == {"ledger-bucket"}


def test_two_folders_of_one_name() -> None:
    write(Path("a/pack"), {"ledger.py": RULE})
    write(Path("b/pack"), {"ledger.py": RULE.replace("ledger-", "rates-").replace("Ledger", "Rates")})
    assert names("a/pack", "b/pack") == {"ledger-bucket", "rates-bucket"}


def test_an_installed_pack_that_is_given_as_a_folder_too(monkeypatch: pytest.MonkeyPatch) -> None:
    write(
        Path("site"),
        {
            "s3lint_acme-1.dist-info/entry_points.txt": "[s3lint.rules]\nacme = acme_given_twice\n",
            "acme_given_twice/__init__.py": "",
            "acme_given_twice/ledger.py": RULE,
        },
    )
    monkeypatch.syspath_prepend(os.path.abspath("site"))
    assert "ledger-bucket" in {rule.name for rule in all_rules(["site/acme_given_twice"])}


YAML = "rules:\n  - {name: NAME, summary: it is not there, severity: low, setting: tags, exists: true}\n"


def test_an_installed_pack_may_hold_yaml(monkeypatch: pytest.MonkeyPatch) -> None:
    write(
        Path("site"),
        {
            "s3lint_acme-1.dist-info/entry_points.txt": "[s3lint.rules]\nacme = acme_with_yaml\n",
            "acme_with_yaml/__init__.py": "",
            "acme_with_yaml/tags.yaml": YAML.replace("NAME", "untagged"),
            "acme_with_yaml/_data.yaml": "no: rules\n",
        },
    )
    monkeypatch.syspath_prepend(os.path.abspath("site"))
    assert "untagged" in {rule.name for rule in all_rules()}


def test_files_of_several_rules_in_every_ending() -> None:
    both = YAML.replace("NAME", "first") + YAML.replace("NAME", "second").partition("\n")[2]
    third = '{"rules": [{"name": "third", "summary": "s", "severity": "low", "setting": "tags", "exists": true}]}'
    write(Path("pack"), {"a.yaml": both, "b.json": third, "c.yml": YAML.replace("NAME", "fourth"), "ledger.py": RULE})
    assert names("pack") == {"first", "second", "third", "fourth", "ledger-bucket"}


def test_one_name_in_two_files_of_yaml() -> None:
    text = YAML.replace("NAME", "untagged")
    assert refusal({"a.yaml": text, "b.yaml": f"\n{text}"}) == (
        "pack/b.yaml:3:6: rule untagged is already defined in pack/a.yaml:2:6"
    )


def test_the_rules_of_a_folder_are_asked(capsys: pytest.CaptureFixture[str]) -> None:
    write(Path("pack"), {"ledger.py": FAILING})
    write(Path("."), {"site.yaml": TEMPLATE, "policy.json": "{}"})
    assert main(["site.yaml", "-o", "concise", "-q"]) == 1
    assert "ledger-bucket" not in capsys.readouterr().out
    for command in (["check", "site.yaml", "-o", "concise"], ["why", "Ledger", "site.yaml"]):
        main([*command, "--rules", "pack", "--select", "ledger-bucket"])
        assert "a ledger" in capsys.readouterr().out
    assert main(["rules", "--rules", "pack"]) == 0
    assert "ledger-bucket  " in capsys.readouterr().out
    assert main(["explain", "ledger-bucket", "--rules=pack"]) == 0
    assert capsys.readouterr().out.startswith("# ledger-bucket\n")
    report = check(["site.yaml"], Settings(rules=("pack",), select=("ledger-bucket",)))
    assert [finding.message for finding in report.findings] == ["a ledger"]


def test_a_variable_of_the_environment_names_a_folder(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(Path("pack"), {"ledger.py": FAILING})
    monkeypatch.setenv("S3LINT_RULES", "pack")
    monkeypatch.setenv("S3LINT_PROFILE", "fsbp")
    assert main(["rules"]) == 0
    assert "ledger-bucket  " in capsys.readouterr().out


BROKEN = {
    "a syntax error": ("import s3lint\nclass (:\n", "pack/acme.py:2:7: no valid Python: invalid syntax"),
    "a rule without help": (
        RULE.replace('    help = "keep no ledgers"\n', ""),
        f"pack/acme.py:{CLASS}: rule LedgerBucket lacks help",
    ),
    "a rule without a question": (
        RULE.partition("    def check")[0],
        f"pack/acme.py:{CLASS}: rule LedgerBucket lacks check",
    ),
    "a rule without a page": (
        RULE.replace('    """A rule of somebody else."""\n', ""),
        f"pack/acme.py:{CLASS}: rule LedgerBucket has no page: write it as the docstring of the class",
    ),
    "a name that is another": (
        RULE.replace('"ledger-bucket"', '"ledger"'),
        f"pack/acme.py:{CLASS}: rule LedgerBucket should be named ledger-bucket, not ledger",
    ),
    "a severity that is a word": (
        RULE.replace("Severity.LOW", '"low"'),
        f"pack/acme.py:{CLASS}: rule LedgerBucket needs a member of Severity as severity, got 'low'",
    ),
    "settings that are one text": (
        RULE.replace('("name",)', '"name"'),
        f"pack/acme.py:{CLASS}: rule LedgerBucket needs a tuple as settings, got 'name'",
    ),
    "a setting that is none": (
        RULE.replace('("name",)', '("versionin",)'),
        f"pack/acme.py:{CLASS}: rule LedgerBucket names 'versionin', "
        "which is no setting of what it judges; did you mean versioning?",
    ),
    "no settings": (
        RULE.replace('("name",)', "()"),
        f"pack/acme.py:{CLASS}: rule LedgerBucket names no settings: expected what its findings are about",
    ),
    "a judged thing that is a word": (
        RULE.replace('since = "1"', 'since, judges = "1", "bucket"'),
        f"pack/acme.py:{CLASS}: rule LedgerBucket judges 'bucket', which is no class of the model, such as Bucket",
    ),
    "an example that is a text": (
        RULE.replace("bad = good = undecidable = ()", 'bad = good = undecidable = ("a bucket",)'),
        f"pack/acme.py:{CLASS}: rule LedgerBucket needs an Example or a PolicyExample in bad, got 'a bucket'",
    ),
    "aliases that are one text": (
        RULE.replace('since = "1"', 'since, aliases = "1", "ACME_1"'),
        f"pack/acme.py:{CLASS}: rule LedgerBucket needs a tuple as aliases, got 'ACME_1'",
    ),
    "a missing module": (
        "import re\n\nimport acme_tables\n",
        "pack/acme.py:3: cannot load the rules: No module named 'acme_tables'",
    ),
    "a name that s3lint does not export": (
        "from s3lint import Bukket\n",
        "pack/acme.py:1: cannot load the rules: cannot import name 'Bukket' from 's3lint'",
    ),
    "an exception in a library": (
        "import json\n\n\ndef made():\n    return json.loads('[')\n\n\nmade()\n",
        "pack/acme.py:5: cannot load the rules: JSONDecodeError: Expecting value: line 1 column 2 (char 1)",
    ),
    "an exception without words": ("raise ValueError\n", "pack/acme.py:1: cannot load the rules: ValueError"),
    "an end of the program": ("import sys\nsys.exit()\n", "pack/acme.py:2: cannot load the rules: SystemExit"),
    "a word that means several rules": (
        RULE.replace("ledger-bucket", "policy").replace("LedgerBucket", "Policy"),
        f"pack/acme.py:{CLASS}: no rule can be called policy: the word means something else",
    ),
    "a word that means a notice": (
        RULE.replace("ledger-bucket", "unreadable-file").replace("LedgerBucket", "UnreadableFile"),
        f"pack/acme.py:{CLASS}: no rule can be called unreadable-file: the word means something else",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_broken_has_a_place(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    text, message = BROKEN[case]
    write(Path("pack"), {"acme.py": text})
    write(Path("."), {"site.yaml": TEMPLATE})
    assert main(["site.yaml", "--rules", "pack"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"s3lint: {message}")
    assert err.count("\n") == 1
    assert "internal error" not in err


@pytest.mark.parametrize("content", [b'NAME = "\xe9"\n', b"\0", b"# coding: none\n"])
def test_what_is_no_text(content: bytes) -> None:
    Path("pack").mkdir()
    Path("pack/acme.py").write_bytes(content)
    assert re.match(r"pack/acme\.py(:\d+)*: (no valid Python|cannot load the rules): \S", refusal({}))


def test_a_name_of_a_built_in_rule() -> None:
    text = RULE.replace("ledger-bucket", "missing-versioning").replace("LedgerBucket", "MissingVersioning")
    told = refusal({"acme.py": text})
    assert told.startswith(f"pack/acme.py:{CLASS}: rule missing-versioning is already defined in ")
    place, _, number = told.rpartition(" ")[2].rpartition(":")
    assert place.endswith("/rules/missing_versioning.py")
    assert Path(place).read_text(encoding="utf-8").splitlines()[int(number) - 1].startswith("class MissingVersioning(")


def test_one_name_twice_in_a_pack() -> None:
    assert (
        refusal({"a.py": RULE, "b.py": f"\n{RULE}"})
        == f"pack/b.py:{CLASS + 1}: rule ledger-bucket is already defined in pack/a.py:{CLASS}"
    )


def test_every_broken_file_is_told_and_what_they_share_once() -> None:
    shared = "from . import _common\n"
    assert refusal({"_common.py": "1/0\n", "a.py": shared, "b.py": "b = (\n", "c.py": shared}) == (
        "pack/_common.py:1: cannot load the rules: ZeroDivisionError: division by zero\n"
        "pack/b.py:1:5: no valid Python: '(' was never closed"
    )


@pytest.mark.parametrize(
    ("folder", "message"),
    [
        ("gone", "gone: cannot read the rules: No such file or directory"),
        ("site.yaml", "site.yaml: expected a folder with rules, not a file"),
        ("empty", "empty: no rules: expected them in *.py or *.yaml, directly in the folder"),
    ],
)
def test_what_is_no_folder_with_rules(folder: str, message: str) -> None:
    Path("empty/deeper").mkdir(parents=True)
    write(Path("."), {"site.yaml": TEMPLATE})
    with pytest.raises(UsageError) as caught:
        all_rules([folder])
    assert str(caught.value) == message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
@pytest.mark.parametrize("name", ["acme.yaml", "acme.json"])
def test_a_pipe_is_not_waited_for(name: str) -> None:
    Path("pack").mkdir()
    os.mkfifo(f"pack/{name}")
    assert refusal({}) == f"pack/{name}: cannot read the rules: it is no file"


def test_nothing_of_what_is_judged_is_run_by_itself() -> None:
    """A template's folder with all that Python, or s3lint, could load from it; each would leave a file behind."""
    trap = "from pathlib import Path\nPath('sprung').touch()\n"
    write(
        Path("."),
        {
            "site.yaml": TEMPLATE,
            "yaml.py": trap,
            "sitecustomize.py": "",
            "rules/acme.py": trap,
            "acme.py": trap,
            "s3lint_acme-1.dist-info/entry_points.txt": "[s3lint.rules]\nacme = acme\n",
            "s3lint.toml": 'yaml-rules = ["rules"]\n',
        },
    )
    command = [sys.executable, "-m", "s3lint", "site.yaml", "-o", "concise"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.stderr == "s3lint: yaml-rules: rules: no rules in YAML: expected them in *.yaml, directly in the folder\n"
    Path("s3lint.toml").unlink()
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert not Path("sprung").exists()
