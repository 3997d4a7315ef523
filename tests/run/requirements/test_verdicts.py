"""What rules in YAML say of buckets and of what stands around them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.run.requirements.rules import findings, rule, told

BUCKET = """\
Parameters:
  Days: {Type: Number}
  Data: {Type: String}
  Algorithm: {Type: String}
Resources:
  Ledger:
    Type: AWS::S3::Bucket
    Properties:
      PROPERTIES
"""


def bucket(properties: str) -> str:
    return BUCKET.replace("PROPERTIES", properties)


def encrypted(algorithm: str) -> str:
    inner = f"ServerSideEncryptionByDefault: {{SSEAlgorithm: {algorithm}, KMSMasterKeyID: alias/ledger}}"
    return bucket(f"BucketEncryption: {{ServerSideEncryptionConfiguration: [{{{inner}}}]}}")


def aborting(*days: str) -> str:
    rules = (f"{{Status: Enabled, AbortIncompleteMultipartUpload: {{DaysAfterInitiation: {each}}}}}" for each in days)
    return bucket(f"LifecycleConfiguration: {{Rules: [{', '.join(rules)}]}}")


def tagged(value: str) -> str:
    return bucket(f"Tags: [{{Key: owner, Value: ledger}}, {{Key: data, Value: {value}}}]")


NOTHING = bucket("AccessControl: Private")
UNDECIDED = "whether Ledger meets own-rule ({}) is undecided: parameter {} has no default"
"""Of a rule with a text for what it asks."""


@pytest.mark.parametrize(
    ("asked", "template", "verdicts"),
    [
        ("setting: encryption.algorithm\nis: aws:kms", encrypted("aws:kms"), []),
        ("setting: encryption.algorithm\nis: aws:kms", encrypted("AES256"), ["fail"]),
        ("setting: encryption.algorithm\nis: aws:kms", encrypted("!Ref Algorithm"), ["undecided"]),
        ("setting: encryption.algorithm\nis: aws:kms", NOTHING, ["fail"]),
        ("setting: encryption.algorithm\nis-not: AES256", encrypted("aws:kms"), []),
        ("setting: encryption.algorithm\nis-not: AES256", encrypted("AES256"), ["fail"]),
        ("setting: encryption.algorithm\nis-not: AES256", NOTHING, []),
        ("setting: encryption.algorithm\nin: [aws:kms, aws:kms:dsse]", encrypted("aws:kms:dsse"), []),
        ("setting: encryption.algorithm\nin: [aws:kms, aws:kms:dsse]", encrypted("AES256"), ["fail"]),
        ("setting: encryption.algorithm\nnot-in: [AES256]", encrypted("AES256"), ["fail"]),
        ("setting: encryption.algorithm\nmatches: '^aws:'", encrypted("aws:kms"), []),
        ("setting: encryption.algorithm\nmatches: '^aws:'", encrypted("AES256"), ["fail"]),
        ("setting: encryption.key\ncontains: ledger", encrypted("aws:kms"), []),
        ("setting: encryption.key\ncontains: site", encrypted("aws:kms"), ["fail"]),
        ("setting: encryption\nexists: true", encrypted("aws:kms"), []),
        ("setting: encryption\nexists: true", NOTHING, ["fail"]),
        ("setting: encryption\nabsent: true", encrypted("aws:kms"), ["fail"]),
        ("setting: encryption\nabsent: true", NOTHING, []),
        ("setting: versioning\nexists: true", NOTHING, ["fail"]),
        ("setting: versioning\nexists: true", bucket("VersioningConfiguration: {Status: Suspended}"), []),
        ("setting: lifecycle.rules[].abort_days\nat-most: 7", aborting("3", "7"), []),
        ("setting: lifecycle.rules[].abort_days\nat-most: 7", aborting("3", "8"), ["fail"]),
        ("setting: lifecycle.rules[].abort_days\nat-most: 7", aborting("3", "!Ref Days"), ["undecided"]),
        ("setting: lifecycle.rules[].abort_days\nat-most: 7", aborting("8", "!Ref Days"), ["fail"]),
        ("setting: lifecycle.rules[].abort_days\nat-most: 7", NOTHING, []),
        ("setting: lifecycle.rules[].abort_days\nat-least: 4\nat-most: 7", aborting("3"), ["fail"]),
        ("setting: lifecycle.rules[]\nexists: true", NOTHING, ["fail"]),
        ("setting: lifecycle.rules[]\nexists: true", aborting("3"), []),
        ("setting: lifecycle.rules[]\nsome: {setting: abort_days, at-most: 7}", aborting("9", "3"), []),
        ("setting: lifecycle.rules[]\nsome: {setting: abort_days, at-most: 7}", aborting("9", "8"), ["fail"]),
        ("setting: lifecycle.rules[]\nsome: {setting: abort_days, at-most: 7}", aborting("9", "!Ref Days"), ["undecided"]),
        ("setting: lifecycle.rules[]\nsome: {setting: abort_days, at-most: 7}", NOTHING, ["fail"]),
        ("setting: lifecycle.rules[]\nevery: {setting: abort_days, at-most: 7}", NOTHING, []),
        ("setting: lifecycle.rules[]\nevery: {setting: status, is-not: Enabled}", aborting("9"), ["fail"]),
        ("setting: tags[data]\nis: confidential", tagged("confidential"), []),
        ("setting: tags[data]\nis: confidential", tagged("public"), ["fail"]),
        ("setting: tags[data]\nis: confidential", tagged("!Ref Data"), ["undecided"]),
        ("setting: tags[cost]\nexists: true", tagged("public"), ["fail"]),
        ("setting: tags[].key\ncontains: data", tagged("public"), []),
        ("setting: tags[].key\ncontains: dat", tagged("public"), ["fail"]),
        ("setting: tags[].key\nmatches: ^[a-z]+$", tagged("public"), []),
        ("setting: tags[].key\nmatches: ^o", tagged("public"), ["fail"]),
        ("not: {setting: 'tags[].key', contains: data}", tagged("public"), ["fail"]),
        ("not: {setting: 'tags[].key', contains: secret}", tagged("public"), []),
        ("setting: tags[].value\ncontains: public", tagged("!Ref Data"), ["undecided"]),
        ("setting: tags[].value\nmatches: ^acme-", tagged("!Sub 'acme-${Data}'"), ["fail"]),
        ("setting: tags[data]\nmatches: ^acme-", tagged("!Sub 'acme-${Data}'"), []),
        ("setting: tags[data]\nmatches: ^acme-.*-eu$", tagged("!Sub 'acme-${Data}'"), ["undecided"]),
        ("setting: tags[data]\nmatches: ^site-", tagged("!Sub 'acme-${Data}'"), ["fail"]),
        ("setting: tags[data]\ncontains: acme", tagged("!Sub 'acme-${Data}'"), []),
        ("setting: tags[data]\ncontains: site", tagged("!Sub 'acme-${Data}'"), ["undecided"]),
        ("setting: tags[data]\nis: acme-ledger", tagged("!Sub 'acme-${Data}'"), ["undecided"]),
        ("setting: tags[data]\nis: site", tagged("!Sub 'acme-${Data}'"), ["fail"]),
        ("setting: tags[data]\nmatches: '^arn:'", tagged("!GetAtt Ledger.Arn"), []),
        ("setting: tags[data]\nmatches: '^arn:aws:s3:::site'", tagged("!GetAtt Ledger.Arn"), ["undecided"]),
        ("any-of: [{setting: encryption.algorithm, is: aws:kms}, {setting: acl, absent: true}]", encrypted("AES256"), []),
        ("any-of: [{setting: encryption.algorithm, is: aws:kms}, {setting: acl, absent: true}]", NOTHING, ["fail"]),
        (
            "any-of: [{setting: encryption.algorithm, is: aws:kms}, {setting: acl, exists: true}]",
            encrypted("!Ref Algorithm"),
            ["undecided"],
        ),
        (
            "all-of: [{setting: encryption.algorithm, is: aws:kms}, {setting: acl, exists: true}]",
            encrypted("!Ref Algorithm"),
            ["fail"],
        ),
    ],
)
def test_what_is_asked_of_a_setting(tmp_path: Path, asked: str, template: str, verdicts: list[str]) -> None:
    assert [verdict for verdict, _, _ in told(rule(tmp_path, asked), template)] == verdicts


def test_a_finding_points_at_the_wrong_value(tmp_path: Path) -> None:
    asked = rule(tmp_path, "setting: encryption.algorithm\nis: aws:kms\nhelp: name aws:kms")
    [found] = findings(asked, encrypted("AES256"))
    assert found.message == "encryption.algorithm of Ledger is AES256; expected: encryption.algorithm is aws:kms"
    assert (found.origin.text, found.setting, found.help) == ("AES256", "encryption.algorithm", "name aws:kms")

    [found] = findings(asked, encrypted("!Ref Algorithm"))
    assert found.message == UNDECIDED.format("encryption.algorithm is aws:kms", "Algorithm")
    assert found.inputs == ("parameter Algorithm",)


def test_a_message_of_ones_own(tmp_path: Path) -> None:
    asked = rule(tmp_path, "setting: tags[data]\nis: public\nmessage: '{address} holds {value} ({setting}), which is too much'")
    assert told(asked, tagged("secret")) == [("fail", 9, "Ledger holds secret (tags[].value), which is too much")]
    assert told(asked, NOTHING) == [("fail", 6, "Ledger holds not set (tags[].value), which is too much")]


CONFIDENTIAL = "where: {setting: 'tags[data]', is: confidential}\nsetting: encryption.key\nmatches: '(^|:)alias/confidential$'"


def test_a_rule_for_some_buckets(tmp_path: Path) -> None:
    asked = rule(tmp_path, CONFIDENTIAL)
    assert told(asked, tagged("public")) == [("not applicable", 6, "the rule is for: tags[data] is confidential")]
    assert told(asked, tagged("confidential")) == [
        ("fail", 6, "encryption.key of Ledger is not set; expected: encryption.key matches (^|:)alias/confidential$")
    ]
    [(verdict, line, message)] = told(asked, tagged("!Ref Data"))
    assert (verdict, line) == ("undecided", 3)
    assert message == "whether own-rule is for Ledger (tags[data] is confidential) is undecided: parameter Data has no default"


def test_whom_a_rule_is_for_does_not_matter_to_one_who_meets_it(tmp_path: Path) -> None:
    asked = rule(tmp_path, "where: {setting: 'tags[data]', is: confidential}\nsetting: encryption\nabsent: true")
    assert told(asked, tagged("!Ref Data")) == []


@pytest.mark.parametrize(("where", "verdicts"), [("^Led", ["fail"]), ("^Site", ["not applicable"])])
def test_a_rule_for_some_addresses(tmp_path: Path, where: str, verdicts: list[str]) -> None:
    asked = rule(tmp_path, f"where: {{setting: address, matches: '{where}'}}\nsetting: encryption\nexists: true")
    assert [verdict for verdict, _, _ in told(asked, NOTHING)] == verdicts
    assert asked.settings == ("encryption",)


def test_each_world_is_asked(tmp_path: Path) -> None:
    text = """\
        variable "stage" {
          type = string
        }

        resource "aws_s3_bucket" "ledger" {}

        resource "aws_s3_bucket_versioning" "ledger" {
          bucket = aws_s3_bucket.ledger.id
          versioning_configuration {
            status = var.stage == "prod" ? "Enabled" : "Suspended"
          }
        }
        """
    asked = rule(tmp_path, "setting: versioning.status\nis: Enabled")
    [found] = findings(asked, text, "terraform")
    assert (found.verdict.value, found.origin.start.line, found.cases) == ("undecided", 10, ("var.stage is not prod",))
    assert told(rule(tmp_path, "setting: versioning.status\nin: [Enabled, Suspended]"), text, "terraform") == []


def test_a_bucket_that_is_not_declared_here_lacks_nothing_and_has_its_name_from_elsewhere(tmp_path: Path) -> None:
    text = """\
        resource "aws_s3_bucket_versioning" "ledger" {
          bucket = "ledger"
          versioning_configuration {
            status = "Suspended"
          }
        }
        """
    stated = told(rule(tmp_path, "setting: versioning.status\nis: Enabled"), text, "terraform")
    assert [(verdict, line) for verdict, line, _ in stated] == [("fail", 4)]
    for asked in ("setting: encryption\nexists: true", "setting: name\nmatches: ^acme-"):
        assert [verdict for verdict, _, _ in told(rule(tmp_path, asked), text, "terraform")] == ["not applicable"]


def test_what_stands_around_buckets_is_judged_as_well(tmp_path: Path) -> None:
    text = """\
        resource "aws_s3_bucket" "ledger" {}

        resource "aws_s3_access_point" "door" {
          bucket = aws_s3_bucket.ledger.id
          name   = "door"
        }
        """
    asked = rule(tmp_path, "judges: access_point\nsetting: vpc\nexists: true")
    assert told(asked, text, "terraform") == [("fail", 3, "vpc of aws_s3_access_point.door is not set; expected: vpc is there")]


def test_a_rule_is_a_rule_like_any_other(tmp_path: Path) -> None:
    described = rule(
        tmp_path,
        """
        group: encryption
        default: false
        since: "2"
        references: [https://acme.example/keys]
        controls: [acme/4.2]
        aliases: [ACME_7]
        why: Keys tell whose data it is.
        setting: encryption.key
        exists: true
        """,
    ).descriptor()
    assert (described.name, described.group, described.default, described.since) == ("own-rule", "encryption", False, "2")
    assert (described.references, described.aliases) == (("https://acme.example/keys",), ("ACME_7",))
    assert described.controls == ("acme/4.2",)
    assert described.help == "see to it that encryption.key is there"
    assert described.page == "\n".join(
        ["## What it checks", "`encryption.key is there`.", "", "## Why it matters", "Keys tell whose data it is."]
    )


def test_what_is_asked_in_words(tmp_path: Path) -> None:
    described = rule(
        tmp_path,
        """
        where:
          not: {setting: address, matches: ^Site}
        any-of:
          - setting: encryption.algorithm
            in: [aws:kms, AES256]
          - all-of:
              - {setting: versioning.mfa_delete, is: true}
              - {setting: acl, absent: true}
          - setting: lifecycle.rules[]
            some: {setting: status, is-not: Enabled}
        """,
    ).descriptor()
    asked = (
        "encryption.algorithm is one of aws:kms, AES256 or (versioning.mfa_delete is true and acl is not there)"
        " or some item of lifecycle.rules[] has (status is not Enabled)"
    )
    assert described.page == f"## What it checks\n`{asked}`, where `not (address matches ^Site)`."
    assert described.help == f"see to it that {asked}"
