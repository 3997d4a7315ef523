"""The packs of `fixtures/packs`, as somebody else has them: installed, or given as a folder; checked with, listed, tried."""

from __future__ import annotations

import os
import shutil
import site
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from s3lint.cli import main
from tests.project.pages import ROOT, blocks

PACKS = ROOT / "fixtures/packs"
TEMPLATE = """\
Resources:
  Ledger:
    Type: AWS::S3::Bucket
    Properties:
      LoggingConfiguration:
        DestinationBucketName: acme-logs
      Tags:
        - Key: data
          Value: confidential
"""
UNPREFIXED = "site.yaml:5:7: warning[unprefixed-logs] the access logs of Ledger have no prefix of their own"
CONFIDENTIAL = "site.yaml:2:3: error[confidential-key] Ledger holds confidential data, and its key is not set"


@pytest.fixture(autouse=True)
def _work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(PACKS, tmp_path / "packs", ignore=shutil.ignore_patterns("__pycache__", "build", "*.egg-info"))
    (tmp_path / "site.yaml").write_text(TEMPLATE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def replaced(path: str, old: str, new: str) -> None:
    text = Path(path).read_text(encoding="utf-8")
    assert old in text
    Path(path).write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The interpreter of a fresh environment in which the pack is installed beside what this one has; no index is asked."""
    folder = tmp_path_factory.mktemp("environment")
    source = folder / "pack"
    shutil.copytree(PACKS / "python", source, ignore=shutil.ignore_patterns("__pycache__", "build", "*.egg-info"))
    venv.create(folder / "venv")
    interpreter = str(folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python")
    ask = [interpreter, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = subprocess.run(ask, check=True, capture_output=True, text=True).stdout.strip()
    shared = "".join(f"import site; site.addsitedir({path!r})\n" for path in site.getsitepackages())
    Path(packages, "shared.pth").write_text(shared, encoding="utf-8")
    options = ["--quiet", "--no-index", "--no-build-isolation", "--disable-pip-version-check"]
    subprocess.run([interpreter, "-m", "pip", "install", *options, str(source)], check=True)
    return interpreter


def run(interpreter: str, *words: str) -> tuple[int, str, str]:
    done = subprocess.run([interpreter, "-m", "s3lint", *words], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_an_installed_pack(python: str) -> None:
    assert UNPREFIXED not in run(sys.executable, "site.yaml", "-o", "concise")[1]
    assert UNPREFIXED in run(python, "site.yaml", "-o", "concise")[1].splitlines()
    assert "unprefixed-logs" in run(python, "rules")[1]
    assert run(python, "explain", "unprefixed-logs")[1].startswith("# unprefixed-logs\n")
    assert run(python, "rules", "--rules", "packs/python/acme_s3_rules")[0] == 2  # the name is taken by what is installed


def test_the_options_of_its_rules_are_configured(python: str) -> None:
    Path("s3lint.toml").write_text('[rules.unprefixed-logs]\nfolder = "s3/"\n', encoding="utf-8")
    assert run(python, "site.yaml", "--select", "unprefixed-logs", "-q", "-o", "concise")[:2] == (1, f"{UNPREFIXED}\n")
    Path("s3lint.toml").write_text("[rules.unprefixed-logs]\nfoldr = 1\n", encoding="utf-8")
    told = "s3lint: s3lint.toml:2:1: rule unprefixed-logs has no option foldr; did you mean folder?\n"
    assert run(python, "site.yaml") == (2, "", told)


def test_an_installed_pack_that_is_broken(python: str) -> None:
    where = [python, "-c", "import acme_s3_rules as a; print(a.__path__[0])"]
    folder = subprocess.run(where, check=True, capture_output=True, text=True).stdout.strip()
    broken = Path(folder, "broken.py")
    broken.write_text("from acme_tables import KEYS\n", encoding="utf-8")
    try:
        told = f"s3lint: {broken}:1: cannot load the rules: No module named 'acme_tables'\n"
        assert run(python, "site.yaml") == (2, "", told)
    finally:
        broken.unlink()


@pytest.mark.parametrize(
    ("folder", "name", "line"),
    [("packs/python/acme_s3_rules", "unprefixed-logs", UNPREFIXED), ("packs/yaml", "confidential-key", CONFIDENTIAL)],
)
def test_a_pack_as_a_folder(folder: str, name: str, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["site.yaml", "-o", "concise", "--select", name, "-q", "--rules", folder]) == 1
    assert capsys.readouterr().out == f"{line}\n"
    assert main(["rules", "--rules", folder]) == 0
    assert f"\n{name}  " in capsys.readouterr().out
    assert main(["explain", name, "--rules", folder]) == 0
    assert capsys.readouterr().out.startswith(f"# {name}\n")
    assert main(["why", "Ledger", "site.yaml", "--rule", name, "--rules", folder]) == 0
    assert name in capsys.readouterr().out
    assert main(["test", folder]) == 0
    assert capsys.readouterr() == ("", "1 rule, 10 examples: all as expected\n")


def test_rules_in_yaml_that_the_configuration_names(capsys: pytest.CaptureFixture[str]) -> None:
    Path("s3lint.toml").write_text('yaml-rules = ["packs/yaml"]\n', encoding="utf-8")
    assert main(["site.yaml", "-o", "concise", "--select", "confidential-key", "-q"]) == 1
    assert capsys.readouterr().out == f"{CONFIDENTIAL}\n"
    for words in (["rules"], ["explain", "confidential-key"], ["why", "Ledger", "site.yaml"]):
        assert main(words) == 0
        assert "confidential-key" in capsys.readouterr().out
    assert main(["rules", "--isolated"]) == 0
    assert "confidential-key" not in capsys.readouterr().out
    Path("s3lint.toml").write_text('yaml-rules = ["packs/yaml", "gone"]\n', encoding="utf-8")
    assert main(["rules"]) == 2
    assert capsys.readouterr().err == "s3lint: yaml-rules: gone: no such folder\n"
    Path("s3lint.toml").write_text('yaml-rules = ["packs/yaml"]\n', encoding="utf-8")
    Path("packs/yaml/trap.py").write_text("raise ValueError('run')\n", encoding="utf-8")
    assert main(["rules"]) == 0
    assert "confidential-key" in capsys.readouterr().out
    assert main(["rules", "--rules", "packs/yaml"]) == 2
    told = "s3lint: packs/yaml/trap.py:1: cannot load the rules: ValueError: run\n"
    assert capsys.readouterr().err == told


def test_a_pack_in_yaml_that_is_broken(capsys: pytest.CaptureFixture[str]) -> None:
    replaced("packs/yaml/data-classes.yaml", "setting: encryption.key", "setting: encryption.kee")
    assert main(["site.yaml", "--rules", "packs/yaml"]) == 2
    told = (
        "s3lint: packs/yaml/data-classes.yaml:13:14: encryption.kee is no setting of `bucket`; did you mean encryption.key?\n"
    )
    assert capsys.readouterr() == ("", told)


def test_one_name_in_both_forms(capsys: pytest.CaptureFixture[str]) -> None:
    replaced("packs/yaml/data-classes.yaml", "confidential-key", "unprefixed-logs")
    assert main(["rules", "--rules", "packs/python/acme_s3_rules", "--rules", "packs/yaml"]) == 2
    place = "packs/python/acme_s3_rules/unprefixed_logs.py:8"
    told = f"s3lint: packs/yaml/data-classes.yaml:3:5: rule unprefixed-logs is already defined in {place}\n"
    assert capsys.readouterr() == ("", told)


def test_what_differs_is_shown_where_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    rules = "packs/yaml/data-classes.yaml"
    replaced(rules, "              tags = { data = var.data }\n", "              tags = { class = var.data }\n")
    assert main(["test", "packs/yaml", "--select", "encryption"]) == 1
    shown = """\
packs/yaml/data-classes.yaml:89: confidential-key: undecidable example 'the class is left to whoever deploys' in Terraform
--- expected
+++ found
@@ -89,7 +89,7 @@
-variable "data" {  # confidential-key undecided
+variable "data" {
   type = string
 }

-resource "aws_s3_bucket" "ledger" {
+resource "aws_s3_bucket" "ledger" {  # confidential-key not applicable: the rule is for: tags[data] is confidential
   tags = { class = var.data }
 }
"""
    assert capsys.readouterr() == (shown, "1 rule, 10 examples: 1 not as expected\n")
    assert shown in blocks("docs/own-rules.md", "text")
    assert main(["test", "packs/yaml", "-qq"]) == 1
    assert capsys.readouterr() == ("", "")


def test_twins_that_say_different_things(capsys: pytest.CaptureFixture[str]) -> None:
    replaced("packs/yaml/data-classes.yaml", 'kms_master_key_id = "alias/ledger"', 'kms_master_key_id = "alias/other"')
    assert main(["test", "packs/yaml", "-q"]) == 1
    assert (
        capsys.readouterr().out
        == """\
packs/yaml/data-classes.yaml:20: confidential-key: bad example 'another key', its twins
--- in CloudFormation
+++ in Terraform
@@ -1,5 +1,5 @@
 [
   {
-    "encryption.key": "alias/ledger",
+    "encryption.key": "alias/other",
     "tags[].value": [
       "confidential"
"""
    )


def test_examples_in_files(capsys: pytest.CaptureFixture[str]) -> None:
    template, module = "packs/yaml/examples/confidential/template.yaml", "packs/yaml/examples/confidential/main.tf"
    replaced(template, "  Payroll:  # expect: confidential-key\n", "  Payroll:  # expect: confidential-kee\n")
    replaced(module, 'tags = { data = "confidential" }', 'tags = { data = "public" }')
    assert main(["test", "packs/yaml", "-q"]) == 1
    assert (
        capsys.readouterr().out
        == """\
packs/yaml/examples/confidential/main.tf
--- expected
+++ found
@@ -4,5 +4,5 @@
 }

-resource "aws_s3_bucket" "payroll" {  # confidential-key fail
+resource "aws_s3_bucket" "payroll" {  # confidential-key not applicable: the rule is for: tags[data] is confidential
   tags = { data = "public" }
 }

packs/yaml/examples/confidential/template.yaml
  line 6: no rule of the pack is called confidential-kee; did you mean confidential-key?
--- expected
+++ found
@@ -4,5 +4,5 @@
     Type: String
 Resources:
-  Payroll:
+  Payroll:  # confidential-key fail: Payroll holds confidential data, and its key is not set
     Type: AWS::S3::Bucket
     Properties:

packs/yaml/examples/confidential: confidential-key, its twins
  the verdicts differ; CloudFormation: fail, not applicable, undecided; Terraform: not applicable, undecided
"""
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "test what? Name a folder with rules: s3lint test FOLDER"),
        (["gone"], "gone: cannot read the rules: No such file or directory"),
        (["packs/yaml", "--select", "confidentail-key"], "no rule is called confidentail-key; did you mean confidential-key?"),
        (
            ["packs/python"],
            "packs/python: no rules: expected them in *.py or *.yaml, directly in the folder; "
            "did you mean packs/python/acme_s3_rules?",
        ),
        (["packs/yaml", "--strict"], "--strict means nothing to `s3lint test`"),
    ],
)
def test_what_cannot_be_tried(words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test", *words]) == 2
    assert capsys.readouterr() == ("", f"s3lint: {message}\n")
