"""Ways in which published modules refer to a bucket that may or may not be there."""

from __future__ import annotations

import pytest

from tests.terraform.configurations import addresses, bucket, plain, single, worlds

REFERENCES = (
    "aws_s3_bucket.b[0].id",
    "aws_s3_bucket.b.0.id",
    "aws_s3_bucket.b.*.bucket[0]",
    "one(aws_s3_bucket.b[*].id)",
    'join("", aws_s3_bucket.b.*.id)',
    'join("", aws_s3_bucket.b[*].id)',
    "element(aws_s3_bucket.b[*].id, 0)",
    'element(concat(aws_s3_bucket.b.*.id, [""]), 0)',
    'try(aws_s3_bucket.b[0].id, "")',
    'coalesce(join("", aws_s3_bucket.b[*].id), "other")',
    "[for b in aws_s3_bucket.b : b.id][0]",
    "values({ for i, b in aws_s3_bucket.b : i => b.bucket })[0]",
    "local.id",
    "local.bucket.id",
    'length(aws_s3_bucket.b) > 0 ? aws_s3_bucket.b[0].id : ""',
    'lookup({ id = local.id }, "id")',
    'replace(aws_s3_bucket.b[0].arn, "arn:aws:s3:::", "")',
    'trimprefix(aws_s3_bucket.b[0].arn, "arn:aws:s3:::")',
    'element(split(":", aws_s3_bucket.b[0].arn), 5)',
    "tostring(aws_s3_bucket.b[0].id)",
    "sensitive(aws_s3_bucket.b[0].id)",
    "tolist(toset([aws_s3_bucket.b[0].id]))[0]",
    "flatten([[aws_s3_bucket.b[0].id]])[0]",
    "merge({ a = 1 }, { id = aws_s3_bucket.b[0].id }).id",
    "distinct(compact([aws_s3_bucket.b[0].id, null]))[0]",
)

TEXT = """
variable "enabled" {
  type = bool
  %s
}
locals {
  id     = try(aws_s3_bucket.b[0].id, null)
  bucket = one(aws_s3_bucket.b)
}
resource "aws_s3_bucket" "b" {
  count  = var.enabled ? 1 : 0
  bucket = "acme-${random_id.r.hex}"
}
resource "random_id" "r" {
  byte_length = 4
}
resource "aws_s3_bucket" "other" {}
resource "aws_s3_bucket_versioning" "b" {
  count  = var.enabled ? 1 : 0
  bucket = %s
  versioning_configuration {
    status = "Enabled"
  }
}
"""


@pytest.mark.parametrize("reference", REFERENCES)
def test_a_reference_links(reference: str) -> None:
    unit = single(main_tf=TEXT % ("default = true", reference))
    assert addresses(unit) == ["aws_s3_bucket.b[0]", "aws_s3_bucket.other"]
    assert plain(bucket(unit, "aws_s3_bucket.b[0]").versioning.status) == "Enabled"
    assert plain(bucket(unit, "aws_s3_bucket.other").versioning.status) == "absent"


@pytest.mark.parametrize("reference", REFERENCES)
def test_a_reference_links_where_the_input_is_not_given(reference: str) -> None:
    unit = single(main_tf=TEXT % ("", reference))
    assert addresses(unit) == ["aws_s3_bucket.b[0]", "aws_s3_bucket.other"]
    assert worlds(unit, "aws_s3_bucket.b[0]", lambda found: found.versioning.status) == {
        "var.enabled is true": "Enabled"
    }
    assert set(worlds(unit, "aws_s3_bucket.other", lambda found: found.versioning.status).values()) == {"absent"}
