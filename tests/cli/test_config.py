"""`s3lint config`, and runs in which several configurations hold: through the command line, on throw-away trees."""

import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from s3lint.cli import main
from s3lint.run.config.starter import STARTER

Capture = pytest.CaptureFixture[str]

BUCKET = 'resource "aws_s3_bucket" "b" {}\n'
VERSIONING = (
    "warning[missing-versioning] aws_s3_bucket.b does not enable versioning: S3 then keeps no earlier version of an object\n"
)
LOGGING = "warning[missing-access-logging] requests to aws_s3_bucket.b are not logged: S3 then records no requests\n"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository that is the working directory."""
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "repository")
    return tmp_path / "repository"


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def run(capsys: Capture, *words: str) -> tuple[int, str, str]:
    status = main(list(words))
    said = capsys.readouterr()
    return status, said.out, said.err


def test_each_unit_is_judged_by_the_configuration_of_its_own(tree: Path, capsys: Capture) -> None:
    write(
        tree,
        {
            "s3lint.toml": 'select = ["missing-versioning"]\n',
            "a/main.tf": BUCKET,
            "b/s3lint.toml": 'select = ["missing-access-logging"]\nexclude = ["vendor"]\n',
            "b/main.tf": BUCKET,
            "b/vendor/main.tf": BUCKET,
            "c/vendor/main.tf": BUCKET,
        },
    )
    assert run(capsys, ".", "-o", "concise", "-q") == (
        1,
        f"a/main.tf:1:1: {VERSIONING}b/main.tf:1:1: {LOGGING}c/vendor/main.tf:1:1: {VERSIONING}",
        "",
    )
    # Whatever is named first, and from wherever.
    os.chdir(tree / "a")
    assert run(capsys, "../b", ".", "-o", "concise", "-q") == (1, f"../b/main.tf:1:1: {LOGGING}main.tf:1:1: {VERSIONING}", "")
    # The command line says the same of all, and may ask for none.
    assert run(capsys, "..", "--select", "missing-versioning", "-o", "concise", "-q") == (
        1,
        f"../a/main.tf:1:1: {VERSIONING}../b/main.tf:1:1: {VERSIONING}../c/vendor/main.tf:1:1: {VERSIONING}",
        "",
    )
    status, out, _ = run(capsys, "../b", "--isolated", "--select", "missing-versioning", "-o", "concise", "-q")
    assert (status, out) == (1, f"../b/main.tf:1:1: {VERSIONING}../b/vendor/main.tf:1:1: {VERSIONING}")


def test_a_change_is_judged_by_the_configurations_of_its_own(tree: Path, capsys: Capture) -> None:
    (tree / ".git").rmdir()
    subprocess.run(["git", "init", "-q", "."], check=True)
    write(
        tree,
        {
            "s3lint.toml": 'select = ["missing-versioning"]\n',
            "a/main.tf": BUCKET,
            "b/s3lint.toml": 'select = ["missing-access-logging"]\nexclude = ["vendor"]\n',
            "b/main.tf": BUCKET,
            "b/vendor/main.tf": BUCKET,
        },
    )
    subprocess.run(["git", "add", "."], check=True)
    out = f"a/main.tf:1:1: {VERSIONING}b/main.tf:1:1: {LOGGING}"
    assert run(capsys, "--staged", "-o", "concise", "-q") == (1, out, "")
    changed = ["a/main.tf", "b/main.tf", "b/vendor/main.tf"]
    assert run(capsys, "--changed", *changed, "-o", "concise", "-q") == (1, out, "")


def test_a_module_is_judged_as_its_caller_says(tree: Path, capsys: Capture) -> None:
    write(
        tree,
        {
            "live/s3lint.toml": 'select = ["missing-versioning"]\n',
            "live/main.tf": 'module "m" {\n  source = "../modules/m"\n}\n',
            "modules/m/main.tf": BUCKET,
            "modules/s3lint.toml": 'select = ["missing-access-logging"]\n',
        },
    )
    said = VERSIONING.replace("aws_s3_bucket.b", "module.m.aws_s3_bucket.b")
    assert run(capsys, ".", "-o", "concise", "-q") == (1, f"modules/m/main.tf:1:1: {said}", "")


TEMPLATE = """\
Parameters:
  Versioned: {Type: String}
