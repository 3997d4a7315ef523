"""Profiles name the rules that serve a standard."""

import pytest

from s3lint.errors import UsageError
from s3lint.run import profile
from s3lint.run.profile import NOT_INSTALLED, by_standard, check_names, covered, load, served, standards
from s3lint.run.registry import all_rules, select
from s3lint.run.rule import Rule

BLOCK = "missing-public-access-block incomplete-public-access-block account-public-access-block-off"
# AWS calls a policy public that lets everyone in, also under conditions that are not bound to fixed values.
POLICY = "wildcard-principal weak-public-condition"
ACLS = "public-read-acl public-write-acl"
TABLE: dict[str, list[tuple[str, ...]]] = {
    # CIS AWS Foundations Benchmark: one row for each requirement, its numbers in 1.4, 3.0 and 5.0.
    "cis": [
        ("missing-default-encryption", "2.1.1", "", ""),
        ("plain-http-allowed", "2.1.2", "2.1.1", "2.1.1"),
        ("missing-mfa-delete", "2.1.3", "2.1.2", "2.1.2"),
        ("", "2.1.4", "2.1.3", "2.1.3"),
        (BLOCK, "2.1.5", "2.1.4", "2.1.4"),
        ("public-trail-bucket", "3.3", "", ""),
        ("unlogged-trail-bucket", "3.6", "3.4", "3.4"),
        ("missing-data-events", "3.10", "3.8", "3.8"),
        ("missing-data-events", "3.11", "3.9", "3.9"),
        ("", "4.8", "4.8", "4.8"),
    ],
    # AWS Security Hub: what Foundational Security Best Practices asks of S3, and of CloudFront in front of it.
    "fsbp": [
        ("account-public-access-block-off", "S3.1"),
        (f"public-read-acl {POLICY}", "S3.2"),
        (f"public-write-acl {POLICY}", "S3.3"),
        ("plain-http-allowed", "S3.5"),
        ("cross-account-sensitive-action", "S3.6"),
        ("missing-public-access-block incomplete-public-access-block", "S3.8"),
        ("missing-access-logging", "S3.9"),
        ("acls-enabled", "S3.12"),
        ("missing-lifecycle", "S3.13"),
        ("exposed-access-point", "S3.19"),
        ("exposed-access-point", "S3.24"),
        ("", "S3.25"),
        ("", "CloudFront.12"),
        ("cloudfront-without-oac", "CloudFront.13"),
    ],
    # AWS Security Hub, the requirements of PCI DSS that its controls of S3 name.
    "pci3": [
        (f"account-public-access-block-off {ACLS} {POLICY}", "1.2.1"),
        (f"account-public-access-block-off {ACLS} {POLICY}", "1.3.1"),
        (f"account-public-access-block-off {ACLS} {POLICY}", "1.3.2"),
        (f"account-public-access-block-off public-write-acl {POLICY}", "1.3.4"),
        (f"account-public-access-block-off {ACLS} {POLICY}", "1.3.6"),
        ("missing-replication", "2.2"),
        ("plain-http-allowed", "4.1"),
        (f"{ACLS} {POLICY}", "7.2.1"),
    ],
    "pci4": [
        (
            "account-public-access-block-off missing-public-access-block incomplete-public-access-block exposed-access-point",
            "1.4.4",
        ),
        ("no-kms-encryption", "3.5.1"),
        ("plain-http-allowed", "4.2.1"),
        ("missing-access-logging missing-data-events", "10.2.1"),
        ("missing-object-lock", "10.5.1"),
    ],
}
COLUMNS = {
    "cis-aws-1.4": ("cis", 1),
    "cis-aws-3.0": ("cis", 2),
    "cis-aws-5.0": ("cis", 3),
    "fsbp": ("fsbp", 1),
    "pci-dss-3.2.1": ("pci3", 1),
    "pci-dss-4.0.1": ("pci4", 1),
}

