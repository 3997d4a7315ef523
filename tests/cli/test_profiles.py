"""Profiles through the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from s3lint.cli import main
from s3lint.run import profile

Capture = pytest.CaptureFixture[str]
SITE = """\
Resources:
  Site:
    Type: AWS::S3::Bucket
    Properties:
      OwnershipControls:
        Rules:
          - ObjectOwnership: ObjectWriter
"""
PLAIN = "plain-http-allowed"
BLOCK = "missing-public-access-block"
LOGGING = "missing-access-logging"
ACLS = "acls-enabled"
LIFECYCLE = "missing-lifecycle"
FSBP = {PLAIN, BLOCK, LOGGING, ACLS, LIFECYCLE}
UNKNOWN = (
    "s3lint: no profile is called {}; there are default, strict, cis-aws-1.4, cis-aws-3.0, cis-aws-5.0, fsbp, hipaa, "
    "nist-800-53-r5, pci-dss-3.2.1, pci-dss-4.0.1\n"
)


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> Callable[..., set[str]]:
    """The rules that a run about one bucket, which serves next to nothing, finds something by."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "site.yaml").write_text(SITE)

    def run(*words: str) -> set[str]:
        assert main(["site.yaml", "--output-format", "json", "--quiet", *words]) in (0, 1)
        findings = json.loads(capsys.readouterr().out)["findings"]
        return {rule for finding in findings for rule in (finding["rule"], *finding["covers"])}

    return run


def test_the_default_profile_is_what_runs_unasked(found: Callable[..., set[str]]) -> None:
    unasked = found()
    assert {PLAIN, BLOCK, LOGGING, ACLS} < unasked
    assert not {LIFECYCLE, "missing-inventory"} & unasked
    assert found("--profile", "default") == unasked


def test_the_strict_profile_is_every_rule(found: Callable[..., set[str]]) -> None:
    assert found("--profile", "strict") == found("--select", "all") > found()


def test_a_standard_is_its_rules(found: Callable[..., set[str]]) -> None:
    assert found("--profile", "fsbp") == FSBP


@pytest.mark.parametrize("words", [("--profile", "fsbp", "--profile", "hipaa"), ("--profile", "fsbp,hipaa")], ids=" ".join)
def test_profiles_add_up(words: tuple[str, ...], found: Callable[..., set[str]]) -> None:
    assert found(*words) == FSBP | {
        "missing-default-encryption",
        "no-kms-encryption",
        "missing-versioning",
        "missing-replication",
    }


def test_a_profile_is_refined(found: Callable[..., set[str]]) -> None:
    assert found("--profile", "fsbp", "--select", "missing-inventory", "--ignore", f"{ACLS},{BLOCK}") == (
        (FSBP - {ACLS, BLOCK}) | {"missing-inventory"}
    )
    assert found("--profile", "fsbp", "--ignore", "access") == {PLAIN, LOGGING, LIFECYCLE}
    assert found("--profile", "default", "--ignore", "fsbp").isdisjoint(FSBP)


def test_the_configuration_names_profiles(found: Callable[..., set[str]]) -> None:
    Path(".s3lint.toml").write_text(f'profile = ["fsbp"]\nselect = ["missing-inventory"]\nignore = ["{ACLS}"]\n')
    assert found() == (FSBP - {ACLS}) | {"missing-inventory"}
    assert found("--isolated") == found("--profile", "default", "--isolated")


def test_what_the_command_line_asks_stands_for_all_that_the_configuration_does(found: Callable[..., set[str]]) -> None:
    Path(".s3lint.toml").write_text('profile = ["fsbp"]\nselect = ["missing-inventory"]\n')
    assert found("--select", PLAIN) == {PLAIN}
    assert found("--profile", "pci-dss-3.2.1") == {PLAIN, "missing-replication"}
    assert found("--ignore", ACLS) == (FSBP - {ACLS}) | {"missing-inventory"}