Resources:
  B:
    Type: AWS::S3::Bucket
    Properties:
      VersioningConfiguration: {Status: !Ref Versioned}
"""
SUSPENDED = "B.VersioningConfiguration.Status suspends versioning: what is overwritten or deleted from now on is gone\n"


def test_values_hold_where_they_are_said(tree: Path, capsys: Capture) -> None:
    write(
        tree,
        {
            "s3lint.toml": """\
select = ["missing-versioning"]
[values.parameters]
Versioned = "Enabled"
[[per-path]]
path = "test/**"
values = { parameters = { Versioned = "Suspended" } }
""",
            "live.yaml": TEMPLATE,
            "test/one.yaml": TEMPLATE,
            "test/own/s3lint.toml": 'select = ["missing-versioning"]\n',
            "test/own/open.yaml": TEMPLATE,
        },
    )
    status, out, err = run(capsys, ".", "-o", "concise", "--show-undecided")
    assert (status, [line.split(" ")[:2] for line in out.splitlines()]) == (
        1,
        [["test/one.yaml:2:3:", "warning[missing-versioning]"], ["test/own/open.yaml:2:3:", "undecided[missing-versioning]"]],
    )
    assert "3 files" in err
    # `why` says what `check` says.
    for path, said in (("live", "1 pass"), ("test/one", "1 fail"), ("test/own/open", "1 undecided")):
        assert run(capsys, "why", "B", f"{path}.yaml")[2] == f"1 rule: {said}.\n"
    _, out, err = run(capsys, "why", "--unknown", ".")
    assert (out.splitlines()[0], err) == ("B (test/own/open.yaml:4:3)", "1 of 3 buckets not fully decided, with 1 rule.\n")


def test_what_fails_a_run_is_said_for_each_path(tree: Path, capsys: Capture) -> None:
    configuration = 'select = ["missing-versioning"]\n[[per-path]]\npath = "sandbox"\nfail-on = "high"\n'
    write(tree, {"s3lint.toml": configuration, "sandbox/x/main.tf": BUCKET})
    assert run(capsys, ".", "-o", "concise", "-q") == (0, f"sandbox/x/main.tf:1:1: {VERSIONING}", "")
    write(tree, {"live/main.tf": BUCKET})
    assert run(capsys, ".", "-o", "concise", "-q")[0] == 1
    write(tree, {"s3lint.toml": configuration + 'ignore = ["missing-versioning"]\n'})
    assert run(capsys, ".", "-o", "concise", "-q") == (1, f"live/main.tf:1:1: {VERSIONING}", "")
    assert run(capsys, ".", "-o", "concise", "-q", "--fail-on", "high") == (0, f"live/main.tf:1:1: {VERSIONING}", "")


def test_severities_are_what_the_user_says(tree: Path, capsys: Capture) -> None:
    write(
        tree,
        {
            "s3lint.toml": """\
