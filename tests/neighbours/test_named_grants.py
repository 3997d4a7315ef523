"""What ACLs give to named users."""

from __future__ import annotations

import pytest

from s3lint import Settings, check
from s3lint.run.option import Assignment
from tests.neighbours.reports import said

RULE = "sensitive-acl-grant"
PARTNER = "52b113e7a2f25102679df27bb0ae12b3f85be6f290b936c4393484be31bebcc5"
OWNER = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"
TRUSTED = [Assignment(RULE, "trusted", (PARTNER,))]


def acl(*grants: tuple[str, str], owner: str = f'"{OWNER}"') -> str:
    blocks = "".join(f"grant {{\n grantee {{\n {who} \n}}\n permission = {what}\n}}\n" for who, what in grants)
    return f"""
        variable "who" {{}}
        variable "what" {{}}
        variable "ownership" {{}}
        data "aws_canonical_user_id" "owner" {{}}
        resource "aws_cloudfront_origin_access_identity" "site" {{}}
        resource "aws_s3_bucket" "b" {{}}
        resource "aws_s3_bucket_acl" "b" {{
          bucket = aws_s3_bucket.b.id
          access_control_policy {{
            {blocks}
            owner {{
              id = {owner}
            }}
          }}
        }}
    """


def user(value: str) -> str:
    return f'type = "CanonicalUser"\nid = {value}'


def group(name: str) -> str:
    return f'type = "Group"\nuri = "http://acs.amazonaws.com/groups/{name}"'


def verdicts(text: str) -> list[str]:
    return [line.split(":")[0].split()[0] for line in said(RULE, main_tf=text)]


@pytest.mark.parametrize("permission", ["WRITE", "WRITE_ACP", "FULL_CONTROL"])
@pytest.mark.parametrize("who", [user(f'"{PARTNER}"'), 'type = "AmazonCustomerByEmail"\nemail_address = "a@example.com"'])
def test_a_named_user(permission: str, who: str) -> None:
    (found,) = said(RULE, main_tf=acl((who, f'"{permission}"')))
    name = PARTNER if PARTNER in who else "a@example.com"
    assert f"the ACL of aws_s3_bucket.b gives {permission} to {name}; without ownership controls" in found


@pytest.mark.parametrize(
    ("who", "what", "expected"),
    [
        (user(f'"{PARTNER}"'), '"READ"', []),
        (user(f'"{PARTNER}"'), '"READ_ACP"', []),
        (user(f'"{OWNER}"'), '"FULL_CONTROL"', []),
        (user("data.aws_canonical_user_id.owner.id"), '"FULL_CONTROL"', []),
        (user("aws_cloudfront_origin_access_identity.site.s3_canonical_user_id"), '"WRITE"', []),
        (user('"c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0"'), '"FULL_CONTROL"', []),
        (group("s3/LogDelivery"), '"WRITE"', []),
        (group("global/AllUsers"), '"WRITE"', []),
        (user("var.who"), '"READ"', []),
        (user("var.who"), '"WRITE"', ["undecided"]),
        (user(f'"{PARTNER}"'), "var.what", ["undecided"]),
    ],
)
def test_somebody_else_or_something_else(who: str, what: str, expected: list[str]) -> None:
    assert verdicts(acl((who, what))) == expected


def test_the_owner_by_the_same_variable() -> None:
    assert verdicts(acl((user("var.who"), '"FULL_CONTROL"'), owner="var.who")) == []


def test_one_finding_for_each_user() -> None:
    text = acl(
        (user(f'"{PARTNER}"'), '"READ"'),
        (user(f'"{PARTNER}"'), '"WRITE"'),
        (user(f'"{PARTNER}"'), '"WRITE_ACP"'),
        (user('"' + "0" * 64 + '"'), '"WRITE"'),
    )
    one, other = said(RULE, main_tf=text)
    assert f"gives WRITE and WRITE_ACP to {PARTNER}" in one
    assert f"gives WRITE to {'0' * 64}" in other


@pytest.mark.parametrize(
    ("ownership", "expected"),
    [
        ('"BucketOwnerEnforced"', []),
        ('"BucketOwnerPreferred"', ["fail"]),
        ('"ObjectWriter"', ["fail"]),
        ("var.ownership", ["undecided"]),
    ],
)
def test_ownership_that_turns_acls_off(ownership: str, expected: list[str]) -> None:
    controls = f"""
        resource "aws_s3_bucket_ownership_controls" "b" {{
          bucket = aws_s3_bucket.b.id
          rule {{
            object_ownership = {ownership}
          }}
        }}
    """
    assert verdicts(acl((user(f'"{PARTNER}"'), '"WRITE"')) + controls) == expected


def test_trusted_users() -> None:
    text = acl((user(f'"{PARTNER}"'), '"WRITE"'))
    report = check([], Settings(select=(RULE,), options=tuple(TRUSTED)), overlay={"main.tf": text})
    assert (report.errors, report.findings, report.undecided) == ((), (), ())


def test_grants_of_the_bucket_itself() -> None:
    text = f"""
        resource "aws_s3_bucket" "b" {{
          grant {{
            id          = "{PARTNER}"
            type        = "CanonicalUser"
            permissions = ["READ", "FULL_CONTROL"]
          }}
        }}
    """
    (found,) = said(RULE, main_tf=text)
    assert f"gives FULL_CONTROL to {PARTNER}" in found


@pytest.mark.parametrize("canned", ["private", "public-read-write", "log-delivery-write", "authenticated-read"])
def test_canned_acls_name_nobody(canned: str) -> None:
    assert verdicts(f'resource "aws_s3_bucket" "b" {{\n acl = "{canned}"\n}}') == []
