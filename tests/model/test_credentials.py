"""What counts as a credential, and what only looks like one."""

from __future__ import annotations

import pytest

from s3lint.model.credentials import secret_in, secret_named


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("AKIAZ2LEDGERLEDGER22", "an access key of AWS"),
        ("key=ASIAZ2LEDGERLEDGER22;", "an access key of AWS"),
        ('"aws_secret_access_key": "' + "a1B2" * 10 + '"', "a secret access key of AWS"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----", "a private key"),
        ("ghp_" + "a1B2" * 9, "a token of GitHub"),
        ("glpat-" + "a1B2" * 5, "a token of GitLab"),
        ("xoxb-123456789012-abcdef", "a token of Slack"),
        ("AIza" + "a1B2_" * 7, "a key of Google"),
        ("mysql://root:hunter2@db/app", "a password in an address"),
    ],
)
def test_forms_of_credentials(text: str, kind: str) -> None:
    assert secret_in(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "AKIAIOSFODNN7EXAMPLE",
        "XAKIAZ2LEDGERLEDGER22",
        "-----BEGIN CERTIFICATE-----",
        "https://example.com:8443/a@b",
        "postgres://app:${password}@db/app",
        "postgres://app:password@db/app",
        "a1B2" * 10,
        "",
    ],
)
def test_what_is_no_credential(text: str) -> None:
    assert secret_in(text) == ""


@pytest.mark.parametrize(
    ("name", "value", "is_secret"),
    [
        ("password", "hunter2hunter2", True),
        ("DB_PASSWORD", "hunter2hunter2", True),
        ("api-key", "a1b2c3d4e5f6", True),
        ("note", "AKIAZ2LEDGERLEDGER22", True),
        ("password", "changeme1", False),
        ("password", "hunter", False),
        ("password", "true", False),
        ("secret", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:x", False),
        ("token", "/ledger/prod1/token", False),
        ("token", "prod1/ledger2", False),
        ("password-policy", "hunter2hunter2", False),
        ("owner", "hunter2hunter2", False),
    ],
)
def test_a_telling_name_makes_a_secret_of_a_mixed_value(name: str, value: str, is_secret: bool) -> None:
    assert bool(secret_named(name, value)) is is_secret


def test_a_long_text_is_looked_through_in_time() -> None:
    assert secret_in("://" + "a." * 200_000) == ""
