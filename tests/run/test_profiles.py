"""Profiles name the rules that serve a standard."""

import pytest

from s3lint.errors import UsageError
from s3lint.run import profile
from s3lint.run.profile import check_names, load, standards
from s3lint.run.registry import all_rules, select

BLOCK = "missing-public-access-block incomplete-public-access-block account-public-access-block-off"
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
    # AWS Security Hub, the controls of S3 that are in Foundational Security Best Practices.
    "fsbp": [
        ("account-public-access-block-off", "S3.1"),
        ("public-read-acl wildcard-principal", "S3.2"),
        ("public-write-acl wildcard-principal", "S3.3"),
        ("plain-http-allowed", "S3.5"),
        ("cross-account-sensitive-action", "S3.6"),
        ("missing-public-access-block incomplete-public-access-block", "S3.8"),
        ("missing-access-logging", "S3.9"),
        ("acls-enabled", "S3.12"),
        ("missing-lifecycle", "S3.13"),
        ("exposed-access-point", "S3.19"),
        ("exposed-access-point", "S3.24"),
        ("", "S3.25"),
    ],
}
COLUMNS = {"cis-aws-1.4": ("cis", 1), "cis-aws-3.0": ("cis", 2), "cis-aws-5.0": ("cis", 3), "fsbp": ("fsbp", 1)}


def test_each_profile_is_in_the_table() -> None:
    assert standards() == tuple(sorted(COLUMNS))


@pytest.mark.parametrize("name", COLUMNS)
def test_controls_and_their_rules(name: str) -> None:
    table, column = COLUMNS[name]
    expected = {row[column]: tuple(row[0].split()) for row in TABLE[table] if row[column]}
    assert {control.id: control.rules for control in load(name).controls} == expected


@pytest.mark.parametrize("name", COLUMNS)
def test_a_control_without_rules_says_why(name: str) -> None:
    assert all(bool(control.rules) != bool(control.why) for control in load(name).controls)


def test_a_profile_selects_its_rules_and_can_be_refined() -> None:
    rules = all_rules()
    names = [rule.name for rule in select(rules, ["fsbp", "missing-tags"], ["acls-enabled"])]
    assert {"missing-access-logging", "missing-lifecycle", "missing-tags"} <= set(names)
    assert "acls-enabled" not in names
    assert "missing-versioning" not in names


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