@pytest.mark.parametrize(
    ("name", "said"),
    [("fspb", "fspb; did you mean fsbp?"), ("cis-aws-5.1", "cis-aws-5.1; did you mean cis-aws-5.0?"), ("soc2", "soc2")],
)
def test_no_such_profile(name: str, said: str, found: Callable[..., set[str]], capsys: Capture) -> None:
    assert main(["site.yaml", "--profile", f"fsbp,{name}"]) == 2
    assert capsys.readouterr() == ("", UNKNOWN.format(said))
    assert main(["rules", "--profile", name]) == 2
    assert capsys.readouterr() == ("", UNKNOWN.format(said))
    Path(".s3lint.toml").write_text(f'profile = ["{name}"]\n')
    assert main(["site.yaml"]) == 2
    assert capsys.readouterr() == ("", UNKNOWN.format(said))


COVERAGE = """\
CIS AWS Foundations Benchmark 5.0.0, https://www.cisecurity.org/benchmark/amazon_web_services
  2.1.1  Deny HTTP requests by the bucket policy
    plain-http-allowed
  2.1.2  MFA Delete is enabled
    missing-mfa-delete
  2.1.3  Data is discovered, classified and secured
    not checked: Amazon Macie looks at the objects of a running bucket, which no template holds
  2.1.4  Block Public Access is configured
    missing-public-access-block, incomplete-public-access-block, account-public-access-block-off
  3.4  Access logging is enabled on the bucket of CloudTrail
    unlogged-trail-bucket
  3.8  Object-level logging of write events is enabled
    missing-data-events
  3.9  Object-level logging of read events is enabled
    missing-data-events
  4.8  Changes of bucket policies are monitored
    not checked: an alarm on what the account's trail records, mostly declared apart from buckets: s3lint reads no alarms
"""


def test_control_by_control(capsys: Capture) -> None:
    assert main(["rules", "--profile", "cis-aws-5.0"]) == 0
    assert capsys.readouterr() == (COVERAGE, "")


def test_control_by_control_for_programs(capsys: Capture) -> None:
    assert main(["rules", "--profile", "pci-dss-4.0.1,cis-aws-5.0", "--output-format", "json"]) == 0
    pci, cis = json.loads(capsys.readouterr().out)
    block = ["account-public-access-block-off", "missing-public-access-block", "incomplete-public-access-block"]
    assert pci == {
        "name": "pci-dss-4.0.1",
        "title": "PCI DSS 4.0.1",
        "source": "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html",
        "controls": [
            {
                "id": "1.4.4",
                "title": "Stored cardholder data can't be reached from untrusted networks",
                "rules": [*block, "exposed-access-point"],
                "why": "",
            },
            {"id": "3.5.1", "title": "Stored account numbers are unreadable", "rules": ["no-kms-encryption"], "why": ""},
            {"id": "4.2.1", "title": "Strong cryptography on public networks", "rules": ["plain-http-allowed"], "why": ""},
            {
                "id": "10.2.1",
                "title": "Audit logs are enabled",
                "rules": ["missing-access-logging", "missing-data-events"],
                "why": "",
            },
            {"id": "10.5.1", "title": "Audit logs are retained", "rules": ["missing-object-lock"], "why": ""},
        ],
    }
    assert [(control["id"], bool(control["rules"])) for control in cis["controls"]][2:4] == [("2.1.3", False), ("2.1.4", True)]


@pytest.mark.parametrize("name", ["default", "strict"])
def test_a_profile_without_a_standard_has_no_controls(name: str, capsys: Capture) -> None:
    assert main(["rules", "--profile", name]) == 2
    assert capsys.readouterr() == (
        "",
        f"s3lint: {name} is no standard, and has no controls; `s3lint rules` shows which rules are on\n",
    )


@pytest.mark.parametrize(("form", "is_read"), [("full", False), ("concise", False), ("json", True), ("sarif", True)])
def test_profiles_are_read_where_controls_are_shown(
    form: str, is_read: bool, found: Callable[..., set[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def load(name: str) -> profile.Profile:
        read.append(name)
        return profile.Profile(name, "", "", ())

    monkeypatch.setattr(profile, "load", load)
    profile._by_rule.cache_clear()
    assert main(["site.yaml", "--select", PLAIN, "--output-format", form]) == 1
    profile._by_rule.cache_clear()
    assert read == (list(profile.standards()) if is_read else [])
