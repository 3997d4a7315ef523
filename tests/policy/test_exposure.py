"""Policy, ACL, ownership and the access blocks in one answer: S3's table of who gets in."""

from __future__ import annotations

import pytest

from s3lint.base.condition import Truth
from s3lint.base.source import Source, Span
from s3lint.base.value import Absent, Known, Origin, Setting, Unknown
from s3lint.policy import AclGrant, Flags, Undecided, exposure_of, public_access, public_acl_grants
from tests.policy.documents import TARGET, allow, policy_of

YES, NO, MAYBE = Truth.YES, Truth.NO, Truth.MAYBE
PLACE = Origin(Source("main.tf", "bucket"), Span(0, 6))
PUBLIC = public_access(policy_of(allow()), TARGET)
UNKNOWN = Unknown("variable flag has no default", PLACE, ("var.flag",))
ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers"


def known(value: bool) -> Setting[bool]:
    return Known(value, PLACE)


def flags(word: str) -> Setting[Flags]:
    """Four letters, `1`, `0`, `?` or `-` for left out, in the order of AWS's documentation."""
    values: dict[str, Setting[bool]] = {"1": known(True), "0": known(False), "?": UNKNOWN, "-": Absent(PLACE)}
    return Known(Flags(*(values[letter] for letter in word)), PLACE)


def owner(word: str) -> Setting[str]:
    return Known(word, PLACE) if word else Absent(PLACE)


@pytest.mark.parametrize(
    ("policy", "acl", "block", "ownership", "by_policy", "by_acl", "policy_refused", "acl_refused"),
    [
        (False, False, "0000", "ObjectWriter", NO, NO, NO, NO),
        (True, False, "0000", "", YES, NO, NO, NO),
        (True, False, "0010", "", YES, NO, YES, NO),
        (True, False, "0001", "", NO, NO, NO, NO),
        (False, True, "0000", "ObjectWriter", NO, YES, NO, NO),
        (False, True, "0000", "BucketOwnerPreferred", NO, YES, NO, NO),
        (False, True, "1000", "ObjectWriter", NO, YES, NO, YES),
        (False, True, "0100", "ObjectWriter", NO, NO, NO, NO),
        (False, True, "0000", "BucketOwnerEnforced", NO, NO, NO, YES),
        (False, True, "0000", "", NO, NO, NO, YES),
        (True, True, "0100", "ObjectWriter", YES, NO, NO, NO),
        (True, True, "0001", "ObjectWriter", NO, YES, NO, NO),
        (True, True, "----", "ObjectWriter", YES, YES, NO, NO),
        (True, False, "000?", "", MAYBE, NO, NO, NO),
        (True, False, "?001", "", NO, NO, NO, NO),
    ],
)
def test_exposure(
    policy: bool,
    acl: bool,
    block: str,
    ownership: str,
    by_policy: Truth,
    by_acl: Truth,
    policy_refused: Truth,
    acl_refused: Truth,
) -> None:
    found = exposure_of(PUBLIC if policy else None, known(acl), [flags(block)], owner(ownership))
    assert (found.by_policy, found.by_acl, found.policy_is_refused, found.acl_is_refused) == (
        by_policy,
        by_acl,
        policy_refused,
        acl_refused,
    )
    assert found.is_public is (by_policy | by_acl)
    assert found.unknown == (UNKNOWN if MAYBE in (by_policy, by_acl, policy_refused, acl_refused) else None)


def test_a_new_bucket_has_everything_blocked() -> None:
    found = exposure_of(PUBLIC, known(True), [Absent(PLACE)], owner("ObjectWriter"))
    assert (found.by_policy, found.by_acl, found.policy_is_refused, found.acl_is_refused) == (NO, NO, YES, YES)


def test_an_older_bucket_has_only_what_is_declared() -> None:
    found = exposure_of(PUBLIC, known(True), [Absent(PLACE)], Absent(PLACE), is_new=False)
    assert (found.by_policy, found.by_acl, found.policy_is_refused, found.acl_is_refused) == (YES, YES, NO, NO)
    found = exposure_of(PUBLIC, known(True), [Absent(PLACE)], Absent(PLACE))
    assert (found.by_policy, found.by_acl, found.policy_is_refused, found.acl_is_refused) == (NO, NO, YES, YES)


def test_a_setting_of_the_account_counts_too() -> None:
    assert exposure_of(PUBLIC, Absent(PLACE), [flags("0000"), flags("0001")], owner("")).by_policy is NO
    assert exposure_of(PUBLIC, Absent(PLACE), [flags("0000"), Absent(PLACE)], owner("")).by_policy is YES
    assert exposure_of(PUBLIC, Absent(PLACE), [flags("0000"), UNKNOWN], owner("")).by_policy is MAYBE


def test_an_undecided_policy() -> None:
    found = exposure_of(Undecided(UNKNOWN), Absent(PLACE), [flags("0000")], owner(""))
    assert (found.is_public, found.unknown) == (MAYBE, UNKNOWN)


@pytest.mark.parametrize(
    ("canned", "permissions"),
    [
        ("private", []),
        ("public-read", ["READ"]),
        ("public-read-write", ["READ", "WRITE"]),
        ("authenticated-read", ["READ"]),
        ("log-delivery-write", []),
        ("aws-exec-read", []),
    ],
)
def test_canned_acls(canned: str, permissions: list[str]) -> None:
    assert [grant.permission for grant in public_acl_grants(canned)] == permissions


def test_written_grants() -> None:
    written = [AclGrant(ALL_USERS, "WRITE_ACP"), AclGrant("http://acs.amazonaws.com/groups/s3/LogDelivery", "WRITE")]
    assert public_acl_grants("", written) == (AclGrant(ALL_USERS, "WRITE_ACP"),)