SERVED: dict[str, list[tuple[str, str]]] = {
    # AWS Security Hub's controls of S3, and the requirements that each names.
    "nist-800-53-r5": [
        (
            "account-public-access-block-off missing-public-access-block incomplete-public-access-block "
            f"exposed-access-point {ACLS} {POLICY}",
            "AC-21, AC-3, AC-3(7), AC-4, AC-4(21), AC-6, SC-7, SC-7(3), SC-7(4), SC-7(9), SC-7(11), SC-7(16), "
            "SC-7(20), SC-7(21)",
        ),
        (
            "plain-http-allowed",
            "AC-17(2), AC-4, IA-5(1), SC-12(3), SC-13, SC-23, SC-23(3), SC-7(4), SC-8, SC-8(1), SC-8(2), SI-7(6)",
        ),
        (
            "cross-account-sensitive-action",
            "CA-9(1), CM-2",
        ),
        (
            "missing-replication",
            "AU-9(2), CP-6, CP-6(1), CP-6(2), CP-9, CP-10, SC-36(2), SC-5(2), SI-13(5)",
        ),
        (
            "missing-access-logging",
            "AC-2(4), AC-4(26), AC-6(9), AU-2, AU-3, AU-6(3), AU-6(4), AU-10, AU-12, CA-7, SC-7(9), SI-3(8), SI-4(20), SI-7(8)",
        ),
        (
            "missing-event-notifications",
            "CA-7, SI-3(8), SI-4, SI-4(4)",
        ),
        (
            "acls-enabled",
            "AC-2(1), AC-3, AC-3(7), AC-3(15), AC-6",
        ),
        (
            "missing-lifecycle",
            "CP-6(2), CP-9, CP-10, SC-5(2), SI-13(5)",
        ),
        (
            "missing-versioning",
            "AU-9(2), CP-6, CP-6(1), CP-6(2), CP-9, CP-10, SC-5(2), SI-12, SI-13(5)",
        ),
        (
            "missing-object-lock",
            "CP-6(2)",
        ),
        (
            "no-kms-encryption",
            "AU-9, CA-9(1), CM-3(6), SC-7(10), SC-12(2), SC-13, SC-28, SC-28(1), SI-7(6)",
        ),
        (
            "missing-mfa-delete",
            "CA-9(1), CM-2, CM-2(2), CM-3, SC-5(2)",
        ),
    ],
    # The AWS Guard rules registry's mapping.
    "hipaa": [
        (
            "missing-default-encryption",
            "164.312(a)(2)(iv), 164.312(c)(2), 164.312(e)(2)(ii)",
        ),
        (
            "no-kms-encryption",
            "164.312(a)(2)(iv), 164.312(e)(2)(ii)",
        ),
        (
            "plain-http-allowed",
            "164.312(a)(2)(iv), 164.312(c)(2), 164.312(e)(1), 164.312(e)(2)(i), 164.312(e)(2)(ii)",
        ),
        (
            f"{BLOCK} {ACLS} {POLICY}",
            "164.308(a)(3)(i), 164.308(a)(4)(ii)(A), 164.308(a)(4)(ii)(C), 164.312(a)(1), 164.312(e)(1)",
        ),
        (
            "cross-account-grant",
            "164.308(a)(3)(i), 164.308(a)(3)(ii)(A), 164.308(a)(3)(ii)(B), 164.308(a)(4)(i), "
            "164.308(a)(4)(ii)(A), 164.308(a)(4)(ii)(B), 164.308(a)(4)(ii)(C), 164.312(a)(1)",
        ),
        (
            "missing-versioning",
            "164.308(a)(7)(i), 164.308(a)(7)(ii)(A), 164.308(a)(7)(ii)(B), 164.312(c)(1), 164.312(c)(2)",
        ),
        (
            "missing-replication",
            "164.308(a)(7)(i), 164.308(a)(7)(ii)(A), 164.308(a)(7)(ii)(B)",
        ),
        (
            "missing-access-logging missing-data-events",
            "164.308(a)(3)(ii)(A), 164.312(b)",
        ),
    ],
}


def test_each_profile_is_in_the_table() -> None:
    assert standards() == tuple(sorted([*COLUMNS, *SERVED]))


@pytest.mark.parametrize("name", COLUMNS)
def test_controls_and_their_rules(name: str) -> None:
    table, column = COLUMNS[name]
    expected = {row[column]: tuple(row[0].split()) for row in TABLE[table] if row[column]}
    assert {control.id: control.rules for control in load(name).controls} == expected


@pytest.mark.parametrize("name", SERVED)
def test_rules_and_the_controls_that_they_serve(name: str) -> None:
    expected = {(rule, number) for rules, numbers in SERVED[name] for rule in rules.split() for number in numbers.split(", ")}
    assert {(rule, control.id) for control in load(name).controls for rule in control.rules} == expected


@pytest.mark.parametrize("name", [*COLUMNS, *SERVED])
def test_a_control_without_rules_says_why(name: str) -> None:
    assert all(bool(control.rules) != bool(control.why) for control in load(name).controls)


def test_every_rule_of_a_profile_exists() -> None:
    rules = {rule.name for rule in all_rules()}
    assert {rule for name in standards() for control in load(name).controls for rule in control.rules} <= rules


def test_what_a_rule_serves_of_all_standards() -> None:
    assert served("plain-http-allowed")[:6] == (
        "cis-aws-1.4/2.1.2",
        "cis-aws-3.0/2.1.1",
        "cis-aws-5.0/2.1.1",
        "fsbp/S3.5",
        "hipaa/164.312(a)(2)(iv)",
        "hipaa/164.312(c)(2)",
    )
    assert served("missing-tags") == ()


def test_controls_by_their_standards() -> None:
    assert by_standard(("acme/1", "fsbp/S3.1", "acme/2", "internal")) == {
        "acme": ["acme/1", "acme/2"],
        "fsbp": ["fsbp/S3.1"],
        "internal": ["internal"],
    }


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_a_mapping_is_written_once(rule: type[Rule]) -> None:
    assert not [control for control in rule.controls if control.partition("/")[0] in standards()]


def test_a_rule_that_is_not_installed_is_passed_over() -> None:
    rules = tuple(rule for rule in all_rules() if rule.name != "plain-http-allowed")
    assert "missing-mfa-delete" in [rule.name for rule in select(rules, ["cis-aws-5.0"], [])]


def test_strict_is_all_and_default_what_is_on() -> None:
    rules = all_rules()
    assert select(rules, ["strict"], []) == rules
    assert select(rules, ["default"], []) == tuple(rule for rule in rules if rule.default)
    check_names(profile.WORDS)


def test_an_unknown_profile_is_refused_with_what_was_meant() -> None:
    with pytest.raises(UsageError, match=r"no profile is called cis-aws-5\.1.*cis-aws-5\.0"):
        check_names(["cis-aws-5.1"])


def test_what_is_not_installed_is_not_said_to_be_checked() -> None:
    (standard,) = covered(["pci-dss-4.0.1"], {"missing-data-events"})
    said = {control.id: (control.rules, control.why) for control in standard.controls}
    assert said["10.2.1"] == (("missing-data-events",), "")
    assert said["3.5.1"] == ((), NOT_INSTALLED)
    with pytest.raises(UsageError, match="strict is no standard"):
        covered(["strict"], ())