select = ["missing-versioning", "missing-access-logging"]
[severity]
CKV_AWS_21 = "critical"
logging = "info"
durability = "low"
""",
            "main.tf": BUCKET,
        },
    )
    _, out, _ = run(capsys, ".", "-o", "json")
    assert [(one["rule"], one["severity"]) for one in json.loads(out)["findings"]] == [
        ("missing-versioning", "critical"),
        ("missing-access-logging", "info"),
    ]
    _, out, _ = run(capsys, ".", "-o", "sarif")
    rules = json.loads(out)["runs"][0]["tool"]["driver"]["rules"]
    scores = {rule["id"]: rule["properties"]["security-severity"] for rule in rules}
    assert (scores["missing-versioning"], scores["missing-access-logging"]) == ("9.5", "1.0")
    write(tree, {"s3lint.toml": '[severity]\nmissing-versionin = "low"\n'})
    assert run(capsys, ".") == (
        2,
        "",
        "s3lint: s3lint.toml:2:1: no rule is called missing-versionin; did you mean missing-versioning?\n",
    )


POLICY = """\
resource "aws_s3_bucket" "b" {{
  bucket = "acme-b"
}}
resource "aws_s3_bucket_policy" "b" {{
  bucket = aws_s3_bucket.b.id
  policy = jsonencode({{
    Version = "2012-10-17"
    Statement = [{{
      Effect    = "Allow"
      Principal = {principal}
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::acme-b/*"
      Condition = {condition}
    }}]
  }})
}}
"""


@pytest.mark.parametrize(
    ("value", "principal", "condition"),
    [
        ('accounts = { prod = "111122223333" }', '{ AWS = "arn:aws:iam::111122223333:root" }', "{}"),
        ('org-ids = ["o-a1b2c3d4e5"]', '"*"', '{ StringEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }'),
        ('vpc-endpoints = ["vpce-0abc"]', '"*"', '{ StringEquals = { "aws:SourceVpce" = "vpce-0abc" } }'),
        ('networks = ["203.0.113.0/24"]', '"*"', '{ IpAddress = { "aws:SourceIp" = ["203.0.113.0/25", "203.0.113.9"] } }'),
    ],
)
def test_what_is_yours_is_trusted(tree: Path, capsys: Capture, value: str, principal: str, condition: str) -> None:
    head = 'select = ["cross-account-grant"]\n[values]\naccount = "444455556666"\n'
    write(tree, {"s3lint.toml": head, "main.tf": POLICY.format(principal=principal, condition=condition)})
    status, out, _ = run(capsys, ".", "-o", "concise", "-q")
    assert (status, out.count("[cross-account-grant]")) == (1, 1)
    write(tree, {"s3lint.toml": f"{head}{value}\n"})
    assert run(capsys, ".", "-o", "concise", "-q") == (0, "", "")


def test_a_file_extends_another(tree: Path, capsys: Capture) -> None:
    write(
        tree,
        {
            "base/all.toml": """\
select = ["missing-access-logging"]
fail-on = "high"
[values]
parameters = { Stage = "prod", Zone = "a" }
[[per-path]]
path = "../a/**"
strict = true
""",
            "a/.s3lint.toml": """\
extend = "../base/all.toml"
select = ["missing-versioning"]
values.parameters.Stage = "test"
[rules.bucket-name-pattern]
patterns = ["acme-*"]
""",
            "a/x/main.tf": BUCKET,
        },
    )
    assert run(capsys, "config", "show", "a/x/main.tf") == (
        0,
        """\
# a/x/main.tf: a/.s3lint.toml
select = ["missing-versioning"]                  # a/.s3lint.toml:2:1
fail-on = "high"                                 # base/all.toml:2:1
strict = true                                    # base/all.toml:7:1
show-undecided = false                           # default
require-reason = false                           # default
values.parameters.Stage = "test"                 # a/.s3lint.toml:3:1
values.parameters.Zone = "a"                     # base/all.toml:4:32
rules.bucket-name-pattern.patterns = ["acme-*"]  # a/.s3lint.toml:5:1
""",
        "",
    )


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"s3lint.toml": 'extend = "none.toml"\n'}, "s3lint.toml:1:1: extend: none.toml: there is no such file"),
        ({"s3lint.toml": "\nextend = 1\n"}, "s3lint.toml:2:1: extend: expected a path, got 1"),
        ({"s3lint.toml": 'extend = "s3lint.toml"\n'}, "s3lint.toml:1:1: extend: s3lint.toml: extends this file in turn"),
        (
            {"s3lint.toml": 'extend = "b.toml"\n', "b.toml": 'extend = "s3lint.toml"'},
            "b.toml:1:1: extend: s3lint.toml: extends this file in turn",
        ),
        (
            {"s3lint.toml": 'extend = "../s3lint.toml"\n', "../s3lint.toml": "strict = true\n"},
            "s3lint.toml:1:1: extend: ../s3lint.toml: lies outside of the repository",
        ),
        (
            {"s3lint.toml": '[values]\nvar-files = ["a.tfvars", "../../etc/passwd"]\n'},
            "s3lint.toml:2:1: values.var-files: ../../etc/passwd lies outside of the repository",
        ),
        (
            {"s3lint.toml": '[terraform.modules]\n"a/b/aws" = "/etc"\n'},
            "s3lint.toml:2:1: terraform.modules.a/b/aws: /etc lies outside of the repository",
        ),
        (
            {"s3lint.toml": 'rules = ["packs"]\n'},
            's3lint.toml:1:1: rules: expected a table, got ["packs"]',
        ),
        (
            {"s3lint.toml": '[[per-path]]\npath = "a"\nexclude = ["b"]\nselct = []\n'},
            "s3lint.toml:3:1: unknown key exclude in per-path[1]\n"
            "s3lint: s3lint.toml:4:1: unknown key selct in per-path[1]; did you mean select?",
        ),
        ({"s3lint.toml": '[[per-path]]\npath = ""\n[[per-path]]\nselect = []\n'}, "PATHS"),
        ({"s3lint.toml": 'per-path = "a"\n'}, 's3lint.toml:1:1: per-path: expected a list of tables, got "a"'),
        (
            {"s3lint.toml": 'values.accounts.prod = "1111"\n'},
            's3lint.toml:1:1: values.accounts: expected a table of ids of accounts, 12 digits each, got { prod = "1111" }',
        ),
        ({"s3lint.toml": "a = 1\na = 2\n"}, "s3lint.toml:2:6: no valid TOML: Cannot overwrite a value"),
        ({"pyproject.toml": "[tool]\ns3lint = 3\n"}, "pyproject.toml:2:1: tool.s3lint: expected a table, got 3"),
        ({"pyproject.toml": "[tool.s3lint]\nselct = 3\n"}, "pyproject.toml:2:1: unknown key selct; did you mean select?"),
    ],
)
def test_mistakes_have_their_place(tree: Path, capsys: Capture, files: dict[str, str], message: str) -> None:
    write(tree, {**files, "main.tf": BUCKET})
    message = message.replace(
        "PATHS",
        's3lint.toml:2:1: per-path[1].path: expected a glob, got ""\ns3lint: s3lint.toml:3:1: per-path: expected a path',
    )
    for words in (["."], ["config", "show"], ["config", "validate"], ["why", "b"]):
        assert run(capsys, *words) == (2, "", f"s3lint: {message}\n")


def test_a_configuration_may_not_be_a_link_out_of_the_repository(tree: Path, capsys: Capture) -> None:
    write(tree.parent, {"secret.toml": 'password = "x"\n'})
    (tree / "s3lint.toml").symlink_to("../secret.toml")
    write(tree, {"main.tf": BUCKET})
    message = "s3lint: s3lint.toml: cannot read the configuration: it is a link out of the repository\n"
    assert run(capsys, ".") == (2, "", message)


def test_a_mistake_in_a_configuration_below_is_told(tree: Path, capsys: Capture) -> None:
    write(tree, {"main.tf": BUCKET, "a/main.tf": BUCKET, "a/s3lint.toml": 'ignore = ["none"]\n'})
    assert run(capsys, ".") == (2, "", "s3lint: no rule is called none\n")
    assert run(capsys, "config", "validate", "a") == (2, "", "s3lint: no rule is called none\n")


def test_show_where_nothing_is_said(tree: Path, capsys: Capture) -> None:
    assert run(capsys, "config", "show") == (
        0,
        '# .: no configuration\nselect = ["default"]     # default\nfail-on = "low"         # default\n'
        "strict = false          # default\nshow-undecided = false  # default\nrequire-reason = false  # default\n".replace(
            '"]     #', '"]    #'
        ),
        "",
    )
    assert run(capsys, "config", "validate") == (0, ".: no configuration\n", "")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "config what? s3lint config show|validate|schema|init [PATH]"),
        (["shw"], "config what? s3lint config show|validate|schema|init [PATH]; did you mean show?"),
        (["show", "a", "b"], "`s3lint config show` takes no b"),
        (["schema", "a"], "`s3lint config schema` takes no a"),
        (["show", "gone"], "gone: no such file or folder"),
        (["init", "pyproject.toml"], "pyproject.toml: expected a folder, or a file called s3lint.toml or .s3lint.toml"),
        (["init", "gone/s3lint.toml"], "cannot write gone/s3lint.toml: No such file or directory"),
        (["show", "--strict"], "--strict means nothing to `s3lint config`"),
    ],
)
def test_what_makes_no_sense(tree: Path, capsys: Capture, words: list[str], message: str) -> None:
    assert run(capsys, "config", *words) == (2, "", f"s3lint: {message}\n")


def test_init_writes_a_file_once(tree: Path, capsys: Capture) -> None:
    assert run(capsys, "config", "init") == (0, "", "Wrote s3lint.toml.\n")
    assert (tree / "s3lint.toml").read_text() == STARTER
    assert sorted(os.listdir(tree)) == [".git", "s3lint.toml"]
    (tree / "s3lint.toml").write_text("strict = true\n")
    assert run(capsys, "config", "init") == (2, "", "s3lint: s3lint.toml: it is there already\n")
    assert run(capsys, "config", "init", ".s3lint.toml")[0] == 2
    assert (tree / "s3lint.toml").read_text() == "strict = true\n"


def test_the_file_to_start_from_is_sound_when_all_of_it_is_said(tree: Path, capsys: Capture) -> None:
    lines = STARTER.splitlines(keepends=True)
    said = [line.removeprefix("# ") for line in lines if "=" in line or line.startswith("# [")]
    write(tree, {"s3lint.toml": "".join(said)})
    assert run(capsys, "config", "validate") == (0, "s3lint.toml: sound\n", "")


def test_the_schema_says_what_is_read(capsys: Capture) -> None:
    _, out, _ = run(capsys, "config", "schema")
    validator = jsonschema.Draft7Validator(json.loads(out))
    validator.check_schema(json.loads(out))
    sound = {
        "extend": "a.toml",
        "fail-on": "high",
        "values": {"accounts": {"a": "111122223333"}, "parameters": {"A": 1, "B": True, "C": "x"}},
        "terraform": {"modules": {"a/b/aws": "x"}},
        "severity": {"a": "info"},
        "rules": {"a": {"b": [1]}},
        "per-path": [{"path": "a", "ignore": ["x"], "values": {"account": "111122223333"}, "rules": {}}],
    }
    assert list(validator.iter_errors(sound)) == []
    mistakes: tuple[dict[str, Any], ...] = (
        {"selct": []},
        {"values": {"account": "1"}},
        {"per-path": [{}]},
        {"per-path": [{"path": "a", "exclude": []}]},
        {"severity": {"a": "hihg"}},
        {"strict": 1},
    )
    for wrong in mistakes:
        assert list(validator.iter_errors(wrong)), wrong


IGNORED = """\
select = ["missing-versioning", "missing-access-logging"]
[[ignore-finding]]
rule = "missing-v*"
resource = "aws_s3_bucket.*"
path = "a/**"
reason = "built anew, SEC-123"
until = 2099-01-31
"""


def test_findings_are_ignored_by_address(tree: Path, capsys: Capture) -> None:
    write(tree, {"s3lint.toml": IGNORED, "a/main.tf": BUCKET, "b/main.tf": BUCKET})
    out = f"a/main.tf:1:1: {LOGGING}b/main.tf:1:1: {LOGGING}b/main.tf:1:1: {VERSIONING}"
    assert run(capsys, ".", "-o", "concise", "-q") == (1, out, "")
    assert run(capsys, str(tree), "-o", "concise", "-q")[1].count("[missing-versioning]") == 1
    status, out, _ = run(capsys, ".", "-o", "json")
    (suppressed,) = json.loads(out)["suppressed"]
    assert (suppressed["rule"], suppressed["suppression"]["kind"], suppressed["suppression"]["justification"]) == (
        "missing-versioning",
        "external",
        "built anew, SEC-123",
    )
    status, out, _ = run(capsys, ".", "-o", "concise", "-q", "--no-ignores")
    assert (status, out.count("[missing-versioning]")) == (1, 2)


def test_an_ignored_finding_that_is_over_or_not_there_is_told(tree: Path, capsys: Capture) -> None:
    write(tree, {"s3lint.toml": IGNORED.replace("2099", "2020"), "a/main.tf": BUCKET})
    assert run(capsys, ".", "-o", "concise", "-q") == (
        1,
        f"a/main.tf:1:1: {LOGGING}a/main.tf:1:1: {VERSIONING}"
        "s3lint.toml:2:1: warning[expired-suppression] the suppression of missing-v* ended on 2020-01-31\n",
        "",
    )
    enabled = 'resource "aws_s3_bucket_versioning" "b" {\n  bucket = aws_s3_bucket.b.id\n' + (
        '  versioning_configuration {\n    status = "Enabled"\n  }\n}\n'
    )
    write(tree, {"s3lint.toml": IGNORED, "a/main.tf": BUCKET + enabled})
    status, out, _ = run(capsys, ".", "-o", "concise", "-q")
    assert (status, out.splitlines()[-1].partition("] ")[0]) == (1, "s3lint.toml:2:1: warning[unused-suppression")


def test_what_is_demanded_of_suppressions(tree: Path, capsys: Capture) -> None:
    bucket = f"# s3lint: ignore[missing-versioning]\n{BUCKET}"
    write(tree, {"s3lint.toml": 'select = ["missing-versioning"]\n', "main.tf": bucket})
    assert run(capsys, ".", "-o", "concise", "-q") == (0, "", "")
    for demand, said in (
        ("require-reason = true", "the suppression has no reason: the configuration demands one"),
        ('unignorable = ["*versioning"]', "missing-versioning can't be suppressed: the configuration forbids it"),
        ("max-ignore-days = 3", "3 days, and says no day"),
    ):
        write(tree, {"s3lint.toml": f'select = ["missing-versioning"]\n{demand}\n'})
        status, out, _ = run(capsys, ".", "-o", "concise", "-q")
        assert (status, said in out, VERSIONING in out) == (1, True, True), demand


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ('rule = "a"\nresource = "b"', "s3lint.toml:1:1: ignore-finding[1]: expected a reason: reason"),
        ('rule = "a"\nresource = "b"\nreason = ""', 's3lint.toml:4:1: ignore-finding[1].reason: expected a reason, got ""'),
        (
            'rule = "missing-*"\nresource = "b"\nreason = "c"\nuntil = 2027-01-31T00:00:00',
            "s3lint.toml:5:1: ignore-finding[1].until: expected a day, such as 2027-01-31, got 2027-01-31 00:00:00",
        ),
        (
            'rule = "missing-*"\nresource = "b"\nreason = "c"\nuntil = "2027-02-31"',
            's3lint.toml:5:1: ignore-finding[1].until: expected a day, such as 2027-01-31, got "2027-02-31"',
        ),
        (
            'rule = "missing-*"\nresource = "b"\nreason = "c"\nunitl = 2027-02-01',
            "s3lint.toml:5:1: unknown key unitl in ignore-finding[1]; did you mean until?",
        ),
        (
            'rule = "missing-versionin"\nresource = "b"\nreason = "c"',
            "s3lint.toml:1:1: no rule is called missing-versionin; did you mean missing-versioning?",
        ),
    ],
)
def test_mistakes_in_ignored_findings(tree: Path, capsys: Capture, item: str, message: str) -> None:
    write(tree, {"s3lint.toml": f"[[ignore-finding]]\n{item}\n", "main.tf": BUCKET})
    for words in (["."], ["config", "validate"]):
        assert run(capsys, *words) == (2, "", f"s3lint: {message}\n")


HOSTILE = (
    "a" * 5000 + " = 1",
    "a" + ".a" * 3000 + " = 1",
    "x = " + "[" * 3000 + "]" * 3000,
    "x = " + "{a=" * 500 + "1" + "}" * 500,
    "x = " + "9" * 6000,
    "x = 1e999999",
    "x = inf",
    'x = "\\uD800"',
    "x = 2026-13-45",
    "[[per-path]]\n" * 3000,
    "per-path = [1, {}]",
    "ignore-finding = [[]]",
    '[rules]\n"" = {}',
    '[rules.""]\na = 1',
    '[values]\nparameters = {"" = nan}',
    'extend = ""',
    'extend = "\\u0000"',
    'extend = "."',
    'exclude = ["\\u0000", "", "/", "[", "***"]',
    '[values]\nvar-files = ["\\u0000"]',
    'select = [""]',
    '[severity]\n"" = "low"',
    '[[per-path]]\npath = "' + "**/" * 60 + 'x"',
    'exclude = ["' + "**/a" * 60 + 'x"]',
    '[[ignore-finding]]\nrule = "' + "*" * 900 + '"\nresource = "' + "*a" * 900 + '"\nreason = "x"',
    "\x00",
    "\r",
    "a = 1 # \x7f",
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_files_are_refused_or_obeyed_in_time(tree: Path, capsys: Capture, text: str) -> None:
    write(tree, {"s3lint.toml": text + "\n", "a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/main.tf": BUCKET})
    started = time.monotonic()
    for words in (["."], ["config", "show"], ["config", "validate"], ["config", "show", "a/a/a/a/a/a/a/a/a/a/a/a/a"]):
        status, _, err = run(capsys, *words)
        assert status in (0, 1, 3) or (status == 2 and err.startswith("s3lint: ") and "internal error" not in err), (words, err)
    assert time.monotonic() - started < 10
