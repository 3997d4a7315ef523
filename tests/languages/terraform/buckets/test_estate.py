"""A configuration with modules, loops and merged documents, read as a person reads it."""

from __future__ import annotations

from pathlib import Path

from s3lint.base.value import Known
from s3lint.base.worlds import EVERYWHERE
from s3lint.languages.files import Files
from s3lint.model.bucket import Bucket
from tests.languages.terraform.configurations import plain, units

ESTATE = Path(__file__).parents[4] / "fixtures/terraform/estate"


def test_every_setting_of_every_bucket() -> None:
    paths = sorted(str(path) for path in ESTATE.rglob("*") if path.is_file())
    (unit,) = units(paths, Files(str(ESTATE)))
    assert unit.problems == ()
    table = {}
    for subject in unit.subjects:
        found = subject.build(EVERYWHERE)
        if isinstance(found, Bucket):
            table[found.address] = (
                plain(found.name),
                plain(found.versioning.status),
                plain(found.logging.value.target_bucket) if isinstance(found.logging, Known) else "absent",
                plain(found.object_ownership),
                isinstance(found.public_access_block, Known),
                isinstance(found.log_target, Known),
                [str(statement) for statement in found.policy.value.statements] if isinstance(found.policy, Known) else [],
            )
    logs, tls = "module.logs[0].aws_s3_bucket.this", "statement DenyPlainHttp"
    assert table == {
        logs: ("acme-estate-logs", "Suspended", "absent", "absent", True, True, [tls]),
        'module.store["drafts"].aws_s3_bucket.this': (
            "acme-estate-drafts",
            "Suspended",
            f"{logs}.id",
            "BucketOwnerEnforced",
            False,
            False,
            [tls],
        ),
        'module.store["reports"].aws_s3_bucket.this': (
            "acme-estate-reports",
            "Enabled",
            f"{logs}.id",
            "BucketOwnerEnforced",
            False,
            False,
            [tls, "statement Readers"],
        ),
    }
